/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one growing buffer.  Its maximum is given at creation; its content is
 * always followed by a NUL; a failure (no memory, or the maximum) sticks, so
 * that a row of appends is checked once at its end.  Memory is wiped before
 * it is given back, because any buffer may have held a secret.
 */
#ifndef SMSGW_BUF_H
#define SMSGW_BUF_H

#include "compat.h"

#include <stdarg.h>

struct buf {
	char *data; /* NULL until something was added; read by buf_str */
	size_t len; /* bytes of content, without the NUL */
	size_t cap; /* bytes allocated */
	size_t max; /* len never exceeds this */
	bool failed;
	bool no_memory; /* it failed for lack of that, not by its maximum */
};

/* An empty buffer in place; max bounds its length in bytes, NUL not counted. */
void buf_init(struct buf *b, size_t max);

/*
 * Wipes and frees the content; the buffer is empty and usable again, with the
 * same maximum.  NULL and a zeroed struct are taken.
 */
void buf_fini(struct buf *b);

/* Wipes the content and forgets a failure, but keeps the memory. */
void buf_reset(struct buf *b);

/* Takes away, and wipes, what lies behind the first len bytes. */
void buf_truncate(struct buf *b, size_t len);

/*
 * Appends.  0, or -1 when memory or the maximum ran out: then the content is
 * as before, and every later append fails too until buf_reset.  What is added
 * may not lie in the buffer itself.
 */
int buf_add(struct buf *b, const void *data, size_t len);
int buf_puts(struct buf *b, const char *s);
int buf_putc(struct buf *b, char c);
int buf_printf(struct buf *b, const char *format, ...) COMPAT_PRINTF(2, 3);
int buf_vprintf(struct buf *b, const char *format, va_list ap)
    COMPAT_PRINTF(2, 0);

/*
 * Hands the content to the caller, who frees it; *len, if len is not NULL,
 * gets its length without the NUL.  NULL when the buffer has failed or there
 * is no memory.  The buffer is empty afterwards, and still failed if it was.
 */
char *buf_steal(struct buf *b, size_t *len);

/* The content as a string, never NULL; valid until the next append. */
const char *buf_str(const struct buf *b);

#endif

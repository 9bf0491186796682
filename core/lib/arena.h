/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scratch memory that is given back at once: what belongs to one exchange or
 * to one reading of the configuration.  All of it is wiped on the way out.
 * A failure sticks, so that a user without clean-up code checks once.
 */
#ifndef SMSGW_ARENA_H
#define SMSGW_ARENA_H

#include "compat.h"

#include <stdarg.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* the newest first */
	size_t total;               /* bytes handed out, rounding included */
	size_t max;                 /* total never exceeds this */
	size_t first;               /* bytes of its first chunk; 0: a few */
	bool failed;
};

/* An empty arena in place; max bounds the sum of what it hands out. */
void arena_init(struct arena *a, size_t max);

/*
 * Says before the first allocation how much will be wanted, in bytes, so that
 * it comes in one piece; more, or less, may be taken all the same.
 */
void arena_expect(struct arena *a, size_t size);

/* Wipes and frees everything; the arena is empty and usable again. */
void arena_fini(struct arena *a);

/*
 * As arena_fini(), but a chunk stays for what comes next, so that one who
 * does the same again and again does without malloc.
 */
void arena_reset(struct arena *a);

/*
 * Zeroed memory, aligned for any type, valid until arena_fini or arena_reset;
 * a size of 0 gives a pointer that may not be read.  NULL when memory or the
 * maximum ran out or the arena has failed before; the failure sticks.
 */
void *arena_alloc(struct arena *a, size_t size);

/* Zeroed memory for count entries of size bytes; as arena_alloc. */
void *arena_calloc(struct arena *a, size_t count, size_t size);

/*
 * Copies; the string functions end theirs with a NUL.  arena_strndup copies at
 * most len bytes and stops at a NUL, arena_memdup exactly len bytes (and puts
 * a NUL behind them).  NULL as in arena_alloc; only arena_memdup's are aligned.
 */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t len);
void *arena_memdup(struct arena *a, const void *data, size_t len);
char *arena_printf(struct arena *a, const char *format, ...)
    COMPAT_PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *format, va_list ap)
    COMPAT_PRINTF(2, 0);

#endif

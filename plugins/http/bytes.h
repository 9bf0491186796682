/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes that grow, in the scratch memory of the present call, and the few
 * functions on ASCII characters that do not ask the locale.
 */
#ifndef HTTP_BYTES_H
#define HTTP_BYTES_H

#include <smsgw/provider.h>

#include <stdbool.h>

struct bytes {
	struct smsgw_gateway *gw;
	char *data; /* a NUL follows; NULL: nothing yet */
	size_t len, size;
	bool failed; /* memory ran out: the host fails the call */
};

/* An empty one, in place. */
void bytes_init(struct bytes *bytes, struct smsgw_gateway *gw);

/* Appends; without memory nothing, and `failed` is set. */
void bytes_add(struct bytes *bytes, const void *data, size_t len);
void bytes_puts(struct bytes *bytes, const char *s);
void bytes_putc(struct bytes *bytes, char c);

/* What is there, with a NUL behind it; never NULL. */
const char *bytes_str(const struct bytes *bytes);

/* A copy of len bytes with a NUL behind it; NULL without memory. */
char *bytes_dup(struct smsgw_gateway *gw, const char *s, size_t len);

/* Blank, tab, line feed or carriage return. */
bool ascii_space(char c);
bool ascii_digit(char c);
char ascii_fold(char c);

/* Whether two words are the same but for the case of ASCII letters. */
bool ascii_same(const char *a, const char *b);

#endif

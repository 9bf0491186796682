/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plain encodings of bytes: percent (RFC 3986 and forms), hexadecimal,
 * base64 (RFC 4648).  All memory is of an arena, and a NUL follows it.
 */
#ifndef SMSGW_ENCODE_H
#define SMSGW_ENCODE_H

#include "arena.h"
#include "buf.h"

/* Everything but letters, digits and -._~ as %XX; NULL without memory. */
char *encode_url(struct arena *arena, const void *data, size_t len);

/* Appends the same; 0, or -1 when out failed. */
int encode_url_to(struct buf *out, const void *data, size_t len);

/*
 * How many characters that is, and the same written to where there is room for
 * them, without a NUL; returns behind it.
 */
size_t encode_url_length(const char *data, size_t len);
char *encode_url_put(char *out, const char *data, size_t len);

/*
 * Of at most `size` bytes, %XX and '+' undone; *len, which may be NULL, is the
 * length.  NULL when it is no such encoding, or without memory.
 */
char *decode_url(
    struct arena *arena, const char *text, size_t size, size_t *len);

/* Lower-case hexadecimal; NULL without memory. */
char *encode_hex(struct arena *arena, const void *data, size_t len);

/* The 64 characters of RFC 4648, in order. */
extern const char encode_base64_alphabet[];

/* RFC 4648, section 4, padded, one line; NULL without memory. */
char *encode_base64(struct arena *arena, const void *data, size_t len);

/*
 * The reverse, strictly: padded, no blanks, no stray bits.  NULL when it is
 * no base64, or without memory.
 */
char *decode_base64(struct arena *arena, const char *text, size_t *len);

#endif

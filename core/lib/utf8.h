/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8 without the locale: strict reading and writing of code points, width
 * in columns of a terminal, and the safe copy of strings that somebody else
 * controls.
 */
#ifndef SMSGW_UTF8_H
#define SMSGW_UTF8_H

#include "compat.h"

struct buf;

/*
 * Reads the code point at s, of at most len bytes, into *cp.  Its length in
 * bytes, 1 to 4; 0 when len is 0; -1 when the bytes are no UTF-8 by RFC 3629
 * (overlong, surrogate, past U+10FFFF, cut off).
 */
int utf8_decode(const char *s, size_t len, uint32_t *cp);

/* Writes a code point, without NUL; its length, or 0 if it is none. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Whether all len bytes are UTF-8; NUL is a character like any other. */
bool utf8_valid(const char *s, size_t len);

/*
 * The length of the longest beginning of a string that has at most max bytes
 * and does not end within a character.
 */
size_t utf8_fit(const char *s, size_t max);

/* How many code points; a byte that is no UTF-8 counts as one. */
size_t utf8_count(const char *s, size_t len);

/*
 * How many columns of a terminal a code point, or a string, takes: East Asian
 * wide ones two, combining and control characters none, a byte that is no
 * UTF-8 one.
 */
size_t utf8_char_width(uint32_t cp);
size_t utf8_width(const char *s, size_t len);

/*
 * Appends a string that is not to be trusted, for a person to read: control
 * characters and bytes that are no UTF-8 as \xNN, C1 controls, line and
 * paragraph separators, and the invisible characters that change direction or
 * hide text as \uNNNN or \UNNNNNNNN.
 * At most max bytes are appended (0: no limit), ending
 * in an ellipsis when something was left out; an escape is never cut.  A max
 * below 3 with text to leave out appends nothing.  0, or -1 when out failed.
 */
int utf8_escape(const char *s, size_t len, size_t max, struct buf *out);

#endif

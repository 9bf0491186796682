/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters, digits and blanks of protocols and files: ASCII alone, whatever the
 * locale says.
 */
#ifndef SMSGW_ASCII_H
#define SMSGW_ASCII_H

#include "compat.h"

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline char
ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline bool
ascii_is_alnum(char c)
{
	return ascii_is_digit(c) ||
	    (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

/* A blank within a line. */
static inline bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A control character, line ends and tab among them. */
static inline bool
ascii_is_control(char c)
{
	return ((unsigned char)c < 0x20) || c == 0x7f;
}

/* The value of a hexadecimal digit in any case; -1 when it is none. */
static inline int
ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Whether two strings are the same but for the case of letters. */
static inline bool
ascii_equal(const char *a, const char *b)
{
	while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) == ascii_lower(*b);
}

/* A token of HTTP: RFC 9110, 5.6.2. */
static inline bool
ascii_is_token(const char *s)
{
	size_t i;

	for (i = 0; s[i] != '\0'; i++)
		if (!ascii_is_alnum(s[i]) && s[i] != '-' &&
		    strchr("!#$%&'*+.^_`|~", s[i]) == NULL)
			return false;
	return i > 0;
}

#endif

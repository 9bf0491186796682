/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading, writing and escaping UTF-8.  What is UTF-8 is told by table 3-7 of
 * the Unicode standard: the second byte has a narrower range after E0, ED, F0
 * and F4, which rules out overlong forms, surrogates and too large values.
 */
#include "utf8.h"

#include "buf.h"
#include "precondition.h"

#include <stdio.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define ELLIPSIS_LEN 3
#define ESCAPE_SIZE 12 /* \xNN, \uNNNN or \UNNNNNNNN, and the NUL */

/* How many bytes follow a first byte; -1 when no character begins so. */
static int
tail_length(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if (first >= 0xe0 && first <= 0xef)
		return 2;
	return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

static bool
second_is_good(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second <= 0x9f;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second <= 0x8f;
	default:
		return true;
	}
}

int
utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	static const unsigned char mask[] = { 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *p = (const unsigned char *)s;
	uint32_t value;
	int i, tail;

	if (len == 0)
		return 0;
	tail = tail_length(p[0]);
	if (tail < 0 || (size_t)tail >= len)
		return -1;
	if (tail > 0 && !second_is_good(p[0], p[1]))
		return -1;
	value = p[0] & mask[tail];
	for (i = 1; i <= tail; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		value = value << 6 | (p[i] & 0x3f);
	}
	*cp = value;
	return tail + 1;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	static const unsigned char mark[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n, i;

	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		return 0;
	n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)(n == 1 ? cp : mark[n] | cp);
	return n;
}

bool
utf8_valid(const char *s, size_t len)
{
	uint32_t cp;
	int n;

	while (len > 0) {
		/* most of most texts */
		n = (unsigned char)*s < 0x80 ? 1 : utf8_decode(s, len, &cp);
		if (n < 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

size_t
utf8_fit(const char *s, size_t max)
{
	size_t len = strnlen(s, max + 1);

	if (len <= max)
		return len;
	for (len = max; len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80;)
		len--;
	return len;
}

size_t
utf8_count(const char *s, size_t len)
{
	size_t count = 0;
	uint32_t cp;
	int n;

	while (len > 0) {
		n = utf8_decode(s, len, &cp);
		n = n > 0 ? n : 1;
		s += n;
		len -= (size_t)n;
		count++;
	}
	return count;
}

/* Characters that a reader cannot see but that change what he sees. */
static bool
is_deceptive(uint32_t cp)
{
	return (cp >= 0x80 && cp < 0xa0) ||   /* C1 controls */
	    cp == 0x00ad || cp == 0x061c ||   /* soft hyphen, ALM */
	    cp == 0x180e ||                   /* a vowel separator */
	    (cp >= 0x200b && cp <= 0x200f) || /* zero width, LRM, RLM */
	    (cp >= 0x2028 && cp <= 0x202e) || /* separators, bidi */
	    (cp >= 0x2060 && cp <= 0x206f) || /* joiners, isolates */
	    cp == 0xfeff ||                   /* byte order mark */
	    (cp >= 0xfff9 && cp <= 0xfffb) || /* annotations */
	    (cp >= 0xe0000 && cp <= 0xe007f); /* tags */
}

/*
 * How the character at s is to be shown: its bytes themselves, or an escape
 * written into text.  Sets *shown and *shown_len; returns the bytes read.
 */
static size_t
show_char(const char *s, size_t len, char text[ESCAPE_SIZE], const char **shown,
    size_t *shown_len)
{
	uint32_t cp = 0;
	int n, written;

	n = utf8_decode(s, len, &cp);
	if (n > 0 && cp >= 0x20 && cp != 0x7f && !is_deceptive(cp)) {
		*shown = s;
		*shown_len = (size_t)n;
		return (size_t)n;
	}
	if (n <= 1)
		written = snprintf(
		    text, ESCAPE_SIZE, "\\x%02X", (unsigned int)*s & 0xffU);
	else if (cp <= 0xffff)
		written =
		    snprintf(text, ESCAPE_SIZE, "\\u%04X", (unsigned int)cp);
	else
		written =
		    snprintf(text, ESCAPE_SIZE, "\\U%08X", (unsigned int)cp);
	*shown = text;
	*shown_len = written > 0 ? (size_t)written : 0;
	return n > 0 ? (size_t)n : 1;
}

/* How many bytes of s, shown, fit into max; *all says whether s does whole. */
static size_t
fitting(const char *s, size_t len, size_t max, bool *all)
{
	char text[ESCAPE_SIZE];
	size_t pos = 0, used = 0, good = 0, step, shown_len;
	const char *shown;

	while (pos < len) {
		step = show_char(s + pos, len - pos, text, &shown, &shown_len);
		if (shown_len > max - used) {
			*all = false;
			return good;
		}
		used += shown_len;
		pos += step;
		if (max - used >= ELLIPSIS_LEN)
			good = pos;
	}
	*all = true;
	return len;
}

int
utf8_escape(const char *s, size_t len, size_t max, struct buf *out)
{
	char text[ESCAPE_SIZE];
	const char *shown;
	size_t pos, end, shown_len;
	bool all;

	require_or_return(out != NULL && (s != NULL || len == 0), -1);
	end = fitting(s, len, max > 0 ? max : SIZE_MAX, &all);
	for (pos = 0; pos < end;) {
		pos += show_char(s + pos, len - pos, text, &shown, &shown_len);
		if (buf_add(out, shown, shown_len) != 0)
			return -1;
	}
	if (all || max < ELLIPSIS_LEN)
		return 0;
	return buf_add(out, ELLIPSIS, ELLIPSIS_LEN);
}

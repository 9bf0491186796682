/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting of parts by 3GPP TS 23.038 (alphabet) and TS 23.040 (six bytes of
 * each part say how the parts belong together), and the signature in front.
 */
#include "text.h"

#include "buf.h"
#include "precondition.h"
#include "utf8.h"

struct slice {
	const char *s;
	size_t len;
};

struct brackets {
	const char *open, *close;
};

/* The two ways a signature is written; the first is what carriers want. */
static const struct brackets brackets[] = {
	{ "\xe3\x80\x90", "\xe3\x80\x91" }, /* 【】 */
	{ "[", "]" },
};

/* The GSM default alphabet outside ASCII, TS 23.038 section 6.2.1. */
/* clang-format off */
static const uint32_t gsm_beyond_ascii[] = {
	0x00a3, 0x00a5, 0x00e8, 0x00e9, 0x00f9, 0x00ec, 0x00f2, 0x00c7,
	0x00d8, 0x00f8, 0x00c5, 0x00e5, 0x0394, 0x03a6, 0x0393, 0x039b,
	0x03a9, 0x03a0, 0x03a8, 0x03a3, 0x0398, 0x039e, 0x00c6, 0x00e6,
	0x00df, 0x00c9, 0x00a4, 0x00a1, 0x00c4, 0x00d6, 0x00d1, 0x00dc,
	0x00a7, 0x00bf, 0x00e4, 0x00f6, 0x00f1, 0x00fc, 0x00e0,
};
/* clang-format on */

static bool
is_one_of(uint32_t cp, const char *ascii)
{
	return cp > 0 && cp < 0x80 && strchr(ascii, (int)cp) != NULL;
}

/* Septets of a character: 1, 2 (extension table), or 0 when there is none. */
static size_t
gsm_units(uint32_t cp)
{
	size_t i;

	if (is_one_of(cp, "\f^{}\\[~]|") || cp == 0x20ac)
		return 2;
	if (cp == '\n' || cp == '\r')
		return 1;
	if (cp >= 0x20 && cp < 0x7f)
		return cp == '`' ? 0 : 1;
	for (i = 0; i < ARRAY_LEN(gsm_beyond_ascii); i++)
		if (cp == gsm_beyond_ascii[i])
			return 1;
	return 0;
}

static size_t
char_units(uint32_t cp, enum text_encoding encoding)
{
	if (encoding == TEXT_GSM7)
		return gsm_units(cp);
	return cp > 0xffff ? 2 : 1;
}

/*
 * Counts the units of the whole text in both encodings, septets only up to what
 * GSM cannot carry, which goes to *first; -1 when the text is no UTF-8.
 */
static int
count_units(const char *text, size_t len, size_t *septets, size_t *units,
    uint32_t *first)
{
	size_t gsm;
	uint32_t cp;
	int n;

	*septets = *units = 0;
	*first = 0;
	while (len > 0) {
		n = utf8_decode(text, len, &cp);
		if (n < 0)
			return -1;
		gsm = *first == 0 ? gsm_units(cp) : 0;
		if (*first == 0 && gsm == 0)
			*first = cp;
		*septets += gsm;
		*units += char_units(cp, TEXT_UCS2);
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Fills parts of at most parts->per_part units, whole characters each. */
static void
fill_parts(const char *text, size_t len, struct text_parts *parts)
{
	size_t used = 0, units;
	uint32_t cp = 0;
	int n;

	parts->units = 0;
	parts->parts = len > 0 ? 1 : 0;
	while (len > 0) {
		n = utf8_decode(text, len, &cp);
		if (n <= 0)
			return;
		units = char_units(cp, parts->encoding);
		if (used + units > parts->per_part) {
			parts->parts++;
			used = 0;
		}
		used += units;
		parts->units += units;
		text += n;
		len -= (size_t)n;
	}
}

int
text_count(
    const char *text, enum text_counting counting, struct text_parts *parts)
{
	size_t len, septets, units;
	bool ucs2;

	require_or_return(text != NULL && parts != NULL, -1);
	*parts = (struct text_parts){ 0 };
	len = strlen(text);
	if (count_units(text, len, &septets, &units, &parts->first_non_gsm) !=
	    0) {
		*parts = (struct text_parts){ 0 };
		return -1;
	}
	ucs2 = counting == TEXT_COUNT_UCS2 || parts->first_non_gsm != 0;
	parts->encoding = ucs2 ? TEXT_UCS2 : TEXT_GSM7;
	parts->per_part = ucs2 ? 70 : 160;
	parts->units = ucs2 ? units : septets;
	parts->parts = len > 0 ? 1 : 0;
	if (parts->units > parts->per_part) {
		parts->per_part = ucs2 ? 67 : 153;
		fill_parts(text, len, parts);
	}
	return 0;
}

static bool
slice_begins(struct slice t, const char *with)
{
	size_t n = strlen(with);

	return t.len >= n && memcmp(t.s, with, n) == 0;
}

static bool
slice_ends(struct slice t, const char *with)
{
	size_t n = strlen(with);

	return t.len >= n && memcmp(t.s + t.len - n, with, n) == 0;
}

/* Without the blanks and line ends around it. */
static struct slice
slice_trimmed(struct slice t)
{
	while (t.len > 0 && is_one_of((unsigned char)t.s[0], " \t\r\n")) {
		t.s++;
		t.len--;
	}
	while (t.len > 0 && is_one_of((unsigned char)t.s[t.len - 1], " \t\r\n"))
		t.len--;
	return t;
}

/* The bare title; *around is the pair it was written in, or the usual one. */
static struct slice
title_bare(const char *title, const struct brackets **around)
{
	struct slice t;
	size_t i, open, close;

	*around = &brackets[0];
	t = (struct slice){ .s = title, .len = strlen(title) };
	t = slice_trimmed(t);
	for (i = 0; i < ARRAY_LEN(brackets); i++) {
		open = strlen(brackets[i].open);
		close = strlen(brackets[i].close);
		if (t.len < open + close ||
		    !slice_begins(t, brackets[i].open) ||
		    !slice_ends(t, brackets[i].close))
			continue;
		*around = &brackets[i];
		t.s += open;
		t.len -= open + close;
		return slice_trimmed(t);
	}
	return t;
}

/* How many bytes the signature takes at the front of text; 0 if it is not. */
static size_t
signature_length(const char *title, const char *text)
{
	const struct brackets *around;
	struct slice t, rest;
	size_t i, open, len;

	t = title_bare(title, &around);
	len = strlen(text);
	for (i = 0; t.len > 0 && i < ARRAY_LEN(brackets); i++) {
		rest = (struct slice){ .s = text, .len = len };
		if (!slice_begins(rest, brackets[i].open))
			continue;
		open = strlen(brackets[i].open);
		rest.s += open;
		rest.len -= open;
		if (rest.len < t.len || memcmp(rest.s, t.s, t.len) != 0)
			continue;
		rest.s += t.len;
		rest.len -= t.len;
		if (slice_begins(rest, brackets[i].close))
			return open + t.len + strlen(brackets[i].close);
	}
	return 0;
}

int
text_signature_bare(const char *title, struct buf *out)
{
	const struct brackets *around;
	struct slice t;

	require_or_return(title != NULL && out != NULL, -1);
	t = title_bare(title, &around);
	return buf_add(out, t.s, t.len);
}

int
text_signature_bracketed(const char *title, struct buf *out)
{
	const struct brackets *around;
	struct slice t;

	require_or_return(title != NULL && out != NULL, -1);
	t = title_bare(title, &around);
	if (t.len == 0)
		return out->failed ? -1 : 0;
	if (buf_puts(out, around->open) != 0 || buf_add(out, t.s, t.len) != 0)
		return -1;
	return buf_puts(out, around->close);
}

int
text_with_signature(const char *title, const char *text, struct buf *out)
{
	require_or_return(title != NULL && text != NULL && out != NULL, -1);
	if (signature_length(title, text) == 0 &&
	    text_signature_bracketed(title, out) != 0)
		return -1;
	return buf_puts(out, text);
}

const char *
text_without_signature(const char *title, const char *text)
{
	require_or_return(title != NULL && text != NULL, "");
	return text + signature_length(title, text);
}

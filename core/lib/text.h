/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a message: how many parts it takes on the air (3GPP TS 23.038
 * and 23.040), and the signature in front of it, which must be there exactly
 * once whoever puts it there.
 */
#ifndef SMSGW_TEXT_H
#define SMSGW_TEXT_H

#include "compat.h"

struct buf;

enum text_encoding {
	TEXT_GSM7,
	TEXT_UCS2,
};

enum text_counting {
	TEXT_COUNT_AUTO, /* GSM 7-bit when every character fits */
	TEXT_COUNT_UCS2, /* always UCS-2, as mainland Chinese carriers count */
};

struct text_parts {
	enum text_encoding encoding;
	size_t units;           /* septets, or UTF-16 units */
	size_t per_part;        /* 160 or 153, 70 or 67 */
	size_t parts;           /* 0 for an empty text */
	uint32_t first_non_gsm; /* code point; 0 when every one fits GSM */
};

/*
 * Counts the parts of a text (UTF-8).  A character of two units (GSM extension
 * table, surrogate pair) is never split over two parts.  -1, and *parts all
 * zero, when the text is no UTF-8.
 */
int text_count(
    const char *text, enum text_counting counting, struct text_parts *parts);

/*
 * Appends the title without the blanks around it and without its one pair of
 * 【】 or [].  0, or -1 when out failed.
 */
int text_signature_bare(const char *title, struct buf *out);

/*
 * Appends the title as it stands in front of a text: in 【】, or in the [] it
 * was written with; an empty title appends nothing.  0, or -1 when out failed.
 */
int text_signature_bracketed(const char *title, struct buf *out);

/*
 * Appends the text with the bracketed title in front, once: a text that
 * begins with it, or an empty title, is appended as it is.  Nothing else of
 * the text changes.  0, or -1 when out failed.
 */
int text_with_signature(const char *title, const char *text, struct buf *out);

/*
 * The text behind the signature it begins with, if it does, for a provider
 * that adds it itself: a part of text.
 */
const char *text_without_signature(const char *title, const char *text);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a list of hidden values comes to: the byte strings that are looked for,
 * sorted, and the look itself.  Used by redact.c alone.
 */
#ifndef SMSGW_REDACT_NEEDLES_H
#define SMSGW_REDACT_NEEDLES_H

#include "arena.h"

struct buf;

/* The first byte of a note; value and what is shown follow, each with a NUL. */
enum {
	REDACT_NOTE_VALUE = 'v',
	REDACT_NOTE_NUMBER = 'n', /* of E.164 */
	REDACT_NOTE_CODES = 'c'   /* a text, whose codes are meant */
};

/* Which forms of a needle's bytes are looked for. */
enum {
	REDACT_TEXT = 1,   /* as they are; URL, JSON, XML escapes */
	REDACT_HEX = 2,    /* two hexadecimal digits a byte, any case */
	REDACT_BASE64 = 4, /* base64 or base64url; perhaps URL or JSON */
	REDACT_RAGGED = 8, /* base64 whose last bits share a character */
	REDACT_WORD = 16   /* only where no letter or digit is beside it */
};

struct redact_item {
	const unsigned char *data;
	size_t len;
	unsigned forms;
	size_t order; /* of two as long the first one added wins */
	const char *shown;
};

struct redact_needles {
	struct redact_item *items; /* sorted by data, the shorter first */
	size_t count, size;
	bool begins[256]; /* whether a form may begin with this byte */
	struct arena arena;
};

struct redact_span {
	const unsigned char *start, *end;
};

/* Makes the needles of notes; NULL when memory ran out. */
struct redact_needles *redact_needles_new(const struct buf *notes);

/* Wipes and frees.  NULL is allowed. */
void redact_needles_free(struct redact_needles *needles);

/*
 * How many bytes of the text at p the longest needle takes, and what stands in
 * its place; 0 when none is there.  needles NULL: there are none.
 */
size_t redact_match(const struct redact_needles *needles,
    const struct redact_span *text, const unsigned char *p, const char **shown);

#endif

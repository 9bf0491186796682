/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a hidden value stands at a place of a text, in any of its encoded
 * forms.  Used by redact.c alone.
 */
#ifndef SMSGW_REDACT_MATCH_H
#define SMSGW_REDACT_MATCH_H

#include "compat.h"

/* Which forms of the needle's bytes are looked for. */
enum {
	REDACT_TEXT = 1,   /* as they are; URL, JSON, XML escapes */
	REDACT_HEX = 2,    /* two hexadecimal digits a byte, any case */
	REDACT_BASE64 = 4, /* base64 or base64url; perhaps URL or JSON */
	REDACT_RAGGED = 8, /* base64 whose last bits share a character */
	REDACT_WORD = 16   /* only where no letter or digit is beside it */
};

struct redact_item {
	unsigned char *data;
	size_t len;
	unsigned forms;
	char *shown;
};

struct redact_span {
	const unsigned char *start, *end;
};

/* How many bytes of the text at p are this item; 0 when it is not there. */
size_t redact_match(const struct redact_item *item,
    const struct redact_span *text, const unsigned char *p);

#endif

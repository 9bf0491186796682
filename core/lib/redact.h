/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes secrets, codes and numbers out of whatever is shown: a list of values
 * that must not appear, and their encoded forms (URL, form, hex, base64 at
 * each alignment, JSON, XML, UTF-16BE in hex, GBK in URL form), replaced in
 * any text.  Everything that leaves the library for a person passes here.
 */
#ifndef SMSGW_REDACT_H
#define SMSGW_REDACT_H

#include "buf.h"

struct redact_item;

struct redact {
	struct redact_item *items;
	size_t count, size;
	const struct redact *parent; /* its items hide too; may be NULL */
	bool failed;                 /* then redact_text() shows nothing */
};

/* An empty list in place; parent outlives it (a gateway's, of a message's). */
void redact_init(struct redact *redact, const struct redact *parent);

/* Wipes and frees.  NULL is allowed. */
void redact_fini(struct redact *redact);

/*
 * Hides a value and its encoded forms behind `shown` ("****" when NULL).
 * Values of one or two characters are hidden only where they stand as a word.
 * An empty value is ignored.  0, or -1 without memory: the list then hides
 * everything, so nothing can leak by accident.
 */
int redact_add(struct redact *redact, const char *value, const char *shown);

/* Hides a number in all its forms, each behind its own: +86138****8000. */
int redact_add_number(struct redact *redact, const char *e164);

/*
 * Hides what looks like a code in a message's text: each word of four or more
 * letters, digits, '-' and '_' that holds a digit.
 */
int redact_add_codes(struct redact *redact, const char *text);

/* Appends `in` with everything hidden; usable as a trace's mask. */
int redact_text(const struct redact *redact, const char *in, struct buf *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes secrets, codes and numbers out of whatever is shown: a list of values
 * that must not appear, and their encoded forms (URL, form, hex, base64 at
 * each alignment, JSON, XML, UTF-16 in hex, GBK in URL form), replaced in
 * any text.  Everything that leaves the library for a person passes here.
 *
 * Most lists are never asked: of a message that went well nothing is shown.
 * So a value is only noted when it is added, and the forms are made when the
 * first text is to be shown.
 */
#ifndef SMSGW_REDACT_H
#define SMSGW_REDACT_H

#include "buf.h"

struct redact;
struct redact_needles;

/* Adds to a list what its owner has; see redact_defer(). */
typedef void redact_fill(struct redact *redact);

struct redact {
	struct buf notes;      /* the values as they were given */
	redact_fill *fill;     /* adds more when it is asked; may be NULL */
	struct redact *parent; /* its values hide too; may be NULL */
	struct redact_needles *needles; /* made of the notes; NULL: not yet */
	bool failed;                    /* then redact_text() fails */
};

/* An empty list in place; parent outlives it (a gateway's, of a message's). */
void redact_init(struct redact *redact, struct redact *parent);

/* Wipes and frees.  NULL is allowed. */
void redact_fini(struct redact *redact);

/*
 * Has fill called, once, before the next text is shown: the owner, in whose
 * struct the list lies, then adds what it knows.  Said again when there is more
 * than at the last time; what is added twice counts once.
 */
void redact_defer(struct redact *redact, redact_fill *fill);

/*
 * Hides a value and its encoded forms behind `shown` ("****" when NULL).
 * Values of one or two characters are hidden only where they stand as a word.
 * An empty value is ignored.  0, or -1 without memory: nothing is shown by this
 * list from then on, so that nothing can leak by accident.
 */
int redact_add(struct redact *redact, const char *value, const char *shown);

/* Hides a number in all its forms, each behind its own: +86138****8000. */
int redact_add_number(struct redact *redact, const char *e164);

/*
 * Hides what looks like a code in a message's text: each word of four or more
 * letters, digits, '-' and '_' that holds a digit.
 */
int redact_add_codes(struct redact *redact, const char *text);

/*
 * Appends `in` with everything hidden; usable as a trace's mask.  -1, and out
 * has failed, when there is no memory, or none to know what is to be hidden.
 */
int redact_text(struct redact *redact, const char *in, struct buf *out);

#endif

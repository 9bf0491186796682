/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of what is to be hidden, as notes until somebody asks, and texts shown
 * with all of it taken out.  What the notes come to is made by
 * redact_needles.c, and found in a text by redact_match.c.
 */
#include "redact.h"

#include "precondition.h"
#include "redact_needles.h"

#define REDACT_SHOWN "****"

/* Far more than the texts of the largest batch. */
#define NOTES_MAX ((size_t)64 * 1024 * 1024)

void
redact_init(struct redact *redact, struct redact *parent)
{
	require_or_return_void(redact != NULL);
	*redact = (struct redact){ .parent = parent };
	buf_init(&redact->notes, NOTES_MAX);
}

void
redact_fini(struct redact *redact)
{
	if (redact == NULL)
		return;
	buf_fini(&redact->notes);
	redact_needles_free(redact->needles);
	redact_init(redact, redact->parent);
}

void
redact_defer(struct redact *redact, redact_fill *fill)
{
	require_or_return_void(redact != NULL);
	redact->fill = fill;
}

/* A note: its kind, the value, what stands in its place. */
static int
note_add(struct redact *redact, char kind, const char *value, const char *shown)
{
	struct buf *notes = &redact->notes;

	if (value[0] == '\0')
		return redact->failed ? -1 : 0;
	if (buf_putc(notes, kind) != 0 ||
	    buf_add(notes, value, strlen(value) + 1) != 0 ||
	    buf_add(notes, shown, strlen(shown) + 1) != 0)
		redact->failed = true;
	redact_needles_free(redact->needles);
	redact->needles = NULL;
	return redact->failed ? -1 : 0;
}

int
redact_add(struct redact *redact, const char *value, const char *shown)
{
	require_or_return(redact != NULL && value != NULL, -1);
	return note_add(redact, REDACT_NOTE_VALUE, value,
	    shown != NULL ? shown : REDACT_SHOWN);
}

int
redact_add_number(struct redact *redact, const char *e164)
{
	require_or_return(redact != NULL && e164 != NULL, -1);
	return note_add(redact, REDACT_NOTE_NUMBER, e164, REDACT_SHOWN);
}

int
redact_add_codes(struct redact *redact, const char *text)
{
	require_or_return(redact != NULL && text != NULL, -1);
	return note_add(redact, REDACT_NOTE_CODES, text, REDACT_SHOWN);
}

/* Whether it is known of all lists of the chain what they hide. */
static bool
chain_ready(struct redact *redact)
{
	redact_fill *fill;

	for (; redact != NULL; redact = redact->parent) {
		fill = redact->fill;
		redact->fill = NULL;
		if (fill != NULL)
			fill(redact);
		if (redact->failed)
			return false;
		if (redact->needles == NULL && redact->notes.len > 0)
			redact->needles = redact_needles_new(&redact->notes);
		if (redact->needles == NULL && redact->notes.len > 0)
			return false;
	}
	return true;
}

/* The longest of all values that begins at p; its length, or 0. */
static size_t
longest_at(const struct redact *redact, const struct redact_span *text,
    const unsigned char *p, const char **shown)
{
	size_t len, longest = 0;
	const char *its_own;

	for (; redact != NULL; redact = redact->parent) {
		len = redact_match(redact->needles, text, p, &its_own);
		if (len > longest) {
			longest = len;
			*shown = its_own;
		}
	}
	return longest;
}

int
redact_text(struct redact *redact, const char *in, struct buf *out)
{
	const unsigned char *p, *plain, *stop;
	const char *shown = REDACT_SHOWN, *ignored;
	struct redact_span text;
	size_t len;

	require_or_return(in != NULL && out != NULL, -1);
	if (!chain_ready(redact)) {
		out->failed = true;
		return -1;
	}
	text.start = plain = p = (const unsigned char *)in;
	text.end = text.start + strlen(in);
	while (p < text.end) {
		len = longest_at(redact, &text, p, &shown);
		if (len == 0) {
			p++;
			continue;
		}
		(void)buf_add(out, plain, (size_t)(p - plain));
		(void)buf_puts(out, shown);
		/* what overlaps the hidden part goes with it */
		for (stop = p + len; p < stop; p++) {
			len = longest_at(redact, &text, p, &ignored);
			if (len > (size_t)(stop - p))
				stop = p + len;
		}
		plain = p;
	}
	return buf_add(out, plain, (size_t)(p - plain));
}

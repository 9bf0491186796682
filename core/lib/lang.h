/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of what people read.  It is English until a program asks for
 * the language of its user, which the command line does and the library never
 * does by itself; what machines read is never translated.
 *
 * problem_add() and the functions of trace.h translate the formats they are
 * given, so their callers write English.  Elsewhere _() translates, and N_()
 * marks what is translated later.
 */
#ifndef SMSGW_LANG_H
#define SMSGW_LANG_H

#include "compat.h"

#define _(text) lang_text(text)
#define N_(text) text

/* A text and its translation. */
struct lang_entry {
	const char *text;
	const char *zh;
};

/*
 * Turns to the language that the environment asks for: LC_ALL, LC_MESSAGES,
 * LANG and LANGUAGE count as they do for gettext, but no locale needs to be
 * installed, and none is set.  zh holds the Chinese texts in the order of
 * strcmp() and lives for ever; without it all stays English.  For the start
 * of a program, before threads.
 */
void lang_use(const struct lang_entry *zh, size_t count);

/* Whether the texts are Chinese. */
bool lang_is_zh(void);

/* The translation of a text, or the text itself; lives for ever. */
const char *lang_text(const char *text) COMPAT_FORMAT_ARG(1);

/* The same for a text with a number in it. */
const char *lang_plural(const char *one, const char *many, size_t number)
    COMPAT_FORMAT_ARG(1) COMPAT_FORMAT_ARG(2);

/*
 * Of a text that data have in both languages the one that is to be read; where
 * zh is NULL or "" that is the English one.
 */
const char *lang_pick(const char *en, const char *zh);

/* What an errno value means; lives until the next call. */
const char *lang_errno(int error);

#endif

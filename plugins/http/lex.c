/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes a condition apart into tokens.  In quotes a backslash stands for
 * itself unless a quote or a backslash follows, so that regular expressions
 * are written as they are.
 */
#include "lex.h"

#include <string.h>

static bool
ends_word(const char *s)
{
	return *s == '\0' || ascii_space(*s) || *s == '"' || *s == '\'' ||
	    *s == '|' || strncmp(s, "==", 2) == 0 || strncmp(s, "!=", 2) == 0;
}

/* A quoted string, the quote being at pos. */
static void
read_quoted(struct lex *lex)
{
	const char *s = lex->text + lex->pos;
	char quote = *s++;
	struct bytes out;

	bytes_init(&out, lex->gw);
	while (*s != '\0' && *s != quote) {
		if (*s == '\\' && (s[1] == quote || s[1] == '\\'))
			s++;
		bytes_putc(&out, *s++);
	}
	lex->kind = *s == quote ? LEX_QUOTED : LEX_UNCLOSED;
	if (out.failed)
		lex->kind = LEX_MEMORY;
	lex->word = bytes_str(&out);
	lex->pos = (size_t)(s - lex->text) + (*s == quote ? 1 : 0);
}

static void
read_word(struct lex *lex)
{
	const char *s = lex->text + lex->pos;
	size_t len = 0;

	while (!ends_word(s + len))
		len++;
	lex->pos += len;
	lex->word = bytes_dup(lex->gw, s, len);
	lex->kind = lex->word != NULL ? LEX_WORD : LEX_MEMORY;
	if (lex->word == NULL)
		lex->word = "";
}

void
lex_next(struct lex *lex)
{
	const char *s;

	while (ascii_space(lex->text[lex->pos]))
		lex->pos++;
	s = lex->text + lex->pos;
	lex->at = lex->pos;
	lex->word = "";
	if (*s == '\0') {
		lex->kind = LEX_END;
	} else if (*s == '"' || *s == '\'') {
		read_quoted(lex);
	} else if (*s == '|') {
		lex->kind = LEX_OR;
		lex->pos++;
	} else if (strncmp(s, "==", 2) == 0 || strncmp(s, "!=", 2) == 0) {
		lex->kind = *s == '=' ? LEX_EQUAL : LEX_DIFFERENT;
		lex->pos += 2;
	} else {
		read_word(lex);
	}
}

void
lex_init(struct lex *lex, struct smsgw_gateway *gw, const char *key,
    const char *text)
{
	*lex = (struct lex){ .gw = gw, .key = key, .text = text };
	lex_next(lex);
}

bool
lex_is(const struct lex *lex, const char *word)
{
	return lex->kind == LEX_WORD && strcmp(lex->word, word) == 0;
}

bool
lex_is_text(const struct lex *lex)
{
	return lex->kind == LEX_WORD || lex->kind == LEX_QUOTED;
}

int
lex_fail(const struct lex *lex, const char *expected)
{
	if (lex->kind == LEX_UNCLOSED)
		expected = "a quote at the end of what begins here";
	return smsgw_fail_key(lex->gw, lex->key, "at byte %zu: expected %s%s",
	    lex->at + 1, expected,
	    lex->kind == LEX_END ? ", but nothing follows" : "");
}

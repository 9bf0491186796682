/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of conditions and of what is taken out of an answer: words,
 * quoted strings, ==, != and |.
 */
#ifndef HTTP_LEX_H
#define HTTP_LEX_H

#include "bytes.h"

enum lex_kind {
	LEX_END,
	LEX_WORD,
	LEX_QUOTED,
	LEX_EQUAL,     /* == */
	LEX_DIFFERENT, /* != */
	LEX_OR,        /* | */
	LEX_UNCLOSED,  /* a quote without its end */
	LEX_MEMORY     /* memory ran out */
};

struct lex {
	struct smsgw_gateway *gw;
	const char *key; /* for messages; "id" or "code.3" */
	const char *text;
	size_t pos;         /* behind the token */
	enum lex_kind kind; /* the present token */
	size_t at;          /* where it begins */
	const char *word;   /* of LEX_WORD and LEX_QUOTED, unquoted */
};

/* Begins with the first token of text, which is the value of key. */
void lex_init(struct lex *lex, struct smsgw_gateway *gw, const char *key,
    const char *text);

/* Goes to the next token. */
void lex_next(struct lex *lex);

/* Whether the present token is this word, unquoted. */
bool lex_is(const struct lex *lex, const char *word);

/* Whether it is a word or a quoted string. */
bool lex_is_text(const struct lex *lex);

/*
 * Fails the call: at byte N of the key's value, what was expected.  Always -1.
 */
int lex_fail(const struct lex *lex, const char *expected);

#endif

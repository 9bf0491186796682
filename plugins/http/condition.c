/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles and evaluates conditions.
 */
#include "condition.h"

#include <string.h>

enum operator{ OPERATOR_THERE, OPERATOR_EQUAL, OPERATOR_DIFFERENT };

struct condition_value {
	const char *text;
	const struct condition_value *next;
};

struct condition_term {
	const struct extract *place; /* NULL: the status */
	enum operator operator;
	const struct condition_value *values; /* one of them */
	const struct condition_term *next;
};

/* Three digits, the last two of which may be xx. */
static bool
is_status(const char *word)
{
	if (strlen(word) != 3 || word[0] < '1' || word[0] > '5')
		return false;
	return strcmp(word + 1, "xx") == 0 ||
	    (ascii_digit(word[1]) && ascii_digit(word[2]));
}

/* Takes VALUE { "|" VALUE }; NULL and failed when there is none. */
static const struct condition_value *
compile_values(struct lex *lex, bool status)
{
	const struct condition_value *first = NULL, **link = &first;
	struct condition_value *value;

	for (;;) {
		if (status ? lex->kind != LEX_WORD || !is_status(lex->word) :
			     !lex_is_text(lex) || lex->word[0] == '\0') {
			(void)lex_fail(lex,
			    status ?
				"a status such as 200 or 2xx" :
				"a value, best in quotes, and not an empty one");
			return NULL;
		}
		value = smsgw_alloc(lex->gw, sizeof(*value));
		if (value == NULL)
			return NULL;
		value->text = lex->word;
		*link = value;
		link = &value->next;
		lex_next(lex);
		if (lex->kind != LEX_OR)
			return first;
		lex_next(lex);
	}
}

static int
compile_term(
    struct lex *lex, struct regexes *regexes, struct condition_term *term)
{
	if (lex_is(lex, "status")) {
		lex_next(lex);
		if (lex->kind == LEX_EQUAL)
			lex_next(lex);
		term->operator= OPERATOR_EQUAL;
		term->values = compile_values(lex, true);
		return term->values != NULL ? 0 : -1;
	}
	term->place = extract_compile_one(lex, regexes);
	if (term->place == NULL)
		return -1;
	if (lex->kind != LEX_EQUAL && lex->kind != LEX_DIFFERENT)
		return 0;
	term->operator= lex->kind == LEX_EQUAL ? OPERATOR_EQUAL :
						 OPERATOR_DIFFERENT;
	lex_next(lex);
	term->values = compile_values(lex, false);
	return term->values != NULL ? 0 : -1;
}

int
condition_compile(struct smsgw_gateway *gw, const char *key, const char *text,
    struct regexes *regexes, struct condition *out)
{
	const struct condition_term **link = &out->terms;
	struct condition_term *term;
	struct lex lex;

	*out = (struct condition){ .terms = NULL };
	lex_init(&lex, gw, key, text);
	if (lex.kind == LEX_END)
		return 0;
	for (;;) {
		term = smsgw_alloc(gw, sizeof(*term));
		if (term == NULL || compile_term(&lex, regexes, term) != 0)
			return -1;
		if (extract_reads_body(term->place))
			out->reads_body = true;
		*link = term;
		link = &term->next;
		if (lex.kind == LEX_END)
			return 0;
		if (!lex_is(&lex, "and"))
			return lex_fail(&lex,
			    term->values == NULL ?
				"==, !=, and, or the end" :
				"`and` or the end; of several values: "
				"status 200|201");
		lex_next(&lex);
	}
}

static bool
status_true(const struct condition_term *term, struct answer *answer)
{
	const struct condition_value *value;
	int status;

	if (answer->resp == NULL)
		return false;
	status = smsgw_status(answer->resp);
	for (value = term->values; value != NULL; value = value->next) {
		if (value->text[0] - '0' != status / 100)
			continue;
		if (value->text[1] == 'x' ||
		    (value->text[1] - '0') * 10 + (value->text[2] - '0') ==
			status % 100)
			return true;
	}
	return false;
}

static bool
term_true(const struct condition_term *term, struct answer *answer)
{
	const struct condition_value *value;
	const char *found;

	if (term->place == NULL)
		return status_true(term, answer);
	found = extract_get(term->place, answer);
	if (found == NULL)
		return false;
	if (term->operator== OPERATOR_THERE)
		return true;
	for (value = term->values; value != NULL; value = value->next)
		if (strcmp(value->text, found) == 0)
			return term->operator== OPERATOR_EQUAL;
	return term->operator== OPERATOR_DIFFERENT;
}

bool
condition_true(const struct condition *condition, struct answer *answer)
{
	const struct condition_term *term;

	for (term = condition->terms; term != NULL; term = term->next)
		if (!term_true(term, answer))
			return false;
	return condition->terms != NULL;
}

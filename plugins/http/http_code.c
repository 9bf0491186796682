/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The vendor's codes as the gateway's file has them:
 *
 *	code.N = CODE OUTCOME [ABOUT][: FIX]
 *
 * CODE may end in * for a prefix; the longest match wins, as in the tables of
 * other providers.
 */
#include <string.h>

#include "http.h"

static const struct {
	const char *word;
	int32_t outcome;
} outcomes[] = {
	{ "accepted", SMSGW_ACCEPTED },
	{ "rejected", SMSGW_REJECTED },
	{ "deferred", SMSGW_DEFERRED },
	{ "unknown", SMSGW_UNKNOWN },
};

/* A scope or a class of errors; one brings the other. */
static const struct {
	const char *word;
	int32_t error_class, scope;
} abouts[] = {
	{ "number", SMSGW_CLASS_NUMBER, SMSGW_SCOPE_NUMBER },
	{ "route", SMSGW_CLASS_ROUTE, SMSGW_SCOPE_ROUTE },
	{ "content", SMSGW_CLASS_REFUSED, SMSGW_SCOPE_CONTENT },
	{ "account", SMSGW_CLASS_PERMISSION, SMSGW_SCOPE_ACCOUNT },
	{ "someone", SMSGW_CLASS_NUMBER, SMSGW_SCOPE_SOMEONE },
	{ "credentials", SMSGW_CLASS_CREDENTIALS, SMSGW_SCOPE_ACCOUNT },
	{ "signature", SMSGW_CLASS_SIGNED_WRONG, SMSGW_SCOPE_ACCOUNT },
	{ "clock", SMSGW_CLASS_CLOCK, SMSGW_SCOPE_ACCOUNT },
	{ "permission", SMSGW_CLASS_PERMISSION, SMSGW_SCOPE_ACCOUNT },
	{ "balance", SMSGW_CLASS_BALANCE, SMSGW_SCOPE_ACCOUNT },
	{ "quota", SMSGW_CLASS_QUOTA, SMSGW_SCOPE_ACCOUNT },
	{ "throttled", SMSGW_CLASS_THROTTLED, SMSGW_SCOPE_ACCOUNT },
	{ "configuration", SMSGW_CLASS_CONFIGURATION, SMSGW_SCOPE_ACCOUNT },
	{ "parameter", SMSGW_CLASS_PARAMETER, SMSGW_SCOPE_CONTENT },
	{ "title", SMSGW_CLASS_TITLE, SMSGW_SCOPE_CONTENT },
	{ "template", SMSGW_CLASS_TEMPLATE, SMSGW_SCOPE_CONTENT },
	{ "text", SMSGW_CLASS_TEXT, SMSGW_SCOPE_CONTENT },
	{ "limit", SMSGW_CLASS_NUMBER_LIMIT, SMSGW_SCOPE_NUMBER },
	{ "blocked", SMSGW_CLASS_NUMBER_BLOCKED, SMSGW_SCOPE_NUMBER },
	{ "temporary", SMSGW_CLASS_TEMPORARY, SMSGW_SCOPE_NONE },
};

#define OUTCOMES (sizeof(outcomes) / sizeof(outcomes[0]))
#define ABOUTS (sizeof(abouts) / sizeof(abouts[0]))

/* What an outcome is about when the line does not say. */
static void
preset_about(struct smsgw_code *code)
{
	if (code->outcome == SMSGW_REJECTED)
		code->error_class = SMSGW_CLASS_REFUSED;
	else if (code->outcome == SMSGW_DEFERRED)
		code->error_class = SMSGW_CLASS_TEMPORARY;
	else if (code->outcome == SMSGW_UNKNOWN)
		code->error_class = SMSGW_CLASS_BROKEN;
}

/* Takes the word for an outcome; 0 or -1. */
static int
take_outcome(struct lex *lex, struct smsgw_code *code)
{
	size_t i;

	for (i = 0; i < OUTCOMES && !lex_is(lex, outcomes[i].word); i++)
		;
	if (i == OUTCOMES)
		return lex_fail(lex,
		    "accepted, rejected, deferred or "
		    "unknown");
	code->outcome = outcomes[i].outcome;
	preset_about(code);
	lex_next(lex);
	return 0;
}

/* Takes what it is about, if that is said; 0 or -1. */
static int
take_about(struct lex *lex, struct smsgw_code *code)
{
	size_t i;

	if (lex->kind == LEX_END)
		return 0;
	for (i = 0; i < ABOUTS && !lex_is(lex, abouts[i].word); i++)
		;
	if (i == ABOUTS)
		return lex_fail(lex,
		    "number, route, content, account, "
		    "someone, credentials, signature, clock, permission, "
		    "balance, quota, throttled, configuration, parameter, "
		    "title, template, text, limit, blocked or temporary, then "
		    "a colon and the fix");
	code->error_class = abouts[i].error_class;
	code->scope = abouts[i].scope;
	/* their trouble: whether it was taken is what the outcome says */
	if (code->outcome == SMSGW_UNKNOWN &&
	    code->error_class == SMSGW_CLASS_TEMPORARY)
		code->error_class = SMSGW_CLASS_BROKEN;
	lex_next(lex);
	return lex->kind == LEX_END ? 0 :
				      lex_fail(lex,
					  "a colon and the fix, "
					  "or the end");
}

/*
 * Cuts the fix off: it follows the first colon behind the code that has a
 * blank or nothing behind it.
 */
static const char *
cut_fix(char *text, size_t from)
{
	char *colon = text + from;

	while ((colon = strchr(colon, ':')) != NULL) {
		if (ascii_space(colon[1]) || colon[1] == '\0')
			break;
		colon++;
	}
	if (colon == NULL)
		return "";
	*colon++ = '\0';
	return colon + strspn(colon, " \t");
}

/* Reads one line into a row; 0, or -1 and the call failed. */
static int
code_read(struct smsgw_gateway *gw, const char *key, const char *text,
    struct smsgw_code *code)
{
	char *copy = bytes_dup(gw, text, strlen(text));
	struct lex lex;

	if (copy == NULL)
		return -1;
	lex_init(&lex, gw, key, copy);
	if (!lex_is_text(&lex) || lex.word[0] == '\0')
		return lex_fail(&lex, "the vendor's code");
	if (lex.word[strlen(lex.word) - 1] == ':')
		return lex_fail(&lex, "no colon behind the code");
	code->fix = cut_fix(copy, lex.pos);
	code->code = bytes_dup(gw, lex.word, strlen(lex.word));
	if (code->code == NULL)
		return -1;
	lex_next(&lex);
	return take_outcome(&lex, code) != 0 ? -1 : take_about(&lex, code);
}

int
http_codes_configure(struct smsgw_gateway *gw, struct http_gateway *http)
{
	struct smsgw_code *row;
	const char *text;
	uint32_t i, number;

	for (i = 0; smsgw_conf_item(gw, "code", i, NULL) != NULL; i++)
		;
	row = smsgw_alloc(gw, (i + 1) * sizeof(*row));
	if (row == NULL)
		return -1;
	http->codes = row;
	for (i = 0; (text = smsgw_conf_item(gw, "code", i, &number)) != NULL;
	     i++) {
		if (text[0] == '\0')
			continue;
		if (code_read(gw, smsgw_printf(gw, "code.%u", (unsigned)number),
			text, row++) != 0)
			return -1;
	}
	return 0;
}

const struct smsgw_code *
http_code_find(struct smsgw_gateway *gw, const char *code)
{
	const struct http_gateway *http = smsgw_data(gw);

	return smsgw_code_find(gw, http->codes, sizeof(*http->codes), code);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where something stands in an answer or a push: json /path, xml /path, header
 * X, form X, query X, regex "…(…)…", body, status.  And the answer itself, in
 * UTF-8, parsed when it is first asked for.
 */
#ifndef HTTP_EXTRACT_H
#define HTTP_EXTRACT_H

#include "lex.h"

#include <regex.h>

/* The compiled regular expressions of a gateway, freed when it is closed. */
struct regexes {
	struct regex_item {
		regex_t regex;
		struct regex_item *next;
	} * first;
};

void regexes_free(struct regexes *regexes);

enum extract_kind {
	EXTRACT_JSON,
	EXTRACT_XML,
	EXTRACT_HEADER,
	EXTRACT_FORM,  /* a field of a form body */
	EXTRACT_QUERY, /* a parameter of a push's URL */
	EXTRACT_REGEX, /* its first group, else all of it */
	EXTRACT_BODY,  /* all of it, blanks at both ends off */
	EXTRACT_STATUS /* unless it is 2xx */
};

/* One place to look at; the next one when nothing is there. */
struct extract {
	enum extract_kind kind;
	const char *name; /* path, or name of a header, field */
	const regex_t *regex;
	const struct extract *next;
};

/* An answer (resp) or a push, one of the two being NULL. */
struct answer {
	struct smsgw_gateway *gw;
	const struct smsgw_response *resp;
	const struct smsgw_push *push;
	const char *charset; /* of the body: a name for smsgw_charset() */
	const char *prefix;  /* of JSON and XML paths; "" for the whole */
	const char *body;    /* UTF-8; NULL until asked for */
	size_t len;
	struct smsgw_doc *json, *xml;
	bool json_tried, xml_tried;
	bool unreadable; /* JSON or XML was asked for and it is none */
};

/*
 * Compiles one place, beginning at the lexer's present token and ending at the
 * first that is not its own.  NULL, and the call failed, when it is none.
 */
const struct extract *extract_compile_one(
    struct lex *lex, struct regexes *regexes);

/*
 * Compiles the value of a key: "" and "none" are NULL in *out, else one or more
 * places joined by `or`.  0, or -1 and the call failed.
 */
int extract_compile(struct smsgw_gateway *gw, const char *key, const char *text,
    struct regexes *regexes, const struct extract **out);

/*
 * What stands there, in UTF-8: the first place that is there and not empty.
 * NULL when there is none; extract itself may be NULL.
 */
const char *extract_get(const struct extract *extract, struct answer *answer);

/* Whether JSON, XML, form, regex or body is looked at. */
bool extract_reads_body(const struct extract *extract);

/* How a place is written, for messages: `json /msgId`. */
const char *extract_text(
    struct smsgw_gateway *gw, const struct extract *extract);

/* The whole body in UTF-8, with a NUL behind it. */
const char *answer_body(struct answer *answer, size_t *len);

/* Members of the array at a JSON or XML path; -1 when there is none. */
int64_t answer_size(struct answer *answer, const struct extract *list);

#endif

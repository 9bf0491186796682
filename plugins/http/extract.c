/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles and evaluates the places where something stands in an answer.  What
 * is not there, empty, null or no scalar is the same: nothing.
 */
#include "extract.h"

#include <stdlib.h>
#include <string.h>

/* What a regular expression is matched against, and its own length. */
#define REGEX_INPUT_MAX ((size_t)64 * 1024)
#define REGEX_MAX ((size_t)512)

static const struct {
	const char *word;
	enum extract_kind kind;
	const char *argument; /* what must follow, or NULL */
} kinds[] = {
	{ "json", EXTRACT_JSON, "a path such as /data/code behind json" },
	{ "xml", EXTRACT_XML, "a path such as /response/code behind xml" },
	{ "header", EXTRACT_HEADER, "a header's name behind header" },
	{ "form", EXTRACT_FORM, "a field's name behind form" },
	{ "query", EXTRACT_QUERY, "a parameter's name behind query" },
	{ "regex", EXTRACT_REGEX,
	    "a regular expression in quotes behind "
	    "regex" },
	{ "body", EXTRACT_BODY, NULL },
	{ "status", EXTRACT_STATUS, NULL },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

void
regexes_free(struct regexes *regexes)
{
	struct regex_item *item;

	for (item = regexes->first; item != NULL; item = item->next)
		regfree(&item->regex);
	regexes->first = NULL;
}

/* A back-reference can make a match take for ever; nobody needs one here. */
static bool
has_back_reference(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s != '\\')
			continue;
		if (s[1] >= '1' && s[1] <= '9')
			return true;
		if (s[1] != '\0')
			s++;
	}
	return false;
}

/* Compiles a regular expression that close() frees; NULL and failed. */
static const regex_t *
regex_compile(struct lex *lex, struct regexes *regexes)
{
	struct regex_item *item;
	char reason[128];
	int rc;

	if (lex->kind != LEX_QUOTED || lex->word[0] == '\0' ||
	    strlen(lex->word) > REGEX_MAX) {
		(void)lex_fail(lex,
		    "a regular expression in quotes, of at "
		    "most 512 bytes");
		return NULL;
	}
	if (has_back_reference(lex->word)) {
		(void)lex_fail(lex,
		    "a regular expression without "
		    "back-references");
		return NULL;
	}
	item = smsgw_alloc(lex->gw, sizeof(*item));
	if (item == NULL)
		return NULL;
	rc = regcomp(&item->regex, lex->word, REG_EXTENDED);
	if (rc != 0) {
		(void)regerror(rc, NULL, reason, sizeof(reason));
		(void)smsgw_fail_key(lex->gw, lex->key,
		    "at byte %zu: "
		    "expected a POSIX extended regular expression; this one: "
		    "%s",
		    lex->at + 1, reason);
		return NULL;
	}
	item->next = regexes->first;
	regexes->first = item;
	return &item->regex;
}

/* Takes what follows the word of a kind; 0 or -1. */
static int
compile_argument(struct lex *lex, struct regexes *regexes, size_t kind,
    struct extract *extract)
{
	bool path =
	    extract->kind == EXTRACT_JSON || extract->kind == EXTRACT_XML;

	if (kinds[kind].argument == NULL)
		return 0;
	if (extract->kind == EXTRACT_REGEX) {
		extract->regex = regex_compile(lex, regexes);
		if (extract->regex == NULL)
			return -1;
	} else if (!lex_is_text(lex) || lex->word[0] == '\0' ||
	    (path && lex->word[0] != '/')) {
		return lex_fail(lex, kinds[kind].argument);
	}
	/* `json /` is the whole document, which RFC 6901 writes as "" */
	extract->name = path && strcmp(lex->word, "/") == 0 ? "" : lex->word;
	lex_next(lex);
	return 0;
}

const struct extract *
extract_compile_one(struct lex *lex, struct regexes *regexes)
{
	struct extract *extract;
	size_t i;

	for (i = 0; i < KINDS && !lex_is(lex, kinds[i].word); i++)
		;
	if (i == KINDS) {
		(void)lex_fail(lex,
		    "json /PATH, xml /PATH, header NAME, "
		    "form NAME, query NAME, regex \"…\", body or "
		    "status");
		return NULL;
	}
	extract = smsgw_alloc(lex->gw, sizeof(*extract));
	if (extract == NULL)
		return NULL;
	extract->kind = kinds[i].kind;
	extract->name = "";
	lex_next(lex);
	if (compile_argument(lex, regexes, i, extract) != 0)
		return NULL;
	return extract;
}

int
extract_compile(struct smsgw_gateway *gw, const char *key, const char *text,
    struct regexes *regexes, const struct extract **out)
{
	const struct extract *one;
	const struct extract **link = out;
	struct extract *copy;
	struct lex lex;

	*out = NULL;
	lex_init(&lex, gw, key, text);
	if (lex.kind == LEX_END)
		return 0;
	if (lex_is(&lex, "none")) {
		lex_next(&lex);
		return lex.kind == LEX_END ?
		    0 :
		    lex_fail(&lex, "nothing behind none");
	}
	for (;;) {
		one = extract_compile_one(&lex, regexes);
		copy = smsgw_alloc(gw, sizeof(*copy));
		if (one == NULL || copy == NULL)
			return -1;
		*copy = *one;
		*link = copy;
		link = &copy->next;
		if (lex.kind == LEX_END)
			return 0;
		if (!lex_is(&lex, "or"))
			return lex_fail(&lex,
			    "the end, or `or` and another "
			    "place");
		lex_next(&lex);
	}
}

/* The raw body of either. */
static const char *
raw_body(const struct answer *answer, size_t *len)
{
	return answer->resp != NULL ? smsgw_response_body(answer->resp, len) :
				      smsgw_push_body(answer->push, len);
}

const char *
answer_body(struct answer *answer, size_t *len)
{
	const char *raw;
	size_t n;

	if (answer->body == NULL) {
		raw = raw_body(answer, &n);
		answer->body = raw;
		answer->len = n;
		/* Bytes that are not of the set are read as UTF-8. */
		if (!ascii_same(answer->charset, "utf-8")) {
			raw = smsgw_charset(
			    answer->gw, "UTF-8", answer->charset, raw, n, &n);
			if (raw != NULL) {
				answer->body = raw;
				answer->len = n;
			}
		}
	}
	if (len != NULL)
		*len = answer->len;
	/* cppcheck-suppress returnDanglingLifetime ; n is but a length */
	return answer->body;
}

static struct smsgw_doc *
answer_json(struct answer *answer)
{
	const char *body;
	size_t len;

	if (!answer->json_tried) {
		answer->json_tried = true;
		body = answer_body(answer, &len);
		answer->json = smsgw_doc_json(answer->gw, body, len);
	}
	if (answer->json == NULL)
		answer->unreadable = true;
	return answer->json;
}

/* XML that names its own character set is left as it is. */
static struct smsgw_doc *
answer_xml(struct answer *answer)
{
	const char *body, *declared;
	size_t len;

	if (!answer->xml_tried) {
		answer->xml_tried = true;
		body = raw_body(answer, &len);
		declared = strstr(body, "?>");
		if (strncmp(body, "<?xml", 5) != 0 || declared == NULL ||
		    strstr(body, "encoding") == NULL ||
		    strstr(body, "encoding") > declared)
			body = answer_body(answer, &len);
		answer->xml = smsgw_doc_xml(answer->gw, body, len);
	}
	if (answer->xml == NULL)
		answer->unreadable = true;
	return answer->xml;
}

/* The value of a field in a body of the kind a=b&c=d. */
static const char *
form_value(struct answer *answer, const char *name)
{
	const char *body = answer_body(answer, NULL), *end, *equals;
	char *decoded;
	size_t len;

	for (; *body != '\0'; body = *end == '&' ? end + 1 : end) {
		end = body + strcspn(body, "&");
		equals = memchr(body, '=', (size_t)(end - body));
		if (equals == NULL)
			continue;
		decoded = bytes_dup(answer->gw, body, (size_t)(equals - body));
		if (decoded == NULL)
			return NULL;
		decoded = smsgw_url_decode(answer->gw, decoded, &len);
		if (decoded == NULL || strcmp(decoded, name) != 0)
			continue;
		while (end > equals && ascii_space(end[-1]))
			end--;
		decoded = bytes_dup(
		    answer->gw, equals + 1, (size_t)(end - equals - 1));
		return decoded != NULL ?
		    smsgw_url_decode(answer->gw, decoded, &len) :
		    NULL;
	}
	return NULL;
}

/* The first group of a match, or all of it when there is no group. */
static const char *
regex_value(struct answer *answer, const regex_t *regex)
{
	const char *body;
	regmatch_t match[2];
	size_t len;
	int group;

	body = answer_body(answer, &len);
	/* a NUL would end the match early: such a body is not text */
	if (len > REGEX_INPUT_MAX || memchr(body, '\0', len) != NULL ||
	    regexec(regex, body, 2, match, 0) != 0)
		return NULL;
	group = regex->re_nsub > 0 ? 1 : 0;
	if (match[group].rm_so < 0)
		return NULL;
	return bytes_dup(answer->gw, body + match[group].rm_so,
	    (size_t)(match[group].rm_eo - match[group].rm_so));
}

static const char *
body_value(struct answer *answer)
{
	const char *body;
	size_t len;

	body = answer_body(answer, &len);
	if (memchr(body, '\0', len) != NULL)
		return NULL;
	while (len > 0 && ascii_space(body[len - 1]))
		len--;
	while (len > 0 && ascii_space(*body)) {
		body++;
		len--;
	}
	return bytes_dup(answer->gw, body, len);
}

static const char *
header_value(struct answer *answer, const char *name)
{
	return answer->resp != NULL ?
	    smsgw_response_header(answer->resp, name) :
	    smsgw_push_part(answer->push, SMSGW_PUSH_HEADER, name);
}

/* The status as a vendor's code, which a 2xx is not. */
static const char *
status_value(struct answer *answer)
{
	int status;

	if (answer->resp == NULL)
		return NULL;
	status = smsgw_status(answer->resp);
	return status >= 200 && status <= 299 ?
	    NULL :
	    smsgw_printf(answer->gw, "%d", status);
}

static const char *
path_of(struct answer *answer, const char *path)
{
	return answer->prefix[0] == '\0' ?
	    path :
	    smsgw_printf(answer->gw, "%s%s", answer->prefix, path);
}

static const char *
get_one(const struct extract *extract, struct answer *answer)
{
	switch (extract->kind) {
	case EXTRACT_JSON:
		return smsgw_doc_get(
		    answer_json(answer), path_of(answer, extract->name));
	case EXTRACT_XML:
		return smsgw_doc_get(
		    answer_xml(answer), path_of(answer, extract->name));
	case EXTRACT_HEADER:
		return header_value(answer, extract->name);
	case EXTRACT_FORM:
		return form_value(answer, extract->name);
	case EXTRACT_QUERY:
		return answer->push == NULL ?
		    NULL :
		    smsgw_push_part(
			answer->push, SMSGW_PUSH_QUERY, extract->name);
	case EXTRACT_REGEX:
		return regex_value(answer, extract->regex);
	case EXTRACT_BODY:
		return body_value(answer);
	case EXTRACT_STATUS:
	default:
		return status_value(answer);
	}
}

const char *
extract_get(const struct extract *extract, struct answer *answer)
{
	const char *value;

	for (; extract != NULL; extract = extract->next) {
		value = get_one(extract, answer);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return NULL;
}

bool
extract_reads_body(const struct extract *extract)
{
	for (; extract != NULL; extract = extract->next)
		if (extract->kind != EXTRACT_HEADER &&
		    extract->kind != EXTRACT_STATUS &&
		    extract->kind != EXTRACT_QUERY)
			return true;
	return false;
}

const char *
extract_text(struct smsgw_gateway *gw, const struct extract *extract)
{
	size_t i;

	for (i = 0; extract != NULL && i < KINDS; i++)
		if (kinds[i].kind == extract->kind)
			return smsgw_printf(gw, "%s%s%s%s", kinds[i].word,
			    extract->name[0] != '\0' ? " " : "", extract->name,
			    extract->next != NULL ?
				" and where else it may be" :
				"");
	return "none";
}

int64_t
answer_size(struct answer *answer, const struct extract *list)
{
	struct smsgw_doc *doc;
	int64_t size;

	doc = list->kind == EXTRACT_XML ? answer_xml(answer) :
					  answer_json(answer);
	/* one XML element is a list of one */
	size = smsgw_doc_size(doc, list->name);
	if (list->kind == EXTRACT_XML &&
	    smsgw_doc_type(doc, list->name) == SMSGW_DOC_OBJECT)
		return 1;
	return smsgw_doc_type(doc, list->name) == SMSGW_DOC_ARRAY ? size : -1;
}

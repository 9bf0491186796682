/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: parsing JSON.  Jansson judges and takes apart; the text of
 * a number is taken from the document itself, so that 1.0, 1e3 and integers of
 * any length come as they were written.  Refused: duplicate names, a NUL in a
 * string, and numbers past the range of a double.
 */
#include "host_doc.h"

#include <jansson.h>
#include <string.h>

#include "ascii.h"

/* The numbers of a document that is known to be JSON, in its order. */
struct numbers {
	const char *p, *end;
};

static const char *
skip_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p + 1;
}

static bool
is_number_char(char c)
{
	return ascii_is_digit(c) || c == '-' || c == '+' || c == '.' ||
	    c == 'e' || c == 'E';
}

/* The text of the next number. */
static const char *
number_next(struct numbers *numbers, struct arena *scratch)
{
	const char *start;

	while (numbers->p < numbers->end && *numbers->p != '-' &&
	    !ascii_is_digit(*numbers->p)) {
		if (*numbers->p == '"')
			numbers->p = skip_string(numbers->p, numbers->end);
		else
			numbers->p++;
	}
	start = numbers->p;
	while (numbers->p < numbers->end && is_number_char(*numbers->p))
		numbers->p++;
	return arena_strndup(scratch, start, (size_t)(numbers->p - start));
}

static int copy_node(const json_t *json, struct numbers *numbers,
    struct arena *scratch, struct doc_node *node);

static int
copy_array(const json_t *json, struct numbers *numbers, struct arena *scratch,
    struct doc_node *node)
{
	size_t i;

	node->type = SMSGW_DOC_ARRAY;
	node->count = json_array_size(json);
	node->children =
	    arena_calloc(scratch, node->count, sizeof(*node->children));
	if (node->children == NULL)
		return -1;
	for (i = 0; i < node->count; i++)
		if (copy_node(json_array_get(json, i), numbers, scratch,
			&node->children[i]) != 0)
			return -1;
	return 0;
}

/* Jansson keeps members in the order of the document. */
static int
copy_object(json_t *json, struct numbers *numbers, struct arena *scratch,
    struct doc_node *node)
{
	struct doc_node *child;
	const char *key;
	json_t *value;

	node->type = SMSGW_DOC_OBJECT;
	node->children = arena_calloc(
	    scratch, json_object_size(json), sizeof(*node->children));
	if (node->children == NULL)
		return -1;
	json_object_foreach(json, key, value)
	{
		child = &node->children[node->count++];
		child->name = arena_strdup(scratch, key);
		if (child->name == NULL ||
		    copy_node(value, numbers, scratch, child) != 0)
			return -1;
	}
	return 0;
}

static int
copy_node(const json_t *json, struct numbers *numbers, struct arena *scratch,
    struct doc_node *node)
{
	switch (json_typeof(json)) {
	case JSON_ARRAY:
		return copy_array(json, numbers, scratch, node);
	case JSON_OBJECT:
		return copy_object(
		    (json_t *)(uintptr_t)json, numbers, scratch, node);
	case JSON_NULL:
		node->type = SMSGW_DOC_NULL;
		return 0;
	case JSON_TRUE:
	case JSON_FALSE:
		node->type = SMSGW_DOC_BOOLEAN;
		node->text = json_is_true(json) ? "true" : "false";
		return 0;
	case JSON_STRING:
		node->type = SMSGW_DOC_STRING;
		node->text = arena_strdup(scratch, json_string_value(json));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
	default:
		node->type = SMSGW_DOC_NUMBER;
		node->text = number_next(numbers, scratch);
		break;
	}
	return node->text != NULL ? 0 : -1;
}

struct smsgw_doc *
host_doc_json(struct smsgw_gateway *pub, const void *data, size_t len)
{
	struct arena *scratch;
	struct numbers numbers;
	struct host_doc *doc;
	const char *text = data;
	json_t *json;

	scratch = host_scratch(gateway_of(pub), "smsgw_doc_json()");
	if (scratch == NULL || data == NULL || len > DOC_MAX)
		return NULL;
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	/* integers as reals: there is no integer that is too long for them */
	json = json_loadb(text, len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL,
	    NULL);
	if (json == NULL)
		return NULL;
	numbers = (struct numbers){ text, text + len };
	doc = arena_alloc(scratch, sizeof(*doc));
	if (doc != NULL) {
		doc->pub.host = pub->host;
		if (copy_node(json, &numbers, scratch, &doc->root) != 0)
			doc = NULL;
	}
	json_decref(json);
	return doc != NULL ? &doc->pub : NULL;
}

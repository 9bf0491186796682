/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a probe's child found, as bytes and back.  The parent trusts nothing
 * in it: the child ran a plugin's code.
 */
#include "probe_wire.h"

#include <stdlib.h>

#include "utf8.h"

/* The most problems of one item that are passed on. */
#define PROBLEMS_MAX 1000

/* A string that may be no UTF-8 (a path), as JSON; JSON null for NULL. */
static json_t *
text_json(const char *s)
{
	struct buf plain;
	json_t *json;

	if (s == NULL)
		return json_null();
	if (utf8_valid(s, strlen(s)))
		return json_string(s);
	buf_init(&plain, PROBE_FRAME_MAX);
	utf8_escape(s, strlen(s), 0, &plain);
	json = json_string(buf_str(&plain));
	buf_fini(&plain);
	return json;
}

static json_t *
problem_json(const struct problem *problem)
{
	return json_pack("{s:i, s:o, s:o, s:i, s:o, s:o, s:o, s:o}", "level",
	    problem->level, "code", text_json(problem->code), "file",
	    text_json(problem->file), "line", problem->line, "key",
	    text_json(problem->key), "gateway", text_json(problem->gateway),
	    "text", text_json(problem->text), "fix", text_json(problem->fix));
}

static json_t *
problems_json(const struct problems *problems)
{
	json_t *array = json_array();
	size_t i, count = problems_count(problems);

	for (i = 0; i < count && i < PROBLEMS_MAX; i++) {
		if (json_array_append_new(
			array, problem_json(problems_get(problems, i))) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

/* Appends the text of the whole item; NULL without memory. */
static char *
item_text(int result, const json_t *out, const struct problems *problems)
{
	json_t *item, *copy;
	char *text;

	copy = out != NULL ? json_deep_copy(out) : json_null();
	item = json_pack("{s:i, s:o, s:o}", "result", result, "problems",
	    problems_json(problems), "out", copy);
	text = item != NULL ? json_dumps(item, JSON_COMPACT) : NULL;
	json_decref(item);
	/* jansson leaves a name out for which it has no memory */
	copy = text != NULL ? json_loads(text, 0, NULL) : NULL;
	if (copy == NULL) {
		free(text);
		text = NULL;
	}
	json_decref(copy);
	return text;
}

static void
frame_add(struct buf *frame, const char *text)
{
	size_t len = strlen(text);
	unsigned char header[PROBE_HEADER] = {
		(unsigned char)(len >> 24),
		(unsigned char)(len >> 16),
		(unsigned char)(len >> 8),
		(unsigned char)len,
	};

	buf_add(frame, header, sizeof(header));
	buf_add(frame, text, len);
}

int
probe_pack(int result, const json_t *out, const struct problems *problems,
    struct buf *frame)
{
	struct problems too_long;
	char *text = item_text(result, out, problems);

	if (text != NULL && strlen(text) > PROBE_FRAME_MAX) {
		free(text);
		problems_init(&too_long);
		problem_add(&too_long, PROBLEM_ERROR, "plugin-table", NULL, 0,
		    NULL, "ask the vendor of the plugin for one that says less",
		    "what the plugin says of itself is longer than %u bytes",
		    PROBE_FRAME_MAX);
		text = item_text(-1, NULL, &too_long);
		problems_fini(&too_long);
	}
	if (text == NULL)
		return -1;
	frame_add(frame, text);
	free(text);
	return frame->failed ? -1 : 0;
}

size_t
probe_frame_length(const unsigned char header[PROBE_HEADER])
{
	return (size_t)header[0] << 24 | (size_t)header[1] << 16 |
	    (size_t)header[2] << 8 | header[3];
}

/* A member that is a string; NULL for anything else. */
static const char *
text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Takes one problem over. */
static void
problem_take(const json_t *object, struct problems *problems)
{
	json_int_t level = json_integer_value(json_object_get(object, "level"));
	json_int_t line = json_integer_value(json_object_get(object, "line"));
	const char *text = text_of(object, "text");
	struct problems one;

	if (level < PROBLEM_ERROR || level > PROBLEM_NOTE)
		level = PROBLEM_ERROR;
	if (line < 0 || line > INT32_MAX)
		line = 0;
	problems_init(&one);
	problem_add(&one, (int)level, text_of(object, "code"),
	    text_of(object, "file"), (int)line, text_of(object, "key"),
	    text_of(object, "fix"), "%s", text != NULL ? text : "");
	if (text_of(object, "gateway") != NULL)
		problems_set_gateway(&one, 0, text_of(object, "gateway"));
	problems_move(problems, &one);
}

int
probe_unpack(const char *data, size_t len, int *result, json_t **out,
    struct problems *problems)
{
	json_t *item, *value, *list;
	json_error_t error;
	size_t i;

	item = json_loadb(data, len, JSON_REJECT_DUPLICATES, &error);
	/* jansson has no word for each time that memory runs out */
	if (item == NULL &&
	    (json_error_code(&error) == json_error_out_of_memory ||
		json_error_code(&error) == json_error_unknown))
		return PROBE_NO_MEMORY;
	list = json_object_get(item, "problems");
	value = json_object_get(item, "result");
	if (!json_is_integer(value) || !json_is_array(list)) {
		json_decref(item);
		return -1;
	}
	*result = json_integer_value(value) == 0 ? 0 : -1;
	for (i = 0; i < json_array_size(list) && i < PROBLEMS_MAX; i++)
		problem_take(json_array_get(list, i), problems);
	value = json_object_get(item, "out");
	*out = json_is_null(value) ? NULL : json_incref(value);
	json_decref(item);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that a gateway's file names a file for (KEY_file of a FILE key), such
 * as the template of a long request.  They are no secrets.
 */
#include <stdio.h>

#include "descriptor.h"
#include "gateway_read.h"
#include "lang.h"
#include "safefile.h"
#include "utf8.h"

/* The longest value, in bytes. */
#define VALUE_MAX ((size_t)64 * 1024)

static void
report(const struct gateway *gw, int line, const char *key, const char *fix,
    const char *text, struct problems *problems)
{
	problem_add(problems, PROBLEM_ERROR, "config-value", gw->path, line,
	    key, fix, "%s", text);
}

/* The content without its last newline; NULL with a problem. */
static const char *
read_content(struct gateway *gw, const char *path, int line, const char *key,
    struct problems *problems)
{
	const char *text = NULL;
	struct buf content;

	buf_init(&content, VALUE_MAX);
	if (safefile_read(
		path, SAFEFILE_DATA, VALUE_MAX, &content, NULL, problems) != 0)
		goto out;
	if (content.len > 0 && content.data[content.len - 1] == '\n')
		buf_truncate(&content, content.len - 1);
	if (content.len > 0 && content.data[content.len - 1] == '\r')
		buf_truncate(&content, content.len - 1);
	if (content.len == 0)
		report(gw, line, key, _("write the value into it"),
		    _("names a file that is empty"), problems);
	else if (memchr(content.data, '\0', content.len) != NULL ||
	    !utf8_valid(content.data, content.len))
		report(gw, line, key, "save it as UTF-8",
		    _("names a file that is not UTF-8 text"), problems);
	else
		text = arena_strndup(&gw->arena, content.data, content.len);
out:
	buf_fini(&content);
	return text;
}

/* Reads the file of one value, which stays "" when it cannot be read. */
static void
read_value(
    struct gateway *gw, struct param_value *value, struct problems *problems)
{
	const char *name, *given, *path, *text, *expected;
	char key[PARAM_KEY_FILE_SIZE];
	int line;

	given = ini_get(gw->ini, "provider", value->param->name, &line);
	param_key_file(value->param->name, key);
	name = ini_get(gw->ini, "provider", key, &line);
	if (name == NULL || name[0] == '\0')
		return;
	if (given != NULL && given[0] != '\0') {
		report(gw, line, key, "remove one of them",
		    _("stands beside the value itself"), problems);
		return;
	}
	path = settings_path(&gw->arena, gw->path, name);
	text =
	    path != NULL ? read_content(gw, path, line, key, problems) : NULL;
	if (text == NULL)
		return;
	if (param_check(value->param, text, &value->number, &expected) != 0) {
		param_refuse(
		    gw->ini, value->param, key, line, text, expected, problems);
		return;
	}
	value->text = text;
	value->by_file = false;
}

void
gateway_read_files(struct gateway *gw, struct problems *problems)
{
	struct param_value *value;
	size_t i;

	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		if ((value->param->flags & SMSGW_PARAM_FILE) &&
		    !(value->param->flags & SMSGW_PARAM_SECRET) &&
		    value->line > 0)
			read_value(gw, value, problems);
	}
}

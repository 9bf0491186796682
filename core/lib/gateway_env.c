/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that a gateway's file leaves to the environment, or to a file that
 * the provider's parameter names: found here, so that no provider reads
 * either.  A privileged process looks at none of them, for its environment is
 * that of whoever started it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "descriptor.h"
#include "gateway_read.h"
#include "lang.h"
#include "safefile.h"
#include "secret.h"

/* What a variable says; NULL when it is not set or empty. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* Whether one of the keys, blanks between, has a value already. */
static bool
any_given(const struct gateway *gw, const char *keys)
{
	const struct param_value *value;
	char key[DESCRIPTOR_NAME_MAX + 1];
	size_t len;

	for (; keys != NULL && *keys != '\0'; keys += len) {
		keys += strspn(keys, " ");
		len = strcspn(keys, " ");
		if (len == 0 || len >= sizeof(key))
			continue;
		memcpy(key, keys, len);
		key[len] = '\0';
		value = param_get(&gw->own, key);
		if (value != NULL && (value->line > 0 || value->from != NULL))
			return true;
	}
	return false;
}

/* Where a value may come from; NULL: it is here, or nowhere else. */
static const struct smsgw_param *
source_of(const struct gateway *gw, const struct param_value *value)
{
	if (value->line > 0 || value->item != 0 || value->from != NULL ||
	    !param_applies(&gw->own, value->param))
		return NULL;
	return value->param;
}

/* The account's name is shown nowhere either, though it is no secret. */
static void
hide(struct gateway *gw, const struct param_value *value)
{
	if ((value->param->flags & SMSGW_PARAM_SECRET) != 0 ||
	    strcmp(value->param->name, "api_account") == 0)
		(void)redact_add(&gw->redact, value->text, NULL);
}

/* Takes a value that was found; `from` says where, for people. */
static void
take(struct gateway *gw, struct param_value *value, const char *text,
    const char *from, struct problems *problems)
{
	const char *expected;

	value->from = arena_strdup(&gw->arena, from);
	value->text = arena_strdup(&gw->arena, text);
	if (value->from == NULL || value->text == NULL) {
		value->text = "";
		return;
	}
	hide(gw, value);
	if (param_check(value->param, text, &value->number, &expected) == 0)
		return;
	value->refused = true;
	value->text = "";
	problem_add(problems, PROBLEM_ERROR, "config-value", gw->path, 0,
	    value->param->name, _("correct the variable, or set the key"),
	    "%s: expected %s", from, expected);
}

static void
read_variables(struct gateway *gw, struct problems *problems)
{
	const struct smsgw_param *param;
	struct param_value *value;
	const char *text;
	char from[128];
	size_t i;

	/* those of one parameter must not depend on those of another */
	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		param = source_of(gw, value);
		if (param == NULL || param->env == NULL ||
		    any_given(gw, param->unless))
			continue;
		text = variable(param->env);
		if (text != NULL)
			value->from_env = text;
	}
	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		if (value->from_env == NULL)
			continue;
		(void)snprintf(from, sizeof(from), "$%s", value->param->env);
		take(gw, value, value->from_env, from, problems);
		value->from_env = NULL;
	}
}

/* One word of `file` as a path in out; 0 when there is such a file to read. */
static int
find_path(const char *word, size_t len, char *out, size_t size)
{
	const char *home = variable("HOME"), *path;
	int n;

	if (len >= size)
		return -1;
	memcpy(out, word, len);
	out[len] = '\0';
	if (out[0] == '$') {
		path = variable(out + 1);
		if (path == NULL)
			return -1;
		n = snprintf(out, size, "%s", path);
		return n > 0 && (size_t)n < size ? 0 : -1;
	}
	if (strncmp(word, "~/", 2) != 0 || home == NULL || home[0] != '/')
		return -1;
	n = snprintf(out, size, "%s%.*s", home, (int)len - 1, word + 1);
	if (n < 0 || (size_t)n >= size)
		return -1;
	return access(out, F_OK) == 0 || errno != ENOENT ? 0 : -1;
}

static void
read_path(struct gateway *gw, struct param_value *value, const char *path,
    struct problems *problems)
{
	const char *text = NULL;

	value->from = arena_strdup(&gw->arena, path);
	if (secret_read(gw->ini, value->param->name, path, &gw->arena, &text,
		problems) == 0 &&
	    text != NULL)
		take(gw, value, text, path, problems);
}

static void
read_paths(struct gateway *gw, struct problems *problems)
{
	const struct smsgw_param *param;
	struct param_value *value;
	char path[4096];
	const char *word;
	size_t i, len;

	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		param = source_of(gw, value);
		if (param == NULL || param->file == NULL ||
		    any_given(gw, param->unless))
			continue;
		for (word = param->file; *word != '\0'; word += len) {
			word += strspn(word, " ");
			len = strcspn(word, " ");
			if (find_path(word, len, path, sizeof(path)) == 0) {
				read_path(gw, value, path, problems);
				break;
			}
		}
	}
}

/* Says where values come from that the file does not have. */
static void
tell_sources(const struct gateway *gw, struct problems *problems)
{
	const struct param_value *value;
	struct buf line;
	size_t i;

	buf_init(&line, 4096);
	for (i = 0; i < gw->own.count; i++) {
		value = &gw->own.values[i];
		if (value->from == NULL || value->refused)
			continue;
		(void)buf_printf(&line, "%s%s (%s)", line.len > 0 ? ", " : "",
		    value->param->name, value->from);
	}
	if (line.len > 0)
		problem_add(problems, PROBLEM_NOTE, NULL, gw->path, 0, NULL,
		    NULL, "taken from outside this file: %s", buf_str(&line));
	buf_fini(&line);
}

void
gateway_read_outside(struct gateway *gw, struct problems *problems)
{
	if (safefile_is_privileged())
		return;
	read_variables(gw, problems);
	read_paths(gw, problems);
	tell_sources(gw, problems);
}

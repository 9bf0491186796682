/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which parameter of a table a key means, and the values that param_read.c
 * made of a section.
 */
#include "param.h"

#include <stdio.h>

#include "descriptor.h"
#include "value.h"

static const char file_suffix[] = "_file";

const struct param_section param_sections[PARAM_SECTIONS] = {
	{ "gateway", param_gateway },
	{ "provider", NULL },
	{ "routing", param_routing },
	{ "limits", param_limits },
	{ "templates", NULL },
};

void
param_section_names(const char *names[PARAM_SECTIONS])
{
	size_t i;

	for (i = 0; i < PARAM_SECTIONS; i++)
		names[i] = param_sections[i].name;
}

void
param_key_file(const char *key, char out[PARAM_KEY_FILE_SIZE])
{
	snprintf(out, PARAM_KEY_FILE_SIZE, "%s%s", key, file_suffix);
}

size_t
param_key_file_stem(const char *key)
{
	const size_t tail = sizeof(file_suffix) - 1;
	size_t len = strlen(key);

	if (len <= tail || strcmp(key + len - tail, file_suffix) != 0)
		return 0;
	return len - tail;
}

const struct smsgw_param *
param_at(const struct param_table *table, size_t index)
{
	const struct smsgw_param *param;

	param = (const struct smsgw_param *)(const void *)((const char *)
							       table->params +
	    index * table->size);
	return param->name == NULL ? NULL : param;
}

/* Whether a key as written means this parameter. */
static bool
key_means(const char *key, const struct smsgw_param *param, bool *file,
    uint32_t *item)
{
	size_t len = strlen(param->name);

	*file = false;
	*item = 0;
	if (strncmp(key, param->name, len) != 0)
		return false;
	key += len;
	if (*key == '\0')
		return true;
	if (*key == '.' && (param->flags & SMSGW_PARAM_NUMBERED)) {
		*item = value_item(key + 1);
		return *item != 0;
	}
	if (*key == '.' && (param->flags & PARAM_LOCALE))
		return key[1] != '\0';
	*file = (param->flags & (SMSGW_PARAM_SECRET | SMSGW_PARAM_FILE)) &&
	    strcmp(key, file_suffix) == 0;
	return *file;
}

const struct smsgw_param *
param_find(const struct param_table *table, const char *key, bool *file,
    uint32_t *item)
{
	const struct smsgw_param *param, *by_file = NULL;
	bool is_file, ignored_file;
	uint32_t number, ignored_item;
	size_t i;

	if (file == NULL)
		file = &ignored_file;
	if (item == NULL)
		item = &ignored_item;
	*file = false;
	*item = 0;
	for (i = 0; (param = param_at(table, i)) != NULL; i++) {
		if (!key_means(key, param, &is_file, &number))
			continue;
		/* A key of its own name, such as body_file, goes first. */
		if (!is_file) {
			*file = false;
			*item = number;
			return param;
		}
		by_file = param;
		*file = true;
	}
	return by_file;
}

const struct param_value *
param_get(const struct param_values *values, const char *key)
{
	const struct param_value *value;
	size_t i;

	for (i = 0; i < values->count; i++) {
		value = &values->values[i];
		/* asked several times for each message */
		if (value->param->name[0] == key[0] &&
		    strcmp(value->param->name, key) == 0 &&
		    value->suffix[0] == '\0')
			return value;
	}
	return NULL;
}

const struct param_value *
param_get_item(const struct param_values *values, const char *key, size_t index)
{
	size_t i;

	for (i = 0; i < values->count; i++) {
		if (values->values[i].item == 0 ||
		    strcmp(values->values[i].param->name, key) != 0)
			continue;
		if (index-- == 0)
			return &values->values[i];
	}
	return NULL;
}

const char *
param_text(const struct param_values *values, const char *key)
{
	const struct param_value *value = param_get(values, key);

	return value == NULL ? "" : value->text;
}

const char *
param_text_or_null(const struct param_values *values, const char *key)
{
	const char *text = param_text(values, key);

	return text[0] != '\0' ? text : NULL;
}

int64_t
param_number(const struct param_values *values, const char *key)
{
	const struct param_value *value = param_get(values, key);

	return value == NULL ? 0 : value->number;
}

const char *
param_from(const struct param_values *values, const char *key)
{
	const struct param_value *value = param_get(values, key);

	return value == NULL ? NULL : value->from;
}

bool
param_applies(
    const struct param_values *values, const struct smsgw_param *param)
{
	const struct param_value *value;
	const char *key;
	char name[INI_NAME_MAX + 1];
	size_t len;

	if (descriptor_param_when(param, &key, &len) == NULL ||
	    len >= sizeof(name))
		return true;
	memcpy(name, key, len);
	name[len] = '\0';
	value = param_get(values, name);
	if (value == NULL && values->outer != NULL)
		value = param_get(values->outer, name);
	return descriptor_param_used(param, value == NULL ? "" : value->text);
}

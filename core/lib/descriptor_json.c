/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider as JSON: the one description that listings, forms, schemas and
 * help are made from.  Members without a value are left out.
 */
#include "descriptor.h"

#include "catalog.h"
#include "precondition.h"
#include "value.h"

/* Adds a string unless it is NULL; 0, or -1 without memory. */
static int
set_string(json_t *object, const char *name, const char *value)
{
	if (value == NULL)
		return 0;
	return json_object_set_new(object, name, json_string(value));
}

/* Adds "name": true when the flag is set. */
static int
set_flag(json_t *object, const char *name, bool flag)
{
	return flag ? json_object_set_new(object, name, json_true()) : 0;
}

/* Gives back an object when building it has failed. */
static json_t *
object_or_null(json_t *object, int failed)
{
	if (!failed)
		return object;
	json_decref(object);
	return NULL;
}

/* The words of a list, between the separators given. */
static json_t *
words_json(const char *text, const char *separators)
{
	json_t *array = json_array();
	size_t len;

	while (array != NULL && *text != '\0') {
		len = strcspn(text, separators);
		if (len > 0 &&
		    json_array_append_new(array, json_stringn(text, len)) !=
			0) {
			json_decref(array);
			return NULL;
		}
		text += len;
		text += strspn(text, separators);
	}
	return array;
}

static json_t *
when_json(const struct smsgw_param *param)
{
	const char *key, *values;
	size_t len;
	json_t *when = json_object();
	int failed;

	values = descriptor_param_when(param, &key, &len);
	if (values == NULL)
		return object_or_null(when, 1);
	failed = json_object_set_new(when, "key", json_stringn(key, len)) ||
	    json_object_set_new(when, "values", words_json(values, "|"));
	return object_or_null(when, failed);
}

/* The texts of a parameter in both languages. */
static int
set_param_texts(json_t *object, const struct smsgw_param *param)
{
	return set_string(object, "label", param->label) ||
	    set_string(object, "label_zh", param->label_zh) ||
	    set_string(object, "summary", param->summary) ||
	    set_string(object, "summary_zh", param->summary_zh) ||
	    set_string(object, "help", param->help) ||
	    set_string(object, "help_zh", param->help_zh);
}

/* What a value of it may be. */
static int
set_param_values(json_t *object, const struct smsgw_param *param)
{
	const char *type = descriptor_type_word(param->type);
	bool limited = param->min != 0 || param->max != 0;

	if (set_string(object, "type", type != NULL ? type : "string") != 0)
		return -1;
	if (limited &&
	    (json_object_set_new(object, "min", json_integer(param->min)) ||
		json_object_set_new(object, "max", json_integer(param->max))))
		return -1;
	if (param->choices != NULL &&
	    json_object_set_new(
		object, "choices", words_json(param->choices, " ")) != 0)
		return -1;
	return set_string(object, "default", param->preset) ||
	    set_string(object, "example", param->example);
}

/* Where a value is looked for outside the gateway's file. */
static int
set_param_sources(json_t *object, const struct smsgw_param *param)
{
	return set_string(object, "env", param->env) ||
	    (param->file != NULL &&
		json_object_set_new(object, "default_files",
		    words_json(param->file, " ")) != 0) ||
	    (param->unless != NULL &&
		json_object_set_new(
		    object, "unless", words_json(param->unless, " ")) != 0);
}

static json_t *
param_json(
    const struct smsgw_provider *provider, const struct smsgw_param *param)
{
	const struct smsgw_param whole =
	    descriptor_param_whole(provider, param);
	json_t *object = json_object();
	uint32_t flags = param->flags;
	int failed;

	failed = set_string(object, "name", param->name) ||
	    set_string(object, "section",
		descriptor_param_is_common(param) ? "gateway" : "provider") ||
	    set_param_values(object, param) ||
	    set_flag(object, "required", flags & SMSGW_PARAM_REQUIRED) ||
	    set_flag(object, "secret", flags & SMSGW_PARAM_SECRET) ||
	    set_flag(object, "obsolete", flags & SMSGW_PARAM_OBSOLETE) ||
	    set_flag(object, "numbered", flags & SMSGW_PARAM_NUMBERED) ||
	    set_flag(object, "file", flags & SMSGW_PARAM_FILE) ||
	    set_param_texts(object, param) ||
	    set_string(object, "since", param->since) ||
	    set_param_sources(object, &whole);
	if (!failed && param->when != NULL)
		failed = json_object_set_new(object, "when", when_json(param));
	return object_or_null(object, failed);
}

static json_t *
code_json(const struct smsgw_code *code, bool of_report)
{
	const struct catalog_entry *entry =
	    catalog_for_class(code->error_class);
	json_t *object = json_object();
	int failed;

	failed = set_string(object, "code", code->code) ||
	    set_string(
		object, "outcome", descriptor_outcome_word(code->outcome)) ||
	    set_string(object, "error", entry != NULL ? entry->code : NULL) ||
	    set_string(object, "scope", descriptor_scope_word(code->scope)) ||
	    set_string(object, "who", catalog_who_name(code->who)) ||
	    set_string(object, "text", code->text) ||
	    set_string(object, "text_zh", code->text_zh) ||
	    set_string(object, "fix", code->fix) ||
	    set_string(object, "fix_zh", code->fix_zh) ||
	    set_flag(object, "report", of_report);
	return object_or_null(object, failed);
}

static json_t *
params_json(const struct smsgw_provider *provider)
{
	const struct smsgw_param *param;
	json_t *array = json_array();
	int failed = array == NULL;
	size_t i;

	for (i = 0; !failed && (param = descriptor_param(provider, i)) != NULL;
	     i++)
		failed =
		    json_array_append_new(array, param_json(provider, param));
	return object_or_null(array, failed);
}

static json_t *
codes_json(const struct smsgw_provider *provider)
{
	const struct smsgw_code *code;
	json_t *array = json_array();
	int failed = array == NULL;
	size_t i;

	for (i = 0; !failed && (code = descriptor_code(provider, i)) != NULL;
	     i++)
		failed = json_array_append_new(array, code_json(code, false));
	for (i = 0;
	     !failed && (code = descriptor_report_code(provider, i)) != NULL;
	     i++)
		failed = json_array_append_new(array, code_json(code, true));
	return object_or_null(array, failed);
}

/* What it can do, by the names of the members in struct smsgw_http. */
static json_t *
capabilities_json(const struct smsgw_provider *provider)
{
	struct smsgw_http http = descriptor_http(provider);
	const struct {
		const char *name;
		bool present;
	} all[] = {
		{ "send", http.send.build != NULL },
		{ "login", http.login.build != NULL },
		{ "status", http.status.build != NULL },
		{ "poll", http.poll.build != NULL },
		{ "account", http.account.build != NULL },
		{ "receive", http.receive != NULL },
	};
	json_t *array = json_array();
	int failed = array == NULL;
	size_t i;

	for (i = 0; !failed && i < ARRAY_LEN(all); i++) {
		if (all[i].present)
			failed = json_array_append_new(
			    array, json_string(all[i].name));
	}
	return object_or_null(array, failed);
}

json_t *
descriptor_json(const struct smsgw_provider *provider)
{
	json_t *object;
	int failed;

	require_or_return(provider != NULL, NULL);
	object = json_object();
	failed = set_string(object, "name", provider->name) ||
	    set_string(object, "title", provider->title) ||
	    set_string(object, "title_zh", descriptor_title_zh(provider)) ||
	    set_string(object, "version", provider->version) ||
	    json_object_set_new(object, "abi",
		json_sprintf("%u.%u", (unsigned)(provider->abi >> 16),
		    (unsigned)(provider->abi & 0xffffu))) ||
	    set_string(object, "license", provider->license) ||
	    set_string(object, "homepage", provider->homepage) ||
	    json_object_set_new(object, "local",
		json_boolean(provider->flags & SMSGW_PROVIDER_LOCAL)) ||
	    json_object_set_new(
		object, "capabilities", capabilities_json(provider)) ||
	    json_object_set_new(object, "params", params_json(provider)) ||
	    json_object_set_new(object, "codes", codes_json(provider));
	return object_or_null(object, failed);
}

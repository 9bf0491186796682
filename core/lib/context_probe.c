/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at gateways, all or one, in child processes where the context asks for
 * it: a plugin that crashes while it is loaded or while it opens a gateway is
 * named, and the others are looked at all the same.
 */
#include "context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "descriptor.h"
#include "lang.h"
#include "probe.h"

/* A provider that ends its process when it is loaded, and how. */
struct crasher {
	char *provider;
	struct probe_death death;
};

/* What is done for gateway i of all, or for the only one. */
struct gateway_task {
	struct context *context;
	const struct settings_gateway *only; /* NULL: all */
	bool describe;
	struct crasher *crashers;
	size_t crasher_count;
};

static const struct settings_gateway *
task_gateway(const struct gateway_task *task, size_t index)
{
	return task->only != NULL ? task->only :
				    &task->context->settings->gateways[index];
}

static size_t
task_count(const struct gateway_task *task)
{
	return task->only != NULL ? 1 : task->context->settings->gateway_count;
}

/* How a provider ends its process when it is loaded; NULL: that is unknown. */
static const struct probe_death *
find_crasher(const struct gateway_task *task, const char *provider)
{
	size_t i;

	for (i = 0; i < task->crasher_count; i++) {
		if (strcmp(task->crashers[i].provider, provider) == 0)
			return &task->crashers[i].death;
	}
	return NULL;
}

/* Remembers a provider that crashes; without memory it crashes again. */
static void
add_crasher(struct gateway_task *task, const char *provider,
    const struct probe_death *death)
{
	struct crasher *bigger;
	char *copy;
	size_t size;

	if (find_crasher(task, provider) != NULL ||
	    size_mul(task->crasher_count + 1, sizeof(*bigger), &size) < 0)
		return;
	copy = strdup(provider);
	bigger = copy != NULL ? realloc(task->crashers, size) : NULL;
	if (bigger == NULL) {
		free(copy);
		return;
	}
	task->crashers = bigger;
	task->crashers[task->crasher_count++] =
	    (struct crasher){ .provider = copy, .death = *death };
}

static void
free_crashers(struct gateway_task *task)
{
	while (task->crasher_count > 0)
		free(task->crashers[--task->crasher_count].provider);
	free(task->crashers);
}

static void
tell_crash(const struct gateway *gw, const char *what,
    const struct probe_death *death, struct problems *problems)
{
	problem_add(problems, PROBLEM_ERROR, death->code, gw->path,
	    gateway_line(gw, "provider"), "provider",
	    "install another version of this provider, or tell its vendor; "
	    "other providers are not touched by it",
	    "the provider \"%s\" %s when it was %s", gw->provider_name,
	    death->how, what);
}

/* A URL with an account in it, which no provider's address may have. */
static bool
has_account(const char *text)
{
	const char *authority = strstr(text, "://");

	if (authority == NULL)
		return false;
	authority += 3;
	return authority[strcspn(authority, "@/?#")] == '@';
}

/* One value of a gateway; of secrets only whether there is one. */
static json_t *
value_json(const char *section, const struct param_value *value)
{
	bool secret = (value->param->flags & SMSGW_PARAM_SECRET) != 0;
	bool configured = value->line != 0 || value->text[0] != '\0';
	const char *shown = value->text;
	char key[96];

	if (value->item != 0)
		(void)snprintf(key, sizeof(key), "%s.%u", value->param->name,
		    (unsigned)value->item);
	else
		(void)snprintf(key, sizeof(key), "%s", value->param->name);
	/* an account without its password, and what another program set */
	if (value->from != NULL || has_account(value->text))
		shown = "****";
	if (secret)
		return json_pack("{s:s, s:s, s:s?, s:b, s:b, s:i, s:s*}",
		    "section", section, "key", key, "value",
		    configured ? "****" : NULL, "configured", (int)configured,
		    "secret", 1, "line", value->line, "from", value->from);
	return json_pack("{s:s, s:s, s:s, s:i, s:s*}", "section", section,
	    "key", key, "value", shown, "line", value->line, "from",
	    value->from);
}

static int
add_values(const struct gateway *gw, json_t *array, const char *section,
    const struct param_values *values)
{
	const struct param_value *value, *own;
	size_t i;

	for (i = 0; i < values->count; i++) {
		value = &values->values[i];
		/*
		 * page words are in both; those of the core are shown, unless
		 * the provider has the value from elsewhere
		 */
		if (strcmp(section, "provider") == 0 &&
		    descriptor_param_is_common(value->param))
			continue;
		own = param_get(&gw->own, value->param->name);
		if (own != NULL && own->from != NULL)
			value = own;
		if (json_array_append_new(array, value_json(section, value)) <
		    0)
			return -1;
	}
	return 0;
}

/* The lines of [templates], as the file has them. */
static int
add_templates(json_t *array, const struct gateway *gw)
{
	const struct ini_entry *entry;
	size_t i;

	for (i = 0; gw->ini != NULL && i < gw->ini->count; i++) {
		entry = &gw->ini->entries[i];
		if (strcmp(entry->section, "templates") != 0)
			continue;
		if (json_array_append_new(array,
			json_pack("{s:s, s:s, s:s, s:i}", "section",
			    "templates", "key", entry->key, "value",
			    entry->value, "line", entry->line)) < 0)
			return -1;
	}
	return 0;
}

static json_t *
gateway_json(
    const struct gateway *gw, const struct problem *problem, bool values)
{
	json_t *object, *array;

	object = json_pack("{s:s, s:s, s:s, s:b, s:s, s:b, s:s, s:s?}", "id",
	    gw->id, "name", param_text(&gw->core, "name"), "provider",
	    gw->provider_name, "enabled", (int)gw->enabled, "file", gw->path,
	    "read_only", (int)gw->read_only, "state",
	    problem == NULL ? "ok" : "broken", "problem",
	    problem == NULL ? NULL : problem->text);
	if (object == NULL || !values)
		return object;
	array = json_array();
	if (array == NULL || add_values(gw, array, "gateway", &gw->core) < 0 ||
	    add_values(gw, array, "provider", &gw->own) < 0 ||
	    add_templates(array, gw) < 0 ||
	    add_values(gw, array, "routing", &gw->routing) < 0 ||
	    add_values(gw, array, "limits", &gw->limits) < 0) {
		json_decref(array);
		json_decref(object);
		return NULL;
	}
	if (json_object_set_new(object, "values", array) < 0) {
		json_decref(object);
		return NULL;
	}
	return object;
}

static const struct problem *
first_error(const struct problems *problems, size_t from)
{
	const struct problem *problem;
	size_t i;

	for (i = from; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == PROBLEM_ERROR)
			return problem;
	}
	return NULL;
}

/*
 * The gateway when its provider is known to crash, with its problems; NULL when
 * there is no such reason to leave it closed.
 */
static struct gateway *
load_crasher(const struct gateway_task *task,
    const struct settings_gateway *found, struct problems *problems)
{
	const struct probe_death *death = NULL;
	struct problems own;
	struct gateway *gw;

	if (task->crasher_count == 0)
		return NULL;
	problems_init(&own);
	gw = gateway_load(found, task->context->settings, &own);
	if (gw != NULL)
		death = find_crasher(task, gw->provider_name);
	if (death != NULL) {
		tell_crash(gw, "loaded", death, &own);
		problems_move(problems, &own);
	} else {
		gateway_free(gw);
		gw = NULL;
	}
	problems_fini(&own);
	return gw;
}

/* In the child, or here: one gateway, from its file to the opened state. */
static int
run_gateway(void *arg, size_t index, json_t **out, struct problems *problems)
{
	struct gateway_task *task = arg;
	const struct settings_gateway *found = task_gateway(task, index);
	size_t before = problems_count(problems);
	struct gateway *gw;
	int ret = -1;

	gw = load_crasher(task, found, problems);
	if (gw == NULL)
		ret = context_open_gateway(task->context, found, &gw, problems);
	if (task->describe && gw != NULL)
		*out = gateway_json(
		    gw, first_error(problems, before), task->only != NULL);
	if (task->describe && gw != NULL && *out == NULL)
		problem_add_memory(problems, NULL);
	gateway_free(gw);
	problems_set_gateway(problems, before, found->id);
	return ret;
}

/* In the parent: was it the loading or the opening that ended the child? */
static void
gateway_died(void *arg, size_t index, const struct probe_death *death,
    struct problems *problems)
{
	struct gateway_task *task = arg;
	const struct settings_gateway *found = task_gateway(task, index);
	size_t before = problems_count(problems);
	struct problems alone;
	struct gateway *gw;
	json_t *description = NULL;

	problems_init(&alone);
	gw = gateway_load(found, task->context->settings, problems);
	if (gw == NULL)
		goto out;
	if (probe_describe(task->context->loader, gw->provider_name,
		&description, &alone) < 0) {
		add_crasher(task, gw->provider_name, death);
		tell_crash(gw, "loaded", death, problems);
	} else {
		tell_crash(gw, _("opened with this gateway"), death, problems);
	}
	problems_set_gateway(problems, before, found->id);
out:
	json_decref(description);
	gateway_free(gw);
	problems_fini(&alone);
}

/* Runs the task for all its gateways; results as of probe_each(). */
static int
run_task(struct gateway_task *task, struct probe_result *results,
    struct problems *problems)
{
	struct probe_task probe = {
		.run = run_gateway,
		.died = gateway_died,
		.arg = task,
	};
	size_t i, count = task_count(task);

	if (task->context->probe)
		return probe_each(&probe, count, results, problems);
	for (i = 0; i < count; i++)
		results[i].result =
		    run_gateway(task, i, &results[i].out, problems);
	return 0;
}

int
context_probe(struct context *context, const struct settings_gateway *found,
    struct problems *problems)
{
	struct gateway_task task = { .context = context, .only = found };
	struct probe_result result = { .result = -1 };
	int ret;

	ret = run_task(&task, &result, problems);
	if (ret == 0)
		ret = result.result;
	probe_results_fini(&result, 1);
	free_crashers(&task);
	return ret;
}

/* A gateway whose child died is described as far as its file goes. */
static json_t *
broken_json(
    const struct gateway_task *task, size_t index, const struct problem *why)
{
	const struct settings_gateway *found = task_gateway(task, index);
	struct problems again;
	struct gateway *gw;
	json_t *json = NULL;

	problems_init(&again);
	gw = gateway_load(found, task->context->settings, &again);
	if (gw != NULL)
		json = gateway_json(gw, why, task->only != NULL);
	gateway_free(gw);
	problems_fini(&again);
	return json;
}

/* All descriptions as one array; NULL without memory. */
static json_t *
collect_json(const struct gateway_task *task, struct probe_result *results,
    const struct problems *problems)
{
	const struct problem *problem;
	json_t *array = json_array();
	size_t i;

	for (i = 0; array != NULL && i < task_count(task); i++) {
		problem = first_error(problems, results[i].first_problem);
		if (results[i].out == NULL)
			results[i].out = broken_json(task, i, problem);
		if (json_array_append(array, results[i].out) < 0) {
			json_decref(array);
			array = NULL;
		}
	}
	return array;
}

/* Runs a task with room for its results; *out is NULL for a mere check. */
static int
run_whole_task(
    struct gateway_task *task, json_t **out, struct problems *problems)
{
	struct probe_result *results;
	size_t count = task_count(task);
	int ret;

	results = calloc(count + 1, sizeof(*results));
	if (results == NULL) {
		problem_add_memory(problems, NULL);
		return -1;
	}
	ret = run_task(task, results, problems);
	if (ret == 0 && out != NULL) {
		*out = collect_json(task, results, problems);
		ret = *out == NULL ? -1 : 0;
	}
	probe_results_fini(results, count);
	free(results);
	free_crashers(task);
	return ret;
}

int
context_check(
    struct context *context, const char *id, struct problems *problems)
{
	struct gateway_task task = { .context = context };

	if (id != NULL) {
		task.only = context_find_gateway(context, id, problems);
		if (task.only == NULL)
			return -1;
	} else {
		/* for what it says of smsgw.ini and of the files' names */
		settings_free(settings_open(context->settings->dir, problems));
		settings_check(context->settings, problems);
	}
	(void)run_whole_task(&task, NULL, problems);
	problems_sort(problems);
	return 0;
}

int
context_describe(struct context *context, const char *id, json_t **out,
    struct problems *problems)
{
	struct gateway_task task = { .context = context, .describe = true };
	json_t *array = NULL;

	*out = NULL;
	if (id != NULL) {
		task.only = context_find_gateway(context, id, problems);
		if (task.only == NULL)
			return -1;
	}
	if (run_whole_task(&task, &array, problems) < 0)
		goto out;
	/* a gateway that looks broken may only have lacked memory */
	if (problems_lack_memory(problems))
		goto out;
	*out = id == NULL ? json_incref(array) :
			    json_incref(json_array_get(array, 0));
out:
	json_decref(array);
	if (*out == NULL && problems_errors(problems) == 0)
		problem_add_memory(problems, NULL);
	return *out == NULL ? -1 : 0;
}

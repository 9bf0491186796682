/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Describing providers without loading them into this process: each is loaded
 * in a child, which sends its description back or dies of it.
 */
#include "probe.h"

#include <limits.h>
#include <stdlib.h>

#include "buf.h"
#include "descriptor.h"
#include "precondition.h"
#include "utf8.h"

/* What is described: providers by name, or by file when it has a '/'. */
struct describe {
	struct loader *loader;
	const char *const *names;
	const char *const *paths; /* for people; entries are never NULL */
};

/* In the child: loads and describes one provider. */
static int
describe_run(void *arg, size_t index, json_t **out, struct problems *problems)
{
	const struct describe *describe = arg;
	const struct smsgw_provider *provider;
	const char *name = describe->names[index];
	int result;

	if (strchr(name, '/') != NULL)
		result = loader_open_file(
		    describe->loader, name, &provider, problems);
	else
		result =
		    loader_open(describe->loader, name, &provider, problems);
	if (result != 0)
		return -1;
	*out = descriptor_json(provider);
	if (*out == NULL)
		problem_add_memory(problems, describe->paths[index]);
	return *out != NULL ? 0 : -1;
}

/* In the parent: a plugin has ended its child. */
static void
describe_died(void *arg, size_t index, const struct probe_death *death,
    struct problems *problems)
{
	const struct describe *describe = arg;

	problem_add(problems, PROBLEM_ERROR, death->code,
	    describe->paths[index], 0, NULL,
	    "install another version of the plugin, and tell its vendor",
	    "%s while it was loaded", death->how);
}

static json_t *
path_json(const char *path)
{
	/* A path that is no UTF-8 cannot be shown in JSON. */
	return json_string(utf8_valid(path, strlen(path)) ? path : "");
}

int
probe_describe(struct loader *loader, const char *name_or_path, json_t **out,
    struct problems *problems)
{
	const char *paths[1] = { name_or_path };
	struct describe describe = {
		.loader = loader,
		.names = &name_or_path,
		.paths = paths,
	};
	const struct probe_task task = {
		.run = describe_run,
		.died = describe_died,
		.arg = &describe,
	};
	struct buf path;
	int result = -1;

	*out = NULL;
	require_or_return(loader != NULL && name_or_path != NULL, -1);
	buf_init(&path, PATH_MAX);
	if (strchr(name_or_path, '/') == NULL) {
		if (loader_find(loader, name_or_path, &path, problems) != 0)
			goto out;
		paths[0] = buf_str(&path);
	}
	result = probe_run(&task, out, problems);
	if (result == 0 &&
	    json_object_set_new(*out, "file", path_json(paths[0])) != 0)
		result = -1;
	if (result != 0) {
		json_decref(*out);
		*out = NULL;
		if (problems_errors(problems) == 0)
			problem_add_memory(problems, NULL);
	}
out:
	buf_fini(&path);
	return result;
}

/* What to say of a broken provider: its first error, without the file. */
static json_t *
reason_json(const struct probe_result *result, const struct problems *problems)
{
	const struct problem *problem;
	struct problem shown;
	struct buf text;
	json_t *json;
	size_t i;

	buf_init(&text, 8192);
	for (i = 0; i < result->problems; i++) {
		problem = problems_get(problems, result->first_problem + i);
		if (problem == NULL || problem->level != PROBLEM_ERROR)
			continue;
		shown = *problem;
		shown.file = NULL;
		problem_format(&shown, &text);
		break;
	}
	json = json_string(buf_str(&text));
	buf_fini(&text);
	return json;
}

/* The entry of one provider in the list; NULL without memory. */
static json_t *
entry_json(const struct loader_entry *entry, struct probe_result *result,
    const struct problems *problems)
{
	bool ok = result->result == 0 && json_is_object(result->out);
	json_t *object = ok ? json_incref(result->out) : json_object();
	const char *path = entry->path;
	int failed;

	failed =
	    json_object_set_new(object, "name", json_string(entry->name)) ||
	    json_object_set_new(
		object, "file", path != NULL ? path_json(path) : json_null()) ||
	    json_object_set_new(
		object, "state", json_string(ok ? "ok" : "broken"));
	if (!failed && !ok)
		failed = json_object_set_new(
		    object, "reason", reason_json(result, problems));
	if (!failed)
		return object;
	json_decref(object);
	return NULL;
}

/* The array of all; NULL without memory. */
static json_t *
entries_json(const struct loader_list *list, struct probe_result *results,
    const struct problems *problems)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; array != NULL && i < list->count; i++) {
		if (json_array_append_new(array,
			entry_json(&list->items[i], &results[i], problems)) !=
		    0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

/* Probes the providers of a list, of which there is at least one. */
static int
describe_list(struct loader *loader, const struct loader_list *list,
    json_t **out, struct problems *problems)
{
	const char **names = calloc(list->count, sizeof(*names));
	const char **paths = calloc(list->count, sizeof(*paths));
	struct probe_result *results = calloc(list->count, sizeof(*results));
	struct describe describe = { loader, names, paths };
	const struct probe_task task = {
		.run = describe_run,
		.died = describe_died,
		.arg = &describe,
		.alone = true,
	};
	size_t i;

	if (names == NULL || paths == NULL || results == NULL)
		goto out;
	for (i = 0; i < list->count; i++) {
		names[i] = list->items[i].name;
		paths[i] = list->items[i].path != NULL ? list->items[i].path :
							 list->items[i].name;
	}
	if (probe_each(&task, list->count, results, problems) == 0)
		*out = entries_json(list, results, problems);
	probe_results_fini(results, list->count);
out:
	free(names);
	free(paths);
	free(results);
	return *out != NULL ? 0 : -1;
}

int
probe_describe_all(
    struct loader *loader, json_t **out, struct problems *problems)
{
	struct loader_list list;
	size_t errors;
	int result = 0;

	*out = NULL;
	require_or_return(loader != NULL && problems != NULL, -1);
	if (loader_list(loader, &list, problems) != 0)
		return -1;
	errors = problems_errors(problems);
	if (list.count == 0)
		*out = json_array();
	else
		result = describe_list(loader, &list, out, problems);
	/* a provider that looks broken may only have lacked memory */
	if (*out != NULL && problems_lack_memory(problems)) {
		json_decref(*out);
		*out = NULL;
	}
	if (*out == NULL)
		result = -1;
	if (result != 0 && problems_errors(problems) == errors)
		problem_add_memory(problems, NULL);
	loader_list_fini(&list);
	return result;
}

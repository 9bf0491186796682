/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands' way to the library's writing of gateways' files.  What would
 * be written is opened by the provider in a child, so that neither a refusal
 * nor a crash comes after the fact.
 */
#include "edit.h"

#include <jansson.h>

#include "cli.h"
#include "host.h"
#include "output.h"
#include "param.h"
#include "probe.h"

/* A gateway as it would be, and what is needed to open it. */
struct trial {
	struct gateway *gw;
	const struct context *context;
};

static int
trial_run(void *arg, size_t index, json_t **out, struct problems *problems)
{
	const struct trial *trial = arg;

	(void)index;
	(void)out;
	return gateway_open(
	    trial->gw, &host_table, trial->context->clock, problems);
}

static void
trial_died(void *arg, size_t index, const struct probe_death *death,
    struct problems *problems)
{
	const struct trial *trial = arg;

	(void)index;
	problem_add(problems, PROBLEM_ERROR, death->code, trial->gw->path,
	    gateway_line(trial->gw, "provider"), "provider",
	    "install another version of this provider, or tell its vendor",
	    "the provider \"%s\" %s when it opened this gateway",
	    trial->gw->provider_name, death->how);
}

/* Asked by the library before it writes: does the provider take it? */
static int
judge(void *arg, struct gateway *gw, struct problems *problems)
{
	struct edit *edit = arg;
	struct trial trial = { .gw = gw, .context = &edit->context };
	const struct probe_task task = {
		.run = trial_run,
		.died = trial_died,
		.arg = &trial,
	};
	json_t *out = NULL;
	int rc;

	rc = probe_run(&task, &out, problems);
	json_decref(out);
	return rc;
}

int
edit_open(struct edit *edit, struct cli *cli)
{
	*edit = (struct edit){ .cli = cli };
	problems_init(&edit->problems);
	changes_init(&edit->changes);
	gatewayfile_report_init(&edit->report);
	edit->report.judge = judge;
	edit->report.judge_arg = edit;
	if (context_open(
		&edit->context, cli->config_dir, true, &edit->problems) != 0 ||
	    problems_lack_memory(&edit->problems))
		return cli_fail_problems(cli, &edit->problems);
	return CATALOG_DONE;
}

void
edit_close(struct edit *edit)
{
	gatewayfile_report_fini(&edit->report);
	changes_fini(&edit->changes);
	context_close(&edit->context);
	problems_fini(&edit->problems);
}

int
edit_use_provider(
    struct edit *edit, const char *name, struct problems *problems)
{
	if (changes_use_provider(
		&edit->changes, edit->context.loader, name, problems) != 0)
		return -1;
	return loader_open(
	    edit->context.loader, name, &edit->provider, problems);
}

/* Whether an empty value takes the key away instead of meaning a default. */
static bool
is_taken_away(const struct change *change)
{
	return change->value.len == 0 &&
	    (change->secret || strcmp(change->section, "templates") == 0 ||
		strchr(change->key, '.') != NULL);
}

const struct gatewayfile_change *
edit_changes(struct edit *edit)
{
	const struct changes *changes = &edit->changes;
	struct gatewayfile_change *out;
	size_t i;

	out = arena_calloc(
	    &edit->changes.arena, changes->count + 1, sizeof(*out));
	for (i = 0; out != NULL && i < changes->count; i++)
		out[i] = (struct gatewayfile_change){
			.section = changes->items[i].section,
			.key = changes->items[i].key,
			.value = is_taken_away(&changes->items[i]) ?
			    NULL :
			    buf_str(&changes->items[i].value),
			.secret = changes->items[i].secret,
		};
	return out;
}

/* Whether a problem is about a key that was changed, or its file. */
static bool
is_of_change(const struct edit *edit, const struct problem *problem)
{
	const struct changes *changes = &edit->changes;
	const char *key;
	size_t i, len;

	for (i = 0; problem->key != NULL && i < changes->count; i++) {
		key = changes->items[i].key;
		len = strlen(key);
		if (strncmp(problem->key, key, len) == 0 &&
		    (problem->key[len] == '\0' ||
			param_key_file_stem(problem->key) == len))
			return true;
	}
	return false;
}

/* Says the warnings; of a gateway that was there before only the new ones. */
static void
warn(const struct edit *edit)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(&edit->problems, i)) != NULL; i++) {
		if (edit->cli->quiet ||
		    (edit->only_changes && !edit->cli->verbose &&
			!is_of_change(edit, problem)))
			continue;
		cli_print_problem(edit->cli, stderr, problem);
	}
}

/* What was done, as an object. */
static json_t *
report_json(const struct edit *edit, const char *id)
{
	json_t *done = json_array();
	size_t i;

	for (i = 0; done != NULL && i < edit->report.count; i++) {
		if (json_array_append_new(done,
			json_pack("{s:s, s:s}", "verb",
			    edit->report.done[i].verb, "file",
			    edit->report.done[i].path)) != 0) {
			json_decref(done);
			return NULL;
		}
	}
	return json_pack("{s:s, s:o, s:o}", "id", id, "done", done, "warnings",
	    problems_json(&edit->problems));
}

int
edit_end(struct edit *edit, const char *id, int result)
{
	size_t i;

	if (result < 0)
		return cli_fail_problems(edit->cli, &edit->problems);
	if (edit->cli->json)
		return output_json(report_json(edit, id));
	warn(edit);
	if (edit->report.count == 0)
		cli_say(edit->cli, N_("gateway %s: nothing to change"), id);
	for (i = 0; i < edit->report.count; i++)
		cli_say(edit->cli, N_("gateway %s: %s %s"), id,
		    _(edit->report.done[i].verb), edit->report.done[i].path);
	return CATALOG_DONE;
}

/*
 * Loads the provider that the words name, else that of the file.  One that
 * is named must be there; one of the file may be missing, and is warned of.
 */
static int
find_provider(struct edit *edit, const struct settings_gateway *found,
    const char *const *words, size_t count)
{
	const char *named = NULL, *value;
	struct gateway *gw = NULL;
	struct problems problems;
	size_t i;
	int rc = 0;

	for (i = 0; i < count; i++) {
		value = change_word_value(words[i], "provider");
		if (value != NULL)
			named = value;
	}
	if (named != NULL)
		return edit_use_provider(edit, named, &edit->problems);
	problems_init(&problems);
	gw = gateway_load(found, edit->context.settings, &problems);
	if (!problems_lack_memory(&problems)) {
		/* what is wrong with the file is said of the changed one */
		problems_fini(&problems);
		if (gw != NULL && gw->provider_name[0] != '\0')
			rc = edit_use_provider(
			    edit, gw->provider_name, &problems);
	}
	/* without memory nothing is known of the provider: nothing is written
	 */
	if (problems_lack_memory(&problems)) {
		problems_move(&edit->problems, &problems);
		rc = -1;
	} else {
		if (rc != 0 && !edit->cli->json)
			cli_warn_problems(edit->cli, &problems);
		rc = 0;
	}
	problems_fini(&problems);
	gateway_free(gw);
	return rc;
}

static int
set_words(
    struct edit *edit, const char *id, const char *const *words, size_t count)
{
	const struct settings_gateway *found;
	const struct gatewayfile_change *changes;
	size_t i;
	int rc = CATALOG_DONE;

	found = context_find_gateway(&edit->context, id, &edit->problems);
	if (found == NULL || find_provider(edit, found, words, count) != 0)
		return cli_fail_problems(edit->cli, &edit->problems);
	for (i = 0; rc == CATALOG_DONE && i < count; i++)
		rc = changes_add_word(edit->cli, &edit->changes, words[i]);
	if (rc != CATALOG_DONE)
		return rc;
	changes = edit_changes(edit);
	if (changes == NULL)
		return cli_fail_memory();
	return edit_end(edit, id,
	    gatewayfile_set(edit->context.settings, id, edit->provider, changes,
		edit->changes.count, &edit->report, &edit->problems));
}

int
edit_set(
    struct cli *cli, const char *id, const char *const *words, size_t count)
{
	struct edit edit;
	int rc;

	rc = edit_open(&edit, cli);
	edit.only_changes = true;
	if (rc == CATALOG_DONE)
		rc = set_words(&edit, id, words, count);
	edit_close(&edit);
	return rc;
}

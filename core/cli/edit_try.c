/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trying a changed gateway file: its text and the new secrets are read,
 * attached to the provider and opened, in a child process.
 */
#include "edit_try.h"

#include "cli.h"
#include "edit.h"
#include "host.h"
#include "probe.h"

/* In the child: the whole way of the text to an opened gateway. */
static int
try_run(void *arg, size_t index, json_t **out, struct problems *problems)
{
	const struct edit *edit = arg;
	const struct context *context = &edit->context;
	const struct smsgw_provider *provider;
	struct gateway *gw;
	int rc = -1;

	(void)index;
	(void)out;
	gw = gateway_parse(&edit->found, context->settings,
	    buf_str(&edit->text), edit->text.len, &edit->facts, edit->given,
	    edit->given_count, problems);
	if (gw == NULL)
		return -1;
	if (gw->provider_name[0] != '\0' &&
	    loader_open(context->loader, gw->provider_name, &provider,
	        problems) == 0 &&
	    gateway_attach(gw, provider, problems) == 0)
		rc = gateway_open(gw, &host_table, context->clock, problems);
	gateway_free(gw);
	return rc;
}

static void
try_died(void *arg, size_t index, const char *how, struct problems *problems)
{
	const struct edit *edit = arg;

	(void)index;
	problem_add(problems, PROBLEM_ERROR, "plugin-crashed",
	    edit->found.path, 0, NULL,
	    "install another version of its provider, or tell the vendor",
	    "the provider %s when it was tried with this gateway", how);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether a list has this problem, at whatever line. */
static bool
has_problem(const struct problems *problems, const struct problem *wanted)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == wanted->level &&
		    same_text(problem->code, wanted->code) &&
		    same_text(problem->key, wanted->key) &&
		    same_text(problem->text, wanted->text))
			return true;
	}
	return false;
}

static bool
brings_error(const struct problems *before, const struct problems *after)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(after, i)) != NULL; i++) {
		if (problem->level == PROBLEM_ERROR &&
		    !has_problem(before, problem))
			return true;
	}
	return false;
}

/* Copies what is to be said: errors, and warnings that are new. */
static void
select_problems(const struct problems *before, const struct problems *after,
    struct problems *out)
{
	const struct problem *p;
	size_t i;

	for (i = 0; (p = problems_get(after, i)) != NULL; i++) {
		if (p->level == PROBLEM_ERROR || !has_problem(before, p))
			problem_add(out, p->level, p->code, p->file, p->line,
			    p->key, p->fix, "%s", p->text);
	}
}

int
edit_try(struct edit *edit)
{
	const struct probe_task task = {
		.run = try_run,
		.died = try_died,
		.arg = edit,
	};
	struct problems before, after, shown;
	json_t *out = NULL;
	int rc = CATALOG_DONE;

	problems_init(&before);
	problems_init(&after);
	problems_init(&shown);
	probe_run(&task, &out, &after);
	json_decref(out);
	if (problems_count(&after) > 0 && !edit->is_new)
		context_probe(&edit->context, &edit->found, &before);
	select_problems(&before, &after, &shown);
	if (problems_errors(&after) > 0 && brings_error(&before, &after)) {
		cli_say(edit->cli, "nothing was written: gateway %s would not "
		    "load", edit->found.id);
		rc = cli_fail_problems(edit->cli, &shown);
	} else {
		cli_warn_problems(edit->cli, &shown);
	}
	problems_fini(&before);
	problems_fini(&after);
	problems_fini(&shown);
	return rc;
}

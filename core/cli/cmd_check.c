/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw check: everything that can be found wrong without the network, of all
 * files in one run; and with --online what the providers say.
 */
#include <stdio.h>

#include "cli.h"
#include "context.h"
#include "online.h"
#include "output.h"

static const struct cli_option check_options[] = {
	{ "online", '\0', NULL,
	    N_("ask the providers, too; sends no message") },
	{ NULL, '\0', NULL, NULL },
};

static size_t
count_level(const struct problems *problems, int level)
{
	const struct problem *problem;
	size_t i, count = 0;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == level)
			count++;
	}
	return count;
}

/* Files that nothing reads, which -v names. */
static void
add_ignored(const struct context *context, struct problems *problems)
{
	const struct settings *settings = context->settings;
	size_t i;

	for (i = 0; settings != NULL && i < settings->ignored_count; i++)
		problem_add(problems, PROBLEM_NOTE, "config-file-ignored",
		    settings->ignored[i], 0, NULL,
		    "call it ID.ini, with an id of a-z, 0-9, - and _, to have "
		    "it read",
		    "is not read");
}

/* Takes the reference of online, which may be NULL. */
static int
print_json(const struct problems *problems, json_t *online)
{
	json_t *json;

	json = json_pack("{s:b, s:i, s:i, s:o, s:o*}", "ok",
	    problems_errors(problems) == 0, "errors",
	    (int)problems_errors(problems), "warnings",
	    (int)count_level(problems, PROBLEM_WARNING), "problems",
	    problems_json(problems), "online", online);
	return output_json(json);
}

/* Whether the i-th problem is the first error of its gateway. */
static bool
is_first_of_gateway(const struct problems *problems, size_t i)
{
	const struct problem *problem = problems_get(problems, i), *before;
	size_t k;

	if (problem->level != PROBLEM_ERROR || problem->gateway == NULL)
		return false;
	for (k = 0; k < i; k++) {
		before = problems_get(problems, k);
		if (before->level == PROBLEM_ERROR && before->gateway != NULL &&
		    strcmp(before->gateway, problem->gateway) == 0)
			return false;
	}
	return true;
}

/* Names the gateways that have errors: they cannot be used. */
static void
add_broken(struct buf *out, const struct problems *problems)
{
	bool any = false;
	size_t i;

	for (i = 0; i < problems_count(problems); i++) {
		if (!is_first_of_gateway(problems, i))
			continue;
		buf_puts(out, any ? _(", ") : _("; cannot be used: "));
		buf_puts(out, problems_get(problems, i)->gateway);
		any = true;
	}
}

/* Says in one sentence how it looks. */
static void
say_result(const struct cli *cli, const struct context *context, const char *id,
    const struct problems *problems)
{
	size_t errors = problems_errors(problems);
	size_t warnings = count_level(problems, PROBLEM_WARNING);
	size_t gateways = context->settings->gateway_count;
	struct buf counts;

	buf_init(&counts, (size_t)64 * 1024);
	if (errors > 0)
		buf_printf(&counts,
		    lang_plural("%zu error", "%zu errors", errors), errors);
	else
		buf_puts(&counts, _("no errors"));
	buf_puts(&counts, _(", "));
	buf_printf(&counts,
	    lang_plural("%zu warning", "%zu warnings", warnings), warnings);
	add_broken(&counts, problems);
	if (errors > 0)
		cli_say(cli, "%s", buf_str(&counts));
	else if (id != NULL)
		cli_say(cli, N_("gateway %s: %s"), id, buf_str(&counts));
	else
		cli_say(cli,
		    lang_plural("%zu gateway in %s: %s",
			"%zu gateways in %s: %s", gateways),
		    gateways, context->settings->dir, buf_str(&counts));
	output_expect(&counts);
	buf_fini(&counts);
}

static void
show(const struct cli *cli, const struct context *context, const char *id,
    const struct problems *problems)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++)
		cli_print_problem(cli, stdout, problem);
	say_result(cli, context, id, problems);
}

/* What was found, then what the providers say; the exit code of the first. */
static int
tell(struct cli *cli, struct context *context, const char *id,
    const struct problems *problems, bool online)
{
	json_t *answers = NULL;
	int rc = CATALOG_DONE, printed = CATALOG_DONE;

	if (cli->json && online)
		answers = json_array();
	if (!cli->json)
		show(cli, context, id, problems);
	if (online)
		rc = online_ask(cli, context, id, answers);
	if (cli->json)
		printed = print_json(problems, answers);
	if (printed != CATALOG_DONE)
		return printed;
	return problems_errors(problems) > 0 ? CATALOG_CONFIG : rc;
}

static int
check_run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0);
	struct problems problems;
	struct context context;
	int rc;

	problems_init(&problems);
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	/* context_check() says it again, with all the rest */
	problems_fini(&problems);
	if (context_check(&context, id, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	if (cli->verbose && id == NULL)
		add_ignored(&context, &problems);
	rc = tell(cli, &context, id, &problems, args_has(args, "online"));
out:
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

const struct command command_check = {
	.name = "check",
	.summary =
	    N_("Check the configuration, or one gateway, without sending "
	       "anything."),
	.usage = "[--online] [ID]",
	.examples = "smsgw check\n"
		    "smsgw check ciam\n"
		    "smsgw check --online ciam\n"
		    "smsgw -c ./etc check -v\n",
	.help =
	    N_("Every error of every file is listed in one run, as "
	       "file:line: key: what was expected. The exit code is 78 when "
	       "there is an error, 0 when there are only warnings. With -v "
	       "files that are not read are named, too. With --online the "
	       "providers of all enabled gateways, or of the one, are asked "
	       "about the account: credentials, balance, approval of "
	       "signature and templates, as far as a provider can be asked "
	       "without a message. The exit code is then that of the first "
	       "step that failed."),
	.options = check_options,
	.words_max = 1,
	.run = check_run,
};

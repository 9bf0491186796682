/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw check: everything that can be found wrong without the network, of all
 * files in one run.
 */
#include <stdio.h>

#include "cli.h"
#include "context.h"
#include "output.h"

/* Prints one problem: file:line: key: what is wrong; what to do. */
static void
print_problem(const struct cli *cli, const struct problem *problem)
{
	struct buf line;

	buf_init(&line, 64 * 1024);
	if (problem->level == PROBLEM_ERROR) {
		output_style(cli, OUTPUT_BAD);
	} else {
		output_style(cli, OUTPUT_WARN);
		buf_puts(&line,
		    problem->level == PROBLEM_WARNING ? "warning: " : "note: ");
	}
	problem_format(problem, &line);
	fputs(buf_str(&line), stdout);
	output_style(cli, OUTPUT_PLAIN);
	putchar('\n');
	buf_fini(&line);
}

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

static int
print_json(const struct problems *problems)
{
	json_t *json;

	json = json_pack("{s:b, s:i, s:i, s:o}", "ok",
	    problems_errors(problems) == 0, "errors",
	    (int)problems_errors(problems), "warnings",
	    (int)count_level(problems, PROBLEM_WARNING), "problems",
	    problems_json(problems));
	return output_json(json) == 0 ? CATALOG_DONE : cli_fail_memory();
}

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* Says in one sentence how it looks. */
static void
say_result(const struct cli *cli, const struct context *context, const char *id,
    const struct problems *problems)
{
	size_t errors = problems_errors(problems);
	size_t warnings = count_level(problems, PROBLEM_WARNING);
	size_t gateways = context->settings->gateway_count;

	if (errors > 0)
		cli_say(cli, "%zu error%s, %zu warning%s", errors,
		    plural(errors), warnings, plural(warnings));
	else if (id != NULL)
		cli_say(cli, "gateway %s: no errors, %zu warning%s", id,
		    warnings, plural(warnings));
	else
		cli_say(cli, "%zu gateway%s in %s: no errors, %zu warning%s",
		    gateways, plural(gateways), context->settings->dir,
		    warnings, plural(warnings));
}

static int
show(const struct cli *cli, const struct context *context, const char *id,
    const struct problems *problems)
{
	const struct problem *problem;
	size_t i;
	int rc = CATALOG_DONE;

	if (cli->json) {
		rc = print_json(problems);
	} else {
		for (i = 0; (problem = problems_get(problems, i)) != NULL; i++)
			print_problem(cli, problem);
		say_result(cli, context, id, problems);
	}
	if (rc == CATALOG_DONE && problems_errors(problems) > 0)
		rc = CATALOG_CONFIG;
	return rc;
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
	rc = show(cli, &context, id, &problems);
out:
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

const struct command command_check = {
	.name = "check",
	.summary = "Check the configuration, or one gateway, without sending "
		   "anything.",
	.usage = "[ID]",
	.examples = "smsgw check\n"
		    "smsgw check ciam\n"
		    "smsgw -c ./etc check -v\n",
	.help = "Every error of every file is listed in one run, as "
		"file:line: key: what was expected. The exit code is 78 when "
		"there is an error, 0 when there are only warnings. With -v "
		"files that are not read are named, too.",
	.words_max = 1,
	.run = check_run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw route: which gateways a message would be tried by, in which order, and
 * why not by the others.  Sends nothing.
 */
#include <stdio.h>

#include "cli.h"
#include "content.h"
#include "context.h"
#include "output.h"
#include "problem.h"
#include "route.h"

static const struct cli_option route_options[] = {
	{ "to", '\0', "PHONE", N_("the recipient") },
	CONTENT_OPTIONS,
	{ NULL, '\0', NULL, NULL },
};

static json_t *
leg_json(const struct route_leg *leg, size_t turn)
{
	return json_pack("{s:s, s:b, s:b, s:I, s:I, s:I, s:s?, s:s?, s:s?}",
	    "gateway", leg->gateway, "able", (int)leg->able, "enabled",
	    (int)leg->enabled, "turn", (json_int_t)turn, "priority",
	    (json_int_t)leg->priority, "weight", (json_int_t)leg->weight,
	    "fact", leg->fact, "fix", leg->fix, "code", leg->code);
}

static int
print_json(const struct route *route)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; array != NULL && i < route->count; i++) {
		if (json_array_append_new(array,
			leg_json(&route->legs[i],
			    i < route->able ? i + 1 : 0)) != 0) {
			json_decref(array);
			array = NULL;
		}
	}
	return output_json(array);
}

static int
print_table(const struct cli *cli, const struct route *route)
{
	static const char *const headings[] = { N_("TURN"), N_("GATEWAY"),
		N_("PRIORITY"), N_("HOW, OR WHY NOT") };
	const struct route_leg *leg;
	struct table table;
	char turn[24], priority[24];
	size_t i;
	int rc;

	table_init(&table, headings, ARRAY_LEN(headings));
	for (i = 0; i < route->count; i++) {
		leg = &route->legs[i];
		(void)snprintf(turn, sizeof(turn), "%zu", i + 1);
		(void)snprintf(priority, sizeof(priority), "%lld",
		    (long long)leg->priority);
		table_cell(&table, leg->able ? turn : "-");
		table_cell(&table, leg->gateway);
		table_cell(&table, priority);
		table_cell(&table, leg->fact);
		if (leg->fix != NULL)
			table_note(&table, leg->fix);
	}
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* A message that is wrong by itself, whatever the gateway. */
static int
fail_message(const struct cli *cli, const struct trace *trace)
{
	const struct trace_step *step = trace_first(trace, TRACE_FAILED);

	if (step == NULL)
		return cli_fail_memory();
	return cli_fail(cli, step->code, step->fix, "%s: %s", step->fact,
	    step->cause != NULL ? step->cause : "");
}

static int
explain(struct cli *cli, const struct smsgw_message *message)
{
	struct problems problems;
	struct context context;
	struct route route = { .count = 0 };
	struct trace trace;
	int rc, exit_code = CATALOG_DONE;

	problems_init(&problems);
	trace_init(&trace);
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
	} else if (route_explain(
		       &context, message, &route, &trace, &exit_code) != 0) {
		rc = fail_message(cli, &trace);
	} else {
		rc = cli->json ? print_json(&route) : print_table(cli, &route);
		if (rc == CATALOG_DONE && route.able == 0)
			rc = CATALOG_CONFIG;
	}
	route_fini(&route);
	trace_fini(&trace);
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

static int
route_run(struct cli *cli, const struct args *args)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.to = args_value(args, "to"),
	};
	struct content content;
	int rc;

	if (message.to == NULL)
		return cli_fail(cli, "number-missing", "name one: --to PHONE",
		    "the message has no recipient");
	if (!args_has(args, "text") && !args_has(args, "template"))
		return cli_fail(cli, "content-missing",
		    "give --text TEXT, or --template NAME",
		    "it is not said what to send");
	rc = content_read(cli, args, &content, &message);
	if (rc == CATALOG_DONE)
		rc = explain(cli, &message);
	content_fini(&content);
	return rc;
}

const struct command command_route = {
	.name = "route",
	.summary =
	    N_("Show which gateways a message would be tried by, and why "
	       "not by the others."),
	.usage = "--to PHONE (--text TEXT | --template NAME --param K=V...)",
	.examples = "smsgw route --to +8613800138000 --text 'Your code is "
		    "123456'\n"
		    "smsgw route --to 13800138000 --template login --param "
		    "code=123456\n",
	.help =
	    N_("Nothing is sent. A text that fits a logical template is shown "
	       "with the template that carries it. The exit code is 78 when "
	       "no gateway can carry the message."),
	.options = route_options,
	.run = route_run,
};

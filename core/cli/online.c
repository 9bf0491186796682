/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking the providers of all gateways, one after the other, each with a trace
 * of its own.
 */
#include "online.h"

#include <stdio.h>

#include "account.h"
#include "cli.h"
#include "context.h"
#include "output.h"
#include "receipt.h"
#include "steps.h"

/* One gateway's turn. */
struct turn {
	struct cli *cli;
	struct context *context;
	const char *id;
	bool named; /* on the command line: a disabled one is asked, too */
	struct trace trace;
};

static void
show_step(void *arg, const struct trace *trace, const struct trace_step *step)
{
	struct turn *turn = arg;
	struct smsgw_step shown;

	(void)trace;
	receipt_step(step, &shown);
	steps_print(turn->cli, &shown);
}

static int
ask_provider(struct turn *turn, struct gateway *gw)
{
	const struct account account = {
		.gw = gw,
		.pool = context_pool(turn->context),
		.trace = &turn->trace,
	};

	return account_ask_all(&account);
}

/* Why a gateway cannot be asked that `check` may have found good. */
static int
tell_broken(struct turn *turn, const struct problems *problems)
{
	if (problems_lack_memory(problems))
		turn->trace.out_of_memory = true;
	trace_add(&turn->trace, TRACE_CONFIG, TRACE_SKIPPED, -1, NULL,
	    "not asked: its configuration has errors");
	return CATALOG_CONFIG;
}

static int
ask_gateway(struct turn *turn)
{
	struct problems problems;
	struct gateway *gw;
	int rc = CATALOG_DONE;

	problems_init(&problems);
	gw = context_gateway(turn->context, turn->id, &problems);
	if (gw == NULL)
		rc = tell_broken(turn, &problems);
	else if (!gw->enabled && !turn->named)
		trace_add(&turn->trace, TRACE_ENABLED, TRACE_SKIPPED, -1, NULL,
		    "not asked: it is disabled; smsgw check --online %s asks "
		    "it all the same",
		    turn->id);
	else
		rc = ask_provider(turn, gw);
	trace_flush(&turn->trace);
	gateway_free(gw);
	problems_fini(&problems);
	return rc;
}

static void
print_heading(const struct turn *turn)
{
	output_style(turn->cli, OUTPUT_BOLD);
	printf(_("gateway %s:"), turn->id);
	output_style(turn->cli, OUTPUT_PLAIN);
	putchar('\n');
}

static json_t *
turn_json(const struct turn *turn)
{
	return json_pack("{s:s, s:b, s:o}", "gateway", turn->id, "ok",
	    trace_first(&turn->trace, TRACE_FAILED) == NULL, "steps",
	    trace_json(&turn->trace));
}

static int
take_turn(struct turn *turn, json_t *out)
{
	int rc;

	trace_init(&turn->trace);
	if (!turn->cli->json) {
		print_heading(turn);
		trace_observe(&turn->trace, show_step, turn);
	}
	rc = ask_gateway(turn);
	if (turn->cli->json && json_array_append_new(out, turn_json(turn)) < 0)
		turn->trace.out_of_memory = true;
	if (turn->trace.out_of_memory)
		rc = cli_fail_memory();
	trace_fini(&turn->trace);
	return rc;
}

int
online_ask(
    struct cli *cli, struct context *context, const char *id, json_t *out)
{
	const struct settings *settings = context->settings;
	struct turn turn = {
		.cli = cli,
		.context = context,
		.named = id != NULL,
	};
	int rc = CATALOG_DONE, one;
	size_t i;

	for (i = 0; i < settings->gateway_count; i++) {
		turn.id = settings->gateways[i].id;
		if (id != NULL && strcmp(turn.id, id) != 0)
			continue;
		one = take_turn(&turn, out);
		if (rc == CATALOG_DONE)
			rc = one;
	}
	return rc;
}

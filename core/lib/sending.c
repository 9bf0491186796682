/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of one message through this process: its gateway from the file to
 * the opened state, number and content, the attempt; each a step of the trace
 * on the receipt.
 */
#include "sending.h"

#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "attempt.h"
#include "catalog.h"
#include "descriptor.h"
#include "lang.h"
#include "message.h"
#include "outcome.h"
#include "route.h"

/* The errors of a broken configuration that a trace shows, at most. */
#define SENDING_PROBLEMS_MAX 8

struct sending {
	struct context *context;
	struct smsgw_message given;
	struct smsgw_receipt *receipt;
	struct gateway *gw;
	size_t candidates; /* routed: how many were looked at */
	struct message message;
	struct message_rendition rendition;
	struct arena arena;
};

/* Shows the errors of the configuration as steps; sets the exit code. */
static void
fail_by_problems(struct sending *s, const struct problems *problems)
{
	const struct catalog_entry *entry;
	const struct problem *problem;
	struct trace_step *step;
	struct buf line;
	size_t i, shown = 0;
	int kind;

	s->receipt->exit_code = CATALOG_CONFIG;
	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level != PROBLEM_ERROR)
			continue;
		if (shown++ == SENDING_PROBLEMS_MAX)
			break;
		kind = problem->code != NULL &&
			strncmp(problem->code, "secret-", 7) == 0 ?
		    TRACE_SECRET :
		    TRACE_CONFIG;
		entry = catalog_find(problem->code);
		if (shown == 1 && entry != NULL)
			s->receipt->exit_code = entry->exit_code;
		buf_init(&line, 4096);
		(void)problem_format_fact(problem, &line);
		step = trace_add(&s->receipt->trace, kind, TRACE_FAILED, -1,
		    problem->code, "%s", buf_str(&line));
		buf_fini(&line);
		if (problem->fix != NULL)
			trace_set_fix(
			    &s->receipt->trace, step, "%s", problem->fix);
	}
}

/* Which secrets are there, never what they are. */
static void
tell_secrets(struct sending *s)
{
	const struct param_values *sets[] = { &s->gw->core, &s->gw->own };
	const struct param_value *value;
	const char *from;
	size_t i, k, count = 0;
	struct buf names;

	buf_init(&names, 1024);
	for (i = 0; i < ARRAY_LEN(sets); i++) {
		for (k = 0; k < sets[i]->count; k++) {
			value = &sets[i]->values[k];
			if ((value->param->flags & SMSGW_PARAM_SECRET) == 0 ||
			    (i == 1 &&
				descriptor_param_is_common(value->param)) ||
			    gateway_conf(s->gw, value->param->name)[0] == '\0')
				continue;
			(void)buf_printf(&names, "%s%s",
			    count++ > 0 ? ", " : "", value->param->name);
			from = param_from(&s->gw->own, value->param->name);
			if (from != NULL)
				(void)buf_printf(&names, " (%s)", from);
		}
	}
	if (count > 0)
		trace_add(&s->receipt->trace, TRACE_SECRET, TRACE_OK, -1, NULL,
		    "%s", buf_str(&names));
	buf_fini(&names);
}

/* config, enabled, secret of a gateway that could be opened. */
static int
tell_gateway(struct sending *s)
{
	bool test = (s->given.flags & SMSGW_MESSAGE_TEST) != 0;
	struct trace *trace = &s->receipt->trace;
	struct trace_step *step;

	s->receipt->gateway = arena_strdup(&s->receipt->arena, s->gw->id);
	s->receipt->provider =
	    arena_strdup(&s->receipt->arena, s->gw->provider_name);
	trace_add(trace, TRACE_CONFIG, TRACE_OK, -1, NULL, "%s, provider %s %s",
	    s->gw->path, s->gw->provider->name, s->gw->provider->version);
	if (!s->gw->enabled) {
		step = trace_add(trace, TRACE_ENABLED,
		    test ? TRACE_WARNING : TRACE_FAILED, -1, "gateway-disabled",
		    test ?
			"the gateway is disabled: only this test can use it" :
			_("the gateway is disabled"));
		trace_set_fix(trace, step, "smsgw enable %s", s->gw->id);
		if (!test) {
			s->receipt->exit_code = CATALOG_CONFIG;
			return -1;
		}
	} else {
		trace_add(trace, TRACE_ENABLED, TRACE_OK, -1, NULL, "yes");
	}
	tell_secrets(s);
	return 0;
}

/* Takes the pairs of test_params, decoded, into the arena. */
static int
take_test_args(struct sending *s)
{
	const char *cursor = param_text(&s->gw->core, "test_params");
	struct smsgw_arg *args;
	struct buf name, value;
	size_t count = 0;

	args = arena_calloc(&s->arena, MESSAGE_ARGS_MAX, sizeof(*args));
	buf_init(&name, MESSAGE_TEXT_MAX);
	buf_init(&value, MESSAGE_TEXT_MAX);
	while (args != NULL && count < MESSAGE_ARGS_MAX &&
	    param_pair_next(&cursor, &name, &value) > 0) {
		args[count].name = arena_strdup(&s->arena, buf_str(&name));
		args[count].value = arena_strdup(&s->arena, buf_str(&value));
		count++;
		buf_reset(&name);
		buf_reset(&value);
	}
	buf_fini(&name);
	buf_fini(&value);
	s->given.args = args;
	s->given.arg_count = count;
	return s->arena.failed ? -1 : 0;
}

/* Who it is for, as it was given, until the number is known. */
static void
tell_recipient(struct sending *s)
{
	if (s->given.to != NULL)
		number_mask_given(s->given.to, s->receipt->to);
}

/*
 * A test takes what is missing from the gateway's file: the template where it
 * names one, else the text.
 */
static int
take_test_defaults(struct sending *s)
{
	if (s->given.to == NULL) {
		s->given.to = param_text_or_null(&s->gw->core, "test_phone");
		tell_recipient(s);
	}
	if (s->given.text != NULL || s->given.template_name != NULL)
		return 0;
	s->given.template_name =
	    param_text_or_null(&s->gw->core, "test_template");
	if (s->given.template_name != NULL)
		return s->given.arg_count == 0 ? take_test_args(s) : 0;
	s->given.text = param_text_or_null(&s->gw->core, "test_content");
	return 0;
}

/* number and content: the message itself, then as this gateway carries it. */
static int
make_message(struct sending *s)
{
	struct message_input input;
	struct trace *trace = &s->receipt->trace;
	int ret;

	if ((s->given.flags & SMSGW_MESSAGE_TEST) != 0 &&
	    take_test_defaults(s) < 0) {
		s->receipt->exit_code = CATALOG_INTERNAL;
		trace_add(trace, TRACE_CONTENT, TRACE_FAILED, -1, "no-memory",
		    "out of memory");
		return -1;
	}
	input = message_input_of(&s->given);
	ret = message_init(&s->message, &input, s->context->settings,
	    s->context->clock, &s->gw->redact, trace, &s->receipt->exit_code);
	memcpy(s->receipt->id, s->message.id, sizeof(s->receipt->id));
	if (s->message.to[0] != '\0')
		number_mask(s->message.to, s->receipt->to);
	if (ret < 0)
		return -1;
	return message_render(&s->message, s->gw, s->context->settings,
	    &s->arena, &s->rendition, trace, &s->receipt->exit_code);
}

static void
take_outcome(struct sending *s, const struct attempt_outcome *outcome)
{
	struct smsgw_receipt *receipt = s->receipt;
	const struct outcome *result = &outcome->result;

	receipt->outcome = result->outcome;
	receipt->state = outcome_state(result);
	receipt->exit_code = outcome_exit_code(result);
	receipt->delay_ms = result->delay_ms;
	receipt->attempts = 1;
	if (result->id != NULL)
		receipt_set_id(receipt, result->id, &s->message);
}

static void
wait_report(struct sending *s, const struct attempt *attempt,
    const struct attempt_outcome *outcome)
{
	if (s->given.wait_report_ms <= 0 ||
	    outcome->result.outcome != SMSGW_ACCEPTED)
		return;
	switch (
	    attempt_wait_report(attempt, outcome, s->given.wait_report_ms)) {
	case SMSGW_REPORT_DELIVERED:
		s->receipt->state = "delivered";
		break;
	case SMSGW_REPORT_UNDELIVERED:
		s->receipt->state = N_("undelivered");
		s->receipt->exit_code = CATALOG_REFUSED;
		break;
	default:
		break;
	}
}

/* A test asks about the account first, by a connection of its own. */
static void
ask_account(struct sending *s)
{
	const struct account account = {
		.gw = s->gw,
		.pool = context_pool(s->context),
		.trace = &s->receipt->trace,
	};

	if ((s->given.flags & SMSGW_MESSAGE_TEST) != 0)
		account_ask_for_test(&account, &s->message, &s->rendition);
}

static void
run_attempt(struct sending *s)
{
	struct attempt attempt = {
		.gw = s->gw,
		.message = &s->message,
		.rendition = &s->rendition,
		.pool = context_pool(s->context),
		.trace = &s->receipt->trace,
		.show_answer =
		    (s->given.flags & SMSGW_MESSAGE_SHOW_ANSWER) != 0,
	};
	struct attempt_outcome outcome;

	if (s->candidates > 0)
		trace_add(attempt.trace, TRACE_ROUTE, TRACE_OK, -1, NULL,
		    "%s, the first that can carry it of %zu enabled", s->gw->id,
		    s->candidates);
	if (s->receipt->dry_run) {
		if (attempt_dry_run(&attempt, &s->receipt->request, &outcome) <
		    0)
			s->receipt->exit_code =
			    outcome_exit_code(&outcome.result);
		else
			s->receipt->state = "queued";
		attempt_outcome_fini(&outcome);
		return;
	}
	ask_account(s);
	attempt_run(&attempt, &outcome);
	take_outcome(s, &outcome);
	wait_report(s, &attempt, &outcome);
	attempt_outcome_fini(&outcome);
}

/* Tells the caller's observer a step in the form of smsgw.h. */
static void
forward_step(
    void *arg, const struct trace *trace, const struct trace_step *step)
{
	struct sending *s = arg;
	struct smsgw_step shown;

	(void)trace;
	receipt_step(step, &shown);
	s->given.on_step(s->given.on_step_arg, &shown);
}

static void
take_given(struct sending *s, const struct smsgw_message *message)
{
	s->given = message_given(message);
	tell_recipient(s);
	s->receipt->dry_run = (s->given.flags & SMSGW_MESSAGE_DRY_RUN) != 0;
	if (s->given.on_step != NULL)
		trace_observe(&s->receipt->trace, forward_step, s);
}

static void
sending_fini(struct sending *s)
{
	struct trace *trace = &s->receipt->trace;

	if (s->receipt->gateway == NULL)
		s->receipt->gateway = "";
	if (s->receipt->provider == NULL)
		s->receipt->provider = "";
	trace_flush(trace);
	trace_observe(trace, NULL, NULL);
	trace_set_mask(trace, NULL, NULL);
	message_fini(&s->message);
	gateway_free(s->gw);
	arena_fini(&s->arena);
}

/* Up to the attempt: 0, or -1 with what is wrong on the receipt. */
static int
prepare(struct sending *s)
{
	struct problems problems;
	int ret = -1;

	problems_init(&problems);
	if (s->given.gateway != NULL)
		s->gw =
		    context_gateway(s->context, s->given.gateway, &problems);
	else
		s->gw = route_pick(
		    s->context, &s->given, &s->candidates, &problems);
	if (s->gw == NULL)
		fail_by_problems(s, &problems);
	else if (tell_gateway(s) == 0 && make_message(s) == 0)
		ret = 0;
	problems_fini(&problems);
	return ret;
}

/* Without memory the receipt is NULL, and nothing else is set. */
static void
sending_init(struct sending *s, struct context *context,
    const struct smsgw_message *message)
{
	*s = (struct sending){ .context = context, .receipt = receipt_new() };
	if (s->receipt == NULL)
		return;
	arena_init(&s->arena, EXCHANGE_MEMORY_MAX);
	take_given(s, message);
}

struct smsgw_receipt *
sending_run(struct context *context, const struct smsgw_message *message)
{
	struct sending s;

	sending_init(&s, context, message);
	if (s.receipt == NULL)
		return NULL;
	if (prepare(&s) == 0)
		run_attempt(&s);
	sending_fini(&s);
	return s.receipt;
}

struct smsgw_receipt *
sending_explain(struct context *context, const struct smsgw_message *message)
{
	struct sending s;
	bool wrong;

	sending_init(&s, context, message);
	if (s.receipt == NULL)
		return NULL;
	wrong = prepare(&s) != 0;
	sending_fini(&s);
	if (wrong)
		return s.receipt;
	smsgw_receipt_free(s.receipt);
	return NULL;
}

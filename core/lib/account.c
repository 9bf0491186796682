/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the questions about the account and puts the answers into words.
 */
#include "account.h"

#include <string.h>

#include "attempt_trace.h"
#include "catalog.h"
#include "descriptor.h"
#include "exchange.h"
#include "lang.h"
#include "outcome.h"

/* Facts of one answer, and templates that are asked about, at most. */
#define FACTS_MAX 16
#define TEMPLATES_MAX 100

#define FACTS_MEMORY_MAX ((size_t)64 * 1024)

/* What facts are called in the language of the user. */
static const char *const fact_names[] = {
	N_("account"),
	N_("balance"),
	N_("quota"),
	N_("signature"),
	N_("template"),
};

/* One question under way. */
struct question {
	const struct account *account;
	bool ended;
	bool for_test;       /* what is wrong is a warning, and no time */
	bool show_wire;      /* dns, connect, ... are steps, too */
	int64_t end_boot_ms; /* for_test: the end of all questions */
	struct smsgw_fact facts[FACTS_MAX];
	size_t fact_count;
	int64_t us; /* how long it took */
	bool answered;
	int exit_code; /* of the first failure */
	struct arena arena;
};

bool
account_can_ask(const struct gateway *gw)
{
	size_t i;

	for (i = 0; i < gw->can_count; i++)
		if ((gw->cans[i].flags & SMSGW_CAN_WITHOUT_ACCOUNT) != 0)
			return false;
	return descriptor_http(gw->provider).account.build != NULL;
}

static const char *
keep(struct question *q, const char *text)
{
	return text != NULL ? arena_strdup(&q->arena, text) : NULL;
}

/* The gateway's sink; its strings are the exchange's. */
static void
take_fact(void *arg, const struct smsgw_fact *fact)
{
	struct question *q = arg;
	struct smsgw_fact *kept;

	if (q->fact_count == FACTS_MAX)
		return;
	kept = &q->facts[q->fact_count];
	*kept = *fact;
	kept->name = keep(q, fact->name);
	kept->value = keep(q, fact->value);
	kept->value_zh = keep(q, fact->value_zh);
	kept->code = keep(q, fact->code);
	kept->text = keep(q, fact->text);
	if (kept->name != NULL && kept->value != NULL)
		q->fact_count++;
}

static const char *
fact_name(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(fact_names); i++)
		if (strcmp(fact_names[i], name) == 0)
			return _(fact_names[i]);
	return name;
}

/* The first failure decides the exit code; a test's message has its own. */
static int
failed_state(struct question *q, const struct catalog_entry *entry)
{
	if (q->for_test)
		return TRACE_WARNING;
	if (q->exit_code == CATALOG_DONE)
		q->exit_code =
		    entry != NULL ? entry->exit_code : CATALOG_REFUSED;
	/* no message is in doubt */
	if (q->exit_code == CATALOG_UNKNOWN)
		q->exit_code = CATALOG_LATER;
	return TRACE_FAILED;
}

static void
tell_fact(struct question *q, const struct smsgw_fact *fact)
{
	const struct catalog_entry *entry = NULL;
	struct trace *trace = q->account->trace;
	struct trace_step *step;
	int state = TRACE_OK;

	if (fact->state != SMSGW_FACT_OK) {
		entry = catalog_for_class(fact->error_class);
		if (entry == NULL)
			entry = catalog_for_class(SMSGW_CLASS_REFUSED);
		state = fact->state == SMSGW_FACT_FAILED ?
		    failed_state(q, entry) :
		    TRACE_WARNING;
	}
	step = trace_add(trace, TRACE_ACCOUNT, state, q->us,
	    entry != NULL ? entry->code : NULL, "%s: %s", fact_name(fact->name),
	    lang_pick(fact->value, fact->value_zh));
	if (state == TRACE_OK)
		return;
	if (fact->code != NULL)
		attempt_trace_row(trace, step,
		    descriptor_code_find(q->account->gw->provider, fact->code));
	trace_set_provider(trace, step, fact->code, fact->text);
}

/* An answer that is no fact: a refusal, or nothing that can be read. */
static void
tell_result(struct question *q, struct exchange *x)
{
	const struct outcome *result = &x->results[0];
	const struct catalog_entry *entry = outcome_entry(result);
	struct trace *trace = q->account->trace;
	struct trace_step *step;

	if (result->outcome == SMSGW_ACCEPTED) {
		trace_add(trace, TRACE_ACCOUNT, TRACE_SKIPPED, q->us, NULL,
		    "the provider told nothing about the account");
		return;
	}
	step = trace_add(trace, TRACE_ACCOUNT, failed_state(q, entry), q->us,
	    entry != NULL ? entry->code : NULL, "%s",
	    result->detail != NULL ? result->detail :
				     _("the question was refused"));
	attempt_trace_row(trace, step, result->row);
	trace_set_provider(
	    trace, step, result->provider_code, result->provider_text);
}

/* No whole answer, or no request: a message after it will show more. */
static void
tell_silence(
    struct question *q, struct exchange *x, const struct transport_result *got)
{
	const struct outcome *result = &x->results[0];
	const struct catalog_entry *entry = outcome_entry(result);

	if (entry != NULL && entry->exit_code == CATALOG_INTERNAL)
		q->account->trace->out_of_memory = true;
	if (q->for_test) {
		trace_add(q->account->trace, TRACE_ACCOUNT, TRACE_SKIPPED, -1,
		    NULL, "not asked: %s",
		    result->detail != NULL && result->detail[0] != '\0' ?
			result->detail :
			_("there was no answer in time"));
		return;
	}
	(void)failed_state(q, entry);
	if (got == NULL)
		attempt_trace_unsent(q->account->trace, x, 0);
	else if (!q->show_wire)
		attempt_trace_transport(q->account->trace, x, 0, got);
}

/* A test's questions share what is left of their time; 0: no limit. */
static int64_t
time_left_ms(const struct question *q)
{
	int64_t left_ms;

	if (!q->for_test)
		return 0;
	left_ms = q->end_boot_ms - clock_boot_ms(q->account->gw->clock);
	return left_ms > 1 ? left_ms : 1;
}

static void
tell_answer(struct question *q, struct exchange *x)
{
	size_t i;

	for (i = 0; i < q->fact_count; i++)
		tell_fact(q, &q->facts[i]);
	if (i == 0)
		tell_result(q, x);
}

/* While it is told the trace hides what the exchange makes secret, too. */
static void
take_answer(void *arg, struct pool_result *result)
{
	const struct transport_result *got = result->transport;
	struct question *q = arg;
	struct trace *trace = q->account->trace;
	trace_mask *mask = trace->mask;
	void *mask_arg = trace->mask_arg;

	trace_set_mask(trace, message_mask, &result->x->redact);
	q->answered = got != NULL && got->code == NULL;
	if (got != NULL) {
		q->us = got->times.request_us;
		if (q->show_wire)
			attempt_trace_transport(trace, result->x, 0, got);
	}
	if (q->answered)
		tell_answer(q, result->x);
	else
		tell_silence(q, result->x, got);
	trace_set_mask(trace, mask, mask_arg);
	q->ended = true;
}

/*
 * Does one exchange with the provider, by a connection of its own: one that was
 * kept may be closed by now, and that would look like no answer.
 */
static void
run_order(struct question *q, struct pool_order *order)
{
	const struct account *account = q->account;
	struct pool_gateway *place;

	order->arg = q;
	q->ended = false;
	place = pool_gateway_new(account->pool, account->gw);
	if (place == NULL || pool_start(place, order, NULL) < 0) {
		account->trace->out_of_memory = true;
		q->ended = true;
	}
	while (!q->ended)
		(void)pool_poll(account->pool, INT64_MAX);
	pool_gateway_free(place);
}

/* One question, about the account or, with a message, its template. */
static void
ask(struct question *q, const struct message *message,
    const struct message_rendition *rendition)
{
	struct pool_order order = {
		.kind = EXCHANGE_ACCOUNT,
		.messages = &message,
		.renditions = &rendition,
		.count = message != NULL ? 1 : 0,
		.longest_ms = time_left_ms(q),
		.sink = { .fact = take_fact, .arg = q },
		.done = take_answer,
	};

	q->answered = false;
	q->fact_count = 0;
	q->us = -1;
	run_order(q, &order);
}

/* 0, or -1 without memory. */
static int
question_init(struct question *q, const struct account *account)
{
	*q = (struct question){ .account = account };
	arena_init(&q->arena, FACTS_MEMORY_MAX);
	return account->pool != NULL ? 0 : -1;
}

static void
question_fini(struct question *q)
{
	/* a fact that was not kept is one that is not shown */
	if (q->arena.failed)
		q->account->trace->out_of_memory = true;
	arena_fini(&q->arena);
}

void
account_ask_for_test(const struct account *account,
    const struct message *message, const struct message_rendition *rendition)
{
	struct question q;

	/* a token is fetched by the message itself, or not at all */
	if (!account_can_ask(account->gw) || gateway_needs_login(account->gw))
		return;
	if (question_init(&q, account) == 0) {
		q.for_test = true;
		q.end_boot_ms =
		    clock_boot_ms(account->gw->clock) + ACCOUNT_TEST_MS;
		ask(&q, NULL, NULL);
		if (q.answered && rendition->template_id[0] != '\0')
			ask(&q, message, rendition);
	} else {
		account->trace->out_of_memory = true;
	}
	question_fini(&q);
}

/* Whether the answer to the first question leaves others to be asked. */
static bool
goes_on(const struct question *q)
{
	size_t i;

	for (i = 0; i < q->fact_count; i++)
		if (q->facts[i].state == SMSGW_FACT_FAILED &&
		    outcome_scope(q->facts[i].error_class) ==
			SMSGW_SCOPE_ACCOUNT)
			return false;
	return q->answered && q->fact_count > 0;
}

static bool
takes_templates(const struct gateway *gw)
{
	size_t i;

	for (i = 0; i < gw->can_count; i++)
		if ((gw->cans[i].content & SMSGW_CAN_TEMPLATE) != 0)
			return true;
	return false;
}

/* Whether an earlier line of [templates] has the same template. */
static bool
was_asked(const struct gateway *gw, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (strcmp(gw->templates[i].provider_id,
			gw->templates[index].provider_id) == 0)
			return true;
	return false;
}

/* Each template of the gateway, as a message without a recipient. */
static void
ask_templates(struct question *q)
{
	struct gateway *gw = q->account->gw;
	struct message message = {
		.purpose = "",
		.locale = "",
		.text = "",
	};
	struct message_rendition rendition = {
		.text = "",
		.signed_text = "",
	};
	size_t i;

	redact_init(&message.redact, &gw->redact);
	for (i = 0; i < gw->template_count && i < TEMPLATES_MAX && goes_on(q);
	     i++) {
		if (was_asked(gw, i))
			continue;
		message.template_name = gw->templates[i].name;
		rendition.template_id = gw->templates[i].provider_id;
		ask(q, &message, &rendition);
	}
	redact_fini(&message.redact);
}

static void
take_login(void *arg, struct pool_result *result)
{
	struct question *q = arg;
	struct trace *trace = q->account->trace;
	trace_mask *mask = trace->mask;
	void *mask_arg = trace->mask_arg;

	q->ended = true;
	if (gateway_has_token(q->account->gw)) {
		trace_add(
		    trace, TRACE_ACCOUNT, TRACE_OK, -1, NULL, "logged in");
		return;
	}
	(void)failed_state(q, outcome_entry(&result->x->results[0]));
	trace_set_mask(trace, message_mask, &result->x->redact);
	attempt_trace_no_token(trace, result->x);
	trace_set_mask(trace, mask, mask_arg);
}

/*
 * A login is a question, too: it shows whether the credentials are right.  0
 * when there is a token, or none is needed.
 */
static int
log_in(struct question *q)
{
	struct pool_order order = {
		.kind = EXCHANGE_LOGIN,
		.done = take_login,
	};

	if (!gateway_needs_login(q->account->gw) ||
	    gateway_has_token(q->account->gw))
		return 0;
	run_order(q, &order);
	return gateway_has_token(q->account->gw) ? 0 : -1;
}

int
account_ask_all(const struct account *account)
{
	const struct gateway *gw = account->gw;
	struct question q;

	if (question_init(&q, account) < 0) {
		trace_add(account->trace, TRACE_ACCOUNT, TRACE_FAILED, -1,
		    "no-memory", "out of memory; nothing was asked");
		q.exit_code = CATALOG_INTERNAL;
		goto out;
	}
	if (log_in(&q) < 0)
		goto out;
	if (!account_can_ask(gw)) {
		trace_add(account->trace, TRACE_ACCOUNT, TRACE_SKIPPED, -1,
		    NULL,
		    "this provider cannot be asked about the account without "
		    "a message; smsgw test %s sends one",
		    gw->id);
		goto out;
	}
	q.show_wire = true;
	ask(&q, NULL, NULL);
	q.show_wire = false;
	if (takes_templates(gw))
		ask_templates(&q);
out:
	question_fini(&q);
	return q.exit_code;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the exchanges of one attempt through the pool to their end, the send
 * and then the questions for its report, and tells each as it ends.
 */
#include "attempt.h"

#include <stdio.h>
#include <string.h>

#include "attempt_trace.h"
#include "descriptor.h"
#include "outcome.h"
#include "utf8.h"

#define ATTEMPT_MEMORY_MAX ((size_t)64 * 1024)

/* How long to wait between two questions for the report. */
#define REPORT_FIRST_MS 250
#define REPORT_LONGEST_MS 4000

/* The id of a message that was sent is not lost for lack of memory. */
static const char *
keep_id(struct attempt_outcome *outcome, const char *id)
{
	size_t size = strlen(id) + 1;

	if (size > sizeof(outcome->id_room))
		return arena_strdup(&outcome->arena, id);
	memcpy(outcome->id_room, id, size);
	return outcome->id_room;
}

/* Keeps the strings of recipient 0's result beyond the exchange. */
static void
keep_result(struct attempt_outcome *outcome, const struct outcome *result)
{
	struct outcome *kept = &outcome->result;

	*kept = *result;
	if (result->id != NULL)
		kept->id = keep_id(outcome, result->id);
	if (result->provider_code != NULL)
		kept->provider_code =
		    arena_strdup(&outcome->arena, result->provider_code);
	if (result->provider_text != NULL)
		kept->provider_text =
		    arena_strdup(&outcome->arena, result->provider_text);
	kept->detail = NULL;
	if (kept->outcome == 0)
		kept->outcome = SMSGW_UNKNOWN;
}

/* Out of memory before anything was sent. */
static void
fail_memory(const struct attempt *attempt, struct attempt_outcome *outcome)
{
	outcome->result = (struct outcome){
		.outcome = SMSGW_DEFERRED,
		.code = "no-memory",
	};
	trace_add(attempt->trace, TRACE_REQUEST, TRACE_FAILED, -1, "no-memory",
	    "out of memory; nothing was sent");
}

/* One exchange that is waited for, and the trace that hears of it. */
struct waited {
	const struct attempt *attempt;
	struct attempt_outcome *outcome;
	bool ended;
};

static void
tell_send(void *arg, struct pool_result *result)
{
	struct waited *waited = arg;

	attempt_trace_result(waited->attempt->trace, result, 0);
}

static void
take_send(void *arg, struct pool_result *result)
{
	struct waited *waited = arg;

	tell_send(waited, result);
	keep_result(waited->outcome, &result->x->results[0]);
	/* an id that was lost must not look like none */
	if (waited->outcome->arena.failed)
		waited->attempt->trace->out_of_memory = true;
	waited->outcome->sent_at_ms = result->sent_at_ms;
	waited->ended = true;
}

static void
take_answer(void *arg, struct pool_result *result)
{
	struct waited *waited = arg;

	(void)result;
	waited->ended = true;
}

/* Does one exchange; 0, or -1 without memory. */
static int
run_order(const struct attempt *attempt, struct pool_order *order,
    struct waited *waited)
{
	struct pool_gateway *place = NULL;
	int ret = -1;

	if (attempt->pool != NULL)
		place = pool_gateway_new(attempt->pool, attempt->gw);
	order->messages = &attempt->message;
	order->renditions = &attempt->rendition;
	order->count = 1;
	order->arg = waited;
	waited->ended = false;
	if (place != NULL && pool_start(place, order, NULL) == 0)
		ret = 0;
	while (ret == 0 && !waited->ended)
		(void)pool_poll(attempt->pool, INT64_MAX);
	pool_gateway_free(place);
	return ret;
}

static void
outcome_init(struct attempt_outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	arena_init(&outcome->arena, ATTEMPT_MEMORY_MAX);
}

void
attempt_run(const struct attempt *attempt, struct attempt_outcome *outcome)
{
	struct waited waited = { .attempt = attempt, .outcome = outcome };
	struct pool_order order = {
		.kind = EXCHANGE_SEND,
		.show_answer = attempt->show_answer,
		.again = tell_send,
		.done = take_send,
	};

	outcome_init(outcome);
	if (run_order(attempt, &order, &waited) < 0)
		fail_memory(attempt, outcome);
}

int
attempt_dry_run(const struct attempt *attempt, struct buf *request,
    struct attempt_outcome *outcome)
{
	struct exchange x;
	int ret = -1;

	outcome_init(outcome);
	if (exchange_init(&x, attempt->gw, EXCHANGE_SEND, &attempt->message,
		&attempt->rendition, 1) < 0) {
		fail_memory(attempt, outcome);
		goto out;
	}
	x.show_request = true;
	if (exchange_prepare(&x) < 0) {
		keep_result(outcome, &x.results[0]);
		attempt_trace_unsent(attempt->trace, &x, 0);
		goto out;
	}
	if (request_show(&x.wire, &x.redact, request) < 0) {
		fail_memory(attempt, outcome);
		goto out;
	}
	trace_add(attempt->trace, TRACE_REQUEST, TRACE_SKIPPED, -1, NULL,
	    "dry run: the request is shown and not sent");
	ret = 0;
out:
	exchange_fini(&x);
	return ret;
}

/* How much of a report's text is shown. */
#define REPORT_TEXT_MAX 120

/* The last report of one question. */
struct report_answer {
	const struct gateway *gw;
	int state;
	const struct smsgw_code *row; /* of its code, or NULL */
	char code[64];
	char text[REPORT_TEXT_MAX + 1];
};

/* Copies as much of a string as fits, NULL being "". */
static void
copy_text(char *out, size_t size, const char *text)
{
	size_t len = text != NULL ? utf8_fit(text, size - 1) : 0;

	if (len > 0)
		memcpy(out, text, len);
	out[len] = '\0';
}

static void
take_report(void *arg, const struct smsgw_report *report)
{
	struct report_answer *answer = arg;

	answer->state = report->state;
	answer->row = report->code != NULL ?
	    descriptor_report_code_find(answer->gw->provider, report->code) :
	    NULL;
	copy_text(answer->code, sizeof(answer->code), report->code);
	copy_text(answer->text, sizeof(answer->text), report->text);
}

/* One question; 0 when the provider answered with a report. */
static int
ask_once(const struct attempt *attempt, const struct attempt_outcome *outcome,
    struct report_answer *answer)
{
	struct waited waited = { .attempt = attempt };
	struct pool_order order = {
		.kind = EXCHANGE_STATUS,
		.provider_id = outcome->result.id,
		.sent_at_ms = outcome->sent_at_ms,
		.sink = { .report = take_report, .arg = answer },
		.done = take_answer,
	};

	answer->state = -1;
	(void)run_order(attempt, &order, &waited);
	return answer->state < 0 ? -1 : 0;
}

static bool
is_final(const struct report_answer *answer)
{
	return answer->state == SMSGW_REPORT_DELIVERED ||
	    answer->state == SMSGW_REPORT_UNDELIVERED;
}

/* Whether the provider can be asked what became of a message. */
static bool
can_ask(const struct gateway *gw)
{
	return descriptor_http(gw->provider).status.build != NULL;
}

/* Lets the time pass in which no answer is to be expected. */
static void
wait_ms(const struct attempt *attempt, int64_t ms)
{
	int64_t until_ms = clock_boot_ms(attempt->gw->clock) + ms;

	while (ms > 0) {
		(void)pool_poll(attempt->pool, ms);
		ms = until_ms - clock_boot_ms(attempt->gw->clock);
	}
}

static void
tell_report(const struct attempt *attempt, const struct report_answer *answer,
    int64_t waited_ms)
{
	struct trace *trace = attempt->trace;
	struct trace_step *step;

	if (answer->state == SMSGW_REPORT_DELIVERED)
		trace_add(trace, TRACE_REPORT, TRACE_OK, waited_ms * 1000, NULL,
		    "delivered");
	else if (answer->state == SMSGW_REPORT_UNDELIVERED) {
		step = trace_add(trace, TRACE_REPORT, TRACE_FAILED,
		    waited_ms * 1000, "report-undelivered", "not delivered");
		attempt_trace_row(trace, step, answer->row);
		trace_set_provider(trace, step,
		    answer->code[0] != '\0' ? answer->code : NULL,
		    answer->text[0] != '\0' ? answer->text : NULL);
	} else
		trace_add(trace, TRACE_REPORT, TRACE_WARNING, waited_ms * 1000,
		    "report-none", "no delivery report in %lld s",
		    (long long)waited_ms / 1000);
}

int
attempt_wait_report(const struct attempt *attempt,
    const struct attempt_outcome *outcome, int64_t longest_ms)
{
	int64_t start_ms = clock_boot_ms(attempt->gw->clock);
	int64_t pause_ms = REPORT_FIRST_MS, waited_ms = 0;
	struct report_answer answer = { .gw = attempt->gw, .state = -1 };

	if (!can_ask(attempt->gw)) {
		trace_add(attempt->trace, TRACE_REPORT, TRACE_SKIPPED, -1, NULL,
		    "this provider cannot be asked; its reports come "
		    "to smsgwd");
		return SMSGW_REPORT_PENDING;
	}
	for (;;) {
		if (ask_once(attempt, outcome, &answer) == 0 &&
		    is_final(&answer))
			break;
		waited_ms = clock_boot_ms(attempt->gw->clock) - start_ms;
		if (waited_ms >= longest_ms || attempt->pool == NULL)
			break;
		if (pause_ms > longest_ms - waited_ms)
			pause_ms = longest_ms - waited_ms;
		wait_ms(attempt, pause_ms);
		if (pause_ms < REPORT_LONGEST_MS)
			pause_ms *= 2;
	}
	tell_report(
	    attempt, &answer, clock_boot_ms(attempt->gw->clock) - start_ms);
	return answer.state >= 0 ? answer.state : SMSGW_REPORT_PENDING;
}

void
attempt_outcome_fini(struct attempt_outcome *outcome)
{
	arena_fini(&outcome->arena);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the exchanges of one attempt to their end: log in where the provider
 * wants a token, send, log in again once when the token was refused (which
 * counts as not sent), and ask for the report.
 */
#include "attempt.h"

#include <stdio.h>
#include <string.h>

#include "attempt_trace.h"
#include "descriptor.h"
#include "local.h"
#include "outcome.h"

#define ATTEMPT_MEMORY_MAX ((size_t)64 * 1024)

/* How long to wait between two questions for the report. */
#define REPORT_FIRST_MS 250
#define REPORT_LONGEST_MS 4000

/* Keeps the strings of recipient 0's result beyond the exchange. */
static void
keep_result(struct attempt_outcome *outcome, const struct outcome *result)
{
	struct outcome *kept = &outcome->result;

	*kept = *result;
	if (result->id != NULL)
		kept->id = arena_strdup(&outcome->arena, result->id);
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

static void
run_transport(const struct attempt *attempt, struct exchange *x,
    struct attempt_outcome *outcome)
{
	struct transport_result *result;
	struct transport_request request;
	struct transport_target target;

	if (exchange_target(x, &target, &request) < 0) {
		attempt_trace_unsent(attempt->trace, x);
		return;
	}
	if (x->kind == EXCHANGE_SEND) {
		request.before_first_byte = attempt->before_first_byte;
		request.before_first_byte_arg = attempt->before_first_byte_arg;
	}
	result = attempt->transport != NULL ?
	    transport_run(attempt->transport, &target, &request) :
	    NULL;
	if (result == NULL) {
		exchange_set_all(x,
		    &(struct outcome){
			.outcome = SMSGW_DEFERRED,
			.code = "no-memory",
		    });
		attempt_trace_unsent(attempt->trace, x);
		return;
	}
	exchange_settle(x, result);
	if (x->kind == EXCHANGE_SEND) {
		attempt_trace_transport(attempt->trace, x, result);
		if (result->code == NULL)
			attempt_trace_answer(attempt->trace, x, result->status,
			    result->body_len, result->times.request_us);
	}
	if (result->reach >= TRANSPORT_WRITING)
		outcome->sent_at_ms = clock_wall_ms(x->gw->clock);
	transport_result_free(result);
}

static void
run_prepared(const struct attempt *attempt, struct exchange *x,
    struct attempt_outcome *outcome)
{
	int64_t took_ms;

	if ((x->gw->provider->flags & SMSGW_PROVIDER_LOCAL) == 0) {
		run_transport(attempt, x, outcome);
		return;
	}
	took_ms = local_run(attempt->state_dir, x, attempt->trace);
	if (took_ms < 0)
		return;
	if (x->kind == EXCHANGE_SEND)
		attempt_trace_answer(attempt->trace, x, 0, 0, took_ms * 1000);
	outcome->sent_at_ms = clock_wall_ms(x->gw->clock);
}

/* While it runs the trace hides what the exchange makes secret, too. */
static void
run_exchange(const struct attempt *attempt, struct exchange *x,
    struct attempt_outcome *outcome)
{
	trace_mask *mask = attempt->trace->mask;
	void *mask_arg = attempt->trace->mask_arg;

	trace_set_mask(attempt->trace, message_mask, &x->redact);
	if (exchange_prepare(x) < 0)
		attempt_trace_unsent(attempt->trace, x);
	else
		run_prepared(attempt, x, outcome);
	trace_set_mask(attempt->trace, mask, mask_arg);
}

/* Whether something is kept that has not expired. */
static bool
has_token(const struct gateway *gw)
{
	const struct gateway_kept *kept;
	int64_t now_ms = clock_wall_ms(gw->clock);

	for (kept = gw->kept; kept != NULL; kept = kept->next) {
		if (kept->expires_ms > now_ms)
			return true;
	}
	return false;
}

/* A login that failed.  A 2xx may hold a token that was not found in it. */
static void
tell_no_token(const struct attempt *attempt, struct exchange *x)
{
	const struct outcome *result = &x->results[0];
	struct trace *trace = attempt->trace;
	trace_mask *mask = trace->mask;
	void *mask_arg = trace->mask_arg;
	struct trace_step *step;

	trace_set_mask(trace, message_mask, &x->redact);
	step = trace_add(trace, TRACE_ACCOUNT, TRACE_FAILED, -1,
	    outcome_entry(result)->code,
	    "the answer to the login brought no token%s%s; nothing was sent",
	    result->detail != NULL ? ": " : "",
	    result->detail != NULL ? result->detail : "");
	attempt_trace_row(trace, step, result->row);
	trace_set_provider(
	    trace, step, result->provider_code, result->provider_text);
	if (x->status >= 300)
		attempt_trace_body(trace, step, x);
	trace_set_mask(trace, mask, mask_arg);
}

int
attempt_log_in(const struct attempt *attempt, struct attempt_outcome *outcome)
{
	struct attempt_outcome ignored = { .sent_at_ms = 0 };
	struct exchange x;
	int ret = -1;

	if (!gateway_needs_login(attempt->gw) || has_token(attempt->gw))
		return 0;
	if (exchange_init(&x, attempt->gw, EXCHANGE_LOGIN, NULL, NULL, 0) < 0) {
		fail_memory(attempt, outcome);
		goto out;
	}
	run_exchange(attempt, &x, &ignored);
	if (has_token(attempt->gw)) {
		trace_add(attempt->trace, TRACE_ACCOUNT, TRACE_OK, -1, NULL,
		    "logged in");
		ret = 0;
		goto out;
	}
	keep_result(outcome, &x.results[0]);
	/* nothing of the message itself was sent */
	if (outcome->result.outcome == SMSGW_ACCEPTED ||
	    outcome->result.outcome == SMSGW_UNKNOWN)
		outcome->result.outcome = SMSGW_DEFERRED;
	x.results[0].outcome = outcome->result.outcome;
	tell_no_token(attempt, &x);
out:
	exchange_fini(&x);
	return ret;
}

/* One send with what is kept; *refused when its token was refused. */
static void
send_once(const struct attempt *attempt, struct attempt_outcome *outcome,
    bool *refused)
{
	struct exchange x;

	*refused = false;
	if (exchange_init(&x, attempt->gw, EXCHANGE_SEND, &attempt->message,
		&attempt->rendition, 1) < 0) {
		fail_memory(attempt, outcome);
		goto out;
	}
	x.show_answer = attempt->show_answer;
	run_exchange(attempt, &x, outcome);
	*refused = x.token_refused;
	keep_result(outcome, &x.results[0]);
out:
	exchange_fini(&x);
}

void
attempt_outcome_init(struct attempt_outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	arena_init(&outcome->arena, ATTEMPT_MEMORY_MAX);
}

void
attempt_run(const struct attempt *attempt, struct attempt_outcome *outcome)
{
	bool refused;

	attempt_outcome_init(outcome);
	if (attempt_log_in(attempt, outcome) < 0)
		return;
	send_once(attempt, outcome, &refused);
	if (!refused)
		return;
	gateway_forget(attempt->gw);
	outcome->sent_at_ms = 0;
	if (attempt_log_in(attempt, outcome) < 0)
		return;
	send_once(attempt, outcome, &refused);
}

int
attempt_dry_run(const struct attempt *attempt, struct buf *request,
    struct attempt_outcome *outcome)
{
	struct exchange x;
	int ret = -1;

	attempt_outcome_init(outcome);
	if (exchange_init(&x, attempt->gw, EXCHANGE_SEND, &attempt->message,
		&attempt->rendition, 1) < 0) {
		fail_memory(attempt, outcome);
		goto out;
	}
	if (exchange_prepare(&x) < 0) {
		keep_result(outcome, &x.results[0]);
		attempt_trace_unsent(attempt->trace, &x);
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

/* The last report of one question. */
struct report_answer {
	int state;
	char text[160];
};

static void
take_report(void *arg, const struct smsgw_report *report)
{
	struct report_answer *answer = arg;

	answer->state = report->state;
	(void)snprintf(answer->text, sizeof(answer->text), "%s%s%.120s",
	    report->code != NULL ? report->code : "",
	    report->text != NULL ? " " : "",
	    report->text != NULL ? report->text : "");
}

/* One question; 0 when the provider answered with a report. */
static int
ask_once(const struct attempt *attempt, const struct attempt_outcome *outcome,
    struct report_answer *answer)
{
	struct attempt_outcome ignored = { .sent_at_ms = 0 };
	struct exchange x;

	answer->state = -1;
	if (exchange_init(&x, attempt->gw, EXCHANGE_STATUS, &attempt->message,
		&attempt->rendition, 1) == 0) {
		x.provider_id = outcome->result.id;
		x.sent_at_ms = outcome->sent_at_ms;
		attempt->gw->sink = (struct gateway_sink){
			.report = take_report,
			.arg = answer,
		};
		run_exchange(attempt, &x, &ignored);
		attempt->gw->sink = (struct gateway_sink){ .arg = NULL };
	}
	exchange_fini(&x);
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

	while (ms > 0 && transport_poll(attempt->transport, ms) >= 0)
		ms = until_ms - clock_boot_ms(attempt->gw->clock);
}

static void
tell_report(const struct attempt *attempt, const struct report_answer *answer,
    int64_t waited_ms)
{
	struct trace *trace = attempt->trace;

	if (answer->state == SMSGW_REPORT_DELIVERED)
		trace_add(trace, TRACE_REPORT, TRACE_OK, waited_ms * 1000, NULL,
		    "delivered");
	else if (answer->state == SMSGW_REPORT_UNDELIVERED)
		trace_add(trace, TRACE_REPORT, TRACE_FAILED, waited_ms * 1000,
		    "report-undelivered", "not delivered: %s", answer->text);
	else
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
	struct report_answer answer = { .state = -1 };

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
		if (waited_ms >= longest_ms || attempt->transport == NULL)
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

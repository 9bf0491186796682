/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of delivery.  Two of them stand above all: what may have arrived is
 * sent once more at most, by another gateway, where the class or the gateway's
 * file allows it; and what is refused for the person's sake goes nowhere
 * else.
 */
#include "decide.h"

#include <smsgw/provider.h>

/* Full jitter: anything up to twice of about so long, by attempts begun. */
static int64_t
retry_delay_ms(const struct decide_state *state)
{
	int64_t about_ms = state->attempts < 2 ? 1000 : 4000;

	return 1 + (int64_t)(state->random % (uint32_t)(2 * about_ms));
}

/*
 * The end.  What may have arrived is never called rejected, expired or
 * cancelled, since a person may hold it in hand.
 */
static struct decide_action
end(const struct decide_state *state, enum dispatch_state as,
    enum dispatch_why why)
{
	if (state->arrived)
		as = DISPATCH_SUBMITTED;
	else if (as != DISPATCH_SUBMITTED && state->unknowns > 0)
		as = DISPATCH_UNKNOWN;
	return (struct decide_action){
		.next = DECIDE_END,
		.state = as,
		.why = why,
	};
}

/* Whether one more send by another gateway is what an unknown one gets. */
static bool
may_resend(const struct decide_state *state)
{
	if (state->on_unknown == DISPATCH_BY_CLASS)
		return state->message_class == DISPATCH_OTP;
	return state->on_unknown == DISPATCH_RESEND;
}

/* Whether this would be the second send beside an attempt that is unknown. */
static bool
is_one_too_many(const struct decide_state *state, enum decide_next next)
{
	if (next != DECIDE_ANYWHERE && next != DECIDE_ELSEWHERE)
		return false;
	return state->unknowns > 1 || (state->repeat && !may_resend(state));
}

/* Another attempt of a kind, unless something forbids any. */
static struct decide_action
try_again(const struct decide_state *state, enum decide_next next)
{
	bool counts = next != DECIDE_AGAIN && next != DECIDE_SPLIT;

	if (state->arrived)
		return end(state, DISPATCH_SUBMITTED, DISPATCH_WHY_RESULT);
	if (state->unwanted)
		return end(state, DISPATCH_CANCELLED, DISPATCH_WHY_ASKED);
	if (state->sendable_ms <= 0)
		return end(state, DISPATCH_EXPIRED, DISPATCH_WHY_LIFE);
	if (is_one_too_many(state, next))
		return end(state, DISPATCH_UNKNOWN, DISPATCH_WHY_RESULT);
	if (counts && state->attempts >= DISPATCH_ATTEMPTS)
		return end(state, DISPATCH_REJECTED, DISPATCH_WHY_ATTEMPTS);
	return (struct decide_action){
		.next = next,
		.delay_ms = next == DECIDE_ELSEWHERE || next == DECIDE_SPLIT ?
		    0 :
		    retry_delay_ms(state),
	};
}

static struct decide_action
learning(struct decide_action action, enum decide_lesson lesson)
{
	action.lesson = lesson;
	return action;
}

static struct decide_action
on_deferred(
    const struct decide_state *state, const struct dispatch_result *result)
{
	if (result->flags & DISPATCH_BLAMELESS)
		return try_again(state, DECIDE_AGAIN);
	return learning(
	    try_again(state, state->repeat ? DECIDE_SAME : DECIDE_ANYWHERE),
	    result->error_class == SMSGW_CLASS_THROTTLED ?
		DECIDE_LEARN_THROTTLED :
		DECIDE_LEARN_FAILS);
}

/* Refused of somebody in the request: of this one when it was the only one. */
static struct decide_action
on_someone(const struct decide_state *state)
{
	if (state->alone)
		return end(state, DISPATCH_REJECTED, DISPATCH_WHY_RESULT);
	return try_again(state, DECIDE_SPLIT);
}

static struct decide_action
on_rejected(
    const struct decide_state *state, const struct dispatch_result *result)
{
	struct decide_action action;

	if (result->error_class == SMSGW_CLASS_NUMBER_LIMIT ||
	    result->scope == SMSGW_SCOPE_NUMBER)
		return learning(
		    end(state, DISPATCH_REJECTED, DISPATCH_WHY_RESULT),
		    DECIDE_LEARN_WORKS);
	if (result->error_class == SMSGW_CLASS_THROTTLED)
		return on_deferred(state, result);
	if (result->scope == SMSGW_SCOPE_SOMEONE)
		return learning(on_someone(state), DECIDE_LEARN_WORKS);
	action = learning(try_again(state, DECIDE_ELSEWHERE),
	    result->scope == SMSGW_SCOPE_ACCOUNT ? DECIDE_LEARN_SUSPEND :
						   DECIDE_LEARN_WORKS);
	/* words are as bad elsewhere; a template may be known there */
	action.otherwise = result->error_class == SMSGW_CLASS_TEXT;
	return action;
}

static int64_t
report_wait_ms(const struct decide_state *state)
{
	int64_t longest_ms = DECIDE_OTHER_WAIT_MS;

	if (may_resend(state) || state->message_class == DISPATCH_OTP)
		longest_ms = DECIDE_OTP_WAIT_MS;
	return state->life_ms / 4 < longest_ms ? state->life_ms / 4 :
						 longest_ms;
}

/*
 * A code has time for one repeat by the same gateway, where that is harmless;
 * its third attempt is for another one.
 */
static bool
may_repeat(const struct decide_state *state)
{
	return state->idempotent && !state->unwanted && !state->arrived &&
	    state->sendable_ms > 0 && state->unknowns == 1 &&
	    state->attempts < (state->message_class == DISPATCH_OTP ?
				      DISPATCH_ATTEMPTS - 1 :
				      DISPATCH_ATTEMPTS);
}

static struct decide_action
on_unknown(const struct decide_state *state)
{
	if (may_repeat(state))
		return try_again(state, DECIDE_SAME);
	if (state->arrived ||
	    (state->message_class == DISPATCH_MARKETING && !may_resend(state)))
		return end(state, DISPATCH_UNKNOWN, DISPATCH_WHY_RESULT);
	return (struct decide_action){
		.next = DECIDE_WAIT,
		.delay_ms = report_wait_ms(state),
	};
}

static struct decide_action
on_result(
    const struct decide_state *state, const struct dispatch_result *result)
{
	switch (result->outcome) {
	case SMSGW_ACCEPTED:
		return learning(
		    end(state, DISPATCH_SUBMITTED, DISPATCH_WHY_RESULT),
		    DECIDE_LEARN_WORKS);
	case SMSGW_REJECTED:
		return on_rejected(state, result);
	case SMSGW_DEFERRED:
		return result->error_class == SMSGW_CLASS_NUMBER_LIMIT ?
		    on_rejected(state, result) :
		    on_deferred(state, result);
	default:
		return learning(on_unknown(state), DECIDE_LEARN_FAILS);
	}
}

static struct decide_action
on_waited(const struct decide_state *state)
{
	if (!may_resend(state))
		return end(state, DISPATCH_UNKNOWN, DISPATCH_WHY_RESULT);
	return try_again(state, DECIDE_ELSEWHERE);
}

enum decide_lesson
decide_lesson_of_report(const struct dispatch_report *report)
{
	if (report->state == SMSGW_REPORT_UNDELIVERED &&
	    report->scope == SMSGW_SCOPE_ACCOUNT &&
	    report->error_class != SMSGW_CLASS_THROTTLED)
		return DECIDE_LEARN_SUSPEND;
	return DECIDE_LEARN_NOTHING;
}

/* Whether a code that never left its provider may go to another one. */
static bool
may_leave(
    const struct decide_state *state, const struct dispatch_report *report)
{
	return state->message_class == DISPATCH_OTP &&
	    report->scope != SMSGW_SCOPE_NUMBER &&
	    report->error_class != SMSGW_CLASS_NUMBER_LIMIT;
}

/* It never left the provider: as a refusal of the same scope. */
static struct decide_action
on_never_left(
    const struct decide_state *state, const struct dispatch_report *report)
{
	struct decide_action action = { .next = DECIDE_STAY };
	struct decide_state left = *state;

	if (state->phase == DECIDE_UNCERTAIN && state->unknowns == 1) {
		left.unknowns = 0;
		action = may_leave(state, report) ?
		    try_again(&left, DECIDE_ELSEWHERE) :
		    end(&left, DISPATCH_REJECTED, DISPATCH_WHY_RESULT);
	} else if (state->phase == DECIDE_ENDED && may_leave(state, report)) {
		action = try_again(state, DECIDE_ELSEWHERE);
		if (action.next == DECIDE_END)
			action.next = DECIDE_STAY;
	}
	action.not_taken = true;
	return action;
}

static struct decide_action
on_report(
    const struct decide_state *state, const struct dispatch_report *report)
{
	struct decide_action action = { .next = DECIDE_STAY };

	if (report->state == SMSGW_REPORT_UNKNOWN)
		return action;
	if (report->state == SMSGW_REPORT_UNDELIVERED &&
	    (report->flags & SMSGW_REPORT_NEVER_LEFT))
		return learning(on_never_left(state, report),
		    decide_lesson_of_report(report));
	if (state->phase == DECIDE_WAITING || state->phase == DECIDE_UNCERTAIN)
		action = end(state, DISPATCH_SUBMITTED, DISPATCH_WHY_RESULT);
	action.arrived = true;
	return learning(action, decide_lesson_of_report(report));
}

/* What ends a message that waits, and lets one on its way come out. */
static struct decide_action
end_waiting(const struct decide_state *state, enum dispatch_state as,
    enum dispatch_why why)
{
	if (state->phase != DECIDE_WAITING)
		return (struct decide_action){ .next = DECIDE_STAY };
	return end(state, as, why);
}

struct decide_action
decide(const struct decide_state *state, const struct decide_event *event)
{
	switch (event->what) {
	case DECIDE_RESULT:
		return on_result(state, &event->result);
	case DECIDE_REPORT:
		return on_report(state, &event->report);
	case DECIDE_WAITED:
		return on_waited(state);
	case DECIDE_TOO_LATE:
		return end_waiting(state, DISPATCH_EXPIRED, DISPATCH_WHY_LIFE);
	case DECIDE_STRANDED:
		return end_waiting(
		    state, DISPATCH_REJECTED, DISPATCH_WHY_NO_GATEWAY);
	case DECIDE_CANCELLED:
		return end_waiting(
		    state, DISPATCH_CANCELLED, DISPATCH_WHY_ASKED);
	case DECIDE_SUPERSEDED:
		return end_waiting(
		    state, DISPATCH_CANCELLED, DISPATCH_WHY_SUPERSEDED);
	default: /* DECIDE_CLOSED */
		if (state->phase == DECIDE_UNCERTAIN)
			return end(
			    state, DISPATCH_UNKNOWN, DISPATCH_WHY_CLOSED);
		return end_waiting(
		    state, DISPATCH_CANCELLED, DISPATCH_WHY_CLOSED);
	}
}

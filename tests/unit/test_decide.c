/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of delivery, row by row: what happened to which message, and what
 * comes next.  The expectations are those of the documented rules, not of the
 * code.
 */
#include "decide.h"

#include <smsgw/provider.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* What is not said of a message: see with_defaults(). */
#define OTP(...)                                           \
	{                                                  \
		.message_class = DISPATCH_OTP, __VA_ARGS__ \
	}
#define TRANSACTIONAL(...)                                           \
	{                                                            \
		.message_class = DISPATCH_TRANSACTIONAL, __VA_ARGS__ \
	}
#define MARKETING(...)                                           \
	{                                                        \
		.message_class = DISPATCH_MARKETING, __VA_ARGS__ \
	}
#define UNCERTAIN .phase = DECIDE_UNCERTAIN, .unknowns = 1
#define NO_LIFE .sendable_ms = -1, .life_ms = 15000

#define RESULT(name, ...)                          \
	{                                          \
		.what = DECIDE_RESULT, .result = { \
			.outcome = SMSGW_##name,   \
			__VA_ARGS__                \
		}                                  \
	}
#define REFUSED(about) RESULT(REJECTED, .scope = SMSGW_SCOPE_##about)
#define ANSWER(name) RESULT(name, .delay_ms = 0)
#define NUMBER_LIMIT .error_class = SMSGW_CLASS_NUMBER_LIMIT
#define THROTTLED .error_class = SMSGW_CLASS_THROTTLED
#define REPORT(name, ...)                             \
	{                                             \
		.what = DECIDE_REPORT, .report = {    \
			.state = SMSGW_REPORT_##name, \
			__VA_ARGS__                   \
		}                                     \
	}
#define REPORTED(name) REPORT(name, .flags = 0)
#define NEVER_LEFT(about)                                     \
	REPORT(UNDELIVERED, .flags = SMSGW_REPORT_NEVER_LEFT, \
	    .scope = SMSGW_SCOPE_##about)
#define EVENT(name)                   \
	{                             \
		.what = DECIDE_##name \
	}

#define NEXT(name, ...)                            \
	{                                          \
		.next = DECIDE_##name, __VA_ARGS__ \
	}
#define END(name, reason, ...)                                            \
	NEXT(END, .state = DISPATCH_##name, .why = DISPATCH_WHY_##reason, \
	    __VA_ARGS__)
#define NOTHING .lesson = DECIDE_LEARN_NOTHING
#define WORKS .lesson = DECIDE_LEARN_WORKS
#define FAILS .lesson = DECIDE_LEARN_FAILS
#define SLOWER .lesson = DECIDE_LEARN_THROTTLED
#define SUSPENDS .lesson = DECIDE_LEARN_SUSPEND

struct row {
	const char *when;
	struct decide_state state;
	struct decide_event event;
	struct decide_action action; /* what WAIT waits is its delay */
};

/* The first attempt, on its way, with five minutes of life. */
static struct decide_state
with_defaults(struct decide_state state)
{
	if (state.attempts == 0)
		state.attempts = 1;
	if (state.sendable_ms == 0)
		state.sendable_ms = 285000;
	if (state.life_ms == 0)
		state.life_ms = 300000;
	state.random = 998;
	return state;
}

static bool
delay_is_right(const struct decide_action *expected, int64_t delay_ms)
{
	switch (expected->next) {
	case DECIDE_WAIT:
		return delay_ms == expected->delay_ms;
	case DECIDE_AGAIN:
	case DECIDE_SAME:
	case DECIDE_ANYWHERE:
		return delay_ms == 999; /* of random 998 */
	default:
		return delay_ms == 0;
	}
}

static void
check(const struct row *rows, size_t count)
{
	struct decide_action got;
	struct decide_state message;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct decide_action *want = &rows[i].action;

		message = with_defaults(rows[i].state);
		got = decide(&message, &rows[i].event);
		if (got.next != want->next || got.lesson != want->lesson ||
		    (got.next == DECIDE_END &&
			(got.state != want->state || got.why != want->why)) ||
		    got.arrived != want->arrived ||
		    got.otherwise != want->otherwise ||
		    got.not_taken != want->not_taken ||
		    !delay_is_right(want, got.delay_ms))
			fail_msg("%s: next %d state %d why %d lesson %d "
				 "delay %lld",
			    rows[i].when, (int)got.next, (int)got.state,
			    (int)got.why, (int)got.lesson,
			    (long long)got.delay_ms);
	}
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void
an_accepted_one_is_submitted(void **state)
{
	static const struct row rows[] = {
		{ "first attempt", OTP(), ANSWER(ACCEPTED),
		    END(SUBMITTED, RESULT, WORKS) },
		{ "taken back too late", OTP(.unwanted = true),
		    ANSWER(ACCEPTED), END(SUBMITTED, RESULT, WORKS) },
		{ "the extra send", OTP(.attempts = 2, .unknowns = 1),
		    ANSWER(ACCEPTED), END(SUBMITTED, RESULT, WORKS) },
	};

	(void)state;
	CHECK(rows);
}

static void
a_refusal_for_the_person_s_sake_goes_nowhere_else(void **state)
{
	static const struct row rows[] = {
		{ "number", OTP(), REFUSED(NUMBER),
		    END(REJECTED, RESULT, WORKS) },
		{ "the carrier's limit, whatever scope is said", OTP(),
		    RESULT(
			REJECTED, NUMBER_LIMIT, .scope = SMSGW_SCOPE_ACCOUNT),
		    END(REJECTED, RESULT, WORKS) },
		{ "the carrier's limit, called temporary", OTP(),
		    RESULT(DEFERRED, NUMBER_LIMIT),
		    END(REJECTED, RESULT, WORKS) },
		{ "somebody, and there is one", MARKETING(.alone = true),
		    REFUSED(SOMEONE), END(REJECTED, RESULT, WORKS) },
		{ "number, but another gateway may have taken it",
		    OTP(.attempts = 2, .unknowns = 1), REFUSED(NUMBER),
		    END(UNKNOWN, RESULT, WORKS) },
	};

	(void)state;
	CHECK(rows);
}

static void
what_another_gateway_may_carry_goes_elsewhere_at_once(void **state)
{
	static const struct row rows[] = {
		{ "route", OTP(), REFUSED(ROUTE), NEXT(ELSEWHERE, WORKS) },
		{ "content", MARKETING(), REFUSED(CONTENT),
		    NEXT(ELSEWHERE, WORKS) },
		{ "words: by other means alone", OTP(.attempts = 1),
		    RESULT(REJECTED, .scope = SMSGW_SCOPE_CONTENT,
			.error_class = SMSGW_CLASS_TEXT),
		    NEXT(ELSEWHERE, WORKS, .otherwise = true) },
		{ "4xx without a meaning", TRANSACTIONAL(), REFUSED(NONE),
		    NEXT(ELSEWHERE, WORKS) },
		{ "account", OTP(), REFUSED(ACCOUNT),
		    NEXT(ELSEWHERE, SUSPENDS) },
		{ "account, third attempt", OTP(.attempts = 3),
		    REFUSED(ACCOUNT), END(REJECTED, ATTEMPTS, SUSPENDS) },
		{ "account, too late", OTP(NO_LIFE), REFUSED(ACCOUNT),
		    END(EXPIRED, LIFE, SUSPENDS) },
		{ "account, taken back", OTP(.unwanted = true),
		    REFUSED(ACCOUNT), END(CANCELLED, ASKED, SUSPENDS) },
		{ "content at the extra: surely not taken there",
		    OTP(.attempts = 2, .unknowns = 1), REFUSED(CONTENT),
		    NEXT(ELSEWHERE, WORKS) },
		{ "content at the extra, third attempt",
		    OTP(.attempts = 3, .unknowns = 1), REFUSED(CONTENT),
		    END(UNKNOWN, ATTEMPTS, WORKS) },
		{ "content at the extra, which did arrive before",
		    OTP(.attempts = 2, .unknowns = 1, .arrived = true),
		    REFUSED(CONTENT), END(SUBMITTED, RESULT, WORKS) },
	};

	(void)state;
	CHECK(rows);
}

static void
somebody_of_many_is_found_by_halves(void **state)
{
	static const struct row rows[] = {
		{ "many", MARKETING(), REFUSED(SOMEONE), NEXT(SPLIT, WORKS) },
		{ "many, third attempt: a split is none",
		    MARKETING(.attempts = 3), REFUSED(SOMEONE),
		    NEXT(SPLIT, WORKS) },
		{ "many, too late", MARKETING(NO_LIFE), REFUSED(SOMEONE),
		    END(EXPIRED, LIFE, WORKS) },
		{ "many, taken back", MARKETING(.unwanted = true),
		    REFUSED(SOMEONE), END(CANCELLED, ASKED, WORKS) },
	};

	(void)state;
	CHECK(rows);
}

static void
what_was_surely_not_sent_is_sent_again_within_three_attempts(void **state)
{
	static const struct row rows[] = {
		{ "not connected", OTP(), ANSWER(DEFERRED),
		    NEXT(ANYWHERE, FAILS) },
		{ "not connected, third", OTP(.attempts = 3), ANSWER(DEFERRED),
		    END(REJECTED, ATTEMPTS, FAILS) },
		{ "not connected, too late", MARKETING(NO_LIFE),
		    ANSWER(DEFERRED), END(EXPIRED, LIFE, FAILS) },
		{ "throttled", OTP(),
		    RESULT(DEFERRED, THROTTLED, .delay_ms = 90000),
		    NEXT(ANYWHERE, SLOWER) },
		{ "throttled, told as a refusal", OTP(),
		    RESULT(REJECTED, THROTTLED, .scope = SMSGW_SCOPE_ACCOUNT),
		    NEXT(ANYWHERE, SLOWER) },
		{ "the extra, not connected", OTP(.attempts = 2, .unknowns = 1),
		    ANSWER(DEFERRED), NEXT(ANYWHERE, FAILS) },
		{ "too late before the first byte", OTP(NO_LIFE),
		    RESULT(DEFERRED, .flags = DISPATCH_BLAMELESS),
		    END(EXPIRED, LIFE, NOTHING) },
		{ "too late, and perhaps taken before",
		    OTP(.attempts = 2, .unknowns = 1, NO_LIFE),
		    RESULT(DEFERRED, .flags = DISPATCH_BLAMELESS),
		    END(UNKNOWN, LIFE, NOTHING) },
		{ "no room in the pool, which is no attempt",
		    OTP(.attempts = 3),
		    RESULT(DEFERRED, .flags = DISPATCH_BLAMELESS),
		    NEXT(AGAIN, NOTHING) },
	};

	(void)state;
	CHECK(rows);
}

static void
the_delay_is_about_one_second_then_four_with_full_jitter(void **state)
{
	struct decide_state s = { .sendable_ms = 285000 };
	const struct decide_event event = ANSWER(DEFERRED);
	int64_t least = INT64_MAX, most = 0, sum = 0, ms;
	unsigned attempts;
	uint32_t i;

	(void)state;
	for (attempts = 1; attempts <= 2; attempts++) {
		s.attempts = attempts;
		least = INT64_MAX;
		most = sum = 0;
		for (i = 0; i < 10000; i++) {
			s.random = i * 2654435761u;
			ms = decide(&s, &event).delay_ms;
			least = ms < least ? ms : least;
			most = ms > most ? ms : most;
			sum += ms;
		}
		assert_in_range(least, 1, 50);
		assert_in_range(sum / 10000, attempts == 1 ? 900 : 3600,
		    attempts == 1 ? 1100 : 4400);
		assert_in_range(most, attempts == 1 ? 1900 : 7600,
		    attempts == 1 ? 2000 : 8000);
	}
}

static void
an_unknown_code_waits_for_a_report_and_goes_once_more(void **state)
{
	static const struct row rows[] = {
		{ "first attempt", OTP(.unknowns = 1), ANSWER(UNKNOWN),
		    NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "a result that is none", OTP(.unknowns = 1),
		    { .what = DECIDE_RESULT },
		    NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "a quarter of what is left is less",
		    OTP(.unknowns = 1, .life_ms = 20000), ANSWER(UNKNOWN),
		    NEXT(WAIT, FAILS, .delay_ms = 5000) },
		{ "waited in vain", OTP(UNCERTAIN), EVENT(WAITED),
		    NEXT(ELSEWHERE, NOTHING) },
		{ "the extra is unknown too", OTP(.attempts = 2, .unknowns = 2),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "waited for the extra in vain",
		    OTP(.phase = DECIDE_UNCERTAIN, .attempts = 2,
			.unknowns = 2),
		    EVENT(WAITED), END(UNKNOWN, RESULT, NOTHING) },
		{ "waited too long", OTP(UNCERTAIN, NO_LIFE), EVENT(WAITED),
		    END(UNKNOWN, LIFE, NOTHING) },
		{ "waited after three attempts", OTP(UNCERTAIN, .attempts = 3),
		    EVENT(WAITED), END(UNKNOWN, ATTEMPTS, NOTHING) },
		{ "waited, taken back", OTP(UNCERTAIN, .unwanted = true),
		    EVENT(WAITED), END(UNKNOWN, ASKED, NOTHING) },
		{ "hold", OTP(.unknowns = 1, .on_unknown = DISPATCH_HOLD),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "hold, waited in vain",
		    OTP(UNCERTAIN, .on_unknown = DISPATCH_HOLD), EVENT(WAITED),
		    END(UNKNOWN, RESULT, NOTHING) },
		{ "unknown, but a report was faster",
		    OTP(.unknowns = 1, .arrived = true), ANSWER(UNKNOWN),
		    END(SUBMITTED, RESULT, FAILS) },
	};

	(void)state;
	CHECK(rows);
}

static void
another_unknown_one_is_reconciled_or_left_alone(void **state)
{
	static const struct row rows[] = {
		{ "transactional",
		    TRANSACTIONAL(.unknowns = 1, .life_ms = 3600000),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 60000) },
		{ "transactional, waited in vain", TRANSACTIONAL(UNCERTAIN),
		    EVENT(WAITED), END(UNKNOWN, RESULT, NOTHING) },
		{ "transactional, resend",
		    TRANSACTIONAL(.unknowns = 1, .on_unknown = DISPATCH_RESEND),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "transactional, resend, waited in vain",
		    TRANSACTIONAL(UNCERTAIN, .on_unknown = DISPATCH_RESEND),
		    EVENT(WAITED), NEXT(ELSEWHERE, NOTHING) },
		{ "marketing", MARKETING(.unknowns = 1), ANSWER(UNKNOWN),
		    END(UNKNOWN, RESULT, FAILS) },
		{ "marketing, hold",
		    MARKETING(.unknowns = 1, .on_unknown = DISPATCH_HOLD),
		    ANSWER(UNKNOWN), END(UNKNOWN, RESULT, FAILS) },
		{ "marketing, resend",
		    MARKETING(.unknowns = 1, .on_unknown = DISPATCH_RESEND),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 8000) },
	};

	(void)state;
	CHECK(rows);
}

#define KEYED .unknowns = 1, .idempotent = true
#define REPEATED KEYED, .repeat = true, .attempts = 2

static void
with_an_idempotency_key_the_same_gateway_is_asked_again(void **state)
{
	static const struct row rows[] = {
		{ "a code", OTP(KEYED), ANSWER(UNKNOWN), NEXT(SAME, FAILS) },
		{ "a code, its second attempt: the third is for another",
		    OTP(REPEATED), ANSWER(UNKNOWN),
		    NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "marketing", MARKETING(KEYED), ANSWER(UNKNOWN),
		    NEXT(SAME, FAILS) },
		{ "marketing, third attempt", MARKETING(KEYED, .attempts = 3),
		    ANSWER(UNKNOWN), END(UNKNOWN, RESULT, FAILS) },
		{ "the extra is not repeated on top",
		    OTP(.unknowns = 2, .idempotent = true), ANSWER(UNKNOWN),
		    NEXT(WAIT, FAILS, .delay_ms = 8000) },
		{ "too late", TRANSACTIONAL(KEYED, NO_LIFE), ANSWER(UNKNOWN),
		    NEXT(WAIT, FAILS, .delay_ms = 3750) },
		{ "taken back",
		    TRANSACTIONAL(KEYED, .unwanted = true, .life_ms = 240000),
		    ANSWER(UNKNOWN), NEXT(WAIT, FAILS, .delay_ms = 60000) },
		{ "arrived", TRANSACTIONAL(KEYED, .arrived = true),
		    ANSWER(UNKNOWN), END(SUBMITTED, RESULT, FAILS) },
		{ "the repeat was refused, and only a code may go on",
		    TRANSACTIONAL(REPEATED), REFUSED(CONTENT),
		    END(UNKNOWN, RESULT, WORKS) },
		{ "the repeat of a code was refused", OTP(REPEATED),
		    REFUSED(CONTENT), NEXT(ELSEWHERE, WORKS) },
		{ "the repeat did not connect", TRANSACTIONAL(REPEATED),
		    ANSWER(DEFERRED), NEXT(SAME, FAILS) },
	};

	(void)state;
	CHECK(rows);
}

static void
a_report_that_it_was_taken_ends_the_doubt(void **state)
{
	static const struct row rows[] = {
		{ "delivered", OTP(UNCERTAIN), REPORTED(DELIVERED),
		    END(SUBMITTED, RESULT, .arrived = true) },
		{ "on its way", TRANSACTIONAL(UNCERTAIN), REPORTED(PENDING),
		    END(SUBMITTED, RESULT, .arrived = true) },
		{ "not delivered, but it did leave", OTP(UNCERTAIN),
		    REPORTED(UNDELIVERED),
		    END(SUBMITTED, RESULT, .arrived = true) },
		{ "the extra waits for its turn",
		    OTP(.phase = DECIDE_WAITING, .unknowns = 1),
		    REPORTED(DELIVERED),
		    END(SUBMITTED, RESULT, .arrived = true) },
		{ "the extra is on its way", OTP(.attempts = 2, .unknowns = 1),
		    REPORTED(DELIVERED), NEXT(STAY, .arrived = true) },
		{ "the provider does not know it", OTP(UNCERTAIN),
		    REPORTED(UNKNOWN), NEXT(STAY, NOTHING) },
	};

	(void)state;
	CHECK(rows);
}

static void
a_report_that_it_never_left_is_a_refusal(void **state)
{
	static const struct row rows[] = {
		{ "a code", OTP(UNCERTAIN), NEVER_LEFT(ROUTE),
		    NEXT(ELSEWHERE, .not_taken = true) },
		{ "a code, of the account", OTP(UNCERTAIN), NEVER_LEFT(ACCOUNT),
		    NEXT(ELSEWHERE, SUSPENDS, .not_taken = true) },
		{ "a code, of the number", OTP(UNCERTAIN), NEVER_LEFT(NUMBER),
		    END(REJECTED, RESULT, .not_taken = true) },
		{ "another class", TRANSACTIONAL(UNCERTAIN), NEVER_LEFT(ROUTE),
		    END(REJECTED, RESULT, .not_taken = true) },
		{ "the carrier's limit", OTP(UNCERTAIN),
		    REPORT(UNDELIVERED, NUMBER_LIMIT,
			.flags = SMSGW_REPORT_NEVER_LEFT),
		    END(REJECTED, RESULT, .not_taken = true) },
		{ "the extra is unknown as well",
		    OTP(.phase = DECIDE_UNCERTAIN, .attempts = 2,
			.unknowns = 2),
		    NEVER_LEFT(ROUTE), NEXT(STAY, .not_taken = true) },
		{ "the extra is on its way", OTP(.attempts = 2, .unknowns = 1),
		    NEVER_LEFT(ROUTE), NEXT(STAY, .not_taken = true) },
		{ "submitted before", OTP(.phase = DECIDE_ENDED),
		    NEVER_LEFT(ROUTE), NEXT(ELSEWHERE, .not_taken = true) },
		{ "submitted before, of the account",
		    OTP(.phase = DECIDE_ENDED), NEVER_LEFT(ACCOUNT),
		    NEXT(ELSEWHERE, SUSPENDS, .not_taken = true) },
		{ "submitted before, another class",
		    MARKETING(.phase = DECIDE_ENDED), NEVER_LEFT(ACCOUNT),
		    NEXT(STAY, SUSPENDS, .not_taken = true) },
		{ "submitted before, of the number", OTP(.phase = DECIDE_ENDED),
		    NEVER_LEFT(NUMBER), NEXT(STAY, .not_taken = true) },
		{ "submitted before, too late",
		    OTP(.phase = DECIDE_ENDED, NO_LIFE), NEVER_LEFT(ROUTE),
		    NEXT(STAY, .not_taken = true) },
		{ "submitted before, delivered", OTP(.phase = DECIDE_ENDED),
		    REPORTED(DELIVERED), NEXT(STAY, .arrived = true) },
		{ "submitted before, undelivered for the account",
		    OTP(.phase = DECIDE_ENDED),
		    REPORT(UNDELIVERED, .scope = SMSGW_SCOPE_ACCOUNT),
		    NEXT(STAY, SUSPENDS, .arrived = true) },
		{ "submitted before, flow control later",
		    OTP(.phase = DECIDE_ENDED),
		    REPORT(
			UNDELIVERED, THROTTLED, .scope = SMSGW_SCOPE_ACCOUNT),
		    NEXT(STAY, .arrived = true) },
	};

	(void)state;
	CHECK(rows);
}

#define QUEUED .phase = DECIDE_WAITING, .attempts = 0

static void
what_waits_can_be_ended_and_what_is_on_its_way_comes_out(void **state)
{
	static const struct row rows[] = {
		{ "its life ends", OTP(QUEUED, NO_LIFE), EVENT(TOO_LATE),
		    END(EXPIRED, LIFE, NOTHING) },
		{ "its life ends, perhaps taken",
		    OTP(.phase = DECIDE_WAITING, .unknowns = 1, NO_LIFE),
		    EVENT(TOO_LATE), END(UNKNOWN, LIFE, NOTHING) },
		{ "its life ends on the way", OTP(NO_LIFE), EVENT(TOO_LATE),
		    NEXT(STAY, NOTHING) },
		{ "no gateway", OTP(QUEUED), EVENT(STRANDED),
		    END(REJECTED, NO_GATEWAY, NOTHING) },
		{ "cancelled", OTP(QUEUED), EVENT(CANCELLED),
		    END(CANCELLED, ASKED, NOTHING) },
		{ "cancelled on the way", OTP(), EVENT(CANCELLED),
		    NEXT(STAY, NOTHING) },
		{ "cancelled in doubt", OTP(UNCERTAIN), EVENT(CANCELLED),
		    NEXT(STAY, NOTHING) },
		{ "a newer code", OTP(QUEUED), EVENT(SUPERSEDED),
		    END(CANCELLED, SUPERSEDED, NOTHING) },
		{ "a newer code while the extra waits",
		    OTP(.phase = DECIDE_WAITING, .unknowns = 1),
		    EVENT(SUPERSEDED), END(UNKNOWN, SUPERSEDED, NOTHING) },
		{ "closed", OTP(QUEUED), EVENT(CLOSED),
		    END(CANCELLED, CLOSED, NOTHING) },
		{ "closed on the way", OTP(), EVENT(CLOSED),
		    NEXT(STAY, NOTHING) },
		{ "closed in doubt", OTP(UNCERTAIN), EVENT(CLOSED),
		    END(UNKNOWN, CLOSED, NOTHING) },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(name)
		TEST(an_accepted_one_is_submitted),
		TEST(a_refusal_for_the_person_s_sake_goes_nowhere_else),
		TEST(what_another_gateway_may_carry_goes_elsewhere_at_once),
		TEST(somebody_of_many_is_found_by_halves),
		TEST(
		    what_was_surely_not_sent_is_sent_again_within_three_attempts),
		TEST(the_delay_is_about_one_second_then_four_with_full_jitter),
		TEST(an_unknown_code_waits_for_a_report_and_goes_once_more),
		TEST(another_unknown_one_is_reconciled_or_left_alone),
		TEST(with_an_idempotency_key_the_same_gateway_is_asked_again),
		TEST(a_report_that_it_was_taken_ends_the_doubt),
		TEST(a_report_that_it_never_left_is_a_refusal),
		TEST(what_waits_can_be_ended_and_what_is_on_its_way_comes_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

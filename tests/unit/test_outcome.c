/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an attempt comes out as when the provider does not say: the table of
 * the delivery rules, typed in again by hand.
 */
#include "outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* 2026-01-02 03:04:05 UTC */
#define NOW_MS INT64_C(1767323045000)

static struct outcome
of_reach(enum transport_reach reach, const char *code)
{
	struct transport_result result = { .reach = reach, .code = code };

	return outcome_of_transport(&result);
}

static void
nothing_written_is_deferred(void **state)
{
	static const struct {
		enum transport_reach reach;
		const char *code;
	} cases[] = {
		{ TRANSPORT_NOTHING, "dns-unknown" },
		{ TRANSPORT_RESOLVED, "connect-refused" },
		{ TRANSPORT_RESOLVED, "connect-timeout" },
		{ TRANSPORT_CONNECTED, "tls-untrusted" },
		{ TRANSPORT_CONNECTED, "tls-timeout" },
		{ TRANSPORT_SECURED, "expired" },
	};
	struct outcome result;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		result = of_reach(cases[i].reach, cases[i].code);
		assert_int_equal(result.outcome, SMSGW_DEFERRED);
		assert_string_equal(result.code, cases[i].code);
	}
}

static void
anything_written_without_a_whole_answer_is_unknown(void **state)
{
	static const struct {
		enum transport_reach reach;
		const char *code;
	} cases[] = {
		{ TRANSPORT_WRITING, "request-reset" },
		{ TRANSPORT_WRITTEN, "answer-timeout" },
		{ TRANSPORT_WRITTEN, "answer-missing" },
		{ TRANSPORT_ANSWERING, "answer-cut" },
		{ TRANSPORT_ANSWERING, "answer-too-large" },
	};
	struct outcome result;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		result = of_reach(cases[i].reach, cases[i].code);
		assert_int_equal(result.outcome, SMSGW_UNKNOWN);
		assert_int_equal(outcome_exit_code(&result), 76);
	}
}

static void
a_status_alone_decides_as_delivery_says(void **state)
{
	static const struct {
		int status;
		int outcome, scope, exit_code;
	} cases[] = {
		{ 200, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 202, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 204, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 301, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 302, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 304, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 308, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 400, SMSGW_REJECTED, SMSGW_SCOPE_CONTENT, 69 },
		{ 401, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 77 },
		{ 402, SMSGW_REJECTED, SMSGW_SCOPE_CONTENT, 69 },
		{ 403, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 77 },
		{ 404, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 405, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 408, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 415, SMSGW_REJECTED, SMSGW_SCOPE_CONTENT, 69 },
		{ 429, SMSGW_DEFERRED, SMSGW_SCOPE_ACCOUNT, 75 },
		{ 500, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 501, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT, 78 },
		{ 502, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 503, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 599, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 101, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
		{ 999, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, 76 },
	};
	struct outcome result;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		result = outcome_of_status(cases[i].status, NULL, NOW_MS);
		if (result.outcome != cases[i].outcome ||
		    result.scope != cases[i].scope ||
		    outcome_exit_code(&result) != cases[i].exit_code)
			fail_msg("status %d: outcome %d, scope %d, exit %d",
			    cases[i].status, result.outcome, result.scope,
			    outcome_exit_code(&result));
	}
}

static void
retry_after_is_seconds_or_a_date(void **state)
{
	static const struct {
		const char *text;
		int64_t delay_ms;
	} cases[] = {
		{ NULL, 0 },
		{ "", 0 },
		{ "0", 0 },
		{ "30", 30000 },
		{ "Fri, 02 Jan 2026 03:05:05 GMT", 60000 },
		{ "Fri, 02 Jan 2026 03:03:05 GMT", 0 },
		{ "-5", 0 },
		{ "soon", 0 },
		{ "30 seconds", 0 },
		{ "99999999999999999999999", INT64_C(86400000) },
	};
	struct outcome result;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		result = outcome_of_status(429, cases[i].text, NOW_MS);
		if (result.delay_ms != cases[i].delay_ms)
			fail_msg("\"%s\": %lld ms", cases[i].text,
			    (long long)result.delay_ms);
	}
}

static void
a_class_has_its_scope(void **state)
{
	static const struct {
		int error_class, scope;
	} cases[] = {
		{ SMSGW_CLASS_CREDENTIALS, SMSGW_SCOPE_ACCOUNT },
		{ SMSGW_CLASS_SIGNED_WRONG, SMSGW_SCOPE_ACCOUNT },
		{ SMSGW_CLASS_BALANCE, SMSGW_SCOPE_ACCOUNT },
		{ SMSGW_CLASS_THROTTLED, SMSGW_SCOPE_ACCOUNT },
		{ SMSGW_CLASS_CONFIGURATION, SMSGW_SCOPE_ACCOUNT },
		{ SMSGW_CLASS_TITLE, SMSGW_SCOPE_CONTENT },
		{ SMSGW_CLASS_TEMPLATE, SMSGW_SCOPE_CONTENT },
		{ SMSGW_CLASS_TEXT, SMSGW_SCOPE_CONTENT },
		{ SMSGW_CLASS_NUMBER, SMSGW_SCOPE_NUMBER },
		{ SMSGW_CLASS_NUMBER_LIMIT, SMSGW_SCOPE_NUMBER },
		{ SMSGW_CLASS_NUMBER_BLOCKED, SMSGW_SCOPE_NUMBER },
		{ SMSGW_CLASS_ROUTE, SMSGW_SCOPE_ROUTE },
		{ SMSGW_CLASS_BROKEN, SMSGW_SCOPE_NONE },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(
		    outcome_scope(cases[i].error_class), cases[i].scope);
}

static void
states_and_exit_codes_follow_the_outcome(void **state)
{
	struct outcome result = { .outcome = SMSGW_ACCEPTED };

	(void)state;
	assert_string_equal(outcome_state(&result), "submitted");
	assert_int_equal(outcome_exit_code(&result), 0);
	assert_null(outcome_entry(&result));

	result.outcome = SMSGW_DEFERRED;
	result.code = "expired";
	assert_string_equal(outcome_state(&result), "expired");

	result.code = "connect-refused";
	assert_string_equal(outcome_state(&result), "queued");
	assert_int_equal(outcome_exit_code(&result), 75);

	result.outcome = SMSGW_REJECTED;
	result.code = NULL;
	result.error_class = SMSGW_CLASS_NUMBER_LIMIT;
	assert_string_equal(outcome_state(&result), "rejected");
	assert_int_equal(outcome_exit_code(&result), 69);

	result.error_class = SMSGW_CLASS_CREDENTIALS;
	assert_int_equal(outcome_exit_code(&result), 77);

	/* a text that could not be put into the request was never refused */
	result = outcome_of_class(SMSGW_CLASS_TEXT);
	assert_int_equal(result.outcome, SMSGW_REJECTED);
	assert_string_equal(outcome_entry(&result)->code, "content-unfit");
	assert_int_equal(outcome_exit_code(&result), 65);

	assert_string_equal(outcome_word(0), "none");
	assert_string_equal(outcome_word(SMSGW_UNKNOWN), "unknown");
	assert_string_equal(outcome_word(99), "none");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_written_is_deferred),
		cmocka_unit_test(
		    anything_written_without_a_whole_answer_is_unknown),
		cmocka_unit_test(a_status_alone_decides_as_delivery_says),
		cmocka_unit_test(retry_after_is_seconds_or_a_date),
		cmocka_unit_test(a_class_has_its_scope),
		cmocka_unit_test(states_and_exit_codes_follow_the_outcome),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

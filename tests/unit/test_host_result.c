/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a provider says of an answer, of reports and of pushes, as the host
 * takes it.
 */
#include "host_exchange.h"

static void
the_answer_is_read(void **state)
{
	static const struct request_pair headers[] = { { "X-Code", "1", 0 },
		{ "Retry-After", "5", 0 } };
	struct exchange_response response = { .pub.host = &host_table,
		.status = 418,
		.headers = headers,
		.header_count = 2,
		.body = "ab\0c",
		.body_len = 4 };
	size_t len;

	(void)state;
	assert_int_equal(smsgw_status(&response.pub), 418);
	assert_string_equal(
	    smsgw_response_header(&response.pub, "retry-AFTER"), "5");
	assert_null(smsgw_response_header(&response.pub, "Retry"));
	assert_null(smsgw_response_header(&response.pub, NULL));
	assert_memory_equal(
	    smsgw_response_body(&response.pub, &len), "ab\0c", 5);
	assert_int_equal(len, 4);
	response.body = NULL;
	assert_string_equal(smsgw_response_body(&response.pub, &len), "");
	assert_int_equal(len, 0);
}

static void
a_result_is_told_once_for_each(void **state)
{
	struct smsgw_result result = { .size = sizeof(result),
		.outcome = SMSGW_ACCEPTED,
		.id = "I1",
		.text = "fine" };

	(void)state;
	smsgw_result(&x.pub, 0, &result);
	assert_int_equal(results[0].outcome, SMSGW_ACCEPTED);
	assert_string_equal(results[0].id, "I1");
	assert_ptr_not_equal(results[0].id, result.id);
	assert_string_equal(results[0].provider_text, "fine");
	assert_null(results[0].provider_code);
	assert_int_equal(results[1].outcome, 0);
	result.outcome = SMSGW_DEFERRED;
	result.error_class = SMSGW_CLASS_THROTTLED;
	result.delay_ms = 3000;
	smsgw_result(&x.pub, SMSGW_ALL, &result);
	assert_int_equal(results[0].outcome, SMSGW_ACCEPTED);
	assert_true(results[0].twice);
	assert_int_equal(results[1].outcome, SMSGW_DEFERRED);
	assert_int_equal(results[1].scope, SMSGW_SCOPE_ACCOUNT);
	assert_int_equal(results[1].delay_ms, 3000);
	assert_false(results[1].twice);
	assert_string_equal(fixture_failure(), "");
}

static void
a_result_that_cannot_be_fails_the_call(void **state)
{
	static const struct smsgw_result good = { .size = sizeof(good),
		.outcome = SMSGW_REJECTED };
	struct smsgw_result result = good;

	(void)state;
	smsgw_result(&x.pub, 2, &result);
	blamed("recipient 2 of 2");
	smsgw_result(&x.pub, 0, NULL);
	blamed("smsgw_result() was given nothing");
	result.size = 4;
	smsgw_result(&x.pub, 0, &result);
	blamed("whose size is not set");
	result = good;
	result.outcome = 5;
	smsgw_result(&x.pub, 0, &result);
	blamed("does not exist");
	result = good;
	result.error_class = 24;
	smsgw_result(&x.pub, 0, &result);
	blamed("does not exist");
	result = good;
	result.scope = -1;
	smsgw_result(&x.pub, 0, &result);
	blamed("does not exist");
	result = good;
	result.delay_ms = -1;
	smsgw_result(&x.pub, 0, &result);
	blamed("does not exist");
	assert_int_equal(results[0].outcome, 0);
	(void)smsgw_result_code(&x.pub, 0, NULL, NULL, NULL);
	blamed("smsgw_result_code()");
}

static void
codes_mean_what_the_table_says(void **state)
{
	(void)state;
	assert_int_equal(
	    smsgw_result_code(&x.pub, 0, "0", NULL, "I9"), SMSGW_ACCEPTED);
	assert_ptr_equal(results[0].row, &fixture_codes[0]);
	assert_string_equal(results[0].id, "I9");
	assert_int_equal(
	    smsgw_result_code(&x.pub, 1, "isv.X", "no", NULL), SMSGW_REJECTED);
	assert_int_equal(results[1].error_class, SMSGW_CLASS_CONFIGURATION);
	assert_int_equal(results[1].scope, SMSGW_SCOPE_ACCOUNT);
	assert_string_equal(results[1].provider_code, "isv.X");
	assert_string_equal(results[1].provider_text, "no");
}

static void
an_unknown_code_is_refused_or_left_to_the_status(void **state)
{
	(void)state;
	assert_int_equal(
	    smsgw_result_code(&x.pub, 0, "E7", NULL, NULL), SMSGW_REJECTED);
	assert_int_equal(results[0].error_class, SMSGW_CLASS_REFUSED);
	x.status = 500;
	assert_int_equal(
	    smsgw_result_code(&x.pub, 1, "E7", NULL, NULL), SMSGW_UNKNOWN);
	assert_int_equal(results[1].outcome, 0);
	assert_string_equal(results[1].provider_code, "E7");
	(void)smsgw_result_code(&x.pub, 1, "0", NULL, NULL);
	assert_true(results[1].twice);
	smsgw_token_refused(&x.pub);
	assert_true(x.token_refused);
}

static void
a_row_is_found_by_one_rule_in_any_table(void **state)
{
	struct {
		struct smsgw_code row;
		int more;
	} wide[] = { { .row = { .code = "E*" } }, { .row = { .code = "E7" } },
		{ .row = { .code = "E77*" } }, { .row = { .code = NULL } } };
	const uint32_t size = sizeof(wide[0]);
	const struct smsgw_code *rows = &wide[0].row;
	struct smsgw_host older = host_table;
	struct smsgw_gateway pub = { .host = &older };

	(void)state;
	assert_ptr_equal(
	    smsgw_code_find(fx.pub, rows, size, "E7"), &wide[1].row);
	assert_ptr_equal(
	    smsgw_code_find(fx.pub, rows, size, "E777"), &wide[2].row);
	assert_ptr_equal(
	    smsgw_code_find(fx.pub, rows, size, "E8"), &wide[0].row);
	assert_null(smsgw_code_find(fx.pub, rows, size, "F"));
	assert_null(smsgw_code_find(fx.pub, rows, size, NULL));
	assert_string_equal(fixture_failure(), "");
	older.size = (uint32_t)offsetof(struct smsgw_host, code_find);
	assert_null(smsgw_code_find(&pub, rows, size, "E7"));
	assert_null(smsgw_code_find(fx.pub, rows, 1, "E7"));
	blamed("smsgw_code_find()");
}

static void
what_is_told_of_all_is_somebodys(void **state)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_NUMBER_BLOCKED,
		.scope = SMSGW_SCOPE_NUMBER,
	};

	(void)state;
	smsgw_result(&x.pub, SMSGW_ALL, &result);
	assert_int_equal(results[0].scope, SMSGW_SCOPE_SOMEONE);
	assert_int_equal(results[1].scope, SMSGW_SCOPE_SOMEONE);
	memset(results, 0, sizeof(results));
	smsgw_result(&x.pub, 1, &result);
	assert_int_equal(results[1].scope, SMSGW_SCOPE_NUMBER);
	memset(results, 0, sizeof(results));
	x.count = 1;
	smsgw_result(&x.pub, SMSGW_ALL, &result);
	assert_int_equal(results[0].scope, SMSGW_SCOPE_NUMBER);
	memset(results, 0, sizeof(results));
	result.scope = SMSGW_SCOPE_SOMEONE;
	result.error_class = SMSGW_CLASS_PARAMETER;
	smsgw_result(&x.pub, SMSGW_ALL, &result);
	assert_int_equal(results[0].scope, SMSGW_SCOPE_CONTENT);
}

static struct smsgw_report last_report;
static struct smsgw_inbound last_inbound;
static struct smsgw_fact last_fact;

static void
take_report(void *arg, const struct smsgw_report *report)
{
	(void)arg;
	last_report = *report;
}

static void
take_inbound(void *arg, const struct smsgw_inbound *inbound)
{
	(void)arg;
	last_inbound = *inbound;
}

static void
take_fact(void *arg, const struct smsgw_fact *fact)
{
	(void)arg;
	last_fact = *fact;
}

static void
reports_inbound_and_facts_go_to_the_sink(void **state)
{
	struct smsgw_report report = {
		.size = sizeof(report), .state = 1, .id = "I1"
	};
	struct smsgw_inbound inbound = { .size = sizeof(inbound), .text = "T" };
	struct smsgw_fact fact = {
		.size = sizeof(fact), .name = "balance", .value = "7.00"
	};

	(void)state;
	smsgw_report(fx.pub, &report);
	smsgw_inbound(fx.pub, &inbound);
	smsgw_fact(fx.pub, &fact);
	fx.gw.sink = (struct gateway_sink){ .report = take_report,
		.inbound = take_inbound,
		.fact = take_fact };
	smsgw_report(fx.pub, &report);
	smsgw_inbound(fx.pub, &inbound);
	smsgw_fact(fx.pub, &fact);
	assert_string_equal(last_report.id, "I1");
	assert_string_equal(last_inbound.text, "T");
	assert_string_equal(last_fact.value, "7.00");
	assert_string_equal(fixture_failure(), "");
	report.state = 9;
	smsgw_report(fx.pub, &report);
	blamed("smsgw_report()");
	smsgw_report(fx.pub, NULL);
	blamed("smsgw_report()");
	smsgw_inbound(fx.pub, NULL);
	blamed("smsgw_inbound()");
	fact.name = NULL;
	smsgw_fact(fx.pub, &fact);
	blamed("smsgw_fact()");
}

static void
a_push_is_read_and_answered(void **state)
{
	static const struct request_pair headers[] = { { "X-Sig", "s", 0 } };
	struct host_push push = { .pub.host = &host_table,
		.gw = &fx.gw,
		.method = "POST",
		.query = "a=1&b=%E9%AA%8C+x&a=2&c&d=%0&e=%00",
		.headers = headers,
		.header_count = 1,
		.body = "f=1%262&g=",
		.body_len = 10 };
	struct host_reply reply = { .pub.host = &host_table, .status = 200 };
	size_t len;

	(void)state;
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_METHOD, NULL), "POST");
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "a"), "1");
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "b"), "验 x");
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "c"), "");
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "d"));
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "e"));
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "f"));
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_FORM, "f"), "1&2");
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_FORM, "g"), "");
	assert_string_equal(
	    smsgw_push_part(&push.pub, SMSGW_PUSH_HEADER, "x-sig"), "s");
	assert_string_equal(smsgw_push_body(&push.pub, &len), "f=1%262&g=");
	assert_string_equal(fixture_failure(), "");
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_FORM, NULL));
	blamed("smsgw_push_part()");
	assert_null(smsgw_push_part(&push.pub, 9, "a"));
	blamed("part 9");
	smsgw_reply(&reply.pub, 201, "text/plain", "ok\0", 3);
	smsgw_reply(&reply.pub, 202, NULL, "ok", 2);
	assert_false(reply.failed);
	assert_int_equal(reply.status, 202);
	assert_string_equal(reply.body, "ok");
	assert_string_equal(reply.content_type, "");
	smsgw_reply(&reply.pub, 99, NULL, NULL, 0);
	assert_true(reply.failed);
	reply.failed = false;
	smsgw_reply(&reply.pub, 200, "a\r\nX: y", NULL, 0);
	assert_true(reply.failed);
	host_reply_fini(&reply);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_answer_is_read),
		CASE(a_result_is_told_once_for_each),
		CASE(a_result_that_cannot_be_fails_the_call),
		CASE(codes_mean_what_the_table_says),
		CASE(an_unknown_code_is_refused_or_left_to_the_status),
		CASE(a_row_is_found_by_one_rule_in_any_table),
		CASE(what_is_told_of_all_is_somebodys),
		CASE(reports_inbound_and_facts_go_to_the_sink),
		CASE(a_push_is_read_and_answered),
	};

	return cmocka_run_group_tests_name("host_result", tests, NULL, NULL);
}

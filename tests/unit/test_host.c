/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table as a provider calls it: configuration, failures, messages,
 * results, pushes; and what a provider does wrong, which never crashes.
 */
#include <stdio.h>

#include "host_fixture.h"

static struct exchange x;
static struct message messages[2];
static struct message_rendition renditions[2];
static const struct message *message_list[2] = { &messages[0], &messages[1] };
static const struct message_rendition *rendition_list[2] = { &renditions[0],
	&renditions[1] };
static const struct message_param args[2] = { { "code", "123456" },
	{ "min", "5" } };
static struct exchange_result results[2];

static int
set_up(void **state)
{
	if (fixture_set_up(state) != 0)
		return -1;
	memset(&x, 0, sizeof(x));
	memset(messages, 0, sizeof(messages));
	memset(renditions, 0, sizeof(renditions));
	memset(results, 0, sizeof(results));
	memcpy(messages[0].to, "+8613800138000", 15);
	memcpy(messages[1].to, "+12025550123", 13);
	memcpy(messages[0].id, "0190f5fe-7c00-7000-8000-000000000001", 37);
	messages[0].purpose = "login";
	messages[0].expires_boot_ms = fixture_boot_ms + 5000;
	renditions[0] = (struct message_rendition){
		.text = "Hi", .signed_text = "【ACME】Hi", .template_id = "T1",
		.args = args, .arg_count = 2,
	};
	renditions[1] = renditions[0];
	x.pub.host = &host_table;
	x.gw = &fx.gw;
	x.messages = message_list;
	x.renditions = rendition_list;
	x.results = results;
	x.count = 2;
	x.status = 200;
	x.provider_id = "P1";
	x.sent_at_ms = 77;
	arena_init(&x.arena, 1 << 20);
	host_enter(&fx.gw, &x.arena);
	return 0;
}

static int
tear_down(void **state)
{
	arena_fini(&x.arena);
	return fixture_tear_down(state);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* As assert_blamed(), with the exchange's memory. */
static void
blamed(const char *part)
{
	assert_blamed(part);
	host_enter(&fx.gw, &x.arena);
}

static void
the_table_is_complete(void **state)
{
	const unsigned char *bytes = (const unsigned char *)&host_table;
	const void *member;
	size_t at;

	(void)state;
	assert_int_equal(host_table.abi, SMSGW_ABI);
	assert_int_equal(host_table.size, sizeof(struct smsgw_host));
	for (at = offsetof(struct smsgw_host, conf); at < sizeof(host_table);
	     at += sizeof(member)) {
		memcpy(&member, bytes + at, sizeof(member));
		assert_non_null(member);
	}
}

static void
configuration_is_read(void **state)
{
	(void)state;
	assert_string_equal(smsgw_conf(fx.pub, "sms_title"), "ACME");
	assert_string_equal(smsgw_conf(fx.pub, "none"), "");
	assert_int_equal(smsgw_conf_int(fx.pub, "tries"), 7);
	assert_null(smsgw_conf_item(fx.pub, "field", 0, NULL));
	assert_string_equal(fixture_failure(), "");
	assert_string_equal(smsgw_conf(fx.pub, NULL), "");
	blamed("provider acme 1.2: smsgw_conf() was given no key; report it");
	assert_int_equal(smsgw_conf_int(fx.pub, NULL), 0);
	blamed("smsgw_conf_int()");
	assert_null(smsgw_conf_item(fx.pub, NULL, 0, NULL));
	blamed("smsgw_conf_item()");
}

static void
a_failure_keeps_its_first_text_without_secrets(void **state)
{
	(void)state;
	assert_int_equal(smsgw_fail(fx.pub, SMSGW_CLASS_BALANCE, "E1",
	    "bad pa55word or cGE1NXdvcmQ= %d", 1), -1);
	assert_int_equal(smsgw_fail_key(fx.pub, "tries", "second"), -1);
	assert_string_equal(fx.gw.failure.text, "bad **** or ****= 1");
	assert_string_equal(fx.gw.failure.code, "E1");
	assert_int_equal(fx.gw.failure.error_class, SMSGW_CLASS_BALANCE);
	assert_null(fx.gw.failure.key);
	/* also when the provider then returns no error */
	assert_int_equal(host_leave(&fx.gw, 0), -1);
	host_enter(&fx.gw, &x.arena);
	(void)smsgw_fail_key(fx.pub, "tries", "must be odd");
	assert_string_equal(fx.gw.failure.key, "tries");
	assert_int_equal(host_leave(&fx.gw, -1), -1);
	host_enter(&fx.gw, &x.arena);
	assert_int_equal(host_leave(&fx.gw, -1), -1);
	assert_non_null(strstr(fx.gw.failure.text, "without saying why"));
	host_enter(&fx.gw, &x.arena);
	assert_int_equal(host_leave(&fx.gw, 0), 0);
}

static char logged[4][512];
static int logged_level, logged_count;

static void
log_line(void *arg, const struct gateway *gw, int level, const char *text)
{
	(void)arg;
	(void)gw;
	logged_level = level;
	(void)snprintf(logged[logged_count++ % 4], sizeof(logged[0]), "%s",
	    text);
}

static void
log_lines_are_masked_and_escaped(void **state)
{
	(void)state;
	smsgw_log(fx.pub, SMSGW_LOG_INFO, "nobody listens");
	fx.gw.log = log_line;
	logged_count = 0;
	smsgw_log(fx.pub, SMSGW_LOG_ERROR, "a\x1b[1m\npa55word");
	assert_string_equal(logged[0], "a\\x1B[1m\\x0A****");
	assert_int_equal(logged_level, SMSGW_LOG_ERROR);
	smsgw_log(fx.pub, 99, "x");
	assert_int_equal(logged_level, SMSGW_LOG_INFO);
}

static void
a_slow_call_is_logged_with_the_plugins_version(void **state)
{
	(void)state;
	fx.gw.log = log_line;
	logged_count = 0;
	fixture_boot_ms += 50;
	assert_int_equal(host_leave(&fx.gw, 0), 0);
	assert_int_equal(logged_count, 0);
	host_enter(&fx.gw, &x.arena);
	fixture_boot_ms += 51;
	assert_int_equal(host_leave(&fx.gw, 0), 0);
	assert_int_equal(logged_count, 1);
	assert_non_null(strstr(logged[0], "acme 1.2 took 51 ms"));
}

static void
what_a_gateway_can_is_noted_in_open_only(void **state)
{
	struct smsgw_can can = { .size = sizeof(can), .dial_codes = "86",
		.max_parts = 3 };
	int i;

	(void)state;
	smsgw_can(fx.pub, &can);
	/* an older plugin's struct ends before max_parts */
	can.size = offsetof(struct smsgw_can, max_parts);
	smsgw_can(fx.pub, &can);
	assert_int_equal(fx.gw.can_count, 2);
	assert_int_equal(fx.gw.cans[0].max_parts, 3);
	assert_int_equal(fx.gw.cans[1].max_parts, 0);
	assert_string_equal(fx.gw.cans[1].dial_codes, "86");
	assert_ptr_not_equal(fx.gw.cans[1].dial_codes, can.dial_codes);
	smsgw_can(fx.pub, NULL);
	blamed("smsgw_can() was given nothing");
	can.size = 0;
	smsgw_can(fx.pub, &can);
	blamed("whose size is not set");
	can.size = sizeof(can) + 64;
	for (i = 2; i < GATEWAY_CANS_MAX; i++)
		smsgw_can(fx.pub, &(struct { struct smsgw_can can;
		    char more[64]; }){ .can = can }.can);
	assert_string_equal(fixture_failure(), "");
	can.size = sizeof(can);
	smsgw_can(fx.pub, &can);
	blamed("more than 8");
	fx.gw.opened = true;
	smsgw_can(fx.pub, &can);
	fx.gw.opened = false;
	blamed("outside open()");
}

static void
data_and_tokens_are_kept(void **state)
{
	struct buf out;
	int here;

	(void)state;
	smsgw_set_data(fx.pub, &here);
	assert_ptr_equal(smsgw_data(fx.pub), &here);
	smsgw_keep(fx.pub, "token", "t0ken-value", SMSGW_SECRET,
	    FIXTURE_NOW_MS + 1);
	assert_string_equal(smsgw_kept(fx.pub, "token"), "t0ken-value");
	assert_string_equal(smsgw_kept(fx.pub, "other"), "");
	buf_init(&out, 100);
	assert_int_equal(redact_text(&fx.gw.redact, "t0ken-value", &out), 0);
	assert_string_equal(buf_str(&out), "****");
	buf_fini(&out);
	smsgw_keep(fx.pub, NULL, "v", 0, 0);
	blamed("smsgw_keep()");
	smsgw_keep(fx.pub, "n", NULL, 0, 0);
	blamed("smsgw_keep()");
	assert_string_equal(smsgw_kept(fx.pub, NULL), "");
	blamed("smsgw_kept()");
}

static void
recipients_and_texts_are_those_of_the_messages(void **state)
{
	(void)state;
	assert_int_equal(smsgw_recipients(&x.pub), 2);
	assert_string_equal(smsgw_recipient(&x.pub, 0, SMSGW_E164),
	    "+8613800138000");
	assert_string_equal(smsgw_recipient(&x.pub, 0, SMSGW_DIGITS),
	    "8613800138000");
	assert_string_equal(smsgw_recipient(&x.pub, 0, SMSGW_NATIONAL),
	    "13800138000");
	assert_string_equal(smsgw_recipient(&x.pub, 1, SMSGW_NATIONAL),
	    "2025550123");
	assert_string_equal(smsgw_text(&x.pub, 0), "Hi");
	assert_string_equal(smsgw_signed_text(&x.pub, 1), "【ACME】Hi");
	assert_string_equal(smsgw_signature(&x.pub, SMSGW_BARE), "ACME");
	assert_string_equal(smsgw_signature(&x.pub, SMSGW_BRACKETED),
	    "【ACME】");
	assert_string_equal(smsgw_template_id(&x.pub, 0), "T1");
	assert_int_equal(smsgw_args(&x.pub, 0), 2);
	assert_string_equal(smsgw_arg_name(&x.pub, 0, 1), "min");
	assert_string_equal(smsgw_arg_value(&x.pub, 0, 1), "5");
	assert_string_equal(smsgw_arg(&x.pub, 0, "code"), "123456");
	assert_string_equal(smsgw_arg(&x.pub, 0, "none"), "");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_ID),
	    "0190f5fe-7c00-7000-8000-000000000001");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_CLASS), "otp");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_PURPOSE),
	    "login");
	assert_string_equal(smsgw_about(&x.pub, 1, SMSGW_ABOUT_LOCALE), "");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_PROVIDER_ID),
	    "P1");
	assert_string_equal(smsgw_about(&x.pub, 0, 999), "");
	assert_int_equal(smsgw_remaining_ms(&x.pub, 0), 5000);
	assert_int_equal(smsgw_remaining_ms(&x.pub, 1), 0);
	assert_int_equal(smsgw_sent_at_ms(&x.pub, 0), 77);
	smsgw_set_exchange_data(&x.pub, &x);
	assert_ptr_equal(smsgw_exchange_data(&x.pub), &x);
	assert_string_equal(fixture_failure(), "");
}

static void
same_content_looks_at_text_template_and_arguments(void **state)
{
	static const struct message_param other[2] = { { "code", "123457" },
		{ "min", "5" } };

	(void)state;
	assert_int_equal(smsgw_same_content(&x.pub), 1);
	renditions[1].args = other;
	assert_int_equal(smsgw_same_content(&x.pub), 0);
	renditions[1].args = args;
	renditions[1].arg_count = 1;
	assert_int_equal(smsgw_same_content(&x.pub), 0);
	renditions[1].arg_count = 2;
	renditions[1].template_id = "T2";
	assert_int_equal(smsgw_same_content(&x.pub), 0);
	renditions[1].template_id = "T1";
	renditions[1].signed_text = "【ACME】Ho";
	assert_int_equal(smsgw_same_content(&x.pub), 0);
}

static void
an_index_out_of_range_is_the_providers_mistake(void **state)
{
	(void)state;
	assert_string_equal(smsgw_recipient(&x.pub, 2, SMSGW_E164), "");
	blamed("smsgw_recipient() was asked for recipient 2 of 2");
	assert_string_equal(smsgw_recipient(&x.pub, 0, 9), "");
	blamed("form 9");
	assert_string_equal(smsgw_text(&x.pub, SMSGW_ALL), "");
	blamed("smsgw_text()");
	assert_string_equal(smsgw_signed_text(&x.pub, 2), "");
	blamed("smsgw_signed_text()");
	assert_string_equal(smsgw_signature(&x.pub, 2), "");
	blamed("smsgw_signature()");
	assert_string_equal(smsgw_template_id(&x.pub, 2), "");
	blamed("smsgw_template_id()");
	assert_int_equal(smsgw_args(&x.pub, 2), 0);
	blamed("smsgw_args()");
	assert_string_equal(smsgw_arg_name(&x.pub, 0, 2), "");
	blamed("argument 2 of 2");
	assert_string_equal(smsgw_arg_value(&x.pub, 2, 0), "");
	blamed("smsgw_arg_value()");
	assert_string_equal(smsgw_arg(&x.pub, 2, "a"), "");
	blamed("smsgw_arg()");
	assert_string_equal(smsgw_arg(&x.pub, 0, NULL), "");
	blamed("smsgw_arg()");
	assert_string_equal(smsgw_about(&x.pub, 2, SMSGW_ABOUT_ID), "");
	blamed("smsgw_about()");
	assert_int_equal(smsgw_remaining_ms(&x.pub, 2), 0);
	blamed("smsgw_remaining_ms()");
	assert_int_equal(smsgw_sent_at_ms(&x.pub, 2), 0);
	blamed("smsgw_sent_at_ms()");
}

static void
the_request_is_reached_through_the_table(void **state)
{
	struct request r;
	const char *value = "old";
	size_t len;

	(void)state;
	request_init(&r, &host_table, &x.arena, "https://h:1/p?a=1");
	smsgw_method(&r.pub, "PUT");
	smsgw_query(&r.pub, "q", "1 2", 0);
	smsgw_header(&r.pub, "X-A", "v", SMSGW_SECRET);
	smsgw_form(&r.pub, "f", "é", 0);
	smsgw_delay(&r.pub, 20);
	assert_string_equal(smsgw_request_method(&r.pub), "PUT");
	assert_string_equal(smsgw_request_url(&r.pub, SMSGW_URL_HOST), "h:1");
	assert_string_equal(smsgw_request_url(&r.pub, SMSGW_URL_QUERY),
	    "a=1&q=1%202");
	assert_int_equal(smsgw_request_queries(&r.pub), 1);
	assert_string_equal(smsgw_request_query(&r.pub, 0, &value), "q");
	assert_string_equal(value, "1 2");
	assert_null(smsgw_request_query(&r.pub, 1, &value));
	assert_null(value);
	assert_int_equal(smsgw_request_headers(&r.pub), 2);
	assert_string_equal(smsgw_request_header(&r.pub, 1, NULL), "X-A");
	assert_null(smsgw_request_header(&r.pub, 2, NULL));
	assert_int_equal(smsgw_request_forms(&r.pub), 1);
	assert_string_equal(smsgw_request_form(&r.pub, 0, &value), "f");
	assert_string_equal(value, "é");
	assert_string_equal(smsgw_request_body(&r.pub, &len), "f=%C3%A9");
	assert_int_equal(len, 8);
	assert_null(r.mistake);
	smsgw_url(&r.pub, NULL);
	assert_non_null(r.mistake);
	request_init(&r, &host_table, &x.arena, "");
	smsgw_url(&r.pub, "http://other/");
	smsgw_body(&r.pub, "x", 1, "text/plain", 0);
	smsgw_view(&r.pub, "shown");
	assert_string_equal(r.view, "shown");
	assert_string_equal(smsgw_request_url(&r.pub, SMSGW_URL_SCHEME),
	    "http");
}

static void
the_answer_is_read(void **state)
{
	static const struct request_pair headers[] = { { "X-Code", "1", 0 },
		{ "Retry-After", "5", 0 } };
	struct host_response response = { .pub.host = &host_table,
		.status = 418, .headers = headers, .header_count = 2,
		.body = "ab\0c", .body_len = 4 };
	size_t len;

	(void)state;
	assert_int_equal(smsgw_status(&response.pub), 418);
	assert_string_equal(smsgw_response_header(&response.pub,
	    "retry-AFTER"), "5");
	assert_null(smsgw_response_header(&response.pub, "Retry"));
	assert_null(smsgw_response_header(&response.pub, NULL));
	assert_memory_equal(smsgw_response_body(&response.pub, &len), "ab\0c",
	    5);
	assert_int_equal(len, 4);
	response.body = NULL;
	assert_string_equal(smsgw_response_body(&response.pub, &len), "");
	assert_int_equal(len, 0);
}

static void
a_result_is_told_once_for_each(void **state)
{
	struct smsgw_result result = { .size = sizeof(result),
		.outcome = SMSGW_ACCEPTED, .id = "I1", .text = "fine" };

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
	assert_int_equal(smsgw_result_code(&x.pub, 0, "0", NULL, "I9"),
	    SMSGW_ACCEPTED);
	assert_ptr_equal(results[0].row, &fixture_codes[0]);
	assert_string_equal(results[0].id, "I9");
	assert_int_equal(smsgw_result_code(&x.pub, 1, "isv.X", "no", NULL),
	    SMSGW_REJECTED);
	assert_int_equal(results[1].error_class, SMSGW_CLASS_CONFIGURATION);
	assert_int_equal(results[1].scope, SMSGW_SCOPE_ACCOUNT);
	assert_string_equal(results[1].provider_code, "isv.X");
	assert_string_equal(results[1].provider_text, "no");
}

static void
an_unknown_code_is_refused_or_left_to_the_status(void **state)
{
	(void)state;
	assert_int_equal(smsgw_result_code(&x.pub, 0, "E7", NULL, NULL),
	    SMSGW_REJECTED);
	assert_int_equal(results[0].error_class, SMSGW_CLASS_REFUSED);
	x.status = 500;
	assert_int_equal(smsgw_result_code(&x.pub, 1, "E7", NULL, NULL),
	    SMSGW_UNKNOWN);
	assert_int_equal(results[1].outcome, 0);
	assert_string_equal(results[1].provider_code, "E7");
	(void)smsgw_result_code(&x.pub, 1, "0", NULL, NULL);
	assert_true(results[1].twice);
	smsgw_token_refused(&x.pub);
	assert_true(x.token_refused);
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
	struct smsgw_report report = { .size = sizeof(report), .state = 1,
		.id = "I1" };
	struct smsgw_inbound inbound = { .size = sizeof(inbound),
		.text = "T" };
	struct smsgw_fact fact = { .size = sizeof(fact), .name = "balance",
		.value = "7.00" };

	(void)state;
	smsgw_report(fx.pub, &report);
	smsgw_inbound(fx.pub, &inbound);
	smsgw_fact(fx.pub, &fact);
	fx.gw.sink = (struct gateway_sink){ .report = take_report,
		.inbound = take_inbound, .fact = take_fact };
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
	struct host_push push = { .pub.host = &host_table, .gw = &fx.gw,
		.method = "POST", .query = "a=1&b=%E9%AA%8C+x&a=2&c&d=%0&e=%00",
		.headers = headers, .header_count = 1, .body = "f=1%262&g=",
		.body_len = 10 };
	struct host_reply reply = { .pub.host = &host_table, .status = 200 };
	size_t len;

	(void)state;
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_METHOD,
	    NULL), "POST");
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "a"),
	    "1");
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "b"),
	    "验 x");
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "c"),
	    "");
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "d"));
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "e"));
	assert_null(smsgw_push_part(&push.pub, SMSGW_PUSH_QUERY, "f"));
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_FORM, "f"),
	    "1&2");
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_FORM, "g"),
	    "");
	assert_string_equal(smsgw_push_part(&push.pub, SMSGW_PUSH_HEADER,
	    "x-sig"), "s");
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
		CASE(the_table_is_complete),
		CASE(configuration_is_read),
		CASE(a_failure_keeps_its_first_text_without_secrets),
		CASE(log_lines_are_masked_and_escaped),
		CASE(a_slow_call_is_logged_with_the_plugins_version),
		CASE(what_a_gateway_can_is_noted_in_open_only),
		CASE(data_and_tokens_are_kept),
		CASE(recipients_and_texts_are_those_of_the_messages),
		CASE(same_content_looks_at_text_template_and_arguments),
		CASE(an_index_out_of_range_is_the_providers_mistake),
		CASE(the_request_is_reached_through_the_table),
		CASE(the_answer_is_read),
		CASE(a_result_is_told_once_for_each),
		CASE(a_result_that_cannot_be_fails_the_call),
		CASE(codes_mean_what_the_table_says),
		CASE(an_unknown_code_is_refused_or_left_to_the_status),
		CASE(reports_inbound_and_facts_go_to_the_sink),
		CASE(a_push_is_read_and_answered),
	};

	return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}

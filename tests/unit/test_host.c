/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table as a provider calls it: configuration, failures, messages,
 * the request; and what a provider does wrong, which never crashes.
 */
#include <stdio.h>

#include "host_exchange.h"

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
			     "bad pa55word or cGE1NXdvcmQ= %d", 1),
	    -1);
	assert_int_equal(smsgw_fail_key(fx.pub, "tries", "second"), -1);
	assert_string_equal(fx.gw.failure.text, "bad **** or ****= 1");
	assert_string_equal(fx.gw.failure.code, "E1");
	assert_int_equal(fx.gw.failure.error_class, SMSGW_CLASS_BALANCE);
	assert_null(fx.gw.failure.key);
	/* also when the provider then returns no error */
	assert_int_equal(gateway_leave(&fx.gw, 0), -1);
	gateway_enter(&fx.gw, &x.arena);
	(void)smsgw_fail_key(fx.pub, "tries", "must be odd");
	assert_string_equal(fx.gw.failure.key, "tries");
	assert_int_equal(gateway_leave(&fx.gw, -1), -1);
	gateway_enter(&fx.gw, &x.arena);
	assert_int_equal(gateway_leave(&fx.gw, -1), -1);
	assert_non_null(strstr(fx.gw.failure.text, "without saying why"));
	gateway_enter(&fx.gw, &x.arena);
	assert_int_equal(gateway_leave(&fx.gw, 0), 0);
}

static char logged[4][512];
static int logged_level, logged_count;

static void
log_line(void *arg, const struct gateway *gw, int level, const char *text)
{
	(void)arg;
	(void)gw;
	logged_level = level;
	(void)snprintf(
	    logged[logged_count++ % 4], sizeof(logged[0]), "%s", text);
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
	gateway_enter(&fx.gw, &x.arena);
	fixture_boot_ms += 50;
	assert_int_equal(gateway_leave(&fx.gw, 0), 0);
	assert_int_equal(logged_count, 0);
	gateway_enter(&fx.gw, &x.arena);
	fixture_boot_ms += 51;
	assert_int_equal(gateway_leave(&fx.gw, 0), 0);
	assert_int_equal(logged_count, 1);
	assert_non_null(strstr(logged[0], "acme 1.2 took 51 ms"));
}

static void
what_a_gateway_can_is_noted_in_open_only(void **state)
{
	struct smsgw_can can = {
		.size = sizeof(can), .dial_codes = "86", .max_parts = 3
	};
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
		smsgw_can(fx.pub,
		    &(struct {
			    struct smsgw_can can;
			    char more[64];
		    }){ .can = can }
			 .can);
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
	smsgw_keep(
	    fx.pub, "token", "t0ken-value", SMSGW_SECRET, FIXTURE_NOW_MS + 1);
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
	assert_string_equal(
	    smsgw_recipient(&x.pub, 0, SMSGW_E164), "+8613800138000");
	assert_string_equal(
	    smsgw_recipient(&x.pub, 0, SMSGW_DIGITS), "8613800138000");
	assert_string_equal(
	    smsgw_recipient(&x.pub, 0, SMSGW_NATIONAL), "13800138000");
	assert_string_equal(
	    smsgw_recipient(&x.pub, 1, SMSGW_NATIONAL), "2025550123");
	assert_string_equal(smsgw_text(&x.pub, 0), "Hi");
	assert_string_equal(smsgw_signed_text(&x.pub, 1), "【ACME】Hi");
	assert_string_equal(smsgw_signature(&x.pub, SMSGW_BARE), "ACME");
	assert_string_equal(
	    smsgw_signature(&x.pub, SMSGW_BRACKETED), "【ACME】");
	assert_string_equal(smsgw_template_id(&x.pub, 0), "T1");
	assert_int_equal(smsgw_args(&x.pub, 0), 2);
	assert_string_equal(smsgw_arg_name(&x.pub, 0, 1), "min");
	assert_string_equal(smsgw_arg_value(&x.pub, 0, 1), "5");
	assert_string_equal(smsgw_arg(&x.pub, 0, "code"), "123456");
	assert_string_equal(smsgw_arg(&x.pub, 0, "none"), "");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_ID),
	    "0190f5fe-7c00-7000-8000-000000000001");
	assert_string_equal(smsgw_about(&x.pub, 0, SMSGW_ABOUT_CLASS), "otp");
	assert_string_equal(
	    smsgw_about(&x.pub, 0, SMSGW_ABOUT_PURPOSE), "login");
	assert_string_equal(smsgw_about(&x.pub, 1, SMSGW_ABOUT_LOCALE), "");
	assert_string_equal(
	    smsgw_about(&x.pub, 0, SMSGW_ABOUT_PROVIDER_ID), "P1");
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
	static const struct smsgw_arg other[2] = { { "code", "123457" },
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
	assert_string_equal(
	    smsgw_request_url(&r.pub, SMSGW_URL_QUERY), "a=1&q=1%202");
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
	assert_string_equal(
	    smsgw_request_url(&r.pub, SMSGW_URL_SCHEME), "http");
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
	};

	return cmocka_run_group_tests_name("host", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway's file, read, attached to a provider that is a table of this
 * test, and opened with a host of this test.
 */
#include "gateway.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree.h"

static const struct smsgw_param acme_params[] = {
	{ .name = "sms_url",
	    .type = SMSGW_URL,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "SMS URL",
	    .example = "https://sms.example.com/msg/send" },
	{ .name = "api_account",
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "AccessKey ID",
	    .example = "LTAI5tExample" },
	{ .name = "api_password",
	    .flags = SMSGW_PARAM_REQUIRED | SMSGW_PARAM_SECRET,
	    .label = "AccessKey secret" },
	{ .name = "api_extension", .label = "Extension" },
	{ .name = "protocol",
	    .type = SMSGW_CHOICE,
	    .choices = "v1 v3",
	    .preset = "v3",
	    .label = "Protocol" },
	{ .name = "token",
	    .flags = SMSGW_PARAM_SECRET,
	    .min = 8,
	    .max = 80,
	    .when = "protocol=v1",
	    .label = "Token" },
	{ .name = "retries",
	    .type = SMSGW_INTEGER,
	    .min = 0,
	    .max = 9,
	    .preset = "3",
	    .label = "Retries" },
	{ .name = "header", .flags = SMSGW_PARAM_NUMBERED, .label = "Header" },
	{ .name = NULL },
};

static struct smsgw_can said;
static int opened, closed;

static int
acme_open(struct smsgw_gateway *pub)
{
	struct gateway *gw = (struct gateway *)(void *)pub;

	opened++;
	if (strcmp(gateway_conf(gw, "api_account"), "bad") == 0) {
		gw->failure.failed = true;
		gw->failure.key = "api_account";
		gw->failure.text = "is not an AccessKey";
		return -1;
	}
	if (said.size != 0) {
		gw->cans[0] = said;
		gw->can_count = 1;
	}
	return 0;
}

static void
acme_close(struct smsgw_gateway *pub)
{
	(void)pub;
	closed++;
}

static const struct smsgw_http acme_http = { .size = sizeof(acme_http) };

static const struct smsgw_provider acme = {
	.abi = SMSGW_ABI,
	.size = sizeof(acme),
	.name = "acme",
	.title = "ACME",
	.version = "1",
	.params = acme_params,
	.param_size = sizeof(acme_params[0]),
	.open = acme_open,
	.close = acme_close,
	.http = &acme_http,
};

static const struct smsgw_host host = { .abi = SMSGW_ABI,
	.size = sizeof(host) };

static struct problems problems;
static struct settings *settings;
static struct gateway *gw;

static const char good[] = "[gateway]\n"
			   "provider = acme\n"
			   "name = CIAM\n"
			   "number =\n"
			   "sms_url = https://sms.example.com/msg/send\n"
			   "api_account = IDaaS_SSO\n"
			   "api_password_file = ciam.secret\n"
			   "sms_title = 【Cloud IDaaS Platform】\n"
			   "api_extension = channel=7&tag=%E4%B8%AD\n"
			   "description = login and recovery codes\n"
			   "enabled = yes\n"
			   "test_phone = 13800138000\n"
			   "test_content = Your code is 123456\n"
			   "[limits]\n"
			   "timeout = 8s\n";

static int
setup(void **state)
{
	int result = tree_setup(state);

	unsetenv("STATE_DIRECTORY");
	unsetenv("CREDENTIALS_DIRECTORY");
	problems_init(&problems);
	tree_write("smsgw.ini", 0644, "[smsgw]\ndefault_country = CN\n");
	tree_write("gateways.d/ciam.secret", 0640, "Planted-Secret\n");
	said = (struct smsgw_can){ .size = 0 };
	opened = closed = 0;
	gw = NULL;
	return result;
}

static int
teardown(void **state)
{
	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	gw = NULL;
	settings = NULL;
	return tree_teardown(state);
}

/* Loads a text as gateway "ciam"; what was loaded before goes. */
static void
load(mode_t mode, const char *text)
{
	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	tree_write("gateways.d/ciam.ini", mode, text);
	settings = settings_open(tree_path(""), &problems);
	assert_non_null(settings);
	gw = gateway_load(
	    settings_gateway(settings, "ciam"), settings, &problems);
	assert_non_null(gw);
}

/* The good file, with some lines more in [gateway]. */
static void
load_with(const char *lines)
{
	char text[4096];

	snprintf(text, sizeof(text), "[gateway]\nprovider = acme\n%s", lines);
	load(0644, text);
}

static void
the_page_of_the_product_is_read_without_a_complaint(void **state)
{
	(void)state;
	load(0644, good);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(gateway_open(gw, &host, &clock_system, &problems), 0);
	tree_show(&problems);
	assert_int_equal(problems_count(&problems), 0);
	assert_string_equal(gw->id, "ciam");
	assert_string_equal(gw->provider_name, "acme");
	assert_true(gw->enabled);
	assert_false(gw->allow_private);
	assert_int_equal(gw->timeout_ms, 8000);
	assert_int_equal(gw->connect_timeout_ms, 0);
	assert_string_equal(gateway_conf(gw, "api_password"), "Planted-Secret");
	assert_string_equal(
	    gateway_conf(gw, "sms_title"), "【Cloud IDaaS Platform】");
	assert_string_equal(gateway_conf(gw, "protocol"), "v3");
	assert_int_equal(gateway_conf_int(gw, "retries"), 3);
	assert_string_equal(gateway_conf(gw, "enabled"), "");
	assert_string_equal(gateway_conf(gw, "nothing"), "");
	assert_int_equal(gateway_line(gw, "api_account"), 6);
	assert_int_equal(gateway_line(gw, "api_password"), 7);
	assert_int_equal(gateway_line(gw, "timeout"), 15);
	assert_int_equal(gateway_line(gw, "nothing"), 0);
}

static void
secrets_are_hidden_from_then_on(void **state)
{
	struct buf out;

	(void)state;
	load(0644, good);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	buf_init(&out, 1000);
	assert_int_equal(
	    redact_text(&gw->redact, "x Planted-Secret y", &out), 0);
	assert_string_equal(buf_str(&out), "x **** y");
	buf_fini(&out);
}

static void
all_errors_of_the_file_come_at_once_with_their_lines(void **state)
{
	(void)state;
	load(0644,
	    "[gateway]\nprovider = acme\napi_acount = x\n"
	    "enabled = maybe\ntest_phone = 12\napi_extension = a=%zz\n"
	    "tls_legacy = yes\nca_file = none.pem\n"
	    "[limits]\ntimeout = 10\nconcurrency = 0\n[route]\na = b\n"
	    "[provider]\nretries = 10\nprotcol = v1\n"
	    "[templates]\nlogin = SMS_1 yzm=\n");
	assert_true(gw->broken);
	assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 3,
	    "api_acount", "did you mean api_account?"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 4, "enabled", "\"maybe\""));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 5, "test_phone", NULL));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 6, "api_extension", "k=v"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 7,
	    "tls_legacy", "pin_sha256"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 8, "ca_file",
	    "/gateways.d/none.pem"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 10, "timeout", "expected"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 11,
	    "concurrency", "from 1 to 1000"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 12, NULL, "[route]"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 15,
	    "retries", "from 0 to 9"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 16,
	    "protcol", "did you mean protocol?"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 18, "login", "argument 1"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 1, "sms_url", "SMS URL"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 1,
	    "api_account", "LTAI5tExample"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 1,
	    "api_password", "api_password_file = FILE"));
	assert_int_equal(problems_errors(&problems), 15);
	assert_string_equal(problems_get(&problems, 0)->gateway, "ciam");
	assert_string_equal(problems_get(&problems, 14)->gateway, "ciam");
}

static void
lines_that_were_refused_are_not_called_missing_too(void **state)
{
	(void)state;
	load_with("sms_url = https://sms.example.com/\n"
		  "api_account = a;b\napi_password_file = ciam.secret\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 4, NULL, NULL));
}

static void
a_file_without_a_provider_says_so_and_can_be_shown(void **state)
{
	(void)state;
	load(0644, "[gateway]\nname = CIAM\n");
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 1,
	    "provider", "provider = china_mobile"));
	assert_string_equal(gw->provider_name, "");
	assert_string_equal(param_text(&gw->core, "name"), "CIAM");
}

static void
an_unreadable_secret_names_gateway_key_and_reason(void **state)
{
	struct buf line;

	(void)state;
	load_with("sms_url = https://sms.example.com/\napi_account = a\n"
		  "api_password_file = secrets/bank\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
	assert_int_equal(problems_count(&problems), 1);
	buf_init(&line, 2000);
	problem_format(problems_get(&problems, 0), &line);
	assert_non_null(strstr(buf_str(&line),
	    "ciam.ini:5: "
	    "api_password_file: cannot open secrets/bank: No such file"));
	assert_string_equal(problems_get(&problems, 0)->gateway, "ciam");
	buf_fini(&line);
}

static void
plain_http_is_a_warning(void **state)
{
	static const char rest[] = "api_account = a\n"
				   "api_password_file = ciam.secret\n";
	char text[512];

	(void)state;
	snprintf(text, sizeof(text), "sms_url = http://a.example/\n%s", rest);
	load_with(text);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(problems_count(&problems), 1);
	assert_true(tree_has(
	    &problems, PROBLEM_WARNING, "ciam.ini", 3, "sms_url", "password"));
	snprintf(text, sizeof(text),
	    "sms_url = http://127.0.0.1:80/\n%s"
	    "allow_private = yes\n",
	    rest);
	load_with(text);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(problems_count(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 3,
	    "sms_url", "fine for tests"));
}

static void
a_private_address_needs_allow_private(void **state)
{
	static const char *const urls[] = { "https://127.0.0.1/",
		"https://10.1.2.3:8443/x", "https://[::1]/",
		"https://localhost/", "https://[fd00::1]:1/" };
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(urls); i++) {
		snprintf(text, sizeof(text),
		    "sms_url = %s\napi_account = a\n"
		    "api_password_file = ciam.secret\n",
		    urls[i]);
		load_with(text);
		assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
		assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 3,
		    "sms_url", "allow_private = yes"));
		snprintf(text, sizeof(text),
		    "sms_url = %s\napi_account = a\n"
		    "api_password_file = ciam.secret\nallow_private = yes\n",
		    urls[i]);
		load_with(text);
		assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
		assert_int_equal(problems_count(&problems), 0);
	}
}

static void
tls_keys_that_have_no_effect_are_warnings(void **state)
{
	(void)state;
	tree_write("gateways.d/ca.pem", 0644, "-----BEGIN CERTIFICATE-----\n");
	load_with("sms_url = https://sms.example.com/\napi_account = a\n"
		  "api_password_file = ciam.secret\nca_file = ca.pem\n"
		  "pin_sha256 = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
		  "tls_legacy = yes\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(problems_count(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 6,
	    "ca_file", "pin_sha256"));
	assert_string_equal(gw->ca_file, tree_path("gateways.d/ca.pem"));
	load_with(
	    "sms_url = http://sms.example.com/\napi_account = a\n"
	    "api_password_file = ciam.secret\n"
	    "pin_sha256 = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 6,
	    "pin_sha256", "without TLS"));
	tree_write("gateways.d/ca.pem", 0644, "hello\n");
	load_with("ca_file = ca.pem\n");
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 3, "ca_file",
	    "no certificate"));
}

static void
a_word_of_the_page_that_is_not_used_is_a_warning(void **state)
{
	(void)state;
	load_with("sms_url = https://sms.example.com/\napi_account = a\n"
		  "api_password_file = ciam.secret\nnumber = 1069\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(problems_count(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 6,
	    "number", "not used by provider acme"));
}

static void
a_providers_own_secret_is_read_where_it_is_used(void **state)
{
	(void)state;
	tree_write("gateways.d/token", 0600, "0123456789\n");
	load_with("sms_url = https://sms.example.com/\napi_account = a\n"
		  "api_password_file = ciam.secret\n"
		  "[provider]\nprotocol = v1\ntoken_file = token\n"
		  "header.2 = X-B: b\nheader.1 = X-A: a\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(problems_count(&problems), 0);
	assert_string_equal(gateway_conf(gw, "token"), "0123456789");
	assert_string_equal(gateway_conf_item(gw, "header", 0, NULL), "X-A: a");
	assert_string_equal(gateway_conf_item(gw, "header", 1, NULL), "X-B: b");
	assert_null(gateway_conf_item(gw, "header", 2, NULL));
	tree_write("gateways.d/token", 0600, "Short7\n");
	load_with("sms_url = https://sms.example.com/\napi_account = a\n"
		  "api_password_file = ciam.secret\n"
		  "[provider]\nprotocol = v1\ntoken_file = token\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 8, "token", "at least 8"));
	assert_null(strstr(problems_get(&problems, 0)->text, "Short7"));
}

static void
a_secret_that_everybody_reads_breaks_the_gateway(void **state)
{
	static const char text[] =
	    "[gateway]\nprovider = acme\n"
	    "sms_url = https://sms.example.com/\napi_account = a\n"
	    "api_password = 'secret; with # signs'\n";

	(void)state;
	load(0644, text);
	assert_int_equal(gateway_attach(gw, &acme, &problems), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 5,
	    "api_password", "everybody"));
	load(0640, text);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_string_equal(
	    gateway_conf(gw, "api_password"), "secret; with # signs");
}

static void
what_a_provider_does_not_say_it_carries_is_text(void **state)
{
	(void)state;
	load(0644, good);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(gateway_open(gw, &host, &clock_system, &problems), 0);
	assert_int_equal(gw->can_count, 1);
	assert_int_equal(gw->cans[0].max_same, 1);
	assert_non_null(gateway_can(gw, "+8613800138000", SMSGW_CAN_TEXT));
	assert_null(gateway_can(gw, "+8613800138000", SMSGW_CAN_TEMPLATE));
	gateway_free(gw);
	gw = NULL;
	assert_int_equal(opened, 1);
	assert_int_equal(closed, 1);
}

static void
a_provider_of_templates_without_any_is_a_warning(void **state)
{
	(void)state;
	said = (struct smsgw_can){ .size = sizeof(said),
		.content = SMSGW_CAN_TEMPLATE,
		.dial_codes = "86" };
	load(0644, good);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(gateway_open(gw, &host, &clock_system, &problems), 0);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", -1, NULL,
	    "only templates"));
	assert_non_null(gateway_can(gw, "+8613800138000", SMSGW_CAN_TEMPLATE));
	assert_null(gateway_can(gw, "+441632960001", SMSGW_CAN_TEMPLATE));
}

static void
a_provider_of_texts_with_templates_is_a_warning(void **state)
{
	(void)state;
	load_with(
	    "sms_url = https://sms.example.com/\napi_account = a\n"
	    "api_password_file = ciam.secret\n[templates]\nlogin = SMS_1\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(gateway_open(gw, &host, &clock_system, &problems), 0);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 7, NULL,
	    "takes texts, not templates"));
}

static void
a_provider_that_refuses_is_told_at_the_key_it_blames(void **state)
{
	(void)state;
	load_with("sms_url = https://sms.example.com/\napi_account = bad\n"
		  "api_password_file = ciam.secret\n");
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_int_equal(gateway_open(gw, &host, &clock_system, &problems), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 4,
	    "api_account", "provider acme: is not an AccessKey"));
	gateway_free(gw);
	gw = NULL;
	assert_int_equal(closed, 0);
}

static int64_t
at_1000(void *arg)
{
	(void)arg;
	return 1000;
}

static void
a_kept_token_is_there_until_it_expires(void **state)
{
	const struct clock still = { .wall_ms = at_1000 };
	struct buf out;

	(void)state;
	load(0644, good);
	gw->clock = &still;
	gateway_keep(gw, "token", "Kept-Token", SMSGW_SECRET, 1001);
	gateway_keep(gw, "old", "x", 0, 1000);
	assert_string_equal(gateway_kept(gw, "token"), "Kept-Token");
	assert_string_equal(gateway_kept(gw, "old"), "");
	assert_string_equal(gateway_kept(gw, "none"), "");
	buf_init(&out, 100);
	assert_int_equal(redact_text(&gw->redact, "Kept-Token", &out), 0);
	assert_string_equal(buf_str(&out), "****");
	buf_fini(&out);
	gateway_keep(gw, "token", "second", 0, 2000);
	assert_string_equal(gateway_kept(gw, "token"), "second");
	gateway_forget(gw);
	assert_string_equal(gateway_kept(gw, "token"), "");
}

static void
tokens_that_were_replaced_leave_nothing_behind(void **state)
{
	const struct clock still = { .wall_ms = at_1000 };
	struct buf out;
	char token[32];
	size_t secrets, most;
	int i;

	(void)state;
	load(0644, good);
	gw->clock = &still;
	gateway_keep(gw, "other", "0ther-Token", SMSGW_SECRET, 2000);
	gateway_keep(gw, "token", "Token-1000", SMSGW_SECRET, 2000);
	secrets = gw->redact.notes.len;
	most = gw->tokens.notes.len;
	for (i = 1001; i < 1200; i++) {
		snprintf(token, sizeof(token), "Token-%d", i);
		gateway_keep(gw, "token", token, SMSGW_SECRET, 2000);
	}
	assert_int_equal(gw->redact.notes.len, secrets);
	assert_int_equal(gw->tokens.notes.len, most);
	buf_init(&out, 100);
	assert_int_equal(
	    redact_text(&gw->redact, "Token-1198 Token-1199 0ther-Token", &out),
	    0);
	assert_string_equal(buf_str(&out), "Token-1198 **** ****");
	buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(the_page_of_the_product_is_read_without_a_complaint),
		TEST(secrets_are_hidden_from_then_on),
		TEST(all_errors_of_the_file_come_at_once_with_their_lines),
		TEST(lines_that_were_refused_are_not_called_missing_too),
		TEST(a_file_without_a_provider_says_so_and_can_be_shown),
		TEST(an_unreadable_secret_names_gateway_key_and_reason),
		TEST(plain_http_is_a_warning),
		TEST(a_private_address_needs_allow_private),
		TEST(tls_keys_that_have_no_effect_are_warnings),
		TEST(a_word_of_the_page_that_is_not_used_is_a_warning),
		TEST(a_providers_own_secret_is_read_where_it_is_used),
		TEST(a_secret_that_everybody_reads_breaks_the_gateway),
		TEST(what_a_provider_does_not_say_it_carries_is_text),
		TEST(a_provider_of_templates_without_any_is_a_warning),
		TEST(a_provider_of_texts_with_templates_is_a_warning),
		TEST(a_provider_that_refuses_is_told_at_the_key_it_blames),
		TEST(a_kept_token_is_there_until_it_expires),
		TEST(tokens_that_were_replaced_leave_nothing_behind),
#undef TEST
	};

	return cmocka_run_group_tests_name("gateway", tests, NULL, NULL);
}

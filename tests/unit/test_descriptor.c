/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests the check of a provider's tables, one fault at a time in a copy of a
 * correct provider, and looking up parameters and codes in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "descriptor.h"

/* The places of things in the tables below. */
enum { PROTOCOL, URL, PASSWORD, FIELD, RETRIES, WAIT, TLS, PIN, PARAM_END };
enum { OK, ISV, ISV_LIMIT, LIMIT_EXACT, CODE_END };

static struct smsgw_param params[PARAM_END + 1];
static struct smsgw_code codes[CODE_END + 1];
static struct smsgw_http http;
static struct smsgw_provider provider;
static struct problems problems;

static int
call(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	(void)gw;
	(void)x;
	(void)r;
	return 0;
}

static int
parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *response)
{
	(void)gw;
	(void)x;
	(void)response;
	return 0;
}

static const struct smsgw_param good_params[PARAM_END + 1] = {
	[PROTOCOL] = {
		.name = "protocol",
		.type = SMSGW_CHOICE,
		.preset = "new",
		.choices = "old new",
		.label = "Protocol", .label_zh = "协议",
		.summary = "which one", .summary_zh = "协议类型",
	},
	[URL] = {
		.name = "sms_url",
		.type = SMSGW_URL,
		.flags = SMSGW_PARAM_REQUIRED,
		.label = "URL", .label_zh = "地址",
		.summary = "where to", .summary_zh = "请求地址",
		.example = "https://sms.example.com/send",
	},
	[PASSWORD] = {
		.name = "api_password",
		.flags = SMSGW_PARAM_REQUIRED | SMSGW_PARAM_SECRET,
		.label = "Password", .label_zh = "密码",
		.summary = "of the account", .summary_zh = "账号密码",
		.help = "First.\nSecond.", .help_zh = "一\n二",
		.when = "protocol=old|new",
	},
	[FIELD] = {
		.name = "field",
		.flags = SMSGW_PARAM_NUMBERED,
		.label = "Field", .label_zh = "字段",
		.summary = "of the form", .summary_zh = "表单字段",
	},
	[RETRIES] = {
		.name = "retries",
		.type = SMSGW_INTEGER,
		.preset = "3",
		.min = 1, .max = 5,
		.label = "Retries", .label_zh = "重试",
		.summary = "how many", .summary_zh = "重试次数",
		.when = "use_tls=yes",
	},
	[WAIT] = {
		.name = "wait",
		.type = SMSGW_DURATION,
		.preset = "300ms",
		.min = 100, .max = 1000,
		.label = "Wait", .label_zh = "等待",
		.summary = "how long", .summary_zh = "等待时间",
		.since = "1.2",
	},
	[TLS] = {
		.name = "use_tls",
		.type = SMSGW_BOOLEAN,
		.preset = "yes",
		.label = "TLS", .label_zh = "加密",
		.summary = "whether", .summary_zh = "是否加密",
	},
	[PIN] = {
		.name = "pin",
		.type = SMSGW_STRING,
		.min = 4, .max = 6,
		.example = "12345",
		.label = "PIN", .label_zh = "口令",
		.summary = "digits", .summary_zh = "数字",
	},
};

static const struct smsgw_code good_codes[CODE_END + 1] = {
	[OK] = {
		.code = "OK",
		.outcome = SMSGW_ACCEPTED,
		.text = "accepted", .text_zh = "已接受",
	},
	[ISV] = {
		.code = "isv.*",
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_REFUSED,
		.scope = SMSGW_SCOPE_ACCOUNT,
		.who = SMSGW_WHO_ADMIN,
		.text = "refused", .text_zh = "被拒绝",
		.fix = "ask them", .fix_zh = "请咨询服务商",
	},
	[ISV_LIMIT] = {
		.code = "isv.LIMIT_*",
		.outcome = SMSGW_DEFERRED,
		.error_class = SMSGW_CLASS_THROTTLED,
		.scope = SMSGW_SCOPE_ACCOUNT,
		.who = SMSGW_WHO_NOBODY,
		.text = "too fast", .text_zh = "过快",
		.fix = "wait", .fix_zh = "请等待",
	},
	[LIMIT_EXACT] = {
		.code = "isv.LIMIT_DAY",
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_NUMBER_LIMIT,
		.scope = SMSGW_SCOPE_NUMBER,
		.who = SMSGW_WHO_RECIPIENT,
		.text = "enough today", .text_zh = "今日已满",
		.fix = "try tomorrow", .fix_zh = "请明日再试",
	},
};

static int
setup(void **state)
{
	(void)state;
	memcpy(params, good_params, sizeof(params));
	memcpy(codes, good_codes, sizeof(codes));
	http = (struct smsgw_http){
		.size = sizeof(http),
		.send = { .build = call, .sign = call, .parse = parse },
		.status = { .build = call, .parse = parse },
	};
	provider = (struct smsgw_provider){
		.abi = SMSGW_ABI,
		.size = sizeof(provider),
		.name = "acme",
		.title = "Acme",
		.version = "1.2",
		.license = "MIT",
		.params = params,
		.codes = codes,
		.param_size = sizeof(params[0]),
		.code_size = sizeof(codes[0]),
		.http = &http,
		.title_zh = "顶点",
	};
	problems_init(&problems);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	problems_fini(&problems);
	return 0;
}

static int
check(void)
{
	return descriptor_check(&provider, "acme", "/opt/acme.so", &problems);
}

/* The provider must be refused for one reason, told in these words. */
static void
assert_refused(const char *words)
{
	const struct problem *problem;

	assert_int_equal(check(), -1);
	problem = problems_get(&problems, 0);
	if (strstr(problem->text, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, problem->text);
	assert_string_equal(problem->file, "/opt/acme.so");
	assert_string_equal(problem->code, "plugin-table");
	assert_non_null(problem->fix);
	assert_int_equal(problems_count(&problems), 1);
	problems_fini(&problems);
	setup(NULL);
}

/* The provider must pass with one warning of these words. */
static void
assert_warned(const char *words)
{
	const struct problem *problem;

	assert_int_equal(check(), 0);
	assert_int_equal(problems_count(&problems), 1);
	problem = problems_get(&problems, 0);
	assert_int_equal(problem->level, PROBLEM_WARNING);
	if (strstr(problem->text, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, problem->text);
	problems_fini(&problems);
	setup(NULL);
}

static void
a_correct_provider_passes_without_a_word(void **state)
{
	(void)state;
	assert_int_equal(check(), 0);
	assert_int_equal(problems_count(&problems), 0);
	provider.params = NULL;
	provider.param_size = 0;
	provider.codes = NULL;
	provider.code_size = 0;
	assert_int_equal(check(), 0);
	assert_int_equal(problems_count(&problems), 0);
}

static void
strings_must_be_there_and_fit_to_be_shown(void **state)
{
	(void)state;
	provider.title = NULL;
	assert_refused("the provider has no title");
	provider.version = "";
	assert_refused("the provider has no version");
	provider.license = "MIT\nor so";
	assert_refused("license that is not one line of text in UTF-8");
	provider.title_zh = "\xff";
	assert_refused("title in Chinese that is not");
	params[URL].help = "\033[31mred";
	assert_refused("\"sms_url\" has a help that is not a text");
	provider.size = offsetof(struct smsgw_provider, title_zh);
	provider.title_zh = "\xff";
	assert_int_equal(check(), 0);
}

static void
names_of_parameters_are_words_and_different(void **state)
{
	(void)state;
	params[WAIT].name = "Wait";
	assert_refused("parameter \"Wait\" is no name of");
	params[WAIT].name = "wait.1";
	assert_refused("parameter \"wait.1\" is no name of");
	params[WAIT].name = "retries";
	assert_refused("parameter \"retries\" is there twice");
}

static void
presets_and_examples_are_values_of_their_type(void **state)
{
	(void)state;
	params[RETRIES].preset = "three";
	assert_refused("\"retries\" has a preset \"three\" that it does not");
	params[RETRIES].preset = "6";
	assert_refused("\"retries\" has a preset \"6\" that it does not");
	params[WAIT].preset = "300";
	assert_refused("\"wait\" has a preset \"300\"");
	params[WAIT].preset = "2s";
	assert_refused("\"wait\" has a preset \"2s\"");
	params[TLS].preset = "maybe";
	assert_refused("\"use_tls\" has a preset \"maybe\"");
	params[PROTOCOL].preset = "ne";
	assert_refused("\"protocol\" has a preset \"ne\"");
	params[URL].example = "sms.example.com";
	assert_refused("\"sms_url\" has an example \"sms.example.com\"");
	params[PIN].example = "123";
	assert_refused("\"pin\" has an example \"123\"");
}

static void
flags_must_not_contradict_each_other(void **state)
{
	(void)state;
	params[URL].preset = "https://sms.example.com/";
	assert_refused("\"sms_url\" is REQUIRED and has a preset");
	params[PASSWORD].flags = SMSGW_PARAM_SECRET;
	params[PASSWORD].preset = "x";
	assert_refused("\"api_password\" is SECRET and has a preset");
	params[PIN].flags = SMSGW_PARAM_SECRET;
	params[PIN].type = SMSGW_INTEGER;
	params[PIN].example = NULL;
	assert_refused("\"pin\" is SECRET, which only strings can be");
	params[PIN].min = 7;
	params[PIN].example = NULL;
	assert_refused("\"pin\" has a minimum above its maximum");
	params[PROTOCOL].choices = NULL;
	params[PROTOCOL].preset = NULL;
	params[PASSWORD].when = NULL;
	assert_refused("\"protocol\" has no choices");
	params[PIN].choices = "12345 54321";
	assert_refused("\"pin\" has choices, which only");
	params[PIN].type = 9;
	assert_refused("\"pin\" has an unknown type: 9");
}

static void
a_condition_names_another_parameter_and_its_values(void **state)
{
	static const char *const wrong[] = {
		"protocol",
		"=new",
		"nobody=new",
		"pin=12345",
		"field=1",
		"field.1=1",
		"protocol=",
		"protocol=new|",
		"protocol=newer",
		"retries=9",
		"use_tls=perhaps",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(wrong); i++) {
		params[PIN].when = wrong[i];
		assert_refused("parameter \"pin\"");
	}
	params[PIN].when = "retries=4";
	assert_int_equal(check(), 0);
}

static void
labels_are_required_and_the_other_texts_wished_for(void **state)
{
	(void)state;
	params[PIN].label = NULL;
	assert_refused("\"pin\" has no label");
	params[PIN].label_zh = "";
	assert_warned("\"pin\" has no label in Chinese");
	params[PIN].summary = NULL;
	assert_warned("\"pin\" has no summary");
	codes[ISV].fix_zh = NULL;
	assert_warned("code \"isv.*\" has no fix in Chinese");
	codes[OK].text = NULL;
	assert_warned("code \"OK\" has no text");
}

static void
codes_are_different_and_say_known_things(void **state)
{
	(void)state;
	codes[ISV].code = "OK";
	assert_refused("code \"OK\" is there twice");
	codes[ISV].code = "*isv";
	assert_refused("has a '*' before its end");
	codes[ISV].code = "";
	assert_refused("is empty");
	codes[ISV].outcome = 0;
	assert_refused("code \"isv.*\" has an unknown outcome: 0");
	codes[ISV].outcome = 5;
	assert_refused("code \"isv.*\" has an unknown outcome: 5");
	codes[ISV].error_class = 24;
	assert_refused("code \"isv.*\" has an unknown class: 24");
	codes[ISV].scope = -1;
	assert_refused("code \"isv.*\" has an unknown scope: -1");
	codes[ISV].who = 6;
	assert_refused("code \"isv.*\" has an unknown value of who: 6");
}

static void
unknown_words_are_forgiven_to_a_newer_plugin(void **state)
{
	const uint32_t newer = SMSGW_ABI + 1;

	(void)state;
	provider.abi = newer;
	codes[ISV].error_class = 24;
	assert_warned("unknown class: 24");
	provider.abi = newer;
	params[PIN].type = 9;
	assert_warned("unknown type: 9");
}

static void
tables_have_an_end_and_entries_a_length(void **state)
{
	static struct smsgw_param endless[5000];
	size_t i;

	(void)state;
	/* those before 0.4 are as long as that */
	provider.param_size = (uint32_t)offsetof(struct smsgw_param, env) - 8;
	assert_refused("param_size is");
	provider.param_size = sizeof(params[0]) + 1;
	assert_refused("param_size is");
	provider.code_size = 0;
	assert_refused("code_size is 0");
	for (i = 0; i < ARRAY_LEN(endless); i++)
		endless[i] = good_params[FIELD];
	provider.params = endless;
	assert_refused("the table of parameters has no end");
}

static void
a_provider_must_be_able_to_send(void **state)
{
	(void)state;
	provider.http = NULL;
	assert_refused("no table of HTTP calls");
	http.size = 8;
	assert_refused("says it is 8 bytes long");
	http.send.build = NULL;
	assert_refused("send lacks build()");
	http.send.parse = NULL;
	assert_refused("send lacks build()");
	http.status.parse = NULL;
	assert_refused("status has a build() and no parse()");
}

static void
parameters_are_found_by_name_and_number(void **state)
{
	uint32_t number = 99;

	(void)state;
	assert_ptr_equal(descriptor_param_find(&provider, "retries", &number),
	    &params[RETRIES]);
	assert_int_equal(number, 0);
	assert_ptr_equal(descriptor_param_find(&provider, "field.12", &number),
	    &params[FIELD]);
	assert_int_equal(number, 12);
	assert_ptr_equal(
	    descriptor_param_find(&provider, "field", NULL), &params[FIELD]);
	assert_null(descriptor_param_find(&provider, "retries.1", NULL));
	assert_null(descriptor_param_find(&provider, "field.", NULL));
	assert_null(descriptor_param_find(&provider, "field.0", NULL));
	assert_null(descriptor_param_find(&provider, "field.01", NULL));
	assert_null(descriptor_param_find(&provider, "field.1x", NULL));
	assert_null(descriptor_param_find(&provider, "field.10000", NULL));
	assert_null(descriptor_param_find(&provider, "fiel", NULL));
	assert_null(descriptor_param_find(&provider, "", NULL));
	assert_true(descriptor_param_is_common(&params[URL]));
	assert_false(descriptor_param_is_common(&params[PROTOCOL]));
}

static void
a_condition_holds_for_its_values_and_booleans_by_meaning(void **state)
{
	(void)state;
	assert_true(descriptor_param_used(&params[PASSWORD], "old"));
	assert_true(descriptor_param_used(&params[PASSWORD], "new"));
	assert_false(descriptor_param_used(&params[PASSWORD], "ne"));
	assert_false(descriptor_param_used(&params[PASSWORD], "old|new"));
	assert_false(descriptor_param_used(&params[PASSWORD], ""));
	assert_false(descriptor_param_used(&params[PASSWORD], NULL));
	assert_true(descriptor_param_used(&params[RETRIES], "true"));
	assert_false(descriptor_param_used(&params[RETRIES], "off"));
	assert_true(descriptor_param_used(&params[PIN], NULL));
}

static void
a_code_is_found_exactly_or_by_its_longest_prefix(void **state)
{
	(void)state;
	assert_ptr_equal(descriptor_code_find(&provider, "OK"), &codes[OK]);
	assert_ptr_equal(descriptor_code_find(&provider, "isv.LIMIT_DAY"),
	    &codes[LIMIT_EXACT]);
	assert_ptr_equal(descriptor_code_find(&provider, "isv.LIMIT_HOUR"),
	    &codes[ISV_LIMIT]);
	assert_ptr_equal(
	    descriptor_code_find(&provider, "isv.LIMIT_"), &codes[ISV_LIMIT]);
	assert_ptr_equal(descriptor_code_find(&provider, "isv.X"), &codes[ISV]);
	codes[ISV] = good_codes[ISV_LIMIT];
	codes[ISV_LIMIT] = good_codes[ISV];
	assert_ptr_equal(
	    descriptor_code_find(&provider, "isv.LIMIT_HOUR"), &codes[ISV]);
	assert_null(descriptor_code_find(&provider, "isp.X"));
	assert_null(descriptor_code_find(&provider, "OKAY"));
	assert_null(descriptor_code_find(&provider, ""));
	provider.codes = NULL;
	assert_null(descriptor_code_find(&provider, "OK"));
}

static void
the_description_holds_what_the_tables_say(void **state)
{
	json_t *json, *param, *expected;

	(void)state;
	provider.abi = 7;
	json = descriptor_json(&provider);
	assert_non_null(json);
	assert_string_equal(
	    json_string_value(json_object_get(json, "title_zh")), "顶点");
	assert_string_equal(
	    json_string_value(json_object_get(json, "abi")), "0.7");
	assert_null(json_object_get(json, "homepage"));
	expected = json_pack("[s, s]", "send", "status");
	assert_true(
	    json_equal(json_object_get(json, "capabilities"), expected));
	json_decref(expected);
	param = json_array_get(json_object_get(json, "params"), PASSWORD);
	expected = json_pack("{s:s, s:s, s:s, s:b, s:b, s:s, s:s, s:s, s:s, "
			     "s:s, s:s, s:{s:s, s:[s, s]}}",
	    "name", "api_password", "section", "gateway", "type", "string",
	    "required", 1, "secret", 1, "label", "Password", "label_zh", "密码",
	    "summary", "of the account", "summary_zh", "账号密码", "help",
	    "First.\nSecond.", "help_zh", "一\n二", "when", "key", "protocol",
	    "values", "old", "new");
	assert_true(json_equal(param, expected));
	json_decref(expected);
	param = json_array_get(json_object_get(json, "codes"), ISV_LIMIT);
	expected = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	    "code", "isv.LIMIT_*", "outcome", "deferred", "error",
	    "account-throttled", "scope", "account", "who", "nobody", "text",
	    "too fast", "text_zh", "过快", "fix", "wait", "fix_zh", "请等待");
	assert_true(json_equal(param, expected));
	json_decref(expected);
	param = json_array_get(json_object_get(json, "params"), PROTOCOL);
	expected = json_pack("[s, s]", "old", "new");
	assert_true(json_equal(json_object_get(param, "choices"), expected));
	json_decref(expected);
	json_decref(json);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_correct_provider_passes_without_a_word),
		TEST(strings_must_be_there_and_fit_to_be_shown),
		TEST(names_of_parameters_are_words_and_different),
		TEST(presets_and_examples_are_values_of_their_type),
		TEST(flags_must_not_contradict_each_other),
		TEST(a_condition_names_another_parameter_and_its_values),
		TEST(labels_are_required_and_the_other_texts_wished_for),
		TEST(codes_are_different_and_say_known_things),
		TEST(unknown_words_are_forgiven_to_a_newer_plugin),
		TEST(tables_have_an_end_and_entries_a_length),
		TEST(a_provider_must_be_able_to_send),
		TEST(parameters_are_found_by_name_and_number),
		TEST(a_condition_holds_for_its_values_and_booleans_by_meaning),
		TEST(a_code_is_found_exactly_or_by_its_longest_prefix),
		TEST(the_description_holds_what_the_tables_say),
	};

	return cmocka_run_group_tests_name("descriptor", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message made of what a caller gives, and its rendition for a gateway: a
 * folder of files, a clock that stands still, and a gateway made by hand.
 */
#include "message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree.h"

#define LOGIN                                                              \
	"[template]\n"                                                     \
	"text = 您的验证码是${code}，${minutes}分钟内有效\n"   \
	"text.en = 'Your code is ${code}${newline}@id.example #${code}'\n" \
	"class = otp\npurpose = login\nexpires = 2m\n"

static int64_t
stand_still(void *arg)
{
	(void)arg;
	return 1000000;
}

static int
no_chance(void *arg, void *out, size_t len)
{
	(void)arg;
	memset(out, 7, len);
	return 0;
}

static const struct clock clock_still = {
	.wall_ms = stand_still,
	.boot_ms = stand_still,
	.random = no_chance,
};

/* One message and everything around it. */
struct setting {
	struct settings *settings;
	struct trace trace;
	struct message message;
	struct arena arena;
	struct message_rendition rendition;
	int exit_code;
};

static void
open_setting(struct setting *s, const char *country)
{
	char ini[64];
	struct problems problems;

	memset(s, 0, sizeof(*s));
	(void)snprintf(
	    ini, sizeof(ini), "[smsgw]\ndefault_country = %s\n", country);
	tree_write("smsgw.ini", 0644, ini);
	tree_write("templates.d/login.ini", 0644, LOGIN);
	problems_init(&problems);
	s->settings = settings_open(tree_path("."), &problems);
	tree_show(&problems);
	assert_non_null(s->settings);
	problems_fini(&problems);
	trace_init(&s->trace);
	arena_init(&s->arena, 65536);
}

static void
close_setting(struct setting *s)
{
	trace_fini(&s->trace);
	message_fini(&s->message);
	settings_free(s->settings);
	arena_fini(&s->arena);
}

static int
make(struct setting *s, const struct message_input *input)
{
	return message_init(&s->message, input, s->settings, &clock_still, NULL,
	    &s->trace, &s->exit_code);
}

/* Makes it, expects the failure, and that no output holds the code. */
static void
expect_failure(
    const struct message_input *input, const char *code, int exit_code)
{
	const struct trace_step *step;
	struct setting s;

	open_setting(&s, "CN");
	assert_int_equal(make(&s, input), -1);
	assert_int_equal(s.exit_code, exit_code);
	step = trace_first(&s.trace, TRACE_FAILED);
	assert_non_null(step);
	assert_string_equal(step->code, code);
	assert_non_null(step->cause);
	assert_non_null(step->fix);
	assert_null(strstr(step->fact, "778899"));
	assert_null(strstr(step->cause, "778899"));
	close_setting(&s);
}

static void
a_number_without_country_code_is_of_the_home_country(void **state)
{
	struct message_input input = { .to = "138 0013 8000", .text = "hi" };
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_string_equal(s.message.to, "+8613800138000");
	assert_string_equal(s.trace.steps[0]->fact, "+86138****8000");
	close_setting(&s);
}

static void
a_code_lives_five_minutes_less_a_margin(void **state)
{
	struct message_input input = { .to = "+8613800138000", .text = "hi" };
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_int_equal(s.message.message_class, MESSAGE_OTP);
	assert_int_equal(s.message.expires_boot_ms, 1000000 + 300000);
	assert_int_equal(s.message.not_after_boot_ms, 1000000 + 300000 - 15000);
	close_setting(&s);
}

static void
a_short_life_keeps_a_tenth_as_margin(void **state)
{
	struct message_input input = {
		.to = "+8613800138000",
		.text = "hi",
		.expires_in_ms = 10000,
	};
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_int_equal(s.message.not_after_boot_ms, 1000000 + 9000);
	close_setting(&s);
}

static void
a_template_is_rendered_with_its_life_and_purpose(void **state)
{
	struct smsgw_arg args[] = { { "code", "778899" } };
	struct message_input input = {
		.to = "+8613800138000",
		.template_name = "login",
		.args = args,
		.arg_count = 1,
	};
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_string_equal(s.message.text, "您的验证码是778899，2分钟内有效");
	assert_string_equal(s.message.purpose, "login");
	assert_int_equal(s.message.expires_in_ms, 120000);
	close_setting(&s);
}

static void
a_locale_chooses_the_text_and_its_last_line_survives(void **state)
{
	struct smsgw_arg args[] = { { "code", "778899" } };
	struct message_input input = {
		.to = "+447700900123",
		.template_name = "login",
		.args = args,
		.arg_count = 1,
		.locale = "en-GB",
	};
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_string_equal(
	    s.message.text, "Your code is 778899\n@id.example #778899");
	close_setting(&s);
}

/* Fails for a missing argument; what the step says of it. */
static void
expect_lack(
    struct smsgw_arg *args, size_t count, const char *cause, const char *fix)
{
	struct message_input input = {
		.to = "+8613800138000",
		.template_name = "login",
		.args = args,
		.arg_count = count,
	};
	const struct trace_step *step;
	struct setting s;

	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), -1);
	step = trace_first(&s.trace, TRACE_FAILED);
	assert_non_null(step);
	assert_string_equal(step->code, "content-param-missing");
	assert_string_equal(step->cause, cause);
	assert_string_equal(step->fix, fix);
	close_setting(&s);
}

static void
a_missing_argument_is_told_with_the_one_it_was_meant_to_be(void **state)
{
	struct smsgw_arg near[] = { { "cdoe", "778899" } };
	struct smsgw_arg far[] = { { "minutes", "5" }, { "x", "1" },
		{ "y", "2" } };

	(void)state;
	expect_lack(NULL, 0,
	    "the template \"login\" wants code, which the message does not "
	    "give",
	    "give it: --param code=VALUE");
	expect_lack(near, 1,
	    "the template \"login\" wants code, which the message does not "
	    "give; it gives cdoe instead",
	    "did you mean --param code=VALUE in place of cdoe?");
	/* what the template does use is not blamed */
	expect_lack(far, 3,
	    "the template \"login\" wants code, which the message does not "
	    "give; it gives x, y instead",
	    "give it: --param code=VALUE");
}

static void
what_cannot_be_a_message_is_refused_with_a_fix(void **state)
{
	struct smsgw_arg args[] = { { "kode", "778899" } };
	char long_text[MESSAGE_TEXT_MAX + 2];
	const char *to = "+8613800138000";

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	expect_failure(
	    &(struct message_input){ .text = "778899" }, "number-missing", 64);
	expect_failure(&(struct message_input){ .to = "12", .text = "x" },
	    "number-invalid", 65);
	expect_failure(&(struct message_input){ .to = to, .text = "" },
	    "content-empty", 65);
	expect_failure(
	    &(struct message_input){ .to = to }, "content-missing", 64);
	expect_failure(&(struct message_input){ .to = to, .text = long_text },
	    "content-too-long", 65);
	expect_failure(
	    &(struct message_input){ .to = to, .text = "778899 \xff" },
	    "content-invalid", 65);
	expect_failure(
	    &(struct message_input){ .to = to, .text = "778899 \x1b[2J" },
	    "content-invalid", 65);
	expect_failure(&(struct message_input){ .to = to,
			   .template_name = "login",
			   .args = args,
			   .arg_count = 1 },
	    "content-param-missing", 65);
	expect_failure(
	    &(struct message_input){
		.to = to, .text = "x", .template_name = "login" },
	    "content-both", 64);
	expect_failure(
	    &(struct message_input){
		.to = to, .text = "x", .message_class = "urgent" },
	    "content-class-unknown", 65);
	expect_failure(
	    &(struct message_input){
		.to = to, .text = "x", .expires_in_ms = 601000 },
	    "content-life", 65);
}

/* Of whom it is, and what to do, not that memory is short. */
static void
a_recipient_of_any_length_is_told_to_be_no_number(void **state)
{
	size_t len = (size_t)3 * 1024 * 1024;
	char *to = malloc(len + 1);

	(void)state;
	assert_non_null(to);
	memset(to, '7', len);
	to[len] = '\0';
	expect_failure(&(struct message_input){ .to = to, .text = "x" },
	    "number-invalid", 65);
	free(to);
}

static void
an_argument_without_a_value_is_an_empty_one(void **state)
{
	const struct smsgw_arg args[] = { { "code", NULL }, { NULL, "1" } };
	struct message_input input = {
		.to = "+8613800138000",
		.text = "hi",
		.args = args,
		.arg_count = 2,
	};
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	assert_int_equal(make(&s, &input), 0);
	assert_string_equal(s.message.args[0].value, "");
	assert_string_equal(s.message.args[1].name, "");
	close_setting(&s);
}

/* A gateway that carries text with the title, and perhaps templates. */
static struct gateway *
make_gateway(struct setting *s, const char *rest, uint32_t content)
{
	const struct settings_gateway found = {
		.id = "g",
		.path = tree_path("gateways.d/g.ini"),
	};
	struct problems problems;
	struct gateway *gw;
	char text[512];

	(void)snprintf(text, sizeof(text),
	    "[gateway]\nprovider = acme\nsms_title = ACME\n%s", rest);
	tree_write("gateways.d/g.ini", 0640, text);
	problems_init(&problems);
	gw = gateway_load(&found, s->settings, &problems);
	tree_show(&problems);
	assert_int_equal(problems_errors(&problems), 0);
	problems_fini(&problems);
	gw->can_count = 1;
	gw->cans[0] = (struct smsgw_can){
		.size = sizeof(gw->cans[0]),
		.content = content,
		.counting = SMSGW_COUNT_UCS2,
		.dial_codes = "86",
		.max_parts = 2,
	};
	return gw;
}

static int
render(struct setting *s, struct gateway *gw)
{
	return message_render(&s->message, gw, s->settings, &s->arena,
	    &s->rendition, &s->trace, &s->exit_code);
}

static void
the_title_stands_in_front_exactly_once(void **state)
{
	static const char *const texts[] = { "code 778899",
		"【ACME】code 778899" };
	struct message_input input = { .to = "+8613800138000" };
	struct gateway *gw;
	struct setting s;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(texts); i++) {
		open_setting(&s, "CN");
		input.text = texts[i];
		gw = make_gateway(&s, "", SMSGW_CAN_TEXT);
		assert_int_equal(make(&s, &input), 0);
		assert_int_equal(render(&s, gw), 0);
		assert_string_equal(
		    s.rendition.signed_text, "【ACME】code 778899");
		assert_string_equal(s.rendition.text, "code 778899");
		assert_int_equal(s.rendition.parts.units, 17);
		gateway_free(gw);
		close_setting(&s);
	}
}

static void
a_template_gets_the_providers_names(void **state)
{
	struct smsgw_arg args[] = { { "code", "778899" } };
	struct message_input input = {
		.to = "+8613800138000",
		.template_name = "login",
		.args = args,
		.arg_count = 1,
	};
	struct gateway *gw;
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	gw = make_gateway(&s,
	    "[templates]\n"
	    "login = SMS_1 yzm=code minutes product='A B'\n",
	    SMSGW_CAN_TEMPLATE);
	assert_int_equal(make(&s, &input), 0);
	assert_int_equal(render(&s, gw), 0);
	assert_string_equal(s.rendition.template_id, "SMS_1");
	assert_int_equal(s.rendition.arg_count, 3);
	assert_string_equal(s.rendition.args[0].name, "yzm");
	assert_string_equal(s.rendition.args[0].value, "778899");
	assert_string_equal(s.rendition.args[1].name, "minutes");
	assert_string_equal(s.rendition.args[1].value, "2");
	assert_string_equal(s.rendition.args[2].value, "A B");
	gateway_free(gw);
	close_setting(&s);
}

static void
a_text_that_fits_a_template_yields_its_arguments(void **state)
{
	struct message_input input = {
		.to = "+8613800138000",
		.text = "您的验证码是778899，5分钟内有效",
	};
	struct gateway *gw;
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	gw = make_gateway(
	    &s, "[templates]\nlogin = SMS_1 code\n", SMSGW_CAN_TEMPLATE);
	assert_int_equal(make(&s, &input), 0);
	assert_int_equal(render(&s, gw), 0);
	assert_string_equal(s.rendition.template_id, "SMS_1");
	assert_string_equal(s.rendition.args[0].value, "778899");
	gateway_free(gw);
	close_setting(&s);
}

/* What this gateway cannot carry, and the code that says so. */
static void
expect_refusal(const struct message_input *input, const char *rest,
    uint32_t content, const char *code, int exit_code)
{
	const struct trace_step *step;
	struct gateway *gw;
	struct setting s;

	open_setting(&s, "CN");
	gw = make_gateway(&s, rest, content);
	assert_int_equal(make(&s, input), 0);
	assert_int_equal(render(&s, gw), -1);
	step = trace_first(&s.trace, TRACE_FAILED);
	assert_non_null(step);
	assert_string_equal(step->code, code);
	assert_int_equal(s.exit_code, exit_code);
	gateway_free(gw);
	close_setting(&s);
}

static void
an_argument_that_no_template_uses_is_warned_of(void **state)
{
	struct smsgw_arg args[] = { { "code", "778899" }, { "product", "ACME" },
		{ "tip", "x" } };
	struct message_input input = {
		.to = "+8613800138000",
		.template_name = "login",
		.args = args,
		.arg_count = 3,
	};
	const struct trace_step *step;
	struct gateway *gw;
	struct setting s;

	(void)state;
	open_setting(&s, "CN");
	/* the text takes the code, the provider's template the product */
	gw = make_gateway(
	    &s, "[templates]\nlogin = SMS_1 product\n", SMSGW_CAN_TEMPLATE);
	assert_int_equal(make(&s, &input), 0);
	assert_int_equal(render(&s, gw), 0);
	step = trace_first(&s.trace, TRACE_WARNING);
	assert_non_null(step);
	assert_string_equal(step->code, "content-param-unused");
	assert_string_equal(
	    step->fact, "the template \"login\" does not use tip");
	assert_int_equal(s.trace.steps[s.trace.count - 1]->state, TRACE_OK);
	gateway_free(gw);
	close_setting(&s);
}

static void
what_a_gateway_cannot_carry_is_refused(void **state)
{
	struct smsgw_arg args[] = { { "code", "778899" } };
	char long_text[3 * 67 * 3 + 1] = "";
	size_t i;

	(void)state;
	for (i = 0; i < 3 * 67; i++)
		memcpy(long_text + 3 * i, "验", 4);
	expect_refusal(
	    &(struct message_input){ .to = "+447700900123", .text = "x" }, "",
	    SMSGW_CAN_TEXT, "number-not-served", 65);
	expect_refusal(&(struct message_input){ .to = "+8613800138000",
			   .text = "free text" },
	    "[templates]\nlogin = SMS_1 code\n", SMSGW_CAN_TEMPLATE,
	    "content-template-only", 65);
	expect_refusal(&(struct message_input){ .to = "+8613800138000",
			   .text = long_text },
	    "", SMSGW_CAN_TEXT, "content-too-long", 65);
	expect_refusal(&(struct message_input){ .to = "+8613800138000",
			   .template_name = "nowhere",
			   .args = args,
			   .arg_count = 1 },
	    "", SMSGW_CAN_TEXT, "content-template-unknown", 65);
	expect_refusal(&(struct message_input){ .to = "+8613800138000",
			   .template_name = "login",
			   .args = args,
			   .arg_count = 1 },
	    "[templates]\nlogin = SMS_1 code product\n", SMSGW_CAN_TEMPLATE,
	    "content-param-missing", 65);
}

/* Half of what is promised: there is malloc's part, and a chunk's rest. */
static void
one_that_waits_takes_less_than_a_kibibyte(void **state)
{
	static const struct smsgw_arg args[] = { { "code", "778899" },
		{ "minutes", "5" } };
	struct message_input inputs[] = {
		{ .to = "+8613800138000",
		    .text = "您的验证码是778899，5分钟内有效，请勿泄露。" },
		{ .to = "+8613800138000",
		    .template_name = "login",
		    .args = args,
		    .arg_count = 2 },
	};
	struct setting s;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(inputs); i++) {
		open_setting(&s, "CN");
		trace_quiet(&s.trace);
		assert_int_equal(make(&s, &inputs[i]), 0);
		assert_in_range(
		    sizeof(s.message) + s.message.arena.total, 1, 1024);
		assert_int_equal(s.message.redact.notes.cap, 0);
		assert_null(s.message.redact.needles);
		close_setting(&s);
	}
}

int
main(void)
{
#define TREE_TEST(function) \
	cmocka_unit_test_setup_teardown(function, tree_setup, tree_teardown)
	const struct CMUnitTest tests[] = {
		TREE_TEST(a_number_without_country_code_is_of_the_home_country),
		TREE_TEST(a_code_lives_five_minutes_less_a_margin),
		TREE_TEST(a_short_life_keeps_a_tenth_as_margin),
		TREE_TEST(a_template_is_rendered_with_its_life_and_purpose),
		TREE_TEST(a_locale_chooses_the_text_and_its_last_line_survives),
		TREE_TEST(what_cannot_be_a_message_is_refused_with_a_fix),
		TREE_TEST(a_recipient_of_any_length_is_told_to_be_no_number),
		TREE_TEST(an_argument_without_a_value_is_an_empty_one),
		TREE_TEST(one_that_waits_takes_less_than_a_kibibyte),
		TREE_TEST(the_title_stands_in_front_exactly_once),
		TREE_TEST(a_template_gets_the_providers_names),
		TREE_TEST(a_text_that_fits_a_template_yields_its_arguments),
		TREE_TEST(
		    a_missing_argument_is_told_with_the_one_it_was_meant_to_be),
		TREE_TEST(an_argument_that_no_template_uses_is_warned_of),
		TREE_TEST(what_a_gateway_cannot_carry_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

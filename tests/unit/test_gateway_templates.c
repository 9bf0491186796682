/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of [templates]: what they mean, and what is wrong with them.
 */
#include "gateway.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tree.h"

static struct problems problems;
static struct settings *settings;
static struct gateway *gw;

static int
setup(void **state)
{
	problems_init(&problems);
	settings = NULL;
	gw = NULL;
	return tree_setup(state);
}

static int
teardown(void **state)
{
	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	return tree_teardown(state);
}

/* Loads a gateway with these lines behind its first two. */
static void
load_with(const char *lines)
{
	char text[4096];

	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	snprintf(text, sizeof(text), "[gateway]\nprovider = acme\n%s", lines);
	tree_write("gateways.d/ciam.ini", 0644, text);
	settings = settings_open(tree_path(""), &problems);
	assert_non_null(settings);
	gw = gateway_load(
	    settings_gateway(settings, "ciam"), settings, &problems);
	assert_non_null(gw);
}

static void
lines_of_templates_are_read_whole(void **state)
{
	const struct gateway_template *t;

	(void)state;
	load_with(
	    "[templates]\nlogin = SMS_154950909 code\n"
	    "login.en = SMS_154950910 code\n"
	    "recovery = SMS_154950911 yzm=code minutes product=\"ACME Inc\" "
	    "x=''\n");
	assert_int_equal(problems_count(&problems), 0);
	t = gateway_template(gw, "recovery", "zh-CN");
	assert_non_null(t);
	assert_string_equal(t->provider_id, "SMS_154950911");
	assert_int_equal(t->arg_count, 4);
	assert_string_equal(t->args[0].theirs, "yzm");
	assert_string_equal(t->args[0].ours, "code");
	assert_string_equal(t->args[1].theirs, "minutes");
	assert_string_equal(t->args[1].ours, "minutes");
	assert_null(t->args[1].constant);
	assert_string_equal(t->args[2].theirs, "product");
	assert_null(t->args[2].ours);
	assert_string_equal(t->args[2].constant, "ACME Inc");
	assert_string_equal(t->args[3].constant, "");
	assert_string_equal(gateway_template(gw, "login", "en-US")->provider_id,
	    "SMS_154950910");
	assert_string_equal(
	    gateway_template(gw, "login", "")->provider_id, "SMS_154950909");
	assert_null(gateway_template(gw, "logout", ""));
}

static void
a_line_of_templates_that_is_wrong_says_what_is(void **state)
{
	static const struct {
		const char *line, *part;
	} cases[] = {
		{ "login =", "the template's id is empty" },
		{ "login = code=x", "the template's id is missing" },
		{ "login = SMS_1 a=", "argument 1 has nothing behind =" },
		{ "login = SMS_1 a =b", "argument 2 has no name" },
		{ "login = SMS_1 a=b=c", "argument 1 has a second =" },
		{ "login = SMS_1 a a", "argument 2 has a name that" },
		{ "login = SMS_1 a=\"x",
		    "argument 1 has a quote that is "
		    "not closed" },
		{ "login = SMS_1 a=\"x\"y", "argument 1 goes on" },
		{ "login = SMS_1 1", "argument 1 is no name" },
		{ "login = SMS_1 a=1", "argument 1 needs a name" },
		{ "-login = SMS_1", "cannot name a template" },
		{ "login. = SMS_1", "no language" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		snprintf(
		    text, sizeof(text), "[templates]\n%s\n", cases[i].line);
		load_with(text);
		assert_int_equal(problems_errors(&problems), 1);
		assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 4,
		    NULL, cases[i].part));
		assert_int_equal(gw->template_count, 0);
	}
}

static void
a_mistyped_template_is_a_warning(void **state)
{
	(void)state;
	tree_write("templates.d/login.ini", 0644, "[template]\ntext = a\n");
	load_with("test_template = logni\n[templates]\nlogn = SMS_1\n");
	assert_int_equal(problems_errors(&problems), 0);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 5, "logn",
	    "did you mean login?"));
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 3,
	    "test_template", "no template \"logni\""));
}

static void
names_that_line_and_text_do_not_share_are_warnings(void **state)
{
	(void)state;
	tree_write("templates.d/login.ini", 0644,
	    "[template]\ntext = ${code} of ${product} lives ${minutes}\n"
	    "text.de = ${code} für ${produkt} ${product}\n");
	load_with("[templates]\nlogin = SMS_1 yzm=cod product=\"ACME\"\n");
	assert_int_equal(problems_errors(&problems), 0);
	assert_int_equal(problems_count(&problems), 2);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 4, "login",
	    "has no ${cod}"));
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 4, "login",
	    "did you mean code?"));
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 4, "login",
	    "has ${code}, which is not passed on"));
	load_with("[templates]\nlogin = SMS_1 code product minutes\n"
		  "login.de = SMS_2 code product\n");
	assert_int_equal(problems_count(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "ciam.ini", 5, "login",
	    "has ${produkt}, which is not passed on"));
}

static void
a_line_has_at_most_32_arguments(void **state)
{
	char text[512] = "[templates]\nlogin = SMS_1";
	size_t i, len;

	(void)state;
	for (i = 1; i <= 32; i++) {
		len = strlen(text);
		snprintf(text + len, sizeof(text) - len, " a%zu", i);
	}
	load_with(text);
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(gateway_template(gw, "login", "")->arg_count, 32);
	len = strlen(text);
	snprintf(text + len, sizeof(text) - len, " a33");
	load_with(text);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", 4, "login",
	    "argument 33 is one too many"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(lines_of_templates_are_read_whole),
		TEST(a_line_of_templates_that_is_wrong_says_what_is),
		TEST(a_mistyped_template_is_a_warning),
		TEST(names_that_line_and_text_do_not_share_are_warnings),
		TEST(a_line_has_at_most_32_arguments),
#undef TEST
	};

	return cmocka_run_group_tests_name(
	    "gateway_templates", tests, NULL, NULL);
}

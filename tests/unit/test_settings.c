/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration directory: where it is found, which files count, and what
 * is wrong with smsgw.ini, templates and clients.
 */
#include "settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree.h"

static struct problems problems;
static struct settings *settings;

static int
setup(void **state)
{
	unsetenv("SMSGW_CONFIG");
	unsetenv("STATE_DIRECTORY");
	problems_init(&problems);
	settings = NULL;
	return tree_setup(state);
}

static int
teardown(void **state)
{
	settings_free(settings);
	problems_fini(&problems);
	return tree_teardown(state);
}

static void
open_tree(void)
{
	settings_free(settings);
	settings = settings_open(tree_path(""), &problems);
	assert_non_null(settings);
}

static void
an_empty_directory_is_a_configuration_without_gateways(void **state)
{
	(void)state;
	open_tree();
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(settings->gateway_count, 0);
	assert_int_equal(settings->template_count, 0);
	assert_string_equal(settings->default_country, "");
	assert_string_equal(settings->dir, tree_path(""));
	assert_string_equal(settings->state_dir, tree_path("state"));
	assert_string_equal(
	    param_text(&settings->daemon, "listen"), "127.0.0.1:8025");
	assert_null(settings_nearest_gateway(settings, "a"));
	assert_false(settings_has_template(settings, "login"));
	assert_null(settings_nearest_template(settings, "login"));
}

static void
a_directory_that_is_not_there_is_named(void **state)
{
	(void)state;
	assert_null(settings_open(tree_path("none"), &problems));
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, "/none", 0, NULL, "-c DIR"));
	problems_fini(&problems);
	tree_write("file", 0644, "");
	assert_null(settings_open(tree_path("file"), &problems));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "/file", 0, NULL, "not a folder"));
}

static void
a_relative_directory_is_made_absolute(void **state)
{
	(void)state;
	tree_write("conf/smsgw.ini", 0644, "[smsgw]\ndefault_country = cn\n");
	settings = settings_open("./conf//", &problems);
	assert_non_null(settings);
	assert_string_equal(settings->dir, tree_path("conf"));
	assert_string_equal(settings->default_country, "CN");
}

static void
the_environment_may_name_the_directory(void **state)
{
	(void)state;
	setenv("SMSGW_CONFIG", tree_path(""), 1);
	settings = settings_open(NULL, &problems);
	assert_non_null(settings);
	assert_string_equal(settings->dir, tree_path(""));
}

static void
the_state_folder_is_that_of_the_file_or_of_the_service(void **state)
{
	(void)state;
	setenv("STATE_DIRECTORY", "/var/lib/a:/var/lib/b", 1);
	open_tree();
	assert_string_equal(settings->state_dir, "/var/lib/a");
	tree_write("smsgw.ini", 0644, "[smsgw]\nstate = mine\n");
	open_tree();
	assert_string_equal(settings->state_dir, tree_path("mine"));
}

static void
only_files_that_are_called_by_an_id_are_gateways(void **state)
{
	(void)state;
	tree_write("gateways.d/bank.ini", 0644, "");
	tree_write("gateways.d/a-b_9.ini", 0644, "");
	tree_write("gateways.d/Bank.ini", 0644, "");
	tree_write("gateways.d/-x.ini", 0644, "");
	tree_write("gateways.d/bank.ini~", 0644, "");
	tree_write("gateways.d/.bank.ini.swp", 0644, "");
	tree_write("gateways.d/.ini", 0644, "");
	tree_write("gateways.d/bank.secret", 0600, "");
	tree_write("gateways.d/README", 0644, "");
	open_tree();
	assert_int_equal(settings->gateway_count, 2);
	assert_string_equal(settings->gateways[0].id, "a-b_9");
	assert_string_equal(settings->gateways[1].id, "bank");
	assert_true(settings->gateways[1].read_only);
	assert_string_equal(
	    settings->gateways[1].path, tree_path("gateways.d/bank.ini"));
	assert_int_equal(settings->ignored_count, 6);
	assert_int_equal(problems_errors(&problems), 0);
	assert_int_equal(problems_count(&problems), 2);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "Bank.ini", 0, NULL,
	    "cannot be an id"));
	assert_true(
	    tree_has(&problems, PROBLEM_WARNING, "-x.ini", 0, NULL, "a-z"));
}

static void
the_administrators_gateway_hides_the_one_of_the_service(void **state)
{
	(void)state;
	tree_write("gateways.d/bank.ini", 0644, "");
	tree_write("state/gateways.d/bank.ini", 0644, "");
	tree_write("state/gateways.d/shop.ini", 0644, "");
	open_tree();
	assert_int_equal(settings->gateway_count, 2);
	assert_true(settings_gateway(settings, "bank")->read_only);
	assert_false(settings_gateway(settings, "shop")->read_only);
	assert_true(tree_has(&problems, PROBLEM_NOTE,
	    "state/gateways.d/bank.ini", 0, NULL, "goes first"));
	assert_null(settings_gateway(settings, "none"));
	assert_string_equal(settings_nearest_gateway(settings, "bnak"), "bank");
}

static void
ids_are_short_and_of_small_letters(void **state)
{
	char id[70];

	(void)state;
	memset(id, 'a', sizeof(id));
	id[63] = '\0';
	assert_true(settings_id_valid(id));
	id[63] = 'a';
	id[64] = '\0';
	assert_false(settings_id_valid(id));
	assert_true(settings_id_valid("0"));
	assert_true(settings_id_valid("a-_"));
	assert_false(settings_id_valid(""));
	assert_false(settings_id_valid("_a"));
	assert_false(settings_id_valid("a.b"));
	assert_false(settings_id_valid("a/b"));
	assert_false(settings_id_valid("\xc3\xa4"));
}

static void
problems_of_the_main_file_leave_usable_settings(void **state)
{
	(void)state;
	tree_write("smsgw.ini", 0644,
	    "[smsgw]\ndefault_contry = CN\n"
	    "[deamon]\n[daemon]\nlog = xml\nretention = 30\n");
	open_tree();
	assert_int_equal(problems_errors(&problems), 4);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "smsgw.ini", 2,
	    "default_contry", "default_country"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "smsgw.ini", 3, NULL, "[daemon]"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "smsgw.ini", 5, "log", "text or json"));
	assert_string_equal(param_text(&settings->daemon, "log"), "text");
	assert_int_equal(param_number(&settings->daemon, "retention"),
	    30LL * 24 * 3600 * 1000);
}

static struct settings_template *
load_template(const char *text)
{
	tree_write("templates.d/login.ini", 0644, text);
	open_tree();
	return settings_template_load(settings, "login", &problems);
}

static void
a_template_has_texts_by_locale(void **state)
{
	struct settings_template *template;

	(void)state;
	template =
	    load_template("[template]\n"
			  "text.en = Your code is ${code}\n"
			  "text = 您的验证码是${code}，${minutes}分钟内有效\n"
			  "text.zh-TW = 驗證碼${code}${newline}\n"
			  "purpose = login\nexpires = 5m\n");
	assert_int_equal(problems_count(&problems), 0);
	assert_non_null(template);
	assert_string_equal(template->message_class, "otp");
	assert_string_equal(template->purpose, "login");
	assert_int_equal(template->expires_ms, 300000);
	assert_int_equal(template->text_count, 3);
	assert_string_equal(
	    settings_template_text(template, "en-GB"), "Your code is ${code}");
	assert_string_equal(
	    settings_template_text(template, "EN_us"), "Your code is ${code}");
	assert_string_equal(settings_template_text(template, "zh_TW"),
	    "驗證碼${code}${newline}");
	assert_string_equal(settings_template_text(template, "zh-tw-x"),
	    "驗證碼${code}${newline}");
	assert_string_equal(settings_template_text(template, "zh-CN"),
	    "您的验证码是${code}，${minutes}分钟内有效");
	assert_string_equal(settings_template_text(template, "e"),
	    "您的验证码是${code}，${minutes}分钟内有效");
	assert_string_equal(settings_template_text(template, NULL),
	    "您的验证码是${code}，${minutes}分钟内有效");
	settings_template_free(template);
}

static void
a_long_text_may_lie_in_a_file(void **state)
{
	struct settings_template *template;

	(void)state;
	tree_write("templates.d/login.txt", 0644, "line one\n@x #${code}\n");
	template = load_template("[template]\ntext_file = login.txt\n");
	assert_int_equal(problems_count(&problems), 0);
	assert_non_null(template);
	assert_string_equal(
	    settings_template_text(template, ""), "line one\n@x #${code}");
	assert_int_equal(settings->ignored_count, 0);
	settings_template_free(template);
}

static void
a_template_of_messages_is_read_once_but_a_broken_one_again(void **state)
{
	const struct settings_template *template;

	(void)state;
	tree_write("templates.d/login.ini", 0644, "[template]\ntxt = a\n");
	tree_write("clients.d/shop.ini", 0640,
	    "[client]\ntoken_sha256 = "
	    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	    "\ndefault_country = CN\n");
	open_tree();
	assert_null(settings_template(settings, "login", &problems));
	assert_true(problems_errors(&problems) > 0);
	problems_fini(&problems);
	tree_write("templates.d/login.ini", 0644, "[template]\ntext = b\n");
	template = settings_template(settings, "login", &problems);
	assert_non_null(template);
	tree_write("templates.d/login.ini", 0644, "[template]\ntext = c\n");
	assert_ptr_equal(
	    settings_template(settings, "login", &problems), template);
	assert_string_equal(settings_template_text(template, ""), "b");
	assert_null(settings_template(settings, "logn", &problems));
	assert_null(settings_client(settings, "shop2", &problems));
	assert_int_equal(problems_count(&problems), 0);
	assert_non_null(settings_client(settings, "shop", &problems));
	assert_string_equal(
	    settings_client(settings, "shop", &problems)->default_country,
	    "CN");
	assert_ptr_equal(settings_client(settings, "shop", &problems),
	    settings_client(settings, "shop", &problems));
}

static void
what_is_wrong_with_a_template_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *key, *part;
	} cases[] = {
		{ "[template]\nclass = otp\n", 1, "text", "missing" },
		{ "[template]\ntext.en = a\n", 1, "text", "missing" },
		{ "[template]\ntext = a ${code\n", 2, "text", "$" },
		{ "[template]\ntext = a ${the code}\n", 2, "text",
		    "${the code} cannot be" },
		{ "[template]\ntext = a\ntext_file = b\n", 3, "text_file",
		    "line 2" },
		{ "[template]\ntext = a\nclass = opt\n", 3, "class",
		    "one of otp" },
		{ "[template]\ntext = a\nexpires = 11m\n", 3, "expires",
		    "10m" },
		{ "[template]\ntext = a\nexpirse = 5m\n", 3, "expirse",
		    "did you mean expires?" },
		{ "[tempalte]\ntext = a\n", 1, NULL, "[template]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_null(load_template(cases[i].text));
		assert_true(problems_errors(&problems) > 0);
		assert_true(
		    tree_has(&problems, PROBLEM_ERROR, "templates.d/login.ini",
			cases[i].line, cases[i].key, cases[i].part));
		problems_fini(&problems);
	}
}

static void
languages_that_want_other_arguments_are_a_warning(void **state)
{
	struct settings_template *template;

	(void)state;
	template = load_template("[template]\ntext = ${code} ${product}\n"
				 "text.en = ${code} ${name} ${minutes}\n");
	assert_non_null(template);
	assert_int_equal(problems_count(&problems), 2);
	assert_true(tree_has(&problems, PROBLEM_WARNING, "login.ini", 3,
	    "text.en", "has no ${product}"));
	assert_true(tree_has(&problems, PROBLEM_WARNING, "login.ini", 3,
	    "text.en", "has ${name}"));
	settings_template_free(template);
}

static void
a_template_that_is_missing_is_answered_with_the_nearest(void **state)
{
	(void)state;
	settings_template_free(load_template("[template]\ntext = a\n"));
	assert_null(settings_template_load(settings, "logn", &problems));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, NULL, 0, NULL, "did you mean login?"));
	assert_null(settings_template_load(settings, "../smsgw", &problems));
}

static void
all_problems_of_all_files_come_in_one_run(void **state)
{
	(void)state;
	tree_write("templates.d/login.ini", 0644, "[template]\n");
	tree_write("templates.d/b.ini", 0644, "[template]\nclass = x\n");
	tree_write("clients.d/good.ini", 0640,
	    "[client]\ntoken_sha256 = "
	    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	    "\nscopes = send read\nquota = 5000/day\n"
	    "callback = https://id.example.com/sms\n"
	    "callback_secret_file = good.secret\n");
	tree_write("clients.d/good.secret", 0600, "0123456789\n");
	tree_write("clients.d/keycloak.ini", 0644,
	    "[client]\n"
	    "token_sha256 = 9f86\nscopes = send,read\nuid = me\n"
	    "template = lgoin\nquota = many\ncallback = http://x.example\n"
	    "callback_secret_file = none\ndefault_country = ZZ\n");
	tree_write("clients.d/nobody.ini", 0644, "[client]\nscopes = read\n");
	open_tree();
	assert_int_equal(problems_count(&problems), 0);
	settings_check(settings, &problems);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "login.ini", 1, "text", "missing"));
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, "b.ini", 2, "class", "one of"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "keycloak.ini", 2, "token_sha256", "64"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "keycloak.ini", 3,
	    "scopes", "one or more of"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "keycloak.ini", 4, "uid", "expected"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "keycloak.ini", 5,
	    "template", "did you mean login?"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "keycloak.ini", 6, "quota", "expected"));
	assert_true(tree_has(&problems, PROBLEM_WARNING, "keycloak.ini", 7,
	    "callback", "unencrypted"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "keycloak.ini", 8,
	    "callback_secret_file", "cannot open none"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "keycloak.ini", 9,
	    "default_country", "country"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "nobody.ini", 1, "token_sha256", "uid"));
	/* b.ini has no text either */
	assert_int_equal(problems_errors(&problems), 11);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(an_empty_directory_is_a_configuration_without_gateways),
		TEST(a_directory_that_is_not_there_is_named),
		TEST(a_relative_directory_is_made_absolute),
		TEST(the_environment_may_name_the_directory),
		TEST(the_state_folder_is_that_of_the_file_or_of_the_service),
		TEST(only_files_that_are_called_by_an_id_are_gateways),
		TEST(the_administrators_gateway_hides_the_one_of_the_service),
		TEST(ids_are_short_and_of_small_letters),
		TEST(problems_of_the_main_file_leave_usable_settings),
		TEST(a_template_has_texts_by_locale),
		TEST(a_long_text_may_lie_in_a_file),
		TEST(
		    a_template_of_messages_is_read_once_but_a_broken_one_again),
		TEST(what_is_wrong_with_a_template_is_told_with_its_line),
		TEST(languages_that_want_other_arguments_are_a_warning),
		TEST(a_template_that_is_missing_is_answered_with_the_nearest),
		TEST(all_problems_of_all_files_come_in_one_run),
#undef TEST
	};

	return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}

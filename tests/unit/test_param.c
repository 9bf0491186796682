/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a section is read by a table: each type, what is unknown, missing,
 * unused or obsolete, and where the message points.
 */
#include "param.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tree.h"

static const struct smsgw_param table_params[] = {
	{ .name = "protocol",
	    .type = SMSGW_CHOICE,
	    .choices = "old new",
	    .preset = "new" },
	{ .name = "account",
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "API account",
	    .example = "IDaaS_SSO" },
	{ .name = "password",
	    .flags = SMSGW_PARAM_SECRET,
	    .min = 4,
	    .max = 64 },
	{ .name = "field", .flags = SMSGW_PARAM_NUMBERED },
	{ .name = "retries",
	    .type = SMSGW_INTEGER,
	    .min = 0,
	    .max = 9,
	    .preset = "3",
	    .example = "2" },
	{ .name = "wait",
	    .type = SMSGW_DURATION,
	    .min = 100,
	    .max = 60000,
	    .preset = "5s" },
	{ .name = "safe", .type = SMSGW_BOOLEAN, .preset = "no" },
	{ .name = "body", .type = SMSGW_STRING },
	{ .name = "body_file", .type = SMSGW_STRING },
	{ .name = "ecname",
	    .when = "protocol=old",
	    .flags = SMSGW_PARAM_REQUIRED },
	{ .name = "colour",
	    .flags = SMSGW_PARAM_OBSOLETE,
	    .help = "use paint" },
	{ .name = NULL },
};

static const struct param_table table = { table_params,
	sizeof(table_params[0]) };

static struct param_values values;
static struct problems problems;
static struct arena arena;

/* Reads [provider] of a text by the table. */
static void
read_text(const char *text)
{
	struct ini *ini;

	assert_int_equal(
	    ini_parse("x.ini", text, strlen(text), &ini, &problems), 0);
	assert_int_equal(
	    param_read(ini, "provider", &table, 1, &arena, &values, &problems),
	    0);
	ini_free(ini);
}

static int
setup(void **state)
{
	(void)state;
	problems_init(&problems);
	arena_init(&arena, 1024 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	problems_fini(&problems);
	arena_fini(&arena);
	return 0;
}

static void
what_the_file_says_goes_before_the_preset(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\nretries = 7\nsafe = on\n"
		  "protocol =\n");
	assert_int_equal(problems_count(&problems), 0);
	assert_string_equal(param_text(&values, "account"), "a");
	assert_int_equal(param_get(&values, "account")->line, 2);
	assert_int_equal(param_number(&values, "retries"), 7);
	assert_int_equal(param_number(&values, "safe"), 1);
	assert_int_equal(param_number(&values, "wait"), 5000);
	assert_int_equal(param_get(&values, "wait")->line, 0);
	/* an empty value is as good as none */
	assert_string_equal(param_text(&values, "protocol"), "new");
	assert_string_equal(param_text(&values, "body"), "");
	assert_null(param_get(&values, "nothing"));
}

static void
an_unknown_key_is_named_with_the_one_that_was_meant(void **state)
{
	(void)state;
	read_text("[provider]\nacount = a\naccount = b\nfoo = 1\n"
		  "pasword_file = x\nfiled.3 = y\n");
	assert_int_equal(problems_errors(&problems), 4);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 2, "acount",
	    "did you mean account?"));
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, "x.ini", 4, "foo", "remove it"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 5, NULL,
	    "did you mean password_file?"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 6, NULL,
	    "did you mean field.3?"));
}

static void
a_missing_required_key_is_named_with_label_and_example(void **state)
{
	(void)state;
	read_text("# nothing\n[provider]\nretries = 1\n");
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 2, "account", "API account"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 2, "account",
	    "account = IDaaS_SSO"));
}

static void
a_required_key_that_is_empty_is_missing(void **state)
{
	(void)state;
	read_text("[provider]\naccount =\n");
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 1, "account", "missing"));
}

static void
a_value_of_the_wrong_kind_leaves_the_preset(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\nretries = ten\nwait = 5\n"
		  "protocol = odl\nsafe = maybe\n");
	assert_int_equal(problems_errors(&problems), 4);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 3, "retries", "\"ten\""));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 3, "retries", "retries = 2"));
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, "x.ini", 4, "wait", "expected"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 5, "protocol",
	    "one of old or new"));
	assert_int_equal(param_number(&values, "retries"), 3);
	assert_true(param_get(&values, "retries")->refused);
}

static void
a_secret_of_the_wrong_kind_is_not_shown(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\npassword = xyz\n");
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 3, "password",
	    "at least 4 bytes"));
	assert_null(strstr(problems_get(&problems, 0)->text, "xyz"));
}

static void
numbered_keys_come_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\nfield.10 = j\nfield.2 = b\n"
		  "field.1 = a\n");
	assert_int_equal(problems_count(&problems), 0);
	assert_string_equal(param_get_item(&values, "field", 0)->text, "a");
	assert_string_equal(param_get_item(&values, "field", 1)->text, "b");
	assert_int_equal(param_get_item(&values, "field", 2)->item, 10);
	assert_null(param_get_item(&values, "field", 3));
}

static void
a_list_without_a_number_or_with_a_strange_one_is_refused(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\nfield = x\nfield.0 = x\n"
		  "field.01 = x\nfield.1x = x\n");
	assert_int_equal(problems_errors(&problems), 4);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 3, "field", "number it"));
}

static void
a_key_of_its_own_name_is_no_file_of_another(void **state)
{
	bool file;

	(void)state;
	assert_string_equal(
	    param_find(&table, "body_file", &file, NULL)->name, "body_file");
	assert_false(file);
	assert_string_equal(
	    param_find(&table, "password_file", &file, NULL)->name, "password");
	assert_true(file);
	assert_null(param_find(&table, "account_file", NULL, NULL));
}

static void
what_depends_on_another_value_counts_only_then(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\necname = e\n");
	assert_int_equal(problems_errors(&problems), 0);
	assert_true(tree_has(
	    &problems, PROBLEM_WARNING, "x.ini", 3, "ecname", "protocol=old"));
	assert_string_equal(param_text(&values, "ecname"), "");
	problems_fini(&problems);
	read_text("[provider]\naccount = a\nprotocol = old\n");
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "x.ini", 1, "ecname", "missing"));
}

static void
an_obsolete_key_warns_and_says_what_to_use(void **state)
{
	(void)state;
	read_text("[provider]\naccount = a\ncolour = red\n");
	assert_int_equal(problems_errors(&problems), 0);
	assert_true(tree_has(
	    &problems, PROBLEM_WARNING, "x.ini", 3, "colour", "use paint"));
	assert_string_equal(param_text(&values, "colour"), "red");
}

static void
a_key_in_the_wrong_section_is_sent_to_the_right_one(void **state)
{
	static const struct param_table gateway = { param_gateway,
		sizeof(param_gateway[0]) };
	static const char text[] = "[gateway]\nprovider = test\nrate = 5/s\n";
	struct ini *ini;

	(void)state;
	assert_int_equal(
	    ini_parse("x.ini", text, strlen(text), &ini, &problems), 0);
	assert_int_equal(
	    param_read(ini, "gateway", &gateway, 1, &arena, &values, &problems),
	    0);
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 3, "rate",
	    "move it to [limits]"));
	ini_free(ini);
}

static void
the_first_table_that_knows_a_key_wins(void **state)
{
	static const struct smsgw_param first[] = {
		{ .name = "account", .type = SMSGW_INTEGER, .preset = "1" },
		{ .name = NULL },
	};
	const struct param_table both[] = {
		{ first, sizeof(first[0]) },
		table,
	};
	static const char text[] = "[provider]\naccount = 5\n";
	struct ini *ini;
	size_t i, count = 0;

	(void)state;
	assert_int_equal(
	    ini_parse("x.ini", text, strlen(text), &ini, &problems), 0);
	assert_int_equal(
	    param_read(ini, "provider", both, 2, &arena, &values, &problems),
	    0);
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(param_number(&values, "account"), 5);
	for (i = 0; i < values.count; i++)
		count += strcmp(values.values[i].param->name, "account") == 0;
	assert_int_equal(count, 1);
	ini_free(ini);
}

static void
an_unknown_section_is_named_with_the_one_that_was_meant(void **state)
{
	static const char *const names[] = { "gateway", "limits" };
	static const char text[] = "[gateway]\na = b\n[limit]\nc = d\n";
	struct ini *ini;

	(void)state;
	assert_int_equal(
	    ini_parse("x.ini", text, strlen(text), &ini, &problems), 0);
	param_check_sections(ini, names, 2, &problems);
	assert_int_equal(problems_errors(&problems), 1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "x.ini", 3, NULL,
	    "did you mean [limits]?"));
	ini_free(ini);
}

static void
each_type_takes_what_it_should_and_nothing_else(void **state)
{
	/* pins: printf %064d 0 | xxd -r -p | base64, and a real one */
	static const struct {
		uint32_t type;
		const char *choices, *text;
		int result;
	} cases[] = {
		{ PARAM_RATE, NULL, "50/s", 0 },
		{ PARAM_RATE, NULL, "50", -1 },
		{ PARAM_WORDS, "a bc d", "a d", 0 },
		{ PARAM_WORDS, "a bc d", "a b", -1 },
		{ PARAM_COUNTRIES, NULL, "CN hk US", 0 },
		{ PARAM_COUNTRIES, NULL, "CN,HK", -1 },
		{ PARAM_COUNTRIES, NULL, "ZZ", -1 },
		{ PARAM_COUNTRY, NULL, "CN", 0 },
		{ PARAM_COUNTRY, NULL, "CN HK", -1 },
		{ PARAM_PINS, NULL,
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 0 },
		{ PARAM_PINS, NULL,
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", -1 },
		{ PARAM_PINS, NULL,
		    "YhKJKSzoTt2b5FP18fvpHo7fJYqQCjAa3HWY3tvRMwE= "
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		    0 },
		{ PARAM_PINS, NULL,
		    "sha256//"
		    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		    -1 },
		{ PARAM_PAIRS, NULL, "a=1&b=%E4%B8%AD&c=", 0 },
		{ PARAM_PAIRS, NULL, "code=123456 minutes=5", 0 },
		{ PARAM_PAIRS, NULL, "a", -1 },
		{ PARAM_PAIRS, NULL, "=1", -1 },
		{ PARAM_PAIRS, NULL, "a=%4", -1 },
		{ PARAM_PAIRS, NULL, "a=%zz", -1 },
		{ PARAM_PAIRS, NULL, "a=%00", -1 },
		{ PARAM_PAIRS, NULL, "a=%E4%B8", -1 },
		{ PARAM_NAME, NULL, "china_mobile", 0 },
		{ PARAM_NAME, NULL, "China", -1 },
		{ PARAM_NAME, NULL, "-a", -1 },
		{ PARAM_SHA256, NULL,
		    "9f86d081884c7d659a2feaa0c55ad015"
		    "a3bf4f1b2b0b822cd15d6c15b0f00a08",
		    0 },
		{ PARAM_SHA256, NULL, "9f86d081", -1 },
		{ PARAM_LISTEN, NULL, "127.0.0.1:8025 [::1]:8025", 0 },
		{ PARAM_LISTEN, NULL, "::1:8025", -1 },
		{ PARAM_LISTEN, NULL, "127.0.0.1", -1 },
		{ PARAM_LISTEN, NULL, "127.0.0.1:99999", -1 },
		{ SMSGW_URL, NULL, "https://sms.example.com/msg/send", 0 },
		{ SMSGW_URL, NULL, "sms.example.com", -1 },
	};
	struct smsgw_param param = { .name = "x" };
	const char *expected;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		param.type = cases[i].type;
		param.choices = cases[i].choices;
		expected = NULL;
		if (param_check(&param, cases[i].text, NULL, &expected) !=
		    cases[i].result)
			fail_msg("%s", cases[i].text);
		if (cases[i].result != 0)
			assert_non_null(expected);
	}
}

static void
pairs_are_decoded(void **state)
{
	const char *cursor = "a=1+2&b%20=%26=  c=";
	struct buf name, value;

	(void)state;
	buf_init(&name, 100);
	buf_init(&value, 100);
	assert_int_equal(param_pair_next(&cursor, &name, &value), 1);
	assert_string_equal(buf_str(&name), "a");
	assert_string_equal(buf_str(&value), "1 2");
	buf_reset(&name);
	buf_reset(&value);
	assert_int_equal(param_pair_next(&cursor, &name, &value), 1);
	assert_string_equal(buf_str(&name), "b ");
	assert_string_equal(buf_str(&value), "&=");
	buf_reset(&name);
	buf_reset(&value);
	assert_int_equal(param_pair_next(&cursor, &name, &value), 1);
	assert_string_equal(buf_str(&name), "c");
	assert_string_equal(buf_str(&value), "");
	assert_int_equal(param_pair_next(&cursor, &name, &value), 0);
	buf_fini(&name);
	buf_fini(&value);
}

static void
check_table(const struct smsgw_param *params)
{
	int64_t number;
	size_t i, k;

	for (i = 0; params[i].name != NULL; i++) {
		assert_non_null(params[i].label);
		assert_non_null(params[i].label_zh);
		assert_non_null(params[i].summary);
		assert_non_null(params[i].summary_zh);
		assert_int_equal(
		    params[i].help == NULL, params[i].help_zh == NULL);
		if (params[i].preset != NULL &&
		    param_check(&params[i], params[i].preset, &number, NULL) !=
			0)
			fail_msg("preset of %s", params[i].name);
		if (params[i].example != NULL &&
		    param_check(&params[i], params[i].example, &number, NULL) !=
			0)
			fail_msg("example of %s", params[i].name);
		for (k = 0; k < i; k++)
			assert_string_not_equal(params[k].name, params[i].name);
	}
}

static void
the_tables_are_whole_and_fit_themselves(void **state)
{
	(void)state;
	check_table(param_gateway);
	check_table(param_routing);
	check_table(param_limits);
	check_table(param_smsgw);
	check_table(param_daemon);
	check_table(param_template);
	check_table(param_client);
}

static void
the_file_of_a_key_has_its_name(void **state)
{
	char key[PARAM_KEY_FILE_SIZE];

	(void)state;
	param_key_file("api_password", key);
	assert_string_equal(key, "api_password_file");
	assert_int_equal(param_key_file_stem("api_password_file"), 12);
	assert_int_equal(param_key_file_stem("_file"), 0);
	assert_int_equal(param_key_file_stem("file"), 0);
	assert_int_equal(param_key_file_stem("api_password"), 0);
	assert_int_equal(param_key_file_stem("api_file_path"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(what_the_file_says_goes_before_the_preset),
		TEST(an_unknown_key_is_named_with_the_one_that_was_meant),
		TEST(a_missing_required_key_is_named_with_label_and_example),
		TEST(a_required_key_that_is_empty_is_missing),
		TEST(a_value_of_the_wrong_kind_leaves_the_preset),
		TEST(a_secret_of_the_wrong_kind_is_not_shown),
		TEST(numbered_keys_come_in_the_order_of_their_numbers),
		TEST(a_list_without_a_number_or_with_a_strange_one_is_refused),
		TEST(a_key_of_its_own_name_is_no_file_of_another),
		TEST(what_depends_on_another_value_counts_only_then),
		TEST(an_obsolete_key_warns_and_says_what_to_use),
		TEST(a_key_in_the_wrong_section_is_sent_to_the_right_one),
		TEST(the_first_table_that_knows_a_key_wins),
		TEST(an_unknown_section_is_named_with_the_one_that_was_meant),
		TEST(each_type_takes_what_it_should_and_nothing_else),
		TEST(the_file_of_a_key_has_its_name),
		TEST(pairs_are_decoded),
		TEST(the_tables_are_whole_and_fit_themselves),
#undef TEST
	};

	return cmocka_run_group_tests_name("param", tests, NULL, NULL);
}

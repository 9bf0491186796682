/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The choice of the language by the environment, and the look-up of texts.
 */
#include "lang.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define TEST(name) cmocka_unit_test_teardown(name, forget)

static const struct lang_entry texts[] = {
	{ "%zu error", "%zu 个错误" },
	{ "Permission denied", "权限不足" },
	{ "a\nb", "甲\n乙" },
	{ "ab", "丙" },
};

static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG",
	"LANGUAGE" };

/* English again, whatever the last test wanted. */
static int
forget(void **state)
{
	(void)state;
	lang_use(NULL, 0);
	return 0;
}

/* Asks for a language; values in the order of names, NULL for unset. */
static void
ask(const char *const values[4])
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		if (values[i] != NULL)
			assert_int_equal(setenv(names[i], values[i], 1), 0);
		else
			assert_int_equal(unsetenv(names[i]), 0);
	}
	lang_use(texts, ARRAY_LEN(texts));
}

static void
ask_chinese(void)
{
	ask((const char *const[4]){ "zh_CN.UTF-8" });
	assert_true(lang_is_zh());
}

static void
the_language_is_english_until_another_is_asked_for(void **state)
{
	(void)state;
	assert_false(lang_is_zh());
	assert_string_equal(lang_text("ab"), "ab");
}

static void
the_environment_counts_as_gettext_has_it(void **state)
{
	static const struct {
		const char *values[4];
		bool zh;
	} rows[] = {
		{ { "zh_CN.UTF-8", NULL, NULL, NULL }, true },
		{ { NULL, "zh_CN.UTF-8", NULL, NULL }, true },
		{ { NULL, NULL, "zh_CN.UTF-8", NULL }, true },
		{ { "zh_CN", NULL, NULL, NULL }, true },
		{ { "zh_CN.utf8", NULL, NULL, NULL }, true },
		{ { "zh_CN.UTF-8@pinyin", NULL, NULL, NULL }, true },
		{ { "zh", NULL, NULL, NULL }, true },
		/* the first that is set counts, an empty one is not set */
		{ { "en_US.UTF-8", "zh_CN.UTF-8", "zh_CN.UTF-8", NULL },
		    false },
		{ { "", "zh_CN.UTF-8", "en_US.UTF-8", NULL }, true },
		{ { NULL, "en_US.UTF-8", "zh_CN.UTF-8", NULL }, false },
		/* a list of languages goes before, but not before C */
		{ { NULL, NULL, "en_US.UTF-8", "zh_CN:en" }, true },
		{ { NULL, NULL, "en_US.UTF-8", "fr:zh_CN" }, true },
		{ { NULL, NULL, "zh_CN.UTF-8", "en_US:zh_CN" }, false },
		{ { NULL, NULL, "zh_CN.UTF-8", "fr" }, false },
		{ { NULL, NULL, "zh_CN.UTF-8", "" }, true },
		{ { "C", NULL, "zh_CN.UTF-8", "zh_CN" }, false },
		{ { "C.UTF-8", NULL, NULL, "zh_CN" }, false },
		{ { "POSIX", NULL, NULL, "zh_CN" }, false },
		{ { NULL, NULL, NULL, "zh_CN" }, false },
		{ { NULL, NULL, NULL, NULL }, false },
		/* what a terminal of another charset could not show */
		{ { "zh_CN.GB18030", NULL, NULL, NULL }, false },
		{ { "fr_FR.UTF-8", NULL, NULL, NULL }, false },
		{ { "zhx", NULL, NULL, NULL }, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(rows); i++) {
		lang_use(NULL, 0);
		ask(rows[i].values);
		if (lang_is_zh() != rows[i].zh)
			fail_msg("row %zu", i);
	}
}

static void
a_text_is_found_and_another_stays(void **state)
{
	(void)state;
	ask_chinese();
	assert_string_equal(lang_text("ab"), "丙");
	assert_string_equal(lang_text("a\nb"), "甲\n乙");
	assert_string_equal(lang_text("a"), "a");
	assert_string_equal(lang_text(""), "");
	assert_null(lang_text(NULL));
}

static void
a_number_chooses_the_english_form_only(void **state)
{
	(void)state;
	assert_string_equal(
	    lang_plural("%zu error", "%zu errors", 1), "%zu error");
	assert_string_equal(
	    lang_plural("%zu error", "%zu errors", 0), "%zu errors");
	ask_chinese();
	assert_string_equal(
	    lang_plural("%zu error", "%zu errors", 2), "%zu 个错误");
}

static void
of_two_texts_the_one_that_is_read_is_picked(void **state)
{
	(void)state;
	assert_string_equal(lang_pick("yes", "是"), "yes");
	ask_chinese();
	assert_string_equal(lang_pick("yes", "是"), "是");
	assert_string_equal(lang_pick("yes", ""), "yes");
	assert_string_equal(lang_pick("yes", NULL), "yes");
}

static void
an_error_of_the_system_has_its_words(void **state)
{
	(void)state;
	assert_string_equal(lang_errno(EACCES), "Permission denied");
	assert_string_equal(lang_errno(ENOTTY), strerror(ENOTTY));
	ask_chinese();
	assert_string_equal(lang_errno(EACCES), "权限不足");
	assert_string_equal(lang_errno(ENOTTY), strerror(ENOTTY));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_language_is_english_until_another_is_asked_for),
		TEST(the_environment_counts_as_gettext_has_it),
		TEST(a_text_is_found_and_another_stays),
		TEST(a_number_chooses_the_english_form_only),
		TEST(of_two_texts_the_one_that_is_read_is_picked),
		TEST(an_error_of_the_system_has_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mistyped word was meant to be; and silence where nobody can tell.
 */
#include "nearest.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const words[] = {
	"provider",
	"sms_url",
	"api_account",
	"api_password",
	"sms_title",
	"enabled",
	"timeout",
	"rate",
};

static void
assert_nearest(const char *word, const char *expected)
{
	const char *found = nearest_word(word, words, ARRAY_LEN(words));

	if (expected == NULL)
		assert_null(found);
	else
		assert_string_equal(found, expected);
}

static void
each_kind_of_slip_is_understood(void **state)
{
	(void)state;
	assert_nearest("provder", "provider");   /* left out */
	assert_nearest("provvider", "provider"); /* put in */
	assert_nearest("privider", "provider");  /* changed */
	assert_nearest("porvider", "provider");  /* swapped */
	assert_nearest("api_passwrod", "api_password");
	assert_nearest("smsurl", "sms_url");
	assert_nearest("SMS_URL", "sms_url");
	assert_nearest("rat", "rate");
	assert_nearest("tiemuot", "timeout"); /* two swaps */
	assert_nearest("enable", "enabled");
}

static void
words_that_are_like_none_get_no_answer(void **state)
{
	char longer[200];

	(void)state;
	assert_nearest("colour", NULL);
	assert_nearest("xyz", NULL);
	assert_nearest("", NULL);
	assert_nearest("re", NULL);
	assert_nearest("timing_out", NULL);
	memset(longer, 'a', sizeof(longer));
	longer[199] = '\0';
	assert_nearest(longer, NULL);
	assert_null(nearest_word("rate", NULL, 0));
}

static void
the_nearest_wins_and_the_first_among_equals(void **state)
{
	static const char *const alike[] = { "test_a", "test_b", "test_bc" };

	(void)state;
	assert_string_equal(nearest_word("test_bcd", alike, 3), "test_bc");
	assert_string_equal(nearest_word("test_x", alike, 3), "test_a");
	assert_string_equal(nearest_word("test_b", alike, 3), "test_b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_slip_is_understood),
		cmocka_unit_test(words_that_are_like_none_get_no_answer),
		cmocka_unit_test(the_nearest_wins_and_the_first_among_equals),
	};

	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}

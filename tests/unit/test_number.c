/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every way a recipient is written is one number, and what is no number is
 * refused with a sentence.  The numbers are examples of the national plans,
 * of RFC 3966 and of Ofcom's and the NANP's ranges for fiction.
 */
#include "number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct case_ok {
	const char *in, *country, *expected;
};

struct case_bad {
	const char *in, *country, *reason; /* a part of the sentence */
};

static void
assert_all_read(const struct case_ok *cases, size_t count)
{
	const char *reason;
	char out[NUMBER_SIZE];
	size_t i;

	for (i = 0; i < count; i++) {
		if (number_normalize(
			cases[i].in, cases[i].country, out, &reason) != 0)
			fail_msg("%s: %s", cases[i].in, reason);
		assert_string_equal(out, cases[i].expected);
		assert_null(reason);
	}
}

static void
assert_all_refused(const struct case_bad *cases, size_t count)
{
	const char *reason;
	char out[NUMBER_SIZE];
	size_t i;

	for (i = 0; i < count; i++) {
		if (number_normalize(
			cases[i].in, cases[i].country, out, &reason) == 0)
			fail_msg("%s was read as %s", cases[i].in, out);
		assert_string_equal(out, "");
		if (strstr(reason, cases[i].reason) == NULL)
			fail_msg("%s: %s", cases[i].in, reason);
		assert_int_equal(reason[strlen(reason) - 1], '.');
	}
}

static void
a_number_written_in_many_ways_is_the_same_number(void **state)
{
	static const char *const ways[] = {
		"13800138000", "+8613800138000", "+86 138 0013 8000",
		"+86-138-0013-8000", "(+86) 138.0013.8000",
		"+86 (138) 0013/8000", "0086 13800138000", "008613800138000",
		"8613800138000", "tel:+86-138-0013-8000", "TEL:13800138000",
		" 138 0013 8000 ",
		/* clang-format off */
		("138\xc2\xa0" "0013\xc2\xa0" "8000"),
		("138\xe3\x80\x80" "0013\xe3\x80\x80" "8000"),
		"\xe2\x80\xad+86 138 0013 8000\xe2\x80\xac",
		("+86\xe2\x80\x91" "13800138000"),
		/* clang-format on */
	};
	const char *reason;
	char out[NUMBER_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(ways); i++) {
		if (number_normalize(ways[i], "CN", out, &reason) != 0)
			fail_msg("%s: %s", ways[i], reason);
		assert_string_equal(out, "+8613800138000");
	}
}

static void
a_number_with_full_width_digits_is_the_same_number(void **state)
{
	static const struct case_ok cases[] = {
		{ "１３８００１３８０００", "CN", "+8613800138000" },
		{ "＋８６ １３８－００１３－８０００", NULL, "+8613800138000" },
		{ "（＋８６）13800138000", NULL, "+8613800138000" },
		{ "+\xd9\xa9\xd9\xa6\xd9\xa6 501234567", NULL,
		    "+966501234567" },
	};

	(void)state;
	assert_all_read(cases, ARRAY_LEN(cases));
}

static void
the_prefix_of_calls_inside_a_country_is_left_out(void **state)
{
	static const struct case_ok cases[] = {
		{ "07700 900123", "GB", "+447700900123" },
		{ "+44 (0)7700 900123", NULL, "+447700900123" },
		{ "0044 7700 900123", "gb", "+447700900123" },
		{ "0151 23456789", "DE", "+4915123456789" },
		{ "06 12 34 56 78", "FR", "+33612345678" },
		{ "090-1234-5678", "JP", "+819012345678" },
		{ "010-1234-5678", "KR", "+821012345678" },
		{ "0912-345-678", "TW", "+886912345678" },
		{ "8 (912) 345-67-89", "RU", "+79123456789" },
		{ "+7 912 345-67-89", "CN", "+79123456789" },
		{ "812 345-67-89", "RU", "+78123456789" },
		{ "8 701 234 56 78", "KZ", "+77012345678" },
		{ "8 029 123-45-67", "BY", "+375291234567" },
		{ "06 20 123 4567", "HU", "+36201234567" },
		{ "0412 345 678", "AU", "+61412345678" },
		{ "(202) 555-0123", "US", "+12025550123" },
		{ "1-202-555-0123", "US", "+12025550123" },
		{ "876 555 0123", "JM", "+18765550123" },
	};

	(void)state;
	assert_all_read(cases, ARRAY_LEN(cases));
}

static void
a_zero_that_belongs_to_the_number_stays(void **state)
{
	static const struct case_ok cases[] = {
		{ "06 12345678", "IT", "+390612345678" },
		{ "347 1234567", "IT", "+393471234567" },
		{ "+225 01 23 45 67 89", NULL, "+2250123456789" },
		{ "612 345 678", "ES", "+34612345678" },
		{ "9123 4567", "HK", "+85291234567" },
	};

	(void)state;
	assert_all_read(cases, ARRAY_LEN(cases));
}

static void
the_prefix_of_calls_abroad_is_understood(void **state)
{
	static const struct case_ok cases[] = {
		{ "011 86 138 0013 8000", "US", "+8613800138000" },
		{ "810 86 138 0013 8000", "RU", "+8613800138000" },
		{ "8~10 86 138 0013 8000", "RU", "+8613800138000" },
		{ "0011 86 138 0013 8000", "AU", "+8613800138000" },
		{ "010 86 138 0013 8000", "JP", "+8613800138000" },
		{ "001 86 138 0013 8000", "HK", "+8613800138000" },
		{ "001 202 555 0123", "CN", "+12025550123" },
		{ "0044 7700 900123", NULL, "+447700900123" },
	};

	(void)state;
	assert_all_read(cases, ARRAY_LEN(cases));
}

static void
a_number_that_can_be_two_is_refused(void **state)
{
	static const struct case_bad cases[] = {
		/* from Hong Kong: 001, Egypt; or 00, 1, Washington */
		{ "001 202 555 0123", "HK", "two ways" },
	};

	(void)state;
	assert_all_refused(cases, ARRAY_LEN(cases));
}

static void
what_is_no_number_is_refused_with_the_cure(void **state)
{
	static const struct case_bad cases[] = {
		{ "", "CN", "no number" },
		{ "  ", "CN", "no number" },
		{ "+", "CN", "no number" },
		{ "tel:", "CN", "no number" },
		{ "1380013800a", "CN", "letters" },
		{ "13800138000 ext 5", "CN", "letters" },
		{ "1-800-FLOWERS", "US", "letters" },
		{ "电话13800138000", "CN", "letters" },
		{ "13800138000,13900139000", "CN", "character" },
		{ "13800138000;", "CN", "character" },
		{ "138\xff"
		  "00138000",
		    "CN", "character" },
		{ "138001+38000", "CN", "+ that is not" },
		{ "++8613800138000", "CN", "+ that is not" },
		{ "+123456789012345", NULL, "North America" },
		{ "+1234567890123456", NULL, "too long" },
		{ "+4912345678901234", NULL, "too long" },
		{ "+49151234567890123456789012345", NULL, "too long" },
		{ "+49123", NULL, "too short" },
		{ "13800138000", NULL, "no country code" },
		{ "13800138000", "", "no country code" },
		{ "13800138000", "XX", "default_country" },
		{ "13800138000", "CHN", "default_country" },
		{ "+0123456789", NULL, "country code" },
		{ "+999 123456789", NULL, "country code" },
		{ "+210 123456789", NULL, "country code" },
	};

	(void)state;
	assert_all_refused(cases, ARRAY_LEN(cases));
}

static void
numbers_that_a_country_surely_lacks_are_refused(void **state)
{
	static const struct case_bad cases[] = {
		{ "1380013800", "CN", "China" },
		{ "138001380000", "CN", "China" },
		{ "12800138000", "CN", "China" },
		{ "+86 10 12345678", NULL, "China" },
		{ "202 555 012", "US", "North America" },
		{ "102 555 0123", "US", "North America" },
		{ "202 155 0123", "US", "North America" },
		{ "+7 912 345 67 8", NULL, "digits" },
		{ "9123 456", "HK", "digits" },
		{ "+66 00 964 300", NULL, "0 too many" },
		{ "01234 5678", "JP", "0 too many" },
	};

	(void)state;
	assert_all_refused(cases, ARRAY_LEN(cases));
}

struct parts_case {
	const char *e164, *national, *mask;
};

static void
national_part_and_mask_are_read_from_a_number(void **state)
{
	static const struct parts_case cases[] = {
		{ "+8613800138000", "13800138000", "+86138****8000" },
		{ "+12025550123", "2025550123", "+120****0123" },
		{ "+85291234567", "91234567", "+852****4567" },
		{ "+2904123", "4123", "+290****" },
		{ "+376612345", "612345", "+376****45" },
		{ "+886912345678", "912345678", "+8869****5678" },
		{ "+4915123456789", "15123456789", "+49151****6789" },
		{ "8613800138000", "13800138000", "86138****8000" },
	};
	char mask[NUMBER_MASK_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_string_equal(
		    number_national(cases[i].e164), cases[i].national);
		number_mask(cases[i].e164, mask);
		assert_string_equal(mask, cases[i].mask);
	}
	assert_string_equal(number_digits("+8613800138000"), "8613800138000");
}

static void
a_mask_hides_at_least_four_of_anything(void **state)
{
	char mask[NUMBER_MASK_SIZE];

	(void)state;
	number_mask("", mask);
	assert_string_equal(mask, "****");
	number_mask("+1", mask);
	assert_string_equal(mask, "+1****");
	number_mask("0991", mask);
	assert_string_equal(mask, "****");
	number_mask("alice@example.com", mask);
	assert_string_equal(mask, "****");
	number_mask("+86138001380001234567890", mask);
	assert_string_equal(mask, "+86138****7890");
}

static void
what_was_given_is_masked_as_a_number_or_whole(void **state)
{
	static const char *const cases[][2] = {
		{ "+86 138-0013-8000", "+86138****8000" },
		{ "8613800138000", "86138****8000" },
		{ "+86138001380001", "+86138****0001" },
		{ "12", "1****" },
		{ "", "****" },
		{ "+86138o0138000", "****" },
		{ "alice@example.com", "****" },
		{ "123456789012345678901234567890", "****" },
	};
	char mask[NUMBER_MASK_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		number_mask_given(cases[i][0], mask);
		assert_string_equal(mask, cases[i][1]);
	}
}

static void
a_number_that_lacks_only_its_plus_is_known(void **state)
{
	(void)state;
	assert_true(number_lacks_plus("8613800138000"));
	assert_true(number_lacks_plus("86 138 0013 8000"));
	assert_false(number_lacks_plus("+8613800138000"));
	assert_false(number_lacks_plus("13800138000"));
	assert_false(number_lacks_plus("86138o0138000"));
	assert_false(number_lacks_plus(""));
}

/* Written down from ITU's list of assigned codes, not from the table. */
static void
countries_have_the_dial_codes_of_e164(void **state)
{
	static const char *const facts[][2] = {
		{ "CN", "86" },
		{ "US", "1" },
		{ "CA", "1" },
		{ "JM", "1" },
		{ "DO", "1" },
		{ "GB", "44" },
		{ "JE", "44" },
		{ "RU", "7" },
		{ "KZ", "7" },
		{ "IT", "39" },
		{ "VA", "39" },
		{ "HK", "852" },
		{ "MO", "853" },
		{ "TW", "886" },
		{ "SG", "65" },
		{ "UA", "380" },
		{ "ZA", "27" },
		{ "SS", "211" },
		{ "MA", "212" },
		{ "FI", "358" },
		{ "UZ", "998" },
		{ "PS", "970" },
		{ "XK", "383" },
		{ "TL", "670" },
		{ "GF", "594" },
		{ "cn", "86" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(facts); i++)
		assert_string_equal(
		    number_country_dial_code(facts[i][0]), facts[i][1]);
	assert_null(number_country_dial_code("ZZ"));
	assert_null(number_country_dial_code(""));
	assert_null(number_country_dial_code("C"));
	assert_null(number_country_dial_code("CHN"));
	assert_null(number_country_dial_code(NULL));
}

static void
a_list_of_destinations_includes_and_leaves_out(void **state)
{
	static const char cn[] = "+8613800138000", tw[] = "+886912345678";
	static const char us[] = "+12025550123", bs[] = "+12425550123";

	(void)state;
	assert_true(number_in(cn, NULL));
	assert_true(number_in(cn, ""));
	assert_true(number_in(cn, "86 1 !886"));
	assert_false(number_in(tw, "86 1 !886"));
	assert_false(number_in("+447700900123", "86 1 !886"));
	assert_true(number_in(cn, "!886"));
	assert_false(number_in(tw, "!886 !44"));
	assert_true(number_in(us, "1 !1242"));
	assert_false(number_in(bs, "1 !1242"));
	assert_false(number_in(bs, "!1242 1"));
	assert_true(number_in(cn, "CN US"));
	assert_true(number_in(cn, "+8613"));
	assert_false(number_in(cn, "+8613 !86138"));
	assert_false(number_in(cn, "!CN"));
	assert_false(number_in(cn, "86 !86"));
	assert_false(number_in(cn, "!86 86"));
	assert_false(number_in(cn, "XX"));
	assert_true(number_in(cn, "  86\t1 "));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_number_written_in_many_ways_is_the_same_number),
		cmocka_unit_test(
		    a_number_with_full_width_digits_is_the_same_number),
		cmocka_unit_test(
		    the_prefix_of_calls_inside_a_country_is_left_out),
		cmocka_unit_test(a_zero_that_belongs_to_the_number_stays),
		cmocka_unit_test(the_prefix_of_calls_abroad_is_understood),
		cmocka_unit_test(a_number_that_can_be_two_is_refused),
		cmocka_unit_test(what_is_no_number_is_refused_with_the_cure),
		cmocka_unit_test(
		    numbers_that_a_country_surely_lacks_are_refused),
		cmocka_unit_test(national_part_and_mask_are_read_from_a_number),
		cmocka_unit_test(a_mask_hides_at_least_four_of_anything),
		cmocka_unit_test(what_was_given_is_masked_as_a_number_or_whole),
		cmocka_unit_test(a_number_that_lacks_only_its_plus_is_known),
		cmocka_unit_test(countries_have_the_dial_codes_of_e164),
		cmocka_unit_test(
		    a_list_of_destinations_includes_and_leaves_out),
	};

	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}

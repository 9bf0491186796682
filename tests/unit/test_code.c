/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code in a text: by itself, by a pattern, and patterns that are refused.
 */
#include "code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The code, or "" when there is none. */
static const char *
found(const char *pattern, const char *text)
{
	static char code[64];
	size_t at, len;

	code[0] = '\0';
	if (code_find(pattern, text, &at, &len) == 0) {
		assert_true(len < sizeof(code));
		memcpy(code, text + at, len);
		code[len] = '\0';
	}
	return code;
}

static void
the_only_run_of_4_to_8_digits_is_the_code(void **state)
{
	(void)state;
	assert_string_equal(found("", "Your code is 123456"), "123456");
	assert_string_equal(found("", "1234"), "1234");
	assert_string_equal(
	    found("", "验证码12345678，5分钟内有效"), "12345678");
	assert_string_equal(found("", "123 is short, 1234 is not"), "1234");
	assert_string_equal(found("", "call 13800138000: 4711"), "4711");
	assert_string_equal(found("", "123"), "");
	assert_string_equal(found("", "123456789"), "");
	assert_string_equal(found("", "1234 or 5678"), "");
	assert_string_equal(found("", ""), "");
}

static void
a_pattern_finds_its_first_group_or_all_of_it(void **state)
{
	(void)state;
	assert_string_equal(
	    found("code is ([0-9]{6})", "x code is 123456 x"), "123456");
	assert_string_equal(found("[A-Z]-[0-9]+", "code G-4711."), "G-4711");
	assert_string_equal(found("(a|b)?x", "x"), "");
	assert_string_equal(
	    found("验证码：([0-9]+)", "验证码：12345"), "12345");
	assert_string_equal(found("code ([0-9]{6})", "code 12345"), "");
	assert_string_equal(found("(a", "a"), "");
}

static void
a_pattern_that_cannot_be_used_says_why(void **state)
{
	static const struct {
		const char *pattern, *part;
	} cases[] = {
		{ "(a)\\1", "back-reference" },
		{ "(a+)+b", "repeats a group" },
		{ "(a*)*b", "repeats a group" },
		{ "((a|aa){2}){2}", "repeats a group" },
		{ "[0-9]{4,65}", "count over 64" },
		{ "a{100000}", "count over 64" },
		{ "[[:digit:]", "" },
		{ "([0-9]", "" },
	};
	static const char *const good[] = { "([0-9]{4,8})", "[)*+]+x", "[]*)]+",
		"[^])]*", "\\)*", "[[:digit:]]{6}", "[[.).]]+",
		"(code|pin): ?([0-9]+)", "(x)?[0-9]{4,64}" };
	char reason[CODE_REASON_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		reason[0] = '\0';
		if (code_pattern_check(cases[i].pattern, reason) == 0)
			fail_msg("%s is allowed", cases[i].pattern);
		assert_non_null(strstr(reason, cases[i].part));
	}
	for (i = 0; i < ARRAY_LEN(good); i++)
		if (code_pattern_check(good[i], reason) != 0)
			fail_msg("%s: %s", good[i], reason);
}

/* That it ends at all is the test: a hang is its time limit's. */
static void
no_text_makes_an_allowed_pattern_hang(void **state)
{
	static const char *const patterns[] = {
		".*.*.*.*.*.*=([0-9]+)",
		"a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaa([0-9]+)",
		"[a-z]*[a-z]*[a-z]*[a-z]*([0-9]{4,8})$",
		"(a|aa|aaa)(a|aa|aaa)(a|aa|aaa)b{1,64}c{1,64}([0-9])",
	};
	char *text = malloc(4097);
	size_t i;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 4096);
	text[4096] = '\0';
	for (i = 0; i < ARRAY_LEN(patterns); i++)
		assert_string_equal(found(patterns[i], text), "");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_only_run_of_4_to_8_digits_is_the_code),
		cmocka_unit_test(a_pattern_finds_its_first_group_or_all_of_it),
		cmocka_unit_test(a_pattern_that_cannot_be_used_says_why),
		cmocka_unit_test(no_text_makes_an_allowed_pattern_hang),
	};

	return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}

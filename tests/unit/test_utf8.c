/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UTF-8: the limits of RFC 3629, the widths of Unicode's East_Asian_Width, and
 * what becomes of strings that mean harm.
 */
#include "utf8.h"

#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct char_case {
	const char *bytes;
	uint32_t cp;
};

static void
the_first_and_last_of_each_length_are_read_and_written(void **state)
{
	static const struct char_case cases[] = {
		{ "\x01", 0x1 },
		{ "\x7f", 0x7f },
		{ "\xc2\x80", 0x80 },
		{ "\xdf\xbf", 0x7ff },
		{ "\xe0\xa0\x80", 0x800 },
		{ "\xed\x9f\xbf", 0xd7ff },
		{ "\xee\x80\x80", 0xe000 },
		{ "\xef\xbf\xbf", 0xffff },
		{ "\xf0\x90\x80\x80", 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff },
	};
	uint32_t cp;
	char out[4];
	size_t i, len;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		len = strlen(cases[i].bytes);
		assert_int_equal(utf8_decode(cases[i].bytes, len, &cp), len);
		assert_int_equal(cp, cases[i].cp);
		assert_int_equal(utf8_encode(cp, out), len);
		assert_memory_equal(out, cases[i].bytes, len);
		if (len > 1)
			assert_int_equal(
			    utf8_decode(cases[i].bytes, len - 1, &cp), -1);
	}
	assert_int_equal(utf8_decode("", 0, &cp), 0);
	assert_int_equal(utf8_decode("\0", 1, &cp), 1);
}

static void
what_is_no_utf8_is_refused(void **state)
{
	static const char *const cases[] = {
		"\x80",             /* a tail without a head */
		"\xc0\xaf",         /* / in two bytes */
		"\xc1\xbf",         /* DEL in two bytes */
		"\xe0\x9f\xbf",     /* U+07FF in three */
		"\xf0\x8f\xbf\xbf", /* U+FFFF in four */
		"\xed\xa0\x80",     /* the first surrogate */
		"\xed\xbf\xbf",     /* the last one */
		"\xf4\x90\x80\x80", /* U+110000 */
		"\xf5\x80\x80\x80",
		"\xff",
		"\xc3(",
		"\xe4\xb8",
		"ok\xe4\xb8-",
	};
	char out[4];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++)
		assert_false(utf8_valid(cases[i], strlen(cases[i])));
	assert_true(utf8_valid("\xe9\xaa\x8c=\xf0\x9f\x98\x80", 8));
	assert_int_equal(utf8_encode(0xd800, out), 0);
	assert_int_equal(utf8_encode(0x110000, out), 0);
}

static void
code_points_and_columns_are_counted(void **state)
{
	(void)state;
	assert_int_equal(utf8_count("a验证\xff", 8), 4);
	assert_int_equal(utf8_fit("a验证", 7), 7);
	assert_int_equal(utf8_fit("a验证", 6), 4);
	assert_int_equal(utf8_fit("a验证", 4), 4);
	assert_int_equal(utf8_fit("验证", 2), 0);
	assert_int_equal(utf8_fit("", 3), 0);
	assert_int_equal(utf8_width("abc", 3), 3);
	assert_int_equal(utf8_width("【阿里云】", 15), 10);
	assert_int_equal(utf8_width("e\xcc\x81", 3), 1);
	assert_int_equal(utf8_width("\xf0\x9f\x98\x80", 4), 2);
	assert_int_equal(utf8_width("\xff\xfe", 2), 2);
	assert_int_equal(utf8_char_width(0xac00), 2); /* Hangul GA */
	assert_int_equal(utf8_char_width(0xff21), 2); /* wide A */
	assert_int_equal(utf8_char_width(0xff71), 1); /* narrow katakana */
	assert_int_equal(utf8_char_width(0x200b), 0); /* zero width space */
	assert_int_equal(utf8_char_width(0xd7b0), 0); /* a Hangul vowel */
	assert_int_equal(utf8_char_width(0x1b), 0);
	assert_int_equal(utf8_char_width(0x20000), 2); /* CJK extension B */
	assert_int_equal(utf8_char_width(0xe9), 1);
}

static void
assert_escaped(const char *in, size_t len, size_t max, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(utf8_escape(in, len, max, &b), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_fini(&b);
}

static void
hostile_characters_are_shown_for_what_they_are(void **state)
{
	(void)state;
	assert_escaped("余额不足 ok", 15, 0, "余额不足 ok");
	assert_escaped("a\nb\x1b[31m\x7f", 9, 0, "a\\x0Ab\\x1B[31m\\x7F");
	assert_escaped("a\0b", 3, 0, "a\\x00b");
	assert_escaped("\xff\xe4\xb8", 3, 0, "\\xFF\\xE4\\xB8");
	assert_escaped("\xc2\x9b", 2, 0, "\\u009B");
	assert_escaped("x\xe2\x80\xae"
		       "cod",
	    7, 0, "x\\u202Ecod");
	assert_escaped("\xe2\x81\xa6", 3, 0, "\\u2066");
	assert_escaped("\xe2\x80\xa8", 3, 0, "\\u2028");
	assert_escaped("\xf3\xa0\x81\x81", 4, 0, "\\U000E0041");
	assert_escaped("", 0, 0, "");
}

static void
long_strings_end_in_an_ellipsis(void **state)
{
	(void)state;
	assert_escaped("abcdef", 6, 6, "abcdef");
	assert_escaped("abcdefg", 7, 6, "abc…");
	assert_escaped("验证码", 9, 8, "验…");
	assert_escaped("验证码", 9, 9, "验证码");
	assert_escaped("ab\n\n", 4, 9, "ab\\x0A…");
	assert_escaped("ab\n\n", 4, 8, "ab…");
	assert_escaped("abcd", 4, 3, "…");
	assert_escaped("abcd", 4, 2, "");
}

static void
a_full_buffer_is_told(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 3);
	assert_int_equal(utf8_escape("abcd", 4, 0, &b), -1);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_first_and_last_of_each_length_are_read_and_written),
		cmocka_unit_test(what_is_no_utf8_is_refused),
		cmocka_unit_test(code_points_and_columns_are_counted),
		cmocka_unit_test(
		    hostile_characters_are_shown_for_what_they_are),
		cmocka_unit_test(long_strings_end_in_an_ellipsis),
		cmocka_unit_test(a_full_buffer_is_told),
	};

	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}

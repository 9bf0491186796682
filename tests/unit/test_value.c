/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of the configuration: what is taken, and that everything else is
 * refused with a phrase and leaves the result alone.
 */
#include "value.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct int_case {
	const char *s;
	int64_t expected;
};

static void
numbers_are_read_to_their_limits(void **state)
{
	static const struct int_case cases[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "42", 42 },
		{ "007", 7 },
		{ "-42", -42 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	const char *expected;
	int64_t out;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(value_int(cases[i].s, INT64_MIN, INT64_MAX,
				     &out, &expected),
		    0);
		assert_true(out == cases[i].expected);
	}
}

static void
numbers_with_anything_else_are_refused(void **state)
{
	static const char *const cases[] = {
		"",
		"-",
		"+1",
		" 1",
		"1 ",
		"1x",
		"0x10",
		"1.0",
		"1e3",
		"--1",
		"9223372036854775808",
		"-9223372036854775809",
		"18446744073709551616",
		"99999999999999999999999",
		"１",
	};
	const char *expected;
	int64_t out = 77;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(
		    value_int(cases[i], INT64_MIN, INT64_MAX, &out, &expected),
		    -1);
	assert_int_equal(value_int("17", 1, 16, &out, &expected), -1);
	assert_string_equal(expected, "a whole number from 1 to 16");
	assert_int_equal(value_int("0", 1, 16, &out, &expected), -1);
	assert_int_equal(out, 77);
	assert_int_equal(value_int("16", 1, 16, &out, &expected), 0);
	assert_int_equal(value_int("1", 1, 16, &out, &expected), 0);
}

static void
switches_are_yes_or_no_and_nothing_else(void **state)
{
	static const char *const yes[] = { "yes", "YES", "True", "on", "1" };
	static const char *const no[] = { "no", "No", "false", "OFF", "0" };
	static const char *const neither[] = {
		"",
		"y",
		"n",
		"yes ",
		" yes",
		"2",
		"00",
		"ye",
		"yess",
	};
	const char *expected;
	bool out;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(yes); i++) {
		out = false;
		assert_int_equal(value_bool(yes[i], &out, &expected), 0);
		assert_true(out);
		assert_int_equal(value_bool(no[i], &out, &expected), 0);
		assert_false(out);
	}
	for (i = 0; i < ARRAY_LEN(neither); i++)
		assert_int_equal(value_bool(neither[i], &out, &expected), -1);
	assert_string_equal(expected, "yes or no");
}

static void
durations_want_a_unit(void **state)
{
	static const struct int_case good[] = {
		{ "300ms", 300 },
		{ "10s", 10000 },
		{ "5m", 300000 },
		{ "1h", 3600000 },
		{ "30d", INT64_C(2592000000) },
		{ "0", 0 },
		{ "0s", 0 },
		{ "106751991167d", INT64_C(9223372036828800000) },
	};
	static const char *const bad[] = {
		"",
		"10",
		"s",
		"-5s",
		"5 s",
		"5S",
		"1.5s",
		"1h30m",
		"5min",
		"106751991168d",
		"99999999999999999999s",
		" 5s",
		"5s ",
	};
	const char *expected;
	int64_t out;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(good); i++) {
		assert_int_equal(
		    value_duration_ms(good[i].s, &out, &expected), 0);
		assert_true(out == good[i].expected);
	}
	out = 77;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(
		    value_duration_ms(bad[i], &out, &expected), -1);
	assert_int_equal(out, 77);
	assert_non_null(strstr(expected, "10s, 5m"));
}

struct rate_case {
	const char *s;
	struct value_rate expected;
};

static void
rates_are_a_count_in_a_time(void **state)
{
	static const struct rate_case good[] = {
		{ "50/s", { 50, 1000 } },
		{ "3/m", { 3, 60000 } },
		{ "1000/h", { 1000, 3600000 } },
		{ "5000/day", { 5000, 86400000 } },
		{ "1/d", { 1, 86400000 } },
	};
	static const char *const bad[] = {
		"",
		"50",
		"50/",
		"/s",
		"0/s",
		"-1/s",
		"5/week",
		"5 / s",
		"5/s/s",
		"5.5/s",
		"99999999999999999999/s",
		"5/ms",
	};
	struct value_rate out;
	const char *expected;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(good); i++) {
		assert_int_equal(value_rate(good[i].s, &out, &expected), 0);
		assert_true(out.count == good[i].expected.count);
		assert_true(out.per_ms == good[i].expected.per_ms);
	}
	for (i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(value_rate(bad[i], &out, &expected), -1);
	assert_non_null(strstr(expected, "50/s"));
}

struct url_case {
	const char *s, *scheme, *host;
	size_t port;
	const char *path;
	bool is_address;
};

static void
urls_come_apart_into_their_parts(void **state)
{
	static const struct url_case cases[] = {
		{ "https://sms.example.com/msg/send", "https",
		    "sms.example.com", 443, "/msg/send", false },
		{ "HTTP://127.0.0.1:8080", "http", "127.0.0.1", 8080, "/",
		    false },
		{ "https://[::1]:8443/a?b=c&d=%20", "https", "::1", 8443,
		    "/a?b=c&d=%20", true },
		{ "http://h:65535/a/../b?q=a@b:1", "http", "h", 65535,
		    "/a/../b?q=a@b:1", false },
		{ "https://h?x=1", "https", "h", 443, "/?x=1", false },
	};
	struct value_url url;
	const char *expected;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(value_url(cases[i].s, &url, &expected), 0);
		assert_string_equal(url.scheme, cases[i].scheme);
		assert_string_equal(url.host, cases[i].host);
		assert_int_equal(url.port, cases[i].port);
		assert_string_equal(url.path, cases[i].path);
		assert_int_equal(url.is_address, cases[i].is_address);
		value_url_fini(&url);
		assert_int_equal(value_url(cases[i].s, NULL, &expected), 0);
	}
	value_url_fini(NULL);
}

static void
urls_that_hide_something_are_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "", "http://" },
		{ "sms.example.com", "http://" },
		{ "ftp://h/", "http://" },
		{ "file:///etc/passwd", "http://" },
		{ "https:/h", "http://" },
		{ "https://", "host" },
		{ "https:///path", "host" },
		{ "https://:443/", "host" },
		{ "https://h%2f/", "host" },
		{ "https://[fe80::1%25eth0]/", "host" },
		{ "https://[::1/", "host" },
		{ "https://user@h/", "user" },
		{ "https://user:pw@h/", "user" },
		{ "https://@h/", "user" },
		{ "https://h/#top", "#" },
		{ "https://h#@evil/", "#" },
		{ "https://h:0/", "port" },
		{ "https://h:/", "port" },
		{ "https://h:65536/", "port" },
		{ "https://h:99999999999/", "port" },
		{ "https://h:8o/", "port" },
		{ "https://h:80:80/", "port" },
		{ "https://h/a b", "blanks" },
		{ " https://h/", "blanks" },
		{ "https://h/\n", "blanks" },
		{ "https://h\\@evil/", "blanks" },
		{ "https://h/\xe7\xa0\x81", "percent" },
		{ "https://[::g]/", "such as" },
	};
	struct value_url url = { 0 };
	const char *expected;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		if (value_url(cases[i][0], &url, &expected) == 0)
			fail_msg("%s was taken", cases[i][0]);
		if (strstr(expected, cases[i][1]) == NULL)
			fail_msg("%s: %s", cases[i][0], expected);
	}
	assert_null(url.host);
}

static void
words_are_what_stands_between_blanks(void **state)
{
	const char *cursor = "  otp\ttransactional  x ", *word;
	size_t len;

	(void)state;
	assert_true(value_word_next(&cursor, &word, &len));
	assert_int_equal(len, 3);
	assert_memory_equal(word, "otp", 3);
	assert_true(value_word_next(&cursor, &word, &len));
	assert_int_equal(len, 13);
	assert_true(value_word_next(&cursor, &word, &len));
	assert_memory_equal(word, "x", 1);
	assert_false(value_word_next(&cursor, &word, &len));
	assert_false(value_word_next(&cursor, &word, &len));
}

static void
items_of_a_key_are_numbered_from_1_to_9999(void **state)
{
	static const char *const bad[] = { "", "0", "01", "10000", "1x", "-1",
		" 1", "18446744073709551617" };
	size_t i;

	(void)state;
	assert_int_equal(value_item("1"), 1);
	assert_int_equal(value_item("12"), 12);
	assert_int_equal(value_item("9999"), 9999);
	for (i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(value_item(bad[i]), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_to_their_limits),
		cmocka_unit_test(numbers_with_anything_else_are_refused),
		cmocka_unit_test(switches_are_yes_or_no_and_nothing_else),
		cmocka_unit_test(durations_want_a_unit),
		cmocka_unit_test(rates_are_a_count_in_a_time),
		cmocka_unit_test(urls_come_apart_into_their_parts),
		cmocka_unit_test(urls_that_hide_something_are_refused),
		cmocka_unit_test(items_of_a_key_are_numbered_from_1_to_9999),
		cmocka_unit_test(words_are_what_stands_between_blanks),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}

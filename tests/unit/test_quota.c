/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The count of the test channel: rolling windows, its file, and what happens
 * when the clock or the file is not what it should be.
 */
#include "quota.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define T0 INT64_C(1700000000000)
#define DAY INT64_C(86400000)

static struct quota quota, copy;
static struct quota_refusal refusal;

static int
fixed_random(void *arg, void *out, size_t n)
{
	memset(out, 0xa5, n);
	return arg != NULL ? -1 : 0;
}

static int
set_up(void **state)
{
	const struct clock clock = { .random = fixed_random };

	(void)state;
	return quota_init(&quota, &clock);
}

static int
take(const char *number, int64_t at_ms)
{
	return quota_take(&quota, number, 5, 2, at_ms, &refusal);
}

static void
a_number_gets_so_many_in_any_minute(void **state)
{
	(void)state;
	assert_int_equal(take("+8613800138000", T0), 0);
	assert_int_equal(take("+8613800138000", T0 + 59000), 0);
	assert_int_equal(take("+8613800138000", T0 + 59999), -1);
	assert_false(refusal.daily);
	assert_int_equal(refusal.allowed, 2);
	assert_true(refusal.until_ms == T0 + 60000);
	assert_int_equal(take("+8613800138001", T0 + 59999), 0);
	assert_int_equal(take("+8613800138000", T0 + 60000), 0);
	assert_int_equal(take("+8613800138000", T0 + 60001), -1);
	assert_true(refusal.until_ms == T0 + 119000);
}

static void
all_numbers_together_get_so_many_in_any_day(void **state)
{
	static const char *const numbers[] = { "+1", "+2", "+3", "+4", "+5" };
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		assert_int_equal(take(numbers[i], T0 + i * 1000), 0);
	assert_int_equal(take("+6", T0 + DAY - 1), -1);
	assert_true(refusal.daily);
	assert_int_equal(refusal.allowed, 5);
	assert_true(refusal.until_ms == T0 + DAY);
	assert_int_equal(take("+6", T0 + DAY), 0);
	assert_int_equal(take("+7", T0 + DAY), -1);
	assert_true(refusal.until_ms == T0 + DAY + 1000);
}

static void
nothing_is_counted_when_it_is_refused(void **state)
{
	(void)state;
	assert_int_equal(take("+1", T0), 0);
	assert_int_equal(take("+1", T0), 0);
	assert_int_equal(take("+1", T0), -1);
	assert_int_equal(quota.count, 2);
}

static void
zero_is_no_limit_and_old_ones_are_forgotten(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < QUOTA_MAX + 10; i++)
		assert_int_equal(
		    quota_take(&quota, "+1", 0, 0, T0 + i, &refusal), 0);
	assert_int_equal(quota.count, QUOTA_MAX);
	assert_true(quota.entries[0].at_ms == T0 + 10);
}

static void
a_clock_that_is_set_back_gives_nothing_away(void **state)
{
	(void)state;
	assert_int_equal(take("+1", T0), 0);
	assert_int_equal(take("+1", T0 + 1), 0);
	assert_int_equal(take("+1", T0 - 365 * DAY), -1);
	assert_true(refusal.until_ms == T0 - 365 * DAY + 60000);
	/* and it does not last for ever: they count as sent at that time */
	assert_int_equal(take("+1", T0 - 365 * DAY + 60000), 0);
}

static void
the_file_keeps_the_count_and_no_number(void **state)
{
	struct buf out;
	size_t line;

	(void)state;
	buf_init(&out, 1 << 20);
	assert_int_equal(take("+8613800138000", T0), 0);
	assert_int_equal(take("+8613800138001", T0 + 1), 0);
	assert_int_equal(quota_format(&quota, &out), 0);
	/* Python: hmac.new(b"a5" * 16, b"+8613800138000", "sha256") */
	assert_non_null(strstr(buf_str(&out),
	    "smsgw-quota 1 a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\n"
	    "1700000000000 47bd\n"));
	assert_null(strstr(buf_str(&out), "138000"));
	assert_int_equal(quota_parse(&copy, buf_str(&out), &line), 0);
	assert_memory_equal(&copy, &quota, sizeof(copy));
	buf_fini(&out);
}

static void
a_damaged_file_is_refused_with_its_line(void **state)
{
#define H "smsgw-quota 1 a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\n"
	static const struct {
		const char *text;
		size_t line;
	} bad[] = { { "", 1 }, { "x", 1 }, { "smsgw-quota 1 \n", 1 },
		{ "smsgw-quota 2 a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\n", 1 },
		{ "smsgw-quota 1 A5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\n", 1 },
		{ H "1700000000000", 2 }, { H "1700000000000 9f3\n", 2 },
		{ H "1700000000000 9f3a", 2 }, { H " 9f3a\n", 2 },
		{ H "-1 9f3a\n", 2 }, { H "9999999999999999 9f3a\n", 2 },
		{ H "5 9f3a\n4 9f3a\n", 3 }, { H "5 9f3a\n\n", 3 },
		{ H "5 9f3a \n", 2 } };
	size_t i, line;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(quota_parse(&copy, bad[i].text, &line), -1);
		assert_int_equal(line, bad[i].line);
	}
	assert_int_equal(quota_parse(&copy, H, &line), 0);
	assert_int_equal(quota_parse(&copy, H "5 9f3a\n5 0000\n", &line), 0);
#undef H
}

static void
without_random_numbers_there_is_no_count(void **state)
{
	const struct clock clock = { .random = fixed_random, .arg = &quota };

	(void)state;
	assert_int_equal(quota_init(&copy, &clock), -1);
}

#define UNIT(name) cmocka_unit_test_setup(name, set_up)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_number_gets_so_many_in_any_minute),
		UNIT(all_numbers_together_get_so_many_in_any_day),
		UNIT(nothing_is_counted_when_it_is_refused),
		UNIT(zero_is_no_limit_and_old_ones_are_forgotten),
		UNIT(a_clock_that_is_set_back_gives_nothing_away),
		UNIT(the_file_keeps_the_count_and_no_number),
		UNIT(a_damaged_file_is_refused_with_its_line),
		UNIT(without_random_numbers_there_is_no_count),
	};

	return cmocka_run_group_tests_name("quota", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The token bucket against a count of what it let through: never more than the
 * limit in any window, and nearly as much as the limit over a long time.
 */
#include "rate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define T0 INT64_C(5000000)
#define LONG_MS 20000

static uint32_t sent[LONG_MS];

/* Takes whatever is available each `step` ms; the sum. */
static uint64_t
run(uint32_t count, int64_t per_ms, int64_t step)
{
	struct rate rate;
	uint64_t sum = 0;
	int64_t i;

	rate_init(&rate, count, per_ms, T0);
	for (i = 0; i < LONG_MS; i++) {
		sent[i] = 0;
		if (i % step != 0)
			continue;
		sent[i] = rate_available(&rate, T0 + i);
		rate_take(&rate, sent[i]);
		sum += sent[i];
	}
	return sum;
}

static uint64_t
most_in_a_window(int64_t per_ms)
{
	uint64_t sum = 0, most = 0;
	int64_t i;

	for (i = 0; i < LONG_MS; i++) {
		sum += sent[i];
		if (i >= per_ms)
			sum -= sent[i - per_ms];
		most = sum > most ? sum : most;
	}
	return most;
}

static void
no_window_ever_holds_more_than_the_limit(void **state)
{
	static const struct {
		uint32_t count;
		int64_t per_ms, step;
	} cases[] = {
		{ 1, 1000, 1 },
		{ 3, 1000, 1 },
		{ 7, 1000, 13 },
		{ 19, 1000, 1 },
		{ 20, 1000, 1 },
		{ 50, 1000, 1 },
		{ 50, 1000, 170 },
		{ 5000, 1000, 3 },
		{ 100, 7000, 1 },
		{ 20000, 1000, 1 },
	};
	uint64_t sum, most;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sum = run(cases[i].count, cases[i].per_ms, cases[i].step);
		most = most_in_a_window(cases[i].per_ms);
		assert_in_range(most, 1, cases[i].count);
		if (cases[i].step == 1)
			assert_true(sum * (uint64_t)cases[i].per_ms >=
			    (uint64_t)cases[i].count * LONG_MS * 85 / 100);
	}
}

static void
without_a_limit_anything_may_go(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, 0, 1000, T0);
	assert_int_equal(rate_available(&rate, T0), UINT32_MAX);
	rate_take(&rate, 100000);
	assert_int_equal(rate_wait_ms(&rate, 5, T0), 0);
	assert_int_equal(rate_available(&rate, T0), UINT32_MAX);
}

static void
it_says_when_so_many_may_go(void **state)
{
	struct rate rate;
	int64_t wait_ms;

	(void)state;
	rate_init(&rate, 50, 1000, T0);
	assert_int_equal(rate_available(&rate, T0), 5);
	assert_int_equal(rate_wait_ms(&rate, 5, T0), 0);
	rate_take(&rate, 5);
	wait_ms = rate_wait_ms(&rate, 3, T0);
	assert_true(wait_ms > 0);
	assert_true(rate_available(&rate, T0 + wait_ms - 1) < 3);
	assert_int_equal(rate_available(&rate, T0 + wait_ms), 3);
	/* more than the bucket holds never comes: the whole bucket is meant */
	wait_ms = rate_wait_ms(&rate, 5000, T0 + wait_ms);
	assert_int_equal(rate_available(&rate, T0 + 10 * wait_ms), 5);
}

static void
a_long_rest_fills_the_bucket_and_no_more(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, 50, 1000, T0);
	rate_take(&rate, rate_available(&rate, T0));
	assert_int_equal(rate_available(&rate, INT64_MAX / 2), 5);
	assert_int_equal(rate_available(&rate, T0), 5);
}

static void
a_changed_limit_starts_with_an_empty_bucket(void **state)
{
	struct rate rate;

	(void)state;
	rate_init(&rate, 50, 1000, T0);
	rate_change(&rate, 50, 1000, T0);
	assert_int_equal(rate_available(&rate, T0), 5);
	rate_change(&rate, 60, 1000, T0);
	assert_int_equal(rate_available(&rate, T0), 0);
	rate_change(&rate, 0, 0, T0);
	rate_change(&rate, 0, 1000, T0);
	assert_int_equal(rate_available(&rate, T0), UINT32_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(name)
		TEST(no_window_ever_holds_more_than_the_limit),
		TEST(without_a_limit_anything_may_go),
		TEST(it_says_when_so_many_may_go),
		TEST(a_long_rest_fills_the_bucket_and_no_more),
		TEST(a_changed_limit_starts_with_an_empty_bucket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The breaker: when it opens, how long it rests, who may try, and that a
 * gateway is used again within twelve seconds of its repair.
 */
#include "breaker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define T0 INT64_C(1000000)

static struct breaker breaker;

static int
set_up(void **state)
{
	(void)state;
	breaker = (struct breaker){ .row = 0 };
	return 0;
}

static void
fail_times(int times, int64_t now_ms)
{
	while (times-- > 0)
		breaker_failure(&breaker, now_ms);
}

static void
five_failures_in_a_row_open_it(void **state)
{
	(void)state;
	fail_times(4, T0);
	assert_true(breaker_is_closed(&breaker));
	breaker_success(&breaker);
	fail_times(4, T0);
	assert_true(breaker_is_closed(&breaker));
	fail_times(1, T0);
	assert_false(breaker_is_closed(&breaker));
}

static void
half_of_the_last_twenty_open_it(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 9; i++) {
		fail_times(1, T0);
		breaker_success(&breaker);
	}
	assert_true(breaker_is_closed(&breaker));
	fail_times(1, T0);
	assert_false(breaker_is_closed(&breaker));
}

static void
what_lies_further_back_is_forgotten(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		fail_times(i % 5 < 2 ? 1 : 0, T0);
		if (i % 5 >= 2)
			breaker_success(&breaker);
		assert_true(breaker_is_closed(&breaker));
	}
}

static void
it_rests_for_two_seconds_then_one_may_try(void **state)
{
	(void)state;
	fail_times(5, T0);
	assert_false(breaker_may_try(&breaker, T0 + 1999));
	assert_true(breaker_may_try(&breaker, T0 + 2000));
	breaker_try(&breaker, T0 + 2500);
	assert_false(breaker_may_try(&breaker, T0 + 60000));
	breaker_success(&breaker);
	assert_true(breaker_is_closed(&breaker));
	fail_times(4, T0);
	assert_true(breaker_is_closed(&breaker));
}

static void
each_try_that_fails_doubles_the_rest_up_to_ten_seconds(void **state)
{
	static const int64_t rests[] = { 4000, 8000, 10000, 10000 };
	int64_t now_ms = T0 + 2000;
	size_t i;

	(void)state;
	fail_times(5, T0);
	for (i = 0; i < 4; i++) {
		breaker_try(&breaker, now_ms);
		breaker_try_failure(&breaker, now_ms + 100);
		assert_false(breaker_may_try(&breaker, now_ms + rests[i] - 1));
		now_ms += rests[i];
		assert_true(breaker_may_try(&breaker, now_ms));
	}
}

static void
those_that_were_on_their_way_change_nothing(void **state)
{
	(void)state;
	fail_times(5, T0);
	fail_times(20, T0 + 1500);
	assert_true(breaker_may_try(&breaker, T0 + 2000));
	breaker_try(&breaker, T0 + 2000);
	fail_times(20, T0 + 2100);
	breaker_try_failure(&breaker, T0 + 2200);
	assert_true(breaker_may_try(&breaker, T0 + 6000));
	breaker_try_failure(&breaker, T0 + 7000);
	assert_true(breaker_may_try(&breaker, T0 + 7000));
}

static void
a_late_success_of_another_one_closes_it(void **state)
{
	(void)state;
	fail_times(5, T0);
	breaker_success(&breaker);
	assert_true(breaker_is_closed(&breaker));
}

static void
a_try_that_was_not_made_leaves_the_turn_to_another(void **state)
{
	(void)state;
	fail_times(5, T0);
	breaker_try(&breaker, T0 + 2000);
	breaker_give_up(&breaker);
	assert_true(breaker_may_try(&breaker, T0 + 2000));
}

static void
it_is_tried_within_twelve_seconds_of_any_repair(void **state)
{
	int64_t now_ms = T0, tried_ms = 0;
	int i;

	(void)state;
	fail_times(5, T0);
	/* each try hangs for 5 s; the moments of tries are 10 s apart */
	for (i = 0; i < 10; i++) {
		while (!breaker_may_try(&breaker, now_ms))
			now_ms++;
		assert_true(i < 4 || now_ms - tried_ms <= 10000);
		tried_ms = now_ms;
		breaker_try(&breaker, now_ms);
		now_ms += 5000;
		breaker_try_failure(&breaker, now_ms);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
		TEST(five_failures_in_a_row_open_it),
		TEST(half_of_the_last_twenty_open_it),
		TEST(what_lies_further_back_is_forgotten),
		TEST(it_rests_for_two_seconds_then_one_may_try),
		TEST(each_try_that_fails_doubles_the_rest_up_to_ten_seconds),
		TEST(those_that_were_on_their_way_change_nothing),
		TEST(a_late_success_of_another_one_closes_it),
		TEST(a_try_that_was_not_made_leaves_the_turn_to_another),
		TEST(it_is_tried_within_twelve_seconds_of_any_repair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

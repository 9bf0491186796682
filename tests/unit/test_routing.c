/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of gateways.
 */
#include "routing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int
compare(
    int64_t priority_a, int64_t weight_a, int64_t priority_b, int64_t weight_b)
{
	const struct routing_place a = { priority_a, weight_a };
	const struct routing_place b = { priority_b, weight_b };

	assert_int_equal(routing_compare(&a, &b), -routing_compare(&b, &a));
	return routing_compare(&a, &b);
}

static void
the_lower_priority_goes_first_whatever_it_weighs(void **state)
{
	(void)state;
	assert_int_equal(compare(10, 0, 20, 1000), -1);
	assert_int_equal(compare(INT64_MIN, 1, INT64_MAX, 1), -1);
}

static void
among_equals_the_heavier_goes_first(void **state)
{
	(void)state;
	assert_int_equal(compare(10, 5, 10, 1), -1);
	assert_int_equal(compare(10, 1, 10, 0), -1);
	assert_int_equal(compare(10, 5, 10, 5), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_lower_priority_goes_first_whatever_it_weighs),
		cmocka_unit_test(among_equals_the_heavier_goes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of weights against a plain sum: every number below the total is
 * somebody's, as often as the weight says, whatever was set before.
 */
#include "tier.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MANY 37

static struct tier tier;
static uint32_t seed = 5;

static int
tear_down(void **state)
{
	(void)state;
	tier_fini(&tier);
	return 0;
}

static uint32_t
draw(uint32_t below)
{
	seed = (uint32_t)((uint64_t)seed * 48271 % 2147483647);
	return seed % below;
}

static void
each_place_is_picked_as_often_as_it_weighs(void **state)
{
	static const uint64_t weights[] = { 3, 0, 1, 5, 0, 0, 2 };
	uint64_t counts[7] = { 0 }, i;
	size_t place;

	(void)state;
	assert_int_equal(tier_init(&tier, 7), 0);
	for (place = 0; place < 7; place++)
		tier_set(&tier, place, weights[place]);
	assert_int_equal(tier.total, 11);
	for (i = 0; i < tier.total; i++)
		counts[tier_pick(&tier, i)]++;
	for (place = 0; place < 7; place++)
		assert_int_equal(counts[place], weights[place]);
}

static void
it_agrees_with_a_sum_whatever_is_set(void **state)
{
	uint64_t weights[MANY] = { 0 }, total, random, sum;
	size_t place;
	int i;

	(void)state;
	assert_int_equal(tier_init(&tier, MANY), 0);
	for (i = 0; i < 20000; i++) {
		place = draw(MANY);
		weights[place] = draw(3) == 0 ? 0 : draw(1000);
		tier_set(&tier, place, weights[place]);
		for (total = 0, place = 0; place < MANY; place++)
			total += weights[place];
		assert_int_equal(tier.total, total);
		if (total == 0)
			continue;
		random = draw((uint32_t)total);
		for (sum = 0, place = 0; sum + weights[place] <= random;
		     place++)
			sum += weights[place];
		assert_int_equal(tier_pick(&tier, random), place);
	}
}

static void
a_single_place_and_none_at_all_are_tiers_too(void **state)
{
	(void)state;
	assert_int_equal(tier_init(&tier, 1), 0);
	tier_set(&tier, 0, 9);
	assert_int_equal(tier_pick(&tier, 8), 0);
	tier_fini(&tier);
	assert_int_equal(tier_init(&tier, 0), 0);
	assert_int_equal(tier.total, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, tear_down)
		TEST(each_place_is_picked_as_often_as_it_weighs),
		TEST(it_agrees_with_a_sum_whatever_is_set),
		TEST(a_single_place_and_none_at_all_are_tiers_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

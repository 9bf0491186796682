/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wheel of lives against a plain search: everything comes out once, never
 * early, and at most one tick late, however far it lay ahead and however the
 * clock jumps.
 */
#include "expiry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define T0 INT64_C(123456789)
#define MANY 500
#define DAY INT64_C(86400000)

static struct expiry expiry;
static struct expiry_node nodes[MANY];
static uint32_t seed;

static int
set_up(void **state)
{
	(void)state;
	expiry_init(&expiry, T0);
	memset(nodes, 0, sizeof(nodes));
	seed = 42;
	return 0;
}

static int64_t
draw(int64_t below)
{
	seed = (uint32_t)((uint64_t)seed * 48271 % 2147483647);
	return (int64_t)seed % below;
}

static void
nothing_ends_where_nothing_lives(void **state)
{
	(void)state;
	assert_null(expiry_take(&expiry, T0 + 1000 * DAY));
	assert_true(expiry_next_ms(&expiry) == INT64_MAX);
}

static void
one_ends_within_a_tick_and_never_early(void **state)
{
	static const int64_t after[] = { 0, 1, 127, 128, 8191, 8192, 8193,
		300000, 3600000, DAY, DAY - 1, 40 * DAY, 2000 * DAY };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(after) / sizeof(after[0]); i++) {
		expiry_init(&expiry, T0);
		expiry_add(&expiry, &nodes[0], T0 + after[i]);
		assert_true(
		    expiry_next_ms(&expiry) <= T0 + after[i] + EXPIRY_TICK_MS);
		assert_null(expiry_take(&expiry, T0 + after[i] - 1));
		assert_ptr_equal(
		    expiry_take(&expiry, T0 + after[i] + EXPIRY_TICK_MS),
		    &nodes[0]);
		assert_null(expiry_take(&expiry, INT64_MAX / 2));
	}
}

static void
what_lies_in_the_past_ends_at_once(void **state)
{
	(void)state;
	expiry_add(&expiry, &nodes[0], T0 - DAY);
	assert_true(expiry_next_ms(&expiry) <= T0);
	assert_ptr_equal(expiry_take(&expiry, T0), &nodes[0]);
}

static void
one_that_was_taken_down_never_ends(void **state)
{
	(void)state;
	expiry_remove(&expiry, &nodes[0]);
	expiry_add(&expiry, &nodes[0], T0 + 1000);
	expiry_add(&expiry, &nodes[1], T0 + 1000);
	expiry_add(&expiry, &nodes[2], T0 + 1000);
	expiry_remove(&expiry, &nodes[1]);
	expiry_add(&expiry, &nodes[2], T0 + 9000);
	assert_ptr_equal(expiry_take(&expiry, T0 + 2000), &nodes[0]);
	assert_null(expiry_take(&expiry, T0 + 8999));
	assert_ptr_equal(expiry_take(&expiry, T0 + 10000), &nodes[2]);
	assert_null(expiry_take(&expiry, T0 + DAY));
}

/* A moment ahead at any distance, from now to some days. */
static int64_t
any_distance(void)
{
	return draw(INT64_C(1) << draw(29));
}

static void
check_none_is_overdue(int64_t now_ms)
{
	size_t i;

	for (i = 0; i < MANY; i++)
		assert_true(nodes[i].link == NULL ||
		    nodes[i].at_ms > now_ms - EXPIRY_TICK_MS);
}

static void
it_agrees_with_a_search_however_time_goes(void **state)
{
	struct expiry_node *node;
	int64_t now_ms = T0, next_ms;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		node = &nodes[draw(MANY)];
		if (draw(4) > 0)
			expiry_add(&expiry, node, now_ms + any_distance());
		else
			expiry_remove(&expiry, node);
		if (draw(8) > 0)
			continue;
		next_ms = expiry_next_ms(&expiry);
		now_ms += draw(30) == 0 ? any_distance() : draw(2000);
		while ((node = expiry_take(&expiry, now_ms)) != NULL) {
			assert_true(node->at_ms <= now_ms);
			assert_true(next_ms <= now_ms);
		}
		check_none_is_overdue(now_ms);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, set_up)
		TEST(nothing_ends_where_nothing_lives),
		TEST(one_ends_within_a_tick_and_never_early),
		TEST(what_lies_in_the_past_ends_at_once),
		TEST(one_that_was_taken_down_never_ends),
		TEST(it_agrees_with_a_search_however_time_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

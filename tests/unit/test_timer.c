/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines come in their order, whatever was set, moved and taken out before:
 * compared with a search through a plain list.
 */
#include "compat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "timer.h"

#define NODES 200

static void
an_empty_heap_has_no_first_one(void **state)
{
	struct timer_heap heap;

	(void)state;
	timer_heap_init(&heap);
	assert_null(timer_first(&heap));
	timer_heap_fini(&heap);
}

static void
a_node_that_is_not_set_can_be_cleared(void **state)
{
	struct timer node = { .place = 0 };
	struct timer_heap heap;

	(void)state;
	timer_heap_init(&heap);
	timer_clear(&heap, &node);
	assert_false(timer_is_set(&node));
	timer_heap_fini(&heap);
}

static void
a_node_set_anew_counts_once(void **state)
{
	struct timer node = { .place = 0 };
	struct timer_heap heap;

	(void)state;
	timer_heap_init(&heap);
	assert_int_equal(timer_set(&heap, &node, 10), 0);
	assert_int_equal(timer_set(&heap, &node, 5), 0);
	assert_ptr_equal(timer_first(&heap), &node);
	assert_int_equal(node.at_ms, 5);
	timer_clear(&heap, &node);
	assert_null(timer_first(&heap));
	timer_heap_fini(&heap);
}

/* The earliest of those that are set, by looking at all. */
static int64_t
earliest(const struct timer *nodes)
{
	int64_t at_ms = INT64_MAX;
	size_t i;

	for (i = 0; i < NODES; i++) {
		if (timer_is_set(&nodes[i]) && nodes[i].at_ms < at_ms)
			at_ms = nodes[i].at_ms;
	}
	return at_ms;
}

static void
the_first_is_the_earliest_after_any_change(void **state)
{
	static struct timer nodes[NODES];
	struct timer_heap heap;
	struct timer *node;
	uint32_t seed = 1;
	int turn;

	(void)state;
	timer_heap_init(&heap);
	for (turn = 0; turn < 20000; turn++) {
		seed = seed * 1664525u + 1013904223u;
		node = &nodes[(seed >> 8) % NODES];
		if ((seed >> 20) % 3 == 0)
			timer_clear(&heap, node);
		else
			assert_int_equal(
			    timer_set(&heap, node, (seed >> 16) % 1000), 0);
		node = timer_first(&heap);
		assert_int_equal(
		    node != NULL ? node->at_ms : INT64_MAX, earliest(nodes));
	}
	timer_heap_fini(&heap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_heap_has_no_first_one),
		cmocka_unit_test(a_node_that_is_not_set_can_be_cleared),
		cmocka_unit_test(a_node_set_anew_counts_once),
		cmocka_unit_test(the_first_is_the_earliest_after_any_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two gateways of which A goes first, in a world of their own.
 */
#ifndef TESTS_DISPATCH_FIXTURE_H
#define TESTS_DISPATCH_FIXTURE_H

#include "world.h"

#include <smsgw/provider.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define LIFE_MS 300000

static struct world world;
static struct world_gateway *a, *b;

/* A goes first, B is there; both work. */
static inline int
set_up(void **state)
{
	(void)state;
	world_init(&world, 7, 20000);
	a = world_add_gateway(&world);
	b = world_add_gateway(&world);
	b->conf.priority = 20;
	world_open_gateway(a);
	world_open_gateway(b);
	return 0;
}

static inline int
tear_down(void **state)
{
	(void)state;
	world_fini(&world);
	return 0;
}

static inline struct message *
submit(enum dispatch_class message_class)
{
	struct message *m = world_message(&world, message_class, LIFE_MS);

	assert_non_null(m);
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	return m;
}

static inline void
run_for(int64_t ms)
{
	world_run_until(&world, world.now_ms + ms);
}

/* Everything ends, and every promise of the world was kept. */
static inline void
finish(void)
{
	world_run_to_end(&world, 2 * LIFE_MS);
	if (world.broken != NULL)
		fail_msg("message %u: %s", world.broken_id, world.broken);
}

static inline void
submit_codes(int count, int64_t apart_ms)
{
	while (count-- > 0) {
		(void)submit(DISPATCH_OTP);
		run_for(apart_ms);
	}
}

#endif

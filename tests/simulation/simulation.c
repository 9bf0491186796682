/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One seed is a minute of a few hundred messages over two to four gateways
 * with faults, and then the time until the last has ended.
 *
 *	simulation [--seeds N] [--seed FIRST] [-v]
 *
 * prints TAP, a test for every hundred seeds, then a third of them again while
 * every fifth allocation fails; -v prints the log of each seed.
 * A seed that breaks a promise is named, and replays with --seed N --seeds 1.
 */
#include "shortage.h"
#include "world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS 60000
#define STEP_MS 50
#define HEALED_MS 200000 /* when all must have ended after a repair */
#define GROUP_OF_SEEDS 100

static const int64_t lives_ms[DISPATCH_CLASSES] = { 300000, 600000, 900000 };

static void
make_gateway(struct world *world)
{
	static const uint32_t same[] = { 1, 3, 50 }, distinct[] = { 1, 1, 10 };
	struct world_gateway *gw = world_add_gateway(world);
	size_t kind = world_draw(world, 3);

	gw->conf.priority = (int64_t)world_draw(world, 2) * 10;
	gw->conf.weight = (int64_t)world_draw(world, 4);
	gw->conf.concurrency = (uint32_t)world_draw(world, 16) + 1;
	gw->conf.idempotent = world_draw(world, 5) == 0;
	if (world_draw(world, 5) == 0)
		gw->conf.on_unknown = DISPATCH_HOLD;
	else if (world_draw(world, 10) == 0)
		gw->conf.on_unknown = DISPATCH_RESEND;
	world->may_resend |= gw->conf.on_unknown == DISPATCH_RESEND;
	if (world_draw(world, 2) == 0) {
		gw->conf.rate = (uint32_t)world_draw(world, 60) + 5;
		gw->conf.rate_ms = 1000;
	}
	gw->max_same = same[kind];
	gw->max_distinct = distinct[kind];
	gw->blames_nobody = world_draw(world, 2) == 0;
	gw->knows_status = world_draw(world, 2) == 0;
	gw->stands = world_draw(world, 3) == 0 ? 3 : 0;
	gw->throttle_ms = world_draw(world, 2) == 0 ? 1500 : 0;
	gw->never_left = world_draw(world, 4) == 0 ? 5 : 0;
	gw->latency_ms = (int64_t)world_draw(world, 200) + 20;
	if (world->gateway_count > 1)
		gw->groups = (unsigned)world_draw(world, 15) + 1;
	world_open_gateway(gw);
}

static enum dispatch_class
any_class(struct world *world)
{
	uint64_t draw = world_draw(world, 10);

	if (draw < 5)
		return DISPATCH_OTP;
	return draw < 8 ? DISPATCH_TRANSACTIONAL : DISPATCH_MARKETING;
}

static void
make_message(struct world *world)
{
	enum dispatch_class message_class = any_class(world);
	struct message *m;

	m = world_message(world, message_class,
	    world_draw(world, 10) == 0 ? 20000 : lives_ms[message_class]);
	if (m == NULL)
		return;
	m->group = (unsigned)world_draw(world, 4);
	m->content =
	    message_class == DISPATCH_OTP ? m->id : world_draw(world, 3);
	m->job.recipient = world_draw(world, 300);
	if (world_draw(world, 4) == 0)
		m->job.flags = DISPATCH_STICKY;
	if (message_class == DISPATCH_OTP)
		m->job.subject = m->job.recipient + 1;
	if (world_draw(world, 12) == 0)
		m->flaw = (enum flaw)(world_draw(world, 4) + 1);
	(void)world_submit(world, m);
}

static void
change_gateway(struct world *world)
{
	struct world_gateway *gw =
	    &world->gateways[world_draw(world, world->gateway_count)];

	if (gw->handle == NULL) {
		if (gw->open == 0)
			world_open_gateway(gw);
		return;
	}
	switch (world_draw(world, 7)) {
	case 6:
		world_note(world, "removed: gateway", gw->index, 0);
		dispatch_gateway_remove(gw->handle);
		gw->handle = NULL;
		return;
	case 0:
		gw->conf.enabled = !gw->conf.enabled;
		dispatch_gateway_set(gw->handle, &gw->conf);
		break;
	case 1:
		dispatch_gateway_resume(gw->handle);
		break;
	case 2:
	case 3:
		gw->fault = FAULT_NONE;
		break;
	default:
		gw->fault = (enum fault)world_draw(world, FAULTS);
		break;
	}
	world_note(world, "changed: gateway, fault", gw->index, gw->fault);
}

/* What happens within a step, besides what follows from it. */
static void
happen(struct world *world)
{
	uint64_t i, count = world_draw(world, 30) == 0 ? 20 : 0;

	if (world_draw(world, 6) == 0)
		count++;
	for (i = 0; i < count; i++)
		make_message(world);
	if (world_draw(world, 60) == 0)
		change_gateway(world);
	if (world->message_count > 0 && world_draw(world, 80) == 0)
		world_cancel(world,
		    &world->messages[world_draw(world, world->message_count)]);
	if (world_draw(world, 1000) == 0)
		world_stop(world, 30000);
}

/* Everything is repaired, so that what can end well does. */
static void
repair(struct world *world)
{
	struct world_gateway *gw;
	size_t i;

	for (i = 0; i < world->gateway_count; i++) {
		gw = &world->gateways[i];
		gw->fault = FAULT_NONE;
		gw->conf.enabled = true;
		if (gw->handle != NULL)
			dispatch_gateway_set(gw->handle, &gw->conf);
		else
			world_open_gateway(gw);
	}
}

struct options {
	bool verbose;
	uint64_t shortage; /* one allocation in so many fails; 0: none */
};

/* A seed; its hash in *hash.  0, or -1 when a promise did not hold. */
static int
run_seed(uint64_t seed, const struct options *options, uint64_t *hash,
    size_t sums[5])
{
	struct world world;
	int64_t end_ms;
	size_t i;
	int ret;

	world_init(&world, seed * UINT64_C(0x2545f4914f6cdd1d), 500);
	world.verbose = options->verbose;
	shortage_begin(seed, options->shortage);
	world.enter = shortage_on;
	world.leave = shortage_off;
	for (i = world_draw(&world, 3) + 2; i > 0; i--)
		make_gateway(&world);
	end_ms = world.now_ms + MINUTE_MS;
	while (world.now_ms < end_ms) {
		happen(&world);
		world_run_until(&world, world.now_ms + STEP_MS);
	}
	if (world_draw(&world, 2) == 0) {
		world_run_until(&world, world.now_ms + 10000);
		repair(&world);
		world_run_until(&world, world.now_ms + HEALED_MS);
		if (!dispatch_idle(world.dispatch))
			world_break(&world, NULL, "stuck, though all works");
	}
	world_run_to_end(&world, 2000000);
	for (i = 0; i < 5; i++)
		sums[i] += world.states[i];
	if (world.broken != NULL)
		printf("# seed %" PRIu64 ": message %" PRIu32 ": %s\n", seed,
		    world.broken_id, world.broken);
	*hash = world.hash;
	ret = world.broken == NULL ? 0 : -1;
	world_fini(&world);
	return ret;
}

/* Some seeds, the first of them twice, which must be the same both times. */
static int
run_group(uint64_t first, uint64_t count, const struct options *options,
    size_t sums[5])
{
	const struct options quiet = { .shortage = options->shortage };
	size_t ignored[5] = { 0 };
	uint64_t i, hash, again;
	int ret = 0;

	for (i = 0; i < count; i++) {
		if (run_seed(first + i, options, &hash, sums) < 0)
			ret = -1;
		if (i > 0)
			continue;
		(void)run_seed(first, &quiet, &again, ignored);
		if (again != hash) {
			printf("# seed %" PRIu64 " does not replay\n", first);
			ret = -1;
		}
	}
	return ret;
}

/* All seeds of a kind, a test for every hundred; -1 when one failed. */
static int
run_all(uint64_t first, uint64_t seeds, const struct options *options)
{
	static uint64_t test;
	size_t sums[5] = { 0 };
	uint64_t done, group;
	int ret, failed = 0;

	for (done = 0; done < seeds; done += group) {
		group = seeds - done < GROUP_OF_SEEDS ? seeds - done :
							GROUP_OF_SEEDS;
		ret = run_group(first + done, group, options, sums);
		failed |= ret;
		printf("%sok %" PRIu64 " - seeds %" PRIu64 " to %" PRIu64
		       " keep every promise%s\n",
		    ret < 0 ? "not " : "", ++test, first + done,
		    first + done + group - 1,
		    options->shortage != 0 ? ", short of memory" : "");
		(void)fflush(stdout);
	}
	printf("# submitted %zu, rejected %zu, unknown %zu, expired %zu, "
	       "cancelled %zu\n",
	    sums[0], sums[1], sums[2], sums[3], sums[4]);
	return failed;
}

int
main(int argc, char **argv)
{
	struct options options = { .shortage = 0 };
	uint64_t first = 1, seeds = 300, more;
	int i, failed;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-v") == 0)
			options.verbose = true;
		else if (strcmp(argv[i], "--seeds") == 0 && i + 1 < argc)
			seeds = strtoull(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
			first = strtoull(argv[++i], NULL, 10);
		else
			return 64;
	}
	more = (seeds + 2) / 3;
	printf("1..%" PRIu64 "\n",
	    (seeds + GROUP_OF_SEEDS - 1) / GROUP_OF_SEEDS +
		(more + GROUP_OF_SEEDS - 1) / GROUP_OF_SEEDS);
	failed = run_all(first, seeds, &options);
	options.shortage = 5;
	failed |= run_all(first, more, &options);
	return failed != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The world: time, chance, and the callbacks of dispatch with their oracles.
 */
#include "world.h"

#include <smsgw/provider.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world_provider.h"

#define START_MS INT64_C(1000000)

uint64_t
world_draw(struct world *world, uint64_t below)
{
	uint64_t x = world->random += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (x ^ x >> 31) % below;
}

void
world_note(struct world *world, const char *what, uint64_t a, uint64_t b)
{
	const uint64_t parts[] = { (uint64_t)world->now_ms, (uint64_t)what[0],
		(uint64_t)what[1], a, b };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		world->hash =
		    (world->hash ^ parts[i]) * UINT64_C(0x100000001b3);
	if (world->verbose)
		printf("# %8" PRId64 " %s %" PRIu64 " %" PRIu64 "\n",
		    world->now_ms - START_MS, what, a, b);
}

void
world_break(struct world *world, const struct message *m, const char *what)
{
	world_note(world, what, m != NULL ? m->id : 0, 0);
	if (world->broken != NULL)
		return;
	world->broken = what;
	world->broken_id = m != NULL ? m->id : 0;
}

static void
enter_dispatch(const struct world *world)
{
	if (world->enter != NULL)
		world->enter();
}

static void
leave_dispatch(const struct world *world)
{
	if (world->leave != NULL)
		world->leave();
}

static int64_t
clock_now(void *arg)
{
	return ((struct world *)arg)->now_ms;
}

static int
clock_fill(void *arg, void *out, size_t n)
{
	unsigned char *p = out;

	while (n-- > 0)
		*p++ = (unsigned char)world_draw(arg, 256);
	return 0;
}

static struct message *
message_of(const struct dispatch_job *job)
{
	return (struct message *)(uintptr_t)(const void *)job;
}

unsigned
world_copies(const struct message *m)
{
	unsigned i, sum = 0;

	for (i = 0; i < WORLD_GATEWAYS; i++)
		sum += m->taken[i];
	return sum;
}

static int
on_carry(void *arg, void *gateway_arg, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	const struct world_gateway *gw = gateway_arg;
	const struct message *m = message_of(job);

	(void)arg;
	if (!(gw->groups & 1u << m->group))
		return -1;
	fit->group = m->group;
	fit->content = m->content;
	fit->means = gw->means;
	fit->max_same = gw->max_same;
	fit->max_distinct = gw->max_distinct;
	return 0;
}

/* No window of the rate's length holds more than its number. */
static void
check_rate(struct world_gateway *gw, const struct message *m)
{
	size_t n = gw->conf.rate;

	if (gw->conf.rate_ms > 0 && n > 0 && n <= WORLD_RING && gw->sent >= n &&
	    gw->ring[(gw->sent - n) % WORLD_RING] >
		gw->world->now_ms - gw->conf.rate_ms)
		world_break(gw->world, m, "more than the rate allows");
	gw->ring[gw->sent++ % WORLD_RING] = gw->world->now_ms;
}

static void
check_one(struct world_gateway *gw, struct message *m)
{
	struct world *world = gw->world;

	if (m->ends > 0)
		world_break(world, m, "sent after its end");
	if (m->job.not_after_boot_ms <= world->now_ms)
		world_break(world, m, "sent too late");
	if (m->cancelled)
		world_break(world, m, "sent after it was taken back");
	if (m->superseded)
		world_break(world, m, "sent after a newer one");
	if (m->refused)
		world_break(world, m, "sent on against a refusal");
	if (!m->same_attempt && ++m->sends > DISPATCH_ATTEMPTS)
		world_break(world, m, "a fourth attempt");
	if (!(gw->groups & 1u << m->group))
		world_break(world, m, "sent where it cannot be carried");
	m->same_attempt = false;
	check_rate(gw, m);
}

/* Recipients differ, the group is one, and no maximum is passed. */
static void
check_batch(struct world_gateway *gw, const struct dispatch_batch *batch)
{
	const struct message *first = message_of(batch->jobs[0]), *m;
	bool mixed = false;
	size_t i, j;

	for (i = 1; i < batch->count; i++) {
		m = message_of(batch->jobs[i]);
		mixed |= m->content != first->content;
		if (m->group != first->group)
			world_break(gw->world, m, "groups in one request");
		for (j = 0; j < i; j++) {
			if (batch->jobs[j]->recipient ==
			    batch->jobs[i]->recipient)
				world_break(gw->world, m,
				    "a recipient twice in a request");
		}
	}
	if (batch->count > 1 &&
	    batch->count > (mixed ? gw->max_distinct : gw->max_same))
		world_break(gw->world, first, "a request too large");
}

/* A lower class goes in one of twenty turns while codes wait. */
static void
check_priority(struct world_gateway *gw, const struct dispatch_batch *batch)
{
	const struct message *first = message_of(batch->jobs[0]);
	struct dispatch_gateway_view view;

	if (first->job.message_class == DISPATCH_OTP) {
		gw->since_low++;
		return;
	}
	if (first->split)
		return;
	dispatch_gateway_look(gw->handle, &view);
	if (view.waiting[DISPATCH_OTP] == 0)
		return;
	if (gw->since_low < 19)
		world_break(gw->world, first, "a lower class before codes");
	gw->since_low = 0;
}

static void
on_send(void *arg, struct dispatch_batch *batch)
{
	struct world_gateway *gw = batch->gateway_arg;
	struct dispatch_gateway_view view;
	struct message *m;
	size_t i;

	world_note(arg, "send: gateway, count", gw->index, batch->count);
	dispatch_gateway_look(gw->handle, &view);
	if (view.health == DISPATCH_DISABLED ||
	    view.health == DISPATCH_SUSPENDED || view.health == DISPATCH_PAUSED)
		world_break(arg, NULL, "sent by a gateway that is not up");
	check_priority(gw, batch);
	check_batch(gw, batch);
	for (i = 0; i < batch->count; i++) {
		m = message_of(batch->jobs[i]);
		world_note(
		    arg, "  id, marked", m->id, m->job.possible_duplicate);
		check_one(gw, m);
		m->split = false;
	}
	gw->requests++;
	gw->last_request_ms = gw->world->now_ms;
	if (++gw->open > gw->conf.concurrency)
		world_break(arg, NULL, "more requests than allowed");
	leave_dispatch(arg);
	provider_take(gw, batch);
	enter_dispatch(arg);
}

static int
on_ask(void *arg, void *gateway_arg, struct dispatch_job *job)
{
	struct message *m = message_of(job);
	int ret;

	world_note(arg, "ask: id", m->id, 0);
	m->asked++;
	leave_dispatch(arg);
	ret = provider_ask(gateway_arg, m);
	enter_dispatch(arg);
	return ret;
}

static void
on_done(void *arg, struct dispatch_job *job, const struct dispatch_end *end)
{
	struct world *world = arg;
	struct message *m = message_of(job);
	unsigned copies = world_copies(m);

	world_note(world, "done: id, state", m->id, end->state);
	if (!m->taken_in || ++m->ends != 1)
		world_break(world, m, "not exactly one end");
	if (end->state == DISPATCH_SUBMITTED && copies == 0 && !m->never_left)
		world_break(world, m, "submitted, and nobody took it");
	if (end->state != DISPATCH_SUBMITTED &&
	    end->state != DISPATCH_UNKNOWN && copies > 0)
		world_break(world, m, "called not taken, and it was");
	m->end = *end;
	m->ended_ms = world->now_ms;
}

static bool
on_same_subject(
    void *arg, const struct dispatch_job *a, const struct dispatch_job *b)
{
	(void)arg;
	return a->subject == b->subject;
}

static void
on_told(void *arg, void *gateway_arg, enum dispatch_news news)
{
	world_note(arg, "told: gateway, news",
	    ((struct world_gateway *)gateway_arg)->index, news);
}

void
world_init(struct world *world, uint64_t seed, size_t messages)
{
	struct dispatch_env env = {
		.clock = &world->clock,
		.arg = world,
		.carry = on_carry,
		.send = on_send,
		.ask = on_ask,
		.done = on_done,
		.same_subject = on_same_subject,
		.told = on_told,
	};

	*world = (struct world){
		.now_ms = START_MS,
		.random = seed,
		.hash = UINT64_C(0xcbf29ce484222325),
		.message_size = messages,
	};
	world->clock = (struct clock){
		.boot_ms = clock_now,
		.random = clock_fill,
		.arg = world,
	};
	timer_heap_init(&world->events);
	world->messages = calloc(messages, sizeof(*world->messages));
	world->dispatch = dispatch_new(&env, messages);
	if (world->messages == NULL || world->dispatch == NULL)
		abort();
}

void
world_fini(struct world *world)
{
	provider_forget(world);
	dispatch_free(world->dispatch);
	timer_heap_fini(&world->events);
	free(world->messages);
}

struct world_gateway *
world_add_gateway(struct world *world)
{
	struct world_gateway *gw = &world->gateways[world->gateway_count];

	*gw = (struct world_gateway){
		.world = world,
		.index = world->gateway_count++,
		.groups = ~0u,
		.max_same = 1,
		.max_distinct = 1,
		.latency_ms = 50,
		.since_low = 100,
	};
	dispatch_gateway_conf_init(&gw->conf);
	return gw;
}

void
world_open_gateway(struct world_gateway *gw)
{
	gw->handle = dispatch_gateway_add(gw->world->dispatch, gw, &gw->conf);
	if (gw->handle == NULL)
		abort();
}

struct message *
world_message(
    struct world *world, enum dispatch_class message_class, int64_t life_ms)
{
	struct message *m;
	int64_t margin_ms = life_ms / 10 < 15000 ? life_ms / 10 : 15000;

	if (world->message_count == world->message_size)
		return NULL;
	m = &world->messages[world->message_count++];
	dispatch_job_init(&m->job);
	m->id = (uint32_t)world->message_count;
	m->content = m->id;
	m->job.message_class = (uint8_t)message_class;
	m->job.recipient = m->id;
	m->job.expires_boot_ms = world->now_ms + life_ms;
	m->job.not_after_boot_ms = m->job.expires_boot_ms - margin_ms;
	return m;
}

static void
mark_superseded(struct world *world, const struct message *newer)
{
	struct message *m;

	if (newer->job.subject == 0)
		return;
	for (m = world->messages; m != newer; m++) {
		if (m->taken_in &&
		    m->job.message_class == newer->job.message_class &&
		    m->job.subject == newer->job.subject)
			m->superseded = true;
	}
}

enum dispatch_refusal
world_submit(struct world *world, struct message *m)
{
	enum dispatch_refusal refusal;
	int64_t wait_ms;

	enter_dispatch(world);
	refusal = dispatch_submit(world->dispatch, &m->job, &wait_ms);
	leave_dispatch(world);
	world_note(world, "submit: id, refusal", m->id, (uint64_t)-refusal);
	if (refusal != DISPATCH_TAKEN)
		return refusal;
	m->submitted_ms = world->now_ms;
	m->taken_in = true;
	world->accepted++;
	mark_superseded(world, m);
	return refusal;
}

void
world_cancel(struct world *world, struct message *m)
{
	world_note(world, "cancel: id", m->id, 0);
	if (dispatch_cancel(world->dispatch, &m->job) == 0)
		m->cancelled = true;
}

/* What is due in dispatch and at the providers; how long until more is. */
static int64_t
step(struct world *world)
{
	const struct timer *event;
	int64_t next_ms;

	provider_run(world);
	enter_dispatch(world);
	next_ms = dispatch_run(world->dispatch);
	leave_dispatch(world);
	event = timer_first(&world->events);
	if (event != NULL &&
	    (next_ms < 0 || event->at_ms - world->now_ms < next_ms))
		next_ms = event->at_ms - world->now_ms;
	return next_ms < 0 ? INT64_MAX / 4 : next_ms;
}

void
world_run_until(struct world *world, int64_t at_ms)
{
	int64_t next_ms;

	for (;;) {
		next_ms = step(world);
		if (world->now_ms + next_ms > at_ms)
			break;
		world->now_ms += next_ms > 0 ? next_ms : 0;
	}
	if (world->now_ms < at_ms)
		world->now_ms = at_ms;
}

void
world_stop(struct world *world, int64_t for_ms)
{
	world_note(world, "stopped: ms", (uint64_t)for_ms, 0);
	world->now_ms += for_ms;
}

static void
check_sum(struct world *world)
{
	const struct message *m;
	size_t i, sum = 0;

	for (i = 0; i < world->message_count; i++) {
		m = &world->messages[i];
		if (!m->taken_in)
			continue;
		if (m->ends != 1) {
			world_break(world, m, "no end");
			continue;
		}
		world->states[m->end.state]++;
		sum++;
	}
	if (sum != world->accepted)
		world_break(world, NULL, "accepted is not the sum of ends");
	if (!dispatch_idle(world->dispatch))
		world_break(world, NULL, "dispatch is not idle at the end");
}

void
world_run_to_end(struct world *world, int64_t at_most_ms)
{
	int64_t end_ms = world->now_ms + at_most_ms, next_ms;

	for (;;) {
		next_ms = step(world);
		if (dispatch_idle(world->dispatch) &&
		    timer_first(&world->events) == NULL)
			break;
		if (world->now_ms + next_ms > end_ms)
			break;
		world->now_ms += next_ms;
	}
	check_sum(world);
}

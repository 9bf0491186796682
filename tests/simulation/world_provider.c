/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The providers of the world.  A request is written some time after it was
 * started, when the life of its messages is looked at once more; the provider
 * takes or refuses it then, and its answer, if one comes, ends it.
 */
#include "world_provider.h"

#include <smsgw/provider.h>

#include <stdlib.h>

enum what { WRITE, ANSWER, REPORT };

struct event {
	struct timer timer; /* first */
	enum what what;
	struct world_gateway *gw;
	/* WRITE, ANSWER */
	struct dispatch_batch *batch;
	struct message **messages;
	struct dispatch_result *results;
	bool *marked;
	size_t count;
	/* REPORT */
	struct message *message;
	struct dispatch_report report;
};

static struct event *
event_new(struct world_gateway *gw, enum what what, size_t count)
{
	struct event *event = calloc(1, sizeof(*event));

	if (event == NULL)
		abort();
	event->what = what;
	event->gw = gw;
	event->count = count;
	if (count == 0)
		return event;
	event->messages = calloc(count, sizeof(struct message *));
	event->results = calloc(count, sizeof(*event->results));
	event->marked = calloc(count, sizeof(bool));
	if (event->messages == NULL || event->results == NULL ||
	    event->marked == NULL)
		abort();
	return event;
}

static void
event_free(struct event *event)
{
	free(event->messages);
	free(event->results);
	free(event->marked);
	free(event);
}

static void
event_at(struct event *event, int64_t after_ms)
{
	struct world *world = event->gw->world;

	if (timer_set(&world->events, &event->timer, world->now_ms + after_ms) <
	    0)
		abort();
}

static int64_t
between(struct world *world, int64_t from, int64_t to)
{
	return from + (int64_t)world_draw(world, (uint64_t)(to - from + 1));
}

void
provider_take(struct world_gateway *gw, struct dispatch_batch *batch)
{
	struct event *event = event_new(gw, WRITE, batch->count);
	size_t i;

	event->batch = batch;
	for (i = 0; i < batch->count; i++) {
		event->messages[i] = (struct message *)(void *)batch->jobs[i];
		event->marked[i] = batch->jobs[i]->possible_duplicate;
	}
	event_at(event, between(gw->world, 1, 60));
}

static void
report_later(struct world_gateway *gw, struct message *m, int state,
    uint32_t flags, int scope, int64_t after_ms)
{
	struct event *event = event_new(gw, REPORT, 0);

	event->message = m;
	event->report = (struct dispatch_report){
		.state = state,
		.flags = flags,
		.scope = scope,
	};
	event_at(event, after_ms);
}

/* The ledger: what was really taken, and whether it may have been. */
static void
ledger_add(struct event *event, size_t i)
{
	struct world_gateway *gw = event->gw;
	struct world *world = gw->world;
	struct message *m = event->messages[i];
	unsigned before = world_copies(m);

	if (gw->conf.idempotent && m->taken[gw->index] > 0)
		return;
	m->taken[gw->index]++;
	m->taken_ms[gw->index] = world->now_ms;
	world_note(world, "taken: gateway, id", gw->index, m->id);
	if (before == 0)
		return;
	world->marked++;
	if (!event->marked[i])
		world_break(world, m, "sent twice without a mark");
	if (before > 1)
		world_break(world, m, "sent three times");
	if (m->taken[gw->index] > 1)
		world_break(world, m, "sent twice by one gateway");
	if (m->job.message_class != DISPATCH_OTP && !world->may_resend)
		world_break(world, m, "sent twice, and no code");
}

static void
accept(struct event *event, size_t i)
{
	struct world_gateway *gw = event->gw;
	struct message *m = event->messages[i];

	event->results[i].outcome = SMSGW_ACCEPTED;
	if ((gw->conf.idempotent && m->taken[gw->index] > 0) ||
	    world_draw(gw->world, 100) >= gw->never_left) {
		ledger_add(event, i);
		return;
	}
	m->never_left = true;
	report_later(gw, m, SMSGW_REPORT_UNDELIVERED, SMSGW_REPORT_NEVER_LEFT,
	    SMSGW_SCOPE_ROUTE, between(gw->world, 500, 5000));
}

static void
refuse(struct event *event, size_t i, int scope, int error_class)
{
	event->results[i] = (struct dispatch_result){
		.outcome = SMSGW_REJECTED,
		.scope = scope,
		.error_class = error_class,
	};
}

static bool
has_flaw(const struct event *event, enum flaw flaw)
{
	size_t i;

	for (i = 0; i < event->count; i++) {
		if (event->messages[i]->flaw == flaw)
			return true;
	}
	return false;
}

static void
judge(struct event *event, size_t i)
{
	switch (event->messages[i]->flaw) {
	case FLAW_NUMBER:
		refuse(event, i, SMSGW_SCOPE_NUMBER, SMSGW_CLASS_NUMBER);
		break;
	case FLAW_LIMIT:
		refuse(event, i, SMSGW_SCOPE_NUMBER, SMSGW_CLASS_NUMBER_LIMIT);
		break;
	case FLAW_TEXT:
		refuse(event, i, SMSGW_SCOPE_CONTENT, SMSGW_CLASS_TEXT);
		break;
	case FLAW_ROUTE:
		if (event->gw->index == 0)
			refuse(event, i, SMSGW_SCOPE_ROUTE, SMSGW_CLASS_ROUTE);
		else
			accept(event, i);
		break;
	default:
		accept(event, i);
		break;
	}
}

static void
all(struct event *event, int outcome, int scope, int error_class)
{
	size_t i;

	for (i = 0; i < event->count; i++)
		event->results[i] = (struct dispatch_result){
			.outcome = outcome,
			.scope = scope,
			.error_class = error_class,
		};
}

static void
work(struct event *event)
{
	struct world_gateway *gw = event->gw;
	size_t i;

	if (gw->stands > 0 && gw->open > gw->stands) {
		all(event, SMSGW_DEFERRED, SMSGW_SCOPE_ACCOUNT,
		    SMSGW_CLASS_THROTTLED);
		event->results[0].delay_ms = gw->throttle_ms;
		return;
	}
	if (gw->blames_nobody && has_flaw(event, FLAW_NUMBER)) {
		all(event, SMSGW_REJECTED, SMSGW_SCOPE_SOMEONE,
		    SMSGW_CLASS_NUMBER);
		return;
	}
	for (i = 0; i < event->count; i++)
		judge(event, i);
}

/* The provider took it or not, and we shall not know. */
static void
lose(struct event *event)
{
	size_t i;

	for (i = 0; i < event->count; i++) {
		if (event->messages[i]->flaw == FLAW_NONE &&
		    world_draw(event->gw->world, 2) == 0)
			ledger_add(event, i);
	}
	all(event, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, SMSGW_CLASS_NONE);
}

/* Writes the request; how long until it is over. */
static int64_t
write_request(struct event *event)
{
	struct world_gateway *gw = event->gw;
	struct world *world = gw->world;
	int64_t latency_ms = between(world, gw->latency_ms, 2 * gw->latency_ms);

	switch (gw->fault) {
	case FAULT_NO_ANSWER:
		lose(event);
		return 5000;
	case FAULT_RESET:
	case FAULT_SERVER_ERROR:
		lose(event);
		return between(world, 1, 100);
	case FAULT_KEY:
		all(event, SMSGW_REJECTED, SMSGW_SCOPE_ACCOUNT,
		    SMSGW_CLASS_CREDENTIALS);
		return latency_ms;
	case FAULT_TEMPLATE:
		all(event, SMSGW_REJECTED, SMSGW_SCOPE_CONTENT,
		    SMSGW_CLASS_TEMPLATE);
		return latency_ms;
	case FAULT_SLOW:
		latency_ms = between(world, 2000, 7000);
		break;
	default:
		break;
	}
	work(event);
	if (latency_ms <= 5000)
		return latency_ms;
	all(event, SMSGW_UNKNOWN, SMSGW_SCOPE_NONE, SMSGW_CLASS_NONE);
	return 5000;
}

/* Just before the first byte: whose life is over does not go. */
static bool
is_in_time(struct event *event)
{
	size_t i;

	for (i = 0; i < event->count; i++) {
		if (event->messages[i]->job.not_after_boot_ms <=
		    event->gw->world->now_ms)
			return false;
	}
	return true;
}

static void
on_write(struct event *event)
{
	struct world_gateway *gw = event->gw;
	int64_t after_ms = 0;
	size_t i;

	event->what = ANSWER;
	if (!is_in_time(event)) {
		all(event, SMSGW_DEFERRED, SMSGW_SCOPE_NONE, SMSGW_CLASS_NONE);
		for (i = 0; i < event->count; i++)
			event->results[i].flags = DISPATCH_BLAMELESS;
	} else if (gw->fault == FAULT_NO_CONNECTION ||
	    gw->fault == FAULT_NO_CONNECT) {
		all(event, SMSGW_DEFERRED, SMSGW_SCOPE_NONE, SMSGW_CLASS_NONE);
		after_ms = gw->fault == FAULT_NO_CONNECT ? 2000 : 0;
	} else {
		after_ms = write_request(event);
	}
	event_at(event, after_ms);
}

/* What the oracles must know of a result. */
static void
remember(struct message *m, const struct dispatch_result *result)
{
	m->same_attempt = (result->outcome == SMSGW_REJECTED &&
			      result->scope == SMSGW_SCOPE_SOMEONE) ||
	    (result->flags & DISPATCH_BLAMELESS);
	m->split = result->outcome == SMSGW_REJECTED &&
	    result->scope == SMSGW_SCOPE_SOMEONE;
	if (result->outcome == SMSGW_REJECTED &&
	    (result->scope == SMSGW_SCOPE_NUMBER ||
		result->error_class == SMSGW_CLASS_TEXT))
		m->refused = true;
	if (result->outcome == SMSGW_ACCEPTED)
		m->refused = !m->never_left;
}

/* Some unknown ones are reported by themselves. */
static void
report_unknown(struct world_gateway *gw, struct message *m)
{
	if (m->taken[gw->index] > 0 && world_draw(gw->world, 3) == 0)
		report_later(gw, m, SMSGW_REPORT_DELIVERED, 0, SMSGW_SCOPE_NONE,
		    between(gw->world, 100, 15000));
}

static void
on_answer(struct event *event)
{
	struct world *world = event->gw->world;
	size_t i;

	event->gw->open--;
	for (i = 0; i < event->count; i++) {
		world_note(world, "result: id, outcome", event->messages[i]->id,
		    (uint64_t)event->results[i].outcome * 10 +
			(uint64_t)event->results[i].scope);
		remember(event->messages[i], &event->results[i]);
		if (event->results[i].outcome == SMSGW_UNKNOWN) {
			event->messages[i]->unknown_ms = world->now_ms;
			report_unknown(event->gw, event->messages[i]);
		}
		dispatch_settle(
		    world->dispatch, event->batch, i, &event->results[i]);
	}
	dispatch_settled(world->dispatch, event->batch);
	event_free(event);
}

static void
on_report(struct event *event)
{
	struct message *m = event->message;
	struct world *world = event->gw->world;

	world_note(
	    world, "report: id, state", m->id, (uint64_t)event->report.state);
	if (m->ends == 0) {
		dispatch_report(
		    world->dispatch, &m->job, event->gw, &event->report);
	} else if (m->end.state == DISPATCH_SUBMITTED && !m->superseded &&
	    dispatch_return(
		world->dispatch, &m->job, event->gw, &event->report) == 1) {
		world_note(world, "returned: id", m->id, 0);
		m->ends = 0;
	}
	event_free(event);
}

int
provider_ask(struct world_gateway *gw, struct message *m)
{
	int64_t after_ms = between(gw->world, 100, 1500);

	if (!gw->knows_status)
		return -1;
	report_later(gw, m,
	    m->taken[gw->index] > 0 ? SMSGW_REPORT_PENDING :
				      SMSGW_REPORT_UNKNOWN,
	    0, SMSGW_SCOPE_NONE, after_ms);
	return 0;
}

void
provider_run(struct world *world)
{
	struct timer *timer;
	struct event *event;

	while ((timer = timer_first(&world->events)) != NULL &&
	    timer->at_ms <= world->now_ms) {
		timer_clear(&world->events, timer);
		event = (struct event *)(void *)timer;
		if (event->what == WRITE)
			on_write(event);
		else if (event->what == ANSWER)
			on_answer(event);
		else
			on_report(event);
	}
}

void
provider_forget(struct world *world)
{
	struct timer *timer;

	while ((timer = timer_first(&world->events)) != NULL) {
		timer_clear(&world->events, timer);
		event_free((struct event *)(void *)timer);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The requests of a gateway: which class is next, how many jobs go together,
 * what is to be split, and what a request that is over leaves behind.
 */
#include "dispatch_part.h"

#include <stdlib.h>
#include <string.h>

#include <smsgw/provider.h>

#define SHARE 20     /* every so many turns are for the lower classes */
#define SPILL_MS 500 /* a code waits no longer for one gateway alone */
#define SPILL_AGAIN_MS 100
#define NO_MEMORY_MS 100 /* until it is tried again */

/* The next moment at which a gateway is to be looked at again. */
static void
wake(struct dispatch_gateway *gw, int64_t at_ms)
{
	if (at_ms <= gw->d->now_ms)
		at_ms = gw->d->now_ms + 1;
	if (timer_is_set(&gw->timer) && gw->timer.at_ms <= at_ms)
		return;
	(void)timer_set(&gw->d->gateway_timers, &gw->timer, at_ms);
}

static struct dispatch_batch *
batch_new(struct dispatch_gateway *gw, size_t most)
{
	struct dispatch_batch *batch;

	if (most > (SIZE_MAX - sizeof(*batch)) / sizeof(void *))
		return NULL;
	batch = malloc(sizeof(*batch) + most * sizeof(struct dispatch_job *));
	if (batch == NULL)
		return NULL;
	*batch = (struct dispatch_batch){
		.gateway = gw,
		.gateway_arg = gw->arg,
		.jobs = (struct dispatch_job **)(void *)(batch + 1),
	};
	return batch;
}

/* The first job that may go now, of a class or below it; or NULL. */
static struct dispatch_job *
turn_from(struct dispatch_gateway *gw, size_t from)
{
	struct dispatch_job *job = NULL, *lower;
	size_t i;

	for (i = from; i < DISPATCH_CLASSES && job == NULL; i++)
		job = queue_turn(
		    &gw->queues[i], gw->conf.batch_wait_ms[i], gw->d->now_ms);
	if (job == NULL || i == DISPATCH_CLASSES)
		return job;
	lower = turn_from(gw, i);
	if (lower == NULL)
		return job;
	if (++gw->turns[i] < SHARE)
		return job;
	gw->turns[i] = 0;
	return lower;
}

/* Ends what is too late to send. */
static bool
is_too_late(struct dispatch *d, struct dispatch_job *job)
{
	if (job->not_after_boot_ms > d->now_ms)
		return false;
	job_happens(d, job, DECIDE_TOO_LATE);
	return true;
}

static void
job_begin(struct dispatch *d, struct dispatch_batch *batch, size_t index)
{
	struct dispatch_job *job = batch->jobs[index];
	bool same_attempt = job->place == PLACE_HALVES;

	job->possible_duplicate = job->unknown != 0;
	if (!same_attempt && job->attempts < DISPATCH_ATTEMPTS)
		job->tried[job->attempts++] = batch->gateway_arg;
	job->deferred &= (uint8_t) ~(1u << (job->attempts - 1));
	job->bits &= (uint8_t) ~(JOB_PINNED | JOB_AGAIN);
	job->place = PLACE_SENDING;
	job->batch = batch;
	job->index = (uint32_t)index;
	d->counts.sending++;
}

static void
batch_send(struct dispatch_gateway *gw, struct dispatch_batch *batch)
{
	struct dispatch *d = gw->d;
	size_t i;

	for (i = 0; i < batch->count; i++)
		job_begin(d, batch, i);
	batch->message_class = batch->jobs[0]->message_class;
	batch->started_boot_ms = d->now_ms;
	batch->lesson = DECIDE_LEARN_NOTHING;
	batch->over = false;
	batch->is_try = !breaker_is_closed(&gw->breaker);
	rate_take(&gw->rate, (uint32_t)batch->count);
	gw->requests++;
	d->counts.requests++;
	if (batch->is_try)
		breaker_try(&gw->breaker, d->now_ms);
	gateway_refresh(gw);
	d->env.send(d->env.arg, batch);
}

/* Takes out who left meanwhile or is too late. */
static void
batch_compact(struct dispatch *d, struct dispatch_batch *batch)
{
	struct dispatch_job *job;
	size_t i, to = 0;

	for (i = 0; i < batch->count; i++) {
		job = batch->jobs[i];
		if (job == NULL || is_too_late(d, job))
			continue;
		job->index = (uint32_t)to;
		batch->jobs[to++] = job;
	}
	batch->count = to;
}

/* Sends a half, if there is one; false when it has to wait for the rate. */
static bool
send_half(struct dispatch_gateway *gw)
{
	struct dispatch *d = gw->d;
	struct dispatch_batch *batch = gw->halves;
	int64_t wait_ms;

	batch_compact(d, batch);
	wait_ms = rate_wait_ms(&gw->rate, (uint32_t)batch->count, d->now_ms);
	if (batch->count > 0 && wait_ms > 0) {
		wake(gw, d->now_ms + wait_ms);
		return false;
	}
	gw->halves = batch->next;
	if (gw->halves == NULL)
		gw->halves_last = NULL;
	batch->next = NULL;
	if (batch->count > 0)
		batch_send(gw, batch);
	else
		free(batch);
	return true;
}

/* How many may go together now; 0: not yet, and the gateway will wake. */
static size_t
may_go(struct dispatch_gateway *gw, const struct dispatch_job *job)
{
	struct dispatch *d = gw->d;
	size_t company;
	uint32_t tokens = rate_available(&gw->rate, d->now_ms);
	uint32_t wanted = 1;

	if (!breaker_is_closed(&gw->breaker))
		company = 1;
	else
		company = queue_company(&d->lanes, job);
	if (gw->rate.per_ms > 0 && job->message_class != DISPATCH_OTP)
		wanted = company < gw->rate.burst ? (uint32_t)company :
						    gw->rate.burst;
	if (tokens >= wanted)
		return company < tokens ? company : tokens;
	wake(gw, d->now_ms + rate_wait_ms(&gw->rate, wanted, d->now_ms));
	return 0;
}

/* Gathers one request around a job; NULL when it cannot go yet. */
static struct dispatch_batch *
gather(struct dispatch_gateway *gw, struct dispatch_job *job)
{
	struct dispatch *d = gw->d;
	struct dispatch_batch *batch;
	size_t most = may_go(gw, job);

	if (most == 0)
		return NULL;
	batch = batch_new(gw, most);
	if (batch == NULL) {
		wake(gw, d->now_ms + NO_MEMORY_MS);
		return NULL;
	}
	batch->count = queue_gather(&gw->queues[job->message_class], &d->lanes,
	    &d->crowd, job, most, d->now_ms, batch->jobs);
	d->counts.waiting[job->message_class] -= batch->count;
	return batch;
}

/*
 * Sends one request of waiting jobs, or ends one that is too late; false when
 * nothing can go now.
 */
static bool
send_waiting(struct dispatch_gateway *gw)
{
	struct dispatch *d = gw->d;
	struct dispatch_batch *batch = NULL;
	struct dispatch_job *job;
	uint8_t turns[DISPATCH_CLASSES];
	int64_t wait_ms = rate_wait_ms(&gw->rate, 1, d->now_ms);
	bool late;

	if (wait_ms > 0) {
		wake(gw, d->now_ms + wait_ms);
		return false;
	}
	memcpy(turns, gw->turns, sizeof(turns));
	job = turn_from(gw, 0);
	if (job == NULL)
		return false;
	late = is_too_late(d, job);
	if (!late)
		batch = gather(gw, job);
	if (batch != NULL)
		batch_send(gw, batch);
	else
		memcpy(gw->turns, turns, sizeof(turns)); /* it was none */
	return late || batch != NULL;
}

/* Codes that wait too long go to another gateway that has room. */
static void
spill(struct dispatch_gateway *gw)
{
	struct dispatch *d = gw->d;
	struct queue *queue = &gw->queues[DISPATCH_OTP];
	struct dispatch_gateway *other;
	struct dispatch_job *job;
	struct dispatch_fit fit;
	int64_t late_ms;

	while ((job = queue_first(queue)) != NULL) {
		late_ms = d->now_ms - job->queued_boot_ms - SPILL_MS;
		if (late_ms < 0) {
			wake(gw, d->now_ms - late_ms);
			return;
		}
		other = job->bits & JOB_PINNED ?
		    NULL :
		    route_up_with_room(d, job, gw, &fit);
		if (other == NULL) {
			wake(gw, d->now_ms + SPILL_AGAIN_MS);
			return;
		}
		job_enqueue(d, job, other, &fit);
	}
}

/* When something in the queues is due that is not yet. */
static void
wake_for_queues(struct dispatch_gateway *gw)
{
	int64_t due_ms;
	size_t i;

	for (i = 0; i < DISPATCH_CLASSES; i++) {
		due_ms =
		    queue_due_ms(&gw->queues[i], gw->conf.batch_wait_ms[i]);
		if (due_ms > gw->d->now_ms && due_ms != INT64_MAX)
			wake(gw, due_ms);
	}
}

void
gateway_pump(struct dispatch_gateway *gw)
{
	struct dispatch *d = gw->d;

	gateway_refresh(gw);
	while (gw->up && gw->requests < gw->window.size &&
	    (gw->halves != NULL ? send_half(gw) : send_waiting(gw)))
		continue;
	if (gw->up) {
		if (gw->requests < gw->window.size)
			wake_for_queues(gw);
		spill(gw);
	}
	if (gw->paused_until_ms > d->now_ms)
		wake(gw, gw->paused_until_ms);
	if (!breaker_is_closed(&gw->breaker) &&
	    gw->breaker.until_ms > d->now_ms)
		wake(gw, gw->breaker.until_ms);
}

/* A half of the jobs that are to be split; -1 without memory. */
static int
add_half(struct dispatch_gateway *gw, struct dispatch_job **jobs, size_t count)
{
	struct dispatch_batch *half = batch_new(gw, count);
	size_t i;

	if (half == NULL)
		return -1;
	half->count = count;
	for (i = 0; i < count; i++) {
		half->jobs[i] = jobs[i];
		jobs[i]->batch = half;
		jobs[i]->index = (uint32_t)i;
	}
	if (gw->halves_last != NULL)
		gw->halves_last->next = half;
	else
		gw->halves = half;
	gw->halves_last = half;
	return 0;
}

/* Jobs that were to be split go on alone, as if they had not been tried. */
static void
let_go(struct dispatch *d, struct dispatch_job **jobs, size_t count)
{
	const struct decide_action again = { .next = DECIDE_AGAIN,
		.delay_ms = 1 };
	size_t i;

	for (i = 0; i < count; i++) {
		if (jobs[i] != NULL)
			job_apply(d, jobs[i], &again);
	}
}

/* What a gateway that is not up has to split goes back to waiting. */
void
halves_dissolve(struct dispatch_gateway *gw)
{
	struct dispatch_batch *batch;

	while ((batch = gw->halves) != NULL) {
		gw->halves = batch->next;
		let_go(gw->d, batch->jobs, batch->count);
		free(batch);
	}
	gw->halves_last = NULL;
}

static void
split(struct dispatch_gateway *gw, struct dispatch_batch *batch)
{
	size_t i, count = 0, half;

	for (i = 0; i < batch->count; i++) {
		if (batch->jobs[i] != NULL)
			batch->jobs[count++] = batch->jobs[i];
	}
	for (i = 0; i < count; i++)
		batch->jobs[i]->index = (uint32_t)i;
	half = (count + 1) / 2;
	if (half > 0 && add_half(gw, batch->jobs, half) < 0)
		let_go(gw->d, batch->jobs, half);
	if (count > half && add_half(gw, batch->jobs + half, count - half) < 0)
		let_go(gw->d, batch->jobs + half, count - half);
	if (!gw->up)
		halves_dissolve(gw);
}

/* Smoothed over about eight requests. */
static int64_t
smooth(int64_t old, int64_t value)
{
	return old == 0 ? value : old + (value - old) / 8;
}

static void
measure(struct dispatch_gateway *gw, const struct dispatch_batch *batch)
{
	int64_t took_ms = gw->d->now_ms - batch->started_boot_ms;

	gw->latency_us = smooth(gw->latency_us, took_ms * 1000 + 1);
	gw->milli_messages =
	    smooth(gw->milli_messages, (int64_t)batch->count * 1000);
}

static void
breaker_learn(struct dispatch_gateway *gw, const struct dispatch_batch *batch)
{
	bool was_closed = breaker_is_closed(&gw->breaker);
	int64_t now_ms = gw->d->now_ms;

	switch (batch->lesson) {
	case DECIDE_LEARN_WORKS:
	case DECIDE_LEARN_THROTTLED:
		breaker_success(&gw->breaker);
		break;
	case DECIDE_LEARN_FAILS:
		if (batch->is_try)
			breaker_try_failure(&gw->breaker, now_ms);
		else
			breaker_failure(&gw->breaker, now_ms);
		break;
	default:
		if (batch->is_try)
			breaker_give_up(&gw->breaker);
		break;
	}
	if (breaker_is_closed(&gw->breaker) != was_closed)
		gateway_tell(gw,
		    was_closed ? DISPATCH_NEWS_OPENED : DISPATCH_NEWS_CLOSED);
}

void
batch_finish(struct dispatch *d, struct dispatch_batch *batch)
{
	struct dispatch_gateway *gw = batch->gateway;

	gw->requests--;
	d->counts.requests--;
	measure(gw, batch);
	breaker_learn(gw, batch);
	if (batch->lesson == DECIDE_LEARN_THROTTLED)
		window_narrow(&gw->window);
	else if (batch->lesson == DECIDE_LEARN_WORKS)
		window_widen(&gw->window);
	gateway_refresh(gw);
	split(gw, batch);
	free(batch);
	gateway_activate(gw);
}

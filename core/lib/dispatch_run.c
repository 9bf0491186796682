/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does what is due: timers, ends of lives, results, reports, what waits for a
 * gateway that is gone, and the requests of those that are there.
 */
#include "dispatch_part.h"

#include <stddef.h>
#include <stdlib.h>

#define WALK_STEPS 512 /* jobs looked at in one run */
#define ROUNDS 8       /* before other things of the caller get their turn */

static struct dispatch_job *
job_of_timer(struct timer *timer)
{
	return (struct dispatch_job *)(void *)((char *)timer -
	    offsetof(struct dispatch_job, timer));
}

static struct dispatch_job *
job_of_life(struct expiry_node *life)
{
	return (struct dispatch_job *)(void *)((char *)life -
	    offsetof(struct dispatch_job, life));
}

static struct dispatch_gateway *
gateway_of_timer(struct timer *timer)
{
	return (struct dispatch_gateway *)(void *)((char *)timer -
	    offsetof(struct dispatch_gateway, timer));
}

static bool
is_due(const struct timer *timer, int64_t now_ms)
{
	return timer != NULL && timer->at_ms <= now_ms;
}

/*
 * Back to waiting, after its delay, or from a gateway that is gone; ends when
 * there is no gateway for it.
 */
static void
job_route(struct dispatch *d, struct dispatch_job *job)
{
	const struct decide_action elsewhere = { .next = DECIDE_ELSEWHERE };

	job_leave(d, job);
	job_apply(d, job, &elsewhere);
}

/* The repeat by the same gateway, or what comes instead when it is down. */
static void
pinned_due(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw = job->gateway;
	struct dispatch_fit fit = { .max_same = 1, .max_distinct = 1 };

	if (gw->up && d->env.carry(d->env.arg, gw->arg, job, &fit) == 0) {
		job_enqueue(d, job, gw, &fit);
		return;
	}
	job->bits &= (uint8_t)~JOB_PINNED;
	job_happens(d, job, DECIDE_WAITED);
}

/* Other gateways first; one that surely did not take it may have it again. */
static void
delay_over(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw;
	struct dispatch_fit fit;
	uint8_t again = job->bits & JOB_AGAIN;

	job->bits &= (uint8_t)~JOB_AGAIN;
	gw = route_up(d, job, &fit);
	job->bits |= again;
	if (gw != NULL)
		job_enqueue(d, job, gw, &fit);
	else
		job_route(d, job);
}

static void
job_due(struct dispatch *d, struct dispatch_job *job)
{
	if (job->place == PLACE_UNCERTAIN && d->now_ms < job->until_boot_ms)
		job_ask(d, job);
	else if (job->place == PLACE_UNCERTAIN)
		job_happens(d, job, DECIDE_WAITED);
	else if (job->not_after_boot_ms <= d->now_ms)
		job_happens(d, job, DECIDE_TOO_LATE);
	else if (job->bits & JOB_PINNED)
		pinned_due(d, job);
	else
		delay_over(d, job);
}

static void
run_timers(struct dispatch *d)
{
	struct timer *timer;
	struct expiry_node *life;

	while (is_due(timer = timer_first(&d->job_timers), d->now_ms)) {
		timer_clear(&d->job_timers, timer);
		job_due(d, job_of_timer(timer));
	}
	while ((life = expiry_take(&d->lives, d->now_ms)) != NULL)
		job_happens(d, job_of_life(life), DECIDE_TOO_LATE);
	while (is_due(timer = timer_first(&d->gateway_timers), d->now_ms)) {
		timer_clear(&d->gateway_timers, timer);
		gateway_activate(gateway_of_timer(timer));
	}
}

static void
run_results(struct dispatch *d)
{
	struct dispatch_batch *batch;
	struct dispatch_job *job;

	while ((job = job_list_take(&d->settled)) != NULL) {
		d->counts.sending--;
		job_result(d, job);
	}
	while ((batch = d->over) != NULL) {
		d->over = batch->next;
		if (d->over == NULL)
			d->over_last = NULL;
		batch_finish(d, batch);
	}
}

/* Jobs that a report sent on. */
static void
run_unrouted(struct dispatch *d)
{
	struct dispatch_job *job;

	while ((job = job_list_take(&d->unrouted)) != NULL) {
		job->place = PLACE_DELAY; /* waits, as far as rules see it */
		d->counts.delayed++;
		if (job->bits & JOB_UNWANTED)
			job_happens(d, job, DECIDE_CANCELLED);
		else if (job->not_after_boot_ms <= d->now_ms)
			job_happens(d, job, DECIDE_TOO_LATE);
		else
			job_route(d, job);
	}
}

/* A job that waits for a gateway that is not up. */
static void
walk_job(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw;
	struct dispatch_fit fit;

	if (job->bits & JOB_PINNED) {
		job->bits &= (uint8_t)~JOB_PINNED;
		job_happens(d, job, DECIDE_WAITED);
		return;
	}
	gw = d->lit_count > 0 ? route_up(d, job, &fit) : NULL;
	if (gw != NULL)
		job_enqueue(d, job, gw, &fit);
	else if (job->gateway->removed)
		job_route(d, job);
}

/* Looks through the queues of one; false when there is more. */
static bool
walk_gateway(struct dispatch *d, struct dispatch_gateway *gw, int *steps)
{
	struct dispatch_job *job;
	size_t i;

	for (i = 0; i < DISPATCH_CLASSES; i++) {
		while ((job = queue_step(&gw->queues[i])) != NULL) {
			walk_job(d, job);
			if (--*steps <= 0)
				return false;
		}
	}
	return true;
}

static void
run_walk(struct dispatch *d)
{
	struct dispatch_gateway *gw;
	int steps = WALK_STEPS;
	size_t i;

	if (d->walk_all)
		gateways_walk(d);
	d->walk_all = false;
	if (!d->walking)
		return;
	for (i = 0; i < d->routes.count; i++) {
		gw = d->routes.gateways[i];
		if (!gw->walking)
			continue;
		if (!gw->up && !walk_gateway(d, gw, &steps))
			return;
		gw->walking = false;
	}
	d->walking = false;
}

static void
run_gateways(struct dispatch *d)
{
	struct dispatch_gateway *gw;

	while ((gw = d->active) != NULL) {
		d->active = gw->active_next;
		if (d->active == NULL)
			d->active_last = NULL;
		gw->active = false;
		gateway_pump(gw);
	}
}

static void
tell_end(struct dispatch *d, struct dispatch_job *job)
{
	const struct dispatch_end end = {
		.state = job->state,
		.why = job->why,
		.gateway_arg = job->attempts > 0 ?
		    job->tried[job->attempts - 1] :
		    NULL,
		.result = {
			.outcome = job->outcome,
			.scope = job->scope,
			.error_class = job->error_class,
			.flags = job->result_flags,
			.delay_ms = job->delay_ms,
		},
		.attempts = job->attempts,
		.possible_duplicate = job->possible_duplicate,
	};

	job->place = PLACE_OUT;
	d->counts.jobs--;
	d->env.done(d->env.arg, job, &end);
}

static void
run_ended(struct dispatch *d)
{
	struct dispatch_job *job;

	while ((job = job_list_take(&d->ended)) != NULL)
		tell_end(d, job);
}

static void
tell_news(struct dispatch *d, struct dispatch_gateway *gw)
{
	unsigned news, set = gw->news;

	gw->news = 0;
	for (news = 0; set >> news != 0; news++) {
		if ((set & 1u << news) && d->env.told != NULL)
			d->env.told(
			    d->env.arg, gw->arg, (enum dispatch_news)news);
	}
}

static void
run_news(struct dispatch *d)
{
	bool removed = false;
	size_t i;

	if (!d->news)
		return;
	d->news = false;
	for (i = 0; i < d->routes.count; i++) {
		removed |= d->routes.gateways[i]->removed;
		tell_news(d, d->routes.gateways[i]);
	}
	if (removed) {
		gateway_free_removed(d);
		for (i = 0; i < d->routes.count; i++)
			d->news |= d->routes.gateways[i]->removed;
	}
}

/* Ends all that waits. */
static void
end_all_of(struct dispatch *d, struct dispatch_gateway *gw)
{
	struct dispatch_job *job;
	size_t i;

	for (i = 0; i < DISPATCH_CLASSES; i++) {
		while ((job = queue_first(&gw->queues[i])) != NULL)
			job_happens(d, job, DECIDE_CLOSED);
	}
	halves_dissolve(gw);
}

static void
run_close(struct dispatch *d)
{
	struct timer *timer;
	size_t i;

	if (!d->closing)
		return;
	for (i = 0; i < d->routes.count; i++)
		end_all_of(d, d->routes.gateways[i]);
	while ((timer = timer_first(&d->job_timers)) != NULL)
		job_happens(d, job_of_timer(timer), DECIDE_CLOSED);
}

static bool
has_more(const struct dispatch *d)
{
	return d->settled.first != NULL || d->over != NULL ||
	    d->unrouted.first != NULL || d->ended.first != NULL ||
	    d->active != NULL || d->walking || d->walk_all;
}

static int64_t
next_ms(const struct dispatch *d)
{
	const struct timer *timer;
	int64_t at_ms = expiry_next_ms(&d->lives);

	if (has_more(d))
		return 0;
	timer = timer_first(&d->job_timers);
	if (timer != NULL && timer->at_ms < at_ms)
		at_ms = timer->at_ms;
	timer = timer_first(&d->gateway_timers);
	if (timer != NULL && timer->at_ms < at_ms)
		at_ms = timer->at_ms;
	if (at_ms == INT64_MAX)
		return -1;
	return at_ms > d->now_ms ? at_ms - d->now_ms : 0;
}

int64_t
dispatch_run(struct dispatch *d)
{
	int round = 0;

	do {
		d->now_ms = clock_boot_ms(d->env.clock);
		run_timers(d);
		run_results(d);
		run_unrouted(d);
		run_close(d);
		run_walk(d);
		run_gateways(d);
		run_ended(d);
		run_news(d);
	} while (has_more(d) && ++round < ROUNDS);
	return next_ms(d);
}

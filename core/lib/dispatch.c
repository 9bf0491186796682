/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front of dispatch: what a caller submits, cancels, settles, reports and
 * asks.  It notes; dispatch_run.c does.
 */
#include "dispatch_part.h"

#include <stdlib.h>
#include <string.h>

#include <smsgw/provider.h>

#include "precondition.h"

_Static_assert(
    sizeof(struct dispatch_job) < 300, "a waiting message is one of a million");

void
dispatch_job_init(struct dispatch_job *job)
{
	memset(job, 0, sizeof(*job));
}

void
dispatch_job_tried(struct dispatch_job *job, void *gateway_arg, bool unknown)
{
	require_or_return_void(
	    job->place == PLACE_OUT && job->attempts < DISPATCH_ATTEMPTS);
	if (unknown)
		job->unknown |= (uint8_t)(1u << job->attempts);
	job->tried[job->attempts++] = gateway_arg;
}

struct dispatch *
dispatch_new(const struct dispatch_env *env, size_t max_jobs)
{
	struct dispatch *d;

	require_or_return(env != NULL && env->clock != NULL, NULL);
	require_or_return(
	    env->carry != NULL && env->send != NULL && env->done != NULL, NULL);
	d = calloc(1, sizeof(*d));
	if (d == NULL)
		return NULL;
	d->env = *env;
	d->max_jobs = max_jobs;
	d->now_ms = clock_boot_ms(env->clock);
	expiry_init(&d->lives, d->now_ms);
	timer_heap_init(&d->job_timers);
	timer_heap_init(&d->gateway_timers);
	if (lanes_init(&d->lanes) < 0 || subjects_init(&d->subjects) < 0 ||
	    clock_random(env->clock, &d->random, sizeof(d->random)) < 0) {
		dispatch_free(d);
		return NULL;
	}
	return d;
}

static void
free_batches(struct dispatch_batch *batch)
{
	struct dispatch_batch *next;

	for (; batch != NULL; batch = next) {
		next = batch->next;
		free(batch);
	}
}

void
dispatch_free(struct dispatch *d)
{
	size_t i;

	if (d == NULL)
		return;
	for (i = 0; i < d->routes.count; i++) {
		free_batches(d->routes.gateways[i]->halves);
		free(d->routes.gateways[i]);
	}
	free_batches(d->over);
	routes_fini(&d->routes);
	timer_heap_fini(&d->job_timers);
	timer_heap_fini(&d->gateway_timers);
	lanes_fini(&d->lanes);
	crowd_fini(&d->crowd);
	subjects_fini(&d->subjects);
	free(d);
}

/* Notes that dispatch has the job; it has no place yet. */
static void
take_in(struct dispatch *d, struct dispatch_job *job)
{
	job->bits &= JOB_AGAIN;
	job->gateway = NULL;
	job->order = ++d->next_order;
	d->counts.jobs++;
	expiry_add(&d->lives, &job->life, job->not_after_boot_ms);
	subjects_supersede(d, job);
	subjects_add(&d->subjects, job);
}

static enum dispatch_refusal
check(struct dispatch *d, const struct dispatch_job *job)
{
	if (d->closing)
		return DISPATCH_CLOSING;
	if (job->not_after_boot_ms <= d->now_ms)
		return DISPATCH_TOO_LATE;
	if (d->counts.jobs >= d->max_jobs ||
	    timer_heap_reserve(&d->job_timers, d->counts.jobs + 1) < 0)
		return DISPATCH_FULL;
	return DISPATCH_TAKEN;
}

/* An attempt of another life is unknown: its rules come before any queue. */
static enum dispatch_refusal
take_unknown(struct dispatch *d, struct dispatch_job *job)
{
	take_in(d, job);
	job_set_gateway(job, gateway_by_arg(d, job->tried[job->attempts - 1]));
	job->outcome = SMSGW_UNKNOWN;
	job->place = PLACE_SETTLED;
	d->counts.sending++;
	job_list_add(&d->settled, job);
	return DISPATCH_TAKEN;
}

enum dispatch_refusal
dispatch_submit(struct dispatch *d, struct dispatch_job *job, int64_t *wait_ms)
{
	struct dispatch_gateway *gw;
	struct dispatch_fit fit;
	enum dispatch_refusal refusal;
	int64_t wait = 0;

	require_or_return(job->place == PLACE_OUT, DISPATCH_FULL);
	require_or_return(
	    job->message_class < DISPATCH_CLASSES, DISPATCH_NO_CARRIER);
	d->now_ms = clock_boot_ms(d->env.clock);
	if (wait_ms != NULL)
		*wait_ms = 0;
	refusal = check(d, job);
	if (refusal != DISPATCH_TAKEN)
		return refusal;
	if (job->unknown != 0)
		return take_unknown(d, job);
	gw = route_up(d, job, &fit);
	if (gw == NULL)
		gw = route_down(d, job, &fit);
	if (gw == NULL)
		return DISPATCH_NO_CARRIER;
	if (!gw->conf.enabled || gw->suspended)
		return DISPATCH_NONE_UP;
	wait = gateway_estimate_ms(gw, job->message_class);
	if (wait_ms != NULL)
		*wait_ms = wait;
	if (wait > (job->expires_boot_ms - d->now_ms) / 2)
		return DISPATCH_TOO_SLOW;
	take_in(d, job);
	job_enqueue_fresh(d, job, gw, &fit);
	return DISPATCH_TAKEN;
}

int
dispatch_cancel(struct dispatch *d, struct dispatch_job *job)
{
	if (job->place == PLACE_OUT || job->place == PLACE_ENDED)
		return -1;
	d->now_ms = clock_boot_ms(d->env.clock);
	job_happens(d, job, DECIDE_CANCELLED);
	return 0;
}

static int8_t
small(int32_t value)
{
	return (int8_t)(value >= 0 && value <= INT8_MAX ? value : 0);
}

void
dispatch_settle(struct dispatch *d, struct dispatch_batch *batch, size_t index,
    const struct dispatch_result *result)
{
	struct dispatch_job *job;

	require_or_return_void(index < batch->count && !batch->over);
	job = batch->jobs[index];
	require_or_return_void(job != NULL && job->place == PLACE_SENDING);
	job->outcome = small(result->outcome);
	job->scope = small(result->scope);
	job->error_class = small(result->error_class);
	job->result_flags = (uint8_t)result->flags;
	job->delay_ms = 0;
	if (result->delay_ms > 0)
		job->delay_ms = result->delay_ms < UINT32_MAX ?
		    (uint32_t)result->delay_ms :
		    UINT32_MAX;
	if (result->delay_ms > batch->delay_ms)
		batch->delay_ms = result->delay_ms;
	job->place = PLACE_SETTLED;
	job_list_add(&d->settled, job);
}

void
dispatch_settled(struct dispatch *d, struct dispatch_batch *batch)
{
	const struct dispatch_result unknown = { .outcome = SMSGW_UNKNOWN };
	size_t i;

	require_or_return_void(!batch->over);
	for (i = 0; i < batch->count; i++) {
		if (batch->jobs[i] != NULL &&
		    batch->jobs[i]->place == PLACE_SENDING)
			dispatch_settle(d, batch, i, &unknown);
	}
	batch->over = true;
	batch->next = NULL;
	if (d->over_last != NULL)
		d->over_last->next = batch;
	else
		d->over = batch;
	d->over_last = batch;
}

/* Forgets that an attempt by this gateway is unknown; whether one was. */
static bool
clear_unknown(struct dispatch_job *job, const void *gateway_arg)
{
	uint8_t before = job->unknown;
	unsigned i;

	for (i = 0; i < job->attempts; i++) {
		if (job->tried[i] == gateway_arg)
			job->unknown &= (uint8_t) ~(1u << i);
	}
	return job->unknown != before;
}

void
dispatch_report(struct dispatch *d, struct dispatch_job *job, void *gateway_arg,
    const struct dispatch_report *report)
{
	const struct decide_event event = { .what = DECIDE_REPORT,
		.report = *report };
	struct dispatch_gateway *gw;
	struct decide_action action;
	uint8_t unknown = job->unknown;

	dispatch_learn(d, gateway_arg, report);
	if (job->place == PLACE_OUT || job->place == PLACE_ENDED ||
	    !clear_unknown(job, gateway_arg))
		return;
	job->unknown = unknown;
	gw = gateway_by_arg(d, gateway_arg);
	action = job_decide(d, job, gw, &event);
	if (action.not_taken)
		(void)clear_unknown(job, gateway_arg);
	if (action.next == DECIDE_ELSEWHERE) {
		job_to_route(d, job);
		return;
	}
	if (action.next == DECIDE_END && job->place == PLACE_ROUTE)
		action.next = DECIDE_STAY; /* it is in a list */
	job_apply(d, job, &action);
}

int
dispatch_return(struct dispatch *d, struct dispatch_job *job, void *gateway_arg,
    const struct dispatch_report *report)
{
	const struct decide_event event = { .what = DECIDE_REPORT,
		.report = *report };
	struct decide_action action;

	require_or_return(job->place == PLACE_OUT, 0);
	dispatch_learn(d, gateway_arg, report);
	d->now_ms = clock_boot_ms(d->env.clock);
	if (check(d, job) != DISPATCH_TAKEN)
		return 0;
	action = job_decide(d, job, NULL, &event);
	if (action.next != DECIDE_ELSEWHERE)
		return 0;
	(void)clear_unknown(job, gateway_arg);
	take_in(d, job);
	job_to_route(d, job);
	return 1;
}

void
dispatch_learn(
    struct dispatch *d, void *gateway_arg, const struct dispatch_report *report)
{
	struct dispatch_gateway *gw;

	if (decide_lesson_of_report(report) != DECIDE_LEARN_SUSPEND)
		return;
	d->now_ms = clock_boot_ms(d->env.clock);
	gw = gateway_by_arg(d, gateway_arg);
	if (gw != NULL)
		gateway_suspend(gw);
}

void
dispatch_close(struct dispatch *d)
{
	d->closing = true;
}

bool
dispatch_idle(const struct dispatch *d)
{
	return d->counts.jobs == 0 && d->counts.requests == 0;
}

void
dispatch_count(const struct dispatch *d, struct dispatch_counts *counts)
{
	*counts = d->counts;
}

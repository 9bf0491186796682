/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between dispatch and the rules: puts a job's state together, asks decide(),
 * and does what it says.
 */
#include "dispatch_part.h"

#include <smsgw/provider.h>

#define ASK_AGAIN_MS 2000

static enum decide_phase
phase_of(const struct dispatch_job *job)
{
	switch (job->place) {
	case PLACE_SENDING:
	case PLACE_SETTLED:
		return DECIDE_SENDING;
	case PLACE_UNCERTAIN:
		return DECIDE_UNCERTAIN;
	case PLACE_OUT:
		return DECIDE_ENDED;
	default:
		return DECIDE_WAITING;
	}
}

/* Whether the last attempt repeated one that is unknown. */
static bool
is_repeat(const struct dispatch_job *job)
{
	unsigned i;

	for (i = 0; i + 1 < job->attempts; i++) {
		if ((job->unknown & 1u << i) &&
		    job->tried[i] == job->tried[job->attempts - 1])
			return true;
	}
	return false;
}

struct decide_action
job_decide(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct decide_event *event)
{
	const struct decide_state state = {
		.phase = phase_of(job),
		.message_class = job->message_class,
		.attempts = job->attempts,
		.unknowns = job_unknowns(job),
		.repeat = is_repeat(job),
		.alone = job->batch == NULL || job->batch->count == 1,
		.unwanted = (job->bits & JOB_UNWANTED) != 0,
		.arrived = (job->bits & JOB_ARRIVED) != 0,
		.sendable_ms = job->not_after_boot_ms - d->now_ms,
		.life_ms = job->expires_boot_ms - d->now_ms,
		.idempotent = gw != NULL && gw->conf.idempotent,
		.on_unknown =
		    gw != NULL ? gw->conf.on_unknown : DISPATCH_BY_CLASS,
		.random = (uint32_t)(route_random(d) >> 32),
	};

	return decide(&state, event);
}

void
job_happens(struct dispatch *d, struct dispatch_job *job, enum decide_what what)
{
	const struct decide_event event = { .what = what };
	struct decide_action action;

	if (job->place == PLACE_OUT || job->place == PLACE_ENDED)
		return;
	action = job_decide(d, job, job->gateway, &event);
	if (what == DECIDE_CANCELLED || what == DECIDE_SUPERSEDED)
		job->bits |= JOB_UNWANTED;
	if (action.next == DECIDE_END && job->place == PLACE_ROUTE)
		return; /* it is in a list: JOB_UNWANTED ends it there */
	job_apply(d, job, &action);
}

/* To another gateway that is up, else to one that may be up in time. */
static void
go_elsewhere(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw;
	struct dispatch_fit fit;

	gw = route_up(d, job, &fit);
	if (gw == NULL)
		gw = route_down(d, job, &fit);
	if (gw != NULL) {
		job_enqueue(d, job, gw, &fit);
		return;
	}
	job_leave(d, job);
	job->place = PLACE_DELAY; /* waits, as far as the rules see it */
	d->counts.delayed++;
	job_happens(d, job, DECIDE_STRANDED);
}

/* To another gateway at once, else to the same after a while. */
static void
go_anywhere(struct dispatch *d, struct dispatch_job *job, int64_t delay_ms)
{
	struct dispatch_gateway *gw;
	struct dispatch_fit fit;

	job->bits &= (uint8_t)~JOB_AGAIN;
	gw = route_up(d, job, &fit);
	job->bits |= JOB_AGAIN;
	if (gw != NULL)
		job_enqueue(d, job, gw, &fit);
	else
		job_delay(d, job, delay_ms);
}

static void
go_again(struct dispatch *d, struct dispatch_job *job, int64_t delay_ms)
{
	if (is_repeat(job))
		job->bits |= JOB_PINNED;
	if (job->attempts > 0)
		job->attempts--;
	job->deferred &= (uint8_t)((1u << job->attempts) - 1);
	job->unknown &= (uint8_t)((1u << job->attempts) - 1);
	job->bits |= JOB_AGAIN;
	job_delay(d, job, delay_ms);
}

/*
 * Asks what became of a job, and when again: after two seconds, then each time
 * when as long as before has passed.  Who cannot be asked is waited for.
 */
void
job_ask(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw = job->gateway;
	int64_t next_ms = 2 * d->now_ms - job->queued_boot_ms;
	bool asked = gw != NULL && !gw->removed && d->env.ask != NULL &&
	    d->env.ask(d->env.arg, gw->arg, job) == 0;

	if (next_ms < d->now_ms + ASK_AGAIN_MS)
		next_ms = d->now_ms + ASK_AGAIN_MS;
	if (!asked || next_ms > job->until_boot_ms)
		next_ms = job->until_boot_ms;
	(void)timer_set(&d->job_timers, &job->timer, next_ms);
}

static void
wait_for_report(struct dispatch *d, struct dispatch_job *job, int64_t wait_ms)
{
	job_leave(d, job);
	job->place = PLACE_UNCERTAIN;
	d->counts.uncertain++;
	job->queued_boot_ms = d->now_ms;
	job->until_boot_ms = d->now_ms + wait_ms;
	job_ask(d, job);
}

void
job_apply(struct dispatch *d, struct dispatch_job *job,
    const struct decide_action *action)
{
	if (action->arrived)
		job->bits |= JOB_ARRIVED;
	if (action->otherwise) {
		job->bits |= JOB_OTHERWISE;
		job->refused_means = job->means;
	}
	switch (action->next) {
	case DECIDE_STAY:
		break;
	case DECIDE_END:
		job_end(d, job, action->state, action->why);
		break;
	case DECIDE_SPLIT:
		job->place = PLACE_HALVES;
		break;
	case DECIDE_AGAIN:
		go_again(d, job, action->delay_ms);
		break;
	case DECIDE_SAME:
		job->bits |= JOB_PINNED;
		job_delay(d, job, action->delay_ms);
		break;
	case DECIDE_ANYWHERE:
		go_anywhere(d, job, action->delay_ms);
		break;
	case DECIDE_ELSEWHERE:
		go_elsewhere(d, job);
		break;
	case DECIDE_WAIT:
		wait_for_report(d, job, action->delay_ms);
		break;
	}
}

static void
learn(struct dispatch_gateway *gw, struct dispatch_batch *batch,
    enum decide_lesson lesson, int64_t delay_ms)
{
	if (lesson > batch->lesson)
		batch->lesson = (uint8_t)lesson;
	if (lesson == DECIDE_LEARN_SUSPEND)
		gateway_suspend(gw);
	if (lesson == DECIDE_LEARN_THROTTLED)
		gateway_throttle(gw, delay_ms);
}

/* What follows from the result that a job was settled with. */
void
job_result(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_batch *batch = job->batch;
	struct dispatch_gateway *gw = job->gateway;
	const struct decide_event event = {
		.what = DECIDE_RESULT,
		.result = {
			.outcome = job->outcome,
			.scope = job->scope,
			.error_class = job->error_class,
			.flags = job->result_flags,
		},
	};
	struct decide_action action;
	uint8_t bit = (uint8_t)(1u << (job->attempts - 1));

	if (job->outcome == SMSGW_DEFERRED ||
	    (job->outcome == SMSGW_REJECTED &&
		job->error_class == SMSGW_CLASS_THROTTLED))
		job->deferred |= bit;
	else if (job->outcome != SMSGW_ACCEPTED &&
	    job->outcome != SMSGW_REJECTED)
		job->unknown |= bit;
	action = job_decide(d, job, gw, &event);
	if (batch != NULL)
		learn(gw, batch, action.lesson, batch->delay_ms);
	if (batch != NULL && action.next != DECIDE_SPLIT) {
		batch->jobs[job->index] = NULL;
		job->batch = NULL;
	}
	job_apply(d, job, &action);
}

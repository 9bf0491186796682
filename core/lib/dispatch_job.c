/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A job's way between its places: into a queue, a delay, its end.
 */
#include "dispatch_part.h"

#include "precondition.h"

void
job_list_add(struct job_list *list, struct dispatch_job *job)
{
	job->next = NULL;
	if (list->last != NULL)
		list->last->next = job;
	else
		list->first = job;
	list->last = job;
}

struct dispatch_job *
job_list_take(struct job_list *list)
{
	struct dispatch_job *job = list->first;

	if (job == NULL)
		return NULL;
	list->first = job->next;
	if (list->first == NULL)
		list->last = NULL;
	job->next = NULL;
	return job;
}

/* At how many gateways it may have arrived. */
unsigned
job_unknowns(const struct dispatch_job *job)
{
	unsigned i, j, count = 0;

	for (i = 0; i < job->attempts; i++) {
		if (!(job->unknown & 1u << i))
			continue;
		for (j = 0; j < i; j++) {
			if ((job->unknown & 1u << j) &&
			    job->tried[j] == job->tried[i])
				break;
		}
		count += j == i;
	}
	return count;
}

/*
 * Whether a gateway had its chance: it may get a second one when it surely did
 * not take the job and no other one is up.
 */
bool
job_excludes(const struct dispatch_job *job, const void *gateway_arg)
{
	unsigned i;

	for (i = 0; i < job->attempts; i++) {
		if (job->tried[i] == gateway_arg &&
		    (!(job->bits & JOB_AGAIN) || !(job->deferred & 1u << i)))
			return true;
	}
	return false;
}

/* Whose job it is, which is not freed meanwhile; NULL: nobody's. */
void
job_set_gateway(struct dispatch_job *job, struct dispatch_gateway *gw)
{
	if (job->gateway != NULL)
		job->gateway->jobs--;
	job->gateway = gw;
	if (gw != NULL)
		gw->jobs++;
}

/* One that is to be tried is lit only while nobody waits for it. */
static void
refresh_if_open(struct dispatch_gateway *gw)
{
	if (!breaker_is_closed(&gw->breaker))
		gateway_refresh(gw);
}

/* Takes a job out of the place where it waits. */
void
job_leave(struct dispatch *d, struct dispatch_job *job)
{
	struct dispatch_gateway *gw = job->gateway;

	switch (job->place) {
	case PLACE_QUEUE:
		queue_remove(&gw->queues[job->message_class], &d->lanes, job);
		d->counts.waiting[job->message_class]--;
		refresh_if_open(gw);
		break;
	case PLACE_DELAY:
		timer_clear(&d->job_timers, &job->timer);
		d->counts.delayed--;
		break;
	case PLACE_UNCERTAIN:
		timer_clear(&d->job_timers, &job->timer);
		d->counts.uncertain--;
		break;
	case PLACE_HALVES:
		job->batch->jobs[job->index] = NULL;
		job->batch = NULL;
		break;
	default:
		break;
	}
	job->place = PLACE_OUT;
}

void
job_end(struct dispatch *d, struct dispatch_job *job, enum dispatch_state state,
    enum dispatch_why why)
{
	job_leave(d, job);
	expiry_remove(&d->lives, &job->life);
	subjects_remove(&d->subjects, job);
	job->state = (uint8_t)state;
	job->why = (uint8_t)why;
	job->place = PLACE_ENDED;
	if (job->gateway != NULL && job->gateway->removed)
		d->news = true;
	job_set_gateway(job, NULL);
	job_list_add(&d->ended, job);
}

void
job_delay(struct dispatch *d, struct dispatch_job *job, int64_t delay_ms)
{
	job_leave(d, job);
	job->place = PLACE_DELAY;
	d->counts.delayed++;
	/* the heap has room for every job: dispatch_submit() made it */
	(void)timer_set(&d->job_timers, &job->timer, d->now_ms + delay_ms);
}

static void
enter(struct dispatch *d, struct dispatch_job *job, struct dispatch_gateway *gw)
{
	job_leave(d, job);
	job->place = PLACE_QUEUE;
	job_set_gateway(job, gw);
	job->queued_boot_ms = d->now_ms;
	d->counts.waiting[job->message_class]++;
}

/* To a gateway's queue, as one that has waited already. */
void
job_enqueue(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct dispatch_fit *fit)
{
	enter(d, job, gw);
	queue_add_ready(&gw->queues[job->message_class], &d->lanes, job, fit);
	refresh_if_open(gw);
	gateway_activate(gw);
}

/*
 * Whether it may wait for company: where a request holds several, and where
 * that takes no more than a quarter of the time in which it can be sent.
 */
static bool
may_wait(const struct dispatch *d, const struct dispatch_job *job,
    const struct dispatch_gateway *gw, const struct dispatch_fit *fit)
{
	return (fit->max_same > 1 || fit->max_distinct > 1) &&
	    gw->conf.batch_wait_ms[job->message_class] <=
	    (job->not_after_boot_ms - d->now_ms) / 4;
}

/* The same, as one that waits for company if it may. */
void
job_enqueue_fresh(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct dispatch_fit *fit)
{
	if (!may_wait(d, job, gw, fit)) {
		job_enqueue(d, job, gw, fit);
		return;
	}
	enter(d, job, gw);
	queue_add_fresh(&gw->queues[job->message_class], &d->lanes, job, fit);
	refresh_if_open(gw);
	gateway_activate(gw);
}

void
job_to_route(struct dispatch *d, struct dispatch_job *job)
{
	job_leave(d, job);
	job->place = PLACE_ROUTE;
	job_list_add(&d->unrouted, job);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dispatch: who goes when and where.  Keeps the jobs that wait, picks a
 * gateway for each, gathers them into requests within the limits of rate and
 * concurrency, and decides after every attempt what comes next (decide.h).  It
 * sends nothing itself, knows no provider and reads no clock but the one it
 * is given: a caller does its work through struct dispatch_env.
 *
 * One thread drives a dispatch.  Nothing blocks.  When what is called:
 *
 * - `carry` and `same_subject` are questions: asked by dispatch_submit(),
 *   dispatch_return() and dispatch_run(), answered at once, from what the
 *   caller has in memory; they call nothing of this header.
 * - `send`, `ask`, `done` and `told` are called by dispatch_run() alone.  They
 *   may call everything here but dispatch_run() and dispatch_free(): a request
 *   that fails while it is built may be settled inside of `send`.
 * - Every other function only notes what happened.  What follows from it
 *   happens in the next dispatch_run(), so call that after them.
 */
#ifndef SMSGW_DISPATCH_H
#define SMSGW_DISPATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "job.h"

struct dispatch;

void dispatch_job_init(struct dispatch_job *job);

/* One request; valid from `send` until dispatch_settled(). */
struct dispatch_batch {
	struct dispatch_gateway *gateway;
	void *gateway_arg;
	struct dispatch_job **jobs; /* one that was settled is no longer its */
	size_t count;
	void *arg; /* the caller's; NULL at first */

	/* dispatch's own */
	struct dispatch_batch *next;
	int64_t started_boot_ms, delay_ms;
	uint8_t lesson, message_class;
	bool over, is_try;
};

/* How a job ended, told by `done`. */
struct dispatch_end {
	enum dispatch_state state;
	enum dispatch_why why;
	void *gateway_arg;             /* of the last attempt, or NULL */
	struct dispatch_result result; /* its result; outcome 0: none */
	unsigned attempts;
	bool possible_duplicate; /* it may arrive twice */
};

/* What happened to a gateway, told by `told`. */
enum dispatch_news {
	DISPATCH_NEWS_SUSPENDED, /* its account was refused */
	DISPATCH_NEWS_RESUMED,
	DISPATCH_NEWS_OPENED, /* the breaker: left alone for a while */
	DISPATCH_NEWS_CLOSED, /* the breaker: used again */
	DISPATCH_NEWS_THROTTLED
};

/* What dispatch needs done; `told` and `same_subject` may be NULL. */
struct dispatch_env {
	const struct clock *clock; /* boot_ms and random are used */
	void *arg;                 /* the first argument of all of these */

	/*
	 * Whether this gateway can carry the job: content kind, template,
	 * country, class.  0 with *fit filled, or -1 (then why is a matter of
	 * route.c).
	 */
	int (*carry)(void *arg, void *gateway_arg,
	    const struct dispatch_job *job, struct dispatch_fit *fit);

	/*
	 * Starts one request with all jobs of the batch.  A job's
	 * `possible_duplicate` is what goes into its record.  The life is
	 * checked again just before the first byte, by who writes it.  Every
	 * job is settled exactly once, then the batch.
	 */
	void (*send)(void *arg, struct dispatch_batch *batch);

	/*
	 * Asks the provider what became of a job whose outcome is unknown; the
	 * answer comes by dispatch_report().  Called again every some seconds
	 * while the outcome stays unknown.  0, or -1 when it cannot be asked
	 * (a report may come all the same).
	 */
	int (*ask)(void *arg, void *gateway_arg, struct dispatch_job *job);

	/*
	 * The job's end, once for each submit.  It is the caller's again,
	 * who may free it here.
	 */
	void (*done)(void *arg, struct dispatch_job *job,
	    const struct dispatch_end *end);

	/* Whether two jobs with equal hashes have the same subject. */
	bool (*same_subject)(void *arg, const struct dispatch_job *a,
	    const struct dispatch_job *b);

	/* For a log, metrics, an admin. */
	void (*told)(void *arg, void *gateway_arg, enum dispatch_news news);
};

/* What a gateway's file says; see dispatch_gateway_conf_init(). */
struct dispatch_gateway_conf {
	int64_t priority, weight;
	bool enabled;
	/* its requests carry a documented key that makes a repeat harmless */
	bool idempotent;
	enum dispatch_on_unknown on_unknown;
	uint32_t rate;        /* at most so many messages ... */
	int64_t rate_ms;      /* ... in so long; 0: no limit */
	uint32_t concurrency; /* requests at the same time */
	int64_t batch_wait_ms[DISPATCH_CLASSES];
};

/* Presets: priority 10, weight 1, enabled, concurrency 16, waits 0/20/20. */
void dispatch_gateway_conf_init(struct dispatch_gateway_conf *conf);

/*
 * A dispatch that keeps at most max_jobs jobs, on the heap; env is copied, its
 * clock borrowed.  NULL without memory.
 */
struct dispatch *dispatch_new(const struct dispatch_env *env, size_t max_jobs);

/* Frees it; what has not ended is forgotten without a word.  NULL is fine. */
void dispatch_free(struct dispatch *d);

/* Adds a gateway; gateway_arg is what callbacks get.  NULL without memory. */
struct dispatch_gateway *dispatch_gateway_add(struct dispatch *d,
    void *gateway_arg, const struct dispatch_gateway_conf *conf);

/*
 * Its file changed: takes over what it says and ends a suspension.  What waits
 * is routed again where the gateway is no longer enabled.
 */
void dispatch_gateway_set(
    struct dispatch_gateway *gw, const struct dispatch_gateway_conf *conf);

/*
 * Suspends it until a test succeeds (dispatch_gateway_resume), or its file
 * changes; both also close an open breaker.
 */
void dispatch_gateway_suspend(struct dispatch_gateway *gw);
void dispatch_gateway_resume(struct dispatch_gateway *gw);

/*
 * No job goes there any more; what waits is routed again, and ends as rejected
 * when no other gateway can carry it.  The handle is void at once; gateway_arg
 * must stay valid until its last request is settled, which `told` does not
 * say: dispatch_gateway_busy() before.
 */
void dispatch_gateway_remove(struct dispatch_gateway *gw);

/* Whether requests of it are open. */
bool dispatch_gateway_busy(const struct dispatch_gateway *gw);

enum dispatch_health {
	DISPATCH_UP,
	DISPATCH_DISABLED,
	DISPATCH_SUSPENDED,
	DISPATCH_BROKEN, /* the breaker is open, or one message tries */
	DISPATCH_PAUSED  /* throttled with a delay */
};

/* For metrics and for a person. */
struct dispatch_gateway_view {
	enum dispatch_health health;
	size_t waiting[DISPATCH_CLASSES];
	size_t requests;       /* open ones */
	uint32_t window;       /* how many it may have at present */
	int64_t until_boot_ms; /* BROKEN, PAUSED: when it is tried again */
};

void dispatch_gateway_look(
    const struct dispatch_gateway *gw, struct dispatch_gateway_view *view);

/* What dispatch_submit() returns. */
enum dispatch_refusal {
	DISPATCH_TAKEN = 0,
	DISPATCH_FULL = -1,       /* max_jobs are there already */
	DISPATCH_NO_CARRIER = -2, /* no gateway can carry it */
	DISPATCH_NONE_UP = -3,    /* those that can are disabled, suspended */
	DISPATCH_TOO_SLOW = -4,   /* the wait would eat half of its life */
	DISPATCH_TOO_LATE = -5,   /* its life is over */
	DISPATCH_CLOSING = -6
};

/*
 * Takes a job and routes it.  Anything but DISPATCH_TAKEN: the job stays the
 * caller's and `done` is not called.  wait_ms, unless NULL, gets the estimated
 * wait, also of a refusal: what Retry-After says.  A job supersedes those
 * that wait with the same class and subject.
 */
enum dispatch_refusal dispatch_submit(
    struct dispatch *d, struct dispatch_job *job, int64_t *wait_ms);

/*
 * Notes, before dispatch_submit(), an attempt that was made earlier (before a
 * restart): the job does not go to that gateway again, and is marked when
 * `unknown`.
 */
void dispatch_job_tried(
    struct dispatch_job *job, void *gateway_arg, bool unknown);

/*
 * Ends a job that has not been sent; `done` says cancelled in the next run.  Of
 * one on its way or of unknown outcome no further attempt is made, and it
 * ends as it comes out.  0; -1 for a job that has ended already.
 */
int dispatch_cancel(struct dispatch *d, struct dispatch_job *job);

/* What became of job `index` of a batch. */
void dispatch_settle(struct dispatch *d, struct dispatch_batch *batch,
    size_t index, const struct dispatch_result *result);

/*
 * The request is over: its slot is free.  A job that was not settled counts as
 * SMSGW_UNKNOWN.  The batch is void in the next dispatch_run().
 */
void dispatch_settled(struct dispatch *d, struct dispatch_batch *batch);

/*
 * A report on a job that dispatch has: of an unknown attempt, by `ask` or
 * by itself.  gateway_arg is whose report it is.
 */
void dispatch_report(struct dispatch *d, struct dispatch_job *job,
    void *gateway_arg, const struct dispatch_report *report);

/*
 * A report on a job that ended as submitted and that the caller has kept.  1
 * when it is taken back, because the report says that it never left the
 * provider and it may go to another gateway: `done` will be called again.  0
 * when it stays ended.  The gateway learns from it in any case.
 */
int dispatch_return(struct dispatch *d, struct dispatch_job *job,
    void *gateway_arg, const struct dispatch_report *report);

/* A report whose job is not at hand: only the gateway learns from it. */
void dispatch_learn(struct dispatch *d, void *gateway_arg,
    const struct dispatch_report *report);

/*
 * Does all that is due.  Returns how many ms there are until something is due
 * again, 0 when there is more at once, -1 when only a call can bring something.
 */
int64_t dispatch_run(struct dispatch *d);

/*
 * Takes no more jobs.  Those that wait end as cancelled (or unknown), requests
 * that are open are waited for: run until dispatch_idle().  To send
 * everything first, just stop submitting and run until dispatch_idle().
 */
void dispatch_close(struct dispatch *d);
bool dispatch_idle(const struct dispatch *d);

struct dispatch_counts {
	size_t jobs;                      /* all that have not ended */
	size_t waiting[DISPATCH_CLASSES]; /* for a gateway's turn */
	size_t sending;
	size_t delayed;   /* until they are tried again */
	size_t uncertain; /* for a report */
	size_t requests;
};

void dispatch_count(const struct dispatch *d, struct dispatch_counts *counts);

#endif

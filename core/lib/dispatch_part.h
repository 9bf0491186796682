/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of dispatch share: its structs, where a job can be, and
 * what each part does for the others.  Nobody else includes this.
 */
#ifndef SMSGW_DISPATCH_PART_H
#define SMSGW_DISPATCH_PART_H

#include "breaker.h"
#include "decide.h"
#include "dispatch.h"
#include "queue.h"
#include "rate.h"
#include "tier.h"
#include "window.h"

enum { /* struct dispatch_job, place */
	PLACE_OUT,
	PLACE_QUEUE,     /* of its gateway */
	PLACE_DELAY,     /* its timer will bring it back */
	PLACE_SENDING,   /* in its batch */
	PLACE_SETTLED,   /* its result waits to be looked at */
	PLACE_HALVES,    /* in a batch that is to be split, or was */
	PLACE_UNCERTAIN, /* for a report; its timer ends that */
	PLACE_ROUTE,     /* to be routed in the next run */
	PLACE_ENDED      /* `done` is called in the next run */
};

struct job_list {
	struct dispatch_job *first, *last; /* by next */
};

struct dispatch_gateway {
	struct dispatch *d;
	void *arg;
	struct dispatch_gateway_conf conf;
	bool suspended, removed;
	bool lit;     /* picked for new jobs */
	bool placed;  /* its tier knows its weight, and whether it is lit */
	bool up;      /* may send */
	bool active;  /* in the list of those that have something to do */
	bool walking; /* its queues are looked through for other gateways */
	uint8_t news;
	struct breaker breaker;
	struct rate rate;
	struct window window;
	int64_t paused_until_ms;
	struct queue queues[DISPATCH_CLASSES];
	uint8_t turns[DISPATCH_CLASSES];
	struct dispatch_batch *halves, *halves_last;
	size_t requests;
	size_t jobs;            /* whose gateway it is, wherever they are */
	int64_t latency_us;     /* smoothed, of a request; 0: unknown */
	int64_t milli_messages; /* smoothed, of a request */
	struct timer timer;
	struct dispatch_gateway *active_next;
	size_t tier, place;
};

/* Gateways of equal priority; those of weight 0 are one behind the others. */
struct dispatch_tier {
	struct tier lit; /* weights of those that are lit */
	struct tier all; /* of all that are enabled, for sticky jobs */
	struct dispatch_gateway **gateways;
	size_t count;
};

struct routes {
	struct dispatch_gateway **gateways; /* in the order of their turn */
	size_t count;
	struct dispatch_tier *tiers;
	size_t tier_count;
	struct dispatch_gateway **aside; /* while one is picked */
};

struct subjects {
	struct dispatch_job **table;
	size_t size, count;
};

struct dispatch {
	struct dispatch_env env;
	size_t max_jobs;
	struct dispatch_counts counts;
	bool closing;
	struct routes routes;
	size_t lit_count;
	struct dispatch_gateway *active, *active_last;
	struct timer_heap job_timers, gateway_timers;
	struct expiry lives;
	struct lanes lanes;
	struct crowd crowd;
	struct subjects subjects;
	struct job_list settled, unrouted, ended;
	struct dispatch_batch *over, *over_last;
	bool walk_all; /* a gateway was lit: who waits for others may go */
	bool walking, news;
	uint64_t random, next_order;
	uint64_t next_salt;
	int64_t now_ms;
};

/* dispatch_job.c: a job's way between its places. */
void job_list_add(struct job_list *list, struct dispatch_job *job);
struct dispatch_job *job_list_take(struct job_list *list);
unsigned job_unknowns(const struct dispatch_job *job);
bool job_excludes(const struct dispatch_job *job, const void *gateway_arg);
void job_set_gateway(struct dispatch_job *job, struct dispatch_gateway *gw);
void job_leave(struct dispatch *d, struct dispatch_job *job);
void job_end(struct dispatch *d, struct dispatch_job *job,
    enum dispatch_state state, enum dispatch_why why);
void job_delay(struct dispatch *d, struct dispatch_job *job, int64_t delay_ms);
void job_enqueue(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct dispatch_fit *fit);
void job_enqueue_fresh(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct dispatch_fit *fit);
void job_to_route(struct dispatch *d, struct dispatch_job *job);

/* dispatch_decide.c: asks decide() and does what it says. */
struct decide_action job_decide(struct dispatch *d, struct dispatch_job *job,
    struct dispatch_gateway *gw, const struct decide_event *event);
void job_apply(struct dispatch *d, struct dispatch_job *job,
    const struct decide_action *action);
void job_happens(
    struct dispatch *d, struct dispatch_job *job, enum decide_what what);
void job_result(struct dispatch *d, struct dispatch_job *job);
void job_ask(struct dispatch *d, struct dispatch_job *job);

/* dispatch_route.c: which gateway. */
struct dispatch_gateway *route_up(struct dispatch *d,
    const struct dispatch_job *job, struct dispatch_fit *fit);
struct dispatch_gateway *route_up_with_room(struct dispatch *d,
    const struct dispatch_job *job, const struct dispatch_gateway *not_this,
    struct dispatch_fit *fit);
struct dispatch_gateway *route_down(struct dispatch *d,
    const struct dispatch_job *job, struct dispatch_fit *fit);
uint64_t route_random(struct dispatch *d);
int routes_build(struct dispatch *d, const struct dispatch_gateway *without,
    struct dispatch_gateway *with);
void routes_fini(struct routes *routes);

/* dispatch_gateway.c: its state. */
struct dispatch_gateway *gateway_by_arg(struct dispatch *d, const void *arg);
size_t gateway_waiting(const struct dispatch_gateway *gw);
uint64_t gateway_weight(const struct dispatch_gateway *gw);
bool gateway_has_room(struct dispatch_gateway *gw);
void gateway_activate(struct dispatch_gateway *gw);
void gateway_refresh(struct dispatch_gateway *gw);
void gateways_walk(struct dispatch *d);
void gateway_suspend(struct dispatch_gateway *gw);
void gateway_throttle(struct dispatch_gateway *gw, int64_t delay_ms);
void gateway_tell(struct dispatch_gateway *gw, enum dispatch_news news);
int64_t gateway_estimate_ms(
    struct dispatch_gateway *gw, enum dispatch_class message_class);
void gateway_free_removed(struct dispatch *d);

/* dispatch_send.c: requests of a gateway. */
void gateway_pump(struct dispatch_gateway *gw);
void batch_finish(struct dispatch *d, struct dispatch_batch *batch);
void halves_dissolve(struct dispatch_gateway *gw);

/* dispatch_subject.c: what supersedes what. */
int subjects_init(struct subjects *subjects);
void subjects_fini(struct subjects *subjects);
void subjects_add(struct subjects *subjects, struct dispatch_job *job);
void subjects_remove(struct subjects *subjects, struct dispatch_job *job);
void subjects_supersede(struct dispatch *d, const struct dispatch_job *job);

#endif

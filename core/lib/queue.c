/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two lists of a queue, its lanes, and how a request is gathered.
 */
#include "queue.h"

#include <stdlib.h>

#include "hash.h"
#include "precondition.h"

#define LANES_AT_FIRST 1024
#define PLACE_STEPS 64 /* how far a place by age is looked for */
#define SKIP_STEPS 16  /* jobs that may be passed over beyond those taken */

int
lanes_init(struct lanes *lanes)
{
	*lanes = (struct lanes){ .size = LANES_AT_FIRST };
	lanes->table = calloc(lanes->size, sizeof(struct dispatch_job *));
	return lanes->table != NULL ? 0 : -1;
}

void
lanes_fini(struct lanes *lanes)
{
	free(lanes->table);
	*lanes = (struct lanes){ .size = 0 };
}

/*
 * The key of a job's lane: its group, and its content where contents cannot
 * differ in one request.  0: it goes alone.
 */
static uint64_t
lane_key(const struct queue *queue, const struct dispatch_fit *fit)
{
	uint64_t key;

	if (fit->max_same <= 1 && fit->max_distinct <= 1)
		return 0;
	key = hash_mix(fit->group ^ queue->salt);
	if (fit->max_distinct <= 1)
		key = hash_mix(key ^ fit->content);
	return key != 0 ? key : 1;
}

static struct dispatch_job **
lane_slot(const struct lanes *lanes, uint64_t key)
{
	return &lanes->table[key & (lanes->size - 1)];
}

/* Where the head of a lane hangs in the table; *result NULL: nowhere. */
static struct dispatch_job **
lane_find(const struct lanes *lanes, uint64_t key)
{
	struct dispatch_job **link = lane_slot(lanes, key);

	while (*link != NULL && (*link)->lane != key)
		link = &(*link)->lane_chain;
	return link;
}

/* Twice as many slots; without memory the chains get longer. */
static void
lanes_grow(struct lanes *lanes)
{
	struct lanes larger = { .size = lanes->size * 2 };
	struct dispatch_job *head, *next, **link;
	size_t i;

	larger.table = calloc(larger.size, sizeof(struct dispatch_job *));
	if (larger.table == NULL)
		return;
	for (i = 0; i < lanes->size; i++) {
		for (head = lanes->table[i]; head != NULL; head = next) {
			next = head->lane_chain;
			link = lane_slot(&larger, head->lane);
			head->lane_chain = *link;
			*link = head;
		}
	}
	larger.count = lanes->count;
	free(lanes->table);
	*lanes = larger;
}

static void
list_append(struct dispatch_job **first, struct dispatch_job **last,
    struct dispatch_job *after, struct dispatch_job *job)
{
	job->prev = after;
	job->next = after != NULL ? after->next : *first;
	*(job->prev != NULL ? &job->prev->next : first) = job;
	*(job->next != NULL ? &job->next->prev : last) = job;
}

static void
list_remove(struct dispatch_job **first, struct dispatch_job **last,
    struct dispatch_job *job)
{
	*(job->prev != NULL ? &job->prev->next : first) = job->next;
	*(job->next != NULL ? &job->next->prev : last) = job->prev;
	job->next = job->prev = NULL;
}

static void
list_ready(struct queue *queue, struct dispatch_job *job)
{
	struct dispatch_job *after = queue->ready_last;
	int steps = 0;

	while (
	    after != NULL && after->order > job->order && ++steps < PLACE_STEPS)
		after = after->prev;
	list_append(&queue->ready, &queue->ready_last, after, job);
	job->bits |= QUEUE_READY;
}

static void
unlist(struct queue *queue, struct dispatch_job *job)
{
	if (queue->cursor == job) {
		queue->cursor = job->next;
		if (job->next == NULL && (job->bits & QUEUE_READY))
			queue->cursor = queue->fresh;
	}
	if (job->bits & QUEUE_READY)
		list_remove(&queue->ready, &queue->ready_last, job);
	else
		list_remove(&queue->fresh, &queue->fresh_last, job);
	job->bits &= (uint8_t)~QUEUE_READY;
}

/* What fits into one request of the lane, as far as its head knows. */
static uint32_t
lane_max(const struct dispatch_job *head)
{
	return head->bits & QUEUE_MIXED ? head->max_distinct : head->max_same;
}

/* A lane that fills a request need not wait for more. */
static void
lane_check_full(struct queue *queue, struct dispatch_job *head)
{
	if (head->lane_count < lane_max(head) || (head->bits & QUEUE_READY))
		return;
	unlist(queue, head);
	list_ready(queue, head);
}

static void
lane_add(struct queue *queue, struct lanes *lanes, struct dispatch_job *job)
{
	struct dispatch_job **link, *head;

	job->lane_next = job->lane_prev = NULL;
	link = lane_find(lanes, job->lane);
	head = *link;
	if (head == NULL) {
		job->lane_count = 1;
		job->lane_last = job;
		job->lane_chain = NULL;
		*link = job;
		if (++lanes->count > lanes->size)
			lanes_grow(lanes);
		return;
	}
	job->lane_prev = head->lane_last;
	head->lane_last->lane_next = job;
	head->lane_last = job;
	head->lane_count++;
	if (job->content != head->content)
		head->bits |= QUEUE_MIXED;
	lane_check_full(queue, head);
}

/* The second job of a lane takes over from the first, which leaves. */
static void
lane_pass_on(
    struct lanes *lanes, struct dispatch_job **link, struct dispatch_job *head)
{
	struct dispatch_job *next = head->lane_next;

	head->bits &= (uint8_t)~QUEUE_MIXED;
	if (next == NULL) {
		*link = head->lane_chain;
		lanes->count--;
		return;
	}
	next->lane_prev = NULL;
	next->lane_chain = head->lane_chain;
	next->lane_last = head->lane_last;
	next->lane_count = head->lane_count - 1;
	if (next->content != next->lane_last->content)
		next->bits |= QUEUE_MIXED;
	*link = next;
}

static void
lane_remove(struct lanes *lanes, struct dispatch_job *job)
{
	struct dispatch_job **link = lane_find(lanes, job->lane);
	struct dispatch_job *head = *link;

	require_or_return_void(head != NULL);
	if (head == job) {
		lane_pass_on(lanes, link, head);
	} else {
		job->lane_prev->lane_next = job->lane_next;
		if (job->lane_next != NULL)
			job->lane_next->lane_prev = job->lane_prev;
		else
			head->lane_last = job->lane_prev;
		head->lane_count--;
	}
	job->lane_next = job->lane_prev = NULL;
}

static void
take_fit(const struct queue *queue, struct dispatch_job *job,
    const struct dispatch_fit *fit)
{
	job->lane = lane_key(queue, fit);
	job->content = fit->content;
	job->means = fit->means;
	job->max_same = fit->max_same > 0 ? fit->max_same : 1;
	job->max_distinct = fit->max_distinct > 0 ? fit->max_distinct : 1;
}

void
queue_add_fresh(struct queue *queue, struct lanes *lanes,
    struct dispatch_job *job, const struct dispatch_fit *fit)
{
	take_fit(queue, job, fit);
	list_append(&queue->fresh, &queue->fresh_last, queue->fresh_last, job);
	queue->count++;
	if (job->lane != 0)
		lane_add(queue, lanes, job);
}

void
queue_add_ready(struct queue *queue, struct lanes *lanes,
    struct dispatch_job *job, const struct dispatch_fit *fit)
{
	take_fit(queue, job, fit);
	list_ready(queue, job);
	queue->count++;
	if (job->lane != 0)
		lane_add(queue, lanes, job);
}

void
queue_remove(struct queue *queue, struct lanes *lanes, struct dispatch_job *job)
{
	unlist(queue, job);
	queue->count--;
	if (job->lane != 0)
		lane_remove(lanes, job);
}

struct dispatch_job *
queue_first(const struct queue *queue)
{
	if (queue->ready == NULL || queue->fresh == NULL)
		return queue->ready != NULL ? queue->ready : queue->fresh;
	return queue->ready->order < queue->fresh->order ? queue->ready :
							   queue->fresh;
}

int64_t
queue_due_ms(const struct queue *queue, int64_t batch_wait_ms)
{
	if (queue->ready != NULL)
		return INT64_MIN;
	if (queue->fresh != NULL)
		return queue->fresh->queued_boot_ms + batch_wait_ms;
	return INT64_MAX;
}

struct dispatch_job *
queue_turn(const struct queue *queue, int64_t batch_wait_ms, int64_t now_ms)
{
	struct dispatch_job *first = queue_first(queue);

	if (first == NULL || (first->bits & QUEUE_READY) ||
	    first->queued_boot_ms + batch_wait_ms <= now_ms)
		return first;
	return queue->ready;
}

size_t
queue_company(const struct lanes *lanes, const struct dispatch_job *job)
{
	const struct dispatch_job *head;

	if (job->lane == 0)
		return 1;
	head = *lane_find(lanes, job->lane);
	if (head == NULL)
		return 1;
	return head->lane_count < lane_max(head) ? head->lane_count :
						   lane_max(head);
}

/* A request that is being gathered. */
struct gathering {
	struct dispatch_job **out;
	size_t count, most;
	bool mixed;
	int64_t now_ms;
};

/* Whether a job is in time, and leaves the request within what fits. */
static bool
gathering_allows(const struct gathering *g, const struct dispatch_job *job)
{
	const struct dispatch_job *first = g->out[0];

	if (job->not_after_boot_ms <= g->now_ms)
		return false;
	if (g->mixed || job->content != first->content)
		return g->count < first->max_distinct;
	return g->count < first->max_same;
}

static void
gather_lane(struct queue *queue, struct lanes *lanes, struct crowd *crowd,
    struct dispatch_job *job, struct gathering *g)
{
	struct dispatch_job *next;
	size_t skipped = 0;

	for (; job != NULL && g->count < g->most; job = next) {
		next = job->lane_next;
		if (!gathering_allows(g, job) ||
		    !crowd_add(crowd, job->recipient)) {
			if (++skipped > g->count + SKIP_STEPS)
				break;
			continue;
		}
		g->mixed |= job->content != g->out[0]->content;
		queue_remove(queue, lanes, job);
		g->out[g->count++] = job;
	}
}

size_t
queue_gather(struct queue *queue, struct lanes *lanes, struct crowd *crowd,
    struct dispatch_job *job, size_t most, int64_t now_ms,
    struct dispatch_job **out)
{
	struct gathering g = {
		.out = out, .count = 1, .most = most, .now_ms = now_ms
	};
	struct dispatch_job *head;

	queue_remove(queue, lanes, job);
	out[0] = job;
	if (job->lane == 0 || most <= 1)
		return 1;
	head = *lane_find(lanes, job->lane);
	if (head == NULL || crowd_begin(crowd, most) < 0)
		return 1;
	(void)crowd_add(crowd, job->recipient);
	gather_lane(queue, lanes, crowd, head, &g);
	head = *lane_find(lanes, job->lane);
	if (head != NULL)
		lane_check_full(queue, head);
	return g.count;
}

void
queue_walk(struct queue *queue)
{
	queue->cursor = queue->ready != NULL ? queue->ready : queue->fresh;
}

struct dispatch_job *
queue_step(struct queue *queue)
{
	struct dispatch_job *job = queue->cursor;

	if (job == NULL)
		return NULL;
	queue->cursor = job->next;
	if (job->next == NULL && (job->bits & QUEUE_READY))
		queue->cursor = queue->fresh;
	return job;
}

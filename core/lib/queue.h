/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The jobs that wait for one gateway, of one class, in the order of their age,
 * and which of them may share a request.  Adding, taking and removing one
 * costs the same however many wait, and needs no memory.
 *
 * A job that may wait for company lies among the fresh ones; one that has
 * waited already (it was sent before, or waited for another gateway) or
 * whose group fills a request is ready.  Jobs of a group hang together in a
 * lane, which the first of them holds, found by a hash.
 */
#ifndef SMSGW_QUEUE_H
#define SMSGW_QUEUE_H

#include "crowd.h"
#include "job.h"

/* struct dispatch_job, bits */
enum {
	QUEUE_READY = 1u << 0, /* in the list of the ready ones */
	QUEUE_MIXED = 1u << 1, /* head of a lane: contents differ */
	JOB_UNWANTED = 1u << 2,
	JOB_ARRIVED = 1u << 3,
	JOB_AGAIN = 1u << 4,    /* may go where it was not sent for certain */
	JOB_PINNED = 1u << 5,   /* to its gateway alone */
	JOB_OTHERWISE = 1u << 6 /* not by refused_means */
};

/* The lanes of all queues, by key. */
struct lanes {
	struct dispatch_job **table;
	size_t size, count;
};

int lanes_init(struct lanes *lanes);
void lanes_fini(struct lanes *lanes);

struct queue {
	struct dispatch_job *fresh, *fresh_last;
	struct dispatch_job *ready, *ready_last;
	struct dispatch_job *cursor; /* of a walk; see queue_walk() */
	size_t count;
	uint64_t salt; /* what tells its lanes from those of others */
};

/* Adds a job, which fits so, to the fresh ones. */
void queue_add_fresh(struct queue *queue, struct lanes *lanes,
    struct dispatch_job *job, const struct dispatch_fit *fit);

/* The same to the ready ones, by its age. */
void queue_add_ready(struct queue *queue, struct lanes *lanes,
    struct dispatch_job *job, const struct dispatch_fit *fit);

void queue_remove(
    struct queue *queue, struct lanes *lanes, struct dispatch_job *job);

/* The oldest job, or NULL. */
struct dispatch_job *queue_first(const struct queue *queue);

/* When the next job may go: its moment, INT64_MAX when there is none. */
int64_t queue_due_ms(const struct queue *queue, int64_t batch_wait_ms);

/* The one to go first: a ready one before a fresh one that is not due. */
struct dispatch_job *queue_turn(
    const struct queue *queue, int64_t batch_wait_ms, int64_t now_ms);

/* How many could go with a job in one request, itself included. */
size_t queue_company(const struct lanes *lanes, const struct dispatch_job *job);

/*
 * Takes a job and, of its group, those that may go with it, at most `most`, a
 * recipient only once: contents that are equal up to max_same, else up to
 * max_distinct; those whose life is over stay.  out has room for as many.  The
 * number taken.
 */
size_t queue_gather(struct queue *queue, struct lanes *lanes,
    struct crowd *crowd, struct dispatch_job *job, size_t most, int64_t now_ms,
    struct dispatch_job **out);

/*
 * Walks through the queue, the ready ones first; jobs may be removed
 * meanwhile.  queue_walk() begins, queue_step() gives the next or NULL.
 */
void queue_walk(struct queue *queue);
struct dispatch_job *queue_step(struct queue *queue);

#endif

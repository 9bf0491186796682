/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines in the order in which they come: a binary heap of nodes that lie
 * in the structs they belong to.  Each change costs O(log n), asking for the
 * next one nothing.  Reads no clock.
 */
#ifndef SMSGW_TIMER_H
#define SMSGW_TIMER_H

#include "compat.h"

/* A node; all zero is one that is not set. */
struct timer {
	int64_t at_ms; /* by the clock that its user reads */
	size_t place;  /* in the heap, from 1; 0: not set */
};

struct timer_heap {
	struct timer **items; /* items[0] comes first */
	size_t count, size;
};

void timer_heap_init(struct timer_heap *heap);

/* Frees the heap; nodes that are still set are left as they are. */
void timer_heap_fini(struct timer_heap *heap);

/*
 * Sets a node, or sets it anew.  0, or -1 when there is no memory (never for a
 * node that is set already, nor for one more than timer_heap_reserve() asked
 * for).
 */
int timer_set(struct timer_heap *heap, struct timer *timer, int64_t at_ms);

/* Takes a node out; nothing when it is not set. */
void timer_clear(struct timer_heap *heap, struct timer *timer);

/* Makes room for so many nodes in all; 0, or -1 without memory. */
int timer_heap_reserve(struct timer_heap *heap, size_t count);

/* Whether the node is set. */
bool timer_is_set(const struct timer *timer);

/* The node that comes first, or NULL; it stays set. */
struct timer *timer_first(const struct timer_heap *heap);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A binary heap in an array; each node knows its place, so that it can be
 * taken out of the middle.
 */
#include "timer.h"

#include "precondition.h"

#include <stdlib.h>

#define HEAP_AT_FIRST 64

void
timer_heap_init(struct timer_heap *heap)
{
	require_or_return_void(heap != NULL);
	*heap = (struct timer_heap){ .count = 0 };
}

void
timer_heap_fini(struct timer_heap *heap)
{
	if (heap == NULL)
		return;
	free(heap->items);
	*heap = (struct timer_heap){ .count = 0 };
}

int
timer_heap_reserve(struct timer_heap *heap, size_t count)
{
	struct timer **items;
	size_t size, bytes;

	require_or_return(heap != NULL, -1);
	if (count <= heap->size)
		return 0;
	if (size_mul(heap->size, 2, &size) != 0)
		return -1;
	if (size < HEAP_AT_FIRST)
		size = HEAP_AT_FIRST;
	if (size < count)
		size = count;
	if (size_mul(size, sizeof(struct timer *), &bytes) != 0)
		return -1;
	items = realloc(heap->items, bytes);
	if (items == NULL)
		return -1;
	heap->items = items;
	heap->size = size;
	return 0;
}

static void
put(struct timer_heap *heap, size_t index, struct timer *timer)
{
	heap->items[index] = timer;
	timer->place = index + 1;
}

/* Moves a node towards the front; its place is free for others meanwhile. */
static void
move_up(struct timer_heap *heap, size_t index, struct timer *timer)
{
	struct timer *above;

	while (index > 0) {
		above = heap->items[(index - 1) / 2];
		if (above->at_ms <= timer->at_ms)
			break;
		put(heap, index, above);
		index = (index - 1) / 2;
	}
	put(heap, index, timer);
}

static void
move_down(struct timer_heap *heap, size_t index, struct timer *timer)
{
	size_t below;

	while ((below = 2 * index + 1) < heap->count) {
		if (below + 1 < heap->count &&
		    heap->items[below + 1]->at_ms < heap->items[below]->at_ms)
			below++;
		if (heap->items[below]->at_ms >= timer->at_ms)
			break;
		put(heap, index, heap->items[below]);
		index = below;
	}
	put(heap, index, timer);
}

/* Puts a node where it belongs, from a place that is not in order. */
static void
settle(struct timer_heap *heap, size_t index, struct timer *timer)
{
	if (index > 0 && heap->items[(index - 1) / 2]->at_ms > timer->at_ms)
		move_up(heap, index, timer);
	else
		move_down(heap, index, timer);
}

int
timer_set(struct timer_heap *heap, struct timer *timer, int64_t at_ms)
{
	require_or_return(heap != NULL && timer != NULL, -1);
	if (timer->place == 0) {
		if (timer_heap_reserve(heap, heap->count + 1) != 0)
			return -1;
		timer->at_ms = at_ms;
		move_up(heap, heap->count++, timer);
		return 0;
	}
	timer->at_ms = at_ms;
	settle(heap, timer->place - 1, timer);
	return 0;
}

void
timer_clear(struct timer_heap *heap, struct timer *timer)
{
	struct timer *last;
	size_t index;

	require_or_return_void(heap != NULL && timer != NULL);
	if (timer->place == 0)
		return;
	index = timer->place - 1;
	timer->place = 0;
	last = heap->items[--heap->count];
	if (last != timer)
		settle(heap, index, last);
}

bool
timer_is_set(const struct timer *timer)
{
	return timer->place != 0;
}

struct timer *
timer_first(const struct timer_heap *heap)
{
	require_or_return(heap != NULL, NULL);
	return heap->count > 0 ? heap->items[0] : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wheels.  A slot of level n covers 64^n ticks.  A node hangs at the level
 * of the highest group of six bits in which its tick differs from the present
 * one, and comes down a level whenever the wheel below it has gone round.
 */
#include "expiry.h"

#include <stddef.h>

#define BITS 6
#define MASK (EXPIRY_SLOTS - 1)

static int64_t
tick_of(int64_t ms)
{
	return ms / EXPIRY_TICK_MS;
}

void
expiry_init(struct expiry *expiry, int64_t now_ms)
{
	*expiry = (struct expiry){ .tick = tick_of(now_ms) };
}

static void
hang(struct expiry_node **head, struct expiry_node *node)
{
	node->next = *head;
	node->link = head;
	if (node->next != NULL)
		node->next->link = &node->next;
	*head = node;
}

/* The level for a later tick; the last one takes all that lies beyond. */
static unsigned
level_of(const struct expiry *expiry, int64_t tick)
{
	uint64_t differs = (uint64_t)tick ^ (uint64_t)expiry->tick;
	unsigned level = 0;

	while (level + 1 < EXPIRY_LEVELS && differs >> BITS != 0) {
		differs >>= BITS;
		level++;
	}
	return level;
}

/* A node is due in the tick after its own, so never too early. */
static void
place(struct expiry *expiry, struct expiry_node *node)
{
	int64_t tick = tick_of(node->at_ms) + 1;
	unsigned level, slot;

	if (tick <= expiry->tick) {
		hang(&expiry->due, node);
		return;
	}
	level = level_of(expiry, tick);
	slot = (unsigned)(tick >> (BITS * level)) & MASK;
	expiry->used[level] |= UINT64_C(1) << slot;
	hang(&expiry->slots[level][slot], node);
}

void
expiry_add(struct expiry *expiry, struct expiry_node *node, int64_t at_ms)
{
	expiry_remove(expiry, node);
	node->at_ms = at_ms;
	place(expiry, node);
}

void
expiry_remove(struct expiry *expiry, struct expiry_node *node)
{
	(void)expiry;
	if (node->link == NULL)
		return;
	*node->link = node->next;
	if (node->next != NULL)
		node->next->link = node->link;
	node->next = NULL;
	node->link = NULL;
}

/*
 * Hangs the nodes of a slot up again, further down or as due; beyond the last
 * level's reach in the same slot.
 */
static void
empty_slot(struct expiry *expiry, unsigned level, unsigned slot)
{
	struct expiry_node *node = expiry->slots[level][slot], *next;

	expiry->slots[level][slot] = NULL;
	expiry->used[level] &= ~(UINT64_C(1) << slot);
	for (; node != NULL; node = next) {
		next = node->next;
		place(expiry, node);
	}
}

/* When the wheel of a level reaches a slot. */
static int64_t
slot_tick(const struct expiry *expiry, unsigned level, unsigned slot)
{
	int64_t round = INT64_C(1) << (BITS * (level + 1));
	int64_t tick =
	    (expiry->tick & ~(round - 1)) | (int64_t)slot << (BITS * level);

	return tick > expiry->tick ? tick : tick + round;
}

/* The next tick at which something is to be done, at most `until`. */
static int64_t
next_tick(const struct expiry *expiry, int64_t until)
{
	unsigned level, slot;
	int64_t tick;

	for (level = 0; level < EXPIRY_LEVELS; level++) {
		for (slot = 0;
		     slot < EXPIRY_SLOTS && expiry->used[level] >> slot != 0;
		     slot++) {
			if (expiry->slots[level][slot] == NULL)
				continue;
			tick = slot_tick(expiry, level, slot);
			until = tick < until ? tick : until;
		}
	}
	return until;
}

/* Goes on to a tick at which nothing is skipped. */
static void
step_to(struct expiry *expiry, int64_t tick)
{
	unsigned level;

	expiry->tick = tick;
	for (level = EXPIRY_LEVELS - 1; level > 0; level--) {
		if ((tick & ((INT64_C(1) << (BITS * level)) - 1)) == 0)
			empty_slot(expiry, level,
			    (unsigned)(tick >> (BITS * level)) & MASK);
	}
	empty_slot(expiry, 0, (unsigned)tick & MASK);
}

struct expiry_node *
expiry_take(struct expiry *expiry, int64_t now_ms)
{
	struct expiry_node *node;
	int64_t now = tick_of(now_ms);

	while (expiry->due == NULL && expiry->tick < now)
		step_to(expiry, next_tick(expiry, now));
	node = expiry->due;
	if (node != NULL)
		expiry_remove(expiry, node);
	return node;
}

int64_t
expiry_next_ms(const struct expiry *expiry)
{
	int64_t tick;

	if (expiry->due != NULL)
		return expiry->due->at_ms;
	tick = next_tick(expiry, INT64_MAX);
	return tick == INT64_MAX ? INT64_MAX : tick * EXPIRY_TICK_MS;
}

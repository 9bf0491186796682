/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ends of many lives.  A million messages that wait would make a heap of
 * them expensive; since an end may be noticed a little late (whoever sends
 * checks the life itself), they hang in the slots of a wheel of wheels, where
 * adding and removing one costs the same however many there are.
 */
#ifndef SMSGW_EXPIRY_H
#define SMSGW_EXPIRY_H

#include <stdbool.h>
#include <stdint.h>

#define EXPIRY_TICK_MS 128 /* how late one may be noticed */
#define EXPIRY_LEVELS 5    /* the last one reaches 4 years */
#define EXPIRY_SLOTS 64

/* A part of what ends; all zero is one that hangs nowhere. */
struct expiry_node {
	struct expiry_node *next, **link;
	int64_t at_ms;
};

struct expiry {
	struct expiry_node *slots[EXPIRY_LEVELS][EXPIRY_SLOTS];
	uint64_t used[EXPIRY_LEVELS]; /* a bit for each slot */
	struct expiry_node *due;
	int64_t tick;
};

void expiry_init(struct expiry *expiry, int64_t now_ms);

/* Hangs a node up; one that hangs already moves. */
void expiry_add(struct expiry *expiry, struct expiry_node *node, int64_t at_ms);

/* Takes it down; one that hangs nowhere is fine. */
void expiry_remove(struct expiry *expiry, struct expiry_node *node);

/* Takes one whose moment has passed, in no particular order; or NULL. */
struct expiry_node *expiry_take(struct expiry *expiry, int64_t now_ms);

/*
 * When to look again: no node is due before, though perhaps none is then
 * either; INT64_MAX when there is none.
 */
int64_t expiry_next_ms(const struct expiry *expiry);

#endif

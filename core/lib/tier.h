/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gateways of equal priority: picks one by weight among those that are up, in
 * O(log n) and without looking at the others.  Knows them by their place
 * alone.
 */
#ifndef SMSGW_TIER_H
#define SMSGW_TIER_H

#include <stddef.h>
#include <stdint.h>

struct tier {
	uint64_t *sums; /* a Fenwick tree, from 1 */
	uint64_t *weights;
	size_t count;
	uint64_t total;
};

/* A tier of `count` places of weight 0.  0, or -1 without memory. */
int tier_init(struct tier *tier, size_t count);
void tier_fini(struct tier *tier);

/* Sets a place's weight; 0: it is not picked. */
void tier_set(struct tier *tier, size_t place, uint64_t weight);

/* The place for a random number below tier->total, which is not 0. */
size_t tier_pick(const struct tier *tier, uint64_t random);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree of weights: sums[i] holds the weights of the places that end at i
 * and are as many as the lowest bit of i says.
 */
#include "tier.h"

#include <stdlib.h>

#include "precondition.h"

int
tier_init(struct tier *tier, size_t count)
{
	*tier = (struct tier){ .count = count };
	tier->sums = calloc(count + 1, sizeof(*tier->sums));
	tier->weights = calloc(count + 1, sizeof(*tier->weights));
	if (tier->sums != NULL && tier->weights != NULL)
		return 0;
	tier_fini(tier);
	return -1;
}

void
tier_fini(struct tier *tier)
{
	free(tier->sums);
	free(tier->weights);
	*tier = (struct tier){ .count = 0 };
}

void
tier_set(struct tier *tier, size_t place, uint64_t weight)
{
	uint64_t more;
	size_t i;

	require_or_return_void(place < tier->count);
	more = weight - tier->weights[place]; /* modulo 2^64, as the sums */
	if (more == 0)
		return;
	tier->weights[place] = weight;
	tier->total += more;
	for (i = place + 1; i <= tier->count; i += i & (~i + 1))
		tier->sums[i] += more;
}

size_t
tier_pick(const struct tier *tier, uint64_t random)
{
	size_t place = 0, step = 1;

	while (step <= tier->count / 2)
		step *= 2;
	for (; step > 0; step /= 2) {
		if (place + step > tier->count ||
		    tier->sums[place + step] > random)
			continue;
		place += step;
		random -= tier->sums[place];
	}
	return place;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of gateways.
 */
#include "routing.h"

int
routing_compare(const struct routing_place *a, const struct routing_place *b)
{
	if (a->priority != b->priority)
		return a->priority < b->priority ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return 0;
}

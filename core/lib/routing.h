/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of gateways: by priority, among equals the heavier first.  The
 * one place that says so, for those who send and for those who explain.
 */
#ifndef SMSGW_ROUTING_H
#define SMSGW_ROUTING_H

#include <stdint.h>

struct routing_place {
	int64_t priority; /* lower goes first */
	int64_t weight;   /* its share among equals; 0: behind them all */
};

/* Below 0 where a goes before b, 0 where they are equals of one weight. */
int routing_compare(
    const struct routing_place *a, const struct routing_place *b);

#endif

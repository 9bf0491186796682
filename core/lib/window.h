/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many requests a gateway may have at the same time: finds how many its
 * provider stands, and stays there.  It widens quickly until the first answer
 * that was throttled; each of those takes one away.  Then a window of N widens
 * by 1/N for each good answer, as Postfix does it, but goes beyond what was
 * throttled last only after twenty times as many: at a provider's limit of
 * five, Postfix loses every sixth attempt by trying the sixth connection again
 * and again.
 */
#ifndef SMSGW_WINDOW_H
#define SMSGW_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#define WINDOW_FIRST 5     /* where it starts */
#define WINDOW_PATIENCE 20 /* how much rarer the limit is tried again */

struct window {
	uint32_t most;    /* what the gateway's file allows */
	uint32_t size;    /* how many there may be, at least 1 */
	uint32_t ceiling; /* the most that was not throttled; 0: unknown */
	uint64_t good;    /* answers since it changed */
	bool throttled;   /* it ever was */
};

/* A window of at most `most`, which is at least 1. */
void window_init(struct window *window, uint32_t most);

/* Another maximum; what was found out is kept. */
void window_change(struct window *window, uint32_t most);

/* A request ended that was not throttled; and one that was. */
void window_widen(struct window *window);
void window_narrow(struct window *window);

#endif

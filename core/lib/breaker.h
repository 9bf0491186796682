/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Leaves a gateway alone that fails: after 5 failures in a row, or 10 of the
 * last 20, for 2 s at first and 10 s at most; then one live message tries, and
 * its success closes the breaker.  Times are of the boot clock.
 */
#ifndef SMSGW_BREAKER_H
#define SMSGW_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

#define BREAKER_ROW 5   /* failures in a row that open it */
#define BREAKER_LAST 20 /* of so many ... */
#define BREAKER_HALF 10 /* ... failures that open it */
#define BREAKER_FIRST_MS 2000
#define BREAKER_LONGEST_MS 10000

/* All zero is a closed one without a past. */
struct breaker {
	uint32_t last; /* a bit for each of the last 20, 1: failed */
	uint8_t row;   /* failures in a row */
	bool open;
	bool trying;      /* one message is on its way to try */
	int64_t rest_ms;  /* how long it stays open this time */
	int64_t until_ms; /* when it may be tried */
};

/* Whether it is closed. */
bool breaker_is_closed(const struct breaker *breaker);

/* Whether one message may try now: it is open, rested, and none is trying. */
bool breaker_may_try(const struct breaker *breaker, int64_t now_ms);

/*
 * One message goes to try.  What it will have to rest if that fails counts
 * from this moment, so that a try that hangs does not lengthen it.
 */
void breaker_try(struct breaker *breaker, int64_t now_ms);

/* The message that should have tried did not go. */
void breaker_give_up(struct breaker *breaker);

/* A request ended in a way that shows the gateway at work: it closes. */
void breaker_success(struct breaker *breaker);

/*
 * A request failed.  While it is open, only breaker_try_failure() changes
 * anything, which is for the message that tried: others that were on their
 * way when it opened are no news.
 */
void breaker_failure(struct breaker *breaker, int64_t now_ms);
void breaker_try_failure(struct breaker *breaker, int64_t now_ms);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many messages a gateway may send: `rate = 50/s`.  A token bucket, sized
 * so that no window of that length ever holds more than the number, wherever
 * it begins, because providers count so.  Times are of the boot clock.
 */
#ifndef SMSGW_RATE_H
#define SMSGW_RATE_H

#include <stdint.h>

struct rate {
	uint32_t count; /* at most so many ... */
	int64_t per_ms; /* ... in so long; 0: no limit */
	uint32_t burst; /* tokens that the bucket holds */
	int64_t level;  /* tokens, times per_ms */
	int64_t at_ms;  /* when the level was right */
};

/*
 * Sets the limit and fills the bucket, which holds a tenth of it, at least
 * one.  Since what is sent at once also counts in the window that follows,
 * the bucket is filled by so much more slowly: from 20 on, a limit that is
 * used without a pause is used to nine tenths.
 */
void rate_init(
    struct rate *rate, uint32_t count, int64_t per_ms, int64_t now_ms);

/* A changed limit; the bucket starts empty, since the past is not known. */
void rate_change(
    struct rate *rate, uint32_t count, int64_t per_ms, int64_t now_ms);

/* How many messages may go now; UINT32_MAX without a limit. */
uint32_t rate_available(struct rate *rate, int64_t now_ms);

/* So many go, which were available. */
void rate_take(struct rate *rate, uint32_t count);

/* How long until so many, at most the burst, may go; 0: now. */
int64_t rate_wait_ms(struct rate *rate, uint32_t count, int64_t now_ms);

#endif

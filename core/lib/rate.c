/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The token bucket.  A bucket of b tokens that gets one each s ms lets through
 * b + ceil(T / s) - 1 within a window of T; with s = T / (N - b + 1) that is
 * N.  Levels are kept in tokens times T, so that nothing is rounded.
 */
#include "rate.h"

static void
set_limit(struct rate *rate, uint32_t count, int64_t per_ms, int64_t now_ms)
{
	*rate = (struct rate){
		.count = count,
		.per_ms = count > 0 ? per_ms : 0,
		.burst = count < 20 ? 1 : count / 10,
		.at_ms = now_ms,
	};
}

void
rate_init(struct rate *rate, uint32_t count, int64_t per_ms, int64_t now_ms)
{
	set_limit(rate, count, per_ms, now_ms);
	rate->level = (int64_t)rate->burst * rate->per_ms;
}

void
rate_change(struct rate *rate, uint32_t count, int64_t per_ms, int64_t now_ms)
{
	if (count == rate->count && (per_ms == rate->per_ms || count == 0))
		return;
	set_limit(rate, count, per_ms, now_ms);
}

/* What the bucket gains in one ms. */
static int64_t
gain(const struct rate *rate)
{
	return (int64_t)rate->count - rate->burst + 1;
}

static void
refill(struct rate *rate, int64_t now_ms)
{
	int64_t full = (int64_t)rate->burst * rate->per_ms;
	int64_t passed_ms = now_ms - rate->at_ms;

	if (passed_ms <= 0)
		return;
	rate->at_ms = now_ms;
	if (passed_ms >= (full - rate->level) / gain(rate) + 1)
		rate->level = full;
	else
		rate->level += passed_ms * gain(rate);
	if (rate->level > full)
		rate->level = full;
}

uint32_t
rate_available(struct rate *rate, int64_t now_ms)
{
	if (rate->per_ms == 0)
		return UINT32_MAX;
	refill(rate, now_ms);
	return (uint32_t)(rate->level / rate->per_ms);
}

void
rate_take(struct rate *rate, uint32_t count)
{
	rate->level -= (int64_t)count * rate->per_ms;
}

int64_t
rate_wait_ms(struct rate *rate, uint32_t count, int64_t now_ms)
{
	int64_t missing;

	if (rate->per_ms == 0)
		return 0;
	refill(rate, now_ms);
	if (count > rate->burst)
		count = rate->burst;
	missing = (int64_t)count * rate->per_ms - rate->level;
	if (missing <= 0)
		return 0;
	return (missing + gain(rate) - 1) / gain(rate);
}

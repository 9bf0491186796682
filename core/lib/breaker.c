/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The breaker of a gateway: counts failures, and when to try again.
 */
#include "breaker.h"

bool
breaker_is_closed(const struct breaker *breaker)
{
	return !breaker->open;
}

bool
breaker_may_try(const struct breaker *breaker, int64_t now_ms)
{
	return breaker->open && !breaker->trying && now_ms >= breaker->until_ms;
}

static void
rest(struct breaker *breaker, int64_t from_ms, int64_t rest_ms)
{
	breaker->open = true;
	breaker->trying = false;
	breaker->rest_ms =
	    rest_ms < BREAKER_LONGEST_MS ? rest_ms : BREAKER_LONGEST_MS;
	breaker->until_ms = from_ms + breaker->rest_ms;
}

void
breaker_try(struct breaker *breaker, int64_t now_ms)
{
	breaker->trying = true;
	breaker->until_ms = now_ms;
}

void
breaker_give_up(struct breaker *breaker)
{
	breaker->trying = false;
}

void
breaker_success(struct breaker *breaker)
{
	if (breaker->open)
		breaker->last = 0;
	breaker->last = breaker->last << 1 & ((1u << BREAKER_LAST) - 1);
	breaker->row = 0;
	breaker->open = breaker->trying = false;
}

static unsigned
count_failures(uint32_t last)
{
	unsigned count = 0;

	for (; last != 0; last &= last - 1)
		count++;
	return count;
}

void
breaker_failure(struct breaker *breaker, int64_t now_ms)
{
	if (breaker->open)
		return;
	breaker->last = (breaker->last << 1 | 1) & ((1u << BREAKER_LAST) - 1);
	breaker->row++;
	if (breaker->row >= BREAKER_ROW ||
	    count_failures(breaker->last) >= BREAKER_HALF)
		rest(breaker, now_ms, BREAKER_FIRST_MS);
}

void
breaker_try_failure(struct breaker *breaker, int64_t now_ms)
{
	if (!breaker->trying)
		return;
	rest(breaker, breaker->until_ms, 2 * breaker->rest_ms);
	if (breaker->until_ms < now_ms)
		breaker->until_ms = now_ms;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time, randomness and the ids made of both.  The only module that reads
 * clocks: all others are given a struct clock, which a test replaces by one
 * that stands still.  Times are milliseconds.
 */
#ifndef SMSGW_CLOCK_H
#define SMSGW_CLOCK_H

#include "compat.h"

#include <stdatomic.h>

#define CLOCK_UUID_SIZE 37 /* 36 characters and the NUL */

struct clock {
	/* since 1970-01-01 UTC; may jump when somebody sets the clock */
	int64_t (*wall_ms)(void *arg);
	/* never goes back, and goes on while the machine sleeps */
	int64_t (*boot_ms)(void *arg);
	/* fills out with n random bytes; 0, or -1 when there are none */
	int (*random)(void *arg, void *out, size_t n);
	void *arg;
	/*
	 * what the last UUID was made of, so that the next one sorts behind
	 * it; NULL: ids of the same millisecond are in no order
	 */
	_Atomic uint64_t *last_id;
};

/* The clocks and random numbers of the system. */
extern const struct clock clock_system;

/* Now, as a date; for what people and providers see. */
int64_t clock_wall_ms(const struct clock *c);

/* Now, for deadlines and durations; only differences mean anything. */
int64_t clock_boot_ms(const struct clock *c);

/* Fills out with n unguessable bytes; -1 when the system has none. */
int clock_random(const struct clock *c, void *out, size_t n);

/*
 * Writes a moment as text, at a fixed distance from UTC (480 for China),
 * whatever locale and TZ say.  Known: %Y %y %m %d %H %M %S, %3N (three digits
 * of milliseconds), %s (seconds since 1970), %a %b (English, three letters),
 * %z (+0800), %:z (+08:00), %%.  -1 and an empty out when the format has
 * anything else, the year is outside 0 to 9999 or out is too small.
 */
int clock_format(int64_t wall_ms, int offset_minutes, const char *format,
    char *out, size_t out_size);

/*
 * Writes a UUID of version 7 (RFC 9562) in lower case: 48 bits of time, a
 * counter of 12 bits, 62 random bits.  Ids of one clock with last_id set rise
 * strictly, also over a clock that was set back.  -1 and an empty out when
 * there are no random numbers.
 */
int clock_uuid7(const struct clock *c, char out[CLOCK_UUID_SIZE]);

#endif

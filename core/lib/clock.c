/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks and random numbers of the system, dates as text by arithmetic
 * alone (no locale, no TZ), and UUIDs of version 7.
 */
#include "clock.h"

#include "precondition.h"

#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>

#define MS_PER_DAY INT64_C(86400000)
#define FIRST_MS INT64_C(-62167219200000) /* 0000-01-01T00:00:00Z */
#define LAST_MS INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

struct civil {
	int year, month, day, weekday; /* month and day from 1, Sunday is 0 */
	int hour, minute, second, ms;
};

struct sink {
	char *out;
	size_t size, len;
	bool failed;
};

static _Atomic uint64_t system_last_id;

/* Random bytes that nobody has got yet, for pieces of at most so many. */
#define POOL_SIZE 512
#define POOL_PIECE_MAX 32
static _Thread_local struct {
	unsigned char bytes[POOL_SIZE];
	size_t left;
	unsigned forks; /* when they were drawn */
} pool;

/* How many forks lead to this process, once that is watched. */
static _Atomic unsigned forks;
static bool forks_watched;
static pthread_once_t forks_once = PTHREAD_ONCE_INIT;

static int64_t
read_ms(clockid_t id)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int64_t
system_wall_ms(void *arg)
{
	(void)arg;
	return read_ms(CLOCK_REALTIME);
}

static int64_t
system_boot_ms(void *arg)
{
	(void)arg;
#ifdef CLOCK_BOOTTIME
	return read_ms(CLOCK_BOOTTIME);
#else
	return read_ms(CLOCK_MONOTONIC);
#endif
}

/* Fills out from the system; 0 or -1. */
static int
draw(unsigned char *out, size_t n)
{
	ssize_t got;

	while (n > 0) {
		got = getrandom(out, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		out += got;
		n -= (size_t)got;
	}
	return 0;
}

static void
note_fork(void)
{
	atomic_fetch_add(&forks, 1);
}

static void
watch_forks(void)
{
	forks_watched = pthread_atfork(NULL, NULL, note_fork) == 0;
}

/*
 * Ids and nonces are short, and a system call costs more than they do: so each
 * thread draws for several at once.  What was handed out is wiped, and a child
 * of fork() hands out nothing that its parent has, too.
 */
static int
system_random(void *arg, void *out, size_t n)
{
	unsigned now;

	(void)arg;
	(void)pthread_once(&forks_once, watch_forks);
	if (n > POOL_PIECE_MAX || !forks_watched)
		return draw(out, n);
	now = atomic_load(&forks);
	if (pool.left < n || pool.forks != now) {
		pool.left = 0;
		if (draw(pool.bytes, sizeof(pool.bytes)) != 0)
			return -1;
		pool.left = sizeof(pool.bytes);
		pool.forks = now;
	}
	pool.left -= n;
	memcpy(out, pool.bytes + pool.left, n);
	wipe(pool.bytes + pool.left, n);
	return 0;
}

const struct clock clock_system = {
	.wall_ms = system_wall_ms,
	.boot_ms = system_boot_ms,
	.random = system_random,
	.last_id = &system_last_id,
};

int64_t
clock_wall_ms(const struct clock *c)
{
	require_or_return(c != NULL && c->wall_ms != NULL, 0);
	return c->wall_ms(c->arg);
}

int64_t
clock_boot_ms(const struct clock *c)
{
	require_or_return(c != NULL && c->boot_ms != NULL, 0);
	return c->boot_ms(c->arg);
}

int
clock_random(const struct clock *c, void *out, size_t n)
{
	require_or_return(c != NULL && c->random != NULL, -1);
	require_or_return(out != NULL || n == 0, -1);
	return c->random(c->arg, out, n) == 0 ? 0 : -1;
}

/*
 * Days since 1970-01-01 as a date of the Gregorian calendar.  Counted from 1
 * March of the year 0, so that the leap day ends a year, in eras of 400 years
 * (146,097 days).
 */
static void
civil_date(int64_t days, struct civil *t)
{
	int64_t era, day, year, month;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	day = days - era * 146097;
	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	t->day = (int)(day - (153 * month + 2) / 5 + 1);
	t->month = (int)(month < 10 ? month + 3 : month - 9);
	t->year = (int)(year + era * 400 + (t->month <= 2 ? 1 : 0));
}

static void
civil_time(int64_t ms, struct civil *t)
{
	int64_t days, rest;

	days = ms / MS_PER_DAY;
	if (ms % MS_PER_DAY < 0)
		days--;
	rest = ms - days * MS_PER_DAY;
	civil_date(days, t);
	/* 1970-01-01 was a Thursday; + 7 * 200000 keeps it above zero */
	t->weekday = (int)((days + 4 + INT64_C(1400000)) % 7);
	t->hour = (int)(rest / 3600000);
	t->minute = (int)(rest / 60000 % 60);
	t->second = (int)(rest / 1000 % 60);
	t->ms = (int)(rest % 1000);
}

static void
sink_put(struct sink *s, const char *text, size_t len)
{
	if (s->failed || len >= s->size - s->len) {
		s->failed = true;
		return;
	}
	memcpy(s->out + s->len, text, len);
	s->len += len;
}

static void
sink_number(struct sink *s, int digits, int64_t value)
{
	char text[24], *p = text + sizeof(text);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	bool minus = value < 0;

	for (; rest > 0 || digits > (minus ? 1 : 0); rest /= 10, digits--)
		*--p = (char)('0' + rest % 10);
	if (minus)
		*--p = '-';
	sink_put(s, p, (size_t)(text + sizeof(text) - p));
}

static void
sink_offset(struct sink *s, const char *colon, int minutes)
{
	int size = minutes < 0 ? -minutes : minutes;

	sink_put(s, minutes < 0 ? "-" : "+", 1);
	sink_number(s, 2, size / 60);
	sink_put(s, colon, strlen(colon));
	sink_number(s, 2, size % 60);
}

/* The parts of a date that are plain numbers; false for another letter. */
static bool
sink_field(struct sink *s, char field, const struct civil *t)
{
	switch (field) {
	case 'Y':
		sink_number(s, 4, t->year);
		return true;
	case 'y':
		sink_number(s, 2, t->year % 100);
		return true;
	case 'm':
		sink_number(s, 2, t->month);
		return true;
	case 'd':
		sink_number(s, 2, t->day);
		return true;
	case 'H':
		sink_number(s, 2, t->hour);
		return true;
	case 'M':
		sink_number(s, 2, t->minute);
		return true;
	case 'S':
		sink_number(s, 2, t->second);
		return true;
	default:
		return false;
	}
}

/* Writes one % item, p behind the %; returns how long the item is, or 0. */
static size_t
sink_item(struct sink *s, const char *p, const struct civil *t, int64_t wall_ms,
    int offset_minutes)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t seconds;

	if (sink_field(s, *p, t))
		return 1;
	if (strncmp(p, "3N", 2) == 0) {
		sink_number(s, 3, t->ms);
		return 2;
	}
	if (strncmp(p, ":z", 2) == 0) {
		sink_offset(s, ":", offset_minutes);
		return 2;
	}
	switch (*p) {
	case 'z':
		sink_offset(s, "", offset_minutes);
		return 1;
	case 's':
		seconds = wall_ms / 1000 - (wall_ms % 1000 < 0 ? 1 : 0);
		sink_number(s, 1, seconds);
		return 1;
	case 'a':
		sink_put(s, days + (size_t)t->weekday * 3, 3);
		return 1;
	case 'b':
		sink_put(s, months + (size_t)(t->month - 1) * 3, 3);
		return 1;
	case '%':
		sink_put(s, "%", 1);
		return 1;
	default:
		return 0;
	}
}

int
clock_format(int64_t wall_ms, int offset_minutes, const char *format, char *out,
    size_t out_size)
{
	struct sink s = { .out = out, .size = out_size };
	struct civil t;
	int64_t local;
	size_t n;

	require_or_return(out != NULL && out_size > 0, -1);
	out[0] = '\0';
	require_or_return(format != NULL, -1);
	if (offset_minutes < -1440 || offset_minutes > 1440 ||
	    wall_ms < FIRST_MS - MS_PER_DAY || wall_ms > LAST_MS + MS_PER_DAY)
		return -1;
	local = wall_ms + (int64_t)offset_minutes * 60000;
	if (local < FIRST_MS || local > LAST_MS)
		return -1;
	civil_time(local, &t);
	while (*format != '\0' && !s.failed) {
		if (*format != '%') {
			sink_put(&s, format++, 1);
			continue;
		}
		n = sink_item(&s, format + 1, &t, wall_ms, offset_minutes);
		if (n == 0)
			s.failed = true;
		format += 1 + n;
	}
	out[s.failed ? 0 : s.len] = '\0';
	return s.failed ? -1 : 0;
}

/*
 * 48 bits of milliseconds and 12 of a counter that starts anywhere in its
 * lower half, as one number; always above the last one of this clock, so a
 * full counter borrows from the next millisecond (RFC 9562, 6.2).
 */
static uint64_t
id_next(const struct clock *c, uint64_t seed)
{
	uint64_t now, last, next;

	now = (uint64_t)clock_wall_ms(c) & ((UINT64_C(1) << 48) - 1);
	next = now << 12 | (seed & 0x7ff);
	if (c->last_id == NULL)
		return next;
	last = atomic_load(c->last_id);
	do {
		if (next <= last)
			next = last + 1;
	} while (!atomic_compare_exchange_weak(c->last_id, &last, next));
	return next;
}

/* Writes 128 bits, the high ones first, in the five groups of a UUID. */
static void
put_uuid(uint64_t high, uint64_t low, char out[CLOCK_UUID_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	int i;

	for (i = 0; i < 32; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			*out++ = '-';
		*out++ =
		    digits[(i < 16 ? high : low) >> (60 - i % 16 * 4) & 15];
	}
	*out = '\0';
}

int
clock_uuid7(const struct clock *c, char out[CLOCK_UUID_SIZE])
{
	unsigned char r[10];
	uint64_t id, tail;
	size_t i;

	require_or_return(out != NULL, -1);
	out[0] = '\0';
	if (clock_random(c, r, sizeof(r)) != 0)
		return -1;
	id = id_next(c, (uint64_t)r[0] << 8 | r[1]);
	tail = 0;
	for (i = 2; i < sizeof(r); i++)
		tail = tail << 8 | r[i];
	/* the version behind the time, the variant in front of the tail */
	put_uuid(id >> 12 << 16 | 0x7000 | (id & 0xfff),
	    (tail & UINT64_C(0x3fffffffffffffff)) |
		UINT64_C(0x8000000000000000),
	    out);
	return 0;
}

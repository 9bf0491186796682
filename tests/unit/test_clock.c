/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates, whose expected values are those of date(1) and of the standards,
 * and UUIDs of version 7.
 */
#include "clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct fake {
	int64_t now_ms;
	unsigned char byte;
	int random_rc;
};

static int64_t
fake_ms(void *arg)
{
	return ((struct fake *)arg)->now_ms;
}

static int
fake_random(void *arg, void *out, size_t n)
{
	struct fake *fake = arg;

	memset(out, fake->byte, n);
	return fake->random_rc;
}

static struct clock
fake_clock(struct fake *fake, _Atomic uint64_t *last_id)
{
	return (struct clock){
		.wall_ms = fake_ms,
		.boot_ms = fake_ms,
		.random = fake_random,
		.arg = fake,
		.last_id = last_id,
	};
}

struct date_case {
	int64_t ms;
	int offset;
	const char *format, *expected;
};

static void
dates_are_those_of_date_1(void **state)
{
	static const char iso[] = "%Y-%m-%dT%H:%M:%S.%3N%:z %a %b %y %s";
	static const struct date_case cases[] = {
		{ 0, 0, iso, "1970-01-01T00:00:00.000+00:00 Thu Jan 70 0" },
		{ -1, 0, iso, "1969-12-31T23:59:59.999+00:00 Wed Dec 69 -1" },
		{ INT64_C(1709164800123), 0, iso,
		    "2024-02-29T00:00:00.123+00:00 Thu Feb 24 1709164800" },
		{ INT64_C(951782399000), 480, iso,
		    "2000-02-29T07:59:59.000+08:00 Tue Feb 00 951782399" },
		{ INT64_C(4107542400000), 0, iso,
		    "2100-03-01T00:00:00.000+00:00 Mon Mar 00 4107542400" },
		{ INT64_C(1735689599000), -210, iso,
		    "2024-12-31T20:29:59.000-03:30 Tue Dec 24 1735689599" },
		{ INT64_C(784111777000), 0, "%a, %d %b %Y %H:%M:%S GMT",
		    "Sun, 06 Nov 1994 08:49:37 GMT" }, /* RFC 9110 */
		{ INT64_C(784111777000), 0, "100%%%z", "100%+0000" },
		{ 0, 0, "", "" },
	};
	char out[80];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(clock_format(cases[i].ms, cases[i].offset,
				     cases[i].format, out, sizeof(out)),
		    0);
		assert_string_equal(out, cases[i].expected);
	}
}

static void
dates_that_do_not_fit_are_refused_and_leave_nothing(void **state)
{
	char out[20];

	(void)state;
	assert_int_equal(clock_format(0, 0, "%Y", out, 5), 0);
	assert_int_equal(clock_format(0, 0, "%Y-", out, 5), -1);
	assert_string_equal(out, "");
	assert_int_equal(clock_format(0, 0, "%Q", out, 5), -1);
	assert_int_equal(clock_format(0, 0, "%", out, 5), -1);
	assert_int_equal(clock_format(0, 0, "%3", out, 5), -1);
	assert_int_equal(clock_format(0, 99999, "%Y", out, sizeof(out)), -1);
	assert_int_equal(
	    clock_format(INT64_MAX, 0, "%Y", out, sizeof(out)), -1);
	assert_int_equal(
	    clock_format(INT64_MIN, 0, "%Y", out, sizeof(out)), -1);
	assert_int_equal(
	    clock_format(INT64_C(253402300799999), 0, "%Y", out, 5), 0);
	assert_string_equal(out, "9999");
	assert_int_equal(
	    clock_format(INT64_C(253402300799999), 1, "%Y", out, sizeof(out)),
	    -1);
	assert_int_equal(
	    clock_format(INT64_C(-62167219200000), 0, "%Y", out, 5), 0);
	assert_string_equal(out, "0000");
}

static void
dates_do_not_depend_on_the_time_zone(void **state)
{
	char out[30];

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
	assert_int_equal(clock_format(0, 0, "%H", out, sizeof(out)), 0);
	assert_string_equal(out, "00");
	assert_int_equal(unsetenv("TZ"), 0);
}

/* The time of RFC 9562, appendix A.6, with bits of our own behind it. */
static void
a_uuid_holds_its_time_version_and_variant(void **state)
{
	struct fake fake = { .now_ms = INT64_C(0x017f22e279b0) };
	struct clock c = fake_clock(&fake, NULL);
	char id[CLOCK_UUID_SIZE];

	(void)state;
	assert_int_equal(clock_uuid7(&c, id), 0);
	assert_string_equal(id, "017f22e2-79b0-7000-8000-000000000000");
	fake.byte = 0xff;
	assert_int_equal(clock_uuid7(&c, id), 0);
	assert_string_equal(id, "017f22e2-79b0-77ff-bfff-ffffffffffff");
}

static void
uuids_rise_within_a_millisecond_and_over_a_clock_set_back(void **state)
{
	static _Atomic uint64_t last_id;
	struct fake fake = { .now_ms = 1000000, .byte = 0xff };
	struct clock c = fake_clock(&fake, &last_id);
	char before[CLOCK_UUID_SIZE] = "", id[CLOCK_UUID_SIZE];
	int i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		if (i == 2500)
			fake.now_ms -= 500;
		assert_int_equal(clock_uuid7(&c, id), 0);
		assert_true(strcmp(before, id) < 0);
		memcpy(before, id, sizeof(id));
	}
	fake.now_ms = 2000000;
	assert_int_equal(clock_uuid7(&c, id), 0);
	/* 2,000,000 is 0x1e8480 */
	assert_memory_equal(id, "0000001e-8480-7", 15);
	assert_true(strcmp(before, id) < 0);
}

static void
without_random_numbers_there_is_no_uuid(void **state)
{
	struct fake fake = { .random_rc = -1 };
	struct clock c = fake_clock(&fake, NULL);
	char id[CLOCK_UUID_SIZE] = "x";

	(void)state;
	assert_int_equal(clock_uuid7(&c, id), -1);
	assert_string_equal(id, "");
}

static void
the_clocks_of_the_system_run(void **state)
{
	char a[CLOCK_UUID_SIZE], b[CLOCK_UUID_SIZE];
	int64_t boot;

	(void)state;
	boot = clock_boot_ms(&clock_system);
	assert_true(boot > 0);
	assert_true(clock_boot_ms(&clock_system) >= boot);
	/* this was written in 2026 */
	assert_true(clock_wall_ms(&clock_system) > INT64_C(1767225600000));
	assert_int_equal(clock_uuid7(&clock_system, a), 0);
	assert_int_equal(clock_uuid7(&clock_system, b), 0);
	assert_true(strcmp(a, b) < 0);
	assert_int_equal(strlen(a), 36);
	assert_int_equal(a[14], '7');
}

/* Each piece is of its own, however many were drawn at once. */
static void
random_numbers_do_not_come_twice(void **state)
{
	unsigned char pieces[200][16], none[16] = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < 200; i++) {
		assert_int_equal(
		    clock_random(&clock_system, pieces[i], sizeof(none)), 0);
		assert_memory_not_equal(pieces[i], none, sizeof(none));
		for (k = 0; k < i; k++)
			assert_memory_not_equal(
			    pieces[i], pieces[k], sizeof(none));
	}
}

static void
a_child_draws_other_random_numbers_than_its_parent(void **state)
{
	unsigned char ours[16], theirs[16];
	int ends[2];
	pid_t pid;

	(void)state;
	assert_int_equal(clock_random(&clock_system, ours, 1), 0);
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		(void)clock_random(&clock_system, theirs, sizeof(theirs));
		_exit(write(ends[1], theirs, sizeof(theirs)) !=
		    (ssize_t)sizeof(theirs));
	}
	assert_true(pid > 0);
	assert_int_equal(read(ends[0], theirs, sizeof(theirs)), sizeof(theirs));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(clock_random(&clock_system, ours, sizeof(ours)), 0);
	assert_memory_not_equal(ours, theirs, sizeof(ours));
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_those_of_date_1),
		cmocka_unit_test(
		    dates_that_do_not_fit_are_refused_and_leave_nothing),
		cmocka_unit_test(dates_do_not_depend_on_the_time_zone),
		cmocka_unit_test(a_uuid_holds_its_time_version_and_variant),
		cmocka_unit_test(
		    uuids_rise_within_a_millisecond_and_over_a_clock_set_back),
		cmocka_unit_test(without_random_numbers_there_is_no_uuid),
		cmocka_unit_test(the_clocks_of_the_system_run),
		cmocka_unit_test(random_numbers_do_not_come_twice),
		cmocka_unit_test(
		    a_child_draws_other_random_numbers_than_its_parent),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The growing buffer: what it holds, where it stops, and that it says so.
 */
#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void
an_empty_buffer_reads_as_an_empty_string(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(buf_str(&b), "");
	assert_int_equal(b.len, 0);
	buf_fini(&b);
	buf_fini(NULL);
}

static void
appends_come_one_after_the_other(void **state)
{
	static const char nul_x[] = { '\0', 'x' };
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_int_equal(buf_puts(&b, "to"), 0);
	assert_int_equal(buf_putc(&b, '='), 0);
	assert_int_equal(buf_add(&b, nul_x, sizeof(nul_x)), 0);
	assert_int_equal(buf_printf(&b, "%d/%s", 42, "end"), 0);
	assert_int_equal(b.len, 11);
	assert_memory_equal(buf_str(&b), "to=", 4);
	assert_string_equal(buf_str(&b) + 4, "x42/end");
	buf_fini(&b);
}

static void
growth_keeps_what_is_there(void **state)
{
	struct buf b;
	size_t i;

	(void)state;
	buf_init(&b, 5000);
	for (i = 0; i < 5000; i++)
		assert_int_equal(buf_putc(&b, (char)('a' + i % 26)), 0);
	assert_int_equal(b.len, 5000);
	for (i = 0; i < 5000; i++)
		assert_int_equal(buf_str(&b)[i], 'a' + i % 26);
	assert_int_equal(buf_str(&b)[5000], '\0');
	buf_fini(&b);
}

static void
the_maximum_is_reached_but_not_passed(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_puts(&b, "abcd"), 0);
	assert_int_equal(buf_putc(&b, 'e'), -1);
	assert_string_equal(buf_str(&b), "abcd");
	assert_true(b.failed);
	buf_fini(&b);
}

static void
a_failure_sticks_until_the_buffer_is_reset(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 4);
	assert_int_equal(buf_printf(&b, "%s", "abcde"), -1);
	assert_int_equal(buf_putc(&b, 'x'), -1);
	assert_int_equal(buf_add(&b, "", 0), -1);
	assert_null(buf_steal(&b, NULL));
	buf_reset(&b);
	assert_int_equal(buf_putc(&b, 'x'), 0);
	assert_string_equal(buf_str(&b), "x");
	buf_fini(&b);
}

static void
a_stolen_string_belongs_to_the_thief(void **state)
{
	struct buf b;
	size_t len;
	char *s;

	(void)state;
	buf_init(&b, 100);
	s = buf_steal(&b, &len);
	assert_string_equal(s, "");
	assert_int_equal(len, 0);
	free(s);
	assert_int_equal(buf_puts(&b, "text"), 0);
	s = buf_steal(&b, &len);
	assert_string_equal(s, "text");
	assert_int_equal(len, 4);
	assert_string_equal(buf_str(&b), "");
	free(s);
	buf_fini(&b);
}

static void
what_is_taken_away_is_wiped(void **state)
{
	static const char zero[8];
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(buf_puts(&b, "pass=geheim"), 0);
	buf_truncate(&b, 5);
	assert_string_equal(buf_str(&b), "pass=");
	assert_memory_equal(b.data + 5, zero, 7);
	buf_truncate(&b, 50);
	assert_int_equal(b.len, 5);
	buf_reset(&b);
	assert_memory_equal(b.data, zero, 6);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_reads_as_an_empty_string),
		cmocka_unit_test(appends_come_one_after_the_other),
		cmocka_unit_test(growth_keeps_what_is_there),
		cmocka_unit_test(the_maximum_is_reached_but_not_passed),
		cmocka_unit_test(a_failure_sticks_until_the_buffer_is_reset),
		cmocka_unit_test(a_stolen_string_belongs_to_the_thief),
		cmocka_unit_test(what_is_taken_away_is_wiped),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}

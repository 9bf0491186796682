/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests the list of problems: order, printing, counting, and that a shortage
 * of memory is a problem that shows itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "problem.h"

static void
check_format(const struct problem *problem, const char *expected)
{
	struct buf out;

	buf_init(&out, 10000);
	assert_int_equal(problem_format(problem, &out), 0);
	assert_string_equal(buf_str(&out), expected);
	buf_fini(&out);
}

static void
a_problem_is_one_line_with_its_place_and_its_fix(void **state)
{
	struct problems list;

	(void)state;
	problems_init(&list);
	problem_add(&list, PROBLEM_ERROR, "config-key-unknown", "a.ini", 7,
	    "nmae", "write name", "is no key of %s", "[gateway]");
	check_format(problems_get(&list, 0),
	    "a.ini:7: nmae: is no key of [gateway]; write name");
	assert_string_equal(problems_get(&list, 0)->code, "config-key-unknown");
	problems_fini(&list);
}

static void
missing_parts_leave_no_punctuation(void **state)
{
	struct problems list;

	(void)state;
	problems_init(&list);
	problem_add(&list, PROBLEM_NOTE, NULL, NULL, 0, NULL, NULL, "text");
	problem_add(&list, PROBLEM_NOTE, NULL, "f", 0, NULL, "do", "text");
	problem_add(&list, PROBLEM_NOTE, NULL, NULL, 0, "k", NULL, "text");
	problems_set_gateway(&list, 2, "bank");
	check_format(problems_get(&list, 0), "text");
	check_format(problems_get(&list, 1), "f: text; do");
	check_format(problems_get(&list, 2), "gateway \"bank\": k: text");
	assert_null(problems_get(&list, 3));
	problems_fini(&list);
}

static void
control_characters_do_not_reach_a_terminal(void **state)
{
	struct problems list;
	struct buf out;

	(void)state;
	problems_init(&list);
	problem_add(&list, PROBLEM_ERROR, NULL, "a\nb", 1, "k\033[2J", "\x07",
	    "text\r");
	buf_init(&out, 1000);
	assert_int_equal(problem_format(problems_get(&list, 0), &out), 0);
	assert_null(strpbrk(buf_str(&out), "\n\r\033\x07"));
	buf_fini(&out);
	problems_fini(&list);
}

static void
a_full_buffer_is_told(void **state)
{
	struct problems list;
	struct buf out;

	(void)state;
	problems_init(&list);
	problem_add(&list, PROBLEM_ERROR, NULL, "file", 1, "k", NULL, "text");
	buf_init(&out, 5);
	assert_int_equal(problem_format(problems_get(&list, 0), &out), -1);
	buf_fini(&out);
	problems_fini(&list);
}

static void
only_errors_count_as_errors(void **state)
{
	struct problems list;

	(void)state;
	problems_init(&list);
	assert_int_equal(problems_errors(&list), 0);
	problem_add(&list, PROBLEM_WARNING, NULL, NULL, 0, NULL, NULL, "w");
	problem_add(&list, PROBLEM_ERROR, NULL, NULL, 0, NULL, NULL, "e");
	problem_add(&list, PROBLEM_NOTE, NULL, NULL, 0, NULL, NULL, "n");
	assert_int_equal(problems_errors(&list), 1);
	assert_int_equal(problems_count(&list), 3);
	problems_fini(&list);
	assert_int_equal(problems_count(&list), 0);
}

static void
sorting_keeps_the_order_of_equals(void **state)
{
	static const char *const files[] = { "b", "a", NULL };
	const struct problem *last, *next;
	struct problems list;
	unsigned random = 1;
	char text[8];
	size_t i;
	int order;

	(void)state;
	problems_init(&list);
	for (i = 0; i < 777; i++) {
		random = random * 1103515245u + 12345u;
		snprintf(text, sizeof(text), "%03zu", i);
		problem_add(&list, PROBLEM_ERROR, NULL,
		    files[(random >> 16) % 3], (int)(random >> 20) % 5, NULL,
		    NULL, "%s", text);
	}
	problems_sort(&list);
	assert_int_equal(problems_count(&list), 777);
	for (i = 1; i < 777; i++) {
		last = problems_get(&list, i - 1);
		next = problems_get(&list, i);
		order = strcmp(last->file == NULL ? "" : last->file,
		    next->file == NULL ? "" : next->file);
		assert_true(order <= 0);
		if (order == 0)
			assert_true(last->line <= next->line);
		if (order == 0 && last->line == next->line)
			assert_true(strcmp(last->text, next->text) < 0);
	}
	problems_fini(&list);
}

static void
moving_empties_the_source_and_keeps_the_order(void **state)
{
	struct problems to, from;
	size_t i;

	(void)state;
	problems_init(&to);
	problems_init(&from);
	problem_add(&to, PROBLEM_ERROR, NULL, NULL, 0, NULL, NULL, "0");
	for (i = 1; i < 20; i++)
		problem_add(
		    &from, PROBLEM_ERROR, NULL, NULL, (int)i, NULL, NULL, "x");
	problems_move(&to, &from);
	assert_int_equal(problems_count(&from), 0);
	assert_int_equal(problems_count(&to), 20);
	for (i = 0; i < 20; i++)
		assert_int_equal(problems_get(&to, i)->line, i);
	problems_move(&to, &from);
	assert_int_equal(problems_count(&to), 20);
	problems_fini(&from);
	problems_fini(&to);
}

static void
lost_memory_is_an_error_and_sticks(void **state)
{
	struct problems to, from;

	(void)state;
	problems_init(&to);
	problems_init(&from);
	from.out_of_memory = 1;
	assert_int_equal(problems_errors(&from), 1);
	problems_move(&to, &from);
	assert_int_equal(problems_errors(&from), 0);
	assert_int_equal(problems_errors(&to), 1);
	assert_int_equal(problems_count(&to), 1);
	assert_non_null(strstr(problems_get(&to, 0)->text, "memory"));
	problem_add(&to, PROBLEM_NOTE, NULL, NULL, 0, NULL, NULL, "n");
	assert_int_equal(problems_count(&to), 2);
	assert_non_null(strstr(problems_get(&to, 1)->text, "memory"));
	problems_fini(&to);
}

static void
a_missing_list_takes_problems_in_silence(void **state)
{
	(void)state;
	problem_add(NULL, PROBLEM_ERROR, NULL, NULL, 0, NULL, NULL, "x");
	problems_set_gateway(NULL, 0, "x");
	problems_fini(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_problem_is_one_line_with_its_place_and_its_fix),
		cmocka_unit_test(missing_parts_leave_no_punctuation),
		cmocka_unit_test(control_characters_do_not_reach_a_terminal),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(only_errors_count_as_errors),
		cmocka_unit_test(sorting_keeps_the_order_of_equals),
		cmocka_unit_test(moving_empties_the_source_and_keeps_the_order),
		cmocka_unit_test(lost_memory_is_an_error_and_sticks),
		cmocka_unit_test(a_missing_list_takes_problems_in_silence),
	};

	return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}

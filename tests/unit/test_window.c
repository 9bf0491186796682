/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window against a provider that takes so many requests at a time and
 * refuses more, beside two other rules: whole steps, which lose half of all
 * attempts, and Postfix's steps of 1/N, which lose 16.5 % of them at a limit of
 * five (SCHEDULER_README of Postfix).
 */
#include "window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ATTEMPTS 100000
#define LIMIT 5
#define CLIENT_LIMIT 20

/* Postfix: qmgr_queue_unthrottle() and qmgr_queue_throttle(). */
struct other_rule {
	double size, success, failure;
	bool whole; /* steps of 1 instead of 1/N */
};

static double
step_of(const struct other_rule *rule)
{
	return rule->whole ? 1 : 1 / rule->size;
}

static void
other_widen(struct other_rule *rule)
{
	rule->success += rule->size < CLIENT_LIMIT ? step_of(rule) : 0;
	if (rule->success + 1e-9 < 1)
		return;
	rule->size++;
	rule->success--;
	rule->failure = 0;
}

static void
other_narrow(struct other_rule *rule)
{
	double step = step_of(rule);

	rule->failure -= step;
	if (rule->failure - step / 2 >= 0)
		return;
	rule->size = rule->size > 2 ? rule->size - 1 : 1;
	rule->success = 0;
	rule->failure++;
}

/*
 * As many requests as the window allows are open; the oldest ends first.  A
 * provider refuses at once what comes while LIMIT others are open.  The share
 * that was refused, in percent.
 */
static double
loss_of_other(bool whole)
{
	struct other_rule rule = { .size = 5, .whole = whole };
	int i, open = 0, lost = 0;

	for (i = 0; i < ATTEMPTS; i++) {
		while (open >= rule.size && open > 0) {
			open--;
			other_widen(&rule);
		}
		if (open < LIMIT) {
			open++;
		} else {
			lost++;
			other_narrow(&rule);
		}
	}
	return 100.0 * lost / ATTEMPTS;
}

static double
loss_of_window(uint32_t limit, struct window *window)
{
	uint32_t open = 0;
	int i, lost = 0;

	for (i = 0; i < ATTEMPTS; i++) {
		while (open >= window->size && open > 0) {
			open--;
			window_widen(window);
		}
		if (open < limit) {
			open++;
		} else {
			lost++;
			window_narrow(window);
		}
	}
	return 100.0 * lost / ATTEMPTS;
}

static void
whole_steps_lose_half_and_those_of_postfix_a_sixth(void **state)
{
	double whole = loss_of_other(true), postfix = loss_of_other(false);

	(void)state;
	print_message("# lost at a limit of 5: steps of 1 %.1f %%, of 1/N "
		      "%.1f %%\n",
	    whole, postfix);
	assert_true(whole > 45 && whole < 55);
	assert_true(postfix > 15.5 && postfix < 17.5);
}

static void
it_finds_the_limit_and_stays_there(void **state)
{
	struct window window;
	double lost;

	(void)state;
	window_init(&window, CLIENT_LIMIT);
	lost = loss_of_window(LIMIT, &window);
	print_message("# lost at a limit of 5: this rule %.1f %%\n", lost);
	assert_true(lost < 2);
	assert_in_range(window.size, LIMIT, LIMIT + 1);
}

static void
it_finds_a_limit_that_moves(void **state)
{
	struct window window;

	(void)state;
	window_init(&window, CLIENT_LIMIT);
	(void)loss_of_window(LIMIT, &window);
	assert_true(loss_of_window(12, &window) < 2);
	assert_in_range(window.size, 12, 13);
	assert_true(loss_of_window(2, &window) < 5);
	assert_in_range(window.size, 2, 3);
}

static void
without_throttling_it_reaches_what_the_file_allows_at_once(void **state)
{
	struct window window;
	int i;

	(void)state;
	window_init(&window, 16);
	assert_int_equal(window.size, 5);
	for (i = 0; i < 11; i++)
		window_widen(&window);
	assert_int_equal(window.size, 16);
	window_widen(&window);
	assert_int_equal(window.size, 16);
}

static void
it_keeps_within_the_file_and_never_closes(void **state)
{
	struct window window;
	int i;

	(void)state;
	window_init(&window, 1);
	assert_int_equal(window.size, 1);
	for (i = 0; i < 10; i++)
		window_narrow(&window);
	assert_int_equal(window.size, 1);
	window_init(&window, 0);
	assert_int_equal(window.size, 1);
	window_change(&window, 3);
	for (i = 0; i < 10; i++)
		window_widen(&window);
	assert_int_equal(window.size, 3);
	window_change(&window, 2);
	assert_int_equal(window.size, 2);
	window_change(&window, 0);
	assert_int_equal(window.size, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(name)
		TEST(whole_steps_lose_half_and_those_of_postfix_a_sixth),
		TEST(it_finds_the_limit_and_stays_there),
		TEST(it_finds_a_limit_that_moves),
		TEST(
		    without_throttling_it_reaches_what_the_file_allows_at_once),
		TEST(it_keeps_within_the_file_and_never_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

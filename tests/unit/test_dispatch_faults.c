/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dispatch with one gateway that fails in some way and one that works: how
 * soon a code arrives, how long the broken one is left alone, what never goes
 * to a second gateway.  The world (tests/simulation) keeps the promises of
 * every message; each test adds what it is about.
 */
#include "dispatch_fixture.h"

static void
without_faults_everything_goes_by_the_first_one(void **state)
{
	(void)state;
	submit_codes(50, 10);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 50);
	assert_int_equal(a->requests, 50);
	assert_int_equal(b->requests, 0);
}

static void
a_code_reaches_the_other_within_3_s_when_it_was_surely_not_taken(void **state)
{
	static const enum fault faults[] = { FAULT_NO_CONNECTION,
		FAULT_NO_CONNECT, FAULT_KEY, FAULT_TEMPLATE };
	const struct message *m;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		(void)tear_down(NULL);
		(void)set_up(NULL);
		a->fault = faults[i];
		submit_codes(200, 50);
		finish();
		assert_int_equal(world.states[DISPATCH_SUBMITTED], 200);
		for (j = 0; j < world.message_count; j++) {
			m = &world.messages[j];
			assert_true(m->taken_ms[1] > 0);
			assert_true(m->taken_ms[1] - m->submitted_ms <= 3000);
		}
	}
}

static void
throttled_codes_reach_the_other_within_3_s(void **state)
{
	const struct message *m;
	int64_t taken_ms;
	size_t i;

	(void)state;
	a->stands = 2;
	a->throttle_ms = 4000;
	submit_codes(300, 10);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 300);
	for (i = 0; i < world.message_count; i++) {
		m = &world.messages[i];
		taken_ms = m->taken_ms[0] + m->taken_ms[1];
		assert_true(taken_ms - m->submitted_ms <= 3000);
	}
	assert_true(b->requests > 0);
}

static void
the_end_tells_the_delay_that_the_provider_said(void **state)
{
	struct message *m;

	(void)state;
	b->groups = 0;
	a->stands = 1;
	a->open = 1; /* somebody else's */
	a->throttle_ms = 4000;
	m = submit(DISPATCH_OTP);
	finish();
	assert_int_equal(m->end.state, DISPATCH_REJECTED);
	assert_int_equal(m->end.why, DISPATCH_WHY_ATTEMPTS);
	assert_int_equal(m->end.result.delay_ms, 4000);
	assert_true(m->ended_ms - m->submitted_ms >= 8000);
}

static void
an_unknown_code_reaches_the_other_within_9_s_and_is_marked(void **state)
{
	static const enum fault faults[] = { FAULT_NO_ANSWER, FAULT_RESET,
		FAULT_SERVER_ERROR };
	const struct message *m;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		(void)tear_down(NULL);
		(void)set_up(NULL);
		a->fault = faults[i];
		submit_codes(100, 100);
		finish();
		assert_int_equal(world.states[DISPATCH_SUBMITTED], 100);
		for (j = 0; j < world.message_count; j++) {
			m = &world.messages[j];
			assert_true(world_copies(m) > 0);
			if (m->unknown_ms == 0 || m->taken_ms[1] == 0)
				continue;
			assert_true(m->end.possible_duplicate);
			assert_true(m->taken_ms[1] - m->unknown_ms <= 9000);
		}
	}
}

static void
a_code_that_waits_for_a_hung_one_goes_by_the_other(void **state)
{
	struct message *m;

	(void)state;
	a->conf.concurrency = 1;
	dispatch_gateway_set(a->handle, &a->conf);
	a->fault = FAULT_NO_ANSWER;
	(void)submit(DISPATCH_OTP);
	run_for(10);
	m = submit(DISPATCH_OTP);
	run_for(2000);
	assert_int_equal(m->ends, 1);
	assert_true(m->taken_ms[1] - m->submitted_ms <= 1500);
	finish();
}

static void
a_broken_one_is_left_alone_after_five_calls(void **state)
{
	(void)state;
	a->fault = FAULT_NO_CONNECTION;
	submit_codes(19, 100);
	assert_int_equal(a->requests, 5);
	submit_codes(15, 100);
	assert_int_equal(a->requests, 6);
	assert_int_equal(b->requests, 34);
	finish();
}

static void
a_test_that_succeeds_ends_the_rest(void **state)
{
	(void)state;
	a->fault = FAULT_NO_CONNECTION;
	submit_codes(10, 100);
	assert_int_equal(a->requests, 5);
	a->fault = FAULT_NONE;
	dispatch_gateway_resume(a->handle);
	submit_codes(10, 200);
	assert_int_equal(a->requests, 15);
	finish();
}

static void
a_hung_one_is_left_alone_after_those_on_their_way(void **state)
{
	(void)state;
	a->fault = FAULT_NO_ANSWER;
	submit_codes(200, 50);
	/* five calls, and those begun before the first of them had ended */
	assert_in_range(a->requests, 5, 5 + a->conf.concurrency);
	finish();
}

static void
it_is_used_again_within_12_s_of_its_repair(void **state)
{
	static const enum fault faults[] = { FAULT_NO_CONNECTION,
		FAULT_NO_CONNECT, FAULT_NO_ANSWER, FAULT_RESET };
	int64_t repaired_ms;
	size_t i, before;
	int wait;

	(void)state;
	for (i = 0; i < 40; i++) {
		(void)tear_down(NULL);
		(void)set_up(NULL);
		a->fault = faults[i % 4];
		submit_codes(300 + (int)i * 17, 100);
		a->fault = FAULT_NONE;
		repaired_ms = world.now_ms;
		before = a->requests;
		for (wait = 0; wait < 120 && a->requests < before + 3; wait++)
			submit_codes(1, 100);
		assert_true(world.now_ms - repaired_ms <= 12000);
		finish();
	}
}

static void
a_wrong_key_stops_it_until_its_file_changes(void **state)
{
	struct dispatch_gateway_view view;

	(void)state;
	a->fault = FAULT_KEY;
	submit_codes(100, 100);
	assert_int_equal(a->requests, 1);
	dispatch_gateway_look(a->handle, &view);
	assert_int_equal(view.health, DISPATCH_SUSPENDED);
	a->fault = FAULT_NONE;
	submit_codes(10, 100);
	assert_int_equal(a->requests, 1);
	dispatch_gateway_set(a->handle, &a->conf);
	submit_codes(10, 100);
	assert_int_equal(a->requests, 11);
	finish();
}

static void
a_refusal_for_the_person_or_the_words_stays_with_the_first(void **state)
{
	static const enum flaw flaws[] = { FLAW_NUMBER, FLAW_LIMIT, FLAW_TEXT };
	struct message *m;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		m = world_message(&world, DISPATCH_OTP, LIFE_MS);
		m->flaw = flaws[i];
		assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	}
	finish();
	assert_int_equal(world.states[DISPATCH_REJECTED], 3);
	assert_int_equal(a->requests, 3);
	assert_int_equal(b->requests, 0);
}

static void
bad_words_go_elsewhere_by_other_means_and_a_route_by_any(void **state)
{
	struct message *m;

	(void)state;
	b->means = 1;
	m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	m->flaw = FLAW_ROUTE;
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	m->flaw = FLAW_TEXT;
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	run_for(1000);
	assert_int_equal(b->requests, 2);
	world.broken = NULL; /* the world takes any other gateway for wrong */
	finish();
}

static void
nothing_is_written_late_after_a_stop_of_30_s(void **state)
{
	struct message *brief, *longer;

	(void)state;
	brief = world_message(&world, DISPATCH_OTP, 30000);
	longer = world_message(&world, DISPATCH_OTP, LIFE_MS);
	(void)world_submit(&world, brief);
	(void)world_submit(&world, longer);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(a->requests, 2);
	world_stop(&world, 30000);
	finish();
	assert_int_equal(world_copies(brief), 0);
	assert_int_equal(brief->end.state, DISPATCH_EXPIRED);
	assert_int_equal(longer->end.state, DISPATCH_SUBMITTED);
}

static void
a_provider_is_asked_again_while_it_does_not_know(void **state)
{
	struct message *m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	struct message *t =
	    world_message(&world, DISPATCH_TRANSACTIONAL, LIFE_MS);

	(void)state;
	a->knows_status = true;
	dispatch_job_tried(&m->job, a, true);
	dispatch_job_tried(&t->job, a, true);
	m->sends = t->sends = 1;
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	assert_int_equal(world_submit(&world, t), DISPATCH_TAKEN);
	run_for(70000);
	/* at once, after 2 and 4 s; 8, 16 and 32 s where it is waited for */
	assert_int_equal(m->asked, 3);
	assert_int_equal(t->asked, 6);
	finish();
	assert_int_equal(m->end.state, DISPATCH_SUBMITTED);
	assert_int_equal(t->end.state, DISPATCH_UNKNOWN);
}

static void
an_attempt_of_before_a_restart_is_unknown(void **state)
{
	struct message *m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	struct message *t =
	    world_message(&world, DISPATCH_TRANSACTIONAL, LIFE_MS);

	(void)state;
	dispatch_job_tried(&m->job, a, true);
	dispatch_job_tried(&t->job, a, true);
	m->sends = t->sends = 1;
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	assert_int_equal(world_submit(&world, t), DISPATCH_TAKEN);
	run_for(7900);
	assert_int_equal(b->requests, 0);
	run_for(1100);
	assert_int_equal(m->taken[1], 1);
	assert_true(m->end.possible_duplicate);
	finish();
	assert_int_equal(a->requests, 0);
	assert_int_equal(t->end.state, DISPATCH_UNKNOWN);
}

static void
a_code_that_never_left_goes_by_another_one(void **state)
{
	struct message *m;

	(void)state;
	a->never_left = 100;
	m = submit(DISPATCH_OTP);
	finish();
	assert_int_equal(m->sends, 2);
	assert_int_equal(m->taken[1], 1);
	assert_false(m->end.possible_duplicate);
}

static void
a_key_against_repeats_lets_the_same_one_be_asked_again(void **state)
{
	struct message *m;

	(void)state;
	a->conf.idempotent = true;
	dispatch_gateway_set(a->handle, &a->conf);
	a->fault = FAULT_RESET;
	m = submit(DISPATCH_MARKETING);
	run_for(200);
	a->fault = FAULT_NONE;
	finish();
	assert_int_equal(m->sends, 2);
	assert_int_equal(a->requests, 2);
	assert_int_equal(m->end.state, DISPATCH_SUBMITTED);
	assert_int_equal(world_copies(m), 1);
}

static void
its_file_may_hold_what_is_unknown(void **state)
{
	(void)state;
	a->conf.on_unknown = DISPATCH_HOLD;
	dispatch_gateway_set(a->handle, &a->conf);
	a->fault = FAULT_RESET;
	submit_codes(3, 0);
	finish();
	assert_int_equal(a->requests, 3);
	assert_int_equal(b->requests, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(without_faults_everything_goes_by_the_first_one),
		TEST(
		    a_code_reaches_the_other_within_3_s_when_it_was_surely_not_taken),
		TEST(throttled_codes_reach_the_other_within_3_s),
		TEST(the_end_tells_the_delay_that_the_provider_said),
		TEST(
		    an_unknown_code_reaches_the_other_within_9_s_and_is_marked),
		TEST(a_code_that_waits_for_a_hung_one_goes_by_the_other),
		TEST(a_broken_one_is_left_alone_after_five_calls),
		TEST(a_test_that_succeeds_ends_the_rest),
		TEST(a_hung_one_is_left_alone_after_those_on_their_way),
		TEST(it_is_used_again_within_12_s_of_its_repair),
		TEST(a_wrong_key_stops_it_until_its_file_changes),
		TEST(
		    a_refusal_for_the_person_or_the_words_stays_with_the_first),
		TEST(bad_words_go_elsewhere_by_other_means_and_a_route_by_any),
		TEST(nothing_is_written_late_after_a_stop_of_30_s),
		TEST(a_provider_is_asked_again_while_it_does_not_know),
		TEST(an_attempt_of_before_a_restart_is_unknown),
		TEST(a_code_that_never_left_goes_by_another_one),
		TEST(a_key_against_repeats_lets_the_same_one_be_asked_again),
		TEST(its_file_may_hold_what_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

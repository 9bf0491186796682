/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dispatch with gateways that work: which one, how many together, in which
 * order, and what ends before it is sent.  The world (tests/simulation) keeps
 * the promises of every message; each test adds what it is about.
 */
#include "dispatch_fixture.h"

/* Messages of one content or their own, to recipients of their own. */
static void
submit_many(int count, bool same)
{
	struct message *m;

	while (count-- > 0) {
		m = world_message(&world, DISPATCH_MARKETING, LIFE_MS);
		if (same)
			m->content = 1;
		assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	}
}

static void
one_more_than_fits_makes_two_requests(void **state)
{
	(void)state;
	a->max_same = 5000;
	a->max_distinct = 100;
	submit_many(5001, true);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(a->requests, 1); /* a full one waits for nobody */
	finish();
	assert_int_equal(a->requests, 2);
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 5001);
}

static void
different_contents_go_by_the_smaller_maximum(void **state)
{
	(void)state;
	a->max_same = 5000;
	a->max_distinct = 100;
	submit_many(1000, false);
	finish();
	assert_int_equal(a->requests, 10);
}

static void
who_can_have_no_company_waits_for_none(void **state)
{
	(void)state;
	a->max_same = a->max_distinct = 1;
	(void)submit(DISPATCH_MARKETING);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(a->requests, 1);
	finish();
}

/* A quarter of the life is the most that company is worth. */
static void
who_has_not_long_to_live_waits_for_no_company(void **state)
{
	struct message *m;

	(void)state;
	a->max_same = a->max_distinct = 10;
	a->conf.batch_wait_ms[DISPATCH_MARKETING] = 10000;
	dispatch_gateway_set(a->handle, &a->conf);
	m = world_message(&world, DISPATCH_MARKETING, 5000);
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(m->sends, 1);
	(void)submit(DISPATCH_MARKETING); /* has time */
	(void)dispatch_run(world.dispatch);
	assert_int_equal(a->requests, 1);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 2);
}

static void
codes_wait_for_no_company_and_others_20_ms(void **state)
{
	struct message *m;

	(void)state;
	a->max_same = a->max_distinct = 10;
	(void)submit(DISPATCH_OTP);
	m = submit(DISPATCH_MARKETING);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(m->sends, 0);
	assert_int_equal(a->requests, 1);
	run_for(19);
	assert_int_equal(m->sends, 0);
	run_for(1);
	(void)dispatch_run(world.dispatch);
	assert_int_equal(m->sends, 1);
	finish();
}

static void
a_recipient_twice_goes_in_two_requests(void **state)
{
	struct message *m;
	int i;

	(void)state;
	a->max_same = a->max_distinct = 10;
	for (i = 0; i < 6; i++) {
		m = world_message(&world, DISPATCH_MARKETING, LIFE_MS);
		m->content = 1;
		m->job.recipient = (uint64_t)i / 2;
		assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	}
	finish();
	assert_int_equal(a->requests, 2);
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 6);
}

static void
a_bad_number_of_a_batch_is_found_and_the_others_arrive(void **state)
{
	struct message *m;

	(void)state;
	a->max_same = 100;
	a->blames_nobody = true;
	submit_many(63, true);
	m = world_message(&world, DISPATCH_MARKETING, LIFE_MS);
	m->content = 1;
	m->flaw = FLAW_NUMBER;
	assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
	submit_many(36, true);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 99);
	assert_int_equal(m->end.state, DISPATCH_REJECTED);
	assert_int_equal(m->end.attempts, 1);
	/* one of a hundred: two requests for each of seven halvings */
	assert_in_range(a->requests, 8, 15);
	assert_int_equal(b->requests, 0);
}

static void
a_newer_code_takes_the_place_of_one_that_waits(void **state)
{
	struct message *old, *other, *newer;

	(void)state;
	dispatch_gateway_suspend(b->handle);
	a->conf.rate = 1;
	a->conf.rate_ms = 10000;
	dispatch_gateway_set(a->handle, &a->conf);
	old = world_message(&world, DISPATCH_OTP, LIFE_MS);
	other = world_message(&world, DISPATCH_OTP, LIFE_MS);
	newer = world_message(&world, DISPATCH_OTP, LIFE_MS);
	old->job.subject = newer->job.subject = 5;
	other->job.subject = 6;
	(void)world_submit(&world, old);
	(void)world_submit(&world, other);
	run_for(10);
	assert_int_equal(old->ends, 0);
	(void)world_submit(&world, newer);
	run_for(0);
	assert_int_equal(old->end.state, DISPATCH_CANCELLED);
	assert_int_equal(old->end.why, DISPATCH_WHY_SUPERSEDED);
	finish();
	assert_int_equal(other->end.state, DISPATCH_SUBMITTED);
	assert_int_equal(newer->end.state, DISPATCH_SUBMITTED);
}

static void
what_is_taken_back_is_not_sent_and_ends_once(void **state)
{
	struct message *m;

	(void)state;
	m = submit(DISPATCH_MARKETING);
	world_cancel(&world, m);
	assert_int_equal(m->ends, 0); /* said in the next run */
	finish();
	assert_int_equal(m->end.state, DISPATCH_CANCELLED);
	assert_int_equal(m->end.why, DISPATCH_WHY_ASKED);
	assert_int_equal(dispatch_cancel(world.dispatch, &m->job), -1);
	assert_int_equal(a->requests, 0);
}

static void
closing_ends_what_waits_and_waits_for_what_is_on_its_way(void **state)
{
	struct message *sent, *waiting;

	(void)state;
	sent = submit(DISPATCH_OTP);
	(void)dispatch_run(world.dispatch);
	waiting = submit(DISPATCH_MARKETING);
	dispatch_close(world.dispatch);
	finish();
	assert_int_equal(sent->end.state, DISPATCH_SUBMITTED);
	assert_int_equal(waiting->end.state, DISPATCH_CANCELLED);
	assert_int_equal(waiting->end.why, DISPATCH_WHY_CLOSED);
	assert_int_equal(
	    world_submit(&world, world_message(&world, DISPATCH_OTP, 10000)),
	    DISPATCH_CLOSING);
}

static void
what_cannot_be_sent_in_time_is_refused_at_once(void **state)
{
	struct message *m;
	int64_t wait_ms = 0;

	(void)state;
	m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	m->job.not_after_boot_ms = world.now_ms;
	assert_int_equal(world_submit(&world, m), DISPATCH_TOO_LATE);
	a->groups = b->groups = 2;
	m = world_message(&world, DISPATCH_OTP, LIFE_MS);
	assert_int_equal(world_submit(&world, m), DISPATCH_NO_CARRIER);
	a->groups = b->groups = 1;
	dispatch_gateway_suspend(b->handle);
	a->conf.enabled = false;
	dispatch_gateway_set(a->handle, &a->conf);
	assert_int_equal(world_submit(&world, m), DISPATCH_NONE_UP);
	a->conf.enabled = true;
	a->conf.rate = 1;
	a->conf.rate_ms = 60000;
	dispatch_gateway_set(a->handle, &a->conf);
	(void)submit(DISPATCH_OTP);
	(void)submit(DISPATCH_OTP);
	assert_int_equal(dispatch_submit(world.dispatch, &m->job, &wait_ms),
	    DISPATCH_TOO_SLOW);
	assert_true(wait_ms >= 150000);
	finish();
}

static void
more_than_it_may_keep_are_refused(void **state)
{
	struct message *m = NULL;
	int i;

	(void)state;
	(void)tear_down(NULL);
	world_init(&world, 3, 10);
	a = world_add_gateway(&world);
	world_open_gateway(a);
	submit_many(10, true);
	m = &world.messages[0];
	assert_int_equal(m->ends, 0);
	world.message_size = 0; /* the eleventh is one of our own */
	{
		struct message eleventh = world.messages[0];

		dispatch_job_init(&eleventh.job);
		eleventh.job.expires_boot_ms = m->job.expires_boot_ms;
		eleventh.job.not_after_boot_ms = m->job.not_after_boot_ms;
		i = dispatch_submit(world.dispatch, &eleventh.job, NULL);
		assert_int_equal(i, DISPATCH_FULL);
	}
	finish();
}

static void
equals_share_by_weight_and_the_weightless_stands_behind(void **state)
{
	struct world_gateway *c = world_add_gateway(&world);

	(void)state;
	a->conf.weight = 3;
	b->conf.weight = 1;
	b->conf.priority = 10;
	c->conf.weight = 0;
	world_open_gateway(c);
	dispatch_gateway_set(a->handle, &a->conf);
	dispatch_gateway_set(b->handle, &b->conf);
	submit_codes(4000, 20);
	finish();
	assert_in_range(a->requests, 2850, 3150);
	assert_int_equal(a->requests + b->requests, 4000);
	assert_int_equal(c->requests, 0);
}

static void
a_recipient_stays_with_its_gateway_where_that_is_asked(void **state)
{
	struct message *m;
	int i, first[20] = { 0 }, by_a = 0;

	(void)state;
	b->conf.priority = 10;
	dispatch_gateway_set(b->handle, &b->conf);
	for (i = 0; i < 400; i++) {
		m = world_message(&world, DISPATCH_OTP, LIFE_MS);
		m->job.flags = DISPATCH_STICKY;
		m->job.recipient = (uint64_t)i % 20 * 977;
		assert_int_equal(world_submit(&world, m), DISPATCH_TAKEN);
		run_for(200);
		assert_int_equal(world_copies(m), 1);
		if (i < 20)
			first[i] = m->taken[0] > 0;
		assert_int_equal(first[i % 20], m->taken[0] > 0);
		by_a += m->taken[0] > 0;
	}
	assert_in_range(by_a, 1, 399);
	finish();
}

static void
what_waits_for_one_that_is_removed_goes_by_another(void **state)
{
	(void)state;
	submit_many(100, true);
	dispatch_gateway_remove(a->handle);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 100);
	assert_int_equal(a->requests, 0);
}

static void
what_waits_goes_by_another_that_comes_up(void **state)
{
	(void)state;
	b->conf.enabled = false;
	dispatch_gateway_set(b->handle, &b->conf);
	submit_many(1000, true);
	dispatch_gateway_suspend(a->handle);
	run_for(1000);
	b->conf.enabled = true;
	dispatch_gateway_set(b->handle, &b->conf);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 1000);
	assert_int_equal(a->requests, 0);
}

static void
without_another_it_is_refused(void **state)
{
	(void)state;
	b->groups = 0;
	submit_many(100, true);
	dispatch_gateway_remove(a->handle);
	finish();
	assert_int_equal(world.states[DISPATCH_REJECTED], 100);
	assert_int_equal(world.messages[0].end.why, DISPATCH_WHY_NO_GATEWAY);
}

static void
what_waits_for_one_that_is_suspended_goes_when_it_comes_back(void **state)
{
	(void)state;
	b->groups = 0;
	submit_many(100, true);
	dispatch_gateway_suspend(a->handle);
	run_for(5000);
	assert_int_equal(a->requests, 0);
	dispatch_gateway_resume(a->handle);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 100);
}

static void
marketing_leaves_codes_nineteen_turns_of_twenty(void **state)
{
	int i;

	(void)state;
	dispatch_gateway_suspend(b->handle);
	a->conf.concurrency = 1;
	a->conf.batch_wait_ms[DISPATCH_MARKETING] = 0;
	dispatch_gateway_set(a->handle, &a->conf);
	submit_many(200, true);
	for (i = 0; i < 200; i++)
		(void)submit(DISPATCH_OTP);
	while (world.messages[399].ends == 0)
		run_for(100);
	/* ten or eleven of the marketing ones went before the last code */
	assert_in_range(a->requests, 205, 215);
	finish();
	assert_int_equal(world.states[DISPATCH_SUBMITTED], 400);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(one_more_than_fits_makes_two_requests),
		TEST(different_contents_go_by_the_smaller_maximum),
		TEST(who_can_have_no_company_waits_for_none),
		TEST(who_has_not_long_to_live_waits_for_no_company),
		TEST(codes_wait_for_no_company_and_others_20_ms),
		TEST(a_recipient_twice_goes_in_two_requests),
		TEST(a_bad_number_of_a_batch_is_found_and_the_others_arrive),
		TEST(a_newer_code_takes_the_place_of_one_that_waits),
		TEST(what_is_taken_back_is_not_sent_and_ends_once),
		TEST(closing_ends_what_waits_and_waits_for_what_is_on_its_way),
		TEST(what_cannot_be_sent_in_time_is_refused_at_once),
		TEST(more_than_it_may_keep_are_refused),
		TEST(equals_share_by_weight_and_the_weightless_stands_behind),
		TEST(a_recipient_stays_with_its_gateway_where_that_is_asked),
		TEST(what_waits_for_one_that_is_removed_goes_by_another),
		TEST(what_waits_goes_by_another_that_comes_up),
		TEST(without_another_it_is_refused),
		TEST(
		    what_waits_for_one_that_is_suspended_goes_when_it_comes_back),
		TEST(marketing_leaves_codes_nineteen_turns_of_twenty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The queue of a gateway: who is first, when a request is due, who goes
 * together.  At the end it is driven at random beside a plain list.
 */
#include "queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MANY 400
#define NOW 1000

static struct queue queue;
static struct lanes lanes;
static struct crowd crowd;
static struct dispatch_job jobs[MANY], *out[MANY];
static uint32_t seed;

static int
set_up(void **state)
{
	size_t i;

	(void)state;
	memset(&queue, 0, sizeof(queue));
	memset(&crowd, 0, sizeof(crowd));
	memset(jobs, 0, sizeof(jobs));
	queue.salt = 77;
	seed = 9;
	for (i = 0; i < MANY; i++) {
		jobs[i].order = i + 1;
		jobs[i].recipient = i;
		jobs[i].queued_boot_ms = NOW;
		jobs[i].not_after_boot_ms = INT64_MAX;
	}
	return lanes_init(&lanes);
}

static int
tear_down(void **state)
{
	(void)state;
	lanes_fini(&lanes);
	crowd_fini(&crowd);
	return 0;
}

static uint64_t
draw(uint64_t below)
{
	seed = (uint32_t)((uint64_t)seed * 48271 % 2147483647);
	return seed % below;
}

static struct dispatch_fit
fit_of(uint64_t group, uint64_t content, uint32_t same, uint32_t distinct)
{
	return (struct dispatch_fit){
		.group = group,
		.content = content,
		.max_same = same,
		.max_distinct = distinct,
	};
}

static void
add(size_t i, uint64_t group, uint64_t content, uint32_t same,
    uint32_t distinct)
{
	const struct dispatch_fit fit = fit_of(group, content, same, distinct);

	queue_add_fresh(&queue, &lanes, &jobs[i], &fit);
}

/* Takes the first with its company; how many. */
static size_t
gather(size_t most)
{
	return queue_gather(
	    &queue, &lanes, &crowd, queue_first(&queue), most, NOW, out);
}

static void
the_oldest_is_first_also_when_it_comes_back_late(void **state)
{
	const struct dispatch_fit alone = fit_of(0, 0, 1, 1);

	(void)state;
	assert_null(queue_first(&queue));
	add(3, 0, 0, 1, 1);
	add(5, 0, 0, 1, 1);
	queue_add_ready(&queue, &lanes, &jobs[4], &alone);
	queue_add_ready(&queue, &lanes, &jobs[1], &alone);
	assert_ptr_equal(queue_first(&queue), &jobs[1]);
	queue_remove(&queue, &lanes, &jobs[1]);
	assert_ptr_equal(queue_first(&queue), &jobs[3]);
	queue_remove(&queue, &lanes, &jobs[3]);
	assert_ptr_equal(queue_first(&queue), &jobs[4]);
	assert_int_equal(queue.count, 2);
}

static void
a_fresh_one_is_due_when_it_has_waited_and_a_ready_one_at_once(void **state)
{
	const struct dispatch_fit alone = fit_of(0, 0, 1, 1);

	(void)state;
	assert_true(queue_due_ms(&queue, 20) == INT64_MAX);
	add(0, 0, 0, 1, 1);
	assert_true(queue_due_ms(&queue, 20) == NOW + 20);
	assert_null(queue_turn(&queue, 20, NOW + 19));
	assert_ptr_equal(queue_turn(&queue, 20, NOW + 20), &jobs[0]);
	queue_add_ready(&queue, &lanes, &jobs[1], &alone);
	assert_ptr_equal(queue_turn(&queue, 20, NOW), &jobs[1]);
	assert_ptr_equal(queue_turn(&queue, 20, NOW + 20), &jobs[0]);
	assert_true(queue_due_ms(&queue, 20) == INT64_MIN);
}

static void
only_those_of_a_group_go_together(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 20; i++)
		add(i, i % 2, i, 100, 100);
	assert_int_equal(queue_company(&lanes, &jobs[0]), 10);
	assert_int_equal(gather(100), 10);
	for (i = 0; i < 10; i++)
		assert_ptr_equal(out[i], &jobs[2 * i]);
	assert_int_equal(gather(4), 4);
	assert_int_equal(queue.count, 6);
}

static void
equal_contents_go_by_their_own_maximum(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 60; i++)
		add(i, 1, 7, 50, 10);
	assert_int_equal(gather(MANY), 50);
	assert_int_equal(gather(MANY), 10);
	for (i = 60; i < 120; i++)
		add(i, 1, i, 50, 10);
	assert_int_equal(gather(MANY), 10);
}

static void
where_contents_may_not_differ_each_has_its_lane(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 40; i++)
		add(i, 1, i % 4, 50, 1);
	assert_int_equal(gather(MANY), 10);
	for (i = 0; i < 10; i++)
		assert_int_equal(out[i]->content, 0);
}

static void
a_group_that_fills_a_request_waits_no_longer(void **state)
{
	size_t i;

	(void)state;
	add(0, 9, 0, 50, 50);
	for (i = 1; i < 11; i++)
		add(i, 1, 7, 10, 10);
	assert_ptr_equal(queue_turn(&queue, 20, NOW), &jobs[1]);
	for (i = 11; i < 21; i++)
		add(i, 1, 7, 10, 10);
	assert_int_equal(queue_gather(&queue, &lanes, &crowd,
			     queue_turn(&queue, 20, NOW), 10, NOW, out),
	    10);
	assert_ptr_equal(queue_turn(&queue, 20, NOW), &jobs[11]);
}

static void
a_recipient_goes_once_and_its_second_stays(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++) {
		jobs[i].recipient = i / 2;
		add(i, 1, i, 10, 10);
	}
	assert_int_equal(gather(10), 3);
	assert_ptr_equal(queue_first(&queue), &jobs[1]);
	assert_int_equal(gather(10), 3);
}

static void
whose_life_is_over_does_not_go_along(void **state)
{
	size_t i;

	(void)state;
	jobs[1].not_after_boot_ms = NOW;
	for (i = 0; i < 4; i++)
		add(i, 1, 7, 10, 10);
	assert_int_equal(gather(10), 3);
	assert_ptr_equal(queue_first(&queue), &jobs[1]);
}

static void
a_walk_meets_everyone_once_though_they_leave(void **state)
{
	struct dispatch_job *job;
	const struct dispatch_fit alone = fit_of(0, 0, 1, 1);
	size_t i, met = 0;

	(void)state;
	for (i = 0; i < 50; i++)
		add(i, 1, 7, 5, 5);
	for (; i < 80; i++)
		queue_add_ready(&queue, &lanes, &jobs[i], &alone);
	queue_walk(&queue);
	while ((job = queue_step(&queue)) != NULL) {
		met++;
		if (met % 3 == 0)
			queue_remove(&queue, &lanes, job);
		if (met == 10 && queue.cursor != NULL)
			queue_remove(&queue, &lanes, queue.cursor);
	}
	assert_in_range(met, 79, 80);
}

/* What must hold of any queue: lists, lanes and counts agree. */
static void
check_queue(const bool *in, size_t expected)
{
	const struct dispatch_job *job;
	size_t listed = 0, laned = 0, slot;

	for (job = queue.ready; job != NULL; job = job->next, listed++)
		assert_true(in[job - jobs]);
	for (job = queue.fresh; job != NULL; job = job->next, listed++)
		assert_true(in[job - jobs]);
	for (slot = 0; slot < lanes.size; slot++) {
		for (job = lanes.table[slot]; job != NULL;
		     job = job->lane_chain)
			laned += job->lane_count;
	}
	assert_int_equal(listed, expected);
	assert_int_equal(laned, expected);
	assert_int_equal(queue.count, expected);
}

static void
lists_lanes_and_counts_agree_whatever_is_done(void **state)
{
	bool in[MANY] = { false };
	struct dispatch_fit fit;
	size_t i, count = 0, n, step;

	(void)state;
	for (step = 0; step < 20000; step++) {
		i = draw(MANY);
		fit = fit_of(draw(3), draw(4), 20, (uint32_t)draw(2) * 9 + 1);
		fit.max_distinct = fit.group == 2 ? 1 : 10;
		if (draw(40) == 0 && count > 0) {
			n = gather(draw(30) + 1);
			count -= n;
			while (n-- > 0)
				in[out[n] - jobs] = false;
		} else if (in[i]) {
			queue_remove(&queue, &lanes, &jobs[i]);
			in[i] = false;
			count--;
		} else {
			if (draw(2) == 0)
				queue_add_ready(&queue, &lanes, &jobs[i], &fit);
			else
				queue_add_fresh(&queue, &lanes, &jobs[i], &fit);
			in[i] = true;
			count++;
		}
		if (step % 16 == 0)
			check_queue(in, count);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(the_oldest_is_first_also_when_it_comes_back_late),
		TEST(
		    a_fresh_one_is_due_when_it_has_waited_and_a_ready_one_at_once),
		TEST(only_those_of_a_group_go_together),
		TEST(equal_contents_go_by_their_own_maximum),
		TEST(where_contents_may_not_differ_each_has_its_lane),
		TEST(a_group_that_fills_a_request_waits_no_longer),
		TEST(a_recipient_goes_once_and_its_second_stays),
		TEST(whose_life_is_over_does_not_go_along),
		TEST(a_walk_meets_everyone_once_though_they_leave),
		TEST(lists_lanes_and_counts_agree_whatever_is_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

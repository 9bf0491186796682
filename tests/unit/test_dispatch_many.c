/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dispatch with a thousand equal gateways: what it asks about a message does
 * not grow with them, and what only one of them carries is found.
 */
#include "dispatch.h"

#include <smsgw/provider.h>

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define GATEWAYS 1000
#define MESSAGES 5000

static struct dispatch *dispatch;
static struct dispatch_job jobs[MESSAGES];
static size_t questions, sent[GATEWAYS + 1], ended;
static size_t subjects; /* how many different ones; 0: none */
static uintptr_t only;  /* the gateway that carries anything; 0: all */
static struct dispatch_batch *open_batches;

static int64_t
now(void *arg)
{
	(void)arg;
	return 1000;
}

static int
chance(void *arg, void *out, size_t n)
{
	(void)arg;
	memset(out, 42, n);
	return 0;
}

static const struct clock still = { .boot_ms = now, .random = chance };

static int
on_carry(void *arg, void *gateway_arg, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	(void)arg;
	fit->group = 1;
	fit->content = job->recipient;
	fit->max_same = 10;
	questions++;
	return only == 0 || (uintptr_t)gateway_arg == only ? 0 : -1;
}

static void
on_send(void *arg, struct dispatch_batch *batch)
{
	(void)arg;
	sent[(uintptr_t)batch->gateway_arg] += batch->count;
	batch->arg = open_batches;
	open_batches = batch;
}

static void
on_done(void *arg, struct dispatch_job *job, const struct dispatch_end *end)
{
	(void)arg;
	(void)job;
	ended += end->state == DISPATCH_SUBMITTED;
}

static int
set_up(void **state)
{
	const struct dispatch_env env = {
		.clock = &still,
		.carry = on_carry,
		.send = on_send,
		.done = on_done,
	};
	struct dispatch_gateway_conf conf;
	uintptr_t i;

	(void)state;
	memset(sent, 0, sizeof(sent));
	questions = ended = 0;
	only = subjects = 0;
	dispatch = dispatch_new(&env, MESSAGES);
	dispatch_gateway_conf_init(&conf);
	for (i = 1; i <= GATEWAYS; i++) {
		if (dispatch_gateway_add(dispatch, (void *)i, &conf) == NULL)
			return -1;
	}
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	dispatch_free(dispatch);
	return 0;
}

static void
submit(size_t i)
{
	dispatch_job_init(&jobs[i]);
	jobs[i].recipient = i;
	jobs[i].subject = subjects > 0 ? i % subjects + 1 : 0;
	jobs[i].expires_boot_ms = 400000;
	jobs[i].not_after_boot_ms = 390000;
	assert_int_equal(
	    dispatch_submit(dispatch, &jobs[i], NULL), DISPATCH_TAKEN);
}

static void
run_to_end(void)
{
	const struct dispatch_result accepted = { .outcome = SMSGW_ACCEPTED };
	struct dispatch_batch *batch;

	while (!dispatch_idle(dispatch)) {
		(void)dispatch_run(dispatch);
		while ((batch = open_batches) != NULL) {
			open_batches = batch->arg;
			dispatch_settle(dispatch, batch, 0, &accepted);
			dispatch_settled(dispatch, batch);
		}
	}
}

static void
a_message_is_asked_about_once_or_twice(void **state)
{
	size_t i, used = 0;

	(void)state;
	for (i = 0; i < MESSAGES; i++)
		submit(i);
	assert_in_range(questions, MESSAGES, 2 * MESSAGES);
	run_to_end();
	assert_int_equal(ended, MESSAGES);
	for (i = 1; i <= GATEWAYS; i++)
		used += sent[i] > 0;
	assert_in_range(used, GATEWAYS * 9 / 10, GATEWAYS);
}

static void
of_thousands_of_subjects_each_finds_its_own(void **state)
{
	size_t i;

	(void)state;
	subjects = MESSAGES / 2;
	for (i = 0; i < MESSAGES; i++)
		submit(i);
	run_to_end();
	assert_int_equal(ended, MESSAGES / 2);
	assert_true(dispatch_idle(dispatch));
}

static void
the_only_one_that_carries_it_is_found(void **state)
{
	size_t i;

	(void)state;
	only = 777;
	for (i = 0; i < 50; i++)
		submit(i);
	run_to_end();
	assert_int_equal(sent[777], 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(a_message_is_asked_about_once_or_twice),
		TEST(of_thousands_of_subjects_each_finds_its_own),
		TEST(the_only_one_that_carries_it_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program may do to an engine that nobody does on most days: submit and
 * cancel from within done, close with much under way, hardly any room, a
 * gateway of extreme settings, no gateway, a thousand of them.
 */
#include <smsgw/smsgw.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sys/wait.h>

#include "tree.h"

#define PATIENT_MS 20000
#define MANY 3000

#define CHANNEL(more)                                     \
	"[gateway]\nprovider = test\nsms_title = ACME\n"  \
	"enabled = yes\n[provider]\ndaily_quota = 1000\n" \
	"per_minute = 100\n" more

struct world {
	struct smsgw *sms;
	int ended, submitted, cancelled, unknown, other, config;
	int to_submit;                   /* from within done */
	struct smsgw_submission *victim; /* to cancel from within done */
};

static struct world world;

static void ended(void *arg, struct smsgw_receipt *receipt);

/* Where the build has put the providers; -1: it has none to load. */
static int
world_open(size_t messages_max)
{
	const char *folder = getenv("SMSGW_PROVIDERS");
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = tree_path("."),
		.messages_max = messages_max,
	};

	memset(&world, 0, sizeof(world));
	if (folder == NULL || access(folder, R_OK) != 0) {
		(void)printf("# no providers to load: not tested\n");
		return -1;
	}
	assert_int_equal(setenv("SMSGW_PROVIDER_PATH", folder, 1), 0);
	assert_true(smsgw_open(&options, &world.sms) >= 0);
	return 0;
}

static int
submit(int number, const char *message_class, struct smsgw_submission **out)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.text = "Your code is 778899",
		.message_class = message_class,
	};
	char to[32];

	(void)snprintf(to, sizeof(to), "+86138%05d777", number);
	message.to = to;
	return smsgw_submit(world.sms, &message, ended, &world, out);
}

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	const char *state = smsgw_receipt_state(receipt);

	assert_ptr_equal(arg, &world);
	world.ended++;
	if (strcmp(state, "submitted") == 0)
		world.submitted++;
	else if (strcmp(state, "cancelled") == 0)
		world.cancelled++;
	else if (strcmp(state, "unknown") == 0)
		world.unknown++;
	else
		world.other++;
	world.config += smsgw_receipt_exit_code(receipt) == 78;
	smsgw_receipt_free(receipt);
	if (world.victim != NULL) {
		smsgw_cancel(world.sms, world.victim);
		smsgw_cancel(world.sms, world.victim);
		world.victim = NULL;
	}
	if (world.to_submit > 0) {
		world.to_submit--;
		assert_int_equal(
		    submit(20000 + world.to_submit, NULL, NULL), SMSGW_TAKEN);
	}
}

static void
run_all(void)
{
	while (smsgw_run(world.sms, PATIENT_MS) > 0)
		continue;
}

static void
done_may_submit_the_next(void **state)
{
	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL(""));
	if (world_open(1) < 0)
		return;
	world.to_submit = 50;
	assert_int_equal(submit(10000, NULL, NULL), SMSGW_TAKEN);
	assert_int_equal(submit(10001, NULL, NULL), SMSGW_BUSY);
	run_all();
	assert_int_equal(world.ended, 51);
	assert_int_equal(world.submitted, 51);
	smsgw_close(world.sms);
}

/* The first one to end cancels one that waits, twice. */
static void
done_may_cancel_another(void **state)
{
	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("[limits]\nconcurrency = 1\n"));
	if (world_open(0) < 0)
		return;
	assert_int_equal(submit(10000, NULL, NULL), SMSGW_TAKEN);
	assert_int_equal(submit(10001, NULL, NULL), SMSGW_TAKEN);
	assert_int_equal(submit(10002, NULL, &world.victim), SMSGW_TAKEN);
	run_all();
	assert_int_equal(world.ended, 3);
	assert_int_equal(world.submitted + world.cancelled, 3);
	smsgw_close(world.sms);
}

static void
closing_ends_thousands_that_are_under_way_and_wait(void **state)
{
	int i;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("[limits]\nconcurrency = 64\n"));
	if (world_open(0) < 0)
		return;
	for (i = 0; i < MANY; i++)
		assert_int_equal(submit(10000 + i, NULL, NULL), SMSGW_TAKEN);
	(void)smsgw_run(world.sms, 0);
	smsgw_close(world.sms);
	assert_int_equal(world.ended, MANY);
	assert_int_equal(
	    world.submitted + world.cancelled + world.unknown, MANY);
	assert_true(world.cancelled > 0);
}

static void
without_a_gateway_each_message_says_so(void **state)
{
	(void)state;
	tree_write("smsgw.ini", 0640, "[smsgw]\n");
	if (world_open(0) < 0)
		return;
	assert_int_equal(submit(10000, NULL, NULL), SMSGW_TAKEN);
	run_all();
	assert_int_equal(world.ended, 1);
	assert_int_equal(world.config, 1);
	smsgw_close(world.sms);
}

static void
a_thousand_gateways_share_the_messages(void **state)
{
	char name[64];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "gateways.d/g%d.ini", i);
		tree_write(name, 0640, CHANNEL("[routing]\nweight = 3\n"));
	}
	if (world_open(0) < 0)
		return;
	for (i = 0; i < 2000; i++)
		assert_int_equal(submit(10000 + i, NULL, NULL), SMSGW_TAKEN);
	run_all();
	assert_int_equal(world.submitted, 2000);
	smsgw_close(world.sms);
}

/* Weight 0: only when there is no other of its priority, and here is none. */
static void
extreme_settings_still_send(void **state)
{
	int i;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("[routing]\nweight = 0\n[limits]\nrate = 2/s\n"
		    "concurrency = 1\nbatch_wait = 1s\nbatch_max = 1\n"));
	if (world_open(0) < 0)
		return;
	for (i = 0; i < 3; i++)
		assert_int_equal(
		    submit(10000 + i, "transactional", NULL), SMSGW_TAKEN);
	run_all();
	assert_int_equal(world.submitted, 3);
	smsgw_close(world.sms);
}

static void
a_gateway_that_is_broken_does_not_keep_others_from_sending(void **state)
{
	(void)state;
	tree_write("gateways.d/broken.ini", 0640,
	    "[gateway]\nprovider = nobody\nsms_url = x\nenabled = yes\n");
	tree_write("gateways.d/demo.ini", 0640, CHANNEL(""));
	if (world_open(0) < 0)
		return;
	assert_int_equal(submit(10000, NULL, NULL), SMSGW_TAKEN);
	run_all();
	assert_int_equal(world.submitted, 1);
	smsgw_close(world.sms);
}

static void
two_engines_may_use_one_configuration(void **state)
{
	struct smsgw_options options = { .size = sizeof(options) };
	struct smsgw *first, *second;
	int i;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL(""));
	if (world_open(0) < 0)
		return;
	options.config_dir = tree_path(".");
	first = world.sms;
	assert_int_equal(smsgw_open(&options, &second), 0);
	for (i = 0; i < 100; i++)
		assert_int_equal(submit(10000 + i, NULL, NULL), SMSGW_TAKEN);
	world.sms = second;
	for (i = 0; i < 100; i++)
		assert_int_equal(submit(20000 + i, NULL, NULL), SMSGW_TAKEN);
	while (smsgw_run(first, 0) + smsgw_run(second, 0) > 0)
		continue;
	assert_int_equal(world.submitted, 200);
	smsgw_close(first);
	smsgw_close(second);
}

/* A child that only starts another program, say. */
static void
a_child_of_the_program_disturbs_nothing(void **state)
{
	int i, status = 0;
	pid_t pid;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL(""));
	if (world_open(0) < 0)
		return;
	for (i = 0; i < 20; i++) {
		assert_int_equal(submit(10000 + i, NULL, NULL), SMSGW_TAKEN);
		(void)smsgw_run(world.sms, 0);
		pid = fork();
		if (pid == 0)
			_exit(0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
	}
	run_all();
	assert_int_equal(world.submitted, 20);
	smsgw_close(world.sms);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(done_may_submit_the_next),
		TEST(done_may_cancel_another),
		TEST(closing_ends_thousands_that_are_under_way_and_wait),
		TEST(without_a_gateway_each_message_says_so),
		TEST(a_thousand_gateways_share_the_messages),
		TEST(extreme_settings_still_send),
		TEST(
		    a_gateway_that_is_broken_does_not_keep_others_from_sending),
		TEST(two_engines_may_use_one_configuration),
		TEST(a_child_of_the_program_disturbs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

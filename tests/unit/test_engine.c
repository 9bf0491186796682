/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many messages at once, through smsgw.h alone: each ends once, by the gateway
 * whose turn it is or by another, with what happened on its receipt.  The
 * providers are the test channel, whose outcomes follow the number, and http
 * towards a port where nobody listens.
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
#include <poll.h>

#include "tree.h"

#define PATIENT_MS 20000

#define CHANNEL(priority)                                     \
	"[gateway]\nprovider = test\nsms_title = ACME\n"      \
	"enabled = yes\n[routing]\npriority = " priority "\n" \
	"[provider]\ndaily_quota = 1000\nper_minute = 100\n"

/* Nobody listens at port 1. */
#define NOBODY(priority)                                                      \
	"[gateway]\nprovider = http\nsms_url = http://127.0.0.1:1/\n"         \
	"allow_private = yes\nenabled = yes\n[routing]\npriority = " priority \
	"\n[provider]\nmethod = POST\nbody_type = form\n"                     \
	"field.1 = to: ${to}\nfield.2 = text: ${text}\nsuccess = status "     \
	"200\nid = none\n"

struct world {
	struct smsgw *sms;
	struct smsgw_receipt *receipts[64];
	size_t count;
	bool in_run;
};

static struct world world;

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	(void)arg;
	assert_true(world.in_run);
	assert_true(world.count < 64);
	world.receipts[world.count++] = receipt;
}

/* Where the build has put the providers; -1: it has none to load. */
static int
world_open(void)
{
	const char *folder = getenv("SMSGW_PROVIDERS");
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = tree_path("."),
		.messages_max = 40,
	};

	memset(&world, 0, sizeof(world));
	if (folder == NULL || access(folder, R_OK) != 0) {
		(void)printf("# no providers to load: not tested\n");
		return -1;
	}
	assert_int_equal(setenv("SMSGW_PROVIDER_PATH", folder, 1), 0);
	assert_int_equal(smsgw_open(&options, &world.sms), 0);
	return 0;
}

static void
world_close(void)
{
	char *json;
	size_t i;

	world.in_run = true;
	smsgw_close(world.sms);
	/* receipts outlive what they came from */
	for (i = 0; i < world.count; i++) {
		json = smsgw_receipt_json(world.receipts[i]);
		assert_non_null(json);
		free(json);
		smsgw_receipt_free(world.receipts[i]);
	}
}

static struct smsgw_message
message_to(const char *to)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.to = to,
		.text = "Your code is 778899",
	};

	return message;
}

static struct smsgw_submission *
submit(const struct smsgw_message *message)
{
	struct smsgw_submission *submission = NULL;

	assert_int_equal(
	    smsgw_submit(world.sms, message, ended, &world, &submission),
	    SMSGW_TAKEN);
	assert_non_null(submission);
	return submission;
}

static struct smsgw_submission *
submit_to(const char *to)
{
	const struct smsgw_message message = message_to(to);

	return submit(&message);
}

static void
run_all(void)
{
	world.in_run = true;
	while (smsgw_run(world.sms, PATIENT_MS) > 0)
		continue;
	world.in_run = false;
}

static const char *
state_of(size_t i)
{
	assert_true(i < world.count);
	return smsgw_receipt_state(world.receipts[i]);
}

/* The first step of that name, or one without a code. */
static struct smsgw_step
step_of(size_t i, const char *name)
{
	struct smsgw_step step = { .size = sizeof(step) };
	size_t k;

	for (k = 0; smsgw_receipt_step(world.receipts[i], k, &step) == 0; k++) {
		if (strcmp(step.step, name) == 0)
			return step;
	}
	return (struct smsgw_step){ .code = "", .fact = "" };
}

/* --- Tests ---------------------------------------------------------------- */

static void
each_of_many_ends_once(void **state)
{
	char to[32];
	size_t i;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	for (i = 0; i < 30; i++) {
		(void)snprintf(to, sizeof(to), "+86138001380%02zu", i + 20);
		(void)submit_to(to);
	}
	assert_int_equal(world.count, 0);
	run_all();
	assert_int_equal(world.count, 30);
	for (i = 0; i < 30; i++) {
		assert_string_equal(state_of(i), "submitted");
		assert_int_equal(
		    smsgw_receipt_outcome(world.receipts[i]), SMSGW_ACCEPTED);
		assert_int_equal(smsgw_receipt_attempts(world.receipts[i]), 1);
		assert_false(
		    smsgw_receipt_possible_duplicate(world.receipts[i]));
		assert_string_equal(
		    smsgw_receipt_gateway(world.receipts[i]), "demo");
		assert_true(
		    smsgw_receipt_provider_id(world.receipts[i])[0] != '\0');
		assert_ptr_equal(smsgw_receipt_arg(world.receipts[i]), &world);
	}
	world_close();
}

static void
receipts_can_be_fetched_in_place_of_a_callback(void **state)
{
	const struct smsgw_message message = message_to("+8613800138000");
	struct smsgw_receipt *receipt;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	assert_int_equal(
	    smsgw_submit(world.sms, &message, NULL, NULL, NULL), SMSGW_TAKEN);
	assert_null(smsgw_next(world.sms));
	run_all();
	receipt = smsgw_next(world.sms);
	assert_string_equal(smsgw_receipt_state(receipt), "submitted");
	assert_null(smsgw_next(world.sms));
	smsgw_receipt_free(receipt);
	world_close();
}

static void
what_is_wrong_in_itself_says_so_on_its_receipt(void **state)
{
	struct smsgw_message message = message_to("+8613800138000");

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	(void)submit_to("nobody");
	message.text = "";
	(void)submit(&message);
	message = message_to("+8613800138000");
	message.gateway = "none";
	(void)submit(&message);
	run_all();
	assert_int_equal(world.count, 3);
	assert_int_equal(smsgw_receipt_exit_code(world.receipts[0]), 65);
	assert_string_equal(step_of(0, "number").code, "number-invalid");
	assert_int_equal(smsgw_receipt_exit_code(world.receipts[1]), 65);
	assert_int_equal(smsgw_receipt_exit_code(world.receipts[2]), 78);
	assert_string_equal(step_of(2, "route").code, "gateway-unknown");
	assert_int_equal(smsgw_receipt_attempts(world.receipts[2]), 0);
	world_close();
}

static void
a_gateway_that_cannot_be_reached_leads_to_the_next(void **state)
{
	(void)state;
	tree_write("gateways.d/first.ini", 0640, NOBODY("1"));
	tree_write("gateways.d/second.ini", 0640, CHANNEL("2"));
	if (world_open() < 0)
		return;
	(void)submit_to("+8613800138000");
	run_all();
	assert_string_equal(state_of(0), "submitted");
	assert_string_equal(smsgw_receipt_gateway(world.receipts[0]), "second");
	assert_int_equal(smsgw_receipt_attempts(world.receipts[0]), 2);
	assert_false(smsgw_receipt_possible_duplicate(world.receipts[0]));
	assert_string_equal(step_of(0, "connect").code, "connect-refused");
	world_close();
}

/* Whatever is refused for the person's sake goes nowhere else. */
static void
a_refused_number_goes_to_no_other_gateway(void **state)
{
	static const char *const numbers[] = { "+8613800130001",
		"+8613800130009" };
	size_t i;

	(void)state;
	tree_write("gateways.d/first.ini", 0640, CHANNEL("1"));
	tree_write("gateways.d/second.ini", 0640, CHANNEL("2"));
	if (world_open() < 0)
		return;
	for (i = 0; i < 2; i++)
		(void)submit_to(numbers[i]);
	run_all();
	for (i = 0; i < 2; i++) {
		assert_string_equal(state_of(i), "rejected");
		assert_int_equal(smsgw_receipt_attempts(world.receipts[i]), 1);
		assert_int_equal(
		    smsgw_receipt_exit_code(world.receipts[i]), 69);
		assert_string_equal(
		    smsgw_receipt_gateway(world.receipts[i]), "first");
	}
	world_close();
}

static void
a_refused_account_leads_to_the_next_and_is_left_alone(void **state)
{
	struct smsgw_message message = message_to("+8613800138001");
	struct smsgw_receipt *receipt;

	(void)state;
	tree_write("gateways.d/first.ini", 0640, CHANNEL("1"));
	tree_write("gateways.d/second.ini", 0640, NOBODY("2"));
	if (world_open() < 0)
		return;
	(void)submit_to("+8613800130007");
	run_all();
	assert_string_equal(state_of(0), "rejected");
	assert_true(smsgw_receipt_attempts(world.receipts[0]) >= 2);
	/* the first one is suspended, so that only the dead one is left */
	(void)submit_to("+8613800138000");
	run_all();
	assert_string_not_equal(state_of(1), "submitted");
	assert_string_equal(smsgw_receipt_gateway(world.receipts[1]), "second");
	/* until a message by it alone shows that the account is right */
	message.gateway = "first";
	receipt = smsgw_send(world.sms, &message);
	assert_int_equal(smsgw_receipt_outcome(receipt), SMSGW_ACCEPTED);
	smsgw_receipt_free(receipt);
	(void)submit_to("+8613800138002");
	run_all();
	assert_string_equal(state_of(2), "submitted");
	assert_string_equal(smsgw_receipt_gateway(world.receipts[2]), "first");
	world_close();
}

static void
what_is_not_to_be_sent_is_not_taken(void **state)
{
	struct smsgw_message message = message_to("+8613800138000");

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	message.flags = SMSGW_MESSAGE_DRY_RUN;
	assert_int_equal(smsgw_submit(world.sms, &message, ended, &world, NULL),
	    SMSGW_REFUSED);
	run_all();
	assert_int_equal(world.count, 0);
	assert_null(tree_read("state/test/outbox.jsonl"));
	world_close();
}

/* Its class holds it, though the second gateway could carry it. */
static void
marketing_of_unknown_outcome_is_not_sent_again(void **state)
{
	struct smsgw_message message = message_to("+8613800130003");

	(void)state;
	tree_write("gateways.d/first.ini", 0640, CHANNEL("1"));
	tree_write("gateways.d/second.ini", 0640, CHANNEL("2"));
	if (world_open() < 0)
		return;
	message.message_class = "marketing";
	(void)submit(&message);
	run_all();
	assert_string_equal(state_of(0), "unknown");
	assert_int_equal(smsgw_receipt_attempts(world.receipts[0]), 1);
	assert_false(smsgw_receipt_possible_duplicate(world.receipts[0]));
	assert_int_equal(smsgw_receipt_exit_code(world.receipts[0]), 76);
	world_close();
}

static void
what_waits_can_be_cancelled(void **state)
{
	struct smsgw_submission *submission;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("1") "[limits]\nconcurrency = 1\n");
	if (world_open() < 0)
		return;
	/* two seconds until it is answered: the next one waits behind it */
	(void)submit_to("+8613800130004");
	submission = submit_to("+8613800138000");
	world.in_run = true;
	(void)smsgw_run(world.sms, 0);
	smsgw_cancel(world.sms, submission);
	(void)smsgw_run(world.sms, 0);
	assert_int_equal(world.count, 1);
	assert_string_equal(state_of(0), "cancelled");
	assert_int_equal(smsgw_receipt_attempts(world.receipts[0]), 0);
	world_close();
	assert_int_equal(world.count, 2);
}

static void
a_newer_code_takes_the_place_of_one_that_waits(void **state)
{
	struct smsgw_message message = message_to("+8613800138000");

	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("1") "[limits]\nconcurrency = 1\n");
	if (world_open() < 0)
		return;
	(void)submit_to("+8613800130004");
	message.purpose = "login";
	(void)submit(&message);
	message.purpose = "recovery"; /* of another purpose: both go */
	(void)submit(&message);
	message.purpose = "login";
	(void)submit(&message);
	run_all();
	assert_int_equal(world.count, 4);
	assert_string_equal(state_of(0), "cancelled");
	assert_string_equal(step_of(0, "route").code, "superseded");
	assert_string_equal(state_of(1), "submitted");
	assert_string_equal(state_of(2), "submitted");
	assert_string_equal(state_of(3), "submitted");
	world_close();
}

static void
no_more_are_taken_than_may_wait(void **state)
{
	const struct smsgw_message message = message_to("+8613800138000");
	char to[32];
	size_t i;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	for (i = 0; i < 40; i++) {
		(void)snprintf(to, sizeof(to), "+86138001380%02zu", i + 20);
		(void)submit_to(to);
	}
	assert_int_equal(
	    smsgw_submit(world.sms, &message, ended, &world, NULL), SMSGW_BUSY);
	run_all();
	assert_int_equal(world.count, 40);
	(void)submit_to("+8613800138000");
	run_all();
	assert_int_equal(world.count, 41);
	world_close();
}

static void
an_event_loop_of_the_programs_own_can_drive_it(void **state)
{
	struct pollfd pfd = { .events = POLLIN };
	size_t left = 1;

	(void)state;
	tree_write("gateways.d/first.ini", 0640, NOBODY("1"));
	tree_write("gateways.d/second.ini", 0640, CHANNEL("2"));
	if (world_open() < 0)
		return;
	pfd.fd = smsgw_fd(world.sms);
	assert_true(pfd.fd >= 0);
	(void)submit_to("+8613800138000");
	(void)submit_to("+8613800130004"); /* answered after two seconds */
	world.in_run = true;
	(void)smsgw_run(world.sms, 0);
	while (left > 0) {
		assert_int_equal(poll(&pfd, 1, PATIENT_MS), 1);
		left = smsgw_run(world.sms, 0);
	}
	assert_int_equal(world.count, 2);
	assert_string_equal(state_of(1), "submitted");
	world_close();
}

/* It may be another event of the program's that brings a message. */
static void
a_message_makes_the_descriptor_readable(void **state)
{
	struct pollfd pfd = { .events = POLLIN };
	struct smsgw_submission *submission;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("1") "[limits]\nconcurrency = 1\n");
	if (world_open() < 0)
		return;
	pfd.fd = smsgw_fd(world.sms);
	world.in_run = true;
	(void)smsgw_run(world.sms, 0);
	assert_int_equal(poll(&pfd, 1, 0), 0);
	(void)submit_to("+8613800130004"); /* answered after two seconds */
	assert_int_equal(poll(&pfd, 1, PATIENT_MS), 1);
	submission = submit_to("+8613800138000");
	(void)smsgw_run(world.sms, 0);
	assert_int_equal(poll(&pfd, 1, 0), 0);
	smsgw_cancel(world.sms, submission);
	assert_int_equal(poll(&pfd, 1, PATIENT_MS), 1);
	(void)smsgw_run(world.sms, 0);
	assert_int_equal(world.count, 1);
	(void)submit_to("nobody");
	assert_int_equal(poll(&pfd, 1, PATIENT_MS), 1);
	world_close();
}

static void
closing_ends_what_is_left(void **state)
{
	(void)state;
	tree_write("gateways.d/demo.ini", 0640,
	    CHANNEL("1") "[limits]\nconcurrency = 1\n");
	if (world_open() < 0)
		return;
	(void)submit_to("+8613800130004");
	(void)submit_to("+8613800138000");
	world.in_run = true;
	(void)smsgw_run(world.sms, 0);
	smsgw_drain(world.sms);
	assert_int_equal(
	    smsgw_submit(world.sms,
		&(struct smsgw_message){ .size = sizeof(struct smsgw_message) },
		ended, &world, NULL),
	    SMSGW_REFUSED);
	smsgw_close(world.sms);
	assert_int_equal(world.count, 2);
	/* one that the provider may have taken is not said to be cancelled */
	assert_true(strcmp(state_of(0), "unknown") == 0 ||
	    strcmp(state_of(1), "unknown") == 0);
	assert_true(strcmp(state_of(0), "cancelled") == 0 ||
	    strcmp(state_of(1), "cancelled") == 0);
	smsgw_receipt_free(world.receipts[0]);
	smsgw_receipt_free(world.receipts[1]);
}

static void
a_trace_is_kept_where_it_was_asked_for(void **state)
{
	struct smsgw_message message = message_to("+8613800138000");
	struct smsgw_step step = { .size = sizeof(step) };
	char *json;

	(void)state;
	tree_write("gateways.d/demo.ini", 0640, CHANNEL("1"));
	if (world_open() < 0)
		return;
	(void)submit(&message);
	run_all();
	assert_int_equal(smsgw_receipt_step(world.receipts[0], 0, &step), -1);
	message.to = "+8613800138001";
	message.flags = SMSGW_MESSAGE_TRACE;
	(void)submit(&message);
	run_all();
	assert_string_equal(step_of(1, "number").state, "ok");
	assert_string_equal(step_of(1, "route").state, "ok");
	assert_string_equal(step_of(1, "answer").state, "ok");
	json = smsgw_receipt_json(world.receipts[1]);
	assert_null(strstr(json, "778899"));
	assert_null(strstr(json, "13800138001"));
	free(json);
	world_close();
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_of_many_ends_once),
		TEST(receipts_can_be_fetched_in_place_of_a_callback),
		TEST(what_is_wrong_in_itself_says_so_on_its_receipt),
		TEST(a_gateway_that_cannot_be_reached_leads_to_the_next),
		TEST(a_refused_number_goes_to_no_other_gateway),
		TEST(a_refused_account_leads_to_the_next_and_is_left_alone),
		TEST(what_is_not_to_be_sent_is_not_taken),
		TEST(marketing_of_unknown_outcome_is_not_sent_again),
		TEST(what_waits_can_be_cancelled),
		TEST(a_newer_code_takes_the_place_of_one_that_waits),
		TEST(no_more_are_taken_than_may_wait),
		TEST(an_event_loop_of_the_programs_own_can_drive_it),
		TEST(a_message_makes_the_descriptor_readable),
		TEST(closing_ends_what_is_left),
		TEST(a_trace_is_kept_where_it_was_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

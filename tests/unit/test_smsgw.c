/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedding interface as a program uses it: through smsgw.h alone, with the
 * test channel as the provider.
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
#include <jansson.h>

#include "tree.h"

#define DEMO                                                          \
	"[gateway]\nprovider = test\nname = Demo\nsms_title = ACME\n" \
	"enabled = yes\ntest_phone = +8613800138000\n"                \
	"test_content = Your code is 778899\n"

static struct smsgw *
open_tree(int expected)
{
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = tree_path("."),
	};
	struct smsgw *sms;

	assert_int_equal(smsgw_open(&options, &sms), expected);
	assert_non_null(sms);
	return sms;
}

/* Where the build has put the providers; -1: it has none to load. */
static int
find_providers(void)
{
	const char *folder = getenv("SMSGW_PROVIDERS");

	if (folder == NULL || access(folder, R_OK) != 0) {
		(void)printf("# no providers to load: not tested\n");
		return -1;
	}
	return setenv("SMSGW_PROVIDER_PATH", folder, 1);
}

static void
a_message_is_sent_and_explained(void **state)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.to = "+8613800138000",
		.text = "Your code is 778899",
		.gateway = "demo",
	};
	struct smsgw_step step = { .size = sizeof(step) };
	struct smsgw_receipt *receipt;
	struct smsgw *sms;
	json_t *json;
	char *text;
	size_t i;

	(void)state;
	if (find_providers() < 0)
		return;
	tree_write("gateways.d/demo.ini", 0640, DEMO);
	sms = open_tree(0);
	receipt = smsgw_send(sms, &message);
	assert_int_equal(smsgw_receipt_outcome(receipt), SMSGW_ACCEPTED);
	assert_string_equal(smsgw_receipt_state(receipt), "submitted");
	assert_int_equal(smsgw_receipt_exit_code(receipt), 0);
	assert_int_equal(strlen(smsgw_receipt_id(receipt)), 36);
	assert_string_equal(smsgw_receipt_gateway(receipt), "demo");
	assert_true(smsgw_receipt_provider_id(receipt)[0] != '\0');
	for (i = 0; smsgw_receipt_step(receipt, i, &step) == 0; i++)
		assert_string_equal(step.state, "ok");
	assert_string_equal(step.step, "answer");
	text = smsgw_receipt_json(receipt);
	assert_non_null(text);
	assert_null(strstr(text, "778899"));
	json = json_loads(text, 0, NULL);
	assert_string_equal(
	    json_string_value(json_object_get(json, "outcome")), "accepted");
	json_decref(json);
	free(text);
	smsgw_receipt_free(receipt);
	smsgw_close(sms);
}

static void
count_step(void *arg, const struct smsgw_step *step)
{
	assert_non_null(step->fact);
	++*(size_t *)arg;
}

static void
an_observer_sees_each_step_once(void **state)
{
	size_t count = 0, i;
	struct smsgw_message message = {
		.size = sizeof(message),
		.flags = SMSGW_MESSAGE_TEST,
		.gateway = "demo",
		.on_step = count_step,
		.on_step_arg = &count,
	};
	struct smsgw_step step = { .size = sizeof(step) };
	struct smsgw_receipt *receipt;
	struct smsgw *sms;

	(void)state;
	if (find_providers() < 0)
		return;
	tree_write("gateways.d/demo.ini", 0640, DEMO);
	sms = open_tree(0);
	receipt = smsgw_send(sms, &message);
	for (i = 0; smsgw_receipt_step(receipt, i, &step) == 0; i++)
		continue;
	assert_true(i > 4);
	assert_int_equal(count, i);
	smsgw_receipt_free(receipt);
	smsgw_close(sms);
}

static void
a_dry_run_sends_nothing_and_hides_the_code(void **state)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.flags = SMSGW_MESSAGE_DRY_RUN,
		.to = "+8613800138000",
		.text = "Your code is 778899",
	};
	struct smsgw_receipt *receipt;
	struct smsgw *sms;

	(void)state;
	if (find_providers() < 0)
		return;
	tree_write("gateways.d/demo.ini", 0640, DEMO);
	sms = open_tree(0);
	receipt = smsgw_send(sms, &message);
	assert_int_equal(smsgw_receipt_outcome(receipt), 0);
	assert_non_null(strstr(smsgw_receipt_request(receipt), "ACME"));
	assert_null(strstr(smsgw_receipt_request(receipt), "778899"));
	assert_null(tree_read("state/test/outbox.jsonl"));
	smsgw_receipt_free(receipt);
	smsgw_close(sms);
}

static void
problems_are_listed_with_file_and_line(void **state)
{
	struct smsgw_problem problem = { .size = sizeof(problem) };
	struct smsgw *sms;

	(void)state;
	tree_write("gateways.d/bad.ini", 0640,
	    "[gateway]\nprovider = nowhere\nnmae = x\n");
	sms = open_tree(0);
	assert_true(smsgw_check(sms) > 0);
	assert_int_equal(smsgw_problem(sms, 0, &problem), 0);
	assert_int_equal(problem.error, 1);
	assert_string_equal(problem.gateway, "bad");
	assert_non_null(strstr(problem.file, "gateways.d/bad.ini"));
	assert_true(problem.line > 0);
	assert_int_equal(smsgw_problem(sms, 1000, &problem), -1);
	smsgw_close(sms);
}

static void
gateways_and_providers_are_looked_up(void **state)
{
	struct smsgw_gateway_info gateway = { .size = sizeof(gateway) };
	struct smsgw_provider_info provider = { .size = sizeof(provider) };
	struct smsgw *sms;
	size_t i;

	(void)state;
	if (find_providers() < 0)
		return;
	tree_write("gateways.d/demo.ini", 0640, DEMO);
	tree_write(
	    "gateways.d/lost.ini", 0640, "[gateway]\nprovider = nowhere\n");
	sms = open_tree(0);
	assert_int_equal(smsgw_gateway_count(sms), 2);
	assert_int_equal(smsgw_gateway_find(sms, "demo", &gateway), 0);
	assert_string_equal(gateway.name, "Demo");
	assert_int_equal(gateway.enabled, 1);
	assert_null(gateway.problem);
	assert_int_equal(smsgw_gateway_at(sms, 1, &gateway), 0);
	assert_string_equal(gateway.id, "lost");
	assert_non_null(gateway.problem);
	assert_int_equal(smsgw_gateway_find(sms, "none", &gateway), -1);
	for (i = 0; smsgw_provider_at(sms, i, &provider) == 0; i++) {
		if (strcmp(provider.name, "test") == 0)
			break;
	}
	assert_string_equal(provider.name, "test");
	assert_null(provider.problem);
	smsgw_close(sms);
}

static void
an_older_caller_gets_no_more_than_it_knows(void **state)
{
	struct smsgw_problem problem;
	struct smsgw *sms;

	(void)state;
	tree_write("gateways.d/bad.ini", 0640, "[gateway]\nx = 1\n");
	sms = open_tree(0);
	(void)smsgw_check(sms);
	memset(&problem, 0x5a, sizeof(problem));
	problem.size = offsetof(struct smsgw_problem, file);
	assert_int_equal(smsgw_problem(sms, 0, &problem), 0);
	assert_int_equal(problem.size, offsetof(struct smsgw_problem, file));
	assert_non_null(problem.gateway);
	assert_int_equal(
	    ((unsigned char *)&problem)[sizeof(problem) - 1], 0x5a);
	smsgw_close(sms);
}

static void
a_folder_that_is_not_there_answers_everything(void **state)
{
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = "/nowhere/at/all",
	};
	struct smsgw_message message = { .size = sizeof(message), .to = "1" };
	struct smsgw_problem problem = { .size = sizeof(problem) };
	struct smsgw_receipt *receipt;
	struct smsgw *sms;

	(void)state;
	assert_int_equal(smsgw_open(&options, &sms), -1);
	assert_int_equal(smsgw_problem(sms, 0, &problem), 0);
	assert_non_null(problem.text);
	assert_int_equal(smsgw_gateway_count(sms), 0);
	assert_int_equal(smsgw_provider_count(sms), 0);
	receipt = smsgw_send(sms, &message);
	assert_int_equal(smsgw_receipt_outcome(receipt), 0);
	assert_int_equal(smsgw_receipt_exit_code(receipt), 78);
	smsgw_receipt_free(receipt);
	smsgw_close(sms);
}

static void
null_objects_answer_as_empty_ones(void **state)
{
	struct smsgw_problem problem = { .size = sizeof(problem) };
	struct smsgw_step step = { .size = sizeof(step) };

	(void)state;
	assert_int_equal(smsgw_check(NULL), 0);
	assert_int_equal(smsgw_problem(NULL, 0, &problem), -1);
	assert_int_equal(smsgw_gateway_count(NULL), 0);
	assert_int_equal(smsgw_receipt_outcome(NULL), 0);
	assert_string_equal(smsgw_receipt_id(NULL), "");
	assert_int_equal(smsgw_receipt_step(NULL, 0, &step), -1);
	assert_null(smsgw_receipt_json(NULL));
	smsgw_receipt_free(NULL);
	smsgw_close(NULL);
	assert_true(strlen(smsgw_version()) > 0);
}

int
main(void)
{
#define TREE_TEST(function) \
	cmocka_unit_test_setup_teardown(function, tree_setup, tree_teardown)
	const struct CMUnitTest tests[] = {
		TREE_TEST(a_message_is_sent_and_explained),
		TREE_TEST(an_observer_sees_each_step_once),
		TREE_TEST(a_dry_run_sends_nothing_and_hides_the_code),
		TREE_TEST(problems_are_listed_with_file_and_line),
		TREE_TEST(gateways_and_providers_are_looked_up),
		TREE_TEST(an_older_caller_gets_no_more_than_it_knows),
		TREE_TEST(a_folder_that_is_not_there_answers_everything),
		cmocka_unit_test(null_objects_answer_as_empty_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

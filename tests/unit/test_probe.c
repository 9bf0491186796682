/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests that the parent of a probe survives whatever the child does, and
 * learns what each item found and at which one the child died.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mock_dir.h"
#include "probe.h"

#define COUNT 8

/* What an item does in the child. */
enum action { SUCCEED, FAIL, CRASH, ABORT, EXIT, HANG, BABBLE, FLOOD };

struct work {
	enum action actions[COUNT];
	int deaths;
};

static struct problems problems;
static struct probe_result results[COUNT];

static int
setup(void **state)
{
	(void)state;
	problems_init(&problems);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	problems_fini(&problems);
	return 0;
}

/* Writes what is no answer to every descriptor that the child has. */
static void
babble(void)
{
	int fd;

	for (fd = 3; fd < 64; fd++)
		(void)!write(fd, "\0\0\0\5hello", 9);
}

static int
run(void *arg, size_t index, json_t **out, struct problems *found)
{
	const struct work *work = arg;
	char *long_text;

	problem_add(found, PROBLEM_NOTE, "note", "\xff.so", 7, "key", "fix it",
	    "item %zu, deaths %d", index, work->deaths);
	switch (work->actions[index]) {
	case CRASH:
		raise(SIGSEGV);
		break;
	case ABORT:
		abort();
	case EXIT:
		_exit(3);
	case HANG:
		for (;;)
			pause();
	case BABBLE:
		babble();
		break;
	case FLOOD:
		long_text = calloc(1, 5u << 20);
		memset(long_text, 'x', (5u << 20) - 1);
		*out = json_string(long_text);
		free(long_text);
		break;
	case FAIL:
		problem_add(
		    found, PROBLEM_ERROR, NULL, NULL, 0, NULL, NULL, "failed");
		problems_set_gateway(found, 1, "bank");
		return -1;
	case SUCCEED:
		*out = json_integer((json_int_t)index);
		break;
	}
	return 0;
}

static void
died(void *arg, size_t index, const struct probe_death *death,
    struct problems *found)
{
	struct work *work = arg;

	work->deaths++;
	problem_add(found, PROBLEM_ERROR, death->code, NULL, 0, NULL, NULL,
	    "item %zu %s", index, death->how);
}

static void
assert_text(size_t i, const char *text)
{
	const struct problem *problem = problems_get(&problems, i);

	assert_non_null(problem);
	assert_string_equal(problem->text, text);
}

static void
every_item_is_run_and_its_problems_come_back_whole(void **state)
{
	struct work work = { .actions = { SUCCEED, FAIL, SUCCEED } };
	struct probe_task task = { .run = run, .died = died, .arg = &work };
	const struct problem *problem;

	(void)state;
	assert_int_equal(probe_each(&task, 3, results, &problems), 0);
	assert_int_equal(results[0].result, 0);
	assert_int_equal(json_integer_value(results[0].out), 0);
	assert_int_equal(results[1].result, -1);
	assert_false(results[1].died);
	assert_null(results[1].out);
	assert_int_equal(results[1].first_problem, 1);
	assert_int_equal(results[1].problems, 2);
	assert_int_equal(json_integer_value(results[2].out), 2);
	assert_int_equal(work.deaths, 0);
	problem = problems_get(&problems, 0);
	assert_int_equal(problem->level, PROBLEM_NOTE);
	assert_string_equal(problem->code, "note");
	assert_string_equal(problem->file, "\\xFF.so");
	assert_int_equal(problem->line, 7);
	assert_string_equal(problem->key, "key");
	assert_string_equal(problem->fix, "fix it");
	assert_null(problem->gateway);
	assert_text(0, "item 0, deaths 0");
	problem = problems_get(&problems, 2);
	assert_int_equal(problem->level, PROBLEM_ERROR);
	assert_string_equal(problem->gateway, "bank");
	assert_null(problem->file);
	probe_results_fini(results, 3);
}

static void
each_kind_of_death_is_named_and_the_rest_goes_on(void **state)
{
	struct work work = {
		.actions = { CRASH, SUCCEED, ABORT, EXIT, SUCCEED },
	};
	struct probe_task task = { .run = run, .died = died, .arg = &work };

	(void)state;
	assert_int_equal(probe_each(&task, 5, results, &problems), 0);
	assert_int_equal(problems_count(&problems), 5);
	assert_text(0, "item 0 crashed (SIGSEGV)");
	assert_text(1, "item 1, deaths 1");
	assert_text(2, "item 2 crashed (SIGABRT)");
	assert_text(3, "item 3 ended the process (exit code 3)");
	assert_text(4, "item 4, deaths 3");
	assert_true(results[0].died);
	assert_false(results[1].died);
	assert_int_equal(json_integer_value(results[1].out), 1);
	assert_int_equal(results[3].result, -1);
	assert_int_equal(json_integer_value(results[4].out), 4);
	probe_results_fini(results, 5);
}

static void
what_hangs_is_ended_at_its_deadline(void **state)
{
	struct work work = { .actions = { HANG, SUCCEED } };
	struct probe_task task = {
		.run = run,
		.died = died,
		.arg = &work,
		.deadline_ms = 1500,
	};

	(void)state;
	assert_int_equal(probe_each(&task, 2, results, &problems), 0);
	assert_true(results[0].died);
	assert_text(0, "item 0 did not return within 1500 ms");
	assert_string_equal(problems_get(&problems, 0)->code, "plugin-slow");
	assert_int_equal(json_integer_value(results[1].out), 1);
	probe_results_fini(results, 2);
}

static void
a_child_that_writes_rubbish_is_not_believed(void **state)
{
	struct work work = { .actions = { BABBLE, SUCCEED } };
	struct probe_task task = { .run = run, .died = died, .arg = &work };

	(void)state;
	assert_int_equal(probe_each(&task, 2, results, &problems), 0);
	assert_true(results[0].died);
	assert_text(0, "item 0 gave no answer that can be read");
	assert_int_equal(json_integer_value(results[1].out), 1);
	probe_results_fini(results, 2);
}

static void
an_answer_that_is_too_long_is_an_error(void **state)
{
	struct work work = { .actions = { FLOOD, SUCCEED } };
	struct probe_task task = { .run = run, .died = died, .arg = &work };

	(void)state;
	assert_int_equal(probe_each(&task, 2, results, &problems), 0);
	assert_false(results[0].died);
	assert_int_equal(results[0].result, -1);
	assert_null(results[0].out);
	assert_text(
	    0, "what the plugin says of itself is longer than 4194304 bytes");
	assert_int_equal(results[1].result, 0);
	probe_results_fini(results, 2);
}

/* Adds to what is in memory; the next item sees it in the same child only. */
static int
count_up(void *arg, size_t index, json_t **out, struct problems *found)
{
	int *count = arg;

	(void)index;
	(void)found;
	*out = json_integer(++*count);
	return 0;
}

static void
items_share_a_child_unless_each_wants_its_own(void **state)
{
	int count = 0;
	struct probe_task task = { .run = count_up, .arg = &count };

	(void)state;
	assert_int_equal(probe_each(&task, 2, results, &problems), 0);
	assert_int_equal(json_integer_value(results[1].out), 2);
	probe_results_fini(results, 2);
	task.alone = true;
	assert_int_equal(probe_each(&task, 2, results, &problems), 0);
	assert_int_equal(json_integer_value(results[1].out), 1);
	probe_results_fini(results, 2);
	assert_int_equal(count, 0);
}

/* Looks at the child from inside. */
static int
look_around(void *arg, size_t index, json_t **out, struct problems *found)
{
	struct rlimit core;
	struct stat null, in, err;

	(void)arg;
	(void)index;
	(void)out;
	(void)found;
	if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0)
		return -1;
	if (stat("/dev/null", &null) != 0 || fstat(0, &in) != 0 ||
	    fstat(2, &err) != 0)
		return -1;
	return in.st_rdev == null.st_rdev && err.st_rdev == null.st_rdev ? 0 :
									   -1;
}

static void
the_child_has_no_terminal_and_leaves_no_memory_image(void **state)
{
	struct probe_task task = { .run = look_around };
	json_t *out;

	(void)state;
	assert_int_equal(probe_run(&task, &out, &problems), 0);
	assert_null(out);
}

static void
an_item_without_a_rule_for_its_death_is_a_crashed_plugin(void **state)
{
	struct work work = { .actions = { CRASH } };
	struct probe_task task = { .run = run, .arg = &work };
	json_t *out;

	(void)state;
	assert_int_equal(probe_run(&task, &out, &problems), -1);
	assert_null(out);
	assert_string_equal(problems_get(&problems, 0)->code, "plugin-crashed");
	assert_text(0, "a plugin crashed (SIGSEGV)");
	assert_non_null(problems_get(&problems, 0)->fix);
}

static const char *
member(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static void
a_provider_is_described_by_name_or_by_file(void **state)
{
	char *dir = mock_dir_new();
	struct loader *loader = loader_new_empty();
	json_t *json;

	(void)state;
	mock_dir_add(dir, "ok");
	loader_add_installed(loader, dir);
	assert_int_equal(probe_describe(loader, "ok", &json, &problems), 0);
	assert_string_equal(member(json, "title"), "Mock");
	assert_string_equal(member(json, "title_zh"), "模拟");
	assert_string_equal(member(json, "file"), mock_dir_file(dir, "ok"));
	json_decref(json);
	assert_int_equal(
	    probe_describe(loader, mock_dir_file(dir, "ok"), &json, &problems),
	    0);
	assert_string_equal(member(json, "name"), "ok");
	json_decref(json);
	assert_int_equal(probe_describe(loader, "acme", &json, &problems), -1);
	assert_null(json);
	assert_string_equal(problems_get(&problems, 0)->code, "plugin-missing");
	loader_free(loader);
	mock_dir_free(dir);
}

static void
a_crasher_is_shown_as_broken_and_the_others_are_described(void **state)
{
	char *dir = mock_dir_new();
	struct loader *loader = loader_new_empty();
	json_t *all, *crasher;

	(void)state;
	mock_dir_add(dir, "ok");
	mock_dir_add(dir, "crash_load");
	mock_dir_add(dir, "exit_load");
	mock_dir_add(dir, "major");
	loader_add_folder(loader, dir);
	assert_int_equal(probe_describe_all(loader, &all, &problems), 0);
	assert_int_equal(json_array_size(all), 4);
	crasher = json_array_get(all, 0);
	assert_string_equal(member(crasher, "name"), "crash_load");
	assert_string_equal(member(crasher, "state"), "broken");
	assert_string_equal(
	    member(crasher, "file"), mock_dir_file(dir, "crash_load"));
	assert_string_equal(member(crasher, "reason"),
	    "crashed (SIGSEGV) while it was loaded; install another version of "
	    "the plugin, and tell its vendor");
	assert_string_equal(member(json_array_get(all, 1), "reason"),
	    "ended the process (exit code 0) while it was loaded; install "
	    "another version of the plugin, and tell its vendor");
	assert_string_equal(member(json_array_get(all, 2), "reason"),
	    "made for provider ABI 2, this smsgw offers 0; install a matching "
	    "major or smsgw");
	assert_string_equal(member(json_array_get(all, 3), "state"), "ok");
	assert_string_equal(member(json_array_get(all, 3), "title"), "Mock");
	assert_int_equal(problems_errors(&problems), 3);
	assert_string_equal(
	    problems_get(&problems, 0)->file, mock_dir_file(dir, "crash_load"));
	json_decref(all);
	loader_free(loader);
	mock_dir_free(dir);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_item_is_run_and_its_problems_come_back_whole),
		TEST(each_kind_of_death_is_named_and_the_rest_goes_on),
		TEST(what_hangs_is_ended_at_its_deadline),
		TEST(a_child_that_writes_rubbish_is_not_believed),
		TEST(an_answer_that_is_too_long_is_an_error),
		TEST(items_share_a_child_unless_each_wants_its_own),
		TEST(the_child_has_no_terminal_and_leaves_no_memory_image),
		TEST(an_item_without_a_rule_for_its_death_is_a_crashed_plugin),
		TEST(a_provider_is_described_by_name_or_by_file),
		TEST(a_crasher_is_shown_as_broken_and_the_others_are_described),
	};

	return cmocka_run_group_tests_name("probe", tests, NULL, NULL);
}

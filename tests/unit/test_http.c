/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generic HTTP provider, by the golden cases beside it: the name of each
 * test is that of its file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_runner.h"
#include "compat.h"
#include "descriptor.h"
#include "tree.h"

#define CASES_MAX 256

const struct smsgw_provider *http_LTX_smsgw_provider(void);

static char folder[512];
static char *names[CASES_MAX];
static size_t count;

static void
case_holds(void **state)
{
	const char *name = *state;
	struct buf report;
	char path[1024];
	int rc;

	snprintf(path, sizeof(path), "%s/%s.case", folder, name);
	buf_init(&report, (size_t)1024 * 1024);
	rc = case_run(http_LTX_smsgw_provider(), path, tree_path(""), &report);
	if (rc != 0)
		print_message("# %s\n%s\n", name, buf_str(&report));
	buf_fini(&report);
	assert_int_equal(rc, 0);
}

static int
case_setup(void **state)
{
	void *ignored = NULL;

	(void)state;
	return tree_setup(&ignored);
}

static int
case_teardown(void **state)
{
	return tree_teardown(state);
}

static void
description_is_without_a_flaw(void **state)
{
	struct problems problems;

	(void)state;
	problems_init(&problems);
	assert_int_equal(descriptor_check(http_LTX_smsgw_provider(), "http",
			     "http.so", &problems),
	    0);
	tree_show(&problems);
	assert_int_equal(problems_count(&problems), 0);
	problems_fini(&problems);
}

static void
there_are_cases(void **state)
{
	(void)state;
	assert_true(count > 20);
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Finds the cases of a folder in that of the cases. */
static void
find_cases_in(const char *below)
{
	struct dirent *entry;
	char path[1024];
	size_t len;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", folder, below);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len <= 5 || count == CASES_MAX ||
		    strcmp(entry->d_name + len - 5, ".case") != 0)
			continue;
		snprintf(path, sizeof(path), "%s%.*s", below, (int)len - 5,
		    entry->d_name);
		names[count++] = strdup(path);
	}
	if (dir != NULL)
		closedir(dir);
}

/* Finds all; the names are given back at exit. */
static void
find_cases(void)
{
	const char *source = getenv("SMSGW_SOURCE");

	snprintf(folder, sizeof(folder), "%s/plugins/http/cases",
	    source != NULL ? source : ".");
	find_cases_in("");
	find_cases_in("examples/");
	qsort(names, count, sizeof(names[0]), compare_names);
}

int
main(void)
{
	static struct CMUnitTest tests[CASES_MAX + 2] = {
		cmocka_unit_test(description_is_without_a_flaw),
		cmocka_unit_test(there_are_cases),
	};
	size_t i;
	int rc;

	find_cases();
	for (i = 0; i < count; i++)
		tests[i + 2] = (struct CMUnitTest){
			.name = names[i],
			.test_func = case_holds,
			.setup_func = case_setup,
			.teardown_func = case_teardown,
			.initial_state = names[i],
		};
	rc = _cmocka_run_group_tests("http", tests, count + 2, NULL, NULL);
	for (i = 0; i < count; i++)
		free(names[i]);
	return rc;
}

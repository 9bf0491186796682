/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the golden cases of a provider and runs them as tests.
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

#include "case_main.h"
#include "case_runner.h"
#include "compat.h"
#include "descriptor.h"
#include "tree.h"

#define CASES_MAX 256
#define TESTS_MAX 64

static const struct smsgw_provider *provider;
static char folder[512];
static char *names[CASES_MAX];
static size_t name_count, least_count;

static void
case_holds(void **state)
{
	const char *name = *state;
	struct buf report;
	char path[1024];
	int rc;

	snprintf(path, sizeof(path), "%s/%s.case", folder, name);
	buf_init(&report, (size_t)1024 * 1024);
	rc = case_run(provider, path, tree_path(""), &report);
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
	char file[64];

	(void)state;
	snprintf(file, sizeof(file), "%s.so", provider->name);
	problems_init(&problems);
	assert_int_equal(
	    descriptor_check(provider, provider->name, file, &problems), 0);
	tree_show(&problems);
	assert_int_equal(problems_count(&problems), 0);
	problems_fini(&problems);
}

static void
there_are_cases(void **state)
{
	(void)state;
	assert_true(name_count >= least_count);
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
		if (len <= 5 || name_count == CASES_MAX ||
		    strcmp(entry->d_name + len - 5, ".case") != 0)
			continue;
		snprintf(path, sizeof(path), "%s%.*s", below, (int)len - 5,
		    entry->d_name);
		names[name_count++] = strdup(path);
	}
	if (dir != NULL)
		closedir(dir);
}

int
case_main(const struct smsgw_provider *of, size_t least,
    const struct CMUnitTest *tests, size_t count)
{
	static struct CMUnitTest all[TESTS_MAX + CASES_MAX] = {
		cmocka_unit_test(description_is_without_a_flaw),
		cmocka_unit_test(there_are_cases),
	};
	const char *source = getenv("SMSGW_SOURCE");
	size_t i, n = 2;
	int rc;

	provider = of;
	least_count = least;
	snprintf(folder, sizeof(folder), "%s/plugins/%s/cases",
	    source != NULL ? source : ".", provider->name);
	find_cases_in("");
	find_cases_in("examples/");
	qsort(names, name_count, sizeof(names[0]), compare_names);
	for (i = 0; i < count && n < TESTS_MAX; i++)
		all[n++] = tests[i];
	for (i = 0; i < name_count; i++)
		all[n++] = (struct CMUnitTest){
			.name = names[i],
			.test_func = case_holds,
			.setup_func = case_setup,
			.teardown_func = case_teardown,
			.initial_state = names[i],
		};
	rc = _cmocka_run_group_tests(provider->name, all, n, NULL, NULL);
	for (i = 0; i < name_count; i++)
		free(names[i]);
	return rc;
}

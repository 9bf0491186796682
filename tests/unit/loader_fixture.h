/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of the loader share: a folder of installed providers, empty
 * at the beginning of each test, a loader for it, and the look at a refusal.
 */
#ifndef TESTS_LOADER_FIXTURE_H
#define TESTS_LOADER_FIXTURE_H

#include "compat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "loader.h"
#include "mock_dir.h"

static char *dir;
static struct loader *loader;
static struct problems problems;
static const struct smsgw_provider *provider;

static int
setup(void **state)
{
	(void)state;
	dir = mock_dir_new();
	loader = loader_new_empty();
	assert_non_null(loader);
	assert_int_equal(loader_add_installed(loader, dir), 0);
	problems_init(&problems);
	provider = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	problems_fini(&problems);
	loader_free(loader);
	mock_dir_free(dir);
	return 0;
}

/* The first problem must have the code and name each of the words. */
static void
assert_problem(
    const char *code, const char *file, const char *word, const char *cure)
{
	const struct problem *problem = problems_get(&problems, 0);

	assert_non_null(problem);
	assert_string_equal(problem->code, code);
	if (file != NULL)
		assert_string_equal(problem->file, file);
	else
		assert_null(problem->file);
	if (strstr(problem->text, word) == NULL)
		fail_msg("\"%s\" is not in: %s", word, problem->text);
	assert_non_null(problem->fix);
	if (strstr(problem->fix, cure) == NULL)
		fail_msg("\"%s\" is not in: %s", cure, problem->fix);
	problems_fini(&problems);
}

/* Opening by name must fail with a problem of the file. */
static void
assert_refused(
    const char *name, const char *code, const char *word, const char *cure)
{
	provider = (const void *)"";
	assert_int_equal(loader_open(loader, name, &provider, &problems), -1);
	assert_null(provider);
	assert_problem(code, mock_dir_file(dir, name), word, cure);
}

static void
assert_loads(const char *name)
{
	int result = loader_open(loader, name, &provider, &problems);

	if (result != 0)
		print_error("%s\n", problems_get(&problems, 0)->text);
	assert_int_equal(result, 0);
	assert_non_null(provider);
	assert_string_equal(provider->name, name);
	assert_int_equal(problems_count(&problems), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif

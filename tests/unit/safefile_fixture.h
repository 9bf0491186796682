/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of safefile share: a folder of a test's own, files in it, and
 * what they ask of a list of problems.
 */
#ifndef TESTS_SAFEFILE_FIXTURE_H
#define TESTS_SAFEFILE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "safefile.h"

/* A folder of the test's own, entered before each test. */
static char folder[64];

/* Writes a file of the test's own. */
static void
put(const char *path, const char *content, mode_t mode)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_true(fputs(content, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Fails unless there is one problem with this text and fix; empties it. */
static void
check_problem(struct problems *problems, const char *text, const char *fix)
{
	const struct problem *problem = problems_get(problems, 0);

	assert_int_equal(problems_count(problems), 1);
	assert_non_null(problem->file);
	if (strstr(problem->text, text) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", text, problem->text);
	if (strstr(problem->fix, fix) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", fix, problem->fix);
	problems_fini(problems);
}

static int
enter_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/smsgw-test-safefile-XXXXXX");
	return mkdtemp(folder) == NULL || chdir(folder) != 0 ? -1 : 0;
}

/* Removes what a test has left in a folder. */
static void
empty_folder(const char *path)
{
	char name[600];
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%.300s/%s", path, entry->d_name);
		if (unlink(name) != 0) {
			empty_folder(name);
			rmdir(name);
		}
	}
	closedir(dir);
}

static int
leave_folder(void **state)
{
	(void)state;
	empty_folder(folder);
	return chdir("/") != 0 || rmdir(folder) != 0 ? -1 : 0;
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

#endif

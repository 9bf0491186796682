/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where secrets may stand, what a secret's file may hold, and that each
 * refusal says why without the value.
 */
#include "secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree.h"

static struct problems problems;
static struct arena arena;
static const char *value;

static int
setup(void **state)
{
	unsetenv("CREDENTIALS_DIRECTORY");
	problems_init(&problems);
	arena_init(&arena, 1024 * 1024);
	value = NULL;
	return tree_setup(state);
}

static int
teardown(void **state)
{
	problems_fini(&problems);
	arena_fini(&arena);
	return tree_teardown(state);
}

/* Loads the secret of a gateway file with these lines and mode. */
static int
load(mode_t mode, const char *lines)
{
	char text[1024];
	struct ini *ini;
	int result;

	snprintf(text, sizeof(text), "[gateway]\n%s", lines);
	tree_write("gateways.d/bank.ini", mode, text);
	assert_int_equal(
	    ini_load(tree_path("gateways.d/bank.ini"), 0, &ini, &problems), 0);
	result = secret_load(
	    ini, "gateway", "api_password", &arena, &value, &problems);
	ini_free(ini);
	return result;
}

static int
load_file(const char *content, size_t len)
{
	FILE *file;

	tree_write("gateways.d/bank.secret", 0640, "");
	file = fopen(tree_path("gateways.d/bank.secret"), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(content, 1, len, file), len);
	fclose(file);
	return load(0644, "api_password_file = bank.secret\n");
}

static void
without_a_secret_there_is_none_and_no_error(void **state)
{
	(void)state;
	assert_int_equal(
	    load(0644, "api_password =\napi_password_file =\n"), 0);
	assert_null(value);
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_secret_in_the_file_is_read_when_others_cannot_read_it(void **state)
{
	(void)state;
	assert_int_equal(load(0640, "api_password = 'a;b#c d'\n"), 0);
	assert_string_equal(value, "a;b#c d");
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_secret_in_a_file_that_everybody_reads_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(load(0644, "api_password = Planted1\n"), -1);
	assert_null(value);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "bank.ini", 2, "api_password", "0644"));
	assert_true(
	    tree_has(&problems, PROBLEM_ERROR, NULL, 2, NULL, "chmod o-rwx"));
	assert_null(strstr(problems_get(&problems, 0)->text, "Planted1"));
}

static void
both_kinds_at_once_are_an_error(void **state)
{
	(void)state;
	assert_int_equal(
	    load(0640, "api_password = abcd\napi_password_file = x\n"), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
	    "api_password", "api_password_file is given too"));
}

static void
one_newline_at_the_end_of_a_file_does_not_count(void **state)
{
	(void)state;
	assert_int_equal(load_file("s3cret\n", 7), 0);
	assert_string_equal(value, "s3cret");
	assert_int_equal(load_file("s3cret\r\n", 8), 0);
	assert_string_equal(value, "s3cret");
	assert_int_equal(load_file("s3cret", 6), 0);
	assert_string_equal(value, "s3cret");
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(load_file("s3cret\n\n", 8), 0);
	assert_string_equal(value, "s3cret\n");
	assert_true(tree_has(&problems, PROBLEM_WARNING, "bank.ini", 2,
	    "api_password_file", "several lines"));
}

static void
a_file_beside_the_gateways_or_anywhere_is_found(void **state)
{
	char line[300];

	(void)state;
	tree_write("gateways.d/secrets/bank", 0600, "one-secret\n");
	assert_int_equal(load(0644, "api_password_file = secrets/bank\n"), 0);
	assert_string_equal(value, "one-secret");
	tree_write("other", 0600, "two-secret\n");
	snprintf(
	    line, sizeof(line), "api_password_file = %s\n", tree_path("other"));
	assert_int_equal(load(0644, line), 0);
	assert_string_equal(value, "two-secret");
	assert_int_equal(problems_count(&problems), 0);
}

static void
credentials_of_the_service_are_looked_at_next(void **state)
{
	(void)state;
	tree_write("credentials/bank", 0400, "from-systemd\n");
	setenv("CREDENTIALS_DIRECTORY", tree_path("credentials"), 1);
	assert_int_equal(load(0644, "api_password_file = bank\n"), 0);
	assert_string_equal(value, "from-systemd");
	tree_write("gateways.d/bank", 0600, "from-beside\n");
	assert_int_equal(load(0644, "api_password_file = bank\n"), 0);
	assert_string_equal(value, "from-beside");
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_file_that_is_missing_is_named_with_its_place(void **state)
{
	(void)state;
	assert_int_equal(load(0644, "api_password_file = secrets/bank\n"), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
	    "api_password_file",
	    "cannot open secrets/bank: No such file or directory"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, NULL, -1, NULL,
	    "/gateways.d/secrets/bank"));
	assert_int_equal(problems_count(&problems), 1);
}

static void
a_file_that_may_not_be_read_is_told_in_one_sentence(void **state)
{
	struct ini *ini;
	int status;
	pid_t child;

	(void)state;
	tree_write("gateways.d/secrets/bank", 0600, "s3cret\n");
	tree_write("gateways.d/bank.ini", 0644,
	    "[gateway]\napi_password_file = secrets/bank\n");
	if (geteuid() != 0)
		assert_int_equal(
		    chmod(tree_path("gateways.d/secrets/bank"), 0), 0);
	/* As another user, since root may read everything. */
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 &&
		    (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(2);
		if (ini_load(tree_path("gateways.d/bank.ini"), 0, &ini,
			&problems) != 0)
			_exit(3);
		if (secret_load(ini, "gateway", "api_password", &arena, &value,
			&problems) != -1)
			_exit(4);
		_exit(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
			  "api_password_file",
			  "cannot open secrets/bank: Permission denied") ?
			0 :
			5);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
content_that_cannot_be_a_secret_is_refused(void **state)
{
	static const struct {
		const char *content;
		size_t len;
		const char *part;
	} cases[] = {
		{ "", 0, "bank.secret is empty" },
		{ "\n", 1, "is empty" },
		{ "ab\0cd", 5, "NUL" },
		{ "\xef\xbb\xbfs3cret\n", 10, "byte order mark" },
		{ "s3cret\xff\n", 8, "not UTF-8" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(load_file(cases[i].content, cases[i].len), -1);
		assert_null(value);
		assert_int_equal(problems_count(&problems), 1);
		assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
		    "api_password_file", cases[i].part));
		problems_fini(&problems);
	}
}

static void
the_largest_secret_is_read_and_a_larger_one_refused(void **state)
{
	static char content[SECRET_MAX + 3];

	(void)state;
	memset(content, 'k', sizeof(content));
	content[SECRET_MAX] = '\r';
	content[SECRET_MAX + 1] = '\n';
	assert_int_equal(load_file(content, SECRET_MAX + 2), 0);
	assert_int_equal(strlen(value), SECRET_MAX);
	content[SECRET_MAX] = 'k';
	assert_int_equal(load_file(content, SECRET_MAX + 1), -1);
	content[SECRET_MAX + 1] = 'k';
	assert_int_equal(load_file(content, SECRET_MAX + 3), -1);
	assert_int_equal(problems_errors(&problems), 2);
}

static void
a_folder_in_place_of_a_file_is_refused(void **state)
{
	(void)state;
	tree_write("gateways.d/dir/x", 0600, "");
	assert_int_equal(load(0644, "api_password_file = dir\n"), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
	    "api_password_file", "dir is a folder"));
}

static void
what_is_most_likely_a_slip_is_a_warning(void **state)
{
	(void)state;
	assert_int_equal(load_file("abc\n", 4), 0);
	assert_true(tree_has(
	    &problems, PROBLEM_WARNING, "bank.ini", 2, NULL, "fewer than 4"));
	problems_fini(&problems);
	assert_int_equal(load_file("secret \n", 8), 0);
	assert_true(
	    tree_has(&problems, PROBLEM_WARNING, NULL, 2, NULL, "blank"));
	problems_fini(&problems);
	assert_int_equal(load_file("-----BEGIN PRIVATE KEY-----\nx\n", 30), 0);
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_file_that_everybody_reads_is_a_warning(void **state)
{
	(void)state;
	tree_write("gateways.d/open", 0644, "s3cret\n");
	assert_int_equal(load(0644, "api_password_file = open\n"), 0);
	assert_string_equal(value, "s3cret");
	assert_true(tree_has(&problems, PROBLEM_WARNING, "bank.ini", 2,
	    "api_password_file", "open can be read by everybody"));
}

static void
a_file_that_everybody_may_write_is_refused(void **state)
{
	(void)state;
	tree_write("gateways.d/open", 0666, "s3cret\n");
	assert_int_equal(load(0644, "api_password_file = open\n"), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", 2,
	    "api_password_file", "written by everybody"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(without_a_secret_there_is_none_and_no_error),
		TEST(a_secret_in_the_file_is_read_when_others_cannot_read_it),
		TEST(a_secret_in_a_file_that_everybody_reads_is_an_error),
		TEST(both_kinds_at_once_are_an_error),
		TEST(one_newline_at_the_end_of_a_file_does_not_count),
		TEST(a_file_beside_the_gateways_or_anywhere_is_found),
		TEST(credentials_of_the_service_are_looked_at_next),
		TEST(a_file_that_is_missing_is_named_with_its_place),
		TEST(a_file_that_may_not_be_read_is_told_in_one_sentence),
		TEST(content_that_cannot_be_a_secret_is_refused),
		TEST(the_largest_secret_is_read_and_a_larger_one_refused),
		TEST(a_folder_in_place_of_a_file_is_refused),
		TEST(what_is_most_likely_a_slip_is_a_warning),
		TEST(a_file_that_everybody_reads_is_a_warning),
		TEST(a_file_that_everybody_may_write_is_refused),
#undef TEST
	};

	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}

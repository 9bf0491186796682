/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests where plugins are searched, by which path they are opened, and whose
 * files are believed.
 */
#define COMPAT_WANT_GNU
#include "descriptor.h"
#include "loader_fixture.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ltdl.h>

/* A user and group that own nothing. */
#define NOBODY 65534

static void
a_missing_provider_is_told_with_the_nearest_one(void **state)
{
	(void)state;
	mock_dir_add(dir, "older");
	mock_dir_add(dir, "newer");
	assert_int_equal(loader_open(loader, "oldr", &provider, &problems), -1);
	assert_problem("plugin-missing", NULL,
	    "there is no provider \"oldr\": no file oldr.so in /tmp/",
	    "did you mean \"older\"? There are: newer, older");
	assert_int_equal(loader_open(loader, "acme", &provider, &problems), -1);
	assert_problem("plugin-missing", NULL, "acme.so",
	    "install the package that holds acme.so, or take one of: newer, "
	    "older");
}

static void
a_name_that_is_a_path_or_no_word_is_refused(void **state)
{
	static const char *const names[] = {
		"",
		"../ok",
		"/tmp/ok",
		"ok.so",
		"ok.la",
		"Ok",
		"1ok",
		"_ok",
		"o k",
		"öl",
		"ok\n",
	};
	size_t i;

	(void)state;
	mock_dir_add(dir, "ok");
	for (i = 0; i < ARRAY_LEN(names); i++) {
		assert_int_equal(
		    loader_open(loader, names[i], &provider, &problems), -1);
		assert_problem(
		    "plugin-name", NULL, "is no provider's name", "use a-z");
	}
	assert_true(descriptor_name_valid("china_mobile2"));
}

static void
nothing_but_the_exact_file_is_opened(void **state)
{
	FILE *file;
	char path[200];

	(void)state;
	snprintf(path, sizeof(path), "%s/ok.la", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "dlname='ok.so'\nlibdir='%s'\n", dir);
	fclose(file);
	setenv("LTDL_LIBRARY_PATH", mock_dir_built(), 1);
	setenv("LD_LIBRARY_PATH", mock_dir_built(), 1);
	assert_int_equal(
	    loader_open(loader, "older", &provider, &problems), -1);
	assert_problem("plugin-missing", NULL, "older.so", "older.so");
	assert_int_equal(loader_open(loader, "ok", &provider, &problems), -1);
	assert_problem("plugin-missing", NULL, "ok.so", "ok.so");
	unsetenv("LTDL_LIBRARY_PATH");
	unsetenv("LD_LIBRARY_PATH");
}

static void
a_file_that_others_may_write_is_refused(void **state)
{
	(void)state;
	mock_dir_add(dir, "ok");
	chmod(mock_dir_file(dir, "ok"), 0646);
	assert_refused("ok", "plugin-owner",
	    "may be written by everybody (mode 0646)", "chmod 0644 /tmp/");
	chmod(mock_dir_file(dir, "ok"), 0644);
	assert_loads("ok");
}

static void
an_installed_folder_that_others_may_write_is_refused(void **state)
{
	struct loader *development = loader_new_empty();

	(void)state;
	mock_dir_add(dir, "ok");
	chmod(dir, 0757);
	assert_refused(
	    "ok", "plugin-owner", "may be written by everybody", "chmod 0755");
	loader_add_folder(development, dir);
	assert_int_equal(
	    loader_open(development, "ok", &provider, &problems), 0);
	loader_free(development);
	chmod(dir, 0755);
}

static void
a_file_of_another_user_is_refused(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		print_message("# not root: cannot give a file away\n");
		return;
	}
	mock_dir_add(dir, "ok");
	assert_int_equal(chown(mock_dir_file(dir, "ok"), NOBODY, 0), 0);
	assert_refused(
	    "ok", "plugin-owner", "belongs to user 65534", "chown root /tmp/");
	/* Its folder's owner could replace it, which is no excuse for code. */
	assert_int_equal(chown(dir, NOBODY, 0), 0);
	loader_free(loader);
	loader = loader_new_empty();
	assert_int_equal(loader_add_folder(loader, dir), 0);
	assert_refused(
	    "ok", "plugin-owner", "belongs to user 65534", "chown root /tmp/");
}

static void
what_is_no_regular_file_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir(mock_dir_file(dir, "folder"), 0755), 0);
	assert_refused(
	    "folder", "plugin-unreadable", "a folder", "name a file");
	assert_int_equal(mkfifo(mock_dir_file(dir, "pipe"), 0600), 0);
	assert_refused("pipe", "plugin-unreadable", "a pipe", "name a file");
	assert_int_equal(
	    symlink("/nowhere/acme.so", mock_dir_file(dir, "dangling")), 0);
	assert_refused("dangling", "plugin-unreadable", "does not exist",
	    "correct the path");
}

static void
a_file_named_by_its_path_is_loaded_from_anywhere(void **state)
{
	const struct smsgw_provider *again;

	(void)state;
	mock_dir_add(dir, "ok");
	mock_dir_add(dir, "older");
	chmod(dir, 0757);
	assert_int_equal(loader_open_file(loader, mock_dir_file(dir, "older"),
			     &provider, &problems),
	    0);
	assert_string_equal(provider->name, "older");
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(
	    loader_open_file(loader, "ok.so", &provider, &problems), 0);
	assert_string_equal(provider->name, "ok");
	assert_int_equal(
	    loader_open_file(loader, "./ok.so", &again, &problems), 0);
	assert_ptr_equal(provider, again);
	assert_int_equal(chdir("/"), 0);
	chmod(dir, 0755);
}

/* Whether the linker knows the provider's file by a name that begins so. */
static bool
is_opened_as(const char *beginning)
{
	Dl_info info;

	assert_int_not_equal(dladdr(provider, &info), 0);
	return strncmp(info.dli_fname, beginning, strlen(beginning)) == 0;
}

static void
an_installed_file_is_opened_by_path_others_by_descriptor(void **state)
{
	(void)state;
	mock_dir_add(dir, "ok");
	mock_dir_add(dir, "older");
	assert_loads("ok");
	assert_true(is_opened_as(dir));
	assert_int_equal(loader_open_file(loader, mock_dir_file(dir, "older"),
			     &provider, &problems),
	    0);
	assert_true(is_opened_as("/proc/self/fd/"));
	assert_null(lt_dlloader_find("lt_dlopen"));
}

static void
a_file_named_by_its_path_is_checked_itself(void **state)
{
	(void)state;
	mock_dir_add(dir, "ok");
	chmod(mock_dir_file(dir, "ok"), 0666);
	assert_int_equal(loader_open_file(loader, mock_dir_file(dir, "ok"),
			     &provider, &problems),
	    -1);
	assert_problem("plugin-owner", mock_dir_file(dir, "ok"),
	    "may be written by everybody", "chmod");
	mock_dir_add(dir, "undefined");
	assert_int_equal(
	    loader_open_file(
		loader, mock_dir_file(dir, "undefined"), &provider, &problems),
	    -1);
	assert_problem("plugin-symbol", mock_dir_file(dir, "undefined"),
	    "mock_function_that_nobody_has", "vendor");
	assert_int_equal(
	    loader_open_file(loader, "/nowhere/ok.so", &provider, &problems),
	    -1);
	assert_problem("plugin-missing", "/nowhere/ok.so", "No such file",
	    "correct the path");
	assert_int_equal(
	    loader_open_file(loader, "/tmp/ok.la", &provider, &problems), -1);
	assert_problem(
	    "plugin-name", "/tmp/ok.la", "no plugin's file name", "NAME.so");
}

static void
the_first_folder_that_has_the_name_is_taken(void **state)
{
	char *second = mock_dir_new();
	struct loader_list list;
	struct buf path;

	(void)state;
	mock_dir_add(dir, "ok");
	mock_dir_add(second, "ok");
	mock_dir_add(second, "newer");
	mock_dir_add_changed(second, "ok", "Not-a-name", NULL, NULL, 0);
	assert_int_equal(loader_add_folder(loader, second), 0);
	assert_int_equal(loader_add_folder(loader, "/nowhere"), 0);
	buf_init(&path, 500);
	assert_int_equal(loader_find(loader, "ok", &path, &problems), 0);
	assert_string_equal(buf_str(&path), mock_dir_file(dir, "ok"));
	buf_reset(&path);
	assert_int_equal(loader_find(loader, "newer", &path, &problems), 0);
	assert_string_equal(buf_str(&path), mock_dir_file(second, "newer"));
	buf_fini(&path);
	assert_int_equal(loader_list(loader, &list, &problems), 0);
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].name, "newer");
	assert_string_equal(list.items[1].name, "ok");
	assert_string_equal(list.items[1].path, mock_dir_file(dir, "ok"));
	assert_int_equal(problems_count(&problems), 0);
	loader_list_fini(&list);
	mock_dir_free(second);
}

/* Whether the loader made for a process finds "older" in the folder. */
static int
search_path_has_older(void)
{
	struct loader *usual = loader_new();
	struct buf path;
	int found;

	buf_init(&path, 500);
	found = loader_find(usual, "older", &path, NULL) == 0 &&
	    strcmp(buf_str(&path), mock_dir_file(dir, "older")) == 0;
	buf_fini(&path);
	loader_free(usual);
	return found;
}

static void
the_search_path_is_for_the_unprivileged_alone(void **state)
{
	char list[200];
	int status = 0;
	pid_t child;

	(void)state;
	mock_dir_add(dir, "older");
	assert_false(search_path_has_older());
	snprintf(list, sizeof(list), "relative:%s/:", dir);
	setenv("SMSGW_PROVIDER_PATH", list, 1);
	assert_true(search_path_has_older());
	child = geteuid() == 0 ? fork() : -1;
	if (child == 0)
		_exit(setreuid(NOBODY, 0) != 0 || search_path_has_older());
	if (child > 0)
		waitpid(child, &status, 0);
	else
		print_message("# not root: cannot be privileged\n");
	assert_int_equal(status, 0);
	unsetenv("SMSGW_PROVIDER_PATH");
}

/* In a child: an unprivileged user loads an installed and another file. */
static int
load_as_nobody(void)
{
	if (setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
		return 1;
	if (loader_open(loader, "newer", &provider, &problems) != 0)
		return 2;
	if (loader_open_file(
		loader, mock_dir_file(dir, "older"), &provider, &problems) != 0)
		return 3;
	return 0;
}

static void
an_unprivileged_user_loads_what_belongs_to_root(void **state)
{
	int status;
	pid_t child;

	(void)state;
	if (geteuid() != 0) {
		print_message("# not root: the other tests show this\n");
		return;
	}
	mock_dir_add(dir, "newer");
	mock_dir_add(dir, "older");
	child = fork();
	if (child == 0)
		_exit(load_as_nobody());
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_missing_provider_is_told_with_the_nearest_one),
		TEST(a_name_that_is_a_path_or_no_word_is_refused),
		TEST(nothing_but_the_exact_file_is_opened),
		TEST(a_file_that_others_may_write_is_refused),
		TEST(an_installed_folder_that_others_may_write_is_refused),
		TEST(a_file_of_another_user_is_refused),
		TEST(what_is_no_regular_file_is_refused),
		TEST(a_file_named_by_its_path_is_loaded_from_anywhere),
		TEST(an_installed_file_is_opened_by_path_others_by_descriptor),
		TEST(a_file_named_by_its_path_is_checked_itself),
		TEST(the_first_folder_that_has_the_name_is_taken),
		TEST(the_search_path_is_for_the_unprivileged_alone),
		TEST(an_unprivileged_user_loads_what_belongs_to_root),
	};

	return cmocka_run_group_tests_name("loader_path", tests, NULL, NULL);
}

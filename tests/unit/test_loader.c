/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests finding and loading plugins, and that each way in which that can fail
 * names the file, the fact and the cure.  The mocks are made odd on purpose.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "descriptor.h"
#include "loader.h"
#include "mock_dir.h"

/* A user and group that own nothing. */
#define NOBODY 65534

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

static void
a_provider_is_loaded_once_however_often_it_is_asked_for(void **state)
{
	const struct smsgw_provider *first;
	struct loader *other = loader_new_empty();

	(void)state;
	mock_dir_add(dir, "ok");
	assert_loads("ok");
	first = provider;
	assert_string_equal(provider->title, "Mock");
	assert_loads("ok");
	assert_ptr_equal(provider, first);
	loader_add_installed(other, dir);
	assert_int_equal(loader_open(other, "ok", &provider, &problems), 0);
	assert_ptr_equal(provider, first);
	loader_free(other);
	assert_int_equal(provider->http->size, sizeof(struct smsgw_http));
}

static void
an_older_minor_loads_and_is_read_as_far_as_it_goes(void **state)
{
	struct smsgw_http http;

	(void)state;
	mock_dir_add(dir, "older");
	assert_loads("older");
	assert_string_equal(descriptor_title_zh(provider), "Mock");
	http = descriptor_http(provider);
	assert_true(http.send.build != NULL);
	assert_true(http.login.build == NULL);
	assert_true(http.receive == NULL);
}

static void
a_newer_minor_loads_with_a_warning_for_unknown_words(void **state)
{
	(void)state;
	mock_dir_add(dir, "newer");
	assert_int_equal(loader_open(loader, "newer", &provider, &problems), 0);
	assert_int_equal(problems_errors(&problems), 0);
	assert_int_equal(problems_count(&problems), 2);
	assert_string_equal(descriptor_param(provider, 1)->name, "colour");
	assert_null(descriptor_param(provider, 2));
	assert_string_equal(
	    descriptor_code_find(provider, "E1")->fix, "set colour");
	assert_problem("plugin-table", mock_dir_file(dir, "newer"),
	    "parameter \"colour\" has an unknown type: 40",
	    "install a newer smsgw");
}

static void
another_major_version_is_refused_with_both_numbers(void **state)
{
	(void)state;
	mock_dir_add(dir, "major");
	assert_refused("major", "plugin-abi",
	    "made for provider ABI 2, this smsgw offers 0",
	    "install a matching major or smsgw");
}

static void
a_table_without_a_size_is_refused(void **state)
{
	(void)state;
	mock_dir_add(dir, "size_zero");
	assert_refused("size_zero", "plugin-abi", "0 bytes long",
	    "install a matching size_zero or smsgw");
}

static void
a_provider_that_calls_itself_otherwise_is_refused(void **state)
{
	(void)state;
	mock_dir_add(dir, "misnamed");
	assert_refused("misnamed", "plugin-name",
	    "calls itself \"somebody_else\", the file says \"misnamed\"",
	    "name the file somebody_else.so");
}

static void
a_renamed_file_is_refused(void **state)
{
	(void)state;
	mock_dir_add_changed(dir, "ok", "renamed", NULL, NULL, 0);
	assert_refused("renamed", "plugin-symbol",
	    "no function renamed_LTX_smsgw_provider()", "give the file");
}

static void
a_shared_object_that_is_no_provider_is_refused(void **state)
{
	(void)state;
	mock_dir_add(dir, "no_entry");
	assert_refused("no_entry", "plugin-symbol",
	    "no function no_entry_LTX_smsgw_provider()", "SMSGW_PROVIDER()");
	assert_refused("no_entry", "plugin-symbol",
	    "no function no_entry_LTX_smsgw_provider()", "SMSGW_PROVIDER()");
}

static void
an_entry_that_returns_nothing_is_refused(void **state)
{
	(void)state;
	mock_dir_add(dir, "entry_null");
	assert_refused(
	    "entry_null", "plugin-table", "returned no provider", "vendor");
}

static void
a_contradictory_table_is_refused_with_every_fault(void **state)
{
	(void)state;
	mock_dir_add(dir, "bad_table");
	assert_int_equal(
	    loader_open(loader, "bad_table", &provider, &problems), -1);
	assert_int_equal(problems_errors(&problems), 3);
	assert_problem("plugin-table", mock_dir_file(dir, "bad_table"),
	    "\"api_password\" is SECRET and has a preset", "vendor");
}

static void
an_undefined_symbol_is_named(void **state)
{
	(void)state;
	mock_dir_add(dir, "undefined");
	assert_refused("undefined", "plugin-symbol",
	    "\"mock_function_that_nobody_has\"", "linked completely");
}

static void
a_missing_library_is_named(void **state)
{
	(void)state;
	mock_dir_add(dir, "needs_lib");
	assert_loads("needs_lib");
	mock_dir_add_changed(
	    dir, "needs_lib", "lost_lib", "libm.so.6", "libq.so.6", 0);
	assert_refused("lost_lib", "plugin-dependency",
	    "needs the library libq.so.6, which cannot be opened",
	    "install the package that holds libq.so.6");
}

static void
a_damaged_file_is_called_damaged(void **state)
{
	FILE *file;

	(void)state;
	mock_dir_add_changed(dir, "ok", "cut", NULL, NULL, 60);
	assert_refused("cut", "plugin-unreadable", "file too short",
	    "install the plugin again");
	file = fopen(mock_dir_file(dir, "prose"), "w");
	assert_non_null(file);
	fprintf(file, "%0300d\n", 0);
	fclose(file);
	assert_refused("prose", "plugin-unreadable", "invalid ELF header",
	    "install the plugin again");
}

static void
one_broken_provider_does_not_disturb_the_others(void **state)
{
	(void)state;
	mock_dir_add(dir, "undefined");
	mock_dir_add(dir, "ok");
	assert_refused("undefined", "plugin-symbol", "uses", "vendor");
	assert_loads("ok");
}

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
	assert_true(loader_name_valid("china_mobile2"));
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_provider_is_loaded_once_however_often_it_is_asked_for),
		TEST(an_older_minor_loads_and_is_read_as_far_as_it_goes),
		TEST(a_newer_minor_loads_with_a_warning_for_unknown_words),
		TEST(another_major_version_is_refused_with_both_numbers),
		TEST(a_table_without_a_size_is_refused),
		TEST(a_provider_that_calls_itself_otherwise_is_refused),
		TEST(a_renamed_file_is_refused),
		TEST(a_shared_object_that_is_no_provider_is_refused),
		TEST(an_entry_that_returns_nothing_is_refused),
		TEST(a_contradictory_table_is_refused_with_every_fault),
		TEST(an_undefined_symbol_is_named),
		TEST(a_missing_library_is_named),
		TEST(a_damaged_file_is_called_damaged),
		TEST(one_broken_provider_does_not_disturb_the_others),
		TEST(a_missing_provider_is_told_with_the_nearest_one),
		TEST(a_name_that_is_a_path_or_no_word_is_refused),
		TEST(nothing_but_the_exact_file_is_opened),
		TEST(a_file_that_others_may_write_is_refused),
		TEST(an_installed_folder_that_others_may_write_is_refused),
		TEST(a_file_of_another_user_is_refused),
		TEST(what_is_no_regular_file_is_refused),
		TEST(a_file_named_by_its_path_is_loaded_from_anywhere),
		TEST(a_file_named_by_its_path_is_checked_itself),
		TEST(the_first_folder_that_has_the_name_is_taken),
		TEST(the_search_path_is_for_the_unprivileged_alone),
		TEST(an_unprivileged_user_loads_what_belongs_to_root),
	};

	return cmocka_run_group_tests_name("loader", tests, NULL, NULL);
}

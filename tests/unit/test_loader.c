/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests loading plugins of every age, and that each way in which a file can
 * be broken names the file, the fact and the cure.  The mocks are made odd on
 * purpose.
 */
#include "loader_fixture.h"

#include <stdio.h>

#include "descriptor.h"

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
	};

	return cmocka_run_group_tests_name("loader", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests providers that are linked into the program, as in a static build:
 * libtool's table of preloaded symbols is written here by hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <ltdl.h>

#include "../mock/mock.h"
#include "loader.h"
#include "probe.h"

static const struct smsgw_provider inside = {
	MOCK_HEAD,
	MOCK_MEMBERS("inside"),
};

static const struct smsgw_provider odd = {
	MOCK_HEAD,
	MOCK_MEMBERS("even"),
};

SMSGW_PROVIDER(inside, inside)
SMSGW_PROVIDER(odd, odd)

static struct loader *loader;
static struct problems problems;

/* A symbol's address as libtool's table has it. */
static void *
address(const struct smsgw_provider *(*function)(void))
{
	void *object;

	memcpy(&object, &function, sizeof(object));
	return object;
}

static int
setup(void **state)
{
	static lt_dlsymlist symbols[6];

	(void)state;
	symbols[0].name = "@PROGRAM@";
	symbols[1].name = "inside.a";
	symbols[2].name = "inside_LTX_smsgw_provider";
	symbols[2].address = address(inside_LTX_smsgw_provider);
	symbols[3].name = "odd.a";
	symbols[4].name = "odd_LTX_smsgw_provider";
	symbols[4].address = address(odd_LTX_smsgw_provider);
	lt_dlpreload_default(symbols);
	loader = loader_new_empty();
	problems_init(&problems);
	return loader != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	loader_free(loader);
	problems_fini(&problems);
	return 0;
}

static void
a_builtin_provider_is_found_without_a_file(void **state)
{
	const struct smsgw_provider *provider;
	struct buf path;

	(void)state;
	buf_init(&path, 100);
	assert_int_equal(loader_find(loader, "inside", &path, &problems), 0);
	assert_string_equal(buf_str(&path), "inside (built in)");
	buf_fini(&path);
	assert_int_equal(
	    loader_open(loader, "inside", &provider, &problems), 0);
	assert_ptr_equal(provider, &inside);
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_builtin_provider_is_checked_as_any_other(void **state)
{
	const struct smsgw_provider *provider;

	(void)state;
	assert_int_equal(loader_open(loader, "odd", &provider, &problems), -1);
	assert_null(provider);
	assert_string_equal(problems_get(&problems, 0)->code, "plugin-name");
	problems_fini(&problems);
	assert_int_equal(
	    loader_open(loader, "other", &provider, &problems), -1);
	assert_string_equal(problems_get(&problems, 0)->code, "plugin-missing");
	problems_fini(&problems);
}

static void
builtin_providers_are_listed_and_described(void **state)
{
	json_t *all, *entry;

	(void)state;
	assert_int_equal(probe_describe_all(loader, &all, &problems), 0);
	assert_int_equal(json_array_size(all), 2);
	entry = json_array_get(all, 0);
	assert_string_equal(
	    json_string_value(json_object_get(entry, "name")), "inside");
	assert_string_equal(
	    json_string_value(json_object_get(entry, "state")), "ok");
	assert_true(json_is_null(json_object_get(entry, "file")));
	entry = json_array_get(all, 1);
	assert_string_equal(
	    json_string_value(json_object_get(entry, "state")), "broken");
	json_decref(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_builtin_provider_is_found_without_a_file),
		cmocka_unit_test(a_builtin_provider_is_checked_as_any_other),
		cmocka_unit_test(builtin_providers_are_listed_and_described),
	};

	return cmocka_run_group_tests_name(
	    "loader_builtin", tests, setup, teardown);
}

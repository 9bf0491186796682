/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests that what the dynamic linker says is put into words that name the
 * library or symbol and the cure; the sentences are the C library's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "loader_module.h"

static const char path[] = "/opt/acme.so";

/* The linker's words about the plugin must become a problem of these. */
static void
assert_explained(const char *opened_as, const char *words, const char *code,
    const char *text, const char *cure)
{
	const struct problem *problem;
	struct problems problems;

	problems_init(&problems);
	loader_explain(path, opened_as, words, &problems);
	assert_int_equal(problems_count(&problems), 1);
	problem = problems_get(&problems, 0);
	assert_string_equal(problem->file, path);
	assert_string_equal(problem->code, code);
	assert_string_equal(problem->text, text);
	if (strstr(problem->fix, cure) == NULL)
		fail_msg("\"%s\" is not in: %s", cure, problem->fix);
	problems_fini(&problems);
}

static void
an_undefined_symbol_is_named_without_its_version(void **state)
{
	(void)state;
	assert_explained(path,
	    "/opt/acme.so: undefined symbol: EVP_md5, version OPENSSL_3.0.0",
	    "plugin-symbol",
	    "uses \"EVP_md5\", which neither the plugin nor a library of it "
	    "provides",
	    "vendor");
}

static void
a_file_opened_by_its_descriptor_is_called_by_its_path(void **state)
{
	(void)state;
	assert_explained("/proc/self/fd/7",
	    "/proc/self/fd/7: undefined symbol: f", "plugin-symbol",
	    "uses \"f\", which neither the plugin nor a library of it provides",
	    "vendor");
	assert_explained("/proc/self/fd/7",
	    "/lib/libc.so.6: version `GLIBC_2.99' not found (required by "
	    "/proc/self/fd/7)",
	    "plugin-dependency",
	    "needs a newer /lib/libc.so.6: version `GLIBC_2.99' not found "
	    "(required by /opt/acme.so)",
	    "built for this system");
}

static void
a_library_is_missing_or_of_the_wrong_kind(void **state)
{
	(void)state;
	assert_explained(path,
	    "libx.so.1: cannot open shared object file: No such file or "
	    "directory",
	    "plugin-dependency",
	    "needs the library libx.so.1, which cannot be opened",
	    "install the package that holds libx.so.1");
	assert_explained(path, "libx.so.1: wrong ELF class: ELFCLASS32",
	    "plugin-dependency",
	    "needs the library libx.so.1, which cannot be used: wrong ELF "
	    "class: ELFCLASS32",
	    "libx.so.1 again");
}

static void
a_file_that_may_not_be_executed_leads_to_its_mount(void **state)
{
	(void)state;
	assert_explained(path,
	    "/opt/acme.so: failed to map segment from shared object",
	    "plugin-unreadable",
	    "is damaged or no shared library for this machine: failed to map "
	    "segment from shared object",
	    "noexec");
}

static void
what_is_not_known_is_passed_on(void **state)
{
	(void)state;
	assert_explained(path, "Error relocating", "plugin-unreadable",
	    "cannot be loaded: Error relocating", "install");
	assert_explained(
	    path, "", "plugin-unreadable", "cannot be loaded: ", "install");
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_undefined_symbol_is_named_without_its_version),
		TEST(a_file_opened_by_its_descriptor_is_called_by_its_path),
		TEST(a_library_is_missing_or_of_the_wrong_kind),
		TEST(a_file_that_may_not_be_executed_leads_to_its_mount),
		TEST(what_is_not_known_is_passed_on),
	};

	return cmocka_run_group_tests_name("loader_explain", tests, NULL, NULL);
}

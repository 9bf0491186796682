/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests the reading of configuration files: a table of files with what they
 * hold, or what is wrong with them, written by hand; and thousands of made
 * files, where iniparser itself says what is right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iniparser/iniparser.h>

#include "buf.h"
#include "ini.h"
#include "safefile.h"

#define ROUNDS 20000

static void
data_path(char *path, size_t size, const char *rest)
{
	const char *source = getenv("SMSGW_SOURCE");

	snprintf(path, size, "%s/tests/data/ini/%s",
	    source == NULL ? "." : source, rest);
}

/* Reads a whole file of the test's own. */
static void
slurp(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");
	char chunk[1024];
	size_t n;

	if (file == NULL)
		fail_msg("cannot open %s", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
	assert_false(out->failed);
}

/* What ini holds, a line for each key, as the .expect files have it. */
static void
print_entries(const struct ini *ini, struct buf *out)
{
	const struct ini_entry *entry;
	size_t i;

	for (i = 0; i < ini->count; i++) {
		entry = &ini->entries[i];
		buf_printf(out, "%d [%s] %s = %s\n", entry->line,
		    entry->section, entry->key, entry->value);
	}
}

/* Problems, a line for each; each must say what to do. */
static void
print_problems(const struct problems *problems, struct buf *out)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		assert_non_null(problem->fix);
		assert_non_null(problem->code);
		assert_non_null(problem->file);
		buf_printf(out, "%d: ", problem->line);
		if (problem->key != NULL)
			buf_printf(out, "%s: ", problem->key);
		buf_printf(out, "%s\n", problem->text);
	}
}

/* Compares one file of the table with the text beside it. */
static void
check_file(const char *folder, const char *name, bool good)
{
	char path[4096], expect[4096];
	struct problems problems;
	struct buf expected, got;
	struct ini *ini = NULL;
	int result;

	snprintf(path, sizeof(path), "%.2000s/%.255s", folder, name);
	snprintf(expect, sizeof(expect), "%.2000s/%.*s.expect", folder,
	    (int)strlen(name) - 4, name);
	buf_init(&expected, 100000);
	buf_init(&got, 100000);
	problems_init(&problems);
	slurp(expect, &expected);
	result = ini_load(path, 0, &ini, &problems);
	print_problems(&problems, &got);
	if (good)
		print_entries(ini, &got);
	if (strcmp(buf_str(&got), buf_str(&expected)) != 0)
		fail_msg("%s:\n%s\nexpected:\n%s", path, buf_str(&got),
		    buf_str(&expected));
	assert_int_equal(result, good ? 0 : -1);
	ini_free(ini);
	problems_fini(&problems);
	buf_fini(&got);
	buf_fini(&expected);
}

/* Checks every .ini file of a folder; the number of them. */
static int
check_folder(const char *name, bool good)
{
	char path[2048];
	const struct dirent *entry;
	DIR *folder;
	size_t len;
	int count = 0;

	data_path(path, sizeof(path), name);
	folder = opendir(path);
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		len = strlen(entry->d_name);
		if (len < 5 || strcmp(entry->d_name + len - 4, ".ini") != 0)
			continue;
		check_file(path, entry->d_name, good);
		count++;
	}
	closedir(folder);
	return count;
}

static void
good_files_are_read_as_written_beside_them(void **state)
{
	(void)state;
	assert_true(check_folder("good", true) >= 11);
}

static void
bad_files_are_refused_with_all_that_is_wrong(void **state)
{
	(void)state;
	assert_true(check_folder("bad", false) >= 11);
}

static void
a_key_is_found_with_its_line(void **state)
{
	static const char text[] = "[A]\nK = 1\n\n[b]\nk = 2\n";
	struct problems problems;
	struct ini *ini;
	int line;

	(void)state;
	problems_init(&problems);
	assert_int_equal(
	    ini_parse("x", text, strlen(text), &ini, &problems), 0);
	assert_string_equal(ini_get(ini, "b", "k", &line), "2");
	assert_int_equal(line, 5);
	assert_string_equal(ini_get(ini, "a", "k", NULL), "1");
	assert_null(ini_get(ini, "a", "l", &line));
	assert_int_equal(line, 0);
	assert_null(ini_get(ini, "c", "k", NULL));
	assert_string_equal(ini->entries[0].written, "K");
	assert_int_equal(ini_section_line(ini, "b"), 4);
	assert_int_equal(ini_section_line(ini, "c"), 0);
	assert_int_equal(problems_count(&problems), 0);
	ini_free(ini);
	ini_free(NULL);
	problems_fini(&problems);
}

static void
what_could_be_read_of_a_bad_file_serves_further_checks(void **state)
{
	static const char text[] = "[a]\nk = 1\nbad\nl = 2\n[b:c]\nm = 3\n";
	struct problems problems;
	struct ini *ini;

	(void)state;
	problems_init(&problems);
	assert_int_equal(
	    ini_parse("x", text, strlen(text), &ini, &problems), -1);
	assert_non_null(ini);
	assert_string_equal(ini_get(ini, "a", "k", NULL), "1");
	assert_string_equal(ini_get(ini, "a", "l", NULL), "2");
	assert_int_equal(ini->count, 2);
	assert_int_equal(problems_errors(&problems), 2);
	ini_free(ini);
	problems_fini(&problems);
}

static void
no_message_repeats_a_value(void **state)
{
	static const char text[] =
	    "[a]\nk = pl4nt;ed\nk2 = 'pl4nt\n"
	    "pl4nted\nk3 = \"pl4\\nt\"\np l4nt = 2\nk4 = pl4nt \\\n pl4nt\n";
	struct problems problems;
	struct buf out;
	struct ini *ini;
	size_t i;

	(void)state;
	problems_init(&problems);
	buf_init(&out, 100000);
	assert_int_equal(
	    ini_parse("x", text, strlen(text), &ini, &problems), -1);
	for (i = 0; i < problems_count(&problems); i++)
		problem_format(problems_get(&problems, i), &out);
	assert_int_equal(problems_count(&problems), 7);
	assert_null(strstr(buf_str(&out), "l4"));
	ini_free(ini);
	buf_fini(&out);
	problems_fini(&problems);
}

static void
a_file_too_large_or_with_too_much_in_it_is_refused(void **state)
{
	struct problems problems;
	struct ini *ini;
	struct buf text;
	int i;

	(void)state;
	problems_init(&problems);
	buf_init(&text, 2 * INI_FILE_MAX);
	buf_puts(&text, "[a]\n");
	for (i = 0; i < 4097; i++)
		buf_printf(&text, "k%d = 1\n", i);
	assert_int_equal(
	    ini_parse("x", buf_str(&text), text.len, &ini, &problems), -1);
	assert_int_equal(problems_count(&problems), 1);
	assert_int_equal(problems_get(&problems, 0)->line, 4098);
	ini_free(ini);
	buf_reset(&text);
	for (i = 0; i < 1001; i++)
		buf_printf(&text, "[s%d]\n", i);
	assert_int_equal(
	    ini_parse("x", buf_str(&text), text.len, &ini, &problems), -1);
	assert_int_equal(problems_count(&problems), 2);
	assert_int_equal(problems_get(&problems, 1)->line, 1001);
	ini_free(ini);
	while (text.len <= INI_FILE_MAX)
		buf_puts(&text, "# comment\n");
	assert_int_equal(
	    ini_parse("x", buf_str(&text), text.len, &ini, &problems), -1);
	assert_null(ini);
	buf_fini(&text);
	problems_fini(&problems);
}

static void
a_folder_is_no_file_and_a_missing_file_may_be_allowed(void **state)
{
	struct problems problems;
	struct ini *ini;

	(void)state;
	problems_init(&problems);
	assert_int_equal(ini_load("/", 0, &ini, &problems), -1);
	assert_null(ini);
	assert_int_equal(problems_errors(&problems), 1);
	assert_int_equal(
	    ini_load("/nonexistent/a", SAFEFILE_OPTIONAL, &ini, &problems), 1);
	assert_null(ini);
	assert_int_equal(problems_errors(&problems), 1);
	assert_int_equal(ini_load("/nonexistent/a", 0, &ini, &problems), -1);
	assert_int_equal(problems_errors(&problems), 2);
	problems_fini(&problems);
}

/* A stream of numbers that is the same in every run. */
static unsigned
next_random(unsigned long long *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(*state >> 33);
}

/* Appends a form, its %u replaced by the number. */
static void
add_form(struct buf *out, const char *form, unsigned number)
{
	const char *mark = strstr(form, "%u");

	buf_add(out, form, (size_t)(mark - form));
	buf_printf(out, "%u%s", number, mark + 2);
}

/* Appends up to most pieces that parsers stumble over. */
static void
add_pieces(unsigned long long *random, unsigned most, struct buf *out)
{
	static const char *const pieces[] = { "[a]", "[", "]", "=", " = ", "\"",
		"'", ";", "#", "\\", "\n", "\r\n", " ", "\t", "k", "K", "'\n",
		"\"\n", ":", "x y", "''", "\"\"", "名", "\xc2\xa0", "\xc2\x85",
		"\v", "\xff", "..", "-1", "\nk = ", "%s", "\x01", "ab", "ab",
		"1", "2", "/", "+", "c d", "==", "''\n" };
	unsigned n = next_random(random) % (most + 1);

	while (n-- > 0)
		buf_puts(out, pieces[next_random(random) % ARRAY_LEN(pieces)]);
}

/* Makes a file: lines of the usual forms around, and between, such pieces. */
static void
make_file(unsigned long long *random, struct buf *out)
{
	static const char *const forms[] = { "k%u = ", "K%u=", "\tk%u\t=\t",
		"k%u = '", "k%u = \"", "  k.%u =", "# %u", "\n[s%u]",
		"[s%u ]" };
	static const char *const ends[] = { "", "", "", "'", "\"", "" };
	unsigned form, i, lines = next_random(random) % 8;

	buf_reset(out);
	if (next_random(random) % 8 != 0)
		buf_puts(out, "[s]\n");
	for (i = 0; i < lines; i++) {
		form = next_random(random) % ARRAY_LEN(forms);
		add_form(out, forms[form], i);
		if (form < 6)
			add_pieces(random, 3, out);
		if (form < ARRAY_LEN(ends))
			buf_puts(out, ends[form]);
		if (next_random(random) % 16 == 0)
			add_pieces(random, 2, out);
		if (i + 1 < lines || next_random(random) % 2 == 0)
			buf_puts(
			    out, next_random(random) % 4 == 0 ? "\r\n" : "\n");
	}
}

/* Fails unless iniparser reads from a file what the scan has found. */
static void
check_against_iniparser(
    const struct ini *ini, const struct buf *text, const char *path)
{
	FILE *file = fopen(path, "wb");
	const struct ini_entry *entry;
	dictionary *dict;
	const char *value;
	char name[1100];
	int keys = 0, i;

	assert_non_null(file);
	assert_int_equal(fwrite(buf_str(text), 1, text->len, file), text->len);
	assert_int_equal(fclose(file), 0);
	dict = iniparser_load(path);
	if (dict == NULL)
		fail_msg("iniparser refuses:\n%s", buf_str(text));
	assert_int_equal(iniparser_getnsec(dict), ini->section_count);
	for (i = 0; i < iniparser_getnsec(dict); i++)
		keys +=
		    iniparser_getsecnkeys(dict, iniparser_getsecname(dict, i));
	assert_int_equal(keys, ini->count);
	for (i = 0; i < (int)ini->count; i++) {
		entry = &ini->entries[i];
		snprintf(name, sizeof(name), "%.500s:%.500s", entry->section,
		    entry->key);
		value = iniparser_getstring(dict, name, NULL);
		if (value == NULL || strcmp(value, entry->value) != 0)
			fail_msg("differs in line %d of:\n%s", entry->line,
			    buf_str(text));
	}
	iniparser_freedict(dict);
}

static void
what_the_scan_accepts_iniparser_returns_exactly(void **state)
{
	char path[] = "/tmp/smsgw-test-ini-XXXXXX";
	unsigned long long random = 20240229;
	struct problems problems;
	struct buf text;
	struct ini *ini;
	size_t i;
	int round, accepted = 0, fd;

	(void)state;
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	buf_init(&text, 100000);
	for (round = 0; round < ROUNDS; round++) {
		problems_init(&problems);
		make_file(&random, &text);
		if (ini_parse("x", buf_str(&text), text.len, &ini, &problems) ==
		    0) {
			check_against_iniparser(ini, &text, path);
			accepted += ini->count > 0;
		}
		/* The second line of defence must have had nothing to do. */
		for (i = 0; i < problems_count(&problems); i++)
			assert_string_not_equal("config-unreadable",
			    problems_get(&problems, i)->code);
		ini_free(ini);
		problems_fini(&problems);
	}
	buf_fini(&text);
	unlink(path);
	assert_true(accepted > ROUNDS / 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_files_are_read_as_written_beside_them),
		cmocka_unit_test(bad_files_are_refused_with_all_that_is_wrong),
		cmocka_unit_test(a_key_is_found_with_its_line),
		cmocka_unit_test(
		    what_could_be_read_of_a_bad_file_serves_further_checks),
		cmocka_unit_test(no_message_repeats_a_value),
		cmocka_unit_test(
		    a_file_too_large_or_with_too_much_in_it_is_refused),
		cmocka_unit_test(
		    a_folder_is_no_file_and_a_missing_file_may_be_allowed),
		cmocka_unit_test(
		    what_the_scan_accepts_iniparser_returns_exactly),
	};

	return cmocka_run_group_tests_name("ini", tests, NULL, NULL);
}

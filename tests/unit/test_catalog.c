/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The error catalogue: complete in both languages, one row for each class of
 * provider.h, an entry for every code that the sources name, and none besides.
 */
#include "catalog.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include <smsgw/provider.h>

#include "buf.h"

#define SOURCE_MAX ((size_t)1024 * 1024)
#define PATH_SIZE 1024
#define CODES_MAX 512

static bool
is_chinese(const char *s)
{
	for (; s != NULL && *s != '\0'; s++) {
		if ((unsigned char)*s >= 0xe4)
			return true;
	}
	return false;
}

static bool
is_english(const char *s)
{
	return s != NULL && strlen(s) > 10 && !is_chinese(s);
}

static void
every_entry_has_its_sentences_in_both_languages(void **state)
{
	const struct catalog_entry *entry;
	size_t i;

	(void)state;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		if (!is_english(entry->text) || !is_chinese(entry->text_zh) ||
		    !is_english(entry->fix) || !is_chinese(entry->fix_zh))
			fail_msg("%s: a sentence is missing", entry->code);
		if (is_english(entry->help) != is_chinese(entry->help_zh))
			fail_msg("%s: help in one language", entry->code);
		assert_non_null(catalog_exit_text(entry->exit_code, false));
		assert_non_null(catalog_exit_text(entry->exit_code, true));
	}
	assert_int_equal(i, catalog_count());
	assert_true(i > 60);
}

static void
every_code_is_kebab_case_and_stands_once(void **state)
{
	const struct catalog_entry *entry;
	size_t i, k;

	(void)state;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		if (strspn(entry->code, "abcdefghijklmnopqrstuvwxyz-") !=
		    strlen(entry->code))
			fail_msg("%s: not kebab-case", entry->code);
		for (k = 0; k < i; k++) {
			if (strcmp(catalog_get(k)->code, entry->code) == 0)
				fail_msg("%s: stands twice", entry->code);
		}
		assert_ptr_equal(catalog_find(entry->code), entry);
	}
}

/* The last class of provider.h is SMSGW_CLASS_REFUSED, 23. */
static void
every_class_of_errors_has_exactly_one_row(void **state)
{
	const struct catalog_entry *entry;
	int found[24] = { 0 };
	size_t i;
	int error_class;

	(void)state;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		assert_in_range(entry->error_class, 0, 23);
		found[entry->error_class]++;
	}
	for (error_class = 1; error_class <= 23; error_class++) {
		assert_int_equal(found[error_class], 1);
		assert_int_equal(
		    catalog_for_class(error_class)->error_class, error_class);
	}
	assert_null(catalog_for_class(SMSGW_CLASS_NONE));
	assert_string_equal(catalog_for_class(9999)->code, "provider-refused");
}

/* The outcomes that delivery.md and the exit codes of interfaces.md fix. */
static void
exit_codes_follow_how_far_the_message_came(void **state)
{
	static const struct {
		const char *code;
		int exit_code;
	} cases[] = {
		{ "dns-unknown", 75 },
		{ "connect-refused", 75 },
		{ "tls-untrusted", 75 },
		{ "account-throttled", 75 },
		{ "quota-used-up", 75 },
		{ "expired", 75 },
		{ "request-reset", 76 },
		{ "answer-timeout", 76 },
		{ "answer-cut", 76 },
		{ "answer-server-error", 76 },
		{ "answer-redirect", 78 },
		{ "answer-not-found", 78 },
		{ "account-credentials", 77 },
		{ "number-invalid", 65 },
		{ "content-template-only", 65 },
		{ "content-text", 69 },
		{ "gateway-unknown", 78 },
		{ "secret-unreadable", 78 },
		{ "output-failed", 74 },
		{ "usage", 64 },
	};
	const struct catalog_entry *entry;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		entry = catalog_find(cases[i].code);
		if (entry == NULL || entry->exit_code != cases[i].exit_code)
			fail_msg(
			    "%s: not %d", cases[i].code, cases[i].exit_code);
	}
}

static void
a_mistyped_code_is_guessed(void **state)
{
	(void)state;
	assert_null(catalog_find("dns-unknwon"));
	assert_null(catalog_find(NULL));
	assert_string_equal(catalog_nearest("dns-unknwon"), "dns-unknown");
	assert_null(catalog_nearest("something else altogether"));
}

static void
who_must_act_has_the_names_of_the_trace(void **state)
{
	(void)state;
	assert_string_equal(catalog_who_name(SMSGW_WHO_NOBODY), "nobody");
	assert_string_equal(catalog_who_name(SMSGW_WHO_ADMIN), "admin");
	assert_string_equal(catalog_who_name(SMSGW_WHO_PROVIDER), "provider");
	assert_string_equal(catalog_who_name(SMSGW_WHO_SENDER), "sender");
	assert_string_equal(catalog_who_name(SMSGW_WHO_RECIPIENT), "recipient");
	assert_string_equal(catalog_who_name(SMSGW_WHO_VENDOR), "vendor");
	assert_string_equal(catalog_who_name(77), "nobody");
	assert_string_equal(
	    catalog_who_text(SMSGW_WHO_ADMIN, true), "网关管理员");
	assert_null(catalog_exit_text(1, false));
}

/*
 * What looks like a code: two or more words of small letters with - between,
 * the first of which is an area of the catalogue.
 */
static bool
looks_like_code(const char *s, size_t len)
{
	const struct catalog_entry *entry;
	const char *dash;
	size_t i, area;

	for (i = 0; i < len; i++) {
		if (s[i] != '-' && (s[i] < 'a' || s[i] > 'z'))
			return false;
	}
	dash = memchr(s, '-', len);
	if (dash == NULL || s[len - 1] == '-')
		return false;
	area = (size_t)(dash - s) + 1;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		if (strncmp(entry->code, s, area) == 0)
			return true;
	}
	return false;
}

/* Names words with a dash in string literals that are no codes. */
static bool
is_other_word(const char *word)
{
	static const char *const others[] = {
		"content-length",
		"content-type",
		"request-target",
		"content-encoding",
		"report-to",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(others); i++) {
		if (strcmp(others[i], word) == 0)
			return true;
	}
	return false;
}

/* How many codes of the sources the catalogue lacks. */
static int missing;

/* Which entries the sources name, by their index in the catalogue. */
static bool used[CODES_MAX];

/* Notes the codes that a source other than the catalogue's names. */
static void
note_used(const char *path, const char *text)
{
	const struct catalog_entry *entry;
	char quoted[80];
	size_t i;

	if (strstr(path, "/catalog_") != NULL)
		return;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		snprintf(quoted, sizeof(quoted), "\"%s\"", entry->code);
		used[i] = used[i] || strstr(text, quoted) != NULL;
	}
}

/* Checks the string literals of one source; how many codes it names. */
static int
check_text(const char *path, const char *text)
{
	const char *start, *end;
	char word[64];
	int found = 0;

	for (start = strchr(text, '"'); start != NULL;
	     start = strchr(end + 1, '"')) {
		start++;
		end = start + strcspn(start, "\"\n");
		if (*end == '\0')
			break;
		if (end == start || (size_t)(end - start) >= sizeof(word) ||
		    !looks_like_code(start, (size_t)(end - start)))
			continue;
		memcpy(word, start, (size_t)(end - start));
		word[end - start] = '\0';
		if (is_other_word(word))
			continue;
		found++;
		if (catalog_find(word) == NULL) {
			print_message("# %s: no entry for %s\n", path, word);
			missing++;
		}
	}
	return found;
}

static int
check_file(const char *path)
{
	struct buf text;
	char chunk[4096];
	size_t got;
	FILE *f;
	int found;

	f = fopen(path, "r");
	assert_non_null(f);
	buf_init(&text, SOURCE_MAX);
	while ((got = fread(chunk, 1, sizeof(chunk), f)) > 0)
		assert_int_equal(buf_add(&text, chunk, got), 0);
	fclose(f);
	found = check_text(path, buf_str(&text));
	note_used(path, buf_str(&text));
	buf_fini(&text);
	return found;
}

static int
check_folder(const char *folder)
{
	char path[2 * PATH_SIZE];
	struct dirent *entry;
	DIR *dir;
	size_t len;
	int found = 0;

	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		len = strlen(entry->d_name);
		if (len < 3 || strcmp(entry->d_name + len - 2, ".c") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		found += check_file(path);
	}
	closedir(dir);
	return found;
}

/* A class's row is found by its number. */
static void
assert_all_used(void)
{
	const struct catalog_entry *entry;
	size_t i;

	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		if (entry->error_class == SMSGW_CLASS_NONE && !used[i])
			fail_msg("%s: no source names it", entry->code);
	}
}

static void
the_catalogue_has_the_codes_that_the_sources_name_and_no_others(void **state)
{
	static const char *const folders[] = { "core/lib", "core/cli" };
	const char *source;
	char folder[PATH_SIZE];
	size_t i;
	int found = 0;

	(void)state;
	source = getenv("SMSGW_SOURCE");
	if (source == NULL)
		source = ".";
	for (i = 0; i < ARRAY_LEN(folders); i++) {
		snprintf(folder, sizeof(folder), "%s/%s", source, folders[i]);
		found += check_folder(folder);
	}
	assert_int_equal(missing, 0);
	assert_true(catalog_count() <= CODES_MAX);
	assert_all_used();
	assert_true(found > (int)catalog_count());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_entry_has_its_sentences_in_both_languages),
		cmocka_unit_test(every_code_is_kebab_case_and_stands_once),
		cmocka_unit_test(every_class_of_errors_has_exactly_one_row),
		cmocka_unit_test(exit_codes_follow_how_far_the_message_came),
		cmocka_unit_test(a_mistyped_code_is_guessed),
		cmocka_unit_test(who_must_act_has_the_names_of_the_trace),
		cmocka_unit_test(
		    the_catalogue_has_the_codes_that_the_sources_name_and_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

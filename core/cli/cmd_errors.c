/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw errors: the error catalogue, one entry of it, or what a provider's
 * own code means.
 */
#include <stdio.h>

#include <jansson.h>

#include "cli.h"
#include "loader.h"
#include "output.h"
#include "probe.h"

#define LABEL_COLUMN 8

/* One line of a page: a label, then a paragraph beside it. */
static void
print_line(const struct cli *cli, const char *label, const char *text)
{
	if (text == NULL)
		return;
	output_style(cli, OUTPUT_DIM);
	output_padded(label, LABEL_COLUMN);
	output_style(cli, OUTPUT_PLAIN);
	output_paragraph(cli, text, LABEL_COLUMN, LABEL_COLUMN);
}

static void
print_title(const struct cli *cli, const char *title)
{
	output_style(cli, OUTPUT_BOLD);
	output_text(title);
	output_style(cli, OUTPUT_PLAIN);
	putchar('\n');
}

static json_t *
entry_json(const struct catalog_entry *entry)
{
	return json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s*, s:s*}",
	    "code", entry->code, "who", catalog_who_name(entry->who),
	    "exit_code", entry->exit_code, "text", entry->text, "text_zh",
	    entry->text_zh, "fix", entry->fix, "fix_zh", entry->fix_zh, "help",
	    entry->help, "help_zh", entry->help_zh);
}

static int
print_entry(const struct cli *cli, const struct catalog_entry *entry)
{
	char number[128];

	if (cli->json)
		return output_json(entry_json(entry)) == 0 ? CATALOG_DONE :
							     cli_fail_memory();
	snprintf(number, sizeof(number), "%d: %s", entry->exit_code,
	    catalog_exit_text(entry->exit_code, false));
	print_title(cli, entry->code);
	print_line(cli, "means", entry->text);
	print_line(cli, "who", catalog_who_text(entry->who, false));
	print_line(cli, "fix", entry->fix);
	print_line(cli, "more", entry->help);
	print_line(cli, "exit", number);
	return CATALOG_DONE;
}

static int
print_all_json(void)
{
	json_t *array;
	size_t i;

	array = json_array();
	if (array == NULL)
		return cli_fail_memory();
	for (i = 0; i < catalog_count(); i++) {
		if (json_array_append_new(array, entry_json(catalog_get(i))) !=
		    0) {
			json_decref(array);
			return cli_fail_memory();
		}
	}
	return output_json(array) == 0 ? CATALOG_DONE : cli_fail_memory();
}

static int
print_all(const struct cli *cli)
{
	static const char *const headings[] = { "CODE", "EXIT", "WHO",
		"MEANS" };
	const struct catalog_entry *entry;
	struct table table;
	char number[16];
	size_t i;
	int rc;

	if (cli->json)
		return print_all_json();
	table_init(&table, headings, ARRAY_LEN(headings));
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		snprintf(number, sizeof(number), "%d", entry->exit_code);
		table_cell(&table, entry->code);
		table_cell(&table, number);
		table_cell(&table, catalog_who_name(entry->who));
		table_cell(&table, entry->text);
	}
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* How well a code of a provider's table fits: -1 not, else its length. */
static int
code_fits(const char *pattern, const char *code)
{
	size_t len = strlen(pattern);

	if (strcmp(pattern, code) == 0)
		return (int)len + 1;
	if (len == 0 || pattern[len - 1] != '*' ||
	    strncmp(pattern, code, len - 1) != 0)
		return -1;
	return (int)len - 1;
}

/* The entry for a code in a provider's table; NULL when there is none. */
static json_t *
find_code(json_t *codes, const char *code)
{
	json_t *entry, *best = NULL;
	const char *pattern;
	int fit, best_fit = -1;
	size_t i;

	for (i = 0; i < json_array_size(codes); i++) {
		entry = json_array_get(codes, i);
		pattern = json_string_value(json_object_get(entry, "code"));
		fit = pattern != NULL ? code_fits(pattern, code) : -1;
		if (fit > best_fit) {
			best = entry;
			best_fit = fit;
		}
	}
	return best;
}

static const char *
text_of(json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static int
print_code(const struct cli *cli, json_t *entry)
{
	if (cli->json)
		return output_json(json_incref(entry)) == 0 ? CATALOG_DONE :
							      cli_fail_memory();
	print_title(cli, text_of(entry, "code"));
	print_line(cli, "means", text_of(entry, "text"));
	print_line(cli, "outcome", text_of(entry, "outcome"));
	print_line(cli, "who", text_of(entry, "who"));
	print_line(cli, "fix", text_of(entry, "fix"));
	print_line(cli, "class", text_of(entry, "error"));
	return CATALOG_DONE;
}

/* All codes of a provider. */
static int
print_codes(const struct cli *cli, json_t *codes)
{
	static const char *const headings[] = { "CODE", "OUTCOME", "CLASS",
		"MEANS" };
	struct table table;
	json_t *entry;
	size_t i;
	int rc;

	if (cli->json)
		return output_json(json_incref(codes)) == 0 ? CATALOG_DONE :
							      cli_fail_memory();
	table_init(&table, headings, ARRAY_LEN(headings));
	for (i = 0; i < json_array_size(codes); i++) {
		entry = json_array_get(codes, i);
		table_cell(&table, text_of(entry, "code"));
		table_cell(&table, text_of(entry, "outcome"));
		table_cell(&table, text_of(entry, "error"));
		table_cell(&table, text_of(entry, "text"));
	}
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* A provider's codes, or one of them; -1 when there is no such provider. */
static int
run_provider(const struct cli *cli, const char *name, const char *code)
{
	struct problems problems;
	struct loader *loader;
	json_t *provider = NULL, *codes, *entry;
	int rc;

	problems_init(&problems);
	loader = loader_new();
	if (loader == NULL) {
		rc = cli_fail_memory();
		goto out;
	}
	if (probe_describe(loader, name, &provider, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	codes = json_object_get(provider, "codes");
	if (code == NULL) {
		rc = print_codes(cli, codes);
		goto out;
	}
	entry = find_code(codes, code);
	if (entry != NULL)
		rc = print_code(cli, entry);
	else
		rc = cli_fail(cli, "usage",
		    "look it up in the vendor's documentation",
		    "provider %s has no entry for the code %s", name, code);
out:
	json_decref(provider);
	loader_free(loader);
	problems_fini(&problems);
	return rc;
}

/* Whether there is a provider of that name; its plugin is not loaded. */
static bool
is_provider(const char *name)
{
	struct problems problems;
	struct loader *loader;
	struct buf path;
	bool found = false;

	problems_init(&problems);
	buf_init(&path, 8192);
	loader = loader_name_valid(name) ? loader_new() : NULL;
	if (loader != NULL)
		found = loader_find(loader, name, &path, &problems) == 0;
	loader_free(loader);
	buf_fini(&path);
	problems_fini(&problems);
	return found;
}

static int
errors_run(struct cli *cli, const struct args *args)
{
	const struct catalog_entry *entry;
	const char *code = args_word(args, 0), *meant;
	char fix[128];

	if (code == NULL)
		return print_all(cli);
	if (args->word_count == 2)
		return run_provider(cli, code, args_word(args, 1));
	entry = catalog_find(code);
	if (entry != NULL)
		return print_entry(cli, entry);
	if (is_provider(code))
		return run_provider(cli, code, NULL);
	meant = catalog_nearest(code);
	if (meant != NULL)
		snprintf(fix, sizeof(fix), "did you mean %s?", meant);
	else
		snprintf(fix, sizeof(fix),
		    "smsgw errors lists all codes; a "
		    "provider's own: smsgw errors PROVIDER CODE");
	return cli_fail(cli, "usage", fix,
	    "%s is neither a code of the catalogue nor a provider", code);
}

const struct command command_errors = {
	.name = "errors",
	.summary = "Explain error codes: what they mean, who must act, what "
		   "to do.",
	.usage = "[CODE | PROVIDER [CODE]]",
	.examples = "smsgw errors\n"
		    "smsgw errors connect-refused\n"
		    "smsgw errors test\n"
		    "smsgw errors aliyun isv.OUT_OF_SERVICE\n",
	.help = "A code stands in each step of a trace that is not ok, and in "
		"the problems that smsgw check --json lists. With the name of "
		"a provider the codes are those of its vendor.",
	.words_max = 2,
	.run = errors_run,
};

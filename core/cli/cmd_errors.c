/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw errors: the error catalogue, one entry of it, what an exit code means,
 * or what a code of a vendor does, by its provider or by a gateway's file.
 */
#include <stdio.h>

#include <jansson.h>

#include "cli.h"
#include "codes.h"
#include "context.h"
#include "descriptor.h"
#include "loader.h"
#include "nearest.h"
#include "output.h"
#include "probe.h"
#include "value.h"

#define LABEL_COLUMN 8
#define EXIT_COLUMN 28
/* More than there are; what lies beyond is not guessed. */
#define CODES_MAX 512
#define PROVIDERS_MAX 64

/* One line of a page: a label, then a paragraph beside it. */
static void
print_line_at(
    const struct cli *cli, size_t column, const char *label, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	output_style(cli, OUTPUT_DIM);
	output_padded(label, column);
	output_style(cli, OUTPUT_PLAIN);
	output_paragraph(cli, text, column, column);
}

static void
print_line(const struct cli *cli, const char *label, const char *text)
{
	print_line_at(cli, LABEL_COLUMN, label, text);
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
		return output_json(entry_json(entry));
	snprintf(number, sizeof(number), "%d: %s", entry->exit_code,
	    catalog_exit_text(entry->exit_code, lang_is_zh()));
	print_title(cli, entry->code);
	print_line(cli, _("means"), lang_pick(entry->text, entry->text_zh));
	print_line(cli, _("who"), catalog_who_text(entry->who, lang_is_zh()));
	print_line(cli, _("fix"), lang_pick(entry->fix, entry->fix_zh));
	print_line(cli, _("more"), lang_pick(entry->help, entry->help_zh));
	print_line(cli, _("exit"), number);
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
	return output_json(array);
}

static int
print_all(const struct cli *cli)
{
	static const char *const headings[] = { N_("CODE"), N_("EXIT"),
		N_("WHO"), N_("MEANS") };
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
		table_cell(&table, _(catalog_who_name(entry->who)));
		table_cell(&table, lang_pick(entry->text, entry->text_zh));
	}
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* The entry for a code in a provider's table; NULL when there is none. */
static json_t *
find_code(json_t *codes, const char *code)
{
	json_t *entry, *best = NULL;
	size_t i, fit, best_fit = 0;

	for (i = 0; i < json_array_size(codes); i++) {
		entry = json_array_get(codes, i);
		fit = descriptor_code_fit(text_of(entry, "code"), code);
		if (fit > best_fit) {
			best = entry;
			best_fit = fit;
		}
	}
	return best;
}

static int
print_code(const struct cli *cli, json_t *entry)
{
	if (cli->json)
		return output_json(json_incref(entry));
	print_title(cli, text_of(entry, "code"));
	print_line(cli, _("means"), text_read(entry, "text"));
	if (json_is_true(json_object_get(entry, "report")))
		print_line(cli, _("in"), _("delivery reports"));
	print_line(cli, _("outcome"), _(text_of(entry, "outcome")));
	print_line(cli, _("who"), _(text_of(entry, "who")));
	print_line(cli, _("fix"), text_read(entry, "fix"));
	print_line(cli, _("class"), text_of(entry, "error"));
	return CATALOG_DONE;
}

/* All codes of a provider. */
static int
print_codes(const struct cli *cli, json_t *codes)
{
	static const char *const headings[] = { N_("CODE"), N_("OUTCOME"),
		N_("CLASS"), N_("MEANS") };
	struct table table;
	json_t *entry;
	size_t i;
	int rc;

	if (cli->json)
		return output_json(json_incref(codes));
	table_init(&table, headings, ARRAY_LEN(headings));
	for (i = 0; i < json_array_size(codes); i++) {
		entry = json_array_get(codes, i);
		table_cell(&table, text_of(entry, "code"));
		table_cell(&table, _(text_of(entry, "outcome")));
		table_cell(&table, text_of(entry, "error"));
		table_cell(&table, text_read(entry, "text"));
	}
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* Says that a provider's table lacks a code, and which one was meant. */
static int
fail_code(
    const struct cli *cli, const char *name, json_t *codes, const char *code)
{
	const char *names[CODES_MAX], *meant;
	char fix[128];
	size_t i;

	for (i = 0; i < json_array_size(codes) && i < CODES_MAX; i++)
		names[i] = text_of(json_array_get(codes, i), "code");
	meant = nearest_word(code, names, i);
	if (meant != NULL)
		snprintf(fix, sizeof(fix), _("did you mean %s?"), meant);
	return cli_fail(cli, "usage",
	    meant != NULL ? fix : _("look it up in the vendor's documentation"),
	    "%s has no entry for the code %s", name, code);
}

/* All codes, or the one that is asked for; name is whose they are. */
static int
answer(const struct cli *cli, const char *name, json_t *codes, const char *code)
{
	json_t *entry;

	if (code == NULL)
		return print_codes(cli, codes);
	entry = find_code(codes, code);
	return entry != NULL ? print_code(cli, entry) :
			       fail_code(cli, name, codes, code);
}

/*
 * The codes of a gateway: those of its file, then those of its provider.  -1
 * when there is no such gateway.
 */
static int
run_gateway(const struct cli *cli, const char *id, const char *code)
{
	struct problems problems;
	struct context context;
	json_t *gateway = NULL, *provider = NULL, *codes = NULL;
	int rc = -1;

	problems_init(&problems);
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		if (problems_lack_memory(&problems))
			rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	if (settings_gateway(context.settings, id) == NULL)
		goto out;
	if (context_describe(&context, id, &gateway, &problems) != 0 ||
	    probe_describe(context.loader, text_of(gateway, "provider"),
		&provider, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	codes = codes_of_gateway(gateway);
	if (codes == NULL ||
	    json_array_extend(codes, json_object_get(provider, "codes")) != 0)
		rc = cli_fail_memory();
	else
		rc = answer(cli, id, codes, code);
out:
	json_decref(gateway);
	json_decref(provider);
	json_decref(codes);
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

/* A provider's codes, or one of them. */
static int
run_provider(const struct cli *cli, const char *name, const char *code)
{
	struct problems problems;
	struct loader *loader;
	json_t *provider = NULL;
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
	rc = answer(cli, name, json_object_get(provider, "codes"), code);
out:
	json_decref(provider);
	loader_free(loader);
	problems_fini(&problems);
	return rc;
}

/*
 * Whether there is a provider of that name; its plugin is not loaded.  Without
 * memory there may be one, and whoever looks for it says so.
 */
static bool
is_provider(const char *name)
{
	struct problems problems;
	struct loader *loader = NULL;
	struct buf path;
	bool found = false;

	problems_init(&problems);
	buf_init(&path, 8192);
	if (descriptor_name_valid(name)) {
		loader = loader_new();
		found = loader == NULL ||
		    loader_find(loader, name, &path, &problems) == 0 ||
		    problems_lack_memory(&problems);
	}
	loader_free(loader);
	buf_fini(&path);
	problems_fini(&problems);
	return found;
}

/*
 * Says that there is neither such a code nor such a provider or gateway, and
 * which one was meant.
 */
static int
fail_unknown(const struct cli *cli, const char *word)
{
	struct loader_list list = { .count = 0 };
	const char *names[PROVIDERS_MAX], *meant;
	struct loader *loader = NULL;
	char fix[256];
	size_t i;

	meant = catalog_nearest(word);
	if (meant == NULL)
		loader = loader_new();
	if (loader != NULL && loader_list(loader, &list, NULL) == 0) {
		for (i = 0; i < list.count && i < PROVIDERS_MAX; i++)
			names[i] = list.items[i].name;
		meant = nearest_word(word, names, i);
	}
	if (meant != NULL)
		snprintf(fix, sizeof(fix), _("did you mean %s?"), meant);
	else
		snprintf(fix, sizeof(fix), "%s",
		    _("smsgw errors lists all codes; a provider's own: "
		      "smsgw errors PROVIDER CODE"));
	loader_list_fini(&list);
	loader_free(loader);
	return cli_fail(cli, "usage", fix,
	    "%s is neither a code of the catalogue nor a provider nor a "
	    "gateway",
	    word);
}

/* What an exit code means, and the codes of the errors that lead to it. */
static int
print_exit(const struct cli *cli, int64_t number)
{
	const char *text = catalog_exit_text((int)number, false);
	const char *text_zh = catalog_exit_text((int)number, true);
	const struct catalog_entry *entry;
	json_t *codes;
	size_t i;

	if (text == NULL)
		return cli_fail(cli, "usage",
		    "the exit codes are those of sysexits: 0, 64 to 78",
		    "smsgw has no exit code %d", (int)number);
	if (!cli->json)
		printf("%d: %s\n", (int)number, lang_pick(text, text_zh));
	codes = cli->json ? json_array() : NULL;
	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		if (entry->exit_code != number)
			continue;
		if (!cli->json)
			print_line_at(cli, EXIT_COLUMN, entry->code,
			    lang_pick(entry->text, entry->text_zh));
		else if (json_array_append_new(
			     codes, json_string(entry->code)) != 0)
			break;
	}
	if (!cli->json)
		return CATALOG_DONE;
	return output_json(entry != NULL ?
		NULL :
		json_pack("{s:i, s:s, s:s, s:o}", "exit_code", (int)number,
		    "text", text, "text_zh", text_zh, "codes", codes));
}

static int
errors_run(struct cli *cli, const struct args *args)
{
	const char *code = args_word(args, 0), *own = args_word(args, 1);
	const struct catalog_entry *entry;
	const char *expected;
	int64_t number;
	int rc;

	if (code == NULL)
		return print_all(cli);
	if (own == NULL && value_int(code, 0, 255, &number, &expected) == 0)
		return print_exit(cli, number);
	entry = own == NULL ? catalog_find(code) : NULL;
	if (entry != NULL)
		return print_entry(cli, entry);
	if (is_provider(code))
		return run_provider(cli, code, own);
	rc = run_gateway(cli, code, own);
	return rc >= 0 ? rc : fail_unknown(cli, code);
}

const struct command command_errors = {
	.name = "errors",
	.summary = N_("Explain error codes: what they mean, who must act, what "
		      "to do."),
	.usage = "[CODE | EXIT | PROVIDER [CODE] | GATEWAY [CODE]]",
	.examples = "smsgw errors\n"
		    "smsgw errors connect-refused\n"
		    "smsgw errors 77\n"
		    "smsgw errors test\n"
		    "smsgw errors aliyun isv.OUT_OF_SERVICE\n",
	.help =
	    N_("A code stands in each step of a trace that is not ok, and in "
	       "the problems that smsgw check --json lists. A number is an "
	       "exit code, explained with the errors that end in it. With the "
	       "name of a provider, or of a gateway whose file explains more, "
	       "the codes are those of its vendor."),
	.words_max = 2,
	.run = errors_run,
};

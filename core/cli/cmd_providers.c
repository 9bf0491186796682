/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw providers: which plugins are installed, in what state; and one of
 * them as a page, with each parameter.  Plugins are looked at in a child
 * process: one that crashes is shown as broken.
 */
#include <stdio.h>

#include "cli.h"
#include "loader.h"
#include "output.h"
#include "probe.h"
#include "utf8.h"

#define KEY_INDENT 2
#define TEXT_INDENT 6
#define LABEL_COLUMN 10

static void
add_row(struct table *table, json_t *provider)
{
	const char *file;
	bool ok;

	ok = strcmp(text_of(provider, "state"), "ok") == 0;
	file = text_of(provider, "file");
	table_cell(table, text_of(provider, "name"));
	table_cell(table, text_read(provider, "title"));
	table_cell(table, text_of(provider, "version"));
	table_cell(table, text_of(provider, "abi"));
	table_cell(table, text_of(provider, "license"));
	table_cell(table, ok ? _("ok") : _("broken"));
	table_cell(table, file[0] != '\0' ? file : _("(built in)"));
	if (!ok)
		table_note(table, text_of(provider, "reason"));
}

static int
print_list(const struct cli *cli, json_t *providers)
{
	static const char *const headings[] = { N_("NAME"), N_("TITLE"),
		N_("VERSION"), N_("ABI"), N_("LICENCE"), N_("STATE"),
		N_("FILE") };
	struct table table;
	size_t i;
	int rc;

	if (json_array_size(providers) == 0) {
		cli_say(cli,
		    N_("no provider is installed in %s; install a package "
		       "smsgw-provider-NAME"),
		    PROVIDERDIR);
		return CATALOG_DONE;
	}
	table_init(&table, headings, ARRAY_LEN(headings));
	table_color_states(&table, 5);
	for (i = 0; i < json_array_size(providers); i++)
		add_row(&table, json_array_get(providers, i));
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* What stands behind a key: kind of value, required, secret, ... */
static void
add_kind(struct buf *out, json_t *param)
{
	json_t *choices = json_object_get(param, "choices");
	json_t *when = json_object_get(param, "when"), *files;
	size_t i;

	if (json_array_size(choices) > 0) {
		for (i = 0; i < json_array_size(choices); i++)
			buf_printf(out, "%s%s", i > 0 ? " | " : "",
			    json_string_value(json_array_get(choices, i)));
	} else {
		buf_puts(out, _(text_of(param, "type")));
	}
	if (json_is_true(json_object_get(param, "required")))
		buf_puts(out, _(", required"));
	if (json_is_true(json_object_get(param, "secret")))
		buf_puts(out, _(", secret"));
	if (json_is_true(json_object_get(param, "obsolete")))
		buf_puts(out, _(", obsolete"));
	if (text_of(param, "default")[0] != '\0')
		buf_printf(out, _(", default %s"), text_of(param, "default"));
	if (text_of(param, "env")[0] != '\0')
		buf_printf(out, _(", else $%s"), text_of(param, "env"));
	files = json_object_get(param, "default_files");
	for (i = 0; i < json_array_size(files); i++)
		buf_printf(out, _(", else %s"),
		    json_string_value(json_array_get(files, i)));
	if (when == NULL)
		return;
	buf_printf(out, _(", only with %s = "), text_of(when, "key"));
	when = json_object_get(when, "values");
	for (i = 0; i < json_array_size(when); i++)
		buf_printf(out, "%s%s", i > 0 ? _(" or ") : "",
		    json_string_value(json_array_get(when, i)));
}

static void
print_indented(const char *head, const char *text)
{
	printf("%*s", TEXT_INDENT, "");
	fputs(head, stdout);
	output_wrapped(
	    text, TEXT_INDENT + utf8_width(head, strlen(head)), TEXT_INDENT);
}

static void
print_param(const struct cli *cli, json_t *param)
{
	struct buf kind;
	size_t width;

	buf_init(&kind, 4096);
	add_kind(&kind, param);
	printf("%*s", KEY_INDENT, "");
	output_style(cli, OUTPUT_BOLD);
	output_text(text_of(param, "name"));
	if (json_is_true(json_object_get(param, "numbered")))
		fputs(".N", stdout);
	output_style(cli, OUTPUT_PLAIN);
	width = KEY_INDENT + strlen(text_of(param, "name")) + 2 +
	    (json_is_true(json_object_get(param, "numbered")) ? 2 : 0);
	fputs("  ", stdout);
	output_expect(&kind);
	output_wrapped(buf_str(&kind), width, TEXT_INDENT);
	print_indented("", text_read(param, "summary"));
	if (cli->verbose && text_of(param, "help")[0] != '\0')
		print_indented("", text_read(param, "help"));
	if (text_of(param, "example")[0] != '\0')
		print_indented(_("e.g. "), text_of(param, "example"));
	buf_fini(&kind);
}

/* The parameters of one section of the gateway's file. */
static void
print_section(const struct cli *cli, json_t *params, const char *section)
{
	json_t *param;
	bool any = false;
	size_t i;

	for (i = 0; i < json_array_size(params); i++) {
		param = json_array_get(params, i);
		if (strcmp(text_of(param, "section"), section) != 0)
			continue;
		if (!any)
			printf("\n[%s]\n", section);
		any = true;
		print_param(cli, param);
	}
}

static void
print_capabilities(json_t *provider)
{
	json_t *all = json_object_get(provider, "capabilities");
	size_t i;

	output_padded(_("can:"), LABEL_COLUMN);
	for (i = 0; i < json_array_size(all); i++)
		printf("%s%s", i > 0 ? ", " : "",
		    json_string_value(json_array_get(all, i)));
	putchar('\n');
}

static int
print_page(const struct cli *cli, json_t *provider)
{
	static const char *const facts[][2] = {
		{ N_("version:"), "version" },
		{ N_("ABI:"), "abi" },
		{ N_("licence:"), "license" },
		{ N_("homepage:"), "homepage" },
		{ N_("file:"), "file" },
	};
	size_t i;

	output_style(cli, OUTPUT_BOLD);
	output_text(text_of(provider, "name"));
	output_style(cli, OUTPUT_PLAIN);
	fputs(": ", stdout);
	output_text(text_read(provider, "title"));
	putchar('\n');
	for (i = 0; i < ARRAY_LEN(facts); i++) {
		if (text_of(provider, facts[i][1])[0] == '\0')
			continue;
		output_padded(_(facts[i][0]), LABEL_COLUMN);
		output_text(text_of(provider, facts[i][1]));
		putchar('\n');
	}
	print_capabilities(provider);
	print_section(cli, json_object_get(provider, "params"), "gateway");
	print_section(cli, json_object_get(provider, "params"), "provider");
	return CATALOG_DONE;
}

static int
show(const struct cli *cli, const char *name, json_t *json)
{
	if (cli->json)
		return output_json(json_incref(json));
	return name == NULL ? print_list(cli, json) : print_page(cli, json);
}

static int
providers_run(struct cli *cli, const struct args *args)
{
	const char *name = args_word(args, 0);
	struct problems problems;
	struct loader *loader;
	json_t *json = NULL;
	int rc;

	problems_init(&problems);
	loader = loader_new();
	if (loader == NULL)
		rc = -1;
	else if (name == NULL)
		rc = probe_describe_all(loader, &json, &problems);
	else
		rc = probe_describe(loader, name, &json, &problems);
	if (loader == NULL)
		rc = cli_fail_memory();
	else if (rc != 0)
		rc = cli_fail_problems(cli, &problems);
	else
		rc = show(cli, name, json);
	json_decref(json);
	loader_free(loader);
	problems_fini(&problems);
	return rc;
}

const struct command command_providers = {
	.name = "providers",
	.summary = N_("List the installed providers, or explain one and its "
		      "parameters."),
	.usage = "[NAME | FILE]",
	.examples = "smsgw providers\n"
		    "smsgw providers http\n"
		    "smsgw providers ./acme.so\n",
	.help = N_("A plugin that cannot be used is shown as broken, with the "
		   "reason; it does not disturb the others. With -v the "
		   "parameters are explained at length."),
	.words_max = 1,
	.run = providers_run,
};

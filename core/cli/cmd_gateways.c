/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw gateways: which gateways are configured and whether they can be used;
 * and one of them with every value, secrets hidden.
 */
#include <stdio.h>

#include "cli.h"
#include "context.h"
#include "output.h"
#include "utf8.h"

#define KEY_COLUMN 24

static void
add_row(struct table *table, json_t *gateway)
{
	table_cell(table, text_of(gateway, "id"));
	table_cell(table, text_of(gateway, "name"));
	table_cell(table, text_of(gateway, "provider"));
	table_cell(table,
	    json_is_true(json_object_get(gateway, "enabled")) ? _("yes") :
								_("no"));
	table_cell(table, _(text_of(gateway, "state")));
	if (text_of(gateway, "problem")[0] != '\0')
		table_note(table, text_of(gateway, "problem"));
}

static int
print_list(const struct cli *cli, json_t *gateways)
{
	static const char *const headings[] = { N_("ID"), N_("NAME"),
		N_("PROVIDER"), N_("ENABLED"), N_("STATE") };
	struct table table;
	size_t i;
	int rc;

	if (json_array_size(gateways) == 0) {
		cli_say(cli,
		    "no gateway is configured; make one: smsgw add "
		    "ID --provider NAME");
		return CATALOG_DONE;
	}
	table_init(&table, headings, ARRAY_LEN(headings));
	table_color_states(&table, 4);
	for (i = 0; i < json_array_size(gateways); i++)
		add_row(&table, json_array_get(gateways, i));
	rc = table_print(cli, &table) == 0 ? CATALOG_DONE : cli_fail_memory();
	table_fini(&table);
	return rc;
}

/* Where a value is from that the file does not have. */
static void
print_source(const char *from)
{
	fputs(_("  from "), stdout);
	output_text(from);
}

/*
 * The values that the file has, or that come from elsewhere; with -v those left
 * to their presets, too.
 */
static void
print_values(const struct cli *cli, json_t *values)
{
	const char *section = "", *key, *from;
	json_t *value;
	size_t i;
	bool written;

	for (i = 0; i < json_array_size(values); i++) {
		value = json_array_get(values, i);
		key = text_of(value, "key");
		written =
		    json_integer_value(json_object_get(value, "line")) > 0;
		from = text_of(value, "from");
		if (!written && from[0] == '\0' && !cli->verbose)
			continue;
		if (strcmp(section, text_of(value, "section")) != 0) {
			section = text_of(value, "section");
			printf("\n[%s]\n", section);
		}
		output_style(cli, written ? OUTPUT_PLAIN : OUTPUT_DIM);
		output_padded(key, KEY_COLUMN - 2);
		fputs("= ", stdout);
		output_text(text_of(value, "value"));
		if (from[0] != '\0')
			print_source(from);
		output_style(cli, OUTPUT_PLAIN);
		putchar('\n');
	}
}

static int
print_page(const struct cli *cli, json_t *gateway)
{
	bool ok = strcmp(text_of(gateway, "state"), "ok") == 0;
	const char *problem = _("problem: ");
	size_t width;

	output_style(cli, OUTPUT_BOLD);
	output_text(text_of(gateway, "id"));
	output_style(cli, OUTPUT_PLAIN);
	fputs(": ", stdout);
	output_text(text_of(gateway, "file"));
	fputs(_("\nstate: "), stdout);
	output_style(cli, ok ? OUTPUT_GOOD : OUTPUT_BAD);
	output_text(_(text_of(gateway, "state")));
	output_style(cli, OUTPUT_PLAIN);
	putchar('\n');
	if (!ok) {
		width = utf8_width(problem, strlen(problem));
		fputs(problem, stdout);
		output_paragraph(
		    cli, text_of(gateway, "problem"), width, width);
	}
	print_values(cli, json_object_get(gateway, "values"));
	return CATALOG_DONE;
}

static int
show(const struct cli *cli, const char *id, json_t *json)
{
	if (cli->json)
		return output_json(json_incref(json));
	return id == NULL ? print_list(cli, json) : print_page(cli, json);
}

static int
gateways_run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0);
	struct problems problems;
	struct context context;
	json_t *json = NULL;
	int rc;

	problems_init(&problems);
	if (context_open(&context, cli->config_dir, true, &problems) != 0 ||
	    context_describe(&context, id, &json, &problems) != 0)
		rc = cli_fail_problems(cli, &problems);
	else
		rc = show(cli, id, json);
	json_decref(json);
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

const struct command command_gateways = {
	.name = "gateways",
	.summary = N_("List the configured gateways, or show one with all its "
		      "values."),
	.usage = "[ID]",
	.examples = "smsgw gateways\n"
		    "smsgw gateways ciam\n"
		    "smsgw --json gateways ciam\n",
	.help =
	    N_("Secrets are shown as ****. With -v the values that the file "
	       "does not have are shown as well, as they are by default. What "
	       "comes from the environment or from a file of the user's is "
	       "shown as ****, with where it comes from."),
	.words_max = 1,
	.run = gateways_run,
};

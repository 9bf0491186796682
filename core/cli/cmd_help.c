/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw help: made from the entries of the commands, examples first.
 */
#include <stdio.h>

#include "cli.h"
#include "complete.h"
#include "man.h"
#include "output.h"

#define SUMMARY_COLUMN 14
#define OPTION_COLUMN 24

const char help_examples[] =
    "smsgw providers\n"
    "smsgw add ciam --provider http sms_url=https://sms.example.com/msg/send\n"
    "smsgw check\n"
    "smsgw test ciam --to +8613800138000 --text 'Your code is 123456'\n";

const char help_text[] = N_(
    "smsgw sends the text messages of identity systems by gateways; each is "
    "one file of gateways.d and is carried by a provider, a plugin. Data goes "
    "to stdout, everything else to stderr. The exit code is 0 when all was "
    "done; smsgw errors explains the others.");

static void
print_heading(const struct cli *cli, const char *heading)
{
	output_style(cli, OUTPUT_BOLD);
	fputs(heading, stdout);
	output_style(cli, OUTPUT_PLAIN);
	putchar('\n');
}

/* Prints lines, each indented and as something to type. */
static void
print_examples(const struct cli *cli, const char *lines)
{
	size_t len;

	print_heading(cli, _("Examples"));
	while (*lines != '\0') {
		len = strcspn(lines, "\n");
		fputs(lines[0] == ' ' ? "  " : "  $ ", stdout);
		fwrite(lines, 1, len, stdout);
		putchar('\n');
		lines += len + (lines[len] == '\n');
	}
	putchar('\n');
}

static void
print_options(const struct cli *cli, const char *heading,
    const struct cli_option *options)
{
	char left[64];
	size_t i, len;

	if (options == NULL)
		return;
	print_heading(cli, heading);
	for (i = 0; options[i].name != NULL; i++) {
		if (options[i].letter != '\0')
			snprintf(left, sizeof(left), "-%c, --%s",
			    options[i].letter, options[i].name);
		else
			snprintf(
			    left, sizeof(left), "    --%s", options[i].name);
		len = strlen(left);
		if (options[i].value != NULL)
			snprintf(left + len, sizeof(left) - len, " %s",
			    options[i].value);
		fputs("  ", stdout);
		output_padded(left, OPTION_COLUMN - 3);
		putchar(' ');
		output_wrapped(
		    _(options[i].summary), OPTION_COLUMN, OPTION_COLUMN);
	}
	putchar('\n');
}

static void
print_program(const struct cli *cli)
{
	size_t i;

	print_examples(cli, help_examples);
	print_heading(cli, _("Commands"));
	for (i = 0; commands[i] != NULL; i++) {
		fputs("  ", stdout);
		output_padded(commands[i]->name, SUMMARY_COLUMN - 2);
		output_wrapped(
		    _(commands[i]->summary), SUMMARY_COLUMN, SUMMARY_COLUMN);
	}
	putchar('\n');
	print_options(
	    cli, _("Options, before or behind the command"), cli_options);
	output_wrapped(_(help_text), 0, 0);
	printf(_("Without -c and $SMSGW_CONFIG the configuration is %s.\n"),
	    SYSCONFDIR "/smsgw");
	fputs(_("\nsmsgw help COMMAND says more about one.\n"), stdout);
}

void
help_print(const struct cli *cli, const struct command *command)
{
	if (command == NULL) {
		print_program(cli);
		return;
	}
	print_examples(cli, command->examples);
	print_heading(cli, _("Usage"));
	printf("  smsgw %s ", command->name);
	output_wrapped(command->usage, strlen(command->name) + 9, 10);
	putchar('\n');
	output_wrapped(_(command->summary), 0, 0);
	if (command->help != NULL) {
		putchar('\n');
		output_wrapped(_(command->help), 0, 0);
	}
	putchar('\n');
	print_options(cli, _("Options"), command->options);
	fputs(_("Options of all commands: smsgw help\n"), stdout);
}

static int
help_run(struct cli *cli, const struct args *args)
{
	const struct command *command;
	const char *name, *meant;
	char fix[64];

	if (args_has(args, "words")) {
		complete_print(cli, args);
		return CATALOG_DONE;
	}
	if (args_has(args, "man"))
		return man_print(cli, args_value(args, "man"));
	name = args_word(args, 0);
	if (args->word_count > 1)
		return cli_fail(cli, "usage", "smsgw help COMMAND",
		    "help: there are more words than it takes");
	if (name == NULL) {
		help_print(cli, NULL);
		return CATALOG_DONE;
	}
	command = command_find(name);
	if (command != NULL) {
		help_print(cli, command);
		return CATALOG_DONE;
	}
	meant = command_nearest(name);
	snprintf(fix, sizeof(fix), _("did you mean smsgw help %s?"),
	    meant != NULL ? meant : "");
	return cli_fail(cli, "usage", meant != NULL ? fix : _("see smsgw help"),
	    "there is no command %s", name);
}

static const struct cli_option help_options[] = {
	{ "man", '\0', "PAGE",
	    N_("print a manual page: smsgw, smsgw-gateway, "
	       "smsgw-provider-NAME") },
	{ "words", '\0', NULL,
	    N_("what the last word behind -- may become, for shells") },
	{ NULL, '\0', NULL, NULL },
};

const struct command command_help = {
	.name = "help",
	.summary = N_("Explain the program, or one command."),
	.usage = "[COMMAND]",
	.examples = "smsgw help\n"
		    "smsgw help test\n"
		    "smsgw help --man smsgw-provider-http | man -l -\n",
	.options = help_options,
	.words_max = SIZE_MAX,
	.run = help_run,
};

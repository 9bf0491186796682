/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Manual pages by the man(7) macros.  Every string goes through roff_text(),
 * so that nothing in it is taken for a command.
 */
#include "man.h"

#include <stdio.h>

#include <jansson.h>

#include <smsgw/smsgw.h>

#include "cli.h"
#include "loader.h"
#include "output.h"
#include "param.h"
#include "probe.h"

#define PROVIDER_PREFIX "smsgw-provider-"

/* Prints a string; a line of it that begins like a command is made harmless. */
static void
roff_text(const char *s)
{
	bool begins = true;

	for (; *s != '\0'; s++) {
		if (begins && (*s == '.' || *s == '\''))
			fputs("\\&", stdout);
		if (*s == '\\')
			fputs("\\e", stdout);
		else if (*s == '-')
			fputs("\\-", stdout);
		else
			putchar(*s);
		begins = *s == '\n';
	}
}

static void
paragraph(const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	roff_text(text);
	putchar('\n');
}

static void
section(const char *name)
{
	printf(".SH \"%s\"\n", name);
}

static void
head(const char *page, const char *number, const char *what)
{
	/* no date: a page belongs to a version, and every build is the same */
	printf(".TH \"%s\" \"%s\" \"\" \"smsgw %s\"\n", page, number,
	    smsgw_version());
	section("NAME");
	roff_text(page);
	fputs(" \\- ", stdout);
	paragraph(what);
}

/* The examples, or other lines, as they are typed. */
static void
verbatim(const char *lines)
{
	fputs(".nf\n", stdout);
	roff_text(lines);
	fputs(".fi\n", stdout);
}

static void
option_list(const struct cli_option *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		fputs(".TP\n\\fB", stdout);
		if (options->letter != '\0')
			printf("\\-%c\\fR, \\fB", options->letter);
		fputs("\\-\\-", stdout);
		roff_text(options->name);
		fputs("\\fR", stdout);
		if (options->value != NULL)
			printf(" \\fI%s\\fR", options->value);
		putchar('\n');
		paragraph(options->summary);
	}
}

static void
command_part(const struct command *command)
{
	fputs(".SS \"", stdout);
	roff_text(command->name);
	fputs("\"\n.B smsgw ", stdout);
	roff_text(command->name);
	putchar(' ');
	paragraph(command->usage);
	fputs(".PP\n", stdout);
	paragraph(command->summary);
	if (command->help != NULL) {
		fputs(".PP\n", stdout);
		paragraph(command->help);
	}
	option_list(command->options);
	fputs(".PP\n", stdout);
	verbatim(command->examples);
}

static void
exit_codes(void)
{
	int code;

	section("EXIT STATUS");
	for (code = 0; code < 128; code++) {
		if (catalog_exit_text(code, false) != NULL)
			printf(".TP\n.B %d\n%s\n", code,
			    catalog_exit_text(code, false));
	}
}

/* Names and what they are: of variables, files. */
static void
list(const char *const (*items)[2], size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		fputs(".TP\n.B ", stdout);
		paragraph(items[i][0]);
		paragraph(items[i][1]);
	}
}

static int
page_program(void)
{
	static const char *const variables[][2] = {
		{ "SMSGW_CONFIG", "The configuration folder without -c." },
		{ "SMSGW_PROVIDER_PATH",
		    "More folders with providers, for development only; "
		    "ignored by a privileged process." },
		{ "LC_ALL, LC_MESSAGES, LANG, LANGUAGE",
		    "The language, as for other programs: Chinese for zh_CN "
		    "and its like in UTF-8, else English. The locale need not "
		    "be installed. What --json prints is not translated." },
		{ "NO_COLOR", "When it is not empty, nothing is coloured." },
	};
	static const char *const files[][2] = {
		{ SYSCONFDIR "/smsgw/smsgw.ini", "Defaults; may be absent." },
		{ SYSCONFDIR "/smsgw/gateways.d/ID.ini",
		    "One gateway each, see smsgw-gateway(5)." },
		{ SYSCONFDIR "/smsgw/templates.d/NAME.ini",
		    "One template each, see smsgw-gateway(5)." },
		{ PROVIDERDIR "/NAME.so", "The providers." },
		{ PKGDATADIR "/smsgw-output.json",
		    "The JSON Schema of what --json prints." },
	};
	size_t i;

	head("smsgw", "1", "send the text messages of identity systems");
	section("SYNOPSIS");
	fputs(".B smsgw\n[\\fIoptions\\fR] \\fIcommand\\fR ...\n", stdout);
	section("EXAMPLES");
	verbatim(help_examples);
	section("DESCRIPTION");
	paragraph(help_text);
	section("OPTIONS");
	option_list(cli_options);
	section("COMMANDS");
	for (i = 0; commands[i] != NULL; i++)
		command_part(commands[i]);
	exit_codes();
	section("ENVIRONMENT");
	list(variables, ARRAY_LEN(variables));
	section("FILES");
	list(files, ARRAY_LEN(files));
	section("SEE ALSO");
	fputs(".BR smsgw\\-gateway (5),\n.BR smsgw\\-provider\\-http (7)\n",
	    stdout);
	return CATALOG_DONE;
}

/* A key with what a file says of it; member names are those of the JSON. */
static void
key_head(const char *name, bool numbered, const char *kind, bool required,
    const char *preset)
{
	fputs(".TP\n\\fB", stdout);
	roff_text(name);
	printf("%s\\fR",
	    numbered ? ".\\fIN"
		       "\\fR" :
		       "");
	if (kind != NULL) {
		fputs("  (", stdout);
		roff_text(kind);
		fputs(required ? ", required)" : ")", stdout);
	} else if (required) {
		fputs("  (required)", stdout);
	}
	if (preset != NULL && preset[0] != '\0') {
		fputs(", default ", stdout);
		roff_text(preset);
	}
	putchar('\n');
}

static void
key_text(const char *label, const char *summary, const char *help,
    const char *example)
{
	roff_text(label);
	fputs(": ", stdout);
	paragraph(summary);
	if (help != NULL && help[0] != '\0') {
		fputs(".IP\n", stdout);
		paragraph(help);
	}
	if (example != NULL && example[0] != '\0') {
		fputs(".IP\nFor example: \\fB", stdout);
		roff_text(example);
		fputs("\\fR\n", stdout);
	}
}

static void
key_table(const char *name, const struct smsgw_param *params)
{
	section(name);
	for (; params->name != NULL; params++) {
		key_head(params->name,
		    (params->flags & SMSGW_PARAM_NUMBERED) != 0,
		    params->choices,
		    (params->flags & SMSGW_PARAM_REQUIRED) != 0,
		    params->preset);
		key_text(params->label, params->summary, params->help,
		    params->example);
	}
}

static int
page_gateway(void)
{
	head("smsgw-gateway", "5", "files of gateways, templates and defaults");
	section("DESCRIPTION");
	paragraph("A gateway is a file gateways.d/ID.ini. A line is KEY = "
		  "VALUE; comments stand on lines of their own, behind # or "
		  ";. Values with #, ;, quotes or backslashes are quoted. A "
		  "secret is given by KEY_file = FILE, relative to the file's "
		  "folder. Of the words of [gateway] a provider uses those "
		  "that its manual page names; its own keys stand in "
		  "[provider].");
	key_table("[GATEWAY]", param_gateway);
	key_table("[ROUTING]", param_routing);
	key_table("[LIMITS]", param_limits);
	section("[TEMPLATES]");
	paragraph("A logical template = the provider's template id, then its "
		  "arguments: THEIRS=OURS, or one word when both are the "
		  "same; NAME.LOCALE for a language.");
	verbatim("login    = SMS_154950909 code\n"
		 "login.en = SMS_154950910 code\n");
	key_table("TEMPLATES.D/NAME.INI: [TEMPLATE]", param_template);
	key_table("SMSGW.INI: [SMSGW]", param_smsgw);
	section("SEE ALSO");
	fputs(".BR smsgw (1)\n", stdout);
	return CATALOG_DONE;
}

/* The words of a choice, or the type. */
static void
kind_of(json_t *param, struct buf *out)
{
	json_t *choices = json_object_get(param, "choices");
	size_t i;

	if (json_array_size(choices) == 0)
		buf_puts(out, text_of(param, "type"));
	for (i = 0; i < json_array_size(choices); i++)
		buf_printf(out, "%s%s", i > 0 ? " | " : "",
		    json_string_value(json_array_get(choices, i)));
}

/* Where a value comes from that the file lacks. */
static void
sources_text(json_t *param)
{
	json_t *files = json_object_get(param, "default_files");
	const char *env = text_of(param, "env");
	json_t *key;
	size_t i;

	if (env[0] == '\0' && json_array_size(files) == 0)
		return;
	fputs(".IP\nElse from \\fB", stdout);
	if (env[0] != '\0') {
		fputs("$", stdout);
		roff_text(env);
	}
	for (i = 0; i < json_array_size(files); i++) {
		fputs(i > 0 ? "\\fR or \\fB" : "", stdout);
		roff_text(json_string_value(json_array_get(files, i)));
	}
	fputs("\\fR", stdout);
	json_array_foreach(json_object_get(param, "unless"), i, key)
	{
		fputs(i == 0 ? ", unless the file has one of " : ", ", stdout);
		roff_text(json_string_value(key));
	}
	fputs(".\n", stdout);
}

static void
provider_keys(json_t *params, const char *name, const char *in)
{
	json_t *param;
	struct buf kind;
	size_t i;

	section(name);
	json_array_foreach(params, i, param)
	{
		if (strcmp(text_of(param, "section"), in) != 0)
			continue;
		buf_init(&kind, 1024);
		kind_of(param, &kind);
		key_head(text_of(param, "name"),
		    json_is_true(json_object_get(param, "numbered")),
		    buf_str(&kind),
		    json_is_true(json_object_get(param, "required")),
		    text_of(param, "default"));
		buf_fini(&kind);
		key_text(text_of(param, "label"), text_of(param, "summary"),
		    text_of(param, "help"), text_of(param, "example"));
		sources_text(param);
	}
}

static void
provider_codes(json_t *codes)
{
	json_t *code;
	size_t i;

	if (json_array_size(codes) == 0)
		return;
	section("CODES");
	json_array_foreach(codes, i, code)
	{
		fputs(".TP\n.B ", stdout);
		paragraph(text_of(code, "code"));
		paragraph(text_of(code, "text"));
		paragraph(text_of(code, "fix"));
	}
}

static int
page_provider(const struct cli *cli, const char *page)
{
	const char *name = page + sizeof(PROVIDER_PREFIX) - 1;
	struct loader *loader = loader_new();
	struct problems problems;
	json_t *provider = NULL, *params;
	int rc = CATALOG_DONE;

	problems_init(&problems);
	if (loader == NULL) {
		rc = cli_fail_memory();
	} else if (probe_describe(loader, name, &provider, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
	} else {
		head(page, "7", text_of(provider, "title"));
		section("DESCRIPTION");
		printf("The provider of gateways with \\fBprovider = ");
		roff_text(name);
		fputs("\\fR; version ", stdout);
		paragraph(text_of(provider, "version"));
		params = json_object_get(provider, "params");
		provider_keys(params, "[GATEWAY]", "gateway");
		provider_keys(params, "[PROVIDER]", "provider");
		provider_codes(json_object_get(provider, "codes"));
		section("SEE ALSO");
		fputs(".BR smsgw (1),\n.BR smsgw\\-gateway (5)\n", stdout);
	}
	json_decref(provider);
	loader_free(loader);
	problems_fini(&problems);
	return rc;
}

int
man_print(const struct cli *cli, const char *page)
{
	if (strcmp(page, "smsgw") == 0)
		return page_program();
	if (strcmp(page, "smsgw-gateway") == 0)
		return page_gateway();
	if (strncmp(page, PROVIDER_PREFIX, sizeof(PROVIDER_PREFIX) - 1) == 0)
		return page_provider(cli, page);
	return cli_fail(cli, "usage",
	    "smsgw, smsgw-gateway, or smsgw-provider-NAME",
	    "there is no manual page %s", page);
}

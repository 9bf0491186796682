/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw add: writes the file of a new gateway, with a comment on each key;
 * on a terminal it asks for what the provider requires and was not given.
 */
#include <stdio.h>

#include "cli.h"
#include "edit.h"
#include "input.h"
#include "wizard.h"

#define LABEL_SIZE 256

static const struct cli_option add_options[] = {
	{ "provider", 'p', "NAME", N_("the plugin that carries it") },
	{ NULL, '\0', NULL, NULL },
};

/* The provider, from --provider, provider=NAME, or a question. */
static int
find_provider(struct cli *cli, const struct args *args, struct buf *name)
{
	const char *given = args_value(args, "provider");
	size_t i;

	for (i = 1; given == NULL && i < args->word_count; i++)
		given = change_word_value(args->words[i], "provider");
	if (given != NULL)
		return buf_puts(name, given) == 0 ? CATALOG_DONE :
						    cli_fail_memory();
	if (prompt_possible(cli) &&
	    prompt_line(
		_("Provider (smsgw providers lists them)"), "http", name) == 0)
		return CATALOG_DONE;
	return cli_fail(cli, "usage",
	    "smsgw add ID --provider NAME; smsgw "
	    "providers lists the names",
	    "no provider is named");
}

/* Understands the words; the provider is named by one of them at most. */
static int
read_words(struct edit *edit, const struct args *args, const char *provider)
{
	const char *named;
	size_t i;
	int rc = CATALOG_DONE;

	for (i = 1; rc == CATALOG_DONE && i < args->word_count; i++) {
		named = change_word_value(args->words[i], "provider");
		if (named == NULL)
			rc = changes_add_word(
			    edit->cli, &edit->changes, args->words[i]);
		else if (strcmp(named, provider) != 0)
			rc = cli_fail(edit->cli, "usage", "give it once",
			    "two providers are named");
	}
	return rc;
}

static int
write_gateway(struct edit *edit, const char *id, const char *provider)
{
	const struct gatewayfile_change *changes = edit_changes(edit);

	if (changes == NULL)
		return -1;
	return gatewayfile_add(edit->context.settings, id, provider,
	    edit->provider, changes, edit->changes.count, &edit->report,
	    &edit->problems);
}

/*
 * Reads what is given, asks for the rest, and writes.  Where somebody answers,
 * what is wrong is asked again.
 */
static int
add_gateway(struct edit *edit, const struct args *args, const char *provider)
{
	const char *id = args->words[0];
	int rc, result, again = 1;

	if (edit_use_provider(edit, provider, &edit->problems) != 0)
		return cli_fail_problems(edit->cli, &edit->problems);
	rc = read_words(edit, args, provider);
	if (rc == CATALOG_DONE && prompt_possible(edit->cli))
		edit->asked = edit->changes.count == 0;
	if (rc == CATALOG_DONE && prompt_possible(edit->cli))
		rc = wizard_ask(edit, edit->asked);
	if (rc != CATALOG_DONE)
		return rc;
	do {
		result = write_gateway(edit, id, provider);
		if (result < 0 && prompt_possible(edit->cli)) {
			again = wizard_correct(edit);
			if (again < 0)
				return CATALOG_IO;
			if (again > 0)
				return CATALOG_CONFIG;
		}
	} while (result < 0 && again == 0);
	return edit_end(edit, id, result);
}

/* Offers a test where somebody sat through the questions. */
static int
offer_test(struct cli *cli, const char *id, bool asked)
{
	const char *words[] = { id };
	const struct args args = { .words = words, .word_count = 1 };

	if (!asked ||
	    !prompt_yes(_("Send the test message now? (yes or no)"))) {
		cli_say(cli, N_("try it: smsgw test %s --to PHONE"), id);
		return CATALOG_DONE;
	}
	return command_test.run(cli, &args);
}

/* Says early what gatewayfile_add would say after all questions. */
static int
check_id(struct edit *edit, const char *id)
{
	if (!settings_id_valid(id))
		return cli_fail(edit->cli, "gateway-id", NULL,
		    "%s cannot be the id of a gateway", id);
	if (settings_gateway(edit->context.settings, id) != NULL)
		return cli_fail(edit->cli, "gateway-exists", NULL,
		    "gateway \"%s\": exists already", id);
	return CATALOG_DONE;
}

static int
add_run(struct cli *cli, const struct args *args)
{
	const char *id = args->words[0];
	struct buf provider;
	struct edit edit;
	bool asked;
	int rc;

	buf_init(&provider, LABEL_SIZE);
	rc = edit_open(&edit, cli);
	if (rc == CATALOG_DONE)
		rc = check_id(&edit, id);
	if (rc == CATALOG_DONE)
		rc = find_provider(cli, args, &provider);
	if (rc == CATALOG_DONE)
		rc = add_gateway(&edit, args, buf_str(&provider));
	asked = prompt_possible(cli) && edit.asked &&
	    changes_find(&edit.changes, "gateway", "test_phone") != NULL;
	edit_close(&edit);
	buf_fini(&provider);
	if (rc == CATALOG_DONE)
		rc = offer_test(cli, id, asked);
	return rc;
}

const struct command command_add = {
	.name = "add",
	.summary = N_("Make a new gateway."),
	.usage = "ID --provider NAME [KEY=VALUE...]",
	.examples = "smsgw add trial --provider test "
		    "test_phone=+8613800138000\n"
		    "smsgw add ciam --provider http "
		    "sms_url=https://sms.example.com/msg/send \\\n"
		    "      api_account=IDaaS_SSO api_password=@- "
		    "sms_title=ACME < password.txt\n",
	.help = N_(
	    "Writes gateways.d/ID.ini. KEY is of [gateway], or "
	    "SECTION.KEY; smsgw providers NAME explains them. On a "
	    "terminal it asks for what is required and was not given; when "
	    "no KEY is given at all, for everything, and offers a test at "
	    "the end. A secret is typed when asked for, or given as KEY=@FILE or "
	    "KEY=@- (standard input), and kept in ID.secret."),
	.options = add_options,
	.words_min = 1,
	.words_max = SIZE_MAX,
	.run = add_run,
};

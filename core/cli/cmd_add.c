/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw add: writes the file of a new gateway, with a comment on each key;
 * on a terminal it asks for what the provider requires and was not given.
 */
#include <stdio.h>

#include "cli.h"
#include "edit.h"
#include "input.h"

#define LABEL_SIZE 256

static const struct cli_option add_options[] = {
	{ "provider", 'p', "NAME", "the plugin that carries it" },
	{ NULL, '\0', NULL, NULL },
};

static const char *
text_of(json_t *object, const char *name)
{
	const char *text;

	text = json_string_value(json_object_get(object, name));
	return text != NULL ? text : "";
}

static bool
is_set(json_t *param, const char *flag)
{
	return json_is_true(json_object_get(param, flag));
}

/* The value that a key has so far: given, or the default. */
static const char *
present_value(const struct edit *edit, const char *key)
{
	static const char *const both[] = { "gateway", "provider" };
	const struct change *change;
	json_t *param;
	size_t i;

	for (i = 0; i < ARRAY_LEN(both); i++) {
		change = changes_find(&edit->changes, both[i], key);
		if (change != NULL)
			return buf_str(&change->value);
	}
	for (i = 0; i < ARRAY_LEN(both); i++) {
		param = changes_param(&edit->changes, both[i], key);
		if (param != NULL)
			return text_of(param, "default");
	}
	return "";
}

/* Whether a parameter is used with what is known so far. */
static bool
is_used(const struct edit *edit, json_t *param)
{
	json_t *when = json_object_get(param, "when"), *values;
	const char *value;
	size_t i;

	if (when == NULL)
		return true;
	value = present_value(edit, text_of(when, "key"));
	values = json_object_get(when, "values");
	for (i = 0; i < json_array_size(values); i++) {
		if (strcmp(json_string_value(json_array_get(values, i)),
			value) == 0)
			return true;
	}
	return false;
}

/* Whether a value was given, itself or by KEY_file. */
static bool
is_given(const struct edit *edit, const char *section, const char *name)
{
	char file[128];

	snprintf(file, sizeof(file), "%s_file", name);
	return changes_find(&edit->changes, section, name) != NULL ||
	    changes_find(&edit->changes, section, file) != NULL;
}

/* Asks for one parameter; 0, or an exit code. */
static int
ask(struct edit *edit, json_t *param)
{
	char label[LABEL_SIZE];
	struct change *change;
	struct buf answer;
	int rc;

	snprintf(label, sizeof(label), "%s (%s)", text_of(param, "label"),
	    text_of(param, "summary"));
	buf_init(&answer, INPUT_MAX);
	if (is_set(param, "secret"))
		rc = prompt_secret(label, &answer);
	else
		rc = prompt_line(label, text_of(param, "default"), &answer);
	change = rc == 0 ?
	    changes_add(&edit->changes, text_of(param, "section"),
		text_of(param, "name"), buf_str(&answer),
		is_set(param, "secret")) :
	    NULL;
	buf_fini(&answer);
	if (rc != 0)
		return cli_fail(edit->cli, "input-unreadable",
		    "give it in the command line", "%s: no answer",
		    text_of(param, "name"));
	return change != NULL ? CATALOG_DONE : cli_fail_memory();
}

/* Asks for what is required and missing, if somebody is there. */
static int
ask_all(struct edit *edit)
{
	json_t *params = json_object_get(edit->changes.provider, "params");
	json_t *param;
	size_t i;
	int rc = CATALOG_DONE;

	if (!prompt_possible(edit->cli))
		return CATALOG_DONE;
	for (i = 0; rc == CATALOG_DONE && i < json_array_size(params); i++) {
		param = json_array_get(params, i);
		if (is_set(param, "required") && !is_set(param, "numbered") &&
		    is_used(edit, param) &&
		    !is_given(edit, text_of(param, "section"),
			text_of(param, "name")))
			rc = ask(edit, param);
	}
	return rc;
}

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
		"Provider (smsgw providers lists them)", "http", name) == 0)
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
add_gateway(struct edit *edit, const struct args *args, const char *provider)
{
	const char *id = args->words[0];
	const struct gatewayfile_change *changes;
	int rc;

	if (edit_use_provider(edit, provider, &edit->problems) != 0)
		return cli_fail_problems(edit->cli, &edit->problems);
	rc = read_words(edit, args, provider);
	if (rc == CATALOG_DONE)
		rc = ask_all(edit);
	if (rc != CATALOG_DONE)
		return rc;
	changes = edit_changes(edit);
	if (changes == NULL)
		return cli_fail_memory();
	return edit_end(edit, id,
	    gatewayfile_add(edit->context.settings, id, provider,
		edit->provider, changes, edit->changes.count, &edit->report,
		&edit->problems));
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
	int rc;

	buf_init(&provider, LABEL_SIZE);
	rc = edit_open(&edit, cli);
	if (rc == CATALOG_DONE)
		rc = check_id(&edit, id);
	if (rc == CATALOG_DONE)
		rc = find_provider(cli, args, &provider);
	if (rc == CATALOG_DONE)
		rc = add_gateway(&edit, args, buf_str(&provider));
	if (rc == CATALOG_DONE)
		cli_say(cli, "try it: smsgw test %s --to PHONE", id);
	edit_close(&edit);
	buf_fini(&provider);
	return rc;
}

const struct command command_add = {
	.name = "add",
	.summary = "Make a new gateway.",
	.usage = "ID --provider NAME [KEY=VALUE...]",
	.examples = "smsgw add trial --provider test "
		    "test_phone=+8613800138000\n"
		    "smsgw add ciam --provider http "
		    "sms_url=https://sms.example.com/msg/send \\\n"
		    "      api_account=IDaaS_SSO api_password=@- "
		    "sms_title=ACME < password.txt\n",
	.help = "Writes gateways.d/ID.ini. KEY is of [gateway], or "
		"SECTION.KEY; smsgw providers NAME explains them. On a "
		"terminal it asks for what is required and was not given. A "
		"secret is typed when asked for, or given as KEY=@FILE or "
		"KEY=@- (standard input), and kept in ID.secret.",
	.options = add_options,
	.words_min = 1,
	.words_max = SIZE_MAX,
	.run = add_run,
};

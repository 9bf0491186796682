/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw add: writes the file of a new gateway, with a comment on each key;
 * on a terminal it asks for what the provider requires and was not given.
 */
#include <stdio.h>

#include "cli.h"
#include "edit.h"
#include "input.h"
#include "param.h"

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

/* Whether a key of the page is used by this provider, or is nobody's. */
static bool
belongs_in_file(const struct edit *edit, const struct smsgw_param *param)
{
	if ((param->flags & PARAM_FORM) == 0 ||
	    strncmp(param->name, "test_t", 6) == 0 ||
	    strcmp(param->name, "test_params") == 0 ||
	    (param->flags & SMSGW_PARAM_SECRET) != 0)
		return false;
	return (param->flags & PARAM_PAGE) == 0 ||
	    changes_param(&edit->changes, "gateway", param->name) != NULL;
}

/* The new file before its values: every key with what it is for. */
static void
make_text(struct edit *edit, const char *provider)
{
	const struct smsgw_param *param;
	size_t i;

	buf_printf(&edit->text,
	    "# Gateway %s. All keys: smsgw providers %s\n[gateway]\n",
	    edit->found.id, provider);
	for (i = 0; param_gateway[i].name != NULL; i++) {
		param = &param_gateway[i];
		if (!belongs_in_file(edit, param))
			continue;
		buf_printf(&edit->text, "# %s\n%-13s = ", param->summary,
		    param->name);
		if (strcmp(param->name, "provider") == 0)
			buf_puts(&edit->text, provider);
		else if (param->preset != NULL)
			buf_puts(&edit->text, param->preset);
		/* no blank at the end of a line */
		while (edit->text.len > 0 &&
		    edit->text.data[edit->text.len - 1] == ' ')
			buf_truncate(&edit->text, edit->text.len - 1);
		buf_putc(&edit->text, '\n');
	}
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
	change = rc == 0 ? changes_add(&edit->changes,
	    text_of(param, "section"), text_of(param, "name"),
	    buf_str(&answer), is_set(param, "secret")) : NULL;
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
	    prompt_line("Provider (smsgw providers lists them)", "http",
	        name) == 0)
		return CATALOG_DONE;
	return cli_fail(cli, "usage", "smsgw add ID --provider NAME; smsgw "
	    "providers lists the names", "no provider is named");
}

static int
add_gateway(struct edit *edit, const struct args *args, const char *provider)
{
	const char *word;
	size_t i;
	int rc = CATALOG_DONE;

	if (changes_use_provider(&edit->changes, edit->context.loader,
	        provider, &edit->problems) != 0)
		return cli_fail_problems(edit->cli, &edit->problems);
	make_text(edit, provider);
	for (i = 1; rc == CATALOG_DONE && i < args->word_count; i++) {
		word = args->words[i];
		if (change_word_value(word, "provider") == NULL)
			rc = changes_add_word(
			    edit->cli, &edit->changes, word);
		else if (strcmp(change_word_value(word, "provider"),
		             provider) != 0)
			rc = cli_fail(edit->cli, "usage", "give it once",
			    "two providers are named");
	}
	if (rc == CATALOG_DONE)
		rc = ask_all(edit);
	if (rc == CATALOG_DONE)
		rc = edit_commit(edit);
	return rc;
}

static int
add_run(struct cli *cli, const struct args *args)
{
	struct buf provider;
	struct edit edit;
	int rc;

	buf_init(&provider, LABEL_SIZE);
	rc = edit_open_new(&edit, cli, args->words[0]);
	if (rc == CATALOG_DONE)
		rc = find_provider(cli, args, &provider);
	if (rc == CATALOG_DONE)
		rc = add_gateway(&edit, args, buf_str(&provider));
	if (rc == CATALOG_DONE)
		cli_say(cli, "gateway %s: written to %s; try it: smsgw test "
		    "%s --to PHONE", edit.found.id, edit.found.path,
		    edit.found.id);
	edit_close(&edit);
	buf_fini(&provider);
	return rc;
}

const struct command command_add = {
	.name = "add",
	.summary = "Make a new gateway.",
	.usage = "ID --provider NAME [KEY=VALUE...]",
	.examples = "smsgw add trial --provider test test_phone=+8613800138000\n"
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

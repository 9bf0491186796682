/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what to send from options and standard input.
 */
#include "content.h"

#include "cli.h"
#include "input.h"
#include "value.h"

#define CONTENT_MEMORY_MAX ((size_t)1024 * 1024)

static const char from_stdin[] = "@-";

static int
read_text(struct cli *cli, const struct args *args, struct content *content,
    struct smsgw_message *message)
{
	const char *text = args_value(args, "text");
	int rc;

	if (text == NULL || strcmp(text, from_stdin) != 0) {
		message->text = text;
		return CATALOG_DONE;
	}
	rc = input_stdin(cli, &content->text);
	message->text = buf_str(&content->text);
	return rc;
}

/* Reads the i-th --param KEY=VALUE. */
static int
read_param(struct cli *cli, const char *word, struct content *content,
    struct smsgw_arg *param)
{
	const char *equals = strchr(word, '=');
	int rc = CATALOG_DONE;

	if (equals == NULL || equals == word)
		return cli_fail(cli, "usage", "write --param NAME=VALUE",
		    "--param wants a name and a value");
	param->name =
	    arena_strndup(&content->arena, word, (size_t)(equals - word));
	param->value = equals + 1;
	if (param->name == NULL)
		return cli_fail_memory();
	if (strcmp(param->value, from_stdin) == 0) {
		rc = input_stdin(cli, &content->piped);
		param->value = buf_str(&content->piped);
	}
	return rc;
}

static int
read_params(struct cli *cli, const struct args *args, struct content *content,
    struct smsgw_message *message)
{
	size_t i, count = args_times(args, "param");
	int rc;

	content->params =
	    arena_calloc(&content->arena, count + 1, sizeof(*content->params));
	if (content->params == NULL)
		return cli_fail_memory();
	for (i = 0; i < count; i++) {
		rc = read_param(cli, args_value_at(args, "param", i), content,
		    &content->params[i]);
		if (rc != CATALOG_DONE)
			return rc;
	}
	message->args = content->params;
	message->arg_count = count;
	return CATALOG_DONE;
}

static int
read_life(
    struct cli *cli, const struct args *args, struct smsgw_message *message)
{
	const char *life = args_value(args, "expires"), *expected;

	if (life == NULL)
		return CATALOG_DONE;
	if (value_duration_ms(life, &message->expires_in_ms, &expected) != 0 ||
	    message->expires_in_ms <= 0)
		return cli_fail(cli, "usage", "write a time such as 5m or 90s",
		    "--expires: %s is no time", life);
	return CATALOG_DONE;
}

int
content_read(struct cli *cli, const struct args *args, struct content *content,
    struct smsgw_message *message)
{
	int rc;

	arena_init(&content->arena, CONTENT_MEMORY_MAX);
	buf_init(&content->text, INPUT_MAX);
	buf_init(&content->piped, INPUT_MAX);
	message->template_name = args_value(args, "template");
	message->locale = args_value(args, "locale");
	message->message_class = args_value(args, "class");
	message->purpose = args_value(args, "purpose");
	message->client = args_value(args, "client");
	if (args_has(args, "text") && args_has(args, "template"))
		return cli_fail(cli, "content-both", NULL,
		    "--text and --template cannot both be given");
	if (args_has(args, "param") && args_has(args, "text"))
		return cli_fail(cli, "usage",
		    "leave out --param, or use "
		    "--template",
		    "--param belongs to a template");
	rc = read_text(cli, args, content, message);
	if (rc == CATALOG_DONE)
		rc = read_params(cli, args, content, message);
	if (rc == CATALOG_DONE)
		rc = read_life(cli, args, message);
	return rc;
}

void
content_fini(struct content *content)
{
	buf_fini(&content->text);
	buf_fini(&content->piped);
	arena_fini(&content->arena);
}

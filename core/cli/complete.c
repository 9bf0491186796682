/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Completion: commands, options, and by the place of a word ids of gateways,
 * names of providers, keys and error codes.
 */
#include "complete.h"

#include <stdio.h>

#include "cli.h"
#include "context.h"
#include "loader.h"
#include "param.h"

static void
offer(const char *prefix, const char *word, const char *tail)
{
	if (strncmp(word, prefix, strlen(prefix)) == 0)
		printf("%s%s\n", word, tail);
}

static void
offer_options(const char *prefix, const struct cli_option *options)
{
	char word[64];

	for (; options != NULL && options->name != NULL; options++) {
		snprintf(word, sizeof(word), "--%s", options->name);
		offer(prefix, word, "");
	}
}

static void
offer_commands(const char *prefix)
{
	size_t i;

	for (i = 0; commands[i] != NULL; i++)
		offer(prefix, commands[i]->name, "");
}

static void
offer_providers(const char *prefix)
{
	struct loader_list list = { .count = 0 };
	struct loader *loader = loader_new();
	size_t i;

	if (loader != NULL && loader_list(loader, &list, NULL) == 0) {
		for (i = 0; i < list.count; i++)
			offer(prefix, list.items[i].name, "");
	}
	loader_list_fini(&list);
	loader_free(loader);
}

static void
offer_gateways(const char *prefix, const char *config_dir)
{
	struct problems problems;
	struct context context;
	size_t i;

	problems_init(&problems);
	if (context_open(&context, config_dir, false, &problems) == 0) {
		for (i = 0; i < context.settings->gateway_count; i++)
			offer(prefix, context.settings->gateways[i].id, "");
	}
	context_close(&context);
	problems_fini(&problems);
}

static void
offer_errors(const char *prefix, const char *config_dir)
{
	size_t i;

	for (i = 0; i < catalog_count(); i++)
		offer(prefix, catalog_get(i)->code, "");
	offer_providers(prefix);
	offer_gateways(prefix, config_dir);
}

/* KEY= of [gateway], SECTION.KEY= of the others. */
static void
offer_keys(const char *prefix)
{
	static const struct {
		const char *section;
		const struct smsgw_param *params;
	} tables[] = {
		{ "", param_gateway },
		{ "routing.", param_routing },
		{ "limits.", param_limits },
	};
	const struct smsgw_param *param;
	char word[128];
	size_t i;

	for (i = 0; i < ARRAY_LEN(tables); i++) {
		for (param = tables[i].params; param->name != NULL; param++) {
			snprintf(word, sizeof(word), "%s%s", tables[i].section,
			    param->name);
			offer(prefix, word, "=");
		}
	}
}

/* What the index-th word behind a command may be. */
static void
offer_words(const char *prefix, const struct command *command, size_t index,
    const char *config_dir)
{
	static const char of_gateways[] =
	    " gateways check set enable disable remove test ";
	char name[32];

	snprintf(name, sizeof(name), " %s ", command->name);
	if (command == &command_help)
		offer_commands(prefix);
	else if (command == &command_providers)
		offer_providers(prefix);
	else if (command == &command_errors && index == 0)
		offer_errors(prefix, config_dir);
	else if (index == 0 && strstr(of_gateways, name) != NULL)
		offer_gateways(prefix, config_dir);
	else if (index > 0 &&
	    (command == &command_set || command == &command_add))
		offer_keys(prefix);
}

/* Whether a word is an option whose value is the next word. */
static bool
takes_value(const char *word, const struct cli_option *options)
{
	for (; options != NULL && options->name != NULL; options++) {
		if (options->value == NULL)
			continue;
		if (strncmp(word, "--", 2) == 0 ?
			strcmp(word + 2, options->name) == 0 :
			(word[0] == '-' && word[1] == options->letter &&
			    word[1] != '\0' && word[2] == '\0'))
			return true;
	}
	return false;
}

/* The value of an option; only names can be known. */
static void
offer_value(const char *prefix, const char *option, const char *config_dir)
{
	if (strcmp(option, "--provider") == 0 || strcmp(option, "-p") == 0)
		offer_providers(prefix);
	else if (strcmp(option, "--gateway") == 0 || strcmp(option, "-g") == 0)
		offer_gateways(prefix, config_dir);
}

void
complete_print(const struct cli *cli, const struct args *args)
{
	const struct command *command = NULL;
	const char *config_dir = cli->config_dir, *word, *last;
	size_t i, index = 0;

	if (args->word_count == 0)
		return;
	last = args->words[args->word_count - 1];
	for (i = 0; i + 1 < args->word_count; i++) {
		word = args->words[i];
		if (takes_value(word, cli_options) ||
		    (command != NULL && takes_value(word, command->options))) {
			if (i + 2 == args->word_count) {
				offer_value(last, word, config_dir);
				return;
			}
			i++;
			if (strcmp(word, "-c") == 0 ||
			    strcmp(word, "--config") == 0)
				config_dir = args->words[i];
		} else if (word[0] == '-') {
			continue;
		} else if (command == NULL) {
			command = command_find(word);
			if (command == NULL)
				return;
		} else {
			index++;
		}
	}
	if (last[0] == '-') {
		offer_options(last, command != NULL ? command->options : NULL);
		offer_options(last, cli_options);
	} else if (command == NULL) {
		offer_commands(last);
	} else {
		offer_words(last, command, index, config_dir);
	}
}

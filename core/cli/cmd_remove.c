/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw remove: takes a gateway's file away, and the files of secrets that
 * smsgw made for it.
 */
#include <stdio.h>

#include "cli.h"
#include "edit.h"
#include "input.h"
#include "safefile.h"

#define QUESTION_SIZE 256

static const struct cli_option remove_options[] = {
	{ "yes", 'y', NULL, "do not ask" },
	{ NULL, '\0', NULL, NULL },
};

/* Removes the gateway's own secrets: those that a KEY_file of it names. */
static void
remove_secrets(struct edit *edit)
{
	static const char suffix[] = "_file";
	const struct ini_entry *entry;
	const char *key, *path;
	size_t i, len, tail = sizeof(suffix) - 1;

	for (i = 0; i < edit->ini->count; i++) {
		entry = &edit->ini->entries[i];
		len = strlen(entry->key);
		if (len <= tail ||
		    strcmp(entry->key + len - tail, suffix) != 0)
			continue;
		key = arena_strndup(
		    &edit->changes.arena, entry->key, len - tail);
		if (key == NULL ||
		    !edit_secret_is_own(edit, entry->section, key))
			continue;
		path = edit_secret_path(edit, key);
		if (path != NULL)
			safefile_remove(path, &edit->problems);
	}
}

static int
remove_run(struct cli *cli, const struct args *args)
{
	char question[QUESTION_SIZE];
	struct edit edit;
	int rc;

	rc = edit_open(&edit, cli, args->words[0]);
	if (rc != CATALOG_DONE)
		goto out;
	snprintf(question, sizeof(question),
	    "Remove gateway %s and its secrets? (yes or no)", edit.found.id);
	if (!args_has(args, "yes") && prompt_possible(cli) &&
	    !prompt_yes(question)) {
		cli_say(cli, "nothing was removed");
		goto out;
	}
	if (safefile_remove(edit.found.path, &edit.problems) != 0) {
		rc = cli_fail_problems(cli, &edit.problems);
		goto out;
	}
	remove_secrets(&edit);
	cli_warn_problems(cli, &edit.problems);
	cli_say(cli, "gateway %s: removed %s", edit.found.id,
	    edit.found.path);
	if (cli->json)
		printf("{\"id\": \"%s\", \"removed\": true}\n",
		    edit.found.id);
out:
	edit_close(&edit);
	return rc;
}

const struct command command_remove = {
	.name = "remove",
	.summary = "Remove a gateway, with the secrets that smsgw keeps for "
		   "it.",
	.usage = "ID [--yes]",
	.examples = "smsgw remove ciam\n"
		    "smsgw remove ciam --yes\n",
	.help = "On a terminal it asks first. Secrets in files that smsgw did "
		"not make stay.",
	.options = remove_options,
	.words_min = 1,
	.words_max = 1,
	.run = remove_run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw remove: takes a gateway's file away, and the files of secrets that
 * smsgw made for it.
 */
#include <stdio.h>

#include "cli.h"
#include "edit.h"
#include "input.h"

#define QUESTION_SIZE 256

static const struct cli_option remove_options[] = {
	{ "yes", 'y', NULL, N_("do not ask") },
	{ NULL, '\0', NULL, NULL },
};

/* Whether it may be removed: asks where somebody can answer. */
static bool
may_remove(struct cli *cli, const struct args *args, const char *id)
{
	char question[QUESTION_SIZE];

	if (args_has(args, "yes") || !prompt_possible(cli))
		return true;
	snprintf(question, sizeof(question),
	    _("Remove gateway %s and its secrets? (yes or no)"), id);
	return prompt_yes(question);
}

static int
remove_run(struct cli *cli, const struct args *args)
{
	const char *id = args->words[0];
	struct edit edit;
	int rc;

	rc = edit_open(&edit, cli);
	if (rc != CATALOG_DONE)
		goto out;
	if (context_find_gateway(&edit.context, id, &edit.problems) == NULL)
		rc = cli_fail_problems(cli, &edit.problems);
	else if (may_remove(cli, args, id))
		rc = edit_end(&edit, id,
		    gatewayfile_remove(edit.context.settings, id, &edit.report,
			&edit.problems));
	else
		cli_say(cli, "nothing was removed");
out:
	edit_close(&edit);
	return rc;
}

const struct command command_remove = {
	.name = "remove",
	.summary = N_("Remove a gateway, with the secrets that smsgw keeps for "
		      "it."),
	.usage = "ID [--yes]",
	.examples = "smsgw remove ciam\n"
		    "smsgw remove ciam --yes\n",
	.help =
	    N_("On a terminal it asks first. Secrets in files that smsgw did "
	       "not make stay."),
	.options = remove_options,
	.words_min = 1,
	.words_max = 1,
	.run = remove_run,
};

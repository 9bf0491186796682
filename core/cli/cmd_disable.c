/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw disable: lets no more messages go through a gateway, tests aside.
 * Works on a gateway that is broken, too.
 */
#include "cli.h"
#include "edit.h"

static int
disable_run(struct cli *cli, const struct args *args)
{
	const char *id = args->words[0];
	struct edit edit;
	int rc;

	rc = edit_open(&edit, cli);
	edit.only_changes = true;
	if (rc != CATALOG_DONE)
		goto out;
	if (context_find_gateway(&edit.context, id, &edit.problems) == NULL)
		rc = cli_fail_problems(cli, &edit.problems);
	else
		rc = edit_end(&edit, id,
		    gatewayfile_disable(edit.context.settings, id, &edit.report,
			&edit.problems));
out:
	edit_close(&edit);
	return rc;
}

const struct command command_disable = {
	.name = "disable",
	.summary = N_("Switch a gateway off; smsgw test still works."),
	.usage = "ID",
	.examples = "smsgw disable ciam\n",
	.words_min = 1,
	.words_max = 1,
	.run = disable_run,
};

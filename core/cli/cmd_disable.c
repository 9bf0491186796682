/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw disable: lets no more messages go through a gateway, tests aside.
 */
#include "cli.h"
#include "edit.h"

static int
disable_run(struct cli *cli, const struct args *args)
{
	static const char *const word = "enabled=no";

	return edit_run(cli, args->words[0], &word, 1);
}

const struct command command_disable = {
	.name = "disable",
	.summary = "Switch a gateway off; smsgw test still works.",
	.usage = "ID",
	.examples = "smsgw disable ciam\n",
	.words_min = 1,
	.words_max = 1,
	.run = disable_run,
};

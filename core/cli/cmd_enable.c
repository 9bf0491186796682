/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw enable: lets messages go through a gateway.
 */
#include "cli.h"
#include "edit.h"

static int
enable_run(struct cli *cli, const struct args *args)
{
	static const char *const word = "enabled=yes";

	return edit_run(cli, args->words[0], &word, 1);
}

const struct command command_enable = {
	.name = "enable",
	.summary = "Switch a gateway on.",
	.usage = "ID",
	.examples = "smsgw enable ciam\n",
	.words_min = 1,
	.words_max = 1,
	.run = enable_run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw set: changes values in a gateway's file and nothing else in it.
 */
#include "cli.h"
#include "edit.h"

static int
set_run(struct cli *cli, const struct args *args)
{
	return edit_set(
	    cli, args->words[0], args->words + 1, args->word_count - 1);
}

const struct command command_set = {
	.name = "set",
	.summary = N_("Change values of a gateway."),
	.usage = "ID KEY=VALUE...",
	.examples = "smsgw set ciam sms_title=ACME limits.timeout=5s\n"
		    "smsgw set ciam api_password\n"
		    "smsgw set ciam api_password=@- < password.txt\n"
		    "smsgw set cloud templates.login='SMS_154950909 code'\n"
		    "smsgw set ciam provider.field.5='ref: ${id}'\n",
	.help = N_(
	    "KEY is of [gateway], or SECTION.KEY with gateway, provider, "
	    "templates, routing or limits. Comments and order of the file "
	    "stay. A secret is given as KEY=@FILE or KEY=@- (standard "
	    "input), or typed where KEY stands alone; it is kept in a "
	    "file of its own and never shown. An empty value means the default, and takes away a template or "
	    "an item of a list. What would not load again is not "
	    "written."),
	.words_min = 2,
	.words_max = SIZE_MAX,
	.run = set_run,
};

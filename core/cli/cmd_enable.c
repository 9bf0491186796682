/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw enable: lets messages go through a gateway, if it can be used.
 */
#include "cli.h"
#include "edit.h"

static int
enable_gateway(struct edit *edit, const char *id)
{
	const struct settings_gateway *found;
	struct gateway *gw = NULL;
	int rc = -1;

	found = context_find_gateway(&edit->context, id, &edit->problems);
	if (found != NULL)
		gw = gateway_load(
		    found, edit->context.settings, &edit->problems);
	if (gw != NULL && problems_errors(&edit->problems) == 0 &&
	    edit_use_provider(edit, gw->provider_name, &edit->problems) == 0) {
		/* the library reads the file again, and warns again */
		problems_fini(&edit->problems);
		rc = gatewayfile_enable(edit->context.settings, id,
		    edit->provider, &edit->report, &edit->problems);
	}
	gateway_free(gw);
	return edit_end(edit, id, rc);
}

static int
enable_run(struct cli *cli, const struct args *args)
{
	struct edit edit;
	int rc;

	rc = edit_open(&edit, cli);
	edit.only_changes = true;
	if (rc == CATALOG_DONE)
		rc = enable_gateway(&edit, args->words[0]);
	edit_close(&edit);
	return rc;
}

const struct command command_enable = {
	.name = "enable",
	.summary = N_("Switch a gateway on."),
	.usage = "ID",
	.examples = "smsgw enable ciam\n",
	.help = N_("A gateway that could not be used is not switched on; the "
		   "errors say why."),
	.words_min = 1,
	.words_max = 1,
	.run = enable_run,
};

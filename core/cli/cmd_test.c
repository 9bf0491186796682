/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw test: one real message through one gateway, one attempt, each step
 * shown as it happens.  Works on a disabled gateway, with a warning.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "content.h"
#include "context.h"
#include "output.h"
#include "receipt.h"
#include "sending.h"
#include "steps.h"
#include "value.h"

#define WAIT_MAX_S 300

static const struct cli_option test_options[] = {
	{ "to", '\0', "PHONE", N_("who receives it (else test_phone)") },
	CONTENT_OPTIONS,
	{ "dry-run", 'n', NULL, N_("show the request, send nothing") },
	{ "wait", '\0', "SECONDS", N_("wait so long for the delivery report") },
	{ "local", '\0', NULL,
	    N_("in this process, as it is anyway without a daemon") },
	{ NULL, '\0', NULL, NULL },
};

static int
read_wait(
    struct cli *cli, const struct args *args, struct smsgw_message *message)
{
	const char *wait = args_value(args, "wait"), *expected;
	int64_t seconds;

	if (wait == NULL)
		return CATALOG_DONE;
	if (value_int(wait, 0, WAIT_MAX_S, &seconds, &expected) != 0)
		return cli_fail(cli, "usage", "give 0 to 300 seconds",
		    "--wait: %s is no number of seconds", wait);
	message->wait_report_ms = seconds * 1000;
	return CATALOG_DONE;
}

/* The receipt as JSON, indented like everything else. */
static int
print_json(const struct smsgw_receipt *receipt)
{
	char *text;
	int rc;

	text = smsgw_receipt_json(receipt);
	rc = output_json(text != NULL ? json_loads(text, 0, NULL) : NULL);
	free(text);
	return rc;
}

static void
print_request(const struct cli *cli, const char *request)
{
	if (request[0] == '\0')
		return;
	putchar('\n');
	output_style(cli, OUTPUT_BOLD);
	fputs(_("The request, secrets hidden:"), stdout);
	output_style(cli, OUTPUT_PLAIN);
	putchar('\n');
	/* escaped and masked when it was made; its lines are to be kept */
	fputs(request, stdout);
	if (request[strlen(request) - 1] != '\n')
		putchar('\n');
	putchar('\n');
}

static int
send_test(struct cli *cli, const struct smsgw_message *message)
{
	struct smsgw_receipt *receipt = NULL;
	struct problems problems;
	struct context context;
	int rc;

	problems_init(&problems);
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	cli_warn_problems(cli, &problems);
	receipt = sending_run(&context, message);
	if (receipt == NULL) {
		rc = cli_fail_memory();
		goto out;
	}
	if (cli->json) {
		rc = print_json(receipt);
	} else {
		print_request(cli, smsgw_receipt_request(receipt));
		steps_print_result(cli, receipt);
		rc = receipt->trace.out_of_memory ? cli_fail_memory() :
						    CATALOG_DONE;
	}
	if (rc == CATALOG_DONE)
		rc = receipt->exit_code;
out:
	smsgw_receipt_free(receipt);
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

static int
test_run(struct cli *cli, const struct args *args)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.flags = SMSGW_MESSAGE_TEST,
		.gateway = args_word(args, 0),
		.to = args_value(args, "to"),
	};
	struct content content;
	int rc;

	if (args_has(args, "dry-run"))
		message.flags |= SMSGW_MESSAGE_DRY_RUN;
	if (cli->verbose)
		message.flags |= SMSGW_MESSAGE_SHOW_ANSWER;
	if (!cli->json) {
		message.on_step = steps_print;
		message.on_step_arg = cli;
	}
	rc = content_read(cli, args, &content, &message);
	if (rc == CATALOG_DONE)
		rc = read_wait(cli, args, &message);
	if (rc == CATALOG_DONE)
		rc = send_test(cli, &message);
	content_fini(&content);
	return rc;
}

const struct command command_test = {
	.name = "test",
	.summary = N_("Send one real message through a gateway and show each "
		      "step."),
	.usage = "ID [--to PHONE] [--text TEXT | --template NAME --param "
		 "K=V...]",
	.examples = "smsgw test ciam\n"
		    "smsgw test ciam --to +8613800138000 --text 'Your code is "
		    "123456'\n"
		    "echo 123456 | smsgw test ciam --template login --param "
		    "code=@-\n"
		    "smsgw test ciam --dry-run\n",
	.help =
	    N_("What is not given is taken from the gateway's file: "
	       "test_phone, test_content, test_template, test_params. One "
	       "attempt is made, with the gateway as it is, even a disabled "
	       "one. A step that failed says what the cause is, who has to "
	       "act, and what to do; smsgw errors CODE says more."),
	.options = test_options,
	.words_min = 1,
	.words_max = 1,
	.run = test_run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw send: a message to one or several recipients, by the first gateway
 * that can carry it or by the one named.  Without a daemon only with --local,
 * in this process: nothing is queued and nothing is sent again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "content.h"
#include "context.h"
#include "output.h"
#include "receipt.h"
#include "send_file.h"
#include "sending.h"
#include "steps.h"

static const struct cli_option send_options[] = {
	{ "to", '\0', "PHONE", N_("a recipient, any number of them") },
	CONTENT_OPTIONS,
	{ "gateway", 'g', "ID",
	    N_("by this gateway, else by the first that can") },
	{ "local", '\0', NULL, N_("send in this process, without a daemon") },
	SEND_FILE_OPTIONS,
	{ NULL, '\0', NULL, NULL },
};

/* What is collected over all recipients. */
struct sent {
	struct table table;
	json_t *array;
	int exit_code;
};

static void
add_row(struct table *table, const struct smsgw_receipt *receipt)
{
	table_cell(table, receipt->to);
	/* nothing is queued here, though a daemon would try it again */
	table_cell(table,
	    strcmp(receipt->state, "queued") == 0 ? _("not sent") :
						    _(receipt->state));
	table_cell(table, receipt->gateway);
	table_cell(table, receipt->id);
	table_cell(table, receipt->provider_id);
}

/* Sends to one recipient and collects the result; an exit code. */
static int
send_one(struct cli *cli, struct context *context,
    const struct smsgw_message *message, size_t number, struct sent *sent)
{
	struct smsgw_receipt *receipt;
	char *text;
	int rc;

	receipt = sending_run(context, message);
	if (receipt == NULL)
		return cli_fail_memory();
	rc = receipt->exit_code;
	if (cli->json) {
		text = smsgw_receipt_json(receipt);
		if (text == NULL ||
		    json_array_append_new(
			sent->array, json_loads(text, 0, NULL)) != 0)
			rc = cli_fail_memory();
		free(text);
	} else {
		add_row(&sent->table, receipt);
	}
	if (rc != CATALOG_DONE)
		steps_say_failure(cli, receipt, number);
	smsgw_receipt_free(receipt);
	return rc;
}

static int
print_sent(const struct cli *cli, struct sent *sent)
{
	json_t *array = sent->array;

	if (cli->json) {
		sent->array = NULL;
		return output_json(array);
	}
	return table_print(cli, &sent->table) == 0 ? CATALOG_DONE :
						     cli_fail_memory();
}

/* Sends to all; the exit code is that of the first that went wrong. */
static int
send_all(
    struct cli *cli, const struct args *args, struct smsgw_message *message)
{
	static const char *const headings[] = { N_("TO"), N_("STATE"),
		N_("GATEWAY"), N_("ID"), N_("PROVIDER'S ID") };
	struct sent sent = { .array = cli->json ? json_array() : NULL };
	struct problems problems;
	struct context context;
	size_t i, options = args_times(args, "to");
	int rc, one;

	problems_init(&problems);
	table_init(&sent.table, headings, ARRAY_LEN(headings));
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	cli_warn_problems(cli, &problems);
	for (i = 0; i < options + args->word_count; i++) {
		message->to = i < options ? args_value_at(args, "to", i) :
					    args_word(args, i - options);
		one = send_one(cli, &context, message, i + 1, &sent);
		if (sent.exit_code == CATALOG_DONE)
			sent.exit_code = one;
	}
	rc = print_sent(cli, &sent);
	if (rc == CATALOG_DONE)
		rc = sent.exit_code;
out:
	json_decref(sent.array);
	table_fini(&sent.table);
	context_close(&context);
	problems_fini(&problems);
	return rc;
}

static int
send_run(struct cli *cli, const struct args *args)
{
	struct smsgw_message message = {
		.size = sizeof(message),
		.gateway = args_value(args, "gateway"),
	};
	struct content content;
	bool file = args_has(args, "csv");
	int rc;

	rc = send_file_check_options(cli, args);
	if (rc != CATALOG_DONE)
		return rc;
	if (!file && !args_has(args, "to"))
		return cli_fail(cli, "number-missing", "name one: --to PHONE",
		    "the message has no recipient");
	if (!file && !args_has(args, "text") && !args_has(args, "template"))
		return cli_fail(cli, "content-missing",
		    "give --text TEXT, or "
		    "--template NAME",
		    "it is not said what to send");
	if (!args_has(args, "local"))
		return cli_fail(cli, "daemon-unreachable",
		    "add --local to "
		    "send in this process, once and without a queue",
		    "no daemon runs that could take the message");
	rc = content_read(cli, args, &content, &message);
	if (rc == CATALOG_DONE)
		rc = file ? send_file(cli, args, &message) :
			    send_all(cli, args, &message);
	content_fini(&content);
	return rc;
}

const struct command command_send = {
	.name = "send",
	.summary = N_("Send a message to one or several recipients."),
	.usage = "--local (--to PHONE... | --csv FILE) (--text TEXT | "
		 "--template NAME --param K=V...)",
	.examples = "smsgw send --local --to +8613800138000 --text 'Your code "
		    "is 123456'\n"
		    "smsgw send --local --to 13800138000 --template login "
		    "--param code=@- < code\n"
		    "smsgw send --local -g ciam --expires 2m --to "
		    "+8613800138000 --text hello\n"
		    "smsgw send --local --csv messages.csv --dry-run\n"
		    "smsgw send --local --csv messages.csv --resume\n",
	.help =
	    N_("Without --gateway the first enabled gateway that can carry "
	       "the message is taken. --local sends once, in this process: "
	       "nothing is queued, and a message that could not be sent is "
	       "not sent again. The exit code is that of the first recipient "
	       "that went wrong. A file of --csv is UTF-8 and begins with the "
	       "names of its columns: to, and text or template; perhaps class, "
	       "purpose, locale, gateway, expires, ref; any other is an "
	       "argument of the template. What a row lacks the options give. "
	       "Nothing is sent unless every row is right. Each row is "
	       "recorded in the journal before it is sent, and --resume sends "
	       "what is missing and nothing twice; what was perhaps sent is "
	       "reported as unknown. The first Ctrl-C lets what is on its way "
	       "end. Of a file the exit code is 76 when a row is unknown, else "
	       "78 or 77 when a gateway must be mended, 75 when rows are "
	       "missing, 69 when some were refused."),
	.options = send_options,
	.words_max = SIZE_MAX,
	.run = send_run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw send: a message to one or several recipients, by the gateways that can
 * carry it, in their order, or in one attempt by the one named.  Without a
 * daemon only with --local, in this process, which keeps no queue.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "content.h"
#include "context.h"
#include "engine.h"
#include "output.h"
#include "receipt.h"
#include "send_file.h"
#include "sending.h"
#include "steps.h"

static const struct cli_option send_options[] = {
	{ "to", '\0', "PHONE", N_("a recipient, any number of them") },
	CONTENT_OPTIONS,
	{ "gateway", 'g', "ID", N_("by this gateway, in one attempt") },
	{ "local", '\0', NULL, N_("send in this process, without a daemon") },
	SEND_FILE_OPTIONS,
	{ NULL, '\0', NULL, NULL },
};

/* What is collected over all recipients. */
struct sent {
	struct table table;
	json_t *array;
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

/* Collects the receipt of one recipient; an exit code. */
static int
take_receipt(struct cli *cli, struct smsgw_receipt *receipt, size_t number,
    struct sent *sent)
{
	char *text;
	int rc;

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

/* Whom a message is for: by --to, and the words behind the options. */
static const char *
recipient_at(const struct args *args, size_t i)
{
	size_t options = args_times(args, "to");

	return i < options ? args_value_at(args, "to", i) :
			     args_word(args, i - options);
}

/* By the gateway that is named, one after the other, in one attempt each. */
static void
send_by_one(struct context *context, const struct args *args,
    struct smsgw_message *message, struct smsgw_receipt **receipts,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		message->to = recipient_at(args, i);
		receipts[i] = sending_run(context, message);
	}
}

/* The receipt that says why, in place of one that says that. */
static void
explain(struct context *context, const struct smsgw_message *message,
    struct smsgw_receipt **receipt)
{
	struct smsgw_receipt *better = sending_explain(context, message);

	if (better == NULL)
		return;
	smsgw_receipt_free(*receipt);
	*receipt = better;
}

static void
take_ended(void *arg, struct smsgw_receipt *receipt)
{
	*(struct smsgw_receipt **)arg = receipt;
}

/* Whether the i-th recipient is one of those before it, written alike. */
static bool
is_repeated(const struct args *args, size_t i)
{
	const char *to = recipient_at(args, i);
	size_t k;

	for (k = 0; k < i; k++) {
		if (strcmp(recipient_at(args, k), to) == 0)
			return true;
	}
	return false;
}

/* By any gateway, all at the same time, from one to the next where it fails. */
static void
send_by_any(struct context *context, const struct args *args,
    struct smsgw_message *message, struct smsgw_receipt **receipts,
    size_t count)
{
	struct engine *engine = engine_new(context, count);
	size_t i;
	int rc;

	message->flags |= SMSGW_MESSAGE_TRACE;
	for (i = 0; engine != NULL && i < count; i++) {
		message->to = recipient_at(args, i);
		/* who is named twice gets two, and none in the other's place */
		while (
		    is_repeated(args, i) && engine_run(engine, INT64_MAX) > 0)
			continue;
		do {
			rc = engine_submit(
			    engine, message, take_ended, &receipts[i], NULL);
		} while (rc == SMSGW_BUSY && engine_run(engine, 1000) > 0);
	}
	while (engine != NULL && engine_run(engine, INT64_MAX) > 0)
		continue;
	engine_free(engine);
	/* that no gateway was tried has reasons that one has to look for */
	for (i = 0; i < count; i++) {
		message->to = recipient_at(args, i);
		if (receipts[i] != NULL && receipts[i]->attempts == 0)
			explain(context, message, &receipts[i]);
	}
}

/* Sends to all; the exit code is that of the first that went wrong. */
static int
send_to_all(struct cli *cli, struct context *context, const struct args *args,
    struct smsgw_message *message, struct sent *sent)
{
	size_t i, count = args_times(args, "to") + args->word_count;
	struct smsgw_receipt **receipts;
	int rc = CATALOG_DONE, one;

	receipts = calloc(count, sizeof(*receipts));
	if (receipts == NULL)
		return cli_fail_memory();
	if (message->gateway != NULL)
		send_by_one(context, args, message, receipts, count);
	else
		send_by_any(context, args, message, receipts, count);
	for (i = 0; i < count; i++) {
		one = take_receipt(cli, receipts[i], i + 1, sent);
		if (rc == CATALOG_DONE)
			rc = one;
	}
	free(receipts);
	return rc;
}

static int
send_all(
    struct cli *cli, const struct args *args, struct smsgw_message *message)
{
	static const char *const headings[] = { N_("TO"), N_("STATE"),
		N_("GATEWAY"), N_("ID"), N_("PROVIDER'S ID") };
	struct sent sent = { .array = cli->json ? json_array() : NULL };
	struct problems problems;
	struct context context;
	int rc, sent_rc;

	problems_init(&problems);
	table_init(&sent.table, headings, ARRAY_LEN(headings));
	if (context_open(&context, cli->config_dir, true, &problems) != 0) {
		rc = cli_fail_problems(cli, &problems);
		goto out;
	}
	cli_warn_problems(cli, &problems);
	sent_rc = send_to_all(cli, &context, args, message, &sent);
	rc = print_sent(cli, &sent);
	if (rc == CATALOG_DONE)
		rc = sent_rc;
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
		    "add --local to send in this process, without a queue",
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
	.help = N_(
	    "Without --gateway all gateways that can carry the message "
	    "are tried, in the order that smsgw route shows, as often as "
	    "the rules of delivery and the message's life allow; with "
	    "--gateway that one, once. --local sends in this process, "
	    "which keeps no queue. The exit code is that of the first "
	    "recipient that went wrong. A file of --csv is UTF-8 and begins with the "
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

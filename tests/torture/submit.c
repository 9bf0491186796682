/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some messages for the vendor and one that is wrong in itself.  Their life is
 * short, so that what is put off for lack of memory soon ends.
 */
#include "submit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smsgw/smsgw.h>

#include "catalog.h"
#include "world.h"

#define LIFE_MS 2000

static const char *const numbers[] = { "+8613800138000", "+8613800138001", "12",
	"+8613800138002" };

#define COUNT (sizeof(numbers) / sizeof(numbers[0]))

struct sender {
	struct smsgw *sms;
	int ended[COUNT];
	int submitted, rejected;
};

struct one {
	struct sender *sender;
	size_t number;
};

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct one *one = arg;
	struct sender *sender = one->sender;
	char *json = smsgw_receipt_json(receipt);

	if (sender->ended[one->number]++ > 0)
		abort();
	(void)printf(
	    "message %zu: %s\n", one->number, smsgw_receipt_state(receipt));
	if (smsgw_receipt_outcome(receipt) == SMSGW_ACCEPTED)
		sender->submitted++;
	else if (smsgw_receipt_exit_code(receipt) == CATALOG_DATA)
		sender->rejected++;
	free(json);
	smsgw_receipt_free(receipt);
}

static int
send_all(struct sender *sender)
{
	struct one ones[COUNT];
	struct smsgw_message message = {
		.size = sizeof(message),
		.flags = SMSGW_MESSAGE_TRACE,
		.text = "Your code is " WORLD_CODE,
		.gateway = "web",
		.expires_in_ms = LIFE_MS,
	};
	int taken[COUNT];
	size_t i;

	for (i = 0; i < COUNT; i++) {
		ones[i] = (struct one){ .sender = sender, .number = i };
		message.to = numbers[i];
		taken[i] = smsgw_submit(sender->sms, &message, ended, &ones[i],
			       NULL) == SMSGW_TAKEN;
	}
	while (smsgw_run(sender->sms, 1000) > 0)
		continue;
	for (i = 0; i < COUNT; i++) {
		if (sender->ended[i] != taken[i])
			abort();
	}
	return sender->submitted == SUBMIT_SENT &&
		sender->submitted + sender->rejected == COUNT ?
	    CATALOG_DONE :
	    CATALOG_INTERNAL;
}

int
submit_some(void)
{
	struct smsgw_options options = { .size = sizeof(options),
		.config_dir = "etc" };
	struct sender sender = { .sms = NULL };
	int ret = CATALOG_INTERNAL;

	if (smsgw_open(&options, &sender.sms) == 0)
		ret = send_all(&sender);
	smsgw_close(sender.sms);
	if (ret != CATALOG_DONE)
		(void)fprintf(stderr, "not all that should have been sent\n");
	return ret;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sends a code to each number of standard input, many at once:
 *
 *	codes DIR < numbers
 *
 * and says of each what became of it.  Exits with 1 when one was not taken.
 */
#include <smsgw/smsgw.h>

#include <stdio.h>
#include <string.h>

static int failures;

/* A message has ended; the receipt is ours. */
static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct smsgw_step step = { .size = sizeof(step) };
	const char *why = "";
	size_t i;

	(void)arg;
	if (smsgw_receipt_outcome(receipt) != SMSGW_ACCEPTED)
		failures = 1;
	/* without SMSGW_MESSAGE_TRACE there are only steps that went wrong */
	for (i = 0; smsgw_receipt_step(receipt, i, &step) == 0; i++)
		why = step.cause != NULL ? step.cause : step.fact;
	printf("%s by %s after %d: %s %s\n", smsgw_receipt_id(receipt),
	    smsgw_receipt_gateway(receipt), smsgw_receipt_attempts(receipt),
	    smsgw_receipt_state(receipt), why);
	smsgw_receipt_free(receipt);
}

static int
submit(struct smsgw *sms, const char *number)
{
	const struct smsgw_arg args[] = { { "code", "123456" } };
	const struct smsgw_message message = {
		.size = sizeof(message),
		.to = number,
		.template_name = "login",
		.args = args,
		.arg_count = 1,
	};
	int rc;

	/* as many are on their way as may be: let some end first */
	while (
	    (rc = smsgw_submit(sms, &message, ended, NULL, NULL)) == SMSGW_BUSY)
		(void)smsgw_run(sms, 1000);
	return rc;
}

int
main(int argc, char **argv)
{
	struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = argc > 1 ? argv[1] : NULL,
	};
	struct smsgw_problem problem = { .size = sizeof(problem) };
	struct smsgw *sms;
	char number[64];

	if (smsgw_open(&options, &sms) != 0) {
		if (smsgw_problem(sms, 0, &problem) == 0)
			fprintf(stderr, "%s\n", problem.text);
		smsgw_close(sms);
		return 1;
	}
	while (fgets(number, sizeof(number), stdin) != NULL) {
		number[strcspn(number, "\n")] = '\0';
		if (submit(sms, number) != SMSGW_TAKEN)
			failures = 1;
		(void)smsgw_run(sms, 0);
	}
	while (smsgw_run(sms, 1000) > 0)
		continue;
	smsgw_close(sms);
	return failures;
}

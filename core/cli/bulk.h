/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending the rows of a file: in their order, as many at a time as the gateways
 * have use for, each recorded in the journal before it can leave.  Rows are
 * recorded in groups, one write to the disk for each.
 */
#ifndef CLI_BULK_H
#define CLI_BULK_H

#include <smsgw/smsgw.h>

#include "arena.h"
#include "fate.h"
#include "progress.h"
#include "sheet.h"
#include "survey.h"

struct cli;

/* Why it ended before the last row. */
enum bulk_stop {
	BULK_DONE,
	BULK_ASKED,   /* by a signal */
	BULK_CHANGED, /* the file is not what it was */
	BULK_STUCK,   /* accounts are refused, and nothing goes any more */
	BULK_JOURNAL, /* it cannot be written: error is the errno */
	BULK_MEMORY
};

struct bulk_group;

struct bulk {
	/* by the caller */
	const struct cli *cli;
	struct sheet *sheet;
	const struct survey *survey;
	struct journal *journal;
	struct smsgw *sms;
	size_t window; /* rows on their way at a time */
	bool keep_duplicates, resend_unknown;

	size_t due; /* by bulk_count() */

	/* of the run */
	size_t fates[FATES]; /* rows that ended */
	size_t in_flight;
	int64_t sent_boot_ms; /* when one was accepted last */
	bool refused;         /* a gateway's account or configuration was */
	enum bulk_stop stop;
	int error;
	struct progress progress;
	struct bulk_group *group;
};

/*
 * Counts the rows that are to be sent, and in *unknown those that were perhaps
 * sent.  0, or -1 with errno when the journal cannot be read.
 */
int bulk_count(struct bulk *bulk, size_t *unknown);

/*
 * Sends all that is due, until the end, a signal (SIGINT, SIGTERM, SIGHUP) or a
 * mishap, and waits for what is on its way: bulk->stop says which.  With --json
 * each row is a line on stdout as it ends.
 */
void bulk_run(struct bulk *bulk);

#endif

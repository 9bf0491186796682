/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of a bulk send: a CSV file with a line for each row of the file of
 * messages, in its order, made of the journal.  Numbers are masked in it.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "fate.h"
#include "sheet.h"
#include "survey.h"

struct report {
	const char *path;
	struct sheet *sheet;
	const struct survey *survey;
	struct journal *journal;
	const char *default_country; /* or NULL */
	bool keep_duplicates;
};

/*
 * Replaces the report and adds up the rows.  0; -1 with an error in problems,
 * and the tally is complete all the same where the journal could be read.
 */
int report_write(const struct report *report, struct tally *tally,
    struct problems *problems);

/* A recipient of a file as it is shown. */
void report_mask(
    const char *to, const char *default_country, char out[NUMBER_MASK_SIZE]);

#endif

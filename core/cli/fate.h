/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a row of a bulk send has come to, from its last record: whether it was
 * sent, may be sent, or must not be sent again by itself.  And the sum of that
 * over a file.
 */
#ifndef CLI_FATE_H
#define CLI_FATE_H

#include <jansson.h>

#include "journal.h"

enum fate {
	FATE_SENT,    /* the provider has taken it */
	FATE_REFUSED, /* for good: by the provider, or a newer code's */
	FATE_UNKNOWN, /* perhaps sent */
	FATE_MISSING, /* surely not sent: a resume sends it */
	FATES
};

enum fate fate_of(const struct journal_record *record);

/* Of all rows that are messages. */
struct tally {
	size_t fates[FATES];
	size_t possible_duplicates;
	int exit_code;
};

/*
 * Adds a row.  The exit code is that of the row that is worst by this order:
 * 76 unknown, 78, 77, 70, 74, 75 not sent, 69 refused, 65.
 */
void tally_add(struct tally *tally, const struct journal_record *record);

/* The words of a record, as reports have them. */
const char *fate_state(const struct journal_record *record);
const char *fate_outcome(const struct journal_record *record);

/* 2023-11-14T22:13:20.123Z; "" for a row that has not ended. */
#define FATE_TIME_SIZE 32
void fate_time(const struct journal_record *record, char out[FATE_TIME_SIZE]);

/* A row as a JSON object; NULL without memory. */
json_t *fate_json(size_t row, const char *to, const char *ref,
    const struct journal_record *record);

#endif

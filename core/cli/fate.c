/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the records of rows.
 */
#include "fate.h"

#include <smsgw/smsgw.h>

#include "catalog.h"
#include "outcome.h"

enum fate
fate_of(const struct journal_record *record)
{
	const struct journal_end *end = &record->end;

	if (record->state == JOURNAL_NEW)
		return FATE_MISSING;
	if (record->state == JOURNAL_TAKEN || end->outcome == SMSGW_UNKNOWN)
		return FATE_UNKNOWN;
	if (end->outcome == SMSGW_ACCEPTED)
		return FATE_SENT;
	/* of no gateway, or of one whose account is wrong, is not the row's */
	if (strcmp(end->code, "superseded") == 0 ||
	    end->exit_code == CATALOG_REFUSED || end->exit_code == CATALOG_DATA)
		return FATE_REFUSED;
	return FATE_MISSING;
}

/* What a program would end with for this row alone. */
static int
exit_code_of(const struct journal_record *record)
{
	switch (fate_of(record)) {
	case FATE_SENT:
		return CATALOG_DONE;
	case FATE_UNKNOWN:
		return CATALOG_UNKNOWN;
	case FATE_REFUSED:
		return record->end.exit_code == CATALOG_DATA ? CATALOG_DATA :
							       CATALOG_REFUSED;
	default:
		return record->state == JOURNAL_ENDED &&
			record->end.exit_code != CATALOG_DONE ?
		    record->end.exit_code :
		    CATALOG_LATER;
	}
}

/* The worst comes first. */
static size_t
rank_of(int exit_code)
{
	static const int order[] = { CATALOG_UNKNOWN, CATALOG_CONFIG,
		CATALOG_PERMISSION, CATALOG_INTERNAL, CATALOG_IO, CATALOG_LATER,
		CATALOG_REFUSED, CATALOG_DATA };
	size_t i;

	for (i = 0; i < ARRAY_LEN(order); i++) {
		if (order[i] == exit_code)
			break;
	}
	return i;
}

void
tally_add(struct tally *tally, const struct journal_record *record)
{
	int exit_code = exit_code_of(record);

	tally->fates[fate_of(record)]++;
	tally->possible_duplicates += record->end.possible_duplicate;
	if (rank_of(exit_code) < rank_of(tally->exit_code))
		tally->exit_code = exit_code;
}

const char *
fate_state(const struct journal_record *record)
{
	switch (record->state) {
	case JOURNAL_NEW:
		return "queued";
	case JOURNAL_TAKEN:
		return "unknown";
	default:
		return record->end.state;
	}
}

const char *
fate_outcome(const struct journal_record *record)
{
	switch (record->state) {
	case JOURNAL_NEW:
		return outcome_word(0);
	case JOURNAL_TAKEN:
		return outcome_word(SMSGW_UNKNOWN);
	default:
		return outcome_word(record->end.outcome);
	}
}

void
fate_time(const struct journal_record *record, char out[FATE_TIME_SIZE])
{
	out[0] = '\0';
	if (record->state == JOURNAL_ENDED)
		(void)clock_format(record->end.time_ms, 0,
		    "%Y-%m-%dT%H:%M:%S.%3NZ", out, FATE_TIME_SIZE);
}

json_t *
fate_json(size_t row, const char *to, const char *ref,
    const struct journal_record *record)
{
	const struct journal_end *end = &record->end;
	char time[FATE_TIME_SIZE];

	fate_time(record, time);
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, "
			 "s:b, s:s}",
	    "row", (json_int_t)row, "to", to, "ref", ref, "id", record->id,
	    "state", fate_state(record), "outcome", fate_outcome(record),
	    "gateway", end->gateway, "provider_id", end->provider_id, "code",
	    end->code, "attempts", end->attempts, "possible_duplicate",
	    (int)end->possible_duplicate, "time", time);
}

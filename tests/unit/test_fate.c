/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a row of a bulk send has come to: above all that nothing that was
 * perhaps sent counts as missing.
 */
#include "fate.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <smsgw/smsgw.h>

static const struct {
	enum journal_state state;
	const char *word, *code;
	int outcome, exit_code;
	enum fate fate;
	int row_exit_code;
} cases[] = {
	{ JOURNAL_NEW, "", "", 0, 0, FATE_MISSING, 75 },
	{ JOURNAL_TAKEN, "", "", 0, 0, FATE_UNKNOWN, 76 },
	{ JOURNAL_ENDED, "submitted", "", SMSGW_ACCEPTED, 0, FATE_SENT, 0 },
	{ JOURNAL_ENDED, "delivered", "", SMSGW_ACCEPTED, 0, FATE_SENT, 0 },
	{ JOURNAL_ENDED, "rejected", "number-unknown", SMSGW_REJECTED, 69,
	    FATE_REFUSED, 69 },
	{ JOURNAL_ENDED, "rejected", "content-too-long", 0, 65, FATE_REFUSED,
	    65 },
	/* a wrong password is mended, then it goes */
	{ JOURNAL_ENDED, "rejected", "credentials-refused", SMSGW_REJECTED, 77,
	    FATE_MISSING, 77 },
	{ JOURNAL_ENDED, "rejected", "answer-not-found", SMSGW_REJECTED, 78,
	    FATE_MISSING, 78 },
	/* no gateway was left that could have tried it */
	{ JOURNAL_ENDED, "rejected", "route-none", 0, 75, FATE_MISSING, 75 },
	{ JOURNAL_ENDED, "queued", "throttled", SMSGW_DEFERRED, 75,
	    FATE_MISSING, 75 },
	{ JOURNAL_ENDED, "expired", "expired", SMSGW_DEFERRED, 75, FATE_MISSING,
	    75 },
	/* ended from this side, whatever an earlier attempt was answered */
	{ JOURNAL_ENDED, "cancelled", "cancelled", 0, 75, FATE_MISSING, 75 },
	{ JOURNAL_ENDED, "cancelled", "cancelled", SMSGW_REJECTED, 75,
	    FATE_MISSING, 75 },
	{ JOURNAL_ENDED, "cancelled", "superseded", 0, 75, FATE_REFUSED, 69 },
	/* perhaps sent is that by any other word */
	{ JOURNAL_ENDED, "unknown", "cancelled", SMSGW_UNKNOWN, 76,
	    FATE_UNKNOWN, 76 },
	{ JOURNAL_ENDED, "cancelled", "superseded", SMSGW_UNKNOWN, 75,
	    FATE_UNKNOWN, 76 },
	{ JOURNAL_ENDED, "expired", "expired", SMSGW_UNKNOWN, 75, FATE_UNKNOWN,
	    76 },
};

static struct journal_record
record_of(size_t i)
{
	return (struct journal_record){
		.state = cases[i].state,
		.id = "",
		.end = { .state = cases[i].word,
		    .code = cases[i].code,
		    .outcome = cases[i].outcome,
		    .exit_code = cases[i].exit_code,
		    .gateway = "",
		    .provider_id = "" },
	};
}

static void
each_record_has_one_fate(void **state)
{
	struct journal_record record;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		record = record_of(i);
		print_message("%zu %s\n", i, cases[i].code);
		assert_int_equal(fate_of(&record), cases[i].fate);
	}
}

static void
a_row_alone_gives_its_exit_code(void **state)
{
	struct journal_record record;
	struct tally tally;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		record = record_of(i);
		tally = (struct tally){ .exit_code = 0 };
		tally_add(&tally, &record);
		assert_int_equal(tally.exit_code, cases[i].row_exit_code);
		assert_int_equal(tally.fates[cases[i].fate], 1);
	}
}

/* What a person must look at first comes first, whichever row has it. */
static void
the_exit_code_of_many_is_that_of_the_worst(void **state)
{
	static const int order[] = { 76, 78, 77, 75, 69, 65, 0 };
	struct tally tally = { .exit_code = 0 };
	struct journal_record record;
	size_t i, k;

	(void)state;
	for (k = ARRAY_LEN(order); k-- > 0;) {
		for (i = 0; cases[i].row_exit_code != order[k]; i++)
			continue;
		record = record_of(i);
		tally_add(&tally, &record);
		assert_int_equal(tally.exit_code, order[k]);
	}
	record = record_of(2);
	tally_add(&tally, &record);
	assert_int_equal(tally.exit_code, 76);
}

static void
a_time_is_written_as_people_and_programs_read_it(void **state)
{
	struct journal_record record = record_of(2);
	char time[FATE_TIME_SIZE];

	(void)state;
	record.end.time_ms = 1700000000123;
	fate_time(&record, time);
	assert_string_equal(time, "2023-11-14T22:13:20.123Z");
	record.state = JOURNAL_TAKEN;
	fate_time(&record, time);
	assert_string_equal(time, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_record_has_one_fate),
		cmocka_unit_test(a_row_alone_gives_its_exit_code),
		cmocka_unit_test(the_exit_code_of_many_is_that_of_the_worst),
		cmocka_unit_test(
		    a_time_is_written_as_people_and_programs_read_it),
	};

	return cmocka_run_group_tests_name("fate", tests, NULL, NULL);
}

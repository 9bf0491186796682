/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of a bulk send: what it says after it was closed, cut short,
 * spoiled, or could not be written.
 */
#include "journal.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <smsgw/smsgw.h>

#include "tree.h"

#define ID_A "01900000-0000-7000-8000-00000000000a"
#define ID_B "01900000-0000-7000-8000-00000000000b"

static const struct journal_subject subject = {
	.content = "c0", .options = "0p", .last_row = 9
};

static const struct journal_end accepted = {
	.state = "submitted",
	.outcome = SMSGW_ACCEPTED,
	.exit_code = 0,
	.gateway = "ciam",
	.provider_id = "a\tb\n1",
	.code = "",
	.attempts = 2,
	.possible_duplicate = true,
	.time_ms = 1700000000123,
};

static void
create(struct journal *journal)
{
	struct problems problems;

	problems_init(&problems);
	assert_int_equal(
	    journal_create(journal, "journal", &subject, &problems), 0);
	assert_int_equal(problems_count(&problems), 0);
	problems_fini(&problems);
}

/* Opens it for a subject; NULL, or a copy of the code of what was wrong. */
static const char *
open_for(struct journal *journal, const struct journal_subject *of)
{
	static char code[64];
	struct problems problems;
	int ret;

	problems_init(&problems);
	ret = journal_open(journal, "journal", of, &problems);
	assert_int_equal(problems_count(&problems), ret == 0 ? 0 : 1);
	code[0] = '\0';
	if (ret != 0)
		snprintf(
		    code, sizeof(code), "%s", problems_get(&problems, 0)->code);
	problems_fini(&problems);
	return ret == 0 ? NULL : code;
}

static void
reopen(struct journal *journal)
{
	journal_close(journal);
	assert_null(open_for(journal, &subject));
}

/* Rows 1 accepted, 2 taken, 3 new. */
static void
fill(struct journal *journal)
{
	create(journal);
	journal_take(journal, 1, ID_A);
	journal_take(journal, 2, ID_B);
	assert_int_equal(journal_sync(journal), 0);
	journal_end(journal, 1, ID_A, &accepted);
	assert_int_equal(journal_sync(journal), 0);
}

static void
what_was_recorded_is_there_again(void **state)
{
	struct journal journal;
	struct journal_record record;

	(void)state;
	fill(&journal);
	reopen(&journal);
	assert_int_equal(journal_state(&journal, 1), JOURNAL_ENDED);
	assert_int_equal(journal_state(&journal, 2), JOURNAL_TAKEN);
	assert_int_equal(journal_state(&journal, 3), JOURNAL_NEW);
	assert_int_equal(journal_read(&journal, 1, &record), 0);
	assert_string_equal(record.id, ID_A);
	assert_string_equal(record.end.state, "submitted");
	assert_int_equal(record.end.outcome, SMSGW_ACCEPTED);
	assert_string_equal(record.end.gateway, "ciam");
	/* a provider cannot make lines of ours */
	assert_string_equal(record.end.provider_id, "a\\x09b\\x0A1");
	assert_string_equal(record.end.code, "");
	assert_int_equal(record.end.attempts, 2);
	assert_true(record.end.possible_duplicate);
	assert_true(record.end.time_ms == 1700000000123);
	assert_int_equal(journal_read(&journal, 2, &record), 0);
	assert_string_equal(record.id, ID_B);
	assert_int_equal(journal_read(&journal, 3, &record), 0);
	assert_string_equal(record.id, "");
	journal_close(&journal);
}

static void
a_row_that_is_taken_again_has_not_ended(void **state)
{
	struct journal journal;

	(void)state;
	fill(&journal);
	reopen(&journal);
	journal_take(&journal, 1, ID_B);
	reopen(&journal);
	assert_int_equal(journal_state(&journal, 1), JOURNAL_TAKEN);
	journal_close(&journal);
}

static void
it_is_its_owners_alone_and_has_no_numbers(void **state)
{
	struct journal journal;

	(void)state;
	fill(&journal);
	journal_close(&journal);
	assert_int_equal(tree_mode("journal"), 0600);
	assert_null(strstr(tree_read("journal"), "+86"));
}

static void
a_line_cut_short_anywhere_at_the_end_is_not_counted(void **state)
{
	struct journal journal;
	char *whole;
	size_t len, last, cut;

	(void)state;
	fill(&journal);
	journal_close(&journal);
	whole = strdup(tree_read("journal"));
	len = strlen(whole);
	for (last = len - 1; whole[last - 1] != '\n'; last--)
		continue;
	for (cut = last; cut < len; cut++) {
		assert_int_equal(truncate("journal", (off_t)len), 0);
		tree_write("journal", 0600, whole);
		assert_int_equal(truncate("journal", (off_t)cut), 0);
		assert_null(open_for(&journal, &subject));
		/* it was perhaps sent: its end is lost */
		assert_int_equal(journal_state(&journal, 1), JOURNAL_TAKEN);
		journal_end(&journal, 1, ID_A, &accepted);
		reopen(&journal);
		assert_int_equal(journal_state(&journal, 1), JOURNAL_ENDED);
		assert_int_equal(journal_state(&journal, 2), JOURNAL_TAKEN);
		journal_close(&journal);
	}
	free(whole);
}

static void
one_that_broke_off_in_its_first_line_begins_anew(void **state)
{
	struct journal journal;

	(void)state;
	/* the beginning of the line that it would write */
	tree_write("journal", 0600, "smsgw-bulk-1\tc0\t0p\t");
	assert_null(open_for(&journal, &subject));
	journal_take(&journal, 2, ID_A);
	reopen(&journal);
	assert_int_equal(journal_state(&journal, 2), JOURNAL_TAKEN);
	journal_close(&journal);
}

static void
what_is_no_journal_is_left_as_it_is(void **state)
{
	static const char *const texts[] = { "hello", "hello\n",
		"to,text\n1,2" };
	struct journal journal;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(texts); i++) {
		tree_write("journal", 0600, texts[i]);
		assert_string_equal(
		    open_for(&journal, &subject), "bulk-journal-damaged");
		journal_close(&journal);
		assert_string_equal(tree_read("journal"), texts[i]);
	}
}

static void
every_spoiled_byte_before_the_end_is_found(void **state)
{
	struct journal journal;
	char *whole, *spoiled;
	const char *code;
	size_t i, lines = 0;

	(void)state;
	fill(&journal);
	journal_close(&journal);
	whole = strdup(tree_read("journal"));
	for (i = 0; lines < 2; i++) {
		spoiled = strdup(whole);
		lines += whole[i] == '\n';
		spoiled[i] ^= 1;
		tree_write("journal", 0600, spoiled);
		code = open_for(&journal, &subject);
		assert_non_null(code);
		assert_string_equal(code, "bulk-journal-damaged");
		journal_close(&journal);
		free(spoiled);
	}
	free(whole);
}

static void
another_file_or_other_options_are_refused(void **state)
{
	struct journal_subject other;
	struct journal journal;

	(void)state;
	fill(&journal);
	journal_close(&journal);
	other = subject;
	other.content[0] = 'x';
	assert_string_equal(open_for(&journal, &other), "bulk-journal-other");
	journal_close(&journal);
	other = subject;
	other.options[0] = 'x';
	assert_string_equal(open_for(&journal, &other), "bulk-journal-other");
	journal_close(&journal);
	other = subject;
	other.last_row++;
	assert_string_equal(open_for(&journal, &other), "bulk-journal-other");
	journal_close(&journal);
}

static void
one_that_is_there_is_not_begun_anew(void **state)
{
	struct journal journal;
	struct problems problems;

	(void)state;
	fill(&journal);
	journal_close(&journal);
	problems_init(&problems);
	assert_int_equal(
	    journal_create(&journal, "journal", &subject, &problems), -1);
	assert_string_equal(
	    problems_get(&problems, 0)->code, "bulk-journal-exists");
	problems_fini(&problems);
	journal_close(&journal);
	assert_null(open_for(&journal, &subject));
	journal_close(&journal);
}

static void
one_that_is_not_there_cannot_be_taken_up(void **state)
{
	struct journal journal;

	(void)state;
	assert_string_equal(
	    open_for(&journal, &subject), "bulk-journal-missing");
	journal_close(&journal);
}

static void
two_cannot_have_it_at_once(void **state)
{
	struct journal first, second;

	(void)state;
	fill(&first);
	assert_string_equal(open_for(&second, &subject), "bulk-journal-busy");
	journal_close(&second);
	journal_close(&first);
	assert_null(open_for(&second, &subject));
	journal_close(&second);
}

/* In a child, where files may not grow past some bytes: 0 when all holds. */
static int
write_too_much(void)
{
	const struct rlimit limit = { .rlim_cur = 300, .rlim_max = 300 };
	struct problems problems;
	struct journal journal;
	size_t row;

	signal(SIGXFSZ, SIG_IGN);
	problems_init(&problems);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
	    journal_create(&journal, "journal", &subject, &problems) != 0)
		return 1;
	for (row = 1; row <= 9; row++)
		journal_take(&journal, row, ID_A);
	if (journal_sync(&journal) == 0)
		return 2;
	/* and never again, whatever there is room for */
	if (journal_sync(&journal) == 0)
		return 3;
	journal_close(&journal);
	return 0;
}

static void
a_write_that_failed_is_the_last_one(void **state)
{
	struct journal journal;
	int status = -1;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0)
		_exit(write_too_much());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	/* what is whole of it counts as taken, and nothing else */
	assert_null(open_for(&journal, &subject));
	assert_int_equal(journal_state(&journal, 1), JOURNAL_TAKEN);
	assert_int_equal(journal_state(&journal, 9), JOURNAL_NEW);
	journal_close(&journal);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_recorded_is_there_again),
		TEST(a_row_that_is_taken_again_has_not_ended),
		TEST(it_is_its_owners_alone_and_has_no_numbers),
		TEST(a_line_cut_short_anywhere_at_the_end_is_not_counted),
		TEST(one_that_broke_off_in_its_first_line_begins_anew),
		TEST(what_is_no_journal_is_left_as_it_is),
		TEST(every_spoiled_byte_before_the_end_is_found),
		TEST(another_file_or_other_options_are_refused),
		TEST(one_that_is_there_is_not_begun_anew),
		TEST(one_that_is_not_there_cannot_be_taken_up),
		TEST(two_cannot_have_it_at_once),
		TEST(a_write_that_failed_is_the_last_one),
	};

	return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}

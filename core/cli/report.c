/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing the report beside its place first, so that the old one is there until
 * the new one is whole.
 */
#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lang.h"
#include "number.h"

static const char heading[] =
    "row,to,id,state,outcome,gateway,provider_id,code,attempts,"
    "possible_duplicate,same_as,time,ref\r\n";

void
report_mask(
    const char *to, const char *default_country, char out[NUMBER_MASK_SIZE])
{
	char number[NUMBER_SIZE];
	const char *reason;

	if (to == NULL)
		out[0] = '\0';
	else if (number_normalize(to, default_country, number, &reason) == 0)
		number_mask(number, out);
	else
		number_mask_given(to, out);
}

/*
 * A field.  What somebody else wrote is not to become a formula in a
 * spreadsheet, so an apostrophe stands before what would.
 */
static void
put_field(FILE *out, const char *text)
{
	bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;

	if (!formula && strpbrk(text, ",\"\r\n'") == NULL) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	if (formula)
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* One line; same_as is 0, or the row that says what this one does. */
static void
put_row(FILE *out, size_t row, const char *to, const char *ref, size_t same_as,
    const struct journal_record *record)
{
	const struct journal_end *end = &record->end;
	char time[FATE_TIME_SIZE];

	fate_time(record, time);
	fprintf(out, "%zu,%s,%s,%s,%s,%s,", row, to, record->id,
	    same_as != 0 ? "duplicate" : fate_state(record),
	    same_as != 0 ? "" : fate_outcome(record), end->gateway);
	put_field(out, end->provider_id);
	fprintf(out, ",%s,%d,%s,", end->code, end->attempts,
	    end->possible_duplicate ? "yes" : "no");
	if (same_as != 0)
		fprintf(out, "%zu", same_as);
	fprintf(out, ",%s,", time);
	put_field(out, ref);
	fputs("\r\n", out);
}

/* What the file of messages has of a row, if it is still what it was. */
static void
read_row(const struct report *report, size_t row, bool *readable,
    struct sheet_row *found, char to[NUMBER_MASK_SIZE])
{
	struct problems ignored;

	problems_init(&ignored);
	if (*readable &&
	    (sheet_next(report->sheet, found, &ignored) != CSV_ROW ||
		found->row != row || !survey_same(report->survey, found)))
		*readable = false;
	problems_fini(&ignored);
	to[0] = '\0';
	if (*readable)
		report_mask(found->message.to, report->default_country, to);
}

/* All rows, to out, which may be NULL; 0, or -1 with errno. */
static int
put_rows(const struct report *report, FILE *out, struct tally *tally)
{
	char to[NUMBER_MASK_SIZE];
	struct journal_record record;
	struct sheet_row found;
	size_t row, same_as;
	bool readable = sheet_rewind(report->sheet) == 0;

	for (row = 2; row <= report->survey->last_row; row++) {
		read_row(report, row, &readable, &found, to);
		if (journal_read(report->journal, row, &record) != 0)
			return -1;
		same_as = report->keep_duplicates ?
		    0 :
		    survey_same_as(report->survey, row);
		if (same_as == 0)
			tally_add(tally, &record);
		if (out != NULL)
			put_row(out, row, to, readable ? found.ref : "",
			    same_as, &record);
	}
	return 0;
}

/* Has what was written on the disk, and closes; 0, or -1 with errno. */
static int
finish(FILE *out)
{
	int error = 0;

	if (fflush(out) != 0 || ferror(out) || fsync(fileno(out)) != 0)
		error = errno != 0 ? errno : EIO;
	if (fclose(out) != 0 && error == 0)
		error = errno;
	errno = error;
	return error == 0 ? 0 : -1;
}

static FILE *
open_beside(const char *path)
{
	int fd = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (out == NULL && fd >= 0)
		(void)close(fd);
	return out;
}

int
report_write(
    const struct report *report, struct tally *tally, struct problems *problems)
{
	char beside[4096];
	FILE *out = NULL;
	int error = 0;

	errno = 0;
	*tally = (struct tally){ .exit_code = 0 };
	if (snprintf(beside, sizeof(beside), "%s.part", report->path) >=
	    (int)sizeof(beside))
		errno = ENAMETOOLONG;
	else
		out = open_beside(beside);
	if (out == NULL)
		error = errno;
	else
		fputs(heading, out);
	if (put_rows(report, out, tally) != 0)
		error = errno;
	if (out != NULL && finish(out) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(beside, report->path) != 0)
		error = errno;
	if (error == 0)
		return 0;
	if (out != NULL)
		(void)unlink(beside);
	if (error == ENOMEM)
		problem_add_memory(problems, report->path);
	else
		problem_add(problems, PROBLEM_ERROR, "bulk-report",
		    report->path, 0, NULL, NULL, "%s", lang_errno(error));
	return -1;
}

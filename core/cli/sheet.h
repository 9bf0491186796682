/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A CSV file whose rows are messages: what its columns mean, and the message of
 * a row with what all rows have from the command line.  The file is read more
 * than once, so it must be one that can be, and stay as it is.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include <sys/stat.h>

#include <openssl/evp.h>

#include <smsgw/smsgw.h>

#include "csv.h"
#include "journal.h"
#include "problem.h"

/* Columns that mean the same in every file; any other is an argument. */
enum sheet_column {
	SHEET_TO,
	SHEET_TEXT,
	SHEET_TEMPLATE,
	SHEET_CLASS,
	SHEET_PURPOSE,
	SHEET_LOCALE,
	SHEET_GATEWAY,
	SHEET_EXPIRES,
	SHEET_REF,
	SHEET_COLUMNS
};

#define SHEET_ARGS_MAX (CSV_FIELDS_MAX + 32)

struct sheet {
	const char *path;
	const struct smsgw_message *given; /* by the command line */
	int fd;
	struct stat facts;
	EVP_MD_CTX *digest;
	struct csv csv;
	uint64_t seed; /* of marks */
	struct buf header;
	size_t columns;
	size_t name_at[CSV_FIELDS_MAX]; /* in header */
	int meaning[CSV_FIELDS_MAX];    /* SHEET_COLUMNS: an argument */
	bool has[SHEET_COLUMNS];
	struct smsgw_arg args[SHEET_ARGS_MAX]; /* of the present row */
};

/* A row; all of it lives until the next one is read. */
struct sheet_row {
	size_t row; /* as a spreadsheet counts: the header is 1 */
	size_t line;
	uint64_t mark; /* of its bytes: equal for equal rows */
	struct smsgw_message message;
	const char *ref; /* "" without */
};

/*
 * Opens the file and reads its header; given outlives the sheet.  0; -1 with
 * errors in problems.  sheet_close() in any case.
 */
int sheet_open(struct sheet *sheet, const char *path,
    const struct smsgw_message *given, struct problems *problems);
void sheet_close(struct sheet *sheet);

/* Goes back to the first row behind the header.  0, or -1 with errno. */
int sheet_rewind(struct sheet *sheet);

/*
 * Reads the next row.  CSV_WRONG adds an error to problems, CSV_FAILED too,
 * behind which there is nothing more.
 */
enum csv_found sheet_next(
    struct sheet *sheet, struct sheet_row *row, struct problems *problems);

/* Whether the file is still the one that was opened, by its facts. */
bool sheet_unchanged(const struct sheet *sheet);

/* After the last row: the SHA-256 of the file, in hex.  0, or -1. */
int sheet_digest(struct sheet *sheet, char out[JOURNAL_DIGEST_SIZE]);

/* The name of a column that means the same in every file. */
const char *sheet_column_name(enum sheet_column column);

/* The name of the i-th column of this file. */
const char *sheet_name(const struct sheet *sheet, size_t i);

/* Adds an error of a row; key, the column, and fix may be NULL. */
void sheet_problem(const struct sheet *sheet, struct problems *problems,
    const char *code, size_t row, size_t line, const char *key, const char *fix,
    const char *text);

#endif

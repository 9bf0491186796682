/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first reading of a file of messages: every row is judged before any is
 * sent, rows that say the same to the same number are found, and what there is
 * to send is counted.
 *
 * While it reads it keeps some 40 bytes a row, afterwards 12.
 */
#ifndef CLI_SURVEY_H
#define CLI_SURVEY_H

#include "judge.h"
#include "sheet.h"

/* How many wrong rows are shown, and how many rows a file may have. */
#define SURVEY_SHOWN_MAX 50
#define SURVEY_ROWS_MAX ((size_t)100 * 1000 * 1000)

struct survey {
	size_t rows;            /* behind the header */
	size_t last_row;        /* of the file; the header is 1 */
	size_t wrong;           /* rows that are */
	size_t duplicates;      /* rows that say what an earlier one said */
	size_t first_duplicate; /* and what it is the same as */
	uint64_t parts;         /* of all that are not duplicates */
	uint64_t duplicate_parts;
	uint64_t *marks;   /* by row: what it was */
	uint32_t *same_as; /* by row: the earlier one, or 0 */
	size_t size;       /* rows there is room for */
	char digest[JOURNAL_DIGEST_SIZE];
};

/*
 * Reads the sheet, which stands behind its header, to its end.  0; -1 when a
 * row is wrong or it cannot be read: problems has the first ones.
 * survey_fini() in any case.
 */
int survey_read(struct survey *survey, struct sheet *sheet, struct judge *judge,
    struct problems *problems);
void survey_fini(struct survey *survey);

/* Whether a row that was read again is still what it was. */
bool survey_same(const struct survey *survey, const struct sheet_row *row);

/* The row that said the same before, or 0. */
size_t survey_same_as(const struct survey *survey, size_t row);

#endif

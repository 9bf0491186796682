/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a journal: fields between tabs, the last one a checksum of the
 * rest, so that a line that was cut short is not taken for a whole one.
 */
#ifndef CLI_JOURNAL_LINE_H
#define CLI_JOURNAL_LINE_H

#include "buf.h"

#define JOURNAL_FIELDS_MAX 16

/* The longest line, without its end. */
#define JOURNAL_LINE_MAX ((size_t)2048)

/* The first field of a line says what it is. */
#define JOURNAL_HEAD "smsgw-bulk-1"
#define JOURNAL_TAKE "taken"
#define JOURNAL_END "ended"

struct journal_line {
	const char *fields[JOURNAL_FIELDS_MAX];
	size_t count;
};

/* Appends a field; what a line cannot hold is escaped, and cut to `max`. */
void journal_line_add(struct buf *out, const char *text, size_t max);
void journal_line_number(struct buf *out, int64_t number);

/* Ends the line that begins at `start` of out. */
void journal_line_end(struct buf *out, size_t start);

/* Cuts a line, without its end, into fields.  -1 when it is no good one. */
int journal_line_split(char *text, struct journal_line *line);

/* A field as a number, -1 when it is none. */
int64_t journal_line_int(const struct journal_line *line, size_t field);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of CSV files: a small machine over single bytes, and for each row
 * a buffer in which a NUL ends each field.
 */
#include "csv.h"

#include <errno.h>

#include "lang.h"
#include "utf8.h"

enum { AT_END = -1, AT_FAILURE = -2 };

/* Where in a row the machine is. */
enum place {
	PLACE_START, /* of a field */
	PLACE_PLAIN,
	PLACE_QUOTED,
	PLACE_CLOSED, /* behind the closing quote */
	PLACE_DONE
};

void
csv_init(struct csv *csv, csv_read *read, void *arg)
{
	memset(csv, 0, sizeof(*csv));
	csv->read = read;
	csv->arg = arg;
	buf_init(&csv->text, CSV_ROW_MAX + CSV_FIELDS_MAX);
}

void
csv_fini(struct csv *csv)
{
	buf_fini(&csv->text);
	wipe(csv->chunk, sizeof(csv->chunk));
}

/* Fills the chunk; how many bytes are there, AT_END, or AT_FAILURE. */
static int
fill(struct csv *csv)
{
	ssize_t got;

	if (csv->ended)
		return AT_END;
	got = csv->read(csv->arg, csv->chunk, sizeof(csv->chunk));
	if (got < 0)
		return AT_FAILURE;
	csv->at = 0;
	csv->have = (size_t)got;
	csv->ended = got == 0;
	return got == 0 ? AT_END : (int)got;
}

/* The next byte, which stays where it is; AT_END, or AT_FAILURE. */
static int
peek(struct csv *csv)
{
	int got;

	if (csv->at == csv->have) {
		got = fill(csv);
		if (got < 0)
			return got;
	}
	return (unsigned char)csv->chunk[csv->at];
}

static void
take(struct csv *csv)
{
	if (csv->chunk[csv->at++] == '\n')
		csv->lines++;
	csv->size++;
}

static int
wrong(struct csv *csv, const char *mistake, const char *fix)
{
	csv->mistake = mistake;
	csv->fix = fix;
	csv->wrong_line = csv->lines + 1;
	csv->wrong_field = csv->fields;
	return -1;
}

/* The field ends; the next one begins behind it. */
static int
end_field(struct csv *csv)
{
	csv->fields++;
	if (buf_putc(&csv->text, '\0') != 0)
		return -1;
	csv->starts[csv->fields] = csv->text.len;
	return 0;
}

/* A line end of either kind, behind a field; 0, or -1. */
static int
end_row(struct csv *csv, int c, enum place *place)
{
	if (c == '\r') {
		take(csv);
		c = peek(csv);
		if (c != '\n' && c != AT_END)
			return wrong(csv,
			    N_("has a carriage return that ends no line"),
			    N_("save the file with line ends of LF or CRLF, "
			       "or put the text into quotes"));
	}
	if (c == '\n')
		take(csv);
	*place = PLACE_DONE;
	return end_field(csv);
}

/* One byte within quotes. */
static int
step_quoted(struct csv *csv, int c, enum place *place)
{
	if (c == AT_END)
		return wrong(csv, N_("has a quote that is never closed"), NULL);
	take(csv);
	if (c != '"')
		return buf_putc(&csv->text, (char)c);
	if (peek(csv) != '"') {
		*place = PLACE_CLOSED;
		return 0;
	}
	take(csv);
	return buf_putc(&csv->text, '"');
}

/* One byte outside of quotes. */
static int
step_open(struct csv *csv, int c, enum place *place)
{
	if (c == AT_END || c == '\r' || c == '\n')
		return end_row(csv, c, place);
	if (c == ',') {
		take(csv);
		*place = PLACE_START;
		return end_field(csv);
	}
	if (*place == PLACE_CLOSED)
		return wrong(csv, N_("has something behind a closing quote"),
		    N_("write a quote within a field as two: \"\""));
	if (c == '"' && *place == PLACE_PLAIN)
		return wrong(csv, N_("has a quote within a field without"),
		    N_("put the field into quotes, and write each quote in it "
		       "as two: \"\""));
	take(csv);
	*place = c == '"' ? PLACE_QUOTED : PLACE_PLAIN;
	return c == '"' ? 0 : buf_putc(&csv->text, (char)c);
}

/* Goes behind the line in which something is wrong. */
static void
skip_line(struct csv *csv)
{
	int c;

	/* what was wrong may have been its end */
	if (csv->lines + 1 > csv->wrong_line)
		return;
	while ((c = peek(csv)) >= 0) {
		take(csv);
		if (c == '\n')
			return;
	}
}

/* 0; 1 when the file ended; -1 for a mistake, -2 for a failure. */
static int
read_row(struct csv *csv)
{
	enum place place = PLACE_START;
	int c, ret = 0;

	while (ret == 0 && place != PLACE_DONE) {
		c = peek(csv);
		if (c == AT_FAILURE)
			return -2;
		if (csv->fields == CSV_FIELDS_MAX)
			return wrong(csv, N_("has more than 64 columns"), NULL);
		if (csv->size >= CSV_ROW_MAX)
			return wrong(csv, N_("is longer than 64 KiB"),
			    N_("look for a quote that is not closed"));
		if (c == '\0')
			return wrong(csv, N_("has a NUL byte"),
			    N_("save the file as UTF-8"));
		ret = place == PLACE_QUOTED ? step_quoted(csv, c, &place) :
					      step_open(csv, c, &place);
	}
	if (csv->text.failed && csv->mistake == NULL) {
		errno = ENOMEM;
		return -2;
	}
	return ret;
}

/* Bytes that are no UTF-8: the mistake of the first field that has any. */
static int
check_utf8(struct csv *csv)
{
	size_t i, fields = csv->fields;
	const char *field;

	for (i = 0; i < fields; i++) {
		field = csv_field(csv, i);
		if (utf8_valid(field, strlen(field)))
			continue;
		csv->fields = i;
		(void)wrong(csv, N_("is not UTF-8"),
		    N_("convert the file: iconv -f GB18030 -t UTF-8"));
		csv->wrong_line = csv->line;
		csv->fields = fields;
		return -1;
	}
	return 0;
}

/* Passes over a byte order mark at the beginning; what comes next. */
static int
begin(struct csv *csv)
{
	static const char mark[] = "\xef\xbb\xbf";
	int c = peek(csv);

	if (csv->begun || c < 0)
		return c;
	csv->begun = true;
	if (csv->have >= 3 && memcmp(csv->chunk, mark, 3) == 0)
		csv->at = 3;
	return peek(csv);
}

/* An empty line is a row of one field without anything, and no quotes. */
static enum csv_found
next_line(struct csv *csv, bool *empty)
{
	int c, ret;

	buf_reset(&csv->text);
	csv->fields = csv->size = 0;
	csv->starts[0] = 0;
	csv->mistake = csv->fix = NULL;
	c = begin(csv);
	csv->line = csv->lines + 1;
	*empty = c == '\n' || c == '\r';
	if (c < 0)
		return c == AT_END ? CSV_END : CSV_FAILED;
	ret = read_row(csv);
	if (ret == 0)
		return check_utf8(csv) == 0 ? CSV_ROW : CSV_WRONG;
	if (ret < -1)
		return CSV_FAILED;
	skip_line(csv);
	return CSV_WRONG;
}

enum csv_found
csv_next(struct csv *csv)
{
	enum csv_found found;
	bool empty;

	do
		found = next_line(csv, &empty);
	while (found == CSV_ROW && empty);
	if (found == CSV_ROW || found == CSV_WRONG)
		csv->row++;
	return found;
}

const char *
csv_field(const struct csv *csv, size_t i)
{
	return i < csv->fields ? buf_str(&csv->text) + csv->starts[i] : "";
}

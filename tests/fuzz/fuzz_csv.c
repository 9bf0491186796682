/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the reading of CSV files.  Whatever comes, the reader ends, its fields
 * are UTF-8, and rows that are written again as RFC 4180 has it are read as the
 * same.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "buf.h"
#include "csv.h"
#include "utf8.h"

#define OUT_MAX ((size_t)8 * 1024 * 1024)

struct source {
	const uint8_t *data;
	size_t len, at;
};

static ssize_t
read_source(void *arg, void *data, size_t len)
{
	struct source *s = arg;
	size_t n = s->len - s->at < len ? s->len - s->at : len;

	if (n > 0)
		memcpy(data, s->data + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

/* A field in quotes, each of its own doubled. */
static void
write_field(const char *field, struct buf *out)
{
	buf_putc(out, '"');
	for (; *field != '\0'; field++) {
		if (*field == '"')
			buf_putc(out, '"');
		buf_putc(out, *field);
	}
	buf_putc(out, '"');
}

/* Reads everything and writes the good rows; how many those were. */
static size_t
rewrite(const uint8_t *data, size_t size, struct buf *out)
{
	struct csv *csv = malloc(sizeof(*csv));
	struct source source = { .data = data, .len = size };
	enum csv_found found;
	size_t i, rows = 0;

	fuzz_require(csv != NULL);
	csv_init(csv, read_source, &source);
	while ((found = csv_next(csv)) != CSV_END) {
		fuzz_require(found != CSV_FAILED);
		fuzz_require(csv->line <= csv->lines + 1);
		if (found == CSV_WRONG) {
			fuzz_require(csv->mistake != NULL);
			continue;
		}
		rows++;
		fuzz_require(csv->fields > 0 && csv->fields <= CSV_FIELDS_MAX);
		for (i = 0; i < csv->fields; i++) {
			fuzz_require(utf8_valid(
			    csv_field(csv, i), strlen(csv_field(csv, i))));
			if (i > 0)
				buf_putc(out, ',');
			write_field(csv_field(csv, i), out);
		}
		buf_putc(out, '\n');
	}
	csv_fini(csv);
	free(csv);
	return rows;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once, twice;
	size_t rows;

	/* quotes make a row longer */
	if (size > CSV_ROW_MAX / 4)
		return 0;
	buf_init(&once, OUT_MAX);
	buf_init(&twice, OUT_MAX);
	rows = rewrite(data, size, &once);
	fuzz_require(!once.failed);
	fuzz_require(
	    rewrite((const uint8_t *)buf_str(&once), once.len, &twice) == rows);
	fuzz_require(strcmp(buf_str(&once), buf_str(&twice)) == 0);
	buf_fini(&once);
	buf_fini(&twice);
	return 0;
}

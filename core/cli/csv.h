/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads CSV as RFC 4180 has it, strictly and row by row: quotes, commas and
 * line ends within quotes, lines that end in LF or CRLF, a byte order mark of
 * UTF-8.  What is wrong is said with its row, line and column; only one row is
 * held at a time.
 */
#ifndef CLI_CSV_H
#define CLI_CSV_H

#include "compat.h"

#include <sys/types.h>

#include "buf.h"

#define CSV_FIELDS_MAX 64

/* The bytes of a row, quotes and all: where an open quote is given up. */
#define CSV_ROW_MAX ((size_t)64 * 1024)

/* As read() does it: bytes, 0 at the end, -1 with errno. */
typedef ssize_t csv_read(void *arg, void *data, size_t len);

enum csv_found {
	CSV_ROW,   /* the fields of a row */
	CSV_WRONG, /* a row that is none; the next call goes on behind it */
	CSV_END,
	CSV_FAILED /* reading failed: errno; or no memory: ENOMEM */
};

struct csv {
	csv_read *read;
	void *arg;
	char chunk[16 * 1024];
	size_t have, at;
	bool begun, ended;
	size_t lines; /* line ends read so far */

	/* the present row */
	size_t row;  /* from 1, the header; empty lines do not count */
	size_t line; /* where it begins, from 1 */
	size_t fields;
	size_t starts[CSV_FIELDS_MAX + 1];
	size_t size; /* bytes it took */
	struct buf text;

	/* CSV_WRONG */
	const char *mistake; /* a clause, to be translated */
	const char *fix;     /* or NULL */
	size_t wrong_line;   /* where it was found */
	size_t wrong_field;  /* from 0 */
};

/* Begins; csv_fini() in any case. */
void csv_init(struct csv *csv, csv_read *read, void *arg);
void csv_fini(struct csv *csv);

/*
 * Reads the next row.  Its fields are UTF-8 without NUL bytes, and valid until
 * the next call.  Empty lines are passed over.
 */
enum csv_found csv_next(struct csv *csv);

/* The i-th field of the row; "" past its end. */
const char *csv_field(const struct csv *csv, size_t i);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes to stdout: tables aligned by the width of characters, wrapped
 * paragraphs, JSON, and colours where a person looks at them.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "compat.h"

#include <stdio.h>

#include <jansson.h>

#include "buf.h"

struct cli;

enum output_style {
	OUTPUT_PLAIN,
	OUTPUT_BOLD,
	OUTPUT_DIM,
	OUTPUT_GOOD,
	OUTPUT_WARN,
	OUTPUT_BAD
};

/* Finds out whether stdout and stderr are terminals and want colour. */
void output_init(struct cli *cli);

/* Notes whether a text that is to be printed is whole, for output_close(). */
void output_expect(const struct buf *text);

/*
 * Writes out what is still kept back; -1, and errno is set, when anything was
 * not written, or not whole.
 */
int output_close(void);

/* Begins and ends a style on stdout; nothing where there is no colour. */
void output_style(const struct cli *cli, int style);

/*
 * Prints what stands in front of a line, in a style where there is colour; out
 * is stdout or stderr.
 */
void output_head(const struct cli *cli, FILE *out, int style, const char *s);

/* Prints with escapes for whatever a terminal would obey. */
void output_text(const char *s);

/* The same, padded with blanks to that many columns. */
void output_padded(const char *s, size_t columns);

/*
 * Prints a paragraph within the terminal's columns (80 where that is none),
 * each line but the first indented; the first begins at column `at`.
 */
void output_wrapped(const char *s, size_t at, size_t indent);
void output_wrapped_to(FILE *out, const char *s, size_t at, size_t indent);

/* The same on a terminal; elsewhere one line, for programs that search it. */
void output_paragraph(
    const struct cli *cli, const char *s, size_t at, size_t indent);

/*
 * Prints a JSON value and gives the reference back.  An exit code, after
 * having said what is wrong: value is NULL when memory was short.
 */
int output_json(json_t *value);

/* A string among the members of an object; "" when it has none. */
const char *text_of(json_t *object, const char *name);

/* The same of a text that is there in both languages, as NAME and NAME_zh. */
const char *text_read(json_t *object, const char *name);

/* A table: cells are copied, rows printed by table_print. */
#define TABLE_COLUMNS_MAX 8
struct table {
	size_t columns;
	struct buf *cells; /* row after row */
	size_t count;      /* of cells */
	size_t size;
	size_t width[TABLE_COLUMNS_MAX];
	size_t states; /* the column of states, or none: 0 */
	bool failed;
};

/* A table with these headings; table_fini in any case. */
void table_init(
    struct table *table, const char *const *headings, size_t columns);
void table_fini(struct table *table);

/* Adds the next cell; NULL is an empty one. */
void table_cell(struct table *table, const char *s);

/*
 * Adds a line of its own beneath the present row, indented; to be called
 * where a row is complete.
 */
void table_note(struct table *table, const char *s);

/* Names the column, not the first, whose "ok" and "broken" are coloured. */
void table_color_states(struct table *table, size_t column);

/* Prints it; 0, or -1 when memory was short. */
int table_print(const struct cli *cli, const struct table *table);

#endif

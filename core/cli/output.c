/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing for people and programs.  Strings may come from anywhere and are
 * escaped here; colour is a matter of this file alone.
 */
#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"
#include "utf8.h"

/* Of a line, and of a paragraph however much lies in front of it. */
#define LINE_COLUMNS 79
#define LINE_COLUMNS_MAX 119
#define PARAGRAPH_COLUMNS 24
#define STRING_MAX ((size_t)64 * 1024)
#define NOTE_INDENT "    "

static const char *const styles[] = {
	[OUTPUT_PLAIN] = "\033[0m",
	[OUTPUT_BOLD] = "\033[1m",
	[OUTPUT_DIM] = "\033[2m",
	[OUTPUT_GOOD] = "\033[32m",
	[OUTPUT_WARN] = "\033[33m",
	[OUTPUT_BAD] = "\033[31m",
};

static size_t line_columns = LINE_COLUMNS;

/* A wider terminal than usual is used, up to what is good to read. */
static void
find_columns(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
	    size.ws_col <= LINE_COLUMNS)
		return;
	line_columns = size.ws_col - 1u;
	if (line_columns > LINE_COLUMNS_MAX)
		line_columns = LINE_COLUMNS_MAX;
}

/* Some text could not be made whole. */
static bool text_lost;

void
output_init(struct cli *cli)
{
	const char *no_color, *term;
	bool color;

	no_color = getenv("NO_COLOR");
	term = getenv("TERM");
	color = (no_color == NULL || no_color[0] == '\0') && term != NULL &&
	    term[0] != '\0' && strcmp(term, "dumb") != 0;
	cli->terminal = isatty(STDOUT_FILENO) == 1;
	cli->terminal_err = isatty(STDERR_FILENO) == 1;
	cli->color_out = color && cli->terminal;
	cli->color_err = color && cli->terminal_err;
	if (cli->terminal)
		find_columns();
}

int
output_close(void)
{
	int failed;

	failed = fflush(stdout) != 0 || ferror(stdout);
	if (fclose(stdout) != 0)
		failed = 1;
	if (!failed && text_lost) {
		errno = ENOMEM;
		failed = 1;
	}
	return failed ? -1 : 0;
}

void
output_expect(const struct buf *text)
{
	if (text->failed)
		text_lost = true;
}

void
output_style(const struct cli *cli, int style)
{
	if (cli->color_out)
		fputs(styles[style], stdout);
}

void
output_head(const struct cli *cli, FILE *out, int style, const char *s)
{
	const bool color = out == stdout ? cli->color_out : cli->color_err;

	if (color && s[0] != '\0')
		fprintf(out, "%s%s%s", styles[style], s, styles[OUTPUT_PLAIN]);
	else
		fputs(s, out);
}

/* Appends the printable form of a string. */
static void
add_text(struct buf *out, const char *s)
{
	utf8_escape(s, strlen(s), 0, out);
}

void
output_text(const char *s)
{
	output_padded(s, 0);
}

void
output_padded(const char *s, size_t columns)
{
	struct buf text;
	size_t width;

	buf_init(&text, STRING_MAX);
	add_text(&text, s);
	output_expect(&text);
	fputs(buf_str(&text), stdout);
	width = utf8_width(buf_str(&text), text.len);
	buf_fini(&text);
	for (; width < columns; width++)
		putchar(' ');
}

/*
 * Whether a line may end between two characters: before a blank, and beside a
 * wide one, but neither before a mark that closes nor behind one that opens.
 */
static bool
may_break(uint32_t before, uint32_t cp)
{
	static const uint32_t closing[] = { ',', '.', ';', ':', ')', 0x2019,
		0x201d, 0x2026, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f,
		0x3011, 0xff01, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f };
	static const uint32_t opening[] = { '(', '[', 0x2018, 0x201c, 0x3008,
		0x300a, 0x300c, 0x300e, 0x3010, 0xff08 };
	size_t i;

	if (cp == ' ')
		return true;
	if (before == ' ')
		return false;
	if (utf8_char_width(before) != 2 && utf8_char_width(cp) != 2)
		return false;
	for (i = 0; i < ARRAY_LEN(closing); i++) {
		if (cp == closing[i])
			return false;
	}
	for (i = 0; i < ARRAY_LEN(opening); i++) {
		if (before == opening[i])
			return false;
	}
	return true;
}

/*
 * How many bytes of s fit into that many columns and end at a place where a
 * line may end.  At least one character, so that it goes on.
 */
static size_t
line_len(const char *s, size_t len, size_t columns)
{
	size_t pos = 0, width = 0, good = 0, w;
	uint32_t cp, before = 0;
	int n;

	while (pos < len) {
		n = utf8_decode(s + pos, len - pos, &cp);
		if (n <= 0) {
			n = 1;
			cp = '?';
		}
		w = utf8_char_width(cp);
		if (pos > 0 && may_break(before, cp))
			good = pos;
		before = cp;
		if (width + w > columns)
			return good > 0 ? good : pos;
		width += w;
		pos += (size_t)n;
	}
	return len;
}

void
output_wrapped(const char *s, size_t at, size_t indent)
{
	output_wrapped_to(stdout, s, at, indent);
}

void
output_wrapped_to(FILE *out, const char *s, size_t at, size_t indent)
{
	struct buf text;
	const char *line;
	size_t len, left, i;

	buf_init(&text, STRING_MAX);
	add_text(&text, s);
	output_expect(&text);
	line = buf_str(&text);
	left = text.len;
	while (left > 0) {
		len = line_len(line, left,
		    at + PARAGRAPH_COLUMNS < line_columns ? line_columns - at :
							    PARAGRAPH_COLUMNS);
		if (len == 0)
			len = 1;
		fwrite(line, 1, len, out);
		line += len;
		left -= len;
		while (left > 0 && *line == ' ') {
			line++;
			left--;
		}
		fputc('\n', out);
		for (i = 0; left > 0 && i < indent; i++)
			fputc(' ', out);
		at = indent;
	}
	if (text.len == 0)
		fputc('\n', out);
	buf_fini(&text);
}

void
output_paragraph(const struct cli *cli, const char *s, size_t at, size_t indent)
{
	if (cli->terminal) {
		output_wrapped(s, at, indent);
		return;
	}
	output_text(s);
	putchar('\n');
}

int
output_json(json_t *value)
{
	int rc;

	if (value == NULL)
		return cli_fail_memory();
	rc =
	    json_dumpf(value, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(value);
	/* a stream that failed is found by output_close */
	return rc == 0 || ferror(stdout) ? CATALOG_DONE : cli_fail_memory();
}

const char *
text_of(json_t *object, const char *name)
{
	const char *text;

	text = json_string_value(json_object_get(object, name));
	return text != NULL ? text : "";
}

const char *
text_read(json_t *object, const char *name)
{
	char name_zh[32];

	snprintf(name_zh, sizeof(name_zh), "%s_zh", name);
	return lang_pick(text_of(object, name), text_of(object, name_zh));
}

/* Makes room for another cell; NULL without memory. */
static struct buf *
table_next(struct table *table)
{
	struct buf *cells;
	size_t size, bytes;

	if (table->count == table->size) {
		size = table->size == 0 ? 64 : table->size * 2;
		if (size_mul(size, sizeof(*cells), &bytes) != 0)
			return NULL;
		cells = realloc(table->cells, bytes);
		if (cells == NULL)
			return NULL;
		table->cells = cells;
		table->size = size;
	}
	cells = &table->cells[table->count++];
	buf_init(cells, STRING_MAX);
	return cells;
}

void
table_init(struct table *table, const char *const *headings, size_t columns)
{
	size_t i;

	*table = (struct table){ .columns = columns };
	for (i = 0; i < columns; i++)
		table_cell(table, lang_text(headings[i]));
}

void
table_fini(struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		buf_fini(&table->cells[i]);
	free(table->cells);
	*table = (struct table){ .columns = 0 };
}

void
table_cell(struct table *table, const char *s)
{
	struct buf *cell;
	size_t column, width;

	column = table->count % table->columns;
	cell = table_next(table);
	if (cell == NULL) {
		table->failed = true;
		return;
	}
	if (s != NULL)
		add_text(cell, s);
	if (cell->failed)
		table->failed = true;
	width = utf8_width(buf_str(cell), cell->len);
	if (width > table->width[column])
		table->width[column] = width;
}

/* A note lies behind the last cell of its row, after a line feed. */
void
table_note(struct table *table, const char *s)
{
	struct buf *cell;

	if (table->failed || table->count == 0)
		return;
	cell = &table->cells[table->count - 1];
	buf_putc(cell, '\n');
	add_text(cell, s);
	if (cell->failed)
		table->failed = true;
}

static int
state_style(const char *state)
{
	if (strcmp(state, _("ok")) == 0)
		return OUTPUT_GOOD;
	return strcmp(state, _("broken")) == 0 ? OUTPUT_BAD : OUTPUT_PLAIN;
}

/*
 * Prints the last cell of a row.  A heading or a name (of ASCII without
 * blanks) that does not fit into a terminal's line has one of its own, as it
 * is not to be wrapped.
 */
static void
print_text_cell(const struct cli *cli, const char *s, size_t at, bool heading)
{
	const size_t len = strlen(s), width = utf8_width(s, len);
	const bool name = strchr(s, ' ') == NULL && width == len;

	if (cli->terminal && (heading || name) && at + width > line_columns) {
		putchar('\n');
		fputs(NOTE_INDENT, stdout);
		at = sizeof(NOTE_INDENT) - 1;
	}
	output_paragraph(cli, s, at, at);
}

/* Prints the last cell of a row, and the note behind it. */
static void
print_last_cell(const struct cli *cli, const struct table *table, size_t i)
{
	char *s = table->cells[i].data, *note;
	size_t column, at = 0;

	for (column = 0; column + 1 < table->columns; column++)
		at += table->width[column] + 2;
	note = s != NULL ? strchr(s, '\n') : NULL;
	if (note != NULL)
		*note = '\0';
	if (table->states == table->columns - 1 && i >= table->columns &&
	    table->states > 0)
		output_style(cli, state_style(s != NULL ? s : ""));
	print_text_cell(cli, s != NULL ? s : "", at, i < table->columns);
	output_style(cli, OUTPUT_PLAIN);
	if (note == NULL)
		return;
	*note = '\n';
	fputs(NOTE_INDENT, stdout);
	output_paragraph(
	    cli, note + 1, sizeof(NOTE_INDENT) - 1, sizeof(NOTE_INDENT) - 1);
}

/* Whether all cells from the i-th to the last of its row are empty. */
static bool
rest_is_empty(const struct table *table, size_t i)
{
	do {
		if (table->cells[i].len > 0)
			return false;
	} while (++i % table->columns != 0);
	return true;
}

void
table_color_states(struct table *table, size_t column)
{
	table->states = column;
}

/* Prints one cell, without blanks behind the last of a row. */
static void
print_cell(const struct cli *cli, const struct table *table, size_t i)
{
	const char *s = buf_str(&table->cells[i]);
	size_t column = i % table->columns, width;
	int style = OUTPUT_PLAIN;

	if (column + 1 == table->columns) {
		print_last_cell(cli, table, i);
		return;
	}
	if (column == table->states && column > 0 && i >= table->columns)
		style = state_style(s);
	if (style == OUTPUT_PLAIN)
		fputs(s, stdout);
	else
		output_head(cli, stdout, style, s);
	if (rest_is_empty(table, i + 1))
		return;
	for (width = utf8_width(s, strlen(s)); width < table->width[column] + 2;
	     width++)
		putchar(' ');
}

int
table_print(const struct cli *cli, const struct table *table)
{
	size_t i;

	if (table->failed)
		return -1;
	output_style(cli, OUTPUT_DIM);
	for (i = 0; i < table->columns; i++)
		print_cell(cli, table, i);
	output_style(cli, OUTPUT_PLAIN);
	for (; i < table->count; i++)
		print_cell(cli, table, i);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of CSV files: what RFC 4180 allows, and where it says that
 * something is wrong.
 */
#include "csv.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A file in memory that is read in pieces of `piece` bytes. */
struct source {
	const char *data;
	size_t len, at, piece;
	int error; /* at the end, instead of it */
};

static ssize_t
read_source(void *arg, void *data, size_t len)
{
	struct source *s = arg;
	size_t n = s->len - s->at;

	if (n == 0 && s->error != 0) {
		errno = s->error;
		return -1;
	}
	if (n > len)
		n = len;
	if (s->piece != 0 && n > s->piece)
		n = s->piece;
	if (n > 0)
		memcpy(data, s->data + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

/*
 * Reads all and writes it as "field|field;": rows end in ';', a mistake is
 * "!row.line.field;", a failure "?".
 */
static void
read_all(const char *data, size_t len, size_t piece, struct buf *out)
{
	struct source source = { .data = data, .len = len, .piece = piece };
	static struct csv csv;
	enum csv_found found;
	size_t i;

	csv_init(&csv, read_source, &source);
	buf_reset(out);
	while ((found = csv_next(&csv)) != CSV_END) {
		if (found == CSV_FAILED) {
			buf_puts(out, "?");
			break;
		}
		if (found == CSV_WRONG)
			buf_printf(out, "!%zu.%zu.%zu", csv.row, csv.wrong_line,
			    csv.wrong_field);
		for (i = 0; found == CSV_ROW && i < csv.fields; i++)
			buf_printf(
			    out, "%s%s", i > 0 ? "|" : "", csv_field(&csv, i));
		buf_putc(out, ';');
	}
	csv_fini(&csv);
}

static void
expect(const char *data, size_t len, const char *rows)
{
	struct buf out;
	size_t piece;

	buf_init(&out, 200000);
	/* where a piece ends changes nothing; the mark comes in one */
	for (piece = 0; piece < 8; piece++) {
		if (piece > 0 && piece < 3)
			continue;
		read_all(data, len, piece, &out);
		assert_string_equal(buf_str(&out), rows);
	}
	buf_fini(&out);
}

#define EXPECT(data, rows) expect(data, sizeof(data) - 1, rows)

static void
rows_are_of_fields_between_commas(void **state)
{
	(void)state;
	EXPECT("a,b,c\n1,2,3\n", "a|b|c;1|2|3;");
	EXPECT("a,b\n1,\n,2\n,\n", "a|b;1|;|2;|;");
	EXPECT("a", "a;");
	EXPECT("", "");
}

static void
a_row_ends_in_lf_crlf_or_with_the_file(void **state)
{
	(void)state;
	EXPECT("a,b\r\n1,2\r\n", "a|b;1|2;");
	EXPECT("a,b\n1,2", "a|b;1|2;");
	EXPECT("a,b\r\n1,2\r", "a|b;1|2;");
}

static void
blanks_belong_to_a_field(void **state)
{
	(void)state;
	EXPECT(" a , b\n\t1,2 \n", " a | b;\t1|2 ;");
}

static void
quotes_hold_commas_line_ends_and_quotes(void **state)
{
	(void)state;
	EXPECT("\"a,b\",c\n", "a,b|c;");
	EXPECT("\"a\nb\",c\r\n\"d\r\ne\",\"\"\n", "a\nb|c;d\r\ne|;");
	EXPECT("\"say \"\"hi\"\"\",\"\"\"\"\n", "say \"hi\"|\";");
	EXPECT("\"\"", ";");
}

static void
a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
	(void)state;
	EXPECT("\xef\xbb\xbfto,text\n1,2\n", "to|text;1|2;");
	EXPECT("a\n\xef\xbb\xbf"
	       "b\n",
	    "a;\xef\xbb\xbf"
	    "b;");
}

static void
empty_lines_are_passed_over_and_not_counted_as_rows(void **state)
{
	(void)state;
	EXPECT("\n\r\na,b\n\n\n1,2\n\r\n", "a|b;1|2;");
	EXPECT("a,b\n\n1,2\n3,x\"\n", "a|b;1|2;!3.4.1;");
}

static void
a_quote_in_the_wrong_place_is_a_mistake_of_that_field(void **state)
{
	(void)state;
	EXPECT("a,b\n1,x\"y\n5,6\n", "a|b;!2.2.1;5|6;");
	EXPECT("a,b\n1,\"x\"y\n5,6\n", "a|b;!2.2.1;5|6;");
	EXPECT("a,b\n\"x\" ,y\n5,6\n", "a|b;!2.2.0;5|6;");
	/* the line of the mistake, not that of the row */
	EXPECT("a,b\n\"1\n2\",\"x\"y\n5,6\n", "a|b;!2.3.1;5|6;");
}

static void
a_quote_that_is_never_closed_is_a_mistake(void **state)
{
	(void)state;
	EXPECT("a,b\n1,\"2\n3,4\n", "a|b;!2.4.1;");
	EXPECT("\"", "!1.1.0;");
}

static void
a_carriage_return_that_ends_no_line_is_a_mistake(void **state)
{
	(void)state;
	EXPECT("a,b\rc,d\n5,6\n", "!1.1.1;5|6;");
	EXPECT("a,b\n\rx\n5,6\n", "a|b;!2.2.0;5|6;");
}

static void
what_is_no_utf8_is_a_mistake_of_that_field(void **state)
{
	(void)state;
	/* the beginning of a text in GBK, and UTF-16 */
	EXPECT("a,b\n1,\xc4\xe3\n5,6\n", "a|b;!2.2.1;5|6;");
	EXPECT("\xff\xfe"
	       "a,b\n5,6\n",
	    "!1.1.0;5|6;");
	EXPECT("a,b\n1,x\0y\n5,6\n", "a|b;!2.2.1;5|6;");
}

static void
a_row_is_at_most_64_kib_long(void **state)
{
	static char data[CSV_ROW_MAX + 100];
	size_t n = CSV_ROW_MAX - 1;
	struct buf out;

	(void)state;
	buf_init(&out, 200000);
	memset(data, 'x', sizeof(data));
	/* with its line end it is as long as may be */
	memcpy(data + n, "\ny\n", 3);
	read_all(data, n + 3, 0, &out);
	assert_int_equal(out.len, n + 3);
	memcpy(data + n, "zz\ny\n", 5);
	read_all(data, n + 5, 0, &out);
	assert_string_equal(buf_str(&out), "!1.1.0;y;");
	buf_fini(&out);
}

static void
a_row_has_at_most_64_fields(void **state)
{
	char data[200];
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	memset(data, ',', sizeof(data));
	data[63] = '\n';
	read_all(data, 64, 0, &out);
	assert_int_equal(out.len, 64);
	data[63] = ',';
	memcpy(data + 64, "\ny\n", 3);
	read_all(data, 67, 0, &out);
	assert_string_equal(buf_str(&out), "!1.1.64;y;");
	buf_fini(&out);
}

static void
a_file_that_cannot_be_read_is_a_failure_with_its_reason(void **state)
{
	struct source source = { .data = "a,b\n1,", .len = 6, .error = EIO };
	static struct csv csv;

	(void)state;
	csv_init(&csv, read_source, &source);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	errno = 0;
	assert_int_equal(csv_next(&csv), CSV_FAILED);
	assert_int_equal(errno, EIO);
	csv_fini(&csv);
}

static void
rows_and_lines_are_counted_from_one(void **state)
{
	struct source source = { .data = "a\n\"1\n2\"\n3\n", .len = 10 };
	static struct csv csv;

	(void)state;
	csv_init(&csv, read_source, &source);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	assert_int_equal(csv.row, 1);
	assert_int_equal(csv.line, 1);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	assert_int_equal(csv.row, 2);
	assert_int_equal(csv.line, 2);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	assert_int_equal(csv.row, 3);
	assert_int_equal(csv.line, 4);
	assert_int_equal(csv_next(&csv), CSV_END);
	csv_fini(&csv);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_of_fields_between_commas),
		cmocka_unit_test(a_row_ends_in_lf_crlf_or_with_the_file),
		cmocka_unit_test(blanks_belong_to_a_field),
		cmocka_unit_test(quotes_hold_commas_line_ends_and_quotes),
		cmocka_unit_test(
		    a_byte_order_mark_is_no_part_of_the_first_name),
		cmocka_unit_test(
		    empty_lines_are_passed_over_and_not_counted_as_rows),
		cmocka_unit_test(
		    a_quote_in_the_wrong_place_is_a_mistake_of_that_field),
		cmocka_unit_test(a_quote_that_is_never_closed_is_a_mistake),
		cmocka_unit_test(
		    a_carriage_return_that_ends_no_line_is_a_mistake),
		cmocka_unit_test(what_is_no_utf8_is_a_mistake_of_that_field),
		cmocka_unit_test(a_row_is_at_most_64_kib_long),
		cmocka_unit_test(a_row_has_at_most_64_fields),
		cmocka_unit_test(
		    a_file_that_cannot_be_read_is_a_failure_with_its_reason),
		cmocka_unit_test(rows_and_lines_are_counted_from_one),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the rows of a file, and the message that each is.  sheet_header.c
 * has the first row.
 */
#include "sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "hash.h"
#include "lang.h"
#include "sheet_header.h"
#include "value.h"

/* The source of the reader: the file, whose bytes are digested on the way. */
static ssize_t
read_file(void *arg, void *data, size_t len)
{
	struct sheet *sheet = arg;
	ssize_t got = fd_read(sheet->fd, data, len);

	if (got > 0 &&
	    EVP_DigestUpdate(sheet->digest, data, (size_t)got) != 1) {
		errno = ENOMEM;
		return -1;
	}
	return got;
}

void
sheet_fail_read(const struct sheet *sheet, struct problems *problems, int error)
{
	if (error == ENOMEM)
		problem_add_memory(problems, sheet->path);
	else
		problem_add(problems, PROBLEM_ERROR, "input-unreadable",
		    sheet->path, 0, NULL, NULL, "%s", lang_errno(error));
}

/* Opens a file that can be read from its beginning again. */
static int
open_file(struct sheet *sheet, struct problems *problems)
{
	sheet->fd =
	    open(sheet->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (sheet->fd < 0 || fstat(sheet->fd, &sheet->facts) != 0) {
		sheet_fail_read(sheet, problems, errno);
		return -1;
	}
	if (!S_ISREG(sheet->facts.st_mode)) {
		problem_add(problems, PROBLEM_ERROR, "bulk-no-file",
		    sheet->path, 0, NULL, NULL,
		    "is no file that can be read twice");
		return -1;
	}
	return 0;
}

static int
start_reading(struct sheet *sheet)
{
	csv_fini(&sheet->csv);
	csv_init(&sheet->csv, read_file, sheet);
	if (lseek(sheet->fd, 0, SEEK_SET) != 0)
		return -1;
	if (EVP_DigestInit_ex(sheet->digest, EVP_sha256(), NULL) == 1)
		return 0;
	errno = ENOMEM;
	return -1;
}

int
sheet_open(struct sheet *sheet, const char *path,
    const struct smsgw_message *given, struct problems *problems)
{
	memset(sheet, 0, sizeof(*sheet));
	sheet->fd = -1;
	sheet->path = path;
	sheet->given = given;
	buf_init(&sheet->header, CSV_ROW_MAX);
	csv_init(&sheet->csv, read_file, sheet);
	sheet->digest = EVP_MD_CTX_new();
	if (sheet->digest == NULL ||
	    clock_random(&clock_system, &sheet->seed, sizeof(sheet->seed)) !=
		0) {
		problem_add_memory(problems, NULL);
		return -1;
	}
	if (open_file(sheet, problems) != 0)
		return -1;
	if (start_reading(sheet) != 0) {
		sheet_fail_read(sheet, problems, errno);
		return -1;
	}
	return sheet_read_header(sheet, problems);
}

void
sheet_close(struct sheet *sheet)
{
	if (sheet->fd >= 0)
		(void)close(sheet->fd);
	sheet->fd = -1;
	csv_fini(&sheet->csv);
	buf_fini(&sheet->header);
	EVP_MD_CTX_free(sheet->digest);
	sheet->digest = NULL;
}

int
sheet_rewind(struct sheet *sheet)
{
	if (start_reading(sheet) != 0)
		return -1;
	switch (csv_next(&sheet->csv)) {
	case CSV_FAILED:
		return -1;
	default:
		/* its bytes are in the digest, should it have changed */
		return 0;
	}
}

void
sheet_problem(const struct sheet *sheet, struct problems *problems,
    const char *code, size_t row, size_t line, const char *key, const char *fix,
    const char *text)
{
	problem_add(problems, PROBLEM_ERROR, code, sheet->path,
	    line < INT_MAX ? (int)line : 0, key, fix, "row %zu: %s", row, text);
}

/* An error of the CSV itself. */
static void
add_mistake(const struct sheet *sheet, struct problems *problems)
{
	const struct csv *csv = &sheet->csv;
	const char *key = NULL;

	if (csv->wrong_field < sheet->columns)
		key = sheet_name(sheet, csv->wrong_field);
	sheet_problem(sheet, problems, "bulk-csv", csv->row, csv->wrong_line,
	    key, csv->fix, lang_text(csv->mistake));
}

static uint64_t
mark_of(const struct sheet *sheet)
{
	uint64_t mark = sheet->seed;
	size_t i;

	for (i = 0; i < sheet->csv.fields; i++)
		mark = hash_string(mark, csv_field(&sheet->csv, i));
	return mark;
}

/* The arguments of the command line that the row has not. */
static size_t
add_given_args(struct sheet *sheet, size_t count)
{
	const struct smsgw_message *given = sheet->given;
	size_t i, k;

	for (i = 0; i < given->arg_count && count < SHEET_ARGS_MAX; i++) {
		for (k = 0; k < count; k++) {
			if (strcmp(sheet->args[k].name, given->args[i].name) ==
			    0)
				break;
		}
		if (k == count)
			sheet->args[count++] = given->args[i];
	}
	return count;
}

/* Sets what a column of a fixed meaning says; -1 for a time that is none. */
static int
set_member(struct sheet_row *row, int meaning, const char *value)
{
	struct smsgw_message *message = &row->message;
	const char *expected;

	switch (meaning) {
	case SHEET_TO:
		message->to = value;
		break;
	case SHEET_TEXT:
		message->text = value;
		break;
	case SHEET_TEMPLATE:
		message->template_name = value;
		break;
	case SHEET_CLASS:
		message->message_class = value;
		break;
	case SHEET_PURPOSE:
		message->purpose = value;
		break;
	case SHEET_LOCALE:
		message->locale = value;
		break;
	case SHEET_GATEWAY:
		message->gateway = value;
		break;
	case SHEET_EXPIRES:
		return value_duration_ms(
		    value, &message->expires_in_ms, &expected);
	default:
		row->ref = value;
		break;
	}
	return 0;
}

/* Fills a row from the fields that are not empty. */
static int
fill_row(struct sheet *sheet, struct sheet_row *row, struct problems *problems)
{
	size_t i, count = 0;
	const char *value;

	for (i = 0; i < sheet->columns; i++) {
		value = csv_field(&sheet->csv, i);
		if (value[0] == '\0')
			continue;
		if (sheet->meaning[i] == SHEET_COLUMNS) {
			sheet->args[count++] =
			    (struct smsgw_arg){ .name = sheet_name(sheet, i),
				    .value = value };
		} else if (set_member(row, sheet->meaning[i], value) != 0) {
			sheet_problem(sheet, problems, "bulk-row", row->row,
			    row->line, sheet_name(sheet, i),
			    N_("write a time such as 5m or 90s"),
			    _("is no time"));
			return -1;
		}
	}
	/* a row with the one does not have the other from the options */
	if (row->message.text != sheet->given->text &&
	    row->message.template_name == sheet->given->template_name)
		row->message.template_name = NULL;
	if (row->message.template_name != sheet->given->template_name &&
	    row->message.text == sheet->given->text)
		row->message.text = NULL;
	if (row->message.template_name != NULL)
		row->message.arg_count = add_given_args(sheet, count);
	else if (row->message.message_class == NULL)
		row->message.message_class = "transactional";
	row->message.args = sheet->args;
	return 0;
}

enum csv_found
sheet_next(
    struct sheet *sheet, struct sheet_row *row, struct problems *problems)
{
	enum csv_found found = csv_next(&sheet->csv);
	char text[128];

	*row = (struct sheet_row){
		.row = sheet->csv.row,
		.line = sheet->csv.line,
		.message = *sheet->given,
		.ref = "",
	};
	row->message.args = NULL;
	row->message.arg_count = 0;
	if (found == CSV_FAILED)
		sheet_fail_read(sheet, problems, errno);
	if (found == CSV_WRONG)
		add_mistake(sheet, problems);
	if (found != CSV_ROW)
		return found;
	row->mark = mark_of(sheet);
	if (sheet->csv.fields != sheet->columns) {
		(void)snprintf(text, sizeof(text),
		    _("has %zu columns, and the header %zu"), sheet->csv.fields,
		    sheet->columns);
		sheet_problem(sheet, problems, "bulk-csv", row->row, row->line,
		    NULL, N_("put a text with commas into quotes"), text);
		return CSV_WRONG;
	}
	return fill_row(sheet, row, problems) == 0 ? CSV_ROW : CSV_WRONG;
}

bool
sheet_unchanged(const struct sheet *sheet)
{
	struct stat facts;

	return fstat(sheet->fd, &facts) == 0 &&
	    facts.st_size == sheet->facts.st_size &&
	    facts.st_mtim.tv_sec == sheet->facts.st_mtim.tv_sec &&
	    facts.st_mtim.tv_nsec == sheet->facts.st_mtim.tv_nsec;
}

int
sheet_digest(struct sheet *sheet, char out[JOURNAL_DIGEST_SIZE])
{
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned i, len = 0;

	out[0] = '\0';
	if (EVP_DigestFinal_ex(sheet->digest, value, &len) != 1 || len != 32)
		return -1;
	for (i = 0; i < len; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", value[i]);
	return 0;
}

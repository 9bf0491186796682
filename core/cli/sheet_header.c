/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header of a file of messages: each name once, those of a fixed meaning
 * recognised, and whatever else there is an argument of a template, where there
 * is one.
 */
#include "sheet_header.h"

#include <errno.h>
#include <stdio.h>

#include "ascii.h"
#include "lang.h"
#include "nearest.h"

/* An argument's name is no longer. */
#define NAME_MAX_LEN 63

static const char *const names[SHEET_COLUMNS] = {
	[SHEET_TO] = "to",
	[SHEET_TEXT] = "text",
	[SHEET_TEMPLATE] = "template",
	[SHEET_CLASS] = "class",
	[SHEET_PURPOSE] = "purpose",
	[SHEET_LOCALE] = "locale",
	[SHEET_GATEWAY] = "gateway",
	[SHEET_EXPIRES] = "expires",
	[SHEET_REF] = "ref",
};

const char *
sheet_column_name(enum sheet_column column)
{
	return names[column];
}

const char *
sheet_name(const struct sheet *sheet, size_t i)
{
	return buf_str(&sheet->header) + sheet->name_at[i];
}

static int
meaning_of(const char *name)
{
	int i;

	for (i = 0; i < SHEET_COLUMNS; i++) {
		if (strcmp(names[i], name) == 0)
			break;
	}
	return i;
}

static void
fail(const struct sheet *sheet, struct problems *problems, const char *key,
    const char *fix, const char *text)
{
	problem_add(problems, PROBLEM_ERROR, "bulk-header", sheet->path, 1, key,
	    fix, "%s", lang_text(text));
}

/* Whether a name can be that of an argument. */
static bool
name_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++) {
		if (!ascii_is_alnum(name[i]) && name[i] != '_' &&
		    name[i] != '-')
			return false;
	}
	return i > 0 && i <= NAME_MAX_LEN;
}

/* A column that is an argument, in a file without any template. */
static void
fail_unknown(
    const struct sheet *sheet, struct problems *problems, const char *name)
{
	const char *nearest = nearest_word(name, names, SHEET_COLUMNS);
	char fix[128];

	(void)snprintf(fix, sizeof(fix), _("did you mean %s?"),
	    nearest != NULL ? nearest : "");
	fail(sheet, problems, name,
	    nearest != NULL ? fix :
			      N_("a column with an argument wants a template: "
				 "a column template, or --template NAME"),
	    N_("is no column that is known"));
}

/* The name of the i-th column. */
static void
check_name(const struct sheet *sheet, struct problems *problems, size_t i,
    bool arguments)
{
	const char *name = sheet_name(sheet, i);
	char fix[96];
	size_t k;

	(void)snprintf(
	    fix, sizeof(fix), _("name column %zu, or take it out"), i + 1);
	if (name[0] == '\0') {
		fail(sheet, problems, NULL, fix, N_("a column has no name"));
		return;
	}
	for (k = 0; k < i; k++) {
		if (strcmp(sheet_name(sheet, k), name) != 0)
			continue;
		fail(sheet, problems, name,
		    N_("give each column a name of its own"),
		    N_("stands there twice"));
		return;
	}
	if (sheet->meaning[i] != SHEET_COLUMNS)
		return;
	if (!name_valid(name))
		fail(sheet, problems, name,
		    N_("use letters, digits, - and _; commas separate columns"),
		    N_("is no name of a column"));
	else if (!arguments)
		fail_unknown(sheet, problems, name);
}

/* What must be there, and what must not be together. */
static void
check_columns(const struct sheet *sheet, struct problems *problems)
{
	const struct smsgw_message *given = sheet->given;
	bool arguments =
	    sheet->has[SHEET_TEMPLATE] || given->template_name != NULL;
	size_t i;

	for (i = 0; i < sheet->columns; i++)
		check_name(sheet, problems, i, arguments);
	if (!sheet->has[SHEET_TO])
		fail(sheet, problems, NULL,
		    N_("begin the file with a line of names, such as: to,text"),
		    N_("there is no column \"to\""));
	if (!sheet->has[SHEET_TEXT] && given->text == NULL && !arguments)
		fail(sheet, problems, NULL,
		    N_("add a column text or template, or give --text or "
		       "--template"),
		    N_("it is not said what to send"));
}

int
sheet_read_header(struct sheet *sheet, struct problems *problems)
{
	size_t i, before = problems_count(problems);
	struct csv *csv = &sheet->csv;

	switch (csv_next(csv)) {
	case CSV_END:
		fail(sheet, problems, NULL,
		    N_("begin the file with a line of names, such as: to,text"),
		    N_("the file is empty"));
		return -1;
	case CSV_FAILED:
		sheet_fail_read(sheet, problems, errno);
		return -1;
	case CSV_WRONG:
		sheet_problem(sheet, problems, "bulk-csv", csv->row,
		    csv->wrong_line, NULL, csv->fix, lang_text(csv->mistake));
		return -1;
	default:
		break;
	}
	sheet->columns = csv->fields;
	for (i = 0; i < sheet->columns; i++) {
		sheet->name_at[i] = sheet->header.len;
		(void)buf_add(&sheet->header, csv_field(csv, i),
		    strlen(csv_field(csv, i)) + 1);
	}
	if (sheet->header.failed) {
		problem_add_memory(problems, sheet->path);
		return -1;
	}
	for (i = 0; i < sheet->columns; i++) {
		sheet->meaning[i] = meaning_of(sheet_name(sheet, i));
		if (sheet->meaning[i] != SHEET_COLUMNS)
			sheet->has[sheet->meaning[i]] = true;
	}
	check_columns(sheet, problems);
	return problems_count(problems) == before ? 0 : -1;
}

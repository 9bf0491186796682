/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a file of messages for the first time.
 */
#include "survey.h"

#include <stdlib.h>

#include "catalog.h"
#include "lang.h"

/* What a message says to whom, as a digest short enough to keep many. */
#define SUBJECT_SIZE 16

struct reading {
	struct survey *survey;
	struct sheet *sheet;
	struct judge *judge;
	struct problems *problems;
	EVP_MD_CTX *digest;
	unsigned char (*subjects)[SUBJECT_SIZE]; /* by row */
	uint32_t *slots; /* rows by subject, open addressing; 0: free */
	size_t slot_count;
	bool used[CSV_FIELDS_MAX]; /* columns that some template asks for */
	bool any_template;
};

/* Makes room for a row; 0, or -1 without memory. */
static int
grow(struct reading *r, size_t row)
{
	struct survey *s = r->survey;
	size_t size = s->size != 0 ? s->size * 2 : 1024;
	void *p;

	if (row < s->size)
		return 0;
	p = realloc(s->marks, size * sizeof(*s->marks));
	if (p == NULL)
		return -1;
	s->marks = p;
	p = realloc(s->same_as, size * sizeof(*s->same_as));
	if (p == NULL)
		return -1;
	s->same_as = p;
	p = realloc(r->subjects, size * sizeof(*r->subjects));
	if (p == NULL)
		return -1;
	r->subjects = p;
	memset(s->marks + s->size, 0, (size - s->size) * sizeof(*s->marks));
	memset(s->same_as + s->size, 0, (size - s->size) * sizeof(*s->same_as));
	s->size = size;
	return 0;
}

/* The slot of a row's subject: an earlier row's, or a free one. */
static uint32_t *
slot_of(const struct reading *r, size_t row)
{
	uint64_t hash;
	size_t i;

	memcpy(&hash, r->subjects[row], sizeof(hash));
	for (i = hash & (r->slot_count - 1); r->slots[i] != 0;
	     i = (i + 1) & (r->slot_count - 1)) {
		if (memcmp(r->subjects[r->slots[i]], r->subjects[row],
			SUBJECT_SIZE) == 0)
			break;
	}
	return &r->slots[i];
}

/* Keeps at least half of the slots free. */
static int
grow_slots(struct reading *r)
{
	uint32_t *old = r->slots;
	size_t i, row, before = old != NULL ? r->slot_count : 0;

	if (r->slots != NULL && r->survey->rows * 2 < r->slot_count)
		return 0;
	r->slot_count = before != 0 ? before * 2 : 2048;
	r->slots = calloc(r->slot_count, sizeof(*r->slots));
	if (r->slots == NULL) {
		r->slots = old;
		r->slot_count = before;
		return -1;
	}
	for (i = 0; i < before; i++) {
		row = old[i];
		if (row != 0)
			*slot_of(r, row) = (uint32_t)row;
	}
	free(old);
	return 0;
}

static void
digest_text(struct reading *r, const char *text)
{
	if (text == NULL)
		text = "\xff"; /* no text is that */
	(void)EVP_DigestUpdate(r->digest, text, strlen(text) + 1);
}

/* Everything that a person would notice, and by what it goes. */
static int
digest_subject(
    struct reading *r, const struct sheet_row *row, const char *number)
{
	const struct smsgw_message *m = &row->message;
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	size_t i;

	if (EVP_DigestInit_ex(r->digest, EVP_sha256(), NULL) != 1)
		return -1;
	digest_text(r, number);
	digest_text(r, m->text);
	digest_text(r, m->template_name);
	digest_text(r, m->locale);
	digest_text(r, m->gateway);
	digest_text(r, m->message_class);
	digest_text(r, m->purpose);
	for (i = 0; i < m->arg_count; i++) {
		digest_text(r, m->args[i].name);
		digest_text(r, m->args[i].value);
	}
	if (EVP_DigestFinal_ex(r->digest, value, &len) != 1)
		return -1;
	memcpy(r->subjects[row->row], value, SUBJECT_SIZE);
	return 0;
}

/* Whether the row says what another one said; 0, or -1 without memory. */
static int
find_duplicate(
    struct reading *r, const struct sheet_row *row, const char *number)
{
	struct survey *s = r->survey;
	uint32_t *slot;

	if (grow_slots(r) != 0 || digest_subject(r, row, number) != 0)
		return -1;
	slot = slot_of(r, row->row);
	if (*slot == 0) {
		*slot = (uint32_t)row->row;
		return 0;
	}
	s->same_as[row->row] = *slot;
	if (s->duplicates++ == 0)
		s->first_duplicate = row->row;
	return 0;
}

/* The column in which a step of the judgement is to be looked for. */
static const char *
column_of(const struct sheet_row *row, const struct trace_step *step)
{
	const char *code = step->code != NULL ? step->code : "";

	if (step->kind == TRACE_NUMBER || strncmp(code, "number-", 7) == 0)
		return sheet_column_name(SHEET_TO);
	if (strcmp(code, "content-class-unknown") == 0 ||
	    strcmp(code, "route-class") == 0)
		return sheet_column_name(SHEET_CLASS);
	if (strcmp(code, "content-life") == 0)
		return sheet_column_name(SHEET_EXPIRES);
	if (strcmp(code, "gateway-unknown") == 0)
		return sheet_column_name(SHEET_GATEWAY);
	return sheet_column_name(
	    row->message.template_name != NULL ? SHEET_TEMPLATE : SHEET_TEXT);
}

/* Whether what is wrong is not the row. */
static bool
is_ours(const struct catalog_entry *entry)
{
	return entry->exit_code == CATALOG_INTERNAL ||
	    (entry->exit_code == CATALOG_CONFIG &&
		strcmp(entry->code, "gateway-unknown") != 0);
}

static void
add_step(struct reading *r, const struct sheet_row *row,
    const struct trace_step *step)
{
	const struct catalog_entry *entry = catalog_find(step->code);
	struct buf text;

	buf_init(&text, 4096);
	(void)buf_puts(&text, step->fact);
	/* what the catalogue says of all such rows is said by the fact */
	if (step->cause != NULL && entry != NULL &&
	    strcmp(step->cause, lang_pick(entry->text, entry->text_zh)) != 0)
		(void)buf_printf(&text, ": %s", step->cause);
	sheet_problem(r->sheet, r->problems,
	    entry != NULL && is_ours(entry) ? step->code : "bulk-row", row->row,
	    row->line, column_of(row, step), step->fix, buf_str(&text));
	buf_fini(&text);
}

/* Notes which columns the row's template asked for. */
static void
note_used(struct reading *r)
{
	const struct message *message = &r->judge->message;
	size_t i, k;

	if (message->template_name[0] == '\0')
		return;
	r->any_template = true;
	for (i = 0; i < message->arg_count; i++) {
		if (!message->arg_used[i])
			continue;
		for (k = 0; k < r->sheet->columns; k++) {
			if (strcmp(sheet_name(r->sheet, k),
				message->args[i].name) == 0)
				r->used[k] = true;
		}
	}
}

/* A good row of the file; -1 without memory. */
static int
take_row(struct reading *r, const struct sheet_row *row)
{
	struct judge_verdict verdict;

	r->survey->marks[row->row] = row->mark;
	if (judge_message(r->judge, &row->message, &verdict) != 0)
		return -1;
	note_used(r);
	if (verdict.gateway == NULL && verdict.step->code != NULL &&
	    strcmp(verdict.step->code, "no-memory") == 0)
		return -1;
	if (verdict.gateway == NULL) {
		if (r->survey->wrong++ < SURVEY_SHOWN_MAX)
			add_step(r, row, verdict.step);
		return 0;
	}
	if (find_duplicate(r, row, verdict.number) != 0)
		return -1;
	if (r->survey->same_as[row->row] == 0)
		r->survey->parts += verdict.parts;
	else
		r->survey->duplicate_parts += verdict.parts;
	return 0;
}

/* Columns of arguments that no template wants: one may be misspelt. */
static void
check_unused(struct reading *r)
{
	size_t i;

	if (!r->any_template || r->survey->wrong > 0)
		return;
	for (i = 0; i < r->sheet->columns; i++) {
		if (r->sheet->meaning[i] != SHEET_COLUMNS || r->used[i])
			continue;
		problem_add(r->problems, PROBLEM_ERROR, "bulk-header",
		    r->sheet->path, 1, sheet_name(r->sheet, i),
		    N_("correct its name, or take the column out"),
		    "is a column that no template of the file asks for");
		r->survey->wrong++;
	}
}

/* Reads row after row; 0, or -1 when that cannot go on. */
static int
read_rows(struct reading *r)
{
	struct survey *s = r->survey;
	struct problems hidden;
	struct sheet_row row;
	enum csv_found found;
	int ret = 0;

	problems_init(&hidden);
	for (;;) {
		found = sheet_next(r->sheet, &row,
		    s->wrong < SURVEY_SHOWN_MAX ? r->problems : &hidden);
		if (found == CSV_END || found == CSV_FAILED)
			break;
		s->rows++;
		s->last_row = row.row;
		if (row.row >= SURVEY_ROWS_MAX || grow(r, row.row) != 0 ||
		    (found == CSV_ROW && take_row(r, &row) != 0)) {
			problem_add_memory(r->problems, r->sheet->path);
			ret = -1;
			break;
		}
		s->wrong += found == CSV_WRONG;
		problems_fini(&hidden);
	}
	problems_move(r->problems, &hidden);
	problems_fini(&hidden);
	return found == CSV_FAILED ? -1 : ret;
}

int
survey_read(struct survey *survey, struct sheet *sheet, struct judge *judge,
    struct problems *problems)
{
	struct reading r = { .survey = survey,
		.sheet = sheet,
		.judge = judge,
		.problems = problems };
	int ret = -1;

	*survey = (struct survey){ .last_row = 1 };
	r.digest = EVP_MD_CTX_new();
	if (r.digest == NULL)
		problem_add_memory(problems, NULL);
	else
		ret = read_rows(&r);
	if (ret == 0)
		check_unused(&r);
	if (ret == 0 && survey->rows == 0) {
		problem_add(problems, PROBLEM_ERROR, "bulk-row", sheet->path, 0,
		    NULL, N_("add a line for each message"),
		    "has no rows behind its header");
		survey->wrong++;
	}
	if (ret == 0 && survey->wrong == 0 &&
	    sheet_digest(sheet, survey->digest) != 0) {
		problem_add_memory(problems, NULL);
		ret = -1;
	}
	free(r.subjects);
	free(r.slots);
	EVP_MD_CTX_free(r.digest);
	return ret == 0 && survey->wrong == 0 ? 0 : -1;
}

void
survey_fini(struct survey *survey)
{
	free(survey->marks);
	free(survey->same_as);
	*survey = (struct survey){ .marks = NULL };
}

bool
survey_same(const struct survey *survey, const struct sheet_row *row)
{
	return row->row <= survey->last_row &&
	    survey->marks[row->row] == row->mark;
}

size_t
survey_same_as(const struct survey *survey, size_t row)
{
	return survey->same_as[row];
}

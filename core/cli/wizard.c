/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for the values of a new gateway.  A question shows label, summary
 * and what an empty answer means; "?" explains more; a choice is answered by
 * its number or word; a secret is typed unseen.
 */
#include "wizard.h"

#include <stdio.h>

#include "cli.h"
#include "descriptor.h"
#include "edit.h"
#include "input.h"
#include "number.h"
#include "output.h"
#include "param.h"

#define CHOICES_MAX 32

struct question {
	const struct smsgw_param *param;
	const char *section;
};

static bool
is_secret(const struct smsgw_param *param)
{
	return (param->flags & SMSGW_PARAM_SECRET) != 0;
}

static bool
is_required(const struct smsgw_param *param)
{
	return (param->flags & SMSGW_PARAM_REQUIRED) != 0;
}

/* The value that a key has so far: given, or the default. */
static const char *
present_value(const struct edit *edit, const char *key, size_t len)
{
	const struct changes *changes = &edit->changes;
	const struct smsgw_param *param;
	size_t i;

	for (i = 0; i < changes->count; i++) {
		if (strlen(changes->items[i].key) == len &&
		    strncmp(changes->items[i].key, key, len) == 0)
			return buf_str(&changes->items[i].value);
	}
	for (i = 0; (param = descriptor_param(edit->provider, i)) != NULL;
	     i++) {
		if (strlen(param->name) == len &&
		    strncmp(param->name, key, len) == 0)
			return param->preset != NULL ? param->preset : "";
	}
	return "";
}

/* Whether a parameter is used with what is known so far. */
static bool
is_used(const struct edit *edit, const struct smsgw_param *param)
{
	const char *key;
	size_t len;

	if (descriptor_param_when(param, &key, &len) == NULL)
		return true;
	return descriptor_param_used(param, present_value(edit, key, len));
}

/* Whether a value was given, itself or by KEY_file. */
static bool
is_given(const struct edit *edit, const struct question *q)
{
	char file[PARAM_KEY_FILE_SIZE];

	param_key_file(q->param->name, file);
	return changes_find(&edit->changes, q->section, q->param->name) !=
	    NULL ||
	    changes_find(&edit->changes, q->section, file) != NULL;
}

/* The index-th word of the choices; its length, 0 at the end. */
static size_t
choice_at(const struct smsgw_param *param, size_t index, const char **word)
{
	const char *next = param->choices;
	size_t len;

	for (; next != NULL && *next != '\0'; index--) {
		len = strcspn(next, " ");
		*word = next;
		if (index == 0)
			return len;
		next += len + (next[len] == ' ');
	}
	return 0;
}

/* Turns the number of a choice into its word. */
static void
take_choice(const struct smsgw_param *param, struct buf *answer)
{
	const char *text = buf_str(answer), *word;
	size_t number = 0, len;

	for (; *text >= '0' && *text <= '9' && number < CHOICES_MAX; text++)
		number = number * 10 + (size_t)(*text - '0');
	len = number > 0 && *text == '\0' ?
	    choice_at(param, number - 1, &word) :
	    0;
	if (len == 0)
		return;
	buf_reset(answer);
	buf_add(answer, word, len);
}

static void
say_paragraph(const char *text)
{
	fputs("  ", stderr);
	output_wrapped_to(stderr, text, 2, 2);
}

/* What "?" shows. */
static void
explain(const struct question *q)
{
	const struct smsgw_param *param = q->param;
	const char *help = lang_pick(param->help, param->help_zh);
	char line[512];

	if (help != NULL)
		say_paragraph(help);
	else
		say_paragraph(lang_pick(param->summary, param->summary_zh));
	if (param->example != NULL) {
		snprintf(
		    line, sizeof(line), _("For example: %s"), param->example);
		say_paragraph(line);
	}
	snprintf(line, sizeof(line),
	    is_required(param) ? _("In the file: %s, in [%s]; required.") :
				 _("In the file: %s, in [%s]; may be empty."),
	    param->name, q->section);
	say_paragraph(line);
}

static void
list_choices(const struct smsgw_param *param)
{
	const char *word;
	size_t i, len;

	for (i = 0; (len = choice_at(param, i, &word)) > 0; i++)
		fprintf(stderr, "  %zu) %.*s\n", i + 1, (int)len, word);
}

/* Why an answer will not do, or NULL; the check is that of the loader. */
static const char *
judge(const struct smsgw_param *param, const struct buf *answer)
{
	const char *expected = NULL;

	if (answer->len == 0)
		return is_required(param) ? _("something") : NULL;
	if (param_check(param, buf_str(answer), NULL, &expected) == 0)
		return NULL;
	return expected != NULL ? expected : "";
}

static void
say_expected(const char *expected)
{
	char line[256];

	snprintf(
	    line, sizeof(line), _("Expected is %s; ? explains."), expected);
	say_paragraph(line);
}

/* What is wrong with a number that was typed, a sentence; or NULL. */
static const char *
phone_mistake(const struct edit *edit, const struct smsgw_param *param,
    const struct buf *answer)
{
	const char *country = edit->context.settings->default_country;
	const char *reason = NULL;
	char number[NUMBER_SIZE];

	if (strcmp(param->name, "test_phone") != 0 || answer->len == 0)
		return NULL;
	(void)number_normalize(buf_str(answer),
	    country[0] != '\0' ? country : NULL, number, &reason);
	return reason;
}

/* Asks until the answer will do; 0, or -1 when the answers have ended. */
static int
ask_until_good(const struct edit *edit, const struct question *q,
    const char *preset, struct buf *answer)
{
	const struct smsgw_param *param = q->param;
	const char *expected, *mistake;
	char label[512];

	snprintf(label, sizeof(label), _("%s (%s)"),
	    lang_pick(param->label, param->label_zh),
	    lang_pick(param->summary, param->summary_zh));
	if (param->type == SMSGW_CHOICE)
		list_choices(param);
	for (;;) {
		if ((is_secret(param) ?
			    prompt_secret(label, answer) :
			    prompt_line(label, preset, answer)) != 0)
			return -1;
		if (strcmp(buf_str(answer), "?") == 0) {
			explain(q);
			continue;
		}
		if (param->type == SMSGW_CHOICE)
			take_choice(param, answer);
		expected = judge(param, answer);
		mistake = phone_mistake(edit, param, answer);
		if (expected == NULL && mistake == NULL)
			return 0;
		if (expected != NULL)
			say_expected(expected);
		else
			say_paragraph(_(mistake));
	}
}

/* Puts another answer into a change. */
static int
replace(struct change *change, const struct buf *answer)
{
	buf_reset(&change->value);
	return buf_puts(&change->value, buf_str(answer)) == 0 ?
	    CATALOG_DONE :
	    cli_fail_memory();
}

/* Asks one question and keeps the answer; 0, or an exit code. */
static int
ask(struct edit *edit, const struct question *q)
{
	const struct smsgw_param *param = q->param;
	struct change *change;
	struct buf answer;
	const char *preset;
	int rc = CATALOG_DONE;

	change = changes_find(&edit->changes, q->section, param->name);
	preset = change != NULL ? buf_str(&change->value) : param->preset;
	buf_init(&answer, INPUT_MAX);
	if (ask_until_good(edit, q, preset, &answer) != 0)
		rc = cli_fail(edit->cli, "input-unreadable",
		    "give it in the command line", "%s: no answer",
		    param->name);
	else if (change != NULL)
		rc = replace(change, &answer);
	else if (answer.len > 0 &&
	    (param->preset == NULL ||
		strcmp(buf_str(&answer), param->preset) != 0) &&
	    changes_add(&edit->changes, q->section, param->name,
		buf_str(&answer), is_secret(param)) == NULL)
		rc = cli_fail_memory();
	buf_fini(&answer);
	return rc;
}

/* Whether a question is asked on its turn. */
static bool
is_wanted(const struct edit *edit, const struct question *q, bool everything)
{
	const uint32_t never = SMSGW_PARAM_OBSOLETE | SMSGW_PARAM_NUMBERED;

	if ((q->param->flags & never) != 0 || is_given(edit, q) ||
	    !is_used(edit, q->param))
		return false;
	return everything || is_required(q->param);
}

/*
 * The question for a key of the page: in the words of the provider where it
 * has some.  NULL for a word of the page that it does not use, and for what
 * only templates need.
 */
static const struct smsgw_param *
page_param(const struct edit *edit, const struct smsgw_param *param)
{
	const struct smsgw_param *own;

	if ((param->flags & PARAM_FORM) == 0 ||
	    strcmp(param->name, "provider") == 0 ||
	    strncmp(param->name, "test_template", 13) == 0 ||
	    strcmp(param->name, "test_params") == 0)
		return NULL;
	own = descriptor_param_find(edit->provider, param->name, NULL);
	if (own != NULL && descriptor_param_is_common(own))
		return own;
	return (param->flags & PARAM_PAGE) != 0 ? NULL : param;
}

static int
ask_page(struct edit *edit, bool everything)
{
	struct question q = { .section = "gateway" };
	size_t i;
	int rc = CATALOG_DONE;

	for (i = 0; rc == CATALOG_DONE && param_gateway[i].name != NULL; i++) {
		q.param = page_param(edit, &param_gateway[i]);
		if (q.param != NULL && is_wanted(edit, &q, everything))
			rc = ask(edit, &q);
	}
	return rc;
}

/* The provider's own keys: those that are required, or the others. */
static int
ask_own(struct edit *edit, bool required)
{
	struct question q = { .section = "provider" };
	size_t i;
	int rc = CATALOG_DONE;

	for (i = 0; rc == CATALOG_DONE &&
	     (q.param = descriptor_param(edit->provider, i)) != NULL;
	     i++) {
		q.section = descriptor_param_is_common(q.param) ? "gateway" :
								  "provider";
		if (is_required(q.param) == required &&
		    (required || !descriptor_param_is_common(q.param)) &&
		    is_wanted(edit, &q, true))
			rc = ask(edit, &q);
	}
	return rc;
}

/* How many of the provider's own keys may be left out. */
static size_t
count_more(const struct edit *edit)
{
	struct question q = { .section = "provider" };
	size_t i, count = 0;

	for (i = 0; (q.param = descriptor_param(edit->provider, i)) != NULL;
	     i++) {
		if (!descriptor_param_is_common(q.param) &&
		    !is_required(q.param) && is_wanted(edit, &q, true))
			count++;
	}
	return count;
}

int
wizard_ask(struct edit *edit, bool everything)
{
	char question[256];
	size_t more;
	int rc;

	if (edit->provider == NULL)
		return CATALOG_DONE;
	if (everything)
		cli_say(edit->cli,
		    N_("An empty answer means what stands in [ ], or nothing; "
		       "? explains; Ctrl-C ends, and nothing is written."));
	rc = ask_page(edit, everything);
	if (rc == CATALOG_DONE)
		rc = ask_own(edit, true);
	more = everything ? count_more(edit) : 0;
	if (rc != CATALOG_DONE || more == 0)
		return rc;
	snprintf(question, sizeof(question),
	    lang_plural(
		"One more setting of the provider has a default; change it? "
		"(yes or no)",
		"%zu more settings of the provider have defaults; go through "
		"them? (yes or no)",
		more),
	    more);
	return prompt_yes(question) ? ask_own(edit, false) : CATALOG_DONE;
}

/* The question for the key of a problem, KEY or KEY_file; 0, or -1. */
static int
question_of(const struct edit *edit, const char *key, struct question *q)
{
	struct param_table table = {
		.params = param_gateway,
		.size = sizeof(param_gateway[0]),
	};

	q->param = descriptor_param_find(edit->provider, key, NULL);
	if (q->param == NULL)
		q->param = param_find(&table, key, NULL, NULL);
	if (q->param == NULL || (q->param->flags & SMSGW_PARAM_NUMBERED) != 0)
		return -1;
	q->section = q->param->name == param_gateway[0].name ||
		descriptor_param_is_common(q->param) ||
		descriptor_param_find(edit->provider, key, NULL) == NULL ?
	    "gateway" :
	    "provider";
	return 0;
}

int
wizard_correct(struct edit *edit)
{
	const struct problem *problem, *last = NULL;
	struct problems shown = edit->problems;
	struct question q;
	size_t i;
	int asked = 0;

	problems_init(&edit->problems);
	for (i = 0; (problem = problems_get(&shown, i)) != NULL; i++) {
		if (problem->code != NULL &&
		    strcmp(problem->code, "config-would-break") == 0)
			last = problem;
		else if (problem->level == PROBLEM_ERROR || !edit->cli->quiet)
			cli_print_problem(edit->cli, stderr, problem);
		if (problem->level != PROBLEM_ERROR || problem->key == NULL ||
		    question_of(edit, problem->key, &q) != 0)
			continue;
		asked++;
		if (ask(edit, &q) != CATALOG_DONE) {
			asked = -1;
			break;
		}
	}
	if (asked == 0 && last != NULL)
		cli_print_problem(edit->cli, stderr, last);
	problems_fini(&shown);
	return asked > 0 ? 0 : asked < 0 ? -1 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of messages: check all of it, say what would be sent, ask, send, and
 * report.  Nothing is sent unless every row is right.
 */
#include "send_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bulk.h"
#include "cli.h"
#include "context.h"
#include "input.h"
#include "output.h"
#include "report.h"

struct job {
	struct cli *cli;
	const struct args *args;
	const struct smsgw_message *given;
	struct buf report_path, journal_path;
	char *default_country; /* or NULL */
	size_t gateways;
	int64_t estimate_ms;
	struct sheet sheet;
	struct survey survey;
	struct journal journal;
	struct bulk bulk;
	struct problems problems;
};

int
send_file_check_options(struct cli *cli, const struct args *args)
{
	static const char *const ours[] = { "dry-run", "yes", "resume",
		"resend-unknown", "keep-duplicates", "report", "journal" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(ours); i++) {
		if (args_has(args, ours[i]) && !args_has(args, "csv"))
			return cli_fail(cli, "usage",
			    "name the file: --csv FILE",
			    "--%s belongs to --csv", ours[i]);
	}
	if (!args_has(args, "csv"))
		return CATALOG_DONE;
	if (args_has(args, "to") || args->word_count > 0)
		return cli_fail(cli, "usage",
		    "leave out --to: the recipients are the column \"to\"",
		    "--csv has the recipients in the file");
	if (args_has(args, "resend-unknown") && !args_has(args, "resume"))
		return cli_fail(cli, "usage", "add --resume",
		    "--resend-unknown belongs to --resume");
	if (strcmp(args_value(args, "csv"), "-") == 0)
		return cli_fail(cli, "bulk-no-file", NULL,
		    "standard input cannot be read twice");
	return CATALOG_DONE;
}

static int
set_path(struct buf *out, const struct job *job, const char *option,
    const char *suffix)
{
	const char *path = args_value(job->args, option);

	(void)buf_puts(out, path != NULL ? path : args_value(job->args, "csv"));
	return path != NULL ? out->failed : buf_puts(out, suffix);
}

/* What all rows have from the options, as a digest. */
static int
digest_options(const struct job *job, char out[JOURNAL_DIGEST_SIZE])
{
	const struct smsgw_message *m = job->given;
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned i, len = 0;
	struct buf all;
	size_t k;
	int ret;

	buf_init(&all, (size_t)1024 * 1024);
	(void)buf_printf(&all, "%s|%s|%s|%s|%s|%s|%s|%lld|%d",
	    m->text != NULL ? m->text : "-",
	    m->template_name != NULL ? m->template_name : "-",
	    m->locale != NULL ? m->locale : "-",
	    m->message_class != NULL ? m->message_class : "-",
	    m->purpose != NULL ? m->purpose : "-",
	    m->client != NULL ? m->client : "-",
	    m->gateway != NULL ? m->gateway : "-", (long long)m->expires_in_ms,
	    (int)args_has(job->args, "keep-duplicates"));
	for (k = 0; k < m->arg_count; k++)
		(void)buf_printf(
		    &all, "|%s=%s", m->args[k].name, m->args[k].value);
	ret = all.failed ||
		EVP_Digest(buf_str(&all), all.len, value, &len, EVP_sha256(),
		    NULL) != 1 ?
	    -1 :
	    0;
	for (i = 0; ret == 0 && i < 32; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", value[i]);
	buf_fini(&all);
	return ret;
}

/* Checks every row.  0, or an exit code after having said what is wrong. */
static int
check_rows(struct job *job)
{
	struct judge judge = { .gateways = NULL };
	struct context context;
	const char *country;
	size_t hidden;
	int ret = -1;

	if (context_open(
		&context, job->cli->config_dir, true, &job->problems) == 0 &&
	    judge_init(&judge, &context, &job->problems) == 0) {
		ret = survey_read(
		    &job->survey, &job->sheet, &judge, &job->problems);
		job->gateways = judge.count;
		job->estimate_ms = judge_estimate_ms(&judge);
		job->bulk.window = judge_window(&judge);
		country = context.settings->default_country;
		if (country[0] != '\0')
			job->default_country = strdup(country);
	}
	judge_fini(&judge);
	context_close(&context);
	if (ret == 0)
		return CATALOG_DONE;
	hidden = job->survey.wrong > SURVEY_SHOWN_MAX ?
	    job->survey.wrong - SURVEY_SHOWN_MAX :
	    0;
	if (hidden > 0)
		problem_add(&job->problems, PROBLEM_NOTE, "bulk-row",
		    job->sheet.path, 0, NULL, NULL,
		    "%zu more rows are wrong, %zu of %zu altogether", hidden,
		    job->survey.wrong, job->survey.rows);
	return cli_fail_problems(job->cli, &job->problems);
}

/* Whether two paths are of one file. */
static bool
same_file(const char *a, const char *b)
{
	struct stat first, second;

	return strcmp(a, b) == 0 ||
	    (stat(a, &first) == 0 && stat(b, &second) == 0 &&
		first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

/* Nothing of the three may overwrite another. */
static int
check_paths(const struct job *job)
{
	const char *report = buf_str(&job->report_path);
	const char *journal = buf_str(&job->journal_path);

	if (!same_file(report, job->sheet.path) &&
	    !same_file(journal, job->sheet.path) && !same_file(report, journal))
		return CATALOG_DONE;
	return cli_fail(job->cli, "usage", "give each a name of its own",
	    "file, report and journal are not three files");
}

/* Begins the journal or takes it up. */
static int
open_journal(struct job *job)
{
	struct journal_subject subject = { .last_row = job->survey.last_row };
	struct problems problems;
	const char *path = buf_str(&job->journal_path);
	int rc = CATALOG_DONE, ret;

	memcpy(subject.content, job->survey.digest, sizeof(subject.content));
	if (digest_options(job, subject.options) != 0)
		return cli_fail_memory();
	problems_init(&problems);
	ret = args_has(job->args, "resume") ?
	    journal_open(&job->journal, path, &subject, &problems) :
	    journal_create(&job->journal, path, &subject, &problems);
	if (ret != 0)
		rc = cli_fail_problems(job->cli, &problems);
	problems_fini(&problems);
	return rc;
}

/* Of all messages of the file. */
static uint64_t
plan_parts(const struct job *job)
{
	return job->survey.parts +
	    (job->bulk.keep_duplicates ? job->survey.duplicate_parts : 0);
}

/* What would be sent, as an object for programs. */
static int
print_plan_json(const struct job *job, size_t unknown)
{
	const struct survey *survey = &job->survey;

	return output_json(
	    json_pack("{s:{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I}}", "plan",
		"file", job->sheet.path, "rows", (json_int_t)survey->rows,
		"duplicates", (json_int_t)survey->duplicates, "parts",
		(json_int_t)plan_parts(job), "send", (json_int_t)job->bulk.due,
		"unknown", (json_int_t)unknown, "gateways",
		(json_int_t)job->gateways, "estimate_ms",
		(json_int_t)job->estimate_ms));
}

/* Says how many there are and how long it takes. */
static void
say_plan(const struct job *job, size_t unknown)
{
	const struct survey *survey = &job->survey;
	char time[PROGRESS_TIME_SIZE];
	size_t messages = survey->rows;
	uint64_t parts = plan_parts(job);

	if (!job->bulk.keep_duplicates)
		messages -= survey->duplicates;
	progress_time(messages > 0 ?
		(int64_t)((double)job->estimate_ms * (double)job->bulk.due /
		    (double)messages) :
		0,
	    time);
	cli_say(job->cli, "%s: rows: %zu, messages: %zu, parts: %llu",
	    job->sheet.path, survey->rows, messages, (unsigned long long)parts);
	if (survey->duplicates > 0)
		cli_say(job->cli,
		    job->bulk.keep_duplicates ?
			N_("rows that say what an earlier one says: %zu (row "
			   "%zu, as row %zu, ...); each is sent") :
			N_("rows that say what an earlier one says: %zu (row "
			   "%zu, as row %zu, ...); they are left out, unless "
			   "--keep-duplicates"),
		    survey->duplicates, survey->first_duplicate,
		    survey_same_as(survey, survey->first_duplicate));
	if (unknown > 0)
		cli_say(job->cli,
		    job->bulk.resend_unknown ?
			N_("perhaps sent: %zu; they are sent again") :
			N_("perhaps sent: %zu; they are not sent again, unless "
			   "--resend-unknown"),
		    unknown);
	cli_say(job->cli, "to send: %zu, in about %s (gateways: %zu)",
	    job->bulk.due, time, job->gateways);
}

/* Whether it may go on: CATALOG_DONE, or an exit code. */
static int
confirm(const struct job *job)
{
	char question[128];

	if (args_has(job->args, "yes"))
		return CATALOG_DONE;
	if (!prompt_possible(job->cli))
		return cli_fail(job->cli, "bulk-unconfirmed", NULL,
		    "nothing was sent: there is nobody to ask");
	(void)snprintf(question, sizeof(question),
	    _("Send the messages, %zu of them (yes or no)"), job->bulk.due);
	if (prompt_yes(question))
		return CATALOG_DONE;
	cli_say(job->cli, "nothing was sent");
	return CATALOG_USAGE;
}

/* The engine's own remarks, when they are asked for. */
static void
log_line(void *arg, int level, const char *line)
{
	const struct cli *cli = arg;

	(void)level;
	if (cli->verbose)
		cli_say(cli, "%s", line);
}

static int
send_due(struct job *job)
{
	const struct smsgw_options options = {
		.size = sizeof(options),
		.config_dir = job->cli->config_dir,
		.log = log_line,
		.log_arg = job->cli,
		.messages_max = job->bulk.window,
	};

	if (smsgw_open(&options, &job->bulk.sms) < 0) {
		smsgw_close(job->bulk.sms);
		return cli_fail(job->cli, "config-unreadable", NULL,
		    "the configuration can no longer be read");
	}
	bulk_run(&job->bulk);
	smsgw_close(job->bulk.sms);
	return CATALOG_DONE;
}

/* Why it ended before the end, as an error; 0 when it did not. */
static int
say_stop(const struct job *job)
{
	struct cli cli = *job->cli;

	/* rows are on stdout already; the summary has the code */
	cli.json = false;
	switch (job->bulk.stop) {
	case BULK_CHANGED:
		return cli_fail(&cli, "bulk-changed", NULL,
		    "%s: was changed while it was sent; no more is sent",
		    job->sheet.path);
	case BULK_JOURNAL:
		return cli_fail(&cli, "bulk-journal-failed", NULL, "%s: %s",
		    buf_str(&job->journal_path), lang_errno(job->bulk.error));
	case BULK_STUCK:
		(void)cli_fail(&cli, "bulk-stuck", NULL,
		    "an account or a configuration is refused, and nothing "
		    "goes any more");
		return CATALOG_DONE; /* the rows say why */
	case BULK_MEMORY:
		return cli_fail_memory();
	case BULK_ASKED:
		(void)cli_fail(&cli, "bulk-interrupted", NULL,
		    "interrupted: not all rows were sent");
		return CATALOG_DONE; /* the rows say it */
	default:
		return CATALOG_DONE;
	}
}

static int
print_summary(const struct job *job, const struct tally *tally, int exit_code)
{
	const size_t *fates = tally->fates;
	json_t *json;

	if (!job->cli->json) {
		printf(_("sent %zu, refused %zu, unknown %zu, not sent %zu\n"),
		    fates[FATE_SENT], fates[FATE_REFUSED], fates[FATE_UNKNOWN],
		    fates[FATE_MISSING]);
		printf(_("report: %s\n"), buf_str(&job->report_path));
		return CATALOG_DONE;
	}
	json = json_pack(
	    "{s:{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:s, s:b, s:i}}",
	    "summary", "rows", (json_int_t)job->survey.rows, "sent",
	    (json_int_t)fates[FATE_SENT], "refused",
	    (json_int_t)fates[FATE_REFUSED], "unknown",
	    (json_int_t)fates[FATE_UNKNOWN], "missing",
	    (json_int_t)fates[FATE_MISSING], "duplicates",
	    (json_int_t)job->survey.duplicates, "possible_duplicates",
	    (json_int_t)tally->possible_duplicates, "report",
	    buf_str(&job->report_path), "journal", buf_str(&job->journal_path),
	    "interrupted", (int)(job->bulk.stop != BULK_DONE), "exit_code",
	    exit_code);
	if (json == NULL || json_dumpf(json, stdout, JSON_COMPACT) != 0)
		return cli_fail_memory();
	putchar('\n');
	json_decref(json);
	return CATALOG_DONE;
}

/* What is left to do. */
static void
say_next(const struct job *job, const struct tally *tally)
{
	if (tally->fates[FATE_MISSING] > 0 && job->bulk.stop != BULK_ASKED)
		cli_say(job->cli,
		    "the same command with --resume sends what is missing, "
		    "and nothing twice");
	if (tally->fates[FATE_UNKNOWN] > 0)
		cli_say(job->cli,
		    "unknown rows were perhaps sent: look before "
		    "--resume --resend-unknown sends them again");
}

static int
finish(struct job *job, int rc)
{
	const struct report report = {
		.path = buf_str(&job->report_path),
		.sheet = &job->sheet,
		.survey = &job->survey,
		.journal = &job->journal,
		.default_country = job->default_country,
		.keep_duplicates = job->bulk.keep_duplicates,
	};
	struct cli cli = *job->cli;
	struct problems problems;
	struct tally tally;
	int stopped = say_stop(job);

	problems_init(&problems);
	cli.json = false;
	if (rc == CATALOG_DONE)
		rc = stopped;
	if (report_write(&report, &tally, &problems) != 0 && rc == CATALOG_DONE)
		rc = cli_fail_problems(&cli, &problems);
	problems_fini(&problems);
	if (rc == CATALOG_DONE)
		rc = tally.exit_code;
	if (print_summary(job, &tally, rc) != CATALOG_DONE)
		return CATALOG_INTERNAL;
	say_next(job, &tally);
	return rc;
}

/* From the checked rows on. */
static int
run_job(struct job *job)
{
	const bool dry_run = args_has(job->args, "dry-run");
	const bool resume = args_has(job->args, "resume");
	size_t unknown = 0;
	int rc = CATALOG_DONE;

	job->bulk.due = job->survey.rows;
	if (!job->bulk.keep_duplicates)
		job->bulk.due -= job->survey.duplicates;
	if (resume) {
		rc = open_journal(job);
		if (rc != CATALOG_DONE)
			return rc;
		if (bulk_count(&job->bulk, &unknown) != 0)
			return cli_fail(job->cli, "bulk-journal-failed", NULL,
			    "%s: %s", buf_str(&job->journal_path),
			    lang_errno(errno));
	} else if (!dry_run && access(buf_str(&job->journal_path), F_OK) == 0) {
		/* before anybody is asked */
		return open_journal(job);
	}
	say_plan(job, unknown);
	if (dry_run)
		return job->cli->json ? print_plan_json(job, unknown) :
					CATALOG_DONE;
	if (job->bulk.due > 0)
		rc = confirm(job);
	if (rc == CATALOG_DONE && !resume)
		rc = open_journal(job);
	if (rc != CATALOG_DONE)
		return rc;
	if (job->bulk.due > 0)
		rc = send_due(job);
	return finish(job, rc);
}

int
send_file(
    struct cli *cli, const struct args *args, const struct smsgw_message *given)
{
	struct job *job = calloc(1, sizeof(*job));
	int rc;

	if (job == NULL)
		return cli_fail_memory();
	job->cli = cli;
	job->args = args;
	job->given = given;
	job->journal.fd = -1;
	job->bulk.cli = cli;
	job->bulk.sheet = &job->sheet;
	job->bulk.survey = &job->survey;
	job->bulk.journal = &job->journal;
	job->bulk.keep_duplicates = args_has(args, "keep-duplicates");
	job->bulk.resend_unknown = args_has(args, "resend-unknown");
	problems_init(&job->problems);
	buf_init(&job->report_path, 4096);
	buf_init(&job->journal_path, 4096);
	if (set_path(&job->report_path, job, "report", ".report.csv") != 0 ||
	    set_path(&job->journal_path, job, "journal", ".journal") != 0) {
		rc = cli_fail_memory();
	} else if (sheet_open(&job->sheet, args_value(args, "csv"), given,
		       &job->problems) != 0) {
		rc = cli_fail_problems(cli, &job->problems);
	} else {
		rc = check_paths(job);
		if (rc == CATALOG_DONE)
			rc = check_rows(job);
		if (rc == CATALOG_DONE) {
			cli_warn_problems(cli, &job->problems);
			rc = run_job(job);
		}
	}
	journal_close(&job->journal);
	survey_fini(&job->survey);
	sheet_close(&job->sheet);
	problems_fini(&job->problems);
	buf_fini(&job->report_path);
	buf_fini(&job->journal_path);
	free(job->default_country);
	free(job);
	return rc;
}

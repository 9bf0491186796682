/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said beside the data: errors with what to do, warnings, remarks.
 * It goes to stderr; with --json an error is an object on stdout as well.
 */
#include <stdarg.h>
#include <stdio.h>

#include <jansson.h>

#include "buf.h"
#include "cli.h"
#include "output.h"
#include "problem.h"
#include "utf8.h"

#define SAY_MAX ((size_t)16 * 1024)

/*
 * Prints one line: what it is, in colour, then an escaped text, wrapped on a
 * terminal.
 */
static void
say_line(const struct cli *cli, FILE *out, int style, const char *head,
    const char *text)
{
	const bool terminal = out == stdout ? cli->terminal : cli->terminal_err;
	struct buf line;

	output_head(cli, out, style, head);
	if (terminal) {
		output_wrapped_to(out, text, utf8_width(head, strlen(head)), 2);
		return;
	}
	buf_init(&line, SAY_MAX);
	utf8_escape(text, strlen(text), SAY_MAX / 2, &line);
	if (out == stdout)
		output_expect(&line);
	fprintf(out, "%s\n",
	    line.len == 0 && line.failed ? _("out of memory") : buf_str(&line));
	buf_fini(&line);
}

int
cli_fail_memory(void)
{
	fprintf(stderr, "smsgw: %s\n", _("out of memory"));
	return CATALOG_INTERNAL;
}

/* The error as an object on stdout. */
static void
print_json(const char *code, const char *text, const char *fix, int exit_code)
{
	json_t *json;

	json = json_pack("{s:{s:s, s:s, s:s, s:i}}", "error", "code", code,
	    "text", text, "fix", fix, "exit_code", exit_code);
	if (json != NULL)
		output_json(json);
}

int
cli_fail(const struct cli *cli, const char *code, const char *fix,
    const char *fmt, ...)
{
	const struct catalog_entry *entry;
	struct buf raw, text;
	va_list ap;
	int exit_code;

	entry = catalog_find(code);
	exit_code = entry != NULL ? entry->exit_code : CATALOG_INTERNAL;
	if (fix == NULL)
		fix = entry != NULL ? lang_pick(entry->fix, entry->fix_zh) : "";
	else
		fix = lang_text(fix);
	buf_init(&raw, SAY_MAX / 2);
	buf_init(&text, SAY_MAX);
	va_start(ap, fmt);
	buf_vprintf(&raw, lang_text(fmt), ap);
	va_end(ap);
	/* JSON wants UTF-8, and a name may be anything */
	utf8_escape(buf_str(&raw), raw.len, 0, &text);
	if (text.len == 0 && (raw.failed || text.failed)) {
		exit_code = cli_fail_memory();
		goto out;
	}
	say_line(cli, stderr, OUTPUT_BAD, "smsgw: ", buf_str(&text));
	if (fix[0] != '\0')
		say_line(cli, stderr, OUTPUT_DIM, _("  fix: "), fix);
	if (cli->json)
		print_json(code, buf_str(&text), fix, exit_code);
out:
	buf_fini(&text);
	buf_fini(&raw);
	return exit_code;
}

void
cli_say(const struct cli *cli, const char *fmt, ...)
{
	struct buf text;
	va_list ap;

	if (cli->quiet)
		return;
	buf_init(&text, SAY_MAX);
	va_start(ap, fmt);
	buf_vprintf(&text, lang_text(fmt), ap);
	va_end(ap);
	say_line(cli, stderr, OUTPUT_PLAIN, "", buf_str(&text));
	buf_fini(&text);
}

void
cli_say_line(const struct cli *cli, const char *head, const char *fmt, ...)
{
	struct buf text;
	va_list ap;

	buf_init(&text, SAY_MAX);
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	say_line(cli, stderr, head[0] == ' ' ? OUTPUT_DIM : OUTPUT_BAD, head,
	    buf_str(&text));
	buf_fini(&text);
}

static const char *
level_name(int level)
{
	switch (level) {
	case PROBLEM_ERROR:
		return "error";
	case PROBLEM_WARNING:
		return "warning";
	default:
		return "note";
	}
}

/* What stands in front of a problem; an error that stops the program says so
   by the program's name. */
static const char *
level_head(const struct cli *cli, FILE *out, int level)
{
	switch (level) {
	case PROBLEM_ERROR:
		if (out == stderr)
			return "smsgw: ";
		return cli->terminal ? _("error: ") : "";
	case PROBLEM_WARNING:
		return _("warning: ");
	default:
		return _("note: ");
	}
}

void
cli_print_problem(
    const struct cli *cli, FILE *out, const struct problem *problem)
{
	const bool terminal = out == stdout ? cli->terminal : cli->terminal_err;
	const char *head = level_head(cli, out, problem->level);
	int style = problem->level == PROBLEM_ERROR ? OUTPUT_BAD : OUTPUT_WARN;
	struct buf line;

	buf_init(&line, SAY_MAX);
	if ((terminal ? problem_format_fact(problem, &line) :
			problem_format(problem, &line)) != 0) {
		(void)cli_fail_memory();
		goto out;
	}
	say_line(cli, out, style, head, buf_str(&line));
	if (terminal && problem->fix != NULL)
		say_line(cli, out, OUTPUT_DIM, _("  fix: "), problem->fix);
out:
	buf_fini(&line);
}

/* Adds a member unless it is NULL; a failure is not taken for that. */
static int
set_text(json_t *object, const char *name, const char *text)
{
	return text == NULL ?
	    0 :
	    json_object_set_new(object, name, json_string(text));
}

static json_t *
problem_json(const struct problem *p)
{
	json_t *object = json_object();

	if (set_text(object, "level", level_name(p->level)) != 0 ||
	    set_text(object, "code", p->code) != 0 ||
	    set_text(object, "file", p->file) != 0 ||
	    (p->line > 0 &&
		json_object_set_new(object, "line", json_integer(p->line)) !=
		    0) ||
	    set_text(object, "key", p->key) != 0 ||
	    set_text(object, "gateway", p->gateway) != 0 ||
	    set_text(object, "text", p->text) != 0 ||
	    set_text(object, "fix", p->fix) != 0) {
		json_decref(object);
		return NULL;
	}
	return object;
}

json_t *
problems_json(const struct problems *problems)
{
	const struct problem *p;
	json_t *array;
	size_t i;

	array = json_array();
	for (i = 0; array != NULL && (p = problems_get(problems, i)) != NULL;
	     i++) {
		if (json_array_append_new(array, problem_json(p)) != 0) {
			json_decref(array);
			array = NULL;
		}
	}
	return array;
}

/* The exit code of the first error that has one. */
static int
problems_exit_code(const struct problems *problems)
{
	const struct catalog_entry *entry;
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level != PROBLEM_ERROR)
			continue;
		entry = catalog_find(problem->code);
		if (entry != NULL)
			return entry->exit_code;
	}
	return CATALOG_CONFIG;
}

int
cli_fail_problems(const struct cli *cli, const struct problems *problems)
{
	const struct problem *problem;
	json_t *json;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == PROBLEM_ERROR || !cli->quiet)
			cli_print_problem(cli, stderr, problem);
	}
	if (cli->json) {
		json = json_pack("{s:o*}", "problems", problems_json(problems));
		if (output_json(json) != CATALOG_DONE)
			return CATALOG_INTERNAL;
	}
	return problems_exit_code(problems);
}

void
cli_warn_problems(const struct cli *cli, const struct problems *problems)
{
	const struct problem *problem;
	size_t i;

	if (cli->quiet)
		return;
	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++)
		cli_print_problem(cli, stderr, problem);
}

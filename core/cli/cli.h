/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the command line share: the state of one run, and what a
 * command is.  Each cmd_NAME.c ends in one constant entry, which is all that
 * the rest of the program knows of it: help is made from it, too.
 */
#ifndef CLI_H
#define CLI_H

#include "compat.h"

#include <stdio.h>

#include <jansson.h>

#include "args.h"
#include "catalog.h"
#include "lang.h"

struct buf;
struct problem;
struct problems;

/* One run of the program. */
struct cli {
	const char *config_dir; /* of -c, or NULL */
	bool json;
	bool quiet;
	bool verbose;
	bool terminal;     /* stdout is one: marks instead of words */
	bool terminal_err; /* stderr is one: lines are wrapped */
	bool color_out;
	bool color_err;
	bool stdin_used;
};

/*
 * A command.  usage stands behind "smsgw NAME"; examples are lines as they
 * are typed; help is what else there is to know, or NULL.  options ends with
 * an entry without a name, or is NULL.  run returns the exit code.
 */
struct command {
	const char *name;
	const char *summary;
	const char *usage;
	const char *examples;
	const char *help;
	const struct cli_option *options;
	size_t words_min, words_max;
	int (*run)(struct cli *cli, const struct args *args);
};

/* The Chinese texts of the program; made from po/zh_CN.po. */
extern const struct lang_entry lang_zh[];
extern const size_t lang_zh_count;

/* All commands in the order of the help; the last is NULL. */
extern const struct command *const commands[];

/* The options that every command has. */
extern const struct cli_option cli_options[];

/* The command of that name; NULL when there is none. */
const struct command *command_find(const char *name);

/* The name that a mistyped one was meant to be, or NULL. */
const char *command_nearest(const char *name);

/* What the help of the program says: commands to type, and a paragraph. */
extern const char help_examples[];
extern const char help_text[];

/* Prints the help of the program, or of one command, to stdout. */
void help_print(const struct cli *cli, const struct command *command);

/*
 * Says on stderr what went wrong and what to do (fix; NULL: what the
 * catalogue says about code), and with --json the same as an object on
 * stdout.  Returns the exit code of the catalogue.
 */
int cli_fail(const struct cli *cli, const char *code, const char *fix,
    const char *fmt, ...) COMPAT_PRINTF(4, 5);

/* The same for a lack of memory, which needs none. */
int cli_fail_memory(void);

/* Says on stderr what is worth knowing; not with -q. */
void cli_say(const struct cli *cli, const char *fmt, ...) COMPAT_PRINTF(2, 3);

/* The same for a part of an error: a head, in its colour, and a text. */
void cli_say_line(const struct cli *cli, const char *head, const char *fmt, ...)
    COMPAT_PRINTF(3, 4);

/*
 * Says all problems on stderr (with --json as an object on stdout); returns
 * the exit code of the first error, or CATALOG_CONFIG when it has none.
 */
int cli_fail_problems(const struct cli *cli, const struct problems *problems);

/*
 * The problems as an array of objects with level, code, file, line, key,
 * gateway, text and fix; what a problem lacks is left out.  NULL without
 * memory; the caller's reference.
 */
json_t *problems_json(const struct problems *problems);

/* Says the warnings on stderr, as they did not stop anything. */
void cli_warn_problems(const struct cli *cli, const struct problems *problems);

/*
 * Prints one problem as stdout or stderr has it: on a terminal what to do is
 * a line of its own, in a pipe all is one line.
 */
void cli_print_problem(
    const struct cli *cli, FILE *out, const struct problem *problem);

extern const struct command command_add;
extern const struct command command_check;
extern const struct command command_disable;
extern const struct command command_enable;
extern const struct command command_errors;
extern const struct command command_gateways;
extern const struct command command_help;
extern const struct command command_providers;
extern const struct command command_remove;
extern const struct command command_route;
extern const struct command command_send;
extern const struct command command_set;
extern const struct command command_simulate;
extern const struct command command_test;

#endif

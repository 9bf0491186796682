/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options and words of a command line, read strictly: an option that is not
 * known, lacks its value or has one that it does not take is an error.
 */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include "compat.h"

struct buf;

/* An option: --name, perhaps -letter; value names its value, or is NULL. */
struct cli_option {
	const char *name;
	char letter;
	const char *value;
	const char *summary;
};

struct arg {
	const struct cli_option *option;
	const char *value; /* NULL for an option without one */
};

/* What was given, in order; strings are those of argv. */
struct args {
	struct arg *given;
	size_t given_count;
	const char **words;
	size_t word_count;
};

/*
 * Where in argv the command stands: the first word that is neither an option
 * of the program nor its value; argc when there is none.  -1, and a
 * clause in error, when an option before it is not one of the program.
 */
int args_find_command(int argc, char *const *argv,
    const struct cli_option *global, struct buf *error);

/*
 * Reads all arguments but argv[0] and argv[command].  own may be NULL.  0; -1
 * with a clause in error; -2 when memory is short.  The caller calls
 * args_fini in any case.
 */
int args_parse(struct args *args, int argc, char *const *argv, int command,
    const struct cli_option *global, const struct cli_option *own,
    struct buf *error);

void args_fini(struct args *args);

/* Whether an option was given; how often. */
bool args_has(const struct args *args, const char *name);
size_t args_times(const struct args *args, const char *name);

/* The value of an option: the last one, or the i-th; NULL when not given. */
const char *args_value(const struct args *args, const char *name);
const char *args_value_at(const struct args *args, const char *name, size_t i);

/* The i-th word behind the command, or NULL. */
const char *args_word(const struct args *args, size_t i);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes from elsewhere than the command line: standard input, files,
 * and questions to a person.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "compat.h"

#include "buf.h"

struct cli;

/* The longest text, value or secret that is read. */
#define INPUT_MAX ((size_t)64 * 1024)

/*
 * Appends all of standard input, or of a file, without one line end at its
 * end.  Standard input can be had once.  0, or an exit code after having said
 * what is wrong.
 */
int input_stdin(struct cli *cli, struct buf *out);
int input_file(struct cli *cli, const char *path, struct buf *out);

/* Whether somebody can be asked: stdin and stderr are terminals. */
bool prompt_possible(const struct cli *cli);

/*
 * Asks, on stderr, for a line; preset (or NULL) is what an empty answer means
 * and is shown.  prompt_secret shows nothing of what is typed.  0, or -1 at
 * the end of the input.
 */
int prompt_line(const char *label, const char *preset, struct buf *out);
int prompt_secret(const char *label, struct buf *out);

/* Asks a question whose answer is yes or no; no unless yes is typed. */
bool prompt_yes(const char *question);

#endif

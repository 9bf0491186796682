/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may stand where a command line ends: the words that the completion of
 * shells offers, from the tables that the program itself uses.
 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "args.h"

struct cli;

/*
 * Prints what the last of the words may become, one a line; the words are
 * those of a command line behind the program's name.  Says nothing of errors.
 */
void complete_print(const struct cli *cli, const struct args *args);

#endif

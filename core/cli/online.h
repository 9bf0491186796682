/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw check --online: what the providers say of the accounts.
 */
#ifndef CLI_ONLINE_H
#define CLI_ONLINE_H

#include <jansson.h>

struct cli;
struct context;

/*
 * Asks the provider of one gateway or, with id NULL, of each enabled one, and
 * prints the steps as they happen; for --json appends them to `out`, an array.
 * Returns the exit code of the first failure, CATALOG_DONE without one.
 */
int online_ask(
    struct cli *cli, struct context *context, const char *id, json_t *out);

#endif

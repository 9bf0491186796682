/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Manual pages in roff, made from the tables that the program itself uses:
 * commands and options, keys of the files, a provider's parameters and codes.
 */
#ifndef CLI_MAN_H
#define CLI_MAN_H

struct cli;

/*
 * Prints the page smsgw, smsgw-gateway or smsgw-provider-NAME to stdout.  0,
 * or an exit code after having said what is wrong.
 */
int man_print(const struct cli *cli, const char *page);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trace for a person: each step in a line as it happens, and beneath one
 * that is not ok the cause, who must act, and the fix.
 */
#ifndef CLI_STEPS_H
#define CLI_STEPS_H

#include <smsgw/smsgw.h>

struct cli;
struct smsgw_receipt;

/* Prints a step to stdout at once; arg is the struct cli. */
void steps_print(void *arg, const struct smsgw_step *step);

/* Prints the last line: what became of it, and what the exit code means. */
void steps_print_result(
    const struct cli *cli, const struct smsgw_receipt *receipt);

/*
 * Says on stderr why the number-th message was not sent: the first step that
 * failed.
 */
void steps_say_failure(
    const struct cli *cli, const struct smsgw_receipt *receipt, size_t number);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands that write gateways' files share: the configuration, the
 * provider, the changes, and the telling of what was done.  The writing is
 * the library's (gatewayfile.h).
 */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include "change.h"
#include "context.h"
#include "gatewayfile.h"

struct cli;

struct edit {
	struct cli *cli;
	struct context context;
	struct changes changes;
	const struct smsgw_provider *provider; /* NULL: not to be had */
	struct gatewayfile_report report;
	struct problems problems;
	bool asked;        /* everything was asked for */
	bool only_changes; /* warn of what is changed, not of all else */
};

/*
 * Opens the configuration.  0, or an exit code after having said what is
 * wrong.  edit_close in any case.
 */
int edit_open(struct edit *edit, struct cli *cli);
void edit_close(struct edit *edit);

/*
 * Loads a provider, after a child has shown that it can be.  0, or -1 with
 * the reason in problems.
 */
int edit_use_provider(
    struct edit *edit, const char *name, struct problems *problems);

/*
 * The changes as the library wants them, of the edit's memory.  NULL without
 * memory.
 */
const struct gatewayfile_change *edit_changes(struct edit *edit);

/*
 * Says what came of a gatewayfile_... call: result is what it returned.
 * Returns the exit code.
 */
int edit_end(struct edit *edit, const char *id, int result);

/* The changes of words KEY=VALUE to one gateway: what set does. */
int edit_set(
    struct cli *cli, const char *id, const char *const *words, size_t count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line on a terminal that says how far a bulk send is; and times for
 * people.  Nothing is written where stderr is no terminal.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "fate.h"

struct cli;

struct progress {
	const struct cli *cli;
	size_t total;
	int64_t begun_boot_ms, shown_boot_ms;
	bool shown;
};

void progress_begin(
    struct progress *progress, const struct cli *cli, size_t total);

/* Shows what has become of the rows of this run, some times a second. */
void progress_show(struct progress *progress, const size_t fates[FATES]);

/* Takes the line away. */
void progress_end(struct progress *progress);

/* A duration for a person: 45 s, 3 min, 2 h 5 min. */
#define PROGRESS_TIME_SIZE 48
void progress_time(int64_t ms, char out[PROGRESS_TIME_SIZE]);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * smsgw send --csv: a file of messages from its check to its report.
 */
#ifndef CLI_SEND_FILE_H
#define CLI_SEND_FILE_H

#include <smsgw/smsgw.h>

#include "args.h"

struct cli;

/* The options that belong to --csv, for the command's table. */
#define SEND_FILE_OPTIONS                                                  \
	{ "csv", '\0', "FILE", N_("the messages of a file, one a row") },  \
	    { "dry-run", '\0', NULL,                                       \
		    N_("with --csv: check and count, send nothing") },     \
	    { "yes", 'y', NULL, N_("with --csv: send without asking") },   \
	    { "resume", '\0', NULL,                                        \
		    N_("with --csv: send what is missing of an earlier "   \
		       "time") },                                          \
	    { "resend-unknown", '\0', NULL,                                \
		    N_("with --resume: also what was perhaps sent") },     \
	    { "keep-duplicates", '\0', NULL,                               \
		    N_("with --csv: send equal rows each") },              \
	    { "report", '\0', "FILE",                                      \
		    N_("with --csv: the report (else FILE.report.csv)") }, \
	{                                                                  \
		"journal", '\0', "FILE",                                   \
		    N_("with --csv: the journal (else FILE.journal)")      \
	}

/* Says what is wrong with the options; 0, or an exit code. */
int send_file_check_options(struct cli *cli, const struct args *args);

/*
 * Sends the rows of --csv; given is what the options say of all of them.  An
 * exit code.
 */
int send_file(struct cli *cli, const struct args *args,
    const struct smsgw_message *given);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changing one gateway's file: its text is changed in memory, what it would
 * become is loaded as it stands there, and only then file and secrets are
 * replaced, each in one step.
 */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include <sys/stat.h>

#include "change.h"
#include "context.h"

struct cli;

/* A secret's own file, ID.secret or ID.KEY.secret. */
struct edit_secret {
	const char *path;
	const char *value; /* the new content; NULL: the file goes */
	struct buf old;
	bool existed;
	bool written;
};

#define EDIT_SECRETS_MAX 8

struct edit {
	struct cli *cli;
	struct context context;
	struct settings_gateway found;
	struct changes changes;
	struct ini *ini;  /* the file as it is; NULL for a new one */
	struct buf text;  /* the file as it is to be */
	struct stat facts;
	bool is_new;
	int lock;
	struct edit_secret secrets[EDIT_SECRETS_MAX];
	struct gateway_secret given[EDIT_SECRETS_MAX];
	size_t secret_count, given_count;
	struct problems problems;
};

/*
 * Opens the configuration, for an existing gateway or a new one; of an
 * existing one the file is locked and read.  0, or an exit code after having
 * said what is wrong.  edit_close in any case.
 */
int edit_open(struct edit *edit, struct cli *cli, const char *id);
int edit_open_new(struct edit *edit, struct cli *cli, const char *id);
void edit_close(struct edit *edit);

/*
 * Applies edit->changes to the text, tries what has become of it, and
 * writes.  A change that brings an error is refused; with an error that was
 * there before it is written, and said.  0, or an exit code after having said
 * what is wrong; then nothing was written.
 */
int edit_commit(struct edit *edit);

/* All of it for one gateway: what set, enable and disable do. */
int edit_run(struct cli *cli, const char *id, const char *const *words,
    size_t count);

/*
 * The path of the gateway's own file for a secret, and whether the file's
 * KEY_file names it.  NULL without memory.
 */
const char *edit_secret_path(struct edit *edit, const char *key);
bool edit_secret_is_own(
    const struct edit *edit, const char *section, const char *key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides whether a file or a path is safe to use, opens it, and replaces
 * files whole.  Safe means that nobody but root, the caller and whoever may
 * replace the file anyway can have written it.  Symbolic links are followed
 * (configuration management uses them): what counts is the file that was
 * opened, never the path.
 */
#ifndef SMSGW_SAFEFILE_H
#define SMSGW_SAFEFILE_H

#include <sys/stat.h>
#include <sys/types.h>

#include <stddef.h>

#include "buf.h"
#include "problem.h"

/*
 * Rules for safefile_open() and its kin, joined by |.
 * SAFEFILE_STRICT, the rule for code: the owner is root or the caller, nobody
 * else may write; for an unprivileged caller its own group may.
 * SAFEFILE_DATA, the rule for configuration: also allowed is who may replace
 * the file anyway, that is the owner of the folder, and the folder's group
 * where that may write the folder.
 * SAFEFILE_OPTIONAL: a file that does not exist is no problem.
 */
#define SAFEFILE_STRICT 0u
#define SAFEFILE_DATA 1u
#define SAFEFILE_OPTIONAL 2u

/* On whose behalf a file is judged: the effective user and group. */
struct safefile_caller {
	uid_t uid;
	gid_t gid;
};

/* What the judges below find. */
enum safefile_verdict {
	SAFEFILE_OK,
	SAFEFILE_NOT_REGULAR,
	SAFEFILE_NOT_FOLDER,
	SAFEFILE_WRONG_OWNER,
	SAFEFILE_GROUP_WRITES,
	SAFEFILE_WORLD_WRITES
};

/*
 * Whether the process has rights that whoever started it has not, so that its
 * environment is not to be believed.
 */
bool safefile_is_privileged(void);

/*
 * Judges a file by its facts alone.  folder is the folder it lies in and is
 * looked at only under SAFEFILE_DATA; it may be NULL.
 */
enum safefile_verdict safefile_judge(const struct stat *file,
    const struct stat *folder, const struct safefile_caller *caller,
    unsigned rules);

/*
 * Judges one folder of a path by its facts alone, by the strict rule; a
 * sticky folder may be writable by all, when its owner is root or the caller.
 */
enum safefile_verdict safefile_judge_folder(
    const struct stat *folder, const struct safefile_caller *caller);

/*
 * Opens a regular file for reading and judges the opened file; a directory,
 * pipe or device is refused at once.  Returns 0 with the descriptor (close on
 * exec; the caller closes it) and its facts in *fd and *facts, which may be
 * NULL; 1 under SAFEFILE_OPTIONAL when there is no such file; -1 with one
 * error added to problems that names the file, the fact and the cure.
 */
int safefile_open(const char *path, unsigned rules, int *fd, struct stat *facts,
    struct problems *problems);

/*
 * Opens as safefile_open() and appends the whole content to out.  A file of
 * more than max bytes is refused.  Returns as safefile_open(); after -1 what
 * out holds is undefined.  The content may be secret: the caller wipes out.
 */
int safefile_read(const char *path, unsigned rules, size_t max, struct buf *out,
    struct stat *facts, struct problems *problems);

/*
 * Checks every folder that leads to path, up to "/", those of symbolic links
 * on the way included: each must belong to root or the caller and be
 * writable by nobody else.  path is absolute; what it names itself is not
 * judged, but must exist.  Returns 0, or -1 with an error in problems.
 */
int safefile_check_folders(const char *path, struct problems *problems);

/*
 * Takes the lock of the folder that path lies in (a symbolic link's target's
 * folder), against a second program that edits there: read, edit and replace
 * while holding it and no edit is lost.  It is a lock on the folder itself,
 * so that no lock file stays behind; it ends with the process.  Waits up to
 * ten seconds.  Returns a descriptor for safefile_unlock(), or -1 with an
 * error in problems.
 */
int safefile_lock(const char *path, struct problems *problems);

/* Gives the lock back.  -1 is allowed. */
void safefile_unlock(int lock);

/*
 * Replaces the content of an existing file in one step: after a failure or a
 * crash either the old or the new content is there, whole.  Owner, group and
 * mode stay; a symbolic link stays, its target is replaced.  was, which may
 * be NULL, are the facts of the file when it was read: a file that has
 * changed since is not overwritten.  Returns 0 once the new content is on
 * the disk, or -1 with an error in problems.
 */
int safefile_replace(const char *path, const struct stat *was, const void *data,
    size_t len, struct problems *problems);

/*
 * Creates a file in one step, with the group of its folder and mode 0640;
 * where the caller may not give the file to that group, mode 0600 and a
 * warning.  An existing file is never overwritten.  Returns 0, or -1 with an
 * error in problems.
 */
int safefile_create(
    const char *path, const void *data, size_t len, struct problems *problems);

/*
 * Removes a file (a symbolic link itself, not its target) and has that
 * written to the disk.  Returns 0, or -1 with an error in problems.
 */
int safefile_remove(const char *path, struct problems *problems);

#endif

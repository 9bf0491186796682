/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replaces, creates and removes files so that after a failure or a crash
 * either the old or the new content is there, whole: a temporary file beside
 * the old one, written to the disk, then put in its place.  Also the lock
 * that keeps two programs from editing in one folder at the same time.
 */
#include "safefile.h"
#include "lang.h"

#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "fd.h"
#include "precondition.h"

/* How often, and how far apart, the lock is tried. */
#define LOCK_TRIES 1000
#define LOCK_PAUSE_NS 10000000L

/* Names for a temporary file that are tried, for left-overs of a crash. */
#define TEMPORARY_TRIES 100

/* Of a file that smsgw creates. */
#define CREATE_MODE ((mode_t)0640)
#define CREATE_MODE_PRIVATE ((mode_t)0600)

/*
 * A file about to be written.  shown is the path as the caller gave it; path
 * is where the file truly lies, its links resolved; name is path's last part;
 * temporary is "" as long as there is no temporary file.
 */
struct target {
	const char *shown;
	struct problems *problems;
	char path[PATH_MAX];
	const char *name;
	int folder;
	char temporary[64];
};

/* What to do about a failed write; a constant clause. */
static const char *
fix_for(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
		return _("free some space on that file system");
	case EROFS:
		return _("mount that file system writable");
	case EACCES:
	case EPERM:
		return _("run this as root or as the owner of the folder");
	case ENOENT:
	case ENOTDIR:
		return _("correct the path, or create the folder");
	case ENOMEM:
		return _("free some memory and run this again");
	default:
		return _("see the system's log for that file system");
	}
}

/* Adds the error of a step that failed; always -1. */
static int
target_fail(const struct target *target, const char *step, int error)
{
	problem_add(target->problems, PROBLEM_ERROR, "file-not-written",
	    target->shown, 0, NULL, fix_for(error), "%s: %s", step,
	    lang_errno(error));
	return -1;
}

/*
 * Where path truly lies: with follow the target of a symbolic link, else the
 * path itself, whether it exists or not.  0, or -1 with errno.
 */
static int
resolve(const char *path, int follow, char out[PATH_MAX])
{
	struct stat st;
	size_t len = strlen(path) + 1;

	if (follow && lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		return realpath(path, out) != NULL ? 0 : -1;
	if (len > PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(out, path, len);
	return 0;
}

/*
 * Opens the folder of a path; *name gets the last part of path.  A descriptor,
 * or -1 with errno.
 */
static int
open_folder(char *path, const char **name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	char *slash = strrchr(path, '/');
	int fd;

	*name = slash == NULL ? path : slash + 1;
	if (slash == NULL)
		return open(".", flags);
	if (slash == path)
		return open("/", flags);
	*slash = '\0';
	fd = open(path, flags);
	*slash = '/';
	return fd;
}

/* Resolves and opens what is to be written; 0 or -1, to be closed anyway. */
static int
target_open(struct target *target, const char *path, int follow,
    struct problems *problems)
{
	*target = (struct target){
		.shown = path, .problems = problems, .folder = -1
	};
	if (resolve(path, follow, target->path) != 0)
		return target_fail(target, _("cannot be found"), errno);
	target->folder = open_folder(target->path, &target->name);
	if (target->folder < 0)
		return target_fail(target, _("cannot open its folder"), errno);
	return 0;
}

/* Closes; removes the temporary file if there still is one. */
static void
target_close(struct target *target)
{
	if (target->temporary[0] != '\0')
		unlinkat(target->folder, target->temporary, 0);
	if (target->folder >= 0)
		close(target->folder);
}

/*
 * Creates the temporary file: its name is hidden and no file that smsgw reads
 * has such a name; only its owner may read it.  A descriptor or -1.
 */
static int
temporary_create(struct target *target)
{
	int fd, i;

	for (i = 0; i < TEMPORARY_TRIES; i++) {
		snprintf(target->temporary, sizeof(target->temporary),
		    ".smsgw-%ld-%d.tmp", (long)getpid(), i);
		fd = openat(target->folder, target->temporary,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0)
			return fd;
		if (errno != EEXIST)
			break;
	}
	target->temporary[0] = '\0';
	return target_fail(
	    target, _("cannot create a file in its folder"), errno);
}

/* Writes the new content to the disk and closes the descriptor; 0 or -1. */
static int
temporary_finish(struct target *target, int fd, const void *data, size_t len)
{
	int error = 0;

	if (fd_write_all(fd, data, len) != 0 || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error != 0)
		return target_fail(
		    target, _("cannot write the new content"), error);
	return 0;
}

/*
 * Has the change of the folder written to the disk.  Some file systems cannot
 * and say so by EINVAL: they have no better to offer.
 */
static int
folder_sync(const struct target *target)
{
	if (fsync(target->folder) == 0 || errno == EINVAL)
		return 0;
	return target_fail(target,
	    _("was changed, but its folder cannot be written to the disk"),
	    errno);
}

/* Whether two times of a file are the same. */
static int
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Whether nobody has touched the file between two looks at it. */
static int
is_unchanged(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	    a->st_size == b->st_size && same_time(&a->st_mtim, &b->st_mtim) &&
	    same_time(&a->st_ctim, &b->st_ctim);
}

/* The facts of the file that is to be replaced, if it may be; 0 or -1. */
static int
look_at_old(
    const struct target *target, const struct stat *was, struct stat *old)
{
	if (fstatat(target->folder, target->name, old, AT_SYMLINK_NOFOLLOW) !=
	    0)
		return target_fail(target, _("cannot look at the file"), errno);
	if (!S_ISREG(old->st_mode)) {
		problem_add(target->problems, PROBLEM_ERROR, "file-not-written",
		    target->shown, 0, NULL, "name a file",
		    "is not a regular file");
		return -1;
	}
	if (was != NULL && !is_unchanged(was, old)) {
		problem_add(target->problems, PROBLEM_ERROR, "file-busy",
		    target->shown, 0, NULL, "run the command again",
		    "was changed by somebody else in the meantime");
		return -1;
	}
	return 0;
}

/* Gives the temporary file owner, group and mode of the old one; 0 or -1. */
static int
keep_facts(const struct target *target, int fd, const struct stat *old)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return target_fail(target, _("cannot look at the file"), errno);
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) != 0) {
		problem_add(target->problems, PROBLEM_ERROR, "file-not-written",
		    target->shown, 0, NULL, "run this as root or as that user",
		    "belongs to user %lu and group %lu, which cannot be kept: "
		    "%s",
		    (unsigned long)old->st_uid, (unsigned long)old->st_gid,
		    lang_errno(errno));
		return -1;
	}
	if (fchmod(fd, old->st_mode & 07777) != 0)
		return target_fail(target, _("cannot keep its mode"), errno);
	return 0;
}

int
safefile_replace(const char *path, const struct stat *was, const void *data,
    size_t len, struct problems *problems)
{
	struct target target;
	struct stat old;
	int fd = -1, result = -1;

	require_or_return(path != NULL && (data != NULL || len == 0), -1);
	if (target_open(&target, path, 1, problems) != 0 ||
	    look_at_old(&target, was, &old) != 0)
		goto out;
	fd = temporary_create(&target);
	if (fd < 0 || keep_facts(&target, fd, &old) != 0)
		goto out;
	if (temporary_finish(&target, fd, data, len) != 0) {
		fd = -1;
		goto out;
	}
	fd = -1;
	if (renameat(target.folder, target.temporary, target.folder,
		target.name) != 0) {
		target_fail(
		    &target, _("cannot put the new file in its place"), errno);
		goto out;
	}
	target.temporary[0] = '\0';
	result = folder_sync(&target);
out:
	if (fd >= 0)
		close(fd);
	target_close(&target);
	return result;
}

/*
 * Gives a new file the group of its folder and the usual mode; where the
 * caller may not, a private mode, for the group at hand is not the one meant.
 */
static int
give_facts(const struct target *target, int fd)
{
	mode_t mode = CREATE_MODE;
	struct stat folder, st;

	if (fstat(target->folder, &folder) != 0 || fstat(fd, &st) != 0)
		return target_fail(
		    target, _("cannot look at its folder"), errno);
	if (st.st_gid != folder.st_gid &&
	    fchown(fd, (uid_t)-1, folder.st_gid) != 0) {
		mode = CREATE_MODE_PRIVATE;
		problem_add(target->problems, PROBLEM_WARNING, "file-private",
		    target->shown, 0, NULL,
		    "as root give it the group of its folder and mode 0640",
		    "is readable by its owner only: it cannot be given to "
		    "group %lu: %s",
		    (unsigned long)folder.st_gid, lang_errno(errno));
	}
	if (fchmod(fd, mode) != 0)
		return target_fail(target, _("cannot set its mode"), errno);
	return 0;
}

/*
 * Puts the temporary file in its place unless there is a file already.  A
 * second name, not a rename, because that never overwrites.
 */
static int
temporary_publish(struct target *target)
{
	if (linkat(target->folder, target->temporary, target->folder,
		target->name, 0) == 0)
		return 0;
	if (errno != EEXIST)
		return target_fail(
		    target, _("cannot put the new file in its place"), errno);
	problem_add(target->problems, PROBLEM_ERROR, "file-exists",
	    target->shown, 0, NULL, "change it, or remove it first",
	    "exists already");
	return -1;
}

int
safefile_create(
    const char *path, const void *data, size_t len, struct problems *problems)
{
	struct target target;
	int fd = -1, result = -1;

	require_or_return(path != NULL && (data != NULL || len == 0), -1);
	if (target_open(&target, path, 0, problems) != 0)
		goto out;
	fd = temporary_create(&target);
	if (fd < 0 || give_facts(&target, fd) != 0)
		goto out;
	if (temporary_finish(&target, fd, data, len) != 0) {
		fd = -1;
		goto out;
	}
	fd = -1;
	if (temporary_publish(&target) != 0)
		goto out;
	unlinkat(target.folder, target.temporary, 0);
	target.temporary[0] = '\0';
	result = folder_sync(&target);
out:
	if (fd >= 0)
		close(fd);
	target_close(&target);
	return result;
}

int
safefile_remove(const char *path, struct problems *problems)
{
	struct target target;
	int result = -1;

	require_or_return(path != NULL, -1);
	if (target_open(&target, path, 0, problems) != 0)
		goto out;
	if (unlinkat(target.folder, target.name, 0) != 0) {
		target_fail(&target, _("cannot be removed"), errno);
		goto out;
	}
	result = folder_sync(&target);
out:
	target_close(&target);
	return result;
}

int
safefile_lock(const char *path, struct problems *problems)
{
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_NS };
	struct target target;
	int i, lock = -1;

	require_or_return(path != NULL, -1);
	if (target_open(&target, path, 1, problems) != 0)
		goto out;
	for (i = 0; i < LOCK_TRIES; i++) {
		if (flock(target.folder, LOCK_EX | LOCK_NB) == 0) {
			lock = target.folder;
			target.folder = -1;
			goto out;
		}
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		nanosleep(&pause, NULL);
	}
	if (i < LOCK_TRIES)
		target_fail(&target, _("cannot lock its folder"), errno);
	else
		problem_add(problems, PROBLEM_ERROR, "file-busy", path, 0, NULL,
		    "wait until it has ended, and run this again",
		    "another program is editing in its folder");
out:
	target_close(&target);
	return lock;
}

void
safefile_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

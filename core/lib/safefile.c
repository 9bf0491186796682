/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides whether a file or the folders that lead to it are safe, and opens
 * and reads it.  The judges are pure functions of what stat() tells; the rest
 * asks the system and puts the verdict into words.  Writing is done in
 * safefile_write.c.
 */
#include "safefile.h"
#include "lang.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/auxv.h>
#endif

#include "fd.h"
#include "precondition.h"

/* As many symbolic links as the kernel follows. */
#define LINKS_MAX 40

bool
safefile_is_privileged(void)
{
#if defined(AT_SECURE)
	/* set-uid, set-gid, file capabilities */
	if (getauxval(AT_SECURE) != 0)
		return true;
#endif
	return getuid() != geteuid() || getgid() != getegid();
}

static int
owner_is_trusted(const struct stat *st, const struct safefile_caller *caller)
{
	return st->st_uid == 0 || st->st_uid == caller->uid;
}

/* Whether the caller, being unprivileged, shares the file with its group. */
static int
group_is_callers(const struct stat *st, const struct safefile_caller *caller)
{
	return caller->uid != 0 && st->st_gid == caller->gid;
}

enum safefile_verdict
safefile_judge(const struct stat *file, const struct stat *folder,
    const struct safefile_caller *caller, unsigned rules)
{
	if ((rules & SAFEFILE_DATA) == 0)
		folder = NULL;
	if (!S_ISREG(file->st_mode))
		return SAFEFILE_NOT_REGULAR;
	if (!owner_is_trusted(file, caller) &&
	    (folder == NULL || file->st_uid != folder->st_uid))
		return SAFEFILE_WRONG_OWNER;
	if (file->st_mode & S_IWOTH)
		return SAFEFILE_WORLD_WRITES;
	if ((file->st_mode & S_IWGRP) == 0 || group_is_callers(file, caller))
		return SAFEFILE_OK;
	if (folder != NULL && (folder->st_mode & S_IWGRP) &&
	    (folder->st_mode & S_ISVTX) == 0 && file->st_gid == folder->st_gid)
		return SAFEFILE_OK;
	return SAFEFILE_GROUP_WRITES;
}

enum safefile_verdict
safefile_judge_folder(
    const struct stat *folder, const struct safefile_caller *caller)
{
	if (!S_ISDIR(folder->st_mode))
		return SAFEFILE_NOT_FOLDER;
	if (!owner_is_trusted(folder, caller))
		return SAFEFILE_WRONG_OWNER;
	if (folder->st_mode & S_ISVTX)
		return SAFEFILE_OK;
	if (folder->st_mode & S_IWOTH)
		return SAFEFILE_WORLD_WRITES;
	if ((folder->st_mode & S_IWGRP) && !group_is_callers(folder, caller))
		return SAFEFILE_GROUP_WRITES;
	return SAFEFILE_OK;
}

static struct safefile_caller
current_caller(void)
{
	struct safefile_caller caller;

	caller.uid = geteuid();
	caller.gid = getegid();
	return caller;
}

/* Adds an error whose fix is a command that takes the path. */
static void
add_unsafe(struct problems *problems, const char *path, const char *command,
    const char *text)
{
	char fix[PATH_MAX + 64];

	snprintf(fix, sizeof(fix), "%s %s", command, path);
	problem_add(problems, PROBLEM_ERROR, "file-unsafe", path, 0, NULL, fix,
	    "%s", text);
}

/* Puts a verdict that is not OK into words. */
static void
report_verdict(enum safefile_verdict verdict, const char *path,
    const struct stat *st, struct problems *problems)
{
	unsigned mode = (unsigned)(st->st_mode & 07777);
	char text[160];

	switch (verdict) {
	case SAFEFILE_OK:
		break;
	case SAFEFILE_NOT_REGULAR:
		problem_add(problems, PROBLEM_ERROR, "file-unreadable", path, 0,
		    NULL, "name a file", "is %s, not a regular file",
		    S_ISDIR(st->st_mode) ? _("a folder") :
					   _("a pipe, a device or a socket"));
		break;
	case SAFEFILE_NOT_FOLDER:
		problem_add(problems, PROBLEM_ERROR, "file-unreadable", path, 0,
		    NULL, "correct the path", "is not a folder");
		break;
	case SAFEFILE_WRONG_OWNER:
		snprintf(text, sizeof(text),
		    _("belongs to user %lu, who is "
		      "neither root nor the user running this (%lu)"),
		    (unsigned long)st->st_uid, (unsigned long)geteuid());
		add_unsafe(problems, path,
		    S_ISLNK(st->st_mode) ? "chown -h root" : "chown root",
		    text);
		break;
	case SAFEFILE_GROUP_WRITES:
		snprintf(text, sizeof(text),
		    _("may be written by group %lu "
		      "(mode %04o)"),
		    (unsigned long)st->st_gid, mode);
		add_unsafe(problems, path, "chmod g-w", text);
		break;
	case SAFEFILE_WORLD_WRITES:
		snprintf(text, sizeof(text),
		    _("may be written by everybody "
		      "(mode %04o)"),
		    mode);
		add_unsafe(problems, path,
		    S_ISDIR(st->st_mode) ? "chmod 0755" : "chmod 0644", text);
		break;
	}
}

/* Reports a failed system call on a path that is to be read. */
static void
report_errno(const char *path, int error, struct problems *problems)
{
	char fix[80];

	if (error == ENOMEM) {
		problem_add_memory(problems, path);
		return;
	}
	if (error == ENOENT || error == ENOTDIR) {
		problem_add(problems, PROBLEM_ERROR, "file-missing", path, 0,
		    NULL, "create it, or correct the path", "does not exist");
		return;
	}
	if (error == EACCES)
		snprintf(fix, sizeof(fix),
		    _("let user %lu read the file and "
		      "enter its folders"),
		    (unsigned long)geteuid());
	else
		snprintf(fix, sizeof(fix), _("see why with: ls -lL"));
	problem_add(problems, PROBLEM_ERROR, "file-unreadable", path, 0, NULL,
	    fix, "cannot be read: %s", lang_errno(error));
}

/* The facts of the folder that path names as its own; 0 or -1. */
static int
stat_folder(const char *path, struct stat *st)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	size_t len;

	if (slash == NULL)
		return stat(".", st);
	len = slash == path ? 1 : (size_t)(slash - path);
	if (len >= sizeof(folder))
		return -1;
	memcpy(folder, path, len);
	folder[len] = '\0';
	return stat(folder, st);
}

/* Judges an opened file; asks for its folder only when that may matter. */
static enum safefile_verdict
judge_opened(const char *path, const struct stat *st, unsigned rules)
{
	struct safefile_caller caller = current_caller();
	struct stat folder;
	enum safefile_verdict verdict;

	verdict = safefile_judge(st, NULL, &caller, rules);
	if (verdict != SAFEFILE_OK && (rules & SAFEFILE_DATA) &&
	    stat_folder(path, &folder) == 0)
		verdict = safefile_judge(st, &folder, &caller, rules);
	return verdict;
}

int
safefile_open(const char *path, unsigned rules, int *fd, struct stat *facts,
    struct problems *problems)
{
	struct stat st;
	enum safefile_verdict verdict;
	int opened;

	require_or_return(path != NULL && fd != NULL, -1);
	*fd = -1;
	/* Not to wait for the other end of a pipe; no effect on a file. */
	opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (opened < 0 && (rules & SAFEFILE_OPTIONAL) && errno == ENOENT)
		return 1;
	if (opened < 0 && errno == ENXIO) {
		st = (struct stat){ .st_mode = S_IFSOCK };
		report_verdict(SAFEFILE_NOT_REGULAR, path, &st, problems);
		return -1;
	}
	if (opened < 0 || fstat(opened, &st) != 0) {
		report_errno(path, errno, problems);
		goto fail;
	}
	verdict = judge_opened(path, &st, rules);
	if (verdict != SAFEFILE_OK) {
		report_verdict(verdict, path, &st, problems);
		goto fail;
	}
	if (facts != NULL)
		*facts = st;
	*fd = opened;
	return 0;
fail:
	if (opened >= 0)
		close(opened);
	return -1;
}

int
safefile_read(const char *path, unsigned rules, size_t max, struct buf *out,
    struct stat *facts, struct problems *problems)
{
	struct stat st;
	int fd, result, error;

	result = safefile_open(path, rules, &fd, &st, problems);
	if (result != 0)
		return result;
	error = 0;
	if (st.st_size > 0 && (uintmax_t)st.st_size > max)
		error = EFBIG;
	else if (fd_read_all(fd, max, out) != 0)
		error = errno;
	close(fd);
	if (error == EFBIG) {
		problem_add(problems, PROBLEM_ERROR, "file-unreadable", path, 0,
		    NULL, "make it smaller, or correct the path",
		    "is larger than the %zu bytes that are allowed", max);
		return -1;
	}
	if (error != 0) {
		report_errno(path, error, problems);
		return -1;
	}
	if (facts != NULL)
		*facts = st;
	return 0;
}

/* A walk along a path: what is behind, without links, and what is ahead. */
struct walk {
	char behind[PATH_MAX];
	char ahead[PATH_MAX];
	int links;
};

/* Appends "/name" to what is behind; 0, or -1 when that gets too long. */
static int
walk_enter(struct walk *walk, const char *name, size_t len)
{
	size_t at = strlen(walk->behind);

	if (at + 1 + len >= sizeof(walk->behind))
		return -1;
	walk->behind[at] = '/';
	memcpy(walk->behind + at + 1, name, len);
	walk->behind[at + 1 + len] = '\0';
	return 0;
}

/* Goes back by one name. */
static void
walk_leave(struct walk *walk)
{
	char *slash = strrchr(walk->behind, '/');

	if (slash != NULL)
		*slash = '\0';
}

/*
 * Replaces the link that the walk has just entered by what it points at; 0,
 * or -1 with errno.
 */
static int
walk_follow(struct walk *walk)
{
	char target[PATH_MAX];
	ssize_t len;
	size_t rest = strlen(walk->ahead);

	len = readlink(walk->behind, target, sizeof(target));
	if (len < 0)
		return -1;
	if (++walk->links > LINKS_MAX) {
		errno = ELOOP;
		return -1;
	}
	if ((size_t)len + 1 + rest >= sizeof(walk->ahead)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memmove(walk->ahead + len + 1, walk->ahead, rest + 1);
	memcpy(walk->ahead, target, (size_t)len);
	walk->ahead[len] = '/';
	if (target[0] == '/')
		walk->behind[0] = '\0';
	else
		walk_leave(walk);
	return 0;
}

/*
 * Takes the next name off what is ahead and enters it.  1, or 0 at the end,
 * or -1 when the path is too long.
 */
static int
walk_next(struct walk *walk)
{
	const char *name = walk->ahead + strspn(walk->ahead, "/");
	size_t len = strcspn(name, "/");
	int result = 1;

	if (len == 0)
		return 0;
	if (len == 2 && memcmp(name, "..", 2) == 0)
		walk_leave(walk);
	else if (!(len == 1 && name[0] == '.'))
		result = walk_enter(walk, name, len) == 0 ? 1 : -1;
	memmove(walk->ahead, name + len, strlen(name + len) + 1);
	return result;
}

/*
 * Judges the place that the walk has reached.  A link that a stranger made,
 * in a folder where everybody may make one, can be turned at any time.
 */
static int
walk_judge(struct walk *walk, struct problems *problems)
{
	struct safefile_caller caller = current_caller();
	const char *here = walk->behind[0] != '\0' ? walk->behind : "/";
	int is_last = walk->ahead[strspn(walk->ahead, "/")] == '\0';
	enum safefile_verdict verdict;
	struct stat st;

	if (lstat(here, &st) != 0) {
		report_errno(here, errno, problems);
		return -1;
	}
	if (S_ISLNK(st.st_mode))
		verdict = owner_is_trusted(&st, &caller) ? SAFEFILE_OK :
							   SAFEFILE_WRONG_OWNER;
	else if (is_last)
		return 0;
	else
		verdict = safefile_judge_folder(&st, &caller);
	if (verdict != SAFEFILE_OK) {
		report_verdict(verdict, here, &st, problems);
		return -1;
	}
	if (S_ISLNK(st.st_mode) && walk_follow(walk) != 0) {
		report_errno(here, errno, problems);
		return -1;
	}
	return 0;
}

int
safefile_check_folders(const char *path, struct problems *problems)
{
	struct walk walk = { .links = 0 };
	size_t len;
	int more;

	require_or_return(path != NULL && path[0] == '/', -1);
	len = strlen(path);
	if (len >= sizeof(walk.ahead)) {
		report_errno(path, ENAMETOOLONG, problems);
		return -1;
	}
	memcpy(walk.ahead, path, len + 1);
	do {
		if (walk_judge(&walk, problems) != 0)
			return -1;
		more = walk_next(&walk);
	} while (more > 0);
	if (more < 0) {
		report_errno(path, ENAMETOOLONG, problems);
		return -1;
	}
	return 0;
}

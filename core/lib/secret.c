/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads secrets: from the file itself, or from a file of their own, and says
 * in one sentence why one cannot be used.  A value passes through memory that
 * is wiped and through no message.
 */
#include "secret.h"
#include "lang.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "param.h"
#include "precondition.h"
#include "safefile.h"
#include "utf8.h"

/* Fewer characters than this are hardly a secret. */
#define SECRET_SHORT 4

/* Who wants a secret, for the messages. */
struct wish {
	const struct ini *ini;
	const char *key; /* as in the file: KEY or KEY_file */
	int line;
	bool document; /* several lines are what is expected */
	struct problems *problems;
};

static int
refuse(const struct wish *wish, const char *code, const char *fix,
    const char *shown, const char *what)
{
	problem_add(wish->problems, PROBLEM_ERROR, code, wish->ini->path,
	    wish->line, wish->key, fix, "%s %s", shown, what);
	return -1;
}

static bool
begins_with(const char *data, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(data, with, n) == 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A sentence about content that cannot be used, and its fix; or NULL. */
static const char *
content_error(const char *data, size_t len, const char **code, const char **fix)
{
	*code = "secret-invalid";
	if (len == 0) {
		*code = "secret-empty";
		*fix = _("write the secret into it, in one line");
		return "is empty";
	}
	if (len > SECRET_MAX) {
		*fix = "correct the path";
		return _("is larger than the 16 KiB that a secret may have");
	}
	*fix = _("write it as one line of UTF-8 text");
	if (memchr(data, '\0', len) != NULL)
		return _("holds a NUL byte");
	if (begins_with(data, len, "\xef\xbb\xbf"))
		return _("begins with a byte order mark, which an editor put "
			 "there");
	if (!utf8_valid(data, len))
		return "is not UTF-8 text";
	return NULL;
}

/* A sentence about content that is most likely a slip, or NULL. */
static const char *
content_doubt(const char *data, size_t len)
{
	if (utf8_count(data, len) < SECRET_SHORT)
		return _("holds fewer than 4 characters: is that the secret?");
	if (begins_with(data, len, "-----BEGIN "))
		return NULL;
	if (memchr(data, '\n', len) != NULL)
		return _("holds several lines: all of them are the secret");
	if (is_blank(data[0]) || is_blank(data[len - 1]))
		return _(
		    "has a blank at its beginning or end, which is part of "
		    "the secret");
	return NULL;
}

int
secret_check(const char *data, size_t *len, const char *shown,
    const char *ini_path, int line, const char *key, struct problems *problems)
{
	const char *code, *fix, *what;

	require_or_return(data != NULL && len != NULL, -1);
	if (*len > 0 && data[*len - 1] == '\n')
		(*len)--;
	if (*len > 0 && data[*len - 1] == '\r')
		(*len)--;
	what = content_error(data, *len, &code, &fix);
	if (what != NULL) {
		problem_add(problems, PROBLEM_ERROR, code, ini_path, line, key,
		    fix, "%s %s", shown, what);
		return -1;
	}
	what = content_doubt(data, *len);
	if (what != NULL)
		problem_add(problems, PROBLEM_WARNING, "secret-invalid",
		    ini_path, line, key, "correct it if it is not meant so",
		    "%s %s", shown, what);
	return 0;
}

/* folder/name, or the folder of `beside` for folder NULL; NULL: no room. */
static const char *
join(char *out, size_t size, const char *folder, const char *beside,
    const char *name)
{
	const char *slash;
	int n;

	if (folder == NULL && beside == NULL)
		return NULL;
	if (folder == NULL) {
		slash = strrchr(beside, '/');
		n = snprintf(out, size, "%.*s%s",
		    slash == NULL ? 0 : (int)(slash - beside) + 1, beside,
		    name);
	} else {
		n = snprintf(out, size, "%s/%s", folder, name);
	}
	return n < 0 || (size_t)n >= size ? NULL : out;
}

/* Whether there is something at the path, readable or not. */
static bool
exists(const char *path)
{
	return path != NULL && access(path, F_OK) == 0;
}

/*
 * Where the file lies: beside the file that names it, else among systemd's
 * credentials, else (for the message) beside it again.
 */
static const char *
find_file(const struct wish *wish, const char *name, char *out, size_t size)
{
	const char *path, *credentials;

	if (name[0] == '/')
		return name;
	path = join(out, size, NULL, wish->ini->path, name);
	credentials = getenv("CREDENTIALS_DIRECTORY");
	if (path == NULL || credentials == NULL || credentials[0] != '/' ||
	    exists(path) || errno != ENOENT)
		return path;
	path = join(out, size, credentials, NULL, name);
	if (exists(path))
		return path;
	return join(out, size, NULL, wish->ini->path, name);
}

/* Says why a file cannot be opened. */
static int
refuse_open(
    const struct wish *wish, const char *name, const char *path, int error)
{
	char fix[PATH_MAX + 128];
	const char *code = "secret-unreadable";

	if (error == ENOENT || error == ENOTDIR) {
		code = "secret-missing";
		snprintf(fix, sizeof(fix), _("create %s, or correct the path"),
		    path);
	} else if (error == EACCES) {
		snprintf(fix, sizeof(fix),
		    _("let user %lu read %s and enter "
		      "its folders"),
		    (unsigned long)geteuid(), path);
	} else {
		snprintf(fix, sizeof(fix), _("see why with: ls -lL %s"), path);
	}
	problem_add(wish->problems, PROBLEM_ERROR, code, wish->ini->path,
	    wish->line, wish->key, fix, "cannot open %s: %s", name,
	    lang_errno(error));
	return -1;
}

/* Tells of a secret's file what safefile found, at the key that names it. */
static void
retell(const struct wish *wish, const char *name, const char *path,
    const struct problems *found)
{
	const struct problem *problem;
	char fix[PATH_MAX + 128];
	size_t i;

	for (i = 0; i < problems_count(found); i++) {
		problem = problems_get(found, i);
		snprintf(fix, sizeof(fix), "%s (%s)",
		    problem->fix != NULL ? problem->fix : _("see the file"),
		    path);
		problem_add(wish->problems, problem->level, problem->code,
		    wish->ini->path, wish->line, wish->key,
		    problem->fix != NULL && strstr(problem->fix, path) ?
			problem->fix :
			fix,
		    "%s %s", name, problem->text);
	}
}

static void
warn_readable(const struct wish *wish, const char *name, const char *path,
    const struct stat *facts)
{
	char fix[PATH_MAX + 32];

	if (!(facts->st_mode & S_IROTH))
		return;
	snprintf(fix, sizeof(fix), "chmod o-rwx %s", path);
	problem_add(wish->problems, PROBLEM_WARNING, "config-file-mode",
	    wish->ini->path, wish->line, wish->key, fix,
	    "%s can be read by everybody (mode %04o)", name,
	    (unsigned)(facts->st_mode & 07777));
}

/* Reads the file that KEY_file names into out; 0 or -1. */
static int
read_file(const struct wish *wish, const char *name, struct buf *out)
{
	char room[PATH_MAX];
	struct problems found;
	struct stat facts;
	const char *path;
	int fd, result;

	path = find_file(wish, name, room, sizeof(room));
	if (path == NULL)
		return refuse(wish, "secret-unreadable", "shorten it", name,
		    _("is too long for a path"));
	problems_init(&found);
	result = safefile_read(
	    path, SAFEFILE_DATA, SECRET_MAX + 2, out, &facts, &found);
	/* What cannot even be opened is told with the system's reason. */
	fd = result == 0 ? -1 : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (result != 0 && fd < 0)
		(void)refuse_open(wish, name, path, errno);
	else
		retell(wish, name, path, &found);
	if (fd >= 0)
		close(fd);
	problems_fini(&found);
	if (result != 0)
		return -1;
	warn_readable(wish, name, path, &facts);
	return 0;
}

/* The same, and checked, into the arena; 0 or -1. */
static int
take_document(const struct wish *wish, const char *name, struct arena *arena,
    const char **value)
{
	const char *code, *fix, *what;
	struct buf content;
	int result = -1;

	buf_init(&content, SECRET_MAX + 2);
	if (read_file(wish, name, &content) == 0) {
		what = content_error(content.data, content.len, &code, &fix);
		if (what != NULL) {
			(void)refuse(wish, code, fix, name, what);
		} else {
			*value =
			    arena_strndup(arena, content.data, content.len);
			result = 0;
		}
	}
	buf_fini(&content);
	return result;
}

/* A secret in the file itself. */
static int
take_inline(const struct wish *wish, const char *given)
{
	char fix[PATH_MAX + 128];
	const struct stat *facts = &wish->ini->facts;

	if (facts->st_mode & S_IROTH) {
		snprintf(fix, sizeof(fix),
		    _("chmod o-rwx %s, or put the secret "
		      "into a file of its own and write %s_file = FILE"),
		    wish->ini->path, wish->key);
		problem_add(wish->problems, PROBLEM_ERROR, "config-file-mode",
		    wish->ini->path, wish->line, wish->key, fix,
		    "is a secret in a file that everybody can read (mode "
		    "%04o)",
		    (unsigned)(facts->st_mode & 07777));
		return -1;
	}
	if (utf8_count(given, strlen(given)) < SECRET_SHORT)
		problem_add(wish->problems, PROBLEM_WARNING, "secret-invalid",
		    wish->ini->path, wish->line, wish->key,
		    "correct it if it is not meant so",
		    "has fewer than 4 characters: is that the secret?");
	return 0;
}

/* Reads the secret of KEY_file into the arena; 0 or -1. */
static int
take_file(const struct wish *wish, const char *name, struct arena *arena,
    const char **value)
{
	struct buf content;
	size_t len;
	int result = -1;

	if (wish->document)
		return take_document(wish, name, arena, value);
	buf_init(&content, SECRET_MAX + 2);
	if (read_file(wish, name, &content) == 0) {
		len = content.len;
		result = secret_check(buf_str(&content), &len, name,
		    wish->ini->path, wish->line, wish->key, wish->problems);
		if (result == 0)
			*value = arena_strndup(arena, content.data, len);
	}
	buf_fini(&content);
	return result;
}

int
secret_read(const struct ini *ini, const char *key, const char *path,
    struct arena *arena, const char **value, struct problems *problems)
{
	const struct wish wish = {
		.ini = ini,
		.key = key,
		.problems = problems,
	};

	require_or_return(ini != NULL && path != NULL && value != NULL, -1);
	*value = NULL;
	return take_document(&wish, path, arena, value);
}

/* As secret_load(), of whatever kind it is. */
static int
load(const struct ini *ini, const char *section, const char *key, bool document,
    struct arena *arena, const char **value, struct problems *problems)
{
	struct wish wish = {
		.ini = ini,
		.key = key,
		.document = document,
		.problems = problems,
	};
	char key_file[PARAM_KEY_FILE_SIZE];
	const char *given, *name;
	int file_line, result;

	require_or_return(ini != NULL && value != NULL, -1);
	*value = NULL;
	param_key_file(key, key_file);
	given = ini_get(ini, section, key, &wish.line);
	name = ini_get(ini, section, key_file, &file_line);
	if (given != NULL && given[0] != '\0' && name != NULL &&
	    name[0] != '\0')
		return refuse(&wish, "secret-twice", "remove one of them",
		    key_file, _("is given too"));
	if (given != NULL && given[0] != '\0') {
		result = take_inline(&wish, given);
		if (result == 0)
			*value = arena_strdup(arena, given);
	} else if (name != NULL && name[0] != '\0') {
		wish.key = key_file;
		wish.line = file_line;
		result = take_file(&wish, name, arena, value);
	} else {
		return 0;
	}
	if (result == 0 && *value == NULL)
		problem_add_memory(problems, ini->path);
	return *value == NULL ? -1 : 0;
}

int
secret_load(const struct ini *ini, const char *section, const char *key,
    struct arena *arena, const char **value, struct problems *problems)
{
	return load(ini, section, key, false, arena, value, problems);
}

int
secret_load_document(const struct ini *ini, const char *section,
    const char *key, struct arena *arena, const char **value,
    struct problems *problems)
{
	return load(ini, section, key, true, arena, value, problems);
}

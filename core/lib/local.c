/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outbox and quota of LOCAL providers.  Both are changed under a lock on their
 * folder; the quota is replaced whole before the outbox is written, so that a
 * crash in between counts a message too many and never one too few.
 */
#include "local.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "lang.h"
#include "precondition.h"
#include "quota.h"

#define FOLDER "test"
#define OUTBOX "outbox.jsonl"
#define OUTBOX_OLD "outbox.jsonl.1"
#define OUTBOX_MAX ((off_t)1024 * 1024)
#define LINE_MAX_BYTES ((size_t)256 * 1024)
#define QUOTA_FILE_MAX ((size_t)64 * 1024)

/* One send on its way into the files. */
struct local {
	struct exchange *x;
	struct arena *arena; /* the exchange's */
	const char *folder;  /* STATE/test */
	int fd;              /* of it, locked; -1 before */
};

/* Nothing was sent: sets the results. */
static int
refuse(const struct local *local, const char *code, int64_t delay_ms,
    const char *fact, const char *fix)
{
	struct outcome result = {
		.outcome = SMSGW_DEFERRED,
		.error_class = SMSGW_CLASS_QUOTA,
		.scope = SMSGW_SCOPE_ACCOUNT,
		.code = code,
		.detail =
		    arena_printf(local->arena, _("%s; nothing was sent"), fact),
		.fix = fix,
		.delay_ms = delay_ms,
	};

	if (result.detail == NULL)
		result.detail = fact;
	exchange_set_all(local->x, &result);
	return -1;
}

/* A file that cannot be used, with what errno says. */
static int
refuse_file(const struct local *local, const char *what, const char *name)
{
	const char *fact;

	fact = arena_printf(local->arena, "%s %s%s%s: %s", what, local->folder,
	    name[0] != '\0' ? "/" : "", name, lang_errno(errno));
	return refuse(local, "quota-store", 0,
	    fact != NULL ? fact : _("out of memory"), NULL);
}

/* Makes a directory unless it is there. */
static int
make_folder(const char *path)
{
	return mkdir(path, 0750) != 0 && errno != EEXIST ? -1 : 0;
}

/* Opens and locks the folder; others wait for each other here. */
static int
open_folder(struct local *local, const char *state_dir)
{
	int rc;

	local->folder = state_dir;
	if (make_folder(state_dir) != 0)
		return refuse_file(
		    local, _("cannot create the state directory"), "");
	local->folder = arena_printf(local->arena, "%s/" FOLDER, state_dir);
	if (local->folder == NULL) {
		local->folder = FOLDER;
		errno = ENOMEM;
		return refuse_file(local, _("cannot open"), "");
	}
	if (make_folder(local->folder) != 0)
		return refuse_file(local, _("cannot create"), "");
	local->fd = open(
	    local->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (local->fd < 0)
		return refuse_file(local, _("cannot open"), "");
	do {
		rc = flock(local->fd, LOCK_EX);
	} while (rc != 0 && errno == EINTR);
	return rc != 0 ? refuse_file(local, _("cannot lock"), "") : 0;
}

/* Opens a regular file of the folder, and no other thing. */
static int
open_file(const struct local *local, const char *name, int flags)
{
	struct stat facts;
	int fd;

	fd = openat(
	    local->fd, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

/* The count as the file has it; a new one when there is no file. */
static int
read_quota(const struct local *local, const char *name, struct quota *quota)
{
	const char *fact;
	struct buf text;
	size_t line;
	int fd, ret = 0;

	fd = open_file(local, name, O_RDONLY);
	if (fd < 0 && errno == ENOENT) {
		if (quota_init(quota, local->x->gw->clock) == 0)
			return 0;
		errno = EIO;
	}
	if (fd < 0)
		return refuse_file(local, _("cannot read"), name);
	buf_init(&text, QUOTA_FILE_MAX);
	if (fd_read_all(fd, QUOTA_FILE_MAX, &text) != 0) {
		ret = refuse_file(local, _("cannot read"), name);
	} else if (strlen(buf_str(&text)) != text.len ||
	    quota_parse(quota, buf_str(&text), &line) != 0) {
		fact = arena_printf(local->arena,
		    _("%s/%s is damaged, so the "
		      "messages of the last day cannot be counted"),
		    local->folder, name);
		ret = refuse(local, "quota-store", 0,
		    fact != NULL ? fact : "out of memory",
		    _("Remove that file to begin a new count."));
	}
	close(fd);
	buf_fini(&text);
	return ret;
}

/* Replaces the file whole: the old count or the new one, never a part. */
static int
write_quota(
    const struct local *local, const char *name, const struct quota *quota)
{
	static const char temporary[] = ".quota.new";
	struct buf text;
	int fd, ret = -1;

	buf_init(&text, QUOTA_FILE_MAX);
	fd = open_file(local, temporary, O_WRONLY | O_CREAT | O_TRUNC);
	if (quota_format(quota, &text) != 0)
		errno = ENOMEM;
	else if (fd >= 0 && fd_write_all(fd, text.data, text.len) == 0 &&
	    fsync(fd) == 0 &&
	    renameat(local->fd, temporary, local->fd, name) == 0 &&
	    fsync(local->fd) == 0)
		ret = 0;
	if (ret != 0)
		ret = refuse_file(local, _("cannot write"), name);
	if (fd >= 0)
		close(fd);
	buf_fini(&text);
	return ret;
}

/* "2 h 5 min", "45 s" */
static const char *
duration_text(struct arena *arena, int64_t ms)
{
	long long s = (long long)(ms + 999) / 1000;
	const char *text;

	if (s < 120)
		text = arena_printf(arena, _("%lld s"), s);
	else if (s < 7200)
		text = arena_printf(arena, _("%lld min"), (s + 59) / 60);
	else
		text = arena_printf(
		    arena, _("%lld h %lld min"), s / 3600, s % 3600 / 60);
	return text != NULL ? text : _("a while");
}

/* Says what the quota is, when it ends, and what this channel is for. */
static int
refuse_quota(const struct local *local, const struct quota_refusal *refusal,
    int64_t now_ms)
{
	const struct gateway *gw = local->x->gw;
	const char *fact, *fix;
	char until[64];

	if (clock_format(refusal->until_ms, 0, "%Y-%m-%d %H:%M:%S UTC", until,
		sizeof(until)) != 0)
		until[0] = '\0';
	fact = arena_printf(local->arena,
	    refusal->daily ?
		_("gateway %s is for tests, and its quota of %lu in 24 hours "
		  "is used up; the next message may go in %s, at %s") :
		_("gateway %s is for tests, and its quota of %lu to one number "
		  "in a minute is used up; the next message may go in %s, "
		  "at %s"),
	    gw->id, (unsigned long)refusal->allowed,
	    duration_text(local->arena, refusal->until_ms - now_ms), until);
	fix = arena_printf(local->arena,
	    _("Wait until then, or raise the "
	      "gateway's quota (smsgw providers %s shows its keys). For real "
	      "messages set up a gateway of a real provider: smsgw add ID "
	      "--provider NAME; smsgw providers lists them."),
	    gw->provider->name);
	return refuse(local, "quota-used-up", refusal->until_ms - now_ms,
	    fact != NULL ? fact : _("the quota is used up"), fix);
}

/* The largest quota that the gateway said, of any kind of message. */
static void
find_limits(const struct gateway *gw, uint32_t *per_day, uint32_t *per_minute)
{
	size_t i;

	*per_day = *per_minute = 0;
	for (i = 0; i < gw->can_count; i++) {
		if (gw->cans[i].quota_day > *per_day)
			*per_day = gw->cans[i].quota_day;
		if (gw->cans[i].quota_minute > *per_minute)
			*per_minute = gw->cans[i].quota_minute;
	}
	if (*per_day > QUOTA_MAX)
		*per_day = QUOTA_MAX;
}

static int
count(const struct local *local)
{
	const struct exchange *x = local->x;
	int64_t now_ms = clock_wall_ms(x->gw->clock);
	struct quota_refusal refusal;
	struct quota *quota;
	uint32_t i, per_day, per_minute;
	const char *name;

	name = arena_printf(local->arena, "%s.quota", x->gw->id);
	quota = arena_alloc(local->arena, sizeof(*quota));
	if (name == NULL || quota == NULL)
		return refuse(local, "no-memory", 0, "out of memory", NULL);
	if (read_quota(local, name, quota) != 0)
		return -1;
	find_limits(x->gw, &per_day, &per_minute);
	for (i = 0; i < x->count; i++)
		if (quota_take(quota, x->messages[i]->to, per_day, per_minute,
			now_ms, &refusal) != 0)
			return refuse_quota(local, &refusal, now_ms);
	return write_quota(local, name, quota);
}

/* The line: when and by which gateway, then what the provider built. */
static char *
make_line(const struct local *local)
{
	struct request *wire = &local->x->wire;
	json_t *line, *body;
	const char *data;
	char now[64], *text = NULL;
	size_t len;

	if (clock_format(clock_wall_ms(local->x->gw->clock), 0,
		"%Y-%m-%dT%H:%M:%S.%3NZ", now, sizeof(now)) != 0)
		now[0] = '\0';
	data = request_body(wire, &len);
	line = json_pack("{ss ss}", "time", now, "gateway", local->x->gw->id);
	body = json_loadb(data, len, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(body))
		(void)json_object_update_missing(line, body);
	else
		(void)json_object_set_new(
		    line, "body", json_stringn(data, len));
	if (line != NULL)
		text = json_dumps(line, JSON_COMPACT);
	json_decref(body);
	json_decref(line);
	return text;
}

/* Appends a line whole, or not at all. */
static int
append(int fd, const char *line)
{
	struct stat before;
	int error;

	if (fstat(fd, &before) != 0 || fchmod(fd, 0600) != 0)
		return -1;
	if (fd_write_all(fd, line, strlen(line)) == 0 &&
	    fd_write_all(fd, "\n", 1) == 0)
		return 0;
	error = errno;
	if (ftruncate(fd, before.st_size) != 0)
		return -1;
	errno = error;
	return -1;
}

/* A long outbox becomes the old one, of which there is only one. */
static void
turn_over(const struct local *local)
{
	struct stat facts;

	if (fstatat(local->fd, OUTBOX, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
	    facts.st_size > OUTBOX_MAX)
		(void)renameat(local->fd, OUTBOX, local->fd, OUTBOX_OLD);
}

static int
write_outbox(const struct local *local)
{
	char *line = make_line(local);
	int fd = -1, ret = -1;

	if (line == NULL) {
		errno = ENOMEM;
	} else {
		turn_over(local);
		fd = open_file(local, OUTBOX, O_WRONLY | O_CREAT | O_APPEND);
		if (fd >= 0)
			ret = append(fd, line);
	}
	if (ret != 0)
		ret = refuse_file(local, _("cannot write"), OUTBOX);
	if (fd >= 0)
		close(fd);
	if (line != NULL)
		wipe(line, strlen(line));
	free(line);
	return ret;
}

int
local_take(const char *state_dir, struct exchange *x)
{
	struct local local = {
		.x = x,
		.arena = &x->arena,
		.fd = -1,
	};
	int ret = -1;

	require_or_return(state_dir != NULL && x != NULL, -1);
	if (open_folder(&local, state_dir) == 0 && count(&local) == 0 &&
	    write_outbox(&local) == 0) {
		x->note = arena_printf(&x->arena,
		    _("written to %s/%s; a test channel sends nothing"),
		    local.folder, OUTBOX);
		ret = 0;
	}
	if (local.fd >= 0)
		close(local.fd);
	return ret;
}

void
local_answer(struct exchange *x)
{
	const char *body;
	size_t len;

	require_or_return_void(x != NULL);
	body = request_body(&x->wire, &len);
	exchange_settle_local(x, 200, body, len);
}

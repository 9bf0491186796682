/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Beginning a journal and taking one up: the lock, whom it belongs to, and the
 * reading of all that it has.  A line that a crash cut short is taken away; no
 * message was sent for it, since it was never on the disk as a whole.
 */
#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog.h"
#include "fd.h"
#include "journal_line.h"
#include "journal_part.h"
#include "lang.h"

/* The catalogue says what to do about it. */
static int
fail(struct journal *journal, struct problems *problems, const char *code,
    const char *text)
{
	const struct catalog_entry *entry = catalog_find(code);

	problem_add(problems, PROBLEM_ERROR, code, journal->path, 0, NULL,
	    entry != NULL ? lang_pick(entry->fix, entry->fix_zh) : NULL, "%s",
	    lang_text(text));
	return -1;
}

static int
fail_errno(struct journal *journal, struct problems *problems, int error)
{
	if (error == ENOMEM) {
		problem_add_memory(problems, journal->path);
		return -1;
	}
	return fail(
	    journal, problems, "bulk-journal-failed", lang_errno(error));
}

/* Takes the memory of a journal and its file, locked. */
static int
begin(struct journal *journal, const char *path, int flags,
    const struct journal_subject *subject, struct problems *problems)
{
	*journal = (struct journal){ .fd = -1, .subject = *subject };
	buf_init(&journal->waiting, (size_t)16 * 1024 * 1024);
	buf_init(&journal->line, JOURNAL_LINE_MAX);
	journal->path = strdup(path);
	journal->places =
	    calloc(subject->last_row + 1, sizeof(*journal->places));
	if (journal->path == NULL || journal->places == NULL) {
		problem_add_memory(problems, NULL);
		return -1;
	}
	journal->fd = open(
	    path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	if (journal->fd < 0 && errno == EEXIST)
		return fail(journal, problems, "bulk-journal-exists",
		    N_("this file was sent already, perhaps not to its end"));
	if (journal->fd < 0 && errno == ENOENT && (flags & O_CREAT) == 0)
		return fail(journal, problems, "bulk-journal-missing",
		    N_("there is no such journal"));
	if (journal->fd < 0)
		return fail_errno(journal, problems, errno);
	if (flock(journal->fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return fail_errno(journal, problems, errno);
	return fail(journal, problems, "bulk-journal-busy",
	    N_("another program sends this file at present"));
}

/* Has the entry of the new file in its folder on the disk. */
static int
sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int fd, ret;

	folder = slash == NULL ? strdup(".") :
				 strndup(path, (size_t)(slash + 1 - path));
	if (folder == NULL)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd < 0)
		return -1;
	ret = fsync(fd);
	(void)close(fd);
	return ret;
}

/* Makes the first line, which says whom it belongs to. */
static void
make_head(struct journal *journal)
{
	struct buf *out = &journal->waiting;

	journal_line_add(out, JOURNAL_HEAD, 0);
	journal_line_add(out, journal->subject.content, 0);
	journal_line_add(out, journal->subject.options, 0);
	journal_line_number(out, (int64_t)journal->subject.last_row);
	journal_line_end(out, 0);
}

static int
write_head(struct journal *journal, struct problems *problems)
{
	if (journal_sync(journal) == 0 && sync_folder(journal->path) == 0)
		return 0;
	return fail_errno(journal, problems, errno);
}

int
journal_create(struct journal *journal, const char *path,
    const struct journal_subject *subject, struct problems *problems)
{
	if (begin(journal, path, O_CREAT | O_EXCL, subject, problems) != 0)
		return -1;
	make_head(journal);
	if (write_head(journal, problems) == 0)
		return 0;
	/* nothing was recorded yet */
	(void)unlink(path);
	return -1;
}

/* Whether the first line belongs to the subject. */
static int
read_head(struct journal *journal, char *text, struct problems *problems)
{
	const struct journal_subject *subject = &journal->subject;
	struct journal_line line;

	if (journal_line_split(text, &line) != 0 || line.count != 4 ||
	    strcmp(line.fields[0], JOURNAL_HEAD) != 0)
		return fail(journal, problems, "bulk-journal-damaged",
		    N_("this is no journal of smsgw"));
	if (strcmp(line.fields[1], subject->content) != 0 ||
	    journal_line_int(&line, 3) != (int64_t)subject->last_row)
		return fail(journal, problems, "bulk-journal-other",
		    N_("it belongs to another content of the file: the file "
		       "has been changed since"));
	if (strcmp(line.fields[2], subject->options) != 0)
		return fail(journal, problems, "bulk-journal-other",
		    N_("it belongs to other options: give those of the first "
		       "time"));
	return 0;
}

/* A record, which begins at `at`; -1 when it is none. */
static int
read_record(struct journal *journal, char *text, uint64_t at)
{
	struct journal_line line;
	int64_t row;

	if (journal_line_split(text, &line) != 0)
		return -1;
	row = journal_line_int(&line, 1);
	if (row < 1 || row > (int64_t)journal->subject.last_row)
		return -1;
	if (line.count == 3 && strcmp(line.fields[0], JOURNAL_TAKE) == 0)
		journal_place(journal, (size_t)row, JOURNAL_TAKEN, at);
	else if (line.count == 12 && strcmp(line.fields[0], JOURNAL_END) == 0)
		journal_place(journal, (size_t)row, JOURNAL_ENDED, at);
	else
		return -1;
	return 0;
}

/* The reading of a journal. */
struct replay {
	struct journal *journal;
	struct buf line;
	uint64_t at;   /* where the line begins */
	uint64_t good; /* where the last good one ends */
	bool bad;      /* a line was none */
	struct problems *problems;
};

/* A whole line has been read. */
static int
replay_line(struct replay *replay)
{
	struct journal *journal = replay->journal;
	uint64_t end = replay->at + replay->line.len + 1;
	char *text = replay->line.data;

	if (replay->at == 0) {
		if (text == NULL ||
		    read_head(journal, text, replay->problems) != 0)
			return -1;
	} else if (text == NULL ||
	    read_record(journal, text, replay->at) != 0) {
		replay->bad = true;
	} else if (replay->bad) {
		/* what is cut short is at the end, and nowhere else */
		return fail(journal, replay->problems, "bulk-journal-damaged",
		    N_("lines in its middle are damaged"));
	}
	if (!replay->bad)
		replay->good = end;
	replay->at = end;
	buf_reset(&replay->line);
	return 0;
}

/* Reads it to its end. */
static int
replay_all(struct replay *replay)
{
	char chunk[16 * 1024];
	ssize_t got, i;

	while ((got = fd_read(replay->journal->fd, chunk, sizeof(chunk))) > 0) {
		for (i = 0; i < got; i++) {
			if (chunk[i] != '\n') {
				/* one that is too long is no good one */
				(void)buf_putc(&replay->line, chunk[i]);
				continue;
			}
			if (replay_line(replay) != 0)
				return -1;
		}
	}
	if (got < 0)
		return fail_errno(replay->journal, replay->problems, errno);
	return 0;
}

/*
 * A file without a whole line is a journal only when that line is the
 * beginning of its first one; anything else is somebody else's.
 */
static int
check_broken_head(struct replay *replay)
{
	struct journal *journal = replay->journal;
	const struct buf *line = &replay->line;

	make_head(journal);
	if (!line->failed && line->len < journal->waiting.len &&
	    memcmp(buf_str(&journal->waiting), buf_str(line), line->len) == 0)
		return 0;
	buf_reset(&journal->waiting);
	return fail(journal, replay->problems, "bulk-journal-damaged",
	    N_("this is no journal of smsgw"));
}

int
journal_open(struct journal *journal, const char *path,
    const struct journal_subject *subject, struct problems *problems)
{
	struct replay replay = { .journal = journal, .problems = problems };
	int ret;

	if (begin(journal, path, 0, subject, problems) != 0)
		return -1;
	buf_init(&replay.line, JOURNAL_LINE_MAX);
	ret = replay_all(&replay);
	if (ret == 0 && replay.good == 0)
		ret = check_broken_head(&replay);
	buf_fini(&replay.line);
	if (ret != 0)
		return -1;
	journal->size = replay.good;
	if (ftruncate(journal->fd, (off_t)replay.good) != 0)
		return fail_errno(journal, problems, errno);
	/* it broke off before the first line was whole: nothing was sent */
	return replay.good == 0 ? write_head(journal, problems) : 0;
}

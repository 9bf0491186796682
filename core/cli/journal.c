/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a journal, and reading single records back.  journal_open.c begins
 * one and takes one up.
 */
#include "journal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "fd.h"
#include "journal_line.h"
#include "journal_part.h"

/* Records are written when there are so many bytes of them, or on a sync. */
#define WAITING_FULL ((size_t)64 * 1024)

/* What a provider's id may take of a line. */
#define PROVIDER_ID_MAX 256

void
journal_place(
    struct journal *journal, size_t row, enum journal_state state, uint64_t at)
{
	journal->places[row - 1] = at << 2 | (uint64_t)state;
}

enum journal_state
journal_state(const struct journal *journal, size_t row)
{
	return (enum journal_state)(journal->places[row - 1] & 3);
}

int
journal_flush(struct journal *journal)
{
	struct buf *waiting = &journal->waiting;

	if (waiting->failed && !journal->failed) {
		errno = ENOMEM;
		journal->failed = true;
	}
	if (journal->failed)
		return -1;
	if (waiting->len == 0)
		return 0;
	if (fd_write_all(journal->fd, buf_str(waiting), waiting->len) != 0) {
		journal->failed = true;
		return -1;
	}
	journal->size += waiting->len;
	buf_reset(waiting);
	return 0;
}

int
journal_sync(struct journal *journal)
{
	if (journal_flush(journal) != 0)
		return -1;
	if (fdatasync(journal->fd) == 0)
		return 0;
	journal->failed = true;
	return -1;
}

/* Begins the record of a row; where its line begins among what waits. */
static size_t
begin_record(struct journal *journal, const char *kind, size_t row,
    enum journal_state state)
{
	size_t start;

	if (journal->waiting.len >= WAITING_FULL)
		(void)journal_flush(journal);
	start = journal->waiting.len;
	if (!journal->failed)
		journal_place(journal, row, state, journal->size + start);
	journal_line_add(&journal->waiting, kind, 0);
	journal_line_number(&journal->waiting, (int64_t)row);
	return start;
}

void
journal_take(
    struct journal *journal, size_t row, const char id[CLOCK_UUID_SIZE])
{
	size_t start = begin_record(journal, JOURNAL_TAKE, row, JOURNAL_TAKEN);

	journal_line_add(&journal->waiting, id, 0);
	journal_line_end(&journal->waiting, start);
}

void
journal_end(struct journal *journal, size_t row, const char *id,
    const struct journal_end *end)
{
	struct buf *out = &journal->waiting;
	size_t start = begin_record(journal, JOURNAL_END, row, JOURNAL_ENDED);

	journal_line_add(out, id, 0);
	journal_line_add(out, end->state, 0);
	journal_line_number(out, end->outcome);
	journal_line_number(out, end->exit_code);
	journal_line_add(out, end->gateway, 0);
	journal_line_add(out, end->provider_id, PROVIDER_ID_MAX);
	journal_line_add(out, end->code, 0);
	journal_line_number(out, end->attempts);
	journal_line_number(out, end->possible_duplicate);
	journal_line_number(out, end->time_ms);
	journal_line_end(out, start);
}

/* Reads the line at an offset into journal->line; 0, or -1 with errno. */
static int
read_line(struct journal *journal, uint64_t at)
{
	char chunk[JOURNAL_LINE_MAX + 1], *end;
	ssize_t got;

	buf_reset(&journal->line);
	do
		got = pread(journal->fd, chunk, sizeof(chunk), (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	end = memchr(chunk, '\n', (size_t)got);
	if (end == NULL) {
		errno = EIO;
		return -1;
	}
	return buf_add(&journal->line, chunk, (size_t)(end - chunk));
}

int
journal_read(struct journal *journal, size_t row, struct journal_record *out)
{
	struct journal_line line;

	*out = (struct journal_record){ .state = journal_state(journal, row),
		.id = "",
		.end = { .state = "",
		    .gateway = "",
		    .provider_id = "",
		    .code = "" } };
	if (out->state == JOURNAL_NEW)
		return 0;
	if (journal->waiting.len > 0)
		(void)journal_flush(journal);
	/* what could not be written is as lost as it will be the next time */
	if (journal->places[row - 1] >> 2 >= journal->size) {
		out->state = JOURNAL_TAKEN;
		return 0;
	}
	if (read_line(journal, journal->places[row - 1] >> 2) != 0)
		return -1;
	if (journal_line_split(journal->line.data, &line) != 0 ||
	    journal_line_int(&line, 1) != (int64_t)row) {
		errno = EIO;
		return -1;
	}
	out->id = line.fields[2];
	if (out->state != JOURNAL_ENDED)
		return 0;
	out->end = (struct journal_end){
		.state = line.fields[3],
		.outcome = (int)journal_line_int(&line, 4),
		.exit_code = (int)journal_line_int(&line, 5),
		.gateway = line.fields[6],
		.provider_id = line.fields[7],
		.code = line.fields[8],
		.attempts = (int)journal_line_int(&line, 9),
		.possible_duplicate = journal_line_int(&line, 10) == 1,
		.time_ms = journal_line_int(&line, 11),
	};
	return 0;
}

void
journal_close(struct journal *journal)
{
	if (journal == NULL)
		return;
	if (journal->fd >= 0) {
		(void)journal_flush(journal);
		(void)close(journal->fd);
	}
	buf_fini(&journal->waiting);
	buf_fini(&journal->line);
	free(journal->places);
	free(journal->path);
	*journal = (struct journal){ .fd = -1 };
}

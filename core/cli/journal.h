/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of a bulk send: which rows of one file were handed to the engine,
 * and what became of them.  A file of lines that only grows.  A row is recorded
 * as taken, on the disk, before it can be sent; one that is taken and has not
 * ended was perhaps sent.  So whatever happens, no row is sent twice by
 * accident.  It holds neither numbers nor texts.
 *
 * In memory it costs eight bytes a row of the file.
 */
#ifndef CLI_JOURNAL_H
#define CLI_JOURNAL_H

#include "compat.h"

#include "buf.h"
#include "clock.h"
#include "problem.h"

#define JOURNAL_DIGEST_SIZE 65 /* SHA-256 in hex, and the NUL */

/* What a journal belongs to. */
struct journal_subject {
	char content[JOURNAL_DIGEST_SIZE]; /* of the file */
	char options[JOURNAL_DIGEST_SIZE]; /* of what all rows share */
	size_t last_row;                   /* rows are 1 to last_row */
};

enum journal_state { JOURNAL_NEW, JOURNAL_TAKEN, JOURNAL_ENDED };

/* What became of a row; strings are borrowed and never NULL. */
struct journal_end {
	const char *state, *gateway, *provider_id, *code;
	int outcome;   /* SMSGW_ACCEPTED, ..., or 0 */
	int exit_code; /* CATALOG_... */
	int attempts;
	bool possible_duplicate;
	int64_t time_ms; /* Unix time */
};

/* The last record of a row; strings are the journal's, until the next read. */
struct journal_record {
	enum journal_state state;
	const char *id; /* "" for a new row */
	struct journal_end end;
};

struct journal {
	char *path;
	int fd;
	struct journal_subject subject;
	uint64_t *places;   /* by row: where its last record is, and its kind */
	uint64_t size;      /* bytes of the file */
	struct buf waiting; /* records that are not written yet */
	struct buf line;    /* the record that was read last */
	bool failed;        /* it can no longer be written */
};

/*
 * Begins the journal of a subject, which must not have one yet, or takes up the
 * one it has; another program cannot have it at the same time.  0; -1 with an
 * error in problems.  journal_close() in any case.
 */
int journal_create(struct journal *journal, const char *path,
    const struct journal_subject *subject, struct problems *problems);
int journal_open(struct journal *journal, const char *path,
    const struct journal_subject *subject, struct problems *problems);

/* Writes what waits, without having it on the disk, and closes. */
void journal_close(struct journal *journal);

enum journal_state journal_state(const struct journal *journal, size_t row);

/* Records that a row is handed over under an id.  Nothing is on the disk, and
   nothing may be sent, before journal_sync(). */
void journal_take(
    struct journal *journal, size_t row, const char id[CLOCK_UUID_SIZE]);

/* Records what became of a row. */
void journal_end(struct journal *journal, size_t row, const char *id,
    const struct journal_end *end);

/*
 * Has everything recorded so far on the disk.  0; -1 with errno, and never
 * anything but -1 from then on: what a failed write left is not known.
 */
int journal_sync(struct journal *journal);

/*
 * Reads the last record of a row; of one that could not be written it is only
 * known that it was taken.  0, or -1 with errno.
 */
int journal_read(
    struct journal *journal, size_t row, struct journal_record *out);

#endif

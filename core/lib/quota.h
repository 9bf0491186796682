/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The count of a channel that may send only little: which moments of the last
 * 24 hours it sent at, as the text of a small file.  Windows roll: any 24
 * hours, any minute.  A number is known by four hexadecimal digits of a keyed
 * digest, which tell it from the few others but cannot be turned back into
 * one.  Reads no clock and no file.
 */
#ifndef SMSGW_QUOTA_H
#define SMSGW_QUOTA_H

#include "buf.h"
#include "clock.h"

#define QUOTA_KEY_SIZE 33 /* 32 hexadecimal digits, NUL */
#define QUOTA_MARK_SIZE 5 /* 4 hexadecimal digits, NUL */
#define QUOTA_MAX 1000    /* messages that are remembered */

struct quota_entry {
	int64_t at_ms;
	char mark[QUOTA_MARK_SIZE];
};

struct quota {
	char key[QUOTA_KEY_SIZE];
	struct quota_entry entries[QUOTA_MAX]; /* the oldest first */
	size_t count;
};

/* Why a message may not go now. */
struct quota_refusal {
	bool daily; /* else the number's minute is used up */
	uint32_t allowed;
	int64_t until_ms; /* Unix time: from then on it may */
};

/* An empty count with a new key; -1 when there are no random numbers. */
int quota_init(struct quota *quota, const struct clock *clock);

/* Reads a file's text; -1, with the line in *line, when it is none of ours. */
int quota_parse(struct quota *quota, const char *text, size_t *line);

/* Appends the text of the file; 0, or -1 when out failed. */
int quota_format(const struct quota *quota, struct buf *out);

/*
 * Whether a message to a number may go now: at most per_day messages in 24
 * hours, and at most per_minute to that number in 60 seconds; 0 means any
 * number.  0, and it is counted; or -1 with the reason.  Moments that lie
 * ahead, after the clock was set back, count as now.
 */
int quota_take(struct quota *quota, const char *e164, uint32_t per_day,
    uint32_t per_minute, int64_t now_ms, struct quota_refusal *refusal);

#endif

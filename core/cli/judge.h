/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges messages before any is sent: whether each is one, by which gateway it
 * would go first, and in how many parts.  The gateways are opened once.
 */
#ifndef CLI_JUDGE_H
#define CLI_JUDGE_H

#include "context.h"
#include "message.h"

/* An enabled gateway. */
struct judge_gateway {
	struct gateway *gw;
	int64_t priority, weight;
	uint32_t concurrency;
	uint32_t rate; /* messages in rate_ms; 0: no limit */
	int64_t rate_ms;
	uint32_t together; /* recipients of one request, at most */
	uint64_t messages; /* how many would go by it first */
};

struct judge {
	struct context *context;
	struct judge_gateway *gateways; /* in the order of their turn */
	size_t count;
	struct arena arena;
	struct trace trace;
	struct message message;
};

struct judge_verdict {
	struct judge_gateway *gateway; /* NULL: the message is wrong */
	size_t parts;
	char number[NUMBER_SIZE];
	bool otp;
	/* what is wrong; until the next message */
	const struct trace_step *step;
};

/*
 * Opens the gateways that are enabled.  0; -1 when there is none that can be
 * used, with an error in problems, which also names those that are broken.
 * judge_fini() in any case.
 */
int judge_init(
    struct judge *judge, struct context *context, struct problems *problems);
void judge_fini(struct judge *judge);

/* Judges one message.  0; -1 without memory. */
int judge_message(struct judge *judge, const struct smsgw_message *message,
    struct judge_verdict *out);

/*
 * How many messages the gateways take at once and those that wait with them to
 * keep them busy.
 */
size_t judge_window(const struct judge *judge);

/* How long it takes them to send what each was judged to be sent by, about. */
int64_t judge_estimate_ms(const struct judge *judge);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One attempt to send one message by one gateway, from the token that it may
 * need to the provider's answer, with every step in the trace.  Blocks: this
 * is what the command line and simple embedding programs use.
 */
#ifndef SMSGW_ATTEMPT_H
#define SMSGW_ATTEMPT_H

#include "exchange.h"
#include "gateway.h"
#include "message.h"
#include "pool.h"
#include "trace.h"

/* What an attempt works with; all borrowed. */
struct attempt {
	struct gateway *gw; /* opened */
	const struct message *message;
	const struct message_rendition *rendition;
	struct pool *pool;
	struct trace *trace;
	bool show_answer; /* an excerpt of it, of an accepted message too */
};

/* How it ended; strings of `arena`. */
struct attempt_outcome {
	struct outcome result; /* outcome is never 0 */
	int64_t sent_at_ms;    /* Unix time; 0: nothing was sent */
	char id_room[64];      /* of result.id, where it fits */
	struct arena arena;
};

/* Sends.  The caller calls attempt_outcome_fini() in any case. */
void attempt_run(
    const struct attempt *attempt, struct attempt_outcome *outcome);

/*
 * Builds and signs, and appends the request, masked, for a person to read.  0,
 * or -1 with a failed step in the trace and outcome->result set.
 */
int attempt_dry_run(const struct attempt *attempt, struct buf *request,
    struct attempt_outcome *outcome);

/*
 * Asks the provider what became of a message until it says a final state or
 * longest_ms have passed; adds the step `report`.  Returns SMSGW_REPORT_...
 */
int attempt_wait_report(const struct attempt *attempt,
    const struct attempt_outcome *outcome, int64_t longest_ms);

void attempt_outcome_fini(struct attempt_outcome *outcome);

#endif

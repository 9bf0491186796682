/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In place of a transport for LOCAL providers, the channels that serve tests:
 * what would have been sent is appended to an outbox file, a quota that
 * survives restarts is kept, and the provider reads its own request back.
 *
 *	STATE/test/outbox.jsonl		one JSON object a message, mode 0600
 *	STATE/test/GATEWAY.quota	when the last messages went (quota.h)
 */
#ifndef SMSGW_LOCAL_H
#define SMSGW_LOCAL_H

#include "exchange.h"

/*
 * Takes the send that the exchange has prepared: counts it and writes it down.
 * The state directory is made when it is missing.  0 with x->note saying
 * where; -1 with every result set: nothing was sent.
 */
int local_take(const char *state_dir, struct exchange *x);

/*
 * Answers what was taken, by parse(); whoever plays a slow vendor waits
 * x->wire.delay_ms before.
 */
void local_answer(struct exchange *x);

#endif

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
#include "trace.h"

/*
 * Takes what the exchange has prepared: counts it, writes it down, waits as
 * long as the provider said (smsgw_delay()), and gives it to parse().  Every
 * result is set afterwards; a send adds the step request.  The state directory
 * is made when it is missing.  Returns how many milliseconds the answer took,
 * or -1 when nothing was sent and parse() was not asked.
 */
int64_t local_run(
    const char *state_dir, struct exchange *x, struct trace *trace);

#endif

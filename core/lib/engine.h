/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine of an embedding program: messages that are submitted, sent by
 * dispatch (who goes when and where) through the pool (exchanges), each to a
 * receipt.  It joins the two and knows what neither does: the message, its
 * rendition for a gateway, its trace.
 */
#ifndef SMSGW_ENGINE_H
#define SMSGW_ENGINE_H

#include <smsgw/smsgw.h>

#include "context.h"

struct engine;

/* Told of a message that has ended; owns the receipt. */
typedef void engine_done(void *arg, struct smsgw_receipt *receipt);

/*
 * An engine over an open configuration, which outlives it, for at most
 * messages_max messages at a time.  Opens all gateways that are enabled and
 * can be; what is wrong with others is logged.  NULL without memory.
 */
struct engine *engine_new(struct context *context, size_t messages_max);

/* Ends everything: done is told of each message, as cancelled or unknown. */
void engine_free(struct engine *engine);

/* The parts of smsgw.h that it is for; see there. */
int engine_submit(struct engine *engine, const struct smsgw_message *message,
    engine_done *done, void *arg, struct smsgw_submission **out);
void engine_cancel(struct engine *engine, struct smsgw_submission *submission);
size_t engine_run(struct engine *engine, int64_t max_wait_ms);
int engine_fd(struct engine *engine);
struct smsgw_receipt *engine_next(struct engine *engine);
void engine_drain(struct engine *engine);
void engine_wake(struct engine *engine);

/* A test of the gateway succeeded: it is used again, if it was not. */
void engine_tested(struct engine *engine, const char *gateway);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells an exchange as steps of a trace: name, connection, TLS, request and
 * answer, each with its time, and the first thing that went wrong with who has
 * to do what about it.
 */
#ifndef SMSGW_ATTEMPT_TRACE_H
#define SMSGW_ATTEMPT_TRACE_H

#include "exchange.h"
#include "trace.h"

/* Steps dns to request, and answer when there was none: the transport's. */
void attempt_trace_transport(struct trace *trace, struct exchange *x,
    const struct transport_result *result);

/*
 * The step answer: what the provider said, as recipient 0 has it.  status 0
 * for a provider without transport; us is -1 when it was not timed.
 */
void attempt_trace_answer(struct trace *trace, struct exchange *x, int status,
    size_t bytes, int64_t us);

/* The provider's own row of codes, or NULL: its words go before others. */
void attempt_trace_row(
    struct trace *trace, struct trace_step *step, const struct smsgw_code *row);

/*
 * Adds to a step what the answer said, as an excerpt without the secrets of
 * the exchange, which is the trace's mask, and without the message's text.
 */
void attempt_trace_body(
    struct trace *trace, struct trace_step *step, struct exchange *x);

/* The step request when build or sign failed and nothing was sent. */
void attempt_trace_unsent(struct trace *trace, const struct exchange *x);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells an exchange as steps of a trace: name, connection, TLS, request and
 * answer, each with its time, and the first thing that went wrong with who has
 * to do what about it.
 */
#ifndef SMSGW_ATTEMPT_TRACE_H
#define SMSGW_ATTEMPT_TRACE_H

#include "pool.h"
#include "trace.h"

/*
 * All steps of a send that has ended, from the login that it needed to the
 * answer, as its recipient i has them.  Meanwhile the trace hides what the
 * exchange made secret, too.
 */
void attempt_trace_result(
    struct trace *trace, const struct pool_result *result, uint32_t i);

/* Steps dns to request, and answer when there was none: the transport's. */
void attempt_trace_transport(struct trace *trace, struct exchange *x,
    uint32_t i, const struct transport_result *result);

/*
 * The step account of a login that failed.  A 2xx may hold a token that was
 * not found in it.
 */
void attempt_trace_no_token(struct trace *trace, struct exchange *login);

/* The provider's own row of codes, or NULL: its words go before others. */
void attempt_trace_row(
    struct trace *trace, struct trace_step *step, const struct smsgw_code *row);

/* The step request when build or sign failed and nothing was sent. */
void attempt_trace_unsent(
    struct trace *trace, const struct exchange *x, uint32_t i);

#endif

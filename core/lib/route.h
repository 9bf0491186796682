/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which gateways a message would be tried by, in which order, and why not by
 * the others.  The same judgement picks a gateway and explains it; it sends
 * nothing.
 */
#ifndef SMSGW_ROUTE_H
#define SMSGW_ROUTE_H

#include <smsgw/smsgw.h>

#include "context.h"
#include "trace.h"

/* One gateway's part in a route; strings are the route's. */
struct route_leg {
	const char *gateway;
	int64_t priority, weight;
	bool enabled;
	bool able;        /* it would be tried */
	const char *fact; /* how it carries it, or why it does not */
	const char *fix;  /* NULL when able */
	const char *code; /* of the catalogue, NULL when able */
};

/* Able ones first, in the order of their turn. */
struct route {
	struct route_leg *legs;
	size_t count;
	size_t able;
	struct arena arena;
};

/*
 * Judges all gateways for a message.  What is wrong with the message itself,
 * whatever the gateway, is a failed step of the trace, *exit_code says which.
 * 0, or -1.  route_fini() in any case.
 */
int route_explain(struct context *context, const struct smsgw_message *message,
    struct route *route, struct trace *trace, int *exit_code);

void route_fini(struct route *route);

/*
 * The opened gateway whose turn it would be first; how many enabled ones there
 * were in *enabled.  A message that is wrong by itself is left to the first
 * that can be opened: whoever sends it will say so.  NULL with the reason in
 * problems.
 */
struct gateway *route_pick(struct context *context,
    const struct smsgw_message *message, size_t *enabled,
    struct problems *problems);

#endif

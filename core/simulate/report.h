/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery reports, and messages from phones: pushed to URLs, each in the form
 * of its service and again when nobody thanks for them, or kept until they
 * are fetched.
 */
#ifndef SIMULATE_REPORT_H
#define SIMULATE_REPORT_H

#include <event2/event.h>

#include "call.h"

struct reports;

/* NULL without memory. */
struct reports *reports_new(
    struct event_base *base, const struct clock *clock, struct ledger *ledger);
void reports_free(struct reports *reports);

/*
 * Pushes to a URL, "ID=URL" for one gateway alone.  0, or -1 with a clause of
 * what is wrong with it.
 */
int reports_add_target(
    struct reports *reports, const char *target, const char **why);

/*
 * Reports count messages of the ledger from the first on, which a call has
 * made, each by its own plan.  done, unless it is NULL, is called once all
 * that come before the answer were pushed; it may be called at once.
 */
void reports_add(struct reports *reports, enum service_id service,
    const char *gateway, size_t first, const struct plan *plans, size_t count,
    void (*done)(void *arg), void *arg);

/* Whoever waits for done() is not there any more. */
void reports_forget(struct reports *reports, const void *arg);

/*
 * A message that a phone has sent, an object with service, account, gateway,
 * from, to, text.  0, or -1 when it lacks something.
 */
int reports_inbound(struct reports *reports, json_t *message);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a whole request to its answer: which service it is for, what the script
 * and the magic numbers want, what the ledger notes.
 */
#ifndef SIMULATE_SERVE_H
#define SIMULATE_SERVE_H

#include "ledger.h"
#include "report.h"
#include "script.h"

/* What all connections share. */
struct world {
	struct event_base *base;
	const struct clock *clock;
	struct accounts accounts;
	struct script script;
	struct ledger ledger;
	struct reports *reports;
	bool any_time;
	uint64_t connections, requests;
};

/*
 * One request on its way: what is in front of the path is taken away, then
 * it is served.
 */
struct visit {
	uint64_t connection, number;
	struct incoming *request;
	const char *path, *gateway;
	enum fault forced; /* by the path */
	struct plan plan;
	struct buf head, body; /* of the answer, as HTTP has it */
};

void visit_init(struct visit *visit);
void visit_fini(struct visit *visit);

/*
 * Looks at the path of a head that has arrived: /gateway/ID/… and
 * /fault/NAME/… are for us.
 */
void visit_take_path(struct visit *visit);

/*
 * Makes the plan and the answer.  done(arg) is called when the answer may
 * go, perhaps at once.
 */
void serve(struct world *world, struct visit *visit, void (*done)(void *arg),
    void *arg);

#endif

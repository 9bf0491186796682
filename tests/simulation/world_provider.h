/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The providers of the world: what they do with a request, and their ledger.
 */
#ifndef SIMULATION_WORLD_PROVIDER_H
#define SIMULATION_WORLD_PROVIDER_H

#include "world.h"

/* Starts a request; its end comes by dispatch_settled() later. */
void provider_take(struct world_gateway *gw, struct dispatch_batch *batch);

/* Is asked what became of a message; 0, or -1. */
int provider_ask(struct world_gateway *gw, struct message *m);

/* All that is due now. */
void provider_run(struct world *world);

/* Frees what is under way. */
void provider_forget(struct world *world);

#endif

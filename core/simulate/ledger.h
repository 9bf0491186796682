/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger: what was truly accepted, whatever a client got to see of it, and
 * every request with what came of it.  Against it one judges what was lost and
 * what was sent twice.
 */
#ifndef SIMULATE_LEDGER_H
#define SIMULATE_LEDGER_H

#include <jansson.h>

#include "call.h"

struct ledger {
	json_t *messages; /* accepted, in order */
	json_t *requests;
	json_t *reports; /* of messages, not fetched yet */
	json_t *inbound; /* from phones, not fetched yet */
	uint64_t last_id;
};

/* 0, or -1 without memory. */
int ledger_init(struct ledger *ledger);
void ledger_fini(struct ledger *ledger);

/* The next id, of so many digits, in the memory of a call; NULL without. */
const char *ledger_id(struct call *call, const char *head, int digits);

/* Notes each recipient of a call as accepted; where the first one stands. */
int ledger_accept(struct call *call, size_t *first);

/* Notes what came of a request.  -1 without memory. */
int ledger_note(struct call *call, const char *fault, uint64_t connection);

/* The i-th message, borrowed; NULL at the end. */
json_t *ledger_message(const struct ledger *ledger, size_t i);

/*
 * Takes up to max reports, or inbound messages, of an account out of those
 * that wait to be fetched; an array, the caller's; NULL without memory.
 */
json_t *ledger_fetch(
    json_t *waiting, const char *service, const char *account, size_t max);

/* All of it as a new object; NULL without memory. */
json_t *ledger_json(const struct ledger *ledger);

/* Forgets everything but the last id. */
void ledger_clear(struct ledger *ledger);

/* A member of an object as text; "" when it is none. */
const char *json_text(const json_t *object, const char *name);

#endif

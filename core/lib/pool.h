/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exchange pool: exchanges of opened gateways from build to parse, many at
 * once, over kept connections, none of them blocking.  It logs in where a
 * provider wants a token, once for all that wait for it, and repeats what a
 * refused token kept from being taken.  It knows nothing of which message goes
 * where or again: it does one exchange and tells what came of it.
 *
 * One thread drives a pool.  Gateways are used by the thread of their pool.
 */
#ifndef SMSGW_POOL_H
#define SMSGW_POOL_H

#include "exchange.h"

struct pool;
struct pool_gateway; /* a gateway's place in the pool: its connections */
struct pool_call;    /* one exchange under way */

/* What came of an exchange; all of it lives while done runs. */
struct pool_result {
	struct exchange *x; /* results are set */
	/* NULL: LOCAL, or nothing was handed to the transport */
	const struct transport_result *transport;
	/* not NULL: nothing was sent, since this login brought no token */
	struct exchange *login;
	bool logged_in;     /* a token was fetched for it */
	bool unprepared;    /* build or sign failed */
	int64_t took_us;    /* LOCAL: how long the answer took */
	int64_t sent_at_ms; /* Unix time; 0: surely nothing was sent */
};

/* An exchange to be done; all borrowed until done is called. */
struct pool_order {
	enum exchange_kind kind;
	const struct message *const *messages; /* as for exchange_init() */
	const struct message_rendition *const *renditions;
	uint32_t count;
	const char *provider_id; /* status: of the send asked about */
	int64_t sent_at_ms;
	bool show_answer;
	int64_t longest_ms; /* where that is less than the gateway's times */
	/*
	 * Where reports, inbound messages and facts go (status, poll,
	 * account); told while parse() runs.
	 */
	struct gateway_sink sink;
	/*
	 * Called just before the first byte of a send, may be NULL; anything
	 * but 0 ends the exchange unsent.
	 */
	int (*before_first_byte)(void *arg);
	/*
	 * Told of a send whose token was refused, before it is made again
	 * with another; may be NULL.
	 */
	void (*again)(void *arg, struct pool_result *result);
	/* Called once, from pool_poll() or pool_free(). */
	void (*done)(void *arg, struct pool_result *result);
	void *arg;
};

/*
 * A pool.  The clock and state_dir (where LOCAL providers write) outlive it.
 * NULL without memory.
 */
struct pool *pool_new(const struct clock *clock, const char *state_dir);

/* Cancels what is under way, which done is told of, and frees all. */
void pool_free(struct pool *pool);

/* Adds an opened gateway, which outlives its place.  NULL without memory. */
struct pool_gateway *pool_gateway_new(struct pool *pool, struct gateway *gw);

/* Cancels its exchanges, gives its connections back; not from within done. */
void pool_gateway_free(struct pool_gateway *place);

/*
 * Begins an exchange.  done may begin others.  0 with *out, unless NULL, set to
 * a handle that is valid until done is called; -1, and done is not called,
 * without memory.
 */
int pool_start(struct pool_gateway *place, const struct pool_order *order,
    struct pool_call **out);

/*
 * Ends an exchange, wherever it is; done is called in the next pool_poll(),
 * with results by how far it came.
 */
void pool_cancel(struct pool_call *call);

/*
 * Waits for at most max_wait_ms until something happens, does what can be
 * done, and calls done for what has ended.  How many are still under way.
 */
size_t pool_poll(struct pool *pool, int64_t max_wait_ms);

/*
 * For an event loop: a descriptor that is readable when pool_poll() has
 * something to do (-1 without memory), and the milliseconds until it has
 * without that (-1: never).
 */
int pool_fd(struct pool *pool);
int64_t pool_next_ms(const struct pool *pool);

/* Ends a wait in pool_poll(); the only call for other threads. */
void pool_wake(struct pool *pool);

#endif

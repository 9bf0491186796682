/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The insides that the files of the pool share: pool.c has the set and waits,
 * pool_call.c does one exchange.  Private to them.
 */
#ifndef SMSGW_POOL_CALL_H
#define SMSGW_POOL_CALL_H

#include "pool.h"
#include "timer.h"

struct pool_list {
	struct pool_call *first, **end;
};

struct pool {
	const struct clock *clock;
	const char *state_dir;
	struct transport *transport; /* NULL until something needs it */
	struct timer_heap timers;    /* of LOCAL answers */
	struct pool_gateway *gateways;
	struct pool_list ended; /* to be told of in the next poll */
	struct pool_call *spare;
	size_t count; /* under way, logins among them */
	bool busy;
	bool has_ended; /* an exchange did, in this turn */
};

struct pool_gateway {
	struct pool *pool;
	struct gateway *gw;
	struct transport_line *line; /* NULL until it is used */
	struct pool_gateway *prev, *next;
	struct pool_call *calls;  /* all of them */
	struct pool_list waiting; /* for the login */
	struct pool_call *login;  /* under way, or NULL */
};

struct pool_call {
	struct timer timer; /* LOCAL: when the answer comes; first */
	struct pool_gateway *place;
	struct pool_call *prev, *next; /* of the place */
	struct pool_call *queued;      /* the next of waiting or ended */
	struct pool_order order;
	struct transport_call *sending; /* or NULL */
	struct transport_result *answer;
	int64_t begun_boot_ms;
	bool again;     /* its token was refused once */
	bool afresh;    /* a kept connection had been closed, once */
	bool cancelled; /* it ends as it is */
	struct pool_result result;
	/* these stay when the call is kept for the next one */
	bool has_exchange;
	struct exchange x;
};

/* A queue of calls, by `queued`. */
void pool_list_init(struct pool_list *list);
void pool_list_add(struct pool_list *list, struct pool_call *call);
struct pool_call *pool_list_take(struct pool_list *list); /* or NULL */
void pool_list_remove(struct pool_list *list, struct pool_call *call);

/* The transport, made when it is needed first; NULL without memory. */
struct transport *pool_transport(struct pool *pool);

/* Tells what came of a call, and ends it. */
void pool_call_finish(struct pool_call *call);

/* It ends in the next poll. */
void pool_call_end_later(struct pool_call *call);

/* A LOCAL provider's answer is due. */
void pool_call_answer(struct pool_call *call);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A world for dispatch: a clock that is set, random numbers of a seed, gateways
 * whose faults are chosen, a provider that keeps a ledger of what it really
 * took, and the oracles that watch.  The same seed gives the same world.
 */
#ifndef SIMULATION_WORLD_H
#define SIMULATION_WORLD_H

#include "dispatch.h"

#define WORLD_GATEWAYS 4
#define WORLD_RING 4096

/* What a gateway does with requests. */
enum fault {
	FAULT_NONE,
	FAULT_NO_CONNECTION, /* refused at once: surely not sent */
	FAULT_NO_CONNECT,    /* a black hole: 2 s, surely not sent */
	FAULT_NO_ANSWER,     /* a black hole behind it: 5 s, unknown */
	FAULT_RESET,         /* unknown at once */
	FAULT_SERVER_ERROR,  /* 500: unknown */
	FAULT_KEY,           /* the account is refused */
	FAULT_SLOW,          /* up to 7 s, of which 5 are waited */
	FAULT_TEMPLATE,      /* none of its templates is known there */
	FAULTS
};

/* What is wrong with a message itself. */
enum flaw {
	FLAW_NONE,
	FLAW_NUMBER, /* refused as that of nobody */
	FLAW_LIMIT,  /* the carrier's limit for its number is reached */
	FLAW_TEXT,   /* refused for its words */
	FLAW_ROUTE   /* gateway 0 does not reach it */
};

struct world;

struct world_gateway {
	struct world *world;
	size_t index;
	struct dispatch_gateway *handle;
	struct dispatch_gateway_conf conf;
	enum fault fault;
	uint32_t stands;     /* requests at a time, else throttled; 0: any */
	int64_t throttle_ms; /* the delay that it says then */
	unsigned groups;     /* a bit for each that it carries */
	uint32_t max_same, max_distinct;
	uint8_t means;
	bool blames_nobody;  /* a bad number in a batch: SOMEONE */
	bool knows_status;   /* can be asked */
	unsigned never_left; /* so many in 100 are refused in the report */
	int64_t latency_ms;  /* of an answer, up to twice of it */
	/* what was seen */
	uint32_t open;
	int64_t ring[WORLD_RING];
	size_t sent, requests;
	unsigned since_low;
	int64_t last_request_ms;
};

struct message {
	struct dispatch_job job;
	uint32_t id;
	enum flaw flaw;
	unsigned group;
	uint64_t content;
	bool taken_in, cancelled, superseded, refused, never_left;
	unsigned ends, sends, asked;
	bool same_attempt; /* the last result made no attempt of it */
	unsigned taken[WORLD_GATEWAYS];
	bool split; /* its next send is a half */
	int64_t submitted_ms, ended_ms, unknown_ms;
	int64_t taken_ms[WORLD_GATEWAYS];
	struct dispatch_end end;
};

struct world {
	struct dispatch *dispatch;
	struct clock clock;
	int64_t now_ms;
	uint64_t random;
	struct world_gateway gateways[WORLD_GATEWAYS];
	size_t gateway_count;
	struct message *messages;
	size_t message_count, message_size;
	struct timer_heap events;
	size_t states[5], accepted, marked;
	bool may_resend; /* a gateway's file says so of unknown ones */
	/* called when dispatch begins and ceases to run; may be NULL */
	void (*enter)(void);
	void (*leave)(void);
	uint64_t hash;
	bool verbose;
	const char *broken; /* the first promise that did not hold */
	uint32_t broken_id;
};

/* A world with room for so many messages; abort() without memory. */
void world_init(struct world *world, uint64_t seed, size_t messages);
void world_fini(struct world *world);

/* A number below. */
uint64_t world_draw(struct world *world, uint64_t below);

/* A gateway that works; then to be changed before the next step. */
struct world_gateway *world_add_gateway(struct world *world);

/* Tells dispatch of the gateway, with its conf. */
void world_open_gateway(struct world_gateway *gw);

/* A message with a life, not yet submitted; NULL when there are enough. */
struct message *world_message(
    struct world *world, enum dispatch_class message_class, int64_t life_ms);

/* Submits it; what dispatch_submit() says. */
enum dispatch_refusal world_submit(struct world *world, struct message *m);
void world_cancel(struct world *world, struct message *m);

/* Lets everything happen up to a moment; to the end: until all have ended. */
void world_run_until(struct world *world, int64_t at_ms);
void world_run_to_end(struct world *world, int64_t at_most_ms);

/* The process stands still for a while. */
void world_stop(struct world *world, int64_t for_ms);

/* Copies that providers took. */
unsigned world_copies(const struct message *m);

/* A promise that did not hold. */
void world_break(
    struct world *world, const struct message *m, const char *what);

/* Adds to the log. */
void world_note(struct world *world, const char *what, uint64_t a, uint64_t b);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The insides that the files of the engine share: engine.c has the gateways
 * and the turns, engine_message.c takes a message and makes its receipt,
 * engine_send.c does what dispatch asks for.  Private to them.
 */
#ifndef SMSGW_ENGINE_PART_H
#define SMSGW_ENGINE_PART_H

#include "dispatch.h"
#include "engine.h"
#include "message.h"
#include "pool.h"
#include "receipt.h"

/* A gateway that messages may go by. */
struct engine_gateway {
	struct engine *engine;
	struct gateway *gw;
	struct pool_gateway *place;
	struct dispatch_gateway *entry;
	uint32_t batch_max; /* recipients of a request */
};

/* A message that was submitted. */
struct smsgw_submission {
	struct dispatch_job job; /* first */
	struct engine *engine;
	struct smsgw_submission *prev, *next; /* of all */
	struct smsgw_submission *ended_next;
	struct message message;
	struct engine_gateway *only; /* it names its gateway; or NULL */
	const char *client;          /* of the message's memory, or NULL */
	struct smsgw_receipt *receipt;
	engine_done *done;
	void *arg;
	bool show_answer;
	bool routed; /* dispatch has it, or has had it */
	/* of the last attempt */
	int exit_code;
	const char *provider_id; /* of the receipt's memory; unmasked */
	int64_t sent_at_ms;
	unsigned questions; /* exchanges that still look at the message */
	bool ended;
};

struct engine {
	struct context *context;
	struct pool *pool;
	struct dispatch *dispatch;
	struct engine_gateway *gateways; /* in the order of ids */
	size_t gateway_count;
	struct smsgw_submission *submissions; /* all that are here */
	size_t count;                         /* that have not ended */
	/* wrong from the start: they end in the next turn */
	struct smsgw_submission *wrong, **wrong_end;
	struct smsgw_receipt *receipts, **receipts_end; /* for engine_next() */
	uint64_t seed;                                  /* of hashes */
	bool sticky, draining, running;
	bool has_ended;         /* a message did, in this turn */
	bool roused;            /* the descriptor is readable for a call */
	int epoll_fd, timer_fd; /* -1 until engine_fd() */
};

/* A line for the log of the embedding program. */
void engine_log(const struct engine *engine, const char *gateway, int level,
    const char *text);

/* There is something to do: its descriptor says so until the next turn. */
void engine_rouse(struct engine *engine);

/* The opened gateway of that id, or NULL. */
struct engine_gateway *engine_gateway_find(
    const struct engine *engine, const char *id);

/* A message has ended: its receipt goes to who waits for it. */
void engine_finish(struct smsgw_submission *submission);

/* Frees it, unless an exchange still looks at it. */
void engine_release(struct smsgw_submission *submission);

/* What dispatch asks for, as in struct dispatch_env; arg is the engine. */
int engine_carry(void *engine, void *gateway, const struct dispatch_job *job,
    struct dispatch_fit *fit);
void engine_send(void *engine, struct dispatch_batch *batch);
int engine_ask(void *engine, void *gateway, struct dispatch_job *job);
void engine_ended(
    void *engine, struct dispatch_job *job, const struct dispatch_end *end);
bool engine_same_subject(
    void *engine, const struct dispatch_job *a, const struct dispatch_job *b);
void engine_told(void *engine, void *gateway, enum dispatch_news news);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One exchange with a provider: build, sign, transport, parse, for one or more
 * messages of one gateway, and what became of each of them.  This module calls
 * the provider; who waits for the transport, and what is told of it, is the
 * caller's affair.
 */
#ifndef SMSGW_EXCHANGE_H
#define SMSGW_EXCHANGE_H

#include <smsgw/provider.h>

#include "arena.h"
#include "gateway.h"
#include "message.h"
#include "outcome.h"
#include "redact.h"
#include "request.h"
#include "transport.h"

/* All scratch memory of one exchange, in bytes. */
#define EXCHANGE_MEMORY_MAX ((size_t)8 * 1024 * 1024)

/* A complete answer, as parse() sees it.  Memory is the caller's. */
struct exchange_response {
	struct smsgw_response pub; /* first */
	int status;
	const struct request_pair *headers;
	size_t header_count;
	const char *body; /* a NUL follows */
	size_t body_len;
};

enum exchange_kind {
	EXCHANGE_SEND,
	EXCHANGE_LOGIN,
	EXCHANGE_STATUS,
	EXCHANGE_POLL,
	EXCHANGE_ACCOUNT
};

struct exchange {
	struct smsgw_exchange pub; /* first: what a provider is given */
	struct gateway *gw;
	enum exchange_kind kind;
	struct smsgw_call call;
	const struct message *const *messages;
	const struct message_rendition *const *renditions;
	struct outcome *results; /* count of them */
	uint32_t count;
	const char *provider_id; /* status: of the send asked about */
	int64_t sent_at_ms;
	void *data; /* the provider's */
	bool token_refused;
	bool show_request; /* it is a dry run's */
	bool show_answer;  /* in the trace of an accepted message too */
	const char *note;  /* LOCAL: where it was written; or NULL */
	int status;        /* of the answer; 0 until then */
	/* its body, or what the provider makes of it for people to read */
	const char *answer;
	size_t answer_len;                /* NULs may be among it */
	struct request built;             /* by build() */
	struct request wire;              /* the copy that is signed and sent */
	struct transport_header *headers; /* of wire, for transport */
	struct redact redact; /* of all its messages, and what is added */
	struct arena arena;
};

/*
 * Prepares an exchange in place.  messages and renditions are borrowed until
 * exchange_fini(); for LOGIN, POLL and ACCOUNT they are NULL and count is 0,
 * and there is one result all the same.  0, or -1: the provider has no such
 * call, or memory ran out (results is NULL then).
 */
int exchange_init(struct exchange *x, struct gateway *gw,
    enum exchange_kind kind, const struct message *const *messages,
    const struct message_rendition *const *renditions, uint32_t count);

/*
 * Gives one back as exchange_fini() does, but for memory that another one
 * needs again, which begins by exchange_again() (or is the same still, which
 * that gives back first).
 */
void exchange_reset(struct exchange *x);
int exchange_again(struct exchange *x, struct gateway *gw,
    enum exchange_kind kind, const struct message *const *messages,
    const struct message_rendition *const *renditions, uint32_t count);

/* Wipes and frees.  The gateway's sink is left alone. */
void exchange_fini(struct exchange *x);

/*
 * Calls build(), then sign() on a fresh copy; may be called again for a new
 * attempt, and then builds nothing anew.  0 with x->wire ready; -1 with every
 * result set: surely nothing was sent.
 */
int exchange_prepare(struct exchange *x);

/*
 * Fills in what the transport needs from x->wire and the gateway's times; the
 * strings are the exchange's.  The caller adds deadlines of its own.  0, or -1
 * with every result set.
 */
int exchange_request(struct exchange *x, struct transport_request *request);

/*
 * Takes the transport's result: a whole answer goes to parse(), and each
 * recipient without a result gets the one of delivery's rules.
 */
void exchange_settle(struct exchange *x, const struct transport_result *);

/*
 * The same for an answer that came by no transport (LOCAL): status and body,
 * of which a NUL follows.
 */
void exchange_settle_local(
    struct exchange *x, int status, const char *body, size_t len);

/*
 * Hides the texts as they are sent, too, wherever something of the exchange is
 * shown from now on: an answer may have them in it.
 */
void exchange_hide_texts(struct exchange *x);

/* Gives every recipient this result; its strings are copied. */
void exchange_set_all(struct exchange *x, const struct outcome *);

#endif

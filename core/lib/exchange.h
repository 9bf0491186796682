/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One exchange with a provider: build, sign, transport, parse, for one or more
 * messages of one gateway, and what became of each of them.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <smsgw/provider.h>

#include "arena.h"
#include "gateway.h"
#include "message.h"
#include "request.h"
#include "trace.h"
#include "transport.h"

/* What became of one recipient; strings of the exchange's arena or NULL. */
struct exchange_result {
	int32_t outcome;	/* 0 until it is known */
	int32_t error_class, scope;
	const char *code;	/* of the catalogue, when the core decided */
	const char *id, *provider_code, *provider_text;
	const struct smsgw_code *row;	/* of the provider's table, or NULL */
	int64_t delay_ms;
	bool twice;		/* the provider told two */
};

enum exchange_kind {
	EXCHANGE_SEND,
	EXCHANGE_LOGIN,
	EXCHANGE_STATUS,
	EXCHANGE_POLL,
	EXCHANGE_ACCOUNT
};

struct exchange {
	struct smsgw_exchange pub;	/* first: what a provider is given */
	struct gateway *gw;
	enum exchange_kind kind;
	struct smsgw_call call;
	const struct message *const *messages;
	const struct message_rendition *const *renditions;
	struct exchange_result *results;
	uint32_t count;
	const char *provider_id;	/* status: of the send asked about */
	int64_t sent_at_ms;
	void *data;			/* the provider's */
	bool token_refused;
	struct request built;		/* by build() */
	struct request wire;		/* the copy that is signed and sent */
	struct arena arena;
};

#endif

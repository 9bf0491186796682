/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP/1.1 request as it arrives, piece by piece, and its parts: head,
 * query, form.  Everything lies in the memory of the request.
 */
#ifndef SIMULATE_INCOMING_H
#define SIMULATE_INCOMING_H

#include <event2/buffer.h>

#include "arena.h"
#include "buf.h"

/* A header, or a parameter, decoded. */
struct pair {
	const char *name, *value;
};

/* Pairs in the order in which they came. */
struct pairs {
	struct pair *items;
	size_t count;
};

struct incoming {
	struct arena arena;
	const char *method; /* NULL until the head is whole */
	const char *path;   /* decoded; without the query */
	const char *raw_query;
	struct pairs headers, query;
	struct buf body;
	bool chunked, wants_continue, keep_alive;
	size_t left; /* of the body, or of its present chunk */
	int stage;
};

/* What incoming_read() says. */
enum incoming_state {
	INCOMING_BAD = -1,
	INCOMING_MORE,
	INCOMING_HEAD, /* said once, when the head is whole */
	INCOMING_WHOLE,
};

void incoming_init(struct incoming *request);
void incoming_fini(struct incoming *request);

/* Takes what there is from `in`; see above. */
enum incoming_state incoming_read(
    struct incoming *request, struct evbuffer *in);

/* The first value of a header, in any case; NULL when there is none. */
const char *incoming_header(const struct incoming *request, const char *name);

/* The value of a pair, names compared exactly; NULL when there is none. */
const char *pairs_get(const struct pairs *pairs, const char *name);

/*
 * Takes a query or a form apart: a=b&c=d with %XX and '+' undone.  0, or -1
 * when it is none or memory ran out.
 */
int pairs_parse(struct arena *arena, const char *text, struct pairs *pairs);

#endif

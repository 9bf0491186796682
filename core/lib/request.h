/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The request that a provider builds: method, URL and parameters, headers,
 * form or body, each with its SECRET flag; its copy for an attempt, its bytes
 * for the transport, and its readable, masked view for dry runs.
 */
#ifndef SMSGW_REQUEST_H
#define SMSGW_REQUEST_H

#include <smsgw/provider.h>

#include "arena.h"
#include "buf.h"
#include "redact.h"

struct request_pair {
	const char *name, *value;
	uint32_t flags;
};

struct request_pairs {
	struct request_pair *items;
	size_t count, size;
};

struct request {
	struct smsgw_request pub; /* first */
	struct arena *arena;      /* all memory of the request */
	const char *method;       /* "POST" unless said */
	const char *url;          /* the gateway's sms_url unless said */
	struct request_pairs queries, headers, forms;
	bool typed;       /* one of the headers is Content-Type */
	const char *body; /* as given by smsgw_body() */
	size_t body_len;
	const char *content_type;
	uint32_t body_flags;
	const char *view;
	bool shown; /* it is going to be: a view is wanted */
	int64_t delay_ms;
	char *encoded;            /* of the form; made when asked for */
	struct request_pair type; /* Content-Type; made when asked for */
	const char *mistake;      /* the provider's first, a sentence */
};

/*
 * A POST to url, in place; url is the gateway's, checked when its file was
 * read, outlives the request, and may be empty (LOCAL providers have none).
 */
void request_init(struct request *r, const struct smsgw_host *host,
    struct arena *arena, const char *url);

/*
 * A copy for one attempt, of whose changes `from` knows nothing.  The strings
 * are those of `from`, whose memory outlives it; new memory is of `arena`.
 */
void request_copy(
    struct request *to, const struct request *from, struct arena *arena);

/*
 * What the host's table does for a provider.  Wrong use (NULL, a line break,
 * a header that is the transport's, ...) becomes the request's mistake, and
 * changes nothing.
 */
void request_set_method(struct request *r, const char *method);
void request_set_url(struct request *r, const char *url);
void request_add_query(
    struct request *r, const char *name, const char *value, uint32_t flags);
void request_add_header(
    struct request *r, const char *name, const char *value, uint32_t flags);
void request_add_form(
    struct request *r, const char *name, const char *value, uint32_t flags);
void request_set_body(struct request *r, const void *data, size_t len,
    const char *content_type, uint32_t flags);
void request_set_view(struct request *r, const char *text);
void request_set_delay(struct request *r, int64_t delay_ms);

/* Notes the first mistake. */
void request_blame(struct request *r, const char *sentence);

/*
 * The whole URL with its parameters; a part of it (SMSGW_URL_...); the body, a
 * form encoded.  Memory of the request's arena; "" when that failed.
 */
const char *request_url(struct request *r);
const char *request_url_part(struct request *r, uint32_t part);
const char *request_body(struct request *r, size_t *len);

/*
 * All headers to send, Content-Type included, in order; *count of them.  NULL
 * when memory ran out.
 */
const struct request_pair *request_headers(struct request *r, size_t *count);

/* How many headers that is, and the index-th; NULL past the end. */
size_t request_header_count(const struct request *r);
const struct request_pair *request_header(struct request *r, size_t index);

/* Has the values flagged SECRET hidden from now on; 0, or -1 w/o memory. */
int request_hide_secrets(const struct request *r, struct redact *redact);

/*
 * Appends what a person may see: request line, headers, body (or its view), a
 * form one field a line; parts flagged SECRET as ****, the rest through the
 * mask.  0, or -1 when out failed.
 */
int request_show(struct request *r, struct redact *mask, struct buf *out);

#endif

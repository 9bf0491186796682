/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's side of the provider interface: the table of functions that
 * provider.h calls through, and the push that a provider receives.
 */
#ifndef SMSGW_HOST_H
#define SMSGW_HOST_H

#include <smsgw/provider.h>

#include "gateway.h"
#include "request.h"

/* The table; its functions work on the structs of gateway, exchange, request */
extern const struct smsgw_host host_table;

/* A push, as receive() sees it. */
struct host_push {
	struct smsgw_push pub; /* first */
	struct gateway *gw;    /* whose scratch memory is used */
	const char *method;
	const char *query; /* of the URL, encoded */
	const struct request_pair *headers;
	size_t header_count;
	const char *body; /* a NUL follows */
	size_t body_len;
};

struct host_reply {
	struct smsgw_reply pub; /* first */
	int status;
	char *content_type; /* on the heap */
	char *body;
	size_t body_len;
	bool failed; /* wrongly told, or no memory */
};

/* Frees what a reply holds.  NULL is allowed. */
void host_reply_fini(struct host_reply *reply);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generic HTTP provider: its configuration, compiled once by open(), and
 * what its files do for each other.
 */
#ifndef HTTP_H
#define HTTP_H

#include <smsgw/provider.h>

#include "condition.h"
#include "extract.h"
#include "place.h"
#include "value.h"

enum body_type { BODY_FORM, BODY_JSON, BODY_XML, BODY_TEXT, BODY_NONE };

enum auth { AUTH_NONE, AUTH_BASIC, AUTH_BEARER, AUTH_HMAC, AUTH_DIGEST };

/* "name: value", or in JSON "name := value". */
struct http_item {
	const char *name;
	struct place_text value;
	bool json; /* := */
	struct http_item *next;
};

/* A request as it is configured: that of a message, or that of a login. */
struct http_plan {
	const char *method;
	bool has_url;
	struct place_text url;
	enum body_type body_type;
	struct http_item *fields, *queries, *headers;
	bool has_body;
	struct place_text body;
	const char *content_type; /* "" by body type */
	enum auth auth;
};

struct http_gateway {
	struct http_plan send, login;
	bool has_login;
	const char *charset, *answer_charset; /* for smsgw_charset() */
	const char *separator;
	uint32_t number_format;
	int32_t zone_minutes;
	struct place_text sign_string, sign_key;
	bool signs;
	struct condition success, throttled, rejected, token_refused;
	const struct extract *id, *error_code, *error_text, *retry_after;
	struct condition login_success;
	const struct extract *login_token, *login_expires;
	const struct extract *report_list, *report_id, *report_state;
	const struct extract *report_code, *report_text, *report_to;
	const struct extract *report_ref;
	const struct extract *inbound_from, *inbound_to, *inbound_text;
	const struct extract *inbound_id;
	const struct smsgw_code *codes; /* ends as a table does */
	struct regexes regexes;
};

/* The table of all keys, and how far it goes. */
extern const struct smsgw_param http_params[];

/* http_conf.c: compiles all keys; 0, or -1 and the call failed. */
int http_configure(struct smsgw_gateway *gw, struct http_gateway *http);

/*
 * http_plan.c: compiles the request whose keys begin with prefix ("" or
 * "login_"); 0, or -1 and the call failed.
 */
int http_plan_configure(struct smsgw_gateway *gw, struct http_gateway *http,
    struct http_plan *plan, const char *prefix);

/* All USES_ of a request. */
uint32_t http_plan_uses(const struct http_plan *plan);

/* http_code.c: the table code.N, and the line of a code or NULL. */
int http_codes_configure(struct smsgw_gateway *gw, struct http_gateway *http);
const struct smsgw_code *http_code_find(
    struct smsgw_gateway *gw, const char *code);

/* http_request.c */
int http_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int http_sign(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int http_login_build(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);
int http_login_sign(
    struct smsgw_gateway *, struct smsgw_exchange *, struct smsgw_request *);

/*
 * The parameters and fields that are not made of ${sign}, sorted by name and
 * joined as name=value&name=value, raw or URL-encoded.  NULL and the call
 * failed.
 */
const char *http_sorted(const struct render *render, bool encoded);

/* Converts UTF-8 to the gateway's character set; 0, or -1 and failed. */
int http_convert(const struct render *render, const char *key,
    const char **data, size_t *len);

/*
 * Fails the call because charset lacks a character of data, and names the
 * first such; `where` is the key.  -1.
 */
int http_fail_charset(const struct render *render, const char *where,
    const char *charset, const char *data, size_t len);

/* http_answer.c */
int http_parse(struct smsgw_gateway *, struct smsgw_exchange *,
    const struct smsgw_response *);
int http_login_parse(struct smsgw_gateway *, struct smsgw_exchange *,
    const struct smsgw_response *);

/* http_push.c */
int http_receive(
    struct smsgw_gateway *, const struct smsgw_push *, struct smsgw_reply *);

#endif

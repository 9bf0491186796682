/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that stand for ${name|filter|filter}: the variables by name, and
 * the filters by name that change what a variable gave.
 */
#ifndef HTTP_VALUE_H
#define HTTP_VALUE_H

#include "bytes.h"

/* What a value is made of; decided when the configuration is compiled. */
enum value_kind {
	VALUE_TEXT,  /* UTF-8 */
	VALUE_BYTES, /* of another character set, without NUL */
	VALUE_WIDE,  /* bytes that may be NUL */
	VALUE_DIGEST /* raw; hexadecimal unless a filter says otherwise */
};

struct value {
	const char *data; /* a NUL follows */
	size_t len;
};

/* What a template makes use of. */
enum {
	USES_SECRET = 1, /* the password, the token, or made of them */
	USES_FRESH = 2,  /* clock, chance, token: rendered by sign() */
	USES_SIGN = 4,   /* ${sign}: rendered last */
	USES_TO = 8,
	USES_TEXT = 16,        /* ${text} */
	USES_SIGNED_TEXT = 32, /* ${signed_text} */
	USES_TEMPLATE = 64,    /* template id or arguments */
	USES_SIGNATURE = 128,
	USES_EXTENSION = 256,
	USES_MESSAGE = 512,  /* anything of the message */
	USES_REQUEST = 1024, /* what will be sent: for sign_string only */
	USES_BODY = 2048,    /* ${body} */
	USES_BYTES = 4096,   /* a filter that changes the character set */
	USES_DERIVED = 8192, /* a filter over a secret */
	USES_TOKEN = 16384,  /* ${token}, which a login fetches */
	USES_CONTENT = USES_TEXT | USES_SIGNED_TEXT | USES_TEMPLATE
};

struct http_gateway;

/* What rendering needs to know. */
struct render {
	struct smsgw_gateway *gw;
	struct smsgw_exchange *x;
	struct smsgw_request *r;
	const struct http_gateway *http;
	int64_t now_ms; /* the same for the whole attempt */
	const char *nonce, *sign;
	bool mask; /* secrets as **** */
};

struct variable;
struct filter;

/* One filter as it is used. */
struct filter_use {
	const struct filter *filter;
	const char *argument; /* "" when there is none */
};

/*
 * Finds a variable; *argument is the NAME of args.NAME, else "".  NULL when
 * there is no such variable.
 */
const struct variable *variable_find(const char *name, const char **argument);
uint32_t variable_uses(const struct variable *variable);

/* Whether it gives JSON by itself, not a text (to_json). */
bool variable_is_json(const struct variable *variable);

/* The variable's value; 0, or -1 and the call failed. */
int variable_get(const struct render *render, const struct variable *variable,
    const char *argument, struct value *out);

/* The nearest thing to a list of variables, for messages. */
extern const char variable_names[];
extern const char filter_names[];

/* Finds "hex", or "time %Y%m%d"; *argument as above.  NULL: no such filter. */
const struct filter *filter_find(const char *text, const char **argument);

/*
 * What a filter makes of a kind.  -1 with *expected when it cannot follow, or
 * wants an argument or has one too many.
 */
int filter_check(
    const struct filter_use *use, enum value_kind *kind, const char **expected);
bool filter_is_number(const struct filter *filter);

/* What a filter brings in by itself: hmac makes use of the password. */
uint32_t filter_uses(const struct filter *filter);

/*
 * Runs one; `where` names the key if it fails.  0, or -1 and the call failed.
 */
int filter_run(const struct render *render, const char *where,
    const struct filter_use *use, enum value_kind *kind, struct value *value);

/* A raw digest becomes its hexadecimal form; others stay. */
void value_finish(
    const struct render *render, enum value_kind *kind, struct value *value);

/* Bytes by the filter of that name: hex, HEX, base64 or base64url. */
const char *value_encode(struct smsgw_gateway *gw, const char *encoding,
    const void *data, size_t len);

#endif

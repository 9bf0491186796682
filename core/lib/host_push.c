/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: a request that a provider pushed to us, and the reply.
 */
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "encode.h"
#include "host_part.h"

#define REPLY_MAX ((size_t)65536)

/* Decodes one name or value; NULL when it is no encoding or holds a NUL. */
static char *
decode_part(struct arena *scratch, const char *text, size_t size)
{
	size_t len;
	char *out;

	out = decode_url(scratch, text, size, &len);
	return out != NULL && strlen(out) == len ? out : NULL;
}

/* The first value of a name in a=b&c=d; NULL when absent. */
static const char *
find_pair(struct arena *scratch, const char *pairs, const char *name)
{
	const char *end, *equals;
	size_t len;
	char *key;

	for (; *pairs != '\0'; pairs = *end == '&' ? end + 1 : end) {
		end = pairs + strcspn(pairs, "&");
		len = (size_t)(end - pairs);
		equals = memchr(pairs, '=', len);
		if (equals == NULL)
			equals = end;
		key = decode_part(scratch, pairs, (size_t)(equals - pairs));
		if (key == NULL || strcmp(key, name) != 0)
			continue;
		if (equals == end)
			return "";
		return decode_part(
		    scratch, equals + 1, (size_t)(end - equals - 1));
	}
	return NULL;
}

static const char *
find_header(const struct host_push *push, const char *name)
{
	size_t i;

	for (i = 0; i < push->header_count; i++)
		if (ascii_equal(push->headers[i].name, name))
			return push->headers[i].value;
	return NULL;
}

const char *
host_push_part(const struct smsgw_push *pub, uint32_t part, const char *name)
{
	const struct host_push *push = (const struct host_push *)pub;
	struct arena *scratch = host_scratch(push->gw, "smsgw_push_part()");

	if (part == SMSGW_PUSH_METHOD)
		return push->method;
	if (name == NULL) {
		host_blame(push->gw, "smsgw_push_part() was given no name");
		return NULL;
	}
	if (scratch == NULL)
		return NULL;
	switch (part) {
	case SMSGW_PUSH_QUERY:
		return push->query != NULL ?
		    find_pair(scratch, push->query, name) :
		    NULL;
	case SMSGW_PUSH_FORM:
		return push->body != NULL ?
		    find_pair(scratch, push->body, name) :
		    NULL;
	case SMSGW_PUSH_HEADER:
		return find_header(push, name);
	default:
		host_blame(push->gw,
		    "smsgw_push_part() was asked for part "
		    "%lu, which does not exist",
		    (unsigned long)part);
		return NULL;
	}
}

const char *
host_push_body(const struct smsgw_push *pub, size_t *len)
{
	const struct host_push *push = (const struct host_push *)pub;

	if (len != NULL)
		*len = push->body != NULL ? push->body_len : 0;
	return push->body != NULL ? push->body : "";
}

static bool
type_valid(const char *s)
{
	for (; *s != '\0'; s++)
		if (ascii_is_control(*s))
			return false;
	return true;
}

void
host_reply_set(struct smsgw_reply *pub, int32_t status,
    const char *content_type, const void *data, size_t len)
{
	struct host_reply *reply = (struct host_reply *)pub;
	char *type, *body;

	if (status < 200 || status > 599 || (data == NULL && len > 0) ||
	    len > REPLY_MAX ||
	    (content_type != NULL && !type_valid(content_type))) {
		reply->failed = true;
		return;
	}
	type = strdup(content_type != NULL ? content_type : "");
	body = calloc(1, len + 1);
	if (type == NULL || body == NULL) {
		free(type);
		free(body);
		reply->failed = true;
		return;
	}
	if (len > 0)
		memcpy(body, data, len);
	host_reply_fini(reply);
	reply->status = status;
	reply->content_type = type;
	reply->body = body;
	reply->body_len = len;
}

void
host_reply_fini(struct host_reply *reply)
{
	if (reply == NULL)
		return;
	free(reply->content_type);
	free(reply->body);
	reply->content_type = NULL;
	reply->body = NULL;
	reply->body_len = 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of a request: the URL with its parameters, the form encoded, and
 * the headers with Content-Type among them.
 */
#include "request.h"

#include <string.h>

#include "ascii.h"
#include "encode.h"
#include "precondition.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

/* Far more than any provider takes. */
#define ENCODED_MAX ((size_t)4 * 1024 * 1024)

/* Appends name=value&name=value. */
static void
add_pairs(struct buf *out, const struct request_pairs *pairs)
{
	const struct request_pair *pair;
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		pair = &pairs->items[i];
		if (i > 0)
			(void)buf_putc(out, '&');
		(void)encode_url_to(out, pair->name, strlen(pair->name));
		(void)buf_putc(out, '=');
		(void)encode_url_to(out, pair->value, strlen(pair->value));
	}
}

/* Moves what was written into the arena; "" when memory ran out. */
static char *
settle(struct request *r, struct buf *out)
{
	static char nothing[1];
	char *copy = NULL;

	if (out->failed)
		r->arena->failed = true;
	else
		copy = arena_strdup(r->arena, buf_str(out));
	buf_fini(out);
	return copy != NULL ? copy : nothing;
}

const char *
request_url(struct request *r)
{
	const char *mark;
	struct buf out;
	size_t len;

	require_or_return(r != NULL, "");
	if (r->queries.count == 0)
		return r->url;
	buf_init(&out, ENCODED_MAX);
	(void)buf_puts(&out, r->url);
	mark = strchr(r->url, '?');
	len = strlen(r->url);
	if (mark == NULL)
		(void)buf_putc(&out, '?');
	else if (r->url[len - 1] != '?' && r->url[len - 1] != '&')
		(void)buf_putc(&out, '&');
	add_pairs(&out, &r->queries);
	return settle(r, &out);
}

static const char *
copy_part(struct request *r, const char *start, size_t len)
{
	const char *copy = arena_strndup(r->arena, start, len);

	return copy != NULL ? copy : "";
}

const char *
request_url_part(struct request *r, uint32_t part)
{
	const char *url, *host, *path, *query;

	require_or_return(r != NULL, "");
	url = request_url(r);
	host = strstr(url, "://");
	if (host == NULL)
		return "";
	if (part == SMSGW_URL_SCHEME)
		return copy_part(r, url, (size_t)(host - url));
	host += 3;
	path = host + strcspn(host, "/?");
	if (part == SMSGW_URL_HOST)
		return copy_part(r, host, (size_t)(path - host));
	query = path + strcspn(path, "?");
	if (part == SMSGW_URL_PATH)
		return *path == '/' ?
		    copy_part(r, path, (size_t)(query - path)) :
		    "/";
	if (part == SMSGW_URL_QUERY)
		return *query == '?' ? query + 1 : "";
	request_blame(r,
	    "smsgw_request_url() was asked for a part that does "
	    "not exist; use one of SMSGW_URL_...");
	return "";
}

const char *
request_body(struct request *r, size_t *len)
{
	struct buf out;

	require_or_return(r != NULL, "");
	if (r->forms.count == 0) {
		if (len != NULL)
			*len = r->body_len;
		return r->body;
	}
	if (r->encoded == NULL) {
		buf_init(&out, ENCODED_MAX);
		add_pairs(&out, &r->forms);
		r->encoded = settle(r, &out);
	}
	if (len != NULL)
		*len = strlen(r->encoded);
	return r->encoded;
}

/* Whether a Content-Type is to be sent that no header gives; then it is set. */
static bool
type_needed(const struct request *r, struct request_pair *type)
{
	size_t i;

	for (i = 0; i < r->headers.count; i++)
		if (ascii_equal(r->headers.items[i].name, "Content-Type"))
			return false;
	*type = (struct request_pair){ "Content-Type", r->content_type, 0 };
	if (r->forms.count > 0)
		type->value = FORM_TYPE;
	return type->value != NULL;
}

size_t
request_header_count(const struct request *r)
{
	struct request_pair type;

	require_or_return(r != NULL, 0);
	return r->headers.count + (type_needed(r, &type) ? 1 : 0);
}

const struct request_pair *
request_header(struct request *r, size_t index)
{
	require_or_return(r != NULL, NULL);
	if (type_needed(r, &r->type)) {
		if (index == 0)
			return &r->type;
		index--;
	}
	return index < r->headers.count ? &r->headers.items[index] : NULL;
}

const struct request_pair *
request_headers(struct request *r, size_t *count)
{
	struct request_pair *all;
	size_t i, n;

	require_or_return(r != NULL && count != NULL, NULL);
	n = request_header_count(r);
	all = arena_calloc(r->arena, n + 1, sizeof(*all));
	if (all == NULL)
		return NULL;
	for (i = 0; i < n; i++)
		all[i] = *request_header(r, i);
	*count = n;
	return all;
}

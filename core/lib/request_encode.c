/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of a request: the URL with its parameters, the form encoded, and
 * the headers with Content-Type among them.
 */
#include "request.h"

#include <string.h>

#include "encode.h"
#include "precondition.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

/* Far more than any provider takes. */
#define ENCODED_MAX ((size_t)4 * 1024 * 1024)

/* How long name=value&name=value becomes. */
static size_t
pairs_length(const struct request_pairs *pairs)
{
	const struct request_pair *pair;
	size_t i, len = 0;

	for (i = 0; i < pairs->count; i++) {
		pair = &pairs->items[i];
		len += encode_url_length(pair->name, strlen(pair->name)) +
		    encode_url_length(pair->value, strlen(pair->value)) + 2;
	}
	return len;
}

/* Writes that; returns behind it. */
static char *
put_pairs(char *out, const struct request_pairs *pairs)
{
	const struct request_pair *pair;
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		pair = &pairs->items[i];
		if (i > 0)
			*out++ = '&';
		out = encode_url_put(out, pair->name, strlen(pair->name));
		*out++ = '=';
		out = encode_url_put(out, pair->value, strlen(pair->value));
	}
	return out;
}

/*
 * The pairs behind a beginning, with a character between unless that is NUL; ""
 * when memory ran out, or it is too long.
 */
static char *
join_pairs(struct request *r, const char *begin, char between,
    const struct request_pairs *pairs)
{
	static char nothing[1];
	size_t begin_len = strlen(begin);
	size_t len = begin_len + pairs_length(pairs);
	char *out, *end;

	if (len > ENCODED_MAX)
		r->arena->failed = true;
	out = arena_alloc(r->arena, len + 2);
	if (out == NULL)
		return nothing;
	memcpy(out, begin, begin_len);
	end = out + begin_len;
	if (between != '\0')
		*end++ = between;
	end = put_pairs(end, pairs);
	*end = '\0';
	return out;
}

const char *
request_url(struct request *r)
{
	const char *mark;
	size_t len;

	require_or_return(r != NULL, "");
	if (r->queries.count == 0)
		return r->url;
	mark = strchr(r->url, '?');
	len = strlen(r->url);
	if (mark == NULL)
		return join_pairs(r, r->url, '?', &r->queries);
	return join_pairs(r, r->url,
	    r->url[len - 1] != '?' && r->url[len - 1] != '&' ? '&' : '\0',
	    &r->queries);
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
	require_or_return(r != NULL, "");
	if (r->forms.count == 0) {
		if (len != NULL)
			*len = r->body_len;
		return r->body;
	}
	if (r->encoded == NULL)
		r->encoded = join_pairs(r, "", '\0', &r->forms);
	if (len != NULL)
		*len = strlen(r->encoded);
	return r->encoded;
}

/* Whether a Content-Type is to be sent that no header gives; then it is set. */
static bool
type_needed(const struct request *r, struct request_pair *type)
{
	if (r->typed)
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
	size_t n = 0;

	require_or_return(r != NULL && count != NULL, NULL);
	all = arena_calloc(r->arena, r->headers.count + 1, sizeof(*all));
	if (all == NULL)
		return NULL;
	if (type_needed(r, &r->type))
		all[n++] = r->type;
	if (r->headers.count > 0)
		memcpy(
		    all + n, r->headers.items, r->headers.count * sizeof(*all));
	*count = n + r->headers.count;
	return all;
}

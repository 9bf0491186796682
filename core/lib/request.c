/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a provider may put into a request, checked on its way in: a method and
 * a URL that the transport takes, headers that cannot smuggle a second one,
 * a form or a body.  The bytes that are sent are made in request_encode.c.
 */
#include "request.h"

#include <string.h>

#include "precondition.h"
#include "ascii.h"
#include "value.h"

#define METHOD_MAX 16
#define DELAY_MAX_MS 60000

/* What a request usually gets of a kind, and then some more at signing. */
#define PAIRS_MORE 8

/* Headers that the transport sets, or that would change how it reads. */
static const char *const reserved[] = { "Accept-Encoding", "Connection",
	"Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
	"Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
	"User-Agent" };

void
request_blame(struct request *r, const char *sentence)
{
	require_or_return_void(r != NULL && sentence != NULL);
	if (r->mistake == NULL)
		r->mistake = sentence;
}

/* The same with what it is about; cut, since it may be anything. */
static void
blame_name(struct request *r, const char *name, const char *sentence)
{
	const char *text;

	text = arena_printf(r->arena, "\"%.60s\": %s", name, sentence);
	request_blame(r, text != NULL ? text : sentence);
}

void
request_init(struct request *r, const struct smsgw_host *host,
    struct arena *arena, const char *url)
{
	require_or_return_void(r != NULL && arena != NULL);
	*r = (struct request){
		.pub.host = host,
		.arena = arena,
		.method = "POST",
		.url = "",
		.body = "",
	};
	if (url != NULL)
		r->url = url;
}

static struct request_pair *
pair_new(struct request *r, struct request_pairs *pairs)
{
	struct request_pair *items;
	size_t size;

	if (pairs->count < pairs->size)
		return &pairs->items[pairs->count];
	size = pairs->size == 0 ? PAIRS_MORE : pairs->size * 2;
	items = arena_calloc(r->arena, size, sizeof(*items));
	if (items == NULL)
		return NULL;
	if (pairs->count > 0)
		memcpy(items, pairs->items, pairs->count * sizeof(*items));
	pairs->items = items;
	pairs->size = size;
	return &pairs->items[pairs->count];
}

static void
pair_add(struct request *r, struct request_pairs *pairs, const char *name,
    const char *value, uint32_t flags)
{
	struct request_pair *pair = pair_new(r, pairs);
	size_t name_size = strlen(name) + 1, value_size = strlen(value) + 1;
	char *both = arena_alloc(r->arena, name_size + value_size);

	if (pair == NULL || both == NULL)
		return;
	memcpy(both, name, name_size);
	memcpy(both + name_size, value, value_size);
	*pair = (struct request_pair){ both, both + name_size, flags };
	pairs->count++;
}

/* A copy of the list, with room for what sign() adds. */
static void
pairs_copy(struct arena *arena, struct request_pairs *pairs)
{
	const struct request_pair *from = pairs->items;

	pairs->size = pairs->count + PAIRS_MORE;
	pairs->items = arena_calloc(arena, pairs->size, sizeof(*from));
	if (pairs->items == NULL)
		*pairs = (struct request_pairs){ .items = NULL };
	else if (pairs->count > 0)
		memcpy(pairs->items, from, pairs->count * sizeof(*from));
}

static const char *
copy_or_empty(struct arena *arena, const char *s)
{
	const char *copy = arena_strdup(arena, s);

	return copy != NULL ? copy : "";
}

void
request_copy(
    struct request *to, const struct request *from, struct arena *arena)
{
	require_or_return_void(to != NULL && from != NULL && to != from);
	*to = *from;
	to->arena = arena;
	pairs_copy(arena, &to->queries);
	pairs_copy(arena, &to->headers);
	pairs_copy(arena, &to->forms);
}

void
request_set_method(struct request *r, const char *method)
{
	static const char *const refused[] = { "CONNECT", "HEAD", "TRACE" };
	size_t i, len;

	require_or_return_void(r != NULL);
	len = method != NULL ? strlen(method) : 0;
	for (i = 0; i < len && ascii_is_upper(method[i]); i++)
		;
	if (len == 0 || i < len || len > METHOD_MAX) {
		request_blame(r,
		    "smsgw_method() was given no method; give "
		    "one in capital letters, such as POST");
		return;
	}
	for (i = 0; i < ARRAY_LEN(refused); i++)
		if (strcmp(method, refused[i]) == 0) {
			blame_name(r, method,
			    "this method cannot carry a "
			    "message; use GET, POST or PUT");
			return;
		}
	r->method = copy_or_empty(r->arena, method);
}

void
request_set_url(struct request *r, const char *url)
{
	const char *expected, *text;

	require_or_return_void(r != NULL);
	if (url == NULL) {
		request_blame(r, "smsgw_url() was given NULL; give a URL");
		return;
	}
	if (value_url(url, NULL, &expected) != 0) {
		text = arena_printf(r->arena,
		    "the URL cannot be used; "
		    "expected %s",
		    expected);
		request_blame(r,
		    text != NULL ? text :
				   "the URL cannot be used; check sms_url");
		return;
	}
	r->url = copy_or_empty(r->arena, url);
}

/* Whether name and value are there; blames the function otherwise. */
static bool
given(struct request *r, const char *function, const char *name,
    const char *value)
{
	const char *text;

	if (name != NULL && name[0] != '\0' && value != NULL)
		return true;
	text = arena_printf(r->arena,
	    "%s was given %s; give a name and a "
	    "value",
	    function, value == NULL ? "no value" : "no name");
	request_blame(r, text != NULL ? text : "a name or a value is missing");
	return false;
}

void
request_add_query(
    struct request *r, const char *name, const char *value, uint32_t flags)
{
	require_or_return_void(r != NULL);
	if (given(r, "smsgw_query()", name, value))
		pair_add(r, &r->queries, name, value, flags);
}

static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if (ascii_is_control(*s))
			return true;
	return false;
}

/* Whether a header may be sent; else the reason is noted. */
static bool
header_allowed(struct request *r, const char *name, const char *value)
{
	size_t i;

	if (!ascii_is_token(name)) {
		blame_name(r, name,
		    "this is no name of a header; use letters,"
		    " digits and -");
		return false;
	}
	for (i = 0; i < ARRAY_LEN(reserved); i++)
		if (ascii_equal(name, reserved[i])) {
			blame_name(r, name,
			    "smsgw sets this header itself; "
			    "leave it out");
			return false;
		}
	if (has_control(value)) {
		blame_name(r, name,
		    "the header's value has a line break or "
		    "another control character; encode it");
		return false;
	}
	return true;
}

void
request_add_header(
    struct request *r, const char *name, const char *value, uint32_t flags)
{
	struct request_pair *pair;
	char *own;
	size_t i;

	require_or_return_void(r != NULL);
	if (!given(r, "smsgw_header()", name, value) ||
	    !header_allowed(r, name, value))
		return;
	for (i = 0; i < r->headers.count; i++) {
		pair = &r->headers.items[i];
		if (!ascii_equal(pair->name, name))
			continue;
		own = arena_strdup(r->arena, value);
		if (own != NULL)
			*pair = (struct request_pair){ pair->name, own, flags };
		return;
	}
	pair_add(r, &r->headers, name, value, flags);
	r->typed = r->typed || ascii_equal(name, "Content-Type");
}

void
request_add_form(
    struct request *r, const char *name, const char *value, uint32_t flags)
{
	require_or_return_void(r != NULL);
	if (!given(r, "smsgw_form()", name, value))
		return;
	if (r->body_len > 0 || r->content_type != NULL) {
		request_blame(r,
		    "the request has a body already, so it can "
		    "have no form; use smsgw_body() or smsgw_form()");
		return;
	}
	r->encoded = NULL;
	pair_add(r, &r->forms, name, value, flags);
}

void
request_set_body(struct request *r, const void *data, size_t len,
    const char *content_type, uint32_t flags)
{
	const char *own, *type;

	require_or_return_void(r != NULL);
	if ((data == NULL && len > 0) || content_type == NULL ||
	    content_type[0] == '\0') {
		request_blame(r,
		    "smsgw_body() was given no data or no type; "
		    "give both, such as \"application/json\"");
		return;
	}
	if (has_control(content_type)) {
		request_blame(r,
		    "the body's type has a control character; "
		    "give a type such as \"application/json\"");
		return;
	}
	if (r->forms.count > 0) {
		request_blame(r,
		    "the request has a form already, so it can "
		    "have no body; use smsgw_body() or smsgw_form()");
		return;
	}
	own = arena_memdup(r->arena, data, len);
	type = arena_strdup(r->arena, content_type);
	if (own == NULL || type == NULL)
		return;
	r->body = own;
	r->body_len = len;
	r->content_type = type;
	r->body_flags = flags;
}

void
request_set_view(struct request *r, const char *text)
{
	require_or_return_void(r != NULL);
	if (text == NULL)
		request_blame(r, "smsgw_view() was given NULL; give a text");
	else
		r->view = arena_strdup(r->arena, text);
}

void
request_set_delay(struct request *r, int64_t delay_ms)
{
	require_or_return_void(r != NULL);
	if (delay_ms < 0 || delay_ms > DELAY_MAX_MS)
		request_blame(r,
		    "smsgw_delay() was given a time that is out "
		    "of range; give 0 to 60000 milliseconds");
	else
		r->delay_ms = delay_ms;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects an answer as it comes, header lines and body, each with its end:
 * a provider that never stops talking is left, not listened to.
 */
#include "precondition.h"
#include "lang.h"
#include "transport_call.h"

#include <stdlib.h>

#define HEADERS_AT_FIRST 16
#define HEADERS_MOST 512

/*
 * The strings of the longest header with a NUL and rounding for each, and the
 * lists that were outgrown.
 */
#define ARENA_MAX                                                \
	(TRANSPORT_HEADERS_MAX + (size_t)HEADERS_MOST * 2 * 32 + \
	    (size_t)HEADERS_MOST * 2 * sizeof(struct transport_header))

struct transport_answer *
transport_answer_new(void)
{
	struct transport_answer *a;

	a = calloc(1, sizeof(*a));
	if (a == NULL)
		return NULL;
	arena_init(&a->arena, ARENA_MAX);
	buf_init(&a->body, TRANSPORT_BODY_MAX);
	a->result.body = a->empty;
	return a;
}

void
transport_answer_close(struct transport_answer *a)
{
	if (a->body.len > 0) {
		a->result.body = a->body.data;
		a->result.body_len = a->body.len;
	}
	a->result.content_type =
	    transport_result_header(&a->result, "Content-Type");
}

void
transport_result_free(struct transport_result *result)
{
	struct transport_answer *a = (struct transport_answer *)result;

	if (a == NULL)
		return;
	arena_fini(&a->arena);
	buf_fini(&a->body);
	wipe(a, sizeof(*a));
	free(a);
}

const char *
transport_result_header(const struct transport_result *result, const char *name)
{
	size_t i;

	require_or_return(result != NULL && name != NULL, NULL);
	for (i = 0; i < result->header_count; i++) {
		if (curl_strequal(result->headers[i].name, name) != 0)
			return result->headers[i].value;
	}
	return NULL;
}

/*
 * A new status line: what an interim answer (1xx) brought is forgotten.  0, or
 * -3 when it is of another HTTP than the request, or leaves HTTP (101).
 */
static int
begin_status(
    struct transport_answer *a, const char *line, size_t len, bool http2)
{
	const char *p;
	int status = 0, digits = 0;

	p = memchr(line, ' ', len);
	while (p != NULL && ++p < line + len && digits < 3 && *p >= '0' &&
	    *p <= '9') {
		status = status * 10 + (*p - '0');
		digits++;
	}
	a->result.status = digits == 3 ? status : 0;
	a->result.header_count = 0;
	a->begun = true;
	if (http2 && len >= 7 && memcmp(line, "HTTP/2 ", 7) == 0)
		return 0;
	return len >= 7 && memcmp(line, "HTTP/1.", 7) == 0 && status != 101 ?
	    0 :
	    -3;
}

/* 0; -1 when there is no memory, -2 when there are too many. */
static int
grow_headers(struct transport_answer *a)
{
	struct transport_result *r = &a->result;
	struct transport_header *more;
	size_t cap;

	if (r->header_count < a->header_cap)
		return 0;
	if (a->header_cap >= HEADERS_MOST)
		return -2;
	cap = a->header_cap == 0 ? HEADERS_AT_FIRST : a->header_cap * 2;
	more = arena_calloc(&a->arena, cap, sizeof(*more));
	if (more == NULL)
		return -1;
	if (r->header_count > 0)
		memcpy(more, r->headers, r->header_count * sizeof(*more));
	r->headers = more;
	a->header_cap = cap;
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A line "name: value"; one that continues another (obsolete) is left out. */
static int
add_header(struct transport_answer *a, const char *line, size_t len)
{
	struct transport_header h;
	const char *colon, *value, *end = line + len;
	int rc;

	colon = memchr(line, ':', len);
	if (colon == NULL || colon == line || is_space(*line))
		return 0;
	rc = grow_headers(a);
	if (rc != 0)
		return rc;
	value = colon + 1;
	while (value < end && is_space(*value))
		value++;
	while (end > value && is_space(end[-1]))
		end--;
	h.name = arena_strndup(&a->arena, line, (size_t)(colon - line));
	h.value = arena_strndup(&a->arena, value, (size_t)(end - value));
	if (h.name == NULL || h.value == NULL)
		return -1;
	a->result.headers[a->result.header_count++] = h;
	return 0;
}

/* libcurl hands over whole lines, of every header and of the trailer. */
size_t
transport_take_header(char *data, size_t size, size_t n, void *arg)
{
	struct transport_call *call = arg;
	struct transport_answer *a = call->answer;
	size_t len = size * n; /* size is always 1 */
	int rc = 0;

	a->header_bytes += len;
	if (a->header_bytes > TRANSPORT_HEADERS_MAX)
		rc = -2;
	else if (a->final)
		return len;
	else if (len >= 5 && memcmp(data, "HTTP/", 5) == 0)
		rc = begin_status(a, data, len, call->line->target.http2);
	else if (len <= 2 && is_space(data[0]))
		a->final = a->result.status >= 200;
	else
		rc = add_header(a, data, len);
	if (rc == 0)
		return len;
	if (rc == -1)
		transport_fail(call, "no-memory", _("for the answer's header"));
	else if (rc == -3)
		transport_fail(
		    call, "answer-not-http", _("it is of another protocol"));
	else
		transport_fail(call, "answer-too-large",
		    _("its header is over %zu KiB or %d lines"),
		    TRANSPORT_HEADERS_MAX / 1024, HEADERS_MOST);
	return 0;
}

size_t
transport_take_body(char *data, size_t size, size_t n, void *arg)
{
	struct transport_call *call = arg;
	struct buf *body = &call->answer->body;
	size_t len = size * n;

	if (len == 0)
		return 0;
	if (buf_add(body, data, len) == 0)
		return len;
	if (len > TRANSPORT_BODY_MAX - body->len)
		transport_fail(call, "answer-too-large",
		    _("its body is over %zu KiB"), TRANSPORT_BODY_MAX / 1024);
	else
		transport_fail(call, "no-memory", _("for the answer's body"));
	return 0;
}

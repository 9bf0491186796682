/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a request from a buffer that fills by and by.  It is not evhttp that
 * reads, since a stand-in has to misbehave between any two bytes.
 */
#include "incoming.h"

#include <stdlib.h>

#include "ascii.h"
#include "encode.h"

#define HEAD_MAX ((size_t)256 * 1024)
#define BODY_MAX ((size_t)16 * 1024 * 1024)
#define HEADERS_MAX 100
#define ARENA_MAX ((size_t)128 * 1024 * 1024)

enum stage { STAGE_HEAD, STAGE_BODY, STAGE_SIZE, STAGE_CHUNK, STAGE_END };

void
incoming_init(struct incoming *request)
{
	*request = (struct incoming){ .method = NULL };
	arena_init(&request->arena, ARENA_MAX);
	buf_init(&request->body, BODY_MAX);
}

void
incoming_fini(struct incoming *request)
{
	arena_fini(&request->arena);
	buf_fini(&request->body);
	*request = (struct incoming){ .method = NULL };
}

const char *
incoming_header(const struct incoming *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->headers.count; i++) {
		if (ascii_equal(request->headers.items[i].name, name))
			return request->headers.items[i].value;
	}
	return NULL;
}

const char *
pairs_get(const struct pairs *pairs, const char *name)
{
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		if (strcmp(pairs->items[i].name, name) == 0)
			return pairs->items[i].value;
	}
	return NULL;
}

int
pairs_parse(struct arena *arena, const char *text, struct pairs *pairs)
{
	size_t len, name_len, count = 1;
	struct pair *pair;
	const char *at;

	*pairs = (struct pairs){ .count = 0 };
	for (at = text; *at != '\0'; at++)
		count += *at == '&';
	pairs->items = arena_calloc(arena, count, sizeof(*pairs->items));
	if (pairs->items == NULL)
		return -1;
	for (; *text != '\0'; text += len + (text[len] == '&')) {
		len = strcspn(text, "&");
		name_len = strcspn(text, "=&");
		if (len == 0)
			continue;
		pair = &pairs->items[pairs->count++];
		pair->name = decode_url(arena, text, name_len, NULL);
		pair->value = name_len == len ?
		    "" :
		    decode_url(
			arena, text + name_len + 1, len - name_len - 1, NULL);
		if (pair->name == NULL || pair->value == NULL)
			return -1;
	}
	return 0;
}

/* A line without its end; NULL while it is not whole. */
static char *
take_line(struct incoming *request, struct evbuffer *in)
{
	char *line, *copy;
	size_t len;

	line = evbuffer_readln(in, &len, EVBUFFER_EOL_CRLF);
	if (line == NULL)
		return NULL;
	copy = arena_strndup(&request->arena, line, len);
	free(line);
	return copy;
}

/* GET /path?query HTTP/1.1 */
static int
take_start(struct incoming *request, char *line)
{
	char *target, *version, *query;

	target = strchr(line, ' ');
	if (target == NULL)
		return -1;
	*target++ = '\0';
	version = strchr(target, ' ');
	if (version == NULL || target[0] != '/' || !ascii_is_token(line))
		return -1;
	*version++ = '\0';
	request->keep_alive = strcmp(version, "HTTP/1.1") == 0;
	query = strchr(target, '?');
	if (query != NULL)
		*query++ = '\0';
	request->raw_query = query != NULL ? query : "";
	request->path =
	    decode_url(&request->arena, target, strlen(target), NULL);
	if (request->path == NULL ||
	    pairs_parse(&request->arena, request->raw_query, &request->query) !=
		0)
		return -1;
	request->method = line;
	return 0;
}

/* Name: value */
static int
take_header(struct incoming *request, char *line)
{
	struct pair *pair;
	char *value, *end;

	value = strchr(line, ':');
	if (value == NULL || request->headers.count == HEADERS_MAX)
		return -1;
	*value++ = '\0';
	if (!ascii_is_token(line))
		return -1;
	while (ascii_is_blank(*value))
		value++;
	end = value + strlen(value);
	while (end > value && ascii_is_blank(end[-1]))
		*--end = '\0';
	pair = &request->headers.items[request->headers.count++];
	pair->name = line;
	pair->value = value;
	return 0;
}

/* What the headers say of the body and of the connection. */
static int
judge_head(struct incoming *request)
{
	const char *length = incoming_header(request, "Content-Length");
	const char *coding = incoming_header(request, "Transfer-Encoding");
	const char *connection = incoming_header(request, "Connection");
	const char *expect = incoming_header(request, "Expect");
	char *end;

	if (connection != NULL && ascii_equal(connection, "close"))
		request->keep_alive = false;
	request->wants_continue =
	    expect != NULL && ascii_equal(expect, "100-continue");
	request->chunked = coding != NULL && ascii_equal(coding, "chunked");
	if (coding != NULL && (!request->chunked || length != NULL))
		return -1;
	request->stage = request->chunked ? STAGE_SIZE : STAGE_BODY;
	if (length == NULL)
		return 0;
	if (!ascii_is_digit(length[0]))
		return -1;
	request->left = strtoul(length, &end, 10);
	return *end == '\0' && request->left <= BODY_MAX ? 0 : -1;
}

static enum incoming_state
read_head(struct incoming *request, struct evbuffer *in)
{
	struct evbuffer_ptr end;
	char *line;

	end = evbuffer_search(in, "\r\n\r\n", 4, NULL);
	if (end.pos < 0)
		return evbuffer_get_length(in) > HEAD_MAX ? INCOMING_BAD :
							    INCOMING_MORE;
	request->headers.items = arena_calloc(
	    &request->arena, HEADERS_MAX, sizeof(*request->headers.items));
	line = take_line(request, in);
	if (request->headers.items == NULL || line == NULL ||
	    take_start(request, line) != 0)
		return INCOMING_BAD;
	for (;;) {
		line = take_line(request, in);
		if (line == NULL)
			return INCOMING_BAD;
		if (line[0] == '\0')
			break;
		if (take_header(request, line) != 0)
			return INCOMING_BAD;
	}
	return judge_head(request) == 0 ? INCOMING_HEAD : INCOMING_BAD;
}

/* Moves up to `left` bytes into the body; -1 when they do not fit. */
static int
take_body(struct incoming *request, struct evbuffer *in)
{
	char piece[8192];
	int n;

	while (request->left > 0) {
		n = evbuffer_remove(in, piece,
		    request->left < sizeof(piece) ? request->left :
						    sizeof(piece));
		if (n <= 0)
			return 0;
		if (buf_add(&request->body, piece, (size_t)n) != 0)
			return -1;
		request->left -= (size_t)n;
	}
	return 0;
}

/* Reads one line between chunks; the stage after it. */
static enum incoming_state
read_size(struct incoming *request, struct evbuffer *in)
{
	char *line, *end;

	line = take_line(request, in);
	if (line == NULL)
		return INCOMING_MORE;
	if (request->stage == STAGE_END)
		return line[0] == '\0' ? INCOMING_WHOLE : INCOMING_HEAD;
	if (line[0] == '\0' && request->stage == STAGE_CHUNK) {
		request->stage = STAGE_SIZE;
		return INCOMING_HEAD;
	}
	if (request->stage != STAGE_SIZE || ascii_hex(line[0]) < 0)
		return INCOMING_BAD;
	request->left = strtoul(line, &end, 16);
	if ((*end != '\0' && *end != ';') || request->left > BODY_MAX)
		return INCOMING_BAD;
	request->stage = request->left == 0 ? STAGE_END : STAGE_CHUNK;
	return INCOMING_HEAD;
}

static enum incoming_state
read_chunks(struct incoming *request, struct evbuffer *in)
{
	enum incoming_state state;

	do {
		if (take_body(request, in) != 0)
			return INCOMING_BAD;
		if (request->left > 0)
			return INCOMING_MORE;
		state = read_size(request, in);
	} while (state == INCOMING_HEAD);
	return state;
}

enum incoming_state
incoming_read(struct incoming *request, struct evbuffer *in)
{
	if (request->stage == STAGE_HEAD)
		return read_head(request, in);
	if (request->chunked)
		return read_chunks(request, in);
	if (take_body(request, in) != 0)
		return INCOMING_BAD;
	return request->left > 0 ? INCOMING_MORE : INCOMING_WHOLE;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: writing JSON, compact and in the order of the calls.  A
 * call that would make it no JSON fails the provider's call.
 */
#include <string.h>

#include "ascii.h"
#include "host_part.h"
#include "utf8.h"

#define DEPTH_MAX 32
#define JSON_TEXT_MAX ((size_t)1024 * 1024)

struct host_json {
	struct smsgw_json pub; /* first */
	struct gateway *gw;
	struct arena *arena;
	char *data; /* a NUL follows */
	size_t len, size;
	int depth; /* how many are open */
	bool array[DEPTH_MAX];
	bool begun[DEPTH_MAX]; /* has a member */
	bool done;
};

static struct host_json *
json_of(struct smsgw_json *pub)
{
	return (struct host_json *)pub;
}

/* What is handed out when there is no memory for a real one. */
static bool
is_usable(const struct host_json *json)
{
	return json->arena != NULL && !json->arena->failed;
}

static void
put(struct host_json *json, const char *s, size_t len)
{
	size_t size = json->size == 0 ? 256 : json->size;
	char *data;

	if (!is_usable(json))
		return;
	if (len > JSON_TEXT_MAX - json->len) {
		host_blame(json->gw, "the JSON text is longer than %zu bytes",
		    JSON_TEXT_MAX);
		return;
	}
	while (size < json->len + len + 1)
		size *= 2;
	if (size != json->size) {
		data = arena_alloc(json->arena, size);
		if (data == NULL)
			return;
		if (json->len > 0)
			memcpy(data, json->data, json->len);
		json->data = data;
		json->size = size;
	}
	memcpy(json->data + json->len, s, len);
	json->len += len;
	json->data[json->len] = '\0';
}

/* The character in its escaped form; how many bytes of out it takes. */
static size_t
escape(char c, char out[6])
{
	static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	static const char digits[] = "0123456789abcdef";
	const char *at;

	out[0] = '\\';
	for (at = shorts; *at != '\0'; at += 2)
		if (*at == c) {
			out[1] = at[1];
			return 2;
		}
	memcpy(out + 1, "u00", 3);
	out[4] = digits[(unsigned char)c >> 4];
	out[5] = digits[(unsigned char)c & 15];
	return 6;
}

static void
put_string(struct host_json *json, const char *s)
{
	char escaped[6];
	const char *plain = s;

	put(json, "\"", 1);
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s >= 0x20 && *s != '"' && *s != '\\')
			continue;
		put(json, plain, (size_t)(s - plain));
		put(json, escaped, escape(*s, escaped));
		plain = s + 1;
	}
	put(json, plain, (size_t)(s - plain));
	put(json, "\"", 1);
}

/* Whether a member may stand here; writes comma and name if so. */
static bool
begin(struct host_json *json, const char *name, const char *function)
{
	bool in_array;

	if (!is_usable(json))
		return false;
	if (json->done || json->depth == 0) {
		host_blame(json->gw, "%s was called %s", function,
		    json->done ? "behind the end of the JSON text" :
				 "before an object or array was opened");
		return false;
	}
	in_array = json->array[json->depth - 1];
	if (in_array != (name == NULL)) {
		host_blame(json->gw, "%s was given %s", function,
		    in_array ? "a name in an array" : "no name in an object");
		return false;
	}
	if (name != NULL && !utf8_valid(name, strlen(name))) {
		host_blame(
		    json->gw, "%s was given a name that is no UTF-8", function);
		return false;
	}
	if (json->begun[json->depth - 1])
		put(json, ",", 1);
	json->begun[json->depth - 1] = true;
	if (name != NULL) {
		put_string(json, name);
		put(json, ":", 1);
	}
	return true;
}

struct smsgw_json *
host_json_new(struct smsgw_gateway *pub)
{
	static struct host_json none = { .pub.host = &host_table };
	struct host_json *json = NULL;
	struct arena *scratch;

	scratch = host_scratch(gateway_of(pub), "smsgw_json_new()");
	if (scratch != NULL)
		json = arena_alloc(scratch, sizeof(*json));
	if (json == NULL)
		return &none.pub;
	json->pub.host = pub->host;
	json->gw = gateway_of(pub);
	json->arena = scratch;
	return &json->pub;
}

void
host_json_open(struct smsgw_json *pub, const char *name, int32_t array)
{
	struct host_json *json = json_of(pub);
	bool first = json->depth == 0 && json->len == 0 && name == NULL;

	if (!is_usable(json))
		return;
	if (!first && !begin(json, name, "smsgw_json_object() or _array()"))
		return;
	if (json->depth == DEPTH_MAX) {
		host_blame(json->gw,
		    "smsgw_json_object() or _array() opened "
		    "more than %d at once",
		    DEPTH_MAX);
		return;
	}
	json->array[json->depth] = array != 0;
	json->begun[json->depth] = false;
	json->depth++;
	put(json, array != 0 ? "[" : "{", 1);
}

void
host_json_close(struct smsgw_json *pub)
{
	struct host_json *json = json_of(pub);

	if (!is_usable(json))
		return;
	if (json->depth == 0) {
		host_blame(json->gw,
		    "smsgw_json_close() was called with "
		    "nothing open");
		return;
	}
	json->depth--;
	put(json, json->array[json->depth] ? "]" : "}", 1);
	if (json->depth == 0)
		json->done = true;
}

void
host_json_string(
    struct smsgw_json *pub, const char *name, const char *value, uint32_t flags)
{
	struct host_json *json = json_of(pub);

	if (!is_usable(json))
		return;
	if (value == NULL || !utf8_valid(value, strlen(value))) {
		host_blame(json->gw, "smsgw_json_string() was given %s",
		    value == NULL ? "no value" : "a value that is no UTF-8");
		return;
	}
	if (flags & SMSGW_SECRET)
		host_hide(json->gw, value);
	if (begin(json, name, "smsgw_json_string()"))
		put_string(json, value);
}

static const char *
skip_digits(const char *s)
{
	while (ascii_is_digit(*s))
		s++;
	return s;
}

/* A number of RFC 8259, section 6. */
static bool
is_number(const char *s)
{
	const char *end;

	if (*s == '-')
		s++;
	end = skip_digits(s);
	if (end == s || (*s == '0' && end > s + 1))
		return false;
	if (*end == '.') {
		s = end + 1;
		end = skip_digits(s);
		if (end == s)
			return false;
	}
	if (*end == 'e' || *end == 'E') {
		s = end + 1;
		if (*s == '+' || *s == '-')
			s++;
		end = skip_digits(s);
		if (end == s)
			return false;
	}
	return *end == '\0';
}

void
host_json_literal(struct smsgw_json *pub, const char *name, const char *literal)
{
	struct host_json *json = json_of(pub);

	if (!is_usable(json))
		return;
	if (literal == NULL ||
	    (strcmp(literal, "true") != 0 && strcmp(literal, "false") != 0 &&
		strcmp(literal, "null") != 0 && !is_number(literal))) {
		host_blame(json->gw,
		    "smsgw_json_literal() was given what is "
		    "no number, true, false or null");
		return;
	}
	if (begin(json, name, "smsgw_json_literal()"))
		put(json, literal, strlen(literal));
}

const char *
host_json_text(struct smsgw_json *pub)
{
	struct host_json *json = json_of(pub);

	if (!is_usable(json))
		return "";
	while (json->depth > 0)
		host_json_close(pub);
	if (json->len == 0)
		host_blame(json->gw,
		    "smsgw_json_text() was called before "
		    "anything was written");
	return is_usable(json) ? host_string(json->data) : "";
}

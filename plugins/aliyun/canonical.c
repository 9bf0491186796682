/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What both signatures are made over: strings put together in one allocation,
 * and parameters in their canonical form.
 */
#include "aliyun.h"

#include <stdlib.h>
#include <string.h>

char *
aliyun_join(struct smsgw_gateway *gw, const char *const *parts, size_t n)
{
	size_t i, len = 0, piece;
	char *out, *end;

	for (i = 0; i < n; i++)
		len += strlen(parts[i]);
	out = end = smsgw_alloc(gw, len + 1);
	for (i = 0; out != NULL && i < n; i++) {
		piece = strlen(parts[i]);
		memcpy(end, parts[i], piece);
		end += piece;
	}
	return out;
}

static int
pair_compare(const void *a, const void *b)
{
	const struct aliyun_pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

const char *
aliyun_canonical(
    struct smsgw_gateway *gw, struct aliyun_pair *pairs, size_t count)
{
	const char **parts, *text;
	size_t i;

	if (count == 0)
		return "";
	qsort(pairs, count, sizeof(*pairs), pair_compare);
	parts = smsgw_alloc(gw, 4 * count * sizeof(*parts));
	if (parts == NULL)
		return "";
	for (i = 0; i < count; i++) {
		parts[4 * i] = i > 0 ? "&" : "";
		parts[4 * i + 1] =
		    smsgw_url_encode(gw, pairs[i].name, strlen(pairs[i].name));
		parts[4 * i + 2] = "=";
		parts[4 * i + 3] = smsgw_url_encode(
		    gw, pairs[i].value, strlen(pairs[i].value));
	}
	text = aliyun_join(gw, parts, 4 * count);
	return text != NULL ? text : "";
}

/* One side of a pair as it was before it was encoded; as it is when not so. */
static const char *
decode(struct smsgw_gateway *gw, const char *text, size_t len)
{
	char *piece = smsgw_printf(gw, "%.*s", (int)len, text), *decoded;
	size_t ignored;

	decoded = smsgw_url_decode(gw, piece, &ignored);
	return decoded != NULL ? decoded : piece;
}

/* The array has room for `more` behind the *count; NULL without memory. */
struct aliyun_pair *
aliyun_query_pairs(struct smsgw_gateway *gw, struct smsgw_request *r,
    size_t more, size_t *count)
{
	const char *text = smsgw_request_url(r, SMSGW_URL_QUERY), *c;
	struct aliyun_pair *pairs;
	size_t len, equals, room = 1;

	for (c = text; *c != '\0'; c++)
		room += *c == '&';
	*count = 0;
	pairs = smsgw_alloc(gw, (room + more) * sizeof(*pairs));
	for (; pairs != NULL && *text != '\0'; text += len) {
		text += *text == '&';
		len = strcspn(text, "&");
		equals = strcspn(text, "=&");
		if (len == 0)
			continue;
		pairs[*count].name = decode(gw, text, equals);
		pairs[*count].value = equals == len ?
		    "" :
		    decode(gw, text + equals + 1, len - equals - 1);
		++*count;
	}
	return pairs;
}

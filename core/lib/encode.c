/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plain encodings.  libcrypto and libcurl have some of them, each with
 * line ends, length limits or laxness that a signature would not survive.
 */
#include "encode.h"

#include "ascii.h"
#include "precondition.h"

const char encode_base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789+/";

/* Letters, digits and -._~ by a bit each. */
static bool
is_unreserved(char c)
{
	static const uint32_t unreserved[8] = { 0, 0x03ff6000, 0x87fffffe,
		0x47fffffe };
	unsigned char byte = (unsigned char)c;

	return (unreserved[byte >> 5] >> (byte & 31) & 1) != 0;
}

size_t
encode_url_length(const char *data, size_t len)
{
	size_t i, n = len;

	for (i = 0; i < len; i++)
		n += is_unreserved(data[i]) ? 0 : 2;
	return n;
}

char *
encode_url_put(char *out, const char *data, size_t len)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < len; i++) {
		if (is_unreserved(data[i])) {
			*out++ = data[i];
			continue;
		}
		*out++ = '%';
		*out++ = digits[(unsigned char)data[i] >> 4];
		*out++ = digits[(unsigned char)data[i] & 15];
	}
	return out;
}

char *
encode_url(struct arena *arena, const void *data, size_t len)
{
	char *out;

	require_or_return(data != NULL || len == 0, NULL);
	if (len > SIZE_MAX / 4) {
		arena->failed = true;
		return NULL;
	}
	out = arena_alloc(arena, encode_url_length(data, len) + 1);
	if (out != NULL)
		encode_url_put(out, data, len);
	return out;
}

int
encode_url_to(struct buf *out, const void *data, size_t len)
{
	const char *in = data;
	char piece[3];
	size_t i;

	for (i = 0; i < len; i++)
		(void)buf_add(out, piece,
		    (size_t)(encode_url_put(piece, in + i, 1) - piece));
	return out->failed ? -1 : 0;
}

char *
decode_url(struct arena *arena, const char *text, size_t size, size_t *len)
{
	size_t i, n = 0;
	int high, low;
	char *out;

	require_or_return(text != NULL, NULL);
	out = arena_alloc(arena, size + 1);
	if (out == NULL)
		return NULL;
	for (i = 0; i < size; i++) {
		if (text[i] != '%') {
			out[n++] = text[i] == '+' ? ' ' : text[i];
			continue;
		}
		high = i + 2 < size ? ascii_hex(text[i + 1]) : -1;
		low = i + 2 < size ? ascii_hex(text[i + 2]) : -1;
		if (high < 0 || low < 0)
			return NULL;
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	if (len != NULL)
		*len = n;
	return out;
}

char *
encode_hex(struct arena *arena, const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *in = data;
	char *out;
	size_t i;

	require_or_return(data != NULL || len == 0, NULL);
	if (len > SIZE_MAX / 4) {
		arena->failed = true;
		return NULL;
	}
	out = arena_alloc(arena, len * 2 + 1);
	for (i = 0; out != NULL && i < len; i++) {
		out[2 * i] = digits[in[i] >> 4];
		out[2 * i + 1] = digits[in[i] & 15];
	}
	return out;
}

/* One group: 1 to 3 bytes become four characters. */
static void
put_group(char *out, const unsigned char *in, size_t len)
{
	uint32_t bits = (uint32_t)in[0] << 16;

	if (len > 1)
		bits |= (uint32_t)in[1] << 8;
	if (len > 2)
		bits |= in[2];
	out[0] = encode_base64_alphabet[bits >> 18];
	out[1] = encode_base64_alphabet[bits >> 12 & 63];
	out[2] = len > 1 ? encode_base64_alphabet[bits >> 6 & 63] : '=';
	out[3] = len > 2 ? encode_base64_alphabet[bits & 63] : '=';
}

char *
encode_base64(struct arena *arena, const void *data, size_t len)
{
	const unsigned char *in = data;
	char *out;
	size_t i;

	require_or_return(data != NULL || len == 0, NULL);
	if (len > SIZE_MAX / 4) {
		arena->failed = true;
		return NULL;
	}
	out = arena_alloc(arena, (len + 2) / 3 * 4 + 1);
	for (i = 0; out != NULL && i < len; i += 3)
		put_group(out + i / 3 * 4, in + i, len - i);
	return out;
}

static int
base64_value(char c)
{
	const char *at = c == '\0' ? NULL : strchr(encode_base64_alphabet, c);

	return at != NULL ? (int)(at - encode_base64_alphabet) : -1;
}

/* One group of four; how many bytes it holds, -1 when it is none. */
static int
get_group(const char *in, bool last, char *out)
{
	int v[4], n = 3, i;

	if (last && in[3] == '=')
		n = in[2] == '=' ? 1 : 2;
	for (i = 0; i < 4; i++) {
		v[i] = i > n ? 0 : base64_value(in[i]);
		if (v[i] < 0)
			return -1;
	}
	if ((n == 1 && (v[1] & 15) != 0) || (n == 2 && (v[2] & 3) != 0))
		return -1;
	out[0] = (char)(v[0] << 2 | v[1] >> 4);
	if (n > 1)
		out[1] = (char)((v[1] & 15) << 4 | v[2] >> 2);
	if (n > 2)
		out[2] = (char)((v[2] & 3) << 6 | v[3]);
	return n;
}

char *
decode_base64(struct arena *arena, const char *text, size_t *len)
{
	size_t size, i, n = 0;
	int got;
	char *out;

	require_or_return(text != NULL, NULL);
	size = strlen(text);
	if (size % 4 != 0)
		return NULL;
	out = arena_alloc(arena, size / 4 * 3 + 1);
	if (out == NULL)
		return NULL;
	for (i = 0; i < size; i += 4) {
		got = get_group(text + i, i + 4 == size, out + n);
		if (got < 0)
			return NULL;
		n += (size_t)got;
	}
	if (len != NULL)
		*len = n;
	return out;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes that grow.  What is outgrown stays in the scratch memory until the
 * call's is given back, which doubling keeps below twice the final length.
 */
#include "bytes.h"

#include <string.h>

void
bytes_init(struct bytes *bytes, struct smsgw_gateway *gw)
{
	*bytes = (struct bytes){ .gw = gw };
}

void
bytes_add(struct bytes *bytes, const void *data, size_t len)
{
	size_t size = bytes->size > 0 ? bytes->size : 128;
	char *grown;

	if (bytes->failed || len == 0)
		return;
	if (len > SIZE_MAX / 4 - bytes->len) {
		bytes->failed = true;
		return;
	}
	while (size < bytes->len + len + 1)
		size *= 2;
	if (size != bytes->size) {
		grown = smsgw_alloc(bytes->gw, size);
		if (grown == NULL) {
			bytes->failed = true;
			return;
		}
		if (bytes->len > 0)
			memcpy(grown, bytes->data, bytes->len);
		bytes->data = grown;
		bytes->size = size;
	}
	memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
	bytes->data[bytes->len] = '\0';
}

void
bytes_puts(struct bytes *bytes, const char *s)
{
	bytes_add(bytes, s, strlen(s));
}

void
bytes_putc(struct bytes *bytes, char c)
{
	bytes_add(bytes, &c, 1);
}

const char *
bytes_str(const struct bytes *bytes)
{
	return bytes->data != NULL ? bytes->data : "";
}

char *
bytes_dup(struct smsgw_gateway *gw, const char *s, size_t len)
{
	char *copy = smsgw_alloc(gw, len + 1);

	if (copy != NULL && len > 0)
		memcpy(copy, s, len);
	return copy;
}

bool
ascii_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

char
ascii_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
ascii_same(const char *a, const char *b)
{
	for (; *a != '\0' && ascii_fold(*a) == ascii_fold(*b); a++, b++)
		;
	return *a == '\0' && *b == '\0';
}

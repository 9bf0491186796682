/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The growing buffer.  It grows by copying, never by realloc, so that no old
 * copy of a secret stays behind in freed memory.
 */
#include "buf.h"

#include "precondition.h"

#include <stdio.h>
#include <stdlib.h>

#define BUF_FIRST 64

static int
buf_fail(struct buf *b)
{
	b->failed = true;
	return -1;
}

/* The capacity to take for need bytes: twice the present one, within max. */
static size_t
grown_cap(const struct buf *b, size_t need)
{
	size_t cap, most;

	if (size_add(b->max, 1, &most) != 0)
		most = b->max;
	cap = b->cap > 0 ? b->cap : BUF_FIRST;
	while (cap < need)
		if (size_mul(cap, 2, &cap) != 0)
			cap = need;
	return cap < most ? cap : most;
}

/* Makes room for extra more bytes and the NUL. */
static int
buf_reserve(struct buf *b, size_t extra)
{
	size_t need, cap;
	char *data;

	if (b->failed || extra > b->max - b->len ||
	    size_add(b->len + extra, 1, &need) != 0)
		return buf_fail(b);
	if (need <= b->cap)
		return 0;
	cap = grown_cap(b, need);
	data = malloc(cap);
	if (data == NULL) {
		b->no_memory = true;
		return buf_fail(b);
	}
	if (b->len > 0)
		memcpy(data, b->data, b->len);
	data[b->len] = '\0';
	wipe(b->data, b->cap);
	free(b->data);
	b->data = data;
	b->cap = cap;
	return 0;
}

void
buf_init(struct buf *b, size_t max)
{
	require_or_return_void(b != NULL);
	*b = (struct buf){ .max = max };
}

void
buf_fini(struct buf *b)
{
	if (b == NULL)
		return;
	wipe(b->data, b->cap);
	free(b->data);
	*b = (struct buf){ .max = b->max };
}

void
buf_reset(struct buf *b)
{
	require_or_return_void(b != NULL);
	buf_truncate(b, 0);
	b->failed = b->no_memory = false;
}

void
buf_truncate(struct buf *b, size_t len)
{
	require_or_return_void(b != NULL);
	if (len >= b->len)
		return;
	wipe(b->data + len, b->len - len);
	b->len = len;
}

int
buf_add(struct buf *b, const void *data, size_t len)
{
	require_or_return(b != NULL, -1);
	require_or_return(data != NULL || len == 0, -1);
	if (buf_reserve(b, len) != 0)
		return -1;
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *b, const char *s)
{
	require_or_return(s != NULL, -1);
	return buf_add(b, s, strlen(s));
}

int
buf_putc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	int rc;

	va_start(ap, format);
	rc = buf_vprintf(b, format, ap);
	va_end(ap);
	return rc;
}

int
buf_vprintf(struct buf *b, const char *format, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	require_or_return(b != NULL && format != NULL, -1);
	room = b->cap - b->len;
	va_copy(again, ap);
	n = vsnprintf(room > 0 ? b->data + b->len : NULL, room, format, again);
	va_end(again);
	if (n < 0 || buf_reserve(b, (size_t)n) != 0) {
		/* what was cut off is none of the buffer's */
		if (room > 0)
			wipe(b->data + b->len, room);
		if (room > 0)
			b->data[b->len] = '\0';
		return buf_fail(b);
	}
	if ((size_t)n >= room)
		(void)vsnprintf(b->data + b->len, (size_t)n + 1, format, ap);
	b->len += (size_t)n;
	return 0;
}

char *
buf_steal(struct buf *b, size_t *len)
{
	char *data;

	require_or_return(b != NULL, NULL);
	if (b->failed || buf_reserve(b, 0) != 0)
		return NULL;
	data = b->data;
	data[b->len] = '\0';
	if (len != NULL)
		*len = b->len;
	*b = (struct buf){ .max = b->max };
	return data;
}

const char *
buf_str(const struct buf *b)
{
	require_or_return(b != NULL, "");
	return b->data != NULL ? b->data : "";
}

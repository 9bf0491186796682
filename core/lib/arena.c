/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The arena: a list of chunks, the newest first, from whose front allocations
 * are cut.  Chunks are never moved, so that pointers stay good until the end.
 */
#include "arena.h"

#include "precondition.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

#define ARENA_CHUNK ((size_t)4096)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used; /* of data */
	alignas(max_align_t) char data[];
};

static void *
arena_fail(struct arena *a)
{
	a->failed = true;
	return NULL;
}

/* Puts a chunk with room for at least size bytes at the head of the list. */
static struct arena_chunk *
chunk_add(struct arena *a, size_t size)
{
	struct arena_chunk *chunk;
	size_t room, bytes;

	room = size > ARENA_CHUNK ? size : ARENA_CHUNK;
	if (size_add(sizeof(*chunk), room, &bytes) != 0)
		return NULL;
	chunk = calloc(1, bytes);
	if (chunk == NULL)
		return NULL;
	chunk->size = room;
	chunk->next = a->chunks;
	a->chunks = chunk;
	return chunk;
}

void
arena_init(struct arena *a, size_t max)
{
	require_or_return_void(a != NULL);
	*a = (struct arena){ .max = max };
}

void
arena_fini(struct arena *a)
{
	struct arena_chunk *chunk, *next;

	if (a == NULL)
		return;
	for (chunk = a->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		wipe(chunk->data, chunk->used);
		free(chunk);
	}
	*a = (struct arena){ .max = a->max };
}

void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct arena_chunk *chunk;
	void *out;

	require_or_return(a != NULL, NULL);
	if (a->failed || size_add(size, align - 1, &size) != 0)
		return arena_fail(a);
	size -= size % align;
	if (size > a->max - a->total)
		return arena_fail(a);
	chunk = a->chunks;
	if (chunk == NULL || chunk->size - chunk->used < size)
		chunk = chunk_add(a, size);
	if (chunk == NULL)
		return arena_fail(a);
	out = chunk->data + chunk->used;
	chunk->used += size;
	a->total += size;
	return out;
}

void *
arena_calloc(struct arena *a, size_t count, size_t size)
{
	size_t bytes;

	require_or_return(a != NULL, NULL);
	if (size_mul(count, size, &bytes) != 0)
		return arena_fail(a);
	return arena_alloc(a, bytes);
}

void *
arena_memdup(struct arena *a, const void *data, size_t len)
{
	size_t bytes;
	char *copy;

	require_or_return(a != NULL, NULL);
	require_or_return(data != NULL || len == 0, NULL);
	if (size_add(len, 1, &bytes) != 0)
		return arena_fail(a);
	copy = arena_alloc(a, bytes);
	if (copy != NULL && len > 0)
		memcpy(copy, data, len);
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	require_or_return(s != NULL, NULL);
	return arena_memdup(a, s, strlen(s));
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	require_or_return(s != NULL, NULL);
	return arena_memdup(a, s, strnlen(s, len));
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	char *out;

	va_start(ap, format);
	out = arena_vprintf(a, format, ap);
	va_end(ap);
	return out;
}

char *
arena_vprintf(struct arena *a, const char *format, va_list ap)
{
	va_list again;
	size_t size;
	char *out;
	int n;

	require_or_return(a != NULL && format != NULL, NULL);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		return arena_fail(a);
	size = (size_t)n + 1;
	out = arena_alloc(a, size);
	if (out != NULL)
		(void)vsnprintf(out, size, format, ap);
	return out;
}

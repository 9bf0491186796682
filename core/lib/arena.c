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

/* Each chunk is twice as large as the one before, between these. */
#define CHUNK_LEAST ((size_t)512)
#define CHUNK_MOST ((size_t)16384)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used; /* of data; what is not used may hold anything */
	alignas(max_align_t) char data[];
};

static void *
arena_fail(struct arena *a)
{
	a->failed = true;
	return NULL;
}

static size_t
chunk_room(const struct arena *a)
{
	size_t room = a->first;

	if (a->chunks != NULL)
		room = a->chunks->size < CHUNK_MOST ? a->chunks->size * 2 :
						      CHUNK_MOST;
	return room > CHUNK_LEAST || a->first > 0 ? room : CHUNK_LEAST;
}

/* Puts a chunk with room for at least size bytes at the head of the list. */
static struct arena_chunk *
chunk_add(struct arena *a, size_t size)
{
	struct arena_chunk *chunk;
	size_t room = chunk_room(a), bytes;

	if (room < size)
		room = size;
	if (size_add(sizeof(*chunk), room, &bytes) != 0)
		return NULL;
	chunk = malloc(bytes);
	if (chunk == NULL)
		return NULL;
	chunk->size = room;
	chunk->used = 0;
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
arena_expect(struct arena *a, size_t size)
{
	require_or_return_void(a != NULL && a->chunks == NULL);
	a->first = size;
}

/* Wipes all chunks and frees them, but one of at most `keep` bytes. */
static void
arena_empty(struct arena *a, size_t keep)
{
	struct arena_chunk *chunk, *next, *kept = NULL;

	for (chunk = a->chunks; chunk != NULL; chunk = next) {
		next = chunk->next;
		wipe(chunk->data, chunk->used);
		if (kept == NULL && chunk->size <= keep)
			kept = chunk;
		else
			free(chunk);
	}
	if (kept != NULL) {
		kept->next = NULL;
		kept->used = 0;
	}
	*a = (struct arena){ .chunks = kept, .max = a->max, .first = a->first };
}

void
arena_fini(struct arena *a)
{
	if (a != NULL)
		arena_empty(a, 0);
}

void
arena_reset(struct arena *a)
{
	require_or_return_void(a != NULL);
	arena_empty(a, CHUNK_MOST);
}

/* Memory at a multiple of align, a power of two; not zeroed. */
static void *
arena_cut(struct arena *a, size_t size, size_t align)
{
	struct arena_chunk *chunk = a->chunks;
	size_t start = 0, taken = size;

	if (chunk != NULL) {
		start = (chunk->used + align - 1) & ~(align - 1);
		if (start > chunk->size || size > chunk->size - start)
			chunk = NULL;
		else
			taken = start - chunk->used + size;
	}
	if (a->failed || taken > a->max - a->total)
		return arena_fail(a);
	if (chunk == NULL) {
		chunk = chunk_add(a, size);
		start = 0;
	}
	if (chunk == NULL)
		return arena_fail(a);
	chunk->used = start + size;
	a->total += taken;
	return chunk->data + start;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	void *out;

	require_or_return(a != NULL, NULL);
	out = arena_cut(a, size, alignof(max_align_t));
	return out != NULL ? memset(out, 0, size) : NULL;
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

/* A copy of len bytes, and a NUL. */
static char *
arena_copy(struct arena *a, const void *data, size_t len, size_t align)
{
	size_t bytes;
	char *copy;

	if (size_add(len, 1, &bytes) != 0)
		return arena_fail(a);
	copy = arena_cut(a, bytes, align);
	if (copy == NULL)
		return NULL;
	if (len > 0)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

void *
arena_memdup(struct arena *a, const void *data, size_t len)
{
	require_or_return(a != NULL, NULL);
	require_or_return(data != NULL || len == 0, NULL);
	return arena_copy(a, data, len, alignof(max_align_t));
}

char *
arena_strdup(struct arena *a, const char *s)
{
	require_or_return(a != NULL && s != NULL, NULL);
	return arena_copy(a, s, strlen(s), 1);
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	require_or_return(a != NULL && s != NULL, NULL);
	return arena_copy(a, s, strnlen(s, len), 1);
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
	char some[256], *out;
	va_list again;
	size_t size;
	int n;

	require_or_return(a != NULL && format != NULL, NULL);
	va_copy(again, ap);
	n = vsnprintf(some, sizeof(some), format, again);
	va_end(again);
	if (n < 0)
		return arena_fail(a);
	size = (size_t)n + 1;
	out = arena_cut(a, size, 1);
	if (out != NULL && size <= sizeof(some))
		memcpy(out, some, size);
	else if (out != NULL)
		(void)vsnprintf(out, size, format, ap);
	wipe(some, size < sizeof(some) ? size : sizeof(some));
	return out;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocations that fail.
 */
#include "shortage.h"

#include <stdbool.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t size);

static uint64_t chance, rare;
static bool on;

void
shortage_begin(uint64_t seed, uint64_t one_in)
{
	chance = seed * 2 + 1;
	rare = one_in;
}

void
shortage_on(void)
{
	on = true;
}

void
shortage_off(void)
{
	on = false;
}

static bool
fails(void)
{
	if (!on || rare == 0)
		return false;
	chance = chance * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (chance >> 33) % rare == 0;
}

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *p, size_t size)
{
	return fails() ? NULL : __real_realloc(p, size);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FNV-1a over the bytes, mixed at the end, so that every bit of the result
 * depends on every byte.
 */
#include "hash.h"

#define FNV_PRIME UINT64_C(0x100000001b3)

uint64_t
hash_bytes(uint64_t seed, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < len; i++)
		h = (h ^ p[i]) * FNV_PRIME;
	return hash_mix(h);
}

uint64_t
hash_string(uint64_t seed, const char *s)
{
	return hash_bytes(seed, s, strlen(s) + 1);
}

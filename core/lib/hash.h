/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashes of 64 bits for tables in memory, from a seed that nobody outside
 * knows.  Equal hashes are a hint: who acts on one compares what was hashed.
 */
#ifndef SMSGW_HASH_H
#define SMSGW_HASH_H

#include "compat.h"

/*
 * The finalizer of SplitMix64: every bit of the result depends on every bit of
 * x, and no two x give the same.
 */
static inline uint64_t
hash_mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Goes on from a hash, or from a seed, with len bytes. */
uint64_t hash_bytes(uint64_t seed, const void *data, size_t len);

/* The same with a string and the NUL behind it, so that "ab","c" differs. */
uint64_t hash_string(uint64_t seed, const char *s);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one place for what C11 and POSIX do not have: compiler attributes,
 * feature macros, and the few calls that differ between systems.  A file
 * that needs a GNU call defines COMPAT_WANT_GNU and includes this header
 * before any other; everybody else stays with POSIX, whose strerror_r and
 * basename are not GNU's.
 */
#ifndef SMSGW_COMPAT_H
#define SMSGW_COMPAT_H

#if defined(COMPAT_WANT_GNU) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) || defined(__clang__)
#define COMPAT_PRINTF(which, first) \
	__attribute__((__format__(__printf__, which, first)))
#define COMPAT_FORMAT_ARG(which) __attribute__((__format_arg__(which)))
#define COMPAT_NORETURN __attribute__((noreturn))
#else
#define COMPAT_PRINTF(which, first)
#define COMPAT_FORMAT_ARG(which)
#define COMPAT_NORETURN
#endif

/* How many entries a true array (not a pointer) has. */
#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* The struct that a member lies in, by the member's address. */
#define CONTAINER_OF(pointer, type, member) \
	((type *)(void *)((char *)(pointer)-offsetof(type, member)))

/* Stores a + b in *sum; -1, and *sum untouched, when it does not fit. */
static inline int
size_add(size_t a, size_t b, size_t *sum)
{
	if (b > SIZE_MAX - a)
		return -1;
	*sum = a + b;
	return 0;
}

/* Stores a * b in *product; -1, and *product untouched, on overflow. */
static inline int
size_mul(size_t a, size_t b, size_t *product)
{
	if (b != 0 && a > SIZE_MAX / b)
		return -1;
	*product = a * b;
	return 0;
}

/*
 * Overwrites memory that held a secret, in a way that the compiler does not
 * optimise away.  data may be NULL when len is 0.
 */
static inline void
wipe(void *data, size_t len)
{
	if (data != NULL && len > 0)
		explicit_bzero(data, len);
}

#endif

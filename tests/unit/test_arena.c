/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scratch memory: zeroed, aligned, bounded, and gone at once.  Address
 * sanitizer watches the edges.
 */
#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
memory_is_zeroed_and_aligned(void **state)
{
	struct arena a;
	size_t size, i;
	char *p;

	(void)state;
	arena_init(&a, 1 << 20);
	for (size = 1; size < 300; size += 7) {
		p = arena_alloc(&a, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % sizeof(void *), 0);
		for (i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_fini(&a);
	arena_fini(NULL);
}

static void
pieces_larger_than_a_chunk_are_given(void **state)
{
	struct arena a;
	char *small, *large;

	(void)state;
	arena_init(&a, 1 << 20);
	small = arena_strdup(&a, "small");
	large = arena_alloc(&a, 100000);
	assert_non_null(large);
	memset(large, 'x', 100000);
	assert_string_equal(small, "small");
	arena_fini(&a);
}

static void
copies_are_copies(void **state)
{
	char source[] = "abcdef";
	struct arena a;
	char *whole, *part, *past, *bytes;

	(void)state;
	arena_init(&a, 1000);
	whole = arena_strdup(&a, source);
	part = arena_strndup(&a, source, 2);
	past = arena_strndup(&a, source, 99);
	bytes = arena_memdup(&a, "a\0b", 3);
	memset(source, 'x', 6);
	assert_string_equal(whole, "abcdef");
	assert_string_equal(part, "ab");
	assert_string_equal(past, "abcdef");
	assert_memory_equal(bytes, "a\0b", 4);
	assert_string_equal(arena_printf(&a, "%s-%d", "n", 7), "n-7");
	arena_fini(&a);
}

static void
the_limit_counts_all_pieces_and_sticks(void **state)
{
	struct arena a;
	size_t given;

	(void)state;
	arena_init(&a, 1024);
	for (given = 0; arena_alloc(&a, 64) != NULL; given += 64)
		assert_true(given < 1024);
	assert_int_equal(given, 1024);
	assert_true(a.failed);
	assert_null(arena_alloc(&a, 1));
	assert_null(arena_strdup(&a, ""));
	assert_null(arena_printf(&a, "x"));
	arena_fini(&a);
	assert_non_null(arena_alloc(&a, 1));
	arena_fini(&a);
}

static void
sizes_that_overflow_are_refused(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, SIZE_MAX);
	assert_null(arena_alloc(&a, SIZE_MAX));
	arena_fini(&a);
	assert_null(arena_calloc(&a, SIZE_MAX / 2, 3));
	assert_true(a.failed);
	arena_fini(&a);
	assert_non_null(arena_calloc(&a, 3, 5));
	arena_fini(&a);
}

static void
a_few_short_strings_take_one_small_chunk(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20);
	arena_expect(&a, 8);
	assert_string_equal(arena_strdup(&a, "abc"), "abc");
	assert_string_equal(arena_strdup(&a, "xyz"), "xyz");
	assert_int_equal(a.total, 8);
	assert_string_equal(
	    arena_strdup(&a, "more than was said"), "more than was said");
	assert_int_equal((uintptr_t)arena_alloc(&a, 1) % sizeof(void *), 0);
	arena_fini(&a);
}

static void
a_reset_arena_gives_the_same_memory_wiped(void **state)
{
	struct arena a;
	char *first, *again;
	size_t i;

	(void)state;
	arena_init(&a, 4096);
	first = arena_alloc(&a, 300);
	memset(first, 'x', 300);
	arena_reset(&a);
	assert_int_equal(a.total, 0);
	for (i = 0; i < 300; i++)
		assert_int_equal(first[i], 0);
	again = arena_alloc(&a, 300);
	assert_ptr_equal(again, first);
	assert_null(arena_alloc(&a, 4096));
	arena_reset(&a);
	assert_false(a.failed);
	assert_non_null(arena_alloc(&a, 4096));
	arena_fini(&a);
	arena_reset(&a);
	assert_non_null(arena_alloc(&a, 1));
	arena_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(pieces_larger_than_a_chunk_are_given),
		cmocka_unit_test(copies_are_copies),
		cmocka_unit_test(the_limit_counts_all_pieces_and_sticks),
		cmocka_unit_test(sizes_that_overflow_are_refused),
		cmocka_unit_test(a_few_short_strings_take_one_small_chunk),
		cmocka_unit_test(a_reset_arena_gives_the_same_memory_wiped),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

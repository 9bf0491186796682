/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the plain encodings: what is encoded decodes to itself, and what
 * base64 is taken is the one form there is.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "encode.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_rest(data, size), *decoded, *again;
	struct arena arena;
	size_t len;

	arena_init(&arena, (size_t)64 * 1024 * 1024);
	decoded = decode_base64(&arena, text, &len);
	if (decoded != NULL) {
		again = encode_base64(&arena, decoded, len);
		fuzz_require(again != NULL && strcmp(again, text) == 0);
	}
	decoded = decode_url(&arena, text, size, &len);
	fuzz_require(decoded == NULL || len <= size);
	again = encode_url(&arena, data, size);
	fuzz_require(again != NULL);
	decoded = decode_url(&arena, again, strlen(again), &len);
	fuzz_require(
	    decoded != NULL && len == size && memcmp(decoded, data, size) == 0);
	again = encode_base64(&arena, data, size);
	fuzz_require(again != NULL);
	decoded = decode_base64(&arena, again, &len);
	fuzz_require(
	    decoded != NULL && len == size && memcmp(decoded, data, size) == 0);
	fuzz_require(strlen(encode_hex(&arena, data, size)) == 2 * size);
	arena_fini(&arena);
	free(text);
	return 0;
}

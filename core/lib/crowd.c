/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table with open addressing, half full at most.  A slot counts only when it
 * bears the present mark, so that emptying the table costs nothing.
 */
#include "crowd.h"

#include <stdlib.h>

#include "hash.h"

#define SLOTS_AT_FIRST 64

void
crowd_fini(struct crowd *crowd)
{
	free(crowd->keys);
	free(crowd->marks);
	*crowd = (struct crowd){ .size = 0 };
}

int
crowd_begin(struct crowd *crowd, size_t most)
{
	size_t size = SLOTS_AT_FIRST;

	while (size < 2 * most)
		size *= 2;
	if (size > crowd->size) {
		crowd_fini(crowd);
		crowd->keys = calloc(size, sizeof(*crowd->keys));
		crowd->marks = calloc(size, sizeof(*crowd->marks));
		if (crowd->keys == NULL || crowd->marks == NULL) {
			crowd_fini(crowd);
			return -1;
		}
		crowd->size = size;
	}
	if (++crowd->mark == 0) {
		for (size = 0; size < crowd->size; size++)
			crowd->marks[size] = 0;
		crowd->mark = 1;
	}
	return 0;
}

bool
crowd_add(struct crowd *crowd, uint64_t recipient)
{
	size_t i = hash_mix(recipient) & (crowd->size - 1);

	while (crowd->marks[i] == crowd->mark) {
		if (crowd->keys[i] == recipient)
			return false;
		i = (i + 1) & (crowd->size - 1);
	}
	crowd->marks[i] = crowd->mark;
	crowd->keys[i] = recipient;
	return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recipients that are in a request already, while it is gathered: one goes
 * into each request only once.
 */
#ifndef SMSGW_CROWD_H
#define SMSGW_CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is an empty one, which crowd_begin() gives its memory. */
struct crowd {
	uint64_t *keys;
	uint32_t *marks;
	size_t size;
	uint32_t mark;
};

void crowd_fini(struct crowd *crowd);

/*
 * Empties it, with room for `most` recipients.  0, or -1 without memory; what
 * is gathered then goes without company.
 */
int crowd_begin(struct crowd *crowd, size_t most);

/* Adds a recipient, by its hash; false when it is in the crowd already. */
bool crowd_add(struct crowd *crowd, uint64_t recipient);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shortage of memory: some of the allocations fail, but only those between
 * shortage_on() and shortage_off().  The linker turns the calls of malloc,
 * calloc and realloc in the program into calls of this.
 */
#ifndef SIMULATION_SHORTAGE_H
#define SIMULATION_SHORTAGE_H

#include <stdint.h>

/* From now on one in so many fails, by chance of a seed; 0: none. */
void shortage_begin(uint64_t seed, uint64_t one_in);

void shortage_on(void);
void shortage_off(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Allocations that fail on demand.  The linker turns each of our own calls of
 * malloc() and its kin into a call of this file (--wrap); calls that libraries
 * make stay as they are, except those of jansson and the beginnings of curl's
 * objects, which our code must expect to fail.
 */
#ifndef TORTURE_FAILING_H
#define TORTURE_FAILING_H

#include "compat.h"

/* The wrapped functions, for the linker's options: see tests/Makemodule.am. */

/* Prepares; once, before anything is allocated by jansson. */
void failing_init(void);

/*
 * From now on the n-th allocation (from 1) fails, and with for_ever all after
 * it; 0: none.  Processes forked later go on counting from where they were.
 */
void failing_arm(unsigned int n, bool for_ever);

/* The most allocations any process has counted since failing_arm(). */
unsigned int failing_count(void);

/* Whether some process has seen one fail since failing_arm(). */
bool failing_fired(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A vendor on loopback, in a process of its own: takes every message and
 * keeps count, which is the truth about what was sent.
 */
#ifndef TORTURE_VENDOR_H
#define TORTURE_VENDOR_H

/* Starts it; its port. */
int vendor_start(void);
void vendor_stop(void);

/*
 * How many connections have brought bytes since the last call, all that had
 * been made before being counted.
 */
int vendor_count(void);

#endif

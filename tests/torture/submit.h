/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Not the command line but a program that embeds the library and submits some
 * messages at once.
 */
#ifndef TORTURE_SUBMIT_H
#define TORTURE_SUBMIT_H

/* How many of them reach the vendor when nothing fails. */
#define SUBMIT_SENT 3

/*
 * Prints the state of each message that was taken.  The exit code as from the
 * command line: done when all became of them that should, else our lack of
 * memory.  Aborts when one ends twice or never.
 */
int submit_some(void);

#endif

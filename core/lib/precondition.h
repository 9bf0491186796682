/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a caller must have got right.  A broken precondition is a bug of ours
 * or of an embedding program, never bad input: it is logged with its place
 * and the call returns, so that a service goes on; with SMSGW_STRICT=1 in the
 * environment, as the tests have it, the process aborts instead.
 */
#ifndef SMSGW_PRECONDITION_H
#define SMSGW_PRECONDITION_H

/*
 * Tells stderr that the condition written as text did not hold at this place,
 * and aborts under SMSGW_STRICT=1.  Called by the macros below alone.
 */
void precondition_failed(
    const char *file, int line, const char *function, const char *text);

/* Returns value from the calling function unless the condition holds. */
#define require_or_return(condition, value)                            \
	do {                                                           \
		if (!(condition)) {                                    \
			precondition_failed(                           \
			    __FILE__, __LINE__, __func__, #condition); \
			return value;                                  \
		}                                                      \
	} while (0)

/* The same for a function that returns nothing. */
#define require_or_return_void(condition)                              \
	do {                                                           \
		if (!(condition)) {                                    \
			precondition_failed(                           \
			    __FILE__, __LINE__, __func__, #condition); \
			return;                                        \
		}                                                      \
	} while (0)

#endif

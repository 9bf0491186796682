/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer as a golden case writes it.
 */
#ifndef TESTS_CASE_ANSWER_H
#define TESTS_CASE_ANSWER_H

#include "arena.h"
#include "transport.h"

struct case_answer {
	struct transport_result result;
	struct transport_header headers[16];
};

/*
 * Reads "HTTP 200", headers, blank line, body.  What answer points to lies in
 * the arena and in answer itself, which may not be moved.  0 or -1.
 */
int case_answer_read(
    struct arena *arena, const char *text, struct case_answer *answer);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the code in the text of a client that can send only texts, so that a
 * provider's template can carry it.
 */
#ifndef SMSGW_CODE_H
#define SMSGW_CODE_H

#include "compat.h"

#define CODE_REASON_SIZE 128

/*
 * Whether a pattern can be used: a POSIX extended regular expression whose
 * time on any text is bounded, that is without back-references, repeated
 * groups and counts over 64.  0, or -1 with the reason in words.
 */
int code_pattern_check(const char *pattern, char reason[CODE_REASON_SIZE]);

/*
 * The code in a text: the first group of the pattern's first match, all of
 * the match when it has no group; with an empty pattern the only run of 4 to 8
 * digits.  0 with its place; -1 when there is none, or no memory.
 */
int code_find(const char *pattern, const char *text, size_t *at, size_t *len);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Did you mean …": the known word that a mistyped one was most likely meant
 * to be.
 */
#ifndef SMSGW_NEAREST_H
#define SMSGW_NEAREST_H

#include "compat.h"

/*
 * The entry of words that is nearest to word, by the number of letters put
 * in, left out, changed or swapped with a neighbour, ASCII case aside; the
 * first among equals.  NULL when even the nearest is too far to be meant: one
 * slip is allowed per three letters of word, at most three.
 */
const char *nearest_word(
    const char *word, const char *const *words, size_t count);

#endif

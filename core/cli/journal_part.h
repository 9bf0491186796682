/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the journal share; private to them.
 */
#ifndef CLI_JOURNAL_PART_H
#define CLI_JOURNAL_PART_H

#include "journal.h"

/* Notes where the last record of a row begins. */
void journal_place(
    struct journal *journal, size_t row, enum journal_state state, uint64_t at);

/* Writes what waits; 0, or -1 with errno. */
int journal_flush(struct journal *journal);

#endif

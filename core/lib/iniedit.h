/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes the text of a configuration file and leaves everything else in it
 * byte for byte: comments, order, blank lines, alignment, line ends.  It
 * works on text that ini_parse() accepts, and what it makes is to be given
 * to ini_parse() again before it is written.
 */
#ifndef SMSGW_INIEDIT_H
#define SMSGW_INIEDIT_H

#include "buf.h"

/*
 * Gives a key a value.  When the key is there, its value alone changes;
 * when not, it takes the place of a line "; key =" that offers it, or it is
 * added after the last key of its section, an item NAME.N after the last of its
 * list; a section that is missing is added at the end.  Names are compared
 * without regard to case; any other comment is left alone.  value is the plain
 * value: it is quoted here as needed.  Returns 0, or -1 with text unchanged and
 * in *reason, which may be NULL, a constant clause that says why.
 */
int iniedit_set(struct buf *text, const char *section, const char *key,
    const char *value, const char **reason);

/*
 * Removes a key's line.  Returns 1, or 0 when the key is not there, or -1 as
 * iniedit_set().
 */
int iniedit_unset(struct buf *text, const char *section, const char *key,
    const char **reason);

/*
 * Appends value in the plainest form that is read back as the same: bare,
 * '…' or "…".  Returns 0, or -1 with a reason when no form can carry it: a
 * line break or another control character, no UTF-8, too long, or quotes or
 * backslashes in a value that has to be quoted.
 */
int iniedit_quote(const char *value, struct buf *out, const char **reason);

#endif

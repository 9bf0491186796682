/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scan of a configuration file: finds sections, keys and values with
 * their lines, and refuses whatever iniparser would mangle.  Used by ini.c
 * alone.
 */
#ifndef SMSGW_INI_SCAN_H
#define SMSGW_INI_SCAN_H

#include "ini.h"

/*
 * Scans ini->text, text_len bytes and a NUL, into sections and entries, which
 * then point into text (NULs are written there) and into lower, which has
 * room for text_len + 1 bytes.  Returns the number of things refused, each of
 * them an error in problems; what is refused is not stored.
 */
size_t ini_scan(struct ini *ini, struct problems *problems);

#endif

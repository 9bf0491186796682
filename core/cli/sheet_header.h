/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first row of a file of messages; private to the sheet.
 */
#ifndef CLI_SHEET_HEADER_H
#define CLI_SHEET_HEADER_H

#include "sheet.h"

/* Adds the error that the file cannot be read. */
void sheet_fail_read(
    const struct sheet *sheet, struct problems *problems, int error);

/* Reads it and what its columns mean.  0; -1 with errors in problems. */
int sheet_read_header(struct sheet *sheet, struct problems *problems);

#endif

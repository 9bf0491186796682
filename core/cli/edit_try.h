/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading a gateway's file as it is to be, before it is written: what would
 * not load is not written.
 */
#ifndef CLI_EDIT_TRY_H
#define CLI_EDIT_TRY_H

struct edit;

/*
 * Loads the text in a child and compares its errors with those of the file as
 * it is.  0 when the change brings no new one; else an exit code after having
 * said them.  Errors that stay are said as warnings.
 */
int edit_try(struct edit *edit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The questions of smsgw add, made from the tables of parameters: the page's
 * keys in the page's order, then the provider's own.  Each answer is checked
 * at once by what will read the file.
 */
#ifndef CLI_WIZARD_H
#define CLI_WIZARD_H

#include "compat.h"

struct edit;

/*
 * Asks for what is required and was not given; with everything also for what
 * may be left out.  0, or an exit code after having said what is wrong.
 */
int wizard_ask(struct edit *edit, bool everything);

/*
 * Asks again for the keys that the errors in edit->problems name.  0 when an
 * answer may mend them, 1 when nothing could be asked, or -1 when the answers
 * have ended.
 */
int wizard_correct(struct edit *edit);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says that a precondition is broken: to stderr, since a bug must be seen
 * where no log was set up yet, and by abort() where the tests ask for it.
 */
#include "precondition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
precondition_failed(
    const char *file, int line, const char *function, const char *text)
{
	const char *strict;

	(void)fprintf(stderr,
	    "smsgw: %s:%d: %s: this does not hold: %s; "
	    "please report it as a bug\n",
	    file, line, function, text);
	strict = getenv("SMSGW_STRICT");
	if (strict != NULL && strcmp(strict, "1") == 0)
		abort();
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A shared object that is no provider: it exports something else.
 */
#include "mock.h"

SMSGW_EXPORT int no_entry_start(void);

int
no_entry_start(void)
{
	return mock_params[0].name != NULL && mock_codes[0].code != NULL &&
	    mock_http.size > 0;
}

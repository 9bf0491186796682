/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider whose only function returns nothing.
 */
#include "mock.h"

SMSGW_EXPORT const struct smsgw_provider *entry_null_LTX_smsgw_provider(void);

const struct smsgw_provider *
entry_null_LTX_smsgw_provider(void)
{
	return mock_http.size == 0 && mock_params[0].name == NULL ?
	    (const void *)mock_codes :
	    NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generic HTTP provider, by the golden cases beside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_main.h"

const struct smsgw_provider *http_LTX_smsgw_provider(void);

int
main(void)
{
	return case_main(http_LTX_smsgw_provider(), 20, NULL, 0);
}

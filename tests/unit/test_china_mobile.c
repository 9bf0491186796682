/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider for China Mobile, by the golden cases beside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case_main.h"

const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);

int
main(void)
{
	return case_main(china_mobile_LTX_smsgw_provider(), 40, NULL, 0);
}

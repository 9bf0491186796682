/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that needs the mathematical library; tests replace the library's
 * name in a copy of the file by one that does not exist.
 */
#include <math.h>

#include "mock.h"

/* Never called; that it is named here makes the library needed. */
static double (*const volatile root)(double) = cbrt;

static int
needs_lib_open(struct smsgw_gateway *gw)
{
	(void)gw;
	return root != NULL ? 0 : -1;
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("needs_lib"),
	.open = needs_lib_open,
};

SMSGW_PROVIDER(needs_lib, provider)

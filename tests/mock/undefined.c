/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that calls a function which nobody has, and only when a gateway
 * is opened: bound lazily it would load, and break then.
 */
#include "mock.h"

int mock_function_that_nobody_has(void);

static int
undefined_open(struct smsgw_gateway *gw)
{
	(void)gw;
	return mock_function_that_nobody_has();
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("undefined"),
	.open = undefined_open,
};

SMSGW_PROVIDER(undefined, provider)

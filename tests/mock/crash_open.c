/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that crashes when a gateway is opened.
 */
#include <stdlib.h>

#include "mock.h"

static int
crash_open_open(struct smsgw_gateway *gw)
{
	(void)gw;
	abort();
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("crash_open"),
	.open = crash_open_open,
};

SMSGW_PROVIDER(crash_open, provider)

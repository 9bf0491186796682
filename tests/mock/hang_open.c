/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that never comes back from opening a gateway.
 */
#include <unistd.h>

#include "mock.h"

static int
hang_open_open(struct smsgw_gateway *gw)
{
	(void)gw;
	while (pause() != 0)
		continue;
	return 0;
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("hang_open"),
	.open = hang_open_open,
};

SMSGW_PROVIDER(hang_open, provider)

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that ends the process while it is loaded.
 */
#include <unistd.h>

#include "mock.h"

MOCK_ON_LOAD
leave(void)
{
	_exit(0);
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("exit_load"),
};

SMSGW_PROVIDER(exit_load, provider)

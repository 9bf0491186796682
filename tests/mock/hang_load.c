/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that never comes back from being loaded.
 */
#include <unistd.h>

#include "mock.h"

MOCK_ON_LOAD
hang(void)
{
	for (;;)
		pause();
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("hang_load"),
};

SMSGW_PROVIDER(hang_load, provider)

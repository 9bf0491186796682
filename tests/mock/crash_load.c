/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that crashes while it is loaded.
 */
#include <signal.h>

#include "mock.h"

MOCK_ON_LOAD
crash(void)
{
	raise(SIGSEGV);
}

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("crash_load"),
};

SMSGW_PROVIDER(crash_load, provider)

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider linked with the mathematical library, though it needs nothing of
 * it; tests replace the library's name in a copy of the file by one that
 * does not exist.
 */
#include "mock.h"

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("needs_lib"),
};

SMSGW_PROVIDER(needs_lib, provider)

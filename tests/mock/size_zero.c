/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that forgot to say how long its table is.
 */
#include "mock.h"

static const struct smsgw_provider provider = {
	.abi = SMSGW_ABI,
	MOCK_MEMBERS("size_zero"),
};

SMSGW_PROVIDER(size_zero, provider)

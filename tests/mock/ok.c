/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider without oddities, which every other mock is compared with.
 */
#include "mock.h"

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("ok"),
	.title_zh = "模拟",
};

SMSGW_PROVIDER(ok, provider)

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider that calls itself otherwise than its file is called.
 */
#include "mock.h"

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	MOCK_MEMBERS("somebody_else"),
};

SMSGW_PROVIDER(misnamed, provider)

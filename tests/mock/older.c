/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider built with the header of ABI 0.0: its tables end where the
 * first version's did, and what lies behind them is not its own.
 */
#include "mock.h"

/* As struct smsgw_provider was in 0.0. */
struct provider_0_0 {
	uint32_t abi, size;
	const char *name, *title, *version, *license, *homepage;
	const struct smsgw_param *params;
	const struct smsgw_code *codes;
	uint32_t param_size, code_size, flags, reserved;
	int (*open)(struct smsgw_gateway *);
	void (*close)(struct smsgw_gateway *);
	const struct smsgw_http *http;
};

/* A table of calls that knows nothing behind `send`. */
struct http_0_0 {
	uint32_t size, flags;
	struct smsgw_call send;
};

static const struct {
	struct http_0_0 http;
	uintptr_t behind[16];
} calls = {
	.http = {
		.size = sizeof(struct http_0_0),
		.send = { .build = mock_build, .parse = mock_parse },
	},
	.behind = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 },
};

static const struct {
	struct provider_0_0 provider;
	uintptr_t behind[4];
} table = {
	.provider = {
		.abi = 0,
		.size = sizeof(struct provider_0_0),
		MOCK_DATA("older"),
		.http = (const void *)&calls.http,
	},
	.behind = { 1, 1, 1, 1 },
};

SMSGW_EXPORT const struct smsgw_provider *older_LTX_smsgw_provider(void);

const struct smsgw_provider *
older_LTX_smsgw_provider(void)
{
	return (const void *)&table.provider;
}

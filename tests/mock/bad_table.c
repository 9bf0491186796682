/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider whose parameters contradict themselves in three ways.
 */
#include "mock.h"

static const struct smsgw_param params[] = {
	{
	    .name = "api_password",
	    .flags = SMSGW_PARAM_SECRET,
	    .preset = "geheim",
	    .label = "Password",
	    .label_zh = "密码",
	    .summary = "the account's",
	    .summary_zh = "账号密码",
	},
	{
	    .name = "retries",
	    .type = SMSGW_INTEGER,
	    .preset = "ten",
	    .label = "Retries",
	    .label_zh = "重试",
	    .summary = "how many",
	    .summary_zh = "重试次数",
	},
	{
	    .name = "mode",
	    .type = SMSGW_STRING,
	    .when = "protocol=new",
	    .label = "Mode",
	    .label_zh = "模式",
	    .summary = "how",
	    .summary_zh = "模式",
	},
	{ .name = NULL },
};

static const struct smsgw_provider provider = {
	MOCK_HEAD,
	.name = "bad_table",
	.title = "Bad",
	.version = "1.0",
	.params = params,
	.codes = mock_codes,
	.param_size = sizeof(params[0]),
	.code_size = sizeof(mock_codes[0]),
	.http = &mock_http,
};

SMSGW_PROVIDER(bad_table, provider)

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * China Mobile: Cloud MAS (云MAS) and the vendors whose address ends in
 * /msg/send.  This file is its table of contents; see README.md for where the
 * values of a gateway's file are found.
 */
#include "china_mobile.h"

static int
cmcc_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);

	return cmcc->protocol == CMCC_CLOUD_MAS ? cmcc_mas_build(gw, x, r) :
						  cmcc_msg_build(gw, x, r);
}

/* Only Cloud MAS signs its requests. */
static int
cmcc_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);

	return cmcc->protocol == CMCC_CLOUD_MAS ? cmcc_mas_sign(gw, x, r) : 0;
}

static const struct smsgw_http cmcc_calls = {
	.size = sizeof(cmcc_calls),
	.send = {
		.build = cmcc_build,
		.sign = cmcc_sign,
		.parse = cmcc_parse,
	},
	.poll = {
		.build = cmcc_poll_build,
		.parse = cmcc_poll_parse,
	},
	.account = {
		.build = cmcc_account_build,
		.parse = cmcc_account_parse,
	},
	.receive = cmcc_receive,
};

static const struct smsgw_provider cmcc_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(cmcc_provider),
	.name = "china_mobile",
	.title = "China Mobile",
	.title_zh = "中国移动",
	.version = "1.0",
	.license = "Apache-2.0",
	.homepage = "https://mas.10086.cn/",
	.params = cmcc_params,
	.param_size = sizeof(struct smsgw_param),
	.codes = cmcc_codes,
	.code_size = sizeof(struct smsgw_code),
	.open = cmcc_open,
	.http = &cmcc_calls,
	.report_codes = cmcc_report_codes,
};

SMSGW_PROVIDER(china_mobile, cmcc_provider)

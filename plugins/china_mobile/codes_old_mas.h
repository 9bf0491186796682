/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of cmcc_codes: the old Cloud MAS interface 1.0,
 * which is not spoken here but recognised.
 * Included by codes.c and nobody else.
 */
{
	.code = "SC:0000",
	.outcome = SMSGW_UNKNOWN,
	.error_class = SMSGW_CLASS_PROTOCOL,
	.who = SMSGW_WHO_ADMIN,
	.text = "The acceptance of the old Cloud MAS interface 1.0, which "
		"smsgw does not speak.",
	.text_zh = "旧版云MAS 1.0 接口的成功代码，smsgw 不支持该接口。",
	.fix = "Use the present interface: ask the account manager for the "
	       "address that ends in /sms/norsubmit or /sms/submit, and for "
	       "ec_name, apId and secretKey.",
	.fix_zh = "请使用现行接口：向客户经理索取以 /sms/norsubmit 或 "
		  "/sms/submit 结尾的地址及 ecName、apId、secretKey。",
},
    {
	    .code = "SC:*",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text =
		"A code of the old Cloud MAS interface 1.0, which smsgw does "
		"not speak.",
	    .text_zh = "旧版云MAS 1.0 接口的代码，smsgw 不支持该接口。",
	    .fix =
		"Use the present interface: ask the account manager for the "
		"address that ends in /sms/norsubmit or /sms/submit, and for "
		"ec_name, apId and secretKey.",
	    .fix_zh = "请使用现行接口：向客户经理索取以 /sms/norsubmit 或 "
		      "/sms/submit 结尾的地址及 ecName、apId、secretKey。",
    },

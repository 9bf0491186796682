/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of cmcc_report_codes: what Cloud MAS itself says in a report (CM:, GW:).
 * Included by codes.c and nobody else.
 */
{
	.code = "CM:0000",
	MEANS_SUCCESS,
},
    {
	    .code = "CM:3000",
	    MEANS_SUCCESS,
    },
    {
	    .code = "CM:1004",
	    MEANS_ILLEGAL_SIGN_ID,
    },
    {
	    .code = "CM:4004",
	    MEANS_INVALID_MESSAGE,
    },
    {
	    .code = "CM:4007",
	    MEANS_INVALID_USR_OR_PWD,
    },
    {
	    .code = "CM:3007",
	    MEANS_NO_SIGN_ID,
    },
    {
	    .code = "CM:4008",
	    MEANS_TOO_MANY_MOBILES,
    },
    {
	    .code = "CM:4001",
	    MEANS_ILLEGAL_AP,
    },
    {
	    .code = "CM:1005",
	    MEANS_ILLEGAL_TEMPLATE_ID,
    },
    {
	    .code = "CM:1006",
	    MEANS_PARAMS_AND_TEMPLATE_DOES_NOT_MATCH,
    },
    {
	    .code = "CM:4009",
	    MEANS_CONFLICT_SIGN_ID,
    },
    {
	    .code = "CM:8003",
	    MEANS_ERR_GLOBAL_BLACK_LIST,
    },
    {
	    .code = "CM:8004",
	    MEANS_ERR_EC_BLACK_LIST,
    },
    {
	    .code = "CM:8001",
	    MEANS_CONTAIN_SENSITIVE_WORD,
    },
    {
	    .code = "CM:8002",
	    MEANS_CONTAIN_SENSITIVE_WORD,
    },
    {
	    .code = "CM:4002",
	    MEANS_LMSDISABLED,
    },
    {
	    .code = "CM:4003",
	    MEANS_ILLEGAL_LMS,
    },
    {
	    .code = "CM:4005",
	    MEANS_ROUTE_NOT_FOUND,
    },
    {
	    .code = "CM:4006",
	    MEANS_NO_OT_SIGN,
    },
    {
	    .code = "CM:8005",
	    MEANS_PREPAY_BALANCE_ZERO,
    },
    {
	    .code = "CM:8007",
	    MEANS_PREPAY_OPER_ERR,
    },
    {
	    .code = "CM:4010",
	    MEANS_DAILY_MAX_NUM_ZERO,
    },
    {
	    .code = "CM:8006",
	    MEANS_SENDER_NOT_STARTED,
    },
    {
	    .code = "CM:9999",
	    MEANS_INTERNAL_ERROR,
    },
    {
	    .code = "GW:9999",
	    MEANS_REQUEST_TIMEOUT,
    },
    {
	    .code = "CM:*",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_REFUSED,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "A code of the Cloud MAS platform whose meaning is not "
		    "documented.",
	    .text_zh = "云MAS 平台未公开含义的代码。",
	    .fix = "Ask the account manager, naming code, number and msgGroup.",
	    .fix_zh = "请向客户经理提供代码、号码和 msgGroup 查询。",
    },

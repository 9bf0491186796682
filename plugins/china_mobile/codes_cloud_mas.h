/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of cmcc_codes: the rspcod values of Cloud MAS, and those of its SDK
 * that the service may answer with.
 * Included by codes.c and nobody else.
 */
{
	.code = "success",
	MEANS_SUCCESS,
},
    {
	    .code = "IllegalMac",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_SIGNED_WRONG,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The request's mac is not what Cloud MAS computes from the "
		    "fields and its own copy of the secretKey.",
	    .text_zh =
		"请求中的 mac 与云MAS 用各字段及其保存的 secretKey 算出的"
		"不一致。",
	    .fix = "Copy api_password (secretKey) and [provider] ec_name anew "
		   "from the console; ec_name must be exactly as registered, a "
		   "dot or blank at its end counts.",
	    .fix_zh =
		"请从控制台重新复制 api_password（secretKey）和 [provider] "
		"ec_name；ec_name 须与注册的企业名称完全一致，末尾的点或空"
		"格也算。",
    },
    {
	    .code = "IllegalSignId",
	    MEANS_ILLEGAL_SIGN_ID,
    },
    {
	    .code = "InvalidMessage",
	    MEANS_INVALID_MESSAGE,
    },
    {
	    .code = "InvalidUsrOrPwd",
	    MEANS_INVALID_USR_OR_PWD,
    },
    {
	    .code = "NoSignId",
	    MEANS_NO_SIGN_ID,
    },
    {
	    .code = "TooManyMobiles",
	    MEANS_TOO_MANY_MOBILES,
    },
    {
	    .code = "InvalidMobile",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The number's format is wrong.",
	    .text_zh = "手机号码格式错误。",
	    .fix = "Correct the number: the 11 digits of a phone of mainland "
		   "China, which begin with 1.",
	    .fix_zh = "请更正号码：应为中国大陆以 1 开头的 11 位手机号。",
    },
    {
	    .code = "IllegalIpAddress",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text =
		"The request came from an address that is not registered with "
		"the interface account.",
	    .text_zh = "请求来源 IP 未在接口账号中登记。",
	    .fix = "Enter this machine's public address with the interface "
		   "account (管理→接口管理), or let the account manager do it.",
	    .fix_zh =
		"请在“管理→接口管理”的接口账号中登记本机公网 IP，或联系客户"
		"经理登记。",
    },
    {
	    .code = "IllegalAp",
	    MEANS_ILLEGAL_AP,
    },
    {
	    .code = "IllegalTemplateId",
	    MEANS_ILLEGAL_TEMPLATE_ID,
    },
    {
	    .code = "ParamsAndTemplateDoesNotMatch",
	    MEANS_PARAMS_AND_TEMPLATE_DOES_NOT_MATCH,
    },
    {
	    .code = "IllegalUseTemplate",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEMPLATE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account may not use this template.",
	    .text_zh = "该账号无权使用此模板。",
	    .fix =
		"Use a template that was approved for this interface account.",
	    .fix_zh = "请使用为该接口账号审核通过的模板。",
    },
    {
	    .code = "ConflictSignId",
	    MEANS_CONFLICT_SIGN_ID,
    },
    {
	    .code = "IllegalSpId",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The service code of the account is not valid.",
	    .text_zh = "账号的企业代码无效。",
	    .fix = "Ask the China Mobile account manager to check the service "
		   "code of this interface account.",
	    .fix_zh = "请联系移动客户经理检查该接口账号的服务代码。",
    },
    {
	    .code = "NoMobile",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_VENDOR,
	    .text = "The request had no number.",
	    .text_zh = "请求中没有号码。",
	    .fix = "Report it with the output of smsgw test --dry-run.",
	    .fix_zh = "请附上 smsgw test --dry-run 的输出反馈问题。",
    },
    {
	    .code = "DupMobile",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_SOMEONE,
	    .who = SMSGW_WHO_SENDER,
	    .text = "A number is twice in one request.",
	    .text_zh = "一次请求中有重复号码。",
	    .fix = "Give each number once.",
	    .fix_zh = "请去除重复号码。",
    },
    {
	    .code = "ContainBlackList",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER_BLOCKED,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_RECIPIENT,
	    .text = "The number is on a black list.",
	    .text_zh = "号码在黑名单中。",
	    .fix = "Do not send to it; its owner can have it taken off the "
		   "carrier's list.",
	    .fix_zh = "请勿再向其发送；机主可联系运营商移出黑名单。",
    },
    {
	    .code = "ErrGlobalBlackList",
	    MEANS_ERR_GLOBAL_BLACK_LIST,
    },
    {
	    .code = "ErrEcBlackList",
	    MEANS_ERR_EC_BLACK_LIST,
    },
    {
	    .code = "ContainSensitiveWord",
	    MEANS_CONTAIN_SENSITIVE_WORD,
    },
    {
	    .code = "ContainLabsSensitiveWord",
	    MEANS_CONTAIN_SENSITIVE_WORD,
    },
    {
	    .code = "ExceedMaxContentLength",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The text is too long.",
	    .text_zh = "内容超长。",
	    .fix = "Shorten the text.",
	    .fix_zh = "请缩短内容。",
    },
    {
	    .code = "LMSDisabled",
	    MEANS_LMSDISABLED,
    },
    {
	    .code = "IllegalLMS",
	    MEANS_ILLEGAL_LMS,
    },
    {
	    .code = "IllegalMsgfmt",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The text is in a format that the platform does not take.",
	    .text_zh = "消息格式不支持。",
	    .fix = "Leave out emoji and other rare characters.",
	    .fix_zh = "请去掉表情符号等特殊字符。",
    },
    {
	    .code = "IllegalProtocol",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The interface account is one for another protocol.",
	    .text_zh = "接口账号的协议类型不符。",
	    .fix =
		"Make an interface account for the protocol of sms_url (HTTP "
		"or HTTPS), or use the address of the other one.",
	    .fix_zh =
		"请新建与 sms_url 协议（HTTP 或 HTTPS）相同的接口账号，或改"
		"用对应的地址。",
    },
    {
	    .code = "RouteNotFound",
	    MEANS_ROUTE_NOT_FOUND,
    },
    {
	    .code = "NoOtSign",
	    MEANS_NO_OT_SIGN,
    },
    {
	    .code = "NotLoadedSign",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TITLE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "The signature is not in force yet.",
	    .text_zh = "签名尚未加载生效。",
	    .fix =
		"Wait until the console shows the signature in force, or ask "
		"the account manager.",
	    .fix_zh = "请等待控制台显示签名生效，或联系客户经理。",
    },
    {
	    .code = "MessageExpired",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_EXPIRED,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "The message was over its life at the platform.",
	    .text_zh = "消息在平台上已过期。",
	    .fix =
		"Send a new message; ask the account manager when it happens "
		"again.",
	    .fix_zh = "请重新发送；如反复出现请联系客户经理。",
    },
    {
	    .code = "PrepayBalanceZero",
	    MEANS_PREPAY_BALANCE_ZERO,
    },
    {
	    .code = "PrepayOperErr",
	    MEANS_PREPAY_OPER_ERR,
    },
    {
	    .code = "OverDailyMax",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_QUOTA,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account's daily quota is used up.",
	    .text_zh = "超过账号的每日发送上限。",
	    .fix = "Wait for tomorrow, or have the daily quota raised by the "
		   "account manager.",
	    .fix_zh = "请次日再发，或联系客户经理提高每日上限。",
    },
    {
	    .code = "dailyMaxNumZero",
	    MEANS_DAILY_MAX_NUM_ZERO,
    },
    {
	    .code = "IllegalState",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account is not in a state to send.",
	    .text_zh = "账号状态不允许发送。",
	    .fix = "Ask the account manager whether the account is suspended.",
	    .fix_zh = "请联系客户经理确认账号是否被停用。",
    },
    {
	    .code = "QueueOverLimit",
	    MEANS_QUEUE_OVER_LIMIT,
    },
    {
	    .code = "FlowOverLimit",
	    MEANS_QUEUE_OVER_LIMIT,
    },
    {
	    .code = "RequestTooOften",
	    MEANS_QUEUE_OVER_LIMIT,
    },
    {
	    .code = "SystemBusy",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_TEMPORARY,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "The platform is busy; nothing was taken.",
	    .text_zh = "平台繁忙，未受理。",
	    .fix = "Nothing; it is sent again by itself.",
	    .fix_zh = "无需处理，会自动重发。",
    },
    {
	    .code = "SenderNotStarted",
	    MEANS_SENDER_NOT_STARTED,
    },
    {
	    .code = "InternalError",
	    MEANS_INTERNAL_ERROR,
    },
    {
	    .code = "RequestTimeout",
	    MEANS_REQUEST_TIMEOUT,
    },
    {
	    .code = "TransportError",
	    .outcome = SMSGW_UNKNOWN,
	    .error_class = SMSGW_CLASS_BROKEN,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "The platform lost its connection; the message was perhaps "
		    "taken.",
	    .text_zh = "平台传输错误，消息可能已受理。",
	    .fix =
		"Look in the console whether the message went out, before it "
		"is sent again.",
	    .fix_zh = "重发前请在控制台查看消息是否已发出。",
    },

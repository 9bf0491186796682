/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of cmcc_codes: the codes of the /msg/send family, the same in
 * all its forms.
 * Included by codes.c and nobody else.
 */
{
	.code = "0",
	.outcome = SMSGW_ACCEPTED,
	.text = "Accepted; not yet delivered.",
	.text_zh = "已接受，尚未送达。",
},
    {
	    .code = "101",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CREDENTIALS,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "There is no such account.",
	    .text_zh = "无此用户。",
	    .fix =
		"Check api_account: it is the API account (like N1234567), not "
		"the console's login.",
	    .fix_zh =
		"请核对 api_account：应为 API 账号（形如 N1234567），不是控"
		"制台登录名。",
    },
    {
	    .code = "102",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CREDENTIALS,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The password is wrong.",
	    .text_zh = "密码错误。",
	    .fix =
		"Check api_password: it is the API password, not that of the "
		"console.",
	    .fix_zh =
		"请核对 api_password：应为 API 密码，不是控制台登录密码。",
    },
    {
	    .code = "103",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_THROTTLED,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "Requests come too fast; this one was not taken.",
	    .text_zh = "提交过快，本次未受理。",
	    .fix = "Lower rate in [limits], or have it raised by the vendor.",
	    .fix_zh = "请降低 [limits] 中的 rate，或向服务商申请提高。",
    },
    {
	    .code = "104",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_TEMPORARY,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "The system is busy; nothing was taken.",
	    .text_zh = "系统忙，未受理。",
	    .fix = "Nothing; it is sent again by itself.",
	    .fix_zh = "无需处理，会自动重发。",
    },
    {
	    .code = "105",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The text has a word that is not passed.",
	    .text_zh = "内容含敏感词。",
	    .fix = "Change the text.",
	    .fix_zh = "请修改内容。",
    },
    {
	    .code = "106",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The length of the text is wrong.",
	    .text_zh = "内容长度错误。",
	    .fix = "Keep text and signature between 1 and 536 characters.",
	    .fix_zh = "请将内容连同签名控制在 1 至 536 字。",
    },
    {
	    .code = "107",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_SENDER,
	    .text = "There is a wrong number.",
	    .text_zh = "含有错误的手机号。",
	    .fix = "Correct the number: 11 digits of mainland China that begin "
		   "with 1.",
	    .fix_zh = "请更正号码：应为中国大陆以 1 开头的 11 位手机号。",
    },
    {
	    .code = "108",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_SOMEONE,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The count of numbers is wrong.",
	    .text_zh = "手机号个数错误。",
	    .fix =
		"Send to 1 to 1000 numbers at once; smsgw splits the request "
		"by itself.",
	    .fix_zh = "单次号码数应为 1 至 1000；smsgw 会自动拆分请求。",
    },
    {
	    .code = "109",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_BALANCE,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "There is no credit left.",
	    .text_zh = "无发送额度。",
	    .fix = "Charge the account in the vendor's console, then run smsgw "
		   "test.",
	    .fix_zh = "请在服务商控制台为账户充值，然后运行 smsgw test。",
    },
    {
	    .code = "110",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_TEMPORARY,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text =
		"Outside of the hours in which this account may send; nothing "
		"was taken.",
	    .text_zh = "不在允许发送的时间内，未受理。",
	    .fix = "Use a product for codes, which has no hours, or ask the "
		   "vendor to change them.",
	    .fix_zh = "请使用不限时段的验证码产品，或请服务商调整时段。",
    },
    {
	    .code = "111",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_QUOTA,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account's monthly limit is used up.",
	    .text_zh = "超出该账户当月发送额度。",
	    .fix = "Have the limit raised by the vendor.",
	    .fix_zh = "请联系服务商提高月额度。",
    },
    {
	    .code = "112",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account has no such product.",
	    .text_zh = "无此产品，或未开通。",
	    .fix =
		"Check api_extension (product), or have the product opened by "
		"the vendor.",
	    .fix_zh =
		"请检查 api_extension 中的 product，或联系服务商开通产品。",
    },
    {
	    .code = "113",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The extension has a wrong format.",
	    .text_zh = "扩展码格式错误。",
	    .fix =
		"Set number to digits, 1 to 3 are advised, or leave it empty.",
	    .fix_zh = "请将 number 设为数字（建议 1 至 3 位）或留空。",
    },
    {
	    .code = "114",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The groups of arguments are wrong.",
	    .text_zh = "变量参数组错误。",
	    .fix = "Send a whole text; smsgw sends no groups of arguments.",
	    .fix_zh = "请发送完整文本；smsgw 不发送变量参数组。",
    },
    {
	    .code = "115",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The vendor's automatic review refused the text.",
	    .text_zh = "内容被自动审核驳回。",
	    .fix = "Change the text, or have it approved as a template by the "
		   "vendor.",
	    .fix_zh = "请修改内容，或请服务商将其报备为模板。",
    },
    {
	    .code = "116",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TITLE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The signature is missing or not valid.",
	    .text_zh = "签名不合法或未带签名。",
	    .fix = "Set sms_title to a signature that is approved for this "
		   "account; smsgw puts it in front of the text as 【…】.",
	    .fix_zh =
		"请将 sms_title 设为该账号已审核的签名；smsgw 会以【…】置于"
		"正文前。",
    },
    {
	    .code = "117",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text =
		"This machine's address is not registered with the account.",
	    .text_zh = "IP 地址认证错误，请求来源 IP 未登记。",
	    .fix =
		"Enter this machine's public address in the vendor's console.",
	    .fix_zh = "请在服务商控制台登记本机公网 IP。",
    },
    {
	    .code = "118",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account may not send.",
	    .text_zh = "用户没有相应的发送权限。",
	    .fix = "Have the permission given by the vendor.",
	    .fix_zh = "请联系服务商开通发送权限。",
    },
    {
	    .code = "119",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account has expired.",
	    .text_zh = "用户已过期。",
	    .fix = "Have the account renewed by the vendor.",
	    .fix_zh = "请联系服务商续期。",
    },
    {
	    .code = "120",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_QUOTA,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text =
		"The account's protection against theft, or its daily limit, "
		"stopped it.",
	    .text_zh = "触发防盗用限制或每日限额。",
	    .fix =
		"Look in the console what was sent today; then have the limit "
		"raised by the vendor.",
	    .fix_zh = "请在控制台核对当日发送情况，再联系服务商调整限额。",
    },
    {
	    .code = "121",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_VENDOR,
	    .text = "The report flag is wrong.",
	    .text_zh = "状态报告标志错误。",
	    .fix = "Set [provider] report = no, and report the mistake.",
	    .fix_zh = "请设置 [provider] report = no，并反馈问题。",
    },
    {
	    .code = "122",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER_LIMIT,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_SENDER,
	    .text =
		"The same text to the same number too often within 5 minutes.",
	    .text_zh = "5 分钟内相同内容重复提交过多。",
	    .fix = "Wait 5 minutes before the same text is sent to this number "
		   "again.",
	    .fix_zh = "请等待 5 分钟再向该号码发送相同内容。",
    },
    {
	    .code = "123",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The kind of sending is not one of this account.",
	    .text_zh = "发送类型错误。",
	    .fix = "Use the account and address for this kind (codes or "
		   "marketing); ask the vendor which.",
	    .fix_zh =
		"请使用对应类型（验证码或营销）的账号和地址，可向服务商确认"
		"。",
    },
    {
	    .code = "124",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEMPLATE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The text fits no template of the white list.",
	    .text_zh = "白模板匹配错误。",
	    .fix =
		"Use the words of an approved template exactly, or have this "
		"one approved.",
	    .fix_zh = "请严格使用已报备模板的文字，或将此内容报备。",
    },
    {
	    .code = "125",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEMPLATE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The text is like a template that was refused.",
	    .text_zh = "内容匹配到驳回模板。",
	    .fix = "Change the text.",
	    .fix_zh = "请修改内容。",
    },
    {
	    .code = "126",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEMPLATE,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The text fits no approved template.",
	    .text_zh = "审核通过模板匹配错误。",
	    .fix =
		"Use the words of an approved template exactly, or have this "
		"one approved.",
	    .fix_zh = "请严格使用已审核模板的文字，或将此内容报备。",
    },
    {
	    .code = "127",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The time of sending has a wrong format.",
	    .text_zh = "定时发送时间格式错误。",
	    .fix = "Remove sendtime from api_extension, or write it as "
		   "yyyyMMddHHmm.",
	    .fix_zh = "请从 api_extension 去掉 sendtime，或写成 yyyyMMddHHmm。",
    },
    {
	    .code = "128",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_VENDOR,
	    .text = "The text could not be decoded.",
	    .text_zh = "内容编码失败。",
	    .fix = "Leave out rare characters, and report the mistake.",
	    .fix_zh = "请去掉特殊字符，并反馈问题。",
    },
    {
	    .code = "129",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The request is not the JSON that this address wants.",
	    .text_zh = "JSON 格式错误。",
	    .fix = "Check that protocol fits sms_url: msg_send_json for "
		   "…/send/json, msg_send for …/msg/send.",
	    .fix_zh = "请检查 protocol 与 sms_url 是否一致：…/send/json 用 "
		      "msg_send_json，…/msg/send 用 msg_send。",
    },
    {
	    .code = "130",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "A parameter is missing.",
	    .text_zh = "缺少必填参数。",
	    .fix = "Check that protocol fits sms_url, and whether the vendor "
		   "wants a further parameter in api_extension.",
	    .fix_zh =
		"请检查 protocol 与 sms_url 是否一致，以及服务商是否要求在 "
		"api_extension 中加参数。",
    },
    {
	    .code = "133",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .scope = SMSGW_SCOPE_SOMEONE,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The account takes a single number in a request.",
	    .text_zh = "该账号单次只能提交一个号码。",
	    .fix = "Nothing; smsgw splits the request by itself.",
	    .fix_zh = "无需处理，smsgw 会自动拆分请求。",
    },

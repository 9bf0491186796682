/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several codes mean alike: Cloud MAS says the same by a name in its
 * answer (rspcod) and by a number in its report (CM:, GW:).
 * Included by codes.c and nobody else.
 * (It is laid out by hand: the formatter puts the backslashes far out.)
 */
/* clang-format off */

#define MEANS_SUCCESS \
	.outcome = SMSGW_ACCEPTED, \
	.text = "Checked and queued by Cloud MAS; not yet delivered.", \
	.text_zh = "云MAS 已校验并排队，尚未送达。"

#define MEANS_ILLEGAL_SIGN_ID \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TITLE, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The signature code is not valid.", \
	.text_zh = "签名编码无效。", \
	.fix = "Set [provider] sign_code to the code of nine letters and " \
	       "digits from the console's list of signatures (签名下载), " \
	       "not to the signature's text.", \
	.fix_zh = "请将 [provider] sign_code 设为控制台“签名下载”中的 9 位" \
		  "字母数字编码，而不是签名文字。"

#define MEANS_INVALID_MESSAGE \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_PARAMETER, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_VENDOR, \
	.text = "Cloud MAS could not read the request.", \
	.text_zh = "云MAS 无法解析请求。", \
	.fix = "Remove api_extension if it is set; else report it with the " \
	       "output of smsgw test --dry-run.", \
	.fix_zh = "若设置了 api_extension 请去掉；否则请附上 smsgw test " \
		  "--dry-run 的输出反馈问题。"

#define MEANS_INVALID_USR_OR_PWD \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_CREDENTIALS, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "Account or password is wrong, or the account is one for " \
		"another protocol.", \
	.text_zh = "用户名或密码错误，或该账号属于其他接口协议。", \
	.fix = "Use the interface account (管理→接口管理), not the " \
	       "console's login, and its secretKey as api_password; an " \
	       "account made for HTTP does not work at the HTTPS address, " \
	       "nor the reverse.", \
	.fix_zh = "请使用“管理→接口管理”中的接口账号而非网页登录账号，" \
		  "api_password 为其 secretKey；HTTP 接口账号不能用于 HTTPS " \
		  "地址，反之亦然。"

#define MEANS_NO_SIGN_ID \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TITLE, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "No signature was found for the account.", \
	.text_zh = "未找到该账号的签名。", \
	.fix = "Have a signature approved in the console and bound to this " \
	       "interface account, then set [provider] sign_code to its " \
	       "code.", \
	.fix_zh = "请在控制台申请签名并绑定到该接口账号，审核通过后将其编码" \
		  "填入 [provider] sign_code。"

#define MEANS_TOO_MANY_MOBILES \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_PARAMETER, \
	.scope = SMSGW_SCOPE_SOMEONE, \
	.who = SMSGW_WHO_SENDER, \
	.text = "More numbers than one request may have (5000).", \
	.text_zh = "一次请求的号码数超过上限（5000）。", \
	.fix = "Send to fewer numbers at once; smsgw splits the request by " \
	       "itself.", \
	.fix_zh = "请减少单次号码数；smsgw 会自动拆分请求。"

#define MEANS_ILLEGAL_AP \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_CREDENTIALS, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The interface account (apId) is not known or not in force.", \
	.text_zh = "接口账号（apId）不存在或未生效。", \
	.fix = "Check api_account against the console, page 管理→接口管理.", \
	.fix_zh = "请核对 api_account 与控制台“管理→接口管理”中的接口账号。"

#define MEANS_ILLEGAL_TEMPLATE_ID \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TEMPLATE, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The template id is not valid.", \
	.text_zh = "模板 ID 无效。", \
	.fix = "Compare the id in [templates] with the console's list of " \
	       "templates; it must be approved and of this account.", \
	.fix_zh = "请核对 [templates] 中的模板 ID，须为该账号下已审核通过的" \
		  "模板。"

#define MEANS_PARAMS_AND_TEMPLATE_DOES_NOT_MATCH \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TEMPLATE, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The arguments do not fit the template in number or kind.", \
	.text_zh = "参数与模板不匹配（数量或类型）。", \
	.fix = "List the template's variables in their order in " \
	       "[templates]; a variable for digits takes digits only.", \
	.fix_zh = "请在 [templates] 中按顺序列出模板变量；数字型变量只能填" \
		  "数字。"

#define MEANS_CONFLICT_SIGN_ID \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TITLE, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The signature code conflicts with another signature.", \
	.text_zh = "签名编码冲突。", \
	.fix = "Remove the signature from the text, and use the one " \
	       "sign_code that the console shows for this account.", \
	.fix_zh = "请去掉正文中的签名，并只使用控制台为该账号显示的签名编码 " \
		  "sign_code。"

#define MEANS_ERR_GLOBAL_BLACK_LIST \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_NUMBER_BLOCKED, \
	.scope = SMSGW_SCOPE_NUMBER, \
	.who = SMSGW_WHO_RECIPIENT, \
	.text = "The number is on the carrier's black list.", \
	.text_zh = "号码在全局黑名单中。", \
	.fix = "Do not send to it; its owner can have it taken off by China " \
	       "Mobile (10086).", \
	.fix_zh = "请勿再向其发送；机主可联系中国移动（10086）移出黑名单。"

#define MEANS_ERR_EC_BLACK_LIST \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_NUMBER_BLOCKED, \
	.scope = SMSGW_SCOPE_NUMBER, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The number is on the enterprise's own black list.", \
	.text_zh = "号码在企业黑名单中。", \
	.fix = "If its owner agrees, take it off the enterprise's black " \
	       "list in the console.", \
	.fix_zh = "若机主同意，请在控制台的企业黑名单中移除。"

#define MEANS_CONTAIN_SENSITIVE_WORD \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TEXT, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_SENDER, \
	.text = "The text has a word that the platform does not pass.", \
	.text_zh = "内容含敏感词。", \
	.fix = "Change the text; a template that was approved is passed.", \
	.fix_zh = "请修改内容；已审核的模板可以通过。"

#define MEANS_LMSDISABLED \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TEXT, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "Long messages are not enabled for the account.", \
	.text_zh = "账号未开通长短信。", \
	.fix = "Keep text and signature within 70 characters, or have long " \
	       "messages enabled by the account manager.", \
	.fix_zh = "请将内容连同签名控制在 70 字以内，或联系客户经理开通长短" \
		  "信。"

#define MEANS_ILLEGAL_LMS \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TEXT, \
	.scope = SMSGW_SCOPE_CONTENT, \
	.who = SMSGW_WHO_SENDER, \
	.text = "The long message is not valid.", \
	.text_zh = "长短信格式错误。", \
	.fix = "Keep text and signature within 70 characters.", \
	.fix_zh = "请将内容连同签名控制在 70 字以内。"

#define MEANS_ROUTE_NOT_FOUND \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_ROUTE, \
	.scope = SMSGW_SCOPE_ROUTE, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The account has no route to this number.", \
	.text_zh = "该账号没有到此号码的路由。", \
	.fix = "Let another gateway carry such numbers, or have the route " \
	       "opened by the account manager.", \
	.fix_zh = "请由其他网关发送此类号码，或联系客户经理开通路由。"

#define MEANS_NO_OT_SIGN \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_TITLE, \
	.scope = SMSGW_SCOPE_ROUTE, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "There is no signature for other carriers' numbers.", \
	.text_zh = "没有用于异网号码的签名。", \
	.fix = "Have the signature registered for China Unicom and China " \
	       "Telecom too, or let another gateway carry their numbers.", \
	.fix_zh = "请为联通、电信号码报备签名，或由其他网关发送异网号码。"

#define MEANS_PREPAY_BALANCE_ZERO \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_BALANCE, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The prepaid balance is used up.", \
	.text_zh = "预付费余额不足。", \
	.fix = "Charge the Cloud MAS account, then run smsgw test.", \
	.fix_zh = "请为云MAS 账户充值，然后运行 smsgw test。"

#define MEANS_PREPAY_OPER_ERR \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_BALANCE, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_PROVIDER, \
	.text = "The prepaid account could not be charged.", \
	.text_zh = "预付费扣费失败。", \
	.fix = "Ask the account manager about the prepaid account.", \
	.fix_zh = "请联系客户经理检查预付费账户。"

#define MEANS_DAILY_MAX_NUM_ZERO \
	.outcome = SMSGW_REJECTED, \
	.error_class = SMSGW_CLASS_QUOTA, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "The account's daily quota is 0.", \
	.text_zh = "账号的每日发送上限为 0。", \
	.fix = "Have the daily quota set by the account manager.", \
	.fix_zh = "请联系客户经理设置每日上限。"

#define MEANS_QUEUE_OVER_LIMIT \
	.outcome = SMSGW_DEFERRED, \
	.error_class = SMSGW_CLASS_THROTTLED, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_ADMIN, \
	.text = "Flow control of the account; nothing was taken.", \
	.text_zh = "触发账号流量控制，未受理。", \
	.fix = "Lower rate in [limits], or have the rate raised by the " \
	       "account manager.", \
	.fix_zh = "请降低 [limits] 中的 rate，或联系客户经理提高速率。"

#define MEANS_SENDER_NOT_STARTED \
	.outcome = SMSGW_DEFERRED, \
	.error_class = SMSGW_CLASS_TEMPORARY, \
	.scope = SMSGW_SCOPE_ACCOUNT, \
	.who = SMSGW_WHO_PROVIDER, \
	.text = "The platform's sender is not running; nothing was sent.", \
	.text_zh = "平台的发送程序未启动，未发送。", \
	.fix = "Nothing; tell the account manager when it lasts.", \
	.fix_zh = "无需处理；若持续出现请联系客户经理。"

#define MEANS_INTERNAL_ERROR \
	.outcome = SMSGW_UNKNOWN, \
	.error_class = SMSGW_CLASS_BROKEN, \
	.who = SMSGW_WHO_PROVIDER, \
	.text = "An error inside the platform; the message was perhaps " \
		"taken.", \
	.text_zh = "平台内部错误，消息可能已受理。", \
	.fix = "Look in the console whether the message went out, before it " \
	       "is sent again.", \
	.fix_zh = "重发前请在控制台查看消息是否已发出。"

#define MEANS_REQUEST_TIMEOUT \
	.outcome = SMSGW_UNKNOWN, \
	.error_class = SMSGW_CLASS_BROKEN, \
	.who = SMSGW_WHO_PROVIDER, \
	.text = "The platform had no answer in time; the message was " \
		"perhaps taken.", \
	.text_zh = "平台处理超时，消息可能已受理。", \
	.fix = "Look in the console whether the message went out, before it " \
	       "is sent again.", \
	.fix_zh = "重发前请在控制台查看消息是否已发出。"

/* clang-format on */

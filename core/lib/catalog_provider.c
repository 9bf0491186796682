/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: what providers answer and report, one row for each class of
 * errors of provider.h.  A provider's own table of codes says more about a
 * single code of its vendor; these are the words where it says nothing.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_provider_rows[] = {
	{
	    .code = "account-credentials",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_PERMISSION,
	    .error_class = SMSGW_CLASS_CREDENTIALS,
	    .text = "The provider refused the account or its password.",
	    .text_zh = "服务商拒绝了该账号或密码。",
	    .fix = "Compare api_account and api_password with what the "
		   "provider's console shows, and correct them in the "
		   "gateway's file.",
	    .fix_zh = "请与服务商控制台核对 api_account 和 api_password，"
		      "并在网关文件中改正。",
	    .help = "Nothing was sent. While an account is refused smsgw "
		    "does not try it again, so that the provider does not "
		    "lock it; a changed file or a successful test ends "
		    "that.",
	    .help_zh = "短信未发送。账号被拒绝期间 smsgw 不再尝试，以免"
		       "被服务商锁定；修改文件或测试成功后自动恢复。",
	},
	{
	    .code = "account-signature",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_PERMISSION,
	    .error_class = SMSGW_CLASS_SIGNED_WRONG,
	    .text = "The provider says that the request is signed wrong.",
	    .text_zh = "服务商认为请求的签名不正确。",
	    .fix = "Enter the account's secret again, without blanks "
		   "around it, and check the gateway's signing method; if "
		   "both are right, tell the vendor of the plugin.",
	    .fix_zh = "请重新填写账号密钥（首尾不要有空格），并检查网关的"
		      "签名方法；如都正确，请联系插件开发者。",
	    .help = "This is the signature that proves who sends the "
		    "request, not the title in front of the text.",
	    .help_zh = "这里指证明请求来源的签名，不是短信正文前的签名。",
	},
	{
	    .code = "account-clock",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_PERMISSION,
	    .error_class = SMSGW_CLASS_CLOCK,
	    .text = "The provider says that the date of the request is too "
		    "far from its own.",
	    .text_zh = "服务商认为请求时间与其时钟相差过大。",
	    .fix = "Set this machine's clock, and keep it right with NTP "
		   "(timedatectl set-ntp true).",
	    .fix_zh = "请校准本机时钟，并启用 NTP 自动对时（timedatectl "
		      "set-ntp true）。",
	},
	{
	    .code = "account-permission",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_PERMISSION,
	    .error_class = SMSGW_CLASS_PERMISSION,
	    .text = "The provider does not let this account do that, or "
		    "not from this address.",
	    .text_zh = "该账号没有此项权限，或不允许从本机地址访问。",
	    .fix = "In the provider's console give the account the right "
		   "to send SMS, and put this machine's public address on "
		   "its list of allowed addresses.",
	    .fix_zh = "请在服务商控制台为账号开通短信发送权限，并把本机"
		      "公网地址加入白名单。",
	},
	{
	    .code = "account-balance",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_BALANCE,
	    .text = "The account at the provider has run out of money.",
	    .text_zh = "服务商账户余额不足。",
	    .fix = "Top up the account at the provider.",
	    .fix_zh = "请在服务商处充值。",
	},
	{
	    .code = "account-quota",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_QUOTA,
	    .text = "The package or quota of the account is used up.",
	    .text_zh = "账户的套餐或配额已用完。",
	    .fix = "Buy another package or have the quota raised, or wait "
		   "until it starts anew.",
	    .fix_zh = "请购买套餐或申请提高配额，或等待配额重置。",
	},
	{
	    .code = "account-throttled",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .error_class = SMSGW_CLASS_THROTTLED,
	    .text = "The provider took nothing because this account sends "
		    "too fast.",
	    .text_zh = "账号发送过快，服务商未接收此请求。",
	    .fix = "Try again later; set rate in [limits] to what the "
		   "contract allows.",
	    .fix_zh = "请稍后重试；并将 [limits] 的 rate 设为合同允许的"
		      "速率。",
	},
	{
	    .code = "account-configuration",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .text = "The provider's answer shows that the URL, the method "
		    "or another setting of the gateway is wrong.",
	    .text_zh = "服务商的应答表明网关的 URL、方法或其他设置有误。",
	    .fix = "Compare sms_url and the gateway's settings with the "
		   "provider's documentation.",
	    .fix_zh = "请对照服务商文档检查 sms_url 及网关设置。",
	},
	{
	    .code = "request-parameter",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_PARAMETER,
	    .text = "The provider refused a parameter of the request.",
	    .text_zh = "服务商拒绝了请求中的某个参数。",
	    .fix = "See which one its text names; check the gateway's "
		   "settings and api_extension with smsgw test --dry-run.",
	    .fix_zh = "请查看其返回信息指出的参数，并用 smsgw test "
		      "--dry-run 检查网关设置和 api_extension。",
	},
	{
	    .code = "content-title",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_TITLE,
	    .text = "The signature in front of the text is not approved "
		    "for this account.",
	    .text_zh = "短信签名未在该账号下审核通过。",
	    .fix = "Set sms_title to a signature that the provider's "
		   "console shows as approved, letter for letter, or "
		   "apply for this one.",
	    .fix_zh = "请将 sms_title 设为服务商控制台中已通过审核的签名"
		      "（须完全一致），或申请该签名。",
	},
	{
	    .code = "content-template",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_TEMPLATE,
	    .text = "The provider refused the template or its arguments.",
	    .text_zh = "服务商拒绝了该模板或其参数。",
	    .fix = "Check the template's id and arguments in [templates] "
		   "against the provider's console, and that it is "
		   "approved.",
	    .fix_zh = "请对照服务商控制台检查 [templates] 中的模板编号和"
		      "参数，并确认模板已通过审核。",
	},
	{
	    .code = "content-text",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .text = "The provider refused the text for its words, its "
		    "links or its length.",
	    .text_zh = "短信内容因词语、链接或长度被服务商拒绝。",
	    .fix = "Change the text, or have it approved as a template by "
		   "the provider.",
	    .fix_zh = "请修改内容，或在服务商处申请为审核模板。",
	},
	{
	    .code = "number-unknown",
	    .who = SMSGW_WHO_RECIPIENT,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_NUMBER,
	    .text = "The provider says that there is no such number.",
	    .text_zh = "服务商认为该号码不存在。",
	    .fix = "Have the recipient check the number.",
	    .fix_zh = "请让接收人核对号码。",
	},
	{
	    .code = "number-limit",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_NUMBER_LIMIT,
	    .text = "This number has been sent as many messages as the "
		    "carrier allows for now.",
	    .text_zh = "该号码已达到运营商的发送频率上限。",
	    .fix = "Wait until the carrier's limit ends (a minute, an "
		   "hour or a day) and send no more until then.",
	    .fix_zh = "请等待限制解除（一分钟、一小时或一天），此前不要"
		      "再发送。",
	    .help = "The limit protects the person who has the number. "
		    "smsgw does not go round it by another gateway.",
	    .help_zh = "该限制用于保护号码持有人，smsgw 不会换用其他网关"
		       "规避。",
	},
	{
	    .code = "number-blocked",
	    .who = SMSGW_WHO_RECIPIENT,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_NUMBER_BLOCKED,
	    .text = "This number is blocked, or its owner has opted out.",
	    .text_zh = "该号码在黑名单中，或用户已退订。",
	    .fix = "Ask the recipient to opt in again with the carrier, "
		   "or use another number.",
	    .fix_zh = "请接收人向运营商恢复接收，或更换号码。",
	},
	{
	    .code = "number-route",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_ROUTE,
	    .text = "This gateway does not reach that number.",
	    .text_zh = "该网关无法到达此号码。",
	    .fix = "Use a gateway that carries this country or carrier, "
		   "or have it opened by the provider.",
	    .fix_zh = "请使用支持该国家或运营商的网关，或请服务商开通。",
	},
	{
	    .code = "provider-temporary",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .error_class = SMSGW_CLASS_TEMPORARY,
	    .text = "The provider has trouble of its own and did not take "
		    "the message.",
	    .text_zh = "服务商暂时故障，未接收该短信。",
	    .fix = "Try again in a minute; if it stays, ask the provider.",
	    .fix_zh = "请一分钟后重试；如持续出现，请联系服务商。",
	},
	{
	    .code = "provider-broken",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_UNKNOWN,
	    .error_class = SMSGW_CLASS_BROKEN,
	    .text = "The provider failed while it worked on the request; "
		    "it may have sent the message.",
	    .text_zh = "服务商在处理请求时出错，短信可能已经发出。",
	    .fix = "Look in the provider's console whether the message "
		   "was sent before sending it again.",
	    .fix_zh = "重发之前，请先在服务商控制台确认短信是否已发出。",
	},
	{
	    .code = "provider-protocol",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_UNKNOWN,
	    .error_class = SMSGW_CLASS_PROTOCOL,
	    .text = "The provider's answer cannot be understood; the "
		    "message may have been sent.",
	    .text_zh = "无法理解服务商的应答，短信可能已经发出。",
	    .fix = "Check that sms_url is the provider's API; if it is, "
		   "tell the vendor of the plugin what was answered.",
	    .fix_zh = "请确认 sms_url 是服务商的接口地址；如无误，请将"
		      "应答内容告知插件开发者。",
	},
	{
	    .code = "request-replay",
	    .who = SMSGW_WHO_VENDOR,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_REPLAY,
	    .text = "The provider has seen this nonce or message id "
		    "before.",
	    .text_zh = "服务商认为该随机数或消息编号已使用过。",
	    .fix = "Look in the provider's console whether the message "
		   "was sent; if not, send it anew.",
	    .fix_zh = "请在服务商控制台确认短信是否已发出；如未发出，请"
		      "重新发送。",
	},
	{
	    .code = "report-handset",
	    .who = SMSGW_WHO_RECIPIENT,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_HANDSET,
	    .text = "The phone was off, full or out of reach.",
	    .text_zh = "手机关机、存储已满或不在服务区。",
	    .fix = "Have the recipient switch the phone on and ask for a "
		   "new message.",
	    .fix_zh = "请接收人开机并确认有信号后重新获取短信。",
	},
	{
	    .code = "report-expired",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_EXPIRED,
	    .text = "The carrier could not deliver the message before its "
		    "life was over.",
	    .text_zh = "运营商未能在有效期内送达短信。",
	    .fix = "Ask for a new message.",
	    .fix_zh = "请重新获取短信。",
	},
	{
	    .code = "provider-refused",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_REFUSED,
	    .error_class = SMSGW_CLASS_REFUSED,
	    .text = "The provider refused the message for a reason that "
		    "smsgw does not know.",
	    .text_zh = "服务商拒绝了该短信，原因未知。",
	    .fix = "Look up the provider's code and text in its "
		   "documentation, or ask its support.",
	    .fix_zh = "请在服务商文档中查找其返回码和信息，或咨询服务商。",
	},
	{ .code = NULL },
};

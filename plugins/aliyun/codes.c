/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service's codes: of answers (document_detail/101346 of help.aliyun.com,
 * "Error codes" of alibabacloud.com) and of reports (document_detail/101347).
 *
 * A row is one line of that documentation, so the columns stand without their
 * names: code; outcome, class, scope and who, for which there are words here;
 * meaning and fix, each in both languages.
 */
#include "aliyun.h"

/* Outcome, class, scope, who must act. */
#define OK SMSGW_ACCEPTED, SMSGW_CLASS_NONE, SMSGW_SCOPE_NONE, SMSGW_WHO_NOBODY
#define REFUSED(class, scope, who)                                \
	SMSGW_REJECTED, SMSGW_CLASS_##class, SMSGW_SCOPE_##scope, \
	    SMSGW_WHO_##who
#define LATER(class, who)                                         \
	SMSGW_DEFERRED, SMSGW_CLASS_##class, SMSGW_SCOPE_ACCOUNT, \
	    SMSGW_WHO_##who
#define PERHAPS(class, who) \
	SMSGW_UNKNOWN, SMSGW_CLASS_##class, SMSGW_SCOPE_NONE, SMSGW_WHO_##who

/* Fixes that several have, laid out by hand for the Chinese in them. */
/* clang-format off */
#define NO_FIX NULL, NULL
#define FIX_WAIT "Nothing; it is sent again.", "无需处理，会自动重发。"
#define FIX_CHARGE \
	"Charge the account or buy a package in the console; then run smsgw " \
	"test.", \
	"请在控制台充值或购买套餐包，然后运行 smsgw test。"
#define FIX_TITLE \
	"Set sms_title to a signature that the console shows as approved " \
	"(Domestic Messages, Signatures).", \
	"请将 sms_title 设为控制台“国内消息 > 签名管理”中审核通过的签名。"
#define FIX_TEMPLATE \
	"Compare the line of [templates] with the console (Domestic " \
	"Messages, Templates): id, approval, and the names of all variables.", \
	"请将 [templates] 与控制台“国内消息 > 模板管理”对照：模板编号、审核" \
	"状态及全部变量名。"
#define FIX_VALUE \
	"Give the variable a value that the template's kind of variable " \
	"allows; see its attributes in the console.", \
	"请使变量的值符合模板中该变量的属性要求，见控制台的变量属性。"
#define FIX_TEXT \
	"Change the text, or the values of the variables.", \
	"请修改短信内容或变量的值。"
#define FIX_KEY \
	"Set api_account and api_password to an AccessKey that the console " \
	"(RAM, Users) shows as enabled.", \
	"请将 api_account 和 api_password 设为控制台“RAM > 用户”中处于启用状" \
	"态的 AccessKey。"
#define FIX_TOKEN \
	"Fetch a new temporary AccessKey and set api_account, api_password " \
	"and security_token to it.", \
	"请重新获取临时 AccessKey，并更新 api_account、api_password 和 " \
	"security_token。"
#define FIX_CLOCK \
	"Set the clock of this machine; it must be right to 15 minutes.", \
	"请校准本机时钟，误差须在 15 分钟以内。"
#define FIX_RAM \
	"Attach AliyunDysmsFullAccess, or dysms:SendSms and " \
	"dysms:SendBatchSms, to the RAM user of the AccessKey.", \
	"请为该 AccessKey 的 RAM 用户授予 AliyunDysmsFullAccess，或 " \
	"dysms:SendSms 与 dysms:SendBatchSms 权限。"
#define FIX_ACCOUNT \
	"Open the console of the account: it says what is missing.", \
	"请登录该账号的控制台，按提示处理。"
#define FIX_OPEN \
	"Open the service for this account in the console.", \
	"请在控制台为该账号开通短信服务。"
#define FIX_URL \
	"Set sms_url to an endpoint of Short Message Service (Dysmsapi), " \
	"without a path.", \
	"请将 sms_url 设为短信服务（Dysmsapi）的接入点，不带路径。"
#define FIX_SMSGW \
	"Report it to the authors of smsgw, with the trace.", \
	"请将此问题连同追踪信息报告给 smsgw 作者。"
#define FIX_EXTENSION \
	"Correct number (SmsUpExtendCode), or leave it empty.", \
	"请更正 number（SmsUpExtendCode），或留空。"
#define FIX_NUMBER "Correct the number.", "请更正号码。"
#define FIX_NOBODY \
	"Nothing; the number may be used again later.", \
	"无需处理，稍后可再次向该号码发送。"
#define FIX_OPTED_OUT \
	"The person has to ask for messages again; in the console a number " \
	"can be taken off the list.", \
	"须由机主重新同意接收；也可在控制台将号码移出名单。"
#define FIX_ROUTE \
	"Send to this country by another gateway, or have it opened in the " \
	"console (International, Settings).", \
	"请改用其他网关发往该国家或地区，或在控制台的国际消息设置中开通。"
#define FIX_SENDER \
	"Correct sender_id, or have it registered for this country.", \
	"请更正 sender_id，或为该国家或地区报备发送方 ID。"
#define FIX_QUOTA \
	"Raise the quota in the console (General Settings, Sending limits), " \
	"or wait until it begins anew.", \
	"请在控制台“通用设置 > 发送量限制”提高限额，或等待其重置。"
#define FIX_TRIAL \
	"Bind the number to the test signature in the console, or use an " \
	"approved signature and template.", \
	"请在控制台绑定测试号码，或改用审核通过的签名和模板。"
#define FIX_MANAGE \
	"It belongs to the console's management of signatures and templates " \
	"and should not come from a send; " \
	"see the console.", \
	"该错误属于签名与模板管理，不应在发送时出现，请查看控制台。"
/* clang-format on */

const struct smsgw_code aliyun_codes[] = {
	{ "OK", OK, "The service took the message.", "短信已被服务接受。",
	    NO_FIX },
#include "codes_product.h"
#define P "isv."
#include "codes_both.h"
#undef P
#define P ""
#include "codes_both.h"
#undef P
#include "codes_gateway.h"
#include "codes_report.h"
	{ .code = NULL },
};

const struct smsgw_code *
aliyun_code_find(struct smsgw_gateway *gw, const char *code)
{
	return smsgw_code_find(gw, aliyun_codes, sizeof(aliyun_codes[0]), code);
}

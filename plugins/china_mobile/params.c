/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of a gateway's file: the words of the page that are used, under the
 * labels that the vendors' consoles have for them, and this provider's own.
 */
#include "china_mobile.h"

#define OF_CLOUD_MAS "protocol=auto|cloud_mas"
#define OF_MSG_SEND "protocol=auto|msg_send|msg_send_json"

const struct smsgw_param cmcc_params[] = {
	{
	    .name = "sms_url",
	    .type = SMSGW_URL,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "SMS URL",
	    .label_zh = "短信接口地址",
	    .summary = "the address that the account manager named",
	    .summary_zh = "客户经理告知的接口地址",
	    .help = "Cloud MAS: http://ADDRESS:PORT/sms/norsubmit or "
		    "https://ADDRESS:PORT/sms/submit; for templates smsgw "
		    "puts tmpsubmit in place of the last part by itself. "
		    "Others: the address that ends in /msg/send or "
		    "/send/json. An https address without a certificate of "
		    "a known authority needs pin_sha256: smsgw test shows "
		    "the value.",
	    .help_zh = "云MAS：http://地址:端口/sms/norsubmit 或 "
		       "https://地址:端口/sms/submit；发送模板短信时 smsgw 自动"
		       "把最后一段换成 tmpsubmit。其他服务商：以 /msg/send 或 "
		       "/send/json 结尾的地址。https 地址若没有可信机构签发的"
		       "证书，须设置 pin_sha256，其值由 smsgw test 显示。",
	    .example = "http://sms.example.com:1992/sms/norsubmit",
	},
	{
	    .name = "api_account",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .min = 1,
	    .max = 200,
	    .label = "API account",
	    .label_zh = "接口账号",
	    .summary = "of Cloud MAS the apId; not the console's login",
	    .summary_zh = "云MAS 为 apId；不是控制台登录名",
	    .help = "Cloud MAS: the user name of the interface account made "
		    "under 管理→接口管理→新建短信接口. Others: the API "
		    "account.",
	    .help_zh = "云MAS：在“管理→接口管理→新建短信接口”中创建的接口账号"
		       "用户名。其他服务商：API 账号。",
	    .example = "IDaaS_SSO",
	},
	{
	    .name = "api_password",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_REQUIRED | SMSGW_PARAM_SECRET,
	    .min = 1,
	    .max = 200,
	    .label = "API password",
	    .label_zh = "接口密码",
	    .summary = "of Cloud MAS the secretKey of that account",
	    .summary_zh = "云MAS 为该接口账号的 secretKey",
	},
	{
	    .name = "number",
	    .type = SMSGW_STRING,
	    .max = 20,
	    .label = "Extension digits",
	    .label_zh = "扩展码",
	    .summary = "digits behind the service code; mostly empty",
	    .summary_zh = "服务代码之后的扩展码，一般为空",
	    .help = "Cloud MAS: addSerial; empty for a service code of exact "
		    "match. Others: the extension, 1 to 3 digits are advised.",
	    .help_zh = "云MAS：addSerial，精确匹配的服务代码须留空。其他服务"
		       "商：扩展码，建议 1 至 3 位。",
	    .example = "88",
	},
	{
	    .name = "sms_title",
	    .type = SMSGW_STRING,
	    .max = 200,
	    .label = "SMS title",
	    .label_zh = "短信签名",
	    .summary = "the signature as the phone shows it",
	    .summary_zh = "手机上显示的签名",
	    .help = "Cloud MAS puts it in front by itself, chosen by "
		    "sign_code; here it counts for the length. For the "
		    "others smsgw puts it in front of the text.",
	    .help_zh = "云MAS 按 sign_code 自动添加签名，此处仅用于计算长度。"
		       "其他服务商由 smsgw 置于正文前。",
	    .example = "【ACME】",
	},
	{
	    .name = "api_extension",
	    .type = SMSGW_STRING,
	    .label = "API extension field",
	    .label_zh = "接口扩展字段",
	    .summary = "further fields of the request, k=v&k=v",
	    .summary_zh = "请求的其他字段，k=v&k=v",
	    .example = "product=7",
	},
	{
	    .name = "protocol",
	    .type = SMSGW_CHOICE,
	    .preset = "auto",
	    .choices = "auto cloud_mas msg_send msg_send_json",
	    .label = "Protocol",
	    .label_zh = "接口协议",
	    .summary = "auto: told by the end of sms_url",
	    .summary_zh = "auto：由 sms_url 的结尾判断",
	    .help = "cloud_mas: /sms/norsubmit, /sms/submit, /sms/tmpsubmit. "
		    "msg_send: /msg/send. msg_send_json: /msg/send/json, "
		    "/msg/v1/send/json.",
	    .help_zh = "cloud_mas：/sms/norsubmit、/sms/submit、"
		       "/sms/tmpsubmit。msg_send：/msg/send。msg_send_json："
		       "/msg/send/json、/msg/v1/send/json。",
	    .example = "cloud_mas",
	},
	{
	    .name = "ec_name",
	    .type = SMSGW_STRING,
	    .max = 200,
	    .label = "Enterprise name",
	    .label_zh = "企业名称",
	    .summary = "Cloud MAS: exactly as registered (ecName)",
	    .summary_zh = "云MAS：与注册的完全一致（ecName）",
	    .help = "A dot or a blank at its end counts; with a blank there "
		    "put the value into quotes.",
	    .help_zh = "末尾的点或空格也算；末尾有空格时请将值放在引号中。",
	    .example = "测试企业有限公司",
	    .when = OF_CLOUD_MAS,
	},
	{
	    .name = "sign_code",
	    .type = SMSGW_STRING,
	    .max = 64,
	    .label = "Signature code",
	    .label_zh = "签名编码",
	    .summary = "Cloud MAS: the code, not the signature's text",
	    .summary_zh = "云MAS：签名编码，不是签名文字",
	    .help = "Nine letters and digits, from the console's list of "
		    "signatures (签名下载).",
	    .help_zh = "9 位字母数字，见控制台的“签名下载”。",
	    .example = "AbCdEfGhI",
	    .when = OF_CLOUD_MAS,
	},
	{
	    .name = "send_secret_key",
	    .type = SMSGW_BOOLEAN,
	    .preset = "no",
	    .label = "Send the secretKey",
	    .label_zh = "发送 secretKey",
	    .summary = "Cloud MAS: put it into the request too",
	    .summary_zh = "云MAS：请求中同时带上 secretKey",
	    .help = "Not needed by the document, and over http everybody on "
		    "the way can read it. Only if China Mobile asks for it.",
	    .help_zh = "文档不要求；使用 http 时途中任何人都能读到。仅在移动"
		       "要求时开启。",
	    .example = "no",
	    .when = OF_CLOUD_MAS,
	},
	{
	    .name = "report",
	    .type = SMSGW_BOOLEAN,
	    .preset = "yes",
	    .label = "Ask for reports",
	    .label_zh = "需要状态报告",
	    .summary = "/msg/send: whether a delivery report is wanted",
	    .summary_zh = "/msg/send：是否需要状态报告",
	    .example = "yes",
	    .when = OF_MSG_SEND,
	},
	{
	    .name = "push_password",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET,
	    .max = 200,
	    .label = "Password of pushes",
	    .label_zh = "推送密码",
	    .summary = "/msg/send: pswd that each push must have",
	    .summary_zh = "/msg/send：推送请求须带的 pswd",
	    .help = "Agreed with the vendor together with the address of "
		    "pushes. Without it every push to that address is "
		    "believed.",
	    .help_zh = "与推送地址一起同服务商约定。不设置时信任发到该地址的"
		       "所有推送。",
	    .when = OF_MSG_SEND,
	},
	{ .name = NULL },
};

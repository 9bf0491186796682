/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an admin of a gateway has to fill in.
 */
#include "aliyun.h"

/*
 * All of one source is used, so that a token never meets the key of another:
 * the file's keys, else the environment, else the credentials file (the order
 * of the official SDKs).
 */
#define KEYS "api_account api_password security_token"
#define UNLESS_FILE KEYS " credentials profile"

const struct smsgw_param aliyun_params[] = {
	{
	    .name = "sms_url",
	    .type = SMSGW_URL,
	    .preset = "https://dysmsapi.aliyuncs.com",
	    .label = "Endpoint",
	    .label_zh = "服务接入点",
	    .summary = "the endpoint of the region, without a path",
	    .summary_zh = "所在地域的接入地址，不带路径",
	    .help = "The central one serves most regions. Singapore: "
		    "https://dysmsapi.ap-southeast-1.aliyuncs.com; others "
		    "stand under \"Endpoints\" of the API's documentation. "
		    "Messages to the mainland must be sent from an address "
		    "in mainland China.",
	    .help_zh = "多数地域使用默认地址。新加坡："
		       "https://dysmsapi.ap-southeast-1.aliyuncs.com；其他地"
		       "域见 API 文档的“服务接入点”。发送国内短信时，调用方 "
		       "IP 须在中国内地。",
	    .example = "https://dysmsapi.aliyuncs.com",
	},
	{
	    .name = "api_account",
	    .type = SMSGW_STRING,
	    .max = 128,
	    .label = "AccessKey ID",
	    .label_zh = "AccessKey ID",
	    .summary = "of a RAM user who may send SMS",
	    .summary_zh = "有短信发送权限的 RAM 用户的 AccessKey ID",
	    .help = "Console: RAM, Users, the user, Create AccessKey. The "
		    "policy AliyunDysmsFullAccess, or the actions "
		    "dysms:SendSms, dysms:SendBatchSms and "
		    "dysms:QuerySendDetails, must be attached. Without any "
		    "key of the account the environment is used, as the "
		    "official SDKs do: ALIBABA_CLOUD_ACCESS_KEY_ID, "
		    "ALIBABA_CLOUD_ACCESS_KEY_SECRET and "
		    "ALIBABA_CLOUD_SECURITY_TOKEN; else the credentials "
		    "file.",
	    .help_zh = "控制台：RAM 访问控制，用户，选择用户，创建 "
		       "AccessKey。需授予 AliyunDysmsFullAccess 权限策略，或 "
		       "dysms:SendSms、dysms:SendBatchSms、"
		       "dysms:QuerySendDetails 三项操作。账号各项均不填时，与"
		       "官方 SDK 一样使用环境变量 "
		       "ALIBABA_CLOUD_ACCESS_KEY_ID、"
		       "ALIBABA_CLOUD_ACCESS_KEY_SECRET、"
		       "ALIBABA_CLOUD_SECURITY_TOKEN，再次为凭证文件。",
	    .example = "LTAI5tExample",
	    .env = "ALIBABA_CLOUD_ACCESS_KEY_ID",
	    .unless = UNLESS_FILE,
	},
	{
	    .name = "api_password",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET,
	    .max = 256,
	    .label = "AccessKey secret",
	    .label_zh = "AccessKey Secret",
	    .summary = "shown once, when the AccessKey is created",
	    .summary_zh = "仅在创建 AccessKey 时显示一次",
	    .env = "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
	    .unless = UNLESS_FILE,
	},
	{
	    .name = "sms_title",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .max = 100,
	    .label = "Signature",
	    .label_zh = "短信签名",
	    .summary = "an approved signature, with or without 【】",
	    .summary_zh = "审核通过的短信签名，可省略【】",
	    .help = "Console: Short Message Service, Domestic Messages, "
		    "Signatures. It is sent as SignName.",
	    .help_zh = "控制台：短信服务，国内消息，签名管理。作为 SignName "
		       "发送。",
	    .example = "阿里云",
	},
	{
	    .name = "number",
	    .type = SMSGW_STRING,
	    .max = 20,
	    .label = "Extension code",
	    .label_zh = "上行短信扩展码",
	    .summary = "SmsUpExtendCode, digits; empty if none was assigned",
	    .summary_zh = "SmsUpExtendCode，数字；未分配时留空",
	    .help = "One code must not serve two signatures.",
	    .help_zh = "同一扩展码不能用于两个签名。",
	    .example = "90999",
	},
	{
	    .name = "api_extension",
	    .type = SMSGW_STRING,
	    .label = "Further parameters",
	    .label_zh = "其他请求参数",
	    .summary = "added to each request that is made, URL-encoded "
		       "k=v&k=v",
	    .summary_zh = "附加到每个请求的参数，URL 编码的 k=v&k=v",
	    .help = "Such as ChannelId for messages abroad. What stands here "
		    "replaces OutId, TaskId, Type, From, SmsUpExtendCode and "
		    "ValidityPeriod.",
	    .help_zh = "例如国际短信的 ChannelId。可替换 OutId、TaskId、"
		       "Type、From、SmsUpExtendCode、ValidityPeriod。",
	    .example = "ChannelId=7",
	},
	{
	    .name = "sign_method",
	    .type = SMSGW_CHOICE,
	    .preset = "v3",
	    .choices = "v3 v1",
	    .label = "Signature method",
	    .label_zh = "请求签名算法",
	    .summary = "v3: ACS3-HMAC-SHA256; v1: the older HMAC-SHA1",
	    .summary_zh = "v3 为 ACS3-HMAC-SHA256，v1 为旧的 HMAC-SHA1",
	    .example = "v3",
	},
	{
	    .name = "security_token",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET,
	    .max = 8192,
	    .label = "Security token",
	    .label_zh = "STS 安全令牌",
	    .summary = "only with a temporary AccessKey of STS",
	    .summary_zh = "仅用于 STS 临时 AccessKey",
	    .help = "It expires with its key; then both have to be "
		    "replaced.",
	    .help_zh = "与临时 AccessKey 一同过期，须一并更换。",
	    .env = "ALIBABA_CLOUD_SECURITY_TOKEN",
	    .unless = UNLESS_FILE,
	},
	{
	    .name = "credentials",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET | SMSGW_PARAM_FILE,
	    .label = "Credentials file",
	    .label_zh = "凭证文件",
	    .summary = "the official SDKs' file, by credentials_file = PATH",
	    .summary_zh = "官方 SDK 的凭证文件，用 credentials_file = 路径 "
			  "指定",
	    .help = "Without it the file in "
		    "$ALIBABA_CLOUD_CREDENTIALS_FILE, else "
		    ".alibabacloud/credentials in the home folder. It is "
		    "used when no AccessKey is given: access_key_id, "
		    "access_key_secret and security_token of the section "
		    "`profile`.",
	    .help_zh = "不填时为 $ALIBABA_CLOUD_CREDENTIALS_FILE 或主目录下"
		       "的 .alibabacloud/credentials。未提供 AccessKey 时使"
		       "用，取 profile 一节的 "
		       "access_key_id、access_key_secret、security_token。",
	    .file = "$ALIBABA_CLOUD_CREDENTIALS_FILE "
		    "~/.alibabacloud/credentials",
	    .unless = KEYS,
	},
	{
	    .name = "profile",
	    .type = SMSGW_STRING,
	    .max = 128,
	    .env = "ALIBABA_CLOUD_PROFILE",
	    .unless = KEYS,
	    .label = "Profile",
	    .label_zh = "凭证配置名",
	    .summary = "section of the credentials file; else default",
	    .summary_zh = "凭证文件的小节名，默认为 default",
	    .example = "default",
	},
	{
	    .name = "site",
	    .type = SMSGW_CHOICE,
	    .preset = "cn",
	    .choices = "cn intl",
	    .label = "Site",
	    .label_zh = "账号所属站点",
	    .summary = "of the account: aliyun.com (cn) or "
		       "alibabacloud.com (intl)",
	    .summary_zh = "账号所属站点：aliyun.com（cn）或 "
			  "alibabacloud.com（intl）",
	    .help = "With intl, messages to the mainland go by "
		    "SendMessageWithTemplate of the international API.",
	    .help_zh = "intl 时，发往中国内地的短信使用国际接口的 "
		       "SendMessageWithTemplate。",
	    .example = "cn",
	},
	{
	    .name = "abroad",
	    .type = SMSGW_CHOICE,
	    .preset = "text",
	    .choices = "text template",
	    .label = "Abroad",
	    .label_zh = "国际短信内容",
	    .summary = "messages outside the mainland: text, or a template "
		       "of the kind \"international\"",
	    .summary_zh = "内地以外的短信：text 为文本，template 为“国际/港澳"
			  "台”模板",
	    .help = "text goes by SendMessageToGlobe, template by SendSms.",
	    .help_zh = "text 使用 SendMessageToGlobe，template 使用 "
		       "SendSms。",
	    .example = "text",
	},
	{
	    .name = "abroad_title",
	    .type = SMSGW_BOOLEAN,
	    .preset = "yes",
	    .label = "Signature abroad",
	    .label_zh = "国际短信带签名",
	    .summary = "put sms_title in front of texts that go abroad",
	    .summary_zh = "在国际短信文本前加上签名",
	    .help = "【】 make a text of the GSM alphabet twice as long; the "
		    "sender id may say enough.",
	    .help_zh = "【】会使 GSM 字符集的文本改用 UCS-2 计数；发送方 ID "
		       "往往已足够。",
	    .example = "no",
	    .when = "abroad=text",
	},
	{
	    .name = "sender_id",
	    .type = SMSGW_STRING,
	    .max = 15,
	    .label = "Sender id",
	    .label_zh = "发送方 ID",
	    .summary = "From of messages abroad: up to 11 characters, or 15 "
		       "digits",
	    .summary_zh = "国际短信的 From：最多 11 个字符，或 15 位数字",
	    .example = "ACME",
	    .when = "abroad=text",
	},
	{ .name = NULL },
};

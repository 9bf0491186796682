/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of smsgw.ini and of the files of templates and clients as data;
 * those of a gateway's file are in param_gateway.c.
 */
#include "param.h"

/* [smsgw] */
const struct smsgw_param param_smsgw[] = {
	{
	    .name = "default_country",
	    .type = PARAM_COUNTRY,
	    .label = "Default country",
	    .label_zh = "默认国家或地区",
	    .summary = "country of numbers that are written without one",
	    .summary_zh = "号码未带国家代码时所属的国家或地区",
	    .example = "CN",
	},
	{
	    .name = "state",
	    .type = PARAM_PATH,
	    .label = "State folder",
	    .label_zh = "状态目录",
	    .summary = "folder for what smsgw itself writes",
	    .summary_zh = "smsgw 自己写入的目录",
	    .help = "Without it $STATE_DIRECTORY, else the state folder "
		    "of the installation, else DIR/state for a "
		    "configuration folder given with -c.",
	    .help_zh = "不设置时为 $STATE_DIRECTORY，其次为安装时确定的目"
		       "录；用 -c 指定配置目录时为其下的 state。",
	    .example = "/var/lib/smsgw",
	},
	{
	    .name = "sticky",
	    .type = SMSGW_BOOLEAN,
	    .preset = "no",
	    .label = "Same gateway for a recipient",
	    .label_zh = "同一接收人用同一网关",
	    .summary = "among gateways of equal priority, a recipient always "
		       "gets the same one",
	    .summary_zh = "在同优先级的网关中，同一接收人始终用同一个",
	    .help = "So that messages to one person come from one sender, as "
		    "long as that gateway works.",
	    .help_zh = "只要该网关可用，发给同一人的短信来自同一发送方。",
	    .example = "yes",
	},
	{ .name = NULL },
};

/* [daemon] */
const struct smsgw_param param_daemon[] = {
	{
	    .name = "listen",
	    .type = PARAM_LISTEN,
	    .preset = "127.0.0.1:8025",
	    .label = "Listen",
	    .label_zh = "监听地址",
	    .summary = "addresses of the HTTP API",
	    .summary_zh = "HTTP 接口的监听地址",
	    .example = "127.0.0.1:8025",
	},
	{
	    .name = "socket",
	    .type = PARAM_PATH,
	    .preset = "/run/smsgw/api.sock",
	    .label = "Socket",
	    .label_zh = "套接字",
	    .summary = "local socket of the HTTP API",
	    .summary_zh = "HTTP 接口的本地套接字",
	    .example = "/run/smsgw/api.sock",
	},
	{
	    .name = "store",
	    .type = SMSGW_STRING,
	    .label = "Store",
	    .label_zh = "存储",
	    .summary = "a path is SQLite; postgresql://… is a shared store",
	    .summary_zh = "路径表示 SQLite，postgresql://… 表示共享存储",
	    .example = "/var/lib/smsgw/smsgw.db",
	},
	{
	    .name = "log",
	    .type = SMSGW_CHOICE,
	    .preset = "text",
	    .choices = "text json",
	    .label = "Log",
	    .label_zh = "日志格式",
	    .summary = "how log lines look",
	    .summary_zh = "日志行的格式",
	    .example = "json",
	},
	{
	    .name = "retention",
	    .type = SMSGW_DURATION,
	    .preset = "30d",
	    .min = 3600000,
	    .max = 315360000000,
	    .label = "Retention",
	    .label_zh = "保留期",
	    .summary = "how long final messages are kept",
	    .summary_zh = "已完结消息的保留时间",
	    .example = "30d",
	},
	{ .name = NULL },
};

/* [template] of templates.d */
const struct smsgw_param param_template[] = {
	{
	    .name = "text",
	    .type = SMSGW_STRING,
	    .flags = PARAM_LOCALE,
	    .min = 0,
	    .max = 4096,
	    .label = "Text",
	    .label_zh = "内容",
	    .summary = "the text; text.LOCALE for a language",
	    .summary_zh = "短信内容；text.语言 为该语言的内容",
	    .help = "${name} is an argument, ${minutes} the life, "
		    "${newline} a line break.",
	    .help_zh = "${name} 为参数，${minutes} 为有效分钟数，"
		       "${newline} 为换行。",
	    .example = "Your code is ${code}",
	},
	{
	    .name = "text_file",
	    .type = PARAM_PATH,
	    .flags = PARAM_LOCALE,
	    .label = "Text file",
	    .label_zh = "内容文件",
	    .summary = "file with the text, for long ones",
	    .summary_zh = "存放内容的文件，用于长文本",
	    .example = "login.txt",
	},
	{
	    .name = "class",
	    .type = SMSGW_CHOICE,
	    .preset = "otp",
	    .choices = "otp transactional marketing",
	    .label = "Class",
	    .label_zh = "消息类别",
	    .summary = "what kind of message it is",
	    .summary_zh = "消息的类别",
	    .example = "otp",
	},
	{
	    .name = "purpose",
	    .type = PARAM_NAME,
	    .label = "Purpose",
	    .label_zh = "用途",
	    .summary = "what the code is for",
	    .summary_zh = "验证码的用途",
	    .example = "login",
	},
	{
	    .name = "expires",
	    .type = SMSGW_DURATION,
	    .min = 30000,
	    .max = 86400000,
	    .label = "Life",
	    .label_zh = "有效期",
	    .summary = "how long the message is good for",
	    .summary_zh = "短信的有效时间",
	    .example = "5m",
	},
	{ .name = NULL },
};

/* [client] of clients.d */
const struct smsgw_param param_client[] = {
	{
	    .name = "token_sha256",
	    .type = PARAM_SHA256,
	    .label = "Token hash",
	    .label_zh = "令牌哈希",
	    .summary = "SHA-256 of the client's token",
	    .summary_zh = "客户端令牌的 SHA-256",
	    .example = "9f86d081884c7d659a2feaa0c55ad015"
		       "a3bf4f1b2b0b822cd15d6c15b0f00a08",
	},
	{
	    .name = "token_sha256_next",
	    .type = PARAM_SHA256,
	    .label = "Next token hash",
	    .label_zh = "下一个令牌哈希",
	    .summary = "a second token, while one is being replaced",
	    .summary_zh = "更换令牌期间的第二个令牌",
	    .example = "60303ae22b998861bce3b28f33eec1be"
		       "758a213c86c93c076dbe9f558c11c752",
	},
	{
	    .name = "scopes",
	    .type = PARAM_WORDS,
	    .preset = "send",
	    .choices = "send read admin",
	    .label = "Scopes",
	    .label_zh = "权限范围",
	    .summary = "what the client may do",
	    .summary_zh = "客户端的权限",
	    .example = "send read",
	},
	{
	    .name = "uid",
	    .type = SMSGW_INTEGER,
	    .min = 0,
	    .max = 4294967294,
	    .label = "User",
	    .label_zh = "用户",
	    .summary = "number of the user on the local socket",
	    .summary_zh = "本地套接字上的用户编号",
	    .example = "1000",
	},
	{
	    .name = "template",
	    .type = PARAM_NAME,
	    .label = "Template",
	    .label_zh = "模板",
	    .summary = "logical template for a client that can only send "
		       "text",
	    .summary_zh = "只能发送文本的客户端所用的逻辑模板",
	    .example = "login",
	},
	{
	    .name = "code_pattern",
	    .type = SMSGW_STRING,
	    .min = 0,
	    .max = 200,
	    .label = "Code pattern",
	    .label_zh = "验证码规则",
	    .summary = "where the code stands in its texts; empty: the "
		       "only run of 4 to 8 digits",
	    .summary_zh = "验证码在文本中的位置；空为唯一的 4 至 8 位数字",
	    .example = "code is ([0-9]{6})",
	},
	{
	    .name = "default_country",
	    .type = PARAM_COUNTRY,
	    .label = "Default country",
	    .label_zh = "默认国家或地区",
	    .summary = "country of its numbers that are written without "
		       "one",
	    .summary_zh = "号码未带国家代码时所属的国家或地区",
	    .example = "CN",
	},
	{
	    .name = "callback",
	    .type = SMSGW_URL,
	    .label = "Callback",
	    .label_zh = "回调地址",
	    .summary = "where reports are sent",
	    .summary_zh = "发送状态报告的地址",
	    .example = "https://id.example.com/sms",
	},
	{
	    .name = "callback_secret",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_SECRET,
	    .label = "Callback secret",
	    .label_zh = "回调密钥",
	    .summary = "signs what is sent there",
	    .summary_zh = "为回调内容签名的密钥",
	},
	{
	    .name = "quota",
	    .type = PARAM_RATE,
	    .label = "Quota",
	    .label_zh = "配额",
	    .summary = "messages per time",
	    .summary_zh = "单位时间的短信条数",
	    .example = "5000/day",
	},
	{ .name = NULL },
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Catalogue: what is wrong with a message itself: its number, its content, its
 * life; and the limits of the test channel and of this program.
 */
#include "catalog_row.h"

#include <smsgw/provider.h>

const struct catalog_entry catalog_message_rows[] = {
	{
	    .code = "number-invalid",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The recipient is not a telephone number.",
	    .text_zh = "接收号码不是有效的电话号码。",
	    .fix = "Write it with + and the country code, or set "
		   "default_country for numbers without one.",
	    .fix_zh = "请写上 + 和国家代码，或为不带国家代码的号码设置 "
		      "default_country。",
	},
	{
	    .code = "number-missing",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "The message has no recipient.",
	    .text_zh = "没有接收号码。",
	    .fix = "Name one with --to PHONE, or set test_phone for tests.",
	    .fix_zh = "请用 --to 号码 指定，或为测试设置 test_phone。",
	},
	{
	    .code = "number-not-served",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_DATA,
	    .text = "The gateway is not meant for the country of this "
		    "number.",
	    .text_zh = "该网关不用于此号码所在的国家或地区。",
	    .fix = "Use another gateway, or widen countries in [routing].",
	    .fix_zh = "请使用其他网关，或放宽 [routing] 的 countries。",
	},
	{
	    .code = "content-empty",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The text is empty.",
	    .text_zh = "内容为空。",
	    .fix = "Give a text that is not empty.",
	    .fix_zh = "请提供非空的内容。",
	},
	{
	    .code = "content-missing",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "It is not said what to send.",
	    .text_zh = "未指定发送内容。",
	    .fix = "Give --text or --template, or set test_content for "
		   "tests.",
	    .fix_zh = "请用 --text 或 --template 指定，或为测试设置 "
		      "test_content。",
	},
	{
	    .code = "content-both",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "A message cannot have both a text and a template.",
	    .text_zh = "短信不能同时指定内容和模板。",
	    .fix = "Give one of them.",
	    .fix_zh = "请只指定其一。",
	},
	{
	    .code = "content-invalid",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The text holds something that no message can carry.",
	    .text_zh = "内容含有短信无法承载的字符。",
	    .fix = "Send UTF-8 text without NUL and control characters.",
	    .fix_zh = "请使用不含 NUL 和控制字符的 UTF-8 文本。",
	},
	{
	    .code = "content-unfit",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The text has something that the gateway's request "
		    "cannot hold.",
	    .text_zh = "内容含有该网关的请求无法承载的字符。",
	    .fix = "Change the text, or let the gateway send it another "
		   "way, such as in another charset.",
	    .fix_zh = "请修改内容，或让网关以其他方式发送，如换用其他字符"
		      "集。",
	},
	{
	    .code = "content-too-long",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The text takes more parts than the gateway carries.",
	    .text_zh = "内容超过网关允许的条数。",
	    .fix = "Shorten it.",
	    .fix_zh = "请缩短内容。",
	},
	{
	    .code = "content-template-unknown",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "There is no template of this name.",
	    .text_zh = "没有此名称的模板。",
	    .fix = "Correct the name; the templates are the files of "
		   "templates.d.",
	    .fix_zh = "请改正名称；模板即 templates.d 中的文件。",
	},
	{
	    .code = "content-template-unmapped",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_DATA,
	    .text = "The gateway does not say which template of the "
		    "provider this one is.",
	    .text_zh = "网关未指明此模板对应服务商的哪个模板。",
	    .fix = "Add it to [templates] of the gateway: NAME = THEIR_ID "
		   "ARGUMENT…",
	    .fix_zh = "请在网关的 [templates] 中添加：名称 = 服务商模板编"
		      "号 参数…",
	},
	{
	    .code = "content-template-broken",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "A template cannot be filled in as it is written.",
	    .text_zh = "模板写法有误，无法填充。",
	    .fix = "Correct it; a variable is ${name}, a dollar is $$.",
	    .fix_zh = "请改正；变量写作 ${name}，美元符号写作 $$。",
	},
	{
	    .code = "content-param-missing",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The template wants a parameter that the message does "
		    "not give.",
	    .text_zh = "缺少模板需要的参数。",
	    .fix = "Add it: --param NAME=VALUE, or code=@- from standard "
		   "input.",
	    .fix_zh = "请补上：--param 名称=值，或 code=@- 从标准输入读"
		      "取。",
	},
	{
	    .code = "content-param-unused",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DONE,
	    .text = "The message gives a parameter that its template has no "
		    "use for.",
	    .text_zh = "模板不使用所给的某个参数。",
	    .fix = "Leave it out, or correct its name.",
	    .fix_zh = "请去掉该参数，或改正其名称。",
	},
	{
	    .code = "content-template-only",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The gateway takes templates only, and the text fits "
		    "none of them.",
	    .text_zh = "该网关只接受模板，而内容不符合任何模板。",
	    .fix = "Use --template NAME --param k=v, or add a template "
		   "whose text fits.",
	    .fix_zh = "请使用 --template 名称 --param k=v，或添加文本相符"
		      "的模板。",
	},
	{
	    .code = "client-unknown",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "There is no client of this name.",
	    .text_zh = "没有此名称的客户端。",
	    .fix = "Correct the name; the clients are the files of "
		   "clients.d.",
	    .fix_zh = "请改正名称；客户端即 clients.d 中的文件。",
	},
	{
	    .code = "client-broken",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The client's file has errors.",
	    .text_zh = "客户端文件有误。",
	    .fix = "See them all with smsgw check, and correct them.",
	    .fix_zh = "请用 smsgw check 查看全部错误并改正。",
	},
	{
	    .code = "expired",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_LATER,
	    .text = "The message's life was over before it could be sent, "
		    "so it was not sent.",
	    .text_zh = "短信在发出前已过有效期，因此未发送。",
	    .fix = "Ask for a new code; if it happens often, look at what "
		   "took so long in the trace.",
	    .fix_zh = "请重新获取验证码；如经常发生，请在轨迹中查看耗时步"
		      "骤。",
	},
	{
	    .code = "quota-used-up",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "The test channel has sent what it may today or this "
		    "minute.",
	    .text_zh = "测试通道已达到今日或每分钟的上限。",
	    .fix = "Wait, or set up a gateway of your own: smsgw add ID "
		   "--provider NAME. The test channel is for tests only.",
	    .fix_zh = "请等待，或配置自己的网关：smsgw add 网关 "
		      "--provider 名称。测试通道仅供测试。",
	},
	{
	    .code = "quota-store",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_IO,
	    .text = "The test channel cannot keep its count or its outbox.",
	    .text_zh = "测试通道无法保存计数或发件箱。",
	    .fix = "Make the folder that the message names writable for "
		   "the user who runs smsgw.",
	    .fix_zh = "请让运行 smsgw 的用户可写入提示中的目录。",
	},
	{
	    .code = "input-unreadable",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_IO,
	    .text = "What should be read from a file or from standard "
		    "input cannot be read.",
	    .text_zh = "无法读取指定文件或标准输入。",
	    .fix = "Check the path and its rights.",
	    .fix_zh = "请检查路径和权限。",
	},
	{
	    .code = "output-failed",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_IO,
	    .text = "The output could not be written.",
	    .text_zh = "无法写出结果。",
	    .fix = "Check the space on the disk, or where the output goes.",
	    .fix_zh = "请检查磁盘空间或输出目标。",
	},
	{
	    .code = "usage",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_USAGE,
	    .text = "The command line is wrong.",
	    .text_zh = "命令行用法错误。",
	    .fix = "See smsgw help COMMAND.",
	    .fix_zh = "请查看 smsgw help 命令。",
	},
	{
	    .code = "secret-on-command-line",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_USAGE,
	    .text = "A secret must not stand in a command line, where "
		    "other users and the history see it.",
	    .text_zh = "密钥不得出现在命令行中，其他用户和历史记录都能看"
		       "到。",
	    .fix = "Give it as KEY=@FILE or KEY=@-, or leave it out and "
		   "type it when asked.",
	    .fix_zh = "请使用 KEY=@文件 或 KEY=@-，或不写而在提示时输入。",
	},
	{
	    .code = "content-class-unknown",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "There is no class of messages of this name.",
	    .text_zh = "没有此名称的短信类别。",
	    .fix = "Use otp, transactional or marketing.",
	    .fix_zh = "请使用 otp、transactional 或 marketing。",
	},
	{
	    .code = "content-life",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The life of the message is out of range.",
	    .text_zh = "短信的有效期超出范围。",
	    .fix = "Give a code at most 10 minutes, other messages at "
		   "most a day: --expires 5m.",
	    .fix_zh = "验证码最长 10 分钟，其他短信最长一天：--expires "
		      "5m。",
	},
	{
	    .code = "content-params-many",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The message has too many arguments.",
	    .text_zh = "短信参数过多。",
	    .fix = "Give at most 32.",
	    .fix_zh = "最多 32 个。",
	},
	{
	    .code = "content-id",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "The id of the message is not a UUID.",
	    .text_zh = "短信编号不是 UUID。",
	    .fix = "Leave it out, and one is made.",
	    .fix_zh = "请省略，系统会自动生成。",
	},
	{
	    .code = "attempt-unrecorded",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_IO,
	    .text = "The attempt could not be recorded, so nothing was "
		    "sent.",
	    .text_zh = "无法记录本次发送，因此未发送。",
	    .fix = "Check the store's disk.",
	    .fix_zh = "请检查存储所在磁盘。",
	},
	{
	    .code = "cancelled",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_LATER,
	    .text = "The message was cancelled before it was sent to the "
		    "end.",
	    .text_zh = "短信在发送完成前被取消。",
	    .fix = "Send it again if it is still wanted.",
	    .fix_zh = "如仍需要，请重新发送。",
	},
	{
	    .code = "daemon-unreachable",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_LATER,
	    .text = "No daemon runs that could take the message.",
	    .text_zh = "没有可接收短信的守护进程在运行。",
	    .fix = "Add --local to send in this process, without a queue.",
	    .fix_zh = "请加 --local 在本进程中直接发送（不排队）。",
	},
	{
	    .code = "input-invalid",
	    .who = SMSGW_WHO_SENDER,
	    .exit_code = CATALOG_DATA,
	    .text = "What was read from a file or from standard input is "
		    "not text.",
	    .text_zh = "从文件或标准输入读到的内容不是文本。",
	    .fix = "Give UTF-8 text without NUL.",
	    .fix_zh = "请提供不含 NUL 的 UTF-8 文本。",
	},
	{
	    .code = "report-undelivered",
	    .who = SMSGW_WHO_RECIPIENT,
	    .exit_code = CATALOG_REFUSED,
	    .text = "The message was not delivered to the phone.",
	    .text_zh = "短信未送达手机。",
	    .fix = "See what the provider says; have the recipient check "
		   "the phone, and send a new message.",
	    .fix_zh = "请查看服务商返回的信息，请接收人检查手机后重新发"
		      "送。",
	},
	{
	    .code = "report-none",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_DONE,
	    .text = "No delivery report came in the time that was waited.",
	    .text_zh = "等待期间没有收到送达报告。",
	    .fix = "Wait longer, or look in the provider's console; the "
		   "message was accepted.",
	    .fix_zh = "请延长等待时间，或在服务商控制台查看；短信已被接"
		      "收。",
	},
	{
	    .code = "route-none",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "No enabled gateway can carry this message.",
	    .text_zh = "没有已启用的网关可以发送此短信。",
	    .fix = "Enable or add a gateway for this country and kind of "
		   "message: smsgw enable ID, smsgw add ID --provider "
		   "NAME.",
	    .fix_zh = "请为该国家或地区及短信类别启用或新建网关：smsgw "
		      "enable 网关，smsgw add 网关 --provider 名称。",
	},
	{
	    .code = "route-attempts",
	    .who = SMSGW_WHO_PROVIDER,
	    .exit_code = CATALOG_LATER,
	    .text = "The message was tried as often as it may be, and no "
		    "provider took it.",
	    .text_zh = "短信已达到最多尝试次数，没有服务商接收。",
	    .fix = "See in the trace what each attempt met, and send it "
		   "again if it is still wanted.",
	    .fix_zh = "请在轨迹中查看每次尝试的结果；如仍需要，请重新发送。",
	},
	{
	    .code = "superseded",
	    .who = SMSGW_WHO_NOBODY,
	    .exit_code = CATALOG_LATER,
	    .text = "A newer code for the same recipient and purpose took "
		    "the message's place before it was sent.",
	    .text_zh = "在发出之前，同一接收人同一用途的新验证码已取代此短"
		       "信。",
	    .fix = "Nothing: the newer one counts.",
	    .fix_zh = "无需处理，以新验证码为准。",
	},
	{
	    .code = "route-class",
	    .who = SMSGW_WHO_ADMIN,
	    .exit_code = CATALOG_CONFIG,
	    .text = "The gateway is not meant for this class of messages.",
	    .text_zh = "该网关不用于此类别的短信。",
	    .fix = "Add the class to [routing] classes of the gateway, or "
		   "leave it to another one.",
	    .fix_zh = "请在该网关的 [routing] classes 中加入此类别，或使用"
		      "其他网关。",
	},
	{ .code = NULL },
};

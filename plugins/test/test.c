/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built-in test channel.  It sends nothing: the host writes the request to
 * its outbox, counts the quota, and hands the request back as the answer.  The
 * outcome is chosen by the last four digits of the recipient's number.
 */
#include <smsgw/provider.h>

#include <string.h>

#define MARK "[TEST] "

/* How long the slow one takes, and the late one is on its way. */
#define SLOW_MS 2000
#define LATE_MS 5000

/* What a number that ends in these digits brings about. */
struct magic {
	const char *ending;
	const char *code; /* of the table below; NULL: outcome unknown */
	const char *text;
	int64_t delay_ms; /* DEFERRED: not before */
};

static const struct magic magics[] = {
	{ "0001", "number", "no such number", 0 },
	{ "0002", "throttled", "too many messages, wait", 30000 },
	{ "0003", NULL, "the answer was lost", 0 },
	{ "0004", "ok", "accepted, slowly", 0 },
	{ "0005", "ok", "accepted, report follows", 0 },
	{ "0006", "ok", "accepted, will not arrive", 0 },
	{ "0007", "account", "account or password is wrong", 0 },
	{ "0008", "content", "the text is refused", 0 },
	{ "0009", "limit", "the number had enough for today", 0 },
	{ "0010", "balance", "no money left", 0 },
};

static const struct magic anything = { "", "ok", "accepted", 0 };

static const struct smsgw_code codes[] = {
	{
	    .code = "ok",
	    .outcome = SMSGW_ACCEPTED,
	    .text = "The test channel took the message.",
	    .text_zh = "测试通道已接受短信。",
	},
	{
	    .code = "number",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The test channel plays: no such number (a number "
		    "that ends in 0001).",
	    .text_zh = "测试通道模拟：号码不存在（尾号 0001）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{
	    .code = "throttled",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_THROTTLED,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The test channel plays: flow control (a number that "
		    "ends in 0002).",
	    .text_zh = "测试通道模拟：流量控制（尾号 0002）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{
	    .code = "account",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CREDENTIALS,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The test channel plays: the account is refused (a "
		    "number that ends in 0007).",
	    .text_zh = "测试通道模拟：账号被拒绝（尾号 0007）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{
	    .code = "content",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_TEXT,
	    .scope = SMSGW_SCOPE_CONTENT,
	    .who = SMSGW_WHO_SENDER,
	    .text = "The test channel plays: the text is refused (a "
		    "number that ends in 0008).",
	    .text_zh = "测试通道模拟：内容被拒绝（尾号 0008）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{
	    .code = "limit",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_NUMBER_LIMIT,
	    .scope = SMSGW_SCOPE_NUMBER,
	    .who = SMSGW_WHO_RECIPIENT,
	    .text = "The test channel plays: the carrier's limit of this "
		    "number (a number that ends in 0009).",
	    .text_zh = "测试通道模拟：该号码达到运营商上限（尾号 0009）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{
	    .code = "balance",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_BALANCE,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "The test channel plays: out of money (a number that "
		    "ends in 0010).",
	    .text_zh = "测试通道模拟：余额不足（尾号 0010）。",
	    .fix = "Use a number with another ending.",
	    .fix_zh = "请使用其他尾号的号码。",
	},
	{ .code = NULL },
};

static const struct smsgw_param params[] = {
	{
	    .name = "sms_title",
	    .type = SMSGW_STRING,
	    .max = 100,
	    .label = "SMS title",
	    .label_zh = "短信签名",
	    .summary = "The signature in front of the text.",
	    .summary_zh = "显示在短信正文前的签名。",
	    .example = "【ACME】",
	},
	{
	    .name = "daily_quota",
	    .type = SMSGW_INTEGER,
	    .preset = "20",
	    .min = 1,
	    .max = 1000,
	    .label = "Messages a day",
	    .label_zh = "每日条数",
	    .summary = "How many messages may be sent in any 24 hours.",
	    .summary_zh = "任意 24 小时内最多发送的条数。",
	    .help = "The channel is for testing only, so its quota is "
		    "low. It sends nothing: look at the file "
		    "test/outbox.jsonl in the state directory. The last "
		    "four digits of the number choose the outcome: 0001 "
		    "no such number, 0002 throttled, 0003 outcome "
		    "unknown, 0004 slow (two seconds), 0005 delivered "
		    "after five seconds, 0006 not delivered, 0007 account "
		    "refused, 0008 text refused, 0009 the number's limit, "
		    "0010 out of money; any other is accepted and "
		    "delivered.",
	    .help_zh = "该通道仅供测试，因此限额较低。它不会真正发送短信："
		       "内容写入状态目录下的 test/outbox.jsonl。号码后四位"
		       "决定结果：0001 号码不存在，0002 流量控制，0003 结"
		       "果未知，0004 缓慢（2 秒），0005 五秒后送达，0006 "
		       "未送达，0007 账号被拒绝，0008 内容被拒绝，0009 号"
		       "码达到上限，0010 余额不足；其他号码均接受并送达。",
	    .example = "100",
	},
	{
	    .name = "per_minute",
	    .type = SMSGW_INTEGER,
	    .preset = "3",
	    .min = 1,
	    .max = 1000,
	    .label = "Messages a minute",
	    .label_zh = "每分钟条数",
	    .summary = "How many messages one number may get in any "
		       "minute.",
	    .summary_zh = "同一号码在任意一分钟内最多接收的条数。",
	    .example = "10",
	},
	{ .name = NULL },
};

static const struct magic *
magic_of(const char *digits)
{
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (strcmp(digits, magics[i].ending) == 0)
			return &magics[i];
	return &anything;
}

/* The last four digits of a number; all of a shorter one. */
static const char *
ending_of(const char *number)
{
	size_t len = strlen(number);

	return len > 4 ? number + len - 4 : number;
}

static int
test_open(struct smsgw_gateway *gw)
{
	struct smsgw_can can = {
		.size = sizeof(can),
		.content = SMSGW_CAN_TEXT | SMSGW_CAN_TEMPLATE,
		.signature = SMSGW_SIGNATURE_TEXT,
		.max_same = 1,
		.max_distinct = 1,
		.quota_day = (uint32_t)smsgw_conf_int(gw, "daily_quota"),
		.quota_minute = (uint32_t)smsgw_conf_int(gw, "per_minute"),
	};

	smsgw_can(gw, &can);
	return 0;
}

/* What would be sent, for a person to read in the outbox. */
static int
test_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *to = smsgw_recipient(x, 0, SMSGW_E164), *body;
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t k;

	smsgw_json_object(json, NULL);
	smsgw_json_string(json, "id", smsgw_about(x, 0, SMSGW_ABOUT_ID), 0);
	smsgw_json_string(json, "to", to, 0);
	if (smsgw_template_id(x, 0)[0] != '\0') {
		smsgw_json_string(json, "template",
		    smsgw_printf(gw, MARK "%s", smsgw_template_id(x, 0)), 0);
		smsgw_json_object(json, "args");
		for (k = 0; k < smsgw_args(x, 0); k++)
			smsgw_json_string(json, smsgw_arg_name(x, 0, k),
			    smsgw_arg_value(x, 0, k), 0);
		smsgw_json_close(json);
	} else {
		smsgw_json_string(json, "text",
		    smsgw_printf(gw, MARK "%s", smsgw_signed_text(x, 0)), 0);
	}
	body = smsgw_json_text(json);
	smsgw_body(r, body, strlen(body), "application/json", 0);
	if (strcmp(ending_of(to), "0004") == 0)
		smsgw_delay(r, SLOW_MS);
	return 0;
}

static int
test_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = SMSGW_UNKNOWN,
		.error_class = SMSGW_CLASS_BROKEN,
	};
	const char *body, *to, *id;
	const struct magic *magic;
	struct smsgw_doc *doc;
	size_t len;

	body = smsgw_response_body(resp, &len);
	doc = smsgw_doc_json(gw, body, len);
	to = smsgw_doc_get(doc, "/to");
	id = smsgw_doc_get(doc, "/id");
	if (to == NULL || id == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer of the test channel is none of its own");
	magic = magic_of(ending_of(to));
	result.text = magic->text;
	if (magic->code == NULL) {
		smsgw_result(x, 0, &result);
	} else if (magic->delay_ms > 0) {
		result.outcome = SMSGW_DEFERRED;
		result.error_class = SMSGW_CLASS_THROTTLED;
		result.scope = SMSGW_SCOPE_ACCOUNT;
		result.code = magic->code;
		result.delay_ms = magic->delay_ms;
		smsgw_result(x, 0, &result);
	} else {
		/* the ending goes along, so that a report needs no memory */
		(void)smsgw_result_code(x, 0, magic->code, magic->text,
		    smsgw_printf(gw, "%s-%s", ending_of(to), id));
	}
	return 0;
}

static int
test_ask(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	const char *body;

	smsgw_json_object(json, NULL);
	smsgw_json_string(
	    json, "id", smsgw_about(x, 0, SMSGW_ABOUT_PROVIDER_ID), 0);
	body = smsgw_json_text(json);
	smsgw_body(r, body, strlen(body), "application/json", 0);
	return 0;
}

static int
test_report(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_report report = {
		.size = sizeof(report),
		.state = SMSGW_REPORT_DELIVERED,
		.code = "DELIVRD",
		.text = "delivered",
		.at_ms = smsgw_now_ms(gw),
	};
	const char *body;
	size_t len;

	body = smsgw_response_body(resp, &len);
	report.id = smsgw_doc_get(smsgw_doc_json(gw, body, len), "/id");
	if (report.id == NULL || strlen(report.id) < 5) {
		report.state = SMSGW_REPORT_UNKNOWN;
		report.code = "UNKNOWN";
		report.text = "no such message";
	} else if (strncmp(report.id, "0006-", 5) == 0) {
		report.state = SMSGW_REPORT_UNDELIVERED;
		report.error_class = SMSGW_CLASS_HANDSET;
		report.code = "UNDELIV";
		report.text = "the phone is off";
	} else if (strncmp(report.id, "0005-", 5) == 0 &&
	    report.at_ms - smsgw_sent_at_ms(x, 0) < LATE_MS) {
		report.state = SMSGW_REPORT_PENDING;
		report.code = "ENROUTE";
		report.text = "on its way";
	}
	smsgw_report(gw, &report);
	return 0;
}

static const struct smsgw_http http = {
	.size = sizeof(http),
	.send = { .build = test_build, .parse = test_parse },
	.status = { .build = test_ask, .parse = test_report },
};

static const struct smsgw_provider test_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(test_provider),
	.name = "test",
	.title = "Test channel",
	.title_zh = "测试通道",
	.version = "0.1.0",
	.license = "Apache-2.0",
	.params = params,
	.param_size = sizeof(params[0]),
	.codes = codes,
	.code_size = sizeof(codes[0]),
	.flags = SMSGW_PROVIDER_LOCAL,
	.open = test_open,
	.http = &http,
};

SMSGW_PROVIDER(test, test_provider)

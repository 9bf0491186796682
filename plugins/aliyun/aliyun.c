/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alibaba Cloud SMS.  This file is the provider's table of contents, and what
 * a gateway is asked and says when it is opened.
 */
#include "aliyun.h"

#include <string.h>

static bool
digits_alone(const char *s)
{
	return s[strspn(s, "0123456789")] == '\0';
}

/* "At most 11 characters with letters, or 15 digits" (SendMessageToGlobe). */
static int
check_sender(struct smsgw_gateway *gw)
{
	const char *from = smsgw_conf(gw, "sender_id");
	size_t max = digits_alone(from) ? 15 : 11;

	if (strlen(from) <= max)
		return 0;
	return smsgw_fail_key(gw, "sender_id",
	    "has %zu characters; a sender id has at most 11, or 15 digits",
	    strlen(from));
}

static int
check_number(struct smsgw_gateway *gw)
{
	if (digits_alone(smsgw_conf(gw, "number")))
		return 0;
	return smsgw_fail_key(gw, "number",
	    "is the SmsUpExtendCode, which has digits alone; give them, or "
	    "leave it empty");
}

/* Templates to the mainland, and abroad what `abroad` says. */
static void
say_what_it_can(struct smsgw_gateway *gw)
{
	bool intl = strcmp(smsgw_conf(gw, "site"), "intl") == 0;
	bool titled = smsgw_conf_int(gw, "abroad_title") != 0;
	struct smsgw_can mainland = {
		.size = sizeof(mainland),
		.content = SMSGW_CAN_TEMPLATE,
		.signature = SMSGW_SIGNATURE_PROVIDER,
		.counting = SMSGW_COUNT_UCS2,
		.dial_codes = "86",
		.max_same = intl ? 1 : 1000,
		.max_distinct = intl ? 1 : 100,
	};
	struct smsgw_can template_abroad = {
		.size = sizeof(template_abroad),
		.content = SMSGW_CAN_TEMPLATE,
		.signature = SMSGW_SIGNATURE_PROVIDER,
		.dial_codes = "!86",
		.max_same = 1000,
		.max_distinct = 100,
	};
	struct smsgw_can text_abroad = {
		.size = sizeof(text_abroad),
		.content = SMSGW_CAN_TEXT,
		.signature =
		    titled ? SMSGW_SIGNATURE_TEXT : SMSGW_SIGNATURE_PROVIDER,
		.dial_codes = "!86",
		.max_same = 1000,
		.max_distinct = 1000,
	};

	smsgw_can(gw, &mainland);
	if (strcmp(smsgw_conf(gw, "abroad"), "template") == 0)
		smsgw_can(gw, &template_abroad);
	else
		smsgw_can(gw, &text_abroad);
}

static int
aliyun_open(struct smsgw_gateway *gw)
{
	struct aliyun_gateway *own = smsgw_alloc(gw, sizeof(*own));

	if (own == NULL)
		return -1;
	own->v1 = strcmp(smsgw_conf(gw, "sign_method"), "v1") == 0;
	if (check_number(gw) != 0 || check_sender(gw) != 0 ||
	    aliyun_credentials(gw, own) != 0 || aliyun_extension(gw, own) != 0)
		return -1;
	smsgw_set_data(gw, own);
	say_what_it_can(gw);
	return 0;
}

static const struct smsgw_http http = {
	.size = sizeof(http),
	.send = {
		.build = aliyun_build,
		.sign = aliyun_sign,
		.parse = aliyun_parse,
	},
	.status = {
		.build = aliyun_status_build,
		.sign = aliyun_sign,
		.parse = aliyun_status_parse,
	},
	.account = {
		.build = aliyun_account_build,
		.sign = aliyun_sign,
		.parse = aliyun_account_parse,
	},
	.receive = aliyun_receive,
};

static const struct smsgw_provider aliyun_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(aliyun_provider),
	.name = "aliyun",
	.title = "Alibaba Cloud SMS",
	.title_zh = "阿里云短信服务",
	.version = "0.1.0",
	.license = "Apache-2.0",
	.homepage = "https://help.aliyun.com/zh/sms/",
	.params = aliyun_params,
	.param_size = sizeof(aliyun_params[0]),
	.codes = aliyun_codes,
	.code_size = sizeof(aliyun_codes[0]),
	.open = aliyun_open,
	.http = &http,
};

SMSGW_PROVIDER(aliyun, aliyun_provider)

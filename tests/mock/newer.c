/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider built with the header of a later minor version: longer tables,
 * entries further apart, a type and a class of errors that are new.
 */
#include "mock.h"

#define MINOR 7u
#define TYPE_OF_LATER 40
#define CLASS_OF_LATER 70

struct later_param {
	struct smsgw_param known;
	const char *unit;
	uint64_t more[3];
};

struct later_code {
	struct smsgw_code known;
	const char *link;
};

struct later_http {
	struct smsgw_http known;
	struct smsgw_call recall;
};

struct later_provider {
	struct smsgw_provider known;
	const char *slogan;
	const void *session;
};

static const struct later_param params[] = {
	{
		.known = {
			.name = "sms_url",
			.type = SMSGW_URL,
			.label = "SMS URL",
			.label_zh = "短信网关地址",
			.summary = "where requests go",
			.summary_zh = "请求地址",
		},
		.unit = "none",
	},
	{
		.known = {
			.name = "colour",
			.type = TYPE_OF_LATER,
			.label = "Colour",
			.label_zh = "颜色",
			.summary = "of the message",
			.summary_zh = "短信颜色",
		},
		.unit = "rgb",
	},
	{ .known = { .name = NULL } },
};

static const struct later_code codes[] = {
	{
		.known = {
			.code = "0",
			.outcome = SMSGW_ACCEPTED,
			.text = "accepted",
			.text_zh = "已接受",
		},
		.link = "https://sms.example.com/0",
	},
	{
		.known = {
			.code = "E1",
			.outcome = SMSGW_REJECTED,
			.error_class = CLASS_OF_LATER,
			.text = "no colour",
			.text_zh = "没有颜色",
			.fix = "set colour",
			.fix_zh = "请设置颜色",
		},
		.link = "https://sms.example.com/e1",
	},
	{ .known = { .code = NULL } },
};

static const struct later_http http = {
	.known = {
		.size = sizeof(http),
		.send = { .build = mock_build, .parse = mock_parse },
	},
	.recall = { .build = mock_build, .parse = mock_parse },
};

static const struct later_provider provider = {
	.known = {
		.abi = SMSGW_ABI_MAJOR << 16 | MINOR,
		.size = sizeof(provider),
		.name = "newer",
		.title = "Later",
		.version = "7.0",
		.params = &params[0].known,
		.codes = &codes[0].known,
		.param_size = sizeof(struct later_param),
		.code_size = sizeof(struct later_code),
		.http = &http.known,
		.title_zh = "新版",
	},
	.slogan = "from a later day",
};

SMSGW_PROVIDER(newer, provider.known)

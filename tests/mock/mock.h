/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the odd providers of the tests have in common: calls that carry one
 * message, a parameter, a code, and a way to run code while being loaded.
 */
#ifndef TESTS_MOCK_H
#define TESTS_MOCK_H

#include <smsgw/provider.h>

/* A function that runs when the plugin is loaded, before anything is asked. */
#define MOCK_ON_LOAD __attribute__((constructor)) static void

static inline int
mock_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	(void)gw;
	smsgw_form(r, "to", smsgw_recipient(x, 0, SMSGW_DIGITS), 0);
	smsgw_form(r, "text", smsgw_signed_text(x, 0), 0);
	return 0;
}

static inline int
mock_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *response)
{
	(void)gw;
	if (smsgw_status(response) == 200)
		smsgw_result_code(x, SMSGW_ALL, "0", NULL, "1");
	return 0;
}

static const struct smsgw_http mock_http = {
	.size = sizeof(mock_http),
	.send = { .build = mock_build, .parse = mock_parse },
};

static const struct smsgw_param mock_params[] = {
	{
	    .name = "sms_url",
	    .type = SMSGW_URL,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "SMS URL",
	    .label_zh = "短信网关地址",
	    .summary = "where requests go",
	    .summary_zh = "请求地址",
	    .example = "https://sms.example.com/send",
	},
	{ .name = NULL },
};

static const struct smsgw_code mock_codes[] = {
	{
	    .code = "0",
	    .outcome = SMSGW_ACCEPTED,
	    .text = "accepted",
	    .text_zh = "已接受",
	},
	{ .code = NULL },
};

/* The members of a provider without oddities, but for its calls. */
#define MOCK_DATA(provider_name)                                             \
	.name = provider_name, .title = "Mock", .version = "1.0",            \
	.license = "Apache-2.0", .params = mock_params, .codes = mock_codes, \
	.param_size = sizeof(struct smsgw_param),                            \
	.code_size = sizeof(struct smsgw_code)

/* All of them; others may follow. */
#define MOCK_MEMBERS(provider_name) MOCK_DATA(provider_name), .http = &mock_http

/* Abi and size of a provider that is made as it should be. */
#define MOCK_HEAD .abi = SMSGW_ABI, .size = sizeof(struct smsgw_provider)

#endif

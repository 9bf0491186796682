/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The generic HTTP provider: any vendor whose API is one HTTP request, by a
 * gateway's file alone.  This file is its table of contents; see README.md for
 * what can be written into such a file.
 */
#include "http.h"

static void
http_close(struct smsgw_gateway *gw)
{
	struct http_gateway *http = smsgw_data(gw);

	if (http != NULL)
		regexes_free(&http->regexes);
}

static int
http_open(struct smsgw_gateway *gw)
{
	struct http_gateway *http = smsgw_alloc(gw, sizeof(*http));

	if (http == NULL)
		return -1;
	smsgw_set_data(gw, http);
	/* the host closes only what was opened, and not without memory */
	if (http_configure(gw, http) == 0 && smsgw_alloc(gw, 1) != NULL)
		return 0;
	regexes_free(&http->regexes);
	return -1;
}

static const struct smsgw_http http_calls = {
	.size = sizeof(http_calls),
	.send = {
		.build = http_build,
		.sign = http_sign,
		.parse = http_parse,
	},
	.login = {
		.build = http_login_build,
		.sign = http_login_sign,
		.parse = http_login_parse,
	},
	.receive = http_receive,
};

static const struct smsgw_provider http_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(http_provider),
	.name = "http",
	.title = "HTTP",
	.title_zh = "通用 HTTP",
	.version = "1.0",
	.license = "Apache-2.0",
	.params = http_params,
	.param_size = sizeof(struct smsgw_param),
	.open = http_open,
	.close = http_close,
	.http = &http_calls,
};

SMSGW_PROVIDER(http, http_provider)

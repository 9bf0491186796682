/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole provider, to begin one's own with: the made-up vendor ACME takes a
 * form and wants it signed with a digest over number, date and password.
 *
 *	POST /v1/sms	user=…&to=…&text=…&date=20260102030405&mac=…
 *	answers 200	{"result":"0","id":"…"} or {"result":"…","why":"…"}
 */
#include <smsgw/provider.h>

#include <string.h>

static const struct smsgw_param acme_params[] = {
	{
	    .name = "sms_url",
	    .type = SMSGW_URL,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "SMS URL",
	    .label_zh = "短信地址",
	    .summary = "the address of ACME's API",
	    .summary_zh = "ACME 接口的地址",
	    .example = "https://api.acme.example/v1/sms",
	},
	{
	    .name = "api_account",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "User",
	    .label_zh = "用户名",
	    .summary = "the user name of the ACME console",
	    .summary_zh = "ACME 控制台的用户名",
	    .example = "IDaaS_SSO",
	},
	{
	    .name = "api_password",
	    .type = SMSGW_STRING,
	    .flags = SMSGW_PARAM_REQUIRED | SMSGW_PARAM_SECRET,
	    .label = "Password",
	    .label_zh = "密码",
	    .summary = "the API password, not that of the console",
	    .summary_zh = "接口密码，不是控制台的登录密码",
	},
	{ .name = NULL },
};

static const struct smsgw_code acme_codes[] = {
	{
	    .code = "0",
	    .outcome = SMSGW_ACCEPTED,
	    .text = "accepted",
	    .text_zh = "已接受",
	},
	{
	    .code = "AUTH",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CREDENTIALS,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_ADMIN,
	    .text = "user or password is wrong",
	    .text_zh = "用户名或密码错误",
	    .fix = "Copy both anew from ACME's console, page API.",
	    .fix_zh = "请从 ACME 控制台的接口页面重新复制。",
	},
	{
	    .code = "BUSY",
	    .outcome = SMSGW_DEFERRED,
	    .error_class = SMSGW_CLASS_THROTTLED,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .who = SMSGW_WHO_PROVIDER,
	    .text = "too many requests; this one was not taken",
	    .text_zh = "请求过于频繁，本次未受理",
	    .fix = "Lower the rate in [limits], or ask ACME for a higher one.",
	    .fix_zh = "请降低 [limits] 中的速率，或向 ACME 申请提高。",
	},
	{ .code = NULL },
};

static int
acme_open(struct smsgw_gateway *gw)
{
	const struct smsgw_can can = {
		.size = sizeof(can),
		.content = SMSGW_CAN_TEXT,
		.signature = SMSGW_SIGNATURE_TEXT,
		.max_same = 1,
	};

	smsgw_can(gw, &can);
	return 0;
}

/* All that the message decides. */
static int
acme_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	smsgw_form(r, "user", smsgw_conf(gw, "api_account"), 0);
	smsgw_form(r, "to", smsgw_recipient(x, 0, SMSGW_DIGITS), 0);
	smsgw_form(r, "text", smsgw_signed_text(x, 0), 0);
	return 0;
}

/*
 * What must be fresh for each attempt: the date, and the digest over it.  The
 * digest is as good as the password to who wants to guess that: it is secret.
 */
static int
acme_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *date = smsgw_time(gw, smsgw_now_ms(gw), 0, "%Y%m%d%H%M%S");
	const char *signed_string =
	    smsgw_printf(gw, "%s%s%s", smsgw_recipient(x, 0, SMSGW_DIGITS),
		date, smsgw_conf(gw, "api_password"));
	unsigned char mac[64];
	size_t len = sizeof(mac);

	if (smsgw_digest(gw, "sha256", signed_string, strlen(signed_string),
		mac, &len) < 0)
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "the digest sha256 cannot be made");
	smsgw_form(r, "date", date, 0);
	smsgw_form(r, "mac", smsgw_hex(gw, mac, len), SMSGW_SECRET);
	return 0;
}

static int
acme_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_doc *doc;
	const char *body, *code, *id;
	size_t len;

	body = smsgw_response_body(resp, &len);
	doc = smsgw_doc_json(gw, body, len);
	code = smsgw_doc_get(doc, "/result");
	if (code == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer has no \"result\"");
	id = smsgw_doc_get(doc, "/id");
	if (strcmp(code, "0") == 0 && id == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer says accepted, but has no \"id\"");
	smsgw_result_code(x, 0, code, smsgw_doc_get(doc, "/why"), id);
	return 0;
}

static const struct smsgw_http acme_http = {
	.size = sizeof(acme_http),
	.send = {
		.build = acme_build,
		.sign = acme_sign,
		.parse = acme_parse,
	},
};

static const struct smsgw_provider acme_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(acme_provider),
	.name = "acme",
	.title = "ACME SMS",
	.title_zh = "ACME 短信",
	.version = "1.0",
	.license = "Apache-2.0",
	.homepage = "https://acme.example/",
	.params = acme_params,
	.param_size = sizeof(acme_params[0]),
	.codes = acme_codes,
	.code_size = sizeof(acme_codes[0]),
	.open = acme_open,
	.http = &acme_http,
};

SMSGW_PROVIDER(acme, acme_provider)

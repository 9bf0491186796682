/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fetches reports and inbound messages where the vendor has them pulled: in
 * turn the one and the other, each from its own address.
 */
#include <string.h>

#include "china_mobile.h"

/* Whose turn it is, kept with the gateway; longer than between two polls. */
#define TURN "poll"
#define TURN_INBOUND "inbound"
#define TURN_MS INT64_C(86400000)

/* The most that /msg/pull gives at once. */
#define PULL_COUNT "100"

/*
 * Cloud MAS: the account alone, without a mac.  Only accounts for HTTPS are
 * served, and over HTTP the secretKey could be read on the way.
 */
static int
build_mas(struct smsgw_gateway *gw, struct smsgw_request *r, bool inbound)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	struct smsgw_json *json = smsgw_json_new(gw);

	if (strncmp(cmcc->url, "https:", 6) != 0 &&
	    !smsgw_conf_int(gw, "send_secret_key"))
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "an http account of Cloud MAS has its reports pushed; let "
		    "China Mobile push them here, or use an https account");
	smsgw_json_object(json, NULL);
	smsgw_json_string(json, "ecName", smsgw_conf(gw, "ec_name"), 0);
	smsgw_json_string(json, "apId", smsgw_conf(gw, "api_account"), 0);
	smsgw_json_string(
	    json, "secretKey", smsgw_conf(gw, "api_password"), SMSGW_SECRET);
	smsgw_url(
	    r, cmcc_url_swap(gw, cmcc->url, 1, inbound ? "deliver" : "report"));
	cmcc_mas_body(gw, r, smsgw_json_text(json));
	return 0;
}

int
cmcc_poll_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	bool inbound = smsgw_kept(gw, TURN)[0] != '\0';

	(void)x;
	if (cmcc->protocol == CMCC_CLOUD_MAS)
		return build_mas(gw, r, inbound);
	if (cmcc->protocol == CMCC_MSG_SEND)
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "/msg/send has no pull of reports; let the vendor push "
		    "them here, or use its address that ends in /send/json");
	cmcc_msg_ask(gw, r, inbound ? "pull/mo" : "pull/report", PULL_COUNT);
	return 0;
}

/* Reports come first, and after each round it is the other's turn. */
static void
take_turns(struct smsgw_gateway *gw)
{
	bool inbound = smsgw_kept(gw, TURN)[0] != '\0';

	smsgw_keep(gw, TURN, inbound ? "" : TURN_INBOUND, 0,
	    smsgw_now_ms(gw) + TURN_MS);
}

/* {"rspcod":…}, {"code":…} or {"ret":1,"error":…} in place of a list. */
static int
tell_refusal(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_doc *doc)
{
	const char *code = smsgw_doc_get(doc, "/rspcod");
	const char *text = smsgw_doc_get(doc, "/errorMsg");
	const struct smsgw_code *row;

	if (code == NULL)
		code = smsgw_doc_get(doc, "/code");
	if (text == NULL)
		text = smsgw_doc_get(doc, "/error");
	row = cmcc_code_find(gw, code);
	if (row != NULL && row->outcome != SMSGW_ACCEPTED) {
		(void)smsgw_result_code(x, SMSGW_ALL, code, text, NULL);
		return 0;
	}
	return cmcc_unexpected(gw,
	    code != NULL ? code : smsgw_doc_get(doc, "/ret"), "list of reports",
	    text);
}

int
cmcc_poll_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_result done = {
		.size = sizeof(done),
		.outcome = SMSGW_ACCEPTED,
	};
	int status = smsgw_status(resp);
	struct smsgw_doc *doc;
	const char *body, *ret, *list = "";
	size_t len;

	body = smsgw_response_body(resp, &len);
	doc = smsgw_doc_json(gw, body, len);
	ret = smsgw_doc_get(doc, "/ret");
	if (ret != NULL && strcmp(ret, "0") == 0)
		list = "/result";
	if (status < 200 || status > 299 ||
	    smsgw_doc_type(doc, list) != SMSGW_DOC_ARRAY)
		return tell_refusal(gw, x, doc);
	take_turns(gw);
	if (cmcc_read_list(gw, doc, list) < 0)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer's list has neither reports nor messages");
	smsgw_result(x, SMSGW_ALL, &done);
	return 0;
}

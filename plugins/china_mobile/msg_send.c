/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of the vendors whose address ends in /msg/send (a form) or in
 * /send/json.  Account and password stand in them as they are, the signature
 * in front of the text.
 */
#include <string.h>

#include "china_mobile.h"

static void
build_form(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	const char *extension = smsgw_conf(gw, "number");
	const struct cmcc_pair *pair;

	smsgw_form(r, "un", smsgw_conf(gw, "api_account"), 0);
	smsgw_form(r, "pw", smsgw_conf(gw, "api_password"), SMSGW_SECRET);
	smsgw_form(r, "phone", cmcc_numbers(gw, x), 0);
	smsgw_form(r, "msg", smsgw_signed_text(x, 0), 0);
	if (smsgw_conf_int(gw, "report"))
		smsgw_form(r, "rd", "1", 0);
	if (extension[0] != '\0')
		smsgw_form(r, "ex", extension, 0);
	for (pair = cmcc->extension; pair != NULL; pair = pair->next)
		smsgw_form(r, pair->name, pair->value, 0);
}

static void
build_json(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	const char *extension = smsgw_conf(gw, "number"), *body;
	struct smsgw_json *json = smsgw_json_new(gw);
	const struct cmcc_pair *pair;

	smsgw_json_object(json, NULL);
	smsgw_json_string(json, "account", smsgw_conf(gw, "api_account"), 0);
	smsgw_json_string(
	    json, "password", smsgw_conf(gw, "api_password"), SMSGW_SECRET);
	smsgw_json_string(json, "phone", cmcc_numbers(gw, x), 0);
	smsgw_json_string(json, "msg", smsgw_signed_text(x, 0), 0);
	smsgw_json_string(
	    json, "report", smsgw_conf_int(gw, "report") ? "true" : "false", 0);
	if (extension[0] != '\0')
		smsgw_json_string(json, "extend", extension, 0);
	/* it comes back in the report; of several there is but one */
	if (smsgw_recipients(x) == 1)
		smsgw_json_string(
		    json, "uid", smsgw_about(x, 0, SMSGW_ABOUT_ID), 0);
	for (pair = cmcc->extension; pair != NULL; pair = pair->next)
		smsgw_json_string(json, pair->name, pair->value, 0);
	body = smsgw_json_text(json);
	smsgw_body(r, body, strlen(body), "application/json;charset=UTF-8", 0);
}

int
cmcc_msg_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);

	smsgw_url(r, cmcc->url);
	if (cmcc->protocol == CMCC_MSG_SEND_JSON)
		build_json(gw, x, r);
	else
		build_form(gw, x, r);
	return 0;
}

void
cmcc_msg_ask(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *tail, const char *count)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	unsigned parts = cmcc_path_ends(cmcc->url, "/v1/send/json") ? 3 : 2;
	struct smsgw_json *json = smsgw_json_new(gw);
	const char *body;

	smsgw_json_object(json, NULL);
	smsgw_json_string(json, "account", smsgw_conf(gw, "api_account"), 0);
	smsgw_json_string(
	    json, "password", smsgw_conf(gw, "api_password"), SMSGW_SECRET);
	if (count != NULL)
		smsgw_json_string(json, "count", count, 0);
	body = smsgw_json_text(json);
	smsgw_url(r, cmcc_url_swap(gw, cmcc->url, parts, tail));
	smsgw_body(r, body, strlen(body), "application/json;charset=UTF-8", 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests of Cloud MAS, HTTP interface 2.0: base64 of a JSON object that
 * carries a mac, which is made in sign() over the very strings that are sent,
 * before JSON escapes them.
 */
#include <string.h>

#include "china_mobile.h"

#define MD5_SIZE 16

/* What build() hands to sign(). */
struct mas_message {
	const char *template_id; /* "" for a text */
	const char *mobiles;     /* "" when each has a text of its own */
	const char *content;     /* of a template its params */
};

/* Many-to-many: a JSON object as a string, number to text. */
static const char *
own_texts(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t i, count = smsgw_recipients(x);

	smsgw_json_object(json, NULL);
	for (i = 0; i < count; i++)
		smsgw_json_string(json, smsgw_recipient(x, i, SMSGW_NATIONAL),
		    smsgw_text(x, i), 0);
	return smsgw_json_text(json);
}

/* The arguments: a JSON array as a string; [""] when there are none. */
static const char *
params_of(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t k, count = smsgw_args(x, 0);

	smsgw_json_array(json, NULL);
	for (k = 0; k < count; k++)
		smsgw_json_string(json, NULL, smsgw_arg_value(x, 0, k), 0);
	if (count == 0)
		smsgw_json_string(json, NULL, "", 0);
	return smsgw_json_text(json);
}

int
cmcc_mas_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	struct mas_message *m = smsgw_alloc(gw, sizeof(*m));

	if (m == NULL)
		return -1;
	m->template_id = smsgw_template_id(x, 0);
	m->mobiles = "";
	if (m->template_id[0] != '\0') {
		m->mobiles = cmcc_numbers(gw, x);
		m->content = params_of(gw, x);
	} else if (smsgw_same_content(x)) {
		m->mobiles = cmcc_numbers(gw, x);
		m->content = smsgw_text(x, 0);
	} else if (cmcc_numbers_repeat(gw, x)) {
		return smsgw_fail(gw, SMSGW_CLASS_PARAMETER, NULL,
		    "a request cannot carry two texts for one number; send "
		    "them one after the other");
	} else {
		m->content = own_texts(gw, x);
	}
	smsgw_url(
	    r, m->template_id[0] != '\0' ? cmcc->template_url : cmcc->url);
	smsgw_set_exchange_data(x, m);
	return 0;
}

/* The mac: MD5 of all fields in this order, nothing between them. */
static const char *
mac_of(struct smsgw_gateway *gw, const struct mas_message *m)
{
	unsigned char md5[MD5_SIZE];
	size_t len = sizeof(md5);
	const char *all;

	all = smsgw_printf(gw, "%s%s%s%s%s%s%s%s", smsgw_conf(gw, "ec_name"),
	    smsgw_conf(gw, "api_account"), smsgw_conf(gw, "api_password"),
	    m->template_id, m->mobiles, m->content, smsgw_conf(gw, "sign_code"),
	    smsgw_conf(gw, "number"));
	if (smsgw_digest(gw, "md5", all, strlen(all), md5, &len) < 0)
		return NULL;
	return smsgw_hex(gw, md5, len);
}

void
cmcc_mas_body(
    struct smsgw_gateway *gw, struct smsgw_request *r, const char *json)
{
	const char *body = smsgw_base64(gw, json, strlen(json));

	smsgw_body(r, body, strlen(body), "application/json;charset=UTF-8", 0);
	if (smsgw_view_wanted(r))
		smsgw_view(r, json);
}

/*
 * The mac is as good as the secretKey to who wants to guess that, since all
 * else that it is made of can be read: it is never shown.
 */
int
cmcc_mas_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	const struct mas_message *m = smsgw_exchange_data(x);
	struct smsgw_json *json = smsgw_json_new(gw);
	bool template = m->template_id[0] != '\0';
	const struct cmcc_pair *pair;
	const char *mac = mac_of(gw, m);

	if (mac == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "this machine's libcrypto offers no MD5, which Cloud MAS "
		    "wants; allow it in its configuration");
	smsgw_json_object(json, NULL);
	smsgw_json_string(json, "ecName", smsgw_conf(gw, "ec_name"), 0);
	smsgw_json_string(json, "apId", smsgw_conf(gw, "api_account"), 0);
	if (smsgw_conf_int(gw, "send_secret_key"))
		smsgw_json_string(json, "secretKey",
		    smsgw_conf(gw, "api_password"), SMSGW_SECRET);
	if (template)
		smsgw_json_string(json, "templateId", m->template_id, 0);
	smsgw_json_string(json, "mobiles", m->mobiles, 0);
	smsgw_json_string(json, template ? "params" : "content", m->content, 0);
	smsgw_json_string(json, "sign", smsgw_conf(gw, "sign_code"), 0);
	smsgw_json_string(json, "addSerial", smsgw_conf(gw, "number"), 0);
	for (pair = cmcc->extension; pair != NULL; pair = pair->next)
		smsgw_json_string(json, pair->name, pair->value, 0);
	smsgw_json_string(json, "mac", mac, SMSGW_SECRET);
	cmcc_mas_body(gw, r, smsgw_json_text(json));
	return 0;
}

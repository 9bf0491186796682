/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The older signature, SignatureVersion 1.0 with HMAC-SHA1, after "RPC
 * mechanism" of help.aliyun.com/zh/sdk/product-overview: over the method and
 * all parameters, wherever they stand.  Headers are not signed.
 */
#include "aliyun.h"

#include <string.h>

const char *
aliyun_v1_string(
    struct smsgw_gateway *gw, const char *method, const char *canonical)
{
	const char *parts[] = { method, "&%2F&",
		smsgw_url_encode(gw, canonical, strlen(canonical)) };

	return aliyun_join(gw, parts, 3);
}

const char *
aliyun_v1_signature(
    struct smsgw_gateway *gw, const char *secret, const char *string)
{
	const char *parts[] = { secret, "&" };
	const char *key = aliyun_join(gw, parts, 2);
	unsigned char mac[20];
	size_t size = sizeof(mac);

	if (key != NULL &&
	    smsgw_hmac(gw, "sha1", key, strlen(key), string, strlen(string),
		mac, &size) == 0)
		return smsgw_base64(gw, mac, size);
	(void)smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
	    "this system offers no HMAC-SHA1; set sign_method = v3");
	return NULL;
}

/* All parameters that are signed; NULL without memory. */
static struct aliyun_pair *
all_pairs(struct smsgw_gateway *gw, struct smsgw_request *r, size_t *count)
{
	uint32_t i, forms = smsgw_request_forms(r);
	struct aliyun_pair *pairs = aliyun_query_pairs(gw, r, forms, count);

	for (i = 0; pairs != NULL && i < forms; i++) {
		pairs[*count].name =
		    smsgw_request_form(r, i, &pairs[*count].value);
		++*count;
	}
	return pairs;
}

const char *
aliyun_sign_v1(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *date, const char *nonce)
{
	const struct aliyun_gateway *own = smsgw_data(gw);
	const char *string, *signature;
	struct aliyun_pair *pairs;
	size_t count;

	smsgw_form(r, "AccessKeyId", own->account, 0);
	smsgw_form(r, "SignatureMethod", "HMAC-SHA1", 0);
	smsgw_form(r, "SignatureVersion", "1.0", 0);
	smsgw_form(r, "SignatureNonce", nonce, 0);
	smsgw_form(r, "Timestamp", date, 0);
	if (own->token[0] != '\0')
		smsgw_form(r, "SecurityToken", own->token, SMSGW_SECRET);
	pairs = all_pairs(gw, r, &count);
	if (pairs == NULL)
		return NULL;
	string = aliyun_v1_string(
	    gw, smsgw_request_method(r), aliyun_canonical(gw, pairs, count));
	if (string == NULL)
		return NULL;
	signature = aliyun_v1_signature(gw, own->secret, string);
	if (signature == NULL)
		return NULL;
	smsgw_form(r, "Signature", signature, 0);
	return string;
}

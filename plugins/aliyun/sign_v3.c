/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ACS3-HMAC-SHA256, after "V3 request structure and signature" of
 * alibabacloud.com/help/en/sdk/product-overview: over method, path (always /
 * in this style), query, headers and the hash of the body's bytes.
 */
#include "aliyun.h"

#include <stdlib.h>
#include <string.h>

#define ALGORITHM "ACS3-HMAC-SHA256"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static const char *
lowered(struct smsgw_gateway *gw, const char *name)
{
	size_t i, len = strlen(name);
	char *copy = smsgw_alloc(gw, len + 1);

	for (i = 0; copy != NULL && i < len; i++)
		copy[i] = lower(name[i]);
	return copy != NULL ? copy : "";
}

static const char *
trimmed(struct smsgw_gateway *gw, const char *value)
{
	size_t len = strlen(value), start = strspn(value, " ");

	while (len > start && value[len - 1] == ' ')
		len--;
	if (start == 0 && value[len] == '\0')
		return value;
	return smsgw_printf(gw, "%.*s", (int)(len - start), value + start);
}

/* The digest of bytes as the signature wants it; NULL and failed. */
static const char *
sha256_hex(struct smsgw_gateway *gw, const void *data, size_t len)
{
	unsigned char digest[32];
	size_t size = sizeof(digest);

	if (smsgw_digest(gw, "sha256", data, len, digest, &size) == 0)
		return smsgw_hex(gw, digest, size);
	(void)smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
	    "this system offers no SHA-256; see the configuration of OpenSSL");
	return NULL;
}

static int
compare_names(const void *a, const void *b)
{
	const struct aliyun_pair *x = a, *y = b;

	return strcmp(x->name, y->name);
}

const char *
aliyun_v3_canonical(struct smsgw_gateway *gw, const char *method,
    const char *query, struct aliyun_pair *headers, size_t count,
    const char *payload_hash, const char **names)
{
	const char **parts, **list, *text;
	size_t i, n = 0;

	*names = "";
	qsort(headers, count, sizeof(*headers), compare_names);
	parts = smsgw_alloc(gw, (4 * count + 8) * sizeof(*parts));
	list = smsgw_alloc(gw, (2 * count + 1) * sizeof(*list));
	if (parts == NULL || list == NULL)
		return NULL;
	parts[n++] = method;
	parts[n++] = "\n/\n";
	parts[n++] = query;
	parts[n++] = "\n";
	for (i = 0; i < count; i++) {
		parts[n++] = headers[i].name;
		parts[n++] = ":";
		parts[n++] = headers[i].value;
		parts[n++] = "\n";
		list[2 * i] = i > 0 ? ";" : "";
		list[2 * i + 1] = headers[i].name;
	}
	text = aliyun_join(gw, list, 2 * count);
	if (text == NULL)
		return NULL;
	*names = text;
	parts[n++] = "\n";
	parts[n++] = text;
	parts[n++] = "\n";
	parts[n++] = payload_hash;
	return aliyun_join(gw, parts, n);
}

const char *
aliyun_v3_signature(
    struct smsgw_gateway *gw, const char *secret, const char *canonical)
{
	const char *hash = sha256_hex(gw, canonical, strlen(canonical));
	const char *parts[] = { ALGORITHM "\n", hash };
	unsigned char mac[32];
	size_t size = sizeof(mac);
	const char *text;

	if (hash == NULL)
		return NULL;
	text = aliyun_join(gw, parts, 2);
	if (text == NULL ||
	    smsgw_hmac(gw, "sha256", secret, strlen(secret), text, strlen(text),
		mac, &size) != 0)
		return NULL;
	return smsgw_hex(gw, mac, size);
}

/* The headers that are signed: host, the content's type, all of x-acs-. */
static struct aliyun_pair *
signed_headers(struct smsgw_gateway *gw, struct smsgw_request *r, size_t *count)
{
	uint32_t i, all = smsgw_request_headers(r);
	struct aliyun_pair *headers;
	const char *name, *value;

	headers = smsgw_alloc(gw, ((size_t)all + 1) * sizeof(*headers));
	if (headers == NULL)
		return NULL;
	headers[0].name = "host";
	headers[0].value = smsgw_request_url(r, SMSGW_URL_HOST);
	*count = 1;
	for (i = 0; i < all; i++) {
		name = lowered(gw, smsgw_request_header(r, i, &value));
		if (strcmp(name, "content-type") != 0 &&
		    strncmp(name, "x-acs-", 6) != 0)
			continue;
		headers[*count].name = name;
		headers[(*count)++].value = trimmed(gw, value);
	}
	return headers;
}

/* The canonical request of what stands there; NULL and failed. */
static const char *
canonical_of(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *payload_hash, const char **names)
{
	struct aliyun_pair *queries, *headers;
	size_t query_count, header_count;

	queries = aliyun_query_pairs(gw, r, 0, &query_count);
	headers = signed_headers(gw, r, &header_count);
	if (queries == NULL || headers == NULL)
		return NULL;
	return aliyun_v3_canonical(gw, smsgw_request_method(r),
	    aliyun_canonical(gw, queries, query_count), headers, header_count,
	    payload_hash, names);
}

const char *
aliyun_sign_v3(struct smsgw_gateway *gw, struct smsgw_request *r,
    const char *date, const char *nonce)
{
	const struct aliyun_gateway *own = smsgw_data(gw);
	const char *hash, *canonical, *names, *signature, *body;
	size_t len;

	body = smsgw_request_body(r, &len);
	hash = sha256_hex(gw, body, len);
	if (hash == NULL)
		return NULL;
	smsgw_header(r, "x-acs-date", date, 0);
	smsgw_header(r, "x-acs-signature-nonce", nonce, 0);
	smsgw_header(r, "x-acs-content-sha256", hash, 0);
	if (own->token[0] != '\0')
		smsgw_header(
		    r, "x-acs-security-token", own->token, SMSGW_SECRET);
	canonical = canonical_of(gw, r, hash, &names);
	if (canonical == NULL)
		return NULL;
	signature = aliyun_v3_signature(gw, own->secret, canonical);
	if (signature == NULL)
		return NULL;
	smsgw_header(r, "Authorization",
	    smsgw_printf(gw,
		ALGORITHM " Credential=%s,SignedHeaders=%s,Signature=%s",
		own->account, names, signature),
	    0);
	return canonical;
}

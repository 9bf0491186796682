/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signatures of Dysmsapi as the service checks them, written from the
 * published description: ACS3-HMAC-SHA256 over headers, and the older HMAC-SHA1
 * over parameters.
 */
#include "dysmsapi.h"

#include <stdio.h>
#include <stdlib.h>

#include "ascii.h"
#include "digest.h"

#define DATE_MS ((int64_t)15 * 60 * 1000)
#define NONCES 4096
#define HEADERS_MAX 64
#define CANONICAL_MAX ((size_t)4 * 1024 * 1024)
#define SCHEME "ACS3-HMAC-SHA256 "

/* Digests of the nonces that were used last, in a ring. */
static char nonces[NONCES][65];
static size_t nonce_count;

void
dysmsapi_forget(void)
{
	nonce_count = 0;
}

/* Whether a nonce is new for its account; it is not any more then. */
static bool
take_nonce(const struct call *call, const char *nonce)
{
	char text[512], digest[DIGEST_TEXT_SIZE];
	size_t i, count;
	int len;

	len = snprintf(text, sizeof(text), "%s/%s", call->account->id, nonce);
	if (len < 0 || digest_hex("SHA256", text, strlen(text), digest) != 0)
		return false;
	count = nonce_count < NONCES ? nonce_count : NONCES;
	for (i = 0; i < count; i++) {
		if (strcmp(nonces[i], digest) == 0)
			return false;
	}
	memcpy(nonces[nonce_count++ % NONCES], digest, sizeof(nonces[0]));
	return true;
}

/* Two digits. */
static int
two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* 2026-01-02T03:04:05Z; -1 when it is none. */
static int64_t
date_ms(const char *s)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	int64_t year, month, day;
	size_t i;

	for (i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] == 'd' ? !ascii_is_digit(s[i]) : s[i] != form[i])
			return -1;
	}
	if (s[i] != '\0')
		return -1;
	year = two(s) * 100 + two(s + 2);
	month = two(s + 5);
	if (month < 1 || month > 12)
		return -1;
	/* days since 1970, March being the first month of a year */
	if (month <= 2) {
		year--;
		month += 12;
	}
	day = 365 * year + year / 4 - year / 100 + year / 400 +
	    (153 * (month - 3) + 2) / 5 + two(s + 8) - 1 - 719468;
	return ((day * 24 + two(s + 11)) * 60 + two(s + 14)) * 60000 +
	    two(s + 17) * 1000;
}

/* NULL, or the code of what is wrong with date and nonce. */
static const char *
check_fresh(struct call *call, const char *date, const char *nonce)
{
	int64_t ms = date_ms(date), now = clock_wall_ms(call->clock);

	if (ms < 0)
		return "InvalidTimeStamp.Format";
	if (!call->any_time && (ms < now - DATE_MS || ms > now + DATE_MS))
		return "InvalidTimeStamp.Expired";
	return take_nonce(call, nonce) ? NULL : "SignatureNonceUsed";
}

static const char *
check_token(const struct call *call, const char *token)
{
	if (call->account->token == NULL)
		return token == NULL || token[0] == '\0' ?
		    NULL :
		    "InvalidSecurityToken.MismatchWithAccessKey";
	if (token == NULL || token[0] == '\0')
		return "MissingSecurityToken";
	return digest_equal(call->account->token, token) ?
	    NULL :
	    "InvalidSecurityToken.MismatchWithAccessKey";
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pair *one = a, *two_ = b;
	int order = strcmp(one->name, two_->name);

	return order != 0 ? order : strcmp(one->value, two_->value);
}

/* Appends name=value&… in order, encoded, without one that is left out. */
static int
add_canonical(struct call *call, const struct pairs *params,
    const char *without, struct buf *out)
{
	struct pair *sorted;
	size_t i;

	if (params->count == 0)
		return 0;
	sorted = arena_memdup(
	    call->arena, params->items, params->count * sizeof(*sorted));
	if (sorted == NULL)
		return -1;
	qsort(sorted, params->count, sizeof(*sorted), compare_pairs);
	for (i = 0; i < params->count; i++) {
		if (without != NULL && strcmp(sorted[i].name, without) == 0)
			continue;
		if (out->len > 0 && out->data[out->len - 1] != '\n')
			buf_putc(out, '&');
		digest_percent(out, sorted[i].name);
		buf_putc(out, '=');
		digest_percent(out, sorted[i].value);
	}
	return out->failed ? -1 : 0;
}

/* The values of a header, sorted and joined; "" when it is not there. */
static const char *
header_values(struct call *call, const char *name)
{
	struct pair same[HEADERS_MAX] = { { NULL, NULL } };
	const struct pairs *headers = &call->request->headers;
	const char *joined = NULL;
	size_t i, count = 0;

	for (i = 0; i < headers->count && count < HEADERS_MAX; i++) {
		if (ascii_equal(headers->items[i].name, name))
			same[count++] =
			    (struct pair){ "", headers->items[i].value };
	}
	qsort(same, count, sizeof(*same), compare_pairs);
	for (i = 0; i < count; i++)
		joined = joined == NULL ?
		    same[i].value :
		    arena_printf(call->arena, "%s,%s", joined, same[i].value);
	return joined != NULL ? joined : "";
}

/* The part of an Authorization behind NAME=; NULL when it is not there. */
static const char *
auth_part(struct call *call, const char *auth, const char *name)
{
	size_t len = strlen(name);

	for (auth += strlen(SCHEME); *auth != '\0';
	     auth += strcspn(auth, ","), auth += *auth == ',') {
		if (strncmp(auth, name, len) == 0 && auth[len] == '=')
			return arena_strndup(call->arena, auth + len + 1,
			    strcspn(auth + len + 1, ","));
	}
	return NULL;
}

/* Whether a name is one of a;b;c. */
static bool
is_signed(const char *list, const char *name)
{
	size_t len;

	for (; *list != '\0'; list += len + (list[len] == ';')) {
		len = strcspn(list, ";");
		if (len == strlen(name) && strncmp(list, name, len) == 0)
			return true;
	}
	return false;
}

/* Every header that has to be signed is; else the code. */
static const char *
check_signed(struct call *call, const char *list)
{
	static const char *const needed[] = { "host", "x-acs-action",
		"x-acs-version", "x-acs-date", "x-acs-signature-nonce",
		"x-acs-content-sha256" };
	const struct pairs *headers = &call->request->headers;
	char *name;
	size_t i, k;

	for (i = 0; i < ARRAY_LEN(needed); i++) {
		if (!is_signed(list, needed[i]) ||
		    incoming_header(call->request, needed[i]) == NULL)
			return "IncompleteSignature";
	}
	for (i = 0; i < headers->count; i++) {
		name = arena_strdup(call->arena, headers->items[i].name);
		if (name == NULL)
			return "InternalError";
		for (k = 0; name[k] != '\0'; k++)
			name[k] = ascii_lower(name[k]);
		if (strncmp(name, "x-acs-", 6) == 0 && !is_signed(list, name))
			return "IncompleteSignature";
	}
	return NULL;
}

/* Makes the canonical request of the headers in the list. */
static void
make_canonical(struct call *call, const char *list, struct buf *out)
{
	const char *at, *name;
	size_t len;

	buf_printf(out, "%s\n/\n", call->request->method);
	(void)add_canonical(call, &call->request->query, NULL, out);
	buf_putc(out, '\n');
	for (at = list; *at != '\0'; at += len + (at[len] == ';')) {
		len = strcspn(at, ";");
		name = arena_strndup(call->arena, at, len);
		if (name == NULL)
			return;
		buf_printf(out, "%s:%s\n", name, header_values(call, name));
	}
	buf_printf(out, "\n%s\n%s", list,
	    incoming_header(call->request, "x-acs-content-sha256"));
}

/* Whether the signature is that of the request. */
static const char *
check_signature(struct call *call, const char *list, const char *sent)
{
	char digest[DIGEST_TEXT_SIZE], mac[DIGEST_TEXT_SIZE];
	const char *code = NULL;
	struct buf canonical, text;

	buf_init(&canonical, CANONICAL_MAX);
	buf_init(&text, CANONICAL_MAX);
	make_canonical(call, list, &canonical);
	if (canonical.failed ||
	    digest_hex("SHA256", buf_str(&canonical), canonical.len, digest) !=
		0)
		code = "InternalError";
	buf_printf(&text, "ACS3-HMAC-SHA256\n%s", digest);
	if (code == NULL &&
	    (digest_hmac_hex("SHA256", call->account->secret, &text, mac) !=
		    0 ||
		!digest_equal(mac, sent))) {
		code = "SignatureDoesNotMatch";
		call->detail = arena_printf(call->arena,
		    "Specified signature does not match our calculation. "
		    "server StringToSign is [%s] server CanonicalRequest is "
		    "[%s]",
		    buf_str(&text), buf_str(&canonical));
	}
	buf_fini(&canonical);
	buf_fini(&text);
	return code;
}

static const char *
find_account(struct call *call, const char *id)
{
	if (id == NULL || id[0] == '\0')
		return "MissingAccessKeyId";
	call->account = accounts_find(call->accounts, SERVICE_DYSMSAPI, id);
	return call->account != NULL ? NULL : "InvalidAccessKeyId.NotFound";
}

static const char *
check_v3(struct call *call, const char *auth)
{
	const char *list = auth_part(call, auth, "SignedHeaders");
	const char *sent = auth_part(call, auth, "Signature"), *code;
	const struct incoming *request = call->request;
	char digest[DIGEST_TEXT_SIZE];

	if (strncmp(auth, SCHEME, strlen(SCHEME)) != 0 || list == NULL ||
	    sent == NULL)
		return "IncompleteSignature";
	code = find_account(call, auth_part(call, auth, "Credential"));
	if (code == NULL)
		code = check_signed(call, list);
	if (code != NULL)
		return code;
	if (digest_hex("SHA256", buf_str(&request->body), request->body.len,
		digest) != 0 ||
	    !digest_equal(
		digest, incoming_header(request, "x-acs-content-sha256")))
		return "SignatureDoesNotMatch";
	code = check_signature(call, list, sent);
	if (code == NULL)
		code = check_token(
		    call, incoming_header(request, "x-acs-security-token"));
	if (code == NULL)
		code = check_fresh(call, incoming_header(request, "x-acs-date"),
		    incoming_header(request, "x-acs-signature-nonce"));
	return code;
}

static const char *
check_v1_signature(struct call *call, const struct pairs *params)
{
	const char *sent = pairs_get(params, "Signature"), *code = NULL;
	char mac[DIGEST_TEXT_SIZE];
	struct buf canonical, text, key;

	buf_init(&canonical, CANONICAL_MAX);
	buf_init(&text, CANONICAL_MAX);
	buf_init(&key, 4096);
	if (add_canonical(call, params, "Signature", &canonical) != 0)
		code = "InternalError";
	buf_printf(&text, "%s&%%2F&", call->request->method);
	digest_percent(&text, buf_str(&canonical));
	buf_printf(&key, "%s&", call->account->secret);
	if (code == NULL &&
	    (digest_hmac_base64("SHA1", buf_str(&key), &text, mac) != 0 ||
		!digest_equal(mac, sent))) {
		code = "SignatureDoesNotMatch";
		call->detail = arena_printf(call->arena,
		    "Specified signature is not matched with our calculation. "
		    "server string to sign is:%s",
		    buf_str(&text));
	}
	buf_fini(&canonical);
	buf_fini(&text);
	buf_fini(&key);
	return code;
}

static const char *
check_v1(struct call *call, const struct pairs *params)
{
	static const char *const needed[] = { "Signature", "SignatureMethod",
		"SignatureVersion", "SignatureNonce", "Timestamp" };
	const char *code;
	size_t i;

	code = find_account(call, pairs_get(params, "AccessKeyId"));
	if (code != NULL)
		return code;
	for (i = 0; i < ARRAY_LEN(needed); i++) {
		(void)dysmsapi_need(call, params, needed[i], &code);
		if (code != NULL)
			return code;
	}
	if (strcmp(pairs_get(params, "SignatureMethod"), "HMAC-SHA1") != 0 ||
	    strcmp(pairs_get(params, "SignatureVersion"), "1.0") != 0)
		return "IncompleteSignature";
	code = check_v1_signature(call, params);
	if (code == NULL)
		code = check_token(call, pairs_get(params, "SecurityToken"));
	if (code == NULL)
		code = check_fresh(call, pairs_get(params, "Timestamp"),
		    pairs_get(params, "SignatureNonce"));
	return code;
}

const char *
dysmsapi_check(struct call *call, const struct pairs *params)
{
	const char *auth = incoming_header(call->request, "Authorization");

	return auth != NULL ? check_v3(call, auth) : check_v1(call, params);
}

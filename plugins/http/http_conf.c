/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles a gateway's configuration and says, naming the key, what in it does
 * not fit together.
 */
#include <string.h>

#include "http.h"

/* The names of character sets in files, and those of smsgw_charset(). */
static const char *
charset_of(const char *word)
{
	static const struct {
		const char *word, *name;
	} sets[] = {
		{ "gbk", "GBK" },
		{ "gb18030", "GB18030" },
		{ "big5", "BIG5" },
		{ "latin1", "ISO-8859-1" },
		{ "utf-16be", "UTF-16BE" },
	};
	size_t i;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (strcmp(sets[i].word, word) == 0)
			return sets[i].name;
	return "UTF-8";
}

/* +08:00, +0800 or -3 as minutes east; 0 or -1. */
static int
parse_zone(const char *text, int32_t *minutes)
{
	int32_t digits = 0, value = 0, sign;
	const char *c = text + 1;

	if (*text != '+' && *text != '-')
		return -1;
	sign = *text == '-' ? -1 : 1;
	for (; *c != '\0'; c++) {
		if (*c == ':' && digits == 2)
			continue;
		if (!ascii_digit(*c) || digits == 4)
			return -1;
		value = value * 10 + (*c - '0');
		digits++;
	}
	if (digits == 1 || digits == 2)
		value *= 100;
	else if (digits != 4)
		return -1;
	*minutes = sign * (value / 100 * 60 + value % 100);
	return value % 100 < 60 && value / 100 <= 14 ? 0 : -1;
}

static int
configure_words(struct smsgw_gateway *gw, struct http_gateway *http)
{
	const char *format = smsgw_conf(gw, "number_format");
	const char *answers = smsgw_conf(gw, "answer_charset");

	http->charset = charset_of(smsgw_conf(gw, "charset"));
	http->answer_charset =
	    answers[0] != '\0' ? charset_of(answers) : http->charset;
	http->separator = smsgw_conf(gw, "separator");
	http->number_format = SMSGW_DIGITS;
	if (strcmp(format, "e164") == 0)
		http->number_format = SMSGW_E164;
	else if (strcmp(format, "national") == 0)
		http->number_format = SMSGW_NATIONAL;
	if (parse_zone(smsgw_conf(gw, "time_zone"), &http->zone_minutes) != 0)
		return smsgw_fail_key(gw, "time_zone",
		    "expected a distance "
		    "from UTC such as +08:00");
	return 0;
}

static enum auth
auth_of(const char *word)
{
	static const char *const words[] = {
		[AUTH_NONE] = "none",
		[AUTH_BASIC] = "basic",
		[AUTH_BEARER] = "bearer",
		[AUTH_HMAC] = "hmac",
		[AUTH_DIGEST] = "digest",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum auth)i;
	return AUTH_NONE;
}

/* The account's words that an Authorization header is made of. */
static int
check_auth(
    struct smsgw_gateway *gw, const struct http_plan *plan, bool has_token)
{
	const char *key = "api_password";

	if (plan->auth == AUTH_BASIC &&
	    smsgw_conf(gw, "api_account")[0] == '\0')
		key = "api_account";
	else if ((plan->auth != AUTH_BASIC && plan->auth != AUTH_BEARER) ||
	    (plan->auth == AUTH_BEARER && has_token) ||
	    smsgw_conf(gw, "api_password")[0] != '\0')
		return 0;
	return smsgw_fail_key(gw, key, "is missing; auth = %s sends it",
	    plan->auth == AUTH_BASIC ? "basic" : "bearer");
}

/* Whether the algorithm is one that this system has. */
static int
check_algorithm(struct smsgw_gateway *gw)
{
	const char *algorithm = smsgw_conf(gw, "sign_algorithm");
	char digest[64];
	size_t len = sizeof(digest);

	if (smsgw_digest(gw, algorithm, "", 0, digest, &len) == 0)
		return 0;
	return smsgw_fail_key(gw, "sign_algorithm",
	    "expected a digest that "
	    "this system offers, such as md5, sha1, sha256 or sm3");
}

/* ${sign}: what it is over, and where it goes. */
static int
configure_sign(struct smsgw_gateway *gw, struct http_gateway *http)
{
	const char *text = smsgw_conf(gw, "sign_string");
	const char *key = smsgw_conf(gw, "sign_key");
	uint32_t uses = http_plan_uses(&http->send);

	http->signs =
	    http->send.auth == AUTH_HMAC || http->send.auth == AUTH_DIGEST;
	if (!http->signs) {
		if (uses & USES_SIGN)
			return smsgw_fail_key(gw, "auth",
			    "expected hmac or "
			    "digest, because ${sign} is used");
		return 0;
	}
	if (text[0] == '\0')
		return smsgw_fail_key(gw, "sign_string",
		    "is missing; write "
		    "what is signed, such as ${api_account}${now_ms|sec}");
	if (!(uses & USES_SIGN))
		return smsgw_fail_key(gw, "auth",
		    "makes ${sign}, which "
		    "nothing sends; put it into header.N, query.N or field.N");
	if (key[0] == '\0')
		key = http->send.auth == AUTH_HMAC ? "${api_password}" : "";
	if (check_algorithm(gw) != 0 ||
	    place_compile(gw, "sign_string", text, PLACE_TEXT, USES_SIGN,
		&http->sign_string) != 0 ||
	    place_compile(gw, "sign_key", key, PLACE_TEXT,
		USES_SIGN | USES_REQUEST | USES_MESSAGE, &http->sign_key) != 0)
		return -1;
	if (http->sign_string.uses & USES_BODY &&
	    http->send.body.uses & USES_SIGN)
		return smsgw_fail_key(gw, "sign_string",
		    "signs the body, and "
		    "the body has ${sign} in it; sign ${sorted}, or put "
		    "${sign} into header.N or query.N");
	return 0;
}

/* JSON of fields is one body too. */
static int
check_circle(struct smsgw_gateway *gw, const struct http_gateway *http)
{
	const struct http_item *item;

	if (!http->signs || http->send.body_type != BODY_JSON ||
	    !(http->sign_string.uses & USES_BODY))
		return 0;
	for (item = http->send.fields; item != NULL; item = item->next)
		if (item->value.uses & USES_SIGN)
			return smsgw_fail_key(gw, item->value.key,
			    "is in the "
			    "body that sign_string signs; sign ${sorted}, or "
			    "put ${sign} into header.N or query.N");
	return 0;
}

/* What the message needs is sent somewhere. */
static int
check_content(struct smsgw_gateway *gw, struct http_gateway *http)
{
	uint32_t uses = http_plan_uses(&http->send);
	const char *key = http->send.has_body ? "body" :
	    http->send.fields != NULL         ? "field" :
	    http->send.queries != NULL        ? "query" :
						"sms_url";

	if (!(uses & USES_TO))
		return smsgw_fail_key(gw, key,
		    "nothing sends the recipient's "
		    "number; use ${to} in a field, parameter or body");
	if (!(uses & USES_CONTENT))
		return smsgw_fail_key(gw, key,
		    "nothing sends the message; "
		    "use ${signed_text}, ${text} or ${template_id}");
	if (strcmp(http->charset, "UTF-16BE") == 0 &&
	    !(http->send.has_body &&
		(http->send.body_type == BODY_TEXT ||
		    http->send.body_type == BODY_XML)))
		return smsgw_fail_key(gw, "charset",
		    "utf-16be works for a "
		    "body of type text or xml; for fields write "
		    "${signed_text|utf16be|hex}");
	return 0;
}

/* Who puts the signature where. */
static uint32_t
signature_of(uint32_t uses)
{
	if (uses & USES_SIGNED_TEXT)
		return SMSGW_SIGNATURE_TEXT;
	return uses & USES_SIGNATURE ? SMSGW_SIGNATURE_PROVIDER :
				       SMSGW_SIGNATURE_NONE;
}

/* Says what the gateway can carry. */
static void
tell_can(struct smsgw_gateway *gw, const struct http_gateway *http)
{
	uint32_t uses = http_plan_uses(&http->send);
	struct smsgw_can can = {
		.size = sizeof(can),
		.max_same = (uint32_t)smsgw_conf_int(gw, "max_recipients"),
		.max_distinct = 1,
		.max_parts = (uint32_t)smsgw_conf_int(gw, "max_parts"),
	};

	if (uses & (USES_TEXT | USES_SIGNED_TEXT))
		can.content |= SMSGW_CAN_TEXT;
	if (uses & USES_TEMPLATE)
		can.content |= SMSGW_CAN_TEMPLATE;
	can.signature = signature_of(uses);
	if (!http->has_login)
		can.flags = SMSGW_CAN_WITHOUT_LOGIN;
	if (strcmp(smsgw_conf(gw, "counting"), "ucs2") == 0)
		can.counting = SMSGW_COUNT_UCS2;
	smsgw_can(gw, &can);
}

/* A login, when there is one. */
static int
configure_login(struct smsgw_gateway *gw, struct http_gateway *http)
{
	uint32_t uses = http_plan_uses(&http->send);

	http->has_login = smsgw_conf(gw, "login_url")[0] != '\0';
	if (!http->has_login) {
		if (uses & USES_TOKEN)
			return smsgw_fail_key(gw, "login_url",
			    "is missing; "
			    "a token is sent, and nothing fetches it");
		return 0;
	}
	http->login.auth = auth_of(smsgw_conf(gw, "login_auth"));
	if (http_plan_configure(gw, http, &http->login, "login_") != 0 ||
	    check_auth(gw, &http->login, false) != 0 ||
	    condition_compile(gw, "login_success",
		smsgw_conf(gw, "login_success"), &http->regexes,
		&http->login_success) != 0 ||
	    extract_compile(gw, "login_token", smsgw_conf(gw, "login_token"),
		&http->regexes, &http->login_token) != 0 ||
	    extract_compile(gw, "login_expires",
		smsgw_conf(gw, "login_expires"), &http->regexes,
		&http->login_expires) != 0)
		return -1;
	if (http->login_token == NULL)
		return smsgw_fail_key(gw, "login_token",
		    "is missing; say "
		    "where the token stands, such as json /access_token");
	return 0;
}

static int
configure_conditions(struct smsgw_gateway *gw, struct http_gateway *http)
{
	const struct {
		const char *key;
		struct condition *condition;
	} keys[] = {
		{ "success", &http->success },
		{ "throttled", &http->throttled },
		{ "rejected", &http->rejected },
		{ "token_refused", &http->token_refused },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (condition_compile(gw, keys[i].key,
			smsgw_conf(gw, keys[i].key), &http->regexes,
			keys[i].condition) != 0)
			return -1;
	return 0;
}

static int
configure_extracts(struct smsgw_gateway *gw, struct http_gateway *http)
{
	const struct {
		const char *key;
		const struct extract **extract;
	} keys[] = {
		{ "id", &http->id },
		{ "error_code", &http->error_code },
		{ "error_text", &http->error_text },
		{ "retry_after", &http->retry_after },
		{ "report_list", &http->report_list },
		{ "report_id", &http->report_id },
		{ "report_state", &http->report_state },
		{ "report_code", &http->report_code },
		{ "report_text", &http->report_text },
		{ "report_to", &http->report_to },
		{ "report_ref", &http->report_ref },
		{ "inbound_from", &http->inbound_from },
		{ "inbound_to", &http->inbound_to },
		{ "inbound_text", &http->inbound_text },
		{ "inbound_id", &http->inbound_id },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (extract_compile(gw, keys[i].key,
			smsgw_conf(gw, keys[i].key), &http->regexes,
			keys[i].extract) != 0)
			return -1;
	if (http->report_list != NULL &&
	    http->report_list->kind != EXTRACT_JSON &&
	    http->report_list->kind != EXTRACT_XML)
		return smsgw_fail_key(gw, "report_list",
		    "expected json /PATH "
		    "or xml /PATH of the list");
	if ((http->report_id != NULL) != (http->report_state != NULL))
		return smsgw_fail_key(gw,
		    http->report_id != NULL ? "report_state" : "report_id",
		    "is missing; a report needs "
		    "report_id and report_state");
	return 0;
}

int
http_configure(struct smsgw_gateway *gw, struct http_gateway *http)
{
	http->send.auth = auth_of(smsgw_conf(gw, "auth"));
	if (configure_words(gw, http) != 0 ||
	    http_plan_configure(gw, http, &http->send, "") != 0 ||
	    configure_sign(gw, http) != 0 || check_circle(gw, http) != 0 ||
	    check_content(gw, http) != 0 ||
	    configure_conditions(gw, http) != 0 ||
	    configure_extracts(gw, http) != 0 ||
	    http_codes_configure(gw, http) != 0 ||
	    configure_login(gw, http) != 0 ||
	    check_auth(gw, &http->send, http->has_login) != 0)
		return -1;
	tell_can(gw, http);
	return 0;
}

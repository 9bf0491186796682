/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the gateway's file: which protocol, which addresses, and the mistakes
 * that are better told now than by a refusal.
 */
#include <string.h>

#include "china_mobile.h"

/* A request sets these itself. */
static const char *const mas_fields[] = { "ecName", "apId", "secretKey",
	"templateId", "mobiles", "content", "params", "sign", "addSerial",
	"mac", NULL };
static const char *const form_fields[] = { "un", "pw", "phone", "msg", "rd",
	"ex", NULL };
static const char *const json_fields[] = { "account", "password", "phone",
	"msg", "report", "extend", "uid", NULL };

static bool
is_mas_path(const char *url)
{
	return cmcc_path_ends(url, "/norsubmit") ||
	    cmcc_path_ends(url, "/submit") || cmcc_path_ends(url, "/tmpsubmit");
}

/* The protocol that a path stands for, "" when it does not tell. */
static const char *
word_of_path(const char *url)
{
	if (is_mas_path(url) || cmcc_path_is_empty(url))
		return "cloud_mas";
	if (cmcc_path_ends(url, "/send/json"))
		return "msg_send_json";
	return cmcc_path_ends(url, "/msg/send") ? "msg_send" : "";
}

static int
choose_protocol(struct smsgw_gateway *gw, struct cmcc_gateway *cmcc)
{
	const char *word = smsgw_conf(gw, "protocol");
	const char *url = smsgw_conf(gw, "sms_url");

	if (cmcc_path_ends(url, "/app/http/sendSms"))
		return smsgw_fail_key(gw, "sms_url",
		    "is the old Cloud MAS interface 1.0; ask the account "
		    "manager for the address that ends in /sms/norsubmit or "
		    "/sms/submit, and for its account");
	if (strcmp(word, "auto") == 0)
		word = word_of_path(url);
	if (strcmp(word, "cloud_mas") == 0)
		cmcc->protocol = CMCC_CLOUD_MAS;
	else if (strcmp(word, "msg_send") == 0)
		cmcc->protocol = CMCC_MSG_SEND;
	else if (strcmp(word, "msg_send_json") == 0)
		cmcc->protocol = CMCC_MSG_SEND_JSON;
	else
		return smsgw_fail_key(gw, "sms_url",
		    "ends in none of /sms/norsubmit, /sms/submit, /msg/send "
		    "and /send/json, so it does not tell the protocol; "
		    "correct it, or set [provider] protocol");
	return 0;
}

/*
 * Cloud MAS has one path for texts and one for templates; either may be in
 * the file.  A path that is neither (that of a proxy, say) carries texts only.
 */
static void
choose_urls(struct smsgw_gateway *gw, struct cmcc_gateway *cmcc)
{
	const char *url = smsgw_conf(gw, "sms_url");
	const char *text =
	    strncmp(url, "https:", 6) == 0 ? "submit" : "norsubmit";

	cmcc->url = url;
	if (cmcc->protocol != CMCC_CLOUD_MAS)
		return;
	if (cmcc_path_is_empty(url))
		cmcc->url =
		    cmcc_url_swap(gw, url, 1, smsgw_printf(gw, "sms/%s", text));
	else if (cmcc_path_ends(url, "/tmpsubmit"))
		cmcc->url = cmcc_url_swap(gw, url, 1, text);
	else if (!is_mas_path(url))
		return;
	cmcc->template_url = cmcc_url_swap(gw, cmcc->url, 1, "tmpsubmit");
}

static int
check_number(struct smsgw_gateway *gw)
{
	const char *c;

	for (c = smsgw_conf(gw, "number"); *c != '\0'; c++)
		if (!cmcc_digit(*c))
			return smsgw_fail_key(gw, "number",
			    "is not only digits; give the extension digits "
			    "that were assigned, or leave it empty");
	return 0;
}

static int
check_mas(struct smsgw_gateway *gw)
{
	const char *c;

	if (smsgw_conf(gw, "push_password")[0] != '\0')
		return smsgw_fail_key(gw, "push_password",
		    "is for /msg/send; Cloud MAS sends no password with its "
		    "pushes: remove it, and let nobody else reach the address");
	if (smsgw_conf(gw, "ec_name")[0] == '\0')
		return smsgw_fail_key(gw, "ec_name",
		    "is missing; Cloud MAS wants the enterprise's name exactly "
		    "as it is registered");
	if (smsgw_conf(gw, "sign_code")[0] == '\0')
		return smsgw_fail_key(gw, "sign_code",
		    "is missing; it is the code of the signature in the "
		    "console (签名下载), nine letters and digits");
	for (c = smsgw_conf(gw, "sign_code"); *c != '\0'; c++)
		if (!cmcc_digit(*c) && !cmcc_letter(*c))
			return smsgw_fail_key(gw, "sign_code",
			    "is not only letters and digits; give the "
			    "signature's code from the console (签名下载), its "
			    "text belongs to sms_title");
	return 0;
}

static const char *const *
fields_of(const struct cmcc_gateway *cmcc)
{
	switch (cmcc->protocol) {
	case CMCC_CLOUD_MAS:
		return mas_fields;
	case CMCC_MSG_SEND_JSON:
		return json_fields;
	case CMCC_MSG_SEND:
	default:
		return form_fields;
	}
}

/* One name=value of api_extension; NULL and the call failed. */
static struct cmcc_pair *
read_pair(struct smsgw_gateway *gw, const struct cmcc_gateway *cmcc,
    const char *text, size_t len)
{
	struct cmcc_pair *pair = smsgw_alloc(gw, sizeof(*pair));
	const char *own = smsgw_printf(gw, "%.*s", (int)len, text);
	size_t name_len = strcspn(own, "="), ignored;
	const char *const *field;

	if (pair == NULL)
		return NULL;
	if (own[name_len] == '=') {
		pair->name = smsgw_url_decode(
		    gw, smsgw_printf(gw, "%.*s", (int)name_len, own), &ignored);
		pair->value =
		    smsgw_url_decode(gw, own + name_len + 1, &ignored);
	}
	if (pair->name == NULL || pair->name[0] == '\0' ||
	    pair->value == NULL) {
		(void)smsgw_fail_key(gw, "api_extension",
		    "\"%s\" is no name=value; write URL-encoded pairs with & "
		    "between them",
		    own);
		return NULL;
	}
	for (field = fields_of(cmcc); *field != NULL; field++)
		if (strcmp(*field, pair->name) == 0) {
			(void)smsgw_fail_key(gw, "api_extension",
			    "sets \"%s\", which smsgw sets itself; remove it",
			    *field);
			return NULL;
		}
	return pair;
}

static int
read_extension(struct smsgw_gateway *gw, struct cmcc_gateway *cmcc)
{
	const char *text = smsgw_conf(gw, "api_extension");
	struct cmcc_pair **link = &cmcc->extension;
	size_t len;

	for (; *text != '\0'; text += len) {
		text += strspn(text, "& ");
		len = strcspn(text, "& ");
		if (len == 0)
			break;
		*link = read_pair(gw, cmcc, text, len);
		if (*link == NULL)
			return -1;
		link = &(*link)->next;
	}
	return 0;
}

/* Cloud MAS puts the signature in front itself, by its code. */
static void
say_what_mas_carries(struct smsgw_gateway *gw, const struct cmcc_gateway *cmcc)
{
	struct smsgw_can can = {
		.size = sizeof(can),
		.content = SMSGW_CAN_TEXT,
		.signature = SMSGW_SIGNATURE_PROVIDER,
		.counting = SMSGW_COUNT_UCS2,
		.dial_codes = "86",
		.max_same = CMCC_MAS_SAME,
		.max_distinct = CMCC_MAS_DISTINCT,
		.flags = SMSGW_CAN_WITHOUT_ACCOUNT,
	};

	smsgw_can(gw, &can);
	if (cmcc->template_url == NULL)
		return;
	can.content = SMSGW_CAN_TEMPLATE;
	can.max_distinct = 1;
	smsgw_can(gw, &can);
}

static void
say_what_msg_send_carries(
    struct smsgw_gateway *gw, const struct cmcc_gateway *cmcc)
{
	const struct smsgw_can can = {
		.size = sizeof(can),
		.content = SMSGW_CAN_TEXT,
		.signature = SMSGW_SIGNATURE_TEXT,
		.counting = SMSGW_COUNT_UCS2,
		.dial_codes = "86",
		.max_same = CMCC_MSG_SAME,
		.max_distinct = 1,
		/* 536 characters; of the form no limit is documented */
		.max_parts = cmcc->protocol == CMCC_MSG_SEND_JSON ? 8 : 0,
		.flags = cmcc->protocol == CMCC_MSG_SEND_JSON ?
		    0 :
		    SMSGW_CAN_WITHOUT_ACCOUNT,
	};

	smsgw_can(gw, &can);
}

/* Keys of another protocol than the one that `auto` came to. */
static void
tell_unused(struct smsgw_gateway *gw, const struct cmcc_gateway *cmcc)
{
	static const char *const of_mas[] = { "ec_name", "sign_code",
		"send_secret_key" };
	size_t i;

	if (cmcc->protocol == CMCC_CLOUD_MAS) {
		smsgw_unused(gw, "report",
		    "is used only with /msg/send; this gateway speaks Cloud "
		    "MAS");
		return;
	}
	for (i = 0; i < sizeof(of_mas) / sizeof(of_mas[0]); i++)
		smsgw_unused(gw, of_mas[i],
		    "is used only with Cloud MAS; this gateway speaks "
		    "/msg/send");
}

int
cmcc_open(struct smsgw_gateway *gw)
{
	struct cmcc_gateway *cmcc = smsgw_alloc(gw, sizeof(*cmcc));

	if (cmcc == NULL)
		return -1;
	smsgw_set_data(gw, cmcc);
	if (choose_protocol(gw, cmcc) < 0 || check_number(gw) < 0)
		return -1;
	if (cmcc->protocol == CMCC_CLOUD_MAS && check_mas(gw) < 0)
		return -1;
	if (read_extension(gw, cmcc) < 0)
		return -1;
	tell_unused(gw, cmcc);
	choose_urls(gw, cmcc);
	if (cmcc->protocol == CMCC_CLOUD_MAS)
		say_what_mas_carries(gw, cmcc);
	else
		say_what_msg_send_carries(gw, cmcc);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every request has in common: the operation, its parameters as a form,
 * and those that the gateway's file adds to them.
 */
#include "aliyun.h"

#include <string.h>

/* What smsgw itself has to set; the rest may stand in api_extension. */
static const char *const own_names[] = { "AccessKeyId", "Action", "Format",
	"Message", "PhoneNumberJson", "PhoneNumbers", "SecurityToken",
	"SignName", "SignNameJson", "Signature", "SignatureMethod",
	"SignatureNonce", "SignatureVersion", "TemplateCode", "TemplateParam",
	"TemplateParamJson", "Timestamp", "To", "Version" };

/* Decodes one side of a pair; NULL and failed when it is no encoding. */
static const char *
decode(struct smsgw_gateway *gw, const char *text, size_t len)
{
	size_t decoded;
	char *piece = smsgw_printf(gw, "%.*s", (int)len, text);

	/* cppcheck-suppress returnDanglingLifetime ; decoded is a length */
	return smsgw_url_decode(gw, piece, &decoded);
}

static int
check_name(struct smsgw_gateway *gw, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(own_names) / sizeof(own_names[0]); i++)
		if (strcmp(name, own_names[i]) == 0)
			return smsgw_fail_key(gw, "api_extension",
			    "has %s, which smsgw sets itself; leave it out",
			    name);
	return 0;
}

int
aliyun_extension(struct smsgw_gateway *gw, struct aliyun_gateway *out)
{
	const char *text = smsgw_conf(gw, "api_extension"), *equals;
	struct aliyun_pair *pairs;
	size_t len;

	pairs = smsgw_alloc(gw, (strlen(text) / 2 + 1) * sizeof(*pairs));
	if (pairs == NULL)
		return -1;
	out->extension = pairs;
	for (; *text != '\0'; text += len) {
		text += strspn(text, "& \t");
		len = strcspn(text, "& \t");
		equals = memchr(text, '=', len);
		if (equals == NULL)
			continue;
		pairs->name = decode(gw, text, (size_t)(equals - text));
		pairs->value =
		    decode(gw, equals + 1, len - (size_t)(equals + 1 - text));
		if (pairs->name == NULL || pairs->value == NULL ||
		    check_name(gw, pairs->name) != 0)
			return -1;
		pairs++;
		out->extension_count++;
	}
	return 0;
}

void
aliyun_put(struct smsgw_request *r, const char *name, const char *value)
{
	uint32_t i, count = smsgw_request_forms(r);

	for (i = 0; i < count; i++)
		if (strcmp(smsgw_request_form(r, i, NULL), name) == 0)
			return;
	smsgw_form(r, name, value, 0);
}

void
aliyun_begin(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    struct smsgw_request *r, const struct aliyun_action *action)
{
	const struct aliyun_gateway *own = smsgw_data(gw);
	struct aliyun_call *call = smsgw_alloc(gw, sizeof(*call));
	size_t i;

	if (call == NULL)
		return;
	call->action = action;
	smsgw_set_exchange_data(x, call);
	smsgw_header(r, "Accept", "application/json", 0);
	if (own->v1) {
		smsgw_form(r, "Action", action->name, 0);
		smsgw_form(r, "Version", action->version, 0);
		smsgw_form(r, "Format", "JSON", 0);
	} else {
		smsgw_header(r, "x-acs-action", action->name, 0);
		smsgw_header(r, "x-acs-version", action->version, 0);
	}
	for (i = 0; i < own->extension_count; i++)
		smsgw_form(
		    r, own->extension[i].name, own->extension[i].value, 0);
}

bool
aliyun_mainland(struct smsgw_exchange *x, uint32_t i)
{
	return strncmp(smsgw_recipient(x, i, SMSGW_DIGITS), "86", 2) == 0;
}

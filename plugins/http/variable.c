/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The variables of templates: what each is of, and its value.
 */
#include <string.h>

#include "http.h"
#include "value.h"

enum variable_id {
	VARIABLE_TO,
	VARIABLE_TO_E164,
	VARIABLE_TO_DIGITS,
	VARIABLE_TO_NATIONAL,
	VARIABLE_TO_JSON,
	VARIABLE_TEXT,
	VARIABLE_SIGNED_TEXT,
	VARIABLE_SIGNATURE,
	VARIABLE_BRACKETED,
	VARIABLE_TEMPLATE_ID,
	VARIABLE_ARG,
	VARIABLE_ARGS_JSON,
	VARIABLE_ARGS_LIST,
	VARIABLE_ABOUT,
	VARIABLE_LIFE,
	VARIABLE_NOW_MS,
	VARIABLE_NOW_ISO,
	VARIABLE_NONCE,
	VARIABLE_CONF,
	VARIABLE_TOKEN,
	VARIABLE_SIGN,
	VARIABLE_METHOD,
	VARIABLE_URL_PART,
	VARIABLE_BODY,
	VARIABLE_SORTED
};

struct variable {
	const char *name;
	enum variable_id id;
	uint32_t uses, detail;
};

static const struct variable variables[] = {
	{ "to", VARIABLE_TO, USES_TO | USES_MESSAGE, 0 },
	{ "to_e164", VARIABLE_TO_E164, USES_TO | USES_MESSAGE, 0 },
	{ "to_digits", VARIABLE_TO_DIGITS, USES_TO | USES_MESSAGE, 0 },
	{ "to_national", VARIABLE_TO_NATIONAL, USES_TO | USES_MESSAGE, 0 },
	{ "to_json", VARIABLE_TO_JSON, USES_TO | USES_MESSAGE, 0 },
	{ "text", VARIABLE_TEXT, USES_TEXT | USES_MESSAGE, 0 },
	{ "signed_text", VARIABLE_SIGNED_TEXT, USES_SIGNED_TEXT | USES_MESSAGE,
	    0 },
	{ "signature", VARIABLE_SIGNATURE, USES_SIGNATURE | USES_MESSAGE, 0 },
	{ "signature_bracketed", VARIABLE_BRACKETED,
	    USES_SIGNATURE | USES_MESSAGE, 0 },
	{ "template_id", VARIABLE_TEMPLATE_ID, USES_TEMPLATE | USES_MESSAGE,
	    0 },
	{ "args_json", VARIABLE_ARGS_JSON, USES_TEMPLATE | USES_MESSAGE, 0 },
	{ "args_list", VARIABLE_ARGS_LIST, USES_TEMPLATE | USES_MESSAGE, 0 },
	{ "id", VARIABLE_ABOUT, USES_MESSAGE, SMSGW_ABOUT_ID },
	{ "class", VARIABLE_ABOUT, USES_MESSAGE, SMSGW_ABOUT_CLASS },
	{ "purpose", VARIABLE_ABOUT, USES_MESSAGE, SMSGW_ABOUT_PURPOSE },
	{ "locale", VARIABLE_ABOUT, USES_MESSAGE, SMSGW_ABOUT_LOCALE },
	{ "template", VARIABLE_ABOUT, USES_MESSAGE, SMSGW_ABOUT_TEMPLATE },
	{ "life_s", VARIABLE_LIFE, USES_MESSAGE | USES_FRESH, 0 },
	{ "now_ms", VARIABLE_NOW_MS, USES_FRESH, 0 },
	{ "now_iso", VARIABLE_NOW_ISO, USES_FRESH, 0 },
	{ "nonce", VARIABLE_NONCE, USES_FRESH, 0 },
	{ "api_account", VARIABLE_CONF, 0, 0 },
	{ "api_password", VARIABLE_CONF, USES_SECRET, 0 },
	{ "number", VARIABLE_CONF, 0, 0 },
	{ "api_extension", VARIABLE_CONF, USES_EXTENSION, 0 },
	{ "token", VARIABLE_TOKEN, USES_SECRET | USES_FRESH | USES_TOKEN, 0 },
	{ "sign", VARIABLE_SIGN, USES_SECRET | USES_FRESH | USES_SIGN, 0 },
	{ "method", VARIABLE_METHOD, USES_FRESH | USES_REQUEST, 0 },
	{ "host", VARIABLE_URL_PART, USES_FRESH | USES_REQUEST,
	    SMSGW_URL_HOST },
	{ "path", VARIABLE_URL_PART, USES_FRESH | USES_REQUEST,
	    SMSGW_URL_PATH },
	{ "query", VARIABLE_URL_PART, USES_FRESH | USES_REQUEST,
	    SMSGW_URL_QUERY },
	{ "body", VARIABLE_BODY, USES_FRESH | USES_REQUEST | USES_BODY, 0 },
	{ "sorted", VARIABLE_SORTED, USES_FRESH | USES_REQUEST, 0 },
	{ "sorted_url", VARIABLE_SORTED, USES_FRESH | USES_REQUEST, 1 },
};

static const struct variable variable_arg = { "args", VARIABLE_ARG,
	USES_TEMPLATE | USES_MESSAGE, 0 };

const char variable_names[] =
    "to, to_e164, to_digits, to_national, to_json, "
    "text, signed_text, signature, signature_bracketed, template_id, "
    "args.NAME, args_json, args_list, id, class, purpose, locale, template, "
    "life_s, now_ms, now_iso, nonce, api_account, api_password, number, "
    "api_extension, token, sign; in sign_string also method, host, path, "
    "query, body, sorted, sorted_url";

const struct variable *
variable_find(const char *name, const char **argument)
{
	size_t i;

	*argument = "";
	if (strncmp(name, "args.", 5) == 0 && name[5] != '\0') {
		*argument = name + 5;
		return &variable_arg;
	}
	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (strcmp(variables[i].name, name) == 0)
			return &variables[i];
	return NULL;
}

uint32_t
variable_uses(const struct variable *variable)
{
	return variable->uses;
}

bool
variable_is_json(const struct variable *variable)
{
	return variable->id == VARIABLE_TO_JSON ||
	    variable->id == VARIABLE_ARGS_JSON ||
	    variable->id == VARIABLE_ARGS_LIST;
}

/* All recipients, with the separator between them. */
static const char *
recipients_text(const struct render *render, uint32_t format)
{
	uint32_t i, count = smsgw_recipients(render->x);
	struct bytes out;

	bytes_init(&out, render->gw);
	for (i = 0; i < count; i++) {
		if (i > 0)
			bytes_puts(&out, render->http->separator);
		bytes_puts(&out, smsgw_recipient(render->x, i, format));
	}
	return bytes_str(&out);
}

static const char *
recipients_json(const struct render *render)
{
	uint32_t i, count = smsgw_recipients(render->x);
	struct smsgw_json *json = smsgw_json_new(render->gw);

	smsgw_json_array(json, NULL);
	for (i = 0; i < count; i++)
		smsgw_json_string(json, NULL,
		    smsgw_recipient(render->x, i, render->http->number_format),
		    0);
	return smsgw_json_text(json);
}

/* The template's arguments as an object, or their values as an array. */
static const char *
args_json(const struct render *render, bool object)
{
	uint32_t k, count = smsgw_args(render->x, 0);
	struct smsgw_json *json = smsgw_json_new(render->gw);

	if (object)
		smsgw_json_object(json, NULL);
	else
		smsgw_json_array(json, NULL);
	for (k = 0; k < count; k++)
		smsgw_json_string(json,
		    object ? smsgw_arg_name(render->x, 0, k) : NULL,
		    smsgw_arg_value(render->x, 0, k), 0);
	return smsgw_json_text(json);
}

/* What is of the message. */
static const char *
message_text(const struct render *render, const struct variable *variable,
    const char *argument)
{
	switch (variable->id) {
	case VARIABLE_TO:
		return recipients_text(render, render->http->number_format);
	case VARIABLE_TO_E164:
		return recipients_text(render, SMSGW_E164);
	case VARIABLE_TO_DIGITS:
		return recipients_text(render, SMSGW_DIGITS);
	case VARIABLE_TO_NATIONAL:
		return recipients_text(render, SMSGW_NATIONAL);
	case VARIABLE_TO_JSON:
		return recipients_json(render);
	case VARIABLE_TEXT:
		return smsgw_text(render->x, 0);
	case VARIABLE_SIGNED_TEXT:
		return smsgw_signed_text(render->x, 0);
	case VARIABLE_SIGNATURE:
		return smsgw_signature(render->x, SMSGW_BARE);
	case VARIABLE_BRACKETED:
		return smsgw_signature(render->x, SMSGW_BRACKETED);
	case VARIABLE_TEMPLATE_ID:
		return smsgw_template_id(render->x, 0);
	case VARIABLE_ARG:
		return smsgw_arg(render->x, 0, argument);
	case VARIABLE_ARGS_JSON:
	case VARIABLE_ARGS_LIST:
		return args_json(render, variable->id == VARIABLE_ARGS_JSON);
	case VARIABLE_LIFE:
		return smsgw_printf(render->gw, "%lld",
		    (long long)(smsgw_remaining_ms(render->x, 0) / 1000));
	default:
		return smsgw_about(render->x, 0, variable->detail);
	}
}

static const char *
other_text(const struct render *render, const struct variable *variable)
{
	switch (variable->id) {
	case VARIABLE_NOW_MS:
		return smsgw_printf(
		    render->gw, "%lld", (long long)render->now_ms);
	case VARIABLE_NOW_ISO:
		return smsgw_time(
		    render->gw, render->now_ms, 0, "%Y-%m-%dT%H:%M:%SZ");
	case VARIABLE_NONCE:
		return render->nonce;
	case VARIABLE_TOKEN:
		return smsgw_kept(render->gw, "token");
	case VARIABLE_SIGN:
		return render->sign;
	case VARIABLE_METHOD:
		return smsgw_request_method(render->r);
	case VARIABLE_URL_PART:
		return smsgw_request_url(render->r, variable->detail);
	case VARIABLE_SORTED:
		return http_sorted(render, variable->detail != 0);
	default:
		return smsgw_conf(render->gw, variable->name);
	}
}

int
variable_get(const struct render *render, const struct variable *variable,
    const char *argument, struct value *out)
{
	const char *text;

	if (variable->id == VARIABLE_BODY) {
		out->data = smsgw_request_body(render->r, &out->len);
		return 0;
	}
	text = variable->uses & USES_MESSAGE ?
	    message_text(render, variable, argument) :
	    other_text(render, variable);
	if (text == NULL) /* what made it has failed the call */
		return -1;
	*out = (struct value){ text, strlen(text) };
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plain vendor: takes a number and whatever else in a query, a form or JSON,
 * wants the account's password somewhere, and answers with JSON in which a
 * gateway of provider http finds what it looks for.
 */
#include "digest.h"
#include "encode.h"
#include "ledger.h"

#define PARAMS_MAX 256

/* Adds a pair, as long as there is room. */
static void
add_param(struct pairs *params, const char *name, const char *value)
{
	if (params->count < PARAMS_MAX && name != NULL && value != NULL)
		params->items[params->count++] = (struct pair){ name, value };
}

/* The texts and numbers of JSON, whatever it is made of. */
static void
add_json(
    struct call *call, struct pairs *params, const char *name, json_t *value)
{
	void *at;
	size_t i;

	if (json_is_string(value))
		add_param(params, name,
		    arena_strdup(call->arena, json_string_value(value)));
	else if (json_is_integer(value))
		add_param(params, name,
		    arena_printf(call->arena, "%lld",
			(long long)json_integer_value(value)));
	for (at = json_object_iter(value); at != NULL;
	     at = json_object_iter_next(value, at))
		add_json(call, params,
		    arena_strdup(call->arena, json_object_iter_key(at)),
		    json_object_iter_value(at));
	for (i = 0; i < json_array_size(value); i++)
		add_json(call, params, name, json_array_get(value, i));
}

/* Query, form and JSON as one list.  0 or -1. */
static int
read_params(struct call *call, struct pairs *params)
{
	const struct incoming *request = call->request;
	struct pairs form = { .count = 0 };
	json_t *body;
	size_t i;

	params->items =
	    arena_calloc(call->arena, PARAMS_MAX, sizeof(*params->items));
	params->count = 0;
	if (params->items == NULL)
		return -1;
	for (i = 0; i < request->query.count; i++)
		add_param(params, request->query.items[i].name,
		    request->query.items[i].value);
	body = json_loadb(
	    buf_str(&request->body), request->body.len, JSON_DECODE_ANY, NULL);
	if (body != NULL)
		add_json(call, params, "", body);
	else if (call_form(call, &form) != 0)
		form.count = 0;
	json_decref(body);
	for (i = 0; i < form.count; i++)
		add_param(params, form.items[i].name, form.items[i].value);
	return 0;
}

/* Whether what is sent in a header is the account's password. */
static bool
header_has_secret(struct call *call, const struct account *account)
{
	const char *auth = incoming_header(call->request, "Authorization");
	size_t len;

	if (auth == NULL)
		return false;
	if (strncmp(auth, "Basic ", 6) == 0) {
		auth = decode_base64(call->arena, auth + 6, &len);
		return auth != NULL && strchr(auth, ':') != NULL &&
		    digest_equal(account->secret, strchr(auth, ':') + 1);
	}
	auth = strncmp(auth, "Bearer ", 7) == 0 ? auth + 7 : auth;
	return digest_equal(account->secret, auth);
}

static bool
is_permitted(struct call *call, const struct pairs *params)
{
	const struct account *account = call->account;
	const struct pairs *headers = &call->request->headers;
	size_t i;

	if (account->open || header_has_secret(call, account))
		return true;
	for (i = 0; i < params->count; i++) {
		if (digest_equal(account->secret, params->items[i].value))
			return true;
	}
	for (i = 0; i < headers->count; i++) {
		if (digest_equal(account->secret, headers->items[i].value))
			return true;
	}
	return false;
}

/* One of many names that vendors have for the number. */
static const char *
find_number(const struct account *account, const struct pairs *params)
{
	static const char *const names[] = { "to", "To", "phone", "mobile",
		"mobiles", "phone_number", "phoneNumber", "phoneNumbers",
		"PhoneNumbers", "number", "recipient", "recipients", "dst",
		"destination", "msisdn" };
	const char *value;
	size_t i;

	if (account->recipient != NULL)
		return pairs_get(params, account->recipient);
	for (i = 0; i < ARRAY_LEN(names); i++) {
		value = pairs_get(params, names[i]);
		if (value != NULL)
			return value;
	}
	return NULL;
}

static const char *
find_text(const struct pairs *params)
{
	static const char *const names[] = { "msg", "text", "content",
		"message", "Body", "body", "sms" };
	const char *value = NULL;
	size_t i;

	for (i = 0; i < ARRAY_LEN(names) && value == NULL; i++)
		value = pairs_get(params, names[i]);
	return value;
}

static bool
numbers_are_good(const struct call *call)
{
	const char *number;
	size_t i;

	for (i = 0; i < call->to_count; i++) {
		number = call->to[i].number;
		if (number == NULL ||
		    !text_is_digits(number + (number[0] == '+'), 6, 18))
			return false;
	}
	return true;
}

static enum call_kind
vendor_read(struct call *call)
{
	struct pairs params;
	const char *number;

	if (call->gateway != NULL)
		call->account =
		    accounts_of_gateway(call->accounts, call->gateway);
	if (call->account == NULL)
		call->account =
		    accounts_find(call->accounts, SERVICE_VENDOR, "simulate");
	if (read_params(call, &params) != 0)
		return call_refuse(call, "busy");
	if (call->account == NULL || !is_permitted(call, &params))
		return call_refuse(call, "bad-key");
	call->text = find_text(&params);
	number = find_number(call->account, &params);
	if (number == NULL || call_split_numbers(call, number) != 0 ||
	    !numbers_are_good(call))
		return call_refuse(call, "bad-number");
	return CALL_SENDS;
}

/*
 * Puts a value where a JSON pointer points; a step that is a number is a list
 * of one.  The pointer's escapes are not undone.
 */
static json_t *
put_at(json_t *json, const char *pointer, json_t *value)
{
	const size_t len = strcspn(pointer + 1, "/");
	const char *rest = pointer + 1 + len;
	char name[64];
	json_t *inner;

	if (pointer[0] != '/' || len >= sizeof(name)) {
		json_decref(value);
		return json;
	}
	memcpy(name, pointer + 1, len);
	name[len] = '\0';
	if (strcmp(name, "0") == 0) {
		json_decref(json);
		inner = *rest == '/' ? put_at(NULL, rest, value) : value;
		return json_pack("[o]", inner);
	}
	if (!json_is_object(json))
		json = json_object();
	inner = json_incref(json_object_get(json, name));
	inner = *rest == '/' ? put_at(inner, rest, value) : value;
	(void)json_object_set_new(json, name, inner);
	return json;
}

static void
vendor_accept(struct call *call)
{
	const struct account *account = call->account;
	json_t *json = json_object();
	const char *id;
	size_t i;

	id = ledger_id(call, "sim-", 6);
	for (i = 0; i < call->to_count; i++)
		call->to[i].id = id;
	json = put_at(json,
	    account->success_pointer != NULL ? account->success_pointer :
					       "/code",
	    json_string(
		account->success_value != NULL ? account->success_value : "0"));
	if (!call->no_id)
		json = put_at(json,
		    account->id_pointer != NULL ? account->id_pointer :
						  "/msgId",
		    json_string(id));
	call_answer_json(call, json);
}

static void
vendor_refuse(struct call *call, const struct code *code)
{
	call->status = code->status != 0 ? code->status : 400;
	call_answer_json(call,
	    json_pack(
		"{s:s, s:s}", "code", code->name, "errorMsg", code->text));
}

static void
vendor_report(struct push *push, const json_t *messages)
{
	const json_t *message = json_array_get(messages, 0);
	const char *code = json_text(message, "report");

	push_json(push,
	    json_pack("{s:s, s:s, s:s}", "msgId", json_text(message, "id"),
		"to", json_text(message, "to"), "status",
		code[0] != '\0' ? code : "delivered"));
}

static void
vendor_inbound(struct push *push, const json_t *message)
{
	push_json(push,
	    json_pack("{s:s, s:s, s:s}", "from", json_text(message, "from"),
		"to", json_text(message, "to"), "text",
		json_text(message, "text")));
}

static bool
vendor_is_thanked(int status, const char *body)
{
	(void)body;
	return status >= 200 && status < 300;
}

const struct service service_vendor = {
	.read = vendor_read,
	.accept = vendor_accept,
	.refuse = vendor_refuse,
	.report = vendor_report,
	.inbound = vendor_inbound,
	.report_max = 1,
	.is_thanked = vendor_is_thanked,
};

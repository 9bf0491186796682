/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cloud MAS of China Mobile: JSON in base64, with a mac; a text to many, texts
 * of their own, a template; reports and inbound messages pushed or fetched.
 * The facts are those of the published clients and copies of its documents.
 */
#include "digest.h"
#include "encode.h"
#include "ledger.h"

#define NUMBERS_MAX 5000
#define OWN_TEXTS_MAX 1000
#define FETCH_MAX 1000

/* A field as text; NULL when it is not there, or no text. */
static const char *
field(const json_t *body, const char *name)
{
	return json_string_value(json_object_get(body, name));
}

/* The body: base64, in quotes too, as some HTTP libraries make it. */
static json_t *
read_body(struct call *call)
{
	const char *text = buf_str(&call->request->body);
	size_t len = call->request->body.len;
	char *plain;

	if (len >= 2 && text[0] == '"' && text[len - 1] == '"') {
		text = arena_strndup(call->arena, text + 1, len - 2);
		if (text == NULL)
			return NULL;
	}
	plain = decode_base64(call->arena, text, &len);
	if (plain == NULL)
		return NULL;
	return json_loadb(plain, len, JSON_REJECT_DUPLICATES, NULL);
}

/* The account of a body, by its name and the enterprise's; else refused. */
static bool
find_account(struct call *call, const json_t *body)
{
	const char *id = field(body, "apId"), *name = field(body, "ecName");
	const struct account *account;

	if (id == NULL || name == NULL)
		return false;
	account = accounts_find(call->accounts, SERVICE_CLOUD_MAS, id);
	if (account == NULL ||
	    (account->ec_name != NULL && strcmp(account->ec_name, name) != 0))
		return false;
	call->account = account;
	return true;
}

/* The mac over the fields of the kind of message, as they were sent. */
static bool
mac_is_right(const struct call *call, const json_t *body, bool template)
{
	static const char *const normal[] = { "mobiles", "content", "sign",
		"addSerial" };
	static const char *const other[] = { "templateId", "mobiles", "params",
		"sign", "addSerial" };
	const char *const *names = template ? other : normal;
	size_t count = template ? ARRAY_LEN(other) : ARRAY_LEN(normal), i;
	char mac[DIGEST_TEXT_SIZE];
	const char *sent = field(body, "mac");
	struct buf text;
	bool right;

	buf_init(&text, (size_t)64 * 1024 * 1024);
	buf_puts(&text, field(body, "ecName"));
	buf_puts(&text, field(body, "apId"));
	buf_puts(&text, call->account->secret);
	for (i = 0; i < count; i++)
		buf_puts(&text, field(body, names[i]));
	right = sent != NULL && !text.failed &&
	    digest_hex("MD5", buf_str(&text), text.len, mac) == 0 &&
	    digest_equal(mac, sent);
	buf_fini(&text);
	return right;
}

/* An own text for each number: a JSON object as a string. */
static const char *
read_own_texts(struct call *call, const char *content)
{
	json_t *texts = json_loads(content, JSON_REJECT_DUPLICATES, NULL);
	const char *number, *code = NULL;
	json_t *text;
	size_t i = 0;

	if (!json_is_object(texts) || json_object_size(texts) == 0)
		code = "InvalidMessage";
	else if (json_object_size(texts) > OWN_TEXTS_MAX)
		code = "TooManyMobiles";
	else if (call_recipients(call, json_object_size(texts)) != 0)
		code = "SystemBusy";
	json_object_foreach(texts, number, text)
	{
		if (code != NULL)
			break;
		if (!json_is_string(text)) {
			code = "InvalidMessage";
			break;
		}
		call->to[i].number = arena_strdup(call->arena, number);
		call->to[i++].text =
		    arena_strdup(call->arena, json_string_value(text));
	}
	json_decref(texts);
	return code;
}

/* Parameters of a template: a JSON array of strings, as a string. */
static bool
params_are_good(const char *params)
{
	json_t *list = json_loads(params, 0, NULL), *item;
	bool good = json_is_array(list) && json_array_size(list) > 0;
	size_t i;

	json_array_foreach(list, i, item) good = good && json_is_string(item);
	json_decref(list);
	return good;
}

/* The numbers; NULL, or the code of what is wrong with them. */
static const char *
check_numbers(struct call *call)
{
	size_t i;

	for (i = 0; i < call->to_count; i++) {
		if (call->to[i].number == NULL)
			return "SystemBusy";
		if (!text_is_digits(call->to[i].number, 11, 11) ||
		    call->to[i].number[0] != '1')
			return "InvalidMobile";
	}
	return call_has_duplicate(call) ? "DupMobile" : NULL;
}

/* What is sent; NULL, or the code of what is wrong with it. */
static const char *
read_message(struct call *call, const json_t *body, bool template)
{
	const char *mobiles = field(body, "mobiles");
	const char *code = NULL;

	call->text = field(body, "content");
	call->template_id = field(body, "templateId");
	call->params = field(body, "params");
	call->signature = field(body, "sign");
	call->extend = field(body, "addSerial");
	if (template && !account_has_template(call->account, call->template_id))
		return "IllegalTemplateId";
	if (template && !params_are_good(call->params))
		return "ParamsAndTemplateDoesNotMatch";
	if (!text_is_digits(call->extend, 0, 20))
		return "InvalidMessage";
	if (mobiles[0] == '\0' && template)
		return "NoMobile";
	if (mobiles[0] == '\0')
		code = read_own_texts(call, call->text);
	else if (call_split_numbers(call, mobiles) != 0)
		return "SystemBusy";
	if (code == NULL && call->to_count > NUMBERS_MAX)
		code = "TooManyMobiles";
	return code != NULL ? code : check_numbers(call);
}

/* Everything of a body that sends, in the order of the service's checks. */
static const char *
check_send(struct call *call, const json_t *body, bool template)
{
	static const char *const wanted[] = { "mobiles", "sign" };
	const char *sign;
	size_t i;

	/* seen for a missing key: the empty one has to be there as well */
	if (!find_account(call, body) || field(body, "addSerial") == NULL)
		return "InvalidUsrOrPwd";
	for (i = 0; i < ARRAY_LEN(wanted); i++) {
		if (field(body, wanted[i]) == NULL)
			return "InvalidMessage";
	}
	if (template ? field(body, "templateId") == NULL ||
		    field(body, "params") == NULL :
		       field(body, "content") == NULL)
		return "InvalidMessage";
	if (!mac_is_right(call, body, template))
		return "IllegalMac";
	sign = field(body, "sign");
	if (sign[0] == '\0')
		return "NoSignId";
	if (call->account->sign_code != NULL &&
	    strcmp(call->account->sign_code, sign) != 0)
		return "IllegalSignId";
	return read_message(call, body, template);
}

/* The fields of the body, which goes, belong to the call from here on. */
static void
keep_fields(struct call *call)
{
	const char **fields[] = { &call->text, &call->template_id,
		&call->params, &call->signature, &call->extend };
	size_t i;

	for (i = 0; i < ARRAY_LEN(fields); i++) {
		if (*fields[i] != NULL)
			*fields[i] = arena_strdup(call->arena, *fields[i]);
	}
}

static json_t *
report_json(const json_t *message)
{
	const char *code = json_text(message, "report");
	char submit[32] = "", receive[32] = "";
	const int64_t reported =
	    json_integer_value(json_object_get(message, "reported_ms"));
	const int64_t accepted =
	    json_integer_value(json_object_get(message, "accepted_ms"));

	(void)clock_format(
	    accepted, 480, "%Y%m%d%H%M%S", submit, sizeof(submit));
	(void)clock_format(
	    reported, 480, "%Y%m%d%H%M%S", receive, sizeof(receive));
	if (code[0] == '\0')
		code = "DELIVRD";
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "reportStatus", code,
	    "mobile", json_text(message, "to"), "submitDate", submit,
	    "receiveDate", receive, "errorCode",
	    strcmp(code, "DELIVRD") == 0 ? "" : code, "msgGroup",
	    json_text(message, "id"));
}

static json_t *
inbound_json(const json_t *message)
{
	char time[32] = "";

	(void)clock_format(
	    json_integer_value(json_object_get(message, "sent_ms")), 480,
	    "%Y-%m-%d %H:%M:%S", time, sizeof(time));
	return json_pack("{s:s, s:s, s:s, s:s}", "mobile",
	    json_text(message, "from"), "smsContent",
	    json_text(message, "text"), "sendTime", time, "addSerial",
	    json_text(message, "to"));
}

/* /sms/report and /sms/deliver: what waits, each once. */
static enum call_kind
answer_fetch(struct call *call, const json_t *body, bool reports)
{
	json_t *taken, *list = json_array(), *item;
	const char *key = field(body, "secretKey");
	size_t i;

	if (!find_account(call, body) || key == NULL ||
	    !digest_equal(key, call->account->secret)) {
		json_decref(list);
		return call_refuse(call, "InvalidUsrOrPwd");
	}
	taken = ledger_fetch(
	    reports ? call->ledger->reports : call->ledger->inbound,
	    service_names[SERVICE_CLOUD_MAS], call->account->id, FETCH_MAX);
	json_array_foreach(taken, i, item)(void) json_array_append_new(
	    list, reports ? report_json(item) : inbound_json(item));
	json_decref(taken);
	call_answer_json(call, list);
	return CALL_ANSWERED;
}

static enum call_kind
mas_read(struct call *call)
{
	const char *name = strrchr(call->path, '/') + 1;
	json_t *body = read_body(call);
	enum call_kind kind = CALL_SENDS;
	const char *code;

	if (strcmp(call->request->method, "POST") != 0 || !json_is_object(body))
		kind = call_refuse(call, "InvalidMessage");
	else if (strcmp(name, "report") == 0 || strcmp(name, "deliver") == 0)
		kind = answer_fetch(call, body, strcmp(name, "report") == 0);
	else {
		code = check_send(call, body, strcmp(name, "tmpsubmit") == 0);
		keep_fields(call);
		if (code != NULL)
			kind = call_refuse(call, code);
	}
	json_decref(body);
	return kind;
}

static void
answer(struct call *call, const char *group, const char *code)
{
	call_answer_json(call,
	    json_pack("{s:s*, s:s, s:b}", "msgGroup", group, "rspcod", code,
		"success", strcmp(code, "success") == 0));
}

static void
mas_accept(struct call *call)
{
	const char *group;
	size_t i;

	group = ledger_id(call, call_time(call, "%m%d%H%M%S"), 12);
	for (i = 0; i < call->to_count; i++)
		call->to[i].id = group;
	answer(call, call->no_id ? NULL : group, "success");
}

static void
mas_refuse(struct call *call, const struct code *code)
{
	answer(call, "", code->name);
}

static void
mas_report(struct push *push, const json_t *messages)
{
	push_json(push, report_json(json_array_get(messages, 0)));
}

static void
mas_inbound(struct push *push, const json_t *message)
{
	push_json(push, inbound_json(message));
}

/* What answer is expected stands in no source. */
static bool
mas_is_thanked(int status, const char *body)
{
	(void)body;
	return status >= 200 && status < 300;
}

const struct service service_mas = {
	.read = mas_read,
	.accept = mas_accept,
	.refuse = mas_refuse,
	.report = mas_report,
	.inbound = mas_inbound,
	.report_max = 1,
	.is_thanked = mas_is_thanked,
};

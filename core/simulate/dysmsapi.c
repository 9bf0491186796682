/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dysmsapi 2017-05-25: SendSms, SendBatchSms and the questions about details,
 * signatures and templates; and what it shares with 2018-05-01.
 */
#include "dysmsapi.h"

#include "ascii.h"
#include "ledger.h"

#define NUMBERS_MAX 1000
#define BATCH_MAX 100
#define OUT_ID_MAX 255
#define VARIABLE_MAX 35
#define HOST_ID "dysmsapi.aliyuncs.com"

/* Query and form as one list.  0 or -1. */
static int
read_params(struct call *call, struct pairs *params)
{
	const char *type = incoming_header(call->request, "Content-Type");
	const struct pairs *query = &call->request->query;
	struct pairs form = { .count = 0 };
	struct pair *all;

	if (call->request->body.len > 0 &&
	    (type == NULL ||
		strncmp(type, "application/x-www-form", 22) == 0) &&
	    call_form(call, &form) != 0)
		return -1;
	all = arena_calloc(
	    call->arena, query->count + form.count + 1, sizeof(*all));
	if (all == NULL)
		return -1;
	if (query->count > 0)
		memcpy(all, query->items, query->count * sizeof(*all));
	if (form.count > 0)
		memcpy(
		    all + query->count, form.items, form.count * sizeof(*all));
	*params = (struct pairs){ all, query->count + form.count };
	return 0;
}

const char *
dysmsapi_need(struct call *call, const struct pairs *params, const char *name,
    const char **code)
{
	const char *value = pairs_get(params, name);

	*code = NULL;
	if (value != NULL && value[0] != '\0')
		return value;
	*code = arena_printf(call->arena, "Missing%s", name);
	call->detail =
	    arena_printf(call->arena, "%s is mandatory for this action.", name);
	return NULL;
}

const char *
dysmsapi_request_id(struct call *call)
{
	char id[CLOCK_UUID_SIZE];
	const char *copy;
	size_t i;

	if (clock_uuid7(call->clock, id) != 0)
		return "";
	for (i = 0; id[i] != '\0'; i++) {
		if (id[i] >= 'a' && id[i] <= 'f')
			id[i] = (char)(id[i] - 'a' + 'A');
	}
	copy = arena_strdup(call->arena, id);
	return copy != NULL ? copy : "";
}

/* Appends a text with what XML would obey written otherwise. */
static void
add_xml_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buf_puts(out, "&lt;");
		else if (*text == '&')
			buf_puts(out, "&amp;");
		else
			buf_putc(out, *text);
	}
}

/* An object as elements; lists repeat their element. */
static void
add_xml(struct buf *out, json_t *object)
{
	const char *name;
	json_t *value, *item;
	size_t i;

	json_object_foreach(object, name, value)
	{
		if (json_is_array(value)) {
			json_array_foreach(value, i, item)
			{
				buf_printf(out, "<%s>", name);
				add_xml(out, item);
				buf_printf(out, "</%s>", name);
			}
			continue;
		}
		buf_printf(out, "<%s>", name);
		if (json_is_object(value))
			add_xml(out, value);
		else if (json_is_integer(value))
			buf_printf(
			    out, "%lld", (long long)json_integer_value(value));
		else
			add_xml_text(out,
			    json_is_string(value) ? json_string_value(value) :
						    "");
		buf_printf(out, "</%s>", name);
	}
}

static void
answer_xml(struct call *call, json_t *json, const char *root, const char *tail)
{
	buf_reset(&call->answer);
	call->content_type = "text/xml;charset=utf-8";
	buf_printf(&call->answer,
	    "<?xml version='1.0' encoding='UTF-8'?><%s%s>", root, tail);
	add_xml(&call->answer, json);
	buf_printf(&call->answer, "</%s%s>", root, tail);
	if (json == NULL || call->answer.failed)
		call->status = 500;
	json_decref(json);
}

void
dysmsapi_answer(struct call *call, json_t *json)
{
	if (call->xml)
		answer_xml(call, json, call->action != NULL ? call->action : "",
		    "Response");
	else
		call_answer_json(call, json);
}

void
dysmsapi_answer_gateway(struct call *call, const struct code *code)
{
	const char *message = call->detail != NULL ? call->detail : code->text;
	json_t *json;

	call->status = code->status;
	json = json_pack("{s:s, s:s, s:s, s:s}", "RequestId",
	    dysmsapi_request_id(call), "HostId", HOST_ID, "Code", code->name,
	    "Message", message);
	if (json == NULL || call->xml) {
		answer_xml(call, json, "Error", "");
		return;
	}
	(void)json_object_set_new(json, "Recommend",
	    json_sprintf("https://api.aliyun.com/troubleshoot?q=%s&"
			 "product=Dysmsapi",
		code->name));
	call_answer_json(call, json);
}

/* A number as Dysmsapi takes it: mainland in five forms, others in digits. */
static bool
number_is_good(const char *number)
{
	if (number[0] == '+')
		return text_is_digits(number + 1, 8, 15);
	return text_is_digits(number, 8, 15);
}

static const char *
check_numbers(struct call *call)
{
	size_t i;

	for (i = 0; i < call->to_count; i++) {
		if (call->to[i].number == NULL)
			return "isp.SYSTEM_ERROR";
		if (!number_is_good(call->to[i].number)) {
			call->detail = arena_printf(call->arena,
			    "%sinvalid mobile number", call->to[i].number);
			return "isv.MOBILE_NUMBER_ILLEGAL";
		}
	}
	return NULL;
}

/* Variables: an object whose values are texts that are not too long. */
static const char *
check_variables(json_t *object)
{
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return "isv.INVALID_JSON_PARAM";
	json_object_foreach(object, name, value)
	{
		if (!json_is_string(value))
			return "isv.TEMPLATE_PARAMS_ILLEGAL";
		if (json_string_length(value) > (size_t)4 * VARIABLE_MAX)
			return "isv.PARAM_LENGTH_LIMIT";
	}
	return NULL;
}

/* Template, OutId, extension: what both sends share. */
static const char *
check_common(struct call *call, const struct pairs *params)
{
	const char *code;

	call->template_id = dysmsapi_need(call, params, "TemplateCode", &code);
	if (code != NULL)
		return code;
	call->out_id = pairs_get(params, "OutId");
	if (call->out_id != NULL && strlen(call->out_id) > OUT_ID_MAX)
		return "isv.PARAM_LENGTH_LIMIT";
	return account_has_template(call->account, call->template_id) ?
	    NULL :
	    "isv.SMS_TEMPLATE_ILLEGAL";
}

static const char *
read_send(struct call *call, const struct pairs *params)
{
	const char *numbers, *code;
	json_t *variables;

	numbers = dysmsapi_need(call, params, "PhoneNumbers", &code);
	if (code == NULL)
		call->signature =
		    dysmsapi_need(call, params, "SignName", &code);
	if (code == NULL)
		code = check_common(call, params);
	if (code != NULL)
		return code;
	if (!account_has_signature(call->account, call->signature))
		return "isv.SMS_SIGNATURE_ILLEGAL";
	call->extend = pairs_get(params, "SmsUpExtendCode");
	call->params = pairs_get(params, "TemplateParam");
	if (call->extend != NULL && !text_is_digits(call->extend, 0, 20))
		return "isv.EXTEND_CODE_ERROR";
	if (call->params != NULL && call->params[0] != '\0') {
		variables = json_loads(call->params, 0, NULL);
		code = check_variables(variables);
		json_decref(variables);
		if (code != NULL)
			return code;
	}
	if (call_split_numbers(call, numbers) != 0)
		return "isp.SYSTEM_ERROR";
	return call->to_count > NUMBERS_MAX ? "isv.MOBILE_COUNT_OVER_LIMIT" :
					      check_numbers(call);
}

/* One number's variables as text; NULL: it has none. */
static const char *
own_params(struct call *call, const json_t *variables)
{
	char *text =
	    variables != NULL ? json_dumps(variables, JSON_COMPACT) : NULL;
	const char *copy;

	copy = text != NULL ? arena_strdup(call->arena, text) : NULL;
	free(text);
	return copy;
}

/* The lists of a batch: as many signatures and variables as numbers. */
static const char *
read_lists(struct call *call, const json_t *numbers, const json_t *names,
    const json_t *variables)
{
	const size_t count = json_array_size(numbers);
	const char *code = NULL, *name;
	size_t i;

	if (!json_is_array(numbers) || !json_is_array(names) || count == 0 ||
	    json_array_size(names) != count ||
	    (variables != NULL &&
		(!json_is_array(variables) ||
		    json_array_size(variables) != count)))
		return "isv.INVALID_JSON_PARAM";
	if (count > BATCH_MAX)
		return "isv.MOBILE_COUNT_OVER_LIMIT";
	if (call_recipients(call, count) != 0)
		return "isp.SYSTEM_ERROR";
	for (i = 0; i < count && code == NULL; i++) {
		name = json_string_value(json_array_get(names, i));
		if (json_string_value(json_array_get(numbers, i)) == NULL ||
		    name == NULL)
			return "isv.INVALID_JSON_PARAM";
		call->to[i].number = arena_strdup(
		    call->arena, json_string_value(json_array_get(numbers, i)));
		call->to[i].params =
		    own_params(call, json_array_get(variables, i));
		if (!account_has_signature(call->account, name))
			code = "isv.SMS_SIGNATURE_ILLEGAL";
		else if (variables != NULL)
			code = check_variables(json_array_get(variables, i));
	}
	return code != NULL ? code : check_numbers(call);
}

static const char *
read_batch(struct call *call, const struct pairs *params)
{
	const char *numbers, *names = NULL, *variables, *code;
	json_t *lists[3];
	size_t i;

	numbers = dysmsapi_need(call, params, "PhoneNumberJson", &code);
	if (code == NULL)
		names = dysmsapi_need(call, params, "SignNameJson", &code);
	if (code == NULL)
		code = check_common(call, params);
	if (code != NULL)
		return code;
	variables = pairs_get(params, "TemplateParamJson");
	call->signature = names;
	call->params = variables;
	call->extend = pairs_get(params, "SmsUpExtendCodeJson");
	lists[0] = json_loads(numbers, 0, NULL);
	lists[1] = json_loads(names, 0, NULL);
	lists[2] = variables != NULL ? json_loads(variables, 0, NULL) : NULL;
	code = variables != NULL && lists[2] == NULL ?
	    "isv.INVALID_JSON_PARAM" :
	    read_lists(call, lists[0], lists[1], lists[2]);
	for (i = 0; i < ARRAY_LEN(lists); i++)
		json_decref(lists[i]);
	return code;
}

/* A name that stands in a header, or in a parameter. */
static const char *
header_or_param(const struct call *call, const struct pairs *params,
    const char *header, const char *name)
{
	const char *value = incoming_header(call->request, header);

	return value != NULL ? value : pairs_get(params, name);
}

/* XML is the older style's own choice. */
static bool
wants_xml(const struct call *call, const struct pairs *params)
{
	const char *format = pairs_get(params, "Format");

	if (format != NULL)
		return ascii_equal(format, "XML");
	return incoming_header(call->request, "Authorization") == NULL;
}

/* What the operations of 2017-05-25 say; as read_send(). */
static const char *
run_action(struct call *call, const struct pairs *params, enum call_kind *kind)
{
	static const struct {
		const char *name;
		enum call_kind kind;
		const char *(*run)(struct call *, const struct pairs *);
	} actions[] = {
		{ "SendSms", CALL_SENDS, read_send },
		{ "SendBatchSms", CALL_SENDS, read_batch },
		{ "QuerySendDetails", CALL_ANSWERED, dysmsapi_answer_details },
		{ "QuerySmsSign", CALL_ANSWERED, dysmsapi_answer_signature },
		{ "QuerySmsTemplate", CALL_ANSWERED, dysmsapi_answer_template },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(actions); i++) {
		if (strcmp(actions[i].name, call->action) == 0) {
			*kind = actions[i].kind;
			return actions[i].run(call, params);
		}
	}
	return "InvalidAction.NotFound";
}

static enum call_kind
dysmsapi_read(struct call *call)
{
	enum call_kind kind = CALL_ANSWERED;
	struct pairs params;
	const char *code, *version;

	if (read_params(call, &params) != 0)
		return call_refuse(call, "InvalidParameter");
	call->action = header_or_param(call, &params, "x-acs-action", "Action");
	version = header_or_param(call, &params, "x-acs-version", "Version");
	call->xml = wants_xml(call, &params);
	if (strcmp(call->request->method, "POST") != 0 &&
	    strcmp(call->request->method, "GET") != 0)
		return call_refuse(call, "UnsupportedHTTPMethod");
	if (call->action == NULL)
		return call_refuse(call, "MissingAction");
	code = dysmsapi_check(call, &params);
	if (code == NULL && version != NULL &&
	    strcmp(version, "2018-05-01") == 0) {
		call->service = SERVICE_GLOBE;
		code = globe_read(call, &params, &kind);
	} else if (code == NULL && version != NULL &&
	    strcmp(version, "2017-05-25") == 0) {
		code = run_action(call, &params, &kind);
	} else if (code == NULL) {
		code = version != NULL ? "InvalidVersion" : "MissingVersion";
	}
	return code == NULL ? kind : call_refuse(call, code);
}

static void
dysmsapi_accept(struct call *call)
{
	const char *id = ledger_id(call, "8538", 14);
	size_t i;

	id = id != NULL ? arena_printf(call->arena, "%s^0", id) : NULL;
	for (i = 0; i < call->to_count; i++)
		call->to[i].id = id;
	dysmsapi_answer(call,
	    json_pack("{s:s, s:s, s:s*, s:s}", "Message", "OK", "RequestId",
		dysmsapi_request_id(call), "BizId", call->no_id ? NULL : id,
		"Code", "OK"));
}

static void
dysmsapi_refuse(struct call *call, const struct code *code)
{
	if (code->status != 0) {
		dysmsapi_answer_gateway(call, code);
		return;
	}
	dysmsapi_answer(call,
	    json_pack("{s:s, s:s, s:s}", "Message",
		call->detail != NULL      ? call->detail :
		    code->text[0] != '\0' ? code->text :
					    code->name,
		"RequestId", dysmsapi_request_id(call), "Code", code->name));
}

static void
dysmsapi_report(struct push *push, const json_t *messages)
{
	json_t *list = json_array(), *message;
	const struct code *known;
	const char *code;
	char time[32];
	size_t i;

	json_array_foreach(messages, i, message)
	{
		code = json_text(message, "report");
		if (code[0] == '\0')
			code = "DELIVERED";
		known = code_by_name(&code_reports[SERVICE_DYSMSAPI], code);
		time[0] = '\0';
		(void)clock_format(
		    json_integer_value(json_object_get(message, "reported_ms")),
		    480, "%Y-%m-%d %H:%M:%S", time, sizeof(time));
		(void)json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:s, s:s}",
			"phone_number", json_text(message, "to"), "send_time",
			json_text(message, "submitted"), "report_time", time,
			"success", strcmp(code, "DELIVERED") == 0, "err_code",
			code, "err_msg", known != NULL ? known->text : "",
			"sms_size", "1", "biz_id", json_text(message, "id"),
			"out_id", json_text(message, "out_id")));
	}
	push_json(push, list);
}

static void
dysmsapi_inbound(struct push *push, const json_t *message)
{
	char time[32] = "";

	(void)clock_format(
	    json_integer_value(json_object_get(message, "sent_ms")), 480,
	    "%Y-%m-%d %H:%M:%S", time, sizeof(time));
	push_json(push,
	    json_pack("[{s:s, s:s, s:s, s:s, s:s}]", "phone_number",
		json_text(message, "from"), "content",
		json_text(message, "text"), "send_time", time, "dest_code",
		json_text(message, "to"), "sequence_id", "1234567890"));
}

/* 200 and {"code":0}: only that the code is a number is looked at. */
static bool
dysmsapi_is_thanked(int status, const char *body)
{
	json_t *json = json_loads(body, 0, NULL);
	bool thanked = status == 200 &&
	    json_integer_value(json_object_get(json, "code")) == 0 &&
	    json_is_integer(json_object_get(json, "code"));

	json_decref(json);
	return thanked;
}

const struct service service_dysmsapi = {
	.read = dysmsapi_read,
	.accept = dysmsapi_accept,
	.refuse = dysmsapi_refuse,
	.report = dysmsapi_report,
	.inbound = dysmsapi_inbound,
	.report_max = 100,
	.is_thanked = dysmsapi_is_thanked,
};

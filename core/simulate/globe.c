/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dysmsapi 2018-05-01: international messages, and those to the mainland by a
 * template.  Its answers say ResponseCode where the older version says Code.
 */
#include <stdlib.h>

#include "dysmsapi.h"
#include "ledger.h"

#define NUMBERS_MAX 1000
#define TASK_MAX 255
#define DATE "%a, %d %b %Y %H:%M:%S %z"

static bool
is_mainland(const char *number)
{
	return strncmp(number, "86", 2) == 0 && strlen(number) == 13;
}

static const char *
read_one(struct call *call, const struct pairs *params, bool template)
{
	const char *code, *to;

	to = dysmsapi_need(call, params, "To", &code);
	if (code != NULL)
		return code;
	if (template) {
		call->template_id =
		    dysmsapi_need(call, params, "TemplateCode", &code);
		if (code == NULL)
			call->signature =
			    dysmsapi_need(call, params, "From", &code);
	} else {
		call->text = dysmsapi_need(call, params, "Message", &code);
		call->signature = pairs_get(params, "From");
	}
	if (code != NULL)
		return code;
	call->params = pairs_get(params, "TemplateParam");
	call->extend = pairs_get(params, "SmsUpExtendCode");
	call->out_id = pairs_get(params, "TaskId");
	if (!text_is_digits(to, 8, 15))
		return "MOBILE_NUMBER_ILLEGAL";
	if (call->out_id != NULL && strlen(call->out_id) > TASK_MAX)
		return "PARAM_LENGTH_LIMIT";
	if (template && !account_has_signature(call->account, call->signature))
		return "SMS_SIGN_NAME_ILLEGAL";
	if (template && !account_has_template(call->account, call->template_id))
		return "SMS_CONTENT_CODE_ILLEGAL";
	if (template != is_mainland(to))
		return template ? "NOT_SUPPORTED_COUNTRY" :
				  "COUNTRY_RESTRICTED";
	if (call_recipients(call, 1) != 0)
		return "SYSTEM_ERROR";
	call->to[0].number = to;
	return NULL;
}

/* Two lists of the same length: numbers and their texts. */
static const char *
read_lists(struct call *call, const json_t *numbers, const json_t *texts)
{
	const size_t count = json_array_size(numbers);
	const char *number, *text;
	size_t i;

	if (!json_is_array(numbers) || !json_is_array(texts) || count == 0 ||
	    json_array_size(texts) != count)
		return "INVALID_JSON_PARAM";
	if (count > NUMBERS_MAX)
		return "MOBILE_COUNT_OVER_LIMIT";
	if (call_recipients(call, count) != 0)
		return "SYSTEM_ERROR";
	for (i = 0; i < count; i++) {
		number = json_string_value(json_array_get(numbers, i));
		text = json_string_value(json_array_get(texts, i));
		if (number == NULL || text == NULL)
			return "INVALID_JSON_PARAM";
		if (!text_is_digits(number, 8, 15))
			return "MOBILE_NUMBER_ILLEGAL";
		if (is_mainland(number))
			return "COUNTRY_RESTRICTED";
		call->to[i].number = arena_strdup(call->arena, number);
		call->to[i].text = arena_strdup(call->arena, text);
		if (call->to[i].number == NULL)
			return "SYSTEM_ERROR";
	}
	return NULL;
}

static const char *
read_batch(struct call *call, const struct pairs *params)
{
	const char *to, *message = NULL, *code;
	json_t *numbers, *texts;

	to = dysmsapi_need(call, params, "To", &code);
	if (code == NULL)
		message = dysmsapi_need(call, params, "Message", &code);
	if (code != NULL)
		return code;
	call->signature = pairs_get(params, "From");
	call->out_id = pairs_get(params, "TaskId");
	numbers = json_loads(to, 0, NULL);
	texts = json_loads(message, 0, NULL);
	code = read_lists(call, numbers, texts);
	json_decref(numbers);
	json_decref(texts);
	return code;
}

/* What QueryMessage says of a message of the ledger. */
static json_t *
message_json(struct call *call, const json_t *message)
{
	const char *code = json_text(message, "report");
	const int64_t reported =
	    json_integer_value(json_object_get(message, "reported_ms"));
	int status = 3;
	char sent[40] = "", received[40] = "";

	if (reported != 0)
		status = code[0] == '\0' || strcmp(code, "1") == 0 ? 1 : 2;
	(void)clock_format(
	    json_integer_value(json_object_get(message, "accepted_ms")), 480,
	    DATE, sent, sizeof(sent));
	if (reported != 0)
		(void)clock_format(
		    reported, 480, DATE, received, sizeof(received));
	return json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	    "ResponseCode", "OK", "ResponseDescription", "OK", "Status", status,
	    "ErrorCode", code, "ErrorDescription", code, "SendDate", sent,
	    "ReceiveDate", received, "Message", json_text(message, "text"),
	    "To", json_text(message, "to"), "RequestId",
	    dysmsapi_request_id(call));
}

static const char *
answer_message(struct call *call, const struct pairs *params)
{
	const char *id, *code;
	json_t *message;
	size_t i;

	id = dysmsapi_need(call, params, "MessageId", &code);
	if (code != NULL)
		return code;
	for (i = 0; (message = ledger_message(call->ledger, i)) != NULL; i++) {
		if (strcmp(json_text(message, "id"), id) == 0) {
			dysmsapi_answer(call, message_json(call, message));
			return NULL;
		}
	}
	return "DATA_NOT_EXIST";
}

const char *
globe_read(struct call *call, const struct pairs *params, enum call_kind *kind)
{
	*kind = CALL_SENDS;
	if (strcmp(call->action, "SendMessageToGlobe") == 0)
		return read_one(call, params, false);
	if (strcmp(call->action, "SendMessageWithTemplate") == 0)
		return read_one(call, params, true);
	if (strcmp(call->action, "BatchSendMessageToGlobe") == 0)
		return read_batch(call, params);
	*kind = CALL_ANSWERED;
	return strcmp(call->action, "QueryMessage") == 0 ?
	    answer_message(call, params) :
	    "InvalidAction.NotFound";
}

/* The ids as the service writes them: a JSON array in a string. */
static json_t *
ids_json(const struct call *call)
{
	json_t *list = json_array(), *text = NULL;
	char *dumped;
	size_t i;

	for (i = 0; i < call->to_count; i++)
		(void)json_array_append_new(list, json_string(call->to[i].id));
	dumped = list != NULL ? json_dumps(list, JSON_COMPACT) : NULL;
	if (dumped != NULL)
		text = json_string(dumped);
	free(dumped);
	json_decref(list);
	return text;
}

/* Where a number is, as far as a stand-in needs to know it. */
static json_t *
number_json(const char *number)
{
	if (is_mainland(number))
		return json_pack("{s:s, s:s, s:s}", "Country", "China",
		    "Region", "Beijing", "Carrier", "China Mobile");
	if (strncmp(number, "852", 3) == 0)
		return json_pack("{s:s, s:s, s:s}", "Country", "China",
		    "Region", "HongKong", "Carrier", "CMI");
	return json_pack("{s:s, s:s, s:s}", "Country", "Elsewhere", "Region",
	    "", "Carrier", "");
}

static json_t *
answer_json(struct call *call)
{
	const char *first = call->no_id ? NULL : call->to[0].id, *from = NULL;

	if (strcmp(call->action, "BatchSendMessageToGlobe") == 0)
		return json_pack("{s:s, s:s, s:s, s:o, s:s, s:o*, s:s}",
		    "ResponseCode", "OK", "ResponseDescription",
		    "The SMS Send Request was accepted", "RequestId",
		    dysmsapi_request_id(call), "SuccessCount",
		    json_sprintf("%zu", call->to_count), "FailedList", "[]",
		    "MessageIdList", call->no_id ? NULL : ids_json(call),
		    "From", call->signature != NULL ? call->signature : "");
	if (strcmp(call->action, "SendMessageToGlobe") == 0)
		from = call->signature != NULL ? call->signature : "";
	return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s*, s:s*, s:s}",
	    "ResponseCode", "OK", "ResponseDescription",
	    "The SMS Send Request was accepted", "NumberDetail",
	    number_json(call->to[0].number), "Segments", "1", "To",
	    call->to[0].number, "From", from, "MessageId", first, "RequestId",
	    dysmsapi_request_id(call));
}

static void
globe_accept(struct call *call)
{
	size_t i;

	for (i = 0; i < call->to_count; i++)
		call->to[i].id = ledger_id(call, "10", 11);
	dysmsapi_answer(call, answer_json(call));
}

static void
globe_refuse(struct call *call, const struct code *code)
{
	const struct code *gateway;

	gateway = code_by_name(&code_answers[SERVICE_DYSMSAPI], code->name);
	if (gateway != NULL && gateway->status != 0) {
		dysmsapi_answer_gateway(call, gateway);
		return;
	}
	if (code->status != 0) {
		dysmsapi_answer_gateway(call, code);
		return;
	}
	dysmsapi_answer(call,
	    json_pack("{s:s, s:s, s:s}", "ResponseCode", code->name,
		"ResponseDescription",
		code->text[0] != '\0' ? code->text : code->name, "RequestId",
		dysmsapi_request_id(call)));
}

static void
globe_report(struct push *push, const json_t *messages)
{
	json_t *list = json_array(), *message;
	const char *status;
	char sent[40], received[40];
	size_t i;

	json_array_foreach(messages, i, message)
	{
		status = json_text(message, "report");
		if (status[0] == '\0')
			status = "1";
		sent[0] = received[0] = '\0';
		(void)clock_format(
		    json_integer_value(json_object_get(message, "accepted_ms")),
		    480, DATE, sent, sizeof(sent));
		(void)clock_format(
		    json_integer_value(json_object_get(message, "reported_ms")),
		    480, DATE, received, sizeof(received));
		(void)json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
			"To", json_text(message, "to"), "SendDate", sent,
			"ReceiveDate", received, "Status", status, "ErrorCode",
			strcmp(status, "1") == 0 ? "success" : "failed",
			"ErrorDescription",
			strcmp(status, "1") == 0 ? "success" : "failed",
			"TaskId", json_text(message, "out_id"), "SmsSize", "1",
			"MessageId", json_text(message, "id")));
	}
	push_json(push, list);
}

/* Inbound messages exist in the older version alone. */
static void
globe_inbound(struct push *push, const json_t *message)
{
	service_dysmsapi.inbound(push, message);
}

static bool
globe_is_thanked(int status, const char *body)
{
	return service_dysmsapi.is_thanked(status, body);
}

const struct service service_globe = {
	.accept = globe_accept,
	.refuse = globe_refuse,
	.report = globe_report,
	.inbound = globe_inbound,
	.report_max = 100,
	.is_thanked = globe_is_thanked,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The questions of Dysmsapi 2017-05-25: what became of a message, whether a
 * signature or a template is approved.
 */
#include "dysmsapi.h"
#include "ledger.h"
#include "value.h"

/* One line of QuerySendDetails. */
static json_t *
detail_json(const json_t *message)
{
	const char *code = json_text(message, "report");
	const int64_t reported =
	    json_integer_value(json_object_get(message, "reported_ms"));
	char received[32] = "";
	json_t *json;

	if (code[0] == '\0' && reported != 0)
		code = "DELIVERED";
	json = json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s}", "PhoneNum",
	    json_text(message, "to"), "SendStatus",
	    code[0] == '\0'                    ? 1 :
		strcmp(code, "DELIVERED") == 0 ? 3 :
						 2,
	    "ErrCode", code, "TemplateCode", json_text(message, "template"),
	    "Content", json_text(message, "params"), "SendDate",
	    json_text(message, "submitted"), "OutId",
	    json_text(message, "out_id"));
	if (json != NULL && reported != 0 &&
	    clock_format(reported, 480, "%Y-%m-%d %H:%M:%S", received,
		sizeof(received)) == 0)
		(void)json_object_set_new(
		    json, "ReceiveDate", json_string(received));
	return json;
}

/* The end of a number, which is written in five forms. */
static bool
same_number(const char *a, const char *b)
{
	size_t len_a = strlen(a), len_b = strlen(b);

	if (len_a < 8 || len_b < 8)
		return false;
	if (len_a > len_b)
		a += len_a - len_b;
	else
		b += len_b - len_a;
	return strcmp(a, b) == 0;
}

/* Whether a message went out on a day, yyyyMMdd in Beijing. */
static bool
is_of_day(const json_t *message, const char *day)
{
	const char *sent = json_text(message, "submitted");

	return strlen(sent) >= 10 && strncmp(sent, day, 4) == 0 &&
	    strncmp(sent + 5, day + 4, 2) == 0 &&
	    strncmp(sent + 8, day + 6, 2) == 0;
}

const char *
dysmsapi_answer_details(struct call *call, const struct pairs *params)
{
	static const char *const needed[] = { "PhoneNumber", "SendDate",
		"PageSize", "CurrentPage" };
	const char *code, *biz = pairs_get(params, "BizId"), *expected;
	json_t *list = json_array(), *message;
	int64_t size, page;
	size_t i, total = 0;

	for (i = 0; i < ARRAY_LEN(needed); i++) {
		(void)dysmsapi_need(call, params, needed[i], &code);
		if (code != NULL)
			goto refused;
	}
	code = "isv.INVALID_PARAMETERS";
	if (value_int(pairs_get(params, "PageSize"), 1, 50, &size, &expected) !=
		0 ||
	    value_int(pairs_get(params, "CurrentPage"), 1, 100000, &page,
		&expected) != 0 ||
	    !text_is_digits(pairs_get(params, "SendDate"), 8, 8))
		goto refused;
	for (i = 0; (message = ledger_message(call->ledger, i)) != NULL; i++) {
		if (!same_number(json_text(message, "to"),
			pairs_get(params, "PhoneNumber")) ||
		    !is_of_day(message, pairs_get(params, "SendDate")) ||
		    (biz != NULL && biz[0] != '\0' &&
			strcmp(json_text(message, "id"), biz) != 0))
			continue;
		if ((int64_t)total / size == page - 1)
			(void)json_array_append_new(list, detail_json(message));
		total++;
	}
	dysmsapi_answer(call,
	    json_pack("{s:o, s:s, s:s, s:s, s:{s:o}}", "TotalCount",
		json_sprintf("%zu", total), "Message", "OK", "RequestId",
		dysmsapi_request_id(call), "Code", "OK", "SmsSendDetailDTOs",
		"SmsSendDetailDTO", list));
	return NULL;
refused:
	json_decref(list);
	return code;
}

const char *
dysmsapi_answer_signature(struct call *call, const struct pairs *params)
{
	const char *code, *name;

	name = dysmsapi_need(call, params, "SignName", &code);
	if (code != NULL)
		return code;
	if (!account_has_signature(call->account, name))
		return "isv.SMS_SIGNATURE_ILLEGAL";
	dysmsapi_answer(call,
	    json_pack("{s:s, s:s, s:s, s:i, s:s, s:s}", "Code", "OK", "Message",
		"OK", "RequestId", dysmsapi_request_id(call), "SignStatus", 1,
		"SignName", name, "CreateDate",
		call_time(call, "%Y-%m-%d %H:%M:%S")));
	return NULL;
}

const char *
dysmsapi_answer_template(struct call *call, const struct pairs *params)
{
	const char *code, *id;

	id = dysmsapi_need(call, params, "TemplateCode", &code);
	if (code != NULL)
		return code;
	if (!account_has_template(call->account, id))
		return "isv.SMS_TEMPLATE_ILLEGAL";
	dysmsapi_answer(call,
	    json_pack("{s:s, s:s, s:s, s:i, s:i, s:s, s:s, s:s}", "Code", "OK",
		"Message", "OK", "RequestId", dysmsapi_request_id(call),
		"TemplateStatus", 1, "TemplateType", 0, "TemplateCode", id,
		"TemplateContent", "${code}", "TemplateName", "simulate"));
	return NULL;
}

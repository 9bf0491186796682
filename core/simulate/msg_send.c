/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The /msg/send family: the form with a text for an answer, and the kind in
 * JSON with balance, variables and fetching.  Both have the same codes.
 */
#include "digest.h"
#include "encode.h"
#include "ledger.h"
#include "utf8.h"
#include "value.h"

#define NUMBERS_MAX 1000
#define TEXT_MAX 536
#define FETCH_MAX 100
#define FETCH_DEFAULT 20

static bool
is_json(const struct call *call)
{
	size_t len = strlen(call->path);

	return len >= 5 && strcmp(call->path + len - 5, "/json") == 0;
}

/* The numbers as vendors of this family take them. */
static bool
numbers_are_good(const struct call *call)
{
	size_t i;

	for (i = 0; i < call->to_count; i++) {
		if (call->to[i].number == NULL ||
		    !text_is_digits(call->to[i].number, 8, 15))
			return false;
	}
	return true;
}

/* 【…】 in front of the text; NULL, or the code. */
static const char *
take_signature(struct call *call)
{
	static const char open[] = "【", shut[] = "】";
	const char *end;

	end = strstr(call->text, shut);
	if (strncmp(call->text, open, sizeof(open) - 1) != 0 || end == NULL)
		return "116";
	call->signature =
	    arena_strndup(call->arena, call->text + sizeof(open) - 1,
		(size_t)(end - call->text) - (sizeof(open) - 1));
	if (call->signature == NULL)
		return "104";
	return account_has_signature(call->account, call->signature) ? NULL :
								       "116";
}

/* Account and password; NULL, or the code. */
static const char *
check_account(struct call *call, const char *id, const char *password)
{
	if (id == NULL || password == NULL)
		return "130";
	call->account = accounts_find(call->accounts, SERVICE_MSG_SEND, id);
	if (call->account == NULL)
		return "101";
	return digest_equal(call->account->secret, password) ? NULL : "102";
}

/* What both kinds have in common.  NULL, or the code. */
static const char *
check_message(struct call *call, const char *phone)
{
	const char *code;

	if (phone == NULL || call->text == NULL)
		return "130";
	if (!utf8_valid(call->text, strlen(call->text)))
		return "128";
	if (call->text[0] == '\0' ||
	    utf8_count(call->text, strlen(call->text)) > TEXT_MAX)
		return "106";
	code = take_signature(call);
	if (code != NULL)
		return code;
	if (call->extend != NULL && !text_is_digits(call->extend, 0, 20))
		return "113";
	if (call_split_numbers(call, phone) != 0)
		return "104";
	if (call->to_count > NUMBERS_MAX)
		return "108";
	return numbers_are_good(call) ? NULL : "107";
}

static const char *
read_form(struct call *call)
{
	struct pairs form;
	const char *code, *wanted;

	if (strcmp(call->request->method, "GET") == 0)
		form = call->request->query;
	else if (call_form(call, &form) != 0)
		return "130";
	code =
	    check_account(call, pairs_get(&form, "un"), pairs_get(&form, "pw"));
	if (code != NULL)
		return code;
	call->text = pairs_get(&form, "msg");
	call->extend = pairs_get(&form, "ex");
	wanted = pairs_get(&form, "rd");
	if (wanted != NULL && strcmp(wanted, "0") != 0 &&
	    strcmp(wanted, "1") != 0)
		return "121";
	return check_message(call, pairs_get(&form, "phone"));
}

/* A member as text, copied; NULL when it is none. */
static const char *
member(struct call *call, const json_t *body, const char *name)
{
	const char *text = json_string_value(json_object_get(body, name));

	return text != NULL ? arena_strdup(call->arena, text) : NULL;
}

/* number,v1,v2;number,v1,v2 of a text with {$var}. */
static const char *
read_variables(struct call *call, const char *params)
{
	const char *at;
	size_t count = 1, i, len;

	if (params == NULL)
		return "130";
	for (at = params; *at != '\0'; at++)
		count += *at == ';';
	if (count > NUMBERS_MAX)
		return "108";
	if (take_signature(call) != NULL)
		return "116";
	if (call_recipients(call, count) != 0)
		return "104";
	for (i = 0; i < count; i++, params += len + 1) {
		len = strcspn(params, ";");
		call->to[i].number =
		    arena_strndup(call->arena, params, strcspn(params, ",;"));
	}
	return numbers_are_good(call) ? NULL : "107";
}

static const char *
read_json(struct call *call, const json_t *body)
{
	const char *code, *wanted;

	code = check_account(call, member(call, body, "account"),
	    member(call, body, "password"));
	if (code != NULL)
		return code;
	call->text = member(call, body, "msg");
	call->extend = member(call, body, "extend");
	call->out_id = member(call, body, "uid");
	call->params = member(call, body, "params");
	wanted = member(call, body, "report");
	if (wanted != NULL && strcmp(wanted, "true") != 0 &&
	    strcmp(wanted, "false") != 0)
		return "121";
	if (strstr(call->path, "/variable/") != NULL)
		return call->text != NULL ? read_variables(call, call->params) :
					    "130";
	return check_message(call, member(call, body, "phone"));
}

static json_t *
report_json(const json_t *message, const char *id_name)
{
	const char *code = json_text(message, "report");
	const int64_t reported =
	    json_integer_value(json_object_get(message, "reported_ms"));
	char minute[16] = "", second[16] = "";

	(void)clock_format(reported, 480, "%y%m%d%H%M", minute, sizeof(minute));
	(void)clock_format(
	    reported, 480, "%y%m%d%H%M%S", second, sizeof(second));
	if (code[0] == '\0')
		code = "DELIVRD";
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "uid",
	    json_text(message, "out_id"), id_name, json_text(message, "id"),
	    "mobile", json_text(message, "to"), "status", code, "statusDesc",
	    code, "reportTime", minute, "notifyTime", second, "length", "1");
}

static json_t *
inbound_json(const json_t *message)
{
	char minute[16] = "";

	(void)clock_format(
	    json_integer_value(json_object_get(message, "sent_ms")), 480,
	    "%y%m%d%H%M", minute, sizeof(minute));
	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "spCode",
	    json_text(message, "to"), "destCode", json_text(message, "to"),
	    "moTime", minute, "messageContent", json_text(message, "text"),
	    "mobile", json_text(message, "from"));
}

/* /msg/pull/report and /msg/pull/mo */
static void
answer_fetch(struct call *call, const json_t *body, bool reports)
{
	json_t *taken, *list = json_array(), *item;
	const char *count = member(call, body, "count"), *expected;
	int64_t max = FETCH_DEFAULT;
	size_t i;

	if (count != NULL &&
	    value_int(count, 1, FETCH_MAX, &max, &expected) != 0)
		max = FETCH_DEFAULT;
	taken = ledger_fetch(
	    reports ? call->ledger->reports : call->ledger->inbound,
	    service_names[SERVICE_MSG_SEND], call->account->id, (size_t)max);
	json_array_foreach(taken, i, item)(void) json_array_append_new(
	    list, reports ? report_json(item, "msgId") : inbound_json(item));
	json_decref(taken);
	call_answer_json(
	    call, json_pack("{s:i, s:o}", "ret", 0, "result", list));
}

static enum call_kind
read_question(struct call *call, const json_t *body)
{
	const char *code;

	code = check_account(call, member(call, body, "account"),
	    member(call, body, "password"));
	if (code != NULL)
		return call_refuse(call, code);
	if (strstr(call->path, "/balance/") != NULL)
		call_answer_json(call,
		    json_pack("{s:i, s:s, s:s, s:s}", "code", 0, "balance",
			"1000", "errorMsg", "", "time",
			call_time(call, "%Y%m%d%H%M%S")));
	else
		answer_fetch(call, body, strstr(call->path, "/report") != NULL);
	return CALL_ANSWERED;
}

static enum call_kind
msg_send_read(struct call *call)
{
	const bool question = strstr(call->path, "/pull/") != NULL ||
	    strstr(call->path, "/balance/") != NULL;
	const char *code;
	enum call_kind kind;
	json_t *body;

	if (!is_json(call) && !question) {
		code = read_form(call);
		return code == NULL ? CALL_SENDS : call_refuse(call, code);
	}
	body = json_loadb(buf_str(&call->request->body),
	    call->request->body.len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(body)) {
		kind = call_refuse(call, "129");
	} else if (question) {
		kind = read_question(call, body);
	} else {
		code = read_json(call, body);
		kind = code == NULL ? CALL_SENDS : call_refuse(call, code);
	}
	json_decref(body);
	return kind;
}

/* time,code and, where it was accepted, the id on a second line. */
static void
answer_text(struct call *call, const char *code, const char *id)
{
	buf_reset(&call->answer);
	call->content_type = "text/plain;charset=utf-8";
	buf_printf(
	    &call->answer, "%s,%s", call_time(call, "%Y%m%d%H%M%S"), code);
	if (id != NULL)
		buf_printf(&call->answer, "\n%s", id);
}

static void
msg_send_accept(struct call *call)
{
	const char *id;
	json_t *json;
	size_t i;

	id = ledger_id(call, "1", 18);
	for (i = 0; i < call->to_count; i++)
		call->to[i].id = id;
	if (call->no_id)
		id = NULL;
	if (!is_json(call)) {
		answer_text(call, "0", id);
		return;
	}
	json = json_pack("{s:s, s:s*, s:s, s:s}", "code", "0", "msgId", id,
	    "time", call_time(call, "%Y%m%d%H%M%S"), "errorMsg", "");
	if (json != NULL && strstr(call->path, "/variable/") != NULL) {
		(void)json_object_set_new(json, "failNum", json_string("0"));
		(void)json_object_set_new(
		    json, "successNum", json_sprintf("%zu", call->to_count));
	}
	call_answer_json(call, json);
}

static void
msg_send_refuse(struct call *call, const struct code *code)
{
	if (!is_json(call) && strstr(call->path, "/pull/") == NULL)
		answer_text(call, code->name, NULL);
	else if (strstr(call->path, "/pull/") != NULL)
		call_answer_json(call,
		    json_pack("{s:i, s:s}", "ret", 1, "error", code->text));
	else
		call_answer_json(call,
		    json_pack("{s:s, s:s, s:s, s:s}", "code", code->name,
			"msgId", "", "time", call_time(call, "%Y%m%d%H%M%S"),
			"errorMsg", code->text));
}

/* All in the query of a GET. */
static void
add_query(struct push *push, json_t *object)
{
	const char *name;
	json_t *value;

	push->get = true;
	json_object_foreach(object, name, value)
	{
		buf_printf(&push->query,
		    "%s%s=", push->query.len > 0 ? "&" : "", name);
		digest_percent(&push->query, json_string_value(value));
	}
}

static void
msg_send_report(struct push *push, const json_t *messages)
{
	json_t *report = report_json(json_array_get(messages, 0), "msgid");

	(void)json_object_set_new(report, "receiver", json_string("simulate"));
	(void)json_object_set_new(report, "pswd", json_string("simulate"));
	add_query(push, report);
	json_decref(report);
}

static void
msg_send_inbound(struct push *push, const json_t *message)
{
	char minute[16] = "", second[16] = "";
	const int64_t sent =
	    json_integer_value(json_object_get(message, "sent_ms"));
	json_t *json;

	(void)clock_format(sent, 480, "%y%m%d%H%M", minute, sizeof(minute));
	(void)clock_format(sent, 480, "%y%m%d%H%M%S", second, sizeof(second));
	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
	    "receiver", "simulate", "pswd", "simulate", "moTime", minute,
	    "mobile", json_text(message, "from"), "msg",
	    json_text(message, "text"), "destcode", json_text(message, "to"),
	    "spCode", json_text(message, "to"), "notifyTime", second, "extend",
	    "");
	add_query(push, json);
	json_decref(json);
}

/* What answer is expected stands in no source. */
static bool
msg_send_is_thanked(int status, const char *body)
{
	(void)body;
	return status >= 200 && status < 300;
}

const struct service service_msg_send = {
	.read = msg_send_read,
	.accept = msg_send_accept,
	.refuse = msg_send_refuse,
	.report = msg_send_report,
	.inbound = msg_send_inbound,
	.report_max = 1,
	.is_thanked = msg_send_is_thanked,
};

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serving one request.
 */
#include "serve.h"

#include <stdlib.h>

#include "dysmsapi.h"

#define ANSWER_MAX ((size_t)256 * 1024 * 1024)
#define RETRY_AFTER_S 2

static const char html_page[] =
    "<!DOCTYPE html><html><head><title>Sign in</title></head>"
    "<body><h1>Welcome to the network</h1></body></html>";

static const char garbage_bytes[] = "\x01\x9f\xfe{\"Code\":\"OK\",]]\xff<<0,0";

void
visit_init(struct visit *visit)
{
	*visit = (struct visit){ .connection = 0 };
	buf_init(&visit->head, 4096);
	buf_init(&visit->body, ANSWER_MAX);
	plan_init(&visit->plan);
}

void
visit_fini(struct visit *visit)
{
	buf_fini(&visit->head);
	buf_fini(&visit->body);
}

/* Takes /WORD/NAME off the path; NULL when it does not begin so. */
static const char *
take_name(struct visit *visit, const char *word)
{
	const char *at = visit->path;
	size_t len = strlen(word);
	const char *name;

	if (strncmp(at, word, len) != 0)
		return NULL;
	at += len;
	len = strcspn(at, "/");
	name = arena_strndup(&visit->request->arena, at, len);
	visit->path = at[len] == '/' ? at + len : "/";
	return name;
}

void
visit_take_path(struct visit *visit)
{
	const char *name;

	visit->path = visit->request->path;
	visit->gateway = take_name(visit, "/gateway/");
	name = take_name(visit, "/fault/");
	if (name != NULL)
		visit->forced = fault_by_name(name);
	if (visit->forced == FAULT_COUNT)
		visit->forced = FAULT_NONE;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

static bool
is_dysmsapi(const struct visit *visit)
{
	const struct incoming *request = visit->request;

	return incoming_header(request, "x-acs-action") != NULL ||
	    pairs_get(&request->query, "Action") != NULL ||
	    strstr(buf_str(&request->body), "SignatureNonce=") != NULL;
}

static enum service_id
find_service(const struct visit *visit)
{
	static const char *const mas[] = { "/norsubmit", "/tmpsubmit",
		"/submit", "/sms/report", "/sms/deliver" };
	size_t i;

	if (visit->gateway != NULL)
		return SERVICE_VENDOR;
	for (i = 0; i < ARRAY_LEN(mas); i++) {
		if (ends_with(visit->path, mas[i]))
			return SERVICE_CLOUD_MAS;
	}
	if (strstr(visit->path, "/msg/") != NULL)
		return SERVICE_MSG_SEND;
	return strcmp(visit->path, "/") == 0 && is_dysmsapi(visit) ?
	    SERVICE_DYSMSAPI :
	    SERVICE_VENDOR;
}

static const char *
reason(int status)
{
	return status < 300 ? "OK" :
	    status < 400    ? "Elsewhere" :
	    status < 500    ? "Refused" :
			      "Failed";
}

static void
make_head(
    struct visit *visit, int status, const char *type, int64_t retry_after_ms)
{
	struct buf *head = &visit->head;

	buf_printf(head,
	    "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n",
	    status, reason(status), type, visit->body.len);
	if (retry_after_ms > 0)
		buf_printf(head,
		    "Retry-After: %lld\r\nx-acs-retry-after: %lld\r\n",
		    (long long)(retry_after_ms + 999) / 1000,
		    (long long)retry_after_ms);
	if (status >= 300 && status < 400)
		buf_puts(head, "Location: /elsewhere\r\n");
	buf_printf(head, "Connection: %s\r\n\r\n",
	    visit->request->keep_alive ? "keep-alive" : "close");
}

/* Where the plan puts something else in place of the service's answer. */
static void
make_answer(struct visit *visit, struct call *call)
{
	const struct plan *plan = &visit->plan;
	int64_t retry_after_ms = plan->retry_after_s > 0 ?
	    plan->retry_after_s * 1000 :
	    call->retry_after_ms;
	const char *type = call->content_type;
	int status = call->status;

	if (plan->fault == FAULT_STATUS) {
		status = plan->status != 0 ? plan->status : 503;
		type = "text/plain";
		buf_puts(&visit->body, reason(status));
		if (status == 429 && retry_after_ms == 0)
			retry_after_ms = RETRY_AFTER_S * 1000;
	} else if (plan->fault == FAULT_GARBAGE) {
		buf_add(&visit->body, garbage_bytes, sizeof(garbage_bytes) - 1);
	} else if (plan->fault == FAULT_HTML) {
		type = "text/html";
		buf_puts(&visit->body, html_page);
	} else {
		buf_add(&visit->body, buf_str(&call->answer), call->answer.len);
	}
	if (plan->body != NULL) {
		buf_reset(&visit->body);
		buf_puts(&visit->body, plan->body);
	}
	make_head(visit, status, type, retry_after_ms);
}

/* The rule of the script that fits; whether there is one. */
static bool
plan_by_script(struct world *world, struct visit *visit, struct call *call)
{
	struct script_facts facts = {
		.service = (int)call->service,
		.gateway = visit->gateway != NULL ? visit->gateway :
		    call->account != NULL         ? call->account->gateway :
						    NULL,
		.account = call->account != NULL ? call->account->id : NULL,
		.action = call->action != NULL ? call->action : call->path,
		.connection = visit->connection,
		.request = visit->number,
		.to_count = call->to_count,
	};
	const struct plan *found;
	const char **to;
	size_t i;

	to = arena_calloc(call->arena, call->to_count + 1, sizeof(*to));
	for (i = 0; to != NULL && i < call->to_count; i++)
		to[i] = call->to[i].number;
	facts.to = to;
	found = to != NULL ?
	    script_match(&world->script, &facts, STAGE_RECEIVED) :
	    NULL;
	if (found != NULL)
		visit->plan = *found;
	return found != NULL;
}

/* The first magic number that wants something of the whole call. */
static void
plan_by_number(struct visit *visit, const struct call *call)
{
	size_t i;

	for (i = 0; i < call->to_count; i++) {
		if (magic_answer(magic_digits(call->to[i].number),
			call->service, &visit->plan))
			return;
	}
}

/* Accepts: ledger and reports; done goes on with the answer. */
static void
take(struct world *world, struct visit *visit, struct call *call,
    bool by_script, void (*done)(void *arg), void *arg)
{
	struct plan *plans;
	size_t first, i;

	plans = arena_calloc(call->arena, call->to_count, sizeof(*plans));
	if (plans == NULL || ledger_accept(call, &first) != 0) {
		done(arg);
		return;
	}
	for (i = 0; i < call->to_count; i++) {
		plans[i] = visit->plan;
		if (!by_script)
			(void)magic_report(magic_digits(call->to[i].number),
			    call->service, &plans[i]);
	}
	reports_add(world->reports, call->service, call->gateway, first, plans,
	    call->to_count, done, arg);
}

static void
serve_service(struct world *world, struct visit *visit, struct call *call,
    void (*done)(void *arg), void *arg)
{
	enum call_kind kind = service_get(call->service)->read(call);
	const struct service *service = service_get(call->service);
	bool by_script = plan_by_script(world, visit, call);
	bool taken;

	if (call->gateway == NULL && call->account != NULL)
		call->gateway = call->account->gateway;
	if (!by_script)
		plan_by_number(visit, call);
	if (visit->forced != FAULT_NONE)
		visit->plan.fault = visit->forced;
	if (kind != CALL_REFUSED && visit->plan.code != NULL) {
		call->verdict = visit->plan.code->name;
		service->refuse(call, visit->plan.code);
		kind = CALL_REFUSED;
	}
	taken = kind == CALL_SENDS && plan_takes(&visit->plan);
	if (kind == CALL_SENDS) {
		call->no_id = visit->plan.fault == FAULT_NO_ID;
		service->accept(call);
		call->verdict = taken ? "ok" : "not taken";
	}
	if (call->verdict != NULL &&
	    strncmp(call->verdict, "Throttling", 10) == 0)
		call->retry_after_ms = RETRY_AFTER_S * 1000;
	make_answer(visit, call);
	(void)ledger_note(
	    call, fault_facts[visit->plan.fault].name, visit->connection);
	if (taken)
		take(world, visit, call, by_script, done, arg);
	else
		done(arg);
}

/* A phone sends something: POST /inbound */
static void
serve_inbound(struct world *world, struct call *call)
{
	json_t *message;

	message = json_loadb(buf_str(&call->request->body),
	    call->request->body.len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(message) ||
	    reports_inbound(world->reports, message) != 0) {
		call->status = 400;
		call_answer_json(call,
		    json_pack("{s:s}", "error",
			"wanted: an object with service, from, to, text, and "
			"account or gateway"));
	} else {
		call_answer_json(call, json_pack("{s:b}", "ok", 1));
	}
	json_decref(message);
}

/* What is for whoever runs the stand-in.  Whether the path was of that kind. */
static bool
serve_own(struct world *world, struct visit *visit, struct call *call)
{
	if (strcmp(visit->path, "/ledger") == 0) {
		if (strcmp(call->request->method, "DELETE") == 0) {
			ledger_clear(&world->ledger);
			dysmsapi_forget();
		}
		call_answer_json(call, ledger_json(&world->ledger));
	} else if (strcmp(visit->path, "/inbound") == 0) {
		serve_inbound(world, call);
	} else {
		return false;
	}
	make_answer(visit, call);
	return true;
}

void
serve(struct world *world, struct visit *visit, void (*done)(void *arg),
    void *arg)
{
	struct call call = {
		.request = visit->request,
		.path = visit->path,
		.arena = &visit->request->arena,
		.accounts = &world->accounts,
		.ledger = &world->ledger,
		.clock = world->clock,
		.any_time = world->any_time,
		.service = find_service(visit),
		.gateway = visit->gateway,
		.number = visit->number,
		.verdict = "ok",
		.status = 200,
		.content_type = "text/plain",
	};

	buf_init(&call.answer, ANSWER_MAX);
	if (serve_own(world, visit, &call))
		done(arg);
	else
		serve_service(world, visit, &call, done, arg);
	buf_fini(&call.answer);
}

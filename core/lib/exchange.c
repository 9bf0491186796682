/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls a provider's build, sign and parse around one transport, and makes sure
 * that afterwards every recipient has exactly one outcome, whatever the
 * provider did.
 */
#include "exchange.h"

#include <string.h>

#include "descriptor.h"
#include "gateway_call.h"
#include "outcome.h"

/* Time-outs of delivery.md: for codes, and for the rest. */
#define OTP_TIMEOUT_MS 5000
#define OTP_CONNECT_TIMEOUT_MS 2000
#define TIMEOUT_MS 10000
#define CONNECT_TIMEOUT_MS 3000

/* What most exchanges need of their memory. */
#define EXCHANGE_MEMORY_USUAL ((size_t)6000)

/* What a call that is about no message is given, so that it cannot crash. */
static const struct message no_message = {
	.purpose = "",
	.locale = "",
	.template_name = "",
	.text = "",
};
static const struct message *const no_messages[] = { &no_message };
static const struct message_rendition no_rendition = {
	.text = "",
	.signed_text = "",
	.template_id = "",
};
static const struct message_rendition *const no_renditions[] = {
	&no_rendition
};

static struct smsgw_call
call_of_kind(const struct gateway *gw, enum exchange_kind kind)
{
	struct smsgw_http http = descriptor_http(gw->provider);

	switch (kind) {
	case EXCHANGE_LOGIN:
		return http.login;
	case EXCHANGE_STATUS:
		return http.status;
	case EXCHANGE_POLL:
		return http.poll;
	case EXCHANGE_ACCOUNT:
		return http.account;
	case EXCHANGE_SEND:
	default:
		return http.send;
	}
}

/* What is secret of the messages, when something is to be shown. */
static void
fill_redact(struct redact *redact)
{
	struct exchange *x = CONTAINER_OF(redact, struct exchange, redact);
	uint32_t i;

	for (i = 0; i < x->count; i++)
		message_hide(x->messages[i], redact);
}

/* Sets all but the arena, which is empty. */
static int
exchange_set(struct exchange *x, struct gateway *gw, enum exchange_kind kind,
    const struct message *const *messages,
    const struct message_rendition *const *renditions, uint32_t count)
{
	struct arena arena = x->arena;

	memset(x, 0, sizeof(*x));
	x->arena = arena;
	x->pub.host = gw->pub.host;
	x->gw = gw;
	x->kind = kind;
	x->call = call_of_kind(gw, kind);
	redact_init(&x->redact, &gw->redact);
	redact_defer(&x->redact, fill_redact);
	x->messages = count > 0 ? messages : no_messages;
	x->renditions = count > 0 ? renditions : no_renditions;
	x->count = count > 0 ? count : 1;
	if (x->call.build == NULL || x->call.parse == NULL)
		return -1;
	x->results = arena_calloc(&x->arena, x->count, sizeof(*x->results));
	return x->results == NULL ? -1 : 0;
}

int
exchange_init(struct exchange *x, struct gateway *gw, enum exchange_kind kind,
    const struct message *const *messages,
    const struct message_rendition *const *renditions, uint32_t count)
{
	arena_init(&x->arena, EXCHANGE_MEMORY_MAX);
	arena_expect(&x->arena, EXCHANGE_MEMORY_USUAL);
	return exchange_set(x, gw, kind, messages, renditions, count);
}

/* What is not only memory. */
static void
exchange_leave_gateway(struct exchange *x)
{
	if (x->gw != NULL && x->gw->scratch == &x->arena)
		x->gw->scratch = NULL;
	redact_fini(&x->redact);
}

void
exchange_reset(struct exchange *x)
{
	exchange_leave_gateway(x);
	arena_reset(&x->arena);
	x->gw = NULL;
}

int
exchange_again(struct exchange *x, struct gateway *gw, enum exchange_kind kind,
    const struct message *const *messages,
    const struct message_rendition *const *renditions, uint32_t count)
{
	exchange_reset(x);
	return exchange_set(x, gw, kind, messages, renditions, count);
}

void
exchange_fini(struct exchange *x)
{
	exchange_leave_gateway(x);
	arena_fini(&x->arena);
}

void
exchange_hide_texts(struct exchange *x)
{
	const struct message_rendition *rendition;
	const char *last = "";
	uint32_t i;

	for (i = 0; i < x->count; i++) {
		rendition = x->renditions[i];
		/* of a batch they are often the same */
		if (i > 0 && strcmp(rendition->signed_text, last) == 0)
			continue;
		last = rendition->signed_text;
		(void)redact_add(&x->redact, rendition->text, NULL);
		(void)redact_add(&x->redact, last, NULL);
	}
}

static const char *
copy_or_null(struct arena *arena, const char *s)
{
	return s != NULL ? arena_strdup(arena, s) : NULL;
}

void
exchange_set_all(struct exchange *x, const struct outcome *result)
{
	struct outcome copy = *result;
	uint32_t i;

	copy.id = copy_or_null(&x->arena, result->id);
	copy.provider_code = copy_or_null(&x->arena, result->provider_code);
	copy.provider_text = copy_or_null(&x->arena, result->provider_text);
	copy.detail = copy_or_null(&x->arena, result->detail);
	copy.fix = copy_or_null(&x->arena, result->fix);
	for (i = 0; i < x->count; i++)
		x->results[i] = copy;
}

/* A provider's call failed before anything was sent. */
static int
settle_failure(struct exchange *x)
{
	struct gateway_failure *failure = &x->gw->failure;
	struct outcome result;

	result = outcome_of_class(failure->error_class);
	result.provider_code = failure->code;
	result.detail = failure->text;
	exchange_set_all(x, &result);
	return -1;
}

/* The provider made a request that cannot be sent. */
static int
settle_mistake(struct exchange *x, const char *mistake)
{
	struct outcome result = {
		.outcome = SMSGW_REJECTED,
		.scope = SMSGW_SCOPE_ACCOUNT,
		.error_class = SMSGW_CLASS_PARAMETER,
		.code = "request-invalid",
		.detail = mistake,
	};

	exchange_set_all(x, &result);
	return -1;
}

/* Around each call: its memory, and where its secrets are noted. */
static void
exchange_enter(struct exchange *x)
{
	x->gw->hide = &x->redact;
	gateway_enter(x->gw, &x->arena);
}

static int
exchange_leave(struct exchange *x, int returned)
{
	int ret = gateway_leave(x->gw, returned);

	x->gw->hide = NULL;
	return ret;
}

static int
exchange_build(struct exchange *x)
{
	int ret;

	request_init(
	    &x->built, x->pub.host, &x->arena, gateway_conf(x->gw, "sms_url"));
	x->built.shown = x->show_request;
	exchange_enter(x);
	ret = x->call.build(&x->gw->pub, &x->pub, &x->built.pub);
	if (exchange_leave(x, ret) < 0)
		return settle_failure(x);
	if (x->built.mistake != NULL)
		return settle_mistake(x, x->built.mistake);
	return 0;
}

int
exchange_prepare(struct exchange *x)
{
	int ret = 0;

	memset(x->results, 0, x->count * sizeof(*x->results));
	x->token_refused = false;
	if (x->built.arena == NULL && exchange_build(x) < 0)
		return -1;
	request_copy(&x->wire, &x->built, &x->arena);
	exchange_enter(x);
	if (x->call.sign != NULL)
		ret = x->call.sign(&x->gw->pub, &x->pub, &x->wire.pub);
	if (exchange_leave(x, ret) < 0)
		return settle_failure(x);
	if (x->wire.mistake != NULL)
		return settle_mistake(x, x->wire.mistake);
	if (request_hide_secrets(&x->wire, &x->redact) < 0)
		return settle_mistake(x, "out of memory");
	return 0;
}

/* Codes have shorter time-outs unless the gateway's file says otherwise. */
static void
set_timeouts(const struct exchange *x, struct transport_request *request)
{
	bool otp = x->kind == EXCHANGE_SEND &&
	    x->messages[0]->message_class == MESSAGE_OTP;

	request->timeout_ms = x->gw->timeout_ms;
	if (request->timeout_ms == 0)
		request->timeout_ms = otp ? OTP_TIMEOUT_MS : TIMEOUT_MS;
	request->connect_timeout_ms = x->gw->connect_timeout_ms;
	if (request->connect_timeout_ms == 0)
		request->connect_timeout_ms =
		    otp ? OTP_CONNECT_TIMEOUT_MS : CONNECT_TIMEOUT_MS;
}

int
exchange_request(struct exchange *x, struct transport_request *request)
{
	const struct request_pair *pairs;
	size_t i, count = 0;
	uint32_t k;

	*request = (struct transport_request){
		.method = x->wire.method,
		.url = request_url(&x->wire),
	};
	set_timeouts(x, request);
	request->body = request_body(&x->wire, &request->body_len);
	pairs = request_headers(&x->wire, &count);
	x->headers = arena_calloc(&x->arena, count + 1, sizeof(*x->headers));
	if (pairs == NULL || x->headers == NULL || x->arena.failed)
		return settle_mistake(x, "out of memory");
	for (i = 0; i < count; i++) {
		x->headers[i].name = pairs[i].name;
		x->headers[i].value = pairs[i].value;
	}
	request->headers = x->headers;
	request->header_count = count;
	for (k = 0; x->kind == EXCHANGE_SEND && k < x->count; k++) {
		if (request->not_after_boot_ms == 0 ||
		    x->messages[k]->not_after_boot_ms <
			request->not_after_boot_ms)
			request->not_after_boot_ms =
			    x->messages[k]->not_after_boot_ms;
	}
	return 0;
}

/* A rule's result, with what the provider said of code and text. */
static void
settle_by_rule(struct outcome *result, const struct outcome *rule)
{
	struct outcome said = *result;

	*result = *rule;
	result->id = said.id;
	result->provider_code = said.provider_code;
	result->provider_text = said.provider_text;
	result->row = said.row;
	if (said.detail != NULL)
		result->detail = said.detail;
}

/* Exactly one outcome for each; a second one makes it doubtful. */
static void
settle_rest(struct exchange *x, const struct outcome *rule)
{
	static const struct outcome contradiction = {
		.outcome = SMSGW_UNKNOWN,
		.code = "plugin-result-twice",
	};
	uint32_t i;

	for (i = 0; i < x->count; i++) {
		if (x->results[i].twice)
			settle_by_rule(&x->results[i], &contradiction);
		else if (x->results[i].outcome == 0)
			settle_by_rule(&x->results[i], rule);
	}
}

static void
exchange_parse(struct exchange *x, const struct exchange_response *response,
    const char *retry_after)
{
	struct outcome rule;
	int ret;

	rule = outcome_of_status(
	    response->status, retry_after, clock_wall_ms(x->gw->clock));
	x->status = response->status;
	exchange_enter(x);
	ret = x->call.parse(&x->gw->pub, &x->pub, &response->pub);
	if (exchange_leave(x, ret) < 0) {
		memset(x->results, 0, x->count * sizeof(*x->results));
		rule.detail = x->gw->failure.text;
		rule.provider_code = x->gw->failure.code;
		exchange_set_all(x, &rule);
		return;
	}
	settle_rest(x, &rule);
}

void
exchange_settle(struct exchange *x, const struct transport_result *result)
{
	struct exchange_response response = {
		.pub.host = x->pub.host,
		.status = result->status,
		.header_count = result->header_count,
		.body = result->body,
		.body_len = result->body_len,
	};
	struct outcome rule;
	struct request_pair *headers;
	size_t i;

	x->answer = arena_memdup(&x->arena, result->body, result->body_len);
	x->answer_len = x->answer != NULL ? result->body_len : 0;
	if (result->code != NULL) {
		rule = outcome_of_transport(result);
		rule.detail = result->detail;
		exchange_set_all(x, &rule);
		return;
	}
	headers =
	    arena_calloc(&x->arena, result->header_count + 1, sizeof(*headers));
	if (headers == NULL) {
		rule = outcome_of_status(0, NULL, 0);
		exchange_set_all(x, &rule);
		return;
	}
	for (i = 0; i < result->header_count; i++) {
		headers[i].name = result->headers[i].name;
		headers[i].value = result->headers[i].value;
	}
	response.headers = headers;
	exchange_parse(
	    x, &response, transport_result_header(result, "Retry-After"));
}

void
exchange_settle_local(
    struct exchange *x, int status, const char *body, size_t len)
{
	struct exchange_response response = {
		.pub.host = x->pub.host,
		.status = status,
		.body = body,
		.body_len = len,
	};

	exchange_parse(x, &response, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the china_mobile provider: the first line is the message's text, the
 * second the answer's status, the rest its body, of a send, of a poll, of a
 * question about the account, and of a push.  Cloud MAS is sent the text as it
 * is; what another parser does not find accepted is not accepted.
 */
#include "fuzz.h"

#include <stdlib.h>

#include <jansson.h>

#include "encode.h"
#include "host.h"
#include "utf8.h"

#define COMMON                                          \
	"api_account = user\napi_password = 's3cr3t'\n" \
	"sms_title = ACME\n"

static const char mas[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = https://sms.example.com/sms/submit\n" COMMON
    "[provider]\nec_name = ACME\nsign_code = AbCdEfGhI\n";
static const char form[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = https://sms.example.com/msg/send\n" COMMON;
static const char json[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = https://sms.example.com/msg/send/json\n" COMMON;

static bool
is_text(const json_t *value, const char *text)
{
	return json_is_string(value) &&
	    (text == NULL ? json_string_length(value) > 0 :
			    strcmp(json_string_value(value), text) == 0);
}

/* Base64 of JSON in which the text stands as it is. */
static void
check_mas_request(struct exchange *x, const char *text)
{
	struct arena arena;
	json_t *request;
	size_t len;
	char *plain;

	arena_init(&arena, (size_t)8 * 1024 * 1024);
	plain = decode_base64(&arena, request_body(&x->wire, &len), &len);
	fuzz_require(plain != NULL);
	request = json_loadb(plain, len, JSON_REJECT_DUPLICATES, NULL);
	fuzz_require(is_text(json_object_get(request, "content"), text));
	fuzz_require(json_object_size(request) == 7);
	json_decref(request);
	arena_fini(&arena);
}

static void
check_mas(struct exchange *x, const char *text, int status, const char *body)
{
	json_t *answer;

	check_mas_request(x, text);
	if (x->results[0].outcome != SMSGW_ACCEPTED)
		return;
	answer = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	fuzz_require(status >= 200 && status <= 299);
	fuzz_require(is_text(json_object_get(answer, "rspcod"), "success"));
	fuzz_require(json_is_true(json_object_get(answer, "success")));
	fuzz_require(is_text(json_object_get(answer, "msgGroup"), NULL) ||
	    is_text(json_object_get(answer, "mgsGroup"), NULL));
	json_decref(answer);
}

/* TIME,0 and an id, or JSON with code 0 and an id. */
static void
check_msg(struct exchange *x, const char *text, int status, const char *body)
{
	json_t *answer, *code;

	(void)text;
	if (x->results[0].outcome != SMSGW_ACCEPTED)
		return;
	fuzz_require(status >= 200 && status <= 299);
	fuzz_require(x->results[0].id != NULL && x->results[0].id[0] != '\0');
	body += strspn(body, " \t\r\n");
	if (*body != '{') {
		fuzz_require(strspn(body, "0123456789") == 14 &&
		    strncmp(body + 14, ",0", 2) == 0 &&
		    strspn(body + 16, "\r\n") > 0);
		return;
	}
	answer = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	code = json_object_get(answer, "code");
	fuzz_require(is_text(code, "0") ||
	    (json_is_number(code) && json_number_value(code) == 0.0));
	json_decref(answer);
}

static void
ask_one(
    struct gateway *gw, enum exchange_kind kind, int status, const char *body)
{
	struct exchange x;

	if (exchange_init(&x, gw, kind, NULL, NULL, 0) == 0 &&
	    exchange_prepare(&x) == 0)
		exchange_settle_local(&x, status, body, strlen(body));
	exchange_fini(&x);
}

/* The body as that of a push, and as its query. */
static void
push_one(struct gateway *gw, const char *body)
{
	struct host_push push = { .pub.host = &host_table,
		.gw = gw,
		.method = "POST",
		.query = "",
		.body = body,
		.body_len = strlen(body) };
	struct host_reply reply = { .pub.host = &host_table };

	fuzz_enter(gw);
	(void)gw->provider->http->receive(&gw->pub, &push.pub, &reply.pub);
	push.query = body;
	push.body = "";
	push.body_len = 0;
	(void)gw->provider->http->receive(&gw->pub, &push.pub, &reply.pub);
	host_reply_fini(&reply);
	fuzz_leave(gw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		const char *file;
		fuzz_check *check;
	} kinds[] = { { mas, check_mas }, { form, check_msg },
		{ json, check_msg } };
	char *text = fuzz_line(&data, &size);
	char *status = fuzz_line(&data, &size);
	char *body = fuzz_rest(data, size);
	long code = strtol(status, NULL, 10);
	struct gateway *gw;
	size_t i;

	if (code < 100 || code > 599)
		code = 200;
	for (i = 0; i < ARRAY_LEN(kinds); i++) {
		gw = fuzz_gateway(kinds[i].file);
		/* a message with another text is not made */
		if (utf8_valid(text, strlen(text)))
			fuzz_exchange(
			    gw, text, (int)code, body, kinds[i].check);
		ask_one(gw, EXCHANGE_POLL, (int)code, body);
		ask_one(gw, EXCHANGE_ACCOUNT, (int)code, body);
		push_one(gw, body);
	}
	free(text);
	free(status);
	free(body);
	return 0;
}

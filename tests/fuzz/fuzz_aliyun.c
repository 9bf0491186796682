/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the aliyun provider: the first line is an argument or the text, the
 * second the answer's status, the rest its body, of a send by each operation,
 * of a question about a message and about the account, and of a push.  What
 * another parser does not find accepted is not accepted.
 */
#include "fuzz.h"

#include <stdlib.h>

#include <jansson.h>

#include "host.h"
#include "utf8.h"

#define COUNT 2

static const char file[] =
    "[gateway]\nprovider = aliyun\napi_account = user\n"
    "api_password = 's3cr3t'\nsms_title = ACME\n[provider]\nabroad = text\n";
static const char older[] = "[gateway]\nprovider = aliyun\napi_account = user\n"
			    "api_password = 's3cr3t'\nsms_title = ACME\n"
			    "[provider]\nsign_method = v1\nabroad = template\n";

/* One exchange as it is put together. */
struct asking {
	enum exchange_kind kind;
	const char *to;
	bool by_template;
	uint32_t count;
};

static const struct asking askings[] = {
	{ EXCHANGE_SEND, "+8613800138000", true, 1 },
	{ EXCHANGE_SEND, "+8613800138000", true, COUNT },
	{ EXCHANGE_SEND, "+85212345678", false, 1 },
	{ EXCHANGE_SEND, "+85212345678", false, COUNT },
	{ EXCHANGE_STATUS, "+8613800138000", true, 1 },
	{ EXCHANGE_STATUS, "+85212345678", false, 1 },
	{ EXCHANGE_ACCOUNT, "+8613800138000", true, 1 },
};

/* Whether a member is a text, this one or, for NULL, any but an empty one. */
static bool
is_text(const json_t *object, const char *name, const char *text)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value != NULL &&
	    (text != NULL ? strcmp(value, text) == 0 : value[0] != '\0');
}

/* The argument stands in the request as it is. */
static void
check_request(const struct exchange *x, const char *text)
{
	const char *value = NULL;
	json_t *json;
	size_t i;

	for (i = 0; i < x->wire.forms.count; i++)
		if (strcmp(x->wire.forms.items[i].name, "TemplateParam") == 0)
			value = x->wire.forms.items[i].value;
	fuzz_require(value != NULL);
	json = json_loads(value, JSON_REJECT_DUPLICATES, NULL);
	fuzz_require(json_object_size(json) == 1);
	fuzz_require(is_text(json, "code", text));
	json_decref(json);
}

static void
check_accepted(const struct asking *asking, int status, const char *body)
{
	json_t *answer;

	fuzz_require(status >= 200 && status <= 299);
	/* the host's reader passes over the mark of UTF-8 */
	if (strncmp(body, "\xef\xbb\xbf", 3) == 0)
		body += 3;
	if (body[strspn(body, " \t\r\n")] == '<')
		return;
	answer = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	fuzz_require(is_text(
	    answer, asking->by_template ? "Code" : "ResponseCode", "OK"));
	if (asking->by_template)
		fuzz_require(is_text(answer, "BizId", NULL) ||
		    json_is_number(json_object_get(answer, "BizId")));
	json_decref(answer);
}

static void
ask_one(struct gateway *gw, const struct asking *asking, const char *text,
    int status, const char *body)
{
	struct smsgw_arg args[] = { { "code", text } };
	struct message messages[COUNT];
	struct message_rendition rendition = {
		.text = asking->by_template ? "" : text,
		.signed_text = asking->by_template ? "" : text,
		.template_id = asking->by_template ? "SMS_1" : "",
		.args = args,
		.arg_count = asking->by_template ? 1 : 0,
	};
	const struct message *message_list[COUNT];
	const struct message_rendition *renditions[] = { &rendition,
		&rendition };
	struct exchange x;
	uint32_t i;

	for (i = 0; i < COUNT; i++) {
		messages[i] = (struct message){
			.purpose = "",
			.locale = "",
			.template_name = "",
			.text = text,
			.expires_boot_ms = INT64_MAX / 2,
		};
		memcpy(messages[i].to, asking->to, strlen(asking->to) + 1);
		messages[i].to[strlen(asking->to) - 1] = (char)('0' + i);
		memcpy(
		    messages[i].id, "0190f5fe-7c00-7000-8000-000000000001", 37);
		redact_init(&messages[i].redact, &gw->redact);
		message_list[i] = &messages[i];
	}
	if (exchange_init(&x, gw, asking->kind, message_list, renditions,
		asking->count) == 0) {
		x.provider_id = "1";
		if (exchange_prepare(&x) == 0 &&
		    asking->kind == EXCHANGE_SEND && asking->by_template)
			check_request(&x, text);
		exchange_settle_local(&x, status, body, strlen(body));
		for (i = 0; i < asking->count; i++) {
			fuzz_require(x.results[i].outcome >= SMSGW_ACCEPTED &&
			    x.results[i].outcome <= SMSGW_UNKNOWN);
			if (asking->kind == EXCHANGE_SEND &&
			    x.results[i].outcome == SMSGW_ACCEPTED)
				check_accepted(asking, status, body);
		}
	}
	exchange_fini(&x);
	for (i = 0; i < COUNT; i++)
		redact_fini(&messages[i].redact);
}

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
	host_reply_fini(&reply);
	fuzz_leave(gw);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_line(&data, &size);
	char *status = fuzz_line(&data, &size);
	char *body = fuzz_rest(data, size);
	long code = strtol(status, NULL, 10);
	size_t i;

	if (code < 100 || code > 599)
		code = 200;
	/* a message with another text is not made */
	for (i = 0; utf8_valid(text, strlen(text)) && i < ARRAY_LEN(askings);
	     i++)
		ask_one(fuzz_gateway(file), &askings[i], text, (int)code, body);
	if (utf8_valid(text, strlen(text)))
		ask_one(
		    fuzz_gateway(older), &askings[0], text, (int)code, body);
	push_one(fuzz_gateway(file), body);
	free(text);
	free(status);
	free(body);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes a whole exchange of the http provider: the first line is the message's
 * text, the second the answer's status, the rest its body.  The text arrives as
 * it is in JSON that is well-formed; every answer has one outcome, and one
 * that is not accepted by the rules of the file is not accepted.
 */
#include "fuzz.h"

#include <stdlib.h>

#include <jansson.h>

#include "utf8.h"

static const char *const files[] = {
	"[gateway]\nprovider = http\nsms_url = https://sms.example.com/send\n"
	"api_account = user\napi_password = 's3cr3t-value'\n"
	"[provider]\nfield.1 = to: ${to}\nfield.2 = msg: ${text}\n"
	"field.3 = pw: ${api_password}\n"
	"success = status 2xx and json /code == \"0\"\nid = json /msgId\n"
	"error_code = json /code\nerror_text = json /errorMsg\n"
	"throttled = json /code == \"429\"\n"
	"code.1 = 5 rejected number\n",
	"[gateway]\nprovider = http\nsms_url = https://sms.example.com/send\n"
	"[provider]\nbody_type = form\nfield.1 = msg: ${text}\n"
	"field.2 = n: ${to}\n"
	"success = xml /r/code == \"ok\"\nid = xml /r/id\n"
	"error_code = xml /r/code or regex \"E([0-9]+)\"\n"
	"rejected = regex \"FAIL\"\n",
};

/* The text of the JSON body, found again by another parser. */
static void
check_body(struct exchange *x, const char *text)
{
	size_t len;
	const char *body = request_body(&x->wire, &len), *msg;
	json_t *json = json_loadb(body, len, 0, NULL);

	msg = json_string_value(json_object_get(json, "msg"));
	fuzz_require(msg != NULL && strcmp(msg, text) == 0);
	fuzz_require(json_object_size(json) == 3);
	json_decref(json);
}

/* The second file asks for no status. */
static void
check_xml(struct exchange *x, const char *text, int status, const char *body)
{
	(void)text;
	(void)status;
	(void)body;
	if (x->results[0].outcome == SMSGW_ACCEPTED)
		fuzz_require(x->results[0].id != NULL);
}

static void
check_json(struct exchange *x, const char *text, int status, const char *body)
{
	check_body(x, text);
	check_xml(x, text, status, body);
	if (x->results[0].outcome == SMSGW_ACCEPTED)
		fuzz_require(status >= 200 && status <= 299);
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
	for (i = 0; i < ARRAY_LEN(files) && utf8_valid(text, strlen(text)); i++)
		fuzz_exchange(fuzz_gateway(files[i]), text, (int)code, body,
		    i == 0 ? check_json : check_xml);
	free(text);
	free(status);
	free(body);
	return 0;
}

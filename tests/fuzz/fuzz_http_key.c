/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the small languages of the http provider's keys: the first line is a
 * condition, the second a place in an answer, the third a template of a JSON
 * body; what compiles is evaluated on the rest, the body of an answer.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "../../plugins/http/condition.h"
#include "../../plugins/http/place.h"
#include "exchange.h"
#include "host.h"

static const char plain[] = "[gateway]\nprovider = http\n"
			    "sms_url = https://sms.example.com/\n"
			    "[provider]\nfield.1 = t: ${text}\n"
			    "field.2 = n: ${to}\nid = none\n";

/* Whether some regular expression may take for ever is not asked here. */
static bool
is_tame(const char *text)
{
	return strstr(text, "regex") == NULL ||
	    (strpbrk(text, "{*+?|") == NULL && strlen(text) < 100);
}

static void
evaluate(struct gateway *gw, const char *condition, const char *place,
    const char *body)
{
	struct exchange_response response = {
		.pub.host = gw->pub.host,
		.status = 200,
		.body = body,
		.body_len = strlen(body),
	};
	struct answer answer = {
		.gw = &gw->pub,
		.resp = &response.pub,
		.charset = "UTF-8",
		.prefix = "",
		.body = body,
		.len = strlen(body),
	};
	struct regexes regexes = { .first = NULL };
	const struct extract *extract = NULL;
	struct condition compiled;

	if (is_tame(condition) &&
	    condition_compile(
		&gw->pub, "success", condition, &regexes, &compiled) == 0 &&
	    compiled.terms != NULL)
		(void)condition_true(&compiled, &answer);
	if (is_tame(place) &&
	    extract_compile(&gw->pub, "id", place, &regexes, &extract) == 0) {
		(void)extract_get(extract, &answer);
		fuzz_require(
		    extract == NULL || extract_text(&gw->pub, extract) != NULL);
	}
	regexes_free(&regexes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gateway *gw = fuzz_gateway(plain);
	char *condition = fuzz_line(&data, &size);
	char *place = fuzz_line(&data, &size);
	char *tpl = fuzz_line(&data, &size);
	char *body = fuzz_rest(data, size);
	struct place_text text;
	int i;

	fuzz_enter(gw);
	evaluate(gw, condition, place, body);
	for (i = PLACE_RAW; i <= PLACE_TEXT; i++)
		(void)place_compile(
		    &gw->pub, "body", tpl, (enum place)i, 0, &text);
	fuzz_leave(gw);
	free(condition);
	free(place);
	free(tpl);
	free(body);
	return 0;
}

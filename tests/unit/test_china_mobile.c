/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The provider for China Mobile: the golden cases beside it, as many numbers
 * as one request may have, and answers that are as long as they may be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "case_main.h"
#include "encode.h"
#include "exchange.h"
#include "host.h"
#include "settings.h"
#include "tree.h"

#define NUMBERS 5000
#define OWN_TEXTS 1000
#define BODY_MAX 65536

const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);

static const char mas_file[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = https://sms.example.com/sms/submit\n"
    "api_account = testapi01\napi_password = 'Test@1234'\n"
    "[provider]\nec_name = ACME\nsign_code = AbCdEfGhI\n";

static const char msg_file[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = https://sms.example.com/msg/send\n"
    "api_account = testapi01\napi_password = 'Test@1234'\n";

static const char mas_accepted[] =
    "{\"msgGroup\":\"7\",\"rspcod\":\"success\",\"success\":true}";

/* A gateway of its own file, and messages to 13800000000 and on. */
struct sending {
	struct settings *settings;
	struct gateway *gw;
	struct message *messages;
	struct message_rendition *renditions;
	const struct message **message_list;
	const struct message_rendition **rendition_list;
	char (*texts)[32];
	uint32_t count;
	struct exchange x;
};

static void
sending_open(struct sending *s, const char *file)
{
	struct problems problems;

	memset(s, 0, sizeof(*s));
	problems_init(&problems);
	tree_write("gateways.d/ciam.ini", 0600, file);
	s->settings = settings_open(tree_path(""), &problems);
	assert_non_null(s->settings);
	s->gw = gateway_load(&s->settings->gateways[0], s->settings, &problems);
	assert_non_null(s->gw);
	assert_int_equal(
	    gateway_attach(s->gw, china_mobile_LTX_smsgw_provider(), &problems),
	    0);
	assert_int_equal(
	    gateway_open(s->gw, &host_table, &clock_system, &problems), 0);
	tree_show(&problems);
	problems_fini(&problems);
}

/* The i-th has a text of its own, or all have the same. */
static void
sending_fill(struct sending *s, uint32_t count, bool own)
{
	uint32_t i;

	s->count = count;
	s->messages = calloc(count, sizeof(*s->messages));
	s->renditions = calloc(count, sizeof(*s->renditions));
	s->message_list = calloc(count, sizeof(*s->message_list));
	s->rendition_list = calloc(count, sizeof(*s->rendition_list));
	s->texts = calloc(count, sizeof(*s->texts));
	assert_non_null(s->messages);
	assert_non_null(s->renditions);
	assert_non_null(s->message_list);
	assert_non_null(s->rendition_list);
	assert_non_null(s->texts);
	for (i = 0; i < count; i++) {
		snprintf(s->texts[i], sizeof(s->texts[i]), "code %06u",
		    own ? (unsigned)i : 0U);
		snprintf(s->messages[i].to, sizeof(s->messages[i].to),
		    "+86138%08u", (unsigned)i);
		redact_init(&s->messages[i].redact, &s->gw->redact);
		s->messages[i].expires_boot_ms = INT64_MAX / 2;
		s->messages[i].text = s->texts[i];
		s->renditions[i].text = s->texts[i];
		s->renditions[i].signed_text = s->texts[i];
		s->renditions[i].template_id = "";
		s->message_list[i] = &s->messages[i];
		s->rendition_list[i] = &s->renditions[i];
	}
}

static void
sending_prepare(struct sending *s)
{
	assert_int_equal(exchange_init(&s->x, s->gw, EXCHANGE_SEND,
			     s->message_list, s->rendition_list, s->count),
	    0);
	assert_int_equal(exchange_prepare(&s->x), 0);
}

static void
sending_close(struct sending *s)
{
	uint32_t i;

	for (i = 0; i < s->count; i++)
		redact_fini(&s->messages[i].redact);
	free(s->messages);
	free(s->renditions);
	free(s->message_list);
	free(s->rendition_list);
	free(s->texts);
	gateway_free(s->gw);
	settings_free(s->settings);
}

/* The JSON that was sent as base64; the caller's. */
static json_t *
mas_request(struct sending *s)
{
	const char *body, *plain;
	json_t *json;
	size_t len;

	body = request_body(&s->x.wire, &len);
	plain = decode_base64(&s->x.arena, body, &len);
	assert_non_null(plain);
	json = json_loadb(plain, len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(json);
	return json;
}

static void
one_text_goes_to_5000_numbers_at_once(void **state)
{
	const struct smsgw_can *can;
	struct sending s;
	json_t *json;
	const char *mobiles;
	char number[16];
	uint32_t i;

	(void)state;
	sending_open(&s, mas_file);
	can = gateway_can(s.gw, "+8613800138000", SMSGW_CAN_TEXT);
	assert_non_null(can);
	assert_int_equal(can->max_same, NUMBERS);
	assert_int_equal(can->max_distinct, OWN_TEXTS);
	sending_fill(&s, NUMBERS, false);
	sending_prepare(&s);
	json = mas_request(&s);
	mobiles = json_string_value(json_object_get(json, "mobiles"));
	assert_non_null(mobiles);
	assert_int_equal(strlen(mobiles), NUMBERS * 12 - 1);
	for (i = 0; i < NUMBERS; i++) {
		snprintf(number, sizeof(number), "138%08u", (unsigned)i);
		assert_memory_equal(mobiles + (size_t)i * 12, number, 11);
		assert_true(i == NUMBERS - 1 || mobiles[i * 12 + 11] == ',');
	}
	exchange_settle_local(&s.x, 200, mas_accepted, strlen(mas_accepted));
	for (i = 0; i < NUMBERS; i++) {
		assert_int_equal(s.x.results[i].outcome, SMSGW_ACCEPTED);
		assert_string_equal(s.x.results[i].id, "7");
	}
	json_decref(json);
	exchange_fini(&s.x);
	sending_close(&s);
}

static void
texts_of_their_own_go_to_1000_numbers_at_once(void **state)
{
	json_t *json, *content, *text;
	struct sending s;
	const char *number;

	(void)state;
	sending_open(&s, mas_file);
	sending_fill(&s, OWN_TEXTS, true);
	sending_prepare(&s);
	json = mas_request(&s);
	assert_string_equal(
	    json_string_value(json_object_get(json, "mobiles")), "");
	content =
	    json_loads(json_string_value(json_object_get(json, "content")),
		JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(json_object_size(content), OWN_TEXTS);
	json_object_foreach(content, number, text)
	{
		assert_int_equal(strlen(number), 11);
		assert_string_equal(json_string_value(text) + 5, number + 5);
	}
	json_decref(content);
	json_decref(json);
	exchange_fini(&s.x);
	sending_close(&s);
}

/* What comes of an answer that is filled up to the most there may be. */
static int
outcome_of_filled(
    struct sending *s, const char *before, char fill, const char *behind)
{
	size_t front = strlen(before), back = strlen(behind);
	char *body = malloc(BODY_MAX + 1);
	int outcome;

	assert_non_null(body);
	memset(body, fill, BODY_MAX);
	memcpy(body, before, front);
	memcpy(body + BODY_MAX - back, behind, back);
	body[BODY_MAX] = '\0';
	sending_prepare(s);
	exchange_settle_local(&s->x, 200, body, BODY_MAX);
	outcome = s->x.results[0].outcome;
	exchange_fini(&s->x);
	free(body);
	return outcome;
}

static void
the_longest_answers_are_read(void **state)
{
	static const char accepted[] =
	    "{\"msgGroup\":\"7\",\"rspcod\":\"success\",\"success\":true,"
	    "\"more\":\"";
	struct sending s;

	(void)state;
	sending_open(&s, mas_file);
	sending_fill(&s, 1, false);
	assert_int_equal(
	    outcome_of_filled(&s, accepted, 'x', "\"}"), SMSGW_ACCEPTED);
	/* cut, deep, noise, and an id that is none */
	assert_int_equal(
	    outcome_of_filled(&s, accepted, 'x', "x"), SMSGW_UNKNOWN);
	assert_int_equal(
	    outcome_of_filled(&s, "{\"a\":", '[', "]"), SMSGW_UNKNOWN);
	assert_int_equal(
	    outcome_of_filled(&s, "\x01", '\xff', "\x02"), SMSGW_UNKNOWN);
	assert_int_equal(outcome_of_filled(&s,
			     "{\"rspcod\":\"success\",\"success\":true,"
			     "\"msgGroup\":\"",
			     'x', "\"}"),
	    SMSGW_UNKNOWN);
	assert_int_equal(
	    outcome_of_filled(&s, "{\"rspcod\":\"", 'x', "\"}"), SMSGW_UNKNOWN);
	sending_close(&s);
}

static void
the_longest_lines_are_read(void **state)
{
	struct sending s;

	(void)state;
	sending_open(&s, msg_file);
	sending_fill(&s, 1, false);
	assert_int_equal(outcome_of_filled(&s, "20161025170822,0\n1", '\n', ""),
	    SMSGW_ACCEPTED);
	assert_int_equal(outcome_of_filled(&s, "20161025170822,", '0', "\n1"),
	    SMSGW_UNKNOWN);
	assert_int_equal(
	    outcome_of_filled(&s, "2", '0', ",0\n1"), SMSGW_UNKNOWN);
	assert_int_equal(outcome_of_filled(&s, "20161025170822,0\n1", ' ', "x"),
	    SMSGW_UNKNOWN);
	sending_close(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    one_text_goes_to_5000_numbers_at_once, tree_setup,
		    tree_teardown),
		cmocka_unit_test_setup_teardown(
		    texts_of_their_own_go_to_1000_numbers_at_once, tree_setup,
		    tree_teardown),
		cmocka_unit_test_setup_teardown(
		    the_longest_answers_are_read, tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(
		    the_longest_lines_are_read, tree_setup, tree_teardown),
	};

	return case_main(china_mobile_LTX_smsgw_provider(), 40, tests,
	    sizeof(tests) / sizeof(tests[0]));
}

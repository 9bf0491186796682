/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exchange by itself: what it hides, when it takes the trouble to, and one
 * that is used again.
 */
#include "host_fixture.h"

#include <stdio.h>

#define COUNT 3

static struct message messages[COUNT];
static struct message_rendition renditions[COUNT];
static struct smsgw_arg args[COUNT];
static const struct message *message_list[COUNT];
static const struct message_rendition *rendition_list[COUNT];
static const char *const names[COUNT] = { "Anna", "Boris", "Chloé" };
static struct exchange x;

static int
build(struct smsgw_gateway *gw, struct smsgw_exchange *pub,
    struct smsgw_request *r)
{
	(void)gw;
	(void)pub;
	smsgw_url(r, "https://sms.example.com/send");
	smsgw_form(r, "sign", "derived-secret", SMSGW_SECRET);
	return 0;
}

static int
parse(struct smsgw_gateway *gw, struct smsgw_exchange *pub,
    const struct smsgw_response *response)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = SMSGW_ACCEPTED,
		.id = smsgw_response_body(response, NULL),
	};

	(void)gw;
	smsgw_result(pub, SMSGW_ALL, &result);
	return 0;
}

static const struct smsgw_http http = {
	.size = sizeof(http),
	.send = { .build = build, .parse = parse },
};
static struct smsgw_provider provider;

static int
set_up(void **state)
{
	static char texts[COUNT][64];
	int i;

	if (fixture_set_up(state) != 0)
		return -1;
	provider = fixture_provider;
	provider.http = &http;
	fx.gw.provider = &provider;
	for (i = 0; i < COUNT; i++) {
		snprintf(texts[i], sizeof(texts[i]), "your code: 77%d%d-%d", i,
		    i, i);
		args[i] = (struct smsgw_arg){ "name", names[i] };
		messages[i] = (struct message){
			.purpose = "",
			.locale = "",
			.template_name = "",
			.text = texts[i],
			.args = &args[i],
			.arg_count = 1,
		};
		memcpy(messages[i].to, "+8613800138000", 15);
		messages[i].to[13] = (char)('0' + i);
		renditions[i] = (struct message_rendition){
			.text = texts[i],
			.signed_text = texts[i],
			.template_id = "",
		};
		message_list[i] = &messages[i];
		rendition_list[i] = &renditions[i];
	}
	return exchange_init(
	    &x, &fx.gw, EXCHANGE_SEND, message_list, rendition_list, COUNT);
}

static int
tear_down(void **state)
{
	exchange_fini(&x);
	return fixture_tear_down(state);
}

static void
assert_shown(const char *text, const char *expected)
{
	struct buf out;

	buf_init(&out, 4096);
	assert_int_equal(redact_text(&x.redact, text, &out), 0);
	assert_string_equal(buf_str(&out), expected);
	buf_fini(&out);
}

static void
a_batch_shows_nothing_of_any_of_its_messages(void **state)
{
	(void)state;
	assert_int_equal(exchange_prepare(&x), 0);
	assert_shown("Anna 7700-0, Boris 7711-1, Chlo\\u00e9 7722-2",
	    "**** ****, **** ****, **** ****");
	assert_shown("13800138000,13800138001,13800138002",
	    "138****8000,138****8001,138****8002");
	assert_shown("pa55word=derived-secret", "****=****");
	assert_shown("your code, Anne", "your code, Anne");
	assert_shown("<your code: 7722-2>", "<your code: ****>");
	exchange_hide_texts(&x);
	assert_shown("<your code: 7722-2>", "<****>");
}

static void
what_went_well_makes_nothing_to_hide_by(void **state)
{
	(void)state;
	assert_int_equal(exchange_prepare(&x), 0);
	exchange_settle_local(&x, 200, "id-1", 4);
	assert_string_equal(x.results[COUNT - 1].id, "id-1");
	assert_null(x.redact.needles);
	assert_null(fx.gw.redact.needles);
	assert_shown("Anna", "****");
	assert_non_null(x.redact.needles);
}

static void
one_used_again_knows_the_new_messages_alone(void **state)
{
	(void)state;
	assert_int_equal(exchange_prepare(&x), 0);
	exchange_settle_local(&x, 200, "id-1", 4);
	assert_shown("Anna Boris", "**** ****");
	assert_int_equal(exchange_again(&x, &fx.gw, EXCHANGE_SEND,
			     &message_list[1], &rendition_list[1], 1),
	    0);
	assert_int_equal(x.count, 1);
	assert_null(x.built.arena);
	assert_int_equal(exchange_prepare(&x), 0);
	exchange_settle_local(&x, 200, "id-2", 4);
	assert_string_equal(x.results[0].id, "id-2");
	assert_shown("Anna Boris", "Anna ****");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_batch_shows_nothing_of_any_of_its_messages, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    what_went_well_makes_nothing_to_hide_by, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    one_used_again_knows_the_new_messages_alone, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}

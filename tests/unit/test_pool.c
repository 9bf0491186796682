/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exchanges through the pool, with a provider of this file and a peer: each is
 * told of once, in a poll; one login serves all that wait for it; a token that
 * is refused is asked for once more; what is cancelled says how far it came.
 */
#include "compat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host.h"
#include "outcome.h"
#include "peer.h"
#include "pool.h"

#define PATIENT_MS 20000
#define ANSWERS 20

#define ANSWER(body, length) \
	"HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body

/* --- A provider that wants a token ---------------------------------------- */

static bool build_fails;
static char url[64];

static int
build_send(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	if (build_fails)
		return smsgw_fail(
		    gw, SMSGW_CLASS_CONFIGURATION, NULL, "no account");
	smsgw_url(r, url);
	smsgw_form(r, "to", smsgw_recipient(x, 0, SMSGW_DIGITS), 0);
	smsgw_form(r, "token", smsgw_kept(gw, "token"), SMSGW_SECRET);
	return 0;
}

/* "ok" is accepted, "token" means that a new one is wanted. */
static int
parse_send(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *response)
{
	size_t len;
	const char *body = smsgw_response_body(response, &len);
	const struct smsgw_result accepted = {
		.size = sizeof(accepted),
		.outcome = SMSGW_ACCEPTED,
		.id = "1",
	};

	(void)gw;
	if (strcmp(body, "token") == 0)
		smsgw_token_refused(x);
	else if (strcmp(body, "ok") == 0)
		smsgw_result(x, SMSGW_ALL, &accepted);
	return 0;
}

static int
build_login(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	(void)gw;
	(void)x;
	smsgw_url(r, url);
	smsgw_form(r, "login", "1", 0);
	return 0;
}

static int
parse_login(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *response)
{
	size_t len;
	const char *body = smsgw_response_body(response, &len);

	(void)x;
	if (strncmp(body, "t=", 2) == 0)
		smsgw_keep(gw, "token", body + 2, SMSGW_SECRET,
		    smsgw_now_ms(gw) + 3600000);
	return 0;
}

static const struct smsgw_http http = {
	.size = sizeof(http),
	.send = { .build = build_send, .parse = parse_send },
	.login = { .build = build_login, .parse = parse_login },
};

static const struct smsgw_provider provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(provider),
	.name = "pool",
	.title = "Pool",
	.version = "1",
	.http = &http,
};

/* --- The world of a test -------------------------------------------------- */

/* What the peer answers, one request after the other, each closing. */
static const char *answers[ANSWERS];
static size_t answered;
static char asked[ANSWERS][128]; /* the bodies */

/* After this many answers on one connection the next request is dropped. */
static size_t keeps;

static void
serve_one(struct peer_conn *c)
{
	const char *body, *answer;

	if (!peer_read_request(c) || answered >= ANSWERS)
		return;
	body = strstr(c->peer->request, "\r\n\r\n");
	(void)snprintf(asked[answered], sizeof(asked[answered]), "%s",
	    body != NULL ? body + 4 : "");
	/* counted before the other side can know of it */
	answer = answers[answered++];
	if (answer != NULL)
		(void)peer_puts(c, answer);
	else
		(void)peer_wait_close(c);
}

static void
serve_next(struct peer_conn *c)
{
	size_t i;

	serve_one(c);
	for (i = 1; i < keeps; i++)
		serve_one(c);
	if (keeps > 0 && peer_read_request(c))
		keeps = 0;
}

static struct peer peer;
static struct gateway gw;
static struct pool *pool;
static struct pool_gateway *place;
static struct message message;
static struct message_rendition rendition;
static const struct message *messages[] = { &message };
static const struct message_rendition *renditions[] = { &rendition };

/* What was told, in the order in which it was. */
static struct {
	int32_t outcome;
	const char *code;
	bool logged_in, login_failed;
	int64_t sent_at_ms;
} told[ANSWERS];
static size_t told_count, again_count;

static void
take(void *arg, struct pool_result *result)
{
	(void)arg;
	told[told_count].outcome = result->x->results[0].outcome;
	told[told_count].code = result->x->results[0].code;
	told[told_count].logged_in = result->logged_in;
	told[told_count].login_failed = result->login != NULL;
	told[told_count++].sent_at_ms = result->sent_at_ms;
}

static void
take_again(void *arg, struct pool_result *result)
{
	(void)arg;
	(void)result;
	again_count++;
}

static int
set_up(void **state)
{
	(void)state;
	memset(&gw, 0, sizeof(gw));
	memset(answers, 0, sizeof(answers));
	memset(told, 0, sizeof(told));
	answered = told_count = again_count = keeps = 0;
	build_fails = false;
	gw.pub.host = &host_table;
	gw.id = "pool";
	gw.provider = &provider;
	gw.clock = &clock_system;
	gw.allow_private = true;
	gw.opened = true;
	redact_init(&gw.redact, NULL);
	redact_init(&gw.tokens, NULL);
	memset(&message, 0, sizeof(message));
	message.purpose = message.locale = message.text = "";
	message.template_name = "";
	redact_init(&message.redact, NULL);
	memcpy(message.to, "+8613800138000", 15);
	rendition = (struct message_rendition){
		.text = "", .signed_text = "", .template_id = ""
	};
	peer_start(&peer, serve_next, NULL, NULL);
	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/", peer.port);
	pool = pool_new(&clock_system, "/nonexistent");
	assert_non_null(pool);
	place = pool_gateway_new(pool, &gw);
	assert_non_null(place);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	pool_free(pool);
	peer_stop(&peer);
	gateway_forget(&gw);
	redact_fini(&message.redact);
	redact_fini(&gw.redact);
	redact_fini(&gw.tokens);
	return 0;
}

static struct pool_call *
start(void)
{
	const struct pool_order order = {
		.kind = EXCHANGE_SEND,
		.messages = messages,
		.renditions = renditions,
		.count = 1,
		.again = take_again,
		.done = take,
	};
	struct pool_call *call = NULL;

	assert_int_equal(pool_start(place, &order, &call), 0);
	return call;
}

static void
keep_token(const char *token)
{
	gateway_keep(&gw, "token", token, SMSGW_SECRET,
	    clock_wall_ms(&clock_system) + 3600000);
}

static void
poll_all(void)
{
	while (pool_poll(pool, PATIENT_MS) > 0)
		continue;
}

/* --- Tests ---------------------------------------------------------------- */

static void
each_exchange_is_told_of_once(void **state)
{
	int i;

	(void)state;
	keep_token("a");
	for (i = 0; i < 5; i++) {
		answers[i] = ANSWER("ok", "2");
		(void)start();
	}
	assert_int_equal(told_count, 0);
	poll_all();
	assert_int_equal(told_count, 5);
	for (i = 0; i < 5; i++) {
		assert_int_equal(told[i].outcome, SMSGW_ACCEPTED);
		assert_true(told[i].sent_at_ms > 0);
		assert_string_equal(asked[i], "to=8613800138000&token=a");
	}
}

static void
one_login_serves_all_that_wait(void **state)
{
	int i;

	(void)state;
	answers[0] = ANSWER("t=fresh", "7");
	for (i = 0; i < 3; i++) {
		answers[i + 1] = ANSWER("ok", "2");
		(void)start();
	}
	poll_all();
	assert_int_equal(told_count, 3);
	assert_int_equal(answered, 4);
	assert_string_equal(asked[0], "login=1");
	for (i = 0; i < 3; i++) {
		assert_int_equal(told[i].outcome, SMSGW_ACCEPTED);
		assert_true(told[i].logged_in);
		assert_string_equal(
		    asked[i + 1], "to=8613800138000&token=fresh");
	}
}

static void
a_login_without_a_token_ends_them_unsent(void **state)
{
	(void)state;
	answers[0] = ANSWER("no", "2");
	(void)start();
	(void)start();
	poll_all();
	assert_int_equal(told_count, 2);
	assert_int_equal(answered, 1);
	assert_int_equal(told[0].outcome, SMSGW_DEFERRED);
	assert_true(told[0].login_failed);
	assert_int_equal(told[0].sent_at_ms, 0);
	assert_int_equal(told[1].outcome, SMSGW_DEFERRED);
	/* the next one asks again */
	answers[1] = ANSWER("t=b", "3");
	answers[2] = ANSWER("ok", "2");
	(void)start();
	poll_all();
	assert_int_equal(told[2].outcome, SMSGW_ACCEPTED);
}

static void
a_refused_token_is_asked_for_once_more(void **state)
{
	(void)state;
	keep_token("old");
	answers[0] = ANSWER("token", "5");
	answers[1] = ANSWER("t=new", "5");
	answers[2] = ANSWER("ok", "2");
	(void)start();
	poll_all();
	assert_int_equal(told_count, 1);
	assert_int_equal(again_count, 1);
	assert_int_equal(told[0].outcome, SMSGW_ACCEPTED);
	assert_string_equal(asked[2], "to=8613800138000&token=new");
	/* and not for ever */
	answers[3] = ANSWER("token", "5");
	answers[4] = ANSWER("t=new", "5");
	answers[5] = ANSWER("token", "5");
	(void)start();
	poll_all();
	assert_int_equal(told_count, 2);
	assert_int_equal(answered, 6);
	assert_int_not_equal(told[1].outcome, SMSGW_ACCEPTED);
}

/* Whether it arrived is not known, so it is nobody's to repeat here. */
static void
a_send_on_a_connection_that_breaks_is_not_repeated(void **state)
{
	(void)state;
	keep_token("a");
	keeps = 1;
	answers[0] = answers[1] = ANSWER("ok", "2");
	(void)start();
	poll_all();
	(void)start();
	poll_all();
	assert_int_equal(told_count, 2);
	assert_int_equal(told[0].outcome, SMSGW_ACCEPTED);
	assert_int_equal(told[1].outcome, SMSGW_UNKNOWN);
	assert_int_equal(answered, 1);
	assert_int_equal(peer.requests, 2);
}

static void
a_question_on_a_connection_that_breaks_is_asked_again(void **state)
{
	const struct pool_order login = {
		.kind = EXCHANGE_LOGIN,
		.done = take,
	};

	(void)state;
	keep_token("a");
	keeps = 1;
	answers[0] = ANSWER("ok", "2");
	answers[1] = ANSWER("t=new", "5");
	(void)start();
	poll_all();
	assert_int_equal(pool_start(place, &login, NULL), 0);
	poll_all();
	assert_int_equal(told_count, 2);
	assert_int_equal(answered, 2);
	assert_int_equal(peer.requests, 3);
	assert_string_equal(gateway_kept(&gw, "token"), "new");
}

static void
what_cannot_be_built_ends_in_the_next_poll(void **state)
{
	(void)state;
	keep_token("a");
	build_fails = true;
	(void)start();
	assert_int_equal(told_count, 0);
	poll_all();
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].outcome, SMSGW_REJECTED);
	assert_int_equal(told[0].sent_at_ms, 0);
}

static void
what_is_cancelled_says_how_far_it_came(void **state)
{
	struct pool_call *call;
	int turns;

	(void)state;
	/* it waits for a login that nobody answers */
	call = start();
	for (turns = 0; turns < 10; turns++)
		(void)pool_poll(pool, 20);
	pool_cancel(call);
	assert_int_equal(told_count, 0);
	(void)pool_poll(pool, 0);
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].outcome, SMSGW_DEFERRED);
	assert_string_equal(told[0].code, "cancelled");
}

static void
whoever_frees_the_pool_hears_of_all(void **state)
{
	int turns;

	(void)state;
	keep_token("a");
	(void)start();
	for (turns = 0; turns < 10; turns++)
		(void)pool_poll(pool, 20);
	pool_free(pool);
	pool = NULL;
	assert_int_equal(told_count, 1);
	assert_int_equal(told[0].outcome, SMSGW_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_exchange_is_told_of_once),
		TEST(one_login_serves_all_that_wait),
		TEST(a_login_without_a_token_ends_them_unsent),
		TEST(a_refused_token_is_asked_for_once_more),
		TEST(a_send_on_a_connection_that_breaks_is_not_repeated),
		TEST(a_question_on_a_connection_that_breaks_is_asked_again),
		TEST(what_cannot_be_built_ends_in_the_next_poll),
		TEST(what_is_cancelled_says_how_far_it_came),
		TEST(whoever_frees_the_pool_hears_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections that are kept: used again by the same line alone, given up in
 * time, and never the reason for a request to be sent twice.
 */
#include "compat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "transport_fixture.h"

#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* --- What the peer does --------------------------------------------------- */

/* Answers each request with the text, as long as there are any. */
static void
serve_on(struct peer_conn *c)
{
	while (peer_read_request(c) && peer_puts(c, c->peer->arg))
		continue;
}

/* Answers one, and closes without an answer when a second one has come. */
static void
serve_one_and_drop(struct peer_conn *c)
{
	if (peer_read_request(c) && peer_puts(c, OK_ANSWER))
		(void)peer_read_request(c);
}

/* Answers one and closes, as a server does that gives a connection up. */
static void
serve_one(struct peer_conn *c)
{
	if (peer_read_request(c))
		(void)peer_puts(c, OK_ANSWER);
}

static void
line_run(struct world *w)
{
	transport_result_free(w->result);
	w->result = transport_run(w->line, &w->request);
	assert_non_null(w->result);
}

static void
line_open(struct world *w, void (*serve)(struct peer_conn *conn), SSL_CTX *ctx,
    const void *arg)
{
	world_open(w, serve, ctx, arg);
	w->target.keep = true;
}

/* --- Tests ---------------------------------------------------------------- */

static void
a_connection_serves_one_exchange_after_the_other(void **state)
{
	struct world w;
	int i;

	(void)state;
	line_open(&w, serve_on, NULL, OK_ANSWER);
	(void)world_line(&w);
	for (i = 0; i < 5; i++) {
		line_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		assert_int_equal(w.result->kept, i > 0);
		assert_int_equal(w.result->remote_port, w.peer.port);
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
	assert_int_equal(w.peer.requests, 5);
}

static void
what_is_not_to_be_kept_is_closed(void **state)
{
	struct world w;

	(void)state;
	line_open(&w, serve_on, NULL, OK_ANSWER);
	w.target.keep = false;
	(void)world_line(&w);
	line_run(&w);
	line_run(&w);
	assert_false(w.result->kept);
	world_close(&w);
	assert_int_equal(w.peer.connections, 2);
}

static void
methods_and_bodies_may_change_on_a_connection(void **state)
{
	static const struct {
		const char *method, *body, *first_line;
	} cases[] = {
		{ "POST", "a=1", "POST /sms" },
		{ "GET", "", "GET /sms" },
		{ "DELETE", "", "DELETE /sms" },
		{ "POST", "longer=body", "POST /sms" },
		{ "GET", "", "GET /sms" },
	};
	struct world w;
	size_t i;

	(void)state;
	line_open(&w, serve_on, NULL, OK_ANSWER);
	(void)world_line(&w);
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		w.request.method = cases[i].method;
		w.request.body = cases[i].body;
		w.request.body_len = strlen(cases[i].body);
		line_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		assert_memory_equal(w.peer.request, cases[i].first_line,
		    strlen(cases[i].first_line));
		assert_string_equal(
		    strstr(w.peer.request, "\r\n\r\n") + 4, cases[i].body);
		assert_int_equal(
		    strstr(w.peer.request, "Content-Length") != NULL,
		    w.request.body_len > 0);
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
}

static void
a_kept_connection_shows_the_same_certificate(void **state)
{
	const struct peer_cert cert = { .days_from = -1, .days_to = 9 };
	char pin[64];
	struct world w;
	int i;

	(void)state;
	line_open(&w, serve_on, peer_tls(&cert, NULL, pin), OK_ANSWER);
	w.target.pin_sha256 = pin;
	(void)world_line(&w);
	for (i = 0; i < 3; i++) {
		line_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		assert_string_equal(w.result->peer.pin, pin);
		assert_int_equal(w.result->kept, i > 0);
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
}

/* Whether a line to this target uses the connection of one to w.target. */
static bool
shares(struct world *w, const struct transport_target *target)
{
	struct transport_line *other = transport_line_new(w->t, target);
	bool kept;

	assert_non_null(other);
	line_run(w);
	world_expect(w, TRANSPORT_ANSWERED, NULL);
	transport_result_free(w->result);
	w->result = transport_run(other, &w->request);
	kept = w->result->kept;
	transport_line_free(other);
	return kept;
}

static void
lines_share_connections_when_they_admit_the_same(void **state)
{
	struct transport_target target;
	struct world w;

	(void)state;
	line_open(&w, serve_on, NULL, OK_ANSWER);
	w.target.key = "a";
	(void)world_line(&w);
	target = w.target;
	assert_true(shares(&w, &target));
	/* and the first one still has it when the other was given back */
	line_run(&w);
	assert_true(w.result->kept);
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
}

static void
what_one_line_admits_never_serves_another(void **state)
{
	struct transport_target target;
	struct world w;

	(void)state;
	line_open(&w, serve_one, NULL, NULL);
	w.target.key = "a";
	(void)world_line(&w);
	target = w.target;
	target.allow_private = false;
	assert_false(shares(&w, &target));
	world_expect(&w, TRANSPORT_RESOLVED, "address-private");
	target = w.target;
	target.key = "b";
	assert_false(shares(&w, &target));
	target = w.target;
	target.user_agent = "other/1";
	assert_false(shares(&w, &target));
	w.target.key = NULL;
	(void)world_line(&w);
	target = w.target;
	assert_false(shares(&w, &target));
	world_close(&w);
}

/* The peer's end of it is there before the next request is made. */
static void
a_connection_that_the_server_closed_is_not_used(void **state)
{
	struct world w;

	(void)state;
	line_open(&w, serve_one, NULL, NULL);
	(void)world_line(&w);
	line_run(&w);
	(void)transport_poll(w.t, SHORT_MS);
	line_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	assert_false(w.result->kept);
	world_close(&w);
	assert_int_equal(w.peer.requests, 2);
}

static void
a_request_on_a_connection_that_breaks_is_not_repeated(void **state)
{
	struct world w;

	(void)state;
	line_open(&w, serve_one_and_drop, NULL, NULL);
	(void)world_line(&w);
	line_run(&w);
	line_run(&w);
	world_expect(&w, TRANSPORT_WRITING, "request-reset");
	assert_true(w.result->kept);
	world_close(&w);
	assert_int_equal(w.peer.requests, 2);
}

/* --- A clock that a test moves -------------------------------------------- */

static int64_t skipped_ms;

static int64_t
read_boot(void *arg)
{
	(void)arg;
	return clock_boot_ms(&clock_system) + skipped_ms;
}

static const struct clock moved_clock = { .boot_ms = read_boot };

/* Whether a connection is still there after some time without requests. */
static bool
is_kept_after(const char *answer, int64_t ms)
{
	struct world w;
	bool kept;

	skipped_ms = 0;
	line_open(&w, serve_on, NULL, answer);
	transport_free(w.t);
	w.t = transport_new(&moved_clock);
	assert_non_null(w.t);
	(void)world_line(&w);
	line_run(&w);
	skipped_ms = ms;
	(void)transport_poll(w.t, 0);
	line_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	kept = w.result->kept;
	world_close(&w);
	return kept;
}

static void
an_idle_connection_is_closed_before_the_server_does(void **state)
{
	(void)state;
	assert_true(is_kept_after(OK_ANSWER, 2500));
	assert_false(is_kept_after(OK_ANSWER, 3100));
#define SAYS(seconds)                                            \
	"HTTP/1.1 200 OK\r\nKeep-Alive: timeout=" seconds "\r\n" \
	"Content-Length: 2\r\n\r\nok"
	assert_true(is_kept_after(SAYS("20"), 17500));
	assert_false(is_kept_after(SAYS("20"), 18100));
	assert_true(is_kept_after(SAYS("5, max=100"), 2500));
	assert_false(is_kept_after(SAYS("1"), 100));
	assert_false(is_kept_after(SAYS("100000000000000000000"), 60100));
}

static void
more_exchanges_than_one_handle_takes_all_end(void **state)
{
	struct transport_result *results[150] = { NULL };
	struct world w;
	size_t i;

	(void)state;
	line_open(&w, serve_one, NULL, NULL);
	(void)world_line(&w);
	for (i = 0; i < ARRAY_LEN(results); i++)
		assert_non_null(transport_start(
		    w.line, &w.request, keep_result, &results[i]));
	while (transport_poll(w.t, PATIENT_MS) > 0)
		continue;
	for (i = 0; i < ARRAY_LEN(results); i++) {
		assert_non_null(results[i]);
		assert_null(results[i]->code);
		transport_result_free(results[i]);
	}
	world_close(&w);
	assert_int_equal(w.peer.requests, ARRAY_LEN(results));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_connection_serves_one_exchange_after_the_other),
		cmocka_unit_test(what_is_not_to_be_kept_is_closed),
		cmocka_unit_test(methods_and_bodies_may_change_on_a_connection),
		cmocka_unit_test(a_kept_connection_shows_the_same_certificate),
		cmocka_unit_test(
		    lines_share_connections_when_they_admit_the_same),
		cmocka_unit_test(what_one_line_admits_never_serves_another),
		cmocka_unit_test(
		    a_connection_that_the_server_closed_is_not_used),
		cmocka_unit_test(
		    a_request_on_a_connection_that_breaks_is_not_repeated),
		cmocka_unit_test(
		    an_idle_connection_is_closed_before_the_server_does),
		cmocka_unit_test(more_exchanges_than_one_handle_takes_all_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

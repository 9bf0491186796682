/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the transport does not do: go to addresses it may not, send what has
 * expired, send twice, or believe the environment.  And its bookkeeping: each
 * exchange ends once.
 */
#include "compat.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "transport_call.h"
#include "transport_fixture.h"

#define ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

static void
serve_ok(struct peer_conn *c)
{
	if (peer_read_request(c))
		(void)peer_puts(c, ANSWER);
}

static void
serve_silence(struct peer_conn *c)
{
	if (peer_read_request(c))
		(void)peer_wait_close(c);
}

static void
set_host(struct world *w, const char *host)
{
	(void)snprintf(
	    w->url, sizeof(w->url), "http://%s:%d/sms?k=v", host, w->peer.port);
}

/* --- Addresses ------------------------------------------------------------ */

static void
a_private_address_is_not_connected_to(void **state)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost",
		"loopback.test", "private.test", "two.test", "2130706433",
		"0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
		"[64:ff9b::7f00:1]", "10.0.0.1", "192.168.1.1" };
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	w.target.allow_private = false;
	for (i = 0; i < ARRAY_LEN(hosts); i++) {
		set_host(&w, hosts[i]);
		world_run(&w);
		world_expect(&w, TRANSPORT_RESOLVED, "address-private");
		assert_true(w.result->remote_ip[0] != '\0');
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 0);
}

static void
a_forbidden_address_stays_forbidden(void **state)
{
	static const char *const hosts[] = { "169.254.169.254", "metadata.test",
		"0.0.0.0", "224.0.0.1", "255.255.255.255", "[::]", "[ff02::1]",
		"[::ffff:169.254.169.254]" };
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	for (i = 0; i < ARRAY_LEN(hosts); i++) {
		set_host(&w, hosts[i]);
		world_run(&w);
		world_expect(&w, TRANSPORT_RESOLVED, "address-forbidden");
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 0);
}

static void
a_name_may_lead_to_loopback_when_the_file_says_so(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	set_host(&w, "loopback.test");
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	world_close(&w);
}

static void
a_name_without_an_address_means_nothing_was_sent(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	set_host(&w, "unknown.test");
	world_run(&w);
	world_expect(&w, TRANSPORT_NOTHING, "dns-unknown");
	assert_int_equal(w.result->times.dns_us, -1);
	world_close(&w);
}

static void
a_resolver_that_hangs_does_not_hold_up_the_end(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	set_host(&w, "stall.test");
	w.request.connect_timeout_ms = SHORT_MS;
	world_run(&w); /* returns although names_release was not called */
	world_expect(&w, TRANSPORT_NOTHING, "dns-timeout");
	world_close(&w);
	names_release();
}

/* A listener whose queue is full lets no connection through. */
static void
a_connection_that_is_not_taken_ends_in_time(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	socklen_t len = sizeof(in);
	struct world w;
	int fds[4], full, i;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	full = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(full, (const struct sockaddr *)&in, len), 0);
	assert_int_equal(listen(full, 0), 0);
	assert_int_equal(getsockname(full, (struct sockaddr *)&in, &len), 0);
	for (i = 0; i < 4; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(fds[i], (const struct sockaddr *)&in, len);
	}
	(void)snprintf(
	    w.url, sizeof(w.url), "http://127.0.0.1:%d/", ntohs(in.sin_port));
	w.request.connect_timeout_ms = SHORT_MS;
	world_run(&w);
	world_expect(&w, TRANSPORT_RESOLVED, "connect-timeout");
	for (i = 0; i < 4; i++)
		(void)close(fds[i]);
	(void)close(full);
	world_close(&w);
}

/* --- The environment and the proxy ---------------------------------------- */

static void
the_environment_chooses_no_proxy(void **state)
{
	static const char *const names[] = { "http_proxy", "HTTP_PROXY",
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(names); i++)
		(void)setenv(names[i], "http://127.0.0.1:1/", 1);
	world_open(&w, serve_ok, NULL, NULL);
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	world_close(&w);
	for (i = 0; i < ARRAY_LEN(names); i++)
		(void)unsetenv(names[i]);
}

static void
the_proxy_of_the_target_is_used_whatever_no_proxy_says(void **state)
{
	char proxy[64];
	struct world w;

	(void)state;
	(void)setenv("no_proxy", "*", 1);
	world_open(&w, serve_ok, NULL, NULL);
	(void)snprintf(
	    proxy, sizeof(proxy), "http://127.0.0.1:%d", w.peer.port);
	(void)snprintf(w.url, sizeof(w.url), "http://provider.test/sms");
	w.target.proxy = proxy;
	w.target.allow_private = false; /* not asked of the proxy's address */
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	world_close(&w);
	(void)unsetenv("no_proxy");
	assert_int_equal(strncmp(w.peer.request,
			     "POST http://provider.test/sms HTTP/1.1\r\n", 40),
	    0);
}

static void
serve_no_tunnel(struct peer_conn *c)
{
	if (peer_read_request(c))
		(void)peer_puts(c, "HTTP/1.1 403 No\r\n\r\n");
}

static void
what_a_proxy_refuses_was_not_sent(void **state)
{
	char proxy[64];
	struct world w;

	(void)state;
	world_open(&w, serve_no_tunnel, NULL, NULL);
	(void)snprintf(proxy, sizeof(proxy), "http://user:secret@127.0.0.1:%d",
	    w.peer.port);
	(void)snprintf(w.url, sizeof(w.url), "https://provider.test/sms");
	w.target.proxy = proxy;
	world_run(&w);
	world_expect(&w, TRANSPORT_CONNECTED, "proxy-failed");
	assert_null(strstr(w.result->detail, "secret"));
	assert_int_equal(w.result->bytes_written, 0);
	(void)snprintf(proxy, sizeof(proxy), "gopher://user:secret@host.test");
	world_run(&w);
	assert_int_equal(w.result->reach, TRANSPORT_NOTHING);
	assert_non_null(w.result->code);
	assert_null(strstr(w.result->detail, "secret"));
	world_close(&w);
}

/* --- The gate ------------------------------------------------------------- */

struct hand_clock {
	int64_t now_ms;
};

static int64_t
hand_boot(void *arg)
{
	return ((const struct hand_clock *)arg)->now_ms;
}

static int
pass_a_minute(void *arg)
{
	((struct hand_clock *)arg)->now_ms += 60000;
	return 0;
}

static int
say_no(void *arg)
{
	(*(int *)arg)++;
	return -1;
}

static int
say_yes(void *arg)
{
	(*(int *)arg)++;
	return 0;
}

static void
what_expires_before_the_first_byte_is_not_sent(void **state)
{
	struct hand_clock hand = { .now_ms = 1000000 };
	struct clock clock = clock_system;
	struct world w;

	(void)state;
	clock.boot_ms = hand_boot;
	clock.arg = &hand;
	world_open(&w, serve_ok, NULL, NULL);
	transport_free(w.t);
	w.t = transport_new(&clock);
	w.request.not_after_boot_ms = 1030000;
	w.request.before_first_byte = pass_a_minute;
	w.request.before_first_byte_arg = &hand;
	world_run(&w);
	world_expect(&w, TRANSPORT_SECURED, "expired");
	assert_int_equal(w.result->bytes_written, 0);
	/* it was over before it began */
	world_run(&w);
	world_expect(&w, TRANSPORT_NOTHING, "expired");
	world_close(&w);
	assert_int_equal(w.peer.request_len, 0);
}

static void
what_is_not_recorded_is_not_sent(void **state)
{
	struct world w;
	int calls = 0;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	w.request.before_first_byte = say_no;
	w.request.before_first_byte_arg = &calls;
	world_run(&w);
	world_expect(&w, TRANSPORT_SECURED, "attempt-unrecorded");
	assert_int_equal(w.result->bytes_written, 0);
	assert_int_equal(calls, 1);
	w.request.before_first_byte = say_yes;
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	assert_int_equal(calls, 2);
	world_close(&w);
	assert_int_equal(w.peer.requests, 1);
}

/* A call that libcurl was never told of. */
static struct transport *
gate_open(struct transport_call *call, const char *pins)
{
	const struct transport_target target = { .pin_sha256 = pins };
	struct transport *t = transport_new(&clock_system);

	call->line = transport_line_new(t, &target);
	assert_non_null(call->line);
	call->answer = transport_answer_new();
	assert_non_null(call->answer);
	return t;
}

static void
gate_close(struct transport_call *call, struct transport *t)
{
	timer_clear(&t->timers, &call->alarm.timer);
	transport_result_free(&call->answer->result);
	transport_free(t);
}

/* libcurl comes here again only when it repeats a request on its own. */
static void
the_gate_opens_once(void **state)
{
	char ip[] = "192.0.2.1";
	struct transport_call call = { .gates = 0 };
	struct transport *t = gate_open(&call, NULL);

	(void)state;
	assert_int_equal(
	    transport_gate(&call, ip, ip, 80, 1), CURL_PREREQFUNC_OK);
	assert_int_equal(
	    transport_gate(&call, ip, ip, 80, 1), CURL_PREREQFUNC_ABORT);
	assert_string_equal(call.fault, "request-reset");
	gate_close(&call, t);
}

/* Should libcurl ever not look at a pin or a chain, the gate does. */
static void
the_gate_asks_for_the_peer_itself(void **state)
{
	char ip[] = "192.0.2.1";
	struct transport_call call = { .https = true };
	struct transport *t =
	    gate_open(&call, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

	(void)state;
	assert_int_equal(
	    transport_gate(&call, ip, ip, 443, 1), CURL_PREREQFUNC_ABORT);
	assert_string_equal(call.fault, "tls-pin");
	call.line->target.pin_sha256 = NULL;
	assert_int_equal(
	    transport_gate(&call, ip, ip, 443, 1), CURL_PREREQFUNC_ABORT);
	assert_string_equal(call.fault, "tls-untrusted");
	gate_close(&call, t);
}

/* --- Requests ------------------------------------------------------------- */

static void
a_method_carries_a_length_where_it_has_a_body(void **state)
{
	static const struct {
		const char *method, *body, *end;
	} cases[] = {
		{ "GET", "", "\r\n\r\n" },
		{ "HEAD", "", "\r\n\r\n" },
		{ "DELETE", "", "\r\n\r\n" },
		{ "POST", "", "\r\nContent-Length: 0\r\n\r\n" },
		{ "PUT", "", "\r\nContent-Length: 0\r\n\r\n" },
		{ "PUT", "ab", "\r\nContent-Length: 2\r\n\r\nab" },
		{ "GET", "ab", "\r\nContent-Length: 2\r\n\r\nab" },
	};
	char expected[256];
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		world_open(&w, serve_ok, NULL, NULL);
		w.request.method = cases[i].method;
		w.request.body = cases[i].body;
		w.request.body_len = strlen(cases[i].body);
		world_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		world_close(&w);
		(void)snprintf(expected, sizeof(expected),
		    "%s /sms?k=v HTTP/1.1\r\nHost: 127.0.0.1:%d%s",
		    cases[i].method, w.peer.port, cases[i].end);
		assert_string_equal(w.peer.request, expected);
	}
}

static void
expect_unsent(struct world *w, const char *code)
{
	world_run(w);
	world_expect(w, TRANSPORT_NOTHING, code);
}

static void
what_would_be_understood_otherwise_is_not_sent(void **state)
{
	static const struct transport_header wrong[] = {
		{ "X-A", "1\r\nX-B: 2" },
		{ "X-A", "1\nX-B: 2" },
		{ "X A", "1" },
		{ "X-A:", "1" },
		{ "", "1" },
		{ "X-A", NULL },
		{ "content-length", "1" },
		{ "Transfer-Encoding", "chunked" },
		{ "Expect", "100-continue" },
		{ "connection", "close" },
	};
	static const char *const urls[] = { "ftp://127.0.0.1/",
		"file:///etc/passwd", "127.0.0.1/", "", "http://",
		"http://user:pw@127.0.0.1/", "http://127.0.0.1/a b",
		"http://127.0.0.1/\r\nX: y", "http://127.0.0.1:99999/",
		"//127.0.0.1/", " http://127.0.0.1/" };
	static const char *const methods[] = { "", "post", "PO ST",
		"POST / HTTP/1.1\r\nX: y", NULL };
	struct world w;
	size_t i;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	for (i = 0; i < ARRAY_LEN(wrong); i++) {
		w.request.headers = &wrong[i];
		w.request.header_count = 1;
		expect_unsent(&w, "request-invalid");
	}
	w.request.header_count = 0;
	for (i = 0; i < ARRAY_LEN(methods); i++) {
		w.request.method = methods[i];
		expect_unsent(&w, "request-invalid");
	}
	w.request.method = "POST";
	w.target.user_agent = "a\r\nX: y";
	expect_unsent(&w, "request-invalid");
	w.target.user_agent = NULL;
	for (i = 0; i < ARRAY_LEN(urls); i++) {
		w.request.url = urls[i];
		expect_unsent(&w, "url-invalid");
	}
	world_close(&w);
	assert_int_equal(w.peer.connections, 0);
}

/* --- Many, and the end ---------------------------------------------------- */

struct tally {
	struct world *w;
	int done, whole, again;
};

static void
count_one(void *arg, struct transport_result *result)
{
	struct tally *tally = arg;
	struct world *w = tally->w;

	tally->done++;
	tally->whole += result->code == NULL ? 1 : 0;
	transport_result_free(result);
	if (tally->again-- > 0)
		(void)transport_start(w->line, &w->request, count_one, tally);
}

static void
many_exchanges_go_on_at_once_and_each_ends_once(void **state)
{
	struct tally tally = { .again = 40 };
	struct world w;
	int i;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	tally.w = &w;
	(void)world_line(&w);
	for (i = 0; i < 60; i++)
		assert_non_null(
		    transport_start(w.line, &w.request, count_one, &tally));
	assert_int_equal(tally.done, 0);
	while (transport_poll(w.t, PATIENT_MS) > 0)
		continue;
	assert_int_equal(tally.done, 100);
	assert_int_equal(tally.whole, 100);
	world_close(&w);
	assert_int_equal(w.peer.requests, 100);
}

static void
an_exchange_that_is_cancelled_says_how_far_it_came(void **state)
{
	struct transport_call *call;
	struct world w;
	int turns;

	(void)state;
	world_open(&w, serve_silence, NULL, NULL);
	call =
	    transport_start(world_line(&w), &w.request, keep_result, &w.result);
	assert_non_null(call);
	transport_cancel(call);
	world_expect(&w, TRANSPORT_NOTHING, "cancelled");
	transport_result_free(w.result);
	w.result = NULL;
	call =
	    transport_start(world_line(&w), &w.request, keep_result, &w.result);
	for (turns = 0; turns < 10; turns++)
		(void)transport_poll(w.t, 20);
	transport_cancel(call);
	world_expect(&w, TRANSPORT_WRITTEN, "cancelled");
	transport_result_free(w.result);
	w.result = NULL;
	/* whoever frees the set hears of all that were under way */
	assert_non_null(transport_start(
	    world_line(&w), &w.request, keep_result, &w.result));
	transport_free(w.t);
	w.t = NULL;
	world_expect(&w, TRANSPORT_NOTHING, "cancelled");
	world_close(&w);
}

static void *
wake(void *arg)
{
	transport_wake(arg);
	return NULL;
}

static void
another_thread_ends_a_wait(void **state)
{
	pthread_t thread;
	struct world w;

	(void)state;
	world_open(&w, serve_ok, NULL, NULL);
	assert_int_equal(pthread_create(&thread, NULL, wake, w.t), 0);
	assert_int_equal(transport_poll(w.t, PATIENT_MS * 10), 0);
	(void)pthread_join(thread, NULL);
	world_close(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_private_address_is_not_connected_to),
		cmocka_unit_test(a_forbidden_address_stays_forbidden),
		cmocka_unit_test(
		    a_name_may_lead_to_loopback_when_the_file_says_so),
		cmocka_unit_test(
		    a_name_without_an_address_means_nothing_was_sent),
		cmocka_unit_test(
		    a_resolver_that_hangs_does_not_hold_up_the_end),
		cmocka_unit_test(a_connection_that_is_not_taken_ends_in_time),
		cmocka_unit_test(the_environment_chooses_no_proxy),
		cmocka_unit_test(
		    the_proxy_of_the_target_is_used_whatever_no_proxy_says),
		cmocka_unit_test(what_a_proxy_refuses_was_not_sent),
		cmocka_unit_test(
		    what_expires_before_the_first_byte_is_not_sent),
		cmocka_unit_test(what_is_not_recorded_is_not_sent),
		cmocka_unit_test(the_gate_opens_once),
		cmocka_unit_test(the_gate_asks_for_the_peer_itself),
		cmocka_unit_test(a_method_carries_a_length_where_it_has_a_body),
		cmocka_unit_test(
		    what_would_be_understood_otherwise_is_not_sent),
		cmocka_unit_test(
		    many_exchanges_go_on_at_once_and_each_ends_once),
		cmocka_unit_test(
		    an_exchange_that_is_cancelled_says_how_far_it_came),
		cmocka_unit_test(another_thread_ends_a_wait),
	};

	return cmocka_run_group_tests_name(
	    "transport_policy", tests, NULL, NULL);
}

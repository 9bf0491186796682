/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far an exchange came and what it is called, against a peer that does
 * everything wrong that a provider's machine can do.
 */
#include "compat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "catalog.h"
#include "transport_call.h"
#include "transport_fixture.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/* --- What the peer does --------------------------------------------------- */

static void
serve_text(struct peer_conn *c)
{
	const char *text = c->peer->arg;

	if (peer_read_request(c))
		(void)peer_puts(c, text);
}

static void
serve_and_wait(struct peer_conn *c)
{
	const char *text = c->peer->arg;

	if (peer_read_request(c) && peer_puts(c, text))
		(void)peer_wait_close(c);
}

static void
serve_reset_at_once(struct peer_conn *c)
{
	(void)sem_wait(&c->peer->go);
	peer_reset(c);
	(void)sem_post(&c->peer->event);
}

static void
serve_reset_after_request(struct peer_conn *c)
{
	if (peer_read_request(c))
		peer_reset(c);
}

/* The beginning of an answer must have been read before the reset. */
static void
serve_reset_in_answer(struct peer_conn *c)
{
	if (peer_read_request(c) && peer_puts(c, c->peer->arg) &&
	    sem_wait(&c->peer->event) == 0)
		peer_reset(c);
}

static void
serve_nothing(struct peer_conn *c)
{
	(void)sem_wait(&c->peer->event);
	(void)c;
}

static void
serve_for_ever(struct peer_conn *c)
{
	const char *const *text = c->peer->arg;

	if (!peer_read_request(c) || !peer_puts(c, text[0]))
		return;
	while (peer_puts(c, text[1]))
		continue;
}

static void
serve_drop_by_drop(struct peer_conn *c)
{
	const char *const *text = c->peer->arg;

	if (!peer_read_request(c) || !peer_puts(c, text[0]))
		return;
	while (!peer_hears(c, 10) && peer_puts(c, text[1]))
		continue;
}

static void
serve_body_of(struct peer_conn *c)
{
	const size_t *len = c->peer->arg;
	char head[128], *body;

	body = calloc(1, *len);
	assert_non_null(body);
	(void)snprintf(
	    head, sizeof(head), "%sContent-Length: %zu\r\n\r\n", OK_HEAD, *len);
	if (peer_read_request(c) && peer_puts(c, head))
		(void)peer_write(c, body, *len);
	free(body);
}

/* --- Whole answers -------------------------------------------------------- */

static void
a_whole_answer_is_read(void **state)
{
	static const char answer[] =
	    "HTTP/1.1 202 Accepted\r\n"
	    "Content-Type: application/json\r\nX-Id:  a b \r\nX-Empty:\r\n"
	    "x-id: second\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
	const struct transport_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ "X-Sign", "abc==" },
		{ "X-Empty", "" },
	};
	char expected[512];
	struct world w;

	(void)state;
	world_open(&w, serve_text, NULL, answer);
	w.target.user_agent = "smsgw-test/1";
	w.request.headers = headers;
	w.request.header_count = 3;
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	assert_int_equal(w.result->status, 202);
	assert_string_equal(w.result->body, "{\"ok\":true}");
	assert_int_equal(w.result->body_len, 11);
	assert_string_equal(w.result->content_type, "application/json");
	assert_string_equal(transport_result_header(w.result, "X-ID"), "a b");
	assert_string_equal(transport_result_header(w.result, "x-empty"), "");
	assert_null(transport_result_header(w.result, "X-None"));
	assert_int_equal(w.result->header_count, 5);
	assert_string_equal(w.result->remote_ip, "127.0.0.1");
	assert_int_equal(w.result->remote_port, w.peer.port);
	assert_true(w.result->times.dns_us >= 0);
	assert_true(w.result->times.connect_us >= 0);
	assert_int_equal(w.result->times.tls_us, -1);
	assert_true(w.result->times.request_us >= 0);
	assert_true(w.result->times.answer_us >= 0);
	assert_true(w.result->times.total_us > 0);
	peer_stop(&w.peer);
	(void)snprintf(expected, sizeof(expected),
	    "POST /sms?k=v HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
	    "User-Agent: smsgw-test/1\r\nContent-Type: text/plain\r\n"
	    "X-Sign: abc==\r\nX-Empty:\r\nContent-Length: 12\r\n\r\n"
	    "to=1&text=hi",
	    w.peer.port);
	assert_string_equal(w.peer.request, expected);
	assert_int_equal(w.result->bytes_written, strlen(expected));
	transport_result_free(w.result);
	transport_free(w.t);
}

static void
any_status_is_an_answer(void **state)
{
	static const char *const answers[] = {
		"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
		("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\n"
		 "Content-Length: 0\r\n\r\n"),
		"HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n",
	};
	static const int status[] = { 302, 401, 417, 503 };
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_text, NULL, answers[i]);
		world_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		assert_int_equal(w.result->status, status[i]);
		assert_int_equal(w.result->body_len, 0);
		assert_string_equal(w.result->body, "");
		world_close(&w);
		assert_int_equal(w.peer.connections, 1);
		assert_int_equal(w.peer.requests, 1);
	}
}

static void
an_answer_of_known_ends_is_whole(void **state)
{
	static const char *const answers[] = {
		"HTTP/1.1 200 OK\r\n\r\nbody", /* ended by closing */
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"2\r\nbo\r\n2\r\ndy\r\n0\r\nX-Trailer: 1\r\n\r\n",
		"HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n"
		"HTTP/1.1 100 Continue\r\n\r\n"
		"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
		/* not unpacked: it is the provider's to say what it is */
		"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		"Content-Length: 4\r\n\r\nbody",
		"HTTP/1.0 200 OK\r\n\r\nbody",
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_text, NULL, answers[i]);
		world_run(&w);
		world_expect(&w, TRANSPORT_ANSWERED, NULL);
		assert_int_equal(w.result->status, 200);
		assert_string_equal(w.result->body, "body");
		assert_null(transport_result_header(w.result, "X-Early"));
		assert_null(transport_result_header(w.result, "X-Trailer"));
		world_close(&w);
	}
}

static void
a_body_of_64_kib_is_read_and_one_byte_more_is_not(void **state)
{
	size_t len = 65536;
	struct world w;

	(void)state;
	world_open(&w, serve_body_of, NULL, &len);
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERED, NULL);
	assert_int_equal(w.result->body_len, 65536);
	world_close(&w);
	len = 65537;
	world_open(&w, serve_body_of, NULL, &len);
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERING, "answer-too-large");
	assert_int_equal(w.result->status, 200);
	world_close(&w);
}

/* --- Broken answers ------------------------------------------------------- */

static void
a_cut_answer_is_no_answer(void **state)
{
	static const char *const answers[] = {
		OK_HEAD "Content-Length: 50\r\n\r\n{\"ok\"",
		OK_HEAD "Content-Length: 50\r\n\r\n",
		OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
		OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
		OK_HEAD,
		"HTTP/1.1 200 OK\r\nContent-",
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_text, NULL, answers[i]);
		world_run(&w);
		if (w.result->code == NULL ||
		    strcmp(w.result->code, "answer-cut") != 0)
			print_message("answer %zu\n", i);
		world_expect(&w, TRANSPORT_ANSWERING, "answer-cut");
		world_close(&w);
	}
}

static void
what_is_not_http_is_no_answer(void **state)
{
	static const char *const answers[] = {
		"SSH-2.0-OpenSSH_9.2p1 Debian\r\n",
		"\x15\x03\x01\x00\x02\x02\x46",
		"HTTP/2 200\r\n\r\n",
		"HTTP/1.1 xx\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_text, NULL, answers[i]);
		world_run(&w);
		if (w.result->code == NULL ||
		    strcmp(w.result->code, "answer-not-http") != 0)
			print_message("answer %zu\n", i);
		world_expect(&w, TRANSPORT_ANSWERING, "answer-not-http");
		world_close(&w);
	}
}

static void
an_endless_answer_is_left(void **state)
{
	static const char *const answers[][2] = {
		{ OK_HEAD "\r\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
		{ OK_HEAD "Transfer-Encoding: chunked\r\n\r\n", "2\r\nab\r\n" },
		{ "HTTP/1.1 200 OK\r\n", "X-Again: and again\r\n" },
		{ "HTTP/1.1 200 OK\r\n", "a:\r\n" },
		{ "", "HTTP/1.1 100 Continue\r\n\r\n" },
		{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "0\r\n",
		    "X-Trailer: and again\r\n" },
		{ "HTTP/1.1 200 OK\r\nX-Long: ", "xxxxxxxxxxxxxxxxxxxxxxxxx" },
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_for_ever, NULL, answers[i]);
		world_run(&w);
		if (w.result->code == NULL ||
		    strcmp(w.result->code, "answer-too-large") != 0)
			print_message("answer %zu\n", i);
		world_expect(&w, TRANSPORT_ANSWERING, "answer-too-large");
		assert_true(w.result->body_len <= 65536);
		world_close(&w);
	}
}

static void
a_provider_that_dribbles_does_not_get_more_time(void **state)
{
	static const char *const answers[][2] = {
		{ OK_HEAD "\r\n", "x" },
		{ "HTTP/1.1 200 OK\r\n", "X-Again: and again\r\n" },
		{ "", "HTTP/1.1 100 Continue\r\n\r\n" },
	};
	struct world w;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(answers); i++) {
		world_open(&w, serve_drop_by_drop, NULL, answers[i]);
		w.request.timeout_ms = SHORT_MS;
		world_run(&w);
		world_expect(&w, TRANSPORT_ANSWERING, "answer-timeout");
		world_close(&w);
	}
}

static void
silence_after_the_request_is_a_timeout_of_the_answer(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_and_wait, NULL, "");
	w.request.timeout_ms = SHORT_MS;
	world_run(&w);
	world_expect(&w, TRANSPORT_WRITTEN, "answer-timeout");
	assert_int_equal(w.result->status, 0);
	world_close(&w);
	assert_int_equal(w.peer.requests, 1);
}

/* --- Broken connections --------------------------------------------------- */

static void
closing_without_an_answer_leaves_it_open_what_happened(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_text, NULL, "");
	world_run(&w);
	world_expect(&w, TRANSPORT_WRITTEN, "answer-missing");
	world_close(&w);
	world_open(&w, serve_text, NULL, "HTTP/1.1 100 Continue\r\n\r\n");
	world_run(&w);
	world_expect(&w, TRANSPORT_ANSWERING, "answer-missing");
	world_close(&w);
	world_open(&w, serve_reset_after_request, NULL, NULL);
	world_run(&w);
	world_expect(&w, TRANSPORT_WRITTEN, "request-reset");
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
}

static int
reset_first(void *arg)
{
	struct peer *peer = arg;

	(void)sem_post(&peer->go);
	return sem_wait(&peer->event);
}

static void
a_reset_before_the_first_byte_means_nothing_was_sent(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_reset_at_once, NULL, NULL);
	w.request.before_first_byte = reset_first;
	w.request.before_first_byte_arg = &w.peer;
	world_run(&w);
	world_expect(&w, TRANSPORT_SECURED, "request-not-written");
	assert_int_equal(w.result->bytes_written, 0);
	world_close(&w);
	assert_int_equal(w.peer.connections, 1);
}

/* The peer goes on when the first part of its answer has been read. */
static void
a_reset_within_the_answer_is_named(void **state)
{
	struct world w;
	int turns;

	(void)state;
	world_open(&w, serve_reset_in_answer, NULL,
	    OK_HEAD "Content-Length: 50\r\n\r\nhalf");
	assert_non_null(transport_start(
	    world_line(&w), &w.request, keep_result, &w.result));
	/* connect, write, read: after these it waits for the rest */
	for (turns = 0; turns < 20; turns++)
		(void)transport_poll(w.t, 20);
	assert_null(w.result);
	(void)sem_post(&w.peer.event);
	while (w.result == NULL)
		(void)transport_poll(w.t, PATIENT_MS);
	world_expect(&w, TRANSPORT_ANSWERING, "answer-reset");
	world_close(&w);
}

static void
a_request_that_is_not_read_is_a_timeout_of_the_request(void **state)
{
	size_t len = (size_t)16 << 20;
	char *body = calloc(1, len);
	struct world w;

	(void)state;
	assert_non_null(body);
	world_open(&w, serve_nothing, NULL, NULL);
	w.request.body = body;
	w.request.body_len = len;
	w.request.timeout_ms = SHORT_MS;
	world_run(&w);
	world_expect(&w, TRANSPORT_WRITING, "request-timeout");
	assert_true(w.result->bytes_written > 0);
	assert_true(w.result->bytes_written < len);
	(void)sem_post(&w.peer.event);
	world_close(&w);
	free(body);
}

static void
nobody_there_means_nothing_was_sent(void **state)
{
	struct world w;

	(void)state;
	world_open(&w, serve_text, NULL, "");
	peer_stop(&w.peer); /* its port is free, and nobody listens there */
	world_run(&w);
	world_expect(&w, TRANSPORT_RESOLVED, "connect-refused");
	assert_string_equal(w.result->remote_ip, "127.0.0.1");
	assert_int_equal(w.result->times.connect_us, -1);
	transport_result_free(w.result);
	transport_free(w.t);
}

static void
every_error_of_libcurl_has_a_name_in_the_catalogue(void **state)
{
	const char *unsent, *sent;
	int code;

	(void)state;
	for (code = 0; code < (int)CURL_LAST; code++) {
		unsent = transport_fault_unsent(code);
		sent = transport_fault_sent(code);
		if (unsent == NULL || (sent == NULL && code != 0))
			fail_msg("code %d has no line", code);
		if (catalog_find(unsent) == NULL ||
		    (sent != NULL && catalog_find(sent) == NULL))
			fail_msg("code %d: %s, %s", code, unsent, sent);
		/* what libcurl has no words for, it never returns */
		if (strcmp(curl_easy_strerror((CURLcode)code),
			"Unknown error") == 0 &&
		    (strcmp(unsent, "internal") != 0 ||
			strcmp(sent, "internal") != 0))
			fail_msg("code %d is of no use: %s", code, unsent);
	}
	assert_null(transport_fault_sent(100000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_answer_is_read),
		cmocka_unit_test(any_status_is_an_answer),
		cmocka_unit_test(an_answer_of_known_ends_is_whole),
		cmocka_unit_test(
		    a_body_of_64_kib_is_read_and_one_byte_more_is_not),
		cmocka_unit_test(a_cut_answer_is_no_answer),
		cmocka_unit_test(what_is_not_http_is_no_answer),
		cmocka_unit_test(an_endless_answer_is_left),
		cmocka_unit_test(
		    a_provider_that_dribbles_does_not_get_more_time),
		cmocka_unit_test(
		    silence_after_the_request_is_a_timeout_of_the_answer),
		cmocka_unit_test(
		    closing_without_an_answer_leaves_it_open_what_happened),
		cmocka_unit_test(
		    a_reset_before_the_first_byte_means_nothing_was_sent),
		cmocka_unit_test(a_reset_within_the_answer_is_named),
		cmocka_unit_test(
		    a_request_that_is_not_read_is_a_timeout_of_the_request),
		cmocka_unit_test(nobody_there_means_nothing_was_sent),
		cmocka_unit_test(
		    every_error_of_libcurl_has_a_name_in_the_catalogue),
	};

	return cmocka_run_group_tests_name("transport", tests, NULL, NULL);
}

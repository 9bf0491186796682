/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests: encodings by RFC 3986 (vectors made with Python's
 * urllib.parse.quote(safe="")), what is refused, and what is shown.
 */
#include "request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;
static struct request r;

static int
set_up(void **state)
{
	(void)state;
	arena_init(&arena, 1 << 20);
	request_init(&r, NULL, &arena, "https://sms.example.com/msg/send");
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void
assert_mistake(const char *part)
{
	assert_non_null(r.mistake);
	if (strstr(r.mistake, part) == NULL)
		fail_msg("mistake: %s", r.mistake);
	r.mistake = NULL;
}

static void
without_a_word_it_is_a_post_to_the_gateways_url(void **state)
{
	size_t len = 9;

	(void)state;
	assert_string_equal(r.method, "POST");
	assert_string_equal(
	    request_url(&r), "https://sms.example.com/msg/send");
	assert_string_equal(request_body(&r, &len), "");
	assert_int_equal(len, 0);
	assert_int_equal(request_header_count(&r), 0);
	assert_null(r.mistake);
}

static void
a_form_is_encoded_by_rfc_3986(void **state)
{
	size_t len;

	(void)state;
	request_add_form(&r, "text", "【码】 a+b&c=d/~-._*'()\n", 0);
	request_add_form(&r, "a b", "", 0);
	request_add_form(&r, "text", "again", 0);
	assert_string_equal(request_body(&r, &len),
	    "text=%E3%80%90%E7%A0%81%E3%80%91%20a%2Bb%26c%3Dd%2F~-._%2A%27"
	    "%28%29%0A&a%20b=&text=again");
	assert_int_equal(len, strlen(request_body(&r, NULL)));
	assert_string_equal(request_header(&r, 0)->name, "Content-Type");
	assert_string_equal(
	    request_header(&r, 0)->value, "application/x-www-form-urlencoded");
	assert_null(request_header(&r, 1));
	request_add_form(&r, "last", "1", 0);
	assert_non_null(strstr(request_body(&r, NULL), "&last=1"));
}

static void
parameters_are_joined_to_any_url(void **state)
{
	(void)state;
	request_add_query(&r, "a&", "1 2", 0);
	request_add_query(&r, "b", "", 0);
	assert_string_equal(
	    request_url(&r), "https://sms.example.com/msg/send?a%26=1%202&b=");
	request_set_url(&r, "http://h:8080?x=1");
	assert_string_equal(request_url(&r), "http://h:8080?x=1&a%26=1%202&b=");
	assert_string_equal(request_url_part(&r, SMSGW_URL_SCHEME), "http");
	assert_string_equal(request_url_part(&r, SMSGW_URL_HOST), "h:8080");
	assert_string_equal(request_url_part(&r, SMSGW_URL_PATH), "/");
	assert_string_equal(
	    request_url_part(&r, SMSGW_URL_QUERY), "x=1&a%26=1%202&b=");
	request_set_url(&r, "http://h/p?");
	assert_string_equal(request_url(&r), "http://h/p?a%26=1%202&b=");
	assert_string_equal(request_url_part(&r, SMSGW_URL_PATH), "/p");
	assert_null(r.mistake);
	(void)request_url_part(&r, 4);
	assert_mistake("SMSGW_URL_");
}

static void
a_url_must_be_http_and_without_fragment(void **state)
{
	static const char *const bad[] = { "", "ftp://h/", "file:///etc/passwd",
		"https://h/a#b", "https://u:p@h/", "https://h/a b",
		"https://h/a\r\nX: y", "//h/", "javascript:1", "https://" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		request_set_url(&r, bad[i]);
		assert_mistake("URL");
		assert_string_equal(
		    request_url(&r), "https://sms.example.com/msg/send");
	}
	request_set_url(&r, NULL);
	assert_mistake("NULL");
}

static void
a_line_break_in_a_header_is_refused(void **state)
{
	static const char *const bad[] = { "a\r\nX: y", "a\n", "\ra", "a\tb",
		"\x01", "a\x7f" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		request_add_header(&r, "X-A", bad[i], 0);
		assert_mistake("control character");
	}
	request_add_header(&r, "X-A\r\nX-B", "v", 0);
	assert_mistake("no name of a header");
	request_add_header(&r, "X A", "v", 0);
	assert_mistake("no name of a header");
	request_add_header(&r, "X:", "v", 0);
	assert_mistake("no name of a header");
	request_set_body(&r, "{}", 2, "a/b\r\nX: y", 0);
	assert_mistake("control character");
	assert_int_equal(request_header_count(&r), 0);
	request_add_header(&r, "X-A", "", 0);
	request_add_header(&r, "X-Ü", "v", 0);
	assert_mistake("no name of a header");
	assert_int_equal(request_header_count(&r), 1);
}

static void
headers_of_the_transport_are_refused(void **state)
{
	static const char *const bad[] = { "Host", "host", "CONTENT-LENGTH",
		"Transfer-Encoding", "Connection", "Expect", "Upgrade", "TE",
		"Proxy-Authorization" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		request_add_header(&r, bad[i], "v", 0);
		assert_mistake("itself");
	}
	assert_int_equal(request_header_count(&r), 0);
}

static void
a_second_header_replaces_the_first(void **state)
{
	const struct request_pair *all;
	size_t count;

	(void)state;
	request_add_header(&r, "X-Date", "1", 0);
	request_add_header(&r, "X-Other", "2", 0);
	request_add_header(&r, "x-date", "3", SMSGW_SECRET);
	request_set_body(&r, "{}", 2, "application/json", 0);
	all = request_headers(&r, &count);
	assert_int_equal(count, 3);
	assert_string_equal(all[0].name, "Content-Type");
	assert_string_equal(all[0].value, "application/json");
	assert_string_equal(all[1].value, "3");
	assert_int_equal(all[1].flags, SMSGW_SECRET);
	assert_string_equal(all[2].value, "2");
	request_add_header(&r, "content-type", "text/plain", 0);
	assert_int_equal(request_header_count(&r), 3);
	assert_string_equal(request_header(&r, 2)->value, "text/plain");
}

static void
a_method_is_in_capital_letters(void **state)
{
	static const char *const bad[] = { "", "get", "GET /x", "PO\nST",
		"ABCDEFGHIJKLMNOPQ" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		request_set_method(&r, bad[i]);
		assert_mistake("capital");
	}
	request_set_method(&r, NULL);
	assert_mistake("capital");
	request_set_method(&r, "CONNECT");
	assert_mistake("CONNECT");
	request_set_method(&r, "GET");
	assert_string_equal(r.method, "GET");
}

static void
a_form_and_a_body_exclude_each_other(void **state)
{
	(void)state;
	request_add_form(&r, "a", "b", 0);
	request_set_body(&r, "x", 1, "text/plain", 0);
	assert_mistake("form already");
	assert_string_equal(request_body(&r, NULL), "a=b");
	request_init(&r, NULL, &arena, "");
	request_set_body(&r, "x", 1, "text/plain", 0);
	request_set_body(&r, "yy", 2, "text/plain", 0);
	request_add_form(&r, "a", "b", 0);
	assert_mistake("body already");
	assert_string_equal(request_body(&r, NULL), "yy");
}

static void
wrong_use_is_a_mistake_and_the_first_one_counts(void **state)
{
	const char *first;

	(void)state;
	request_add_form(&r, NULL, "v", 0);
	assert_non_null(strstr(r.mistake, "smsgw_form()"));
	first = r.mistake;
	request_add_query(&r, "n", NULL, 0);
	request_add_header(&r, "", "v", 0);
	request_set_body(&r, NULL, 3, "a/b", 0);
	request_set_view(&r, NULL);
	request_set_delay(&r, -1);
	assert_ptr_equal(r.mistake, first);
}

static void
what_is_changed_in_a_copy_its_source_does_not_know(void **state)
{
	struct arena other;
	struct request copy;
	size_t len;

	(void)state;
	arena_init(&other, 1 << 20);
	request_add_header(&r, "X-A", "1", SMSGW_SECRET);
	request_add_query(&r, "q", "1", 0);
	request_set_body(&r, "a\0b", 3, "text/plain", 0);
	request_set_method(&r, "PUT");
	request_set_delay(&r, 7);
	request_copy(&copy, &r, &other);
	request_add_header(&copy, "X-B", "2", 0);
	request_add_header(&copy, "X-A", "3", 0);
	assert_int_equal(request_header_count(&r), 2);
	assert_string_equal(request_header(&r, 1)->value, "1");
	assert_string_equal(copy.method, "PUT");
	assert_string_equal(
	    request_url(&copy), "https://sms.example.com/msg/send?q=1");
	assert_memory_equal(request_body(&copy, &len), "a\0b", 4);
	assert_int_equal(len, 3);
	assert_int_equal(copy.delay_ms, 7);
	assert_int_equal(request_header_count(&copy), 3);
	request_set_method(&copy, "POST");
	request_add_query(&copy, "q", "2", 0);
	request_set_body(&copy, "c", 1, "text/html", 0);
	assert_string_equal(r.method, "PUT");
	assert_string_equal(
	    request_url(&r), "https://sms.example.com/msg/send?q=1");
	assert_memory_equal(request_body(&r, &len), "a\0b", 4);
	assert_string_equal(request_header(&r, 0)->value, "text/plain");
	arena_fini(&other);
}

static const char *
show(struct buf *out, struct redact *mask)
{
	buf_reset(out);
	assert_int_equal(request_show(&r, mask, out), 0);
	return buf_str(out);
}

static void
secrets_are_not_shown(void **state)
{
	struct redact mask;
	struct buf out;

	(void)state;
	redact_init(&mask, NULL);
	buf_init(&out, 1 << 20);
	request_add_query(&r, "key", "K3Y/", SMSGW_SECRET);
	request_add_query(&r, "v", "pass word", 0);
	request_add_header(&r, "Authorization", "Basic Ym9iOnBhc3N3b3Jk", 0);
	request_add_header(&r, "X-Sign", "5ec2e7", SMSGW_SECRET);
	request_add_form(&r, "user", "bob", 0);
	request_add_form(&r, "pass", "passXword", SMSGW_SECRET);
	request_add_form(&r, "text", "a\nb\x1b[1m", 0);
	assert_int_equal(redact_add(&mask, "pass word", NULL), 0);
	assert_int_equal(redact_add(&mask, "password", NULL), 0);
	assert_string_equal(show(&out, &mask),
	    "POST https://sms.example.com/msg/send?key=****&v=****\n"
	    "Content-Type: application/x-www-form-urlencoded\n"
	    "Authorization: Basic Ym9iOn****\n"
	    "X-Sign: ****\n"
	    "\n"
	    "user = bob\n"
	    "pass = ****\n"
	    "text = a\\x0Ab\\x1B[1m\n");
	assert_int_equal(request_hide_secrets(&r, &mask), 0);
	buf_reset(&out);
	redact_text(&mask, "passXword 5ec2e7 K3Y%2f", &out);
	assert_string_equal(buf_str(&out), "**** **** ****");
	buf_fini(&out);
	redact_fini(&mask);
}

static void
a_body_is_shown_or_its_view(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1 << 20);
	request_set_body(&r, "{\n\"a\": 1\r\n}", 11, "application/json", 0);
	assert_non_null(strstr(show(&out, NULL), "\n\n{\n\"a\": 1\\x0D\n}\n"));
	request_set_body(&r, "\xff\xfe", 2, "text/plain", 0);
	assert_non_null(
	    strstr(show(&out, NULL), "\n\n(2 bytes that are no UTF-8)\n"));
	request_set_view(&r, "readable");
	assert_non_null(strstr(show(&out, NULL), "\n\nreadable\n"));
	r.view = NULL;
	request_set_body(&r, "hush", 4, "text/plain", SMSGW_SECRET);
	assert_non_null(strstr(show(&out, NULL), "\n\n****\n"));
	assert_null(strstr(buf_str(&out), "hush"));
	buf_fini(&out);
}

static void
no_memory_sticks_and_gives_no_null(void **state)
{
	struct request copy;
	size_t count;

	(void)state;
	request_add_form(&r, "a", "b", 0);
	request_add_query(&r, "a", "b", 0);
	arena.max = arena.total;
	request_add_form(&r, "c", "d", 0);
	assert_true(arena.failed);
	request_set_body(&r, "x", 1, "text/plain", 0);
	request_set_url(&r, "https://other.example.com/");
	assert_string_equal(request_url(&r), "");
	assert_string_equal(request_body(&r, NULL), "");
	assert_string_equal(request_url_part(&r, SMSGW_URL_HOST), "");
	assert_null(request_headers(&r, &count));
	request_copy(&copy, &r, &arena);
	assert_int_equal(copy.forms.count + copy.queries.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(without_a_word_it_is_a_post_to_the_gateways_url),
		UNIT(a_form_is_encoded_by_rfc_3986),
		UNIT(parameters_are_joined_to_any_url),
		UNIT(a_url_must_be_http_and_without_fragment),
		UNIT(a_line_break_in_a_header_is_refused),
		UNIT(headers_of_the_transport_are_refused),
		UNIT(a_second_header_replaces_the_first),
		UNIT(a_method_is_in_capital_letters),
		UNIT(a_form_and_a_body_exclude_each_other),
		UNIT(wrong_use_is_a_mistake_and_the_first_one_counts),
		UNIT(what_is_changed_in_a_copy_its_source_does_not_know),
		UNIT(secrets_are_not_shown),
		UNIT(a_body_is_shown_or_its_view),
		UNIT(no_memory_sticks_and_gives_no_null),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}

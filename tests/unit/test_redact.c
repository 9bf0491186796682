/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets in texts.  The encoded forms come from other programs: libcurl
 * writes URLs, jansson JSON, libxml2 XML, libcrypto base64, iconv the
 * character sets; single ones were made with Python.
 */
#include "redact.h"

#include <curl/curl.h>
#include <iconv.h>
#include <jansson.h>
#include <libxml/entities.h>
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct redact redact;
static struct buf shown;

static int
set_up(void **state)
{
	(void)state;
	redact_init(&redact, NULL);
	buf_init(&shown, 1 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	redact_fini(&redact);
	buf_fini(&shown);
	return 0;
}

static const char *
show(const char *text)
{
	buf_reset(&shown);
	assert_int_equal(redact_text(&redact, text, &shown), 0);
	return buf_str(&shown);
}

static void
hide(const char *value)
{
	assert_int_equal(redact_add(&redact, value, NULL), 0);
}

static void
an_empty_list_shows_everything(void **state)
{
	(void)state;
	assert_string_equal(show(""), "");
	assert_string_equal(show("as it is"), "as it is");
	hide("");
	assert_string_equal(show("as it is"), "as it is");
}

static void
a_value_is_hidden_wherever_it_stands(void **state)
{
	(void)state;
	hide("pa55word");
	assert_string_equal(show("pa55word"), "****");
	assert_string_equal(show("xpa55wordx pa55word"), "x****x ****");
	assert_string_equal(show("pa55wor"), "pa55wor");
	assert_int_equal(redact_add(&redact, "topsecret", "(key)"), 0);
	assert_string_equal(show("k=topsecret"), "k=(key)");
}

static void
the_longest_value_wins_and_overlaps_go_together(void **state)
{
	(void)state;
	hide("abcd");
	hide("abcdef");
	hide("efgh");
	assert_string_equal(show("-abcdef-"), "-****-");
	assert_string_equal(show("-abcdefgh-"), "-****-");
	assert_string_equal(show("abcdabcd"), "********");
}

static void
a_short_value_is_hidden_as_a_word_only(void **state)
{
	(void)state;
	hide("42");
	assert_string_equal(show("code 42, not 142 or 420 or a42"),
	    "code ****, not 142 or 420 or a42");
	assert_string_equal(show("码42。"), "码****。");
	assert_string_equal(
	    show("a=%E7%A0%8142%E3%80%82"), "a=%E7%A0%81****%E3%80%82");
	assert_string_equal(
	    show("{\"a\":\"\\u780142\\n\"}"), "{\"a\":\"\\u7801****\\n\"}");
}

/* urllib.parse.quote, quote_plus, lower case, and by hand where it is odd. */
static void
url_forms_are_hidden(void **state)
{
	(void)state;
	hide("p w/é+");
	assert_string_equal(show("a=p%20w%2F%C3%A9%2B&b"), "a=****&b");
	assert_string_equal(show("a=p+w%2F%C3%A9%2B&b"), "a=****&b");
	assert_string_equal(show("a=p%20w/%c3%a9%2b&b"), "a=****&b");
	assert_string_equal(show("a=%70+%77/%C3%a9+&b"), "a=****&b");
	assert_string_equal(
	    show("a%3Dp%2520w%252F%25C3%25A9%252B%26b"), "a%3D****%26b");
	assert_string_equal(show("a=p%20w%2"), "a=p%20w%2");
}

static void
json_and_xml_escapes_are_hidden(void **state)
{
	(void)state;
	hide("<a&\"b\\/é\n😀>");
	assert_string_equal(
	    show("[\"<a&\\\"b\\\\\\/\\u00e9\\n\\ud83d\\uDE00>\"]"),
	    "[\"****\"]");
	assert_string_equal(
	    show("<x>&lt;a&amp;&quot;b\\/&#xE9;&#10;&#128512;&gt;</x>"),
	    "<x>****</x>");
	/* JSON in a form field, as json.dumps and quote write it */
	assert_string_equal(show("p=%5B%22%3Ca%26%5C%22b%5C%5C/%5Cu00e9"
				 "%5Cn%5Cud83d%5Cude00%3E%22%5D"),
	    "p=%5B%22****%22%5D");
}

/* base64.b64encode(b"x" * n + b"pa55word+" + b"yy") and urlsafe. */
static void
base64_is_hidden_at_each_alignment(void **state)
{
	(void)state;
	hide("pa55wo\xff\xfe\xff");
	assert_string_equal(show("cGE1NXdv//7/eXk="), "****eXk=");
	assert_string_equal(show("cGE1NXdv__7_eXk"), "****eXk");
	assert_string_equal(show("cGE1NXdv%2F%2F7%2FeXk%3D"), "****eXk%3D");
	assert_string_equal(show("eHBhNTV3b//+/3l5"), "eH****l5");
	assert_string_equal(show("eHhwYTU1d2///v95eQ=="), "eHh****5eQ==");
	assert_string_equal(
	    show("\"eHhwYTU1d2\\/\\/\\/v95eQ==\""), "\"eHh****5eQ==\"");
}

/* bytes.hex(), "…".encode("utf-16-be").hex(), quote("…".encode("gbk")) */
static void
hex_and_chinese_forms_are_hidden(void **state)
{
	(void)state;
	hide("secret");
	hide("验证码甲");
	assert_string_equal(show("x736563726574x"), "x****x");
	assert_string_equal(show("0073006500630072006500740"), "****0");
	assert_string_equal(show("730065006300720065007400"), "****");
	assert_string_equal(show("9A8C8BC178017532."), "****.");
	assert_string_equal(show("8c9ac18b01783275."), "****.");
	assert_string_equal(show("t=%D1%E9%D6%A4%C2%EB%BC%D7&"), "t=****&");
	assert_string_equal(show("t=%d1%e9%d6%a4%c2%eb%bc%d7&"), "t=****&");
	assert_string_equal(show("d1e9d6a4c2ebbcd7"), "****");
	assert_string_equal(show("e9aa8ce8af81e7a081e794b2"), "****");
}

static void
a_number_is_masked_in_all_its_forms(void **state)
{
	(void)state;
	assert_int_equal(redact_add_number(&redact, "+8613800138000"), 0);
	assert_string_equal(show("+8613800138000"), "+86138****8000");
	assert_string_equal(show("to=%2B8613800138000."), "to=+86138****8000.");
	assert_string_equal(show("8613800138000"), "86138****8000");
	assert_string_equal(show("008613800138000"), "0086138****8000");
	assert_string_equal(show("013800138000"), "0138****8000");
	assert_string_equal(show("13800138001"), "13800138001");
	assert_string_equal(show("31333830303133383030"
				 "30"),
	    "138****8000");
}

static void
codes_of_a_text_are_hidden(void **state)
{
	(void)state;
	assert_int_equal(
	    redact_add_codes(&redact,
		"Your G-482913 or 77 55, once ABCD, aB3_9, 12\n@e.com #90210 "
		"and 314 159"),
	    0);
	assert_string_equal(show("G-482913|482913|aB3_9|90210|314 159|77 55"),
	    "****|****|****|****|****|****");
	assert_string_equal(show("once ABCD 12 e.com"), "once ABCD 12 e.com");
}

static void
the_parents_values_are_hidden_too(void **state)
{
	struct redact child;

	(void)state;
	hide("gateway-secret");
	redact_init(&child, &redact);
	assert_int_equal(redact_add(&child, "message-secret", NULL), 0);
	buf_reset(&shown);
	assert_int_equal(
	    redact_text(&child, "gateway-secret message-secret", &shown), 0);
	assert_string_equal(buf_str(&shown), "**** ****");
	redact_fini(&child);
}

static void
a_list_that_has_failed_shows_nothing(void **state)
{
	struct redact child;

	(void)state;
	redact.failed = true;
	redact_init(&child, &redact);
	assert_int_equal(redact_text(&child, "anything", &shown), -1);
	assert_string_equal(buf_str(&shown), "");
	assert_true(shown.failed);
	redact_fini(&child);
	redact.failed = false;
	assert_string_equal(show("anything"), "anything");
}

static unsigned filled;

static void
fill(struct redact *list)
{
	filled++;
	assert_int_equal(redact_add(list, "of-its-owner", NULL), 0);
}

static void
the_owner_is_asked_once_and_only_when_something_is_shown(void **state)
{
	(void)state;
	filled = 0;
	redact_defer(&redact, fill);
	hide("noted");
	assert_int_equal(filled, 0);
	assert_null(redact.needles);
	assert_string_equal(show("noted of-its-owner"), "**** ****");
	assert_string_equal(show("of-its-owner"), "****");
	assert_int_equal(filled, 1);
	hide("later");
	redact_defer(&redact, fill);
	assert_string_equal(show("later of-its-owner"), "**** ****");
	assert_int_equal(filled, 2);
}

/* As many as a large batch has; the last digits are not masked. */
static void
of_a_thousand_numbers_each_is_hidden(void **state)
{
	char number[24], text[64], expected[64];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		snprintf(number, sizeof(number), "+8613800%03d000", i);
		assert_int_equal(redact_add_number(&redact, number), 0);
	}
	for (i = 0; i < 1000; i += 37) {
		snprintf(text, sizeof(text), "13800%03d000 13801%03d000", i, i);
		snprintf(expected, sizeof(expected),
		    "138****%d000 13801%03d000", i % 10, i);
		assert_string_equal(show(text), expected);
	}
}

static unsigned
rnd(unsigned below)
{
	static uint64_t seed = 20261124;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* A secret of 6 to 25 characters, some of them awkward. */
static void
random_secret(char *out)
{
	static const char *const pieces[] = { "a", "Z", "5", "/", "+", "%",
		"\\", "\"", "&", "<", ";", " ", "=", "é", "码", "验", "\t", "'",
		"_", "-" };
	unsigned n = 6 + rnd(20);
	const char *piece;

	while (n-- > 0) {
		piece = pieces[rnd(ARRAY_LEN(pieces))];
		memcpy(out, piece, strlen(piece) + 1);
		out += strlen(piece);
	}
}

static void
check_hidden(const char *form, const char *what)
{
	char text[4096];

	assert_true(
	    snprintf(text, sizeof(text), "<%s>", form) < (int)sizeof(text));
	if (strstr(show(text), form) != NULL || strlen(buf_str(&shown)) > 12)
		fail_msg("%s: %s shows %s", what, text, buf_str(&shown));
}

static void
check_hex(const char *secret, const char *charset, const char *what)
{
	static const char digits[] = "0123456789ABCDEF";
	char out[512], hex[1100], *in = (char *)(uintptr_t)secret, *to = out;
	size_t inlen = strlen(secret), left = sizeof(out), i;
	iconv_t cd = iconv_open(charset, "UTF-8");

	assert_true(cd != (iconv_t)-1);
	if (iconv(cd, &in, &inlen, &to, &left) == 0) {
		for (i = 0; i < (size_t)(to - out); i++) {
			hex[2 * i] = digits[(unsigned char)out[i] >> 4];
			hex[2 * i + 1] = digits[(unsigned char)out[i] & 15];
		}
		hex[2 * i] = '\0';
		check_hidden(hex, what);
	}
	iconv_close(cd);
}

static void
check_base64(const char *secret)
{
	unsigned char in[512], out[1024];
	size_t len = strlen(secret), before;
	char *whole;

	/* whole, and between other bytes: nothing of its middle is left */
	for (before = 0; before < 3; before++) {
		memset(in, 'q', sizeof(in));
		memcpy(in + before, secret, len);
		EVP_EncodeBlock(out, in, (int)(before + len));
		whole = (char *)out;
		if (strlen(show(whole)) > 12)
			fail_msg("base64: %s shows %s", whole, buf_str(&shown));
	}
}

static void
random_secrets_never_show_in_any_encoding(void **state)
{
	char secret[256], *url, *json;
	xmlChar *xml;
	json_t *node;
	CURL *curl = curl_easy_init();
	int i;

	(void)state;
	assert_non_null(curl);
	for (i = 0; i < 2000; i++) {
		redact_fini(&redact);
		random_secret(secret);
		hide(secret);
		check_hidden(secret, "raw");
		url = curl_easy_escape(curl, secret, 0);
		check_hidden(url, "url");
		curl_free(url);
		node = json_string(secret);
		json = json_dumps(node,
		    JSON_ENCODE_ANY | JSON_ENSURE_ASCII | JSON_ESCAPE_SLASH);
		json[strlen(json) - 1] = '\0';
		check_hidden(json + 1, "json");
		url = curl_easy_escape(curl, json + 1, 0);
		check_hidden(url, "json in url");
		curl_free(url);
		free(json);
		json_decref(node);
		xml = xmlEncodeSpecialChars(NULL, (xmlChar *)secret);
		check_hidden((char *)xml, "xml");
		xmlFree(xml);
		check_base64(secret);
		check_hex(secret, "UTF-8", "hex");
		check_hex(secret, "UTF-16BE", "utf-16be");
		check_hex(secret, "UTF-16LE", "utf-16le");
		check_hex(secret, "GBK", "gbk");
	}
	curl_easy_cleanup(curl);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_empty_list_shows_everything, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_value_is_hidden_wherever_it_stands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_longest_value_wins_and_overlaps_go_together, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_short_value_is_hidden_as_a_word_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    url_forms_are_hidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    json_and_xml_escapes_are_hidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    base64_is_hidden_at_each_alignment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    hex_and_chinese_forms_are_hidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_number_is_masked_in_all_its_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    codes_of_a_text_are_hidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_parents_values_are_hidden_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_list_that_has_failed_shows_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    the_owner_is_asked_once_and_only_when_something_is_shown,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    of_a_thousand_numbers_each_is_hidden, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    random_secrets_never_show_in_any_encoding, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}

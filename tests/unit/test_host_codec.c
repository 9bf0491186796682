/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text, encodings, character sets, time and chance: vectors of RFC 4648, and
 * values made with Python and iconv(1).
 */
#include "host_fixture.h"

static void
base64_is_that_of_rfc_4648(void **state)
{
	static const char *const vectors[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xff\xfe\xfd\xfb", "//79+w==" } };
	size_t i, len;
	char *back;

	(void)state;
	for (i = 0; i < ARRAY_LEN(vectors); i++) {
		assert_string_equal(
		    smsgw_base64(fx.pub, vectors[i][0], strlen(vectors[i][0])),
		    vectors[i][1]);
		back = smsgw_base64_decode(fx.pub, vectors[i][1], &len);
		assert_non_null(back);
		assert_int_equal(len, strlen(vectors[i][0]));
		assert_string_equal(back, vectors[i][0]);
	}
}

static void
what_is_no_base64_is_refused(void **state)
{
	static const char *const bad[] = { "Zg=", "Zg",
		"Zg==Zg==", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", " Zm9",
		"Zm9_", "Zm=v" };
	size_t i, len;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		if (smsgw_base64_decode(fx.pub, bad[i], &len) != NULL)
			fail_msg("taken: %s", bad[i]);
	assert_string_equal(fixture_failure(), "");
	assert_null(smsgw_base64_decode(fx.pub, NULL, &len));
	assert_blamed("smsgw_base64_decode() was given NULL");
}

static void
hex_and_url_are_as_python_writes_them(void **state)
{
	size_t len;

	(void)state;
	assert_string_equal(smsgw_hex(fx.pub, "\x00\xff\x1a", 3), "00ff1a");
	assert_string_equal(
	    smsgw_url_encode(fx.pub, "a b+é~\0/", 9), "a%20b%2B%C3%A9~%00%2F");
	assert_string_equal(
	    smsgw_url_decode(fx.pub, "a+b%2bc%C3%a9", &len), "a b+cé");
	assert_int_equal(len, 7);
	assert_memory_equal(smsgw_url_decode(fx.pub, "%00x", &len), "\0x", 2);
	assert_int_equal(len, 2);
	assert_null(smsgw_url_decode(fx.pub, "%", NULL));
	assert_null(smsgw_url_decode(fx.pub, "a%2", NULL));
	assert_null(smsgw_url_decode(fx.pub, "%g0", NULL));
	assert_string_equal(smsgw_url_encode(fx.pub, NULL, 0), "");
	assert_string_equal(fixture_failure(), "");
	assert_string_equal(smsgw_hex(fx.pub, NULL, 1), "");
	assert_blamed("smsgw_hex() was given NULL");
}

static void
character_sets_are_converted_strictly(void **state)
{
	size_t len = 0;
	char *out;

	(void)state;
	out = smsgw_charset(fx.pub, "GBK", "UTF-8", "验证码", 9, &len);
	assert_non_null(out);
	assert_string_equal(smsgw_hex(fx.pub, out, len), "d1e9d6a4c2eb");
	assert_int_equal(out[len], 0);
	out = smsgw_charset(fx.pub, "UTF-16BE", "UTF-8", "a验😀", 8, &len);
	assert_non_null(out);
	assert_string_equal(smsgw_hex(fx.pub, out, len), "00619a8cd83dde00");
	out = smsgw_charset(fx.pub, "UTF-8", "GBK", "\xd1\xe9", 2, &len);
	assert_string_equal(out, "验");
	out = smsgw_charset(fx.pub, "UTF-8", "UTF-8", "", 0, &len);
	assert_string_equal(out, "");
	assert_int_equal(len, 0);
	assert_null(smsgw_charset(fx.pub, "GBK", "UTF-8", "a😀", 5, &len));
	assert_null(smsgw_charset(fx.pub, "GBK", "UTF-8", "\xe9\xaa", 2, &len));
	assert_null(smsgw_charset(fx.pub, "GBK", "UTF-8", "\xff", 1, &len));
	assert_null(smsgw_charset(fx.pub, "X-NONE", "UTF-8", "a", 1, &len));
	assert_string_equal(fixture_failure(), "");
	assert_null(
	    smsgw_charset(fx.pub, "ASCII//TRANSLIT", "UTF-8", "é", 2, &len));
	assert_blamed("smsgw_charset()");
	assert_null(smsgw_charset(fx.pub, NULL, "UTF-8", "a", 1, &len));
	assert_blamed("smsgw_charset()");
}

static void
a_long_text_is_converted_whole(void **state)
{
	char in[6000], *out;
	size_t len, i;

	(void)state;
	for (i = 0; i < sizeof(in); i += 3)
		memcpy(in + i, "验", 3);
	out = smsgw_charset(fx.pub, "UTF-16LE", "UTF-8", in, sizeof(in), &len);
	assert_non_null(out);
	assert_int_equal(len, 4000);
	for (i = 0; i < len; i += 2)
		assert_memory_equal(out + i, "\x8c\x9a", 2);
}

static void
printing_uses_the_calls_memory(void **state)
{
	(void)state;
	assert_string_equal(smsgw_printf(fx.pub, "%s-%d", "a", 7), "a-7");
	assert_non_null(smsgw_alloc(fx.pub, 100));
	fx.scratch.max = fx.scratch.total;
	assert_string_equal(smsgw_printf(fx.pub, "%d", 1), "");
	assert_null(smsgw_alloc(fx.pub, 1));
	assert_string_equal(smsgw_base64(fx.pub, "a", 1), "");
	assert_string_equal(smsgw_time(fx.pub, 0, 0, "%Y"), "");
	assert_null(smsgw_doc_json(fx.pub, "{}", 2));
	assert_int_equal(gateway_leave(&fx.gw, 0), -1);
	assert_non_null(strstr(fixture_failure(), "memory ran out"));
}

static void
without_a_call_there_is_no_memory(void **state)
{
	(void)state;
	assert_int_equal(gateway_leave(&fx.gw, 0), 0);
	assert_string_equal(smsgw_printf(fx.pub, "%d", 1), "");
	assert_null(smsgw_alloc(fx.pub, 1));
	assert_int_equal(fx.gw.failure.failed, 1);
}

static void
time_and_chance_come_from_the_clock(void **state)
{
	unsigned char out[4] = { 0 };

	(void)state;
	assert_int_equal(smsgw_now_ms(fx.pub), FIXTURE_NOW_MS);
	assert_string_equal(smsgw_time(fx.pub, FIXTURE_NOW_MS, 480,
				"%Y-%m-%dT%H:%M:%S.%3N%z %a %b %s %%"),
	    "2023-11-15T06:13:20.123+0800 Wed Nov 1700000000 %");
	assert_string_equal(smsgw_time(fx.pub, 0, 0, "%Q"), "");
	smsgw_random(fx.pub, out, 3);
	assert_memory_equal(out, "\xa5\xa5\xa5\0", 4);
	assert_string_equal(fixture_failure(), "");
	smsgw_random(fx.pub, NULL, 3);
	assert_blamed("smsgw_random() was given NULL");
	fixture_clock.arg = out;
	smsgw_random(fx.pub, out, 3);
	fixture_clock.arg = NULL;
	assert_memory_equal(out, "\0\0\0\0", 4);
	assert_blamed("random numbers");
	assert_string_equal(smsgw_time(fx.pub, 0, 0, NULL), "");
	assert_blamed("smsgw_time() was given NULL");
}

static const char *
value_of(void *arg, const char *expression)
{
	(void)arg;
	if (strcmp(expression, "code") == 0)
		return "123456";
	return strcmp(expression, "a|b") == 0 ? "filtered" : NULL;
}

static void
expressions_are_replaced(void **state)
{
	(void)state;
	assert_string_equal(
	    smsgw_expand(fx.pub, "<${code}> $$ ${a|b}", value_of, NULL),
	    "<123456> $ filtered");
	assert_null(smsgw_expand(fx.pub, "${nothing}", value_of, NULL));
	assert_null(smsgw_expand(fx.pub, "${code", value_of, NULL));
	assert_string_equal(fixture_failure(), "");
	assert_null(smsgw_expand(fx.pub, NULL, value_of, NULL));
	assert_blamed("smsgw_expand()");
	assert_null(smsgw_expand(fx.pub, "a", NULL, NULL));
	assert_blamed("smsgw_expand()");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(base64_is_that_of_rfc_4648),
		UNIT(what_is_no_base64_is_refused),
		UNIT(hex_and_url_are_as_python_writes_them),
		UNIT(character_sets_are_converted_strictly),
		UNIT(a_long_text_is_converted_whole),
		UNIT(printing_uses_the_calls_memory),
		UNIT(without_a_call_there_is_no_memory),
		UNIT(time_and_chance_come_from_the_clock),
		UNIT(expressions_are_replaced),
	};

	return cmocka_run_group_tests_name("host_codec", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a text by the rules of 3GPP TS 23.038 and 23.040, worked out by
 * hand, and signatures that are there exactly once.
 */
#include "text.h"

#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A text of count times one piece, and then another. */
struct count_case {
	const char *piece;
	size_t count;
	const char *then;
	enum text_counting counting;
	struct text_parts expected;
};

static void
assert_counted(const struct count_case *c)
{
	const struct text_parts *want = &c->expected;
	struct text_parts got;
	struct buf text;
	size_t i;

	buf_init(&text, 10000);
	for (i = 0; i < c->count; i++)
		assert_int_equal(buf_puts(&text, c->piece), 0);
	assert_int_equal(buf_puts(&text, c->then), 0);
	assert_int_equal(text_count(buf_str(&text), c->counting, &got), 0);
	assert_int_equal(got.encoding, want->encoding);
	assert_int_equal(got.units, want->units);
	assert_int_equal(got.per_part, want->per_part);
	assert_int_equal(got.parts, want->parts);
	assert_int_equal(got.first_non_gsm, want->first_non_gsm);
	buf_fini(&text);
}

static void
assert_all_counted(const struct count_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		assert_counted(&cases[i]);
}

static void
gsm_texts_have_160_or_153_septets_a_part(void **state)
{
	static const struct count_case cases[] = {
		{ "", 0, "", TEXT_COUNT_AUTO, { TEXT_GSM7, 0, 160, 0, 0 } },
		{ "a", 160, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 160, 160, 1, 0 } },
		{ "a", 161, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 161, 153, 2, 0 } },
		{ "a", 306, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 306, 153, 2, 0 } },
		{ "a", 307, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 307, 153, 3, 0 } },
		{ "€", 80, "", TEXT_COUNT_AUTO, { TEXT_GSM7, 160, 160, 1, 0 } },
		{ "^{}\\[~]|\f", 1, "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ",
		    TEXT_COUNT_AUTO, { TEXT_GSM7, 49, 160, 1, 0 } },
		{ "¤¡ÄÖÑÜ§¿äöñüà", 1, "!\"#%&'()*+,-./:;<=>?", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 33, 160, 1, 0 } },
	};

	(void)state;
	assert_all_counted(cases, ARRAY_LEN(cases));
}

static void
other_texts_have_70_or_67_units_a_part(void **state)
{
	static const struct count_case cases[] = {
		{ "码", 70, "", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 70, 70, 1, 0x7801 } },
		{ "码", 71, "", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 71, 67, 2, 0x7801 } },
		{ "a", 10, "`", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 11, 70, 1, '`' } },
		{ "a", 1, "ç", TEXT_COUNT_AUTO, { TEXT_UCS2, 2, 70, 1, 0xe7 } },
		{ "a", 1, "\t", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 2, 70, 1, '\t' } },
		{ "😀", 35, "", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 70, 70, 1, 0x1f600 } },
	};

	(void)state;
	assert_all_counted(cases, ARRAY_LEN(cases));
}

static void
mainland_chinese_carriers_count_70_whatever_the_text(void **state)
{
	static const struct count_case cases[] = {
		{ "a", 70, "", TEXT_COUNT_UCS2, { TEXT_UCS2, 70, 70, 1, 0 } },
		{ "a", 71, "", TEXT_COUNT_UCS2, { TEXT_UCS2, 71, 67, 2, 0 } },
		{ "€", 70, "", TEXT_COUNT_UCS2, { TEXT_UCS2, 70, 70, 1, 0 } },
	};

	(void)state;
	assert_all_counted(cases, ARRAY_LEN(cases));
}

/* 153 is odd, so pairs alone fill 152 of it; 67 is odd too. */
static void
pairs_are_never_split_over_two_parts(void **state)
{
	static const struct count_case cases[] = {
		{ "a", 152, "€aaaaaaaa", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 162, 153, 2, 0 } },
		{ "€", 153, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 306, 153, 3, 0 } },
		{ "€", 152, "", TEXT_COUNT_AUTO,
		    { TEXT_GSM7, 304, 153, 2, 0 } },
		{ "😀", 66, "", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 132, 67, 2, 0x1f600 } },
		{ "😀", 67, "", TEXT_COUNT_AUTO,
		    { TEXT_UCS2, 134, 67, 3, 0x1f600 } },
	};

	(void)state;
	assert_all_counted(cases, ARRAY_LEN(cases));
}

static void
a_text_that_is_no_utf8_has_no_parts(void **state)
{
	struct text_parts parts = { .units = 9 };

	(void)state;
	assert_int_equal(text_count("a\xff", TEXT_COUNT_AUTO, &parts), -1);
	assert_int_equal(parts.units, 0);
	assert_int_equal(parts.parts, 0);
}

typedef int one_string(const char *, struct buf *);
typedef int two_strings(const char *, const char *, struct buf *);

static void
assert_title(one_string *function, const char *title, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(function(title, &b), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_fini(&b);
}

static void
assert_text(two_strings *function, const char *title, const char *text,
    const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(function(title, text, &b), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_fini(&b);
}

static void
a_title_is_the_same_with_and_without_brackets(void **state)
{
	(void)state;
	assert_title(text_signature_bare, "【阿里云】", "阿里云");
	assert_title(text_signature_bare, " 阿里云 ", "阿里云");
	assert_title(text_signature_bare, "[ACME]", "ACME");
	assert_title(text_signature_bare, "【【a】】", "【a】");
	assert_title(text_signature_bare, "【a", "【a");
	assert_title(text_signature_bare, "【】", "");
	assert_title(text_signature_bracketed, "阿里云", "【阿里云】");
	assert_title(text_signature_bracketed, "【阿里云】", "【阿里云】");
	assert_title(text_signature_bracketed, "[ACME]", "[ACME]");
	assert_title(text_signature_bracketed, "", "");
	assert_title(text_signature_bracketed, " 【 】 ", "");
}

static void
the_signature_is_put_in_front_once(void **state)
{
	(void)state;
	assert_text(text_with_signature, "【Cloud IDaaS Platform】",
	    "Your code is 123456",
	    "【Cloud IDaaS Platform】Your code is 123456");
	assert_text(text_with_signature, "云", "【云】码1", "【云】码1");
	assert_text(text_with_signature, "【云】", "[云]码1", "[云]码1");
	assert_text(text_with_signature, "云", "云码1", "【云】云码1");
	assert_text(
	    text_with_signature, "云", "【云端】码1", "【云】【云端】码1");
	assert_text(text_with_signature, "云", "【云", "【云】【云");
	assert_text(text_with_signature, "", "【云】码", "【云】码");
	assert_text(text_with_signature, "云",
	    "1234 is your code.\n\n@example.com #1234\n",
	    "【云】1234 is your code.\n\n@example.com #1234\n");
}

static void
the_signature_is_taken_away_where_the_provider_adds_it(void **state)
{
	(void)state;
	assert_string_equal(text_without_signature("云", "【云】码1"), "码1");
	assert_string_equal(
	    text_without_signature("【云】", "[云]码\n"), "码\n");
	assert_string_equal(
	    text_without_signature("云", "码【云】"), "码【云】");
	assert_string_equal(
	    text_without_signature("云", "【云端】码"), "【云端】码");
	assert_string_equal(text_without_signature("", "【】码"), "【】码");
}

static void
a_buffer_too_small_is_told(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(text_with_signature("abc", "defg", &b), -1);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gsm_texts_have_160_or_153_septets_a_part),
		cmocka_unit_test(other_texts_have_70_or_67_units_a_part),
		cmocka_unit_test(
		    mainland_chinese_carriers_count_70_whatever_the_text),
		cmocka_unit_test(pairs_are_never_split_over_two_parts),
		cmocka_unit_test(a_text_that_is_no_utf8_has_no_parts),
		cmocka_unit_test(a_title_is_the_same_with_and_without_brackets),
		cmocka_unit_test(the_signature_is_put_in_front_once),
		cmocka_unit_test(
		    the_signature_is_taken_away_where_the_provider_adds_it),
		cmocka_unit_test(a_buffer_too_small_is_told),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests edits of configuration files: the one value changes and every other
 * byte stays, and what was set is what is read afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "ini.h"
#include "iniedit.h"

static const char hand_made[] = "# the bank's gateway\r\n"
				"; kept by Li\r\n"
				"\r\n"
				"[gateway]\r\n"
				"provider      = test   \r\n"
				"#name         = sample\r\n"
				"Name\t=\tCIAM\r\n"
				"number        =\r\n"
				"secret        = 'a;b'\r\n"
				"\r\n"
				"# where to\r\n"
				"[routing]\r\n"
				"priority=10";

/* Sets a key in a text and compares the result with the text by hand. */
static void
check_set(const char *before, const char *section, const char *key,
    const char *value, const char *after)
{
	const char *reason = NULL;
	struct buf text;

	buf_init(&text, 100000);
	buf_puts(&text, before);
	if (iniedit_set(&text, section, key, value, &reason) != 0)
		fail_msg("refused: %s", reason);
	assert_string_equal(buf_str(&text), after);
	buf_fini(&text);
}

/* The hand-made text with the first "from" in it replaced. */
static void
check_hand_made(const char *section, const char *key, const char *value,
    const char *from, const char *to)
{
	char after[1000];
	const char *at = strstr(hand_made, from);

	assert_non_null(at);
	snprintf(after, sizeof(after), "%.*s%s%s", (int)(at - hand_made),
	    hand_made, to, at + strlen(from));
	check_set(hand_made, section, key, value, after);
}

static void
a_value_changes_and_every_other_byte_stays(void **state)
{
	(void)state;
	check_hand_made("gateway", "provider", "aliyun", "= test   \r\n",
	    "= aliyun   \r\n");
	check_hand_made("gateway", "name", "x", "\tCIAM", "\tx");
	check_hand_made("GATEWAY", "NAME", "x", "\tCIAM", "\tx");
	check_hand_made("gateway", "secret", "b", "'a;b'", "b");
	check_hand_made("gateway", "secret", "it's #1", "'a;b'", "\"it's #1\"");
	check_hand_made("routing", "priority", "5", "=10", "=5");
	check_hand_made("gateway", "number", "106", "number        =\r",
	    "number        = 106\r");
	check_hand_made("gateway", "name", "", "\tCIAM", "\t");
}

static void
a_missing_key_comes_after_the_last_of_its_section(void **state)
{
	(void)state;
	check_hand_made("gateway", "enabled", "yes", "'a;b'\r\n",
	    "'a;b'\r\nenabled       = yes\r\n");
	check_hand_made("gateway", "a_very_long_key_name", "1", "'a;b'\r\n",
	    "'a;b'\r\na_very_long_key_name = 1\r\n");
	check_hand_made(
	    "routing", "weight", "2", "priority=10", "priority=10\r\nweight=2");
	check_set(
	    "[a]\nk = 1\n\n[b]\n", "b", "l", "2", "[a]\nk = 1\n\n[b]\nl = 2\n");
	check_set("[b]\n# k = 1\n", "b", "k", "2", "[b]\nk = 2\n# k = 1\n");
	check_set("[b]", "b", "k", "2", "[b]\nk = 2");
}

static void
a_missing_section_comes_at_the_end(void **state)
{
	(void)state;
	check_set("", "a", "k", "1", "[a]\nk = 1\n");
	check_set("[b]\nl = 2\n", "a", "k", "1", "[b]\nl = 2\n\n[a]\nk = 1\n");
	check_set("[b]\nl = 2", "a", "k", "", "[b]\nl = 2\n\n[a]\nk =");
}

static void
a_key_of_another_section_or_in_a_comment_is_left_alone(void **state)
{
	(void)state;
	check_set("[a]\nk = 1\n[b]\nk = 2\n[c]\nk = 3\n", "b", "k", "9",
	    "[a]\nk = 1\n[b]\nk = 9\n[c]\nk = 3\n");
	check_set("[a]\n;k = 1\nl = k = 2\n", "a", "k", "9",
	    "[a]\n;k = 1\nl = k = 2\nk = 9\n");
	check_set(
	    "[a]\nl = [b]\nk = 1\n", "a", "k", "2", "[a]\nl = [b]\nk = 2\n");
}

static void
unset_takes_the_line_and_nothing_else(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1000);
	buf_puts(&text, "# a\n[a]\n  k = 1 \n# b\nl = 2\n[b]\nk = 3");
	assert_int_equal(iniedit_unset(&text, "a", "K", NULL), 1);
	assert_string_equal(buf_str(&text), "# a\n[a]\n# b\nl = 2\n[b]\nk = 3");
	assert_int_equal(iniedit_unset(&text, "a", "k", NULL), 0);
	assert_int_equal(iniedit_unset(&text, "b", "k", NULL), 1);
	assert_string_equal(buf_str(&text), "# a\n[a]\n# b\nl = 2\n[b]\n");
	buf_fini(&text);
}

static void
check_quote(const char *value, const char *expected)
{
	const char *reason = NULL;
	struct buf out;
	int result;

	buf_init(&out, 2000);
	result = iniedit_quote(value, &out, &reason);
	if (expected == NULL) {
		assert_int_equal(result, -1);
		assert_non_null(reason);
		assert_int_equal(out.len, 0);
	} else {
		assert_int_equal(result, 0);
		assert_string_equal(buf_str(&out), expected);
	}
	buf_fini(&out);
}

static void
a_value_gets_the_plainest_form_that_carries_it(void **state)
{
	(void)state;
	check_quote("", "");
	check_quote("yes", "yes");
	check_quote("a b=c", "a b=c");
	check_quote("it's", "it's");
	check_quote("a\"b'c\\d", "a\"b'c\\d");
	check_quote("a;b", "'a;b'");
	check_quote("#", "'#'");
	check_quote(" a", "' a'");
	check_quote("a\t", "'a\t'");
	check_quote("'a'", "\"'a'\"");
	check_quote("\"", "'\"'");
	check_quote("it's; so", "\"it's; so\"");
	check_quote("say \"x\"; y", "'say \"x\"; y'");
}

static void
what_no_form_can_carry_is_refused(void **state)
{
	char value[1100];

	(void)state;
	check_quote("a\nb", NULL);
	check_quote("a\r", NULL);
	check_quote("a\x01", NULL);
	check_quote("a\x7f", NULL);
	check_quote("\xff", NULL);
	check_quote("it's \"x\"; y", NULL);
	check_quote("a\\b;c", NULL);
	check_quote("a\\", NULL);
	check_quote("'\"", NULL);
	memset(value, 'x', sizeof(value));
	value[1001] = '\0';
	check_quote(value, NULL);
}

static void
a_refused_edit_leaves_the_text_alone(void **state)
{
	const char *reason = NULL;
	struct buf text;

	(void)state;
	buf_init(&text, 20);
	buf_puts(&text, "[a]\nk = 1\n");
	assert_int_equal(iniedit_set(&text, "a", "k", "x\ny", &reason), -1);
	assert_non_null(reason);
	assert_int_equal(iniedit_set(&text, "a", "k:l", "x", NULL), -1);
	assert_int_equal(iniedit_set(&text, "a]", "k", "x", NULL), -1);
	assert_int_equal(iniedit_set(&text, "", "k", "x", NULL), -1);
	assert_int_equal(
	    iniedit_set(&text, "a", "k", "12345678901234567890", NULL), -1);
	assert_string_equal(buf_str(&text), "[a]\nk = 1\n");
	assert_false(text.failed);
	buf_fini(&text);
}

/* Sets a value, and fails unless it is read back and the text still loads. */
static void
set_and_read(struct buf *text, const char *key, const char *value)
{
	struct problems problems;
	struct ini *ini;
	const char *got;

	problems_init(&problems);
	if (ini_parse("x", buf_str(text), text->len, &ini, &problems) != 0)
		fail_msg("does not load:\n%s", buf_str(text));
	got = ini_get(ini, "gateway", key, NULL);
	if (got == NULL || strcmp(got, value) != 0)
		fail_msg("%s is not %s in:\n%s", key, value, buf_str(text));
	ini_free(ini);
	problems_fini(&problems);
}

static void
whatever_is_set_is_read_back(void **state)
{
	static const char letters[] = "aA1 \t'\";#\\=[]:%\xc3\xa9";
	static const char *const keys[] = { "name", "number", "new.1",
		"provider", "secret" };
	unsigned long long random = 7;
	char value[12];
	const char *key;
	struct buf text;
	size_t i, len;
	int round, set = 0;

	(void)state;
	buf_init(&text, 100000);
	buf_puts(&text, hand_made);
	for (round = 0; round < 20000; round++) {
		random = random * 6364136223846793005ull + 1;
		len = (size_t)(random >> 40) % sizeof(value);
		key = keys[(random >> 33) % ARRAY_LEN(keys)];
		for (i = 0; i < len; i++) {
			random = random * 6364136223846793005ull + 1;
			value[i] =
			    letters[(random >> 33) % (sizeof(letters) - 1)];
		}
		value[len] = '\0';
		if (iniedit_set(&text, "gateway", key, value, NULL) != 0)
			continue;
		set_and_read(&text, key, value);
		set++;
	}
	assert_true(set > 2000);
	buf_fini(&text);
}

static void
an_item_goes_behind_the_last_of_its_list(void **state)
{
	(void)state;
	check_set("[provider]\nfield.1 = a\nfield.2 = b\nid = x\n\n[limits]\n",
	    "provider", "field.3", "c",
	    "[provider]\nfield.1 = a\nfield.2 = b\nfield.3 = c\nid = x\n\n"
	    "[limits]\n");
	/* fields are no brothers of headers */
	check_set("[provider]\nfield.1 = a\nid = x\n", "provider", "header.1",
	    "c", "[provider]\nfield.1 = a\nid = x\nheader.1 = c\n");
}

static void
a_key_takes_the_line_that_offers_it(void **state)
{
	(void)state;
	check_set("[gateway]\n# Title\n; sms_title =\nname = x\n", "gateway",
	    "sms_title", "ACME",
	    "[gateway]\n# Title\nsms_title = ACME\nname = x\n");
	check_set("[gateway]\r\n;a=\r\nname = x\r\n", "gateway", "a", "1",
	    "[gateway]\r\na = 1\r\nname = x\r\n");
	/* a sample with a value stays, and so does another section's line */
	check_set("[a]\n; x =\n[gateway]\n; x = 5\nname = n\n", "gateway", "x",
	    "1", "[a]\n; x =\n[gateway]\n; x = 5\nname = n\nx = 1\n");
	/* the first of a list that is offered, and its second */
	check_set("[p]\n; field.1 =\n# more\n; id =\n", "p", "field.2", "b",
	    "[p]\n; field.1 =\nfield.2 = b\n# more\n; id =\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_changes_and_every_other_byte_stays),
		cmocka_unit_test(
		    a_missing_key_comes_after_the_last_of_its_section),
		cmocka_unit_test(an_item_goes_behind_the_last_of_its_list),
		cmocka_unit_test(a_key_takes_the_line_that_offers_it),
		cmocka_unit_test(a_missing_section_comes_at_the_end),
		cmocka_unit_test(
		    a_key_of_another_section_or_in_a_comment_is_left_alone),
		cmocka_unit_test(unset_takes_the_line_and_nothing_else),
		cmocka_unit_test(
		    a_value_gets_the_plainest_form_that_carries_it),
		cmocka_unit_test(what_no_form_can_carry_is_refused),
		cmocka_unit_test(a_refused_edit_leaves_the_text_alone),
		cmocka_unit_test(whatever_is_set_is_read_back),
	};

	return cmocka_run_group_tests_name("iniedit", tests, NULL, NULL);
}

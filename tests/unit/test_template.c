/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates filled in, listed, and read backwards.
 */
#include "template.h"

#include "buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int
lookup(void *arg, const char *expr, size_t len, struct buf *out)
{
	(void)arg;
	if (len == 4 && memcmp(expr, "code", len) == 0)
		return buf_puts(out, "123456");
	if (len == 8 && memcmp(expr, "text|gbk", len) == 0)
		return buf_puts(out, "${code}");
	if (len == 7 && memcmp(expr, "newline", len) == 0)
		return buf_puts(out, "\n");
	(void)buf_puts(out, "half");
	return -1;
}

static int
only_newline(void *arg, const char *expr, size_t len, struct buf *out)
{
	if (len != 7)
		return -1;
	return lookup(arg, expr, len, out);
}

static int
list_name(void *arg, const char *expr, size_t len)
{
	struct buf *b = arg;

	(void)buf_add(b, expr, len);
	(void)buf_putc(b, ' ');
	return len == 4 && memcmp(expr, "stop", len) == 0 ? 7 : 0;
}

static int
list_value(void *arg, const char *name, size_t name_len, const char *value,
    size_t value_len)
{
	return buf_printf(
	    arg, "%.*s=%.*s;", (int)name_len, name, (int)value_len, value);
}

static void
assert_rendered(const char *tpl, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(template_render(tpl, lookup, NULL, &b, NULL), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_fini(&b);
}

static void
assert_broken(
    const char *tpl, size_t offset, const char *name, const char *reason)
{
	struct template_error err = { 0 };
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(buf_puts(&b, "before"), 0);
	assert_int_equal(template_render(tpl, lookup, NULL, &b, &err), -1);
	assert_int_equal(err.offset, offset);
	assert_string_equal(err.name, name);
	assert_string_equal(err.reason, reason);
	assert_string_equal(buf_str(&b), "before");
	buf_fini(&b);
}

static void
assert_matched(const char *tpl, const char *text, const char *expected)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(
	    template_match(tpl, text, only_newline, list_value, &b), 0);
	assert_string_equal(buf_str(&b), expected);
	buf_fini(&b);
}

static void
assert_unmatched(const char *tpl, const char *text)
{
	struct buf b;

	buf_init(&b, 1000);
	assert_int_equal(
	    template_match(tpl, text, only_newline, list_value, &b), -1);
	assert_string_equal(buf_str(&b), "");
	buf_fini(&b);
}

static void
names_are_replaced_by_their_values(void **state)
{
	(void)state;
	assert_rendered("", "");
	assert_rendered("plain", "plain");
	assert_rendered("码${code}，5分", "码123456，5分");
	assert_rendered("${code}${code}", "123456123456");
	assert_rendered("a${newline}b", "a\nb");
}

static void
dollars_can_be_written(void **state)
{
	(void)state;
	assert_rendered("$$", "$");
	assert_rendered("$${code}", "${code}");
	assert_rendered("$$${code}", "$123456");
	assert_rendered("US$5 and $", "US$5 and $");
	assert_rendered("{code}", "{code}");
}

static void
what_a_value_holds_is_not_filled_in_again(void **state)
{
	(void)state;
	assert_rendered("<${text|gbk}>", "<${code}>");
}

static void
broken_templates_are_told_with_place_and_name(void **state)
{
	(void)state;
	assert_broken("ab ${code", 3, "code", "${ without a }");
	assert_broken("ab ${", 3, "", "${ without a }");
	assert_broken("${code} ${}", 8, "", "empty name");
	assert_broken("x${cod}", 1, "cod", "unknown name");
	assert_broken("x${a\nb}", 1, "a\\x0Ab", "unknown name");
}

static void
a_text_longer_than_allowed_is_told(void **state)
{
	struct template_error err = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	assert_int_equal(
	    template_render("abc${code}", lookup, NULL, &b, &err), -1);
	assert_non_null(strstr(err.reason, "too long"));
	assert_string_equal(buf_str(&b), "");
	buf_fini(&b);
}

static void
names_are_listed_in_their_order(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	assert_int_equal(
	    template_names("${b} $${x} ${a|hex}${b}", list_name, &b, NULL), 0);
	assert_string_equal(buf_str(&b), "b a|hex b ");
	buf_reset(&b);
	assert_int_equal(
	    template_names("${stop} ${a}", list_name, &b, NULL), 7);
	assert_string_equal(buf_str(&b), "stop ");
	assert_int_equal(template_names("${a} ${", list_name, &b, NULL), -1);
	buf_fini(&b);
}

static void
arguments_are_read_out_of_a_text(void **state)
{
	(void)state;
	assert_matched("您的验证码是${code}，${minutes}分钟内有效",
	    "您的验证码是123456，5分钟内有效", "code=123456;minutes=5;");
	assert_matched("${code}", "123456", "code=123456;");
	assert_matched("plain $$5", "plain $5", "");
	assert_matched("a${x}", "aa", "x=a;");
	assert_matched("${x}a", "aa", "x=a;");
	assert_matched("Code: ${code}${newline}@example.com #${code}",
	    "Code: 42\n@example.com #42", "code=42;");
}

static void
a_text_that_does_not_fit_yields_nothing(void **state)
{
	(void)state;
	assert_unmatched("plain", "plain ");
	assert_unmatched("code ${code}", "code ");
	assert_unmatched("code ${code}.", "code 1");
	assert_unmatched("code ${code}.", "Code 1.");
	assert_unmatched("ab${x}bc", "abc");
	assert_unmatched("${x}, ${y}", ", 1");
	assert_unmatched("${x}, ${y}", "1, ");
	assert_unmatched("${x}", "");
	assert_unmatched("${x}-${y}-${z}", "1-2");
	assert_unmatched("${c} or ${c}", "1 or 2");
}

static void
a_text_that_fits_in_two_ways_yields_nothing(void **state)
{
	(void)state;
	assert_unmatched("${x}-${y}", "1-2-3");
	assert_unmatched("a${x}a${y}a", "aaaaaa");
	assert_matched("a${x}a${y}a", "aaaaa", "x=a;y=a;");
	assert_matched("${x}, ${y}!", "1, 2!", "x=1;y=2;");
	assert_matched("${x}--${y}", "1---", "x=1;y=-;");
}

static void
templates_that_cannot_be_read_backwards_are_refused(void **state)
{
	(void)state;
	assert_unmatched("${x}${y}", "12");
	assert_unmatched("${x", "12");
	assert_unmatched("${}", "12");
}

static void
what_the_listener_returns_ends_the_reading(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 2);
	assert_int_equal(
	    template_match("${x} ${y}", "1 2", NULL, list_value, &b), -1);
	buf_fini(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_replaced_by_their_values),
		cmocka_unit_test(dollars_can_be_written),
		cmocka_unit_test(what_a_value_holds_is_not_filled_in_again),
		cmocka_unit_test(broken_templates_are_told_with_place_and_name),
		cmocka_unit_test(a_text_longer_than_allowed_is_told),
		cmocka_unit_test(names_are_listed_in_their_order),
		cmocka_unit_test(arguments_are_read_out_of_a_text),
		cmocka_unit_test(a_text_that_does_not_fit_yields_nothing),
		cmocka_unit_test(a_text_that_fits_in_two_ways_yields_nothing),
		cmocka_unit_test(
		    templates_that_cannot_be_read_backwards_are_refused),
		cmocka_unit_test(what_the_listener_returns_ends_the_reading),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line's options: in any order, strict, and helpful when one is
 * mistyped.
 */
#include "args.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "buf.h"

static const struct cli_option global[] = {
	{ "config", 'c', "DIR", "folder" },
	{ "json", '\0', NULL, "for programs" },
	{ "quiet", 'q', NULL, "less" },
	{ NULL, '\0', NULL, NULL },
};

static const struct cli_option own[] = {
	{ "to", '\0', "PHONE", "recipient" },
	{ "dry-run", 'n', NULL, "send nothing" },
	{ NULL, '\0', NULL, NULL },
};

/* argv of up to 11 words, "smsgw" first. */
struct line {
	char words[12][40];
	char *argv[13];
	int argc;
	struct args args;
	struct buf error;
};

static void
line_init(struct line *line, const char *const *words)
{
	size_t len;

	*line = (struct line){ .argc = 0 };
	buf_init(&line->error, 1000);
	for (; words[line->argc] != NULL; line->argc++) {
		len = strlen(words[line->argc]);
		assert_in_range(len, 0, 39);
		memcpy(line->words[line->argc], words[line->argc], len + 1);
		line->argv[line->argc] = line->words[line->argc];
	}
}

static void
line_fini(struct line *line)
{
	args_fini(&line->args);
	buf_fini(&line->error);
}

static int
parse(struct line *line)
{
	int command;

	command =
	    args_find_command(line->argc, line->argv, global, &line->error);
	if (command < 0)
		return -1;
	return args_parse(&line->args, line->argc, line->argv, command, global,
	    own, &line->error);
}

static void
options_stand_before_and_behind_the_command(void **state)
{
	static const char *const words[] = { "smsgw", "-c", "etc", "--json",
		"test", "ciam", "--to=+86 1", "-q", "--to", "2", NULL };
	struct line line;

	(void)state;
	line_init(&line, words);
	assert_int_equal(
	    args_find_command(line.argc, line.argv, global, &line.error), 4);
	assert_int_equal(parse(&line), 0);
	assert_string_equal(args_value(&line.args, "config"), "etc");
	assert_true(args_has(&line.args, "json"));
	assert_true(args_has(&line.args, "quiet"));
	assert_false(args_has(&line.args, "dry-run"));
	assert_int_equal(args_times(&line.args, "to"), 2);
	assert_string_equal(args_value_at(&line.args, "to", 0), "+86 1");
	assert_string_equal(args_value(&line.args, "to"), "2");
	assert_null(args_value_at(&line.args, "to", 2));
	assert_string_equal(args_word(&line.args, 0), "ciam");
	assert_null(args_word(&line.args, 1));
	line_fini(&line);
}

static void
a_value_may_stand_at_its_letter(void **state)
{
	static const char *const words[] = { "smsgw", "-cetc", "check", "-n",
		NULL };
	struct line line;

	(void)state;
	line_init(&line, words);
	assert_int_equal(parse(&line), 0);
	assert_string_equal(args_value(&line.args, "config"), "etc");
	assert_true(args_has(&line.args, "dry-run"));
	line_fini(&line);
}

static void
words_behind_two_dashes_are_no_options(void **state)
{
	static const char *const words[] = { "smsgw", "send", "--", "--to", "-",
		NULL };
	struct line line;

	(void)state;
	line_init(&line, words);
	assert_int_equal(parse(&line), 0);
	assert_false(args_has(&line.args, "to"));
	assert_int_equal(line.args.word_count, 2);
	assert_string_equal(args_word(&line.args, 0), "--to");
	assert_string_equal(args_word(&line.args, 1), "-");
	line_fini(&line);
}

static void
a_mistake_is_refused_with_the_option_that_was_meant(void **state)
{
	static const struct {
		const char *words[6];
		const char *error;
	} cases[] = {
		{ { "smsgw", "test", "--dry-rum", NULL },
		    "there is no option --dry-rum; did you mean --dry-run?" },
		{ { "smsgw", "test", "--json=1", NULL },
		    "--json takes no value" },
		{ { "smsgw", "test", "--to", NULL },
		    "--to wants a value: --to PHONE" },
		{ { "smsgw", "test", "-x", NULL }, "there is no option -x" },
		{ { "smsgw", "test", "-nq", NULL },
		    "write -n and what follows apart" },
		{ { "smsgw", "test", "--zzzzzz", NULL },
		    "there is no option --zzzzzz" },
	};
	struct line line;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(cases); i++) {
		line_init(&line, cases[i].words);
		assert_int_equal(parse(&line), -1);
		assert_string_equal(buf_str(&line.error), cases[i].error);
		line_fini(&line);
	}
}

static void
an_option_of_a_command_does_not_stand_before_it(void **state)
{
	static const char *const words[] = { "smsgw", "--to", "1", "test",
		NULL };
	struct line line;

	(void)state;
	line_init(&line, words);
	assert_int_equal(parse(&line), -1);
	assert_non_null(strstr(buf_str(&line.error), "behind the command"));
	line_fini(&line);
}

static void
without_a_command_there_are_options_only(void **state)
{
	static const char *const words[] = { "smsgw", "--json", NULL };
	struct line line;

	(void)state;
	line_init(&line, words);
	assert_int_equal(
	    args_find_command(line.argc, line.argv, global, &line.error), 2);
	assert_int_equal(parse(&line), 0);
	assert_true(args_has(&line.args, "json"));
	assert_int_equal(line.args.word_count, 0);
	line_fini(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_before_and_behind_the_command),
		cmocka_unit_test(a_value_may_stand_at_its_letter),
		cmocka_unit_test(words_behind_two_dashes_are_no_options),
		cmocka_unit_test(
		    a_mistake_is_refused_with_the_option_that_was_meant),
		cmocka_unit_test(
		    an_option_of_a_command_does_not_stand_before_it),
		cmocka_unit_test(without_a_command_there_are_options_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the command line: options of the program and of the command in any
 * order, --name=value or --name value, -n value or -nvalue, -- for words that
 * begin with a dash.
 */
#include "args.h"

#include <stdlib.h>

#include "buf.h"
#include "lang.h"
#include "nearest.h"

/* More options than any command has. */
#define OPTIONS_MAX 32

static size_t
options_count(const struct cli_option *options)
{
	size_t count;

	if (options == NULL)
		return 0;
	for (count = 0; options[count].name != NULL; count++)
		continue;
	return count;
}

static const struct cli_option *
find_long(const struct cli_option *options, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < options_count(options); i++) {
		if (strlen(options[i].name) == len &&
		    memcmp(options[i].name, name, len) == 0)
			return &options[i];
	}
	return NULL;
}

static const struct cli_option *
find_letter(const struct cli_option *options, char letter)
{
	size_t i;

	for (i = 0; i < options_count(options); i++) {
		if (options[i].letter == letter && letter != '\0')
			return &options[i];
	}
	return NULL;
}

/* Whether an argument is an option; a single dash is a word. */
static bool
is_option(const char *arg)
{
	return arg[0] == '-' && arg[1] != '\0';
}

/*
 * The option that an argument names; *value points behind its = or letter, or
 * is NULL.  NULL when there is no such option.
 */
static const struct cli_option *
option_of(const char *arg, const struct cli_option *global,
    const struct cli_option *own, const char **value)
{
	const struct cli_option *option;
	size_t len;

	*value = NULL;
	if (arg[1] != '-') {
		option = find_letter(own, arg[1]);
		if (option == NULL)
			option = find_letter(global, arg[1]);
		if (option != NULL && arg[2] != '\0')
			*value = arg + 2;
		return option;
	}
	len = strcspn(arg + 2, "=");
	option = find_long(own, arg + 2, len);
	if (option == NULL)
		option = find_long(global, arg + 2, len);
	if (option != NULL && arg[2 + len] == '=')
		*value = arg + 2 + len + 1;
	return option;
}

/* Says that there is no such option, and which one was meant. */
static void
say_unknown(const char *arg, const struct cli_option *global,
    const struct cli_option *own, struct buf *error)
{
	const char *names[2 * OPTIONS_MAX];
	const char *meant;
	char word[64];
	size_t count = 0, len, i;

	if (arg[1] != '-') {
		buf_printf(error, _("there is no option -%c"), arg[1]);
		return;
	}
	for (i = 0; i < options_count(own) && count < OPTIONS_MAX; i++)
		names[count++] = own[i].name;
	for (i = 0; i < options_count(global) && i < OPTIONS_MAX; i++)
		names[count++] = global[i].name;
	len = strcspn(arg + 2, "=");
	buf_printf(error, _("there is no option --%.*s"), (int)len, arg + 2);
	if (len >= sizeof(word))
		return;
	memcpy(word, arg + 2, len);
	word[len] = '\0';
	meant = nearest_word(word, names, count);
	if (meant != NULL)
		buf_printf(error, _("; did you mean --%s?"), meant);
}

int
args_find_command(int argc, char *const *argv, const struct cli_option *global,
    struct buf *error)
{
	const struct cli_option *option;
	const char *value;
	int i;

	for (i = 1; i < argc; i++) {
		if (!is_option(argv[i]))
			return i;
		if (strcmp(argv[i], "--") == 0)
			return i + 1 < argc ? i + 1 : argc;
		option = option_of(argv[i], global, NULL, &value);
		if (option == NULL) {
			say_unknown(argv[i], global, NULL, error);
			buf_puts(error,
			    _(" (a command's own options stand "
			      "behind the command)"));
			return -1;
		}
		if (option->value != NULL && value == NULL)
			i++;
	}
	return argc;
}

/*
 * Takes the option at argv[*i], and its value when that stands in the next
 * argument.  0, or -1 with a clause in error.
 */
static int
take_option(struct args *args, int argc, char *const *argv, int command, int *i,
    const struct cli_option *global, const struct cli_option *own,
    struct buf *error)
{
	const struct cli_option *option;
	const char *arg = argv[*i], *value;

	option = option_of(arg, global, own, &value);
	if (option == NULL) {
		say_unknown(arg, global, own, error);
		return -1;
	}
	if (option->value == NULL && value != NULL) {
		if (arg[1] == '-')
			buf_printf(
			    error, _("--%s takes no value"), option->name);
		else
			buf_printf(error, _("write -%c and what follows apart"),
			    arg[1]);
		return -1;
	}
	if (option->value != NULL && value == NULL) {
		if (*i + 1 >= argc || *i + 1 == command) {
			buf_printf(error, _("--%s wants a value: --%s %s"),
			    option->name, option->name, option->value);
			return -1;
		}
		value = argv[++*i];
	}
	args->given[args->given_count++] =
	    (struct arg){ .option = option, .value = value };
	return 0;
}

int
args_parse(struct args *args, int argc, char *const *argv, int command,
    const struct cli_option *global, const struct cli_option *own,
    struct buf *error)
{
	bool only_words = false;
	int i;

	*args = (struct args){ .given = NULL };
	args->given = calloc((size_t)argc + 1, sizeof(*args->given));
	args->words = calloc((size_t)argc + 1, sizeof(*args->words));
	if (args->given == NULL || args->words == NULL)
		return -2;
	for (i = 1; i < argc; i++) {
		if (i == command)
			continue;
		if (only_words || !is_option(argv[i]))
			args->words[args->word_count++] = argv[i];
		else if (strcmp(argv[i], "--") == 0)
			only_words = i > command;
		else if (take_option(args, argc, argv, command, &i, global, own,
			     error) != 0)
			return -1;
	}
	return 0;
}

void
args_fini(struct args *args)
{
	if (args == NULL)
		return;
	free(args->given);
	free(args->words);
	*args = (struct args){ .given = NULL };
}

size_t
args_times(const struct args *args, const char *name)
{
	size_t i, times = 0;

	for (i = 0; i < args->given_count; i++) {
		if (strcmp(args->given[i].option->name, name) == 0)
			times++;
	}
	return times;
}

bool
args_has(const struct args *args, const char *name)
{
	return args_times(args, name) > 0;
}

const char *
args_value_at(const struct args *args, const char *name, size_t i)
{
	size_t k;

	for (k = 0; k < args->given_count; k++) {
		if (strcmp(args->given[k].option->name, name) == 0 && i-- == 0)
			return args->given[k].value;
	}
	return NULL;
}

const char *
args_value(const struct args *args, const char *name)
{
	size_t times;

	times = args_times(args, name);
	return times == 0 ? NULL : args_value_at(args, name, times - 1);
}

const char *
args_word(const struct args *args, size_t i)
{
	return i < args->word_count ? args->words[i] : NULL;
}

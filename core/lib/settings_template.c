/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logical templates: reads one file of templates.d with its texts by locale,
 * inline or in files of their own, and checks the variables in them.
 */
#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "ascii.h"
#include "lang.h"
#include "precondition.h"
#include "safefile.h"
#include "template.h"
#include "utf8.h"

/* The longest text, in bytes, as for a message's. */
#define TEXT_MAX ((size_t)4096)
#define TEMPLATE_MAX ((size_t)1024 * 1024)
#define OTP_LIFE_MAX_MS ((int64_t)600 * 1000)
#define NAMES_MAX 64

/* One text being checked, and the names in it. */
struct text_names {
	const struct settings_template *template;
	const struct settings_text *text;
	struct problems *problems;
	struct text_name {
		const char *name;
		size_t len;
	} names[NAMES_MAX];
	size_t count;
	int errors;
};

static bool
is_same(const struct text_name *name, const char *expr, size_t len)
{
	return name->len == len && memcmp(name->name, expr, len) == 0;
}

static bool
has_name(const struct text_names *names, const char *expr, size_t len)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		if (is_same(&names->names[i], expr, len))
			return true;
	}
	return false;
}

/* The arguments that every text has. */
static bool
is_built_in(const char *expr, size_t len)
{
	return (len == 7 && memcmp(expr, "minutes", len) == 0) ||
	    (len == 7 && memcmp(expr, "newline", len) == 0);
}

static bool
is_argument(const char *expr, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (!ascii_is_alnum(expr[i]) && expr[i] != '_')
			return false;
	}
	return len > 0 && len < TEMPLATE_NAME_SIZE &&
	    !ascii_is_digit(expr[0]) && expr[0] != '_';
}

static const char *
text_key(const struct settings_text *text, char *out, size_t size)
{
	snprintf(out, size, "text%s%.64s", text->locale[0] == '\0' ? "" : ".",
	    text->locale);
	return out;
}

/* Takes one ${name} of a text. */
static int
take_name(void *arg, const char *expr, size_t len)
{
	struct text_names *names = arg;
	struct buf shown;
	char key[80];

	if (!is_argument(expr, len)) {
		buf_init(&shown, 256);
		utf8_escape(expr, len, 60, &shown);
		problem_add(names->problems, PROBLEM_ERROR,
		    "content-template-broken", names->template->path,
		    names->text->line, text_key(names->text, key, sizeof(key)),
		    "use letters, digits and _, as in ${code}",
		    "${%s} cannot be the name of an argument", buf_str(&shown));
		buf_fini(&shown);
		names->errors++;
		return 0;
	}
	if (is_built_in(expr, len) || has_name(names, expr, len) ||
	    names->count == NAMES_MAX)
		return 0;
	names->names[names->count].name = expr;
	names->names[names->count++].len = len;
	return 0;
}

/* Reads the names of one text; 0 or -1. */
static int
read_names(struct text_names *names)
{
	struct template_error error;
	char key[80];

	if (names->text->text == NULL)
		return -1; /* told when it was read */
	if (template_names(names->text->text, take_name, names, &error) == 0)
		return names->errors == 0 ? 0 : -1;
	problem_add(names->problems, PROBLEM_ERROR, "content-template-broken",
	    names->template->path, names->text->line,
	    text_key(names->text, key, sizeof(key)),
	    "write ${NAME} for an argument and $$ for a dollar",
	    "at byte %zu: ${%s: %s", error.offset + 1, error.name,
	    error.reason);
	return -1;
}

/* Warns where a language's text wants other arguments than the default. */
static void
compare_names(const struct text_names *base, const struct text_names *other)
{
	const struct text_names *sides[2] = { base, other };
	const struct text_name *name;
	char key[80];
	size_t i, side;

	text_key(other->text, key, sizeof(key));
	for (side = 0; side < 2; side++) {
		for (i = 0; i < sides[side]->count; i++) {
			name = &sides[side]->names[i];
			if (has_name(sides[1 - side], name->name, name->len))
				continue;
			problem_add(base->problems, PROBLEM_WARNING,
			    "content-template-broken", other->template->path,
			    other->text->line, key,
			    "correct it if it is not meant so",
			    side == 0 ?
				"has no ${%.*s}, unlike the text of line %d" :
				_("has ${%.*s}, unlike the text of line %d"),
			    (int)name->len, name->name, base->text->line);
		}
	}
}

/* Checks the variables of all texts; 0 or -1. */
static int
check_names(const struct settings_template *template, struct problems *problems)
{
	struct text_names first = { .count = 0 }, names;
	size_t i;
	int result = 0;

	for (i = 0; i < template->text_count; i++) {
		names = (struct text_names){
			.template = template,
			.text = &template->texts[i],
			.problems = problems,
		};
		if (read_names(&names) != 0)
			result = -1;
		else if (first.text == NULL)
			first = names;
		else
			compare_names(&first, &names);
	}
	return result;
}

/* Reads the file that text_file names; NULL with a problem. */
static const char *
read_text_file(struct settings_template *template,
    const struct param_value *value, struct problems *problems)
{
	struct problems found;
	struct buf content;
	const char *path, *text = NULL;

	path = settings_path(&template->arena, template->path, value->text);
	if (path == NULL)
		return NULL;
	problems_init(&found);
	buf_init(&content, TEXT_MAX + 2);
	if (safefile_read(
		path, SAFEFILE_DATA, TEXT_MAX, &content, NULL, &found) == 0) {
		if (content.len > 0 && content.data[content.len - 1] == '\n')
			buf_truncate(&content, content.len - 1);
		if (content.len > 0 && content.data[content.len - 1] == '\r')
			buf_truncate(&content, content.len - 1);
		if (memchr(buf_str(&content), '\0', content.len) != NULL ||
		    !utf8_valid(buf_str(&content), content.len))
			problem_add(problems, PROBLEM_ERROR, "content-invalid",
			    path, 0, NULL, "save it as UTF-8",
			    "is not UTF-8 text");
		else if (content.len == 0)
			problem_add(problems, PROBLEM_ERROR, "content-empty",
			    path, 0, NULL, "write the text into it",
			    "is empty");
		else
			text =
			    arena_strdup(&template->arena, buf_str(&content));
	}
	problems_move(problems, &found);
	buf_fini(&content);
	problems_fini(&found);
	return text;
}

/* Takes one text, inline or by file; 0 or -1. */
static int
take_text(struct settings_template *template, const struct param_value *value,
    bool by_file, struct problems *problems)
{
	struct settings_text *text;
	const char *content = value->text;
	size_t i;

	for (i = 0; i < template->text_count; i++) {
		if (strcmp(template->texts[i].locale, value->suffix) != 0)
			continue;
		problem_add(problems, PROBLEM_ERROR, "config-duplicate",
		    template->path, value->line, value->param->name,
		    "remove one of them",
		    "this text is given in line %d "
		    "already",
		    template->texts[i].line);
		return -1;
	}
	if (by_file)
		content = read_text_file(template, value, problems);
	if (content == NULL)
		return -1;
	text = &template->texts[template->text_count++];
	text->locale = value->suffix;
	text->text = content;
	text->line = value->line;
	return 0;
}

/* The default text goes first; the others keep the file's order. */
static void
default_first(struct settings_template *template)
{
	struct settings_text text;
	size_t i;

	for (i = 1; i < template->text_count; i++) {
		if (template->texts[i].locale[0] != '\0')
			continue;
		text = template->texts[i];
		memmove(
		    &template->texts[1], &template->texts[0], i * sizeof(text));
		template->texts[0] = text;
	}
}

/* Takes all texts; 0 or -1. */
static int
take_texts(struct settings_template *template, const struct ini *ini,
    const struct param_values *values, struct problems *problems)
{
	const struct param_value *value;
	bool by_file;
	size_t i;
	int result = 0;

	template->texts = arena_calloc(
	    &template->arena, values->count, sizeof(*template->texts));
	if (template->texts == NULL)
		return -1;
	for (i = 0; i < values->count; i++) {
		value = &values->values[i];
		by_file = strcmp(value->param->name, "text_file") == 0;
		if (value->line == 0 || value->refused ||
		    (!by_file && strcmp(value->param->name, "text") != 0))
			continue;
		if (take_text(template, value, by_file, problems) != 0)
			result = -1;
	}
	default_first(template);
	if (result == 0 &&
	    (template->text_count == 0 ||
		template->texts[0].locale[0] != '\0')) {
		problem_add(problems, PROBLEM_ERROR, "config-key-missing",
		    template->path, ini_section_line(ini, "template"), "text",
		    "add to [template]: text = Your code is ${code}",
		    "Text is missing");
		result = -1;
	}
	return result;
}

/* Fills in a template from its file; 0 or -1. */
static int
template_read(struct settings_template *template, const struct ini *ini,
    struct problems *problems)
{
	static const char *const names[] = { "template" };
	const struct param_table table = { param_template,
		sizeof(param_template[0]) };
	struct param_values values;
	const struct param_value *expires;
	int result = 0;

	param_check_sections(ini, names, 1, problems);
	if (param_read(ini, "template", &table, 1, &template->arena, &values,
		problems) != 0)
		return -1;
	template->message_class = param_text(&values, "class");
	template->purpose = param_text(&values, "purpose");
	template->expires_ms = param_number(&values, "expires");
	expires = param_get(&values, "expires");
	if (strcmp(template->message_class, "otp") == 0 &&
	    template->expires_ms > OTP_LIFE_MAX_MS) {
		problem_add(problems, PROBLEM_ERROR, "config-value",
		    template->path, expires->line, "expires",
		    "write 10m or less", "a code lives 10m at most");
		result = -1;
	}
	if (take_texts(template, ini, &values, problems) != 0)
		result = -1;
	if (check_names(template, problems) != 0)
		result = -1;
	return template->arena.failed ? -1 : result;
}

static struct settings_template *
template_new(const struct settings *settings, const char *name)
{
	struct settings_template *template;

	template = calloc(1, sizeof(*template));
	if (template == NULL)
		return NULL;
	arena_init(&template->arena, TEMPLATE_MAX);
	template->name = arena_strdup(&template->arena, name);
	template->path = arena_printf(
	    &template->arena, "%s/templates.d/%s.ini", settings->dir, name);
	if (!template->arena.failed)
		return template;
	settings_template_free(template);
	return NULL;
}

static void
report_absent(const struct settings *settings, const char *name,
    struct problems *problems)
{
	const char *nearest = settings_nearest_template(settings, name);
	char fix[PATH_MAX + 96];

	if (nearest != NULL)
		snprintf(fix, sizeof(fix), "did you mean %s?", nearest);
	else
		snprintf(fix, sizeof(fix),
		    _("create %s/templates.d/NAME.ini "
		      "with [template] and text = ..."),
		    settings->dir);
	problem_add(problems, PROBLEM_ERROR, "content-template-unknown", NULL,
	    0, NULL, fix, "there is no template \"%.80s\"", name);
}

struct settings_template *
settings_template_load(const struct settings *settings, const char *name,
    struct problems *problems)
{
	struct settings_template *template;
	struct ini *ini = NULL;
	size_t errors;
	int result;

	require_or_return(settings != NULL && name != NULL, NULL);
	if (!settings_has_template(settings, name)) {
		report_absent(settings, name, problems);
		return NULL;
	}
	errors = problems == NULL ? 0 : problems_errors(problems);
	template = template_new(settings, name);
	if (template == NULL)
		goto memory;
	result = ini_load(template->path, 0, &ini, problems);
	if (ini != NULL && template_read(template, ini, problems) != 0)
		result = -1;
	ini_free(ini);
	if (template->arena.failed)
		goto memory;
	if (result == 0 &&
	    (problems == NULL || problems_errors(problems) == errors))
		return template;
	settings_template_free(template);
	return NULL;

memory:
	problem_add_memory(
	    problems, template != NULL ? template->path : settings->dir);
	settings_template_free(template);
	return NULL;
}

void
settings_template_free(struct settings_template *template)
{
	if (template == NULL)
		return;
	arena_fini(&template->arena);
	free(template);
}

/* A letter of a locale: small, and '-' for '_'. */
static char
locale_char(char c)
{
	return c == '_' ? '-' : ascii_lower(c);
}

bool
settings_locale_is(const char *locale, const char *wanted, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (locale_char(locale[i]) != locale_char(wanted[i]))
			return false;
	}
	return locale[len] == '\0';
}

size_t
settings_locale_parent(const char *locale, size_t len)
{
	while (len > 0 && locale_char(locale[len - 1]) != '-')
		len--;
	return len == 0 ? 0 : len - 1;
}

const char *
settings_template_text(
    const struct settings_template *template, const char *locale)
{
	size_t i, len;

	if (locale == NULL)
		locale = "";
	for (len = strlen(locale);; len = settings_locale_parent(locale, len)) {
		for (i = 0; i < template->text_count; i++) {
			if (settings_locale_is(
				template->texts[i].locale, locale, len))
				return template->texts[i].text;
		}
		if (len == 0)
			return NULL;
	}
}

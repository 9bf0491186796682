/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks a provider's constant data before anything else of it is used.  What
 * would make smsgw misread or mislead is an error and refuses the plugin; what
 * only leaves a reader without help is a warning for its vendor.  A word that
 * is unknown here is forgiven to a plugin of a newer minor version.
 */
#include "descriptor.h"

#include <stdarg.h>
#include <stdio.h>

#include "ascii.h"
#include "buf.h"
#include "precondition.h"
#include "utf8.h"
#include "value.h"

/* A table without an end is found here, before the end of memory is. */
#define ENTRIES_MAX 4096

/* No entry of a table, and no table of functions, is longer. */
#define STRIDE_MAX 65536

/* What a table of version 0.0 reaches to; all later members may be absent. */
#define PROVIDER_SIZE_MIN offsetof(struct smsgw_provider, title_zh)
#define HTTP_SIZE_MIN offsetof(struct smsgw_http, login)

struct check {
	const struct smsgw_provider *provider;
	const char *path;
	struct problems *problems;
	size_t errors;
	bool newer; /* the plugin's minor version is above ours */
};

/* Adds a problem of the plugin's table; item is what in it, or NULL. */
static void COMPAT_PRINTF(4, 5) complain(
    struct check *check, int level, const char *item, const char *fmt, ...)
{
	char text[512], fix[160];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(fix, sizeof(fix),
	    "ask the vendor of the plugin for a corrected one%s",
	    level == PROBLEM_ERROR ? "" : "; it works all the same");
	problem_add(check->problems, level, "plugin-table", check->path, 0,
	    NULL, fix, "%s%s%s", item != NULL ? item : "",
	    item != NULL ? " " : "", text);
	if (level == PROBLEM_ERROR)
		check->errors++;
}

/* Complains about a number that this version does not know. */
static void
complain_unknown(
    struct check *check, const char *item, const char *what, int64_t number)
{
	if (!check->newer) {
		complain(check, PROBLEM_ERROR, item, "has an unknown %s: %lld",
		    what, (long long)number);
		return;
	}
	problem_add(check->problems, PROBLEM_WARNING, "plugin-table",
	    check->path, 0, NULL,
	    "install a newer smsgw, which knows it; it works all the same",
	    "%s has an unknown %s: %lld", item, what, (long long)number);
}

/* Whether a string may be shown: UTF-8, no control characters but \n in help */
static bool
is_text(const char *s, bool lines)
{
	const char *c;

	if (!utf8_valid(s, strlen(s)))
		return false;
	for (c = s; *c != '\0'; c++) {
		if (ascii_is_control(*c) && !(lines && *c == '\n'))
			return false;
	}
	return true;
}

/* Checks a string that may be absent. */
static void
check_text(struct check *check, const char *item, const char *member,
    const char *s, bool lines)
{
	if (s != NULL && !is_text(s, lines))
		complain(check, PROBLEM_ERROR, item,
		    "has a %s that is not %s text in UTF-8", member,
		    lines ? "a" : "one line of");
}

/* Checks a string that should be there; its absence is of the given level. */
static void
check_needed(struct check *check, int level, const char *item,
    const char *member, const char *s)
{
	if (s == NULL || *s == '\0')
		complain(check, level, item, "has no %s", member);
	else
		check_text(check, item, member, s, false);
}

/* Whether a number is within the limits; 0 and 0 are none. */
static bool
within(const struct smsgw_param *param, int64_t number)
{
	return (param->min == 0 && param->max == 0) ||
	    (number >= param->min && number <= param->max);
}

/* Whether text is one of the words between the separators. */
static bool
is_word_of(
    const char *text, size_t len, const char *words, const char *separators)
{
	size_t at;

	while (*words != '\0') {
		at = strcspn(words, separators);
		if (at == len && memcmp(words, text, len) == 0)
			return true;
		words += at;
		words += strspn(words, separators);
	}
	return false;
}

/* Whether text is a value of the parameter, as a file has it. */
static bool
fits(const struct smsgw_param *param, const char *text)
{
	const char *expected;
	int64_t number;
	bool truth;

	switch (param->type) {
	case SMSGW_INTEGER:
		return value_int(text, INT64_MIN, INT64_MAX, &number,
			   &expected) == 0 &&
		    within(param, number);
	case SMSGW_BOOLEAN:
		return value_bool(text, &truth, &expected) == 0;
	case SMSGW_DURATION:
		return value_duration_ms(text, &number, &expected) == 0 &&
		    within(param, number);
	case SMSGW_CHOICE:
		return param->choices != NULL &&
		    is_word_of(text, strlen(text), param->choices, " ");
	case SMSGW_URL:
		return value_url(text, NULL, &expected) == 0;
	default:
		return within(param, (int64_t)strlen(text));
	}
}

/* Flags and limits that contradict each other. */
static void
check_param_rules(
    struct check *check, const char *item, const struct smsgw_param *param)
{
	if (descriptor_type_word(param->type) == NULL)
		complain_unknown(check, item, "type", param->type);
	if ((param->flags & SMSGW_PARAM_SECRET) && param->type != SMSGW_STRING)
		complain(check, PROBLEM_ERROR, item,
		    "is SECRET, which only strings can be");
	if ((param->flags & SMSGW_PARAM_SECRET) && param->preset != NULL)
		complain(check, PROBLEM_ERROR, item,
		    "is SECRET and has a preset, which everybody can read");
	if ((param->flags & SMSGW_PARAM_REQUIRED) && param->preset != NULL)
		complain(check, PROBLEM_ERROR, item,
		    "is REQUIRED and has a preset, so it is never absent");
	if (param->min > param->max)
		complain(check, PROBLEM_ERROR, item,
		    "has a minimum above its maximum");
	if (param->type == SMSGW_CHOICE &&
	    (param->choices == NULL ||
		param->choices[strspn(param->choices, " ")] == '\0'))
		complain(check, PROBLEM_ERROR, item, "has no choices");
	if (param->type != SMSGW_CHOICE && param->choices != NULL &&
	    !check->newer)
		complain(check, PROBLEM_ERROR, item,
		    "has choices, which only the type SMSGW_CHOICE can have");
}

static void
check_param_texts(
    struct check *check, const char *item, const struct smsgw_param *param)
{
	check_needed(check, PROBLEM_ERROR, item, "label", param->label);
	check_needed(
	    check, PROBLEM_WARNING, item, "label in Chinese", param->label_zh);
	check_needed(check, PROBLEM_WARNING, item, "summary", param->summary);
	check_needed(check, PROBLEM_WARNING, item, "summary in Chinese",
	    param->summary_zh);
	check_text(check, item, "help", param->help, true);
	check_text(check, item, "help in Chinese", param->help_zh, true);
	check_text(check, item, "preset", param->preset, false);
	check_text(check, item, "list of choices", param->choices, false);
	check_text(check, item, "example", param->example, false);
	check_text(check, item, "since", param->since, false);
	check_text(check, item, "when", param->when, false);
}

/* Every value that `when` names must be one that its key can have. */
static void
check_when_values(struct check *check, const char *item,
    const struct smsgw_param *key, const char *values)
{
	char value[128];
	size_t len;

	for (;;) {
		len = strcspn(values, "|");
		snprintf(value, sizeof(value), "%.*s",
		    (int)(len < sizeof(value) ? len : sizeof(value) - 1),
		    values);
		if (len == 0 || len >= sizeof(value) || !fits(key, value)) {
			complain(check, PROBLEM_ERROR, item,
			    "depends on %s=%s, which is no value of %s",
			    key->name, value, key->name);
			return;
		}
		if (values[len] == '\0')
			return;
		values += len + 1;
	}
}

static void
check_param_when(
    struct check *check, const char *item, const struct smsgw_param *param)
{
	const struct smsgw_param *key;
	const char *start, *values;
	char name[DESCRIPTOR_NAME_MAX + 1];
	size_t len;

	if (param->when == NULL)
		return;
	values = descriptor_param_when(param, &start, &len);
	if (values == NULL || len == 0 || len > DESCRIPTOR_NAME_MAX) {
		complain(check, PROBLEM_ERROR, item,
		    "has a condition \"%s\" that is not \"key=value|value\"",
		    param->when);
		return;
	}
	memcpy(name, start, len);
	name[len] = '\0';
	key = strchr(name, '.') == NULL ?
	    descriptor_param_find(check->provider, name, NULL) :
	    NULL;
	if (key == NULL || key == param || (key->flags & SMSGW_PARAM_NUMBERED))
		complain(check, PROBLEM_ERROR, item,
		    "depends on \"%s\", which is no other parameter of a "
		    "single value",
		    name);
	else
		check_when_values(check, item, key, values);
}

/* Whether a variable may have this name. */
static bool
is_variable(const char *name)
{
	return name[0] >= 'A' &&
	    name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

/* Every key that `unless` names must be one of the table. */
static void
check_param_unless(
    struct check *check, const char *item, const struct smsgw_param *param)
{
	char name[DESCRIPTOR_NAME_MAX + 1];
	const char *key;
	size_t len;

	for (key = param->unless; key != NULL && *key != '\0'; key += len) {
		key += strspn(key, " ");
		len = strcspn(key, " ");
		(void)snprintf(name, sizeof(name), "%.*s",
		    len < sizeof(name) ? (int)len : 0, key);
		if (descriptor_param_find(check->provider, name, NULL) == NULL)
			complain(check, PROBLEM_ERROR, item,
			    "gives way to \"%s\", which is no parameter", name);
	}
}

/* What is looked for outside the gateway's file. */
static void
check_param_sources(
    struct check *check, const char *item, const struct smsgw_param *entry)
{
	struct smsgw_param param =
	    descriptor_param_whole(check->provider, entry);

	check_text(check, item, "variable", param.env, false);
	check_text(check, item, "list of files", param.file, false);
	if (param.env != NULL && !is_variable(param.env))
		complain(check, PROBLEM_ERROR, item,
		    "names \"%s\", which is no variable of A-Z, 0-9 and _",
		    param.env);
	if ((param.env != NULL || param.file != NULL) &&
	    (param.flags & (SMSGW_PARAM_REQUIRED | SMSGW_PARAM_NUMBERED)) != 0)
		complain(check, PROBLEM_ERROR, item,
		    "has a source of its own, and is required or numbered");
	if (param.file != NULL && (param.flags & SMSGW_PARAM_FILE) == 0)
		complain(check, PROBLEM_ERROR, item,
		    "has files, and is none that a file holds");
	check_param_unless(check, item, &param);
}

/* The parameter's name must differ from all before it. */
static void
check_param_name(struct check *check, const char *item, size_t at)
{
	const char *name = descriptor_param(check->provider, at)->name;
	size_t i;

	if (!descriptor_name_valid(name)) {
		complain(check, PROBLEM_ERROR, item,
		    "is no name of [a-z][a-z0-9_]* and at most %d characters",
		    DESCRIPTOR_NAME_MAX);
		return;
	}
	for (i = 0; i < at; i++) {
		if (strcmp(descriptor_param(check->provider, i)->name, name) ==
		    0) {
			complain(check, PROBLEM_ERROR, item, "is there twice");
			return;
		}
	}
}

static void
check_param(struct check *check, size_t at)
{
	const struct smsgw_param *param = descriptor_param(check->provider, at);
	char item[96];

	snprintf(item, sizeof(item), "parameter \"%.60s\"", param->name);
	check_param_name(check, item, at);
	check_param_texts(check, item, param);
	check_param_rules(check, item, param);
	check_param_when(check, item, param);
	check_param_sources(check, item, param);
	if (param->preset != NULL && !fits(param, param->preset))
		complain(check, PROBLEM_ERROR, item,
		    "has a preset \"%s\" that it does not allow",
		    param->preset);
	if (param->example != NULL && !fits(param, param->example))
		complain(check, PROBLEM_ERROR, item,
		    "has an example \"%s\" that it does not allow",
		    param->example);
}

/* One of the tables of codes. */
typedef const struct smsgw_code *code_reader(
    const struct smsgw_provider *provider, size_t i);

/* The code's text must differ from all before it, '*' stand at its end. */
static void
check_code_text(
    struct check *check, code_reader *read, const char *item, size_t at)
{
	const char *code = read(check->provider, at)->code;
	const char *star = strchr(code, '*');
	size_t i;

	if (code[0] == '\0' || (star != NULL && star[1] != '\0'))
		complain(check, PROBLEM_ERROR, item,
		    "is empty or has a '*' before its end");
	for (i = 0; i < at; i++) {
		if (strcmp(read(check->provider, i)->code, code) == 0) {
			complain(check, PROBLEM_ERROR, item, "is there twice");
			return;
		}
	}
}

static void
check_code(struct check *check, code_reader *read, size_t at)
{
	const struct smsgw_code *code = read(check->provider, at);
	char item[96];

	snprintf(item, sizeof(item), "code \"%.60s\"", code->code);
	check_code_text(check, read, item, at);
	check_text(check, "a code", "name", code->code, false);
	if (descriptor_outcome_word(code->outcome) == NULL)
		complain_unknown(check, item, "outcome", code->outcome);
	if (code->error_class < 0 || code->error_class > SMSGW_CLASS_REFUSED)
		complain_unknown(check, item, "class", code->error_class);
	if (descriptor_scope_word(code->scope) == NULL)
		complain_unknown(check, item, "scope", code->scope);
	if (code->who < 0 || code->who > SMSGW_WHO_VENDOR)
		complain_unknown(check, item, "value of who", code->who);
	check_needed(check, PROBLEM_WARNING, item, "text", code->text);
	check_needed(
	    check, PROBLEM_WARNING, item, "text in Chinese", code->text_zh);
	if (code->outcome == SMSGW_ACCEPTED)
		return;
	check_needed(check, PROBLEM_WARNING, item, "fix", code->fix);
	check_needed(
	    check, PROBLEM_WARNING, item, "fix in Chinese", code->fix_zh);
}

/*
 * Checks how far apart the entries of a table are, min being the size of one
 * in version 0.0; whether the table may be read.
 */
static bool
check_stride(struct check *check, const char *member, uint32_t stride,
    size_t min, size_t alignment)
{
	if (stride >= min && stride <= STRIDE_MAX && stride % alignment == 0)
		return true;
	complain(check, PROBLEM_ERROR, member,
	    "is %u, where at least %zu and a multiple of %zu is needed",
	    (unsigned)stride, min, alignment);
	return false;
}

static void
check_params(struct check *check)
{
	size_t i, count;

	if (check->provider->params == NULL)
		return;
	if (!check_stride(check, "param_size", check->provider->param_size,
		offsetof(struct smsgw_param, env),
		_Alignof(struct smsgw_param)))
		return;
	for (count = 0; count < ENTRIES_MAX; count++) {
		if (descriptor_param(check->provider, count) == NULL)
			break;
	}
	if (count == ENTRIES_MAX) {
		complain(check, PROBLEM_ERROR, NULL,
		    "the table of parameters has no end");
		return;
	}
	for (i = 0; i < count; i++)
		check_param(check, i);
}

static void
check_codes(struct check *check, code_reader *read)
{
	size_t i, count;

	if (read(check->provider, 0) == NULL)
		return;
	if (!check_stride(check, "code_size", check->provider->code_size,
		sizeof(struct smsgw_code), _Alignof(struct smsgw_code)))
		return;
	for (count = 0; count < ENTRIES_MAX; count++) {
		if (read(check->provider, count) == NULL)
			break;
	}
	if (count == ENTRIES_MAX) {
		complain(check, PROBLEM_ERROR, NULL,
		    "the table of codes has no end");
		return;
	}
	for (i = 0; i < count; i++)
		check_code(check, read, i);
}

/* A question that is built must have its answer read. */
static void
check_call(struct check *check, const char *name, const struct smsgw_call *call)
{
	if (call->build != NULL && call->parse == NULL)
		complain(
		    check, PROBLEM_ERROR, name, "has a build() and no parse()");
}

static void
check_http(struct check *check)
{
	const struct smsgw_http *theirs = check->provider->http;
	struct smsgw_http http;

	if (theirs == NULL) {
		complain(check, PROBLEM_ERROR, NULL,
		    "there is no table of HTTP calls");
		return;
	}
	if (theirs->size < HTTP_SIZE_MIN || theirs->size > STRIDE_MAX) {
		complain(check, PROBLEM_ERROR, NULL,
		    "the table of HTTP calls says it is %u bytes long, where "
		    "at least %zu are needed",
		    (unsigned)theirs->size, (size_t)HTTP_SIZE_MIN);
		return;
	}
	http = descriptor_http(check->provider);
	if (http.send.build == NULL || http.send.parse == NULL)
		complain(check, PROBLEM_ERROR, "send",
		    "lacks build() or parse(), so that nothing can be sent");
	check_call(check, "login", &http.login);
	check_call(check, "status", &http.status);
	check_call(check, "poll", &http.poll);
	check_call(check, "account", &http.account);
}

static void
check_strings(struct check *check)
{
	const struct smsgw_provider *provider = check->provider;

	check_needed(
	    check, PROBLEM_ERROR, "the provider", "title", provider->title);
	check_needed(
	    check, PROBLEM_ERROR, "the provider", "version", provider->version);
	check_text(check, "the provider", "license", provider->license, false);
	check_text(
	    check, "the provider", "homepage", provider->homepage, false);
	if (provider->title != NULL)
		check_text(check, "the provider", "title in Chinese",
		    descriptor_title_zh(provider), false);
}

/* What must hold before any other member may be read; 0 or -1. */
static int
check_abi(const struct smsgw_provider *provider, const char *name,
    const char *path, struct problems *problems)
{
	unsigned major = (unsigned)(provider->abi >> 16);
	char fix[160];

	snprintf(fix, sizeof(fix), "install a matching %s or smsgw", name);
	if (major != SMSGW_ABI_MAJOR) {
		problem_add(problems, PROBLEM_ERROR, "plugin-abi", path, 0,
		    NULL, fix, "made for provider ABI %u, this smsgw offers %u",
		    major, SMSGW_ABI_MAJOR);
		return -1;
	}
	if (provider->size >= PROVIDER_SIZE_MIN && provider->size <= STRIDE_MAX)
		return 0;
	problem_add(problems, PROBLEM_ERROR, "plugin-abi", path, 0, NULL, fix,
	    "its table says it is %u bytes long, where provider ABI %u has at "
	    "least %zu",
	    (unsigned)provider->size, SMSGW_ABI_MAJOR,
	    (size_t)PROVIDER_SIZE_MIN);
	return -1;
}

/* The name inside must be the file's; 0 or -1. */
static int
check_name(const struct smsgw_provider *provider, const char *name,
    const char *path, struct problems *problems)
{
	const char *inside = provider->name;
	char fix[160];

	if (inside != NULL && strcmp(inside, name) == 0)
		return 0;
	if (inside == NULL || !descriptor_name_valid(inside))
		snprintf(fix, sizeof(fix),
		    "ask the vendor of the plugin for a corrected one");
	else
		snprintf(fix, sizeof(fix), "name the file %s.so", inside);
	problem_add(problems, PROBLEM_ERROR, "plugin-name", path, 0, NULL, fix,
	    "the provider in it calls itself \"%s\", the file says \"%s\"",
	    inside != NULL ? inside : "", name);
	return -1;
}

int
descriptor_check(const struct smsgw_provider *provider, const char *name,
    const char *path, struct problems *problems)
{
	struct check check = {
		.provider = provider,
		.path = path,
		.problems = problems,
	};

	require_or_return(provider != NULL && name != NULL, -1);
	if (check_abi(provider, name, path, problems) != 0)
		return -1;
	if (check_name(provider, name, path, problems) != 0)
		return -1;
	check.newer = (provider->abi & 0xffffu) > SMSGW_ABI_MINOR;
	check_strings(&check);
	check_params(&check);
	check_codes(&check, descriptor_code);
	check_codes(&check, descriptor_report_code);
	check_http(&check);
	return check.errors > 0 ? -1 : 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a new gateway's file: made from the tables of parameters, so
 * that it cannot fall behind them, with a comment for each key.
 */
#include <stdio.h>

#include "descriptor.h"
#include "gatewayfile.h"
#include "gatewayfile_edit.h"
#include "iniedit.h"
#include "lang.h"
#include "param.h"
#include "utf8.h"

/* Where the '=' of most keys stands. */
#define KEY_WIDTH 13
#define COMMENT_MAX 200

/* A text being made. */
struct writing {
	const char *id, *provider_name;
	const struct smsgw_provider *provider; /* may be NULL */
	const struct gatewayfile_change *changes;
	size_t count;
	struct buf *out;
	struct problems *problems;
	bool failed;
};

static const struct gatewayfile_change *
find_change(const struct writing *w, const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < w->count; i++) {
		if (strcmp(w->changes[i].section, section) == 0 &&
		    strcmp(w->changes[i].key, key) == 0)
			return &w->changes[i];
	}
	return NULL;
}

/*
 * Offers a key that has no value, in a comment, so that one pasted from
 * elsewhere does not meet a second of its name.
 */
static void
offer_key(struct writing *w, const char *key)
{
	buf_printf(w->out, "; %-*s =\n", KEY_WIDTH - 2, key);
}

static void
write_key(struct writing *w, const char *key, const char *value)
{
	const char *reason = "cannot be written";
	size_t before = w->out->len;

	if (value[0] == '\0') {
		offer_key(w, key);
		return;
	}
	buf_printf(w->out, "%-*s =", KEY_WIDTH, key);
	buf_putc(w->out, ' ');
	if (iniedit_quote(value, w->out, &reason) == 0) {
		buf_putc(w->out, '\n');
		return;
	}
	buf_truncate(w->out, before);
	w->failed = true;
	problem_add(w->problems, PROBLEM_ERROR, "config-value", NULL, 0, key,
	    "correct the value", "%s", reason);
}

/* The file's name of a secret; what else a change says. */
static void
write_change(struct writing *w, const struct gatewayfile_change *change)
{
	char key[PARAM_KEY_FILE_SIZE], name[512];

	if (change->value == NULL)
		return;
	if (!change->secret) {
		write_key(w, change->key, change->value);
		return;
	}
	param_key_file(change->key, key);
	gatewayfile_secret_name(
	    w->id, change, w->changes, w->count, NULL, name, sizeof(name));
	write_key(w, key, name);
}

/* "# Label: what it is; default: preset" */
static void
write_comment(struct writing *w, const struct smsgw_param *param)
{
	struct buf text;

	buf_init(&text, 4096);
	buf_puts(&text,
	    param->label != NULL ? lang_pick(param->label, param->label_zh) :
				   param->name);
	if (param->summary != NULL)
		buf_printf(&text, ": %s",
		    lang_pick(param->summary, param->summary_zh));
	if (param->choices != NULL)
		buf_printf(&text, " (%s)", param->choices);
	if (param->flags & SMSGW_PARAM_REQUIRED)
		buf_puts(&text, _("; required"));
	if (param->preset != NULL && param->preset[0] != '\0')
		buf_printf(&text, _("; without it %s"), param->preset);
	else if (param->example != NULL && !(param->flags & SMSGW_PARAM_SECRET))
		buf_printf(&text, _("; for example %s"), param->example);
	buf_puts(w->out, "# ");
	utf8_escape(buf_str(&text), text.len, COMMENT_MAX, w->out);
	buf_putc(w->out, '\n');
	buf_fini(&text);
}

/* Whether a change is of this parameter: KEY, KEY_file or KEY.N. */
static bool
is_of_param(const struct gatewayfile_change *change, const char *section,
    const struct smsgw_param *param)
{
	struct smsgw_param one[2] = { *param, { .name = NULL } };
	const struct param_table table = { one, sizeof(one[0]) };

	return strcmp(change->section, section) == 0 &&
	    param_find(&table, change->key, NULL, NULL) != NULL;
}

/* Writes one parameter with what is given of it, else with nothing. */
static void
write_param(struct writing *w, const char *section,
    const struct smsgw_param *param, bool always)
{
	char key[PARAM_KEY_FILE_SIZE];
	bool given = false;
	size_t i;

	for (i = 0; i < w->count; i++)
		given = given ||
		    (w->changes[i].value != NULL &&
			is_of_param(&w->changes[i], section, param));
	if (!given && !always)
		return;
	write_comment(w, param);
	for (i = 0; i < w->count; i++) {
		if (is_of_param(&w->changes[i], section, param))
			write_change(w, &w->changes[i]);
	}
	if (given)
		return;
	snprintf(key, sizeof(key), "%s%s", param->name,
	    param->flags & SMSGW_PARAM_SECRET       ? "_file" :
		param->flags & SMSGW_PARAM_NUMBERED ? ".1" :
						      "");
	offer_key(w, key);
}

/* One key of [gateway], under the provider's label where it has one. */
static void
write_gateway_param(struct writing *w, const struct smsgw_param *param)
{
	const struct smsgw_param *refined = NULL;
	bool always = (param->flags & PARAM_FORM) != 0;

	if ((param->flags & PARAM_PAGE) && w->provider != NULL) {
		refined = descriptor_param_find(w->provider, param->name, NULL);
		if (refined == NULL && strcmp(param->name, "sms_title") != 0)
			always = false;
	}
	if (strcmp(param->name, "provider") == 0) {
		write_comment(w, param);
		write_key(w, "provider", w->provider_name);
		return;
	}
	if (strcmp(param->name, "enabled") == 0 &&
	    find_change(w, "gateway", "enabled") == NULL) {
		write_comment(w, param);
		write_key(w, "enabled", "yes");
		return;
	}
	/* the core's flags: it knows that the password is a secret */
	write_param(w, "gateway",
	    refined != NULL &&
		    (refined->flags & SMSGW_PARAM_SECRET) ==
			(param->flags & SMSGW_PARAM_SECRET) ?
		refined :
		param,
	    always);
}

/* Whether `when` of a provider's parameter holds with what is given. */
static bool
is_used(const struct writing *w, const struct smsgw_param *param)
{
	const struct gatewayfile_change *change;
	const struct smsgw_param *other;
	char name[INI_NAME_MAX + 1];
	const char *key;
	size_t len;

	if (descriptor_param_when(param, &key, &len) == NULL ||
	    len > INI_NAME_MAX)
		return true;
	memcpy(name, key, len);
	name[len] = '\0';
	change = find_change(w, "provider", name);
	if (change != NULL && change->value != NULL)
		return descriptor_param_used(param, change->value);
	other = descriptor_param_find(w->provider, name, NULL);
	return descriptor_param_used(
	    param, other == NULL || other->preset == NULL ? "" : other->preset);
}

static void
write_provider_params(struct writing *w)
{
	const struct smsgw_param *param;
	size_t i;

	for (i = 0; w->provider != NULL &&
	     (param = descriptor_param(w->provider, i)) != NULL;
	     i++) {
		if (!descriptor_param_is_common(param))
			write_param(w, "provider", param,
			    is_used(w, param) &&
				!(param->flags & SMSGW_PARAM_OBSOLETE));
	}
}

/* The core's table of a section, or NULL. */
static const struct smsgw_param *
section_params(const char *section)
{
	size_t i;

	for (i = 0; i < PARAM_SECTIONS; i++) {
		if (strcmp(section, param_sections[i].name) == 0)
			return param_sections[i].params;
	}
	return NULL;
}

/* Whether a change was written with the parameters of its section. */
static bool
is_known(const struct writing *w, const struct gatewayfile_change *change)
{
	const struct smsgw_param *param = section_params(change->section);
	size_t i;

	for (; param != NULL && param->name != NULL; param++) {
		if (is_of_param(change, change->section, param))
			return true;
	}
	if (strcmp(change->section, "provider") != 0 || w->provider == NULL)
		return false;
	for (i = 0; (param = descriptor_param(w->provider, i)) != NULL; i++) {
		if (!descriptor_param_is_common(param) &&
		    is_of_param(change, "provider", param))
			return true;
	}
	return false;
}

/* Writes a section; its header goes when nothing follows it. */
static void
write_section(struct writing *w, const char *section)
{
	const struct smsgw_param *param = section_params(section);
	size_t i, before = w->out->len, header;

	buf_printf(w->out, "%s[%s]\n",
	    strcmp(section, "gateway") == 0 ? "" : "\n", section);
	header = w->out->len;
	for (; param != NULL && param->name != NULL; param++) {
		if (strcmp(section, "gateway") == 0)
			write_gateway_param(w, param);
		else
			write_param(w, section, param, false);
	}
	if (strcmp(section, "provider") == 0)
		write_provider_params(w);
	for (i = 0; i < w->count; i++) {
		if (strcmp(w->changes[i].section, section) == 0 &&
		    !is_known(w, &w->changes[i]))
			write_change(w, &w->changes[i]);
	}
	if (w->out->len == header)
		buf_truncate(w->out, before);
}

/* A section that no gateway has: reported, for nothing could follow it. */
static void
check_section(struct writing *w, const char *section, const char *const *known,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(section, known[i]) == 0)
			return;
	}
	w->failed = true;
	problem_add(w->problems, PROBLEM_ERROR, "config-section-unknown", NULL,
	    0, NULL, "use gateway, provider, routing, limits or templates",
	    "[%s] is not a section of a gateway's file", section);
}

int
gatewayfile_text(const char *id, const char *provider_name,
    const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count, struct buf *out,
    struct problems *problems)
{
	const char *sections[PARAM_SECTIONS];
	struct writing w = {
		.id = id,
		.provider_name = provider_name,
		.provider = provider,
		.changes = changes,
		.count = count,
		.out = out,
		.problems = problems,
	};
	size_t i;

	buf_printf(out,
	    _("# Gateway %s.  smsgw check %s reads this file, "
	      "smsgw test %s sends a message.\n"),
	    id, id, id);
	param_section_names(sections);
	for (i = 0; i < PARAM_SECTIONS; i++)
		write_section(&w, sections[i]);
	for (i = 0; i < count; i++)
		check_section(&w, changes[i].section, sections, PARAM_SECTIONS);
	if (out->failed && !w.failed)
		problem_add(problems, PROBLEM_ERROR, "no-memory", NULL, 0, NULL,
		    "give fewer or shorter values",
		    "the file of gateway "
		    "\"%s\" gets too large",
		    id);
	return w.failed || out->failed ? -1 : 0;
}

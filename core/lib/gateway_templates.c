/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of [templates]: a logical template's id at the provider and the
 * arguments under the provider's names.
 *
 *	login = SMS_154950909 code minutes=life product="ACME"
 */
#include <stdio.h>

#include "ascii.h"
#include "gateway_read.h"
#include "lang.h"

#define ARGS_MAX 32

/* One line being read. */
struct line {
	struct gateway *gw;
	const struct ini_entry *entry;
	struct gateway_template *template;
	struct gateway_template_arg args[ARGS_MAX];
	const char *cursor;
	const char *reason; /* what is wrong, once something is */
	size_t position;    /* of the argument, from 1; 0: the id */
};

static int
refuse(struct line *line, const char *reason)
{
	if (line->reason == NULL)
		line->reason = reason;
	return -1;
}

static void
skip_blanks(struct line *line)
{
	while (ascii_is_blank(*line->cursor))
		line->cursor++;
}

/* Reads up to a blank, '=' or the end; NULL with a reason. */
static const char *
read_word(struct line *line)
{
	const char *start = line->cursor;

	while (*line->cursor != '\0' && *line->cursor != '=' &&
	    !ascii_is_blank(*line->cursor)) {
		if (*line->cursor == '"' || *line->cursor == '\'') {
			refuse(
			    line, _("has a quote where a name was expected"));
			return NULL;
		}
		line->cursor++;
	}
	if (line->cursor == start) {
		refuse(line, _("has no name in front of ="));
		return NULL;
	}
	return arena_strndup(
	    &line->gw->arena, start, (size_t)(line->cursor - start));
}

/* Reads "…" or '…'; NULL with a reason. */
static const char *
read_constant(struct line *line)
{
	const char *start = line->cursor + 1, *end;

	end = strchr(start, line->cursor[0]);
	if (end == NULL) {
		refuse(line, _("has a quote that is not closed"));
		return NULL;
	}
	if (end[1] != '\0' && !ascii_is_blank(end[1])) {
		refuse(line, _("goes on after its closing quote"));
		return NULL;
	}
	line->cursor = end + 1;
	return arena_strndup(&line->gw->arena, start, (size_t)(end - start));
}

/* Whether a word can be one of our arguments, as ${name} has it. */
static bool
is_argument(const char *name)
{
	size_t i;

	if (name == NULL || !ascii_is_alnum(name[0]) || ascii_is_digit(name[0]))
		return false;
	for (i = 0; name[i] != '\0'; i++) {
		if (!ascii_is_alnum(name[i]) && name[i] != '_')
			return false;
	}
	return true;
}

/* Reads what stands behind theirs=; 0 or -1. */
static int
read_source(struct line *line, struct gateway_template_arg *arg)
{
	if (*line->cursor == '"' || *line->cursor == '\'') {
		arg->constant = read_constant(line);
		return arg->constant == NULL ? -1 : 0;
	}
	if (*line->cursor == '\0' || ascii_is_blank(*line->cursor))
		return refuse(line, _("has nothing behind ="));
	arg->ours = read_word(line);
	if (arg->ours == NULL)
		return -1;
	if (*line->cursor == '=')
		return refuse(line, _("has a second ="));
	if (!is_argument(arg->ours))
		return refuse(line,
		    _("needs a name of letters, digits and _ "
		      "behind =, or a constant in quotes"));
	return 0;
}

/* Reads one argument; 0 or -1. */
static int
read_arg(struct line *line)
{
	struct gateway_template *template = line->template;
	struct gateway_template_arg *arg;
	size_t i;

	line->position++;
	if (template->arg_count == ARGS_MAX)
		return refuse(line, _("is one too many: 32 are allowed"));
	arg = &line->args[template->arg_count];
	arg->theirs = read_word(line);
	if (arg->theirs == NULL)
		return -1;
	for (i = 0; i < template->arg_count; i++) {
		if (strcmp(line->args[i].theirs, arg->theirs) == 0)
			return refuse(line,
			    _("has a name that an argument "
			      "before it has"));
	}
	template->arg_count++;
	if (*line->cursor == '=') {
		line->cursor++;
		return read_source(line, arg);
	}
	arg->ours = arg->theirs;
	if (!is_argument(arg->ours))
		return refuse(line,
		    _("is no name of letters, digits and _: "
		      "write theirs=ours"));
	return 0;
}

/* Reads id and arguments; 0 or -1. */
static int
read_value(struct line *line)
{
	struct gateway_template *template = line->template;

	line->cursor = line->entry->value;
	skip_blanks(line);
	if (*line->cursor == '\0')
		return refuse(line, "is empty");
	template->provider_id = read_word(line);
	if (template->provider_id == NULL)
		return -1;
	if (*line->cursor == '=')
		return refuse(line,
		    _("is missing: the first word is the "
		      "template's id at the provider"));
	for (skip_blanks(line); *line->cursor != '\0'; skip_blanks(line)) {
		if (read_arg(line) != 0)
			return -1;
	}
	if (template->arg_count == 0)
		return 0;
	template->args = arena_memdup(&line->gw->arena, line->args,
	    template->arg_count * sizeof(line->args[0]));
	return template->args == NULL ? -1 : 0;
}

/* Splits the key into name and locale; 0 or -1. */
static int
read_key(struct line *line)
{
	const char *key = line->entry->key;
	size_t len = strcspn(key, ".");

	line->template->name = arena_strndup(&line->gw->arena, key, len);
	line->template->locale = key[len] == '.' ? key + len + 1 : "";
	if (!param_name_valid(key, len))
		return refuse(line, _("cannot name a template"));
	if (key[len] == '.' && key[len + 1] == '\0')
		return refuse(line, _("has no language behind the dot"));
	return 0;
}

static void
report(const struct line *line, struct problems *problems)
{
	static const char fix[] =
	    N_("write: ID, then arguments as theirs=ours, "
	       "as one word when both are the same, or as theirs=\"constant\"");
	char what[48];

	if (line->reason == NULL)
		return;
	if (line->position == 0)
		snprintf(what, sizeof(what), _("the template's id"));
	else
		snprintf(what, sizeof(what), _("argument %zu"), line->position);
	problem_add(problems, PROBLEM_ERROR, "config-value", line->gw->path,
	    line->entry->line, line->entry->written, fix, "%s %s", what,
	    line->reason);
}

/* A name that is most likely a mistyped one of templates.d. */
static void
warn_unknown(const struct line *line, const struct settings *settings,
    struct problems *problems)
{
	const char *name = line->template->name, *nearest;
	char fix[96];

	if (settings_has_template(settings, name))
		return;
	nearest = settings_nearest_template(settings, name);
	if (nearest == NULL)
		return;
	snprintf(fix, sizeof(fix), _("did you mean %s?"), nearest);
	problem_add(problems, PROBLEM_WARNING, "content-template-unknown",
	    line->gw->path, line->entry->line, line->entry->written, fix,
	    "there is no template \"%s\" in templates.d", name);
}

void
gateway_read_templates(struct gateway *gw, const struct settings *settings,
    struct problems *problems)
{
	struct line line;
	size_t i, count = 0;

	for (i = 0; i < gw->ini->count; i++) {
		if (strcmp(gw->ini->entries[i].section, "templates") == 0)
			count++;
	}
	if (count == 0)
		return;
	gw->templates = arena_calloc(&gw->arena, count, sizeof(*gw->templates));
	for (i = 0; gw->templates != NULL && i < gw->ini->count; i++) {
		line = (struct line){
			.gw = gw,
			.entry = &gw->ini->entries[i],
			.template = &gw->templates[gw->template_count],
		};
		if (strcmp(line.entry->section, "templates") != 0)
			continue;
		line.template->line = line.entry->line;
		if (read_key(&line) == 0 && read_value(&line) == 0) {
			warn_unknown(&line, settings, problems);
			gateway_check_template(
			    gw, settings, line.template, problems);
			gw->template_count++;
			continue;
		}
		report(&line, problems);
		*line.template = (struct gateway_template){ .line = 0 };
	}
}

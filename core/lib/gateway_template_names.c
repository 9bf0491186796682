/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a line of [templates] with the logical template it is for: the
 * names that the one uses and the other lacks.
 */
#include <stdio.h>

#include "gateway_read.h"
#include "lang.h"
#include "nearest.h"
#include "template.h"

#define NAMES_MAX 64

/* The variables of a text, those that smsgw fills in by itself apart. */
struct names {
	struct arena *arena;
	const char *list[NAMES_MAX];
	size_t count;
};

/* ${minutes} and ${newline} are there without anybody giving them. */
static bool
is_built_in(const char *name)
{
	return strcmp(name, "minutes") == 0 || strcmp(name, "newline") == 0;
}

static bool
names_have(const struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		if (strcmp(names->list[i], name) == 0)
			return true;
	}
	return false;
}

static int
take_name(void *arg, const char *expr, size_t len)
{
	struct names *names = arg;
	const char *name = arena_strndup(names->arena, expr, len);

	if (name == NULL || names->count == NAMES_MAX)
		return 1;
	if (!is_built_in(name) && !names_have(names, name))
		names->list[names->count++] = name;
	return 0;
}

/* Whether the line takes the variable along, or has a constant for it. */
static bool
line_covers(const struct gateway_template *line, const char *name)
{
	const struct gateway_template_arg *arg;
	size_t i;

	for (i = 0; i < line->arg_count; i++) {
		arg = &line->args[i];
		if (strcmp(arg->ours != NULL ? arg->ours : arg->theirs, name) ==
		    0)
			return true;
	}
	return false;
}

/* The line's names that the text lacks. */
static void
check_line(const struct gateway *gw, const struct gateway_template *line,
    const struct names *names, struct problems *problems)
{
	const char *ours, *nearest;
	char fix[96];
	size_t i;

	for (i = 0; i < line->arg_count; i++) {
		ours = line->args[i].ours;
		if (ours == NULL || is_built_in(ours) ||
		    names_have(names, ours))
			continue;
		nearest = nearest_word(ours, names->list, names->count);
		if (nearest != NULL)
			snprintf(
			    fix, sizeof(fix), _("did you mean %s?"), nearest);
		problem_add(problems, PROBLEM_WARNING,
		    "content-template-broken", gw->path, line->line, line->name,
		    nearest != NULL ?
			fix :
			"correct the name, or let the text have it",
		    "the text of template \"%s\" has no ${%s}", line->name,
		    ours);
	}
}

/* The text's names that the line leaves out. */
static void
check_text(const struct gateway *gw, const struct gateway_template *line,
    const struct names *names, struct problems *problems)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		if (line_covers(line, names->list[i]))
			continue;
		problem_add(problems, PROBLEM_WARNING,
		    "content-template-broken", gw->path, line->line, line->name,
		    "add it, as theirs=ours; or theirs=\"constant\" where the "
		    "provider's template has a fixed word",
		    "the text of template \"%s\" has ${%s}, which is not "
		    "passed on",
		    line->name, names->list[i]);
	}
}

void
gateway_check_template(struct gateway *gw, const struct settings *settings,
    const struct gateway_template *line, struct problems *problems)
{
	const struct settings_template *template;
	struct names names = { .arena = &gw->arena };
	const char *text;

	/* what is wrong with the template itself is told where it is checked */
	template = settings_template(settings, line->name, NULL);
	if (template == NULL)
		return;
	text = settings_template_text(template, line->locale);
	if (text != NULL &&
	    template_names(text, take_name, &names, NULL) == 0) {
		check_line(gw, line, &names, problems);
		check_text(gw, line, &names, problems);
	}
}

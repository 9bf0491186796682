/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a section of a file by tables of parameters: what is unknown, missing,
 * unused or of the wrong type, and the presets of what is absent.
 */
#include "param.h"

#include "lang.h"

#include <stdio.h>

#include "nearest.h"
#include "precondition.h"
#include "utf8.h"

/* A key of the section and what it means. */
struct reading_key {
	const struct ini_entry *entry;
	const struct smsgw_param *param; /* NULL: unknown */
	uint32_t item;
	bool file;
};

/* One reading of one section. */
struct reading {
	const struct ini *ini;
	const char *section;
	const struct param_table *tables;
	size_t table_count;
	unsigned how;
	struct param_values *values;
	struct problems *problems;
	struct reading_key *keys;
	size_t key_count;
};

static const struct smsgw_param *
reading_find(
    const struct reading *reading, const char *key, bool *file, uint32_t *item)
{
	const struct smsgw_param *param;
	size_t i;

	for (i = 0; i < reading->table_count; i++) {
		param = param_find(&reading->tables[i], key, file, item);
		if (param != NULL)
			return param;
	}
	return NULL;
}

/* Tables of the core by section, to say where a misplaced key belongs. */
static const struct {
	const char *section;
	const struct smsgw_param *params;
} sections[] = {
	{ "gateway", param_gateway },
	{ "routing", param_routing },
	{ "limits", param_limits },
	{ "smsgw", param_smsgw },
	{ "daemon", param_daemon },
};

/* The section of the same file where a key would be known, or NULL. */
static const char *
section_of_key(const struct ini *ini, const char *section, const char *key)
{
	struct param_table table = { .size = sizeof(struct smsgw_param) };
	bool of_gateway, wanted;
	size_t i;

	of_gateway = ini_section_line(ini, "gateway") > 0;
	for (i = 0; i < ARRAY_LEN(sections); i++) {
		wanted = of_gateway == (i < 3);
		table.params = sections[i].params;
		if (wanted && strcmp(sections[i].section, section) != 0 &&
		    param_find(&table, key, NULL, NULL) != NULL)
			return sections[i].section;
	}
	return NULL;
}

/* The known key that is nearest to one, in *out; 0, or -1 when none is. */
static int
nearest_key(
    const struct reading *reading, const char *key, char *out, size_t size)
{
	const char *names[256], *nearest;
	const struct smsgw_param *param;
	size_t i, k, len, count = 0;
	char stem[INI_NAME_MAX + 1];

	for (i = 0; i < reading->table_count; i++) {
		for (k = 0; (param = param_at(&reading->tables[i], k)) != NULL;
		     k++) {
			if (count < ARRAY_LEN(names))
				names[count++] = param->name;
		}
	}
	nearest = nearest_word(key, names, count);
	if (nearest != NULL) {
		snprintf(out, size, "%s", nearest);
		return 0;
	}
	/* api_pasword_file, filed.3 */
	len = param_key_file_stem(key);
	if (len == 0)
		len = strcspn(key, ".");
	if (key[len] == '\0' || len > INI_NAME_MAX)
		return -1;
	memcpy(stem, key, len);
	stem[len] = '\0';
	nearest = nearest_word(stem, names, count);
	if (nearest == NULL)
		return -1;
	snprintf(out, size, "%s%s", nearest, key + len);
	return 0;
}

static void
report_unknown(const struct reading *reading, const struct ini_entry *entry)
{
	char near[INI_NAME_MAX * 2 + 1], fix[INI_NAME_MAX * 2 + 64];
	const char *elsewhere;

	elsewhere = section_of_key(reading->ini, reading->section, entry->key);
	if (elsewhere != NULL)
		snprintf(fix, sizeof(fix), _("move it to [%s]"), elsewhere);
	else if (nearest_key(reading, entry->key, near, sizeof(near)) == 0)
		snprintf(fix, sizeof(fix), _("did you mean %s?"), near);
	else if (strcmp(reading->section, "gateway") == 0)
		snprintf(fix, sizeof(fix),
		    _("remove it, or move it to "
		      "[provider] if the provider has such a key"));
	else
		snprintf(fix, sizeof(fix), "remove it");
	problem_add(reading->problems, PROBLEM_ERROR, "config-key-unknown",
	    reading->ini->path, entry->line, entry->written, fix,
	    "is not a key of [%s]", reading->section);
}

/* A URL with an @ has an account in it, and most likely its password. */
static bool
may_be_shown(const struct smsgw_param *param, const char *value)
{
	return (param->flags & SMSGW_PARAM_SECRET) == 0 &&
	    (param->type != SMSGW_URL || strchr(value, '@') == NULL);
}

void
param_refuse(const struct ini *ini, const struct smsgw_param *param,
    const char *key, int line, const char *value, const char *expected,
    struct problems *problems)
{
	char fix[256];
	struct buf shown;

	if (expected == value_no_memory) {
		problem_add_memory(problems, ini->path);
		return;
	}
	if (param->example != NULL && !(param->flags & SMSGW_PARAM_SECRET))
		snprintf(fix, sizeof(fix),
		    _("correct it, for example: %s = %s"), key, param->example);
	else
		snprintf(fix, sizeof(fix), _("correct it"));
	buf_init(&shown, 512);
	if (may_be_shown(param, value)) {
		buf_puts(&shown, _(", not "));
		buf_putc(&shown, '"');
		utf8_escape(value, strlen(value), 80, &shown);
		buf_putc(&shown, '"');
	}
	problem_add(problems, PROBLEM_ERROR, "config-value", ini->path, line,
	    key, fix, "expected %s%s", expected, buf_str(&shown));
	buf_fini(&shown);
}

/* Finds what each key of the section means; 0, or -1 without memory. */
static int
reading_scan(struct reading *reading, struct arena *arena)
{
	const struct ini *ini = reading->ini;
	const struct ini_entry *entry;
	struct reading_key *key;
	size_t i;

	reading->keys = arena_calloc(arena, ini->count, sizeof(*key));
	if (reading->keys == NULL)
		return -1;
	for (i = 0; i < ini->count; i++) {
		entry = &ini->entries[i];
		if (strcmp(entry->section, reading->section) != 0)
			continue;
		key = &reading->keys[reading->key_count++];
		key->entry = entry;
		key->param =
		    reading_find(reading, entry->key, &key->file, &key->item);
		if (key->param == NULL && !(reading->how & PARAM_READ_SOME))
			report_unknown(reading, entry);
	}
	return 0;
}

/* Adds a value behind those of the same parameter with a lower number. */
static struct param_value *
values_add(
    struct param_values *values, const struct smsgw_param *param, uint32_t item)
{
	size_t i = values->count++;

	while (i > 0 && values->values[i - 1].param == param &&
	    values->values[i - 1].item > item) {
		values->values[i] = values->values[i - 1];
		i--;
	}
	values->values[i] = (struct param_value){
		.param = param,
		.item = item,
		.text = "",
		.suffix = "",
	};
	return &values->values[i];
}

static void
value_preset(struct param_value *value)
{
	const char *preset = value->param->preset;

	if (preset == NULL || preset[0] == '\0')
		return;
	value->text = preset;
	(void)param_check(value->param, preset, &value->number, NULL);
}

/* Takes one key of the file. */
static void
reading_take(
    struct reading *reading, const struct reading_key *key, struct arena *arena)
{
	const struct ini_entry *entry = key->entry;
	const struct smsgw_param *param = key->param;
	struct param_value *value;
	const char *expected, *dot;

	if (param->flags & SMSGW_PARAM_OBSOLETE)
		problem_add(reading->problems, PROBLEM_WARNING,
		    "config-key-obsolete", reading->ini->path, entry->line,
		    entry->written,
		    param->help != NULL ? param->help : "remove it",
		    "is obsolete");
	if ((param->flags & SMSGW_PARAM_NUMBERED) && key->item == 0) {
		problem_add(reading->problems, PROBLEM_ERROR,
		    "config-key-unknown", reading->ini->path, entry->line,
		    entry->written, "number it: NAME.1, NAME.2",
		    "is a list and needs a number");
		return;
	}
	if (entry->value[0] == '\0')
		return;
	value = values_add(reading->values, param, key->item);
	value->line = entry->line;
	value->by_file = key->file;
	if ((param->flags & PARAM_LOCALE) &&
	    (dot = strchr(entry->key, '.')) != NULL)
		value->suffix = arena_strdup(arena, dot + 1);
	if (key->file)
		return;
	if (param_check(param, entry->value, &value->number, &expected) == 0) {
		value->text = arena_strdup(arena, entry->value);
		return;
	}
	value->refused = true;
	param_refuse(reading->ini, param, entry->written, entry->line,
	    entry->value, expected, reading->problems);
	value_preset(value);
}

/* Whether an earlier table has a parameter of that name. */
static bool
is_shadowed(const struct reading *reading, size_t table, const char *name)
{
	const struct smsgw_param *param;
	size_t i, k;

	for (i = 0; i < table; i++) {
		for (k = 0; (param = param_at(&reading->tables[i], k)) != NULL;
		     k++) {
			if (strcmp(param->name, name) == 0)
				return true;
		}
	}
	return false;
}

/* Takes all keys of one parameter, or its preset. */
static void
reading_param(struct reading *reading, const struct smsgw_param *param,
    struct arena *arena)
{
	struct param_value *inline_value = NULL;
	bool plain = false;
	size_t i, first = reading->values->count;

	for (i = 0; i < reading->key_count; i++) {
		if (reading->keys[i].param == param)
			reading_take(reading, &reading->keys[i], arena);
	}
	/* KEY and KEY_file: one value; that both are there is told later. */
	if ((param->flags & (SMSGW_PARAM_SECRET | SMSGW_PARAM_FILE)) &&
	    !(param->flags & SMSGW_PARAM_NUMBERED) &&
	    reading->values->count == first + 2) {
		inline_value = &reading->values->values[first];
		if (inline_value->by_file)
			*inline_value = reading->values->values[first + 1];
		reading->values->count--;
	}
	for (i = first; i < reading->values->count; i++)
		plain = plain || reading->values->values[i].suffix[0] == '\0';
	if (!plain && !(param->flags & SMSGW_PARAM_NUMBERED))
		value_preset(values_add(reading->values, param, 0));
}

/* Blanks the values whose `when` does not hold. */
static void
reading_blank(struct reading *reading)
{
	struct param_value *value;
	size_t i;

	for (i = 0; i < reading->values->count; i++) {
		value = &reading->values->values[i];
		if (param_applies(reading->values, value->param))
			continue;
		if (value->line > 0)
			problem_add(reading->problems, PROBLEM_WARNING,
			    "config-key-unused", reading->ini->path,
			    value->line, value->param->name, "remove it",
			    "is used only with %s", value->param->when);
		value->text = "";
		value->number = 0;
		value->by_file = false;
	}
}

static void
report_missing(const struct reading *reading, const struct smsgw_param *param)
{
	const char *label = param->label != NULL ?
	    lang_pick(param->label, param->label_zh) :
	    param->name;
	const char *example = param->example != NULL ? param->example : "…";
	char fix[512];

	if (param->flags & SMSGW_PARAM_SECRET)
		snprintf(fix, sizeof(fix),
		    _("put it into a file of its own and "
		      "add to [%s]: %s_file = FILE"),
		    reading->section, param->name);
	else
		snprintf(fix, sizeof(fix), _("add to [%s]: %s%s = %s"),
		    reading->section, param->name,
		    param->flags & SMSGW_PARAM_NUMBERED ? ".1" : "", example);
	problem_add(reading->problems, PROBLEM_ERROR, "config-key-missing",
	    reading->ini->path,
	    ini_section_line(reading->ini, reading->section), param->name, fix,
	    "%s is missing", label);
}

static void
check_required(const struct reading *reading, const struct smsgw_param *param)
{
	const struct param_value *value;
	size_t i;

	if (!(param->flags & SMSGW_PARAM_REQUIRED) ||
	    (reading->how & PARAM_READ_DAMAGED))
		return;
	for (i = 0; i < reading->values->count; i++) {
		value = &reading->values->values[i];
		if (value->param == param &&
		    (value->line > 0 || value->text[0] != '\0'))
			return;
	}
	if (param_applies(reading->values, param))
		report_missing(reading, param);
}

/* Calls a function for each parameter of the tables, in order. */
static void
reading_each(struct reading *reading, struct arena *arena)
{
	const struct smsgw_param *param;
	size_t i, k;

	for (i = 0; i < reading->table_count; i++) {
		for (k = 0; (param = param_at(&reading->tables[i], k)) != NULL;
		     k++) {
			if (!is_shadowed(reading, i, param->name))
				reading_param(reading, param, arena);
		}
	}
	for (i = 0; i < reading->table_count; i++) {
		for (k = 0; (param = param_at(&reading->tables[i], k)) != NULL;
		     k++) {
			if (!is_shadowed(reading, i, param->name))
				check_required(reading, param);
		}
	}
}

int
param_read_how(const struct ini *ini, const char *section,
    const struct param_table *tables, size_t table_count, unsigned how,
    struct arena *arena, struct param_values *values, struct problems *problems)
{
	struct reading reading = {
		.ini = ini,
		.section = section,
		.tables = tables,
		.table_count = table_count,
		.how = how,
		.values = values,
		.problems = problems,
	};
	size_t i, k, room;

	require_or_return(ini != NULL && values != NULL, -1);
	*values = (struct param_values){ .outer = values->outer };
	room = ini->count;
	for (i = 0; i < table_count; i++) {
		for (k = 0; param_at(&tables[i], k) != NULL; k++)
			room++;
	}
	values->values = arena_calloc(arena, room, sizeof(*values->values));
	if (values->values == NULL || reading_scan(&reading, arena) != 0)
		return -1;
	reading_each(&reading, arena);
	reading_blank(&reading);
	if (!arena->failed)
		return 0;
	*values = (struct param_values){ .outer = values->outer };
	return -1;
}

int
param_read(const struct ini *ini, const char *section,
    const struct param_table *tables, size_t table_count, struct arena *arena,
    struct param_values *values, struct problems *problems)
{
	require_or_return(values != NULL, -1);
	*values = (struct param_values){ .count = 0 };
	return param_read_how(
	    ini, section, tables, table_count, 0, arena, values, problems);
}

void
param_check_sections(const struct ini *ini, const char *const *names,
    size_t count, struct problems *problems)
{
	const struct ini_section *section;
	const char *nearest;
	char fix[INI_NAME_MAX + 32];
	size_t i, k;

	for (i = 0; i < ini->section_count; i++) {
		section = &ini->sections[i];
		for (k = 0; k < count; k++) {
			if (strcmp(section->name, names[k]) == 0)
				break;
		}
		if (k < count)
			continue;
		nearest = nearest_word(section->name, names, count);
		if (nearest != NULL)
			snprintf(
			    fix, sizeof(fix), _("did you mean [%s]?"), nearest);
		else
			snprintf(fix, sizeof(fix), "remove it");
		problem_add(problems, PROBLEM_ERROR, "config-section-unknown",
		    ini->path, section->line, NULL, fix,
		    "[%s] is not a section of such a file", section->name);
	}
}

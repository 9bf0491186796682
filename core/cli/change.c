/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Understanding KEY=VALUE: which section a key belongs to, whether it is
 * known, whether its value is a secret, and where the value comes from.
 */
#include "change.h"

#include <stdlib.h>

#include "ascii.h"
#include "cli.h"
#include "input.h"
#include "nearest.h"
#include "param.h"
#include "probe.h"

#define CHANGE_MEMORY_MAX ((size_t)1024 * 1024)
#define NAMES_MAX 128
#define NAME_SIZE 128

void
changes_init(struct changes *changes)
{
	*changes = (struct changes){ .items = NULL };
	arena_init(&changes->arena, CHANGE_MEMORY_MAX);
}

void
changes_fini(struct changes *changes)
{
	size_t i;

	for (i = 0; i < changes->count; i++)
		buf_fini(&changes->items[i].value);
	free(changes->items);
	json_decref(changes->provider);
	arena_fini(&changes->arena);
	*changes = (struct changes){ .items = NULL };
}

int
changes_use_provider(struct changes *changes, struct loader *loader,
    const char *name, struct problems *problems)
{
	json_decref(changes->provider);
	changes->provider = NULL;
	return probe_describe(loader, name, &changes->provider, problems);
}

const char *
change_word_value(const char *word, const char *key)
{
	size_t len = strlen(key);

	if (strncmp(word, "gateway.", 8) == 0)
		word += 8;
	if (strncmp(word, key, len) != 0 || word[len] != '=')
		return NULL;
	return word + len + 1;
}

json_t *
changes_param(
    const struct changes *changes, const char *section, const char *name)
{
	json_t *params = json_object_get(changes->provider, "params");
	json_t *param;
	const char *found, *in;
	size_t i;

	for (i = 0; i < json_array_size(params); i++) {
		param = json_array_get(params, i);
		found = json_string_value(json_object_get(param, "name"));
		in = json_string_value(json_object_get(param, "section"));
		if (found != NULL && in != NULL && strcmp(found, name) == 0 &&
		    strcmp(in, section) == 0)
			return param;
	}
	return NULL;
}

struct change *
changes_find(
    const struct changes *changes, const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < changes->count; i++) {
		if (strcmp(changes->items[i].section, section) == 0 &&
		    strcmp(changes->items[i].key, key) == 0)
			return &changes->items[i];
	}
	return NULL;
}

struct change *
changes_add(struct changes *changes, const char *section, const char *key,
    const char *value, bool secret)
{
	struct change *items, *change;
	size_t size, bytes;

	if (changes->count == changes->size) {
		size = changes->size == 0 ? 16 : changes->size * 2;
		if (size_mul(size, sizeof(*items), &bytes) != 0)
			return NULL;
		items = realloc(changes->items, bytes);
		if (items == NULL)
			return NULL;
		changes->items = items;
		changes->size = size;
	}
	change = &changes->items[changes->count];
	*change = (struct change){
		.section = arena_strdup(&changes->arena, section),
		.key = arena_strdup(&changes->arena, key),
		.secret = secret,
	};
	if (change->section == NULL || change->key == NULL)
		return NULL;
	buf_init(&change->value, INPUT_MAX);
	changes->count++;
	return buf_puts(&change->value, value) == 0 ? change : NULL;
}

/* Splits SECTION.KEY; a key without a section is of [gateway]. */
static const struct param_section *
section_of(const char *name, const char **key)
{
	size_t i, len;

	for (i = 0; i < PARAM_SECTIONS; i++) {
		len = strlen(param_sections[i].name);
		if (strncmp(name, param_sections[i].name, len) == 0 &&
		    name[len] == '.') {
			*key = name + len + 1;
			return &param_sections[i];
		}
	}
	*key = name;
	return &param_sections[0];
}

/* What is known of a key: whether it exists, is a secret or names its file. */
struct key_facts {
	bool known;
	bool secret;
	bool file;
};

/* Whether a member of the provider's parameter is true. */
static bool
is_set(json_t *param, const char *flag)
{
	return json_is_true(json_object_get(param, flag));
}

/* What the provider says of a key: NAME, NAME_file where it may be, NAME.N. */
static void
ask_provider(const struct changes *changes, const char *section,
    const char *key, struct key_facts *facts)
{
	char name[NAME_SIZE];
	json_t *param;
	size_t len = strlen(key);
	char *dot;

	if (len >= sizeof(name))
		return;
	memcpy(name, key, len + 1);
	dot = strchr(name, '.');
	if (dot != NULL)
		*dot = '\0';
	param = changes_param(changes, section, name);
	if (param != NULL && is_set(param, "numbered") == (dot != NULL)) {
		facts->known = true;
		facts->secret = facts->secret || is_set(param, "secret");
		return;
	}
	len = param_key_file_stem(key);
	if (dot != NULL || len == 0)
		return;
	name[len] = '\0';
	param = changes_param(changes, section, name);
	if (param != NULL && (is_set(param, "secret") || is_set(param, "file")))
		facts->known = facts->file = true;
}

static struct key_facts
look_up(const struct changes *changes, const struct param_section *section,
    const char *key)
{
	const struct param_table table = {
		.params = section->params,
		.size = sizeof(*section->params),
	};
	const struct smsgw_param *param = NULL;
	struct key_facts facts = { false, false, false };

	if (strcmp(section->name, "templates") == 0)
		facts.known = true;
	if (section->params != NULL)
		param = param_find(&table, key, &facts.file, NULL);
	if (param != NULL) {
		facts.known = true;
		facts.secret =
		    !facts.file && (param->flags & SMSGW_PARAM_SECRET) != 0;
	}
	ask_provider(changes, section->name, key, &facts);
	if (facts.file)
		facts.secret = false;
	return facts;
}

/* The names that a key of a section may have; how many. */
static size_t
known_names(const struct changes *changes, const struct param_section *section,
    const char *names[NAMES_MAX])
{
	json_t *params = json_object_get(changes->provider, "params"), *param;
	const char *in;
	size_t count = 0, i;

	for (i = 0; section->params != NULL &&
	     section->params[i].name != NULL && count < NAMES_MAX;
	     i++)
		names[count++] = section->params[i].name;
	for (i = 0; i < json_array_size(params) && count < NAMES_MAX; i++) {
		param = json_array_get(params, i);
		in = json_string_value(json_object_get(param, "section"));
		if (in != NULL && strcmp(in, section->name) == 0)
			names[count++] =
			    json_string_value(json_object_get(param, "name"));
	}
	return count;
}

/* The section that a mistyped one in front of a dot was meant to be. */
static const char *
meant_section(const char *word)
{
	const char *names[PARAM_SECTIONS];

	param_section_names(names);
	return nearest_word(word, names, PARAM_SECTIONS);
}

/* The section that has a key of ours by exactly this name, or NULL. */
static const char *
section_with(const char *word)
{
	const struct smsgw_param *param;
	size_t i;

	for (i = 0; i < PARAM_SECTIONS; i++) {
		param = param_sections[i].params;
		for (; param != NULL && param->name != NULL; param++) {
			if (strcmp(param->name, word) == 0)
				return param_sections[i].name;
		}
	}
	return NULL;
}

/* The key that was meant, SECTION. in front unless it is gateway; or NULL. */
static const char *
meant_key(struct changes *changes, const struct param_section *section,
    const char *key)
{
	struct arena *arena = &changes->arena;
	const char *names[NAMES_MAX], *found, *dot = strchr(key, '.');
	char *word;

	word = arena_strndup(arena, key, strcspn(key, "."));
	if (word == NULL)
		return NULL;
	if (dot == NULL)
		dot = "";
	if (changes_param(changes, "provider", word) != NULL)
		return arena_printf(arena, "provider.%s%s", word, dot);
	found = section_with(word);
	if (found != NULL)
		return arena_printf(arena, "%s.%s", found, word);
	found = nearest_word(word, names, known_names(changes, section, names));
	if (found != NULL && section == &param_sections[0])
		return found;
	if (found != NULL)
		return arena_printf(
		    arena, "%s.%s%s", section->name, found, dot);
	found = dot[0] != '\0' && section == &param_sections[0] ?
	    meant_section(word) :
	    NULL;
	return found != NULL ? arena_printf(arena, "%s%s", found, dot) : NULL;
}

static int
fail_unknown(struct cli *cli, struct changes *changes,
    const struct param_section *section, const char *key)
{
	const char *meant = meant_key(changes, section, key), *fix = NULL;

	if (strcmp(section->name, "provider") == 0 && changes->provider == NULL)
		return cli_fail(cli, "plugin-missing",
		    "name the provider "
		    "first: provider=NAME",
		    "%s: there is no provider that "
		    "could know it",
		    key);
	if (meant != NULL)
		fix =
		    arena_printf(&changes->arena, _("did you mean %s?"), meant);
	return cli_fail(cli, "config-key-unknown", fix, "[%s] has no key %s",
	    section->name, key);
}

/* A value from standard input; who sits at a terminal is asked, unseen. */
static int
read_stdin(struct cli *cli, struct change *change)
{
	if (!prompt_possible(cli))
		return input_stdin(cli, &change->value);
	cli->stdin_used = true;
	if (prompt_secret(change->key, &change->value) == 0)
		return CATALOG_DONE;
	return cli_fail(
	    cli, "input-unreadable", NULL, "standard input: nothing was typed");
}

/* Puts the value into a change, from where the word says it is. */
static int
read_value(struct cli *cli, struct change *change, const char *value)
{
	if (strcmp(value, "@-") == 0)
		return read_stdin(cli, change);
	if (change->secret && value[0] == '@')
		return input_file(cli, value + 1, &change->value);
	if (change->secret && value[0] != '\0')
		return cli_fail(cli, "secret-on-command-line", NULL,
		    "%s: a secret cannot be given in the command line",
		    change->key);
	return buf_puts(&change->value, value) == 0 ? CATALOG_DONE :
						      cli_fail_memory();
}

static int
fail_form(const struct cli *cli, const char *word)
{
	return cli_fail(cli, "usage",
	    "write KEY=VALUE, e.g. sms_title=ACME or limits.timeout=5s",
	    "%s is not of the form KEY=VALUE", word);
}

int
changes_add_word(struct cli *cli, struct changes *changes, const char *word)
{
	const char *equals = strchr(word, '='), *key;
	const struct param_section *section;
	struct key_facts facts;
	struct change *change;
	char *name, *c;

	if (equals == word)
		return fail_form(cli, word);
	name = arena_strndup(&changes->arena, word, strcspn(word, "="));
	if (name == NULL)
		return cli_fail_memory();
	for (c = name; *c != '\0'; c++)
		*c = ascii_lower(*c);
	section = section_of(name, &key);
	facts = look_up(changes, section, key);
	if (equals == NULL && !facts.secret)
		return fail_form(cli, word);
	if (equals == NULL && !prompt_possible(cli))
		return cli_fail(cli, "usage",
		    "give it as KEY=@FILE, or as KEY=@- on standard input; "
		    "on a terminal it is asked for",
		    "%s: no value is given", name);
	if (!facts.known)
		return fail_unknown(cli, changes, section, key);
	if (changes_find(changes, section->name, key) != NULL)
		return cli_fail(
		    cli, "usage", "give it once", "%s stands twice", name);
	change = changes_add(changes, section->name, key, "", facts.secret);
	if (change == NULL)
		return cli_fail_memory();
	return read_value(cli, change, equals != NULL ? equals + 1 : "@-");
}

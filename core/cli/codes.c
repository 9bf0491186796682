/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes that a gateway's own file explains: its lines code.N of
 * [provider], in the form in which providers list theirs.
 */
#include "codes.h"

#include "ascii.h"
#include "buf.h"
#include "catalog.h"
#include "output.h"

#define WORD_MAX 128

/* The next word, without quotes or the colon behind; whether there is one. */
static bool
next_word(const char **at, char word[WORD_MAX])
{
	char quote = '\0';
	size_t len = 0;

	while (ascii_is_blank(**at))
		(*at)++;
	if (**at == '"' || **at == '\'')
		quote = *(*at)++;
	while (**at != '\0' && **at != quote &&
	    (quote != '\0' || (!ascii_is_blank(**at) && **at != ':'))) {
		if (len + 1 < WORD_MAX)
			word[len++] = **at;
		(*at)++;
	}
	if (quote != '\0' && **at == quote)
		(*at)++;
	word[len] = '\0';
	return len > 0;
}

/* The entry of the catalogue for a class, which ends its code; or NULL. */
static const struct catalog_entry *
entry_of(const char *class)
{
	const struct catalog_entry *entry;
	size_t i, len, tail = strlen(class);

	for (i = 0; (entry = catalog_get(i)) != NULL; i++) {
		len = strlen(entry->code);
		if (entry->error_class != 0 && len > tail &&
		    entry->code[len - tail - 1] == '-' &&
		    strcmp(entry->code + len - tail, class) == 0)
			return entry;
	}
	return NULL;
}

/* CODE OUTCOME CLASS: FIX; NULL without memory. */
static json_t *
code_json(const char *line)
{
	char code[WORD_MAX] = "", outcome[WORD_MAX] = "", class[WORD_MAX] = "";
	const struct catalog_entry *entry = NULL;
	const char *fix;

	if (next_word(&line, code) && next_word(&line, outcome) &&
	    next_word(&line, class))
		entry = entry_of(class);
	fix = strchr(line, ':');
	if (fix != NULL)
		fix += 1 + strspn(fix + 1, " \t");
	return json_pack("{s:s, s:s, s:s*, s:s*, s:s*, s:s*, s:s*, s:s*}",
	    "code", code, "outcome", outcome, "error",
	    entry != NULL ? entry->code : NULL, "who",
	    entry != NULL ? catalog_who_name(entry->who) : NULL, "text",
	    entry != NULL ? entry->text : NULL, "text_zh",
	    entry != NULL ? entry->text_zh : NULL, "fix",
	    fix != NULL       ? fix :
		entry != NULL ? entry->fix :
				NULL,
	    "fix_zh", fix == NULL && entry != NULL ? entry->fix_zh : NULL);
}

json_t *
codes_of_gateway(json_t *gateway)
{
	json_t *values = json_object_get(gateway, "values"), *value;
	json_t *codes = json_array();
	size_t i;

	for (i = 0; codes != NULL && i < json_array_size(values); i++) {
		value = json_array_get(values, i);
		if (strcmp(text_of(value, "section"), "provider") != 0 ||
		    strncmp(text_of(value, "key"), "code.", 5) != 0 ||
		    text_of(value, "value")[0] == '\0')
			continue;
		if (json_array_append_new(
			codes, code_json(text_of(value, "value"))) != 0) {
			json_decref(codes);
			codes = NULL;
		}
	}
	return codes;
}

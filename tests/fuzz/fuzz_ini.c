/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the reading of configuration files.  What the scan accepts iniparser
 * must return exactly: ini_parse() compares the two itself, and a difference
 * is a crash here.  An accepted file is then edited and must load again.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "ini.h"
#include "iniedit.h"

/* Sets a key in an accepted file and expects the new text to load. */
static void
edit(const uint8_t *data, size_t size, const struct ini *ini)
{
	const struct ini_entry *entry = &ini->entries[ini->count / 2];
	struct problems problems;
	struct ini *edited = NULL;
	struct buf text;
	const char *value;

	problems_init(&problems);
	buf_init(&text, INI_FILE_MAX);
	if (buf_add(&text, data, size) != 0 ||
	    iniedit_set(&text, entry->section, entry->key, "a; b", NULL) != 0)
		goto out;
	if (ini_parse("edited", buf_str(&text), text.len, &edited, &problems) ==
	    0) {
		value = ini_get(edited, entry->section, entry->key, NULL);
		if (value == NULL || strcmp(value, "a; b") != 0 ||
		    edited->count != ini->count)
			abort();
	} else if (strstr(problems_get(&problems, 0)->text, "1000") == NULL) {
		/* Only a line that has become too long is an excuse. */
		abort();
	}
out:
	ini_free(edited);
	buf_fini(&text);
	problems_fini(&problems);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct problems problems;
	struct ini *ini = NULL;
	size_t i;
	int result;

	problems_init(&problems);
	result = ini_parse("fuzz", data, size, &ini, &problems);
	if ((result == 0) != (problems_count(&problems) == 0))
		abort();
	for (i = 0; size <= INI_FILE_MAX && i < problems_count(&problems); i++)
		if (strcmp(problems_get(&problems, i)->code,
			"config-unreadable") == 0)
			abort();
	if (result == 0 && ini->count > 0)
		edit(data, size, ini);
	ini_free(ini);
	problems_fini(&problems);
	return 0;
}

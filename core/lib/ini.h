/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One configuration file: scanned by a parser of our own, which knows the
 * line of everything and refuses what iniparser would mangle, then read by
 * iniparser from the very same bytes; a value that the two read differently
 * is an error.  The only module that knows iniparser.
 */
#ifndef SMSGW_INI_H
#define SMSGW_INI_H

#include <sys/stat.h>

#include <stddef.h>

#include "problem.h"

/*
 * Limits, in bytes: of a file, of a line without its end (iniparser reads up
 * to 1,022), of the name of a section or key; and the number of keys.
 */
#define INI_FILE_MAX ((size_t)256 * 1024)
#define INI_LINE_MAX ((size_t)1000)
#define INI_NAME_MAX ((size_t)128)
#define INI_KEYS_MAX ((size_t)4096)

/* A section header; name is in lower case. */
struct ini_section {
	const char *name;
	int line;
};

/*
 * One key: section and key are in lower case, written is the key as it stands
 * in the file; value is without its quotes and never NULL ("" when empty).
 */
struct ini_entry {
	const char *section;
	const char *key;
	const char *written;
	const char *value;
	int line;
};

/*
 * A file's sections and keys, in its order.  Read-only for others.  facts are
 * those of the file as it was opened (zero after ini_parse()).
 */
struct ini {
	char *path;
	struct stat facts;
	struct ini_section *sections;
	size_t section_count;
	size_t section_size;
	struct ini_entry *entries;
	size_t count;
	size_t size;
	char *text;
	char *lower;
	size_t text_len;
};

/*
 * Reads a file, safefile rules SAFEFILE_DATA and further ones of the caller.
 * Returns 0 with a file that is fit for use; 1 under SAFEFILE_OPTIONAL when
 * there is none; -1 with all its errors in problems.  After -1 *ini is either
 * NULL (nothing could be read) or holds the lines that could be understood:
 * good for finding more errors in the same run, and for nothing else.  The
 * caller frees *ini in any case.
 */
int ini_load(const char *path, unsigned rules, struct ini **ini,
    struct problems *problems);

/*
 * Reads the content of a file from memory, as ini_load() does; path is only
 * for messages.  Used to try a changed text before it is written.
 */
int ini_parse(const char *path, const void *data, size_t len, struct ini **ini,
    struct problems *problems);

/* Frees the file and wipes its values, some of them secret.  NULL is taken. */
void ini_free(struct ini *ini);

/*
 * The value of a key, or NULL when it is not there; line, which may be NULL,
 * gets its line or 0.  section and key are in lower case.
 */
const char *ini_get(
    const struct ini *ini, const char *section, const char *key, int *line);

/* The line of a section's header, or 0 when there is no such section. */
int ini_section_line(const struct ini *ini, const char *section);

#endif

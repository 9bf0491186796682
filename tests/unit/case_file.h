/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a golden case, cut into its sections.
 */
#ifndef TESTS_CASE_FILE_H
#define TESTS_CASE_FILE_H

#include "buf.h"

#define CASE_SECTIONS_MAX 64

struct case_section {
	char name[32]; /* "file", without its argument */
	char argument[128];
	char *text; /* without the line ends at its end */
};

struct case_file {
	struct case_section sections[CASE_SECTIONS_MAX];
	size_t count;
};

/* Reads it; 0, or -1 with the reason in report. */
int case_file_read(
    const char *path, struct case_file *file, struct buf *report);

/* Appends what a file holds; 0 or -1. */
int case_file_add(const char *path, struct buf *out);

void case_file_free(struct case_file *file);

/* The text of a section, the first of that name; NULL when it is not there. */
const char *case_file_get(const struct case_file *file, const char *name);

/* The index-th section of that name; NULL at the end. */
const struct case_section *case_file_nth(
    const struct case_file *file, const char *name, size_t index);

/*
 * The value of "key = value" in a section's text, \n, \r, \t and \\ undone,
 * the index-th of that key; NULL at the end.  The caller frees it.
 */
char *case_value(const char *text, const char *key, size_t index);

#endif

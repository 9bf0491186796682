/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of a test's own with files in it, whatever umask there is, and
 * what tests ask of a list of problems.
 */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <sys/types.h>

#include "problem.h"

/* Makes the folder (mode 0755) and changes to it; setup of a cmocka test. */
int tree_setup(void **state);

/* Removes it and everything in it. */
int tree_teardown(void **state);

/* Its path, and that of a file in it (valid until the next eight calls). */
const char *tree_path(const char *name);

/* Writes a file, with the folders that lead to it. */
void tree_write(const char *name, mode_t mode, const char *text);

/* The content of a file, valid until the next call; NULL: there is none. */
const char *tree_read(const char *name);

mode_t tree_mode(const char *name);

/*
 * Whether the list has such a problem: level, end of the file's path, line,
 * key and a part of text or fix; NULL and -1 match all.
 */
bool tree_has(const struct problems *problems, int level, const char *file,
    int line, const char *key, const char *part);

/* All problems as lines, for messages of failed tests. */
void tree_show(const struct problems *problems);

#endif

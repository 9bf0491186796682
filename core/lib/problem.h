/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of what is wrong with a configuration: each problem names the
 * file and line, the key, the fact and the next step, so that one run can
 * show all of them.  Everything in a list is meant for print: whoever adds
 * a problem keeps the values of secrets out of it.
 */
#ifndef SMSGW_PROBLEM_H
#define SMSGW_PROBLEM_H

#include <stddef.h>

#include "buf.h"

/* In rising order of harmlessness; an error makes the file unusable. */
enum problem_level { PROBLEM_ERROR, PROBLEM_WARNING, PROBLEM_NOTE };

/*
 * One problem.  Every string may be NULL except text; line is 0 when the
 * problem belongs to no line.  code is a code of the error catalogue.
 */
struct problem {
	int level;
	char *code;
	char *file;
	int line;
	char *key;
	char *gateway;
	char *text;
	char *fix;
};

/*
 * A growing list.  Read it through problems_count() and problems_get():
 * they also show the one problem that could not be stored, memory.
 */
struct problems {
	struct problem *items;
	size_t count;
	size_t size;
	int out_of_memory;
};

/* Makes an empty list in place; it allocates nothing and cannot fail. */
void problems_init(struct problems *list);

/* Frees what the list holds and leaves it empty.  NULL is allowed. */
void problems_fini(struct problems *list);

/*
 * Adds a problem; all strings are copied.  fmt makes the text: a clause
 * without a full stop ("is not a number: \"ten\""); fix is what to do, an
 * imperative clause.  code, file, key and fix may be NULL, line 0.  When
 * memory is short the list remembers that, for good, and counts it as one
 * more error.  A NULL list is allowed: the problem is then dropped.
 */
void problem_add(struct problems *list, int level, const char *code,
    const char *file, int line, const char *key, const char *fix,
    const char *fmt, ...) COMPAT_PRINTF(8, 9);

/* Adds the error that memory ran out; file, or NULL, is what it was for. */
void problem_add_memory(struct problems *list, const char *file);

/*
 * Names the gateway of all problems from index first on that name none yet:
 * what a caller does after having checked one gateway's file.
 */
void problems_set_gateway(
    struct problems *list, size_t first, const char *gateway);

/* The same for the place of problems that name no file yet. */
void problems_set_place(struct problems *list, size_t first, const char *file,
    int line, const char *key);

/* Number of problems, a shortage of memory included. */
size_t problems_count(const struct problems *list);

/*
 * Whether memory ran out for any of it: what else is there may be half of the
 * truth.
 */
bool problems_lack_memory(const struct problems *list);

/* Number of problems of level PROBLEM_ERROR, a shortage of memory included. */
size_t problems_errors(const struct problems *list);

/*
 * The i-th problem, or NULL when i is not below problems_count().  It belongs
 * to the list and is valid until the list is changed.
 */
const struct problem *problems_get(const struct problems *list, size_t i);

/*
 * Appends "file:line: key: text; fix" in one line without a line end; parts
 * that are missing are left out with their punctuation, and what a
 * terminal would obey is escaped.  Returns 0, or -1 when out has failed.
 */
int problem_format(const struct problem *problem, struct buf *out);

/* The same without the fix, where that is shown apart. */
int problem_format_fact(const struct problem *problem, struct buf *out);

/* Sorts by file, then line; the order of equals is kept. */
void problems_sort(struct problems *list);

/* Appends everything of one list to another, and leaves the first empty. */
void problems_move(struct problems *to, struct problems *from);

#endif

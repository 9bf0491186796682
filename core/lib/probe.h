/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs what may crash or hang, the code of plugins, in a child process, and
 * brings back what it found.  The child is a copy of the caller (fork without
 * exec): only a program with a single thread may use this, as the command
 * line is; with more threads a lock that another one held would stay locked
 * in the child.
 *
 * The child reads and writes no terminal, leaves no memory image behind, has
 * the signals' default actions, and ends with the caller.
 */
#ifndef SMSGW_PROBE_H
#define SMSGW_PROBE_H

#include "compat.h"

#include <jansson.h>

#include "loader.h"
#include "problem.h"

/* How long one item may take when a task does not say it. */
#define PROBE_DEADLINE_MS 5000

/* How an item has ended its child; may be copied. */
struct probe_death {
	const char *code; /* of the catalogue: plugin-crashed, plugin-slow */
	char how[80];     /* a clause: "did not return within 5 s" */
};

/* Work on items 0 to count - 1, of which any may end its process. */
struct probe_task {
	/*
	 * In the child, for one item: may set *out (the child's reference) and
	 * add problems; 0 or -1.  What it changes in memory is seen by the
	 * following items, as long as the child lives, but not by the parent.
	 */
	int (*run)(
	    void *arg, size_t index, json_t **out, struct problems *problems);
	/*
	 * In the parent, after an item has ended its child: adds the problem.
	 * It may also note in arg what is not to be tried again; the next
	 * child sees that.  NULL: a problem without a file.
	 */
	void (*died)(void *arg, size_t index, const struct probe_death *death,
	    struct problems *problems);
	void *arg;
	int64_t deadline_ms; /* of one item; 0: PROBE_DEADLINE_MS */
	bool alone;          /* each item in a child of its own */
};

/* What became of one item. */
struct probe_result {
	int result; /* what run returned; -1 when it ended its child */
	bool died;
	json_t *out;          /* NULL when run has set none */
	size_t first_problem; /* its problems' place in the list */
	size_t problems;
};

/*
 * Runs all items in order, in one child, or in a new one after each death
 * (with `alone`, one for each item: 1 ms, and none can spoil the next).
 * results has room for count entries; every `out` in it is the caller's, who
 * calls probe_results_fini().  Problems are appended in the items' order.  An
 * item's problems and JSON together may have 4 MiB.  0 when all items have
 * been run or have died, -1 with an error in problems when no child could be
 * made; the items not run then have result -1.
 */
int probe_each(const struct probe_task *task, size_t count,
    struct probe_result *results, struct problems *problems);

/* Gives back what probe_each() has put into results. */
void probe_results_fini(struct probe_result *results, size_t count);

/*
 * One item only.  Returns its result; *out is NULL or the caller's reference.
 */
int probe_run(
    const struct probe_task *task, json_t **out, struct problems *problems);

/*
 * Describes one provider, by its name or, when it has a '/', its file: the
 * object of descriptor_json() with "file" added.  0, or -1 with errors in
 * problems and *out NULL.
 */
int probe_describe(struct loader *loader, const char *name_or_path,
    json_t **out, struct problems *problems);

/*
 * Describes all providers there are: an array in the order of the names.  A
 * working one is as above with "state": "ok"; a broken one has only "name",
 * "file", "state": "broken" and "reason", and its problems are in problems
 * too.  0, or -1 with an error in problems and *out NULL.
 */
int probe_describe_all(
    struct loader *loader, json_t **out, struct problems *problems);

#endif

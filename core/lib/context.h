/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An open configuration with what it takes to use it: settings, loader, clock,
 * pool.  Brings a gateway from its file to the opened state, checks all of
 * them, and describes them; each by way of a child process when asked to, so
 * that a plugin that crashes is named and does no harm.
 */
#ifndef SMSGW_CONTEXT_H
#define SMSGW_CONTEXT_H

#include <jansson.h>

#include "clock.h"
#include "gateway.h"
#include "loader.h"
#include "pool.h"
#include "problem.h"
#include "settings.h"

struct context {
	struct settings *settings;
	struct loader *loader;
	const struct clock *clock;
	struct pool *pool; /* NULL until context_pool() */
	bool probe;        /* look in a child first */
	void (*log)(void *arg, int level, const char *line);
	void *log_arg;
};

/*
 * Opens dir (NULL: $SMSGW_CONFIG, or the compiled-in one).  0, or -1 when the
 * directory cannot be used; problems says why.  Problems of smsgw.ini alone
 * leave a usable context.  context_close() is called in any case.
 */
int context_open(struct context *context, const char *dir, bool probe,
    struct problems *problems);
void context_close(struct context *context);

/*
 * A gateway, opened and ready to send.  NULL with errors in problems, named by
 * its id; warnings of a usable one are there too.  The caller frees it.
 */
struct gateway *context_gateway(
    struct context *context, const char *id, struct problems *problems);

/* The parts of context_gateway(), for who looks at many of them. */

/* The file of an id; NULL with an error in problems: no such gateway. */
const struct settings_gateway *context_find_gateway(
    struct context *, const char *id, struct problems *problems);

/*
 * Loads, attaches and opens in this process.  *out, the caller's, is set
 * whenever the file could be looked at, also when the result is -1.
 */
int context_open_gateway(struct context *context,
    const struct settings_gateway *found, struct gateway **out,
    struct problems *problems);

/* The same in a child, for its problems alone. */
int context_probe(struct context *context, const struct settings_gateway *found,
    struct problems *problems);

/* The pool of exchanges, made at the first call; NULL without memory. */
struct pool *context_pool(struct context *context);

/*
 * Checks one gateway, or with id NULL everything: smsgw.ini, templates,
 * clients, all gateways, also what context_open() said already.  0, or -1 when
 * id is no gateway.
 */
int context_check(
    struct context *context, const char *id, struct problems *problems);

/*
 * Describes all gateways (an array of objects, in the order of ids) or one (an
 * object with all its values): id, name, provider, enabled, file, read_only,
 * state ("ok" or "broken"), problem, and for one of them `values`: section,
 * key, value (of secrets: configured), line.  0, or -1: no such gateway, or no
 * memory.
 */
int context_describe(struct context *context, const char *id, json_t **out,
    struct problems *problems);

#endif

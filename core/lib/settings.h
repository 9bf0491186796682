/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration directory as a whole: smsgw.ini, where gateways, templates
 * and clients lie, and which of them there are.  Gateways and templates are
 * read when they are asked for; settings_check() reads everything.  (The name
 * config.h belongs to autoconf.)
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "arena.h"
#include "param.h"
#include "problem.h"

/* One gateway file that was found; the first of an id wins. */
struct settings_gateway {
	const char *id;
	const char *path;
	bool read_only;		/* of etc: the daemon never writes it */
};

struct settings {
	const char *dir;	/* absolute */
	const char *state_dir;	/* absolute; may not exist yet */
	const char *default_country;	/* "" or ISO alpha-2, upper case */
	struct settings_gateway *gateways;	/* sorted by id */
	size_t gateway_count;
	const char **templates;	/* names, sorted */
	size_t template_count;
	const char **ignored;	/* files that are none of ours, paths */
	size_t ignored_count;
	struct param_values smsgw, daemon;
	struct arena arena;
};

/* One logical template of templates.d, with its texts by locale. */
struct settings_template {
	const char *name;
	const char *path;
	const char *message_class;	/* otp, transactional, marketing */
	const char *purpose;
	int64_t expires_ms;		/* 0: the class decides */
	struct {
		const char *locale;	/* "" for the default */
		const char *text;
		int line;
	} *texts;
	size_t text_count;
	struct arena arena;
};

/*
 * Finds the directory (dir, else $SMSGW_CONFIG, else the compiled-in one),
 * reads smsgw.ini and the names of the files.  The state directory is
 * `state` of [smsgw], else $STATE_DIRECTORY, else the compiled-in one for the
 * compiled-in directory, else DIR/state.  NULL only when the directory cannot
 * be read or memory ran out; problems says why.  Problems of smsgw.ini itself
 * are in problems and leave usable settings.
 */
struct settings *settings_open(const char *dir, struct problems *problems);

void settings_free(struct settings *settings);

/* NULL when there is no such gateway. */
const struct settings_gateway *settings_gateway(const struct settings *,
    const char *id);

/* The id nearest to one that does not exist, or NULL. */
const char *settings_nearest_gateway(const struct settings *,
    const char *id);

/* Whether a string can be a gateway id: [a-z0-9][a-z0-9_-]{0,62}. */
bool settings_id_valid(const char *id);

/* Reads one template; NULL with the reason in problems. */
struct settings_template *settings_template_load(const struct settings *,
    const char *name, struct problems *problems);

void settings_template_free(struct settings_template *);

/* The text for a locale: "zh-CN", else "zh", else the default; or NULL. */
const char *settings_template_text(const struct settings_template *,
    const char *locale);

/*
 * Reads and checks smsgw.ini, all templates and all clients; all problems of
 * all files.  Gateways are checked by gateway_load() and what follows it.
 */
void settings_check(const struct settings *, struct problems *problems);

#endif

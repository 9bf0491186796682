/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration directory as a whole: smsgw.ini, where gateways, templates
 * and clients lie, and which of them there are.  Gateways, templates and
 * clients are read when they are asked for; settings_check() reads everything.
 * (The name config.h belongs to autoconf.)
 */
#ifndef SMSGW_SETTINGS_H
#define SMSGW_SETTINGS_H

#include "arena.h"
#include "param.h"
#include "problem.h"

/* One gateway file that was found; the first of an id wins. */
struct settings_gateway {
	const char *id;
	const char *path;
	bool read_only; /* of etc: the daemon never writes it */
};

struct settings {
	const char *dir;                   /* absolute */
	const char *state_dir;             /* absolute; may not exist yet */
	const char *default_country;       /* "" or ISO alpha-2, upper case */
	struct settings_gateway *gateways; /* sorted by id */
	size_t gateway_count;
	const char **templates; /* names, sorted */
	size_t template_count;
	const char **ignored; /* files that are none of ours, paths */
	size_t ignored_count;
	const char **clients; /* names, sorted */
	size_t client_count;
	struct param_values smsgw, daemon;
	struct settings_kept *kept; /* what was read of templates, clients */
	struct arena arena;
};

/* One logical template of templates.d, with its texts by locale. */
struct settings_template {
	const char *name;
	const char *path;
	const char *message_class; /* otp, transactional, marketing */
	const char *purpose;
	int64_t expires_ms; /* 0: the class decides */
	struct settings_text {
		const char *locale; /* "" for the default; lower case */
		const char *text;
		int line;
	} * texts;
	size_t text_count;
	struct arena arena;
};

/* One API client of clients.d: what it means for its messages. */
struct settings_client {
	const char *template_name; /* "" when it names none */
	const char *code_pattern;  /* as for code_find() */
	const char *default_country;
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
const struct settings_gateway *settings_gateway(
    const struct settings *, const char *id);

/* The id nearest to one that does not exist, or NULL. */
const char *settings_nearest_gateway(const struct settings *, const char *id);

/* Whether there is a logical template of that name. */
bool settings_has_template(const struct settings *, const char *name);

/* The template nearest to one that does not exist, or NULL. */
const char *settings_nearest_template(
    const struct settings *, const char *name);

/* Whether a string can be a gateway id: [a-z0-9][a-z0-9_-]{0,62}. */
bool settings_id_valid(const char *id);

/* Reads one template; NULL with the reason in problems. */
struct settings_template *settings_template_load(
    const struct settings *, const char *name, struct problems *problems);

void settings_template_free(struct settings_template *);

/* Reads one client of clients; NULL with the reason in problems. */
struct settings_client *settings_client_load(
    const struct settings *, const char *name, struct problems *problems);

void settings_client_free(struct settings_client *);

/*
 * A template or client for messages: read the first time, and kept as it was
 * then for as long as the settings are.  NULL when there is none of the name,
 * without a problem, or when it cannot be read, with the reason in problems;
 * then it is tried again the next time.
 */
const struct settings_template *settings_template(
    const struct settings *, const char *name, struct problems *problems);
const struct settings_client *settings_client(
    const struct settings *, const char *name, struct problems *problems);

/*
 * A path of a file's key: as it is when absolute, else relative to the folder
 * of the file.  NULL without memory.
 */
const char *settings_path(
    struct arena *arena, const char *file, const char *path);

/*
 * Whether a locale of a file is the first len bytes of the wanted one, and the
 * next shorter len to try: of zh-Hant-TW, zh-Hant, zh, and at last 0.  Case
 * does not count, and '_' is '-'.
 */
bool settings_locale_is(const char *locale, const char *wanted, size_t len);
size_t settings_locale_parent(const char *locale, size_t len);

/* The text for a locale: "zh-CN", else "zh", else the default; or NULL. */
const char *settings_template_text(
    const struct settings_template *, const char *locale);

/*
 * Reads and checks all templates and all clients; all problems of all files.
 * Those of smsgw.ini were told by settings_open() already, and gateways are
 * checked by gateway_load() and what follows it.
 */
void settings_check(const struct settings *, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration directory: where it is, what smsgw.ini says, and which
 * files of gateways, templates and clients there are.  Only smsgw.ini is
 * opened here; of the others the names are enough.
 */
#include "settings.h"
#include "lang.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "nearest.h"
#include "precondition.h"
#include "safefile.h"
#include "settings_kept.h"

/* All names of all folders together. */
#define SETTINGS_MAX ((size_t)64 * 1024 * 1024)

/* Where the compiled-in directories lie. */
static const char compiled_dir[] = SYSCONFDIR "/smsgw";
static const char compiled_state[] = LOCALSTATEDIR "/lib/smsgw";

/* One folder's reading: what is done with ID.ini. */
struct scan {
	struct settings *settings;
	struct problems *problems;
	const char *folder;
	bool read_only;
	const char ***names; /* NULL: gateways */
	size_t *count;
};

bool
settings_id_valid(const char *id)
{
	return id != NULL && param_name_valid(id, strlen(id));
}

const char *
settings_path(struct arena *arena, const char *file, const char *path)
{
	const char *slash = strrchr(file, '/');

	if (path[0] == '/' || slash == NULL)
		return arena_strdup(arena, path);
	while (path[0] == '.' && path[1] == '/')
		path += 2;
	return arena_printf(
	    arena, "%.*s%s", (int)(slash - file) + 1, file, path);
}

/* Grows an array of size bytes an entry by one; NULL without memory. */
static void *
array_grow(void *array, size_t count, size_t size)
{
	size_t bytes;

	/* A power of two is full, and so is 0. */
	if (count != 0 && (count & (count - 1)) != 0)
		return array;
	if (size_mul(count == 0 ? 1 : count * 2, size, &bytes) != 0)
		return NULL;
	return realloc(array, bytes);
}

static int
add_name(const char ***names, size_t *count, const char *name)
{
	const char **grown;

	if (name == NULL)
		return -1;
	grown = array_grow(*names, *count, sizeof(*grown));
	if (grown == NULL)
		return -1;
	*names = grown;
	grown[(*count)++] = name;
	return 0;
}

static int
add_gateway(struct scan *scan, const char *id)
{
	struct settings *settings = scan->settings;
	struct settings_gateway *grown, *gateway;

	grown = array_grow(
	    settings->gateways, settings->gateway_count, sizeof(*grown));
	if (grown == NULL)
		return -1;
	settings->gateways = grown;
	gateway = &grown[settings->gateway_count];
	gateway->id = id;
	gateway->path =
	    arena_printf(&settings->arena, "%s/%s.ini", scan->folder, id);
	gateway->read_only = scan->read_only;
	if (gateway->path == NULL)
		return -1;
	settings->gateway_count++;
	return 0;
}

/* A file that is not read; what looks like one of ours gets a warning. */
static int
add_ignored(struct scan *scan, const char *name, bool is_ini)
{
	struct settings *settings = scan->settings;
	const char *path;

	path = arena_printf(&settings->arena, "%s/%s", scan->folder, name);
	if (add_name(&settings->ignored, &settings->ignored_count, path) != 0)
		return -1;
	if (is_ini)
		problem_add(scan->problems, PROBLEM_WARNING,
		    "config-file-ignored", path, 0, NULL,
		    "rename it to 1 to 63 characters of a-z, 0-9, _ and -, "
		    "beginning with a letter or a digit, and .ini",
		    "is not read: its name cannot be an id");
	return 0;
}

static bool
ends_with(const char *name, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len > n && strcmp(name + len - n, end) == 0;
}

/* Takes one name of a folder; 0, or -1 without memory. */
static int
scan_name(struct scan *scan, const char *name)
{
	size_t len = strlen(name);
	const char *id;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return 0;
	/* The secrets and texts that the files name lie beside them. */
	if (ends_with(name, len, ".secret") ||
	    (scan->names == &scan->settings->templates &&
		ends_with(name, len, ".txt")))
		return 0;
	if (!ends_with(name, len, ".ini") || name[0] == '.')
		return add_ignored(scan, name, false);
	if (!param_name_valid(name, len - 4))
		return add_ignored(scan, name, true);
	id = arena_strndup(&scan->settings->arena, name, len - 4);
	if (id == NULL)
		return -1;
	if (scan->names != NULL)
		return add_name(scan->names, scan->count, id);
	return add_gateway(scan, id);
}

/* Reads the names of one folder, which may be absent; 0 or -1. */
static int
scan_folder(struct scan *scan, const char *folder)
{
	struct dirent *entry;
	DIR *dir;
	char fix[64];
	int result = 0;

	scan->folder = folder;
	if (folder == NULL)
		return -1;
	dir = opendir(folder);
	if (dir == NULL && errno == ENOENT)
		return 0;
	if (dir == NULL) {
		if (errno == ENOMEM)
			return -1;
		snprintf(fix, sizeof(fix), _("let user %lu read and enter it"),
		    (unsigned long)geteuid());
		problem_add(scan->problems, PROBLEM_ERROR,
		    "config-file-unreadable", folder, 0, NULL, fix,
		    "cannot be read: %s", lang_errno(errno));
		return 0;
	}
	while (result == 0 && (entry = readdir(dir)) != NULL)
		result = scan_name(scan, entry->d_name);
	closedir(dir);
	return result;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By id; among equals the administrator's goes first. */
static int
compare_gateways(const void *a, const void *b)
{
	const struct settings_gateway *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order != 0 ? order : (int)y->read_only - (int)x->read_only;
}

/* Sorts the gateways and drops those that another one hides. */
static void
settle_gateways(struct settings *settings, struct problems *problems)
{
	struct settings_gateway *all = settings->gateways;
	size_t i, kept = 0;

	if (settings->gateway_count == 0)
		return;
	qsort(all, settings->gateway_count, sizeof(*all), compare_gateways);
	for (i = 0; i < settings->gateway_count; i++) {
		if (kept == 0 || strcmp(all[kept - 1].id, all[i].id) != 0) {
			all[kept++] = all[i];
			continue;
		}
		problem_add(problems, PROBLEM_NOTE, "config-file-ignored",
		    all[i].path, 0, NULL, "remove one of them",
		    "is not read: %s goes first", all[kept - 1].path);
	}
	settings->gateway_count = kept;
}

static void
sort_names(const char **names, size_t count)
{
	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
}

/* Finds the files of all folders; 0, or -1 without memory. */
static int
scan_all(struct settings *settings, struct problems *problems)
{
	struct arena *arena = &settings->arena;
	struct scan scan = {
		.settings = settings,
		.problems = problems,
		.read_only = true,
	};

	if (scan_folder(&scan,
		arena_printf(arena, "%s/gateways.d", settings->dir)) != 0)
		return -1;
	scan.read_only = false;
	if (scan_folder(&scan,
		arena_printf(arena, "%s/gateways.d", settings->state_dir)) != 0)
		return -1;
	settle_gateways(settings, problems);
	scan.names = &settings->templates;
	scan.count = &settings->template_count;
	if (scan_folder(&scan,
		arena_printf(arena, "%s/templates.d", settings->dir)) != 0)
		return -1;
	scan.names = &settings->clients;
	scan.count = &settings->client_count;
	if (scan_folder(
		&scan, arena_printf(arena, "%s/clients.d", settings->dir)) != 0)
		return -1;
	sort_names(settings->templates, settings->template_count);
	sort_names(settings->clients, settings->client_count);
	sort_names(settings->ignored, settings->ignored_count);
	return 0;
}

/* The directory, absolute and without slashes at its end; or NULL. */
static const char *
absolute_dir(struct arena *arena, const char *dir)
{
	char here[PATH_MAX];
	size_t len;

	while (dir[0] == '.' && dir[1] == '/')
		dir += 2;
	len = strlen(dir);
	while (len > 1 && dir[len - 1] == '/')
		len--;
	if (dir[0] == '/')
		return arena_strndup(arena, dir, len);
	if (getcwd(here, sizeof(here)) == NULL)
		return NULL;
	if (len == 0 || (len == 1 && dir[0] == '.'))
		return arena_strdup(arena, here);
	return arena_printf(arena, "%s/%.*s", here, (int)len, dir);
}

/* Where smsgw keeps its own files; see settings_open(). */
static const char *
find_state(struct settings *settings, const char *ini_path)
{
	struct arena *arena = &settings->arena;
	const char *state = param_text(&settings->smsgw, "state");

	if (state[0] != '\0')
		return settings_path(arena, ini_path, state);
	state = getenv("STATE_DIRECTORY");
	if (state != NULL && state[0] == '/')
		return arena_strndup(arena, state, strcspn(state, ":"));
	if (strcmp(settings->dir, compiled_dir) == 0)
		return arena_strdup(arena, compiled_state);
	return arena_printf(arena, "%s/state", settings->dir);
}

/* "cn" as "CN"; "" stays. */
static const char *
upper_country(struct arena *arena, const char *country)
{
	char *upper = arena_strdup(arena, country);
	size_t i;

	for (i = 0; upper != NULL && upper[i] != '\0'; i++) {
		if (upper[i] >= 'a' && upper[i] <= 'z')
			upper[i] = (char)(upper[i] - 'a' + 'A');
	}
	return upper;
}

/* Reads smsgw.ini, which may be absent; 0, or -1 without memory. */
static int
read_main(struct settings *settings, struct problems *problems)
{
	static const char *const names[] = { "smsgw", "daemon" };
	const struct param_table smsgw = { param_smsgw,
		sizeof(param_smsgw[0]) };
	const struct param_table daemon = { param_daemon,
		sizeof(param_daemon[0]) };
	struct arena *arena = &settings->arena;
	struct ini empty = { .count = 0 }, *ini = NULL;
	const char *path;
	int result = -1;

	path = arena_printf(arena, "%s/smsgw.ini", settings->dir);
	if (path == NULL)
		return -1;
	(void)ini_load(path, SAFEFILE_OPTIONAL, &ini, problems);
	if (ini != NULL)
		param_check_sections(ini, names, ARRAY_LEN(names), problems);
	if (param_read(ini == NULL ? &empty : ini, "smsgw", &smsgw, 1, arena,
		&settings->smsgw, problems) == 0 &&
	    param_read(ini == NULL ? &empty : ini, "daemon", &daemon, 1, arena,
		&settings->daemon, problems) == 0)
		result = 0;
	ini_free(ini);
	if (result != 0)
		return -1;
	settings->default_country = upper_country(
	    arena, param_text(&settings->smsgw, "default_country"));
	settings->state_dir = find_state(settings, path);
	return arena->failed ? -1 : 0;
}

/* Whether the directory is there and can be read; 0 or -1. */
static int
check_dir(const char *dir, struct problems *problems)
{
	char fix[96];
	DIR *opened;

	opened = opendir(dir);
	if (opened != NULL) {
		closedir(opened);
		return 0;
	}
	if (errno == ENOENT || errno == ENOTDIR) {
		problem_add(problems, PROBLEM_ERROR, "config-folder-missing",
		    dir, 0, NULL,
		    "create it, or name another one with "
		    "-c DIR or $SMSGW_CONFIG",
		    errno == ENOENT ? "does not exist" : "is not a folder");
		return -1;
	}
	snprintf(fix, sizeof(fix),
	    _("let user %lu read and enter it, or run "
	      "this as root"),
	    (unsigned long)geteuid());
	problem_add(problems, PROBLEM_ERROR, "config-file-unreadable", dir, 0,
	    NULL, fix, "cannot be read: %s", lang_errno(errno));
	return -1;
}

struct settings *
settings_open(const char *dir, struct problems *problems)
{
	struct settings *settings;

	if (dir == NULL)
		dir = getenv("SMSGW_CONFIG");
	if (dir == NULL || dir[0] == '\0')
		dir = compiled_dir;
	settings = calloc(1, sizeof(*settings));
	if (settings == NULL) {
		problem_add_memory(problems, dir);
		return NULL;
	}
	arena_init(&settings->arena, SETTINGS_MAX);
	settings->dir = absolute_dir(&settings->arena, dir);
	if (settings->dir == NULL) {
		problem_add_memory(problems, dir);
		goto fail;
	}
	if (check_dir(settings->dir, problems) != 0)
		goto fail;
	if (read_main(settings, problems) == 0 &&
	    scan_all(settings, problems) == 0)
		settings->kept = settings_kept_new(settings);
	/* half of smsgw.ini would send by half of what the admin wrote */
	if (settings->kept != NULL && !problems_lack_memory(problems))
		return settings;
	if (!problems_lack_memory(problems))
		problem_add_memory(problems, settings->dir);

fail:
	settings_free(settings);
	return NULL;
}

void
settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	settings_kept_free(settings->kept, settings);
	free(settings->gateways);
	free(settings->templates);
	free(settings->clients);
	free(settings->ignored);
	arena_fini(&settings->arena);
	free(settings);
}

const struct settings_gateway *
settings_gateway(const struct settings *settings, const char *id)
{
	size_t low = 0, high = settings->gateway_count, middle;
	int order;

	require_or_return(id != NULL, NULL);
	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(id, settings->gateways[middle].id);
		if (order == 0)
			return &settings->gateways[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
settings_nearest_gateway(const struct settings *settings, const char *id)
{
	const char **ids, *nearest;
	size_t i;

	if (settings->gateway_count == 0)
		return NULL;
	ids = calloc(settings->gateway_count, sizeof(*ids));
	if (ids == NULL)
		return NULL;
	for (i = 0; i < settings->gateway_count; i++)
		ids[i] = settings->gateways[i].id;
	nearest = nearest_word(id, ids, settings->gateway_count);
	free(ids);
	return nearest;
}

bool
settings_has_template(const struct settings *settings, const char *name)
{
	return settings->template_count > 0 &&
	    bsearch(&name, settings->templates, settings->template_count,
		sizeof(name), compare_names) != NULL;
}

const char *
settings_nearest_template(const struct settings *settings, const char *name)
{
	return nearest_word(
	    name, settings->templates, settings->template_count);
}

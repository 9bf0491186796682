/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where providers are searched: what is linked into the program, the folder
 * of installed providers, and for development those of $SMSGW_PROVIDER_PATH,
 * in this order; the first that has the name is taken.
 */
#include "loader.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "descriptor.h"
#include "lang.h"
#include "loader_module.h"
#include "nearest.h"
#include "precondition.h"
#include "safefile.h"

#define SUFFIX ".so"
#define SEARCH_PATH "SMSGW_PROVIDER_PATH"

struct folder {
	char *dir;
	bool installed;
};

struct loader {
	struct folder *folders;
	size_t count;
};

static int
add_folder(struct loader *loader, const char *dir, size_t len, bool installed)
{
	struct folder *folders;
	size_t bytes;

	if (size_mul(loader->count + 1, sizeof(*folders), &bytes) != 0)
		return -1;
	folders = realloc(loader->folders, bytes);
	if (folders == NULL)
		return -1;
	loader->folders = folders;
	while (len > 1 && dir[len - 1] == '/')
		len--;
	folders[loader->count].dir = strndup(dir, len);
	if (folders[loader->count].dir == NULL)
		return -1;
	folders[loader->count].installed = installed;
	loader->count++;
	return 0;
}

int
loader_add_installed(struct loader *loader, const char *dir)
{
	require_or_return(loader != NULL && dir != NULL && dir[0] == '/', -1);
	return add_folder(loader, dir, strlen(dir), true);
}

int
loader_add_folder(struct loader *loader, const char *dir)
{
	require_or_return(loader != NULL && dir != NULL && dir[0] == '/', -1);
	return add_folder(loader, dir, strlen(dir), false);
}

/* Adds the absolute folders of a list joined by ':'. */
static int
add_search_path(struct loader *loader, const char *list)
{
	size_t len;

	for (;;) {
		len = strcspn(list, ":");
		if (list[0] == '/' && add_folder(loader, list, len, false))
			return -1;
		if (list[len] == '\0')
			return 0;
		list += len + 1;
	}
}

struct loader *
loader_new_empty(void)
{
	return calloc(1, sizeof(struct loader));
}

struct loader *
loader_new(void)
{
	struct loader *loader = loader_new_empty();
	const char *list =
	    safefile_is_privileged() ? NULL : getenv(SEARCH_PATH);

	if (loader == NULL)
		return NULL;
	if (loader_add_installed(loader, PROVIDERDIR) != 0 ||
	    (list != NULL && add_search_path(loader, list) != 0)) {
		loader_free(loader);
		return NULL;
	}
	return loader;
}

void
loader_free(struct loader *loader)
{
	size_t i;

	if (loader == NULL)
		return;
	for (i = 0; i < loader->count; i++)
		free(loader->folders[i].dir);
	free(loader->folders);
	free(loader);
}

void
loader_list_fini(struct loader_list *list)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < list->count; i++) {
		free(list->items[i].name);
		free(list->items[i].path);
	}
	free(list->items);
	list->items = NULL;
	list->count = 0;
}

static bool
list_has(const struct loader_list *list, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (strncmp(list->items[i].name, name, len) == 0 &&
		    list->items[i].name[len] == '\0')
			return true;
	}
	return false;
}

/* Adds a provider unless its name is there; dir is NULL for a builtin one. */
static int
list_add(
    struct loader_list *list, const char *name, size_t len, const char *dir)
{
	struct loader_entry *items, *item;
	struct buf path;
	size_t bytes;

	if (list_has(list, name, len))
		return 0;
	if (size_mul(list->count + 1, sizeof(*items), &bytes) != 0)
		return -1;
	items = realloc(list->items, bytes);
	if (items == NULL)
		return -1;
	list->items = items;
	item = &items[list->count];
	item->name = strndup(name, len);
	item->path = NULL;
	if (item->name == NULL)
		return -1;
	list->count++;
	if (dir == NULL)
		return 0;
	buf_init(&path, PATH_MAX);
	buf_printf(&path, "%s/%s" SUFFIX, strcmp(dir, "/") == 0 ? "" : dir,
	    item->name);
	item->path = buf_steal(&path, NULL);
	buf_fini(&path);
	return item->path != NULL ? 0 : -1;
}

/* The length of NAME in "NAME.so", or 0 when it is no such file's name. */
static size_t
name_length(const char *base)
{
	size_t len = strlen(base), suffix = sizeof(SUFFIX) - 1;
	char name[DESCRIPTOR_NAME_MAX + 1];

	if (len <= suffix || len - suffix > DESCRIPTOR_NAME_MAX ||
	    strcmp(base + len - suffix, SUFFIX) != 0)
		return 0;
	memcpy(name, base, len - suffix);
	name[len - suffix] = '\0';
	return descriptor_name_valid(name) ? len - suffix : 0;
}

/* Adds all providers of one folder; 0, or -1 without memory. */
static int
list_folder(struct loader_list *list, const struct folder *folder,
    struct problems *problems)
{
	const struct dirent *entry;
	DIR *dir = opendir(folder->dir);
	size_t len;
	int result = 0;

	if (dir == NULL) {
		if (errno != ENOENT && errno != ENOTDIR)
			problem_add(problems, PROBLEM_ERROR,
			    "plugin-unreadable", folder->dir, 0, NULL,
			    "let this user read the folder",
			    "providers there cannot be listed: %s",
			    lang_errno(errno));
		return 0;
	}
	while (result == 0 && (entry = readdir(dir)) != NULL) {
		len = name_length(entry->d_name);
		if (len > 0)
			result =
			    list_add(list, entry->d_name, len, folder->dir);
	}
	closedir(dir);
	return result;
}

static int
entry_compare(const void *a, const void *b)
{
	const struct loader_entry *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int
loader_list(
    struct loader *loader, struct loader_list *out, struct problems *problems)
{
	const char *name;
	int result = 0;
	size_t i;

	out->items = NULL;
	out->count = 0;
	require_or_return(loader != NULL, -1);
	if (loader_module_start(problems) != 0)
		return -1;
	for (i = 0;
	     result == 0 && (name = loader_module_builtin_name(i)) != NULL; i++)
		result = list_add(out, name, strlen(name), NULL);
	for (i = 0; result == 0 && i < loader->count; i++)
		result = list_folder(out, &loader->folders[i], problems);
	if (result != 0) {
		loader_list_fini(out);
		problem_add_memory(problems, NULL);
		return -1;
	}
	if (out->count > 1)
		qsort(
		    out->items, out->count, sizeof(*out->items), entry_compare);
	return 0;
}

/* Writes the folders that were searched, for people. */
static void
add_folders(const struct loader *loader, struct buf *out)
{
	size_t i;

	for (i = 0; i < loader->count; i++)
		buf_printf(
		    out, "%s%s", i == 0 ? "" : ", ", loader->folders[i].dir);
}

/* Writes what to do when there is no provider of that name. */
static void
add_advice(struct loader *loader, const char *name, struct buf *out)
{
	struct loader_list list;
	const char **names, *near = NULL;
	size_t i;

	if (loader_list(loader, &list, NULL) != 0)
		return;
	names = list.count > 0 ? calloc(list.count, sizeof(*names)) : NULL;
	for (i = 0; names != NULL && i < list.count; i++)
		names[i] = list.items[i].name;
	if (names != NULL)
		near = nearest_word(name, names, list.count);
	if (near != NULL)
		buf_printf(out, _("did you mean \"%s\"? There are: "), near);
	else
		buf_printf(out, _("install the package that holds %s.so%s"),
		    name, list.count > 0 ? _(", or take one of: ") : "");
	for (i = 0; i < list.count; i++)
		buf_printf(out, "%s%s", i > 0 ? ", " : "", list.items[i].name);
	free(names);
	loader_list_fini(&list);
}

static void
report_missing(
    struct loader *loader, const char *name, struct problems *problems)
{
	struct buf folders, advice;

	buf_init(&folders, 2048);
	buf_init(&advice, 2048);
	add_folders(loader, &folders);
	add_advice(loader, name, &advice);
	if (folders.len > 0)
		problem_add(problems, PROBLEM_ERROR, "plugin-missing", NULL, 0,
		    NULL, buf_str(&advice),
		    "there is no provider \"%s\": no file %s.so in %s", name,
		    name, buf_str(&folders));
	else
		problem_add(problems, PROBLEM_ERROR, "plugin-missing", NULL, 0,
		    NULL, buf_str(&advice), "there is no provider \"%s\"",
		    name);
	buf_fini(&folders);
	buf_fini(&advice);
}

/*
 * Appends the path of the first file of that name to out; 0 with its folder
 * in *folder, or -1 with an error.
 */
static int
find_file(struct loader *loader, const char *name, struct buf *out,
    const struct folder **folder, struct problems *problems)
{
	const size_t before = out->len;
	struct stat st;
	size_t i;

	for (i = 0; i < loader->count; i++) {
		*folder = &loader->folders[i];
		buf_printf(out, "%s/%s" SUFFIX,
		    strcmp((*folder)->dir, "/") == 0 ? "" : (*folder)->dir,
		    name);
		if (!out->failed && lstat(buf_str(out) + before, &st) == 0)
			return 0;
		if (!out->failed)
			buf_truncate(out, before);
	}
	report_missing(loader, name, problems);
	return -1;
}

/* 0, or -1 with an error when name cannot be a provider's. */
static int
check_name(const char *name, const char *file, struct problems *problems)
{
	if (descriptor_name_valid(name))
		return 0;
	problem_add(problems, PROBLEM_ERROR, "plugin-name", file, 0, NULL,
	    "use a-z, 0-9 and _, with a letter first, and no path",
	    "\"%s\" is no provider's name", name);
	return -1;
}

/* Whether a provider of that name is linked into the program. */
static bool
is_builtin(const char *name)
{
	const char *builtin;
	size_t i;

	for (i = 0; (builtin = loader_module_builtin_name(i)) != NULL; i++) {
		if (strcmp(builtin, name) == 0)
			return true;
	}
	return false;
}

int
loader_find(struct loader *loader, const char *name, struct buf *path,
    struct problems *problems)
{
	const struct folder *folder;

	require_or_return(loader != NULL && name != NULL, -1);
	if (check_name(name, NULL, problems) != 0 ||
	    loader_module_start(problems) != 0)
		return -1;
	if (is_builtin(name))
		return buf_printf(path, _("%s (built in)"), name);
	return find_file(loader, name, path, &folder, problems);
}

int
loader_open(struct loader *loader, const char *name,
    const struct smsgw_provider **out, struct problems *problems)
{
	struct loader_file file = { .name = name };
	const struct folder *folder = NULL;
	struct buf path;
	int result;

	*out = NULL;
	require_or_return(loader != NULL && name != NULL, -1);
	if (check_name(name, NULL, problems) != 0)
		return -1;
	result = loader_module_builtin(name, out, problems);
	if (result <= 0)
		return result;
	buf_init(&path, PATH_MAX);
	result = find_file(loader, name, &path, &folder, problems);
	if (result == 0) {
		file.path = file.real = buf_str(&path);
		file.installed = folder->installed;
		result = loader_module_open(&file, out, problems);
	}
	buf_fini(&path);
	return result;
}

int
loader_open_file(struct loader *loader, const char *path,
    const struct smsgw_provider **out, struct problems *problems)
{
	const char *slash, *base;
	struct loader_file file = { .path = path };
	char name[DESCRIPTOR_NAME_MAX + 1], *real = NULL;
	size_t len;
	int result = -1;

	*out = NULL;
	require_or_return(loader != NULL && path != NULL, -1);
	slash = strrchr(path, '/');
	base = slash != NULL ? slash + 1 : path;
	len = name_length(base);
	if (len == 0) {
		problem_add(problems, PROBLEM_ERROR, "plugin-name", path, 0,
		    NULL,
		    "name a file NAME.so, its name of a-z, 0-9 and _ with a letter first",
		    "is no plugin's file name");
		return -1;
	}
	real = realpath(path, NULL);
	if (real == NULL) {
		problem_add(problems, PROBLEM_ERROR, "plugin-missing", path, 0,
		    NULL, "correct the path", "cannot be opened: %s",
		    lang_errno(errno));
		return -1;
	}
	memcpy(name, base, len);
	name[len] = '\0';
	file.name = name;
	file.real = real;
	result = loader_module_open(&file, out, problems);
	free(real);
	return result;
}

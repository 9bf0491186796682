/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening plugin files with libltdl.  Left alone, libltdl says "file not
 * found" of everything, binds lazily and searches where the environment tells
 * it to; hence a loader of our own in place of its stock one, and paths that
 * are always absolute.
 */
#include "loader_module.h"

#include <dlfcn.h>
#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <ltdl.h>

#include "descriptor.h"
#include "precondition.h"
#include "safefile.h"

#define ENTRY_SUFFIX "_LTX_smsgw_provider"

/* A module of this process.  It is never closed. */
struct module {
	struct module *next;
	char *name;
	char *real; /* NULL: linked into the program */
	lt_dlhandle handle;
	int fd; /* of the file, as long as the code is there; or -1 */
	const struct smsgw_provider *provider; /* NULL until it has passed */
};

/* Held by each function of the header: libltdl and what follows are one. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* All modules of the process, those that were refused included. */
static struct module *modules;

/* What our loader of shared objects found when it was last called. */
static struct {
	void *opened;
	char words[2048];
} last;

/* Whether libltdl is ready, and whether all that is linked in was noted. */
static bool started, builtin_lost;

/*
 * Opens a shared object; all its symbols are bound now, because a missing one
 * is to be seen here and not when the first message is sent.  The linker's
 * words are kept in English, as loader_explain() knows them.
 */
static lt_module
bind_now(lt_user_data data, const char *filename, lt_dladvise advise)
{
	locale_t english, before = (locale_t)0;
	const char *words;

	(void)data;
	(void)advise;
	english = newlocale(LC_MESSAGES_MASK, "C", (locale_t)0);
	if (english != (locale_t)0)
		before = uselocale(english);
	last.opened = dlopen(filename, RTLD_NOW | RTLD_LOCAL);
	words = last.opened == NULL ? dlerror() : NULL;
	snprintf(
	    last.words, sizeof(last.words), "%s", words != NULL ? words : "");
	if (english != (locale_t)0) {
		uselocale(before);
		freelocale(english);
	}
	if (last.opened == NULL)
		lt_dlseterror(LT_ERROR_CANNOT_OPEN);
	return last.opened;
}

static int
close_module(lt_user_data data, lt_module module)
{
	(void)data;
	return dlclose(module);
}

static void *
find_symbol(lt_user_data data, lt_module module, const char *name)
{
	void *symbol = dlsym(module, name);

	(void)data;
	if (symbol == NULL)
		lt_dlseterror(LT_ERROR_SYMBOL_NOT_FOUND);
	return symbol;
}

/* Takes a preloaded module into the list; for lt_dlpreload_open(). */
static int
note_builtin(lt_dlhandle handle)
{
	const lt_dlinfo *info = lt_dlgetinfo(handle);
	struct module *module;

	if (info == NULL || info->name == NULL)
		return 0;
	module = calloc(1, sizeof(*module));
	if (module != NULL)
		module->name = strdup(info->name);
	if (module == NULL || module->name == NULL) {
		free(module);
		builtin_lost = true;
		return -1;
	}
	module->handle = handle;
	module->fd = -1;
	module->next = modules;
	modules = module;
	return 0;
}

/*
 * Replaces the stock loader by ours; the table of the removed one is the
 * caller's to free.  Ours lies on the heap because lt_dlexit(), if an
 * embedding program calls it, frees the tables of all loaders.
 */
static int
replace_loader(void)
{
	lt_dlvtable *ours = calloc(1, sizeof(*ours));

	if (ours == NULL)
		return -1;
	ours->name = "smsgw_bind_now";
	ours->module_open = bind_now;
	ours->module_close = close_module;
	ours->find_sym = find_symbol;
	ours->priority = LT_DLLOADER_PREPEND;
	if (lt_dlloader_add(ours) != 0) {
		free(ours);
		return -1;
	}
	free(lt_dlloader_remove("lt_dlopen"));
	return 0;
}

/* Makes libltdl ready, once in a process; 0 or -1 with an error. */
static int
start(struct problems *problems)
{
	const char *words;

	if (started && builtin_lost)
		problem_add_memory(problems, NULL);
	if (started)
		return builtin_lost ? -1 : 0;
	if (lt_dlinit() != 0 || replace_loader() != 0) {
		words = lt_dlerror();
		problem_add(problems, PROBLEM_ERROR, "plugin-unreadable", NULL,
		    0, NULL, "free some memory and try again",
		    "libltdl, which loads plugins, does not start: %s",
		    words != NULL ? words : "out of memory");
		return -1;
	}
	/* It fails when nothing is linked in; that is no error. */
	(void)lt_dlpreload_open(NULL, note_builtin);
	started = true;
	return builtin_lost ? start(problems) : 0;
}

/*
 * Finds the provider in an opened module; 0 with module->provider set, or -1
 * with errors.
 */
static int
find_provider(
    struct module *module, const char *path, struct problems *problems)
{
	const struct smsgw_provider *(*entry)(void);
	const struct smsgw_provider *provider;
	char name[256];
	void *symbol;

	_Static_assert(sizeof(entry) == sizeof(symbol),
	    "a function is found as a pointer to an object");
	snprintf(name, sizeof(name), "%s" ENTRY_SUFFIX, module->name);
	symbol = lt_dlsym(module->handle, name);
	if (symbol == NULL) {
		problem_add(problems, PROBLEM_ERROR, "plugin-symbol", path, 0,
		    NULL,
		    "give the file the name that its provider has; if it has "
		    "that, ask the vendor for one made with SMSGW_PROVIDER()",
		    "is no provider \"%s\": it has no function %s()",
		    module->name, name);
		return -1;
	}
	memcpy(&entry, &symbol, sizeof(entry));
	provider = entry();
	if (provider == NULL) {
		problem_add(problems, PROBLEM_ERROR, "plugin-table", path, 0,
		    NULL, "ask the vendor of the plugin for a corrected one",
		    "its function %s() returned no provider", name);
		return -1;
	}
	if (descriptor_check(provider, module->name, path, problems) != 0)
		return -1;
	module->provider = provider;
	return 0;
}

/* Adds what safefile found, as a problem of the plugin. */
static void
add_unsafe(const struct loader_file *file, struct problems *found,
    struct problems *problems)
{
	const struct problem *problem;
	const char *code;
	size_t i;

	for (i = 0; i < problems_count(found); i++) {
		problem = problems_get(found, i);
		code = problem->code != NULL &&
			strcmp(problem->code, "file-unsafe") == 0 ?
		    "plugin-owner" :
		    "plugin-unreadable";
		if (problem->file == NULL ||
		    strcmp(problem->file, file->path) == 0)
			problem_add(problems, problem->level, code, file->path,
			    0, NULL, problem->fix, "%s", problem->text);
		else
			problem_add(problems, problem->level, code, file->path,
			    0, NULL, problem->fix, "on the way to it, %s %s",
			    problem->file, problem->text);
	}
}

/* Opens and checks the file; a descriptor, or -1 with errors. */
static int
open_checked(const struct loader_file *file, struct problems *problems)
{
	struct problems found;
	int fd = -1;

	problems_init(&found);
	if (!file->installed || safefile_check_folders(file->real, &found) == 0)
		safefile_open(file->path, SAFEFILE_STRICT, &fd, NULL, &found);
	if (fd < 0)
		add_unsafe(file, &found, problems);
	problems_fini(&found);
	return fd;
}

/*
 * Hands the opened file to libltdl; 0, or -1 with an error.
 *
 * A file whose folders nobody else can write is opened by its path, so that
 * $ORIGIN, debuggers and sanitizers see a path that means something: between
 * check and opening nobody could exchange it.  Any other file is opened by
 * its descriptor, which is the very file that was checked.  That descriptor
 * stays open: its number is the name by which the linker knows the file, and
 * must not come to mean another one.
 */
static int
load(struct module *module, const struct loader_file *file,
    struct problems *problems)
{
	char by_fd[32];
	const char *opened_as = file->real;
	const lt_dlinfo *info;
	const char *words;

	if (!file->installed) {
		snprintf(by_fd, sizeof(by_fd), "/proc/self/fd/%d", module->fd);
		opened_as = by_fd;
	}
	last.opened = NULL;
	last.words[0] = '\0';
	module->handle = lt_dlopen(opened_as);
	info = module->handle != NULL ? lt_dlgetinfo(module->handle) : NULL;
	/* Another loader of the process may have opened it, lazily. */
	if (info != NULL && (last.opened != NULL || info->ref_count > 1)) {
		(void)lt_dlmakeresident(module->handle);
		return 0;
	}
	words = last.words[0] != '\0' ? last.words : lt_dlerror();
	loader_explain(file->path, opened_as,
	    words != NULL ? words : "out of memory", problems);
	if (module->handle != NULL)
		(void)lt_dlclose(module->handle);
	return -1;
}

/* Frees a module that was not loaded. */
static void
module_free(struct module *module)
{
	if (module == NULL)
		return;
	if (module->fd >= 0)
		close(module->fd);
	free(module->name);
	free(module->real);
	free(module);
}

/* Makes a module of a file and loads it; NULL with errors. */
static struct module *
module_new(const struct loader_file *file, struct problems *problems)
{
	struct module *module = calloc(1, sizeof(*module));

	if (module == NULL)
		goto memory;
	module->fd = -1;
	module->name = strdup(file->name);
	module->real = strdup(file->real);
	if (module->name == NULL || module->real == NULL)
		goto memory;
	module->fd = open_checked(file, problems);
	if (module->fd < 0 || load(module, file, problems) != 0) {
		module_free(module);
		return NULL;
	}
	if (file->installed) {
		close(module->fd);
		module->fd = -1;
	}
	module->next = modules;
	modules = module;
	return module;
memory:
	module_free(module);
	problem_add_memory(problems, file->path);
	return NULL;
}

/* As loader_module_open(), whose lock is held. */
static int
open_file(const struct loader_file *file, const struct smsgw_provider **out,
    struct problems *problems)
{
	struct module *module;

	if (start(problems) != 0)
		return -1;
	for (module = modules; module != NULL; module = module->next) {
		if (module->real != NULL &&
		    strcmp(module->real, file->real) == 0 &&
		    strcmp(module->name, file->name) == 0)
			break;
	}
	if (module == NULL)
		module = module_new(file, problems);
	if (module == NULL)
		return -1;
	if (module->provider == NULL &&
	    find_provider(module, file->path, problems) != 0)
		return -1;
	*out = module->provider;
	return 0;
}

int
loader_module_open(const struct loader_file *file,
    const struct smsgw_provider **out, struct problems *problems)
{
	int result;

	*out = NULL;
	require_or_return(file->real[0] == '/', -1);
	(void)pthread_mutex_lock(&lock);
	result = open_file(file, out, problems);
	(void)pthread_mutex_unlock(&lock);
	return result;
}

/* As loader_module_builtin(), whose lock is held. */
static int
find_builtin(const char *name, const struct smsgw_provider **out,
    struct problems *problems)
{
	struct module *module;

	if (start(problems) != 0)
		return -1;
	for (module = modules; module != NULL; module = module->next) {
		if (module->real == NULL && strcmp(module->name, name) == 0)
			break;
	}
	if (module == NULL)
		return 1;
	if (module->provider == NULL &&
	    find_provider(module, name, problems) != 0)
		return -1;
	*out = module->provider;
	return 0;
}

int
loader_module_builtin(const char *name, const struct smsgw_provider **out,
    struct problems *problems)
{
	int result;

	*out = NULL;
	(void)pthread_mutex_lock(&lock);
	result = find_builtin(name, out, problems);
	(void)pthread_mutex_unlock(&lock);
	return result;
}

int
loader_module_start(struct problems *problems)
{
	int result;

	(void)pthread_mutex_lock(&lock);
	result = start(problems);
	(void)pthread_mutex_unlock(&lock);
	return result;
}

const char *
loader_module_builtin_name(size_t i)
{
	const struct module *module;

	(void)pthread_mutex_lock(&lock);
	module = start(NULL) == 0 ? modules : NULL;
	for (; module != NULL; module = module->next) {
		if (module->real == NULL && i-- == 0)
			break;
	}
	(void)pthread_mutex_unlock(&lock);
	return module != NULL ? module->name : NULL;
}

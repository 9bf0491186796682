/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds provider plugins by name and loads them, or says in one sentence why
 * not.  What was loaded stays loaded until the process ends, whichever loader
 * asked for it.  Loading runs the plugin's constructors, which may crash:
 * who only wants to look goes through probe.h.
 *
 * Libltdl, and with it this module, is used by one thread alone, before
 * others are started.  Its stock loader of shared objects is replaced for the
 * whole process by one that binds at once.
 */
#ifndef SMSGW_LOADER_H
#define SMSGW_LOADER_H

#include "compat.h"

#include <smsgw/provider.h>

#include "buf.h"
#include "problem.h"

struct loader;

/* A provider that is there to be loaded; whether it can be, is not said. */
struct loader_entry {
	char *name;
	char *path; /* of its file; NULL when it is part of the program */
};

struct loader_list {
	struct loader_entry *items;
	size_t count;
};

/*
 * A loader that searches what is linked into the program, the folder of
 * installed providers, and, unless the process is privileged, the folders in
 * $SMSGW_PROVIDER_PATH (separated by ':'; only absolute ones).  NULL without
 * memory.  The caller frees it by loader_free().
 */
struct loader *loader_new(void);

/* The same, but without any folder; for what is added by the calls below. */
struct loader *loader_new_empty(void);

/*
 * Adds a folder at the end of the search.  Of a folder of installed providers
 * all folders that lead there are checked, and files are opened by their
 * path; of any other folder only each file itself is checked.  dir is
 * absolute.  0, or -1 without memory.
 */
int loader_add_installed(struct loader *loader, const char *dir);
int loader_add_folder(struct loader *loader, const char *dir);

/* Frees the loader; providers that it has loaded stay.  NULL is allowed. */
void loader_free(struct loader *loader);

/*
 * Appends the path of the file that loader_open() would load, or "NAME
 * (built in)" for one that is part of the program.  0, or -1 with an error in
 * problems: no such provider (with the nearest name that exists), or a name
 * that cannot be one.
 */
int loader_find(struct loader *loader, const char *name, struct buf *path,
    struct problems *problems);

/*
 * Loads a provider, or returns the one loaded before.  *out is checked by
 * descriptor_check() and stays valid until the process ends.  0, or -1 with
 * errors in problems and *out NULL.
 */
int loader_open(struct loader *loader, const char *name,
    const struct smsgw_provider **out, struct problems *problems);

/*
 * The same for a file that the user has named, absolute or relative to the
 * current folder; its name ends in ".so" and says the provider's name.
 */
int loader_open_file(struct loader *loader, const char *path,
    const struct smsgw_provider **out, struct problems *problems);

/*
 * All providers that loader_open() would find, sorted by name, each once;
 * *out is the caller's, who calls loader_list_fini().  A folder that does not
 * exist holds none, one that cannot be read adds an error.  0, or -1 without
 * memory, with an error too and *out empty.
 */
int loader_list(
    struct loader *loader, struct loader_list *out, struct problems *problems);

/* Frees what the list holds and leaves it empty.  NULL is allowed. */
void loader_list_fini(struct loader_list *list);

#endif

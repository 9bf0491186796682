/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One plugin file as a module of this process, for loader.c alone: checks the
 * file, opens it with libltdl, finds and checks the provider in it.  The
 * modules are the process's: code is never unloaded.  Any thread may call.
 */
#ifndef SMSGW_LOADER_MODULE_H
#define SMSGW_LOADER_MODULE_H

#include "compat.h"

#include <smsgw/provider.h>

#include "problem.h"

/* A file that is to be loaded. */
struct loader_file {
	const char *name; /* of the provider, by the name of the file */
	const char *path; /* for people */
	const char *real; /* absolute; what tells files apart */
	bool installed;   /* check its folders too, and open it by its path */
};

/*
 * Loads a file unless it is loaded.  0 with the provider, which has passed
 * descriptor_check(), in *out; -1 with errors in problems.
 */
int loader_module_open(const struct loader_file *file,
    const struct smsgw_provider **out, struct problems *problems);

/*
 * The same for a provider that is linked into the program; 1 when there is
 * none of that name.
 */
int loader_module_builtin(const char *name, const struct smsgw_provider **out,
    struct problems *problems);

/* Makes the loader ready; 0, or -1 with the reason in problems. */
int loader_module_start(struct problems *problems);

/* The names of those linked into the program; NULL at the end. */
const char *loader_module_builtin_name(size_t i);

/*
 * Puts what dlopen() said about a file into a problem that names the cause.
 * opened_as is the path that dlopen() was given, path that for people.
 */
void loader_explain(const char *path, const char *opened_as, const char *words,
    struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of SECRET keys: inline, or in a file named by KEY_file, relative to
 * the folder of the file that names it, then to $CREDENTIALS_DIRECTORY.
 */
#ifndef SECRET_H
#define SECRET_H

#include "arena.h"
#include "ini.h"
#include "problem.h"

/* The longest secret, in bytes (a private key in PEM fits). */
#define SECRET_MAX ((size_t)16 * 1024)

/*
 * Reads the secret `key` of a section into the arena, which wipes it.  One
 * trailing newline (LF or CRLF) is removed.  *value is NULL when neither KEY
 * nor KEY_file is given.  An inline secret in a file that others can read is
 * an error, a secret file that others can read a warning.  0, or -1 with the
 * reason (never the value) in problems.
 */
int secret_load(const struct ini *ini, const char *section, const char *key,
    struct arena *arena, const char **value, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of SECRET keys: inline, or in a file named by KEY_file, relative to
 * the folder of the file that names it, then to $CREDENTIALS_DIRECTORY.
 */
#ifndef SMSGW_SECRET_H
#define SMSGW_SECRET_H

#include "arena.h"
#include "ini.h"
#include "problem.h"

/* The longest secret, in bytes (a private key in PEM fits). */
#define SECRET_MAX ((size_t)16 * 1024)

/*
 * Checks what a secret's file holds and takes one newline (LF or CRLF) from
 * its end: *len is then less.  An empty one, one with NUL, one that begins
 * with a byte order mark, is longer than SECRET_MAX or is no UTF-8 is refused
 * (what cannot be text cannot be put into a form or JSON either).  Warns of
 * what is most likely a slip: a few characters, several lines that are no PEM,
 * blanks around.  shown names the source for the messages; ini_path, line and
 * key say who wants it.  0, or -1 with the reason, never the value.
 */
int secret_check(const char *data, size_t *len, const char *shown,
    const char *ini_path, int line, const char *key, struct problems *problems);

/*
 * Reads the secret `key` of a section into the arena, which wipes it.  One
 * trailing newline (LF or CRLF) is removed.  *value is NULL when neither KEY
 * nor KEY_file is given.  An inline secret in a file that others can read is
 * an error, a secret file that others can read a warning; see secret_check()
 * for its content.  0, or -1 with the
 * reason (never the value) in problems.
 */
int secret_load(const struct ini *ini, const char *section, const char *key,
    struct arena *arena, const char **value, struct problems *problems);

/* The same of a secret that is a document: its lines are no slip. */
int secret_load_document(const struct ini *ini, const char *section,
    const char *key, struct arena *arena, const char **value,
    struct problems *problems);

/* The document in a file that no key names: its path is absolute. */
int secret_read(const struct ini *ini, const char *key, const char *path,
    struct arena *arena, const char **value, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder with copies of mock providers, whose owner and mode are the
 * test's own, wherever the build lies and whatever umask it had.
 */
#ifndef TESTS_MOCK_DIR_H
#define TESTS_MOCK_DIR_H

#include <stddef.h>

/* Makes a new folder of mode 0755; its path, which is freed by the caller. */
char *mock_dir_new(void);

/* Removes the folder and the files in it, and frees its path. */
void mock_dir_free(char *dir);

/*
 * Copies the mock from the build into the folder, as name AS.so with mode
 * 0644.  Its first occurrence of `from` is replaced by `to` of the same
 * length; both may be NULL.  At most max bytes are written; 0: all.
 */
void mock_dir_add_changed(const char *dir, const char *mock, const char *as,
    const char *from, const char *to, size_t max);

/* Copies the mock as it is. */
void mock_dir_add(const char *dir, const char *mock);

/* "DIR/NAME.so", valid until the next call but three. */
const char *mock_dir_file(const char *dir, const char *name);

/* Where the build has the mocks; absolute. */
const char *mock_dir_built(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of mock providers in a folder of the test's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "mock_dir.h"

#define FILE_MAX_LEN (64u << 20)

char *
mock_dir_new(void)
{
	char name[] = "/tmp/smsgw-test-XXXXXX";

	assert_non_null(mkdtemp(name));
	assert_int_equal(chmod(name, 0755), 0);
	return strdup(name);
}

void
mock_dir_free(char *dir)
{
	const struct dirent *entry;
	DIR *list = opendir(dir);
	char path[PATH_MAX];

	assert_non_null(list);
	while ((entry = readdir(list)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		if (unlink(path) != 0)
			assert_int_equal(rmdir(path), 0);
	}
	closedir(list);
	assert_int_equal(rmdir(dir), 0);
	free(dir);
}

const char *
mock_dir_file(const char *dir, const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s.so", dir, name);
	return path;
}

/* Reads a whole file. */
static void
read_file(const char *path, struct buf *out)
{
	char chunk[65536];
	size_t n;
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		fail_msg("%s is not there", path);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		assert_int_equal(buf_add(out, chunk, n), 0);
	fclose(file);
}

/* Replaces the first occurrence, which must be there. */
static void
replace(struct buf *data, const char *from, const char *to)
{
	size_t i, len = strlen(from);

	assert_int_equal(len, strlen(to));
	for (i = 0; i + len <= data->len; i++) {
		if (memcmp(data->data + i, from, len) == 0) {
			memcpy(data->data + i, to, len);
			return;
		}
	}
	fail_msg("\"%s\" is not in the file", from);
}

const char *
mock_dir_built(void)
{
	static char built[PATH_MAX];
	const char *mocks = getenv("SMSGW_MOCKS");

	if (built[0] == '\0' &&
	    realpath(mocks != NULL ? mocks : "tests/mock/.libs", built) == NULL)
		fail_msg("the mocks' folder is not there: set SMSGW_MOCKS");
	return built;
}

void
mock_dir_add_changed(const char *dir, const char *mock, const char *as,
    const char *from, const char *to, size_t max)
{
	struct buf data;
	FILE *file;
	size_t len;

	buf_init(&data, FILE_MAX_LEN);
	read_file(mock_dir_file(mock_dir_built(), mock), &data);
	if (from != NULL)
		replace(&data, from, to);
	len = max > 0 && max < data.len ? max : data.len;
	file = fopen(mock_dir_file(dir, as), "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data.data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(mock_dir_file(dir, as), 0644), 0);
	buf_fini(&data);
}

void
mock_dir_add(const char *dir, const char *mock)
{
	mock_dir_add_changed(dir, mock, mock, NULL, NULL, 0);
}

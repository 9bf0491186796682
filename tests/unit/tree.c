/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folders of tests: made below $TMPDIR, removed with everything in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"

static char root[256];

int
tree_setup(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(root, sizeof(root), "%s/smsgw-test-XXXXXX",
	    base == NULL ? "/tmp" : base);
	if (mkdtemp(root) == NULL || chmod(root, 0755) != 0)
		return -1;
	return chdir(root);
}

static void
remove_all(const char *path)
{
	char child[PATH_MAX];
	struct dirent *entry;
	struct stat st;
	DIR *dir;

	if (lstat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
		unlink(path);
		return;
	}
	chmod(path, 0700);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(child, sizeof(child), "%s/%s", path, entry->d_name);
		remove_all(child);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

int
tree_teardown(void **state)
{
	(void)state;
	if (chdir("/") != 0)
		return -1;
	remove_all(root);
	return 0;
}

const char *
tree_path(const char *name)
{
	static char paths[8][PATH_MAX];
	static size_t next;
	char *path = paths[next++ % ARRAY_LEN(paths)];

	snprintf(
	    path, PATH_MAX, "%s%s%s", root, name[0] == '\0' ? "" : "/", name);
	return path;
}

void
tree_write(const char *name, mode_t mode, const char *text)
{
	char path[PATH_MAX];
	char *slash;
	FILE *file;

	snprintf(path, sizeof(path), "%s", tree_path(name));
	slash = path + strlen(root) + 1;
	while ((slash = strchr(slash, '/')) != NULL) {
		*slash = '\0';
		if (mkdir(path, 0755) == 0)
			chmod(path, 0755);
		*slash++ = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

const char *
tree_read(const char *name)
{
	static char content[64 * 1024];
	FILE *file;
	size_t len;

	file = fopen(tree_path(name), "r");
	if (file == NULL)
		return NULL;
	len = fread(content, 1, sizeof(content) - 1, file);
	content[len] = '\0';
	fclose(file);
	return content;
}

mode_t
tree_mode(const char *name)
{
	struct stat st;

	assert_int_equal(stat(tree_path(name), &st), 0);
	return st.st_mode & 07777;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t text_len, end_len = strlen(end);

	if (text == NULL)
		return false;
	text_len = strlen(text);
	return text_len >= end_len &&
	    strcmp(text + text_len - end_len, end) == 0;
}

static bool
holds(const char *text, const char *part)
{
	return text != NULL && strstr(text, part) != NULL;
}

bool
tree_has(const struct problems *problems, int level, const char *file, int line,
    const char *key, const char *part)
{
	const struct problem *p;
	size_t i;

	for (i = 0; i < problems_count(problems); i++) {
		p = problems_get(problems, i);
		if ((level == -1 || p->level == level) &&
		    (file == NULL || ends_with(p->file, file)) &&
		    (line == -1 || p->line == line) &&
		    (key == NULL ||
			(p->key != NULL && strcmp(p->key, key) == 0)) &&
		    (part == NULL || holds(p->text, part) ||
			holds(p->fix, part)))
			return true;
	}
	tree_show(problems);
	return false;
}

void
tree_show(const struct problems *problems)
{
	struct buf line;
	size_t i;

	for (i = 0; i < problems_count(problems); i++) {
		buf_init(&line, 16 * 1024);
		problem_format(problems_get(problems, i), &line);
		print_message("# %d %s\n", problems_get(problems, i)->level,
		    buf_str(&line));
		buf_fini(&line);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main of a fuzz target without libFuzzer: feeds it every file of the
 * folders and files named, else of tests/fuzz/corpus/NAME; prints TAP.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "fuzz.h"

#define INPUT_MAX ((size_t)1024 * 1024)

/* Feeds one file; false when it cannot be read. */
static bool
replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf content;
	char chunk[4096];
	size_t n;

	if (file == NULL)
		return false;
	buf_init(&content, INPUT_MAX);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		(void)buf_add(&content, chunk, n);
	fclose(file);
	printf("# %s\n", path);
	fflush(stdout);
	if (!content.failed)
		LLVMFuzzerTestOneInput(
		    (const uint8_t *)buf_str(&content), content.len);
	buf_fini(&content);
	return true;
}

/* Feeds a file, or every file of a folder; the number of files. */
static int
replay(const char *path)
{
	const struct dirent *entry;
	DIR *folder = opendir(path);
	char name[4096];
	int count = 0;

	if (folder == NULL)
		return replay_file(path);
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%.3000s/%s", path, entry->d_name);
		count += replay_file(name);
	}
	closedir(folder);
	return count;
}

/* Of libtool's wrapper and of the program itself: fuzz_ini, lt-fuzz_ini. */
static const char *
target_name(const char *program)
{
	const char *name = strstr(program, "fuzz_"), *next = name;

	while (next != NULL && (next = strstr(next + 1, "fuzz_")) != NULL)
		name = next;
	return name != NULL ? name + strlen("fuzz_") : program;
}

int
main(int argc, char **argv)
{
	const char *source = getenv("SMSGW_SOURCE");
	const char *name = target_name(argv[0]);
	char folder[4096];
	int i, count = 0;

	puts("1..1");
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
	    source != NULL ? source : ".", name);
	if (argc == 1)
		count = replay(folder);
	for (i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%s 1 %s_stands_%d_kept_inputs\n", count > 0 ? "ok" : "not ok",
	    name, count);
	return count > 0 ? 0 : 1;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a configuration file: its bytes are read once, scanned by ini_scan.c,
 * given to iniparser in a file of memory, and the two results compared.  The
 * only file that includes iniparser, of which it uses loading, the lists of
 * sections and keys, getstring and freeing; iniparser's copies of the values
 * live until then and are not wiped.
 */
#define COMPAT_WANT_GNU
#include "compat.h"

#include "ini.h"

#include <sys/mman.h>

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <iniparser/iniparser.h>

#include "fd.h"
#include "ini_scan.h"
#include "lang.h"
#include "precondition.h"
#include "safefile.h"

/* What iniparser takes for a file and, at most, for a key. */
#define MEMORY_FILE ((size_t)32 * 1024)
#define MEMORY_ITEM ((size_t)256)

static pthread_once_t silence_once = PTHREAD_ONCE_INIT;

static int silence(const char *format, ...) COMPAT_PRINTF(1, 2);

/* Takes iniparser's messages, which would go to stderr and hold values. */
static int
silence(const char *format, ...)
{
	(void)format;
	return 0;
}

static void
silence_iniparser(void)
{
	iniparser_set_error_callback(silence);
}

static void
report(struct problems *problems, const char *path, const char *fix,
    const char *text)
{
	problem_add(problems, PROBLEM_ERROR, "config-unreadable", path, 0, NULL,
	    fix, "%s", text);
}

/*
 * A file of memory with the given bytes, so that iniparser cannot read others
 * than the scan.  A descriptor, or -1 with errno.
 */
static int
memory_file(const char *data, size_t len)
{
	int fd, error;

	fd = memfd_create("smsgw-ini", MFD_CLOEXEC);
	if (fd < 0 || fd_write_all(fd, data, len) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Compares one entry with what iniparser has; 0 or -1. */
static int
compare_entry(const struct ini_entry *entry, const dictionary *dict)
{
	static const char absent[] = "";
	char name[2 * INI_NAME_MAX + 2];
	const char *value;

	snprintf(name, sizeof(name), "%s:%s", entry->section, entry->key);
	value = iniparser_getstring(dict, name, absent);
	if (value == absent || value == NULL)
		return -1;
	return strcmp(value, entry->value) == 0 ? 0 : -1;
}

/* Number of keys that the scan found in a section. */
static int
count_keys(const struct ini *ini, const char *section)
{
	size_t i;
	int count = 0;

	for (i = 0; i < ini->count; i++) {
		/* Each section's name is stored once, so pointers compare. */
		if (ini->entries[i].section == section)
			count++;
	}
	return count;
}

/* Compares the scan with iniparser, adding each difference; 0 or -1. */
static int
compare(
    const struct ini *ini, const dictionary *dict, struct problems *problems)
{
	static const char fix[] =
	    N_("write it in a simpler form, and report this");
	const struct ini_entry *entry;
	const char *name;
	size_t i;
	int result = 0;

	for (i = 0; i < ini->count; i++) {
		entry = &ini->entries[i];
		if (compare_entry(entry, dict) == 0)
			continue;
		problem_add(problems, PROBLEM_ERROR, "config-unreadable",
		    ini->path, entry->line, entry->written, fix,
		    "its value is read differently by iniparser");
		result = -1;
	}
	for (i = 0; i < ini->section_count; i++) {
		name = ini->sections[i].name;
		if (iniparser_getsecnkeys(dict, name) == count_keys(ini, name))
			continue;
		problem_add(problems, PROBLEM_ERROR, "config-unreadable",
		    ini->path, ini->sections[i].line, NULL, fix,
		    "iniparser finds other keys in [%s]", name);
		result = -1;
	}
	if ((size_t)iniparser_getnsec(dict) != ini->section_count) {
		report(problems, ini->path, fix,
		    _("iniparser finds other sections in it"));
		result = -1;
	}
	return result;
}

/*
 * Whether iniparser will have the memory it needs, reckoned generously: it
 * checks few of its allocations and crashes when one of them fails.
 */
static bool
memory_suffices(const struct ini *ini)
{
	size_t items = ini->count + ini->section_count;
	void *probe =
	    malloc(MEMORY_FILE + 4 * ini->text_len + MEMORY_ITEM * items);

	free(probe);
	return probe != NULL;
}

/* Lets iniparser read the bytes behind fd and compares; 0 or -1. */
static int
cross_check(const struct ini *ini, int fd, struct problems *problems)
{
	char path[40];
	dictionary *dict;
	int result;

	if (!memory_suffices(ini)) {
		problem_add_memory(problems, ini->path);
		return -1;
	}
	pthread_once(&silence_once, silence_iniparser);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	dict = iniparser_load(path);
	if (dict == NULL) {
		report(problems, ini->path,
		    access(path, R_OK) == 0 ?
			_("write it in a simpler form, and report this") :
			_("mount /proc"),
		    _("iniparser cannot read it"));
		return -1;
	}
	result = compare(ini, dict, problems);
	iniparser_freedict(dict);
	return result;
}

/* A file without sections, which takes over text; NULL without memory. */
static struct ini *
ini_new(const char *path, char *text, size_t len)
{
	struct ini *ini;
	size_t path_len = strlen(path) + 1;

	ini = calloc(1, sizeof(*ini));
	if (ini == NULL) {
		wipe(text, len);
		free(text);
		return NULL;
	}
	ini->text = text;
	ini->text_len = len;
	ini->lower = malloc(len + 1);
	ini->path = malloc(path_len);
	if (ini->lower == NULL || ini->path == NULL) {
		ini_free(ini);
		return NULL;
	}
	memcpy(ini->path, path, path_len);
	return ini;
}

/* Reads text, which it takes over; as ini_parse(). */
static int
ini_take(const char *path, char *text, size_t len, struct ini **out,
    struct problems *problems)
{
	struct ini *ini;
	int fd = -1, result = -1;

	ini = text == NULL ? NULL : ini_new(path, text, len);
	if (ini == NULL) {
		problem_add_memory(problems, path);
		return -1;
	}
	/* Before the scan, which writes into the text. */
	fd = memory_file(ini->text, len);
	if (fd < 0) {
		problem_add(problems, PROBLEM_ERROR, "memory-file", path, 0,
		    NULL,
		    errno == EFBIG ? N_("allow larger files (ulimit -f)") :
				     N_("allow files of memory (memfd_create)"),
		    "cannot be given to iniparser: %s", lang_errno(errno));
		ini_free(ini);
		return -1;
	}
	if (ini_scan(ini, problems) == 0)
		result = cross_check(ini, fd, problems);
	close(fd);
	*out = ini;
	return result;
}

int
ini_load(const char *path, unsigned rules, struct ini **ini,
    struct problems *problems)
{
	struct buf content;
	struct stat facts;
	size_t len;
	char *text;
	int result;

	require_or_return(path != NULL && ini != NULL, -1);
	*ini = NULL;
	buf_init(&content, INI_FILE_MAX);
	result = safefile_read(path, rules | SAFEFILE_DATA, INI_FILE_MAX,
	    &content, &facts, problems);
	if (result == 0) {
		text = buf_steal(&content, &len);
		result = ini_take(path, text, len, ini, problems);
		if (*ini != NULL)
			(*ini)->facts = facts;
	}
	buf_fini(&content);
	return result;
}

int
ini_parse(const char *path, const void *data, size_t len, struct ini **ini,
    struct problems *problems)
{
	char *text;

	require_or_return(path != NULL && ini != NULL, -1);
	require_or_return(data != NULL || len == 0, -1);
	*ini = NULL;
	if (len > INI_FILE_MAX) {
		report(problems, path, _("make it smaller"), _("is too large"));
		return -1;
	}
	text = malloc(len + 1);
	if (text != NULL) {
		if (len > 0)
			memcpy(text, data, len);
		text[len] = '\0';
	}
	return ini_take(path, text, len, ini, problems);
}

void
ini_free(struct ini *ini)
{
	if (ini == NULL)
		return;
	wipe(ini->text, ini->text_len);
	free(ini->text);
	free(ini->lower);
	free(ini->path);
	free(ini->sections);
	free(ini->entries);
	free(ini);
}

const char *
ini_get(const struct ini *ini, const char *section, const char *key, int *line)
{
	size_t i;

	for (i = 0; i < ini->count; i++) {
		if (strcmp(ini->entries[i].key, key) != 0 ||
		    strcmp(ini->entries[i].section, section) != 0)
			continue;
		if (line != NULL)
			*line = ini->entries[i].line;
		return ini->entries[i].value;
	}
	if (line != NULL)
		*line = 0;
	return NULL;
}

int
ini_section_line(const struct ini *ini, const char *section)
{
	size_t i;

	for (i = 0; i < ini->section_count; i++) {
		if (strcmp(ini->sections[i].name, section) == 0)
			return ini->sections[i].line;
	}
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The choice between the two languages by the environment, and the look-up of
 * translations.  gettext would translate nothing where the system has not
 * installed the locale, as is usual on servers and in containers; so the texts
 * are a table in the program, and the C library's locale is left alone.
 */
#include "lang.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ascii.h"

static const struct lang_entry *lang_entries; /* NULL: English */
static size_t lang_count;

/* The name of the locale that the environment asks for. */
static const char *
wanted_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		value = getenv(names[i]);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "C";
}

/* Whether a locale wants plain output: C, POSIX, or not in UTF-8. */
static bool
is_plain(const char *locale)
{
	const char *charset = strchr(locale, '.');
	char name[16];

	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0 ||
	    strncmp(locale, "C.", 2) == 0)
		return true;
	if (charset == NULL)
		return false;
	snprintf(
	    name, sizeof(name), "%.*s", (int)strcspn(charset, "@"), charset);
	return !ascii_equal(name, ".utf-8") && !ascii_equal(name, ".utf8");
}

/* Whether the name of a locale is of a language: zh, zh_CN.UTF-8, zh-Hans. */
static bool
is_language(const char *name, const char *language)
{
	size_t len = strlen(language);

	return strncmp(name, language, len) == 0 &&
	    (name[len] == '\0' || strchr("_-.@:", name[len]) != NULL);
}

/* Whether the first language of the user's that we speak is Chinese. */
static bool
wants_zh(void)
{
	const char *locale = wanted_locale(), *names = getenv("LANGUAGE");

	if (is_plain(locale))
		return false;
	if (names == NULL || names[0] == '\0')
		names = locale;
	while (*names != '\0') {
		if (is_language(names, "zh"))
			return true;
		if (is_language(names, "en"))
			return false;
		names += strcspn(names, ":");
		names += strspn(names, ":");
	}
	return false;
}

void
lang_use(const struct lang_entry *zh, size_t count)
{
	lang_entries = wants_zh() ? zh : NULL;
	lang_count = count;
}

bool
lang_is_zh(void)
{
	return lang_entries != NULL;
}

static int
compare(const void *text, const void *entry)
{
	return strcmp(text, ((const struct lang_entry *)entry)->text);
}

const char *
lang_text(const char *text)
{
	const struct lang_entry *entry = NULL;

	if (lang_entries != NULL && text != NULL)
		entry = bsearch(text, lang_entries, lang_count,
		    sizeof(*lang_entries), compare);
	return entry != NULL ? entry->zh : text;
}

const char *
lang_plural(const char *one, const char *many, size_t number)
{
	/* Chinese has one form, and it stands with the singular */
	if (lang_is_zh())
		return lang_text(one);
	return number == 1 ? one : many;
}

const char *
lang_pick(const char *en, const char *zh)
{
	return lang_is_zh() && zh != NULL && zh[0] != '\0' ? zh : en;
}

const char *
lang_errno(int error)
{
	static const struct {
		int error;
		const char *text;
	} known[] = {
		{ EACCES, N_("Permission denied") },
		{ EBADF, N_("Bad file descriptor") },
		{ EDQUOT, N_("Disk quota exceeded") },
		{ EEXIST, N_("File exists") },
		{ EFBIG, N_("File too large") },
		{ EIO, N_("Input/output error") },
		{ EISDIR, N_("Is a directory") },
		{ ELOOP, N_("Too many levels of symbolic links") },
		{ EMFILE, N_("Too many open files") },
		{ ENOENT, N_("No such file or directory") },
		{ ENOMEM, N_("Cannot allocate memory") },
		{ ENOSPC, N_("No space left on device") },
		{ ENOTDIR, N_("Not a directory") },
		{ EPERM, N_("Operation not permitted") },
		{ EROFS, N_("Read-only file system") },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(known); i++) {
		if (known[i].error == error)
			return lang_text(known[i].text);
	}
	return strerror(error);
}

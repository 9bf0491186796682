/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Translation by the C library's gettext, behind a switch.  Texts are UTF-8
 * whatever the locale says, and Chinese works where the system has not
 * installed that locale, too.
 */
#include "lang.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#define DOMAIN "smsgw"

static bool lang_on;
static bool lang_zh;

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

/*
 * gettext refuses to translate in a locale that is not installed, as is
 * usual in containers.  A neutral one that always is lets it look for the
 * language by $LANGUAGE.
 */
static void
set_locale(void)
{
	if (setlocale(LC_MESSAGES, "") != NULL)
		return;
	if (setlocale(LC_MESSAGES, "C.UTF-8") != NULL)
		setenv("LANGUAGE", wanted_locale(), 0);
}

void
lang_use(const char *folder)
{
	set_locale();
	bindtextdomain(DOMAIN, folder);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	/* strerror() reads the C library's own catalogue */
	bind_textdomain_codeset("libc", "UTF-8");
	lang_on = true;
	/* TRANSLATORS: not shown; the code of the language of this file */
	lang_zh = strcmp(lang_text("en"), "zh") == 0;
}

bool
lang_is_zh(void)
{
	return lang_zh;
}

const char *
lang_text(const char *text)
{
	/* to gettext "" is the catalogue's own header */
	if (!lang_on || text == NULL || text[0] == '\0')
		return text;
	return dgettext(DOMAIN, text);
}

const char *
lang_plural(const char *one, const char *many, size_t number)
{
	if (!lang_on)
		return number == 1 ? one : many;
	return dngettext(DOMAIN, one, many, number);
}

const char *
lang_pick(const char *en, const char *zh)
{
	return lang_zh && zh != NULL && zh[0] != '\0' ? zh : en;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the dynamic linker says, put into the words of a problem: which
 * library or symbol is missing, and what to do.  What is not recognised is
 * passed on as it came.  The sentences are those of the C library's own
 * messages in English.
 */
#include "loader_module.h"

#include <stdio.h>

#include "buf.h"
#include "lang.h"

#define WORDS_MAX 4096
#define REINSTALL _("install the plugin again, in the build for this machine")

/* Appends text with each occurrence of one string replaced by another. */
static void
add_replaced(
    struct buf *out, const char *text, const char *from, const char *to)
{
	const char *at;

	while ((at = strstr(text, from)) != NULL) {
		buf_add(out, text, (size_t)(at - text));
		buf_puts(out, to);
		text = at + strlen(from);
	}
	buf_puts(out, text);
}

static void
add_error(struct problems *problems, const char *code, const char *path,
    const char *fix, const char *fact, const char *words)
{
	problem_add(problems, PROBLEM_ERROR, code, path, 0, NULL, fix, "%s%s",
	    fact, words);
}

/* "undefined symbol: NAME", perhaps with ", version V" or " (FILE)" */
static void
explain_symbol(const char *path, const char *symbol, struct problems *problems)
{
	problem_add(problems, PROBLEM_ERROR, "plugin-symbol", path, 0, NULL,
	    "ask the vendor of the plugin for one that is linked completely "
	    "(cc -shared -Wl,-z,defs tells it when building)",
	    "uses \"%.*s\", which neither the plugin nor a library of it "
	    "provides",
	    (int)strcspn(symbol, ", "), symbol);
}

/* About the plugin's own file. */
static void
explain_own(const char *path, const char *fact, struct problems *problems)
{
	static const char undefined[] = "undefined symbol: ";
	const char *fix = REINSTALL;

	if (strncmp(fact, undefined, sizeof(undefined) - 1) == 0) {
		explain_symbol(path, fact + sizeof(undefined) - 1, problems);
		return;
	}
	if (strstr(fact, "failed to map segment") != NULL)
		fix = _("mount the file system it lies on without \"noexec\"");
	add_error(problems, "plugin-unreadable", path, fix,
	    _("is damaged or no shared library for this machine: "), fact);
}

/* About a library that the plugin needs, whose name is of the given length. */
static void
explain_library(
    const char *path, const char *words, size_t len, struct problems *problems)
{
	const char *fact = words + len + 2;
	char library[256], text[400], fix[400];

	snprintf(library, sizeof(library), "%.*s", (int)len, words);
	if (strncmp(fact, "cannot open shared object file", 30) == 0) {
		snprintf(text, sizeof(text),
		    _("needs the library %s, which cannot be opened"), library);
		snprintf(fix, sizeof(fix),
		    _("install the package that holds %s"), library);
	} else if (strncmp(fact, "version ", 8) == 0) {
		snprintf(text, sizeof(text), _("needs a newer %s: "), library);
		snprintf(fix, sizeof(fix),
		    _("install a newer version of the library, or a plugin "
		      "built for this system"));
	} else {
		snprintf(text, sizeof(text),
		    _("needs the library %s, which cannot be used: "), library);
		snprintf(fix, sizeof(fix),
		    _("install the package that holds %s again"), library);
	}
	add_error(problems, "plugin-dependency", path, fix, text,
	    strncmp(fact, "cannot open shared object file", 30) == 0 ? "" :
								       fact);
}

void
loader_explain(const char *path, const char *opened_as, const char *words,
    struct problems *problems)
{
	struct buf plain;
	const char *text, *colon;
	size_t len = strlen(path);

	buf_init(&plain, WORDS_MAX);
	add_replaced(&plain, words, opened_as, path);
	text = buf_str(&plain);
	colon = strstr(text, ": ");
	if (strncmp(text, path, len) == 0 && strncmp(text + len, ": ", 2) == 0)
		explain_own(path, text + len + 2, problems);
	else if (colon != NULL && strchr(text, ' ') > colon)
		explain_library(path, text, (size_t)(colon - text), problems);
	else
		add_error(problems, "plugin-unreadable", path, REINSTALL,
		    _("cannot be loaded: "), text);
	buf_fini(&plain);
}

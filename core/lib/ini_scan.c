/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scan of a configuration file.  Its grammar is the part of INI that
 * every version of iniparser reads in the same way: [section], key = value,
 * comments on lines of their own; a value is bare, or in one pair of quotes.
 * No message repeats a value, nor a line that was not understood: either may
 * be a secret.
 */
#include "ini_scan.h"

#include <stdlib.h>

#include "ascii.h"
#include "lang.h"
#include "utf8.h"

#define FIX_UTF8 _("save the file as UTF-8 without a byte order mark")
#define FIX_COMMENT _("put comments on lines of their own")
#define FIX_QUOTES                                                       \
	_("put comments on lines of their own, and a value with quotes " \
	  "into the other kind of quotes")

/* Where a scan gives up: a file like that is none that a person wrote. */
#define ERRORS_MAX ((size_t)100)
#define SECTIONS_MAX ((size_t)1000)

/* The state between two lines. */
struct scan {
	struct ini *ini;
	struct problems *problems;
	size_t refused;
	size_t lower_len;
	int line;
	/* The section that keys belong to; NULL before the first one. */
	const char *section;
	/* The last header was refused: its keys are looked at, not kept. */
	bool in_refused_section;
	/* The rest of the file is not looked at. */
	bool stopped;
};

/* A piece of the text. */
struct piece {
	char *at;
	size_t len;
};

/* Refuses the line, with a constant text. */
static void
refuse(struct scan *scan, const char *key, const char *fix, const char *text)
{
	problem_add(scan->problems, PROBLEM_ERROR, "config-syntax",
	    scan->ini->path, scan->line, key, fix, "%s", text);
	scan->refused++;
}

static struct piece
trim(struct piece piece)
{
	while (piece.len > 0 && ascii_is_blank(piece.at[0])) {
		piece.at++;
		piece.len--;
	}
	while (piece.len > 0 && ascii_is_blank(piece.at[piece.len - 1]))
		piece.len--;
	return piece;
}

static bool
has(struct piece piece, char c)
{
	return memchr(piece.at, c, piece.len) != NULL;
}

/* Whether the line holds a control character other than a tab. */
static bool
has_control(struct piece line)
{
	size_t i;

	for (i = 0; i < line.len; i++) {
		if (ascii_is_control(line.at[i]) && line.at[i] != '\t')
			return true;
	}
	return false;
}

/*
 * Checks what holds for every line, comments too: iniparser gives up on the
 * whole file at a long line or a NUL, and a backslash at the end makes it
 * join the next line, even to a comment.  0 or -1.
 */
static int
check_bytes(struct scan *scan, struct piece line)
{
	if (line.len > INI_LINE_MAX) {
		refuse(scan, NULL,
		    _("make it shorter, or put the value into a file of its "
		      "own"),
		    _("the line is longer than 1000 bytes"));
		return -1;
	}
	if (has(line, '\0')) {
		refuse(scan, NULL, FIX_UTF8, _("the line holds a NUL byte"));
		return -1;
	}
	if (has_control(line)) {
		refuse(scan, NULL, "remove it",
		    _("the line holds a control character"));
		return -1;
	}
	if (!utf8_valid(line.at, line.len)) {
		refuse(scan, NULL, FIX_UTF8, _("the line is not UTF-8"));
		return -1;
	}
	line = trim(line);
	if (line.len > 0 && line.at[line.len - 1] == '\\') {
		refuse(scan, NULL,
		    _("remove the backslash, and write a long value in one "
		      "line"),
		    _("a backslash at the end of a line "
		      "would join it with the next one"));
		return -1;
	}
	return 0;
}

static bool
is_name_char(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

/* Checks the name of a section or key ("section", "key"); 0 or -1. */
static int
check_name(struct scan *scan, const char *what, struct piece name)
{
	size_t i = 0;

	if (name.len > 0 && name.len <= INI_NAME_MAX) {
		while (i < name.len && is_name_char(name.at[i]))
			i++;
		if (i == name.len)
			return 0;
	}
	scan->refused++;
	if (name.len == 0)
		problem_add(scan->problems, PROBLEM_ERROR, "config-syntax",
		    scan->ini->path, scan->line, NULL, "give it a name",
		    "the %s has no name", what);
	else if (name.len > INI_NAME_MAX)
		problem_add(scan->problems, PROBLEM_ERROR, "config-syntax",
		    scan->ini->path, scan->line, NULL, "shorten it",
		    "the name of the %s is longer than %zu bytes", what,
		    INI_NAME_MAX);
	else
		problem_add(scan->problems, PROBLEM_ERROR, "config-syntax",
		    scan->ini->path, scan->line, NULL,
		    "use only letters, digits and the characters _ - .",
		    "the name of the %s has a character that is not allowed, "
		    "at byte %zu of it",
		    what, i + 1);
	return -1;
}

/*
 * Keeps a name in lower case, as iniparser does.  There is always room: each
 * name in the text is followed by at least one byte that is none.
 */
static const char *
keep_lower(struct scan *scan, struct piece name)
{
	char *to = scan->ini->lower + scan->lower_len;
	size_t i;

	for (i = 0; i < name.len; i++)
		to[i] = ascii_lower(name.at[i]);
	to[i] = '\0';
	scan->lower_len += name.len + 1;
	return to;
}

/* Doubles an array when it is full.  The array, or NULL: it stays as it was. */
static void *
grow(struct scan *scan, void *array, size_t count, size_t *size, size_t item)
{
	size_t wanted = *size == 0 ? 16 : *size * 2, bytes;
	void *grown = NULL;

	if (count < *size)
		return array;
	if (size_mul(wanted, item, &bytes) == 0)
		grown = realloc(array, bytes);
	if (grown != NULL) {
		*size = wanted;
	} else {
		problem_add_memory(scan->problems, scan->ini->path);
		scan->refused++;
	}
	return grown;
}

static void
keep_section(struct scan *scan, const char *name)
{
	struct ini *ini = scan->ini;
	struct ini_section *sections;

	if (ini->section_count >= SECTIONS_MAX) {
		refuse(scan, NULL, _("split the file"), _("too many sections"));
		scan->stopped = true;
		return;
	}
	sections = grow(scan, ini->sections, ini->section_count,
	    &ini->section_size, sizeof(*sections));
	if (sections == NULL)
		return;
	ini->sections = sections;
	sections[ini->section_count++] = (struct ini_section){
		.name = name,
		.line = scan->line,
	};
}

static void
scan_section(struct scan *scan, struct piece line)
{
	struct piece name = { line.at + 1, line.len - 1 };
	int first;

	scan->in_refused_section = true;
	if (line.at[line.len - 1] != ']') {
		if (has(line, ']'))
			refuse(scan, NULL, FIX_COMMENT,
			    _("text after the header of a section"));
		else
			refuse(scan, NULL, _("write [NAME]"),
			    _("the header of a section is not closed"));
		return;
	}
	name.len--;
	name = trim(name);
	if (check_name(scan, _("section"), name) != 0)
		return;
	scan->in_refused_section = false;
	scan->section = keep_lower(scan, name);
	first = ini_section_line(scan->ini, scan->section);
	if (first == 0) {
		keep_section(scan, scan->section);
		return;
	}
	problem_add(scan->problems, PROBLEM_ERROR, "config-duplicate",
	    scan->ini->path, scan->line, NULL, "move its keys there",
	    "section [%s] has begun in line %d already", scan->section, first);
	scan->refused++;
}

/*
 * Takes the quotes off a value.  What stands behind the closing quote is lost
 * in iniparser, and versions of it differ about backslashes within.
 */
static int
unquote(struct scan *scan, const char *key, struct piece *value)
{
	char quote = value->at[0];
	char *close = memchr(value->at + 1, quote, value->len - 1);

	if (close == NULL) {
		refuse(scan, key,
		    _("close it, or put the whole value into the "
		      "other kind of quotes"),
		    _("the quote is not closed"));
		return -1;
	}
	if (close != value->at + value->len - 1) {
		refuse(
		    scan, key, FIX_QUOTES, _("text after the closing quote"));
		return -1;
	}
	value->at++;
	value->len -= 2;
	if (has(*value, '\\')) {
		refuse(scan, key,
		    _("leave the quotes out, or give a secret by a file"),
		    _("a backslash within quotes is not read in the "
		      "same way everywhere"));
		return -1;
	}
	return 0;
}

static int
check_value(struct scan *scan, const char *key, struct piece *value)
{
	if (value->len == 0)
		return 0;
	if (value->at[0] == '"' || value->at[0] == '\'')
		return unquote(scan, key, value);
	if (!has(*value, ';') && !has(*value, '#'))
		return 0;
	refuse(scan, key,
	    _("put the value into quotes, or the comment on a line of its own"),
	    _("a ; or # in a value without quotes"));
	return -1;
}

/* Finds the same key of the same section; NULL if there is none. */
static const struct ini_entry *
find_entry(const struct ini *ini, const char *section, const char *key)
{
	size_t i;

	for (i = 0; i < ini->count; i++) {
		if (strcmp(ini->entries[i].key, key) == 0 &&
		    strcmp(ini->entries[i].section, section) == 0)
			return &ini->entries[i];
	}
	return NULL;
}

/* Refuses a key that was given before; 0 when it was not. */
static int
check_duplicate(struct scan *scan, const char *key, const char *written)
{
	const struct ini_entry *first;

	first = find_entry(scan->ini, scan->section, key);
	if (first == NULL)
		return 0;
	scan->refused++;
	if (first->value[0] == '\0')
		problem_add(scan->problems, PROBLEM_ERROR, "config-duplicate",
		    scan->ini->path, scan->line, written,
		    "remove the empty line",
		    "is given in line %d already, and is empty there",
		    first->line);
	else if (strcmp(first->written, written) == 0)
		problem_add(scan->problems, PROBLEM_ERROR, "config-duplicate",
		    scan->ini->path, scan->line, written, "remove one of them",
		    "is given in line %d already", first->line);
	else
		problem_add(scan->problems, PROBLEM_ERROR, "config-duplicate",
		    scan->ini->path, scan->line, written, "remove one of them",
		    "is the same key as %s in line %d: capitals do not count",
		    first->written, first->line);
	return -1;
}

static void
keep_entry(struct scan *scan, struct piece name, struct piece value)
{
	struct ini *ini = scan->ini;
	struct ini_entry *entries;
	const char *key = keep_lower(scan, name);

	if (check_duplicate(scan, key, name.at) != 0)
		return;
	if (ini->count >= INI_KEYS_MAX) {
		refuse(scan, name.at, _("split the file"), _("too many keys"));
		scan->stopped = true;
		return;
	}
	entries =
	    grow(scan, ini->entries, ini->count, &ini->size, sizeof(*entries));
	if (entries == NULL)
		return;
	ini->entries = entries;
	entries[ini->count++] = (struct ini_entry){
		.section = scan->section,
		.key = key,
		.written = name.at,
		.value = value.at,
		.line = scan->line,
	};
}

static void
scan_key(struct scan *scan, struct piece line)
{
	struct piece name = line, value;
	char *equals = memchr(line.at, '=', line.len);

	if (equals == NULL) {
		refuse(scan, NULL,
		    _("write KEY = VALUE, or begin a comment with #"),
		    _("the line is neither a section nor a key with a value"));
		return;
	}
	name.len = (size_t)(equals - line.at);
	name = trim(name);
	if (check_name(scan, _("key"), name) != 0)
		return;
	value.at = equals + 1;
	value.len = (size_t)(line.at + line.len - value.at);
	value = trim(value);
	name.at[name.len] = '\0';
	if (check_value(scan, name.at, &value) != 0)
		return;
	value.at[value.len] = '\0';
	if (scan->in_refused_section)
		return;
	if (scan->section == NULL)
		refuse(scan, name.at,
		    _("put it below the header of its section"),
		    _("stands above the first section"));
	else
		keep_entry(scan, name, value);
}

static void
scan_line(struct scan *scan, struct piece line)
{
	if (check_bytes(scan, line) != 0)
		return;
	line = trim(line);
	if (line.len == 0 || line.at[0] == '#' || line.at[0] == ';')
		return;
	if (line.at[0] == '[')
		scan_section(scan, line);
	else
		scan_key(scan, line);
}

/*
 * Refuses a byte order mark; the bytes to step over.  A file in UTF-16 would
 * fail in every line: the scan stops instead.
 */
static size_t
scan_mark(struct scan *scan)
{
	const struct ini *ini = scan->ini;

	if (ini->text_len >= 3 && memcmp(ini->text, "\xef\xbb\xbf", 3) == 0) {
		refuse(scan, NULL, FIX_UTF8,
		    _("the file begins with a byte order mark"));
		return 3;
	}
	if (ini->text_len >= 2 &&
	    (memcmp(ini->text, "\xff\xfe", 2) == 0 ||
		memcmp(ini->text, "\xfe\xff", 2) == 0)) {
		refuse(scan, NULL, FIX_UTF8, _("the file is UTF-16"));
		scan->stopped = true;
	}
	return 0;
}

/* The line at at, without its end; *next gets where the next one begins. */
static struct piece
take_line(char *at, const char *end, char **next)
{
	char *newline = memchr(at, '\n', (size_t)(end - at));
	struct piece line = { .at = at };

	line.len = (size_t)((newline == NULL ? end : newline) - at);
	*next = at + line.len + (newline == NULL ? 0 : 1);
	if (line.len > 0 && newline != NULL && at[line.len - 1] == '\r')
		line.len--;
	return line;
}

size_t
ini_scan(struct ini *ini, struct problems *problems)
{
	struct scan scan = { .ini = ini, .problems = problems, .line = 1 };
	const char *end = ini->text + ini->text_len;
	char *at = ini->text + scan_mark(&scan);

	while (at < end && !scan.stopped) {
		scan_line(&scan, take_line(at, end, &at));
		scan.line++;
		if (scan.refused < ERRORS_MAX || scan.stopped)
			continue;
		refuse(&scan, NULL, _("correct the errors above first"),
		    _("too many errors: the rest of the file was not read"));
		scan.stopped = true;
	}
	return scan.refused;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes the text of a configuration file: finds the one place to change and
 * leaves every other byte alone.  It knows as much of the grammar as it takes
 * to find a key; ini_parse() has judged the text before, and judges what is
 * made of it afterwards.
 */
#include "iniedit.h"

#include <string.h>

#include "ascii.h"
#include "ini.h"
#include "lang.h"
#include "utf8.h"

/* A part of the text, from its first byte to the one behind its last. */
struct range {
	size_t from;
	size_t to;
};

/* Where a key is, or where it would belong. */
struct place {
	/* The key's whole line and its value; only when found. */
	struct range line;
	struct range value;
	bool found;
	/* The line that has it commented out and empty, "; key ="; or none. */
	struct range offered;
	/*
	 * Behind its last brother, where it is item N of a list; else behind
	 * the last key of the section, or behind its header.
	 */
	size_t insert;
	bool beside_brother;
	bool has_section;
	/* Where "=" stands in a section that aligns it; else 0. */
	size_t column;
	/* The section's last key has no blank before its "=". */
	bool tight;
};

static struct range
trim(const char *text, struct range r)
{
	while (r.from < r.to && ascii_is_blank(text[r.from]))
		r.from++;
	while (r.from < r.to && ascii_is_blank(text[r.to - 1]))
		r.to--;
	return r;
}

/* Whether a part of the text is this name, capitals aside. */
static bool
is_name(const char *text, struct range r, const char *name)
{
	size_t i;

	if (r.to - r.from != strlen(name))
		return false;
	for (i = 0; r.from + i < r.to; i++) {
		if (ascii_lower(text[r.from + i]) != ascii_lower(name[i]))
			return false;
	}
	return true;
}

/* Whether a part of the text is another item, NAME.N, of the key's list. */
static bool
is_brother(const char *text, struct range r, const char *key)
{
	const char *dot = strchr(key, '.');
	size_t i, len;

	len = dot != NULL ? (size_t)(dot - key) + 1 : 0;
	if (len == 0 || r.to - r.from <= len)
		return false;
	for (i = 0; i < len; i++) {
		if (ascii_lower(text[r.from + i]) != ascii_lower(key[i]))
			return false;
	}
	return true;
}

/* The length of the line end that a line, end included, has: 0, 1 or 2. */
static size_t
line_end_len(const char *text, struct range line)
{
	if (line.from == line.to || text[line.to - 1] != '\n')
		return 0;
	return line.to - line.from > 1 && text[line.to - 2] == '\r' ? 2 : 1;
}

/* The line that begins at from, with its end. */
static struct range
line_at(const struct buf *text, size_t from)
{
	struct range line = { from, text->len };
	const char *newline;

	newline = memchr(text->data + from, '\n', text->len - from);
	if (newline != NULL)
		line.to = (size_t)(newline - text->data) + 1;
	return line;
}

/* Where a new key goes, as far as a line with a key, or one offered, says. */
static void
look_for_room(const char *text, struct range line, struct range name,
    const char *key, struct place *place)
{
	bool brother = is_brother(text, name, key);

	if (!brother && place->beside_brother)
		return;
	place->insert = line.to;
	place->beside_brother = brother;
}

/* Looks at a line that is a comment: perhaps it offers a key, "; key =". */
static void
look_at_comment(const char *text, struct range line, struct range body,
    const char *key, struct place *place)
{
	struct range name = { body.from + 1, body.to - 1 };

	if (text[body.from] != ';' || body.to - body.from < 2 ||
	    text[body.to - 1] != '=')
		return;
	name = trim(text, name);
	if (place->offered.to == 0 && is_name(text, name, key))
		place->offered = line;
	look_for_room(text, line, name, key, place);
}

/* Looks at a line of the section that is searched. */
static void
look_at_key(const char *text, struct range line, struct range body,
    const char *key, struct place *place)
{
	struct range name = { body.from, body.from };

	while (name.to < body.to && text[name.to] != '=')
		name.to++;
	if (name.to == body.to)
		return;
	body.from = name.to + 1;
	name = trim(text, name);
	look_for_room(text, line, name, key, place);
	place->tight = name.to + 1 == body.from;
	if (body.from - name.to > 2)
		place->column = body.from - 1 - line.from;
	if (place->found || !is_name(text, name, key))
		return;
	place->found = true;
	place->line = line;
	place->value = trim(text, body);
	/* An empty value: behind one blank after "=", if there is one. */
	if (place->value.from == place->value.to) {
		place->value.from = body.from;
		if (body.from < body.to && ascii_is_blank(text[body.from]))
			place->value.from++;
		place->value.to = place->value.from;
	}
}

/* Finds a key of a section, or the place for it. */
static struct place
find_place(const struct buf *text, const char *section, const char *key)
{
	struct place place = { .found = false };
	struct range line, body, name;
	bool inside = false;
	size_t at;

	for (at = 0; at < text->len; at = line.to) {
		line = line_at(text, at);
		body = line;
		body.to -= line_end_len(text->data, line);
		body = trim(text->data, body);
		if (body.from == body.to || text->data[body.from] == '#')
			continue;
		if (text->data[body.from] == ';') {
			if (inside)
				look_at_comment(
				    text->data, line, body, key, &place);
			continue;
		}
		if (text->data[body.from] != '[') {
			body.to = line.to - line_end_len(text->data, line);
			if (inside)
				look_at_key(
				    text->data, line, body, key, &place);
			continue;
		}
		name.from = body.from + 1;
		name.to = body.to - (body.to > name.from ? 1 : 0);
		inside = is_name(text->data, trim(text->data, name), section);
		if (inside) {
			place.has_section = true;
			place.insert = line.to;
		}
	}
	return place;
}

/* The line end that the text uses. */
static const char *
line_end_of(const struct buf *text)
{
	if (text->len == 0)
		return "\n";
	return line_end_len(text->data, line_at(text, 0)) == 2 ? "\r\n" : "\n";
}

/*
 * Replaces a part of the text.  All of it or, when memory is short, nothing:
 * the new text is made aside.
 */
static int
splice(struct buf *text, struct range part, const struct buf *with,
    const char **reason)
{
	struct buf made;
	int result = -1;

	buf_init(&made, text->max);
	buf_add(&made, buf_str(text), part.from);
	buf_add(&made, buf_str(with), with->len);
	buf_add(&made, buf_str(text) + part.to, text->len - part.to);
	if (made.failed || with->failed || made.len > INI_FILE_MAX) {
		*reason =
		    _("the file would become too large, or memory is short");
		goto out;
	}
	buf_fini(text);
	*text = made;
	buf_init(&made, 0);
	result = 0;
out:
	buf_fini(&made);
	return result;
}

/* Whether a name can be one of a section or key; 0, or -1 with a reason. */
static int
check_name(const char *name, const char **reason)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t len = strlen(name);

	if (len > 0 && len <= INI_NAME_MAX && strspn(name, allowed) == len)
		return 0;
	*reason = _("a name may hold only letters, digits and the characters "
		    "_ - . and no more than 128 of them");
	return -1;
}

/* Appends "key = value" in the manner of the section's other keys. */
static void
add_key(struct buf *out, const char *key, const struct buf *value,
    const struct place *place)
{
	size_t len;

	buf_puts(out, key);
	if (!place->tight) {
		for (len = strlen(key); len + 1 < place->column; len++)
			buf_putc(out, ' ');
		buf_putc(out, ' ');
	}
	buf_putc(out, '=');
	if (value->len > 0 && !place->tight)
		buf_putc(out, ' ');
	buf_add(out, buf_str(value), value->len);
}

/* Adds a key that is missing, and its section where that is missing too. */
static int
insert_key(struct buf *text, const struct place *place, const char *section,
    const char *key, const struct buf *value, const char **reason)
{
	const char *end = line_end_of(text);
	struct range at = { text->len, text->len };
	struct buf added;
	bool unended;
	int result;

	if (place->offered.to > 0)
		at = place->offered;
	else if (place->has_section)
		at.from = at.to = place->insert;
	unended = at.from > 0 && text->data[at.from - 1] != '\n';
	buf_init(&added, INI_FILE_MAX);
	if (unended)
		buf_puts(&added, end);
	if (!place->has_section) {
		if (text->len > 0)
			buf_puts(&added, end);
		buf_printf(&added, "[%s]%s", section, end);
	}
	add_key(&added, key, value, place);
	/* A file whose last line has no end keeps that. */
	if (!unended)
		buf_puts(&added, end);
	result = splice(text, at, &added, reason);
	buf_fini(&added);
	return result;
}

/*
 * Replaces the value of a key that is there.  An "=" at the end of its line
 * gets a blank behind it.
 */
static int
replace_value(struct buf *text, const struct place *place,
    const struct buf *value, const char **reason)
{
	struct buf made;
	int result;

	buf_init(&made, INI_FILE_MAX);
	if (value->len > 0 && text->data[place->value.from - 1] == '=' &&
	    place->value.from == place->value.to && !place->tight)
		buf_putc(&made, ' ');
	buf_add(&made, buf_str(value), value->len);
	result = splice(text, place->value, &made, reason);
	buf_fini(&made);
	return result;
}

int
iniedit_set(struct buf *text, const char *section, const char *key,
    const char *value, const char **reason)
{
	const char *ignored;
	struct place place;
	struct buf quoted;
	int result = -1;

	if (reason == NULL)
		reason = &ignored;
	buf_init(&quoted, INI_LINE_MAX);
	if (check_name(section, reason) != 0 || check_name(key, reason) != 0 ||
	    iniedit_quote(value, &quoted, reason) != 0)
		goto out;
	place = find_place(text, section, key);
	if (place.found)
		result = replace_value(text, &place, &quoted, reason);
	else
		result =
		    insert_key(text, &place, section, key, &quoted, reason);
out:
	buf_fini(&quoted);
	return result;
}

int
iniedit_unset(
    struct buf *text, const char *section, const char *key, const char **reason)
{
	const struct buf nothing = { .data = NULL };
	const char *ignored;
	struct place place;

	if (reason == NULL)
		reason = &ignored;
	place = find_place(text, section, key);
	if (!place.found)
		return 0;
	return splice(text, place.line, &nothing, reason) == 0 ? 1 : -1;
}

/* Checks what no form of a value can carry; 0, or -1 with a reason. */
static int
check_value(const char *value, const char **reason)
{
	size_t i, len = strlen(value);

	*reason = NULL;
	if (len > INI_LINE_MAX)
		*reason = _("the value is too long for a line: "
			    "put it into a file of its own");
	else if (!utf8_valid(value, len))
		*reason = _("the value is not UTF-8");
	for (i = 0; i < len && *reason == NULL; i++) {
		if (value[i] == '\n' || value[i] == '\r')
			*reason = _("the value holds a line break: "
				    "put it into a file of its own");
		else if (ascii_is_control(value[i]) && value[i] != '\t')
			*reason = _("the value holds a control character: "
				    "put it into a file of its own");
	}
	return *reason == NULL ? 0 : -1;
}

/* Whether a value needs no quotes. */
static bool
is_plain(const char *value)
{
	size_t len = strlen(value);

	if (len == 0)
		return true;
	return value[0] != '"' && value[0] != '\'' &&
	    !ascii_is_blank(value[0]) && !ascii_is_blank(value[len - 1]) &&
	    value[len - 1] != '\\' && strpbrk(value, ";#") == NULL;
}

int
iniedit_quote(const char *value, struct buf *out, const char **reason)
{
	const char *ignored, *quote = "";

	if (reason == NULL)
		reason = &ignored;
	if (check_value(value, reason) != 0)
		return -1;
	if (!is_plain(value)) {
		quote = strchr(value, '\'') == NULL ? "'" : "\"";
		if (strchr(value, quote[0]) != NULL ||
		    strchr(value, '\\') != NULL) {
			*reason =
			    _("the value needs quotes and holds both kinds "
			      "of them, or a backslash: put it into a file of "
			      "its own");
			return -1;
		}
	}
	buf_puts(out, quote);
	buf_puts(out, value);
	buf_puts(out, quote);
	if (!out->failed)
		return 0;
	*reason = _("the value is too long for a line, or memory is short");
	return -1;
}

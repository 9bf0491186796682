/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads golden cases.
 */
#include "compat.h"

#include "case_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "gateway", "provider", "routing", "limits",
	"templates", "file", "clock", "message", "open", "request", "shown",
	"response", "result", "push", "reports", "laws", "given" };

/* Whether a line begins a section; then its name and argument. */
static bool
is_heading(const char *line, size_t len, struct case_section *section)
{
	size_t i, name_len;

	if (len < 3 || line[0] != '[' || line[len - 1] != ']')
		return false;
	for (i = 0; i < ARRAY_LEN(names); i++) {
		name_len = strlen(names[i]);
		if (strncmp(line + 1, names[i], name_len) != 0 ||
		    (line[1 + name_len] != ']' && line[1 + name_len] != ' '))
			continue;
		memset(section, 0, sizeof(*section));
		snprintf(section->name, sizeof(section->name), "%s", names[i]);
		if (line[1 + name_len] == ' ')
			snprintf(section->argument, sizeof(section->argument),
			    "%.*s", (int)(len - name_len - 3),
			    line + name_len + 2);
		return true;
	}
	return false;
}

int
case_file_add(const char *path, struct buf *out)
{
	char chunk[4096];
	FILE *file = fopen(path, "r");
	size_t n;

	if (file == NULL)
		return -1;
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		(void)buf_add(out, chunk, n);
	fclose(file);
	return out->failed ? -1 : 0;
}

/* Ends the present section at a place in the text. */
static int
finish(struct case_file *file, const char *start, const char *end)
{
	struct case_section *section;

	if (file->count == 0)
		return 0;
	section = &file->sections[file->count - 1];
	while (end > start && end[-1] == '\n')
		end--;
	section->text = strndup(start, (size_t)(end - start));
	return section->text != NULL ? 0 : -1;
}

int
case_file_read(const char *path, struct case_file *file, struct buf *report)
{
	struct case_section found;
	const char *line, *start, *end;
	struct buf all;
	int rc = -1;

	memset(file, 0, sizeof(*file));
	buf_init(&all, (size_t)1024 * 1024);
	if (case_file_add(path, &all) != 0) {
		(void)buf_printf(report, "%s cannot be read\n", path);
		goto out;
	}
	start = buf_str(&all);
	for (line = start; *line != '\0'; line = *end != '\0' ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		if (!is_heading(line, (size_t)(end - line), &found))
			continue;
		if (finish(file, start, line) != 0 ||
		    file->count == CASE_SECTIONS_MAX)
			goto out;
		file->sections[file->count++] = found;
		start = *end != '\0' ? end + 1 : end;
	}
	rc = finish(file, start, line);
out:
	buf_fini(&all);
	return rc;
}

void
case_file_free(struct case_file *file)
{
	size_t i;

	for (i = 0; i < file->count; i++)
		free(file->sections[i].text);
	file->count = 0;
}

const struct case_section *
case_file_nth(const struct case_file *file, const char *name, size_t index)
{
	size_t i;

	for (i = 0; i < file->count; i++)
		if (strcmp(file->sections[i].name, name) == 0 && index-- == 0)
			return &file->sections[i];
	return NULL;
}

const char *
case_file_get(const struct case_file *file, const char *name)
{
	const struct case_section *section = case_file_nth(file, name, 0);

	return section != NULL ? section->text : NULL;
}

/* Undoes \n, \r, \t and \\ in place. */
static char *
unescape(char *text)
{
	static const char from[] = "nrt\\", to[] = "\n\r\t\\";
	char *in, *out = text;
	const char *at;

	for (in = text; *in != '\0'; in++) {
		at = *in == '\\' && in[1] != '\0' ? strchr(from, in[1]) : NULL;
		if (at != NULL)
			in++;
		*out++ = at != NULL ? to[at - from] : *in;
	}
	*out = '\0';
	return text;
}

char *
case_value(const char *text, const char *key, size_t index)
{
	size_t len, key_len = strlen(key);
	const char *value;
	char *copy;

	while (text != NULL && *text != '\0') {
		len = strcspn(text, "\n");
		value = text + key_len;
		if (strncmp(text, key, key_len) == 0 &&
		    strncmp(value, " = ", 3) == 0 && index-- == 0) {
			copy = strndup(value + 3, len - key_len - 3);
			return copy != NULL ? unescape(copy) : NULL;
		}
		text += len;
		text += *text == '\n';
	}
	return NULL;
}

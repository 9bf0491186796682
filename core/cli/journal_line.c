/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing and reading the lines of a journal.
 */
#include "journal_line.h"

#include <stdio.h>

#include "utf8.h"
#include "value.h"

/* FNV-1a: finds a line that was cut or spoiled; nobody is kept out by it. */
static uint32_t
checksum(const char *data, size_t len)
{
	uint32_t sum = 2166136261u;
	size_t i;

	for (i = 0; i < len; i++)
		sum = (sum ^ (unsigned char)data[i]) * 16777619u;
	return sum;
}

void
journal_line_add(struct buf *out, const char *text, size_t max)
{
	(void)utf8_escape(text, strlen(text), max, out);
	(void)buf_putc(out, '\t');
}

void
journal_line_number(struct buf *out, int64_t number)
{
	(void)buf_printf(out, "%lld\t", (long long)number);
}

void
journal_line_end(struct buf *out, size_t start)
{
	if (!out->failed)
		(void)buf_printf(out, "%08x\n",
		    checksum(buf_str(out) + start, out->len - start));
}

int
journal_line_split(char *text, struct journal_line *line)
{
	char sum[16], *tab = strrchr(text, '\t');

	line->count = 0;
	if (tab == NULL)
		return -1;
	(void)snprintf(
	    sum, sizeof(sum), "%08x", checksum(text, (size_t)(tab + 1 - text)));
	if (strcmp(sum, tab + 1) != 0)
		return -1;
	for (; text <= tab; text = strchr(text, '\0') + 1) {
		if (line->count == JOURNAL_FIELDS_MAX)
			return -1;
		line->fields[line->count++] = text;
		*strchr(text, '\t') = '\0';
	}
	return 0;
}

int64_t
journal_line_int(const struct journal_line *line, size_t field)
{
	const char *expected;
	int64_t number;

	if (field >= line->count ||
	    value_int(line->fields[field], 0, INT64_MAX, &number, &expected) !=
		0)
		return -1;
	return number;
}

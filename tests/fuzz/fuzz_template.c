/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes templates: the first line is one, the rest a text.  What can be named
 * can be rendered; a text that fits gives arguments which, put in, give that
 * very text again.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "buf.h"
#include "template.h"

#define NAMES_MAX 64

struct found {
	struct {
		char name[TEMPLATE_NAME_SIZE];
		size_t len;
		char *value;
	} items[NAMES_MAX];
	size_t count;
};

/* Keeps an argument; what is too much is left out. */
static int
keep(void *arg, const char *name, size_t name_len, const char *value,
    size_t value_len)
{
	struct found *found = arg;

	fuzz_require(value_len > 0);
	if (found->count == NAMES_MAX || name_len >= TEMPLATE_NAME_SIZE)
		return 1;
	memcpy(found->items[found->count].name, name, name_len);
	found->items[found->count].len = name_len;
	found->items[found->count++].value =
	    fuzz_rest((const uint8_t *)value, value_len);
	return 0;
}

static int
look_up(void *arg, const char *expr, size_t len, struct buf *out)
{
	const struct found *found = arg;
	size_t i;

	for (i = 0; i < found->count; i++)
		if (found->items[i].len == len &&
		    memcmp(found->items[i].name, expr, len) == 0)
			return buf_puts(out, found->items[i].value);
	return -1;
}

static int
echo(void *arg, const char *expr, size_t len, struct buf *out)
{
	(void)arg;
	return buf_add(out, expr, len);
}

static int
count(void *arg, const char *expr, size_t len)
{
	(void)expr;
	(void)len;
	(*(size_t *)arg)++;
	return 0;
}

static void
match(const char *tpl, const char *text)
{
	struct found found = { .count = 0 };
	struct template_error error;
	struct buf out;

	buf_init(&out, (size_t)1024 * 1024);
	if (template_match(tpl, text, NULL, keep, &found) == 0) {
		fuzz_require(
		    template_render(tpl, look_up, &found, &out, &error) == 0);
		fuzz_require(strcmp(buf_str(&out), text) == 0);
	}
	while (found.count > 0)
		free(found.items[--found.count].value);
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *tpl = fuzz_line(&data, &size), *text = fuzz_rest(data, size);
	struct template_error error;
	struct buf out;
	size_t names = 0;

	buf_init(&out, (size_t)1024 * 1024);
	if (template_names(tpl, count, &names, &error) == 0)
		fuzz_require(
		    template_render(tpl, echo, NULL, &out, &error) == 0);
	else
		fuzz_require(error.offset <= strlen(tpl) &&
		    error.reason != NULL && out.len == 0);
	match(tpl, text);
	buf_fini(&out);
	free(tpl);
	free(text);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of what is wrong with a configuration: growing, sorting and
 * printing it.  When memory runs out the list says so itself, as its last
 * problem, so that no error is lost in silence.
 */
#include "problem.h"

#include <limits.h>
#include <stdlib.h>

#include "lang.h"
#include "precondition.h"
#include "utf8.h"

/* A text is cut here; paths and keys come on top of it. */
#define PROBLEM_TEXT_MAX 4096

#define FIX_MEMORY N_("free some memory and run this again")

static char lost_code[] = "no-memory";
static char lost_text[] = "out of memory: some problems could not be recorded";
static char lost_fix[] = FIX_MEMORY;

/* Stands for everything that could not be recorded. */
static const struct problem lost = {
	.level = PROBLEM_ERROR,
	.code = lost_code,
	.text = lost_text,
	.fix = lost_fix,
};

void
problems_init(struct problems *list)
{
	*list = (struct problems){ .items = NULL };
}

static void
problem_fini(struct problem *problem)
{
	free(problem->code);
	free(problem->file);
	free(problem->key);
	free(problem->gateway);
	free(problem->text);
	free(problem->fix);
}

void
problems_fini(struct problems *list)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = 0; i < list->count; i++)
		problem_fini(&list->items[i]);
	free(list->items);
	problems_init(list);
}

/* Makes room for more problems; 0 or -1. */
static int
problems_reserve(struct problems *list, size_t more)
{
	struct problem *items;
	size_t size, bytes;

	if (size_add(list->count, more, &size) != 0)
		return -1;
	if (size <= list->size)
		return 0;
	if (size < list->size * 2)
		size = list->size * 2;
	if (size < 8)
		size = 8;
	if (size_mul(size, sizeof(*items), &bytes) != 0)
		return -1;
	items = realloc(list->items, bytes);
	if (items == NULL)
		return -1;
	list->items = items;
	list->size = size;
	return 0;
}

/* Copies a string that may be NULL; 0 or -1. */
static int
copy_string(char **to, const char *from)
{
	size_t len;

	*to = NULL;
	if (from == NULL)
		return 0;
	len = strlen(from) + 1;
	*to = malloc(len);
	if (*to == NULL)
		return -1;
	memcpy(*to, from, len);
	return 0;
}

static char *format_text(const char *fmt, va_list ap) COMPAT_PRINTF(1, 0);

/* Makes the text of a problem; NULL when memory is short. */
static char *
format_text(const char *fmt, va_list ap)
{
	struct buf text;
	char *stolen;

	buf_init(&text, PROBLEM_TEXT_MAX + 2 * (size_t)PATH_MAX);
	if (buf_vprintf(&text, fmt, ap) != 0) {
		buf_fini(&text);
		return NULL;
	}
	stolen = buf_steal(&text, NULL);
	buf_fini(&text);
	return stolen;
}

void
problem_add(struct problems *list, int level, const char *code,
    const char *file, int line, const char *key, const char *fix,
    const char *fmt, ...)
{
	struct problem problem = { .level = level, .line = line };
	va_list ap;

	require_or_return_void(fmt != NULL);
	if (list == NULL)
		return;
	va_start(ap, fmt);
	problem.text = format_text(lang_text(fmt), ap);
	va_end(ap);
	if (problem.text == NULL || copy_string(&problem.code, code) != 0 ||
	    copy_string(&problem.file, file) != 0 ||
	    copy_string(&problem.key, key) != 0 ||
	    copy_string(&problem.fix, lang_text(fix)) != 0 ||
	    problems_reserve(list, 1) != 0) {
		problem_fini(&problem);
		list->out_of_memory = 1;
		return;
	}
	list->items[list->count++] = problem;
}

void
problem_add_memory(struct problems *list, const char *file)
{
	problem_add(list, PROBLEM_ERROR, "no-memory", file, 0, NULL, FIX_MEMORY,
	    "out of memory");
}

void
problems_set_gateway(struct problems *list, size_t first, const char *gateway)
{
	size_t i;

	if (list == NULL)
		return;
	for (i = first; i < list->count; i++) {
		if (list->items[i].gateway == NULL &&
		    copy_string(&list->items[i].gateway, gateway) != 0)
			list->out_of_memory = 1;
	}
}

void
problems_set_place(struct problems *list, size_t first, const char *file,
    int line, const char *key)
{
	struct problem *problem;
	size_t i;

	if (list == NULL)
		return;
	for (i = first; i < list->count; i++) {
		problem = &list->items[i];
		if (problem->file != NULL)
			continue;
		problem->line = line;
		if (copy_string(&problem->file, file) != 0 ||
		    (problem->key == NULL &&
			copy_string(&problem->key, key) != 0))
			list->out_of_memory = 1;
	}
}

size_t
problems_count(const struct problems *list)
{
	return list->count + (list->out_of_memory ? 1 : 0);
}

size_t
problems_errors(const struct problems *list)
{
	size_t i, errors;

	errors = list->out_of_memory ? 1 : 0;
	for (i = 0; i < list->count; i++) {
		if (list->items[i].level == PROBLEM_ERROR)
			errors++;
	}
	return errors;
}

bool
problems_lack_memory(const struct problems *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (list->items[i].code != NULL &&
		    strcmp(list->items[i].code, lost_code) == 0)
			return true;
	}
	return list->out_of_memory != 0;
}

const struct problem *
problems_get(const struct problems *list, size_t i)
{
	if (i < list->count)
		return &list->items[i];
	if (i == list->count && list->out_of_memory)
		return &lost;
	return NULL;
}

/* Appends a string that may come from anywhere. */
static void
add_printable(struct buf *out, const char *s)
{
	utf8_escape(s, strlen(s), 0, out);
}

int
problem_format_fact(const struct problem *problem, struct buf *out)
{
	if (problem->file != NULL) {
		add_printable(out, problem->file);
		if (problem->line > 0)
			buf_printf(out, ":%d", problem->line);
		buf_puts(out, ": ");
	} else if (problem->gateway != NULL) {
		buf_puts(out, _("gateway"));
		buf_puts(out, " \"");
		add_printable(out, problem->gateway);
		buf_puts(out, "\": ");
	}
	if (problem->key != NULL) {
		add_printable(out, problem->key);
		buf_puts(out, ": ");
	}
	add_printable(out, problem->text);
	return out->failed ? -1 : 0;
}

int
problem_format(const struct problem *problem, struct buf *out)
{
	(void)problem_format_fact(problem, out);
	if (problem->fix != NULL) {
		buf_puts(out, _("; "));
		add_printable(out, problem->fix);
	}
	return out->failed ? -1 : 0;
}

/* The order of the list: by file, those without one first, then by line. */
static int
problem_compare(const struct problem *a, const struct problem *b)
{
	int order;

	if (a->file == NULL || b->file == NULL)
		order = (a->file != NULL) - (b->file != NULL);
	else
		order = strcmp(a->file, b->file);
	if (order != 0)
		return order;
	return (a->line > b->line) - (a->line < b->line);
}

/* Merges two sorted neighbours, [from, middle) and [middle, end), into to. */
static void
merge(const struct problem *items, struct problem *to, size_t from,
    size_t middle, size_t end)
{
	size_t left = from, right = middle, i;

	for (i = from; i < end; i++) {
		if (left < middle &&
		    (right >= end ||
			problem_compare(&items[left], &items[right]) <= 0))
			to[i] = items[left++];
		else
			to[i] = items[right++];
	}
}

/*
 * A merge sort, because qsort() does not keep the order of equals; without
 * memory for it the list stays as it is, which loses nothing.
 */
void
problems_sort(struct problems *list)
{
	struct problem *from, *to, *swap;
	size_t width, i, middle, end;

	if (list->count < 2)
		return;
	from = list->items;
	to = calloc(list->size, sizeof(*to));
	if (to == NULL)
		return;
	for (width = 1; width < list->count; width *= 2) {
		for (i = 0; i < list->count; i = end) {
			middle =
			    i + width < list->count ? i + width : list->count;
			end = middle + width < list->count ? middle + width :
							     list->count;
			merge(from, to, i, middle, end);
		}
		swap = from;
		from = to;
		to = swap;
	}
	list->items = from;
	free(to);
}

void
problems_move(struct problems *to, struct problems *from)
{
	size_t i;

	if (from->count > 0 && problems_reserve(to, from->count) != 0) {
		to->out_of_memory = 1;
		problems_fini(from);
		return;
	}
	for (i = 0; i < from->count; i++)
		to->items[to->count++] = from->items[i];
	from->count = 0;
	if (from->out_of_memory)
		to->out_of_memory = 1;
	problems_fini(from);
}

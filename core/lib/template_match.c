/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates read backwards.  A template is texts with names between them:
 * each text is placed as early as it can be, and as late as it can be; only
 * where both come to the same is the reading the only one, and believed.
 */
#include "template.h"

#include "arena.h"
#include "buf.h"
#include "precondition.h"
#include "template_walk.h"

#define MATCH_MEMORY ((size_t)1 << 20)

struct slice {
	const char *s;
	size_t len;
};

/* text[0] name[0] text[1] name[1] … text[names] */
struct pattern {
	struct slice *text, *name;
	size_t names;
	size_t *early, *late; /* where text[i] stands, by both placings */
};

static int
count_name(void *arg, const char *expr, size_t len)
{
	size_t *count = arg;

	(void)expr;
	(void)len;
	(*count)++;
	return 0;
}

static int
pattern_alloc(struct pattern *p, size_t names, struct arena *memory)
{
	p->text = arena_calloc(memory, names + 1, sizeof(*p->text));
	p->name = arena_calloc(memory, names + 1, sizeof(*p->name));
	p->early = arena_calloc(memory, names + 1, sizeof(*p->early));
	p->late = arena_calloc(memory, names + 1, sizeof(*p->late));
	return memory->failed ? -1 : 0;
}

/* Ends the text that has been gathered; it is the one in front of a name. */
static int
end_text(struct pattern *p, struct buf *text, struct arena *memory)
{
	struct slice *t = &p->text[p->names];

	t->len = text->len;
	t->s = arena_memdup(memory, buf_str(text), text->len);
	if (text->failed || t->s == NULL)
		return -1;
	buf_reset(text);
	return 0;
}

/* Takes a piece into the pattern; -1 when memory ran out. */
static int
pattern_add(struct pattern *p, const struct template_piece *piece,
    template_lookup *fixed, void *arg, struct buf *text, struct arena *memory)
{
	size_t before = text->len;

	if (piece->kind == TEMPLATE_TEXT)
		return buf_add(text, piece->s, piece->len);
	if (piece->kind == TEMPLATE_NAME && fixed != NULL) {
		if (fixed(arg, piece->s, piece->len, text) == 0)
			return text->failed ? -1 : 0;
		buf_truncate(text, before);
	}
	if (end_text(p, text, memory) != 0)
		return -1;
	if (piece->kind == TEMPLATE_END)
		return 0;
	p->name[p->names] = (struct slice){ piece->s, piece->len };
	p->names++;
	return 0;
}

/* Makes the pattern of a template; -1 when it is broken or memory ran out. */
static int
pattern_read(struct pattern *p, const char *tpl, template_lookup *fixed,
    void *arg, struct arena *memory)
{
	struct template_piece piece;
	struct buf text;
	size_t pos = 0, count = 0;
	int rc = -1;

	*p = (struct pattern){ 0 };
	buf_init(&text, MATCH_MEMORY);
	if (template_names(tpl, count_name, &count, NULL) != 0 ||
	    pattern_alloc(p, count, memory) != 0)
		goto out;
	do {
		if (template_walk(tpl, &pos, &piece) != NULL ||
		    pattern_add(p, &piece, fixed, arg, &text, memory) != 0)
			goto out;
	} while (piece.kind != TEMPLATE_END);
	rc = 0;
out:
	buf_fini(&text);
	return rc;
}

static bool
stands_at(struct slice text, size_t at, struct slice part)
{
	return part.len <= text.len && at <= text.len - part.len &&
	    memcmp(text.s + at, part.s, part.len) == 0;
}

/* Places the inner texts from the front, each at its first chance. */
static bool
place_early(struct pattern *p, struct slice text)
{
	size_t i, at = p->text[0].len;

	for (i = 1; i < p->names; i++) {
		at++; /* an argument is not empty */
		while (at < text.len && !stands_at(text, at, p->text[i]))
			at++;
		if (at >= text.len)
			return false;
		p->early[i] = at;
		at += p->text[i].len;
	}
	return at < text.len - p->text[p->names].len;
}

/* Places them from the end; place_early has shown that they have a place. */
static void
place_late(struct pattern *p, struct slice text)
{
	size_t i, at = text.len - p->text[p->names].len;

	for (i = p->names - 1; i > 0; i--) {
		at -= 1 + p->text[i].len;
		while (at > 0 && !stands_at(text, at, p->text[i]))
			at--;
		p->late[i] = at;
	}
}

/* Places all texts; -1 when they fit in no way or in more than one. */
static int
pattern_place(struct pattern *p, struct slice text)
{
	const struct slice *last = &p->text[p->names];
	size_t i;

	for (i = 1; i < p->names; i++)
		if (p->text[i].len == 0)
			return -1;
	if (!stands_at(text, 0, p->text[0]) || last->len > text.len ||
	    !stands_at(text, text.len - last->len, *last) ||
	    !place_early(p, text))
		return -1;
	place_late(p, text);
	for (i = 1; i < p->names; i++)
		if (p->early[i] != p->late[i])
			return -1;
	p->early[p->names] = text.len - last->len;
	return 0;
}

static struct slice
argument(const struct pattern *p, struct slice text, size_t i)
{
	size_t start = p->early[i] + p->text[i].len;

	return (struct slice){ text.s + start, p->early[i + 1] - start };
}

static bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

/* The first use of the same name; itself when it is the first. */
static size_t
first_use(const struct pattern *p, size_t name)
{
	size_t i = 0;

	while (!slice_equal(p->name[i], p->name[name]))
		i++;
	return i;
}

static int
tell_arguments(const struct pattern *p, struct slice text,
    template_value *value, void *arg)
{
	struct slice found;
	size_t i;
	int rc;

	for (i = 0; i < p->names; i++)
		if (!slice_equal(argument(p, text, i),
			argument(p, text, first_use(p, i))))
			return -1;
	for (i = 0; i < p->names; i++) {
		if (first_use(p, i) != i)
			continue;
		found = argument(p, text, i);
		rc = value(
		    arg, p->name[i].s, p->name[i].len, found.s, found.len);
		if (rc != 0)
			return rc;
	}
	return 0;
}

int
template_match(const char *tpl, const char *text, template_lookup *fixed,
    template_value *value, void *arg)
{
	struct slice whole;
	struct pattern p;
	struct arena memory;
	int rc = -1;

	require_or_return(tpl != NULL && text != NULL && value != NULL, -1);
	arena_init(&memory, MATCH_MEMORY);
	whole = (struct slice){ text, strlen(text) };
	if (pattern_read(&p, tpl, fixed, arg, &memory) != 0)
		goto out;
	if (p.names == 0)
		rc = slice_equal(whole, p.text[0]) ? 0 : -1;
	else if (pattern_place(&p, whole) == 0)
		rc = tell_arguments(&p, whole, value, arg);
out:
	arena_fini(&memory);
	return rc;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling in and listing: one walk over the template, which hands out plain
 * runs and expressions in turn.
 */
#include "template.h"

#include "buf.h"
#include "lang.h"
#include "precondition.h"
#include "template_walk.h"
#include "utf8.h"

static const char unknown_name[] = N_("unknown name");

static void
set_error(struct template_error *err, size_t offset, const char *reason,
    const struct template_piece *piece)
{
	struct buf name;

	if (err == NULL)
		return;
	*err = (struct template_error){
		.offset = offset,
		.reason = lang_text(reason),
		.unknown = reason == unknown_name,
	};
	if (piece == NULL || piece->len == 0)
		return;
	buf_init(&name, sizeof(err->name) - 1);
	if (utf8_escape(piece->s, piece->len, sizeof(err->name) - 1, &name) ==
	    0)
		memcpy(err->name, buf_str(&name), name.len + 1);
	buf_fini(&name);
}

const char *
template_walk(const char *tpl, size_t *pos, struct template_piece *piece)
{
	const char *s = tpl + *pos, *end;

	*piece = (struct template_piece){ .s = s };
	if (strncmp(s, "${", 2) == 0) {
		piece->kind = TEMPLATE_NAME;
		end = strchr(s, '}');
		piece->s = s + 2;
		piece->len =
		    end != NULL ? (size_t)(end - s) - 2 : strlen(s + 2);
		if (end == NULL)
			return _("${ without a }");
		*pos += piece->len + 3;
		return piece->len > 0 ? NULL : _("empty name");
	}
	if (*s == '\0') {
		piece->kind = TEMPLATE_END;
		return NULL;
	}
	piece->kind = TEMPLATE_TEXT;
	piece->len = *s == '$' ? 1 : strcspn(s, "$");
	*pos += strncmp(s, "$$", 2) == 0 ? 2 : piece->len;
	return NULL;
}

/* Appends one piece; NULL, or what is wrong with it. */
static const char *
render_piece(const struct template_piece *piece, template_lookup *lookup,
    void *arg, struct buf *out)
{
	if (piece->kind == TEMPLATE_TEXT)
		(void)buf_add(out, piece->s, piece->len);
	else if (lookup(arg, piece->s, piece->len, out) != 0 && !out->failed)
		return unknown_name;
	return out->failed ? _("the text is too long, or memory ran out") :
			     NULL;
}

int
template_render(const char *tpl, template_lookup *lookup, void *arg,
    struct buf *out, struct template_error *err)
{
	struct template_piece piece;
	const char *reason;
	size_t before, start, pos = 0;

	require_or_return(tpl != NULL && lookup != NULL && out != NULL, -1);
	before = out->len;
	for (;;) {
		start = pos;
		reason = template_walk(tpl, &pos, &piece);
		if (reason == NULL && piece.kind == TEMPLATE_END)
			return 0;
		if (reason == NULL)
			reason = render_piece(&piece, lookup, arg, out);
		if (reason != NULL)
			break;
	}
	if (piece.kind != TEMPLATE_NAME)
		piece.len = 0;
	set_error(err, start, reason, &piece);
	buf_truncate(out, before);
	return -1;
}

int
template_names(
    const char *tpl, template_name *name, void *arg, struct template_error *err)
{
	struct template_piece piece;
	const char *reason;
	size_t start, pos = 0;
	int rc;

	require_or_return(tpl != NULL && name != NULL, -1);
	for (;;) {
		start = pos;
		reason = template_walk(tpl, &pos, &piece);
		if (reason != NULL) {
			set_error(err, start, reason, &piece);
			return -1;
		}
		if (piece.kind == TEMPLATE_END)
			return 0;
		if (piece.kind != TEMPLATE_NAME)
			continue;
		rc = name(arg, piece.s, piece.len);
		if (rc != 0)
			return rc;
	}
}

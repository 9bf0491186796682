/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request for a person to read, as a dry run shows it: what is flagged
 * SECRET as ****, everything else through the mask, and nothing that a
 * terminal would obey.
 */
#include "request.h"

#include <string.h>

#include "encode.h"
#include "precondition.h"
#include "utf8.h"

#define SECRET_SHOWN "****"
#define PIECE_MAX ((size_t)1024 * 1024)

/*
 * Appends what is masked and escaped; the line breaks of `text` stay when it
 * may have several lines.  It is masked as a whole, because a secret may have
 * lines of its own.
 */
static void
show_masked(struct redact *mask, const char *text, bool lines, struct buf *out)
{
	const char *line, *end;
	struct buf masked;

	buf_init(&masked, PIECE_MAX);
	if (mask == NULL)
		(void)buf_puts(&masked, text);
	else
		(void)redact_text(mask, text, &masked);
	if (masked.failed)
		out->failed = true;
	line = buf_str(&masked);
	for (end = strchr(line, '\n'); lines && end != NULL;
	     end = strchr(line, '\n')) {
		(void)utf8_escape(line, (size_t)(end - line), 0, out);
		(void)buf_putc(out, '\n');
		line = end + 1;
	}
	(void)utf8_escape(line, strlen(line), 0, out);
	buf_fini(&masked);
}

static void
show_piece(struct redact *mask, const char *text, struct buf *out)
{
	show_masked(mask, text, false, out);
}

static void
show_text(struct redact *mask, const char *text, struct buf *out)
{
	size_t len = strlen(text);

	show_masked(mask, text, true, out);
	if (len == 0 || text[len - 1] != '\n')
		(void)buf_putc(out, '\n');
}

static void
show_value(
    struct redact *mask, const struct request_pair *pair, struct buf *out)
{
	struct buf encoded;

	if (pair->flags & SMSGW_SECRET) {
		(void)buf_puts(out, SECRET_SHOWN);
	} else if (utf8_valid(pair->value, strlen(pair->value))) {
		show_piece(mask, pair->value, out);
	} else {
		/* of another character set: as it is sent */
		buf_init(&encoded, PIECE_MAX);
		(void)encode_url_to(&encoded, pair->value, strlen(pair->value));
		if (encoded.failed)
			out->failed = true;
		show_piece(mask, buf_str(&encoded), out);
		buf_fini(&encoded);
	}
}

/* The URL as sent, but for its secret parameters. */
static void
show_url(struct request *r, struct redact *mask, struct buf *out)
{
	const struct request_pair *pair;
	struct buf url;
	size_t i;

	buf_init(&url, PIECE_MAX);
	(void)buf_puts(&url, r->url);
	for (i = 0; i < r->queries.count; i++) {
		pair = &r->queries.items[i];
		(void)buf_putc(
		    &url, i > 0 || strchr(r->url, '?') != NULL ? '&' : '?');
		(void)encode_url_to(&url, pair->name, strlen(pair->name));
		(void)buf_putc(&url, '=');
		if (pair->flags & SMSGW_SECRET)
			(void)buf_puts(&url, SECRET_SHOWN);
		else
			(void)encode_url_to(
			    &url, pair->value, strlen(pair->value));
	}
	if (url.failed)
		out->failed = true;
	show_piece(mask, buf_str(&url), out);
	buf_fini(&url);
}

static void
show_form(struct request *r, struct redact *mask, struct buf *out)
{
	const struct request_pair *pair;
	size_t i;

	for (i = 0; i < r->forms.count; i++) {
		pair = &r->forms.items[i];
		show_piece(mask, pair->name, out);
		(void)buf_puts(out, " = ");
		show_value(mask, pair, out);
		(void)buf_putc(out, '\n');
	}
}

static void
show_body(struct request *r, struct redact *mask, struct buf *out)
{
	if (r->forms.count > 0)
		show_form(r, mask, out);
	else if (r->view != NULL)
		show_text(mask, r->view, out);
	else if (r->body_flags & SMSGW_SECRET)
		(void)buf_puts(out, SECRET_SHOWN "\n");
	else if (memchr(r->body, '\0', r->body_len) != NULL ||
	    !utf8_valid(r->body, r->body_len))
		(void)buf_printf(
		    out, "(%zu bytes that are no UTF-8)\n", r->body_len);
	else
		show_text(mask, r->body, out);
}

int
request_show(struct request *r, struct redact *mask, struct buf *out)
{
	const struct request_pair *pair;
	size_t i;

	require_or_return(r != NULL && out != NULL, -1);
	show_piece(NULL, r->method, out);
	(void)buf_putc(out, ' ');
	show_url(r, mask, out);
	(void)buf_putc(out, '\n');
	for (i = 0; (pair = request_header(r, i)) != NULL; i++) {
		show_piece(NULL, pair->name, out);
		(void)buf_puts(out, ": ");
		show_value(mask, pair, out);
		(void)buf_putc(out, '\n');
	}
	if (r->forms.count > 0 || r->body_len > 0) {
		(void)buf_putc(out, '\n');
		show_body(r, mask, out);
	}
	return out->failed ? -1 : 0;
}

static int
hide_pairs(const struct request_pairs *pairs, struct redact *redact)
{
	size_t i;

	for (i = 0; i < pairs->count; i++)
		if (pairs->items[i].flags & SMSGW_SECRET &&
		    redact_add(redact, pairs->items[i].value, NULL) != 0)
			return -1;
	return 0;
}

int
request_hide_secrets(const struct request *r, struct redact *redact)
{
	require_or_return(r != NULL && redact != NULL, -1);
	if (hide_pairs(&r->queries, redact) != 0 ||
	    hide_pairs(&r->headers, redact) != 0 ||
	    hide_pairs(&r->forms, redact) != 0)
		return -1;
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles templates into pieces.  Where a variable may stand is decided here,
 * once: in JSON inside or outside of quotes, in XML in text or in an
 * attribute's quotes, in a URL behind the host.
 */
#include "place.h"

#include <string.h>

#include "http.h"

#define FILTERS_MAX 8

struct place_piece {
	const struct place_piece *next;
	const char *text; /* of a literal */
	size_t len;
	const struct variable *variable; /* NULL: a literal */
	const char *argument;
	struct filter_use filters[FILTERS_MAX];
	uint32_t filter_count;
	uint32_t uses;
	bool quoted; /* JSON: inside of a string */
};

/* A template that is being compiled. */
struct compiling {
	struct smsgw_gateway *gw;
	const char *key, *text;
	size_t pos;
	enum place place;
	uint32_t refused;
	struct place_text *out;
	const struct place_piece **link;
	char state;     /* JSON: '"' in a string; XML: see follow_xml() */
	size_t slashes; /* URL: how many were seen */
};

static int
fail_at(const struct compiling *c, size_t at, const char *text)
{
	return smsgw_fail_key(c->gw, c->key, "at byte %zu: %s", at + 1, text);
}

static struct place_piece *
piece_add(struct compiling *c)
{
	struct place_piece *piece = smsgw_alloc(c->gw, sizeof(*piece));

	if (piece != NULL) {
		*c->link = piece;
		c->link = &piece->next;
	}
	return piece;
}

/* Follows the structure of JSON by one character at s. */
static void
follow_json(struct compiling *c, const char *s)
{
	if (c->state == '\\')
		c->state = '"';
	else if (c->state == '"' && *s == '\\')
		c->state = '\\';
	else if (*s == '"')
		c->state = c->state == '"' ? '\0' : '"';
}

/* The same for XML. */
static void
follow_xml(struct compiling *c, const char *s)
{
	static const struct {
		const char *begin, *end;
		char state;
	} others[] = {
		{ "<!--", "-->", '-' },
		{ "<![CDATA[", "]]>", '[' },
		{ "<?", "?>", '?' },
		{ "<!", ">", '!' },
		{ "<", ">", '<' },
	};
	size_t i, count = sizeof(others) / sizeof(others[0]);

	if (c->state == '"' || c->state == '\'') {
		if (*s == c->state)
			c->state = '<';
		return;
	}
	if (c->state == '<' && (*s == '"' || *s == '\'')) {
		c->state = *s;
		return;
	}
	for (i = 0; i < count; i++) {
		if (c->state == '\0' &&
		    strncmp(s, others[i].begin, strlen(others[i].begin)) == 0) {
			c->state = others[i].state;
			return;
		}
		/* the rest of --> ends it like that of a tag */
		if (c->state == others[i].state &&
		    strncmp(s, others[i].end, strlen(others[i].end)) == 0) {
			c->state = *s == '>' ? '\0' : '<';
			return;
		}
	}
}

static void
follow(struct compiling *c, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (c->place == PLACE_JSON)
			follow_json(c, s + i);
		else if (c->place == PLACE_XML)
			follow_xml(c, s + i);
		else if (c->place == PLACE_URL &&
		    (s[i] == '/' || (s[i] == '?' && c->slashes >= 2)))
			c->slashes++;
	}
}

static int
add_literal(struct compiling *c, size_t len)
{
	struct place_piece *piece = piece_add(c);

	if (piece == NULL)
		return -1;
	piece->text = bytes_dup(c->gw, c->text + c->pos, len);
	piece->len = len;
	if (piece->text == NULL)
		return -1;
	follow(c, piece->text, len);
	return 0;
}

/* What is wrong with a use at this place, or NULL. */
static const char *
refusal(const struct compiling *c, uint32_t uses)
{
	uses &= c->refused;
	if (uses & USES_REQUEST)
		return "this variable is known only in sign_string; take the "
		       "value itself, or ${sign}";
	if (uses & USES_MESSAGE)
		return "a login knows no message; take api_account, "
		       "api_password, now_ms or nonce";
	if (uses & USES_SIGN)
		return "${sign} cannot stand here; put it into header.N, "
		       "query.N or field.N, and set auth = hmac or digest";
	if (uses & USES_DERIVED)
		return "a secret with filters cannot be hidden in a URL; put "
		       "it into query.N or header.N";
	if (uses & USES_BYTES)
		return "the key charset converts everything already; remove "
		       "the filter, or charset";
	if (uses & USES_SECRET)
		return "a secret cannot stand here";
	return NULL;
}

/* Whether a variable may stand at this spot at all; else why not. */
static const char *
misplaced(const struct compiling *c, enum value_kind kind)
{
	if (c->place == PLACE_XML && c->state != '\0' && c->state != '"' &&
	    c->state != '\'')
		return "in XML a variable can stand in text or in an "
		       "attribute's quotes, not in a tag, comment or CDATA";
	if (c->place == PLACE_URL && c->slashes < 3)
		return "a variable can stand behind the URL's host only";
	if (kind != VALUE_BYTES && kind != VALUE_WIDE)
		return NULL;
	if (c->place == PLACE_JSON || c->place == PLACE_XML ||
	    c->place == PLACE_HEADER ||
	    (c->place == PLACE_RAW && kind == VALUE_WIDE))
		return "these bytes cannot stand here as they are; add |hex "
		       "or |base64";
	return NULL;
}

/* Takes the filters behind a variable's name; 0 or -1. */
static int
add_filters(struct compiling *c, size_t at, char *text,
    struct place_piece *piece, enum value_kind *kind)
{
	struct filter_use *use;
	const char *expected;
	char *end;

	while (text != NULL) {
		end = strchr(text, '|');
		if (end != NULL)
			*end++ = '\0';
		if (piece->filter_count == FILTERS_MAX)
			return fail_at(c, at, "at most 8 filters");
		use = &piece->filters[piece->filter_count++];
		use->filter = filter_find(text, &use->argument);
		if (use->filter == NULL)
			return smsgw_fail_key(c->gw, c->key,
			    "at byte %zu: "
			    "\"%.40s\" is no filter; expected one of %s",
			    at + 1, text, filter_names);
		if (filter_check(use, kind, &expected) != 0)
			return smsgw_fail_key(c->gw, c->key,
			    "at byte %zu: "
			    "|%.40s: expected %s",
			    at + 1, text, expected);
		piece->uses |= filter_uses(use->filter);
		text = end;
	}
	return 0;
}

/* A key that a template needs must be there. */
static int
check_conf(const struct compiling *c, const char *name)
{
	if (strcmp(name, "api_password") != 0 &&
	    strcmp(name, "api_account") != 0)
		return 0;
	if (smsgw_conf(c->gw, name)[0] != '\0')
		return 0;
	return smsgw_fail_key(c->gw, name,
	    "is missing, and %s sends ${%s}; "
	    "set it, or write that key without it",
	    c->key, name);
}

/* Takes ${expression}; at is where it begins, len what is inside. */
static int
add_variable(struct compiling *c, size_t at, size_t len)
{
	struct place_piece *piece = piece_add(c);
	char *name = bytes_dup(c->gw, c->text + at + 2, len), *filters;
	enum value_kind kind = VALUE_TEXT;
	const char *wrong;

	if (piece == NULL || name == NULL)
		return -1;
	filters = strchr(name, '|');
	if (filters != NULL)
		*filters++ = '\0';
	piece->variable = variable_find(name, &piece->argument);
	if (piece->variable == NULL)
		return smsgw_fail_key(c->gw, c->key,
		    "at byte %zu: \"%.40s\" "
		    "is no variable; expected one of %s",
		    at + 1, name, variable_names);
	if (add_filters(c, at, filters, piece, &kind) != 0 ||
	    check_conf(c, name) != 0)
		return -1;
	piece->uses |= variable_uses(piece->variable);
	if (kind == VALUE_BYTES || kind == VALUE_WIDE)
		piece->uses |= USES_BYTES;
	if ((piece->uses & USES_SECRET) && piece->filter_count > 0)
		piece->uses |= USES_DERIVED;
	piece->quoted = c->state == '"';
	wrong = misplaced(c, kind);
	if (wrong == NULL)
		wrong = refusal(c, piece->uses);
	if (wrong != NULL)
		return fail_at(c, at, wrong);
	c->out->uses |= piece->uses;
	return 0;
}

/* Takes one piece; the grammar of ${name} is that of smsgw_expand(). */
static int
compile_piece(struct compiling *c)
{
	const char *s = c->text + c->pos, *end;
	size_t len;
	int rc;

	if (strncmp(s, "${", 2) == 0) {
		end = strchr(s, '}');
		if (end == NULL)
			return fail_at(c, c->pos, "${ without a }");
		len = (size_t)(end - s) - 2;
		rc = add_variable(c, c->pos, len);
		c->pos += len + 3;
		return rc;
	}
	len = *s == '$' ? 1 : strcspn(s, "$");
	rc = add_literal(c, len);
	c->pos += strncmp(s, "$$", 2) == 0 ? 2 : len;
	return rc;
}

/* Whether the template is well-formed with any value in it. */
static int
check_skeleton(const struct compiling *c)
{
	const struct place_piece *piece;
	struct bytes out;

	if (c->place != PLACE_JSON && c->place != PLACE_XML)
		return 0;
	bytes_init(&out, c->gw);
	for (piece = c->out->pieces; piece != NULL; piece = piece->next) {
		if (piece->variable == NULL)
			bytes_add(&out, piece->text, piece->len);
		else
			bytes_putc(&out,
			    c->place == PLACE_JSON && !piece->quoted ? '0' :
								       'x');
	}
	if (out.failed)
		return -1;
	if (c->place == PLACE_JSON ?
		smsgw_doc_json(c->gw, bytes_str(&out), out.len) != NULL :
		smsgw_doc_xml(c->gw, bytes_str(&out), out.len) != NULL)
		return 0;
	return smsgw_fail_key(c->gw, c->key,
	    "is no well-formed %s; check "
	    "quotes, commas and brackets",
	    c->place == PLACE_JSON ? "JSON (or "
				     "has a name twice)" :
				     "XML");
}

int
place_compile(struct smsgw_gateway *gw, const char *key, const char *text,
    enum place place, uint32_t refused, struct place_text *out)
{
	struct compiling c = {
		.gw = gw,
		.key = key,
		.text = text,
		.place = place,
		.refused = refused,
		.out = out,
		.link = &out->pieces,
	};

	*out = (struct place_text){ .key = key, .place = place };
	while (text[c.pos] != '\0')
		if (compile_piece(&c) != 0)
			return -1;
	return check_skeleton(&c);
}

int
place_literal(struct smsgw_gateway *gw, const char *key, const char *text,
    struct place_text *out)
{
	struct place_piece *piece = smsgw_alloc(gw, sizeof(*piece));

	*out = (struct place_text){ .key = key, .pieces = piece };
	if (piece == NULL)
		return -1;
	piece->text = text;
	piece->len = strlen(text);
	return 0;
}

/* How many bytes from here JSON writes as they are. */
static size_t
json_plain(const char *data, size_t len)
{
	size_t n;

	for (n = 0; n < len; n++)
		if ((unsigned char)data[n] < 0x20 || data[n] == '"' ||
		    data[n] == '\\')
			break;
	return n;
}

void
escape_json(struct bytes *out, const char *data, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	char two[2] = "\\", six[6] = { '\\', 'u', '0', '0', 0, 0 };
	const char *at;
	size_t i, plain;

	for (i = 0; i < len; i++) {
		plain = json_plain(data + i, len - i);
		bytes_add(out, data + i, plain);
		i += plain;
		if (i == len)
			break;
		for (at = shorts; *at != '\0' && *at != data[i]; at += 2)
			;
		if (*at != '\0') {
			two[1] = at[1];
			bytes_add(out, two, 2);
		} else {
			six[4] = hex[(unsigned char)data[i] >> 4];
			six[5] = hex[(unsigned char)data[i] & 15];
			bytes_add(out, six, 6);
		}
	}
}

/* What XML 1.0 has no way to write: controls, U+FFFE and U+FFFF. */
static bool
xml_lacks(const char *s, size_t left)
{
	unsigned char c = (unsigned char)*s;

	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return left >= 3 &&
	    (memcmp(s, "\xef\xbf\xbe", 3) == 0 ||
		memcmp(s, "\xef\xbf\xbf", 3) == 0);
}

int
escape_xml(struct bytes *out, const char *data, size_t len)
{
	static const struct {
		char c;
		const char *text;
	} entities[] = {
		{ '&', "&amp;" },
		{ '<', "&lt;" },
		{ '>', "&gt;" },
		{ '"', "&quot;" },
		{ '\'', "&#39;" },
		/* an attribute would turn them into blanks */
		{ '\t', "&#9;" },
		{ '\n', "&#10;" },
		{ '\r', "&#13;" },
	};
	size_t i, k, count = sizeof(entities) / sizeof(entities[0]);

	for (i = 0; i < len; i++) {
		if (xml_lacks(data + i, len - i))
			return -1;
		for (k = 0; k < count && entities[k].c != data[i]; k++)
			;
		if (k < count)
			bytes_puts(out, entities[k].text);
		else
			bytes_putc(out, data[i]);
	}
	return 0;
}

static int
add_url(const struct place_text *text, const struct render *render,
    enum value_kind kind, const struct value *value, struct bytes *out)
{
	const char *data = value->data;
	size_t len = value->len;

	if (kind == VALUE_TEXT &&
	    http_convert(render, text->key, &data, &len) != 0)
		return -1;
	bytes_puts(out, smsgw_url_encode(render->gw, data, len));
	return 0;
}

static void
add_json(const struct place_piece *piece, bool masked,
    const struct value *value, struct bytes *out)
{
	bool number = piece->filter_count > 0 &&
	    filter_is_number(piece->filters[piece->filter_count - 1].filter);

	if (piece->quoted) {
		escape_json(out, value->data, value->len);
	} else if (!masked &&
	    (number ||
		(piece->filter_count == 0 &&
		    variable_is_json(piece->variable)))) {
		bytes_add(out, value->data, value->len);
	} else {
		bytes_putc(out, '"');
		escape_json(out, value->data, value->len);
		bytes_putc(out, '"');
	}
}

static int
add_header(const struct place_text *text, const struct render *render,
    const struct value *value, struct bytes *out)
{
	size_t i;

	for (i = 0; i < value->len; i++)
		if ((unsigned char)value->data[i] < 0x20 ||
		    value->data[i] == 0x7f)
			return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
			    "%s: a value has a line break or another control "
			    "character, which no header can hold; add |url "
			    "or |base64",
			    text->key);
	bytes_add(out, value->data, value->len);
	return 0;
}

/* Appends a value as its place wants it. */
static int
add_encoded(const struct place_text *text, const struct place_piece *piece,
    const struct render *render, bool masked, enum value_kind kind,
    const struct value *value, struct bytes *out)
{
	switch (text->place) {
	case PLACE_URL:
	case PLACE_FORM:
		return add_url(text, render, kind, value, out);
	case PLACE_JSON:
		add_json(piece, masked, value, out);
		return 0;
	case PLACE_XML:
		if (escape_xml(out, value->data, value->len) == 0)
			return 0;
		return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
		    "%s: a value has a control character, which XML cannot "
		    "hold; use another text",
		    text->key);
	case PLACE_HEADER:
		return add_header(text, render, value, out);
	case PLACE_RAW:
	case PLACE_TEXT:
	default:
		bytes_add(out, value->data, value->len);
		return 0;
	}
}

static int
render_piece(const struct place_text *text, const struct place_piece *piece,
    const struct render *render, struct bytes *out)
{
	bool masked = render->mask && (piece->uses & USES_SECRET);
	enum value_kind kind = VALUE_TEXT;
	struct value value;
	uint32_t i;

	if (masked) {
		value = (struct value){ "****", 4 };
		return add_encoded(
		    text, piece, render, true, kind, &value, out);
	}
	if (variable_get(render, piece->variable, piece->argument, &value) != 0)
		return -1;
	for (i = 0; i < piece->filter_count; i++)
		if (filter_run(render, text->key, &piece->filters[i], &kind,
			&value) != 0)
			return -1;
	value_finish(render, &kind, &value);
	return add_encoded(text, piece, render, false, kind, &value, out);
}

int
place_render(const struct place_text *text, const struct render *render,
    struct bytes *out)
{
	const struct place_piece *piece;

	for (piece = text->pieces; piece != NULL; piece = piece->next) {
		if (piece->variable == NULL)
			bytes_add(out, piece->text, piece->len);
		else if (render_piece(text, piece, render, out) != 0)
			return -1;
	}
	return out->failed ? -1 : 0;
}

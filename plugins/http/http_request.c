/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes requests.  What depends on the message alone is put in by build();
 * what is made of clock, chance or token by sign(); and what is made of
 * ${sign} last of all, because the signature is over the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"

#define SHOWN "****"

enum phase { PHASE_BUILD, PHASE_FRESH, PHASE_SIGNED };

/* One call of build() or sign(). */
struct making {
	struct render render;
	const struct http_plan *plan;
	enum phase phase;
};

static enum phase
phase_of(uint32_t uses)
{
	if (uses & USES_SIGN)
		return PHASE_SIGNED;
	return uses & USES_FRESH ? PHASE_FRESH : PHASE_BUILD;
}

/*
 * When the items of a list are put in: together, so that their order stays,
 * but for those with ${sign}, which come behind the others.
 */
static enum phase
phase_of_list(const struct http_item *items)
{
	enum phase phase = PHASE_BUILD;

	for (; items != NULL; items = items->next)
		if (phase_of(items->value.uses) == PHASE_FRESH)
			phase = PHASE_FRESH;
	return phase;
}

static enum phase
phase_of_item(const struct http_item *item, enum phase of_list)
{
	enum phase phase = phase_of(item->value.uses);

	return phase == PHASE_SIGNED ? phase : of_list;
}

static uint32_t
flags_of(const struct place_text *text)
{
	return text->uses & USES_SECRET ? SMSGW_SECRET : 0;
}

/* The bytes of the character at s, by its first. */
static size_t
char_len(const char *s, size_t left)
{
	unsigned char c = (unsigned char)*s;
	size_t len = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return len <= left ? len : left;
}

static unsigned long
code_point(const char *s, size_t len)
{
	unsigned long cp =
	    (unsigned char)*s & (0xffu >> (len > 1 ? len + 1 : 0));
	size_t i;

	for (i = 1; i < len; i++)
		cp = cp << 6 | ((unsigned char)s[i] & 0x3f);
	return cp;
}

int
http_fail_charset(const struct render *render, const char *where,
    const char *charset, const char *data, size_t len)
{
	size_t i, n, ignored;

	for (i = 0; i < len; i += n) {
		n = char_len(data + i, len - i);
		if (smsgw_charset(render->gw, charset, "UTF-8", data + i, n,
			&ignored) == NULL)
			return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
			    "%s: a value has a character that %s lacks, %.*s "
			    "(U+%04lX); use another text, or another charset",
			    where, charset, (int)n, data + i,
			    code_point(data + i, n));
	}
	return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
	    "%s: a value cannot be written in %s; use another text, or "
	    "another charset",
	    where, charset);
}

int
http_convert(const struct render *render, const char *key, const char **data,
    size_t *len)
{
	const char *charset = render->http->charset, *out;

	if (strcmp(charset, "UTF-8") == 0)
		return 0;
	out = smsgw_charset(render->gw, charset, "UTF-8", *data, *len, len);
	if (out == NULL)
		return http_fail_charset(render, key, charset, *data, *len);
	*data = out;
	return 0;
}

/* The value of an item that the host encodes; NULL and failed. */
static const char *
item_value(const struct render *render, const struct http_item *item)
{
	struct bytes out;
	const char *data;
	size_t len;

	bytes_init(&out, render->gw);
	if (place_render(&item->value, render, &out) != 0)
		return NULL;
	data = bytes_str(&out);
	len = out.len;
	if (!(item->value.uses & USES_BYTES) &&
	    http_convert(render, item->value.key, &data, &len) != 0)
		return NULL;
	return data;
}

static int
put_queries(const struct making *m)
{
	enum phase of_list = phase_of_list(m->plan->queries);
	const struct http_item *item;
	const char *value;

	for (item = m->plan->queries; item != NULL; item = item->next) {
		if (phase_of_item(item, of_list) != m->phase)
			continue;
		value = item_value(&m->render, item);
		if (value == NULL)
			return -1;
		smsgw_query(
		    m->render.r, item->name, value, flags_of(&item->value));
	}
	return 0;
}

/* A header is UTF-8 whatever the charset is. */
static int
put_headers(const struct making *m)
{
	const struct http_item *item;
	struct bytes out;

	for (item = m->plan->headers; item != NULL; item = item->next) {
		if (phase_of(item->value.uses) != m->phase)
			continue;
		bytes_init(&out, m->render.gw);
		if (place_render(&item->value, &m->render, &out) != 0)
			return -1;
		smsgw_header(m->render.r, item->name, bytes_str(&out),
		    flags_of(&item->value));
	}
	return 0;
}

static const char *
content_type(const struct making *m)
{
	static const char *const types[] = {
		[BODY_FORM] = "application/x-www-form-urlencoded",
		[BODY_JSON] = "application/json",
		[BODY_XML] = "application/xml",
		[BODY_TEXT] = "text/plain",
		[BODY_NONE] = "text/plain",
	};
	const char *charset = m->render.http->charset;
	enum body_type type = m->plan->body_type;

	if (m->plan->content_type[0] != '\0')
		return m->plan->content_type;
	/* JSON is UTF-8 and a form has no charset, unless it is another */
	if ((type == BODY_JSON || type == BODY_FORM) &&
	    strcmp(charset, "UTF-8") == 0)
		return types[type];
	return smsgw_printf(
	    m->render.gw, "%s; charset=%s", types[type], charset);
}

static int
put_form(const struct making *m)
{
	enum phase of_list = phase_of_list(m->plan->fields);
	const struct http_item *item;
	const char *value;

	for (item = m->plan->fields; item != NULL; item = item->next) {
		if (phase_of_item(item, of_list) != m->phase)
			continue;
		value = item_value(&m->render, item);
		if (value == NULL)
			return -1;
		smsgw_form(
		    m->render.r, item->name, value, flags_of(&item->value));
		/* a Content-Type of header.N came first, or will replace it */
		if (m->plan->content_type[0] != '\0' ||
		    strcmp(m->render.http->charset, "UTF-8") != 0)
			smsgw_header(
			    m->render.r, "Content-Type", content_type(m), 0);
	}
	return 0;
}

/* The members of a JSON object, in the order of their numbers. */
static int
render_fields(const struct http_plan *plan, const struct render *render,
    struct bytes *out)
{
	const struct http_item *item;
	struct bytes value;

	bytes_putc(out, '{');
	for (item = plan->fields; item != NULL; item = item->next) {
		if (item != plan->fields)
			bytes_putc(out, ',');
		bytes_putc(out, '"');
		escape_json(out, item->name, strlen(item->name));
		bytes_puts(out, "\":");
		bytes_init(&value, render->gw);
		if (place_render(&item->value, render, &value) != 0)
			return -1;
		if (item->json) {
			bytes_add(out, bytes_str(&value), value.len);
			continue;
		}
		bytes_putc(out, '"');
		escape_json(out, bytes_str(&value), value.len);
		bytes_putc(out, '"');
	}
	bytes_putc(out, '}');
	return out->failed ? -1 : 0;
}

static int
render_body(const struct http_plan *plan, const struct render *render,
    struct bytes *out)
{
	bytes_init(out, render->gw);
	return plan->has_body ? place_render(&plan->body, render, out) :
				render_fields(plan, render, out);
}

static uint32_t
body_uses(const struct http_plan *plan)
{
	const struct http_item *item;
	uint32_t uses = plan->body.uses;

	for (item = plan->fields; item != NULL; item = item->next)
		uses |= item->value.uses;
	return uses;
}

/* A body that is not made of form fields, and its view for people. */
static int
put_body(const struct making *m)
{
	struct render masked = m->render;
	struct bytes out, view;
	const char *data;
	uint32_t uses = body_uses(m->plan);
	size_t len;

	if (m->plan->body_type == BODY_NONE ||
	    (!m->plan->has_body && m->plan->fields == NULL))
		return 0;
	if (m->plan->body_type == BODY_FORM && !m->plan->has_body)
		return put_form(m);
	if (phase_of(uses) != m->phase)
		return 0;
	if (render_body(m->plan, &m->render, &out) != 0)
		return -1;
	data = bytes_str(&out);
	len = out.len;
	/* a form's values were converted one by one */
	if (m->plan->body_type != BODY_FORM &&
	    http_convert(&m->render, "charset", &data, &len) != 0)
		return -1;
	smsgw_body(m->render.r, data, len, content_type(m),
	    uses & USES_SECRET ? SMSGW_SECRET : 0);
	if ((!(uses & USES_SECRET) && data == bytes_str(&out)) ||
	    !smsgw_view_wanted(m->render.r))
		return 0;
	masked.mask = true;
	if (render_body(m->plan, &masked, &view) != 0)
		return -1;
	smsgw_view(m->render.r, bytes_str(&view));
	return 0;
}

static int
put_url(const struct making *m)
{
	struct bytes out;

	if (!m->plan->has_url || phase_of(m->plan->url.uses) != m->phase)
		return 0;
	bytes_init(&out, m->render.gw);
	if (place_render(&m->plan->url, &m->render, &out) != 0)
		return -1;
	smsgw_url(m->render.r, bytes_str(&out));
	return 0;
}

/* Authorization, by the account's password or by the token. */
static void
put_auth(const struct making *m)
{
	struct smsgw_gateway *gw = m->render.gw;
	bool token = m->render.http->has_login && m->plan->auth == AUTH_BEARER;
	const char *pair;

	if ((m->plan->auth != AUTH_BASIC && m->plan->auth != AUTH_BEARER) ||
	    m->phase != (token ? PHASE_FRESH : PHASE_BUILD))
		return;
	if (m->plan->auth == AUTH_BEARER) {
		smsgw_header(m->render.r, "Authorization",
		    smsgw_printf(gw, "Bearer %s",
			token ? smsgw_kept(gw, "token") :
				smsgw_conf(gw, "api_password")),
		    SMSGW_SECRET);
		return;
	}
	pair = smsgw_printf(gw, "%s:%s", smsgw_conf(gw, "api_account"),
	    smsgw_conf(gw, "api_password"));
	smsgw_header(m->render.r, "Authorization",
	    smsgw_printf(gw, "Basic %s", smsgw_base64(gw, pair, strlen(pair))),
	    SMSGW_SECRET);
}

/* Puts in what is of the phase. */
static int
put_all(struct making *m, enum phase phase)
{
	m->phase = phase;
	if (put_url(m) != 0 || put_queries(m) != 0 || put_headers(m) != 0 ||
	    put_body(m) != 0)
		return -1;
	put_auth(m);
	return 0;
}

/* ${sign}: over sign_string, as it is rendered now. */
static int
make_sign(struct making *m)
{
	struct smsgw_gateway *gw = m->render.gw;
	const struct http_gateway *http = m->render.http;
	const char *algorithm = smsgw_conf(gw, "sign_algorithm");
	struct bytes text, key;
	char digest[64];
	size_t len = sizeof(digest);
	int rc;

	bytes_init(&text, gw);
	bytes_init(&key, gw);
	if (place_render(&http->sign_string, &m->render, &text) != 0 ||
	    place_render(&http->sign_key, &m->render, &key) != 0)
		return -1;
	if (m->plan->auth == AUTH_HMAC)
		rc = smsgw_hmac(gw, algorithm, bytes_str(&key), key.len,
		    bytes_str(&text), text.len, digest, &len);
	else
		rc = smsgw_digest(
		    gw, algorithm, bytes_str(&text), text.len, digest, &len);
	if (rc != 0)
		return smsgw_fail_key(gw, "sign_algorithm",
		    "this system "
		    "offers no %s; use another, such as sha256",
		    algorithm);
	m->render.sign =
	    value_encode(gw, smsgw_conf(gw, "sign_encoding"), digest, len);
	return 0;
}

static struct making
making_of(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	return (struct making){
		.render = {
			.gw = gw,
			.x = x,
			.r = r,
			.http = smsgw_data(gw),
			.nonce = "",
			.sign = "",
		},
	};
}

/* 32 hexadecimal digits that nobody can guess. */
static const char *
make_nonce(struct smsgw_gateway *gw)
{
	unsigned char bytes[16];

	smsgw_random(gw, bytes, sizeof(bytes));
	return smsgw_hex(gw, bytes, sizeof(bytes));
}

static int
build(struct making *m, const struct http_plan *plan)
{
	m->plan = plan;
	smsgw_method(m->render.r, plan->method);
	return put_all(m, PHASE_BUILD);
}

static int
sign(struct making *m, const struct http_plan *plan)
{
	m->plan = plan;
	m->render.now_ms = smsgw_now_ms(m->render.gw);
	m->render.nonce = make_nonce(m->render.gw);
	if (put_all(m, PHASE_FRESH) != 0)
		return -1;
	if (plan->auth != AUTH_HMAC && plan->auth != AUTH_DIGEST)
		return 0;
	return make_sign(m) != 0 ? -1 : put_all(m, PHASE_SIGNED);
}

int
http_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct making m = making_of(gw, x, r);

	return build(&m, &m.render.http->send);
}

int
http_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct making m = making_of(gw, x, r);

	return sign(&m, &m.render.http->send);
}

int
http_login_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct making m = making_of(gw, x, r);

	return build(&m, &m.render.http->login);
}

int
http_login_sign(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct making m = making_of(gw, x, r);

	return sign(&m, &m.render.http->login);
}

/* One line of ${sorted}. */
struct pair {
	const char *name, *value;
};

static int
pair_compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : strcmp(x->value, y->value);
}

static size_t
count_items(const struct http_item *item)
{
	size_t n = 0;

	for (; item != NULL; item = item->next)
		n++;
	return n;
}

/* Adds the items that are not made of ${sign}; 0 or -1. */
static int
add_pairs(const struct render *render, const struct http_item *item,
    struct pair *pairs, size_t *count)
{
	for (; item != NULL; item = item->next) {
		if (item->value.uses & USES_SIGN)
			continue;
		pairs[*count].name = item->name;
		pairs[*count].value = item_value(render, item);
		if (pairs[*count].value == NULL)
			return -1;
		++*count;
	}
	return 0;
}

const char *
http_sorted(const struct render *render, bool encoded)
{
	const struct http_plan *plan = &render->http->send;
	struct pair *pairs;
	struct bytes out;
	size_t i, count = 0;

	pairs = smsgw_alloc(render->gw,
	    sizeof(*pairs) *
		(count_items(plan->queries) + count_items(plan->fields) + 1));
	if (pairs == NULL ||
	    add_pairs(render, plan->queries, pairs, &count) != 0 ||
	    add_pairs(render, plan->fields, pairs, &count) != 0)
		return NULL;
	qsort(pairs, count, sizeof(*pairs), pair_compare);
	bytes_init(&out, render->gw);
	for (i = 0; i < count; i++) {
		bytes_puts(&out, i > 0 ? "&" : "");
		bytes_puts(&out,
		    !encoded ? pairs[i].name :
			       smsgw_url_encode(render->gw, pairs[i].name,
				   strlen(pairs[i].name)));
		bytes_putc(&out, '=');
		bytes_puts(&out,
		    !encoded ? pairs[i].value :
			       smsgw_url_encode(render->gw, pairs[i].value,
				   strlen(pairs[i].value)));
	}
	return bytes_str(&out);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiles the description of one request: method, URL, fields, parameters,
 * headers, body.  A login is described by the same keys with login_ in front.
 */
#include <string.h>

#include "http.h"

/* A request that is being compiled. */
struct planning {
	struct smsgw_gateway *gw;
	struct http_gateway *http;
	struct http_plan *plan;
	const char *prefix;
	uint32_t refused; /* in every template of the request */
};

/* What a gateway file sends that says nothing of it. */
static const struct {
	const char *name, *value;
} default_fields[] = {
	{ "account", "${api_account}" },
	{ "password", "${api_password}" },
	{ "phone", "${to}" },
	{ "msg", "${signed_text}" },
};

/* The whole name of a key of this request. */
static const char *
key_of(const struct planning *p, const char *name)
{
	return p->prefix[0] == '\0' ?
	    name :
	    smsgw_printf(p->gw, "%s%s", p->prefix, name);
}

static const char *
conf(const struct planning *p, const char *name)
{
	return smsgw_conf(p->gw, key_of(p, name));
}

static bool
is_token(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!ascii_digit(s[i]) &&
		    (ascii_fold(s[i]) < 'a' || ascii_fold(s[i]) > 'z') &&
		    strchr("!#$%&'*+-.^_`|~", s[i]) == NULL)
			return false;
	return len > 0;
}

static int
compile_value(const struct planning *p, const char *key, const char *value,
    enum place place, struct http_item *item)
{
	uint32_t refused = p->refused;

	if (item->json)
		place = PLACE_JSON;
	else if (strcmp(p->http->charset, "UTF-8") != 0)
		refused |= USES_BYTES;
	return place_compile(p->gw, key, value, place, refused, &item->value);
}

/* Takes one "name: value" or "name := value"; NULL and the call failed. */
static struct http_item *
item_new(const struct planning *p, const char *key, const char *text,
    enum place place, bool json_allowed)
{
	struct http_item *item = smsgw_alloc(p->gw, sizeof(*item));
	const char *colon = strchr(text, ':'), *value;
	size_t len;

	if (item == NULL)
		return NULL;
	len = colon != NULL ? (size_t)(colon - text) : 0;
	while (len > 0 && ascii_space(text[len - 1]))
		len--;
	if (len == 0 || (place == PLACE_HEADER && !is_token(text, len))) {
		(void)smsgw_fail_key(p->gw, key, "expected NAME: VALUE%s",
		    place == PLACE_HEADER ? ", the name being a header's" :
			json_allowed      ? " or NAME := JSON" :
					    "");
		return NULL;
	}
	item->json = json_allowed && colon[1] == '=';
	value = colon + (item->json ? 2 : 1);
	while (ascii_space(*value))
		value++;
	item->name = bytes_dup(p->gw, text, len);
	if (item->name == NULL ||
	    compile_value(p, key, value, place, item) != 0)
		return NULL;
	return item;
}

/* Adds at the end, or in place of one of the same name. */
static void
items_put(struct http_item **list, struct http_item *item)
{
	for (; *list != NULL; list = &(*list)->next)
		if (strcmp((*list)->name, item->name) == 0) {
			item->next = (*list)->next;
			break;
		}
	*list = item;
}

static int
compile_items(const struct planning *p, const char *name, enum place place,
    bool json_allowed, struct http_item **list)
{
	const char *text, *key, *stem = key_of(p, name);
	struct http_item *item, *other;
	uint32_t i, number;

	for (i = 0; (text = smsgw_conf_item(p->gw, stem, i, &number)) != NULL;
	     i++) {
		if (text[0] == '\0')
			continue;
		key = smsgw_printf(p->gw, "%s.%u", stem, (unsigned)number);
		item = item_new(p, key, text, place, json_allowed);
		if (item == NULL)
			return -1;
		for (other = *list; other != NULL; other = other->next)
			if (json_allowed &&
			    strcmp(other->name, item->name) == 0)
				return smsgw_fail_key(p->gw, key,
				    "\"%s\" is "
				    "in %s already; JSON has a name only "
				    "once",
				    item->name, other->value.key);
		while (*list != NULL)
			list = &(*list)->next;
		*list = item;
	}
	return 0;
}

/* One pair of api_extension, decoded, becomes a field of its own. */
static int
extension_put(const struct planning *p, const char *pair, size_t len,
    struct http_item **list)
{
	struct http_item *item = smsgw_alloc(p->gw, sizeof(*item));
	char *name = bytes_dup(p->gw, pair, len), *value;
	size_t n;

	if (item == NULL || name == NULL)
		return -1;
	value = strchr(name, '=');
	if (value != NULL)
		*value++ = '\0';
	item->name = smsgw_url_decode(p->gw, name, &n);
	value = smsgw_url_decode(p->gw, value != NULL ? value : "", &n);
	if (item->name == NULL || value == NULL || item->name[0] == '\0' ||
	    strlen(value) != n)
		return smsgw_fail_key(p->gw, "api_extension",
		    "expected "
		    "NAME=VALUE&NAME=VALUE, URL-encoded");
	if (place_literal(p->gw, "api_extension", value, &item->value) != 0)
		return -1;
	items_put(list, item);
	return 0;
}

/* All pairs of api_extension, unless a template sends it as it is. */
static int
compile_extension(const struct planning *p)
{
	struct http_plan *plan = p->plan;
	const char *pairs = smsgw_conf(p->gw, "api_extension");
	size_t len;

	if (http_plan_uses(plan) & USES_EXTENSION)
		return 0;
	for (; *pairs != '\0'; pairs += len) {
		pairs += strspn(pairs, "& ");
		len = strcspn(pairs, "& ");
		if (len > 0 &&
		    extension_put(p, pairs, len,
			plan->fields != NULL ? &plan->fields :
					       &plan->queries) != 0)
			return -1;
	}
	return 0;
}

/* The four fields that a file sends which names none. */
static int
compile_defaults(const struct planning *p)
{
	struct http_plan *plan = p->plan;
	bool query = plan->body_type == BODY_NONE;
	size_t i, count = sizeof(default_fields) / sizeof(default_fields[0]);
	struct http_item *item;
	const char *text;

	for (i = 0; i < count; i++) {
		text = smsgw_printf(p->gw, "%s: %s", default_fields[i].name,
		    default_fields[i].value);
		item = item_new(p,
		    smsgw_printf(p->gw, "%s.%zu (by default)",
			query ? "query" : "field", i + 1),
		    text, PLACE_RAW, false);
		if (item == NULL)
			return -1;
		items_put(query ? &plan->queries : &plan->fields, item);
	}
	return 0;
}

static enum body_type
body_type_of(const char *word)
{
	static const char *const words[] = {
		[BODY_FORM] = "form",
		[BODY_JSON] = "json",
		[BODY_XML] = "xml",
		[BODY_TEXT] = "text",
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0)
			return (enum body_type)i;
	return BODY_NONE;
}

/* The body's template, when there is one; and what must not be together. */
static int
compile_body(const struct planning *p)
{
	static const enum place places[] = {
		[BODY_FORM] = PLACE_FORM,
		[BODY_JSON] = PLACE_JSON,
		[BODY_XML] = PLACE_XML,
		[BODY_TEXT] = PLACE_TEXT,
		[BODY_NONE] = PLACE_TEXT,
	};
	struct http_plan *plan = p->plan;
	const char *body = conf(p, "body"), *key = key_of(p, "body");
	uint32_t refused = p->refused;

	if (plan->body_type == BODY_NONE) {
		if (body[0] != '\0' || plan->fields != NULL)
			return smsgw_fail_key(p->gw,
			    body[0] != '\0' ? key : plan->fields->value.key,
			    "this request has no "
			    "body (%s %s); use %squery.N, or method = POST "
			    "with a body_type",
			    key_of(p, "method"), plan->method, p->prefix);
		return 0;
	}
	if (plan->fields != NULL &&
	    (plan->body_type == BODY_XML || plan->body_type == BODY_TEXT))
		return smsgw_fail_key(p->gw, plan->fields->value.key,
		    "fields "
		    "make a form or JSON; with body_type xml and text write "
		    "%s",
		    key);
	plan->has_body = body[0] != '\0';
	if (!plan->has_body)
		return 0;
	if (plan->fields != NULL)
		return smsgw_fail_key(p->gw, key,
		    "stands beside %s; the body "
		    "is made either of fields or of a template",
		    plan->fields->value.key);
	if (strcmp(p->http->charset, "UTF-8") != 0)
		refused |= USES_BYTES;
	return place_compile(
	    p->gw, key, body, places[plan->body_type], refused, &plan->body);
}

/* A body that needs text but has none. */
static int
check_body(const struct planning *p)
{
	struct http_plan *plan = p->plan;

	if (plan->has_body || plan->fields != NULL ||
	    (plan->body_type != BODY_XML && plan->body_type != BODY_TEXT))
		return 0;
	return smsgw_fail_key(p->gw, key_of(p, "body"),
	    "is missing: with "
	    "body_type %s write the body as a template, here or in a file "
	    "named by %s_file",
	    conf(p, "body_type"), key_of(p, "body"));
}

static bool
method_has_body(const char *method)
{
	return strcmp(method, "GET") != 0 && strcmp(method, "DELETE") != 0;
}

uint32_t
http_plan_uses(const struct http_plan *plan)
{
	const struct http_item *item;
	uint32_t uses = plan->url.uses | plan->body.uses;

	for (item = plan->fields; item != NULL; item = item->next)
		uses |= item->value.uses;
	for (item = plan->queries; item != NULL; item = item->next)
		uses |= item->value.uses;
	for (item = plan->headers; item != NULL; item = item->next)
		uses |= item->value.uses;
	return uses;
}

static int
compile_url(const struct planning *p)
{
	bool login = p->prefix[0] != '\0';
	const char *url = smsgw_conf(p->gw, login ? "login_url" : "sms_url");

	p->plan->has_url = login || strchr(url, '$') != NULL;
	return place_compile(p->gw, login ? "login_url" : "sms_url", url,
	    PLACE_URL, p->refused | USES_SIGN | USES_DERIVED, &p->plan->url);
}

int
http_plan_configure(struct smsgw_gateway *gw, struct http_gateway *http,
    struct http_plan *plan, const char *prefix)
{
	struct planning p = {
		.gw = gw,
		.http = http,
		.plan = plan,
		.prefix = prefix,
		.refused = USES_REQUEST,
	};
	bool login = prefix[0] != '\0';

	if (login)
		p.refused |= USES_MESSAGE | USES_SIGN;
	plan->method = conf(&p, "method");
	plan->body_type = method_has_body(plan->method) ?
	    body_type_of(conf(&p, "body_type")) :
	    BODY_NONE;
	plan->content_type = login ? "" : smsgw_conf(gw, "content_type");
	if (compile_url(&p) != 0 ||
	    compile_items(&p, "field", PLACE_RAW, plan->body_type == BODY_JSON,
		&plan->fields) != 0 ||
	    compile_items(&p, "query", PLACE_RAW, false, &plan->queries) != 0 ||
	    compile_items(&p, "header", PLACE_HEADER, false, &plan->headers) !=
		0 ||
	    compile_body(&p) != 0 || check_body(&p) != 0)
		return -1;
	if (!login && !plan->has_body && plan->fields == NULL &&
	    (plan->body_type != BODY_NONE || plan->queries == NULL) &&
	    !(http_plan_uses(plan) & USES_CONTENT) && compile_defaults(&p) != 0)
		return -1;
	return login ? 0 : compile_extension(&p);
}

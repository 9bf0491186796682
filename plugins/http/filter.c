/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The filters that a template names: character sets, encodings, digests,
 * times.  A digest is raw until something else follows, which then gets its
 * hexadecimal form: ${x|md5} and ${x|md5|upper} are what vendors write as
 * md5(x), and ${x|md5|base64} is the base64 of its bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "value.h"

enum argument { ARGUMENT_NONE, ARGUMENT_NEEDED };

typedef int filter_function(const struct render *, const char *where,
    const struct filter_use *, struct value *);

struct filter {
	const char *name;
	filter_function *run;
	const char *detail; /* character set or algorithm */
	enum value_kind makes;
	bool bytes; /* takes any bytes, not only text */
	enum argument argument;
};

static void
value_set(struct value *value, const char *text)
{
	value->data = text;
	value->len = strlen(text);
}

static int
run_charset(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	const char *out;
	size_t len;

	out = smsgw_charset(render->gw, use->filter->detail, "UTF-8",
	    value->data, value->len, &len);
	if (out == NULL)
		return http_fail_charset(render, where, use->filter->detail,
		    value->data, value->len);
	*value = (struct value){ out, len };
	return 0;
}

static int
run_hex(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	char *out = smsgw_hex(render->gw, value->data, value->len), *c;

	(void)where;
	for (c = out; use->filter->detail != NULL && *c != '\0'; c++)
		if (*c >= 'a')
			*c = (char)(*c - 'a' + 'A');
	value_set(value, out);
	return 0;
}

static int
run_base64(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	char *out = smsgw_base64(render->gw, value->data, value->len), *c;

	(void)where;
	for (c = out; use->filter->detail != NULL && *c != '\0'; c++) {
		if (*c == '+')
			*c = '-';
		else if (*c == '/')
			*c = '_';
	}
	if (use->filter->detail != NULL)
		out[strcspn(out, "=")] = '\0';
	value_set(value, out);
	return 0;
}

static int
run_url(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	(void)where;
	(void)use;
	value_set(value, smsgw_url_encode(render->gw, value->data, value->len));
	return 0;
}

static int
run_digest(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	char digest[64];
	size_t len = sizeof(digest);

	if (smsgw_digest(render->gw, use->filter->detail, value->data,
		value->len, digest, &len) != 0)
		return smsgw_fail(render->gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "%s: this system offers no %s; use another digest", where,
		    use->filter->name);
	value->data = bytes_dup(render->gw, digest, len);
	value->len = value->data != NULL ? len : 0;
	if (value->data == NULL)
		value->data = "";
	return 0;
}

static int
run_hmac(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	const char *key = smsgw_conf(render->gw, "api_password");
	char digest[64];
	size_t len = sizeof(digest);

	if (smsgw_hmac(render->gw, use->argument, key, strlen(key), value->data,
		value->len, digest, &len) != 0)
		return smsgw_fail(render->gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "%s: this system offers no HMAC with %s; use another "
		    "digest, such as sha256",
		    where, use->argument);
	value->data = bytes_dup(render->gw, digest, len);
	value->len = value->data != NULL ? len : 0;
	if (value->data == NULL)
		value->data = "";
	return 0;
}

/* Milliseconds as a number; -1 and failed when the value is none. */
static int
parse_ms(const struct render *render, const char *where,
    const struct value *value, int64_t *ms)
{
	const char *c;

	*ms = 0;
	for (c = value->data; ascii_digit(*c) && *ms < INT64_MAX / 100; c++)
		*ms = *ms * 10 + (*c - '0');
	if (*c == '\0' && c != value->data)
		return 0;
	return smsgw_fail(render->gw, SMSGW_CLASS_CONFIGURATION, NULL,
	    "%s: sec, iso and time want milliseconds, as ${now_ms} has them",
	    where);
}

static int
run_sec(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	int64_t ms;

	(void)use;
	if (parse_ms(render, where, value, &ms) != 0)
		return -1;
	value_set(
	    value, smsgw_printf(render->gw, "%lld", (long long)(ms / 1000)));
	return 0;
}

static int
run_time(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	bool iso = use->filter->detail != NULL;
	int64_t ms;

	if (parse_ms(render, where, value, &ms) != 0)
		return -1;
	value_set(value,
	    smsgw_time(render->gw, ms, iso ? 0 : render->http->zone_minutes,
		iso ? use->filter->detail : use->argument));
	if (value->len > 0)
		return 0;
	return smsgw_fail(render->gw, SMSGW_CLASS_CONFIGURATION, NULL,
	    "%s: time knows %%Y %%m %%d %%H %%M %%S %%3N %%a %%b %%z %%s",
	    where);
}

static int
run_case(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	char *out = bytes_dup(render->gw, value->data, value->len), *c;
	bool upper = strcmp(use->filter->name, "upper") == 0;

	(void)where;
	if (out == NULL)
		return -1;
	for (c = out; *c != '\0'; c++) {
		if (upper && *c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
		else if (!upper)
			*c = ascii_fold(*c);
	}
	value->data = out;
	return 0;
}

static int
run_digits(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	struct bytes out;
	size_t i;

	(void)where;
	(void)use;
	bytes_init(&out, render->gw);
	for (i = 0; i < value->len; i++)
		if (ascii_digit(value->data[i]))
			bytes_putc(&out, value->data[i]);
	*value = (struct value){ bytes_str(&out), out.len };
	return 0;
}

static int
run_escape(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	struct bytes out;

	bytes_init(&out, render->gw);
	if (use->filter->detail[0] == 'j')
		escape_json(&out, value->data, value->len);
	else if (escape_xml(&out, value->data, value->len) != 0)
		return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
		    "%s: a value has a control character, which XML cannot "
		    "hold; use another text",
		    where);
	*value = (struct value){ bytes_str(&out), out.len };
	return 0;
}

static int
run_default(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	(void)render;
	(void)where;
	if (value->len == 0)
		value_set(value, use->argument);
	return 0;
}

/* A number of RFC 8259: so that it can stand in JSON without quotes. */
static int
run_number(const struct render *render, const char *where,
    const struct filter_use *use, struct value *value)
{
	const char *c = value->data;

	(void)use;
	if (*c == '-')
		c++;
	if (*c == '0' && ascii_digit(c[1]))
		c = "";
	if (ascii_digit(*c)) {
		while (ascii_digit(*c))
			c++;
		if (*c == '.' && ascii_digit(c[1]))
			for (c++; ascii_digit(*c); c++)
				;
		if (*c == '\0')
			return 0;
	}
	return smsgw_fail(render->gw, SMSGW_CLASS_TEXT, NULL,
	    "%s: a value that |number stands behind is no number; put it into "
	    "quotes, or send a number",
	    where);
}

static const struct filter filters[] = {
	{ "gbk", run_charset, "GBK", VALUE_BYTES, false, ARGUMENT_NONE },
	{ "gb18030", run_charset, "GB18030", VALUE_BYTES, false,
	    ARGUMENT_NONE },
	{ "big5", run_charset, "BIG5", VALUE_BYTES, false, ARGUMENT_NONE },
	{ "latin1", run_charset, "ISO-8859-1", VALUE_BYTES, false,
	    ARGUMENT_NONE },
	{ "utf16be", run_charset, "UTF-16BE", VALUE_WIDE, false,
	    ARGUMENT_NONE },
	{ "ucs2", run_charset, "UTF-16BE", VALUE_WIDE, false, ARGUMENT_NONE },
	{ "utf16le", run_charset, "UTF-16LE", VALUE_WIDE, false,
	    ARGUMENT_NONE },
	{ "hex", run_hex, NULL, VALUE_TEXT, true, ARGUMENT_NONE },
	{ "HEX", run_hex, "upper", VALUE_TEXT, true, ARGUMENT_NONE },
	{ "base64", run_base64, NULL, VALUE_TEXT, true, ARGUMENT_NONE },
	{ "base64url", run_base64, "url", VALUE_TEXT, true, ARGUMENT_NONE },
	{ "url", run_url, NULL, VALUE_TEXT, true, ARGUMENT_NONE },
	{ "md5", run_digest, "md5", VALUE_DIGEST, true, ARGUMENT_NONE },
	{ "sha1", run_digest, "sha1", VALUE_DIGEST, true, ARGUMENT_NONE },
	{ "sha256", run_digest, "sha256", VALUE_DIGEST, true, ARGUMENT_NONE },
	{ "sha512", run_digest, "sha512", VALUE_DIGEST, true, ARGUMENT_NONE },
	{ "sm3", run_digest, "sm3", VALUE_DIGEST, true, ARGUMENT_NONE },
	{ "hmac", run_hmac, NULL, VALUE_DIGEST, true, ARGUMENT_NEEDED },
	{ "sec", run_sec, NULL, VALUE_TEXT, false, ARGUMENT_NONE },
	{ "iso", run_time, "%Y-%m-%dT%H:%M:%SZ", VALUE_TEXT, false,
	    ARGUMENT_NONE },
	{ "time", run_time, NULL, VALUE_TEXT, false, ARGUMENT_NEEDED },
	{ "upper", run_case, NULL, VALUE_TEXT, false, ARGUMENT_NONE },
	{ "lower", run_case, NULL, VALUE_TEXT, false, ARGUMENT_NONE },
	{ "digits", run_digits, NULL, VALUE_TEXT, false, ARGUMENT_NONE },
	{ "number", run_number, NULL, VALUE_TEXT, false, ARGUMENT_NONE },
	{ "json", run_escape, "json", VALUE_TEXT, false, ARGUMENT_NONE },
	{ "xml", run_escape, "xml", VALUE_TEXT, false, ARGUMENT_NONE },
	{ "default", run_default, NULL, VALUE_TEXT, false, ARGUMENT_NEEDED },
};

const char filter_names[] =
    "gbk, gb18030, big5, latin1, utf16be, utf16le, "
    "hex, HEX, base64, base64url, url, md5, sha1, sha256, sha512, sm3, "
    "hmac ALGORITHM, sec, iso, time FORMAT, upper, lower, digits, number, "
    "json, xml, default TEXT";

const struct filter *
filter_find(const char *text, const char **argument)
{
	size_t i, len = strcspn(text, " ");

	for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (strlen(filters[i].name) == len &&
		    strncmp(filters[i].name, text, len) == 0) {
			*argument = text[len] == ' ' ? text + len + 1 : "";
			return &filters[i];
		}
	return NULL;
}

int
filter_check(
    const struct filter_use *use, enum value_kind *kind, const char **expected)
{
	bool bytes = *kind == VALUE_BYTES || *kind == VALUE_WIDE;

	*expected = "hex, base64 or url behind a filter that makes bytes";
	if (bytes && !use->filter->bytes)
		return -1;
	*expected = use->argument[0] != '\0' ?
	    "no argument behind this filter" :
	    "an argument behind this filter, such as hmac sha256, "
	    "time %Y%m%d or default 0";
	if ((use->argument[0] != '\0') !=
	    (use->filter->argument == ARGUMENT_NEEDED))
		return -1;
	*kind = use->filter->makes;
	return 0;
}

bool
filter_is_number(const struct filter *filter)
{
	return filter->run == run_number;
}

uint32_t
filter_uses(const struct filter *filter)
{
	return filter->run == run_hmac ? USES_SECRET | USES_DERIVED : 0;
}

void
value_finish(
    const struct render *render, enum value_kind *kind, struct value *value)
{
	if (*kind != VALUE_DIGEST)
		return;
	value_set(value, smsgw_hex(render->gw, value->data, value->len));
	*kind = VALUE_TEXT;
}

int
filter_run(const struct render *render, const char *where,
    const struct filter_use *use, enum value_kind *kind, struct value *value)
{
	/* only hex and base64 see the raw digest */
	if (use->filter->run != run_hex && use->filter->run != run_base64)
		value_finish(render, kind, value);
	if (use->filter->run(render, where, use, value) != 0)
		return -1;
	*kind = use->filter->makes;
	return 0;
}

const char *
value_encode(struct smsgw_gateway *gw, const char *encoding, const void *data,
    size_t len)
{
	const struct render render = { .gw = gw };
	struct filter_use use = { .argument = "" };
	struct value value = { data, len };

	use.filter = filter_find(encoding, &use.argument);
	if (use.filter != NULL)
		(void)use.filter->run(&render, "", &use, &value);
	return value.data;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a hidden value with a place of a text, unit by unit: a unit is a
 * byte as it is, or what a JSON or XML escape or two hexadecimal digits stand
 * for, and each byte of that may itself be written as %XX, once or twice.
 */
#include "redact_match.h"

#include "ascii.h"
#include "utf8.h"

/* Percent-encodings that may lie over each other. */
#define URL_DEPTH 2

/* The text from a place on, read through `depth` percent-encodings. */
struct view {
	const unsigned char *p, *end;
	int depth;
	bool plus; /* the last byte was a '+' of a form: maybe a blank */
};

/* Fits the next unit to the len bytes at want; how many, 0 for a mismatch. */
typedef size_t unit_fits(struct view *v, const unsigned char *want, size_t len);

/* The digit that a byte is; -1 when it is none, or the text was over. */
static int
hex_of(int c)
{
	return c < 0 ? -1 : ascii_hex((char)c);
}

/* The next byte behind `depth` percent-encodings; -1 at the end. */
static int
view_get(struct view *v, int depth)
{
	struct view ahead;
	int c, high, low;

	if (depth == 0)
		return v->p < v->end ? *v->p++ : -1;
	c = view_get(v, depth - 1);
	v->plus = c == '+';
	if (c != '%')
		return c;
	ahead = *v;
	high = hex_of(view_get(&ahead, depth - 1));
	low = hex_of(view_get(&ahead, depth - 1));
	if (high < 0 || low < 0)
		return c;
	*v = ahead;
	v->plus = false;
	return high * 16 + low;
}

static int
view_next(struct view *v)
{
	v->plus = false;
	return view_get(v, v->depth);
}

static size_t
byte_fits(const struct view *v, int c, unsigned char want)
{
	return c == want || (v->plus && want == ' ') ? 1 : 0;
}

static size_t
plain_fits(struct view *v, const unsigned char *want, size_t len)
{
	int c = view_next(v);

	(void)len;
	return byte_fits(v, c, *want);
}

static size_t
base64_fits(struct view *v, const unsigned char *want, size_t len)
{
	int c = view_next(v);

	(void)len;
	if (c == '\\' && *want == '/')
		c = view_next(v);
	c = c == '-' ? '+' : c == '_' ? '/' : c;
	return c == *want ? 1 : 0;
}

static size_t
hex_fits(struct view *v, const unsigned char *want, size_t len)
{
	int high = hex_of(view_next(v)), low = hex_of(view_next(v));

	(void)len;
	return high == *want >> 4 && low == (*want & 15) ? 1 : 0;
}

static size_t
code_point_fits(uint32_t cp, const unsigned char *want, size_t len)
{
	char utf8[4];
	size_t n = utf8_encode(cp, utf8);

	return n > 0 && n <= len && memcmp(utf8, want, n) == 0 ? n : 0;
}

/* Four hexadecimal digits; -1 when they are not there. */
static int32_t
json_unit(struct view *v)
{
	int32_t unit = 0;
	int i, digit;

	for (i = 0; i < 4; i++) {
		digit = hex_of(view_next(v));
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

static size_t
json_fits(struct view *v, const unsigned char *want, size_t len)
{
	static const char shorts[] = "b\bf\fn\nr\rt\t";
	int c = view_next(v);
	int32_t unit, second;
	const char *found;

	if (c != '\\')
		return byte_fits(v, c, *want);
	c = view_next(v);
	if (c != 'u') {
		for (found = shorts; *found != '\0'; found += 2)
			if (c == *found)
				c = (unsigned char)found[1];
		return c == *want ? 1 : 0;
	}
	unit = json_unit(v);
	if (unit >= 0xd800 && unit < 0xdc00) {
		if (view_next(v) != '\\' || view_next(v) != 'u')
			return 0;
		second = json_unit(v);
		if (second < 0xdc00 || second > 0xdfff)
			return 0;
		unit = 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00);
	}
	return unit < 0 ? 0 : code_point_fits((uint32_t)unit, want, len);
}

/* The character of an entity such as "lt" or "#x3C"; 0 when unknown. */
static uint32_t
xml_entity(const char *name)
{
	static const struct {
		const char *name;
		uint32_t cp;
	} named[] = { { "lt", '<' }, { "gt", '>' }, { "amp", '&' },
		{ "quot", '"' }, { "apos", '\'' } };
	uint32_t cp = 0, base;
	size_t i;
	int digit;

	for (i = 0; i < ARRAY_LEN(named); i++)
		if (strcmp(name, named[i].name) == 0)
			return named[i].cp;
	if (*name++ != '#')
		return 0;
	base = *name == 'x' || *name == 'X' ? 16 : 10;
	for (name += base == 16 ? 1 : 0; *name != '\0'; name++) {
		digit = ascii_hex(*name);
		if (digit < 0 || (uint32_t)digit >= base || cp > 0x10ffff)
			return 0;
		cp = cp * base + (uint32_t)digit;
	}
	return cp;
}

static size_t
xml_fits(struct view *v, const unsigned char *want, size_t len)
{
	char name[16];
	size_t n = 0;
	int c = view_next(v);

	if (c != '&')
		return byte_fits(v, c, *want);
	while ((c = view_next(v)) > 0 && c != ';') {
		if (n == sizeof(name) - 1)
			return 0;
		name[n++] = (char)c;
	}
	name[n] = '\0';
	return c == ';' ? code_point_fits(xml_entity(name), want, len) : 0;
}

static size_t
match_by(const struct redact_item *item, unit_fits *fits, int depth,
    const unsigned char *p, const unsigned char *end)
{
	struct view v = { .p = p, .end = end, .depth = depth };
	size_t i, n;

	for (i = 0; i < item->len; i += n) {
		n = fits(&v, item->data + i, item->len - i);
		if (n == 0)
			return 0;
	}
	return (size_t)(v.p - p);
}

static bool
is_word(unsigned char c)
{
	return ascii_is_alnum((char)c) || c == '_';
}

/* Whether the last n bytes before p are an escape that begins with c. */
static bool
escape_before(const struct redact_span *text, const unsigned char *p, int n,
    unsigned char c)
{
	return p - text->start >= n && p[-n] == c;
}

/* No letter or digit beside it; one that ends an escape is none. */
static bool
word_fits(const struct redact_span *text, const unsigned char *p, size_t len)
{
	if (p + len < text->end && is_word(p[len]))
		return false;
	if (p == text->start || !is_word(p[-1]))
		return true;
	return escape_before(text, p, 3, '%') ||
	    escape_before(text, p, 6, '\\') || escape_before(text, p, 2, '\\');
}

static bool
is_base64(unsigned char c)
{
	return is_word(c) || c == '+' || c == '/' || c == '-';
}

/* A quick no for most places of a text. */
static bool
may_begin(const struct redact_item *item, unsigned char c)
{
	unsigned char first = item->data[0];

	if (c == '%' || c == '\\' || c == '&' || c == '+' || c == first)
		return true;
	if (item->forms & REDACT_HEX && ascii_hex((char)c) == first >> 4)
		return true;
	return item->forms & REDACT_BASE64 && (c == '-' || c == '_');
}

size_t
redact_match(const struct redact_item *item, const struct redact_span *text,
    const unsigned char *p)
{
	static unit_fits *const text_units[] = { plain_fits, json_fits,
		xml_fits };
	size_t k, len, longest = 0;
	int depth;

	if (!may_begin(item, *p))
		return 0;
	for (depth = 0; depth <= URL_DEPTH; depth++) {
		for (k = 0; k < ARRAY_LEN(text_units); k++) {
			if (!(item->forms & REDACT_TEXT))
				break;
			len =
			    match_by(item, text_units[k], depth, p, text->end);
			if (item->forms & REDACT_WORD &&
			    !word_fits(text, p, len))
				len = 0;
			longest = len > longest ? len : longest;
		}
		if (!(item->forms & REDACT_BASE64))
			continue;
		len = match_by(item, base64_fits, depth, p, text->end);
		if (len > 0 && item->forms & REDACT_RAGGED &&
		    p + len < text->end && is_base64(p[len]))
			len++;
		longest = len > longest ? len : longest;
	}
	if (item->forms & REDACT_HEX) {
		len = match_by(item, hex_fits, 0, p, text->end);
		longest = len > longest ? len : longest;
	}
	return longest;
}

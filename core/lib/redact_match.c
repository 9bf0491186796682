/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds hidden values at a place of a text, unit by unit: a unit is a byte as
 * it is, or what a JSON or XML escape or two hexadecimal digits stand for, and
 * each byte of that may itself be written as %XX, once or twice.  The needles
 * are sorted, so that all of them are followed at once: each unit read narrows
 * down those that may still be there.
 */
#include "redact_needles.h"

#include "ascii.h"
#include "utf8.h"

/* Percent-encodings that may lie over each other. */
#define URL_DEPTH 2

/* The most bytes that one unit stands for: a character in UTF-8. */
#define UNIT_MAX 4

/* The text from a place on, read through `depth` percent-encodings. */
struct view {
	const unsigned char *p, *end;
	int depth;
	bool plus; /* the last byte was a '+' of a form: maybe a blank */
	bool urly; /* something was read that depth makes a difference for */
};

/* Reads the next unit; how many bytes it stands for, 0 when it is none. */
typedef size_t unit_get(struct view *v, unsigned char *out);

/* A look at one place of a text, by one way to write a value. */
struct search {
	const struct redact_needles *needles;
	const struct redact_span *text;
	const unsigned char *p;
	unsigned forms;
	unit_get *get;
	size_t longest, order;
	const char *shown;
};

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

	if (depth == 0) {
		c = v->p < v->end ? *v->p++ : -1;
		v->urly = v->urly || c == '%' || c == '+';
		return c;
	}
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

/* One byte as a unit. */
static size_t
byte_unit(int c, unsigned char *out)
{
	out[0] = (unsigned char)c;
	return c >= 0 ? 1 : 0;
}

static size_t
plain_get(struct view *v, unsigned char *out)
{
	return byte_unit(view_next(v), out);
}

static size_t
base64_get(struct view *v, unsigned char *out)
{
	int c = view_next(v);

	if (c == '\\') { /* as JSON writes a slash */
		c = view_next(v);
		if (c != '/')
			return 0;
	}
	v->plus = false;
	return byte_unit(c == '-' ? '+' : c == '_' ? '/' : c, out);
}

static size_t
hex_get(struct view *v, unsigned char *out)
{
	int high = hex_of(view_next(v)), low = hex_of(view_next(v));

	v->plus = false;
	return high < 0 || low < 0 ? 0 : byte_unit(high * 16 + low, out);
}

static size_t
code_point_unit(struct view *v, uint32_t cp, unsigned char *out)
{
	char utf8[UNIT_MAX];
	size_t n = utf8_encode(cp, utf8);

	v->plus = false;
	memcpy(out, utf8, n);
	return n;
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
json_get(struct view *v, unsigned char *out)
{
	static const char shorts[] = "b\bf\fn\nr\rt\t";
	int c = view_next(v);
	int32_t unit, second;
	const char *found;

	if (c != '\\')
		return byte_unit(c, out);
	c = view_next(v);
	v->plus = false;
	if (c != 'u') {
		for (found = shorts; *found != '\0'; found += 2)
			if (c == *found)
				return byte_unit(found[1], out);
		return byte_unit(c, out);
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
	return unit < 0 ? 0 : code_point_unit(v, (uint32_t)unit, out);
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
xml_get(struct view *v, unsigned char *out)
{
	char name[16];
	size_t n = 0;
	int c = view_next(v);

	if (c != '&')
		return byte_unit(c, out);
	while ((c = view_next(v)) > 0 && c != ';') {
		if (n == sizeof(name) - 1)
			return 0;
		name[n++] = (char)c;
	}
	name[n] = '\0';
	return c == ';' ? code_point_unit(v, xml_entity(name), out) : 0;
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

/* A needle that ends where the view stands. */
static void
search_take(
    struct search *s, const struct redact_item *item, const unsigned char *end)
{
	size_t len = (size_t)(end - s->p);

	if (!(item->forms & s->forms) ||
	    (s->forms == REDACT_TEXT && item->forms & REDACT_WORD &&
		!word_fits(s->text, s->p, len)))
		return;
	if (item->forms & REDACT_RAGGED && end < s->text->end &&
	    is_base64(*end))
		len++;
	if (len < s->longest || (len == s->longest && item->order >= s->order))
		return;
	s->longest = len;
	s->order = item->order;
	s->shown = item->shown;
}

/* The first item from lo to hi whose byte at pos is at least c. */
static size_t
lower_bound(const struct redact_item *items, size_t lo, size_t hi, size_t pos,
    unsigned c)
{
	size_t mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (items[mid].data[pos] < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Of items alike up to pos those with c there, longer than that. */
static void
narrow(const struct redact_item *items, size_t *lo, size_t *hi, size_t pos,
    unsigned char c)
{
	while (*lo < *hi && items[*lo].len == pos)
		++*lo;
	*lo = lower_bound(items, *lo, *hi, pos, c);
	*hi = lower_bound(items, *lo, *hi, pos, c + 1u);
}

/* Follows the items from lo to hi, which are alike up to pos. */
static bool
search_walk(struct search *s, struct view v, size_t lo, size_t hi, size_t pos)
{
	const struct redact_item *items = s->needles->items;
	unsigned char unit[UNIT_MAX];
	size_t i, n, blank_lo, blank_hi;

	while (lo < hi) {
		for (i = lo; i < hi && items[i].len == pos; i++)
			search_take(s, &items[i], v.p);
		n = s->get(&v, unit);
		if (n == 0)
			break;
		if (v.plus) {
			blank_lo = lo;
			blank_hi = hi;
			narrow(items, &blank_lo, &blank_hi, pos, ' ');
			if (blank_lo < blank_hi)
				search_walk(s, v, blank_lo, blank_hi, pos + 1);
		}
		for (i = 0; i < n; i++)
			narrow(items, &lo, &hi, pos++, unit[i]);
	}
	return v.urly;
}

size_t
redact_match(const struct redact_needles *needles,
    const struct redact_span *text, const unsigned char *p, const char **shown)
{
	static const struct {
		unit_get *get;
		unsigned forms;
		int depth;
	} ways[] = {
		{ plain_get, REDACT_TEXT, URL_DEPTH },
		{ json_get, REDACT_TEXT, URL_DEPTH },
		{ xml_get, REDACT_TEXT, URL_DEPTH },
		{ base64_get, REDACT_BASE64, URL_DEPTH },
		{ hex_get, REDACT_HEX, 0 },
	};
	struct search s = { .needles = needles, .text = text, .p = p };
	struct view v = { .p = p, .end = text->end };
	size_t i;

	if (needles == NULL || !needles->begins[*p])
		return 0;
	for (i = 0; i < ARRAY_LEN(ways); i++) {
		s.forms = ways[i].forms;
		s.get = ways[i].get;
		for (v.depth = 0; v.depth <= ways[i].depth; v.depth++)
			if (!search_walk(&s, v, 0, needles->count, 0))
				break; /* deeper it is the same */
	}
	*shown = s.shown;
	return s.longest;
}

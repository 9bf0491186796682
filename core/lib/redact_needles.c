/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the needles of hidden values.  Each value comes to a few (its bytes,
 * its base64 at each alignment, its other character sets); those are compared
 * through the decoders of redact_match.c, so that every way to write a form is
 * known and not only the usual one.
 */
#include "redact_needles.h"

#include <iconv.h>
#include <stdlib.h>

#include "ascii.h"
#include "buf.h"
#include "encode.h"
#include "number.h"
#include "utf8.h"

#define NEEDLES_MEMORY_MAX ((size_t)512 * 1024 * 1024)

/* Below this many bytes base64 would hit by chance. */
#define BASE64_MIN 6
#define HEX_MIN 3
#define CODE_MIN 4

/* One value while its needles are made. */
struct value {
	struct redact_needles *needles;
	const char *text, *shown;
	size_t len;
};

/* Adds a needle; data and shown are the arena's. */
static int
item_add(struct redact_needles *needles, const void *data, size_t len,
    unsigned forms, const char *shown)
{
	struct redact_item *items;
	size_t size = needles->size == 0 ? 64 : needles->size, bytes;

	if (data == NULL || shown == NULL)
		return -1;
	if (len == 0)
		return 0;
	if (needles->count == size && size_mul(size, 2, &size) != 0)
		return -1;
	if (size != needles->size) {
		if (size_mul(size, sizeof(*items), &bytes) != 0)
			return -1;
		items = realloc(needles->items, bytes);
		if (items == NULL)
			return -1;
		needles->items = items;
		needles->size = size;
	}
	needles->items[needles->count] = (struct redact_item){
		.data = data,
		.len = len,
		.forms = forms,
		.order = needles->count,
		.shown = shown,
	};
	needles->count++;
	return 0;
}

/*
 * The base64 characters that depend on the value alone, when `before` bytes
 * (0 to 2) of something else stand in front of it in their group of three.
 */
static int
add_base64(const struct value *value, size_t before)
{
	const unsigned char *data = (const unsigned char *)value->text;
	size_t first, last, k, bit, n = 0;
	unsigned bits, ragged;
	char *text;

	first = (before * 8 + 5) / 6;
	last = (before + value->len) * 8 / 6;
	text = arena_alloc(&value->needles->arena, last - first + 1);
	for (k = first; text != NULL && k < last; k++) {
		bit = k * 6 - before * 8;
		bits = (unsigned)data[bit / 8] << 8;
		if (bit / 8 + 1 < value->len)
			bits |= data[bit / 8 + 1];
		text[n++] = encode_base64_alphabet[bits >> (10 - bit % 8) & 63];
	}
	ragged = (before + value->len) * 8 % 6 != 0 ? REDACT_RAGGED : 0;
	return item_add(
	    value->needles, text, n, REDACT_BASE64 | ragged, value->shown);
}

/* UTF-16 is written in hexadecimal by providers. */
static int
add_utf16(const struct value *value)
{
	unsigned char *be, *le;
	uint32_t cp, units[2];
	size_t i, k, n = 0;
	int step;

	be = arena_calloc(&value->needles->arena, value->len, 2);
	le = arena_calloc(&value->needles->arena, value->len, 2);
	if (be == NULL || le == NULL)
		return -1;
	for (i = 0; i < value->len; i += (size_t)step) {
		step = utf8_decode(value->text + i, value->len - i, &cp);
		units[0] = cp;
		if (cp > 0xffff) {
			units[0] = 0xd7c0 + (cp >> 10);
			units[1] = 0xdc00 + (cp & 0x3ff);
		}
		for (k = 0; k < (cp > 0xffff ? 2u : 1u); k++, n += 2) {
			be[n] = le[n + 1] = (unsigned char)(units[k] >> 8);
			be[n + 1] = le[n] = (unsigned char)(units[k] & 0xff);
		}
	}
	if (item_add(value->needles, be, n, REDACT_HEX, value->shown) != 0)
		return -1;
	return item_add(value->needles, le, n, REDACT_HEX, value->shown);
}

/* A value that GBK cannot write, or no iconv for it, is no failure. */
static int
add_gbk(const struct value *value)
{
	size_t size = value->len * 2, left = size, in_left = value->len;
	char *gbk, *out, *in = (char *)(uintptr_t)value->text;
	iconv_t cd;
	int rc = 0;

	gbk = out = arena_alloc(&value->needles->arena, size);
	if (gbk == NULL)
		return -1;
	cd = iconv_open("GBK", "UTF-8");
	if (cd == (iconv_t)-1)
		return 0;
	if (iconv(cd, &in, &in_left, &out, &left) == 0)
		rc = item_add(value->needles, gbk, size - left,
		    REDACT_TEXT | REDACT_HEX, value->shown);
	(void)iconv_close(cd);
	return rc;
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static int
add_charsets(const struct value *value)
{
	if (!utf8_valid(value->text, value->len))
		return 0;
	if (add_utf16(value) != 0)
		return -1;
	return is_ascii(value->text) ? 0 : add_gbk(value);
}

/* All needles of the first len bytes of a text. */
static int
add_value(struct redact_needles *needles, const char *text, size_t len,
    const char *shown)
{
	struct value value = {
		.needles = needles,
		.text = arena_strndup(&needles->arena, text, len),
		.shown = arena_strdup(&needles->arena, shown),
		.len = len,
	};
	bool word = utf8_count(text, len) <= 2;
	size_t before;
	unsigned forms;

	forms = REDACT_TEXT | (word ? REDACT_WORD : 0) |
	    (len >= HEX_MIN ? REDACT_HEX : 0);
	if (item_add(needles, value.text, len, forms, value.shown) != 0)
		return -1;
	if (!word && add_charsets(&value) != 0)
		return -1;
	for (before = 0; len >= BASE64_MIN && before < 3; before++)
		if (add_base64(&value, before) != 0)
			return -1;
	return 0;
}

static int
add_string(struct redact_needles *needles, const char *text, const char *shown)
{
	return add_value(needles, text, strlen(text), shown);
}

/* Each form by its own mask: a dry run is to show whether a + is sent. */
static int
add_number(struct redact_needles *needles, const char *e164)
{
	char mask[NUMBER_MASK_SIZE], zeros[2 + NUMBER_SIZE] = "00";
	char zeros_mask[2 + NUMBER_MASK_SIZE] = "00";
	const char *digits, *national, *digits_mask, *national_mask;
	size_t len;

	number_mask(e164, mask);
	digits = number_digits(e164);
	national = number_national(e164);
	len = strlen(digits);
	if (len == 0 || len >= NUMBER_SIZE)
		return add_string(needles, e164, mask);
	digits_mask = mask[0] == '*' ? mask : mask + (digits - e164);
	national_mask = mask[0] == '*' ? mask : mask + (national - e164);
	memcpy(zeros + 2, digits, len + 1);
	memcpy(zeros_mask + 2, digits_mask, strlen(digits_mask) + 1);
	if (add_string(needles, e164, mask) != 0 ||
	    add_string(needles, zeros, zeros_mask) != 0 ||
	    add_string(needles, digits, digits_mask) != 0)
		return -1;
	return add_string(needles, national, national_mask);
}

/* The length of a run of letters and digits, of '-' and '_' too if joined. */
static size_t
run_length(const char *s, bool joined, bool *digit)
{
	size_t n;

	*digit = false;
	for (n = 0;
	     ascii_is_alnum(s[n]) || (joined && (s[n] == '-' || s[n] == '_'));
	     n++)
		if (ascii_is_digit(s[n]))
			*digit = true;
	return n;
}

/* All runs of a text; a part of a joined word counts on its own as well. */
static int
add_runs(struct redact_needles *needles, const char *text, bool joined,
    const char *shown)
{
	size_t len;
	bool digit;

	while (*text != '\0') {
		len = run_length(text, joined, &digit);
		if (digit && len >= CODE_MIN &&
		    add_value(needles, text, len, shown) != 0)
			return -1;
		text += len > 0 ? len : 1;
	}
	return 0;
}

/* Codes that are written in groups: "123 456". */
static int
add_groups(struct redact_needles *needles, const char *text, const char *shown)
{
	size_t len, groups;

	while (*text != '\0') {
		for (len = 0, groups = 1; ascii_is_digit(text[len]); len++)
			if (text[len + 1] == ' ' &&
			    ascii_is_digit(text[len + 2])) {
				len++;
				groups++;
			}
		if (groups > 1 && len > CODE_MIN &&
		    add_value(needles, text, len, shown) != 0)
			return -1;
		text += len > 0 ? len : 1;
	}
	return 0;
}

static int
add_note(struct redact_needles *needles, char kind, const char *value,
    const char *shown)
{
	switch (kind) {
	case REDACT_NOTE_NUMBER:
		return add_number(needles, value);
	case REDACT_NOTE_CODES:
		if (add_runs(needles, value, true, shown) != 0 ||
		    add_runs(needles, value, false, shown) != 0)
			return -1;
		return add_groups(needles, value, shown);
	case REDACT_NOTE_VALUE:
	default:
		return add_string(needles, value, shown);
	}
}

static int
compare_bytes(const struct redact_item *a, const struct redact_item *b)
{
	int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);

	if (order != 0)
		return order;
	return (a->len > b->len) - (a->len < b->len);
}

static int
compare_items(const void *x, const void *y)
{
	const struct redact_item *a = x, *b = y;
	int order = compare_bytes(a, b);

	if (order == 0 && a->forms != b->forms)
		return a->forms < b->forms ? -1 : 1;
	return order != 0 ? order :
			    (a->order > b->order) - (a->order < b->order);
}

/* Sorts, and drops what is there a second time. */
static void
sort_items(struct redact_needles *needles)
{
	struct redact_item *items = needles->items;
	size_t i, n = 0;

	if (needles->count == 0)
		return;
	qsort(items, needles->count, sizeof(*items), compare_items);
	for (i = 1; i < needles->count; i++)
		if (items[i].forms != items[n].forms ||
		    compare_bytes(&items[i], &items[n]) != 0)
			items[++n] = items[i];
	needles->count = n + 1;
}

/* A quick no for most places of a text. */
static void
note_beginnings(struct redact_needles *needles)
{
	static const char escapes[] = { '%', '\\', '&', '+' };
	const struct redact_item *item;
	size_t i;
	int c;

	for (i = 0; i < needles->count; i++) {
		item = &needles->items[i];
		needles->begins[item->data[0]] = true;
		for (c = 0; c < 256 && item->forms & REDACT_HEX; c++)
			if (ascii_hex((char)c) == item->data[0] >> 4)
				needles->begins[c] = true;
		if (item->forms & REDACT_BASE64)
			needles->begins['-'] = needles->begins['_'] = true;
	}
	for (i = 0; needles->count > 0 && i < sizeof(escapes); i++)
		needles->begins[(unsigned char)escapes[i]] = true;
}

struct redact_needles *
redact_needles_new(const struct buf *notes)
{
	struct redact_needles *needles = calloc(1, sizeof(*needles));
	const char *note = buf_str(notes), *end = note + notes->len;
	const char *value, *shown;

	if (needles == NULL)
		return NULL;
	arena_init(&needles->arena, NEEDLES_MEMORY_MAX);
	for (; note < end; note = shown + strlen(shown) + 1) {
		value = note + 1;
		shown = value + strlen(value) + 1;
		if (add_note(needles, *note, value, shown) != 0) {
			redact_needles_free(needles);
			return NULL;
		}
	}
	sort_items(needles);
	note_beginnings(needles);
	return needles;
}

void
redact_needles_free(struct redact_needles *needles)
{
	if (needles == NULL)
		return;
	arena_fini(&needles->arena);
	free(needles->items);
	free(needles);
}

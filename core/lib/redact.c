/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes secrets out of texts.  Each value is kept as a few needles (its bytes,
 * its base64 at each alignment, its other character sets), and a needle is
 * compared through the decoders of redact_match.c, so that every way to
 * write a form is known and not only the usual one.
 */
#include "redact.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include "ascii.h"
#include "encode.h"
#include "number.h"
#include "precondition.h"
#include "redact_match.h"
#include "utf8.h"

#define REDACT_SHOWN "****"

/* Below this many bytes base64 would hit by chance. */
#define BASE64_MIN 6
#define HEX_MIN 3
#define CODE_MIN 4

static void
item_fini(struct redact_item *item)
{
	wipe(item->data, item->len);
	free(item->data);
	free(item->shown);
}

void
redact_init(struct redact *redact, const struct redact *parent)
{
	require_or_return_void(redact != NULL);
	*redact = (struct redact){ .parent = parent };
}

void
redact_fini(struct redact *redact)
{
	size_t i;

	if (redact == NULL)
		return;
	for (i = 0; i < redact->count; i++)
		item_fini(&redact->items[i]);
	free(redact->items);
	*redact = (struct redact){ .parent = redact->parent };
}

/* Room for one more item, or NULL. */
static struct redact_item *
item_new(struct redact *redact)
{
	struct redact_item *items;
	size_t size;

	if (redact->count == redact->size) {
		if (size_mul(redact->size, 2, &size) != 0)
			return NULL;
		size = size == 0 ? 16 : size;
		items = calloc(size, sizeof(*items));
		if (items == NULL)
			return NULL;
		if (redact->count > 0)
			memcpy(items, redact->items,
			    redact->count * sizeof(*items));
		free(redact->items);
		redact->items = items;
		redact->size = size;
	}
	return &redact->items[redact->count];
}

static bool
item_known(
    const struct redact *redact, const void *data, size_t len, unsigned forms)
{
	size_t i;

	for (i = 0; i < redact->count; i++)
		if (redact->items[i].len == len &&
		    redact->items[i].forms == forms &&
		    memcmp(redact->items[i].data, data, len) == 0)
			return true;
	return false;
}

static int
item_add(struct redact *redact, const void *data, size_t len, unsigned forms,
    const char *shown)
{
	struct redact_item *item, new = { .len = len, .forms = forms };

	if (len == 0 || item_known(redact, data, len, forms))
		return 0;
	item = item_new(redact);
	new.data = malloc(len);
	new.shown = strdup(shown);
	if (item == NULL || new.data == NULL || new.shown == NULL) {
		free(new.data);
		free(new.shown);
		return -1;
	}
	memcpy(new.data, data, len);
	*item = new;
	redact->count++;
	return 0;
}

/*
 * The base64 characters that depend on the value alone, when `before` bytes
 * (0 to 2) of something else stand in front of it in their group of three.
 */
static int
add_base64(struct redact *redact, const unsigned char *data, size_t len,
    size_t before, const char *shown)
{
	size_t first, last, k, bit, n = 0;
	unsigned value;
	unsigned ragged;
	char *text;
	int rc;

	first = (before * 8 + 5) / 6;
	last = (before + len) * 8 / 6;
	text = malloc(last - first + 1);
	if (text == NULL)
		return -1;
	for (k = first; k < last; k++) {
		bit = k * 6 - before * 8;
		value = (unsigned)data[bit / 8] << 8;
		if (bit / 8 + 1 < len)
			value |= data[bit / 8 + 1];
		text[n++] =
		    encode_base64_alphabet[value >> (10 - bit % 8) & 63];
	}
	ragged = (before + len) * 8 % 6 != 0 ? REDACT_RAGGED : 0;
	rc = item_add(redact, text, n, REDACT_BASE64 | ragged, shown);
	wipe(text, n);
	free(text);
	return rc;
}

/* UTF-16 is written in hexadecimal by providers; len bytes of UTF-8. */
static int
add_utf16(
    struct redact *redact, const char *value, size_t len, const char *shown)
{
	unsigned char *be, *le;
	uint32_t cp, units[2];
	size_t i, k, n = 0;
	int step, rc = -1;

	be = calloc(len, 2);
	le = calloc(len, 2);
	if (be == NULL || le == NULL)
		goto out;
	for (i = 0; i < len; i += (size_t)step) {
		step = utf8_decode(value + i, len - i, &cp);
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
	rc = item_add(redact, be, n, REDACT_HEX, shown);
	if (rc == 0)
		rc = item_add(redact, le, n, REDACT_HEX, shown);
out:
	if (be != NULL)
		wipe(be, len * 2);
	if (le != NULL)
		wipe(le, len * 2);
	free(be);
	free(le);
	return rc;
}

/* A value that GBK cannot write, or no iconv for it, is no failure. */
static int
add_gbk(struct redact *redact, char *value, size_t len, const char *shown)
{
	size_t size, left;
	char *gbk, *out;
	iconv_t cd;
	int rc = 0;

	cd = iconv_open("GBK", "UTF-8");
	if (cd == (iconv_t)-1)
		return 0;
	size = left = len * 2;
	gbk = out = malloc(size);
	if (gbk == NULL)
		rc = -1;
	else if (iconv(cd, &value, &len, &out, &left) == 0)
		rc = item_add(
		    redact, gbk, size - left, REDACT_TEXT | REDACT_HEX, shown);
	(void)iconv_close(cd);
	if (gbk != NULL)
		wipe(gbk, size);
	free(gbk);
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
add_charsets(struct redact *redact, const char *value, const char *shown)
{
	size_t len = strlen(value);
	char *copy;
	int rc;

	if (!utf8_valid(value, len))
		return 0;
	if (add_utf16(redact, value, len, shown) != 0)
		return -1;
	if (is_ascii(value))
		return 0;
	copy = strdup(value);
	if (copy == NULL)
		return -1;
	rc = add_gbk(redact, copy, len, shown);
	wipe(copy, len);
	free(copy);
	return rc;
}

static int
add_forms(struct redact *redact, const char *value, const char *shown)
{
	const unsigned char *bytes = (const unsigned char *)value;
	size_t len = strlen(value), before;
	bool word = utf8_count(value, len) <= 2;
	unsigned forms;

	forms = REDACT_TEXT | (word ? REDACT_WORD : 0) |
	    (len >= HEX_MIN ? REDACT_HEX : 0);
	if (item_known(redact, value, len, forms))
		return 0;
	if (item_add(redact, value, len, forms, shown) != 0)
		return -1;
	if (!word && add_charsets(redact, value, shown) != 0)
		return -1;
	for (before = 0; len >= BASE64_MIN && before < 3; before++)
		if (add_base64(redact, bytes, len, before, shown) != 0)
			return -1;
	return 0;
}

int
redact_add(struct redact *redact, const char *value, const char *shown)
{
	require_or_return(redact != NULL && value != NULL, -1);
	if (value[0] == '\0')
		return 0;
	if (add_forms(redact, value, shown != NULL ? shown : REDACT_SHOWN) != 0)
		redact->failed = true;
	return redact->failed ? -1 : 0;
}

int
redact_add_number(struct redact *redact, const char *e164)
{
	char mask[NUMBER_MASK_SIZE], zeros[2 + NUMBER_SIZE];
	char zeros_mask[2 + NUMBER_MASK_SIZE];
	const char *digits, *national, *digits_mask, *national_mask;
	size_t len;

	require_or_return(redact != NULL && e164 != NULL, -1);
	number_mask(e164, mask);
	digits = number_digits(e164);
	national = number_national(e164);
	len = strlen(digits);
	if (len == 0 || len >= NUMBER_SIZE)
		return redact_add(redact, e164, mask);
	/* each in its form: whether a + is sent is what a dry run is to show */
	digits_mask = mask[0] == '*' ? mask : mask + (digits - e164);
	national_mask = mask[0] == '*' ? mask : mask + (national - e164);
	memcpy(zeros, "00", 2);
	memcpy(zeros + 2, digits, len + 1);
	(void)snprintf(zeros_mask, sizeof(zeros_mask), "00%s", digits_mask);
	if (redact_add(redact, e164, mask) != 0 ||
	    redact_add(redact, zeros, zeros_mask) != 0 ||
	    redact_add(redact, digits, digits_mask) != 0 ||
	    redact_add(redact, national, national_mask) != 0)
		return -1;
	return 0;
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

static int
add_code(struct redact *redact, const char *s, size_t len)
{
	char *word;
	int rc;

	word = strndup(s, len);
	if (word == NULL) {
		redact->failed = true;
		return -1;
	}
	rc = redact_add(redact, word, NULL);
	wipe(word, len);
	free(word);
	return rc;
}

/* All runs of a text; a part of a joined word counts on its own as well. */
static int
add_runs(struct redact *redact, const char *text, bool joined)
{
	size_t len;
	bool digit;

	while (*text != '\0') {
		len = run_length(text, joined, &digit);
		if (digit && len >= CODE_MIN &&
		    add_code(redact, text, len) != 0)
			return -1;
		text += len > 0 ? len : 1;
	}
	return 0;
}

/* Codes that are written in groups: "123 456". */
static int
add_groups(struct redact *redact, const char *text)
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
		    add_code(redact, text, len) != 0)
			return -1;
		text += len > 0 ? len : 1;
	}
	return 0;
}

int
redact_add_codes(struct redact *redact, const char *text)
{
	require_or_return(redact != NULL && text != NULL, -1);
	if (add_runs(redact, text, true) != 0 ||
	    add_runs(redact, text, false) != 0 || add_groups(redact, text) != 0)
		return -1;
	return 0;
}

/* The longest of all items that begins at p; its length, or 0. */
static size_t
longest_at(const struct redact *redact, const struct redact_span *text,
    const unsigned char *p, const char **shown)
{
	size_t i, len, longest = 0;

	for (; redact != NULL; redact = redact->parent)
		for (i = 0; i < redact->count; i++) {
			len = redact_match(&redact->items[i], text, p);
			if (len > longest) {
				longest = len;
				*shown = redact->items[i].shown;
			}
		}
	return longest;
}

static bool
any_failed(const struct redact *redact)
{
	for (; redact != NULL; redact = redact->parent)
		if (redact->failed)
			return true;
	return false;
}

int
redact_text(const struct redact *redact, const char *in, struct buf *out)
{
	const unsigned char *p, *plain, *stop;
	const char *shown = REDACT_SHOWN, *ignored;
	struct redact_span text;
	size_t len;

	require_or_return(in != NULL && out != NULL, -1);
	if (any_failed(redact))
		return buf_puts(out, REDACT_SHOWN);
	text.start = plain = p = (const unsigned char *)in;
	text.end = text.start + strlen(in);
	while (p < text.end) {
		len = longest_at(redact, &text, p, &shown);
		if (len == 0) {
			p++;
			continue;
		}
		(void)buf_add(out, plain, (size_t)(p - plain));
		(void)buf_puts(out, shown);
		/* what overlaps the hidden part goes with it */
		for (stop = p + len; p < stop; p++) {
			len = longest_at(redact, &text, p, &ignored);
			if (len > (size_t)(stop - p))
				stop = p + len;
		}
		plain = p;
	}
	return buf_add(out, plain, (size_t)(p - plain));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes what is read from people: numbers, texts and their signatures,
 * durations, rates, URLs; and the escaping of what is shown to them.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "buf.h"
#include "number.h"
#include "text.h"
#include "utf8.h"
#include "value.h"

#define OUT_MAX ((size_t)1024 * 1024)

/* A number, once found, is found again and is nowhere shown whole. */
static void
number(const char *text)
{
	char first[NUMBER_SIZE], again[NUMBER_SIZE], mask[NUMBER_MASK_SIZE];
	const char *reason = NULL;

	number_mask(text, mask);
	(void)number_in("+8613800138000", text);
	if (number_normalize(text, "CN", first, &reason) != 0) {
		fuzz_require(first[0] == '\0' && reason != NULL);
		return;
	}
	fuzz_require(first[0] == '+' && strlen(first) >= 5 &&
	    strspn(first + 1, "0123456789") == strlen(first + 1));
	fuzz_require(number_normalize(first, NULL, again, &reason) == 0 &&
	    strcmp(first, again) == 0);
	number_mask(first, mask);
	fuzz_require(strstr(mask, "****") != NULL);
	(void)number_national(first);
}

/* A signature is there once, and can be taken away again. */
static void
signature(const char *title, const char *text)
{
	struct buf once, twice;

	buf_init(&once, OUT_MAX);
	buf_init(&twice, OUT_MAX);
	if (text_with_signature(title, text, &once) == 0 &&
	    text_with_signature(title, buf_str(&once), &twice) == 0)
		fuzz_require(strcmp(buf_str(&once), buf_str(&twice)) == 0);
	fuzz_require(
	    strlen(text_without_signature(title, buf_str(&once))) <= once.len);
	buf_fini(&once);
	buf_fini(&twice);
}

static void
parts(const char *text)
{
	struct text_parts parts;

	if (text_count(text, TEXT_COUNT_AUTO, &parts) != 0) {
		fuzz_require(
		    parts.parts == 0 && !utf8_valid(text, strlen(text)));
		return;
	}
	fuzz_require(parts.parts <= parts.units &&
	    parts.parts * parts.per_part >= parts.units);
	fuzz_require(text_count(text, TEXT_COUNT_UCS2, &parts) == 0);
}

static void
values(const char *text)
{
	const char *expected = NULL;
	struct value_url url = { .port = 0 };
	struct value_rate rate;
	int64_t number_out;
	bool yes;

	if (value_int(text, -100, 100, &number_out, &expected) == 0)
		fuzz_require(number_out >= -100 && number_out <= 100);
	if (value_duration_ms(text, &number_out, &expected) == 0)
		fuzz_require(number_out >= 0);
	if (value_rate(text, &rate, &expected) == 0)
		fuzz_require(rate.count >= 0 && rate.per_ms > 0);
	(void)value_bool(text, &yes, &expected);
	if (value_url(text, &url, &expected) == 0)
		fuzz_require(url.port != 0 && url.host[0] != '\0' &&
		    url.path[0] == '/' && strpbrk(url.host, "/@ ") == NULL);
	value_url_fini(&url);
}

/* What is shown is UTF-8 and moves no cursor. */
static void
escaped(const char *text)
{
	struct buf out;
	size_t i;

	buf_init(&out, OUT_MAX);
	utf8_escape(text, strlen(text), 0, &out);
	fuzz_require(utf8_valid(buf_str(&out), out.len));
	for (i = 0; i < out.len; i++)
		fuzz_require(
		    (unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7f);
	(void)utf8_width(buf_str(&out), out.len);
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *title, *all = fuzz_rest(data, size), *text;

	title = fuzz_line(&data, &size);
	text = fuzz_rest(data, size);
	number(title);
	signature(title, text);
	parts(all);
	values(title);
	escaped(all);
	free(title);
	free(text);
	free(all);
	return 0;
}

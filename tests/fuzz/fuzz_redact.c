/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzzes the hiding of secrets: the first line is one, the rest a text in
 * which it stands, plain and encoded.  Nothing of it may be left.
 */
#include "fuzz.h"

#include <stdlib.h>

#include "encode.h"
#include "redact.h"
#include "utf8.h"

/* From this length on the encoded forms are hidden too. */
#define ENCODED_MIN 8

#define OUT_MAX ((size_t)1024 * 1024)

/* Puts the secret's forms into the text, at both ends and in the middle. */
static void
plant(
    struct arena *arena, const char *secret, const char *text, struct buf *out)
{
	size_t len = strlen(secret), half = strlen(text) / 2;

	(void)buf_printf(out, "%s", secret);
	(void)buf_add(out, text, half);
	(void)buf_printf(out, "%s/%s/%s/%s", secret,
	    encode_url(arena, secret, len), encode_hex(arena, secret, len),
	    encode_base64(arena, secret, len));
	(void)buf_printf(out, "%s%s", text + half, secret);
}

static void
hide(const char *secret, const char *text)
{
	struct redact redact;
	struct arena arena;
	struct buf in, out;
	size_t len = strlen(secret);

	redact_init(&redact, NULL);
	arena_init(&arena, OUT_MAX);
	buf_init(&in, OUT_MAX);
	buf_init(&out, OUT_MAX);
	plant(&arena, secret, text, &in);
	if (redact_add(&redact, secret, NULL) == 0 && !in.failed &&
	    redact_text(&redact, buf_str(&in), &out) == 0) {
		fuzz_require(strstr(buf_str(&out), secret) == NULL);
		if (len >= ENCODED_MIN) {
			fuzz_require(
			    strstr(buf_str(&out),
				encode_hex(&arena, secret, len)) == NULL);
			fuzz_require(
			    strstr(buf_str(&out),
				encode_url(&arena, secret, len)) == NULL);
			fuzz_require(
			    strstr(buf_str(&out),
				encode_base64(&arena, secret, len)) == NULL);
		}
	}
	buf_fini(&in);
	buf_fini(&out);
	arena_fini(&arena);
	redact_fini(&redact);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *secret = fuzz_line(&data, &size), *text = fuzz_rest(data, size);
	struct redact redact;
	struct buf out;

	/* short ones are hidden as words only; stars stand for the hidden */
	if (utf8_count(secret, strlen(secret)) >= 4 && strlen(secret) < 200 &&
	    strchr(secret, '*') == NULL)
		hide(secret, text);
	redact_init(&redact, NULL);
	buf_init(&out, OUT_MAX);
	if (redact_add_codes(&redact, secret) == 0)
		(void)redact_text(&redact, text, &out);
	buf_fini(&out);
	redact_fini(&redact);
	free(secret);
	free(text);
	return 0;
}

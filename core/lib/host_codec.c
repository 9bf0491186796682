/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: scratch memory, text and its encodings, time and chance.
 */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "ascii.h"
#include "encode.h"
#include "host_part.h"
#include "template.h"

#define CHARSET_NAME_MAX 32
#define CONVERTED_MAX ((size_t)1024 * 1024)
#define EXPANDED_MAX ((size_t)256 * 1024)
#define TIME_TEXT_SIZE 256

void *
host_alloc(struct smsgw_gateway *pub, size_t size)
{
	struct arena *scratch;

	scratch = host_scratch(gateway_of(pub), "smsgw_alloc()");
	return scratch != NULL ? arena_alloc(scratch, size) : NULL;
}

char *
host_vprintf(struct smsgw_gateway *pub, const char *fmt, va_list ap)
{
	struct gateway *gw = gateway_of(pub);
	struct arena *scratch = host_scratch(gw, "smsgw_printf()");

	if (fmt == NULL)
		host_blame(gw, "smsgw_printf() was given no format");
	if (fmt == NULL || scratch == NULL)
		return host_string(NULL);
	return host_string(arena_vprintf(scratch, fmt, ap));
}

/* The scratch memory for bytes that are there; NULL, blamed, if not. */
static struct arena *
scratch_for(struct smsgw_gateway *pub, const void *data, size_t len,
    const char *function)
{
	struct gateway *gw = gateway_of(pub);

	if (data == NULL && len > 0) {
		host_blame(gw, "%s was given NULL", function);
		return NULL;
	}
	return host_scratch(gw, function);
}

char *
host_url_encode(struct smsgw_gateway *pub, const void *data, size_t len)
{
	struct arena *scratch;

	scratch = scratch_for(pub, data, len, "smsgw_url_encode()");
	return host_string(
	    scratch != NULL ? encode_url(scratch, data, len) : NULL);
}

char *
host_url_decode(struct smsgw_gateway *pub, const char *text, size_t *len)
{
	struct arena *scratch;

	scratch = scratch_for(pub, text, 1, "smsgw_url_decode()");
	return scratch != NULL ? decode_url(scratch, text, strlen(text), len) :
				 NULL;
}

char *
host_hex(struct smsgw_gateway *pub, const void *data, size_t len)
{
	struct arena *scratch;

	scratch = scratch_for(pub, data, len, "smsgw_hex()");
	return host_string(
	    scratch != NULL ? encode_hex(scratch, data, len) : NULL);
}

char *
host_base64(struct smsgw_gateway *pub, const void *data, size_t len)
{
	struct arena *scratch;

	scratch = scratch_for(pub, data, len, "smsgw_base64()");
	return host_string(
	    scratch != NULL ? encode_base64(scratch, data, len) : NULL);
}

void *
host_base64_decode(struct smsgw_gateway *pub, const char *text, size_t *len)
{
	struct arena *scratch;

	scratch = scratch_for(pub, text, 1, "smsgw_base64_decode()");
	return scratch != NULL ? decode_base64(scratch, text, len) : NULL;
}

/* A plain name: iconv's //TRANSLIT and //IGNORE would hide a failure. */
static bool
charset_name_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!ascii_is_alnum(name[i]) &&
		    strchr("-_.:+", name[i]) == NULL)
			return false;
	return i > 0 && i <= CHARSET_NAME_MAX;
}

/* Appends all of `in` converted; -1 when a part of it cannot be. */
static int
convert(iconv_t cd, const void *data, size_t len, struct buf *out)
{
	char chunk[1024], *in = (char *)(uintptr_t)data, *to;
	size_t left, rc;
	bool flushed = false;

	do {
		to = chunk;
		left = sizeof(chunk);
		if (len > 0) {
			rc = iconv(cd, &in, &len, &to, &left);
		} else {
			rc = iconv(cd, NULL, NULL, &to, &left);
			flushed = rc != (size_t)-1;
		}
		if ((rc == (size_t)-1 && errno != E2BIG) ||
		    (rc != (size_t)-1 && rc > 0))
			return -1;
		(void)buf_add(out, chunk, sizeof(chunk) - left);
		wipe(chunk, sizeof(chunk));
	} while (!flushed && !out->failed);
	return out->failed ? -1 : 0;
}

void *
host_charset(struct smsgw_gateway *pub, const char *to, const char *from,
    const void *data, size_t len, size_t *outlen)
{
	struct arena *scratch;
	struct buf out;
	char *copy = NULL;
	iconv_t cd;

	scratch = scratch_for(pub, data, len, "smsgw_charset()");
	if (scratch == NULL)
		return NULL;
	if (to == NULL || from == NULL || !charset_name_valid(to) ||
	    !charset_name_valid(from)) {
		host_blame(gateway_of(pub),
		    "smsgw_charset() was given no "
		    "name of a character set");
		return NULL;
	}
	cd = iconv_open(to, from);
	if (cd == (iconv_t)-1)
		return NULL;
	buf_init(&out, CONVERTED_MAX);
	if (convert(cd, data, len, &out) == 0) {
		/* four NULs, for what has units of two or four bytes */
		copy = arena_alloc(scratch, out.len + 4);
		if (copy != NULL && out.len > 0)
			memcpy(copy, out.data, out.len);
		if (copy != NULL && outlen != NULL)
			*outlen = out.len;
	}
	buf_fini(&out);
	(void)iconv_close(cd);
	return copy;
}

int64_t
host_now_ms(struct smsgw_gateway *pub)
{
	return clock_wall_ms(gateway_of(pub)->clock);
}

char *
host_time_text(struct smsgw_gateway *pub, int64_t ms, int32_t offset_minutes,
    const char *fmt)
{
	char text[TIME_TEXT_SIZE];
	struct arena *scratch;

	scratch = scratch_for(pub, fmt, 1, "smsgw_time()");
	if (scratch == NULL ||
	    clock_format(ms, offset_minutes, fmt, text, sizeof(text)) != 0)
		return host_string(NULL);
	return host_string(arena_strdup(scratch, text));
}

void
host_random(struct smsgw_gateway *pub, void *out, size_t len)
{
	struct gateway *gw = gateway_of(pub);

	if (out == NULL || len == 0) {
		if (len > 0)
			host_blame(gw, "smsgw_random() was given NULL");
		return;
	}
	memset(out, 0, len);
	if (clock_random(gw->clock, out, len) != 0)
		(void)smsgw_fail(pub, SMSGW_CLASS_TEMPORARY, NULL,
		    "the system gives no random numbers; see getrandom(2)");
}

struct expansion {
	struct arena *scratch;
	smsgw_expand_fn *value;
	void *arg;
};

static int
expand_one(void *arg, const char *expr, size_t len, struct buf *out)
{
	struct expansion *expansion = arg;
	const char *copy, *value;

	copy = arena_strndup(expansion->scratch, expr, len);
	if (copy == NULL)
		return -1;
	value = expansion->value(expansion->arg, copy);
	return value != NULL ? buf_puts(out, value) : -1;
}

char *
host_expand(struct smsgw_gateway *pub, const char *text, smsgw_expand_fn *value,
    void *arg)
{
	struct expansion expansion = { .value = value, .arg = arg };
	struct buf out;
	char *copy = NULL;

	if (text == NULL || value == NULL) {
		host_blame(gateway_of(pub),
		    "smsgw_expand() was given no text "
		    "or no function");
		return NULL;
	}
	expansion.scratch = host_scratch(gateway_of(pub), "smsgw_expand()");
	if (expansion.scratch == NULL)
		return NULL;
	buf_init(&out, EXPANDED_MAX);
	if (template_render(text, expand_one, &expansion, &out, NULL) == 0)
		copy = arena_strdup(expansion.scratch, buf_str(&out));
	buf_fini(&out);
	return copy;
}

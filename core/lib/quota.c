/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The count of a channel that may send only little, and its file:
 *
 *	smsgw-quota 1 0123456789abcdef0123456789abcdef
 *	1700000000123 9f3a
 */
#include "quota.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

#include "ascii.h"
#include "precondition.h"

#define DAY_MS INT64_C(86400000)
#define MINUTE_MS INT64_C(60000)
#define HEADER "smsgw-quota 1 "

static void
write_hex(const unsigned char *in, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[in[i] >> 4];
		out[2 * i + 1] = digits[in[i] & 15];
	}
	out[2 * len] = '\0';
}

int
quota_init(struct quota *quota, const struct clock *clock)
{
	unsigned char key[(QUOTA_KEY_SIZE - 1) / 2];

	require_or_return(quota != NULL && clock != NULL, -1);
	memset(quota, 0, sizeof(*quota));
	if (clock_random(clock, key, sizeof(key)) != 0)
		return -1;
	write_hex(key, sizeof(key), quota->key);
	return 0;
}

/* Takes `len` lower-case hexadecimal digits; -1 when they are not there. */
static int
read_hex(const char **p, size_t len, char *out)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (ascii_hex((*p)[i]) < 0 || ascii_is_upper((*p)[i]))
			return -1;
	memcpy(out, *p, len);
	out[len] = '\0';
	*p += len;
	return 0;
}

/* Takes a line "1700000000123 9f3a". */
static int
read_entry(const char **p, struct quota_entry *entry)
{
	const char *start = *p;

	for (entry->at_ms = 0; ascii_is_digit(**p); ++*p) {
		if (*p - start == 15)
			return -1;
		entry->at_ms = entry->at_ms * 10 + (**p - '0');
	}
	if (*p == start || *(*p)++ != ' ' ||
	    read_hex(p, QUOTA_MARK_SIZE - 1, entry->mark) != 0 ||
	    *(*p)++ != '\n')
		return -1;
	return 0;
}

int
quota_parse(struct quota *quota, const char *text, size_t *line)
{
	struct quota_entry *entry;

	require_or_return(quota != NULL && text != NULL && line != NULL, -1);
	memset(quota, 0, sizeof(*quota));
	*line = 1;
	if (strncmp(text, HEADER, strlen(HEADER)) != 0)
		return -1;
	text += strlen(HEADER);
	if (read_hex(&text, QUOTA_KEY_SIZE - 1, quota->key) != 0 ||
	    *text++ != '\n')
		return -1;
	while (*text != '\0') {
		++*line;
		if (quota->count == QUOTA_MAX)
			return -1;
		entry = &quota->entries[quota->count];
		if (read_entry(&text, entry) != 0 ||
		    (quota->count > 0 && entry->at_ms < entry[-1].at_ms))
			return -1;
		quota->count++;
	}
	return 0;
}

int
quota_format(const struct quota *quota, struct buf *out)
{
	size_t i;

	require_or_return(quota != NULL && out != NULL, -1);
	(void)buf_printf(out, HEADER "%s\n", quota->key);
	for (i = 0; i < quota->count; i++)
		(void)buf_printf(out, "%lld %s\n",
		    (long long)quota->entries[i].at_ms, quota->entries[i].mark);
	return out->failed ? -1 : 0;
}

/* Forgets the first n. */
static void
forget(struct quota *quota, size_t n)
{
	memmove(quota->entries, quota->entries + n,
	    (quota->count - n) * sizeof(*quota->entries));
	quota->count -= n;
}

/* What is past, and moments ahead of us, which a clock set back leaves. */
static void
tidy(struct quota *quota, int64_t now_ms)
{
	size_t i, old = 0;

	for (i = 0; i < quota->count; i++) {
		if (quota->entries[i].at_ms > now_ms)
			quota->entries[i].at_ms = now_ms;
		if (quota->entries[i].at_ms <= now_ms - DAY_MS)
			old = i + 1;
	}
	forget(quota, old);
}

static void
mark_of(const struct quota *quota, const char *e164, char mark[QUOTA_MARK_SIZE])
{
	unsigned char value[EVP_MAX_MD_SIZE] = { 0 };

	/* without memory all numbers are one: it refuses more, never less */
	(void)HMAC(EVP_sha256(), quota->key, QUOTA_KEY_SIZE - 1,
	    (const unsigned char *)e164, strlen(e164), value, NULL);
	write_hex(value, (QUOTA_MARK_SIZE - 1) / 2, mark);
}

/* Whether `allowed` are used up since `window_ms` ago; mark may be NULL. */
static bool
used_up(const struct quota *quota, const char *mark, uint32_t allowed,
    int64_t window_ms, int64_t now_ms, struct quota_refusal *refusal)
{
	const struct quota_entry *entry;
	size_t i, n = 0;

	if (allowed == 0)
		return false;
	for (i = quota->count; i > 0; i--) {
		entry = &quota->entries[i - 1];
		if (entry->at_ms <= now_ms - window_ms)
			break;
		if (mark != NULL && strcmp(entry->mark, mark) != 0)
			continue;
		if (++n < allowed)
			continue;
		*refusal = (struct quota_refusal){
			.daily = mark == NULL,
			.allowed = allowed,
			.until_ms = entry->at_ms + window_ms,
		};
		return true;
	}
	return false;
}

int
quota_take(struct quota *quota, const char *e164, uint32_t per_day,
    uint32_t per_minute, int64_t now_ms, struct quota_refusal *refusal)
{
	struct quota_entry *entry;
	char mark[QUOTA_MARK_SIZE];

	require_or_return(quota != NULL && e164 != NULL && refusal != NULL, -1);
	tidy(quota, now_ms);
	mark_of(quota, e164, mark);
	if (used_up(quota, NULL, per_day, DAY_MS, now_ms, refusal) ||
	    used_up(quota, mark, per_minute, MINUTE_MS, now_ms, refusal))
		return -1;
	if (quota->count == QUOTA_MAX)
		forget(quota, 1);
	entry = &quota->entries[quota->count++];
	entry->at_ms = now_ms;
	memcpy(entry->mark, mark, sizeof(mark));
	return 0;
}

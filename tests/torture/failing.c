/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts allocations and fails the chosen ones.  What processes tell each
 * other (how many there were, whether one failed) lies in shared memory.
 */
#include "failing.h"

#include <curl/curl.h>
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/mman.h>

struct shared {
	unsigned int count;
	bool fired;
};

static struct shared *shared;
static unsigned int counted, fail_at;
static bool fail_for_ever;

/* While jansson reads. */
static bool spared;

/* Whether this call is to fail. */
static bool
fails(void)
{
	if (shared == NULL || spared)
		return false;
	counted++;
	if (counted > shared->count)
		shared->count = counted;
	if (fail_at == 0 || counted < fail_at ||
	    (counted > fail_at && !fail_for_ever))
		return false;
	shared->fired = true;
	if (getenv("TORTURE_ABORT") != NULL)
		abort();
	errno = ENOMEM;
	return true;
}

#define REAL(type, name, params)   \
	type __real_##name params; \
	type __wrap_##name params;

REAL(void *, malloc, (size_t size))
REAL(void *, calloc, (size_t count, size_t size))
REAL(void *, realloc, (void *old, size_t size))
REAL(char *, strdup, (const char *s))
REAL(char *, strndup, (const char *s, size_t len))
REAL(char *, realpath, (const char *path, char *out))
REAL(DIR *, opendir, (const char *path))
REAL(locale_t, newlocale, (int mask, const char *name, locale_t base))
REAL(CURL *, curl_easy_init, (void))
REAL(CURLM *, curl_multi_init, (void))
REAL(struct curl_slist *, curl_slist_append,
    (struct curl_slist * list, const char *s))

/*
 * Jansson 2.14 cuts a string short, and says nothing, when memory runs out
 * while it reads one: there is nothing that we could notice.
 */
REAL(json_t *, json_loadb,
    (const char *data, size_t len, size_t flags, json_error_t *e))
REAL(json_t *, json_loads, (const char *text, size_t flags, json_error_t *e))

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

char *
__wrap_strdup(const char *s)
{
	return fails() ? NULL : __real_strdup(s);
}

char *
__wrap_strndup(const char *s, size_t len)
{
	return fails() ? NULL : __real_strndup(s, len);
}

char *
__wrap_realpath(const char *path, char *out)
{
	return fails() ? NULL : __real_realpath(path, out);
}

DIR *
__wrap_opendir(const char *path)
{
	return fails() ? NULL : __real_opendir(path);
}

locale_t
__wrap_newlocale(int mask, const char *name, locale_t base)
{
	return fails() ? (locale_t)0 : __real_newlocale(mask, name, base);
}

CURL *
__wrap_curl_easy_init(void)
{
	return fails() ? NULL : __real_curl_easy_init();
}

CURLM *
__wrap_curl_multi_init(void)
{
	return fails() ? NULL : __real_curl_multi_init();
}

struct curl_slist *
__wrap_curl_slist_append(struct curl_slist *list, const char *s)
{
	return fails() ? NULL : __real_curl_slist_append(list, s);
}

json_t *
__wrap_json_loadb(const char *data, size_t len, size_t flags, json_error_t *e)
{
	json_t *json;

	spared = true;
	json = __real_json_loadb(data, len, flags, e);
	spared = false;
	return json;
}

json_t *
__wrap_json_loads(const char *text, size_t flags, json_error_t *e)
{
	json_t *json;

	spared = true;
	json = __real_json_loads(text, flags, e);
	spared = false;
	return json;
}

void
failing_init(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		abort();
	json_set_alloc_funcs(__wrap_malloc, free);
}

void
failing_arm(unsigned int n, bool for_ever)
{
	*shared = (struct shared){ .count = 0 };
	counted = 0;
	fail_at = n;
	fail_for_ever = for_ever;
}

unsigned int
failing_count(void)
{
	return shared->count;
}

bool
failing_fired(void)
{
	return shared->fired;
}

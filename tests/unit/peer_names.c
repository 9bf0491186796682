/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The resolver of a test: this getaddrinfo takes the place of the C library's
 * for the whole program, libcurl included, so that no name leaves the machine.
 */
#define COMPAT_WANT_GNU
#include "compat.h"

#include "peer.h"

#include <dlfcn.h>
#include <netdb.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool released;
static atomic_int asked;

static const struct {
	const char *name, *first, *second;
} names[] = {
	{ "loopback.test", "127.0.0.1", NULL },
	{ "host.test", "127.0.0.1", NULL },
	{ "private.test", "10.1.2.3", NULL },
	{ "metadata.test", "169.254.169.254", NULL },
	{ "two.test", "10.1.2.3", "127.0.0.1" },
	{ "stall.test", "127.0.0.1", NULL },
};

void
names_release(void)
{
	(void)pthread_mutex_lock(&lock);
	released = true;
	(void)pthread_cond_broadcast(&changed);
	(void)pthread_mutex_unlock(&lock);
}

int
names_asked(void)
{
	return atomic_load(&asked);
}

static void
stall(void)
{
	(void)pthread_mutex_lock(&lock);
	while (!released)
		(void)pthread_cond_wait(&changed, &lock);
	(void)pthread_mutex_unlock(&lock);
}

/* The C library's own, for an address. */
static int
numeric(const char *address, const char *service, const struct addrinfo *hints,
    struct addrinfo **out)
{
	int (*real)(const char *, const char *, const struct addrinfo *,
	    struct addrinfo **);
	struct addrinfo h = *hints;
	void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");

	memcpy(&real, &symbol, sizeof(real));
	h.ai_flags |= AI_NUMERICHOST;
	h.ai_family = AF_INET;
	return real(address, service, &h, out);
}

int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
    struct addrinfo **out)
{
	struct addrinfo *second;
	size_t i;
	int rc;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(names[i].name, node) == 0)
			break;
	}
	(void)atomic_fetch_add(&asked, 1);
	if (i == ARRAY_LEN(names))
		return EAI_NONAME;
	if (strcmp(node, "stall.test") == 0)
		stall();
	rc = numeric(names[i].first, service, hints, out);
	if (rc != 0 || names[i].second == NULL)
		return rc;
	rc = numeric(names[i].second, service, hints, &second);
	if (rc == 0)
		(*out)->ai_next = second;
	return rc;
}

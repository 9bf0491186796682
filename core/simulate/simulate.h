/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for providers' services, from its start to its end.
 */
#ifndef SIMULATE_H
#define SIMULATE_H

#include "problem.h"
#include "tls.h"

struct simulate_options {
	const char *address; /* an IP address */
	uint16_t port;       /* 0: any */
	const char *script, *config, *dir;
	const char *const *report_to;
	size_t report_to_count;
	bool any_time;
};

/* Where it is, once it listens. */
struct simulate_place {
	char url[96], tls_url[96], refusing_url[96];
	char pin[TLS_PIN_SIZE];
	const char *ca_file;
	const char *config; /* the copy; NULL without one */
};

/*
 * Listens, calls started, which may show the warnings in problems, and serves
 * until SIGINT or SIGTERM.  0 then, or -1 with errors in problems.
 */
int simulate_run(const struct simulate_options *options,
    void (*started)(void *arg, const struct simulate_place *place,
	struct problems *problems),
    void *arg, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The copy of a configuration that is pointed at the stand-in, for rehearsing:
 * the same gateways and templates, each gateway's account known here, and
 * nothing in it that leads to where real messages go.
 */
#ifndef SIMULATE_COPY_H
#define SIMULATE_COPY_H

#include "account.h"
#include "problem.h"
#include "script.h"

/* Where the stand-in is. */
struct copy_place {
	const char *host; /* as it stands in a URL */
	uint16_t port, tls_port, refusing_port;
	const char *ca_file; /* absolute */
};

/*
 * Writes a copy of the configuration in `from` to the new folder `to`.  Files
 * keep their modes; secrets are copied as they are.  0, or -1 with all errors
 * in problems; warnings of what cannot be played are there, too.
 */
int copy_write(const char *from, const char *to, const struct copy_place *place,
    const struct script *script, struct accounts *accounts,
    struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which addresses a request may go to.  A provider sits on the internet; what
 * points into the own network is either a mistake, an attack by way of DNS, or
 * what the admin wants and says with allow_private.
 */
#ifndef SMSGW_ADDRESS_H
#define SMSGW_ADDRESS_H

#include "compat.h"

#include <sys/socket.h>

#define ADDRESS_TEXT_SIZE 64 /* fits any address as text, with the NUL */

enum address_kind {
	/* reachable by everybody, as far as the registries say */
	ADDRESS_PUBLIC,
	/*
	 * loopback, private, shared (100.64/10), link-local, documentation,
	 * benchmark, reserved, or a form of IPv6 that leads to one of them:
	 * only with allow_private
	 */
	ADDRESS_PRIVATE,
	/*
	 * nothing that answers for a provider, whatever the file says:
	 * unspecified, multicast, broadcast, the metadata services of clouds
	 * (they give out the machine's credentials), and every other family,
	 * sockets of the file system among them
	 */
	ADDRESS_FORBIDDEN,
};

/*
 * What kind an address is.  len is the length of what sa points to; one too
 * short for its family is FORBIDDEN.  IPv4 inside IPv6 (mapped, NAT64, 6to4)
 * is of the kind of the IPv4 address, but what is in no way reachable over
 * the internet is never PUBLIC.  Pure.
 */
enum address_kind address_kind(const struct sockaddr *sa, size_t len);

/*
 * Writes the address, without the port, as text: "192.0.2.1", "2001:db8::1",
 * or "(not IP)".
 */
void address_text(
    const struct sockaddr *sa, size_t len, char out[ADDRESS_TEXT_SIZE]);

#endif

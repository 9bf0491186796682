/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of addresses, from IANA's special-purpose registries for IPv4 and
 * IPv6.  Two tables, read from the top; what no line names is public in IPv4,
 * and in IPv6 only within 2000::/3, the one block given out so far.
 */
#include "address.h"
#include "precondition.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

struct range4 {
	uint32_t net;
	int bits;
	enum address_kind kind;
};

struct range6 {
	unsigned char net[16];
	int bits;
	enum address_kind kind;
	int inner; /* where an IPv4 address stands in it, or 0 */
};

#define IP4(a, b, c, d)                                                   \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
	    (uint32_t)(d))

static const struct range4 ranges4[] = {
	/* metadata: most clouds, Tencent, Amazon's containers, Alibaba,
	 * Oracle */
	{ IP4(169, 254, 169, 254), 32, ADDRESS_FORBIDDEN },
	{ IP4(169, 254, 0, 23), 32, ADDRESS_FORBIDDEN },
	{ IP4(169, 254, 170, 2), 32, ADDRESS_FORBIDDEN },
	{ IP4(100, 100, 100, 200), 32, ADDRESS_FORBIDDEN },
	{ IP4(192, 0, 0, 192), 32, ADDRESS_FORBIDDEN },
	{ IP4(255, 255, 255, 255), 32, ADDRESS_FORBIDDEN },
	{ IP4(0, 0, 0, 0), 8, ADDRESS_FORBIDDEN },   /* this host */
	{ IP4(224, 0, 0, 0), 4, ADDRESS_FORBIDDEN }, /* multicast */
	{ IP4(10, 0, 0, 0), 8, ADDRESS_PRIVATE },
	{ IP4(100, 64, 0, 0), 10, ADDRESS_PRIVATE }, /* shared, RFC 6598 */
	{ IP4(127, 0, 0, 0), 8, ADDRESS_PRIVATE },
	{ IP4(169, 254, 0, 0), 16, ADDRESS_PRIVATE },
	{ IP4(172, 16, 0, 0), 12, ADDRESS_PRIVATE },
	{ IP4(192, 0, 0, 0), 24, ADDRESS_PRIVATE },   /* protocols */
	{ IP4(192, 0, 2, 0), 24, ADDRESS_PRIVATE },   /* documentation */
	{ IP4(192, 88, 99, 0), 24, ADDRESS_PRIVATE }, /* 6to4 relays */
	{ IP4(192, 168, 0, 0), 16, ADDRESS_PRIVATE },
	{ IP4(198, 18, 0, 0), 15, ADDRESS_PRIVATE },   /* benchmarks */
	{ IP4(198, 51, 100, 0), 24, ADDRESS_PRIVATE }, /* documentation */
	{ IP4(203, 0, 113, 0), 24, ADDRESS_PRIVATE },  /* documentation */
	{ IP4(240, 0, 0, 0), 4, ADDRESS_PRIVATE },     /* reserved */
};

static const struct range6 ranges6[] = {
	{ { 0 }, 128, ADDRESS_FORBIDDEN, 0 }, /* :: */
	{ { [15] = 1 }, 128, ADDRESS_PRIVATE, 0 },
	{ { [10] = 0xff, 0xff }, 96, ADDRESS_PUBLIC, 12 }, /* ::ffff:1.2.3.4 */
	{ { 0 }, 96, ADDRESS_PRIVATE, 12 }, /* ::1.2.3.4, deprecated */
	{ { [8] = 0xff, 0xff }, 96, ADDRESS_PRIVATE, 12 },   /* RFC 2765 */
	{ { 0, 0x64, 0xff, 0x9b }, 96, ADDRESS_PUBLIC, 12 }, /* NAT64 */
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, ADDRESS_PRIVATE, 12 },
	{ { 0x20, 0x02 }, 16, ADDRESS_PUBLIC, 2 }, /* 6to4 */
	/* metadata: Amazon, Google */
	{ { 0xfd, 0, 0x0e, 0xc2, [14] = 2, 0x54 }, 128, ADDRESS_FORBIDDEN, 0 },
	{ { 0xfd, 0x20, 0, 0xce, [14] = 2, 0x54 }, 128, ADDRESS_FORBIDDEN, 0 },
	{ { 0xff }, 8, ADDRESS_FORBIDDEN, 0 },      /* multicast */
	{ { 0x20, 0x01 }, 23, ADDRESS_PRIVATE, 0 }, /* Teredo, ORCHID, … */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, ADDRESS_PRIVATE, 0 },
	{ { 0x3f, 0xff }, 20, ADDRESS_PRIVATE, 0 }, /* documentation */
	{ { 0x20 }, 3, ADDRESS_PUBLIC, 0 },
	/* unique local, link-local and all that was never given out */
	{ { 0 }, 0, ADDRESS_PRIVATE, 0 },
};

static enum address_kind
kind4(uint32_t ip)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(ranges4); i++) {
		if (((ip ^ ranges4[i].net) >> (32 - ranges4[i].bits)) == 0)
			return ranges4[i].kind;
	}
	return ADDRESS_PUBLIC;
}

static bool
in_range6(const unsigned char *ip, const struct range6 *r)
{
	int whole = r->bits / 8, rest = r->bits % 8;

	if (memcmp(ip, r->net, (size_t)whole) != 0)
		return false;
	return rest == 0 || (ip[whole] ^ r->net[whole]) >> (8 - rest) == 0;
}

/* The stricter of what the range says and what the address inside says. */
static enum address_kind
kind6(const unsigned char *ip)
{
	const struct range6 *r = ranges6;
	enum address_kind inner;

	while (!in_range6(ip, r)) /* the last one holds everything */
		r++;
	if (r->inner == 0)
		return r->kind;
	ip += r->inner;
	inner = kind4(IP4(ip[0], ip[1], ip[2], ip[3]));
	return inner > r->kind ? inner : r->kind;
}

enum address_kind
address_kind(const struct sockaddr *sa, size_t len)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	require_or_return(sa != NULL, ADDRESS_FORBIDDEN);
	if (len >= sizeof(in4) && sa->sa_family == AF_INET) {
		memcpy(&in4, sa, sizeof(in4));
		return kind4(ntohl(in4.sin_addr.s_addr));
	}
	if (len >= sizeof(in6) && sa->sa_family == AF_INET6) {
		memcpy(&in6, sa, sizeof(in6));
		return kind6(in6.sin6_addr.s6_addr);
	}
	return ADDRESS_FORBIDDEN;
}

void
address_text(const struct sockaddr *sa, size_t len, char out[ADDRESS_TEXT_SIZE])
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;
	const char *text = NULL;

	require_or_return_void(sa != NULL && out != NULL);
	if (len >= sizeof(in4) && sa->sa_family == AF_INET) {
		memcpy(&in4, sa, sizeof(in4));
		text =
		    inet_ntop(AF_INET, &in4.sin_addr, out, ADDRESS_TEXT_SIZE);
	} else if (len >= sizeof(in6) && sa->sa_family == AF_INET6) {
		memcpy(&in6, sa, sizeof(in6));
		text =
		    inet_ntop(AF_INET6, &in6.sin6_addr, out, ADDRESS_TEXT_SIZE);
	}
	if (text == NULL)
		(void)snprintf(out, ADDRESS_TEXT_SIZE, "(not IP)");
}

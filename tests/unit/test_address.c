/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses as IANA's special-purpose registries of 2025 have them, first and
 * last of each block and their neighbours, and the forms of IPv6 that hide an
 * IPv4 address.
 */
#include "address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/un.h>

#include <cmocka.h>

struct expected {
	const char *text;
	enum address_kind kind;
};

static enum address_kind
kind_of(const char *text)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &in4.sin_addr) == 1)
		return address_kind((const struct sockaddr *)&in4, sizeof(in4));
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) != 1)
		fail_msg("no address: %s", text);
	return address_kind((const struct sockaddr *)&in6, sizeof(in6));
}

static void
check(const struct expected *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (kind_of(list[i].text) != list[i].kind)
			fail_msg("%s is of kind %d", list[i].text,
			    (int)kind_of(list[i].text));
	}
}

static void
ipv4_is_public_outside_of_the_special_blocks(void **state)
{
	static const struct expected list[] = {
		{ "1.0.0.0", ADDRESS_PUBLIC },
		{ "8.8.8.8", ADDRESS_PUBLIC },
		{ "9.255.255.255", ADDRESS_PUBLIC },
		{ "10.0.0.0", ADDRESS_PRIVATE },
		{ "10.255.255.255", ADDRESS_PRIVATE },
		{ "11.0.0.0", ADDRESS_PUBLIC },
		{ "100.63.255.255", ADDRESS_PUBLIC },
		{ "100.64.0.0", ADDRESS_PRIVATE },
		{ "100.127.255.255", ADDRESS_PRIVATE },
		{ "100.128.0.0", ADDRESS_PUBLIC },
		{ "126.255.255.255", ADDRESS_PUBLIC },
		{ "127.0.0.1", ADDRESS_PRIVATE },
		{ "127.255.255.255", ADDRESS_PRIVATE },
		{ "128.0.0.0", ADDRESS_PUBLIC },
		{ "169.253.255.255", ADDRESS_PUBLIC },
		{ "169.254.0.0", ADDRESS_PRIVATE },
		{ "169.254.255.255", ADDRESS_PRIVATE },
		{ "169.255.0.0", ADDRESS_PUBLIC },
		{ "172.15.255.255", ADDRESS_PUBLIC },
		{ "172.16.0.0", ADDRESS_PRIVATE },
		{ "172.31.255.255", ADDRESS_PRIVATE },
		{ "172.32.0.0", ADDRESS_PUBLIC },
		{ "192.0.0.1", ADDRESS_PRIVATE },
		{ "192.0.1.0", ADDRESS_PUBLIC },
		{ "192.0.2.1", ADDRESS_PRIVATE },
		{ "192.0.3.0", ADDRESS_PUBLIC },
		{ "192.88.99.1", ADDRESS_PRIVATE },
		{ "192.167.255.255", ADDRESS_PUBLIC },
		{ "192.168.0.0", ADDRESS_PRIVATE },
		{ "192.168.255.255", ADDRESS_PRIVATE },
		{ "192.169.0.0", ADDRESS_PUBLIC },
		{ "198.17.255.255", ADDRESS_PUBLIC },
		{ "198.18.0.0", ADDRESS_PRIVATE },
		{ "198.19.255.255", ADDRESS_PRIVATE },
		{ "198.20.0.0", ADDRESS_PUBLIC },
		{ "198.51.100.7", ADDRESS_PRIVATE },
		{ "203.0.113.7", ADDRESS_PRIVATE },
		{ "223.255.255.255", ADDRESS_PUBLIC },
		{ "240.0.0.0", ADDRESS_PRIVATE },
		{ "255.255.255.254", ADDRESS_PRIVATE },
	};

	(void)state;
	check(list, ARRAY_LEN(list));
}

static void
ipv6_is_public_only_where_addresses_are_given_out(void **state)
{
	static const struct expected list[] = {
		{ "::1", ADDRESS_PRIVATE },
		{ "1fff:ffff::", ADDRESS_PRIVATE },
		{ "2000::", ADDRESS_PUBLIC },
		{ "2001::1", ADDRESS_PRIVATE }, /* Teredo */
		{ "2001:2::1", ADDRESS_PRIVATE },
		{ "2001:1ff:ffff::", ADDRESS_PRIVATE },
		{ "2001:200::", ADDRESS_PUBLIC },
		{ "2001:db7:ffff::", ADDRESS_PUBLIC },
		{ "2001:db8::1", ADDRESS_PRIVATE },
		{ "2001:db9::", ADDRESS_PUBLIC },
		{ "2400:3200::1", ADDRESS_PUBLIC },
		{ "2606:4700:4700::1111", ADDRESS_PUBLIC },
		{ "3ffe:ffff::", ADDRESS_PUBLIC },
		{ "3fff:0::1", ADDRESS_PRIVATE },
		{ "3fff:fff:ffff::", ADDRESS_PRIVATE },
		{ "3fff:1000::", ADDRESS_PUBLIC },
		{ "4000::", ADDRESS_PRIVATE },
		{ "100::1", ADDRESS_PRIVATE },
		{ "5f00::1", ADDRESS_PRIVATE },
		{ "fbff::1", ADDRESS_PRIVATE },
		{ "fc00::1", ADDRESS_PRIVATE },
		{ "fdff::1", ADDRESS_PRIVATE },
		{ "fe80::1", ADDRESS_PRIVATE },
		{ "fec0::1", ADDRESS_PRIVATE },
	};

	(void)state;
	check(list, ARRAY_LEN(list));
}

static void
ipv4_inside_ipv6_is_no_way_around(void **state)
{
	static const struct expected list[] = {
		{ "::ffff:8.8.8.8", ADDRESS_PUBLIC },
		{ "::ffff:127.0.0.1", ADDRESS_PRIVATE },
		{ "::ffff:10.1.2.3", ADDRESS_PRIVATE },
		{ "::ffff:169.254.169.254", ADDRESS_FORBIDDEN },
		{ "::ffff:0.0.0.0", ADDRESS_FORBIDDEN },
		{ "64:ff9b::808:808", ADDRESS_PUBLIC },
		{ "64:ff9b::7f00:1", ADDRESS_PRIVATE },
		{ "64:ff9b::a9fe:a9fe", ADDRESS_FORBIDDEN },
		{ "64:ff9b:1::808:808", ADDRESS_PRIVATE },
		{ "2002:808:808::1", ADDRESS_PUBLIC },
		{ "2002:7f00:1::1", ADDRESS_PRIVATE },
		{ "2002:c0a8:101::1", ADDRESS_PRIVATE },
		{ "2002:a9fe:a9fe::1", ADDRESS_FORBIDDEN },
		{ "::8.8.8.8", ADDRESS_PRIVATE },
		{ "::127.0.0.1", ADDRESS_PRIVATE },
		{ "::ffff:0:8.8.8.8", ADDRESS_PRIVATE },
	};

	(void)state;
	check(list, ARRAY_LEN(list));
}

static void
nothing_makes_metadata_or_multicast_an_address_for_a_provider(void **state)
{
	static const struct expected list[] = {
		{ "0.0.0.0", ADDRESS_FORBIDDEN },
		{ "0.255.255.255", ADDRESS_FORBIDDEN },
		{ "100.100.100.200", ADDRESS_FORBIDDEN },
		{ "100.100.100.201", ADDRESS_PRIVATE },
		{ "169.254.169.254", ADDRESS_FORBIDDEN },
		{ "169.254.170.2", ADDRESS_FORBIDDEN },
		{ "169.254.0.23", ADDRESS_FORBIDDEN },
		{ "169.254.169.253", ADDRESS_PRIVATE },
		{ "192.0.0.192", ADDRESS_FORBIDDEN },
		{ "224.0.0.0", ADDRESS_FORBIDDEN },
		{ "239.255.255.255", ADDRESS_FORBIDDEN },
		{ "255.255.255.255", ADDRESS_FORBIDDEN },
		{ "::", ADDRESS_FORBIDDEN },
		{ "ff02::1", ADDRESS_FORBIDDEN },
		{ "fd00:ec2::254", ADDRESS_FORBIDDEN },
		{ "fd20:ce::254", ADDRESS_FORBIDDEN },
	};

	(void)state;
	check(list, ARRAY_LEN(list));
}

static void
other_families_and_cut_addresses_are_forbidden(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/x" };
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	char text[ADDRESS_TEXT_SIZE];

	(void)state;
	assert_int_equal(address_kind((const struct sockaddr *)&un, sizeof(un)),
	    ADDRESS_FORBIDDEN);
	(void)inet_pton(AF_INET, "8.8.8.8", &in4.sin_addr);
	assert_int_equal(
	    address_kind((const struct sockaddr *)&in4, sizeof(in4)),
	    ADDRESS_PUBLIC);
	assert_int_equal(
	    address_kind((const struct sockaddr *)&in4, sizeof(in4) - 1),
	    ADDRESS_FORBIDDEN);
	address_text((const struct sockaddr *)&in4, sizeof(in4), text);
	assert_string_equal(text, "8.8.8.8");
	address_text((const struct sockaddr *)&un, sizeof(un), text);
	assert_string_equal(text, "(not IP)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ipv4_is_public_outside_of_the_special_blocks),
		cmocka_unit_test(
		    ipv6_is_public_only_where_addresses_are_given_out),
		cmocka_unit_test(ipv4_inside_ipv6_is_no_way_around),
		cmocka_unit_test(
		    nothing_makes_metadata_or_multicast_an_address_for_a_provider),
		cmocka_unit_test(
		    other_families_and_cut_addresses_are_forbidden),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exchange of two messages of the gateway of host_fixture.h, its provider
 * being called.
 */
#ifndef TESTS_HOST_EXCHANGE_H
#define TESTS_HOST_EXCHANGE_H

#include "host_fixture.h"

static struct exchange x;
static struct message messages[2];
static struct message_rendition renditions[2];
static const struct message *message_list[2] = { &messages[0], &messages[1] };
static const struct message_rendition *rendition_list[2] = { &renditions[0],
	&renditions[1] };
static const struct smsgw_arg args[2] = { { "code", "123456" },
	{ "min", "5" } };
static struct outcome results[2];

static inline int
set_up(void **state)
{
	if (fixture_set_up(state) != 0)
		return -1;
	memset(&x, 0, sizeof(x));
	memset(messages, 0, sizeof(messages));
	memset(renditions, 0, sizeof(renditions));
	memset(results, 0, sizeof(results));
	memcpy(messages[0].to, "+8613800138000", 15);
	memcpy(messages[1].to, "+12025550123", 13);
	memcpy(messages[0].id, "0190f5fe-7c00-7000-8000-000000000001", 37);
	messages[0].purpose = "login";
	messages[0].expires_boot_ms = fixture_boot_ms + 5000;
	renditions[0] = (struct message_rendition){
		.text = "Hi",
		.signed_text = "【ACME】Hi",
		.template_id = "T1",
		.args = args,
		.arg_count = 2,
	};
	renditions[1] = renditions[0];
	x.pub.host = &host_table;
	x.gw = &fx.gw;
	x.messages = message_list;
	x.renditions = rendition_list;
	x.results = results;
	x.count = 2;
	x.status = 200;
	x.provider_id = "P1";
	x.sent_at_ms = 77;
	arena_init(&x.arena, 1 << 20);
	gateway_enter(&fx.gw, &x.arena);
	return 0;
}

static inline int
tear_down(void **state)
{
	arena_fini(&x.arena);
	return fixture_tear_down(state);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* As assert_blamed(), with the exchange's memory. */
static inline void
blamed(const char *part)
{
	assert_blamed(part);
	gateway_enter(&fx.gw, &x.arena);
}

#endif

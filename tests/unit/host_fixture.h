/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway of a provider "acme", opened by hand, with a clock that stands
 * still: what the tests of the host's table call through provider.h with.
 */
#ifndef TESTS_HOST_FIXTURE_H
#define TESTS_HOST_FIXTURE_H

#include "exchange.h"
#include "gateway_call.h"
#include "host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define FIXTURE_NOW_MS INT64_C(1700000000123) /* 2023-11-14T22:13:20.123Z */

static int64_t fixture_boot_ms = 1000;

static inline int64_t
fixture_wall(void *arg)
{
	(void)arg;
	return FIXTURE_NOW_MS;
}

static inline int64_t
fixture_boot(void *arg)
{
	(void)arg;
	return fixture_boot_ms;
}

static inline int
fixture_random(void *arg, void *out, size_t n)
{
	if (arg != NULL)
		return -1;
	memset(out, 0xa5, n);
	return 0;
}

static struct clock fixture_clock = {
	.wall_ms = fixture_wall,
	.boot_ms = fixture_boot,
	.random = fixture_random,
};

static const struct smsgw_code fixture_codes[] = {
	{
	    .code = "0",
	    .outcome = SMSGW_ACCEPTED,
	    .text = "accepted",
	},
	{
	    .code = "isv.*",
	    .outcome = SMSGW_REJECTED,
	    .error_class = SMSGW_CLASS_CONFIGURATION,
	    .scope = SMSGW_SCOPE_ACCOUNT,
	    .text = "refused",
	    .fix = "look",
	},
	{ .code = NULL },
};

static const struct smsgw_provider fixture_provider = {
	.abi = SMSGW_ABI,
	.size = sizeof(struct smsgw_provider),
	.name = "acme",
	.title = "ACME",
	.version = "1.2",
	.codes = fixture_codes,
	.param_size = sizeof(struct smsgw_param),
	.code_size = sizeof(struct smsgw_code),
};

static const struct smsgw_param fixture_params[] = {
	{ .name = "sms_title", .type = SMSGW_STRING },
	{ .name = "api_password", .flags = SMSGW_PARAM_SECRET },
	{ .name = "tries", .type = SMSGW_INTEGER },
};

static struct param_value fixture_own[] = {
	{
	    .param = &fixture_params[0],
	    .text = "ACME",
	    .suffix = "",
	},
	{
	    .param = &fixture_params[1],
	    .text = "pa55word",
	    .suffix = "",
	},
	{
	    .param = &fixture_params[2],
	    .text = "7",
	    .suffix = "",
	    .number = 7,
	},
};

struct fixture {
	struct gateway gw;
	struct arena scratch;
	struct smsgw_gateway *pub;
};

static struct fixture fx;

/* What was wrong with the last call; "" when nothing was. */
static inline const char *
fixture_failure(void)
{
	return fx.gw.failure.failed ? fx.gw.failure.text : "";
}

static inline void
fixture_enter(void)
{
	gateway_enter(&fx.gw, &fx.scratch);
}

/* Whether the call went wrong for a reason with this in its text. */
static inline void
assert_blamed(const char *part)
{
	if (!fx.gw.failure.failed || strstr(fx.gw.failure.text, part) == NULL)
		fail_msg(
		    "failure: \"%s\", not \"%s\"", fixture_failure(), part);
	assert_int_equal(gateway_leave(&fx.gw, 0), -1);
	fixture_enter();
	assert_int_equal(fx.gw.failure.failed, 0);
}

static inline int
fixture_set_up(void **state)
{
	(void)state;
	memset(&fx, 0, sizeof(fx));
	fx.pub = &fx.gw.pub;
	fx.gw.pub.host = &host_table;
	fx.gw.id = "bank";
	fx.gw.provider = &fixture_provider;
	fx.gw.clock = &fixture_clock;
	fx.gw.own = (struct param_values){
		.values = fixture_own,
		.count = ARRAY_LEN(fixture_own),
	};
	redact_init(&fx.gw.tokens, NULL);
	redact_init(&fx.gw.redact, &fx.gw.tokens);
	if (redact_add(&fx.gw.redact, "pa55word", NULL) != 0)
		return -1;
	arena_init(&fx.gw.arena, 1 << 20);
	arena_init(&fx.scratch, 8 << 20);
	fixture_enter();
	return 0;
}

static inline int
fixture_tear_down(void **state)
{
	(void)state;
	gateway_forget(&fx.gw);
	redact_fini(&fx.gw.redact);
	redact_fini(&fx.gw.tokens);
	crypto_fini(&fx.gw.crypto);
	arena_fini(&fx.scratch);
	arena_fini(&fx.gw.arena);
	return 0;
}

#define UNIT(name) \
	cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

#endif

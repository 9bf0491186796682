/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The test channel from build to parse: outbox, quota, magic numbers, and
 * folders that cannot be used.  Links the provider itself.
 */
#include "local.h"

#include <errno.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "exchange.h"
#include "gateway_call.h"
#include "host.h"
#include "outcome.h"

const struct smsgw_provider *test_LTX_smsgw_provider(void);

static int64_t wall_ms = INT64_C(1700000000123);

static int64_t
read_wall(void *arg)
{
	(void)arg;
	return wall_ms;
}

static int
fixed_random(void *arg, void *out, size_t n)
{
	(void)arg;
	memset(out, 0xa5, n);
	return 0;
}

static const struct clock test_clock = {
	.wall_ms = read_wall,
	.boot_ms = read_wall,
	.random = fixed_random,
};

static const struct smsgw_param params[] = {
	{ .name = "daily_quota", .type = SMSGW_INTEGER },
	{ .name = "per_minute", .type = SMSGW_INTEGER },
};
static struct param_value values[] = {
	{ .param = &params[0], .text = "4", .suffix = "", .number = 4 },
	{ .param = &params[1], .text = "2", .suffix = "", .number = 2 },
};

static char top[64], dir[80];
static struct gateway gw;
static struct message message;
static struct message_rendition rendition;
static struct exchange x;
static struct outcome result;
static char id[128];
static char said[512], fix[512]; /* the note or detail, and the fix */

static void
keep_text(char *out, size_t size, const char *text)
{
	(void)snprintf(out, size, "%s", text != NULL ? text : "");
}

static int
set_up(void **state)
{
	(void)state;
	(void)snprintf(top, sizeof(top), "/tmp/smsgw-test-XXXXXX");
	if (mkdtemp(top) == NULL)
		return -1;
	(void)snprintf(dir, sizeof(dir), "%s/state", top);
	memset(&gw, 0, sizeof(gw));
	gw.pub.host = &host_table;
	gw.id = "demo";
	gw.provider = test_LTX_smsgw_provider();
	gw.clock = &test_clock;
	gw.own = (struct param_values){ .values = values, .count = 2 };
	redact_init(&gw.redact, NULL);
	arena_init(&gw.arena, 1 << 20);
	gateway_enter(&gw, &gw.arena);
	if (gateway_leave(&gw, gw.provider->open(&gw.pub)) != 0)
		return -1;
	gw.opened = true;
	memset(&message, 0, sizeof(message));
	memcpy(message.id, "0190f5fe-7c00-7000-8000-000000000001", 37);
	rendition = (struct message_rendition){ .text = "Your code is 123456",
		.signed_text = "【ACME】Your code is 123456",
		.template_id = "" };
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "state/test/demo.quota",
		"state/test/outbox.jsonl", "state/test/.quota.new",
		"state/test", "state", "." };
	char path[160];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", top, names[i]);
		if (remove(path) != 0)
			(void)rmdir(top);
	}
	redact_fini(&gw.redact);
	arena_fini(&gw.arena);
	return 0;
}

/* One message to a number; its result is kept. */
static int
send_to(const char *number)
{
	const struct message *messages = &message;
	const struct message_rendition *renditions = &rendition;

	(void)snprintf(message.to, sizeof(message.to), "%s", number);
	assert_int_equal(
	    exchange_init(&x, &gw, EXCHANGE_SEND, &messages, &renditions, 1),
	    0);
	assert_int_equal(exchange_prepare(&x), 0);
	x.wire.delay_ms = 0;
	if (local_take(dir, &x) == 0)
		local_answer(&x);
	result = x.results[0];
	keep_text(id, sizeof(id), result.id);
	keep_text(fix, sizeof(fix), result.fix);
	keep_text(said, sizeof(said), x.note != NULL ? x.note : result.detail);
	exchange_fini(&x);
	return result.outcome;
}

static char *
read_file(const char *name)
{
	static char text[8192];
	char path[160];
	FILE *file;
	size_t n;

	(void)snprintf(path, sizeof(path), "%s/test/%s", dir, name);
	file = fopen(path, "r");
	if (file == NULL)
		return NULL;
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	(void)fclose(file);
	return text;
}

static void
what_would_be_sent_is_in_the_outbox(void **state)
{
	char path[160];
	struct stat facts;

	(void)state;
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_string_equal(id, "8000-0190f5fe-7c00-7000-8000-000000000001");
	assert_string_equal(read_file("outbox.jsonl"),
	    "{\"time\":\"2023-11-14T22:13:20.123Z\",\"gateway\":\"demo\","
	    "\"id\":\"0190f5fe-7c00-7000-8000-000000000001\","
	    "\"to\":\"+8613800138000\","
	    "\"text\":\"[TEST] 【ACME】Your code is 123456\"}\n");
	(void)snprintf(path, sizeof(path), "%s/test/outbox.jsonl", dir);
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	assert_non_null(strstr(said, "sends nothing"));
}

static void
a_template_is_sent_with_its_arguments(void **state)
{
	static const struct smsgw_arg args[] = { { "code", "123456" } };

	(void)state;
	rendition.template_id = "SMS_1";
	rendition.args = args;
	rendition.arg_count = 1;
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_non_null(strstr(read_file("outbox.jsonl"),
	    "\"template\":\"[TEST] SMS_1\",\"args\":{\"code\":\"123456\"}}"));
}

static void
the_last_digits_choose_the_outcome(void **state)
{
	static const struct {
		const char *number;
		int outcome, error_class, scope;
	} magic[] = {
		{ "+8613800130001", SMSGW_REJECTED, SMSGW_CLASS_NUMBER,
		    SMSGW_SCOPE_NUMBER },
		{ "+8613800130002", SMSGW_DEFERRED, SMSGW_CLASS_THROTTLED,
		    SMSGW_SCOPE_ACCOUNT },
		{ "+8613800130003", SMSGW_UNKNOWN, SMSGW_CLASS_BROKEN,
		    SMSGW_SCOPE_NONE },
		{ "+8613800130004", SMSGW_ACCEPTED, 0, 0 },
		{ "+8613800130005", SMSGW_ACCEPTED, 0, 0 },
		{ "+8613800130006", SMSGW_ACCEPTED, 0, 0 },
		{ "+8613800130007", SMSGW_REJECTED, SMSGW_CLASS_CREDENTIALS,
		    SMSGW_SCOPE_ACCOUNT },
		{ "+8613800130008", SMSGW_REJECTED, SMSGW_CLASS_TEXT,
		    SMSGW_SCOPE_CONTENT },
		{ "+8613800130009", SMSGW_REJECTED, SMSGW_CLASS_NUMBER_LIMIT,
		    SMSGW_SCOPE_NUMBER },
		{ "+8613800130010", SMSGW_REJECTED, SMSGW_CLASS_BALANCE,
		    SMSGW_SCOPE_ACCOUNT },
		{ "+8613800130011", SMSGW_ACCEPTED, 0, 0 },
	};
	size_t i;

	(void)state;
	gw.cans[0].quota_day = 100;
	for (i = 0; i < ARRAY_LEN(magic); i++) {
		assert_int_equal(send_to(magic[i].number), magic[i].outcome);
		assert_int_equal(result.error_class, magic[i].error_class);
		assert_int_equal(result.scope, magic[i].scope);
	}
}

static void
only_the_slow_one_is_slow(void **state)
{
	const struct message *messages = &message;
	const struct message_rendition *renditions = &rendition;

	(void)state;
	memcpy(message.to, "+8613800130004", 15);
	assert_int_equal(
	    exchange_init(&x, &gw, EXCHANGE_SEND, &messages, &renditions, 1),
	    0);
	assert_int_equal(exchange_prepare(&x), 0);
	assert_int_equal(x.wire.delay_ms, 2000);
	exchange_fini(&x);
	memcpy(message.to, "+8613800130005", 15);
	assert_int_equal(
	    exchange_init(&x, &gw, EXCHANGE_SEND, &messages, &renditions, 1),
	    0);
	assert_int_equal(exchange_prepare(&x), 0);
	assert_int_equal(x.wire.delay_ms, 0);
	exchange_fini(&x);
}

static int reported;

static void
take_report(void *arg, const struct smsgw_report *report)
{
	(void)arg;
	reported = report->state;
}

/* Asks what became of the last message, so many ms after it was sent. */
static int
ask(const char *provider_id, int64_t after_ms)
{
	const struct message *messages = &message;
	const struct message_rendition *renditions = &rendition;

	reported = -1;
	gw.sink.report = take_report;
	assert_int_equal(
	    exchange_init(&x, &gw, EXCHANGE_STATUS, &messages, &renditions, 1),
	    0);
	x.provider_id = provider_id;
	x.sent_at_ms = wall_ms - after_ms;
	assert_int_equal(exchange_prepare(&x), 0);
	local_answer(&x);
	exchange_fini(&x);
	return reported;
}

static void
reports_follow_the_number_too(void **state)
{
	(void)state;
	assert_int_equal(send_to("+8613800130005"), SMSGW_ACCEPTED);
	assert_int_equal(ask(id, 4999), SMSGW_REPORT_PENDING);
	assert_int_equal(ask(id, 5000), SMSGW_REPORT_DELIVERED);
	assert_int_equal(send_to("+8613800130006"), SMSGW_ACCEPTED);
	assert_int_equal(ask(id, 0), SMSGW_REPORT_UNDELIVERED);
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_int_equal(ask(id, 0), SMSGW_REPORT_DELIVERED);
	assert_int_equal(ask("", 0), SMSGW_REPORT_UNKNOWN);
	/* questions are not counted and not written down */
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_null(strstr(read_file("outbox.jsonl"), "8000-0190"));
}

static void
the_quota_survives_and_explains_itself(void **state)
{
	(void)state;
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	assert_int_equal(send_to("+8613800138000"), SMSGW_DEFERRED);
	assert_string_equal(result.code, "quota-used-up");
	assert_int_equal(result.delay_ms, 60000);
	assert_string_equal(said,
	    "gateway demo is for tests, and its quota of 2 to one number in a "
	    "minute is used up; the next message may go in 60 s, at "
	    "2023-11-14 22:14:20 UTC; nothing was sent");
	assert_non_null(strstr(fix, "smsgw add ID --provider NAME"));
	assert_int_equal(send_to("+8613800138001"), SMSGW_ACCEPTED);
	assert_int_equal(send_to("+8613800138002"), SMSGW_ACCEPTED);
	assert_int_equal(send_to("+8613800138003"), SMSGW_DEFERRED);
	assert_int_equal(result.delay_ms, 86400000);
	assert_non_null(strstr(said, "quota of 4 in 24 hours"));
	assert_null(strstr(read_file("demo.quota"), "138000"));
	wall_ms += 86400000;
	assert_int_equal(send_to("+8613800138003"), SMSGW_ACCEPTED);
	wall_ms -= 86400000;
}

static void
a_damaged_count_is_refused_with_the_cure(void **state)
{
	char path[160];
	FILE *file;

	(void)state;
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	(void)snprintf(path, sizeof(path), "%s/test/demo.quota", dir);
	file = fopen(path, "a");
	assert_non_null(file);
	(void)fputs("garbage\n", file);
	(void)fclose(file);
	assert_int_equal(send_to("+8613800138000"), SMSGW_DEFERRED);
	assert_string_equal(result.code, "quota-store");
	assert_non_null(strstr(said, "/test/demo.quota is damaged"));
	assert_string_equal(fix, "Remove that file to begin a new count.");
	assert_int_equal(remove(path), 0);
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
}

static void
a_folder_that_cannot_be_made_is_named(void **state)
{
	(void)state;
	(void)snprintf(dir, sizeof(dir), "%s/none/state", top);
	assert_int_equal(send_to("+8613800138000"), SMSGW_DEFERRED);
	assert_string_equal(result.code, "quota-store");
	assert_non_null(strstr(said,
	    "cannot create the state "
	    "directory /tmp/smsgw-test-"));
	assert_non_null(strstr(said, "No such file"));
}

static void
an_outbox_that_is_a_link_is_not_written(void **state)
{
	char path[160], target[160];

	(void)state;
	assert_int_equal(send_to("+8613800138000"), SMSGW_ACCEPTED);
	(void)snprintf(path, sizeof(path), "%s/test/outbox.jsonl", dir);
	(void)snprintf(target, sizeof(target), "%s/target", top);
	assert_int_equal(remove(path), 0);
	assert_int_equal(symlink(target, path), 0);
	assert_int_equal(send_to("+8613800138000"), SMSGW_DEFERRED);
	assert_string_equal(result.code, "quota-store");
	assert_int_equal(access(target, F_OK), -1);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(what_would_be_sent_is_in_the_outbox),
		UNIT(a_template_is_sent_with_its_arguments),
		UNIT(the_last_digits_choose_the_outcome),
		UNIT(only_the_slow_one_is_slow),
		UNIT(reports_follow_the_number_too),
		UNIT(the_quota_survives_and_explains_itself),
		UNIT(a_damaged_count_is_refused_with_the_cure),
		UNIT(a_folder_that_cannot_be_made_is_named),
		UNIT(an_outbox_that_is_a_link_is_not_written),
	};

	return cmocka_run_group_tests_name("local", tests, NULL, NULL);
}

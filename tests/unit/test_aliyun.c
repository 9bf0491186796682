/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Alibaba Cloud SMS: its golden cases; published examples of signatures that no
 * request of ours can have (another nonce, another method); the largest
 * requests; and answers that are noise.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aliyun.h"
#include "aliyun_fixture.h"
#include "case_main.h"
#include "gateway_call.h"
#include "host.h"
#include "tree.h"

#define ACCEPTED "{\"Message\":\"OK\",\"BizId\":\"1^0\",\"Code\":\"OK\"}"

const struct smsgw_provider *aliyun_LTX_smsgw_provider(void);

static struct gateway *gw;
static struct arena scratch;

static int
set_up(void **state)
{
	if (tree_setup(state) != 0)
		return -1;
	gw = fixture_open("");
	arena_init(&scratch, EXCHANGE_MEMORY_MAX);
	return gw != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	arena_fini(&scratch);
	fixture_close(gw);
	return tree_teardown(state);
}

static void
check_v1(const char *method, const char *secret, struct aliyun_pair *pairs,
    size_t count, const char *signature)
{
	const char *string;

	gateway_enter(gw, &scratch);
	string = aliyun_v1_string(
	    &gw->pub, method, aliyun_canonical(&gw->pub, pairs, count));
	assert_string_equal(
	    aliyun_v1_signature(&gw->pub, secret, string), signature);
	assert_int_equal(gateway_leave(gw, 0), 0);
}

/* help.aliyun.com, document_detail/56189. */
static void
older_signature_is_that_of_the_services_page(void **state)
{
	struct aliyun_pair pairs[] = {
		{ "Version", "2017-05-25" },
		{ "AccessKeyId", "testId" },
		{ "Action", "SendSms" },
		{ "Format", "XML" },
		{ "OutId", "123" },
		{ "PhoneNumbers", "15300000001" },
		{ "RegionId", "cn-hangzhou" },
		{ "SignName", "阿里云短信测试专用" },
		{ "SignatureMethod", "HMAC-SHA1" },
		{ "SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466" },
		{ "SignatureVersion", "1.0" },
		{ "TemplateCode", "SMS_71390007" },
		{ "TemplateParam", "{\"customer\":\"test\"}" },
		{ "Timestamp", "2017-07-12T02:42:19Z" },
	};

	(void)state;
	check_v1("GET", "testSecret", pairs, ARRAY_LEN(pairs),
	    "zJDF+Lrzhj/ThnlvIToysFRq6t4=");
}

/* help.aliyun.com, document_detail/25492 and 25490; the SDK's unit test. */
static void
older_signature_is_that_of_other_pages(void **state)
{
	struct aliyun_pair regions[] = {
		{ "Format", "XML" },
		{ "AccessKeyId", "testid" },
		{ "Action", "DescribeRegions" },
		{ "SignatureMethod", "HMAC-SHA1" },
		{ "SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf" },
		{ "SignatureVersion", "1.0" },
		{ "Version", "2014-05-26" },
		{ "Timestamp", "2016-02-23T12:46:24Z" },
	};
	struct aliyun_pair hosts[] = {
		{ "AccessKeyId", "testid" },
		{ "Action", "DescribeDedicatedHosts" },
		{ "Format", "JSON" },
		{ "RegionId", "cn-beijing" },
		{ "SignatureMethod", "HMAC-SHA1" },
		{ "SignatureNonce", "edb2b34af0af9a6d14deaf7c1a5315eb" },
		{ "SignatureVersion", "1.0" },
		{ "Timestamp", "2023-03-13T08:34:30Z" },
		{ "Version", "2014-05-26" },
	};
	struct aliyun_pair unit[] = { { "test", "ok" } };

	(void)state;
	check_v1("GET", "testsecret", regions, ARRAY_LEN(regions),
	    "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
	check_v1("GET", "testsecret", hosts, ARRAY_LEN(hosts),
	    "9NaGiOspFP5UPcwX8Iwt2YJXXuk=");
	check_v1("", "accessKeySecret", unit, ARRAY_LEN(unit),
	    "jHx/oHoHNrbVfhncHEvPdHXZwHU=");
}

static void
check_v3(const char *method, const char *signature)
{
	struct aliyun_pair queries[] = { { "test", "ok" }, { "empty", "" } };
	struct aliyun_pair headers[] = { { "x-acs-test", "http,https" } };
	const char *canonical, *names;

	gateway_enter(gw, &scratch);
	canonical = aliyun_v3_canonical(&gw->pub, method,
	    aliyun_canonical(&gw->pub, queries, 2), headers, 1,
	    "55e12e91650d2fec56ec74e1d3e4ddbfce2ef3a65890c2a19ecf88a307e76a23",
	    &names);
	assert_string_equal(names, "x-acs-test");
	assert_string_equal(
	    aliyun_v3_signature(&gw->pub, "secret", canonical), signature);
	assert_int_equal(gateway_leave(gw, 0), 0);
}

/* The unit tests of github.com/aliyun/darabonba-openapi-util, Go and Python. */
static void
signature_is_that_of_the_sdks_unit_tests(void **state)
{
	(void)state;
	check_v3("",
	    "4ab59fffe3c5738ff8a2729f90cc04fe18b02a4b15b2102cbaf92f9ff3df2ea3");
	check_v3("GET",
	    "d16b30a7699ae9e43875b13195b2f81bcc3ed10c14a9b5eb780e51619aa50be1");
}

static void
times_of_reports_are_read(void **state)
{
	(void)state;
	assert_int_equal(aliyun_time("1970-01-01 08:00:00"), 0);
	assert_int_equal(
	    aliyun_time("2024-02-29 23:59:59"), INT64_C(1709222399000));
	assert_int_equal(aliyun_time("20170901000000"), INT64_C(1504195200000));
	assert_int_equal(aliyun_time("Mon, 24 Dec 2018 16:58:22 +0800"),
	    INT64_C(1545641902000));
	assert_int_equal(aliyun_time("Mon, 24 Dec 2018 03:58:22 -0500"),
	    INT64_C(1545641902000));
	assert_int_equal(aliyun_time("2024-13-01 00:00:00"), 0);
	assert_int_equal(aliyun_time("2024-01-01"), 0);
	assert_int_equal(aliyun_time("Mon, 24 Foo 2018 16:58:22 +0800"), 0);
	assert_int_equal(aliyun_time("Mon, "), 0);
	assert_int_equal(aliyun_time(""), 0);
	assert_int_equal(aliyun_time(NULL), 0);
}

static void
a_key_of_the_environment_is_used_whole(void **state)
{
	const struct aliyun_gateway *own;
	struct gateway *other;

	(void)state;
	assert_non_null(
	    strstr(fixture_open_failure("", ""), "there is no AccessKey"));
	setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "envId", 1);
	setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "envSecret", 1);
	setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "envToken", 1);
	assert_string_equal(fixture_open_failure("", ""), "");
	/* a token of the environment is not for the key of a file */
	other = fixture_open("");
	own = other->data;
	assert_string_equal(own->account, "testId");
	assert_string_equal(own->token, "");
	fixture_close(other);
	unsetenv("ALIBABA_CLOUD_ACCESS_KEY_ID");
	unsetenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
	unsetenv("ALIBABA_CLOUD_SECURITY_TOKEN");
}

/* How often a piece stands in a text. */
static size_t
count_of(const char *text, const char *piece)
{
	size_t count = 0;

	for (; text != NULL && (text = strstr(text, piece)) != NULL; text++)
		count++;
	return count;
}

static void
a_thousand_numbers_are_one_send_sms(void **state)
{
	struct exchange x;
	uint32_t i;

	(void)state;
	assert_int_equal(
	    fixture_exchange(&x, gw, FIXTURE_MAINLAND, 1000, FIXTURE_SAME), 0);
	assert_int_equal(count_of(fixture_form(&x, "PhoneNumbers"), ","), 999);
	assert_string_equal(
	    fixture_form(&x, "TemplateParam"), "{\"code\":\"123456\"}");
	fixture_answer(&x, 200, ACCEPTED);
	for (i = 0; i < 1000; i++)
		assert_int_equal(x.results[i].outcome, SMSGW_ACCEPTED);
	exchange_fini(&x);
}

static void
a_hundred_contents_are_one_send_batch_sms(void **state)
{
	struct exchange x;

	(void)state;
	assert_int_equal(
	    fixture_exchange(&x, gw, FIXTURE_MAINLAND, 100, FIXTURE_DISTINCT),
	    0);
	assert_null(fixture_form(&x, "PhoneNumbers"));
	assert_int_equal(
	    count_of(fixture_form(&x, "PhoneNumberJson"), "\"139"), 100);
	assert_int_equal(
	    count_of(fixture_form(&x, "SignNameJson"), "\"阿里云\""), 100);
	assert_int_equal(
	    count_of(fixture_form(&x, "TemplateParamJson"), "{\"code\":\"1"),
	    100);
	assert_non_null(strstr(fixture_form(&x, "TemplateParamJson"),
	    "{\"code\":\"100000\"},{\"code\":\"100001\"}"));
	fixture_answer(&x, 200, ACCEPTED);
	assert_int_equal(x.results[99].outcome, SMSGW_ACCEPTED);
	assert_string_equal(x.results[99].id, "1^0");
	exchange_fini(&x);
}

static void
a_batch_abroad_tells_those_who_failed(void **state)
{
	static const char answer[] =
	    "{\"ResponseCode\":\"OK\",\"SuccessCount\":\"999\","
	    "\"FailedList\":\"[\\\"85260000007\\\"]\",\"MessageIdList\":\"[%s]\"}";
	char ids[8192], body[9000];
	struct exchange x;
	uint32_t i;

	(void)state;
	for (i = 0, ids[0] = '\0'; i < 999; i++)
		snprintf(ids + strlen(ids), sizeof(ids) - strlen(ids), "%s%u",
		    i > 0 ? "," : "", (unsigned)i);
	snprintf(body, sizeof(body), answer, ids);
	assert_int_equal(
	    fixture_exchange(&x, gw, FIXTURE_ABROAD, 1000, FIXTURE_DISTINCT),
	    0);
	assert_int_equal(count_of(fixture_form(&x, "To"), "\"852"), 1000);
	assert_int_equal(count_of(fixture_form(&x, "Message"), "\"10"), 1000);
	fixture_answer(&x, 200, body);
	for (i = 0; i < 1000; i++)
		assert_int_equal(x.results[i].outcome,
		    i == 7 ? SMSGW_REJECTED : SMSGW_ACCEPTED);
	exchange_fini(&x);
}

/* Whether an answer, of any status, is anything but an acceptance. */
static void
check_noise(const char *body)
{
	static const int statuses[] = { 200, 400, 500 };
	struct exchange x;
	size_t i;

	for (i = 0; i < ARRAY_LEN(statuses); i++) {
		assert_int_equal(
		    fixture_exchange(&x, gw, FIXTURE_MAINLAND, 1, FIXTURE_SAME),
		    0);
		fixture_answer(&x, statuses[i], body);
		assert_in_range(
		    x.results[0].outcome, SMSGW_REJECTED, SMSGW_UNKNOWN);
		exchange_fini(&x);
	}
}

static void
noise_is_never_an_acceptance(void **state)
{
	static const char *const bodies[] = {
		"null",
		"[]",
		"\"OK\"",
		"{}",
		"{\"Code\":\"OK\"}",
		"{\"Code\":\"OK\",\"BizId\":\"\"}",
		"{\"Code\":\"OK\",\"BizId\":null}",
		"{\"Code\":\"OK\",\"BizId\":[\"1\"]}",
		"{\"Code\":\"ok\",\"BizId\":\"1\"}",
		"{\"Code\":\"OK \",\"BizId\":\"1\"}",
		"{\"Code\":true,\"BizId\":\"1\"}",
		"{\"code\":\"OK\",\"bizId\":\"1\"}",
		"{\"Code\":\"OK\",\"Code\":\"OK\",\"BizId\":\"1\"}",
		"{\"a\":{\"Code\":\"OK\",\"BizId\":\"1\"}}",
		"[{\"Code\":\"OK\",\"BizId\":\"1\"}]",
		"{\"Code\":\"OK\",\"BizId\":\"1\"}}",
		"{\"ResponseCode\":\"OK\",\"MessageId\":\"1\"}",
		"{\"Code\":\"Isv.\\u0000\",\"BizId\":\"1\"}",
		"<Error><Code>OK</Code><BizId>1</BizId>",
		"<Other><Code>OK</Code><BizId>1</BizId></Other>",
		"<SendSmsResponse><Code>OK</Code></SendSmsResponse>",
		"<SendSmsResponse Code=\"OK\" BizId=\"1\"/>",
		"<html><Code>OK</Code><BizId>1</BizId></html>",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(bodies); i++)
		check_noise(bodies[i]);
}

static void
long_answers_are_survived(void **state)
{
	const size_t size = (size_t)512 * 1024;
	char *body = calloc(1, size + 64);
	size_t i;

	(void)state;
	assert_non_null(body);
	memset(body, '[', size);
	check_noise(body);
	memset(body, ' ', size);
	check_noise(body);
	for (i = 0; i + 3 <= size; i += 3)
		memcpy(body + i, "<a>", 3);
	check_noise(body);
	memset(body, 'x', size);
	memcpy(body, "{\"Code\":\"isv.", 13);
	memcpy(body + size, "\",\"Message\":\"m\"}", 17);
	check_noise(body);
	free(body);
}

/* Whether memory sufficed; only then is it accepted. */
static bool
suffices(size_t memory, const char *to, const char *body)
{
	struct exchange x;
	bool accepted;

	if (fixture_exchange_within(&x, gw, to, 2, FIXTURE_DISTINCT, memory) ==
	    0)
		fixture_answer(&x, 200, body);
	assert_in_range(x.results[0].outcome, SMSGW_ACCEPTED, SMSGW_UNKNOWN);
	accepted = x.results[0].outcome == SMSGW_ACCEPTED;
	assert_false(accepted && x.arena.failed);
	exchange_fini(&x);
	return accepted;
}

/* Lets it run out a little later each time, until it does not. */
static void
check_memory(const char *to, const char *body)
{
	size_t memory = 1024;

	while (!suffices(memory, to, body)) {
		memory += 16;
		assert_true(memory < 65536);
	}
}

static void
memory_that_runs_out_anywhere_is_survived(void **state)
{
	(void)state;
	check_memory(FIXTURE_MAINLAND, ACCEPTED);
	check_memory(FIXTURE_ABROAD,
	    "{\"ResponseCode\":\"OK\",\"SuccessCount\":\"2\","
	    "\"FailedList\":\"[]\",\"MessageIdList\":\"[1,2]\"}");
	fixture_close(gw);
	gw = fixture_open("sign_method = v1\n");
	check_memory(FIXTURE_MAINLAND, ACCEPTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_GATEWAY(test) \
	cmocka_unit_test_setup_teardown(test, set_up, tear_down)
		WITH_GATEWAY(older_signature_is_that_of_the_services_page),
		WITH_GATEWAY(older_signature_is_that_of_other_pages),
		WITH_GATEWAY(signature_is_that_of_the_sdks_unit_tests),
		WITH_GATEWAY(times_of_reports_are_read),
		cmocka_unit_test_setup_teardown(
		    a_key_of_the_environment_is_used_whole, tree_setup,
		    tree_teardown),
		WITH_GATEWAY(a_thousand_numbers_are_one_send_sms),
		WITH_GATEWAY(a_hundred_contents_are_one_send_batch_sms),
		WITH_GATEWAY(a_batch_abroad_tells_those_who_failed),
		WITH_GATEWAY(noise_is_never_an_acceptance),
		WITH_GATEWAY(long_answers_are_survived),
		WITH_GATEWAY(memory_that_runs_out_anywhere_is_survived),
	};

	return case_main(
	    aliyun_LTX_smsgw_provider(), 40, tests, ARRAY_LEN(tests));
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one message costs inside the library, everything but the network: CPU
 * time to make it, to build, sign and parse its exchange, and the memory it
 * takes while it waits.  Prints one line a figure: name, unit, figure, goal (0:
 * none), with tabs between.  provider_cost.py runs it beside a vendor's SDK.
 *
 * Usage: provider_cost [-n MESSAGES] [-o PART_OF_A_NAME]
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "exchange.h"
#include "host.h"
#include "settings.h"

#define BATCH_MAX 100
#define REPEATS 7
#define WAITING 10000

const struct smsgw_provider *aliyun_LTX_smsgw_provider(void);
const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);
const struct smsgw_provider *http_LTX_smsgw_provider(void);

#define TEXT "您的验证码是%06u，5分钟内有效，请勿泄露给他人。"
#define TEMPLATE \
	"[template]\ntext = 您的验证码是${code}，${minutes}分钟内有效。\n"

struct scenario {
	const char *name;
	double goal_us;
	const struct smsgw_provider *(*provider)(void);
	const char *gateway, *more; /* [gateway] without its provider, rest */
	uint32_t batch;             /* messages in one exchange */
	bool by_template;
	const char *answer;
};

#define MAS                                                     \
	"sms_url = http://sms.example.com:1992/sms/norsubmit\n" \
	"api_account = testapi01\napi_password = 'Test@1234'\n" \
	"sms_title = 【测试企业】\n"
#define VENDOR                                                  \
	"sms_url = https://sms.example.com/msg/send\n"          \
	"api_account = IDaaS_SSO\napi_password = 'Pa55-word'\n" \
	"sms_title = 【Cloud IDaaS Platform】\n"
#define VENDOR_JSON                                             \
	"sms_url = https://sms.example.com/msg/send/json\n"     \
	"api_account = IDaaS_SSO\napi_password = 'Pa55-word'\n" \
	"sms_title = 【Cloud IDaaS Platform】\n"
#define ALIYUN                                                \
	"sms_url = https://dysmsapi.aliyuncs.com\n"           \
	"api_account = testId\napi_password = 'testSecret'\n" \
	"sms_title = 【阿里云】\n"
#define HTTP_FORM                                                          \
	"[provider]\nbody_type = form\nfield.1 = un: ${api_account}\n"     \
	"field.2 = pw: ${api_password}\nfield.3 = phone: ${to_national}\n" \
	"field.4 = msg: ${signed_text}\nfield.5 = rd: 1\n"
#define ALIYUN_OK                                                      \
	"{\"Message\":\"OK\",\"RequestId\":\"F655A8D5-B967-440B-8683-" \
	"DAD6FF8DE990\",\"BizId\":\"853819343905671399^0\",\"Code\":\"OK\"}"
#define VENDOR_OK                                                   \
	"{\"code\":\"0\",\"msgId\":\"17041010383624511\",\"time\":" \
	"\"20170410103836\",\"errorMsg\":\"\"}"

static const struct scenario scenarios[] = {
	{ "china_mobile Cloud MAS", 4, china_mobile_LTX_smsgw_provider, MAS,
	    "[provider]\nec_name = 测试企业有限公司\nsign_code = AbCdEfGhI\n",
	    1, false,
	    "{\"msgGroup\":\"0927152506001000833076\",\"rspcod\":\"success\","
	    "\"success\":true}" },
	{ "china_mobile msg_send form", 0, china_mobile_LTX_smsgw_provider,
	    VENDOR, "", 1, false, "20161025170822,0\n1234567890100" },
	{ "china_mobile msg_send json", 0, china_mobile_LTX_smsgw_provider,
	    VENDOR_JSON, "", 1, false, VENDOR_OK },
	{ "aliyun SendSms v3", 6, aliyun_LTX_smsgw_provider, ALIYUN,
	    "[templates]\nlogin = SMS_154950909 code\n", 1, true, ALIYUN_OK },
	{ "aliyun SendBatchSms of 100", 1, aliyun_LTX_smsgw_provider, ALIYUN,
	    "[templates]\nlogin = SMS_154950909 code\n", 100, true, ALIYUN_OK },
	{ "http form", 0, http_LTX_smsgw_provider, VENDOR, HTTP_FORM, 1, false,
	    VENDOR_OK },
	{ "http json", 0, http_LTX_smsgw_provider, VENDOR, "", 1, false,
	    VENDOR_OK },
};

/* A gateway that is open, and messages for it. */
struct bench {
	const struct scenario *scenario;
	char dir[64];
	struct settings *settings;
	struct gateway *gw;
	struct smsgw_arg args[BATCH_MAX];
	char to[BATCH_MAX][24], codes[BATCH_MAX][8], texts[BATCH_MAX][128];
	struct message messages[BATCH_MAX];
	struct message_rendition renditions[BATCH_MAX];
	const struct message *message_list[BATCH_MAX];
	const struct message_rendition *rendition_list[BATCH_MAX];
	struct arena arena;
	struct trace trace;
	size_t failures;
};

static void
fail(const char *what)
{
	(void)fprintf(stderr, "provider_cost: %s\n", what);
	exit(1);
}

static void
write_file(const char *dir, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
	    chmod(path, 0600) != 0)
		fail(path);
}

static void
make_dir(struct bench *b)
{
	static const char *const folders[] = { "gateways.d", "templates.d" };
	char text[4096], path[128];
	size_t i;

	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/smsgw-bench-XXXXXX");
	if (mkdtemp(b->dir) == NULL)
		fail("cannot make a folder in /tmp");
	for (i = 0; i < ARRAY_LEN(folders); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", b->dir, folders[i]);
		if (mkdir(path, 0700) != 0)
			fail(path);
	}
	(void)snprintf(text, sizeof(text), "[gateway]\nprovider = %s\n%s%s",
	    b->scenario->provider()->name, b->scenario->gateway,
	    b->scenario->more);
	write_file(b->dir, "gateways.d/g.ini", text);
	write_file(b->dir, "templates.d/login.ini", TEMPLATE);
}

static void
remove_dir(struct bench *b)
{
	static const char *const names[] = { "gateways.d/g.ini", "gateways.d",
		"templates.d/login.ini", "templates.d", "." };
	char path[128];
	size_t i;

	for (i = 0; i < ARRAY_LEN(names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", b->dir, names[i]);
		(void)remove(i + 1 < ARRAY_LEN(names) ? path : b->dir);
	}
}

static void
open_gateway(struct bench *b)
{
	const struct problem *problem;
	struct problems problems;

	problems_init(&problems);
	b->settings = settings_open(b->dir, &problems);
	if (b->settings != NULL && b->settings->gateway_count == 1)
		b->gw = gateway_load(
		    &b->settings->gateways[0], b->settings, &problems);
	if (b->gw == NULL ||
	    gateway_attach(b->gw, b->scenario->provider(), &problems) != 0 ||
	    gateway_open(b->gw, &host_table, &clock_system, &problems) != 0) {
		problem = problems_get(&problems, 0);
		fail(problem != NULL ? problem->text : "no gateway");
	}
	problems_fini(&problems);
}

/* Makes the i-th message as a queue or a caller gives it. */
static void
make_message(struct bench *b, uint32_t i, struct message *message)
{
	struct message_input input = { .to = b->to[i] };
	int exit_code;

	if (b->scenario->by_template) {
		input.template_name = "login";
		input.args = &b->args[i];
		input.arg_count = 1;
	} else {
		input.text = b->texts[i];
	}
	if (message_init(message, &input, b->settings, &clock_system,
		&b->gw->redact, &b->trace, &exit_code) != 0)
		fail(trace_first(&b->trace, TRACE_FAILED)->fact);
}

static void
render_message(struct bench *b, const struct message *message,
    struct arena *arena, struct message_rendition *out)
{
	int exit_code;

	if (message_render(message, b->gw, b->settings, arena, out, &b->trace,
		&exit_code) != 0)
		fail(trace_first(&b->trace, TRACE_FAILED)->fact);
}

static void
bench_init(struct bench *b, const struct scenario *scenario)
{
	uint32_t i;

	memset(b, 0, sizeof(*b));
	b->scenario = scenario;
	make_dir(b);
	open_gateway(b);
	arena_init(&b->arena, EXCHANGE_MEMORY_MAX);
	trace_init(&b->trace);
	trace_quiet(&b->trace);
	for (i = 0; i < BATCH_MAX; i++) {
		(void)snprintf(b->to[i], sizeof(b->to[i]), "+86138%08u",
		    (unsigned)(i * 7919 + 138000));
		(void)snprintf(b->codes[i], sizeof(b->codes[i]), "%06u",
		    (unsigned)(i * 7919 + 104729));
		(void)snprintf(b->texts[i], sizeof(b->texts[i]), TEXT,
		    (unsigned)(i * 7919 + 104729));
		b->args[i] = (struct smsgw_arg){ "code", b->codes[i] };
		make_message(b, i, &b->messages[i]);
		render_message(
		    b, &b->messages[i], &b->arena, &b->renditions[i]);
		b->message_list[i] = &b->messages[i];
		b->rendition_list[i] = &b->renditions[i];
	}
}

static void
bench_fini(struct bench *b)
{
	uint32_t i;

	for (i = 0; i < BATCH_MAX; i++)
		message_fini(&b->messages[i]);
	trace_fini(&b->trace);
	arena_fini(&b->arena);
	gateway_free(b->gw);
	settings_free(b->settings);
	remove_dir(b);
}

/* build, sign, what the transport is given, and the answer to parse. */
static void
run_exchange(struct bench *b, uint32_t first)
{
	char body[512];
	struct transport_header header = { "Content-Type", "application/json" };
	struct transport_result result = {
		.reach = TRANSPORT_ANSWERED,
		.status = 200,
		.headers = &header,
		.header_count = 1,
		.body = body,
		.body_len = strlen(b->scenario->answer),
	};
	struct transport_request request;
	struct exchange x;

	memcpy(body, b->scenario->answer, result.body_len + 1);
	if (exchange_init(&x, b->gw, EXCHANGE_SEND, &b->message_list[first],
		&b->rendition_list[first], b->scenario->batch) != 0 ||
	    exchange_prepare(&x) != 0 || exchange_request(&x, &request) != 0)
		fail("the exchange cannot be prepared");
	exchange_settle(&x, &result);
	if (x.results[0].outcome != SMSGW_ACCEPTED)
		b->failures++;
	exchange_fini(&x);
}

static void
run_message(struct bench *b, uint32_t i)
{
	struct message_rendition rendition;
	struct message message;
	struct arena arena;

	arena_init(&arena, EXCHANGE_MEMORY_MAX);
	make_message(b, i, &message);
	render_message(b, &message, &arena, &rendition);
	message_fini(&message);
	arena_fini(&arena);
}

static double
cpu_us(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
		fail("this system tells no CPU time");
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int
compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The median of several runs of n messages, in microseconds a message. */
static double
measure(struct bench *b, void (*run)(struct bench *, uint32_t), uint32_t batch,
    size_t n)
{
	double runs[REPEATS], start;
	size_t i, k;

	for (k = 0; k < REPEATS; k++) {
		start = cpu_us();
		for (i = 0; i < n; i += batch)
			run(b, (uint32_t)(batch > 1 ? 0 : i % BATCH_MAX));
		runs[k] = (cpu_us() - start) / (double)i;
	}
	qsort(runs, REPEATS, sizeof(runs[0]), compare_doubles);
	return runs[REPEATS / 2];
}

/* Bytes of the heap that a message takes while it waits, all overhead in. */
static double
measure_memory(struct bench *b)
{
#ifdef __GLIBC__
	struct message *waiting = calloc(WAITING, sizeof(*waiting));
	struct mallinfo2 before, after;
	size_t i;

	if (waiting == NULL)
		fail("out of memory");
	before = mallinfo2();
	for (i = 0; i < WAITING; i++)
		make_message(b, (uint32_t)(i % BATCH_MAX), &waiting[i]);
	after = mallinfo2();
	for (i = 0; i < WAITING; i++)
		message_fini(&waiting[i]);
	free(waiting);
	return (double)(after.uordblks + after.hblkhd - before.uordblks -
		   before.hblkhd) /
	    WAITING +
	    (double)sizeof(struct message);
#else
	(void)b;
	return 0;
#endif
}

static void
run_scenario(const struct scenario *scenario, size_t n)
{
	static struct bench b;

	bench_init(&b, scenario);
	printf("%s\tus\t%.3f\t%g\n", scenario->name,
	    measure(&b, run_exchange, scenario->batch, n), scenario->goal_us);
	if (b.failures > 0)
		fail("an answer was not accepted");
	if (scenario->batch == 1) {
		printf("%s, its message\tus\t%.3f\t0\n", scenario->name,
		    measure(&b, run_message, 1, n));
		printf("%s, one that waits\tbytes\t%.0f\t2048\n",
		    scenario->name, measure_memory(&b));
	}
	(void)fflush(stdout);
	bench_fini(&b);
}

int
main(int argc, char **argv)
{
	const char *part = "";
	size_t i, n = 20000;
	int option;

	while ((option = getopt(argc, argv, "n:o:")) != -1) {
		if (option == 'n')
			n = strtoul(optarg, NULL, 10);
		else if (option == 'o')
			part = optarg;
		else
			return 2;
	}
	for (i = 0; i < ARRAY_LEN(scenarios); i++)
		if (strstr(scenarios[i].name, part) != NULL)
			run_scenario(&scenarios[i], n);
	return 0;
}

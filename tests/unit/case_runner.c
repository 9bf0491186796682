/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs golden cases through the real gateway, exchange and host's table; only
 * the transport is left out.
 */
#include "case_runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "case_answer.h"
#include "case_file.h"
#include "case_text.h"
#include "descriptor.h"
#include "exchange.h"
#include "gateway_call.h"
#include "host.h"
#include "outcome.h"

#define RECIPIENTS_MAX 8
#define TEXT_SIZE ((size_t)256 * 1024)

/* One case that is being run. */
struct run {
	const struct smsgw_provider *provider;
	struct case_file file;
	const char *folder;
	struct buf *report;
	int64_t now_ms;
	unsigned char random;
	struct clock clock;
	struct settings *settings;
	struct gateway *gw;
	struct message messages[RECIPIENTS_MAX];
	struct message_rendition renditions[RECIPIENTS_MAX];
	const struct message *message_list[RECIPIENTS_MAX];
	const struct message_rendition *rendition_list[RECIPIENTS_MAX];
	uint32_t count;
	struct trace trace;
	struct arena arena;
};

static int64_t
run_wall(void *arg)
{
	return ((struct run *)arg)->now_ms;
}

static int64_t
run_boot(void *arg)
{
	(void)arg;
	return 1000000;
}

static int
run_random(void *arg, void *out, size_t n)
{
	struct run *run = arg;
	unsigned char *p = out;

	while (n-- > 0)
		*p++ = run->random++;
	return 0;
}

/* Tells when a text is not what it should be; 0 or -1. */
static int
compare_text(
    struct run *run, const char *what, const char *expected, const char *actual)
{
	if (strcmp(expected, actual) == 0)
		return 0;
	(void)buf_printf(run->report, "[%s] should be\n%s\nbut is\n%s\n", what,
	    expected, actual);
	return -1;
}

static int
compare(struct run *run, const char *section, const char *actual)
{
	const char *expected = case_file_get(&run->file, section);

	return expected == NULL ? 0 :
				  compare_text(run, section, expected, actual);
}

static int
write_file(
    struct run *run, const char *folder, const char *name, const char *text)
{
	char path[1024];
	FILE *file;
	int rc = 0;

	snprintf(path, sizeof(path), "%s/%s", run->folder, folder);
	(void)mkdir(path, 0700);
	if (strncmp(name, "../", 3) == 0) {
		snprintf(path, sizeof(path), "%s/%s", run->folder, name + 3);
		*strrchr(path, '/') = '\0';
		(void)mkdir(path, 0700);
	}
	snprintf(path, sizeof(path), "%s/%s/%s", run->folder, folder, name);
	file = fopen(path, "w");
	if (file == NULL)
		return -1;
	if (fprintf(file, "%s\n", text) < 0)
		rc = -1;
	if (fclose(file) != 0 || chmod(path, 0600) != 0)
		rc = -1;
	return rc;
}

/* Adds a section of the gateway's file, or an example as it is. */
static int
add_gateway(const struct case_section *section, struct buf *ini)
{
	const char *source = getenv("SMSGW_SOURCE");
	char path[1024];

	if (section->argument[0] == '\0')
		return buf_printf(
		    ini, "[%s]\n%s\n", section->name, section->text);
	snprintf(path, sizeof(path), "%s/docs/examples/gateways/%s",
	    source != NULL ? source : ".", section->argument);
	return case_file_add(path, ini);
}

/* Writes the gateway's file and those beside it. */
static int
write_files(struct run *run)
{
	static const char *const of_gateway[] = { "gateway", "provider",
		"routing", "limits", "templates" };
	const struct case_section *section;
	struct buf ini;
	size_t i, k;
	int rc = 0;

	buf_init(&ini, TEXT_SIZE);
	for (i = 0; i < run->file.count && rc == 0; i++) {
		section = &run->file.sections[i];
		if (strcmp(section->name, "file") == 0)
			rc = write_file(run, "gateways.d", section->argument,
			    section->text);
		for (k = 0; k < ARRAY_LEN(of_gateway); k++)
			if (strcmp(section->name, of_gateway[k]) == 0 &&
			    add_gateway(section, &ini) != 0)
				rc = -1;
	}
	if (rc == 0)
		rc = write_file(run, "gateways.d", "case.ini", buf_str(&ini));
	buf_fini(&ini);
	return rc;
}

/* What open() said, as "KEY: text"; 1 when it failed as it should. */
static int
judge_open(struct run *run, const struct problems *problems, bool opened)
{
	const struct problem *problem;
	struct buf text;
	size_t i;
	int rc;

	buf_init(&text, TEXT_SIZE);
	for (i = 0; i < problems_count(problems); i++) {
		problem = problems_get(problems, i);
		if (problem->level == PROBLEM_ERROR)
			(void)buf_printf(&text, "%s%s: %s",
			    text.len > 0 ? "\n" : "",
			    problem->key != NULL ? problem->key : "-",
			    problem->text);
	}
	if (case_file_get(&run->file, "open") != NULL) {
		rc = compare(run, "open", buf_str(&text)) == 0 ? 1 : -1;
	} else {
		rc = opened ? 0 : -1;
		if (rc != 0)
			(void)buf_printf(
			    run->report, "not opened: %s\n", buf_str(&text));
	}
	buf_fini(&text);
	return rc;
}

static int
open_gateway(struct run *run)
{
	struct problems problems;
	bool opened = false;
	int rc;

	problems_init(&problems);
	run->settings = settings_open(run->folder, &problems);
	if (run->settings != NULL && run->settings->gateway_count > 0)
		run->gw = gateway_load(
		    &run->settings->gateways[0], run->settings, &problems);
	if (run->gw != NULL && run->gw->ini != NULL &&
	    gateway_attach(run->gw, run->provider, &problems) == 0)
		opened = gateway_open(
			     run->gw, &host_table, &run->clock, &problems) == 0;
	rc = judge_open(run, &problems, opened);
	problems_fini(&problems);
	return rc;
}

/* What the gateway keeps before: kept.token = VALUE. */
static void
keep_values(struct run *run)
{
	char *value;

	value = case_value(case_file_get(&run->file, "clock"), "kept.token", 0);
	if (value != NULL)
		gateway_keep(run->gw, "token", value, SMSGW_SECRET,
		    run->now_ms + 600000);
	free(value);
}

static char *
say_trace(struct run *run)
{
	size_t i;

	for (i = 0; i < run->trace.count; i++)
		if (run->trace.steps[i]->state == TRACE_FAILED)
			(void)buf_printf(run->report, "no message: %s\n",
			    run->trace.steps[i]->fact);
	return NULL;
}

/* The values of "param.NAME = VALUE"; how many there are. */
static size_t
read_params(struct run *run, const char *text, struct message_param *params)
{
	const char *line, *name;
	char key[64], *value;
	size_t len, count = 0;

	for (line = text; line != NULL && *line != '\0';) {
		len = strcspn(line, "\n");
		if (strncmp(line, "param.", 6) == 0) {
			snprintf(key, sizeof(key), "%.*s",
			    (int)strcspn(line, " "), line);
			value = case_value(text, key, 0);
			name = arena_strdup(&run->arena, key + 6);
			params[count].name = name;
			params[count++].value = arena_strdup(
			    &run->arena, value != NULL ? value : "");
			free(value);
		}
		line += len;
		line += *line == '\n';
	}
	return count;
}

static int
make_message(struct run *run, const char *text, const char *to)
{
	struct message_param params[MESSAGE_PARAMS_MAX];
	struct message_input input = {
		.to = to,
		.id = "0190f5fe-7c00-7000-8000-000000000001",
		.params = params,
	};
	char *body = case_value(text, "text", 0);
	char *tpl = case_value(text, "template", 0);
	uint32_t i = run->count;
	int exit_code, rc;

	input.text = body;
	input.template_name = tpl;
	input.param_count = read_params(run, text, params);
	rc = message_init(&run->messages[i], &input, run->settings, &run->clock,
	    &run->gw->redact, &run->trace, &exit_code);
	run->count++;
	if (rc == 0)
		rc = message_render(&run->messages[i], run->gw, run->settings,
		    &run->arena, &run->renditions[i], &run->trace, &exit_code);
	trace_set_mask(&run->trace, NULL, NULL);
	if (rc != 0)
		(void)say_trace(run);
	run->message_list[i] = &run->messages[i];
	run->rendition_list[i] = &run->renditions[i];
	free(body);
	free(tpl);
	return rc;
}

static int
make_messages(struct run *run)
{
	const char *text = case_file_get(&run->file, "message");
	char *to;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < RECIPIENTS_MAX; i++) {
		to = case_value(text, "to", i);
		if (to == NULL)
			break;
		rc = make_message(run, text, to);
		free(to);
	}
	return rc;
}

static enum exchange_kind
kind_of(const struct run *run)
{
	char *call =
	    case_value(case_file_get(&run->file, "message"), "call", 0);
	enum exchange_kind kind = EXCHANGE_SEND;

	if (call != NULL && strcmp(call, "login") == 0)
		kind = EXCHANGE_LOGIN;
	free(call);
	return kind;
}

/*
 * One exchange from the beginning: what is sent goes to request, what is shown
 * to shown (or NULL), and the answer (or NULL) is settled.  The caller calls
 * exchange_fini().
 */
static int
exchange_whole(struct run *run, struct exchange *x,
    const struct transport_result *answer, struct buf *request,
    struct buf *shown)
{
	bool send = kind_of(run) == EXCHANGE_SEND;
	int rc;

	run->random = 0;
	if (exchange_init(x, run->gw, kind_of(run),
		send ? run->message_list : NULL,
		send ? run->rendition_list : NULL, send ? run->count : 0) != 0)
		return -1;
	rc = exchange_prepare(x);
	if (rc == 0 && request != NULL)
		case_add_request(&x->wire, request);
	if (rc == 0 && shown != NULL)
		(void)request_show(&x->wire, &run->gw->redact, shown);
	if (rc == 0 && answer != NULL)
		exchange_settle(x, answer);
	return 0;
}

/* The outcome of an answer that is not whole or not true. */
static int
outcome_of(struct run *run, const struct transport_result *answer)
{
	struct exchange x;
	uint32_t i;
	int outcome = 0;

	if (exchange_whole(run, &x, answer, NULL, NULL) == 0)
		outcome = x.results[0].outcome;
	for (i = 1; i < x.count; i++)
		if (x.results[i].outcome != outcome)
			outcome = 0;
	exchange_fini(&x);
	return outcome;
}

/* Cut at every byte, and every byte changed. */
static int
check_laws(struct run *run, const struct case_answer *whole)
{
	const char *laws = case_file_get(&run->file, "laws");
	struct transport_result answer = whole->result;
	size_t i, len = whole->result.body_len;
	char *copy;
	int outcome, rc = 0;

	for (i = 0; rc == 0 && i < len; i++) {
		copy = strndup(whole->result.body, i);
		answer.body = copy;
		answer.body_len = i;
		outcome = outcome_of(run, &answer);
		if (outcome == 0 ||
		    (outcome == SMSGW_ACCEPTED && laws == NULL)) {
			(void)buf_printf(run->report,
			    "the answer cut to %zu "
			    "bytes is %s\n",
			    i, outcome_word(outcome));
			rc = -1;
		}
		free(copy);
		copy = strndup(whole->result.body, len);
		if (copy != NULL)
			copy[i] ^= 1;
		answer.body = copy;
		answer.body_len = len;
		if (rc == 0 && outcome_of(run, &answer) == 0) {
			(void)buf_printf(run->report,
			    "with byte %zu changed "
			    "there is no outcome\n",
			    i);
			rc = -1;
		}
		free(copy);
	}
	return rc;
}

static void
trim_end(struct buf *text)
{
	while (text->len > 0 && text->data[text->len - 1] == '\n')
		buf_truncate(text, text->len - 1);
}

/* What is sent, and shown; and that it is the same the next time. */
static int
run_request(struct run *run)
{
	struct buf request, again, shown;
	struct exchange x;
	int rc;

	buf_init(&request, TEXT_SIZE);
	buf_init(&again, TEXT_SIZE);
	buf_init(&shown, TEXT_SIZE);
	rc = exchange_whole(run, &x, NULL, &again, NULL);
	exchange_fini(&x);
	if (rc == 0)
		rc = exchange_whole(run, &x, NULL, &request, &shown);
	exchange_fini(&x);
	trim_end(&shown);
	if (rc == 0 && strcmp(buf_str(&request), buf_str(&again)) != 0) {
		(void)buf_puts(run->report, "two requests differ\n");
		rc = -1;
	}
	if (rc == 0 &&
	    (compare(run, "request", buf_str(&request)) != 0 ||
		compare(run, "shown", buf_str(&shown)) != 0))
		rc = -1;
	buf_fini(&request);
	buf_fini(&again);
	buf_fini(&shown);
	return rc;
}

/* One answer, or none, and what it comes to. */
static int
run_answer(struct run *run, const struct case_section *response, size_t index)
{
	const struct case_section *expected;
	struct case_answer answer;
	struct exchange x;
	struct buf result;
	int rc = 0;

	expected = case_file_nth(&run->file, "result", index);
	buf_init(&result, TEXT_SIZE);
	if (response != NULL &&
	    case_answer_read(&run->arena, response->text, &answer) != 0)
		return -1;
	if (exchange_whole(run, &x, response != NULL ? &answer.result : NULL,
		NULL, NULL) != 0)
		rc = -1;
	if (rc == 0) {
		case_add_result(&x.results[0], &result);
		if (x.token_refused)
			case_add_line(&result, "token", "refused");
		if (kind_of(run) == EXCHANGE_LOGIN)
			case_add_line(
			    &result, "kept", gateway_kept(run->gw, "token"));
	}
	exchange_fini(&x);
	if (rc == 0 && expected != NULL)
		rc = compare_text(run,
		    response != NULL ? response->argument : "", expected->text,
		    buf_str(&result));
	if (rc == 0 && response != NULL && kind_of(run) == EXCHANGE_SEND)
		rc = check_laws(run, &answer);
	buf_fini(&result);
	return rc;
}

static int
run_exchange(struct run *run)
{
	const struct case_section *response;
	size_t i = 0;
	int rc;

	rc = run_request(run);
	do {
		response = case_file_nth(&run->file, "response", i);
		if (rc == 0 && (response != NULL || i == 0))
			rc = run_answer(run, response, i);
		i++;
	} while (rc == 0 && response != NULL);
	return rc;
}

/* "POST /?a=b", headers, blank line, body: all but the headers is used. */
static int
run_push(struct run *run)
{
	const char *text = case_file_get(&run->file, "push"), *query, *body;
	struct host_push push = { .pub.host = &host_table, .gw = run->gw };
	struct host_reply reply = { .pub.host = &host_table };
	struct arena scratch;
	struct buf out;
	int rc;

	buf_init(&out, TEXT_SIZE);
	arena_init(&scratch, EXCHANGE_MEMORY_MAX);
	push.method = "POST";
	body = strstr(text, "\n\n");
	push.body = body != NULL ? body + 2 : "";
	push.body_len = strlen(push.body);
	query = memchr(text, '?', strcspn(text, "\n"));
	push.query = query == NULL ?
	    "" :
	    arena_strndup(&run->arena, query + 1, strcspn(query + 1, "\n"));
	run->gw->sink = (struct gateway_sink){ case_add_report,
		case_add_inbound, NULL, &out };
	gateway_enter(run->gw, &scratch);
	rc = gateway_leave(run->gw,
	    run->provider->http->receive(&run->gw->pub, &push.pub, &reply.pub));
	if (rc != 0)
		case_add_line(&out, "failed", run->gw->failure.text);
	else
		case_add_line(&out, "reply", reply.body);
	rc = compare(run, "reports", buf_str(&out));
	host_reply_fini(&reply);
	arena_fini(&scratch);
	buf_fini(&out);
	return rc;
}

static int
run_opened(struct run *run)
{
	keep_values(run);
	if (case_file_get(&run->file, "push") != NULL)
		return run_push(run);
	if (make_messages(run) != 0)
		return -1;
	return run_exchange(run);
}

int
case_run(const struct smsgw_provider *provider, const char *path,
    const char *folder, struct buf *report)
{
	struct run *run = calloc(1, sizeof(*run));
	char *now;
	uint32_t i;
	int rc = -1;

	if (run == NULL)
		return -1;
	run->provider = provider;
	run->folder = folder;
	run->report = report;
	run->clock =
	    (struct clock){ run_wall, run_boot, run_random, run, NULL };
	run->now_ms = INT64_C(1700000000123);
	trace_init(&run->trace);
	arena_init(&run->arena, (size_t)8 * 1024 * 1024);
	if (case_file_read(path, &run->file, report) != 0)
		goto out;
	now = case_value(case_file_get(&run->file, "clock"), "now_ms", 0);
	if (now != NULL)
		run->now_ms = strtoll(now, NULL, 10);
	free(now);
	if (write_files(run) != 0)
		goto out;
	rc = open_gateway(run);
	if (rc == 0)
		rc = run_opened(run);
	if (rc > 0)
		rc = 0;
out:
	trace_fini(&run->trace);
	for (i = 0; i < run->count; i++)
		message_fini(&run->messages[i]);
	arena_fini(&run->arena);
	gateway_free(run->gw);
	settings_free(run->settings);
	case_file_free(&run->file);
	free(run);
	return rc;
}

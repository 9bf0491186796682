/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs golden cases: makes the gateway and the messages that a case's file
 * tells of; what is then done with them is in case_exchange.c.
 */
#include "case_runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ascii.h"
#include "case_file.h"
#include "case_run.h"
#include "descriptor.h"
#include "host.h"

static int64_t
run_wall(void *arg)
{
	return ((struct case_run *)arg)->now_ms;
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
	struct case_run *run = arg;
	unsigned char *p = out;

	while (n-- > 0)
		*p++ = run->fixed_used < run->fixed_len ?
		    run->fixed[run->fixed_used++] :
		    run->random++;
	return 0;
}

/* Random bytes that the file gives: random = HEX. */
static void
take_random(struct case_run *run)
{
	char *hex = case_value(case_file_get(&run->file, "clock"), "random", 0);
	size_t i;
	int high, low;

	for (i = 0; hex != NULL && i < sizeof(run->fixed); i++) {
		high = ascii_hex(hex[2 * i]);
		low = high < 0 ? -1 : ascii_hex(hex[2 * i + 1]);
		if (low < 0)
			break;
		run->fixed[i] = (unsigned char)(high * 16 + low);
	}
	run->fixed_len = i;
	free(hex);
}

static int
write_file(struct case_run *run, const char *folder, const char *name,
    const char *text)
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
write_files(struct case_run *run)
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
judge_open(struct case_run *run, const struct problems *problems, bool opened)
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
		rc = case_compare(run, "open", buf_str(&text)) == 0 ? 1 : -1;
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
open_gateway(struct case_run *run)
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

/* What the gateway keeps before: kept.NAME = VALUE. */
static void
keep_values(struct case_run *run)
{
	const char *line = case_file_get(&run->file, "clock");
	char key[64], *value;
	size_t len;

	for (; line != NULL && *line != '\0'; line += *line == '\n') {
		len = strcspn(line, "\n");
		snprintf(
		    key, sizeof(key), "%.*s", (int)strcspn(line, " \n"), line);
		value = strncmp(key, "kept.", 5) == 0 ?
		    case_value(line, key, 0) :
		    NULL;
		if (value != NULL)
			gateway_keep(run->gw, key + 5, value, SMSGW_SECRET,
			    run->now_ms + 600000);
		free(value);
		line += len;
	}
}

static char *
say_trace(struct case_run *run)
{
	size_t i;

	for (i = 0; i < run->trace.count; i++)
		if (run->trace.steps[i]->state == TRACE_FAILED)
			(void)buf_printf(run->report, "no message: %s\n",
			    run->trace.steps[i]->fact);
	return NULL;
}

/* Whether an argument of that name is among those read. */
static bool
has_arg(const struct smsgw_arg *args, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(args[i].name, name) == 0)
			return true;
	return false;
}

/* The values of "param.NAME = VALUE" for the next one; how many there are. */
static size_t
read_args(struct case_run *run, const char *text, struct smsgw_arg *args)
{
	const char *line, *name;
	char key[64], *value;
	size_t len, count = 0;

	for (line = text; line != NULL && *line != '\0';) {
		len = strcspn(line, "\n");
		snprintf(
		    key, sizeof(key), "%.*s", (int)strcspn(line, " "), line);
		if (strncmp(key, "param.", 6) == 0 &&
		    !has_arg(args, count, key + 6)) {
			value = case_value(text, key, run->count);
			if (value == NULL)
				value = case_value(text, key, 0);
			name = arena_strdup(&run->arena, key + 6);
			args[count].name = name;
			args[count++].value = arena_strdup(
			    &run->arena, value != NULL ? value : "");
			free(value);
		}
		line += len;
		line += *line == '\n';
	}
	return count;
}

static int
make_message(struct case_run *run, const char *text, const char *to)
{
	struct smsgw_arg args[MESSAGE_ARGS_MAX];
	struct message_input input = {
		.to = to,
		.id = "0190f5fe-7c00-7000-8000-000000000001",
		.args = args,
	};
	uint32_t i = run->count;
	char *body = case_value(text, "text", i);
	char *tpl = case_value(text, "template", 0);
	int exit_code, rc;

	if (body == NULL) /* all have the same */
		body = case_value(text, "text", 0);
	input.text = body;
	input.template_name = tpl;
	input.arg_count = read_args(run, text, args);
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
make_messages(struct case_run *run)
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

static int
run_opened(struct case_run *run)
{
	keep_values(run);
	if (case_file_get(&run->file, "push") != NULL &&
	    case_file_get(&run->file, "response") != NULL) {
		(void)buf_printf(
		    run->report, "a case has pushes or responses, not both\n");
		return -1;
	}
	if (case_file_get(&run->file, "push") != NULL)
		return case_run_pushes(run);
	run->provider_id =
	    case_value(case_file_get(&run->file, "message"), "provider_id", 0);
	if (make_messages(run) != 0)
		return -1;
	return case_run_exchange(run);
}

int
case_run(const struct smsgw_provider *provider, const char *path,
    const char *folder, struct buf *report)
{
	struct case_run *run = calloc(1, sizeof(*run));
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
	take_random(run);
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
	free(run->provider_id);
	free(run);
	return rc;
}

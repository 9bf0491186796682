/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every documented code of Alibaba Cloud SMS, as tests/data/aliyun/codes.txt
 * has them: what it comes to in an answer or a report, and that there is a
 * meaning and a fix in both languages.
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
#include "catalog.h"
#include "descriptor.h"
#include "gateway_call.h"
#include "host.h"
#include "outcome.h"
#include "tree.h"

#define WORDS 7
#define ROWS_MAX 512

static struct gateway *gw;
static bool reached[ROWS_MAX];

/* Notes that the row of a code was reached, and checks its words. */
static void
check_words(const char *code)
{
	const struct smsgw_code *row = aliyun_code_find(&gw->pub, code);

	assert_non_null(row);
	reached[row - aliyun_codes] = true;
	assert_true(row->text[0] != '\0' && row->text_zh[0] != '\0');
	if (row->outcome != SMSGW_ACCEPTED)
		assert_true(row->fix[0] != '\0' && row->fix_zh[0] != '\0');
}

static void
expect(const char *code, const char *what, const char *expected,
    const char *actual)
{
	if (strcmp(expected, actual) != 0)
		fail_msg("%s: %s is %s, not %s", code, what, actual, expected);
}

/* words: where, status, code, outcome, class, scope, who. */
static void
check_answer(char *const words[WORDS], const char *code, bool intl)
{
	int status = (int)strtol(words[1], NULL, 10);
	const struct outcome *result;
	struct exchange x;
	char body[256];

	snprintf(body, sizeof(body),
	    intl && status == 200 ?
		"{\"ResponseCode\":\"%s\",\"ResponseDescription\":\"m\"}" :
		"{\"Message\":\"m\",\"RequestId\":\"r\",\"Code\":\"%s\"}",
	    code);
	assert_int_equal(
	    fixture_exchange(&x, gw, intl ? FIXTURE_ABROAD : FIXTURE_MAINLAND,
		1, FIXTURE_SAME),
	    0);
	fixture_answer(&x, status, body);
	result = &x.results[0];
	expect(code, "outcome", words[3], outcome_word(result->outcome));
	expect(code, "class", words[4],
	    catalog_for_class(result->error_class)->code);
	expect(code, "scope", words[5], descriptor_scope_word(result->scope));
	assert_non_null(result->row);
	expect(code, "who", words[6], catalog_who_name(result->row->who));
	expect(code, "code", code, result->provider_code);
	expect(code, "text", "m", result->provider_text);
	exchange_fini(&x);
	check_words(code);
}

static struct smsgw_report last;
static char last_words[3][64];

static void
take_report(void *arg, const struct smsgw_report *report)
{
	(void)arg;
	last = *report;
	snprintf(last_words[0], sizeof(last_words[0]), "%s", report->code);
}

/* words: where, -, code, state, class, scope. */
static void
check_report(char *const words[WORDS])
{
	static const char *const states[] = { "pending", "delivered",
		"undelivered", "unknown" };
	struct host_push push = { .pub.host = &host_table, .gw = gw };
	struct host_reply reply = { .pub.host = &host_table };
	struct arena scratch;
	char body[256];

	push.method = "POST";
	push.body = body;
	push.body_len = (size_t)snprintf(body, sizeof(body),
	    "[{\"phone_number\":\"13900000001\",\"success\":%s,"
	    "\"err_code\":\"%s\",\"biz_id\":\"1\"}]",
	    strcmp(words[2], "DELIVERED") == 0 ? "true" : "false", words[2]);
	gw->sink = (struct gateway_sink){ .report = take_report };
	arena_init(&scratch, EXCHANGE_MEMORY_MAX);
	gateway_enter(gw, &scratch);
	assert_int_equal(
	    gateway_leave(gw, aliyun_receive(&gw->pub, &push.pub, &reply.pub)),
	    0);
	expect(words[2], "code", words[2], last_words[0]);
	expect(words[2], "state", words[3], states[last.state]);
	if (words[4] != NULL && strcmp(words[4], "-") != 0)
		expect(words[2], "class", words[4],
		    catalog_for_class(last.error_class)->code);
	if (words[5] != NULL)
		expect(words[2], "scope", words[5],
		    descriptor_scope_word(last.scope));
	if (aliyun_code_find(&gw->pub, words[2]) != NULL)
		check_words(words[2]);
	arena_fini(&scratch);
	host_reply_fini(&reply);
}

static void
check_line(char *line)
{
	char *words[WORDS] = { NULL }, prefixed[64];
	size_t i;

	for (i = 0; i < WORDS && *line != '\0'; i++) {
		words[i] = line;
		line += strcspn(line, " ");
		if (*line != '\0')
			*line++ = '\0';
	}
	if (strcmp(words[0], "report") == 0) {
		check_report(words);
		return;
	}
	assert_int_equal(i, WORDS);
	if (strcmp(words[0], "both") == 0) {
		snprintf(prefixed, sizeof(prefixed), "isv.%s", words[2]);
		check_answer(words, prefixed, false);
		check_answer(words, prefixed, true);
	}
	if (strcmp(words[0], "cn") == 0)
		check_answer(words, words[2], false);
	else
		check_answer(words, words[2], true);
}

static void
every_documented_code_comes_to_what_it_means(void **state)
{
	const char *source = getenv("SMSGW_SOURCE");
	char path[1024], line[256];
	size_t count = 0;
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/data/aliyun/codes.txt",
	    source != NULL ? source : ".");
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		check_line(line);
		count++;
	}
	fclose(file);
	assert_true(count > 100);
}

/* Runs behind the other. */
static void
no_row_of_the_table_is_without_a_test(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; aliyun_codes[i].code != NULL; i++)
		if (!reached[i] && strcmp(aliyun_codes[i].code, "OK") != 0)
			fail_msg(
			    "%s is not in codes.txt", aliyun_codes[i].code);
}

static int
set_up(void **state)
{
	if (tree_setup(state) != 0)
		return -1;
	gw = fixture_open("");
	return gw != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	fixture_close(gw);
	return tree_teardown(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_documented_code_comes_to_what_it_means),
		cmocka_unit_test(no_row_of_the_table_is_without_a_test),
	};

	return cmocka_run_group_tests_name(
	    "aliyun_codes", tests, set_up, tear_down);
}

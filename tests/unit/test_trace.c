/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trace: words of the catalogue, masking and escaping, what an observer
 * sees, and the JSON that programs read.
 */
#include "trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include <smsgw/provider.h>

#include "buf.h"

/* Hides "hunter2" wherever it stands. */
static int
mask_hunter(void *arg, const char *in, struct buf *out)
{
	const char *found;

	(*(int *)arg)++;
	while ((found = strstr(in, "hunter2")) != NULL) {
		buf_add(out, in, (size_t)(found - in));
		buf_puts(out, "****");
		in = found + 7;
	}
	return buf_puts(out, in);
}

static int
mask_nothing_works(void *arg, const char *in, struct buf *out)
{
	(void)arg;
	(void)in;
	(void)out;
	return -1;
}

static void
a_failed_step_has_cause_who_and_fix_of_the_catalogue(void **state)
{
	struct trace t;
	const struct trace_step *step;

	(void)state;
	trace_init(&t);
	step = trace_add(&t, TRACE_CONNECT, TRACE_FAILED, 1500,
	    "connect-refused", "%s port %d", "127.0.0.1", 1);
	assert_non_null(step);
	assert_string_equal(step->fact, "127.0.0.1 port 1");
	assert_string_equal(step->code, "connect-refused");
	assert_string_equal(
	    step->cause, "Nothing listens at the provider's address and port.");
	assert_non_null(step->fix);
	assert_int_equal(step->who, SMSGW_WHO_ADMIN);
	assert_ptr_equal(trace_first(&t, TRACE_FAILED), step);
	assert_null(trace_first(&t, TRACE_WARNING));
	trace_fini(&t);
	trace_fini(NULL);
}

static void
setters_replace_what_the_catalogue_said(void **state)
{
	struct trace t;
	struct trace_step *step;

	(void)state;
	trace_init(&t);
	step = trace_add(&t, TRACE_ANSWER, TRACE_FAILED, -1,
	    "account-credentials", "HTTP 401");
	trace_set_cause(&t, step, "%s", "Their cause.");
	trace_set_fix(&t, step, "Do %d things.", 2);
	trace_set_who(step, SMSGW_WHO_PROVIDER);
	trace_set_provider(&t, step, "1001", NULL);
	trace_set_provider(&t, step, NULL, "no such user");
	assert_string_equal(step->cause, "Their cause.");
	assert_string_equal(step->fix, "Do 2 things.");
	assert_int_equal(step->who, SMSGW_WHO_PROVIDER);
	assert_string_equal(step->provider_code, "1001");
	assert_string_equal(step->provider_text, "no such user");
	trace_set_cause(&t, NULL, "nothing");
	trace_set_fix(&t, NULL, "nothing");
	trace_set_who(NULL, SMSGW_WHO_ADMIN);
	trace_set_provider(&t, NULL, "a", "b");
	assert_false(t.out_of_memory);
	trace_fini(&t);
}

static void
no_string_of_a_step_shows_what_the_mask_hides(void **state)
{
	struct trace t;
	struct trace_step *step;
	json_t *json;
	char *text;
	int asked = 0;

	(void)state;
	trace_init(&t);
	trace_set_mask(&t, mask_hunter, &asked);
	step = trace_add(&t, TRACE_REQUEST, TRACE_FAILED, 1, "request-reset",
	    "POST %s", "/?p=hunter2");
	trace_set_cause(&t, step, "because of %s", "hunter2");
	trace_set_fix(&t, step, "type hunter2 again");
	trace_set_provider(&t, step, "hunter2", "wrong: hunter2, hunter2");
	assert_string_equal(step->fact, "POST /?p=****");
	assert_string_equal(step->provider_text, "wrong: ****, ****");
	json = trace_json(&t);
	assert_non_null(json);
	text = json_dumps(json, JSON_REAL_PRECISION(15));
	assert_non_null(text);
	assert_null(strstr(text, "hunter2"));
	assert_true(asked >= 6);
	free(text);
	json_decref(json);
	trace_fini(&t);
}

static void
a_mask_that_fails_keeps_the_string_out(void **state)
{
	struct trace t;

	(void)state;
	trace_init(&t);
	trace_set_mask(&t, mask_nothing_works, NULL);
	assert_null(trace_add(&t, TRACE_CONFIG, TRACE_OK, -1, NULL, "secret"));
	assert_true(t.out_of_memory);
	assert_int_equal(t.count, 0);
	assert_null(trace_json(&t));
	trace_fini(&t);
}

/* The bytes of hostile answers: ESC, a line feed, DEL, no UTF-8, RLO. */
static void
what_a_terminal_would_obey_is_escaped(void **state)
{
	struct trace t;
	struct trace_step *step;

	(void)state;
	trace_init(&t);
	step = trace_add(&t, TRACE_ANSWER, TRACE_OK, -1, NULL, "%s",
	    "a\033[31mb\nc\177d\xff");
	assert_string_equal(step->fact, "a\\x1B[31mb\\x0Ac\\x7Fd\\xFF");
	trace_set_provider(&t, step, NULL,
	    "\xe2\x80\xae"
	    "gnp.exe");
	assert_string_equal(step->provider_text, "\\u202Egnp.exe");
	trace_fini(&t);
}

static void
a_long_text_of_a_provider_is_cut(void **state)
{
	struct trace t;
	struct trace_step *step;
	char text[5000];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	trace_init(&t);
	step = trace_add(&t, TRACE_ANSWER, TRACE_OK, -1, NULL, "HTTP 200");
	trace_set_provider(&t, step, NULL, text);
	assert_int_equal(strlen(step->provider_text), 1024);
	assert_string_equal(step->provider_text + 1021, "…");
	trace_fini(&t);
}

struct seen {
	int count;
	int kinds[8];
	bool had_provider_text;
};

static void
see(void *arg, const struct trace *t, const struct trace_step *step)
{
	struct seen *seen = arg;

	(void)t;
	seen->kinds[seen->count++] = step->kind;
	if (step->provider_text != NULL)
		seen->had_provider_text = true;
}

static void
a_quiet_trace_keeps_what_went_wrong_and_masks_nothing_else(void **state)
{
	int asked = 0;
	struct trace t;

	(void)state;
	trace_init(&t);
	trace_set_mask(&t, mask_hunter, &asked);
	trace_quiet(&t);
	assert_null(trace_add(&t, TRACE_NUMBER, TRACE_OK, -1, NULL, "hunter2"));
	assert_null(
	    trace_add(&t, TRACE_REQUEST, TRACE_SKIPPED, 7, NULL, "hunter2"));
	assert_int_equal(asked, 0);
	assert_false(t.out_of_memory);
	assert_non_null(trace_add(
	    &t, TRACE_TLS, TRACE_WARNING, -1, "tls-none", "not used"));
	assert_non_null(trace_add(&t, TRACE_ANSWER, TRACE_FAILED, -1,
	    "account-credentials", "hunter2"));
	assert_int_equal(t.count, 2);
	assert_string_equal(t.steps[1]->fact, "****");
	trace_fini(&t);
	assert_non_null(
	    trace_add(&t, TRACE_NUMBER, TRACE_OK, -1, NULL, "not quiet"));
	trace_fini(&t);
}

static void
an_observer_sees_each_step_once_and_complete(void **state)
{
	struct trace t;
	struct trace_step *step;
	struct seen seen = { 0 };

	(void)state;
	trace_init(&t);
	trace_observe(&t, see, &seen);
	step = trace_add(&t, TRACE_ANSWER, TRACE_OK, -1, NULL, "HTTP 200");
	assert_int_equal(seen.count, 0);
	trace_set_provider(&t, step, NULL, "OK");
	trace_add(&t, TRACE_REPORT, TRACE_SKIPPED, -1, NULL, "not waited for");
	assert_int_equal(seen.count, 1);
	assert_true(seen.had_provider_text);
	trace_flush(&t);
	trace_flush(&t);
	assert_int_equal(seen.count, 2);
	assert_int_equal(seen.kinds[0], TRACE_ANSWER);
	assert_int_equal(seen.kinds[1], TRACE_REPORT);
	trace_fini(&t);
}

static void
the_json_has_the_names_of_the_interface(void **state)
{
	static const char expected[] =
	    "[{\"step\": \"config\", \"state\": \"ok\", \"ms\": 0.042, "
	    "\"fact\": \"read\"}, "
	    "{\"step\": \"enabled\", \"state\": \"warning\", "
	    "\"fact\": \"off\", "
	    "\"cause\": \"The gateway is switched off, so nobody can send "
	    "through it.\", \"who\": \"admin\", "
	    "\"fix\": \"Switch it on: smsgw enable ID.\", "
	    "\"code\": \"gateway-disabled\"}, "
	    "{\"step\": \"dns\", \"state\": \"skipped\", \"ms\": 3, "
	    "\"fact\": \"kept\", "
	    "\"provider_code\": \"7\", \"provider_text\": \"seven\"}]";
	struct trace t;
	struct trace_step *step;
	json_t *json;
	char *text;

	(void)state;
	trace_init(&t);
	trace_add(&t, TRACE_CONFIG, TRACE_OK, 42, NULL, "read");
	trace_add(
	    &t, TRACE_ENABLED, TRACE_WARNING, -1, "gateway-disabled", "off");
	step = trace_add(&t, TRACE_DNS, TRACE_SKIPPED, 3000, NULL, "kept");
	trace_set_provider(&t, step, "7", "seven");
	json = trace_json(&t);
	assert_non_null(json);
	text = json_dumps(json, JSON_REAL_PRECISION(15));
	assert_string_equal(text, expected);
	free(text);
	json_decref(json);
	trace_fini(&t);
}

static void
kinds_and_states_have_their_names(void **state)
{
	static const char *const kinds[] = { "config", "enabled", "secret",
		"number", "content", "route", "account", "dns", "connect",
		"tls", "request", "answer", "report" };
	static const char *const states[] = { "ok", "warning", "failed",
		"skipped" };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(kinds); i++)
		assert_string_equal(trace_kind_name((int)i), kinds[i]);
	for (i = 0; i < ARRAY_LEN(states); i++)
		assert_string_equal(trace_state_name((int)i), states[i]);
}

static void
a_body_is_masked_before_it_is_cut_and_shows_its_controls(void **state)
{
	static const char bytes[] = "\x1b[2J\r\na\0b\xff hun\0ter2 \0";
	char longer[700];
	struct trace_step *step;
	struct trace t;
	int calls = 0;

	(void)state;
	trace_init(&t);
	trace_set_mask(&t, mask_hunter, &calls);
	step = trace_add(
	    &t, TRACE_ANSWER, TRACE_FAILED, -1, "answer-unreadable", "x");
	trace_set_body(&t, step, "", 0);
	assert_null(step->provider_body);
	trace_set_body(&t, step, "\0\0", 2);
	assert_null(step->provider_body);
	trace_set_body(&t, step, bytes, sizeof(bytes) - 1);
	assert_string_equal(
	    step->provider_body, "\\x1B[2J\\x0D\\x0Aab\\xFF **** ");
	/* the secret stands across the place of the cut */
	memset(longer, 'x', sizeof(longer));
	memcpy(longer + TRACE_BODY_MAX - 6, "hunter2", 7);
	trace_set_body(&t, step, longer, sizeof(longer));
	assert_true(strlen(step->provider_body) <= TRACE_BODY_MAX);
	assert_null(strstr(step->provider_body, "hun"));
	trace_set_body(&t, NULL, "x", 1);
	trace_set_mask(&t, NULL, NULL);
	trace_fini(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_failed_step_has_cause_who_and_fix_of_the_catalogue),
		cmocka_unit_test(setters_replace_what_the_catalogue_said),
		cmocka_unit_test(no_string_of_a_step_shows_what_the_mask_hides),
		cmocka_unit_test(a_mask_that_fails_keeps_the_string_out),
		cmocka_unit_test(what_a_terminal_would_obey_is_escaped),
		cmocka_unit_test(a_long_text_of_a_provider_is_cut),
		cmocka_unit_test(
		    a_quiet_trace_keeps_what_went_wrong_and_masks_nothing_else),
		cmocka_unit_test(an_observer_sees_each_step_once_and_complete),
		cmocka_unit_test(the_json_has_the_names_of_the_interface),
		cmocka_unit_test(kinds_and_states_have_their_names),
		cmocka_unit_test(
		    a_body_is_masked_before_it_is_cut_and_shows_its_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

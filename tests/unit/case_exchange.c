/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the exchange or the pushes of a golden case through the real gateway,
 * exchange and host's table; only the transport is left out.
 */
#include <stdlib.h>
#include <string.h>

#include "case_answer.h"
#include "case_run.h"
#include "case_text.h"
#include "gateway_call.h"
#include "host.h"
#include "outcome.h"

int
case_compare_text(struct case_run *run, const char *what, const char *expected,
    const char *actual)
{
	if (strcmp(expected, actual) == 0)
		return 0;
	(void)buf_printf(run->report, "[%s] should be\n%s\nbut is\n%s\n", what,
	    expected, actual);
	return -1;
}

int
case_compare(struct case_run *run, const char *section, const char *actual)
{
	const char *expected = case_file_get(&run->file, section);

	return expected == NULL ?
	    0 :
	    case_compare_text(run, section, expected, actual);
}

static enum exchange_kind
kind_of(const struct case_run *run)
{
	static const struct {
		const char *word;
		enum exchange_kind kind;
	} kinds[] = {
		{ "login", EXCHANGE_LOGIN },
		{ "status", EXCHANGE_STATUS },
		{ "poll", EXCHANGE_POLL },
		{ "account", EXCHANGE_ACCOUNT },
	};
	char *call =
	    case_value(case_file_get(&run->file, "message"), "call", 0);
	enum exchange_kind kind = EXCHANGE_SEND;
	size_t i;

	for (i = 0; call != NULL && i < ARRAY_LEN(kinds); i++)
		if (strcmp(call, kinds[i].word) == 0)
			kind = kinds[i].kind;
	free(call);
	return kind;
}

/* What the provider tells beside results is written to out, or nowhere. */
static void
set_sink(struct case_run *run, struct buf *out)
{
	run->gw->sink = (struct gateway_sink){ .arg = NULL };
	if (out != NULL)
		run->gw->sink = (struct gateway_sink){ case_add_report,
			case_add_inbound, case_add_fact, out };
}

/* [given] stands for what build() makes: METHOD URL, headers, body. */
static void
give_request(struct case_run *run, struct exchange *x)
{
	const char *given = case_file_get(&run->file, "given");
	char *line, *next, *colon;

	if (given == NULL)
		return;
	line = arena_strdup(&x->arena, given);
	request_init(&x->built, x->pub.host, &x->arena, NULL);
	for (; *line != '\0' && *line != '\n'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		colon = strstr(line, ": ");
		if (x->built.url[0] == '\0') {
			line[strcspn(line, " ")] = '\0';
			request_set_method(&x->built, line);
			request_set_url(&x->built, line + strlen(line) + 1);
		} else if (colon != NULL) {
			*colon = '\0';
			request_add_header(&x->built, line, colon + 2, 0);
		}
	}
	if (*line == '\n')
		request_set_body(&x->built, line + 1, strlen(line + 1),
		    "application/x-www-form-urlencoded", 0);
}

/*
 * One exchange from the beginning: what is sent goes to request, what is shown
 * to shown (or NULL), and the answer (or NULL) is settled.  The caller calls
 * exchange_fini().
 */
static int
exchange_whole(struct case_run *run, struct exchange *x,
    const struct transport_result *answer, struct buf *request,
    struct buf *shown)
{
	enum exchange_kind kind = kind_of(run);
	bool about = kind != EXCHANGE_LOGIN && kind != EXCHANGE_POLL;
	int rc;

	run->random = 0;
	run->fixed_used = 0;
	if (exchange_init(x, run->gw, kind, about ? run->message_list : NULL,
		about ? run->rendition_list : NULL,
		about ? run->count : 0) != 0)
		return -1;
	x->provider_id = run->provider_id;
	x->sent_at_ms = run->now_ms;
	x->show_request = shown != NULL;
	give_request(run, x);
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
outcome_of(struct case_run *run, const struct transport_result *answer)
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
check_laws(struct case_run *run, const struct case_answer *whole)
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
run_request(struct case_run *run)
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
	    (case_compare(run, "request", buf_str(&request)) != 0 ||
		case_compare(run, "shown", buf_str(&shown)) != 0))
		rc = -1;
	buf_fini(&request);
	buf_fini(&again);
	buf_fini(&shown);
	return rc;
}

/* One answer, or none, and what it comes to. */
static int
run_answer(
    struct case_run *run, const struct case_section *response, size_t index)
{
	const struct case_section *expected, *reports;
	struct case_answer answer;
	struct exchange x;
	struct buf result, told;
	int rc = 0;

	expected = case_file_nth(&run->file, "result", index);
	reports = case_file_nth(&run->file, "reports", index);
	buf_init(&result, TEXT_SIZE);
	buf_init(&told, TEXT_SIZE);
	if (response != NULL &&
	    case_answer_read(&run->arena, response->text, &answer) != 0)
		return -1;
	set_sink(run, &told);
	if (exchange_whole(run, &x, response != NULL ? &answer.result : NULL,
		NULL, NULL) != 0)
		rc = -1;
	set_sink(run, NULL);
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
		rc = case_compare_text(run,
		    response != NULL ? response->argument : "", expected->text,
		    buf_str(&result));
	if (rc == 0 && reports != NULL)
		rc = case_compare_text(
		    run, "reports", reports->text, buf_str(&told));
	if (rc == 0 && response != NULL && kind_of(run) == EXCHANGE_SEND)
		rc = check_laws(run, &answer);
	buf_fini(&result);
	buf_fini(&told);
	return rc;
}

int
case_run_exchange(struct case_run *run)
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
run_push_of(struct case_run *run, const char *text, const char *expected)
{
	const char *query, *body;
	struct host_push push = { .pub.host = &host_table, .gw = run->gw };
	struct host_reply reply = { .pub.host = &host_table };
	struct arena scratch;
	struct buf out;
	int rc;

	buf_init(&out, TEXT_SIZE);
	arena_init(&scratch, EXCHANGE_MEMORY_MAX);
	push.method = arena_strndup(&run->arena, text, strcspn(text, " "));
	body = strstr(text, "\n\n");
	push.body = body != NULL ? body + 2 : "";
	push.body_len = strlen(push.body);
	query = memchr(text, '?', strcspn(text, "\n"));
	push.query = query == NULL ?
	    "" :
	    arena_strndup(&run->arena, query + 1, strcspn(query + 1, "\n"));
	set_sink(run, &out);
	gateway_enter(run->gw, &scratch);
	rc = gateway_leave(run->gw,
	    run->provider->http->receive(&run->gw->pub, &push.pub, &reply.pub));
	if (rc != 0)
		case_add_line(&out, "failed", run->gw->failure.text);
	else
		case_add_line(&out, "reply", reply.body);
	rc = expected == NULL ?
	    0 :
	    case_compare_text(run, "reports", expected, buf_str(&out));
	set_sink(run, NULL);
	host_reply_fini(&reply);
	arena_fini(&scratch);
	buf_fini(&out);
	return rc;
}

int
case_run_pushes(struct case_run *run)
{
	const struct case_section *push, *reports;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0; i++) {
		push = case_file_nth(&run->file, "push", i);
		if (push == NULL)
			break;
		reports = case_file_nth(&run->file, "reports", i);
		rc = run_push_of(
		    run, push->text, reports != NULL ? reports->text : NULL);
	}
	return rc;
}

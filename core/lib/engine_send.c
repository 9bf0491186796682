/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What dispatch asks for: a batch becomes one exchange, or a few where the
 * messages turn out not to share one; a question about a message of unknown
 * outcome; and lines for the log.
 */
#include "engine_part.h"

#include <stdlib.h>
#include <string.h>

#include "attempt_trace.h"
#include "carry.h"
#include "descriptor.h"
#include "lang.h"

#define BATCH_MEMORY_MAX ((size_t)64 * 1024 * 1024)

/* One request of dispatch's on its way. */
struct engine_batch {
	struct engine_gateway *slot;
	struct dispatch_batch *batch;
	size_t open; /* exchanges under way, and one while it is built */
	struct arena arena;
};

/* One exchange with some of its messages. */
struct engine_exchange {
	struct engine_batch *batch;
	const struct message **messages;
	const struct message_rendition **renditions;
	size_t *places; /* in the batch */
	uint32_t count;
};

static struct smsgw_submission *
submission_at(const struct engine_batch *b, size_t place)
{
	return (struct smsgw_submission *)b->batch->jobs[place];
}

/* The outcome of one message, for dispatch and for its receipt. */
static void
settle(struct engine_batch *b, size_t place, const struct outcome *result)
{
	struct smsgw_submission *s = submission_at(b, place);
	struct dispatch_result told = {
		.outcome = result->outcome,
		.scope = result->scope,
		.error_class = result->error_class,
		.delay_ms = result->delay_ms,
	};

	/* what says nothing about the gateway */
	if (result->outcome == SMSGW_DEFERRED && result->code != NULL &&
	    (strcmp(result->code, "expired") == 0 ||
		strcmp(result->code, "no-memory") == 0 ||
		strcmp(result->code, "cancelled") == 0))
		told.flags = DISPATCH_BLAMELESS;
	s->exit_code = outcome_exit_code(result);
	s->provider_id = NULL;
	if (result->id != NULL)
		s->provider_id = receipt_keep_id(s->receipt, result->id);
	dispatch_settle(b->slot->engine->dispatch, b->batch, place, &told);
}

static void
batch_release(struct engine_batch *b)
{
	if (--b->open > 0)
		return;
	dispatch_settled(b->slot->engine->dispatch, b->batch);
	arena_fini(&b->arena);
	free(b);
}

static void
tell_all(struct engine_exchange *e, struct pool_result *result)
{
	struct smsgw_submission *s;
	uint32_t i;

	for (i = 0; i < e->count; i++) {
		s = submission_at(e->batch, e->places[i]);
		result->x->show_answer = s->show_answer;
		if (!s->receipt->trace.quiet ||
		    result->x->results[i].outcome != SMSGW_ACCEPTED)
			attempt_trace_result(&s->receipt->trace, result, i);
	}
}

static void
tell_again(void *arg, struct pool_result *result)
{
	tell_all(arg, result);
}

static void
take_done(void *arg, struct pool_result *result)
{
	struct engine_exchange *e = arg;
	struct engine_batch *b = e->batch;
	uint32_t i;

	tell_all(e, result);
	for (i = 0; i < e->count; i++) {
		submission_at(b, e->places[i])->sent_at_ms = result->sent_at_ms;
		settle(b, e->places[i], &result->x->results[i]);
	}
	batch_release(b);
}

/* Nothing of these messages was sent. */
static void
settle_no_memory(struct engine_batch *b, const size_t *places, uint32_t count)
{
	const struct outcome result = {
		.outcome = SMSGW_DEFERRED,
		.code = "no-memory",
	};
	uint32_t i;

	for (i = 0; i < count; i++)
		settle(b, places[i], &result);
}

/* The message in the form of this gateway; NULL when it does not fit. */
static const struct message_rendition *
render(struct engine_batch *b, size_t place)
{
	struct smsgw_submission *s = submission_at(b, place);
	const struct engine_gateway *slot = b->slot;
	struct message_rendition *rendition;
	struct trace *trace = &s->receipt->trace;
	struct outcome result = {
		.outcome = SMSGW_REJECTED,
		.scope = SMSGW_SCOPE_CONTENT,
		/* of this gateway's form; others may have room for it */
		.error_class = SMSGW_CLASS_TEMPLATE,
	};
	int exit_code = CATALOG_INTERNAL;

	/* it hides this gateway's secrets, too, while it is here */
	s->message.redact.parent = &slot->gw->redact;
	s->receipt->gateway = slot->gw->id;
	s->receipt->provider = slot->gw->provider_name;
	if (!trace->quiet)
		trace_add(trace, TRACE_ROUTE, TRACE_OK, -1, NULL,
		    "%s, attempt %u of at most %u", slot->gw->id,
		    s->job.attempts, DISPATCH_ATTEMPTS);
	rendition = arena_alloc(&b->arena, sizeof(*rendition));
	if (rendition == NULL) {
		result = (struct outcome){
			.outcome = SMSGW_DEFERRED,
			.code = "no-memory",
		};
	} else if (message_render(&s->message, slot->gw,
		       slot->engine->context->settings, &b->arena, rendition,
		       trace, &exit_code) == 0) {
		return rendition;
	}
	settle(b, place, &result);
	s->exit_code =
	    result.outcome == SMSGW_REJECTED ? exit_code : s->exit_code;
	return NULL;
}

/* Starts an exchange; what cannot be started is settled. */
static void
start_exchange(struct engine_batch *b, struct engine_exchange *e)
{
	const struct pool_order order = {
		.kind = EXCHANGE_SEND,
		.messages = e->messages,
		.renditions = e->renditions,
		.count = e->count,
		.again = tell_again,
		.done = take_done,
		.arg = e,
	};

	b->open++;
	if (b->slot->place != NULL &&
	    pool_start(b->slot->place, &order, NULL) == 0)
		return;
	settle_no_memory(b, e->places, e->count);
	b->open--;
}

static struct engine_exchange *
exchange_new(struct engine_batch *b, size_t count)
{
	struct engine_exchange *e = arena_alloc(&b->arena, sizeof(*e));

	if (e == NULL)
		return NULL;
	e->batch = b;
	e->messages = arena_calloc(&b->arena, count, sizeof(*e->messages));
	e->renditions = arena_calloc(&b->arena, count, sizeof(*e->renditions));
	e->places = arena_calloc(&b->arena, count, sizeof(*e->places));
	return e->messages == NULL || e->renditions == NULL ||
		e->places == NULL ?
	    NULL :
	    e;
}

/* Those of the batch that go together with the first that is left. */
static struct engine_exchange *
gather(struct engine_batch *b, const struct message_rendition **rendered)
{
	size_t count = b->batch->count, i;
	struct engine_exchange *e = exchange_new(b, count);

	for (i = 0; e != NULL && i < count; i++) {
		if (rendered[i] == NULL ||
		    (e->count > 0 &&
			!carry_together(e->renditions[0], rendered[i])))
			continue;
		e->places[e->count] = i;
		e->messages[e->count] = &submission_at(b, i)->message;
		e->renditions[e->count++] = rendered[i];
		rendered[i] = NULL;
	}
	return e;
}

static void
send_batch(struct engine_batch *b)
{
	const struct message_rendition **rendered;
	size_t i, left = 0, count = b->batch->count;
	struct engine_exchange *e;

	rendered = arena_calloc(&b->arena, count, sizeof(*rendered));
	for (i = 0; rendered != NULL && i < count; i++) {
		rendered[i] = render(b, i);
		left += rendered[i] != NULL;
	}
	for (; left > 0; left -= e->count) {
		e = gather(b, rendered);
		if (e == NULL)
			break;
		start_exchange(b, e);
	}
	/* what is left has no memory; dispatch must not take it for sent */
	for (i = 0; i < count; i++) {
		if (rendered == NULL || (left > 0 && rendered[i] != NULL))
			settle_no_memory(b, &i, 1);
	}
}

void
engine_send(void *engine, struct dispatch_batch *batch)
{
	const struct dispatch_result none = {
		.outcome = SMSGW_DEFERRED,
		.flags = DISPATCH_BLAMELESS,
	};
	struct engine_batch *b = calloc(1, sizeof(*b));
	size_t i;

	if (b == NULL) {
		for (i = 0; i < batch->count; i++)
			dispatch_settle(((struct engine *)engine)->dispatch,
			    batch, i, &none);
		dispatch_settled(((struct engine *)engine)->dispatch, batch);
		return;
	}
	b->slot = batch->gateway_arg;
	b->batch = batch;
	b->open = 1;
	arena_init(&b->arena, BATCH_MEMORY_MAX);
	send_batch(b);
	batch_release(b);
}

/* A question about a message, which may end before it is answered. */
struct engine_question {
	struct smsgw_submission *submission;
	struct engine_gateway *slot;
	const struct message *message;
	const struct message_rendition *rendition;
	struct message_rendition own;
};

static void
take_report(void *arg, const struct smsgw_report *report)
{
	struct engine_question *q = arg;
	const struct dispatch_report told = {
		.state = report->state,
		.flags = report->flags,
		.error_class = report->error_class,
		.scope = report->scope,
	};

	if (!q->submission->ended)
		dispatch_report(q->slot->engine->dispatch, &q->submission->job,
		    q->slot, &told);
}

static void
question_done(void *arg, struct pool_result *result)
{
	struct engine_question *q = arg;

	(void)result;
	q->submission->questions--;
	engine_release(q->submission);
	free(q);
}

int
engine_ask(void *engine, void *gateway, struct dispatch_job *job)
{
	struct smsgw_submission *s = (struct smsgw_submission *)job;
	struct engine_gateway *slot = gateway;
	struct engine_question *q;
	struct pool_order order = {
		.kind = EXCHANGE_STATUS,
		.count = 1,
		.provider_id = s->provider_id,
		.sent_at_ms = s->sent_at_ms,
		.done = question_done,
	};

	(void)engine;
	if (slot->place == NULL ||
	    descriptor_http(slot->gw->provider).status.build == NULL)
		return -1;
	q = calloc(1, sizeof(*q));
	if (q == NULL)
		return -1;
	*q = (struct engine_question){
		.submission = s,
		.slot = slot,
		.message = &s->message,
		.rendition = &q->own,
		.own = { .text = "", .signed_text = "", .template_id = "" },
	};
	order.messages = &q->message;
	order.renditions = &q->rendition;
	order.sink = (struct gateway_sink){
		.report = take_report,
		.arg = q,
	};
	order.arg = q;
	if (pool_start(slot->place, &order, NULL) < 0) {
		free(q);
		return -1;
	}
	s->questions++;
	return 0;
}

void
engine_told(void *engine, void *gateway, enum dispatch_news news)
{
	static const struct {
		int level;
		const char *text;
	} lines[] = {
		[DISPATCH_NEWS_SUSPENDED] = { SMSGW_LOG_ERROR,
		    N_("its account was refused; it is not used any more "
		       "until the configuration is opened anew") },
		[DISPATCH_NEWS_RESUMED] = { SMSGW_LOG_INFO,
		    N_("it is used again") },
		[DISPATCH_NEWS_OPENED] = { SMSGW_LOG_WARNING,
		    N_("it fails, and is left alone for some seconds") },
		[DISPATCH_NEWS_CLOSED] = { SMSGW_LOG_INFO,
		    N_("it works again") },
		[DISPATCH_NEWS_THROTTLED] = { SMSGW_LOG_WARNING,
		    N_("its provider wants fewer messages at a time") },
	};
	const struct engine_gateway *slot = gateway;

	if ((size_t)news < ARRAY_LEN(lines))
		engine_log(engine, slot->gw->id, lines[news].level,
		    _(lines[news].text));
}

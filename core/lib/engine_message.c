/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message from its submission to its receipt.
 */
#include "engine_part.h"

#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "catalog.h"
#include "hash.h"
#include "lang.h"
#include "outcome.h"

/* How a message ended, as a receipt says it. */
static const struct {
	const char *state;
	int exit_code; /* where no attempt says it */
} endings[] = {
	[DISPATCH_SUBMITTED] = { "submitted", CATALOG_DONE },
	[DISPATCH_REJECTED] = { "rejected", CATALOG_LATER },
	[DISPATCH_UNKNOWN] = { "unknown", CATALOG_UNKNOWN },
	[DISPATCH_EXPIRED] = { "expired", CATALOG_LATER },
	[DISPATCH_CANCELLED] = { "cancelled", CATALOG_LATER },
};

/* Why no attempt was left, by a code of the catalogue. */
static const char *const whys[] = {
	[DISPATCH_WHY_ATTEMPTS] = "route-attempts",
	[DISPATCH_WHY_NO_GATEWAY] = "route-none",
	[DISPATCH_WHY_LIFE] = "expired",
	[DISPATCH_WHY_ASKED] = "cancelled",
	[DISPATCH_WHY_SUPERSEDED] = "superseded",
	[DISPATCH_WHY_CLOSED] = "cancelled",
};

static void
link_in(struct smsgw_submission *s)
{
	struct engine *engine = s->engine;

	s->next = engine->submissions;
	if (s->next != NULL)
		s->next->prev = s;
	engine->submissions = s;
	engine->count++;
}

/* Frees a submission that has ended, and its receipt unless it was told. */
static void
submission_free(struct smsgw_submission *s)
{
	message_fini(&s->message);
	smsgw_receipt_free(s->receipt);
	free(s);
}

void
engine_release(struct smsgw_submission *s)
{
	if (s->ended && s->questions == 0)
		submission_free(s);
}

void
engine_finish(struct smsgw_submission *s)
{
	struct engine *engine = s->engine;
	struct smsgw_receipt *receipt = s->receipt;

	if (s->prev != NULL)
		s->prev->next = s->next;
	else
		engine->submissions = s->next;
	if (s->next != NULL)
		s->next->prev = s->prev;
	engine->count--;
	engine->has_ended = true;
	s->ended = true;
	if (s->provider_id != NULL)
		receipt_set_id(receipt, s->provider_id, &s->message);
	receipt_keep_gateway(receipt);
	trace_flush(&receipt->trace);
	trace_set_mask(&receipt->trace, NULL, NULL);
	s->receipt = NULL;
	if (s->done != NULL) {
		s->done(s->arg, receipt);
	} else {
		*engine->receipts_end = receipt;
		engine->receipts_end = &receipt->next;
	}
	engine_release(s);
}

/* Why it ended, where the last attempt does not say it. */
static void
tell_end(struct smsgw_submission *s, const struct dispatch_end *end)
{
	struct trace *trace = &s->receipt->trace;
	const char *code = NULL;

	if (end->why < ARRAY_LEN(whys))
		code = whys[end->why];
	if (code == NULL)
		return;
	if (end->why == DISPATCH_WHY_SUPERSEDED)
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "a newer code for the same purpose took its place");
	else if (end->why == DISPATCH_WHY_LIFE)
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "too little of its life was left");
	else if (end->why == DISPATCH_WHY_ATTEMPTS)
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "no attempt is left after %u", end->attempts);
	else if (end->why == DISPATCH_WHY_NO_GATEWAY)
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "no other gateway can carry it now");
	else
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "it was cancelled from this side");
}

void
engine_ended(
    void *engine, struct dispatch_job *job, const struct dispatch_end *end)
{
	struct smsgw_submission *s = (struct smsgw_submission *)job;
	struct smsgw_receipt *receipt = s->receipt;

	(void)engine;
	receipt->state = endings[end->state].state;
	receipt->outcome = end->state == DISPATCH_UNKNOWN ? SMSGW_UNKNOWN :
							    end->result.outcome;
	receipt->exit_code = s->exit_code;
	if (end->result.outcome == 0 || end->state == DISPATCH_EXPIRED ||
	    end->state == DISPATCH_CANCELLED ||
	    end->state == DISPATCH_UNKNOWN || end->state == DISPATCH_SUBMITTED)
		receipt->exit_code = endings[end->state].exit_code;
	receipt->attempts = (int)end->attempts;
	receipt->possible_duplicate = end->possible_duplicate;
	receipt->delay_ms = end->result.delay_ms;
	tell_end(s, end);
	engine_finish(s);
}

/* By which a newer code takes the place of an older one. */
static uint64_t
subject_of(const struct smsgw_submission *s)
{
	const struct message *m = &s->message;
	uint64_t h = s->engine->seed;

	if (m->message_class != MESSAGE_OTP)
		return 0;
	h = hash_string(h, m->to);
	h = hash_string(h, m->purpose);
	h = hash_string(h, m->template_name);
	h = hash_string(h, s->client != NULL ? s->client : "");
	return h | 1;
}

bool
engine_same_subject(void *engine, const struct dispatch_job *job_a,
    const struct dispatch_job *job_b)
{
	const struct smsgw_submission *a =
	    (const struct smsgw_submission *)job_a;
	const struct smsgw_submission *b =
	    (const struct smsgw_submission *)job_b;
	const char *client_a = a->client != NULL ? a->client : "";
	const char *client_b = b->client != NULL ? b->client : "";

	(void)engine;
	return strcmp(a->message.to, b->message.to) == 0 &&
	    strcmp(a->message.purpose, b->message.purpose) == 0 &&
	    strcmp(a->message.template_name, b->message.template_name) == 0 &&
	    strcmp(client_a, client_b) == 0;
}

static uint32_t
at_most(uint32_t n, uint32_t limit)
{
	return n < limit ? n : limit;
}

int
engine_carry(void *engine_arg, void *gateway, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	const struct smsgw_submission *s = (const struct smsgw_submission *)job;
	const struct engine *engine = engine_arg;
	const struct engine_gateway *slot = gateway;
	struct carry carry;

	if (s->only != NULL && s->only != slot)
		return -1;
	if (carry_fit(
		&s->message, slot->gw, engine->context->settings, &carry) < 0)
		return -1;
	*fit = (struct dispatch_fit){
		.group = carry.group,
		.content = carry.content,
		.means = carry.by_template,
		.max_same = at_most(carry.max_same, slot->batch_max),
		.max_distinct = at_most(carry.max_distinct, slot->batch_max),
	};
	return 0;
}

static void
job_fill(struct smsgw_submission *s)
{
	const struct message *m = &s->message;

	dispatch_job_init(&s->job);
	s->job.message_class = (uint8_t)m->message_class;
	s->job.flags = s->engine->sticky ? DISPATCH_STICKY : 0;
	s->job.recipient = hash_string(s->engine->seed, m->to);
	s->job.subject = subject_of(s);
	s->job.expires_boot_ms = m->expires_boot_ms;
	s->job.not_after_boot_ms = m->not_after_boot_ms;
}

/* It cannot be sent by anything: ends in the next turn. */
static void
end_wrong(struct smsgw_submission *s)
{
	s->ended_next = NULL;
	*s->engine->wrong_end = s;
	s->engine->wrong_end = &s->ended_next;
}

/* The message itself, and the gateway that it names. */
static int
submission_fill(struct smsgw_submission *s, const struct smsgw_message *given)
{
	const struct message_input input = message_input_of(given);
	const struct context *context = s->engine->context;
	struct smsgw_receipt *receipt = s->receipt;
	struct trace_step *step;
	int ret;

	ret = message_init(&s->message, &input, context->settings,
	    context->clock, NULL, &receipt->trace, &receipt->exit_code);
	memcpy(receipt->id, s->message.id, sizeof(receipt->id));
	if (s->message.to[0] != '\0')
		number_mask(s->message.to, receipt->to);
	else if (given->to != NULL)
		number_mask_given(given->to, receipt->to);
	if (ret < 0)
		return -1;
	if (given->client != NULL)
		s->client = arena_strdup(&s->message.arena, given->client);
	if (given->gateway == NULL)
		return 0;
	s->only = engine_gateway_find(s->engine, given->gateway);
	if (s->only != NULL)
		return 0;
	step = trace_add(&receipt->trace, TRACE_ROUTE, TRACE_FAILED, -1,
	    "gateway-unknown", "there is no gateway \"%s\" that can be used",
	    given->gateway);
	trace_set_fix(&receipt->trace, step, "smsgw check %s", given->gateway);
	receipt->exit_code = CATALOG_CONFIG;
	return -1;
}

static struct smsgw_submission *
submission_new(struct engine *engine, const struct smsgw_message *given)
{
	struct smsgw_submission *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->engine = engine;
	s->receipt = receipt_new();
	if (s->receipt == NULL) {
		free(s);
		return NULL;
	}
	s->show_answer = (given->flags & SMSGW_MESSAGE_SHOW_ANSWER) != 0;
	if ((given->flags & SMSGW_MESSAGE_TRACE) == 0)
		trace_quiet(&s->receipt->trace);
	return s;
}

/* Dispatch has no use for it: why, as the only step of its trace. */
static void
tell_refusal(struct smsgw_submission *s, enum dispatch_refusal refusal)
{
	struct smsgw_receipt *receipt = s->receipt;

	switch (refusal) {
	case DISPATCH_TOO_LATE:
		receipt->state = "expired";
		receipt->exit_code = CATALOG_LATER;
		trace_add(&receipt->trace, TRACE_ROUTE, TRACE_FAILED, -1,
		    "expired", "its life is too short for the way");
		break;
	case DISPATCH_NONE_UP:
		receipt->exit_code = CATALOG_CONFIG;
		trace_add(&receipt->trace, TRACE_ROUTE, TRACE_FAILED, -1,
		    "route-none",
		    "the gateways that can carry it are disabled, or their "
		    "accounts were refused");
		break;
	default:
		receipt->exit_code = CATALOG_CONFIG;
		trace_add(&receipt->trace, TRACE_ROUTE, TRACE_FAILED, -1,
		    "route-none", "no gateway can carry it");
		break;
	}
}

int
engine_submit(struct engine *engine, const struct smsgw_message *message,
    engine_done *done, void *arg, struct smsgw_submission **out)
{
	/* what smsgw_send() would not send must not be sent here */
	const uint32_t not_here = SMSGW_MESSAGE_TEST | SMSGW_MESSAGE_DRY_RUN;
	struct smsgw_message given = message_given(message);
	enum dispatch_refusal refusal = DISPATCH_TAKEN;
	struct smsgw_submission *s;
	bool wrong;

	if (engine->draining || (given.flags & not_here) != 0)
		return SMSGW_REFUSED;
	s = submission_new(engine, &given);
	if (s == NULL)
		return SMSGW_REFUSED;
	s->done = done;
	s->arg = s->receipt->arg = arg;
	wrong = submission_fill(s, &given) < 0;
	if (!wrong) {
		job_fill(s);
		refusal = dispatch_submit(engine->dispatch, &s->job, NULL);
	}
	if (refusal == DISPATCH_FULL || refusal == DISPATCH_TOO_SLOW ||
	    refusal == DISPATCH_CLOSING) {
		trace_set_mask(&s->receipt->trace, NULL, NULL);
		submission_free(s);
		return refusal == DISPATCH_CLOSING ? SMSGW_REFUSED : SMSGW_BUSY;
	}
	link_in(s);
	s->routed = !wrong && refusal == DISPATCH_TAKEN;
	if (refusal != DISPATCH_TAKEN)
		tell_refusal(s, refusal);
	if (!s->routed)
		end_wrong(s);
	if (out != NULL)
		*out = s;
	engine_rouse(engine);
	return SMSGW_TAKEN;
}

void
engine_cancel(struct engine *engine, struct smsgw_submission *submission)
{
	if (!submission->routed)
		return;
	(void)dispatch_cancel(engine->dispatch, &submission->job);
	engine_rouse(engine);
}

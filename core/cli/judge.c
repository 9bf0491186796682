/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging messages by the gateways that are there, as the engine would choose
 * among healthy ones, and how long they take.
 */
#include "judge.h"

#include <stdio.h>
#include <stdlib.h>

#include "carry.h"
#include "lang.h"
#include "nearest.h"
#include "value.h"

#define JUDGE_MEMORY_MAX ((size_t)16 * 1024 * 1024)

/* How long a provider takes for an answer; a guess, said to be one. */
#define ANSWER_MS 250

/*
 * How many messages are submitted at a time, since so many are unknown after a
 * kill: two seconds of a gateway's rate and no more than twice what it has on
 * its way, within these bounds.
 */
#define WINDOW_MIN 4
#define WINDOW_MAX 5000

/* Recipients of one request that are reckoned with. */
#define TOGETHER_MAX 100

/* [limits] and [routing] of its file. */
static void
read_limits(struct judge_gateway *slot)
{
	const struct gateway *gw = slot->gw;
	const char *rate = param_text(&gw->limits, "rate"), *expected;
	struct value_rate value;
	size_t i;

	slot->priority = param_number(&gw->routing, "priority");
	slot->weight = param_number(&gw->routing, "weight");
	slot->concurrency = (uint32_t)param_number(&gw->limits, "concurrency");
	if (slot->concurrency == 0)
		slot->concurrency = 1;
	if (rate[0] != '\0' && value_rate(rate, &value, &expected) == 0) {
		slot->rate = value.count < UINT32_MAX ? (uint32_t)value.count :
							UINT32_MAX;
		slot->rate_ms = value.per_ms;
	}
	slot->together = 1;
	for (i = 0; i < gw->can_count; i++) {
		if (gw->cans[i].max_distinct > slot->together)
			slot->together = gw->cans[i].max_distinct;
		if (gw->cans[i].max_same > slot->together)
			slot->together = gw->cans[i].max_same;
	}
	if (slot->together > TOGETHER_MAX)
		slot->together = TOGETHER_MAX;
}

/* By priority, the heavier among equals, then by id. */
static int
compare(const void *a, const void *b)
{
	const struct judge_gateway *x = a, *y = b;

	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->gw->id, y->gw->id);
}

/*
 * Opens a gateway unless it is disabled; one that cannot be used is named.  -1
 * without memory.
 */
static int
add_gateway(struct judge *judge, const struct settings_gateway *found,
    struct problems *problems)
{
	struct problems own;
	struct gateway *gw;
	char fix[128];
	bool lacking;

	problems_init(&own);
	gw = context_gateway(judge->context, found->id, &own);
	lacking = problems_lack_memory(&own);
	problems_fini(&own);
	if (gw != NULL && gw->enabled) {
		judge->gateways[judge->count].gw = gw;
		read_limits(&judge->gateways[judge->count]);
		judge->count++;
		return 0;
	}
	if (gw == NULL && lacking) {
		problem_add_memory(problems, found->path);
		return -1;
	}
	if (gw == NULL) {
		(void)snprintf(fix, sizeof(fix), "smsgw check %s", found->id);
		problem_add(problems, PROBLEM_WARNING, NULL, found->path, 0,
		    NULL, fix, "the gateway cannot be used, and is left out");
	}
	gateway_free(gw);
	return 0;
}

int
judge_init(
    struct judge *judge, struct context *context, struct problems *problems)
{
	const struct settings *settings = context->settings;
	size_t i;

	memset(judge, 0, sizeof(*judge));
	judge->context = context;
	arena_init(&judge->arena, JUDGE_MEMORY_MAX);
	trace_init(&judge->trace);
	judge->gateways =
	    calloc(settings->gateway_count + 1, sizeof(*judge->gateways));
	if (judge->gateways == NULL) {
		problem_add_memory(problems, NULL);
		return -1;
	}
	for (i = 0; i < settings->gateway_count; i++) {
		if (add_gateway(judge, &settings->gateways[i], problems) != 0)
			return -1;
	}
	qsort(judge->gateways, judge->count, sizeof(*judge->gateways), compare);
	if (judge->count > 0)
		return 0;
	problem_add(problems, PROBLEM_ERROR, "gateway-none", settings->dir, 0,
	    NULL, NULL, "no gateway is enabled and can be used");
	return -1;
}

/* Forgets the message that was judged last. */
static void
forget(struct judge *judge)
{
	trace_set_mask(&judge->trace, NULL, NULL);
	trace_fini(&judge->trace);
	trace_quiet(&judge->trace);
	message_fini(&judge->message);
	memset(&judge->message, 0, sizeof(judge->message));
}

void
judge_fini(struct judge *judge)
{
	size_t i;

	forget(judge);
	for (i = 0; i < judge->count; i++)
		gateway_free(judge->gateways[i].gw);
	free(judge->gateways);
	arena_fini(&judge->arena);
	judge->gateways = NULL;
	judge->count = 0;
}

/* The gateway that a message names is none of those. */
static void
fail_gateway(struct judge *judge, const char *id)
{
	struct trace_step *step;
	const char *nearest;

	step = trace_add(&judge->trace, TRACE_ROUTE, TRACE_FAILED, -1,
	    "gateway-unknown", "there is no gateway \"%s\" that can be used",
	    id);
	nearest = settings_nearest_gateway(judge->context->settings, id);
	if (nearest != NULL && strcmp(nearest, id) != 0)
		trace_set_fix(&judge->trace, step, "did you mean %s?", nearest);
	else
		trace_set_fix(&judge->trace, step, "smsgw check %s", id);
}

/* Finds the first gateway that carries the message. */
static void
find_gateway(
    struct judge *judge, const char *only, struct judge_verdict *verdict)
{
	struct message_rendition rendition;
	struct judge_gateway *slot;
	const char *code;
	size_t i, tried = 0;
	int exit_code;

	for (i = 0; i < judge->count && verdict->gateway == NULL; i++) {
		slot = &judge->gateways[i];
		if (only != NULL && strcmp(only, slot->gw->id) != 0)
			continue;
		tried++;
		code = carry_routing(&judge->message, slot->gw);
		if (code != NULL) {
			trace_add(&judge->trace, TRACE_ROUTE, TRACE_FAILED, -1,
			    code, "gateway %s is not for it", slot->gw->id);
			continue;
		}
		if (message_render(&judge->message, slot->gw,
			judge->context->settings, &judge->arena, &rendition,
			&judge->trace, &exit_code) == 0) {
			verdict->gateway = slot;
			verdict->parts = rendition.parts.parts;
		}
		arena_reset(&judge->arena);
	}
	if (tried == 0)
		fail_gateway(judge, only != NULL ? only : "");
	/* where the length is the provider's to know it is at least one */
	if (verdict->parts == 0)
		verdict->parts = 1;
}

int
judge_message(struct judge *judge, const struct smsgw_message *given,
    struct judge_verdict *out)
{
	const struct message_input input = message_input_of(given);
	int exit_code;

	*out = (struct judge_verdict){ .gateway = NULL };
	forget(judge);
	if (message_init(&judge->message, &input, judge->context->settings,
		judge->context->clock, NULL, &judge->trace, &exit_code) == 0)
		find_gateway(judge, given->gateway, out);
	memcpy(out->number, judge->message.to, sizeof(out->number));
	out->otp = judge->message.message_class == MESSAGE_OTP;
	if (out->gateway != NULL) {
		out->gateway->messages++;
		return 0;
	}
	out->step = trace_first(&judge->trace, TRACE_FAILED);
	return out->step != NULL ? 0 : -1;
}

/* What one gateway has at once, and as much again that waits for its turn. */
static uint64_t
window_of(const struct judge_gateway *slot)
{
	uint64_t window = (uint64_t)slot->concurrency * slot->together * 2;
	uint64_t by_rate;

	if (slot->rate == 0)
		return window;
	by_rate = (uint64_t)slot->rate * 2000 / (uint64_t)slot->rate_ms;
	return by_rate < window ? by_rate : window;
}

size_t
judge_window(const struct judge *judge)
{
	uint64_t window = 0;
	size_t i;

	for (i = 0; i < judge->count; i++)
		window += window_of(&judge->gateways[i]);
	if (window < WINDOW_MIN)
		return WINDOW_MIN;
	return window < WINDOW_MAX ? (size_t)window : WINDOW_MAX;
}

/* By its rate, and by how many requests it has at once. */
static uint64_t
estimate_of(const struct judge_gateway *slot)
{
	uint64_t at_once = (uint64_t)slot->concurrency * slot->together;
	uint64_t ms = (slot->messages + at_once - 1) / at_once * ANSWER_MS;
	uint64_t by_rate;

	if (slot->rate == 0)
		return ms;
	by_rate = slot->messages * (uint64_t)slot->rate_ms / slot->rate;
	return by_rate > ms ? by_rate : ms;
}

int64_t
judge_estimate_ms(const struct judge *judge)
{
	uint64_t longest = 0, ms;
	size_t i;

	for (i = 0; i < judge->count; i++) {
		ms = estimate_of(&judge->gateways[i]);
		if (ms > longest)
			longest = ms;
	}
	return (int64_t)longest;
}

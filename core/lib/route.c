/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges gateways for a message: enabled, in order by priority and weight, able
 * to be opened, meant for its country and class, and able to carry its
 * content, which is tried by rendering it.
 */
#include "route.h"

#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "catalog.h"
#include "lang.h"
#include "message.h"
#include "routing.h"

#define ROUTE_MEMORY_MAX ((size_t)16 * 1024 * 1024)

/* A message that is tried on gateway after gateway. */
struct trial {
	struct context *context;
	const struct smsgw_message *given;
	struct message message;
	bool made; /* the message is one */
};

struct candidate {
	const struct settings_gateway *found;
	int64_t priority, weight;
	bool enabled;
};

/* Enabled first, by priority, the heavier among equals, then by id. */
static int
candidate_compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order;

	if (x->enabled != y->enabled)
		return x->enabled ? -1 : 1;
	order =
	    routing_compare(&(struct routing_place){ x->priority, x->weight },
		&(struct routing_place){ y->priority, y->weight });
	return order != 0 ? order : strcmp(x->found->id, y->found->id);
}

/* All gateways in their order, on the heap; NULL without memory. */
static struct candidate *
find_candidates(const struct settings *settings, size_t *enabled)
{
	struct candidate *list;
	struct problems ignored; /* said when the gateway is opened */
	struct gateway *gw;
	size_t i;

	*enabled = 0;
	list = calloc(settings->gateway_count + 1, sizeof(*list));
	for (i = 0; list != NULL && i < settings->gateway_count; i++) {
		problems_init(&ignored);
		gw = gateway_load(&settings->gateways[i], settings, &ignored);
		problems_fini(&ignored);
		if (gw == NULL) {
			free(list);
			return NULL;
		}
		list[i].found = &settings->gateways[i];
		list[i].enabled = gw->enabled;
		list[i].priority = param_number(&gw->routing, "priority");
		list[i].weight = param_number(&gw->routing, "weight");
		*enabled += gw->enabled;
		gateway_free(gw);
	}
	if (list != NULL)
		qsort(list, settings->gateway_count, sizeof(*list),
		    candidate_compare);
	return list;
}

static int
trial_init(struct trial *trial, struct context *context,
    const struct smsgw_message *given, struct trace *trace, int *exit_code)
{
	const struct message_input input = message_input_of(given);

	trial->context = context;
	trial->given = given;
	trial->made = message_init(&trial->message, &input, context->settings,
			  context->clock, NULL, trace, exit_code) == 0;
	return trial->made ? 0 : -1;
}

/* What the gateway's file keeps for others: a failed step, or NULL. */
static const struct trace_step *
judge_routing(
    const struct trial *trial, const struct gateway *gw, struct trace *trace)
{
	const struct message *message = &trial->message;
	const char *code = carry_routing(message, gw);

	if (code == NULL)
		return NULL;
	if (strcmp(code, "route-class") == 0)
		return trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
		    "[routing] classes leaves %s out",
		    message_class_name(message->message_class));
	return trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, code,
	    "[routing] countries leaves this number out");
}

/*
 * Tries the message on an opened gateway.  The last step of the trace says how
 * it is carried, or why not.  true when it can be.
 */
static bool
trial_judge(
    const struct trial *trial, const struct gateway *gw, struct trace *trace)
{
	struct message_rendition rendition;
	struct arena arena;
	int exit_code, ret;

	if (judge_routing(trial, gw, trace) != NULL)
		return false;
	arena_init(&arena, ROUTE_MEMORY_MAX);
	ret = message_render(&trial->message, gw, trial->context->settings,
	    &arena, &rendition, trace, &exit_code);
	arena_fini(&arena);
	return ret == 0;
}

static const struct problem *
first_error(const struct problems *problems)
{
	const struct problem *problem;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == PROBLEM_ERROR)
			return problem;
	}
	return NULL;
}

static const char *
copy_or_null(struct arena *arena, const char *s)
{
	return s != NULL ? arena_strdup(arena, s) : NULL;
}

static void
leg_by_problem(
    struct route *route, struct route_leg *leg, const struct problems *problems)
{
	const struct problem *problem = first_error(problems);
	struct buf text;

	if (problem == NULL)
		return;
	buf_init(&text, 4096);
	(void)problem_format_fact(problem, &text);
	leg->fact = arena_strdup(&route->arena, buf_str(&text));
	leg->fix = copy_or_null(&route->arena, problem->fix);
	leg->code = copy_or_null(&route->arena, problem->code);
	buf_fini(&text);
}

static void
leg_by_step(
    struct route *route, struct route_leg *leg, const struct trace *trace)
{
	const struct trace_step *step;

	if (trace->count == 0)
		return;
	step = trace->steps[trace->count - 1];
	leg->fact = copy_or_null(
	    &route->arena, step->cause != NULL ? step->cause : step->fact);
	leg->fix = copy_or_null(&route->arena, step->fix);
	leg->code = copy_or_null(&route->arena, step->code);
}

static void
leg_judge(struct route *route, struct route_leg *leg, struct trial *trial)
{
	struct problems problems;
	struct trace trace;
	struct gateway *gw;

	if (!leg->enabled) {
		leg->fact = _("the gateway is disabled");
		leg->fix = arena_printf(
		    &route->arena, "smsgw enable %s", leg->gateway);
		leg->code = "gateway-disabled";
		return;
	}
	problems_init(&problems);
	trace_init(&trace);
	trace_set_mask(&trace, message_mask, &trial->message.redact);
	gw = context_gateway(trial->context, leg->gateway, &problems);
	if (gw == NULL) {
		leg_by_problem(route, leg, &problems);
	} else {
		leg->able = trial_judge(trial, gw, &trace);
		leg_by_step(route, leg, &trace);
	}
	gateway_free(gw);
	trace_fini(&trace);
	problems_fini(&problems);
}

/* Able ones first; the order among them stays. */
static void
sort_able(struct route *route)
{
	struct route_leg leg;
	size_t i, to = 0;

	for (i = 0; i < route->count; i++) {
		if (!route->legs[i].able)
			continue;
		leg = route->legs[i];
		memmove(&route->legs[to + 1], &route->legs[to],
		    (i - to) * sizeof(leg));
		route->legs[to++] = leg;
	}
	route->able = to;
}

int
route_explain(struct context *context, const struct smsgw_message *message,
    struct route *route, struct trace *trace, int *exit_code)
{
	const struct settings *settings = context->settings;
	struct candidate *list = NULL;
	struct route_leg *leg;
	struct trial trial;
	size_t i, enabled;
	int ret = -1;

	memset(route, 0, sizeof(*route));
	arena_init(&route->arena, ROUTE_MEMORY_MAX);
	if (trial_init(&trial, context, message, trace, exit_code) < 0)
		goto out;
	list = find_candidates(settings, &enabled);
	route->legs = arena_calloc(
	    &route->arena, settings->gateway_count + 1, sizeof(*route->legs));
	if (list == NULL || route->legs == NULL) {
		*exit_code = CATALOG_INTERNAL;
		trace_add(trace, TRACE_ROUTE, TRACE_FAILED, -1, "no-memory",
		    "out of memory");
		goto out;
	}
	for (i = 0; i < settings->gateway_count; i++) {
		leg = &route->legs[route->count++];
		leg->gateway = list[i].found->id;
		leg->priority = list[i].priority;
		leg->weight = list[i].weight;
		leg->enabled = list[i].enabled;
		leg_judge(route, leg, &trial);
	}
	sort_able(route);
	ret = route->arena.failed ? -1 : 0;
out:
	free(list);
	trace_set_mask(trace, NULL, NULL);
	message_fini(&trial.message);
	return ret;
}

void
route_fini(struct route *route)
{
	arena_fini(&route->arena);
}

/* The first enabled candidate that is able; why not the others in problems. */
static struct gateway *
first_able(struct trial *trial, const struct candidate *list, size_t enabled,
    struct problems *problems)
{
	struct gateway *gw;
	struct trace trace;
	bool able;
	size_t i;

	for (i = 0; i < enabled; i++) {
		gw = context_gateway(
		    trial->context, list[i].found->id, problems);
		if (gw == NULL)
			continue;
		trace_init(&trace);
		able = !trial->made || trial_judge(trial, gw, &trace);
		trace_fini(&trace);
		if (able)
			return gw;
		problem_add(problems, PROBLEM_NOTE, NULL, gw->path, 0, NULL,
		    NULL, "does not carry this message");
		gateway_free(gw);
	}
	return NULL;
}

struct gateway *
route_pick(struct context *context, const struct smsgw_message *message,
    size_t *enabled, struct problems *problems)
{
	struct candidate *list;
	struct gateway *gw = NULL;
	struct trial trial;
	struct trace trace;
	int exit_code;

	list = find_candidates(context->settings, enabled);
	if (list == NULL) {
		problem_add(problems, PROBLEM_ERROR, "no-memory", NULL, 0, NULL,
		    NULL, "out of memory");
		return NULL;
	}
	trace_init(&trace);
	(void)trial_init(&trial, context, message, &trace, &exit_code);
	gw = first_able(&trial, list, *enabled, problems);
	if (gw == NULL && context->settings->gateway_count == 0)
		problem_add(problems, PROBLEM_ERROR, "gateway-none", NULL, 0,
		    NULL, "make one: smsgw add ID --provider NAME",
		    "there is no gateway in %s", context->settings->dir);
	else if (gw == NULL && *enabled == 0)
		problem_add(problems, PROBLEM_ERROR, "route-none", NULL, 0,
		    NULL, "enable one: smsgw enable ID",
		    "no gateway of %s is enabled", context->settings->dir);
	else if (gw == NULL)
		problem_add(problems, PROBLEM_ERROR, "route-none", NULL, 0,
		    NULL, "see why: smsgw route",
		    "none of the %zu enabled gateways can carry this message",
		    *enabled);
	trace_fini(&trace);
	message_fini(&trial.message);
	free(list);
	return gw;
}

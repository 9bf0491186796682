/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine's gateways, its turns, and its descriptor for other event loops.
 */
#include "engine_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "lang.h"
#include "precondition.h"
#include "value.h"

#define MESSAGES_MAX ((size_t)100000)

void
engine_log(const struct engine *engine, const char *gateway, int level,
    const char *text)
{
	const struct context *context = engine->context;
	struct buf line;

	if (context->log == NULL)
		return;
	buf_init(&line, 4096);
	(void)buf_printf(&line, _("gateway \"%s\": %s"), gateway, text);
	context->log(context->log_arg, level, buf_str(&line));
	buf_fini(&line);
}

/* Why a gateway is left out. */
static void
log_problems(const struct engine *engine, const char *id,
    const struct problems *problems)
{
	const struct problem *problem;
	struct buf line;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level != PROBLEM_ERROR)
			continue;
		buf_init(&line, 4096);
		(void)problem_format(problem, &line);
		engine_log(engine, id, SMSGW_LOG_ERROR, buf_str(&line));
		buf_fini(&line);
	}
}

/* [limits] and [routing] of a gateway's file, as dispatch knows them. */
static void
read_conf(const struct gateway *gw, struct dispatch_gateway_conf *conf)
{
	const char *rate = param_text(&gw->limits, "rate"), *expected;
	const char *on_unknown = param_text(&gw->core, "on_unknown");
	struct value_rate value;
	int64_t wait_ms;
	size_t i;

	dispatch_gateway_conf_init(conf);
	conf->priority = param_number(&gw->routing, "priority");
	conf->weight = param_number(&gw->routing, "weight");
	conf->enabled = gw->enabled;
	conf->concurrency = (uint32_t)param_number(&gw->limits, "concurrency");
	if (rate[0] != '\0' && value_rate(rate, &value, &expected) == 0) {
		conf->rate = value.count < UINT32_MAX ? (uint32_t)value.count :
							UINT32_MAX;
		conf->rate_ms = value.per_ms;
	}
	if (strcmp(on_unknown, "hold") == 0)
		conf->on_unknown = DISPATCH_HOLD;
	else if (strcmp(on_unknown, "resend") == 0)
		conf->on_unknown = DISPATCH_RESEND;
	if (param_text_or_null(&gw->limits, "batch_wait") == NULL)
		return;
	wait_ms = param_number(&gw->limits, "batch_wait");
	for (i = 0; i < DISPATCH_CLASSES; i++)
		conf->batch_wait_ms[i] = wait_ms;
}

/* Opens a gateway; one that cannot be used is logged and left out. */
static int
add_gateway(struct engine *engine, const struct settings_gateway *found)
{
	struct engine_gateway *slot = &engine->gateways[engine->gateway_count];
	struct dispatch_gateway_conf conf;
	struct problems problems;
	struct gateway *gw;

	problems_init(&problems);
	gw = context_gateway(engine->context, found->id, &problems);
	if (gw == NULL)
		log_problems(engine, found->id, &problems);
	problems_fini(&problems);
	if (gw == NULL)
		return 0;
	read_conf(gw, &conf);
	*slot = (struct engine_gateway){
		.engine = engine,
		.gw = gw,
		.place = pool_gateway_new(engine->pool, gw),
		.batch_max = (uint32_t)param_number(&gw->limits, "batch_max"),
	};
	if (slot->batch_max == 0)
		slot->batch_max = UINT32_MAX;
	engine->gateway_count++;
	if (slot->place == NULL)
		return -1;
	slot->entry = dispatch_gateway_add(engine->dispatch, slot, &conf);
	return slot->entry != NULL ? 0 : -1;
}

static int
add_gateways(struct engine *engine)
{
	const struct settings *settings = engine->context->settings;
	size_t i;

	engine->gateways =
	    calloc(settings->gateway_count + 1, sizeof(*engine->gateways));
	if (engine->gateways == NULL)
		return -1;
	for (i = 0; i < settings->gateway_count; i++) {
		if (add_gateway(engine, &settings->gateways[i]) < 0)
			return -1;
	}
	return 0;
}

struct engine_gateway *
engine_gateway_find(const struct engine *engine, const char *id)
{
	size_t i;

	for (i = 0; i < engine->gateway_count; i++) {
		if (strcmp(engine->gateways[i].gw->id, id) == 0)
			return &engine->gateways[i];
	}
	return NULL;
}

struct engine *
engine_new(struct context *context, size_t messages_max)
{
	struct dispatch_env env = {
		.clock = context->clock,
		.carry = engine_carry,
		.send = engine_send,
		.ask = engine_ask,
		.done = engine_ended,
		.same_subject = engine_same_subject,
		.told = engine_told,
	};
	struct engine *engine = calloc(1, sizeof(*engine));

	if (engine == NULL)
		return NULL;
	env.arg = engine;
	engine->context = context;
	engine->epoll_fd = engine->timer_fd = -1;
	engine->wrong_end = &engine->wrong;
	engine->receipts_end = &engine->receipts;
	engine->sticky = param_number(&context->settings->smsgw, "sticky") != 0;
	engine->pool = context_pool(context);
	engine->dispatch =
	    dispatch_new(&env, messages_max != 0 ? messages_max : MESSAGES_MAX);
	/* the descriptor is there from the start, to be woken by */
	if (engine->pool == NULL || pool_fd(engine->pool) < 0 ||
	    engine->dispatch == NULL ||
	    clock_random(context->clock, &engine->seed, sizeof(engine->seed)) !=
		0 ||
	    add_gateways(engine) < 0) {
		engine_free(engine);
		return NULL;
	}
	return engine;
}

/* Those that are wrong in themselves end, in the order in which they came. */
static void
finish_wrong(struct engine *engine)
{
	struct smsgw_submission *submission, *next;

	submission = engine->wrong;
	engine->wrong = NULL;
	engine->wrong_end = &engine->wrong;
	for (; submission != NULL; submission = next) {
		next = submission->ended_next;
		engine_finish(submission);
	}
}

/* The milliseconds to the next turn; -1: only a call brings one. */
static int64_t
next_ms(const struct engine *engine, int64_t dispatch_ms)
{
	int64_t pool_ms = pool_next_ms(engine->pool);

	if (engine->wrong != NULL)
		return 0;
	if (dispatch_ms < 0 || (pool_ms >= 0 && pool_ms < dispatch_ms))
		return pool_ms;
	return dispatch_ms;
}

/* Has the descriptor wake its user when the next turn is due. */
static void
set_timer(struct engine *engine, int64_t due_ms)
{
	struct itimerspec at = { .it_value = { .tv_sec = 0 } };

	if (engine->timer_fd < 0)
		return;
	if (due_ms == 0)
		at.it_value.tv_nsec = 1;
	else if (due_ms > 0)
		at.it_value = (struct timespec){
			.tv_sec = (time_t)(due_ms / 1000),
			.tv_nsec = (long)(due_ms % 1000) * 1000000,
		};
	(void)timerfd_settime(engine->timer_fd, 0, &at, NULL);
}

void
engine_rouse(struct engine *engine)
{
	if (engine->roused || engine->running)
		return;
	engine->roused = true;
	set_timer(engine, 0);
}

size_t
engine_run(struct engine *engine, int64_t max_wait_ms)
{
	int64_t due_ms;

	require_or_return(!engine->running, engine->count);
	engine->running = true;
	engine->has_ended = false;
	finish_wrong(engine);
	due_ms = next_ms(engine, dispatch_run(engine->dispatch));
	/* what has ended is to be known at once */
	if (engine->has_ended || engine->count == 0)
		max_wait_ms = 0;
	if (due_ms >= 0 && due_ms < max_wait_ms)
		max_wait_ms = due_ms;
	(void)pool_poll(engine->pool, max_wait_ms);
	due_ms = dispatch_run(engine->dispatch);
	set_timer(engine, next_ms(engine, due_ms));
	engine->running = engine->roused = false;
	return engine->count;
}

int
engine_fd(struct engine *engine)
{
	struct epoll_event event = { .events = EPOLLIN };
	int fd = pool_fd(engine->pool);

	if (engine->epoll_fd >= 0 || fd < 0)
		return engine->epoll_fd;
	engine->timer_fd =
	    timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	engine->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	event.data.fd = fd;
	if (engine->timer_fd >= 0 && engine->epoll_fd >= 0 &&
	    epoll_ctl(engine->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0) {
		event.data.fd = engine->timer_fd;
		if (epoll_ctl(engine->epoll_fd, EPOLL_CTL_ADD, engine->timer_fd,
			&event) == 0) {
			set_timer(engine, 0);
			return engine->epoll_fd;
		}
	}
	if (engine->timer_fd >= 0)
		(void)close(engine->timer_fd);
	if (engine->epoll_fd >= 0)
		(void)close(engine->epoll_fd);
	engine->epoll_fd = engine->timer_fd = -1;
	return -1;
}

struct smsgw_receipt *
engine_next(struct engine *engine)
{
	struct smsgw_receipt *receipt = engine->receipts;

	if (receipt == NULL)
		return NULL;
	engine->receipts = receipt->next;
	if (engine->receipts == NULL)
		engine->receipts_end = &engine->receipts;
	receipt->next = NULL;
	return receipt;
}

void
engine_drain(struct engine *engine)
{
	engine->draining = true;
	dispatch_close(engine->dispatch);
	engine_rouse(engine);
}

void
engine_tested(struct engine *engine, const char *gateway)
{
	struct engine_gateway *slot = engine_gateway_find(engine, gateway);

	if (slot == NULL)
		return;
	dispatch_gateway_resume(slot->entry);
	set_timer(engine, 0);
}

void
engine_wake(struct engine *engine)
{
	pool_wake(engine->pool);
}

/*
 * Cancels what is on its way and lets everything end: first what waits, then
 * what is on its way, then what that leaves in doubt.
 */
static void
end_everything(struct engine *engine)
{
	size_t i;

	engine_drain(engine);
	engine->running = true;
	finish_wrong(engine);
	(void)dispatch_run(engine->dispatch);
	for (i = 0; i < engine->gateway_count; i++) {
		pool_gateway_free(engine->gateways[i].place);
		engine->gateways[i].place = NULL;
	}
	(void)dispatch_run(engine->dispatch);
	dispatch_close(engine->dispatch);
	(void)dispatch_run(engine->dispatch);
}

void
engine_free(struct engine *engine)
{
	struct smsgw_receipt *receipt;
	size_t i;

	if (engine == NULL)
		return;
	require_or_return_void(!engine->running);
	if (engine->dispatch != NULL)
		end_everything(engine);
	while ((receipt = engine_next(engine)) != NULL)
		smsgw_receipt_free(receipt);
	dispatch_free(engine->dispatch);
	for (i = 0; i < engine->gateway_count; i++) {
		pool_gateway_free(engine->gateways[i].place);
		gateway_free(engine->gateways[i].gw);
	}
	free(engine->gateways);
	if (engine->timer_fd >= 0)
		(void)close(engine->timer_fd);
	if (engine->epoll_fd >= 0)
		(void)close(engine->epoll_fd);
	free(engine);
}

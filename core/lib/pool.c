/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pool: gateways with their places in it, waiting for all exchanges at
 * once, and the end of those that are cancelled.
 */
#include "pool_call.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "precondition.h"

void
pool_list_init(struct pool_list *list)
{
	list->first = NULL;
	list->end = &list->first;
}

void
pool_list_add(struct pool_list *list, struct pool_call *call)
{
	call->queued = NULL;
	*list->end = call;
	list->end = &call->queued;
}

struct pool_call *
pool_list_take(struct pool_list *list)
{
	struct pool_call *call = list->first;

	if (call == NULL)
		return NULL;
	list->first = call->queued;
	if (list->first == NULL)
		list->end = &list->first;
	return call;
}

void
pool_list_remove(struct pool_list *list, struct pool_call *call)
{
	struct pool_call **link;

	for (link = &list->first; *link != NULL; link = &(*link)->queued) {
		if (*link != call)
			continue;
		*link = call->queued;
		if (*link == NULL)
			list->end = link;
		return;
	}
}

struct pool *
pool_new(const struct clock *clock, const char *state_dir)
{
	struct pool *pool;

	require_or_return(clock != NULL && state_dir != NULL, NULL);
	pool = calloc(1, sizeof(*pool));
	if (pool == NULL)
		return NULL;
	pool->clock = clock;
	pool->state_dir = state_dir;
	timer_heap_init(&pool->timers);
	pool_list_init(&pool->ended);
	return pool;
}

/* The transport, made when it is needed first; NULL without memory. */
struct transport *
pool_transport(struct pool *pool)
{
	if (pool->transport == NULL)
		pool->transport = transport_new(pool->clock);
	return pool->transport;
}

struct pool_gateway *
pool_gateway_new(struct pool *pool, struct gateway *gw)
{
	struct pool_gateway *place;

	require_or_return(pool != NULL && gw != NULL, NULL);
	place = calloc(1, sizeof(*place));
	if (place == NULL)
		return NULL;
	place->pool = pool;
	place->gw = gw;
	pool_list_init(&place->waiting);
	place->next = pool->gateways;
	if (pool->gateways != NULL)
		pool->gateways->prev = place;
	pool->gateways = place;
	return place;
}

void
pool_cancel(struct pool_call *call)
{
	struct pool *pool;
	bool busy;

	require_or_return_void(call != NULL);
	pool = call->place->pool;
	if (call->sending != NULL) {
		call->cancelled = true;
		busy = pool->busy;
		pool->busy = false;
		transport_cancel(call->sending);
		pool->busy = busy;
		return;
	}
	pool_list_remove(&call->place->waiting, call);
	pool_list_remove(&pool->ended, call);
	timer_clear(&pool->timers, &call->timer);
	if (call->x.results[0].outcome == 0)
		exchange_set_all(&call->x,
		    &(struct outcome){
			.outcome = call->result.sent_at_ms != 0 ?
			    SMSGW_UNKNOWN :
			    SMSGW_DEFERRED,
			.code = "cancelled",
		    });
	pool_call_end_later(call);
}

static void
tell_ended(struct pool *pool)
{
	struct pool_list ended = pool->ended;
	struct pool_call *call;

	if (ended.first == NULL)
		return;
	pool_list_init(&pool->ended);
	while ((call = pool_list_take(&ended)) != NULL)
		pool_call_finish(call);
}

static void
tell_local(struct pool *pool)
{
	int64_t now_ms = clock_boot_ms(pool->clock);
	struct timer *timer;

	while ((timer = timer_first(&pool->timers)) != NULL &&
	    timer->at_ms <= now_ms) {
		timer_clear(&pool->timers, timer);
		pool_call_answer((struct pool_call *)timer);
	}
}

int64_t
pool_next_ms(const struct pool *pool)
{
	int64_t next_ms = -1, left;
	const struct timer *timer;

	require_or_return(pool != NULL, -1);
	if (pool->ended.first != NULL)
		return 0;
	if (pool->transport != NULL)
		next_ms = transport_next_ms(pool->transport);
	timer = timer_first(&pool->timers);
	if (timer == NULL)
		return next_ms;
	left = timer->at_ms - clock_boot_ms(pool->clock);
	if (left < 0)
		left = 0;
	return next_ms < 0 || left < next_ms ? left : next_ms;
}

static void
sleep_ms(int64_t ms)
{
	struct timespec left = { .tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000 };

	while (ms > 0 && nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

size_t
pool_poll(struct pool *pool, int64_t max_wait_ms)
{
	int64_t wait_ms;

	require_or_return(pool != NULL && !pool->busy, 0);
	pool->busy = true;
	pool->has_ended = false;
	tell_ended(pool);
	wait_ms = pool_next_ms(pool);
	if (wait_ms < 0 || wait_ms > max_wait_ms)
		wait_ms = max_wait_ms;
	if (pool->has_ended)
		wait_ms = 0;
	if (pool->transport != NULL)
		(void)transport_poll(pool->transport, wait_ms);
	else
		sleep_ms(wait_ms);
	tell_local(pool);
	tell_ended(pool);
	pool->busy = false;
	return pool->count;
}

int
pool_fd(struct pool *pool)
{
	require_or_return(pool != NULL, -1);
	return pool_transport(pool) != NULL ? transport_fd(pool->transport) :
					      -1;
}

void
pool_wake(struct pool *pool)
{
	require_or_return_void(pool != NULL);
	if (pool->transport != NULL)
		transport_wake(pool->transport);
}

/* Ends all of a gateway's exchanges; done may add new ones meanwhile. */
static void
cancel_all(struct pool_gateway *place)
{
	struct pool *pool = place->pool;

	while (place->calls != NULL) {
		pool_cancel(place->calls);
		pool->busy = true;
		tell_ended(pool);
		pool->busy = false;
	}
}

void
pool_gateway_free(struct pool_gateway *place)
{
	if (place == NULL)
		return;
	require_or_return_void(!place->pool->busy);
	cancel_all(place);
	transport_line_free(place->line);
	if (place->prev != NULL)
		place->prev->next = place->next;
	else
		place->pool->gateways = place->next;
	if (place->next != NULL)
		place->next->prev = place->prev;
	free(place);
}

void
pool_free(struct pool *pool)
{
	struct pool_call *call;

	if (pool == NULL)
		return;
	require_or_return_void(!pool->busy);
	while (pool->gateways != NULL)
		pool_gateway_free(pool->gateways);
	while ((call = pool->spare) != NULL) {
		pool->spare = call->next;
		exchange_fini(&call->x);
		free(call);
	}
	timer_heap_fini(&pool->timers);
	transport_free(pool->transport);
	free(pool);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway's state: whether it is up, whether it is picked for new jobs, and
 * what happens to its queue when that changes.
 */
#include "dispatch_part.h"

#include <stdlib.h>

#include "precondition.h"

void
dispatch_gateway_conf_init(struct dispatch_gateway_conf *conf)
{
	*conf = (struct dispatch_gateway_conf){
		.priority = 10,
		.weight = 1,
		.enabled = true,
		.concurrency = 16,
		.batch_wait_ms = { [DISPATCH_TRANSACTIONAL] = 20,
		    [DISPATCH_MARKETING] = 20 },
	};
}

size_t
gateway_waiting(const struct dispatch_gateway *gw)
{
	size_t i, sum = 0;

	for (i = 0; i < DISPATCH_CLASSES; i++)
		sum += gw->queues[i].count;
	return sum;
}

/* Its share among equals; one of weight 0 is alone with its like. */
uint64_t
gateway_weight(const struct dispatch_gateway *gw)
{
	return gw->conf.weight > 0 ? (uint64_t)gw->conf.weight : 1;
}

bool
gateway_has_room(struct dispatch_gateway *gw)
{
	return gw->up && gw->requests < gw->window.size &&
	    gateway_waiting(gw) == 0 && gw->halves == NULL &&
	    rate_available(&gw->rate, gw->d->now_ms) > 0;
}

struct dispatch_gateway *
gateway_by_arg(struct dispatch *d, const void *arg)
{
	struct dispatch_gateway *gw;
	size_t i;

	for (i = 0; i < d->routes.count; i++) {
		gw = d->routes.gateways[i];
		if (gw->arg == arg && !gw->removed)
			return gw;
	}
	return NULL;
}

void
gateway_activate(struct dispatch_gateway *gw)
{
	struct dispatch *d = gw->d;

	if (gw->active)
		return;
	gw->active = true;
	gw->active_next = NULL;
	if (d->active_last != NULL)
		d->active_last->active_next = gw;
	else
		d->active = gw;
	d->active_last = gw;
}

void
gateway_tell(struct dispatch_gateway *gw, enum dispatch_news news)
{
	gw->news |= (uint8_t)(1u << news);
	gw->d->news = true;
}

/* Begins to look through the queues of a gateway that is not up. */
static void
walk(struct dispatch_gateway *gw)
{
	size_t i;

	if (gateway_waiting(gw) == 0)
		return;
	for (i = 0; i < DISPATCH_CLASSES; i++)
		queue_walk(&gw->queues[i]);
	gw->walking = true;
	gw->d->walking = true;
}

void
gateways_walk(struct dispatch *d)
{
	size_t i;

	for (i = 0; i < d->routes.count; i++) {
		if (!d->routes.gateways[i]->up)
			walk(d->routes.gateways[i]);
	}
}

static bool
is_usable(const struct dispatch_gateway *gw)
{
	return gw->conf.enabled && !gw->suspended && !gw->removed &&
	    gw->d->now_ms >= gw->paused_until_ms;
}

static void
set_lit(struct dispatch_gateway *gw, bool lit)
{
	struct dispatch *d = gw->d;
	struct dispatch_tier *tier = &d->routes.tiers[gw->tier];
	uint64_t weight = gateway_weight(gw);

	if (gw->placed && lit == gw->lit)
		return;
	gw->placed = true;
	tier_set(&tier->all, gw->place,
	    gw->conf.enabled && !gw->removed ? weight : 0);
	tier_set(&tier->lit, gw->place, lit ? weight : 0);
	if (lit == gw->lit)
		return;
	gw->lit = lit;
	if (!lit) {
		d->lit_count--;
		return;
	}
	d->lit_count++;
	d->walk_all = true;
}

/* Works out anew whether it is up and lit. */
void
gateway_refresh(struct dispatch_gateway *gw)
{
	bool was_up = gw->up, closed = breaker_is_closed(&gw->breaker);
	bool may_try = breaker_may_try(&gw->breaker, gw->d->now_ms);

	gw->up = is_usable(gw) && (closed || may_try);
	set_lit(gw, gw->up && (closed || gateway_waiting(gw) == 0));
	if (was_up && !gw->up) {
		halves_dissolve(gw);
		walk(gw);
	}
	if (gw->up != was_up)
		gateway_activate(gw);
}

void
gateway_suspend(struct dispatch_gateway *gw)
{
	if (gw->suspended)
		return;
	gw->suspended = true;
	gateway_tell(gw, DISPATCH_NEWS_SUSPENDED);
	gateway_refresh(gw);
}

void
gateway_throttle(struct dispatch_gateway *gw, int64_t delay_ms)
{
	int64_t until_ms = gw->d->now_ms + delay_ms;

	gateway_tell(gw, DISPATCH_NEWS_THROTTLED);
	if (delay_ms <= 0 || until_ms <= gw->paused_until_ms)
		return;
	gw->paused_until_ms = until_ms;
	gateway_refresh(gw);
	gateway_activate(gw);
}

/* The wait of a job that comes last of its class; 0 while it is not known. */
int64_t
gateway_estimate_ms(
    struct dispatch_gateway *gw, enum dispatch_class message_class)
{
	int64_t ahead = 1, wait_ms, rate_ms, rest_ms = 0;
	size_t i;

	if (gateway_has_room(gw))
		return 0;
	for (i = 0; i <= message_class; i++)
		ahead += (int64_t)gw->queues[i].count;
	wait_ms = gw->latency_us == 0 ?
	    0 :
	    ahead * gw->latency_us / gw->milli_messages / gw->window.size;
	rate_ms =
	    gw->rate.per_ms == 0 ? 0 : ahead * gw->rate.per_ms / gw->rate.count;
	if (!breaker_is_closed(&gw->breaker))
		rest_ms = gw->breaker.until_ms - gw->d->now_ms;
	if (gw->paused_until_ms - gw->d->now_ms > rest_ms)
		rest_ms = gw->paused_until_ms - gw->d->now_ms;
	return (wait_ms > rate_ms ? wait_ms : rate_ms) +
	    (rest_ms > 0 ? rest_ms : 0);
}

static int64_t
now_of(struct dispatch *d)
{
	d->now_ms = clock_boot_ms(d->env.clock);
	return d->now_ms;
}

struct dispatch_gateway *
dispatch_gateway_add(struct dispatch *d, void *gateway_arg,
    const struct dispatch_gateway_conf *conf)
{
	struct dispatch_gateway *gw;
	size_t i;

	require_or_return(d != NULL && conf != NULL, NULL);
	gw = calloc(1, sizeof(*gw));
	if (gw == NULL)
		return NULL;
	gw->d = d;
	gw->arg = gateway_arg;
	gw->conf = *conf;
	for (i = 0; i < DISPATCH_CLASSES; i++)
		gw->queues[i].salt =
		    ++d->next_salt * UINT64_C(0x9e3779b97f4a7c15);
	window_init(&gw->window, conf->concurrency);
	rate_init(&gw->rate, conf->rate, conf->rate_ms, now_of(d));
	if (timer_heap_reserve(&d->gateway_timers, d->routes.count + 1) < 0 ||
	    routes_build(d, NULL, gw) < 0) {
		free(gw);
		return NULL;
	}
	return gw;
}

void
dispatch_gateway_set(
    struct dispatch_gateway *gw, const struct dispatch_gateway_conf *conf)
{
	struct dispatch *d = gw->d;
	bool moves = conf->priority != gw->conf.priority ||
	    conf->weight != gw->conf.weight;

	gw->conf = *conf;
	gw->placed = false;
	window_change(&gw->window, conf->concurrency);
	rate_change(&gw->rate, conf->rate, conf->rate_ms, now_of(d));
	if (moves)
		(void)routes_build(d, NULL, NULL);
	dispatch_gateway_resume(gw);
	gateway_refresh(gw);
	gateway_activate(gw);
}

void
dispatch_gateway_suspend(struct dispatch_gateway *gw)
{
	(void)now_of(gw->d);
	gateway_suspend(gw);
}

void
dispatch_gateway_resume(struct dispatch_gateway *gw)
{
	(void)now_of(gw->d);
	if (gw->suspended)
		gateway_tell(gw, DISPATCH_NEWS_RESUMED);
	if (!breaker_is_closed(&gw->breaker))
		gateway_tell(gw, DISPATCH_NEWS_CLOSED);
	gw->suspended = false;
	gw->breaker = (struct breaker){ .row = 0 };
	gateway_refresh(gw);
	gateway_activate(gw);
}

void
dispatch_gateway_remove(struct dispatch_gateway *gw)
{
	(void)now_of(gw->d);
	gw->removed = true;
	gw->placed = false;
	gw->d->news = true; /* looks after what was removed */
	gateway_refresh(gw);
	walk(gw);
}

bool
dispatch_gateway_busy(const struct dispatch_gateway *gw)
{
	return gw->requests > 0;
}

static bool
is_gone(const struct dispatch_gateway *gw)
{
	return gw->removed && gw->requests == 0 && gw->jobs == 0 &&
	    !gw->active && gw->halves == NULL;
}

/* Frees those that were removed and of which nothing is left. */
void
gateway_free_removed(struct dispatch *d)
{
	struct dispatch_gateway *gw;
	size_t i = 0;

	while (i < d->routes.count) {
		gw = d->routes.gateways[i];
		if (!is_gone(gw) || routes_build(d, gw, NULL) < 0) {
			i++;
			continue;
		}
		timer_clear(&d->gateway_timers, &gw->timer);
		free(gw);
		i = 0;
	}
}

static enum dispatch_health
health(const struct dispatch_gateway *gw)
{
	if (!gw->conf.enabled || gw->removed)
		return DISPATCH_DISABLED;
	if (gw->suspended)
		return DISPATCH_SUSPENDED;
	if (!breaker_is_closed(&gw->breaker))
		return DISPATCH_BROKEN;
	return gw->d->now_ms < gw->paused_until_ms ? DISPATCH_PAUSED :
						     DISPATCH_UP;
}

void
dispatch_gateway_look(
    const struct dispatch_gateway *gw, struct dispatch_gateway_view *view)
{
	size_t i;

	*view = (struct dispatch_gateway_view){
		.health = health(gw),
		.requests = gw->requests,
		.window = gw->window.size,
	};
	for (i = 0; i < DISPATCH_CLASSES; i++)
		view->waiting[i] = gw->queues[i].count;
	if (view->health == DISPATCH_BROKEN)
		view->until_boot_ms = gw->breaker.until_ms;
	if (view->health == DISPATCH_PAUSED)
		view->until_boot_ms = gw->paused_until_ms;
}

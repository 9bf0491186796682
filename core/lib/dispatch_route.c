/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which gateway a job goes to: by priority, among equals by weight and chance,
 * or by the recipient where that is asked.  Those that cannot carry it or
 * had their chance are set aside while one is drawn, so that a draw never
 * looks at all of them.
 */
#include "dispatch_part.h"

#include <stdlib.h>

#include "hash.h"
#include "routing.h"

#define STICKY_TRIES 8
#define ROOM_TRIES 4

/* splitmix64: for shares and jitter, nothing that must not be guessed. */
uint64_t
route_random(struct dispatch *d)
{
	return hash_mix(d->random += UINT64_C(0x9e3779b97f4a7c15));
}

static int
compare(const void *a, const void *b)
{
	const struct dispatch_gateway *const *x = a, *const *y = b;

	return routing_compare(
	    &(struct routing_place){
		.priority = (*x)->conf.priority,
		.weight = (*x)->conf.weight,
	    },
	    &(struct routing_place){
		.priority = (*y)->conf.priority,
		.weight = (*y)->conf.weight,
	    });
}

/* Whether two gateways share a tier: one of weight 0 stands behind. */
static bool
are_equals(const struct dispatch_gateway *a, const struct dispatch_gateway *b)
{
	return a->conf.priority == b->conf.priority &&
	    (a->conf.weight == 0) == (b->conf.weight == 0);
}

static void
free_tiers(struct dispatch_tier *tiers, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		tier_fini(&tiers[i].lit);
		tier_fini(&tiers[i].all);
	}
	free(tiers);
}

void
routes_fini(struct routes *routes)
{
	free_tiers(routes->tiers, routes->tier_count);
	free(routes->aside);
	free(routes->gateways);
	*routes = (struct routes){ .count = 0 };
}

static int
tier_fill(
    struct dispatch_tier *tier, struct dispatch_gateway **first, size_t left)
{
	tier->gateways = first;
	while (tier->count < left && are_equals(first[0], first[tier->count]))
		tier->count++;
	if (tier_init(&tier->lit, tier->count) < 0)
		return -1;
	return tier_init(&tier->all, tier->count);
}

/* Tells the gateways of their places, from where on they are lit anew. */
static void
take_places(struct dispatch *d)
{
	struct dispatch_gateway *gw;
	size_t i, j;

	d->lit_count = 0;
	for (i = 0; i < d->routes.tier_count; i++) {
		for (j = 0; j < d->routes.tiers[i].count; j++) {
			gw = d->routes.tiers[i].gateways[j];
			gw->tier = i;
			gw->place = j;
			gw->lit = gw->placed = false;
		}
	}
	for (i = 0; i < d->routes.count; i++)
		gateway_refresh(d->routes.gateways[i]);
}

int
routes_build(struct dispatch *d, const struct dispatch_gateway *without,
    struct dispatch_gateway *with)
{
	struct routes routes = { .count = 0 };
	struct dispatch_tier *tier;
	size_t i, room = d->routes.count + 1, done = 0;

	routes.gateways = calloc(room, sizeof(struct dispatch_gateway *));
	routes.aside = calloc(room, sizeof(struct dispatch_gateway *));
	routes.tiers = calloc(room, sizeof(*routes.tiers));
	if (routes.gateways == NULL || routes.aside == NULL ||
	    routes.tiers == NULL) {
		routes_fini(&routes);
		return -1;
	}
	for (i = 0; i < d->routes.count; i++) {
		if (d->routes.gateways[i] != without)
			routes.gateways[routes.count++] = d->routes.gateways[i];
	}
	if (with != NULL)
		routes.gateways[routes.count++] = with;
	qsort(routes.gateways, routes.count, sizeof(struct dispatch_gateway *),
	    compare);
	for (; done < routes.count; done += tier->count) {
		tier = &routes.tiers[routes.tier_count++];
		if (tier_fill(tier, &routes.gateways[done],
			routes.count - done) < 0) {
			routes_fini(&routes);
			return -1;
		}
	}
	routes_fini(&d->routes);
	d->routes = routes;
	take_places(d);
	return 0;
}

static bool
can_carry(struct dispatch *d, const struct dispatch_job *job,
    const struct dispatch_gateway *gw, struct dispatch_fit *fit)
{
	*fit = (struct dispatch_fit){ .max_same = 1, .max_distinct = 1 };
	return !job_excludes(job, gw->arg) &&
	    d->env.carry(d->env.arg, gw->arg, job, fit) == 0 &&
	    (!(job->bits & JOB_OTHERWISE) || fit->means != job->refused_means);
}

/* The gateway that a recipient always gets, or the next one that is lit. */
static struct dispatch_gateway *
pick_sticky(struct dispatch *d, const struct dispatch_tier *tier,
    const struct dispatch_job *job, struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw;
	uint64_t draw = job->recipient;
	int i;

	for (i = 0; i < STICKY_TRIES; i++) {
		draw = (draw ^ draw >> 31) * UINT64_C(0x9e3779b97f4a7c15);
		gw = tier->gateways[tier_pick(
		    &tier->all, (draw >> 16) % tier->all.total)];
		if (gw->lit && can_carry(d, job, gw, fit))
			return gw;
	}
	return NULL;
}

static struct dispatch_gateway *
draw(struct dispatch *d, const struct dispatch_tier *tier)
{
	return tier->gateways[tier_pick(
	    &tier->lit, route_random(d) % tier->lit.total)];
}

/* Draws one that can carry it; those that cannot are set aside meanwhile. */
static struct dispatch_gateway *
draw_able(struct dispatch *d, struct dispatch_tier *tier,
    const struct dispatch_job *job, struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw = NULL, *able = NULL;
	size_t aside = 0;

	while (tier->lit.total > 0 && able == NULL) {
		gw = draw(d, tier);
		if (can_carry(d, job, gw, fit)) {
			able = gw;
		} else {
			d->routes.aside[aside++] = gw;
			tier_set(&tier->lit, gw->place, 0);
		}
	}
	while (aside-- > 0)
		tier_set(&tier->lit, d->routes.aside[aside]->place,
		    gateway_weight(d->routes.aside[aside]));
	return able;
}

/* One draw, and where that one has no room a second. */
static struct dispatch_gateway *
pick(struct dispatch *d, struct dispatch_tier *tier,
    const struct dispatch_job *job, struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw = draw_able(d, tier, job, fit), *second;
	struct dispatch_fit second_fit;

	if (gw == NULL || gateway_has_room(gw))
		return gw;
	second = draw(d, tier);
	if (second == gw || !gateway_has_room(second) ||
	    !can_carry(d, job, second, &second_fit))
		return gw;
	*fit = second_fit;
	return second;
}

struct dispatch_gateway *
route_up(struct dispatch *d, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw = NULL;
	struct dispatch_tier *tier;
	size_t i;

	for (i = 0; i < d->routes.tier_count && gw == NULL; i++) {
		tier = &d->routes.tiers[i];
		if (tier->lit.total == 0)
			continue;
		if (job->flags & DISPATCH_STICKY)
			gw = pick_sticky(d, tier, job, fit);
		if (gw == NULL)
			gw = pick(d, tier, job, fit);
	}
	return gw;
}

struct dispatch_gateway *
route_up_with_room(struct dispatch *d, const struct dispatch_job *job,
    const struct dispatch_gateway *not_this, struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw;
	struct dispatch_tier *tier;
	size_t i;
	int tries;

	for (i = 0; i < d->routes.tier_count; i++) {
		tier = &d->routes.tiers[i];
		for (tries = 0; tries < ROOM_TRIES && tier->lit.total > 0;
		     tries++) {
			gw = draw(d, tier);
			if (gw != not_this && gateway_has_room(gw) &&
			    can_carry(d, job, gw, fit))
				return gw;
		}
	}
	return NULL;
}

/* How soon a gateway that is not lit may be used: less is sooner. */
static int
rank(const struct dispatch_gateway *gw)
{
	if (gw->removed)
		return 3;
	if (!gw->conf.enabled)
		return 2;
	return gw->suspended ? 1 : 0;
}

struct dispatch_gateway *
route_down(struct dispatch *d, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	struct dispatch_gateway *gw;
	size_t i;
	int wanted;

	for (wanted = 0; wanted < 3; wanted++) {
		for (i = 0; i < d->routes.count; i++) {
			gw = d->routes.gateways[i];
			if (rank(gw) == wanted && can_carry(d, job, gw, fit))
				return gw;
		}
	}
	return NULL;
}

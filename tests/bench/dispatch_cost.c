/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What dispatch costs a message, from submit to done, with few and with many
 * gateways, and with few and with many messages that wait.  Providers cost
 * nothing here: a request is settled when it is sent.  Prints a table and the
 * ratios; absolute times mean little on a machine that is shared.
 */
#include "dispatch.h"

#include <smsgw/provider.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEASURED 500000 /* messages */
#define WARM_UP 200000
#define REPEATS 3
#define IN_FLIGHT 1000 /* requests, however many gateways */

struct bench {
	struct dispatch *dispatch;
	struct dispatch_batch *sent; /* by arg */
	struct dispatch_job *free;   /* by subject_next */
	size_t done, carried, max;
	uint64_t number;
	int64_t now_ms;
};

static int
on_carry(void *arg, void *gateway_arg, const struct dispatch_job *job,
    struct dispatch_fit *fit)
{
	struct bench *bench = arg;

	(void)gateway_arg;
	bench->carried++;
	fit->group = 1;
	fit->content = job->recipient;
	fit->max_same = fit->max_distinct = (uint32_t)bench->max;
	return 0;
}

static void
on_send(void *arg, struct dispatch_batch *batch)
{
	struct bench *bench = arg;

	batch->arg = bench->sent;
	bench->sent = batch;
}

static void
on_done(void *arg, struct dispatch_job *job, const struct dispatch_end *end)
{
	struct bench *bench = arg;

	(void)end;
	job->subject_next = bench->free;
	bench->free = job;
	bench->done++;
}

static int64_t
wall_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* Everything that was sent is accepted. */
static void
settle(struct bench *bench)
{
	const struct dispatch_result accepted = { .outcome = SMSGW_ACCEPTED };
	struct dispatch_batch *batch;
	size_t i;

	while ((batch = bench->sent) != NULL) {
		bench->sent = batch->arg;
		for (i = 0; i < batch->count; i++)
			dispatch_settle(bench->dispatch, batch, i, &accepted);
		dispatch_settled(bench->dispatch, batch);
	}
}

static void
submit(struct bench *bench)
{
	struct dispatch_job *job = bench->free;
	int64_t now_ms = bench->now_ms;
	uint64_t number = bench->number++;

	bench->free = job->subject_next;
	dispatch_job_init(job);
	job->message_class = DISPATCH_TRANSACTIONAL;
	job->recipient = number * UINT64_C(0x9e3779b97f4a7c15);
	job->expires_boot_ms = now_ms + 86400000 + (int64_t)(number % 3600000);
	job->not_after_boot_ms = job->expires_boot_ms - 15000;
	if (dispatch_submit(bench->dispatch, job, NULL) != DISPATCH_TAKEN) {
		(void)fprintf(stderr, "a message was refused\n");
		exit(1);
	}
}

/* So many end, and as many come in their place. */
static void
turn_over(struct bench *bench, size_t messages)
{
	size_t until = bench->done + messages;

	while (bench->done < until) {
		bench->now_ms = clock_boot_ms(&clock_system);
		while (bench->free != NULL)
			submit(bench);
		(void)dispatch_run(bench->dispatch);
		settle(bench);
		(void)dispatch_run(bench->dispatch);
	}
}

/* Nanoseconds a message, while `waiting` others wait. */
static double
measure(size_t gateways, size_t waiting, size_t max)
{
	struct bench bench = { .max = max };
	const struct dispatch_env env = {
		.clock = &clock_system,
		.arg = &bench,
		.carry = on_carry,
		.send = on_send,
		.done = on_done,
	};
	struct dispatch_gateway_conf conf;
	struct dispatch_job *all = calloc(waiting, sizeof(*all));
	int64_t started;
	size_t i;

	bench.dispatch = dispatch_new(&env, waiting);
	dispatch_gateway_conf_init(&conf);
	conf.batch_wait_ms[DISPATCH_TRANSACTIONAL] = 0;
	conf.concurrency = (uint32_t)(IN_FLIGHT / gateways);
	for (i = 0; i < gateways; i++)
		(void)dispatch_gateway_add(
		    bench.dispatch, (void *)(uintptr_t)(i + 1), &conf);
	for (i = waiting; i > 0; i--) {
		all[i - 1].subject_next = bench.free;
		bench.free = &all[i - 1];
	}
	turn_over(&bench, WARM_UP);
	started = wall_ns();
	turn_over(&bench, MEASURED);
	started = wall_ns() - started;
	dispatch_free(bench.dispatch);
	free(all);
	return (double)started / MEASURED;
}

static double
best(size_t gateways, size_t waiting, size_t max)
{
	double ns, least = 1e18;
	int i;

	for (i = 0; i < REPEATS; i++) {
		ns = measure(gateways, waiting, max);
		least = ns < least ? ns : least;
	}
	return least;
}

int
main(void)
{
	static const size_t gateways[] = { 1, 1000 };
	static const size_t waiting[] = { 4000, 1000000 };
	double base = 0, ns;
	size_t i, j;

	printf("dispatch: %zu bytes of a waiting message\n",
	    sizeof(struct dispatch_job));
	for (i = 0; i < 2; i++) {
		for (j = 0; j < 2; j++) {
			ns = best(gateways[i], waiting[j], 1);
			base = base == 0 ? ns : base;
			printf("dispatch: %5zu gateways, %8zu waiting: "
			       "%6.0f ns a message, %.2f of the first\n",
			    gateways[i], waiting[j], ns, ns / base);
			(void)fflush(stdout);
		}
	}
	ns = best(1, 100000, 100);
	printf("dispatch: in requests of 100: %.0f ns a message\n", ns);
	return 0;
}

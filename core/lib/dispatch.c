/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front of dispatch: what a caller submits, settles, reports and asks.
 */
#include "dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "precondition.h"

struct dispatch {
	struct dispatch_env env;
	size_t max_jobs;
	struct dispatch_counts counts;
};

struct dispatch_gateway {
	struct dispatch *dispatch;
	void *arg;
	struct dispatch_gateway_conf conf;
};

void
dispatch_job_init(struct dispatch_job *job)
{
	memset(job, 0, sizeof(*job));
}

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

struct dispatch *
dispatch_new(const struct dispatch_env *env, size_t max_jobs)
{
	struct dispatch *d;

	require_or_return(env != NULL && env->clock != NULL, NULL);
	d = calloc(1, sizeof(*d));
	if (d == NULL)
		return NULL;
	d->env = *env;
	d->max_jobs = max_jobs;
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	free(d);
}

bool
dispatch_idle(const struct dispatch *d)
{
	return d->counts.jobs == 0 && d->counts.requests == 0;
}

void
dispatch_count(const struct dispatch *d, struct dispatch_counts *counts)
{
	*counts = d->counts;
}

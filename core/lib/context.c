/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens a configuration and brings its gateways to the opened state.
 */
#include "context.h"

#include <stdio.h>
#include <string.h>

#include "host.h"
#include "lang.h"

int
context_open(struct context *context, const char *dir, bool probe,
    struct problems *problems)
{
	memset(context, 0, sizeof(*context));
	context->clock = &clock_system;
	context->probe = probe;
	context->settings = settings_open(dir, problems);
	if (context->settings == NULL)
		return -1;
	context->loader = loader_new();
	if (context->loader == NULL) {
		problem_add_memory(problems, NULL);
		return -1;
	}
	return 0;
}

void
context_close(struct context *context)
{
	pool_free(context->pool);
	loader_free(context->loader);
	settings_free(context->settings);
	memset(context, 0, sizeof(*context));
}

struct pool *
context_pool(struct context *context)
{
	if (context->pool == NULL)
		context->pool =
		    pool_new(context->clock, context->settings->state_dir);
	return context->pool;
}

/* Hands a plugin's log lines on, with the gateway in front. */
static void
forward_log(void *arg, const struct gateway *gw, int level, const char *text)
{
	struct context *context = arg;
	struct buf line;

	if (context->log == NULL)
		return;
	buf_init(&line, 4096);
	if (buf_printf(&line, "gateway \"%s\": %s: %s", gw->id,
		gw->provider_name, text) == 0)
		context->log(context->log_arg, level, buf_str(&line));
	buf_fini(&line);
}

int
context_open_gateway(struct context *context,
    const struct settings_gateway *found, struct gateway **out,
    struct problems *problems)
{
	const struct smsgw_provider *provider;
	size_t before = problems_errors(problems);
	size_t first = problems_count(problems);
	struct gateway *gw;

	*out = gw = gateway_load(found, context->settings, problems);
	if (gw == NULL) {
		problem_add_memory(problems, found->path);
		return -1;
	}
	gw->log = forward_log;
	gw->log_arg = context;
	if (gw->ini == NULL || gw->provider_name[0] == '\0')
		return -1;
	if (loader_open(
		context->loader, gw->provider_name, &provider, problems) < 0) {
		problems_set_place(problems, first, gw->path,
		    gateway_line(gw, "provider"), "provider");
		return -1;
	}
	if (gateway_attach(gw, provider, problems) < 0)
		return -1;
	if (problems_errors(problems) > before)
		return -1;
	return gateway_open(gw, &host_table, context->clock, problems);
}

const struct settings_gateway *
context_find_gateway(
    struct context *context, const char *id, struct problems *problems)
{
	const struct settings_gateway *found;
	const char *nearest;
	char fix[160];

	found = settings_gateway(context->settings, id);
	if (found != NULL)
		return found;
	nearest = settings_nearest_gateway(context->settings, id);
	if (nearest != NULL)
		(void)snprintf(
		    fix, sizeof(fix), _("did you mean \"%s\"?"), nearest);
	else
		(void)snprintf(fix, sizeof(fix),
		    _("see `smsgw gateways`, or add it: "
		      "smsgw add %.63s --provider NAME"),
		    id);
	problem_add(problems, PROBLEM_ERROR, "gateway-unknown", NULL, 0, NULL,
	    fix, "there is no gateway \"%.63s\" in %s", id,
	    context->settings->dir);
	return NULL;
}

struct gateway *
context_gateway(
    struct context *context, const char *id, struct problems *problems)
{
	const struct settings_gateway *found;
	struct gateway *gw = NULL;
	struct problems again;
	size_t first = problems_count(problems);
	int ret;

	found = context_find_gateway(context, id, problems);
	if (found == NULL)
		return NULL;
	problems_init(&again);
	ret = context->probe ? context_probe(context, found, problems) : 0;
	if (ret == 0) {
		/* the child has told its problems already */
		ret = context_open_gateway(
		    context, found, &gw, context->probe ? &again : problems);
		if (ret < 0) {
			problems_move(problems, &again);
			gateway_free(gw);
		}
	}
	problems_set_gateway(problems, first, id);
	problems_fini(&again);
	return ret < 0 ? NULL : gw;
}

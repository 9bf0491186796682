/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The embedding interface over a context: open, check, look up, send.
 */
#include <smsgw/smsgw.h>

#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "context.h"
#include "engine.h"
#include "receipt.h"
#include "sending.h"

/* A string that a look-up has handed out: it lives as long as sms. */
struct kept_string {
	struct kept_string *next;
	char text[];
};

struct smsgw {
	struct context context;
	bool usable; /* the directory could be read */
	struct problems problems;
	struct loader_list providers; /* of the first listing */
	bool listed;
	struct kept_string *kept; /* each text once */
	/* NULL until something is submitted; smsgw_wake() looks, too */
	_Atomic(struct engine *) engine;
	size_t messages_max;
};

const char *
smsgw_version(void)
{
	return PACKAGE_VERSION;
}

/* A caller's options, as far as its version knows them. */
static struct smsgw_options
options_of(const struct smsgw_options *options)
{
	struct smsgw_options copy = { .size = sizeof(copy) };

	if (options != NULL)
		memcpy(&copy, options,
		    options->size < sizeof(copy) ? options->size :
						   sizeof(copy));
	return copy;
}

int
smsgw_open(const struct smsgw_options *given, struct smsgw **out)
{
	struct smsgw_options options = options_of(given);
	struct smsgw *sms;

	*out = sms = calloc(1, sizeof(*sms));
	if (sms == NULL)
		return -1;
	problems_init(&sms->problems);
	sms->usable =
	    context_open(&sms->context, options.config_dir,
		(options.flags & SMSGW_OPEN_PROBE) != 0, &sms->problems) == 0;
	if (!sms->usable)
		return -1;
	sms->context.log = options.log;
	sms->context.log_arg = options.log_arg;
	sms->messages_max = options.messages_max;
	return problems_errors(&sms->problems) > 0 ? 1 : 0;
}

void
smsgw_close(struct smsgw *sms)
{
	struct kept_string *next;

	if (sms == NULL)
		return;
	engine_free(sms->engine);
	for (; sms->kept != NULL; sms->kept = next) {
		next = sms->kept->next;
		free(sms->kept);
	}
	loader_list_fini(&sms->providers);
	context_close(&sms->context);
	problems_fini(&sms->problems);
	free(sms);
}

size_t
smsgw_check(struct smsgw *sms)
{
	if (sms == NULL)
		return 0;
	if (!sms->usable)
		return problems_errors(&sms->problems);
	problems_fini(&sms->problems);
	(void)context_check(&sms->context, NULL, &sms->problems);
	return problems_errors(&sms->problems);
}

int
smsgw_problem(struct smsgw *sms, size_t index, struct smsgw_problem *out)
{
	const struct problem *problem = NULL;
	struct smsgw_problem copy;

	if (sms != NULL)
		problem = problems_get(&sms->problems, index);
	if (problem == NULL)
		return -1;
	copy = (struct smsgw_problem){
		.error = problem->level == PROBLEM_ERROR,
		.code = problem->code,
		.gateway = problem->gateway,
		.file = problem->file,
		.line = problem->line,
		.key = problem->key,
		.text = problem->text,
		.fix = problem->fix,
	};
	receipt_copy_out(out, &copy, sizeof(copy), out->size);
	return 0;
}

size_t
smsgw_gateway_count(struct smsgw *sms)
{
	return sms != NULL && sms->usable ?
	    sms->context.settings->gateway_count :
	    0;
}

/* A copy that lives as long as sms; "" without memory. */
static const char *
keep(struct smsgw *sms, const char *text)
{
	struct kept_string *kept;
	size_t size = strlen(text) + 1;

	for (kept = sms->kept; kept != NULL; kept = kept->next) {
		if (strcmp(kept->text, text) == 0)
			return kept->text;
	}
	kept = malloc(sizeof(*kept) + size);
	if (kept == NULL)
		return "";
	memcpy(kept->text, text, size);
	kept->next = sms->kept;
	sms->kept = kept;
	return kept->text;
}

/* The first error as one line that lives as long as sms; NULL if none. */
static const char *
keep_problem(struct smsgw *sms, const struct problems *problems)
{
	const struct problem *problem;
	const char *text = "out of memory";
	struct buf line;
	size_t i;

	for (i = 0; (problem = problems_get(problems, i)) != NULL; i++) {
		if (problem->level == PROBLEM_ERROR)
			break;
	}
	if (problem == NULL)
		return NULL;
	buf_init(&line, 4096);
	if (problem_format(problem, &line) == 0)
		text = keep(sms, buf_str(&line));
	buf_fini(&line);
	return text;
}

static int
gateway_info(struct smsgw *sms, const struct settings_gateway *found,
    struct smsgw_gateway_info *out)
{
	struct smsgw_gateway_info copy = {
		.id = found->id,
		.file = found->path,
		.name = "",
		.provider = "",
	};
	struct problems problems;
	struct gateway *gw;

	problems_init(&problems);
	gw = gateway_load(found, sms->context.settings, &problems);
	if (gw != NULL) {
		copy.name = keep(sms, param_text(&gw->core, "name"));
		copy.provider = keep(sms, gw->provider_name);
		copy.enabled = gw->enabled;
		gateway_free(gw);
		gw = problems_errors(&problems) == 0 ?
		    context_gateway(&sms->context, found->id, &problems) :
		    NULL;
	}
	gateway_free(gw);
	copy.problem = keep_problem(sms, &problems);
	problems_fini(&problems);
	receipt_copy_out(out, &copy, sizeof(copy), out->size);
	return 0;
}

int
smsgw_gateway_at(
    struct smsgw *sms, size_t index, struct smsgw_gateway_info *out)
{
	if (index >= smsgw_gateway_count(sms))
		return -1;
	return gateway_info(sms, &sms->context.settings->gateways[index], out);
}

int
smsgw_gateway_find(
    struct smsgw *sms, const char *id, struct smsgw_gateway_info *out)
{
	const struct settings_gateway *found = NULL;

	if (sms != NULL && sms->usable)
		found = settings_gateway(sms->context.settings, id);
	return found != NULL ? gateway_info(sms, found, out) : -1;
}

size_t
smsgw_provider_count(struct smsgw *sms)
{
	if (sms == NULL || !sms->usable)
		return 0;
	if (!sms->listed)
		sms->listed = loader_list(sms->context.loader, &sms->providers,
				  NULL) == 0;
	return sms->providers.count;
}

int
smsgw_provider_at(
    struct smsgw *sms, size_t index, struct smsgw_provider_info *out)
{
	struct smsgw_provider_info copy = {
		.title = "",
		.version = "",
		.license = "",
	};
	const struct smsgw_provider *provider;
	struct loader_entry *entry;
	struct problems problems;

	if (index >= smsgw_provider_count(sms))
		return -1;
	entry = &sms->providers.items[index];
	copy.name = keep(sms, entry->name);
	copy.file = keep(sms, entry->path != NULL ? entry->path : "");
	problems_init(&problems);
	if (loader_open(
		sms->context.loader, entry->name, &provider, &problems) == 0) {
		copy.abi = provider->abi;
		copy.title = provider->title;
		copy.version = provider->version;
		copy.license =
		    provider->license != NULL ? provider->license : "";
	}
	copy.problem = keep_problem(sms, &problems);
	problems_fini(&problems);
	receipt_copy_out(out, &copy, sizeof(copy), out->size);
	return 0;
}

struct smsgw_receipt *
smsgw_send(struct smsgw *sms, const struct smsgw_message *message)
{
	struct smsgw_receipt *receipt;

	if (sms != NULL && sms->usable) {
		receipt = sending_run(&sms->context, message);
		if (sms->engine != NULL &&
		    smsgw_receipt_outcome(receipt) == SMSGW_ACCEPTED)
			engine_tested(
			    sms->engine, smsgw_receipt_gateway(receipt));
		return receipt;
	}
	receipt = receipt_new();
	if (receipt == NULL)
		return NULL;
	receipt->exit_code = CATALOG_CONFIG;
	trace_add(&receipt->trace, TRACE_CONFIG, TRACE_FAILED, -1,
	    "config-unreadable", "the configuration could not be opened");
	return receipt;
}

/* The engine, made when it is needed first; NULL without memory. */
static struct engine *
engine_of(struct smsgw *sms)
{
	if (sms == NULL || !sms->usable)
		return NULL;
	if (sms->engine == NULL)
		sms->engine = engine_new(&sms->context, sms->messages_max);
	return sms->engine;
}

int
smsgw_submit(struct smsgw *sms, const struct smsgw_message *message,
    void (*done)(void *arg, struct smsgw_receipt *receipt), void *arg,
    struct smsgw_submission **out)
{
	struct engine *engine = engine_of(sms);

	if (engine == NULL)
		return SMSGW_REFUSED;
	return engine_submit(engine, message, done, arg, out);
}

void
smsgw_cancel(struct smsgw *sms, struct smsgw_submission *submission)
{
	if (sms != NULL && sms->engine != NULL && submission != NULL)
		engine_cancel(sms->engine, submission);
}

size_t
smsgw_run(struct smsgw *sms, int64_t max_wait_ms)
{
	return sms != NULL && sms->engine != NULL ?
	    engine_run(sms->engine, max_wait_ms) :
	    0;
}

int
smsgw_fd(struct smsgw *sms)
{
	struct engine *engine = engine_of(sms);

	return engine != NULL ? engine_fd(engine) : -1;
}

struct smsgw_receipt *
smsgw_next(struct smsgw *sms)
{
	return sms != NULL && sms->engine != NULL ? engine_next(sms->engine) :
						    NULL;
}

void
smsgw_drain(struct smsgw *sms)
{
	struct engine *engine = engine_of(sms);

	if (engine != NULL)
		engine_drain(engine);
}

void
smsgw_wake(struct smsgw *sms)
{
	struct engine *engine = sms != NULL ? sms->engine : NULL;

	if (engine != NULL)
		engine_wake(engine);
}

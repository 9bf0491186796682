/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a gateway's file and binds it to its provider's descriptor.  Running
 * the provider's code is gateway_open.c; what it and others ask of a gateway
 * is gateway_conf.c.
 */
#include "gateway.h"

#include <stdlib.h>

#include "descriptor.h"
#include "gateway_read.h"
#include "precondition.h"

/* Everything of one gateway, what its provider prepares included. */
#define GATEWAY_MAX ((size_t)4 * 1024 * 1024)

static struct gateway *
gateway_new(const struct settings_gateway *found)
{
	struct gateway *gw;

	gw = calloc(1, sizeof(*gw));
	if (gw == NULL)
		return NULL;
	arena_init(&gw->arena, GATEWAY_MAX);
	redact_init(&gw->tokens, NULL);
	redact_init(&gw->redact, &gw->tokens);
	gw->id = arena_strdup(&gw->arena, found->id);
	gw->path = arena_strdup(&gw->arena, found->path);
	gw->read_only = found->read_only;
	gw->provider_name = "";
	if (!gw->arena.failed)
		return gw;
	gateway_free(gw);
	return NULL;
}

static int
read_section(struct gateway *gw, const char *section,
    const struct smsgw_param *params, struct param_values *values,
    struct problems *problems)
{
	const struct param_table table = { params, sizeof(*params) };

	*values = (struct param_values){ .count = 0 };
	return param_read_how(gw->ini, section, &table, 1,
	    gw->damaged ? PARAM_READ_DAMAGED : 0, &gw->arena, values, problems);
}

/* Copies what others ask for often out of the values. */
static void
take_values(struct gateway *gw)
{
	const char *ca_file = param_text(&gw->core, "ca_file");

	gw->provider_name = param_text(&gw->core, "provider");
	gw->enabled = param_number(&gw->core, "enabled") != 0;
	gw->allow_private = param_number(&gw->core, "allow_private") != 0;
	gw->tls_legacy = param_number(&gw->core, "tls_legacy") != 0;
	gw->http2 = param_number(&gw->core, "http2") != 0;
	gw->timeout_ms = param_number(&gw->limits, "timeout");
	gw->connect_timeout_ms = param_number(&gw->limits, "connect_timeout");
	if (ca_file[0] != '\0')
		gw->ca_file = settings_path(&gw->arena, gw->path, ca_file);
}

/* Reads all sections but [provider]; 0, or -1 without memory. */
static int
read_sections(struct gateway *gw, const struct settings *settings,
    struct problems *problems)
{
	const char *names[PARAM_SECTIONS];

	param_section_names(names);
	param_check_sections(gw->ini, names, PARAM_SECTIONS, problems);
	if (read_section(gw, "gateway", param_gateway, &gw->core, problems) !=
		0 ||
	    read_section(
		gw, "routing", param_routing, &gw->routing, problems) != 0 ||
	    read_section(gw, "limits", param_limits, &gw->limits, problems) !=
		0)
		return -1;
	take_values(gw);
	gateway_read_templates(gw, settings, problems);
	gateway_check_file(gw, settings, problems);
	return gw->arena.failed ? -1 : 0;
}

/* The second half of loading: gw->ini is there, or NULL. */
static struct gateway *
gateway_finish(struct gateway *gw, const struct settings *settings,
    size_t first, size_t errors, struct problems *problems)
{
	if (gw->ini != NULL && read_sections(gw, settings, problems) != 0) {
		gateway_free(gw);
		return NULL;
	}
	gw->broken = problems_errors(problems) > errors;
	problems_set_gateway(problems, first, gw->id);
	return gw;
}

struct gateway *
gateway_load(const struct settings_gateway *found,
    const struct settings *settings, struct problems *problems)
{
	struct gateway *gw;
	size_t first, errors;

	require_or_return(found != NULL && problems != NULL, NULL);
	gw = gateway_new(found);
	if (gw == NULL)
		return NULL;
	first = problems_count(problems);
	errors = problems_errors(problems);
	gw->damaged = ini_load(gw->path, 0, &gw->ini, problems) != 0;
	return gateway_finish(gw, settings, first, errors, problems);
}

struct gateway *
gateway_parse(const struct settings_gateway *found,
    const struct settings *settings, const void *data, size_t len,
    const struct stat *facts, const struct gateway_secret *given,
    size_t given_count, struct problems *problems)
{
	struct gateway *gw;
	size_t first, errors;

	require_or_return(found != NULL && problems != NULL, NULL);
	gw = gateway_new(found);
	if (gw == NULL)
		return NULL;
	first = problems_count(problems);
	errors = problems_errors(problems);
	gw->given = given;
	gw->given_count = given_count;
	gw->damaged = ini_parse(gw->path, data, len, &gw->ini, problems) != 0;
	if (gw->ini != NULL && facts != NULL)
		gw->ini->facts = *facts;
	return gateway_finish(gw, settings, first, errors, problems);
}

static void
close_provider(struct gateway *gw)
{
	if (gw->opened && gw->provider->close != NULL)
		gw->provider->close(&gw->pub);
	gw->opened = false;
}

void
gateway_free(struct gateway *gw)
{
	if (gw == NULL)
		return;
	close_provider(gw);
	gateway_forget(gw);
	redact_fini(&gw->redact);
	redact_fini(&gw->tokens);
	crypto_fini(&gw->crypto);
	ini_free(gw->ini);
	arena_fini(&gw->arena);
	free(gw);
}

/*
 * The provider's parameters that stand in [gateway] (common) or those that
 * stand in [provider]; NULL without memory.
 */
static struct smsgw_param *
split_params(struct gateway *gw, bool common)
{
	const struct smsgw_param *param;
	struct smsgw_param *split;
	size_t i, count = 0;

	for (i = 0; descriptor_param(gw->provider, i) != NULL; i++)
		continue;
	split = arena_calloc(&gw->arena, i + 1, sizeof(*split));
	for (i = 0; split != NULL &&
	     (param = descriptor_param(gw->provider, i)) != NULL;
	     i++) {
		if (descriptor_param_is_common(param) != common)
			continue;
		split[count] = descriptor_param_whole(gw->provider, param);
		/* whatever the provider says of it */
		if (strcmp(param->name, "api_password") == 0)
			split[count].flags |= SMSGW_PARAM_SECRET;
		count++;
	}
	return split;
}

/* Puts what two readings found into gw->own; 0, or -1 without memory. */
static int
join_values(struct gateway *gw, const struct param_values *page,
    const struct param_values *own)
{
	gw->own.values = arena_calloc(
	    &gw->arena, page->count + own->count, sizeof(*gw->own.values));
	if (gw->own.values == NULL)
		return -1;
	if (page->count > 0)
		memcpy(gw->own.values, page->values,
		    page->count * sizeof(*page->values));
	if (own->count > 0)
		memcpy(gw->own.values + page->count, own->values,
		    own->count * sizeof(*own->values));
	gw->own.count = page->count + own->count;
	return 0;
}

/* Reads what the provider's table names; 0, or -1 without memory. */
static int
read_own(struct gateway *gw, struct problems *problems)
{
	struct param_values page = { .count = 0 }, own = { .count = 0 };
	struct param_table table = { .size = sizeof(struct smsgw_param) };
	unsigned how = gw->damaged ? PARAM_READ_DAMAGED : 0;

	table.params = split_params(gw, false);
	if (table.params == NULL ||
	    param_read_how(gw->ini, "provider", &table, 1, how, &gw->arena,
		&own, problems) != 0)
		return -1;
	page.outer = &own;
	table.params = split_params(gw, true);
	if (table.params == NULL ||
	    param_read_how(gw->ini, "gateway", &table, 1, how | PARAM_READ_SOME,
		&gw->arena, &page, problems) != 0)
		return -1;
	return join_values(gw, &page, &own);
}

int
gateway_attach(struct gateway *gw, const struct smsgw_provider *provider,
    struct problems *problems)
{
	size_t first, errors;

	require_or_return(gw != NULL && provider != NULL, -1);
	require_or_return(gw->ini != NULL && problems != NULL, -1);
	first = problems_count(problems);
	errors = problems_errors(problems);
	gw->provider = provider;
	if (read_own(gw, problems) == 0) {
		gateway_read_secrets(gw, problems);
		gateway_read_outside(gw, problems);
		gateway_read_files(gw, problems);
		gateway_check_attached(gw, problems);
	}
	if (gw->arena.failed || gw->redact.failed)
		problem_add_memory(problems, gw->path);
	problems_set_gateway(problems, first, gw->id);
	if (problems_errors(problems) > errors)
		gw->broken = true;
	return gw->broken ? -1 : 0;
}

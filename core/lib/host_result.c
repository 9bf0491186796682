/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: the answer, and what a provider says it means.  What it
 * says is checked here, so that nobody behind has to.
 */
#include <string.h>

#include "ascii.h"
#include "descriptor.h"
#include "host_part.h"
#include "outcome.h"

/* Longer texts are cut; a longer id would be another one. */
#define ID_MAX ((size_t)255)
#define CODE_MAX ((size_t)128)
#define TEXT_MAX ((size_t)1024)

#define RESULT_LEAST offsetof(struct smsgw_result, delay_ms)
#define REPORT_LEAST offsetof(struct smsgw_report, at_ms)
#define INBOUND_LEAST offsetof(struct smsgw_inbound, at_ms)
#define FACT_LEAST offsetof(struct smsgw_fact, value_zh)

#define DELAY_MAX_MS 86400000

static const struct exchange_response *
response_of(const struct smsgw_response *pub)
{
	return (const struct exchange_response *)pub;
}

int32_t
host_status(const struct smsgw_response *pub)
{
	return response_of(pub)->status;
}

const char *
host_response_header(const struct smsgw_response *pub, const char *name)
{
	const struct exchange_response *response = response_of(pub);
	size_t i;

	for (i = 0; name != NULL && i < response->header_count; i++)
		if (ascii_equal(response->headers[i].name, name))
			return response->headers[i].value;
	return NULL;
}

const char *
host_response_body(const struct smsgw_response *pub, size_t *len)
{
	const struct exchange_response *response = response_of(pub);

	if (len != NULL)
		*len = response->body != NULL ? response->body_len : 0;
	return response->body != NULL ? response->body : "";
}

static const char *
copy_text(struct exchange *x, const char *s, size_t max)
{
	return s != NULL && s[0] != '\0' ? arena_strndup(&x->arena, s, max) :
					   NULL;
}

/* The id of an accepted message; one that cannot be true is left out. */
static const char *
copy_id(struct exchange *x, const char *id)
{
	if (id == NULL || id[0] == '\0' || strlen(id) > ID_MAX)
		return NULL;
	return arena_strdup(&x->arena, id);
}

/*
 * One answer for all: of several recipients a refused number is somebody's,
 * and of a single one "somebody" is not to be sought.
 */
static int32_t
scope_of_all(const struct exchange *x, const struct outcome *result)
{
	if (x->count > 1 && result->scope == SMSGW_SCOPE_NUMBER)
		return SMSGW_SCOPE_SOMEONE;
	if (x->count == 1 && result->scope == SMSGW_SCOPE_SOMEONE)
		return outcome_scope(result->error_class);
	return result->scope;
}

/* Sets one result or, for SMSGW_ALL, all; a second one is only noted. */
static void
set_results(struct exchange *x, uint32_t i, const struct outcome *result)
{
	struct outcome own;
	uint32_t k, end;

	if (i != SMSGW_ALL && i >= x->count) {
		host_blame(x->gw,
		    "smsgw_result() was given recipient %lu of "
		    "%lu",
		    (unsigned long)i, (unsigned long)x->count);
		return;
	}
	own = *result;
	if (i == SMSGW_ALL)
		own.scope = scope_of_all(x, &own);
	end = i == SMSGW_ALL ? x->count : i + 1;
	for (k = i == SMSGW_ALL ? 0 : i; k < end; k++) {
		if (x->results[k].outcome != 0 ||
		    x->results[k].provider_code != NULL)
			x->results[k].twice = true;
		else
			x->results[k] = own;
	}
}

/* A row of codes of one's own for a result that brings its fix along. */
static const struct smsgw_code *
row_of_fix(struct exchange *x, const struct smsgw_result *said)
{
	const struct catalog_entry *entry =
	    catalog_for_class(said->error_class);
	struct smsgw_code *row = arena_alloc(&x->arena, sizeof(*row));

	if (row == NULL)
		return NULL;
	row->code = "";
	row->outcome = said->outcome;
	row->error_class = said->error_class;
	row->scope = said->scope;
	row->who = said->who;
	if (row->who == SMSGW_WHO_NOBODY)
		row->who = entry != NULL ? entry->who : SMSGW_WHO_ADMIN;
	row->fix = copy_text(x, said->fix, TEXT_MAX);
	row->fix_zh = copy_text(x, said->fix_zh, TEXT_MAX);
	if (row->fix_zh == NULL)
		row->fix_zh = row->fix;
	return row;
}

void
host_result(
    struct smsgw_exchange *pub, uint32_t i, const struct smsgw_result *said)
{
	struct exchange *x = exchange_of(pub);
	struct outcome result = { .outcome = 0 };
	struct smsgw_result own;

	if (host_take(&own, sizeof(own), said, RESULT_LEAST) != 0) {
		host_blame(x->gw,
		    "smsgw_result() was given nothing, or a "
		    "struct whose size is not set");
		return;
	}
	if (own.outcome < SMSGW_ACCEPTED || own.outcome > SMSGW_UNKNOWN ||
	    own.error_class < SMSGW_CLASS_NONE ||
	    own.error_class > SMSGW_CLASS_REFUSED ||
	    own.scope < SMSGW_SCOPE_NONE || own.scope > SMSGW_SCOPE_SOMEONE ||
	    own.who < SMSGW_WHO_NOBODY || own.who > SMSGW_WHO_VENDOR ||
	    own.delay_ms < 0) {
		host_blame(x->gw,
		    "smsgw_result() was given an outcome, class, "
		    "scope, who or delay that does not exist");
		return;
	}
	result.outcome = own.outcome;
	result.error_class = own.error_class;
	result.scope = own.scope;
	if (own.outcome != SMSGW_ACCEPTED && own.scope == SMSGW_SCOPE_NONE)
		result.scope = outcome_scope(own.error_class);
	result.delay_ms =
	    own.delay_ms < DELAY_MAX_MS ? own.delay_ms : DELAY_MAX_MS;
	result.id = copy_id(x, own.id);
	result.provider_code = copy_text(x, own.code, CODE_MAX);
	result.provider_text = copy_text(x, own.text, TEXT_MAX);
	result.detail = copy_text(x, own.detail, TEXT_MAX);
	if (result.provider_code != NULL) /* for its words */
		result.row =
		    descriptor_code_find(x->gw->provider, result.provider_code);
	if (result.row == NULL && own.fix != NULL && own.fix[0] != '\0')
		result.row = row_of_fix(x, &own);
	set_results(x, i, &result);
}

static bool
is_success(const struct exchange *x)
{
	return x->status >= 200 && x->status <= 299;
}

/*
 * What a row of the table says; but a status that is no success contradicts
 * an acceptance, and who can tell what was meant?
 */
static void
apply_row(const struct exchange *x, const struct smsgw_code *row,
    struct outcome *result)
{
	result->row = row;
	result->outcome = row->outcome;
	result->error_class = row->error_class;
	result->scope = row->scope;
	if (row->outcome == SMSGW_ACCEPTED && !is_success(x))
		result->outcome = SMSGW_UNKNOWN;
}

/* A code that the table lacks: a 2xx is a refusal, else the status rules. */
static void
apply_rule(const struct exchange *x, struct outcome *result)
{
	if (!is_success(x))
		return;
	result->outcome = SMSGW_REJECTED;
	result->error_class = SMSGW_CLASS_REFUSED;
	result->scope = outcome_scope(SMSGW_CLASS_REFUSED);
}

int32_t
host_result_code(struct smsgw_exchange *pub, uint32_t i, const char *code,
    const char *text, const char *id)
{
	struct exchange *x = exchange_of(pub);
	struct outcome result = { .outcome = 0 };
	const struct smsgw_code *row;

	if (code == NULL) {
		host_blame(x->gw, "smsgw_result_code() was given no code");
		return 0;
	}
	row = descriptor_code_find(x->gw->provider, code);
	if (row != NULL)
		apply_row(x, row, &result);
	else
		apply_rule(x, &result);
	result.id = copy_id(x, id);
	result.provider_code = copy_text(x, code, CODE_MAX);
	result.provider_text = copy_text(x, text, TEXT_MAX);
	set_results(x, i, &result);
	if (result.outcome != 0)
		return result.outcome;
	return outcome_of_status(x->status, NULL, 0).outcome;
}

const struct smsgw_code *
host_code_find(struct smsgw_gateway *pub, const struct smsgw_code *codes,
    uint32_t code_size, const char *code)
{
	if (codes == NULL || code == NULL || code_size < sizeof(*codes)) {
		host_blame(gateway_of(pub),
		    "smsgw_code_find() was given no table, no code, or the "
		    "size of no entry");
		return NULL;
	}
	return descriptor_table_find(codes, code_size, code);
}

void
host_token_refused(struct smsgw_exchange *pub)
{
	exchange_of(pub)->token_refused = true;
}

void
host_answer_view(struct smsgw_exchange *pub, const char *text)
{
	struct exchange *x = exchange_of(pub);
	const char *copy;

	if (text == NULL) {
		host_blame(x->gw, "smsgw_answer_view() was given no text");
		return;
	}
	copy = arena_strdup(&x->arena, text);
	if (copy != NULL) {
		x->answer = copy;
		x->answer_len = strlen(copy);
	}
}

void
host_report(struct smsgw_gateway *pub, const struct smsgw_report *said)
{
	struct gateway *gw = gateway_of(pub);
	struct smsgw_report own;

	if (host_take(&own, sizeof(own), said, REPORT_LEAST) != 0) {
		host_blame(gw,
		    "smsgw_report() was given nothing, or a struct "
		    "whose size is not set");
		return;
	}
	if (own.state < SMSGW_REPORT_PENDING ||
	    own.state > SMSGW_REPORT_UNKNOWN) {
		host_blame(gw,
		    "smsgw_report() was given a state that does "
		    "not exist");
		return;
	}
	own.size = sizeof(own);
	if (gw->sink.report != NULL)
		gw->sink.report(gw->sink.arg, &own);
}

void
host_inbound(struct smsgw_gateway *pub, const struct smsgw_inbound *said)
{
	struct gateway *gw = gateway_of(pub);
	struct smsgw_inbound own;

	if (host_take(&own, sizeof(own), said, INBOUND_LEAST) != 0) {
		host_blame(gw,
		    "smsgw_inbound() was given nothing, or a "
		    "struct whose size is not set");
		return;
	}
	own.size = sizeof(own);
	if (gw->sink.inbound != NULL)
		gw->sink.inbound(gw->sink.arg, &own);
}

void
host_fact(struct smsgw_gateway *pub, const struct smsgw_fact *said)
{
	struct gateway *gw = gateway_of(pub);
	struct smsgw_fact own;

	if (host_take(&own, sizeof(own), said, FACT_LEAST) != 0) {
		host_blame(gw,
		    "smsgw_fact() was given nothing, or a struct "
		    "whose size is not set");
		return;
	}
	if (own.name == NULL || own.value == NULL ||
	    own.state < SMSGW_FACT_OK || own.state > SMSGW_FACT_FAILED) {
		host_blame(gw,
		    "smsgw_fact() was given no name, no value or a "
		    "state that does not exist");
		return;
	}
	own.size = sizeof(own);
	if (gw->sink.fact != NULL)
		gw->sink.fact(gw->sink.arg, &own);
}

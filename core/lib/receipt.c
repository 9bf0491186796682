/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a receipt: the accessors of smsgw.h, and the receipt as JSON.
 */
#include "receipt.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "outcome.h"

#define RECEIPT_MEMORY_MAX ((size_t)64 * 1024)
#define RECEIPT_REQUEST_MAX ((size_t)4 * 1024 * 1024)

struct smsgw_receipt *
receipt_new(void)
{
	struct smsgw_receipt *receipt = calloc(1, sizeof(*receipt));

	if (receipt == NULL)
		return NULL;
	arena_init(&receipt->arena, RECEIPT_MEMORY_MAX);
	buf_init(&receipt->request, RECEIPT_REQUEST_MAX);
	trace_init(&receipt->trace);
	receipt->gateway = "";
	receipt->provider = "";
	receipt->provider_id = "";
	receipt->state = "rejected";
	return receipt;
}

void
smsgw_receipt_free(struct smsgw_receipt *receipt)
{
	if (receipt == NULL)
		return;
	trace_fini(&receipt->trace);
	buf_fini(&receipt->request);
	arena_fini(&receipt->arena);
	free(receipt);
}

int
smsgw_receipt_outcome(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->outcome : 0;
}

const char *
smsgw_receipt_state(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->state : "";
}

int
smsgw_receipt_exit_code(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->exit_code : CATALOG_INTERNAL;
}

const char *
smsgw_receipt_id(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->id : "";
}

const char *
smsgw_receipt_provider_id(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->provider_id : "";
}

const char *
smsgw_receipt_gateway(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->gateway : "";
}

int64_t
smsgw_receipt_delay_ms(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->delay_ms : 0;
}

int
smsgw_receipt_attempts(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->attempts : 0;
}

int
smsgw_receipt_possible_duplicate(const struct smsgw_receipt *receipt)
{
	return receipt != NULL && receipt->possible_duplicate;
}

void *
smsgw_receipt_arg(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? receipt->arg : NULL;
}

const char *
smsgw_receipt_request(const struct smsgw_receipt *receipt)
{
	return receipt != NULL ? buf_str(&receipt->request) : "";
}

void
receipt_step(const struct trace_step *step, struct smsgw_step *out)
{
	*out = (struct smsgw_step){
		.size = sizeof(*out),
		.who = step->cause != NULL ? step->who : SMSGW_WHO_NOBODY,
		.step = trace_kind_name(step->kind),
		.state = trace_state_name(step->state),
		.us = step->us,
		.fact = step->fact,
		.cause = step->cause,
		.fix = step->fix,
		.code = step->code,
		.provider_code = step->provider_code,
		.provider_text = step->provider_text,
		.provider_body = step->provider_body,
	};
}

int
smsgw_receipt_step(
    const struct smsgw_receipt *receipt, size_t index, struct smsgw_step *out)
{
	struct smsgw_step step;
	uint32_t size = out->size;

	if (receipt == NULL || index >= receipt->trace.count)
		return -1;
	receipt_step(receipt->trace.steps[index], &step);
	receipt_copy_out(out, &step, sizeof(step), size);
	return 0;
}

void
receipt_copy_out(void *out, const void *from, size_t from_size, uint32_t size)
{
	memcpy(out, from, size < from_size ? size : from_size);
	memcpy(out, &size, sizeof(size));
}

char *
smsgw_receipt_json(const struct smsgw_receipt *receipt)
{
	json_t *object, *steps;
	char *text = NULL;

	if (receipt == NULL)
		return NULL;
	steps = trace_json(&receipt->trace);
	object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:I, "
			   "s:i, s:b, s:b, s:o}",
	    "id", receipt->id, "to", receipt->to, "gateway", receipt->gateway,
	    "provider", receipt->provider, "outcome",
	    outcome_word(receipt->outcome), "state", receipt->state,
	    "exit_code", receipt->exit_code, "provider_id",
	    receipt->provider_id, "delay_ms", (json_int_t)receipt->delay_ms,
	    "attempts", receipt->attempts, "possible_duplicate",
	    (int)receipt->possible_duplicate, "dry_run", (int)receipt->dry_run,
	    "steps", steps);
	if (object == NULL)
		return NULL;
	if (!receipt->dry_run ||
	    json_object_set_new(object, "request",
		json_string(buf_str(&receipt->request))) == 0)
		text =
		    json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15));
	json_decref(object);
	return text;
}

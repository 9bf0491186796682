/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages and requests as JSON, as they are shown.
 */
#include "ledger.h"

#include <inttypes.h>

int
ledger_init(struct ledger *ledger)
{
	*ledger = (struct ledger){
		.messages = json_array(),
		.requests = json_array(),
		.reports = json_array(),
		.inbound = json_array(),
	};
	return ledger->messages != NULL && ledger->requests != NULL &&
		ledger->reports != NULL && ledger->inbound != NULL ?
	    0 :
	    -1;
}

void
ledger_fini(struct ledger *ledger)
{
	json_decref(ledger->messages);
	json_decref(ledger->requests);
	json_decref(ledger->reports);
	json_decref(ledger->inbound);
	*ledger = (struct ledger){ .messages = NULL };
}

const char *
ledger_id(struct call *call, const char *head, int digits)
{
	return arena_printf(
	    call->arena, "%s%0*" PRIu64, head, digits, ++call->ledger->last_id);
}

static json_t *
message_json(struct call *call, const struct recipient *to)
{
	return json_pack(
	    "{s:s, s:s, s:s, s:I, s:I, s:s*, s:s*, s:s*, s:s*, s:s*, s:s*,"
	    " s:s*, s:s*, s:s}",
	    "id", to->id, "to", to->number, "service",
	    service_names[call->service], "request", (json_int_t)call->number,
	    "accepted_ms", (json_int_t)clock_wall_ms(call->clock), "gateway",
	    call->gateway, "account",
	    call->account != NULL ? call->account->id : NULL, "text",
	    to->text != NULL ? to->text : call->text, "template",
	    call->template_id, "params",
	    to->params != NULL ? to->params : call->params, "signature",
	    call->signature, "extend", call->extend, "out_id", call->out_id,
	    "submitted", call_time(call, "%Y-%m-%d %H:%M:%S"));
}

int
ledger_accept(struct call *call, size_t *first)
{
	struct ledger *ledger = call->ledger;
	size_t i;

	*first = json_array_size(ledger->messages);
	for (i = 0; i < call->to_count; i++) {
		if (json_array_append_new(ledger->messages,
			message_json(call, &call->to[i])) != 0)
			return -1;
	}
	return 0;
}

int
ledger_note(struct call *call, const char *fault, uint64_t connection)
{
	return json_array_append_new(call->ledger->requests,
	    json_pack("{s:I, s:I, s:s, s:s, s:s, s:s*, s:s*, s:I, s:s, s:s}",
		"number", (json_int_t)call->number, "connection",
		(json_int_t)connection, "method", call->request->method, "path",
		call->request->path, "service", service_names[call->service],
		"gateway", call->gateway, "account",
		call->account != NULL ? call->account->id : NULL, "recipients",
		(json_int_t)call->to_count, "verdict", call->verdict, "fault",
		fault));
}

json_t *
ledger_message(const struct ledger *ledger, size_t i)
{
	return json_array_get(ledger->messages, i);
}

json_t *
ledger_fetch(
    json_t *waiting, const char *service, const char *account, size_t max)
{
	json_t *taken = json_array(), *item;
	size_t i = 0;

	while (taken != NULL && json_array_size(taken) < max &&
	    (item = json_array_get(waiting, i)) != NULL) {
		if (strcmp(json_text(item, "service"), service) != 0 ||
		    strcmp(json_text(item, "account"), account) != 0) {
			i++;
			continue;
		}
		if (json_array_append(taken, item) != 0) {
			json_decref(taken);
			return NULL;
		}
		json_array_remove(waiting, i);
	}
	return taken;
}

json_t *
ledger_json(const struct ledger *ledger)
{
	return json_pack("{s:I, s:O, s:O}", "accepted",
	    (json_int_t)json_array_size(ledger->messages), "messages",
	    ledger->messages, "requests", ledger->requests);
}

void
ledger_clear(struct ledger *ledger)
{
	json_array_clear(ledger->messages);
	json_array_clear(ledger->requests);
	json_array_clear(ledger->reports);
	json_array_clear(ledger->inbound);
}

const char *
json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Picks a gateway for a message that names none: among the enabled ones in the
 * order of their priority, the first that can be opened and carries the
 * message's number, class and kind of content.
 */
#include "sending.h"

#include <stdlib.h>
#include <string.h>

struct candidate {
	const struct settings_gateway *found;
	int64_t priority, weight;
};

/* By priority, the heavier first among equals, then by id. */
static int
candidate_compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->found->id, y->found->id);
}

/* The enabled gateways, sorted; their number, or -1 without memory. */
static int
find_candidates(const struct settings *settings, struct candidate *out)
{
	struct problems ignored; /* said when the gateway is opened */
	struct gateway *gw;
	size_t i;
	int count = 0;

	for (i = 0; i < settings->gateway_count; i++) {
		problems_init(&ignored);
		gw = gateway_load(&settings->gateways[i], settings, &ignored);
		problems_fini(&ignored);
		if (gw == NULL)
			return -1;
		if (gw->enabled) {
			out[count].found = &settings->gateways[i];
			out[count].priority =
			    param_number(&gw->routing, "priority");
			out[count++].weight =
			    param_number(&gw->routing, "weight");
		}
		gateway_free(gw);
	}
	qsort(out, (size_t)count, sizeof(*out), candidate_compare);
	return count;
}

/* Whether one of the words of a list, or an empty list, is `word`. */
static bool
list_has(const char *list, const char *word)
{
	const char *found;
	size_t len;

	if (list[0] == '\0')
		return true;
	while (value_word_next(&list, &found, &len)) {
		if (strlen(word) == len && memcmp(found, word, len) == 0)
			return true;
	}
	return false;
}

static bool
can_carry(const struct gateway *gw, const struct smsgw_message *message,
    const char *e164)
{
	const char *word = message->message_class;
	uint32_t content = SMSGW_CAN_TEXT | SMSGW_CAN_TEMPLATE;

	if (!number_in(e164, param_text(&gw->routing, "countries")) ||
	    !list_has(param_text(&gw->routing, "classes"),
		word != NULL ? word : "otp"))
		return false;
	if (message->template_name == NULL)
		return gateway_can(gw, e164, content) != NULL;
	return gateway_can(gw, e164, SMSGW_CAN_TEXT) != NULL ||
	    gateway_template(gw, message->template_name,
		message->locale != NULL ? message->locale : "") != NULL;
}

/* The first candidate that can carry it; why not the others in problems. */
static struct gateway *
first_able(struct context *context, const struct smsgw_message *message,
    const struct candidate *candidates, size_t count, struct problems *problems)
{
	char e164[NUMBER_SIZE] = "";
	const char *country = context->settings->default_country;
	const char *reason;
	struct gateway *gw;
	size_t i;

	/* a bad number is told by the message itself, by any gateway */
	(void)number_normalize(message->to != NULL ? message->to : "",
	    country[0] != '\0' ? country : NULL, e164, &reason);
	for (i = 0; i < count; i++) {
		gw =
		    context_gateway(context, candidates[i].found->id, problems);
		if (gw == NULL)
			continue;
		if (e164[0] == '\0' || can_carry(gw, message, e164))
			return gw;
		problem_add(problems, PROBLEM_NOTE, NULL, gw->path, 0, NULL,
		    NULL, "does not carry this message");
		gateway_free(gw);
	}
	return NULL;
}

struct gateway *
sending_route(struct context *context, const struct smsgw_message *message,
    size_t *candidates, struct problems *problems)
{
	const struct settings *settings = context->settings;
	struct candidate *list;
	struct gateway *gw = NULL;
	int count;

	*candidates = 0;
	list = calloc(settings->gateway_count + 1, sizeof(*list));
	count = list != NULL ? find_candidates(settings, list) : -1;
	if (count < 0) {
		problem_add_memory(problems, NULL);
		goto out;
	}
	*candidates = (size_t)count;
	gw = first_able(context, message, list, *candidates, problems);
	if (gw == NULL && settings->gateway_count == 0)
		problem_add(problems, PROBLEM_ERROR, "gateway-none", NULL, 0,
		    NULL, "make one: smsgw add ID --provider NAME",
		    "there is no gateway in %s", settings->dir);
	else if (gw == NULL && count == 0)
		problem_add(problems, PROBLEM_ERROR, "route-none", NULL, 0,
		    NULL, "enable one: smsgw enable ID",
		    "no gateway of %s is enabled", settings->dir);
	else if (gw == NULL)
		problem_add(problems, PROBLEM_ERROR, "route-none", NULL, 0,
		    NULL, NULL,
		    "none of the %d enabled gateways can carry "
		    "this message",
		    count);
out:
	free(list);
	return gw;
}

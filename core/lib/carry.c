/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at the kinds of messages that a gateway said it carries, at its
 * templates, and at what its file keeps for others.
 */
#include "carry.h"

#include <string.h>

#include "hash.h"
#include "value.h"

#define CARRY_MEMORY_MAX ((size_t)256 * 1024)

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

const char *
carry_routing(const struct message *message, const struct gateway *gw)
{
	if (!number_in(message->to, param_text(&gw->routing, "countries")))
		return "number-not-served";
	if (!list_has(param_text(&gw->routing, "classes"),
		message_class_name(message->message_class)))
		return "route-class";
	return NULL;
}

static uint64_t
hash_args(uint64_t seed, const struct smsgw_arg *args, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		seed =
		    hash_string(hash_string(seed, args[i].name), args[i].value);
	return seed;
}

static uint32_t
at_least_one(uint32_t n)
{
	return n > 0 ? n : 1;
}

static void
fill(struct carry *out, const struct smsgw_can *can, const char *template_id)
{
	out->group = hash_string((uint64_t)(uintptr_t)can, template_id);
	out->by_template = template_id[0] != '\0';
	out->max_same = at_least_one(can->max_same);
	out->max_distinct = at_least_one(can->max_distinct);
}

static int
fit_text(const struct message *message, const struct smsgw_can *can,
    struct carry *out)
{
	fill(out, can, "");
	out->content = hash_string(1, message->text);
	return 0;
}

/* A free text for a gateway that takes only templates: one must fit. */
static int
fit_by_rendering(const struct message *message, const struct gateway *gw,
    const struct settings *settings, struct carry *out)
{
	struct message_rendition rendition;
	struct arena arena;
	struct trace trace;
	int exit_code, ret;

	arena_init(&arena, CARRY_MEMORY_MAX);
	trace_init(&trace);
	trace_quiet(&trace);
	ret = message_render(
	    message, gw, settings, &arena, &rendition, &trace, &exit_code);
	if (ret == 0) {
		fill(out, rendition.can, rendition.template_id);
		out->content =
		    hash_args(2, rendition.args, rendition.arg_count);
	}
	trace_fini(&trace);
	arena_fini(&arena);
	return ret;
}

int
carry_fit(const struct message *message, const struct gateway *gw,
    const struct settings *settings, struct carry *out)
{
	const struct gateway_template *line;
	const struct smsgw_can *can;

	if (carry_routing(message, gw) != NULL)
		return -1;
	if (message->template_name[0] != '\0') {
		line = gateway_template(
		    gw, message->template_name, message->locale);
		can = gateway_can(gw, message->to, SMSGW_CAN_TEMPLATE);
		if (line != NULL && can != NULL) {
			fill(out, can, line->provider_id);
			out->content =
			    hash_args(2, message->args, message->arg_count);
			return 0;
		}
	}
	can = gateway_can(gw, message->to, SMSGW_CAN_TEXT);
	if (can != NULL && message->text[0] != '\0')
		return fit_text(message, can, out);
	if (message->template_name[0] != '\0' ||
	    gateway_can(gw, message->to, SMSGW_CAN_TEMPLATE) == NULL)
		return -1;
	return fit_by_rendering(message, gw, settings, out);
}

bool
carry_together(
    const struct message_rendition *a, const struct message_rendition *b)
{
	return a->can == b->can && strcmp(a->template_id, b->template_id) == 0;
}

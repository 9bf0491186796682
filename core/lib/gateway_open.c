/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens a gateway: runs its provider's open(), then checks what the provider
 * said it can carry, and whether the file fits that.
 */
#include "descriptor.h"
#include "gateway_call.h"
#include "lang.h"
#include "precondition.h"

/* What a gateway carries whose provider says nothing. */
static const struct smsgw_can can_text = {
	.size = sizeof(struct smsgw_can),
	.content = SMSGW_CAN_TEXT,
	.max_same = 1,
	.max_distinct = 1,
};

/* Puts a failed open() into the list. */
static void
report_failure(const struct gateway *gw, struct problems *problems)
{
	const struct gateway_failure *failure = &gw->failure;
	const char *key = failure->key;
	int line = key == NULL ? 0 : gateway_line(gw, key);

	problem_add(problems, PROBLEM_ERROR,
	    key == NULL ? "plugin-open" : "config-value", gw->path, line, key,
	    NULL, "provider %s: %s", gw->provider->name,
	    failure->text == NULL || failure->text[0] == '\0' ?
		_("cannot use this configuration and does not say why") :
		failure->text);
}

/* Fills in what a provider left at 0 and refuses what makes no sense. */
static int
settle_cans(struct gateway *gw, struct problems *problems)
{
	struct smsgw_can *can;
	size_t i;

	if (gw->can_count == 0) {
		gw->cans[0] = can_text;
		gw->can_count = 1;
	}
	for (i = 0; i < gw->can_count; i++) {
		can = &gw->cans[i];
		if (can->max_same == 0)
			can->max_same = 1;
		if (can->max_distinct == 0)
			can->max_distinct = 1;
		if (can->signature > SMSGW_SIGNATURE_NONE)
			can->signature = SMSGW_SIGNATURE_TEXT;
		if (can->content & (SMSGW_CAN_TEXT | SMSGW_CAN_TEMPLATE))
			continue;
		problem_add(problems, PROBLEM_ERROR, "plugin-open", gw->path, 0,
		    NULL, "tell the vendor",
		    "provider %s: says that it "
		    "can carry neither texts nor templates",
		    gw->provider->name);
		return -1;
	}
	return 0;
}

/* Whether [templates] and the test message fit what the provider carries. */
static void
check_templates(const struct gateway *gw, struct problems *problems)
{
	uint32_t content = 0;
	size_t i;

	for (i = 0; i < gw->can_count; i++)
		content |= gw->cans[i].content;
	if (gw->template_count > 0 && !(content & SMSGW_CAN_TEMPLATE))
		problem_add(problems, PROBLEM_WARNING, "config-key-unused",
		    gw->path, gw->templates[0].line, NULL,
		    "remove [templates]; the texts are those of templates.d",
		    "provider %s takes texts, not templates",
		    gw->provider->name);
	if (gw->template_count > 0 || (content & SMSGW_CAN_TEXT))
		return;
	problem_add(problems, PROBLEM_WARNING, "content-template-unmapped",
	    gw->path, ini_section_line(gw->ini, "templates"), NULL,
	    "add [templates] with, for example: login = TEMPLATE_ID code",
	    "provider %s takes only templates, and none is named",
	    gw->provider->name);
}

/* A signature that no kind of message takes along. */
static void
check_title(const struct gateway *gw, struct problems *problems)
{
	size_t i;

	if (gateway_conf(gw, "sms_title")[0] == '\0')
		return;
	for (i = 0; i < gw->can_count; i++) {
		if (gw->cans[i].signature != SMSGW_SIGNATURE_NONE)
			return;
	}
	problem_add(problems, PROBLEM_WARNING, "config-key-unused", gw->path,
	    gateway_line(gw, "sms_title"), "sms_title",
	    "send ${signed_text} in place of ${text}, or ${signature} in a "
	    "field of its own; remove sms_title if the vendor adds its own",
	    "is sent by nothing: the messages go without this signature");
}

int
gateway_open(struct gateway *gw, const struct smsgw_host *host,
    const struct clock *clock, struct problems *problems)
{
	size_t first;
	int result = 0;

	require_or_return(gw != NULL && gw->provider != NULL, -1);
	require_or_return(host != NULL && problems != NULL, -1);
	first = problems_count(problems);
	gw->pub.host = host;
	gw->clock = clock;
	gw->can_count = 0;
	if (gw->provider->open != NULL) {
		gw->opening = problems;
		gateway_enter(gw, &gw->arena);
		result = gateway_leave(gw, gw->provider->open(&gw->pub));
		gw->opening = NULL;
		if (result < 0)
			report_failure(gw, problems);
	}
	if (result >= 0) {
		gw->opened = true;
		result = settle_cans(gw, problems);
	}
	if (result >= 0) {
		check_templates(gw, problems);
		check_title(gw, problems);
	}
	problems_set_gateway(problems, first, gw->id);
	return result < 0 ? -1 : 0;
}

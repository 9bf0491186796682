/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a gateway can carry a message, and with which others in one request.
 * Cheap: nothing is rendered where the message's kind says it; a text that is
 * too long or an argument that lacks shows when it is rendered.
 */
#ifndef SMSGW_CARRY_H
#define SMSGW_CARRY_H

#include "gateway.h"
#include "message.h"

/* How a message is carried. */
struct carry {
	/*
	 * Messages of equal groups may share a request of the gateway: the
	 * same kind of smsgw_can(), and the same template of the provider's.
	 */
	uint64_t group;
	uint64_t content; /* equal where text or arguments are */
	bool by_template; /* not by its text */
	uint32_t max_same, max_distinct;
};

/*
 * What the gateway's file keeps for others, by country or class: a code of the
 * catalogue, or NULL when it is open to the message.
 */
const char *carry_routing(
    const struct message *message, const struct gateway *gw);

/* 0 with *out filled; -1 when this gateway cannot carry it. */
int carry_fit(const struct message *message, const struct gateway *gw,
    const struct settings *settings, struct carry *out);

/* Whether two renditions for one gateway may really share a request. */
bool carry_together(
    const struct message_rendition *a, const struct message_rendition *b);

#endif

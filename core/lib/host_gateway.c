/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: a gateway's configuration, what it says it can carry, and
 * what its provider keeps with it.
 */
#include <string.h>

#include "host_part.h"

#define CAN_LEAST offsetof(struct smsgw_can, dial_codes)

const char *
host_conf(struct smsgw_gateway *pub, const char *key)
{
	if (key == NULL) {
		host_blame(gateway_of(pub), "smsgw_conf() was given no key");
		return "";
	}
	return gateway_conf(gateway_of(pub), key);
}

int64_t
host_conf_int(struct smsgw_gateway *pub, const char *key)
{
	if (key == NULL) {
		host_blame(
		    gateway_of(pub), "smsgw_conf_int() was given no key");
		return 0;
	}
	return gateway_conf_int(gateway_of(pub), key);
}

const char *
host_conf_item(struct smsgw_gateway *pub, const char *key, uint32_t index,
    uint32_t *number)
{
	if (key == NULL) {
		host_blame(
		    gateway_of(pub), "smsgw_conf_item() was given no key");
		return NULL;
	}
	return gateway_conf_item(gateway_of(pub), key, index, number);
}

void
host_can(struct smsgw_gateway *pub, const struct smsgw_can *said)
{
	struct gateway *gw = gateway_of(pub);
	struct arena *scratch = host_scratch(gw, "smsgw_can()");
	struct smsgw_can can;

	if (scratch == NULL)
		return;
	if (gw->opened) {
		host_blame(gw, "smsgw_can() was called outside open()");
		return;
	}
	if (host_take(&can, sizeof(can), said, CAN_LEAST) != 0) {
		host_blame(gw,
		    "smsgw_can() was given nothing, or a struct "
		    "whose size is not set");
		return;
	}
	if (gw->can_count == GATEWAY_CANS_MAX) {
		host_blame(gw, "smsgw_can() was called more than %d times",
		    GATEWAY_CANS_MAX);
		return;
	}
	if (can.dial_codes != NULL) {
		can.dial_codes = arena_strdup(scratch, can.dial_codes);
		if (can.dial_codes == NULL)
			return;
	}
	gw->cans[gw->can_count++] = can;
}

void
host_unused(struct smsgw_gateway *pub, const char *key, const char *why)
{
	struct gateway *gw = gateway_of(pub);
	int line;

	if (key == NULL || why == NULL) {
		host_blame(gw, "smsgw_unused() was given no key or no reason");
		return;
	}
	line = gateway_line(gw, key);
	if (gw->opening == NULL || line == 0)
		return;
	problem_add(gw->opening, PROBLEM_WARNING, "config-key-unused", gw->path,
	    line, key, "remove it", "%s", why);
}

void
host_set_data(struct smsgw_gateway *pub, void *data)
{
	gateway_of(pub)->data = data;
}

void *
host_data(struct smsgw_gateway *pub)
{
	return gateway_of(pub)->data;
}

void
host_keep(struct smsgw_gateway *pub, const char *name, const char *value,
    uint32_t flags, int64_t expires_ms)
{
	struct gateway *gw = gateway_of(pub);

	if (name == NULL || name[0] == '\0' || value == NULL) {
		host_blame(gw, "smsgw_keep() was given no name or no value");
		return;
	}
	gateway_keep(gw, name, value, flags, expires_ms);
}

const char *
host_kept(struct smsgw_gateway *pub, const char *name)
{
	if (name == NULL) {
		host_blame(gateway_of(pub), "smsgw_kept() was given no name");
		return "";
	}
	return gateway_kept(gateway_of(pub), name);
}

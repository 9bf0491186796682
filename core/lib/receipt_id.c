/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names on a receipt, in memory of its own: whose it was, and the
 * provider's id, which nearly always has nothing to do with the message, what
 * is seen at a glance, and is copied as it is then.
 */
#include <string.h>

#include "receipt.h"

/* A longer id is looked through with everything that is to be hidden. */
#define ID_WINDOWS_MAX 64

/* A provider's id, by each four characters in a row. */
struct windows {
	uint32_t at[ID_WINDOWS_MAX];
	size_t count;
};

static uint32_t
window(const char *s)
{
	uint32_t four;

	memcpy(&four, s, sizeof(four));
	return four;
}

/* Whether a text has four characters in a row that the id has, too. */
static bool
shares(const struct windows *id, const char *text)
{
	size_t i, k, len = strlen(text);

	for (i = 0; i + 4 <= len; i++) {
		for (k = 0; k < id->count; k++) {
			if (id->at[k] == window(text + i))
				return true;
		}
	}
	return false;
}

/*
 * Whether a provider's id could show something of the message, as a hostile
 * one may have made it of what it was sent.
 */
static bool
may_show(const struct message *message, const char *id)
{
	struct windows windows = { .count = 0 };
	size_t i, len = strlen(id);

	if (len >= ID_WINDOWS_MAX)
		return true;
	for (i = 0; i + 4 <= len; i++)
		windows.at[windows.count++] = window(id + i);
	for (i = 0; i < message->arg_count; i++) {
		if (shares(&windows, message->args[i].value))
			return true;
	}
	return shares(&windows, message->to) || shares(&windows, message->text);
}

const char *
receipt_keep_id(struct smsgw_receipt *receipt, const char *id)
{
	size_t size = strlen(id) + 1;

	if (size > sizeof(receipt->id_room))
		return arena_strdup(&receipt->arena, id);
	memmove(receipt->id_room, id, size);
	return receipt->id_room;
}

void
receipt_set_id(
    struct smsgw_receipt *receipt, const char *id, struct message *message)
{
	const char *kept = NULL;
	struct buf masked;

	buf_init(&masked, 4096);
	if (!may_show(message, id))
		kept = receipt_keep_id(receipt, id);
	else if (redact_text(&message->redact, id, &masked) == 0)
		kept = receipt_keep_id(receipt, buf_str(&masked));
	receipt->provider_id = kept != NULL ? kept : "";
	buf_fini(&masked);
}

void
receipt_keep_gateway(struct smsgw_receipt *receipt)
{
	size_t first = strlen(receipt->gateway) + 1;
	size_t second = strlen(receipt->provider) + 1;
	char *room = receipt->gateway_room;

	if (first > sizeof(receipt->gateway_room) ||
	    second > sizeof(receipt->gateway_room) - first)
		room = arena_alloc(&receipt->arena, first + second);
	if (room == NULL) {
		receipt->gateway = receipt->provider = "";
		return;
	}
	memmove(room, receipt->gateway, first);
	memmove(room + first, receipt->provider, second);
	receipt->gateway = room;
	receipt->provider = room + first;
}

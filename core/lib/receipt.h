/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What smsgw_send() answers: outcome, ids and trace of one message, as a struct
 * for the library itself.  smsgw.h has the functions that read it.
 */
#ifndef SMSGW_RECEIPT_H
#define SMSGW_RECEIPT_H

#include <smsgw/smsgw.h>

#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "message.h"
#include "number.h"
#include "trace.h"

struct smsgw_receipt {
	char id[CLOCK_UUID_SIZE];
	char to[NUMBER_MASK_SIZE]; /* masked; "" when none was given */
	const char *gateway;       /* "" when none was found */
	const char *provider;
	int32_t outcome; /* 0: no attempt */
	const char *state;
	int exit_code;
	const char *provider_id;
	char id_room[64];       /* of provider_id, where it fits */
	char gateway_room[128]; /* of gateway and provider, where they fit */
	int64_t delay_ms;
	int attempts;
	bool possible_duplicate;
	void *arg;                  /* of who submitted it */
	struct smsgw_receipt *next; /* of those that wait to be fetched */
	struct buf request;         /* a dry run's */
	bool dry_run;
	struct trace trace;
	struct arena arena;
};

/* An empty receipt, or NULL without memory. */
struct smsgw_receipt *receipt_new(void);

/* A copy of a provider's id, in the receipt's memory; NULL without any. */
const char *receipt_keep_id(struct smsgw_receipt *receipt, const char *id);

/*
 * Sets provider_id, without what a hostile provider may have made of the
 * message that it was sent.
 */
void receipt_set_id(
    struct smsgw_receipt *receipt, const char *id, struct message *message);

/*
 * Makes gateway and provider the receipt's own, which may outlive the gateway.
 */
void receipt_keep_gateway(struct smsgw_receipt *receipt);

/* A step as smsgw.h shows it; strings are the step's. */
void receipt_step(const struct trace_step *step, struct smsgw_step *out);

/*
 * Fills a caller's struct of `size` bytes, its first member, as far as both
 * sides know it.
 */
void receipt_copy_out(
    void *out, const void *from, size_t from_size, uint32_t size);

#endif

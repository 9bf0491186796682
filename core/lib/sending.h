/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of one message through this process, for who has a context: the
 * command line, and smsgw_send().
 */
#ifndef SMSGW_SENDING_H
#define SMSGW_SENDING_H

#include <smsgw/smsgw.h>

#include "context.h"
#include "receipt.h"

/* As smsgw_send(); NULL only when memory ran out before anything was done. */
struct smsgw_receipt *sending_run(
    struct context *context, const struct smsgw_message *message);

/*
 * Why a message cannot be sent, as its receipt says it; NULL when it can be, or
 * when memory ran out.  Sends nothing.
 */
struct smsgw_receipt *sending_explain(
    struct context *context, const struct smsgw_message *message);

#endif

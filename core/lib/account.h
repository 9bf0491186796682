/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a provider says of the account without a message being sent: balance,
 * approved signatures and templates, and that it knows the credentials at all.
 * Each answer becomes a step `account` of a trace.
 */
#ifndef SMSGW_ACCOUNT_H
#define SMSGW_ACCOUNT_H

#include "gateway.h"
#include "message.h"
#include "pool.h"
#include "trace.h"

/* Who asks; all borrowed. */
struct account {
	struct gateway *gw; /* opened */
	struct pool *pool;  /* NULL: there was no memory for one */
	struct trace *trace;
};

/* Whether the provider can be asked, as this gateway is configured. */
bool account_can_ask(const struct gateway *gw);

/*
 * Before a test's message: asks about the account, and about the template when
 * the message goes by one.  It never holds the message back: what is wrong is a
 * warning, for the answer to the message is what counts; no answer is a step
 * that was skipped; and all of it ends within ACCOUNT_TEST_MS.  Does nothing
 * where the provider cannot be asked.
 */
#define ACCOUNT_TEST_MS 3000
void account_ask_for_test(const struct account *account,
    const struct message *message, const struct message_rendition *rendition);

/*
 * Asks about everything: the account, then each template of the gateway, with
 * the steps of the first exchange (dns, connect, tls, ...) before its answer;
 * where it cannot be asked a skipped step says so.  Logs in where a token is
 * wanted.  Returns the exit code of the first step that failed, or
 * CATALOG_DONE.
 */
int account_ask_all(const struct account *account);

#endif

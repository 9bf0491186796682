/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a gateway's file to the account that its provider has at the service,
 * so that its signatures can be checked.
 */
#ifndef SIMULATE_COPY_ACCOUNT_H
#define SIMULATE_COPY_ACCOUNT_H

#include "account.h"
#include "ini.h"
#include "problem.h"

/* Whether the services of a provider are played. */
bool copy_account_known(const char *provider);

/* The gateway's sms_url, or its provider's own one; NULL: neither. */
const char *copy_account_url(const struct ini *ini, const char *provider);

/* Adds the account of a gateway.  0, or -1 with the reason in problems. */
int copy_account(const struct ini *ini, const char *id, const char *provider,
    struct accounts *accounts, struct problems *problems);

#endif

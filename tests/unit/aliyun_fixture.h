/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway of Alibaba Cloud SMS and exchanges with it, without a transport.
 */
#ifndef TESTS_ALIYUN_FIXTURE_H
#define TESTS_ALIYUN_FIXTURE_H

#include "exchange.h"

#define FIXTURE_MAINLAND "+8613900000000" /* the last digits count up */
#define FIXTURE_ABROAD "+85260000000"

enum fixture_content {
	FIXTURE_SAME,    /* a template with the same argument */
	FIXTURE_DISTINCT /* with an argument of its own for each */
};

/* Opens one, in the test's folder, with these keys of [provider]. */
struct gateway *fixture_open(const char *keys);

/* What open() says; "" when it succeeds.  Valid until the next call. */
const char *fixture_open_failure(const char *gateway_keys, const char *keys);

void fixture_close(struct gateway *gw);

/* Prepares one for `count` recipients, counted up from `to`; 0 or -1. */
int fixture_exchange(struct exchange *x, struct gateway *gw, const char *to,
    uint32_t count, enum fixture_content content);

/* The same with an exchange of so much memory. */
int fixture_exchange_within(struct exchange *x, struct gateway *gw,
    const char *to, uint32_t count, enum fixture_content content,
    size_t memory);

/* Hands it the answer; exchange_fini() is still the caller's. */
void fixture_answer(struct exchange *x, int status, const char *body);

/* The value of a form's field; NULL when it is not there. */
const char *fixture_form(struct exchange *x, const char *name);

#endif

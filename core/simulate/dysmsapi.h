/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two versions of Dysmsapi share: signatures, parameters, answers.
 */
#ifndef SIMULATE_DYSMSAPI_H
#define SIMULATE_DYSMSAPI_H

#include "call.h"

/*
 * Checks signature, date, nonce and token of a call, of either kind.  NULL
 * when all is good, else the code; call->detail then says more.
 */
const char *dysmsapi_check(struct call *call, const struct pairs *params);

/* Forgets the nonces that were used. */
void dysmsapi_forget(void);

/* Reads a call of 2018-05-01.  NULL and its kind, or a code. */
const char *globe_read(
    struct call *call, const struct pairs *params, enum call_kind *kind);

/* QuerySendDetails, QuerySmsSign, QuerySmsTemplate.  NULL, or a code. */
const char *dysmsapi_answer_details(
    struct call *call, const struct pairs *params);
const char *dysmsapi_answer_signature(
    struct call *call, const struct pairs *params);
const char *dysmsapi_answer_template(
    struct call *call, const struct pairs *params);

/* A parameter that must be there, not empty; else "MissingNAME" in *code. */
const char *dysmsapi_need(struct call *call, const struct pairs *params,
    const char *name, const char **code);

/* Answers, as JSON or XML, whichever the call asks for. */
void dysmsapi_answer(struct call *call, json_t *json);

/* The refusal by the gateway that stands in front of the product. */
void dysmsapi_answer_gateway(struct call *call, const struct code *code);

/* A new RequestId; never NULL. */
const char *dysmsapi_request_id(struct call *call);

#endif

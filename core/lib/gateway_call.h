/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way to call into a provider: what brackets each call.
 */
#ifndef SMSGW_GATEWAY_CALL_H
#define SMSGW_GATEWAY_CALL_H

#include "gateway.h"

/*
 * Brackets a call into a provider: sets the scratch memory and clears the
 * failure; then says whether the call came out well.  gateway_leave() returns
 * -1 when the provider returned a negative value, failed without returning
 * one, or when the scratch memory ran out, and then gateway->failure says why,
 * in a text that the secrets of gateway->redact and gateway->hide are taken
 * out of.  A call of more than 50 ms is logged.
 */
void gateway_enter(struct gateway *gw, struct arena *scratch);
int gateway_leave(struct gateway *gw, int returned);

#endif

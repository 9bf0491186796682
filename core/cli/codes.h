/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The codes of a vendor that a gateway's file explains, for smsgw errors.
 */
#ifndef CLI_CODES_H
#define CLI_CODES_H

#include <jansson.h>

/*
 * The lines code.N of a gateway that context_describe() described, as a
 * provider's codes are: an array, perhaps empty; NULL without memory.
 */
json_t *codes_of_gateway(json_t *gateway);

#endif

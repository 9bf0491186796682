/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A provider made for another major version: nothing behind abi and size
 * means what it means to us.
 */
#include "mock.h"

#define MAJOR 2u

static const struct {
	uint32_t abi, size;
	uint64_t other[32];
} table = {
	.abi = MAJOR << 16 | 3u,
	.size = sizeof(table),
	.other = { 1, 1, 1, 1, 1, 1, 1, 1 },
};

SMSGW_EXPORT const struct smsgw_provider *major_LTX_smsgw_provider(void);

const struct smsgw_provider *
major_LTX_smsgw_provider(void)
{
	return (const void *)&table;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of numbers, bare as all these vendors want them: 11 digits, no
 * +86, a comma between.
 */
#include <stdlib.h>
#include <string.h>

#include "china_mobile.h"

const char *
cmcc_numbers(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	uint32_t i, count = smsgw_recipients(x);
	size_t len, size = 1;
	const char *number;
	char *list, *p;

	for (i = 0; i < count; i++)
		size += strlen(smsgw_recipient(x, i, SMSGW_NATIONAL)) + 1;
	list = p = smsgw_alloc(gw, size);
	for (i = 0; list != NULL && i < count; i++) {
		number = smsgw_recipient(x, i, SMSGW_NATIONAL);
		len = strlen(number);
		if (i > 0)
			*p++ = ',';
		memcpy(p, number, len);
		p += len;
	}
	return list != NULL ? list : "";
}

static int
compare_numbers(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

bool
cmcc_numbers_repeat(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	uint32_t i, count = smsgw_recipients(x);
	const char **sorted = smsgw_alloc(gw, count * sizeof(*sorted));

	if (sorted == NULL)
		return false;
	for (i = 0; i < count; i++)
		sorted[i] = smsgw_recipient(x, i, SMSGW_NATIONAL);
	qsort(sorted, count, sizeof(*sorted), compare_numbers);
	for (i = 1; i < count; i++)
		if (strcmp(sorted[i - 1], sorted[i]) == 0)
			return true;
	return false;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All codes that the vendors document, what each means and what to do, and
 * the look-up in them.
 */
#include <string.h>

#include "china_mobile.h"
#include "codes_meaning.h"

const struct smsgw_code cmcc_codes[] = {
#include "codes_cloud_mas.h"
#include "codes_msg_send.h"
#include "codes_old_mas.h"
#include "codes_report.h"
	{ .code = NULL },
};

/* How much of a code a row stands for; 0: it is not the row's. */
static size_t
match_length(const struct smsgw_code *row, const char *code)
{
	size_t len = strlen(row->code);

	if (strcmp(row->code, code) == 0)
		return len + 1;
	if (row->code[len - 1] != '*')
		return 0;
	return strncmp(row->code, code, len - 1) == 0 ? len : 0;
}

const struct smsgw_code *
cmcc_code_find(const char *code)
{
	const struct smsgw_code *row, *found = NULL;
	size_t len, best = 0;

	for (row = cmcc_codes; row->code != NULL; row++) {
		len = match_length(row, code);
		if (len > best) {
			best = len;
			found = row;
		}
	}
	return found;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All codes that the vendors document, what each means and what to do: one
 * table of answers, and one of reports, for the same word or number may mean
 * something else there.
 */
#include <string.h>

#include "china_mobile.h"
#include "codes_meaning.h"

const struct smsgw_code cmcc_codes[] = {
#include "codes_cloud_mas.h"
#include "codes_msg_send.h"
#include "codes_old_mas.h"
	{ .code = NULL },
};

const struct smsgw_code cmcc_report_codes[] = {
#include "codes_report.h"
#include "codes_report_mas.h"
	{ .code = NULL },
};

const struct smsgw_code *
cmcc_code_find(struct smsgw_gateway *gw, const char *code)
{
	return smsgw_code_find(gw, cmcc_codes, sizeof(cmcc_codes[0]), code);
}

const struct smsgw_code *
cmcc_report_code_find(struct smsgw_gateway *gw, const char *code)
{
	return smsgw_code_find(
	    gw, cmcc_report_codes, sizeof(cmcc_report_codes[0]), code);
}

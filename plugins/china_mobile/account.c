/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the vendor says of the account without a message being sent: the JSON
 * kind of /msg/send tells its balance, the others nothing.
 */
#include <string.h>

#include "china_mobile.h"

int
cmcc_account_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);

	(void)x;
	if (cmcc->protocol != CMCC_MSG_SEND_JSON)
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "%s cannot be asked about the account; look into the "
		    "console, or send a message with smsgw test",
		    cmcc->protocol == CMCC_CLOUD_MAS ? "Cloud MAS" :
						       "/msg/send");
	cmcc_msg_ask(gw, r, "balance/json", NULL);
	return 0;
}

/* Whether a number is 0 or below. */
static bool
is_used_up(const char *balance)
{
	return balance[0] == '-' || strspn(balance, "0.") == strlen(balance);
}

int
cmcc_account_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_fact fact = { .size = sizeof(fact), .name = "balance" };
	struct smsgw_result done = {
		.size = sizeof(done),
		.outcome = SMSGW_ACCEPTED,
	};
	const struct smsgw_code *row;
	struct smsgw_doc *doc;
	const char *body, *code;
	size_t len;

	body = smsgw_response_body(resp, &len);
	doc = smsgw_doc_json(gw, body, len);
	code = smsgw_doc_get(doc, "/code");
	row = cmcc_code_find(gw, code);
	if (row != NULL && row->outcome != SMSGW_ACCEPTED) {
		(void)smsgw_result_code(
		    x, SMSGW_ALL, code, smsgw_doc_get(doc, "/errorMsg"), NULL);
		return 0;
	}
	fact.value = smsgw_doc_get(doc, "/balance");
	if (code == NULL || strcmp(code, "0") != 0 || fact.value == NULL ||
	    fact.value[0] == '\0')
		return cmcc_unexpected(
		    gw, code, "balance", smsgw_doc_get(doc, "/errorMsg"));
	if (is_used_up(fact.value)) {
		fact.state = SMSGW_FACT_FAILED;
		fact.error_class = SMSGW_CLASS_BALANCE;
	}
	smsgw_fact(gw, &fact);
	smsgw_result(x, SMSGW_ALL, &done);
	return 0;
}

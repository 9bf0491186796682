/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the signature, or with a message its template, is approved:
 * QuerySmsSign and QuerySmsTemplate.
 */
#include "aliyun.h"

#include <string.h>

const struct aliyun_action aliyun_query_sign = { "QuerySmsSign", "2017-05-25",
	"/Code", "/Message", "/SignStatus", false };
const struct aliyun_action aliyun_query_template = { "QuerySmsTemplate",
	"2017-05-25", "/Code", "/Message", "/TemplateStatus", false };

/* The states of both, as numbers. */
static const struct {
	const char *status, *word;
	int32_t state;
	bool is_error;
} approvals[] = {
	{ "0", "is being reviewed", SMSGW_FACT_WARNING, false },
	{ "1", "is approved", SMSGW_FACT_OK, false },
	{ "2", "was rejected", SMSGW_FACT_FAILED, true },
	{ "10", "was cancelled", SMSGW_FACT_FAILED, true },
};

int
aliyun_account_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *id = smsgw_template_id(x, 0);

	if (id[0] != '\0') {
		aliyun_begin(gw, x, r, &aliyun_query_template);
		aliyun_put(r, "TemplateCode", id);
	} else {
		aliyun_begin(gw, x, r, &aliyun_query_sign);
		aliyun_put(r, "SignName", smsgw_signature(x, SMSGW_BARE));
	}
	return 0;
}

/* A refusal: of the account, or of what was asked about. */
static void
fact_of_refusal(const struct aliyun_answer *a, struct smsgw_fact *fact)
{
	const struct smsgw_code *row = aliyun_code_find(a->code);

	fact->state = SMSGW_FACT_FAILED;
	fact->error_class =
	    row != NULL ? row->error_class : SMSGW_CLASS_REFUSED;
	if (row != NULL && row->scope == SMSGW_SCOPE_ACCOUNT)
		fact->name = "account";
	fact->value = row != NULL ? row->text : "cannot be asked about";
	fact->code = a->code;
	fact->text = a->text;
}

static void
fact_of_approval(const struct aliyun_answer *a, const char *what,
    int32_t error_class, struct smsgw_fact *fact)
{
	const char *status = aliyun_answer_get(a, a->call->action->id);
	size_t i;

	fact->state = SMSGW_FACT_WARNING;
	fact->value = smsgw_printf(a->gw, "%s: its state is not told", what);
	fact->code = status;
	fact->text = aliyun_answer_get(a, "/Reason");
	for (i = 0; i < sizeof(approvals) / sizeof(approvals[0]); i++) {
		if (status == NULL || strcmp(status, approvals[i].status) != 0)
			continue;
		fact->state = approvals[i].state;
		fact->error_class = approvals[i].is_error ? error_class : 0;
		fact->value =
		    smsgw_printf(a->gw, "%s %s", what, approvals[i].word);
	}
}

int
aliyun_account_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_fact fact = { .size = sizeof(fact) };
	struct aliyun_answer a;
	bool template;

	aliyun_answer_read(gw, x, resp, &a);
	template = a.call->action == &aliyun_query_template;
	fact.name = template ? "template" : "signature";
	if (a.code == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer has no code that Alibaba Cloud documents; "
		    "check sms_url");
	if (!a.accepted)
		fact_of_refusal(&a, &fact);
	else if (template)
		fact_of_approval(
		    &a, smsgw_template_id(x, 0), SMSGW_CLASS_TEMPLATE, &fact);
	else
		fact_of_approval(&a, smsgw_signature(x, SMSGW_BRACKETED),
		    SMSGW_CLASS_TITLE, &fact);
	smsgw_fact(gw, &fact);
	return 0;
}

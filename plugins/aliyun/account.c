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
	const char *status, *word, *word_zh;
	int32_t state;
} approvals[] = {
	{ "0", "is being reviewed", "正在审核", SMSGW_FACT_WARNING },
	{ "1", "is approved", "已审核通过", SMSGW_FACT_OK },
	{ "2", "was rejected", "审核未通过", SMSGW_FACT_FAILED },
	{ "10", "was cancelled", "已取消审核", SMSGW_FACT_FAILED },
};

/* These refuse the question alone; the key may send all the same. */
static const char *const unasked[] = { "isp.RAM_PERMISSION_DENY",
	"Forbidden.RAM", "NoPermission", "InvalidAction.NotFound",
	"InvalidApi.NotFound" };

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

static bool
is_unasked(const char *code)
{
	size_t i;

	for (i = 0; i < sizeof(unasked) / sizeof(unasked[0]); i++)
		if (strcmp(unasked[i], code) == 0)
			return true;
	return false;
}

/* A refusal: of the question, of the account, or of what was asked about. */
static void
fact_of_refusal(const struct aliyun_answer *a, struct smsgw_fact *fact)
{
	const struct smsgw_code *row = aliyun_code_find(a->gw, a->code);

	fact->state = SMSGW_FACT_FAILED;
	fact->error_class =
	    row != NULL ? row->error_class : SMSGW_CLASS_REFUSED;
	fact->code = a->code;
	fact->text = a->text;
	fact->value = row != NULL ? row->text : "cannot be asked about";
	fact->value_zh = row != NULL ? row->text_zh : "无法查询";
	if (is_unasked(a->code)) {
		fact->state = SMSGW_FACT_WARNING;
		fact->value = smsgw_printf(a->gw,
		    "the AccessKey may not ask by %s; that says nothing about "
		    "sending",
		    a->call->action->name);
		fact->value_zh =
		    smsgw_printf(a->gw, "该 AccessKey 无权调用 %s，不影响发送",
			a->call->action->name);
	} else if (row != NULL && row->scope == SMSGW_SCOPE_ACCOUNT) {
		fact->name = "account";
	}
}

static void
fact_of_approval(const struct aliyun_answer *a, const char *what,
    int32_t error_class, struct smsgw_fact *fact)
{
	const char *status = aliyun_answer_get(a, a->call->action->id);
	size_t i;

	fact->state = SMSGW_FACT_WARNING;
	fact->error_class = SMSGW_CLASS_PROTOCOL;
	fact->value = smsgw_printf(a->gw, "%s: its state is not told", what);
	fact->value_zh = smsgw_printf(a->gw, "%s：未返回审核状态", what);
	fact->code = status;
	fact->text = aliyun_answer_get(a, "/Reason");
	for (i = 0; i < sizeof(approvals) / sizeof(approvals[0]); i++) {
		if (status == NULL || strcmp(status, approvals[i].status) != 0)
			continue;
		fact->state = approvals[i].state;
		fact->error_class =
		    fact->state == SMSGW_FACT_OK ? 0 : error_class;
		fact->value =
		    smsgw_printf(a->gw, "%s %s", what, approvals[i].word);
		fact->value_zh =
		    smsgw_printf(a->gw, "%s %s", what, approvals[i].word_zh);
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

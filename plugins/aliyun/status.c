/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What became of a message: QuerySendDetails by number and day in the mainland
 * API, QueryMessage by id in the other.
 */
#include "aliyun.h"

#include <string.h>

#define LIST "/SmsSendDetailDTOs/SmsSendDetailDTO"
#define CHINA_MINUTES 480
#define PAGE 50 /* the most that one answer has */

const struct aliyun_action aliyun_query_details = { "QuerySendDetails",
	"2017-05-25", "/Code", "/Message", "/TotalCount", false };
const struct aliyun_action aliyun_query_message = { "QueryMessage",
	"2018-05-01", "/ResponseCode", "/ResponseDescription", "/MessageId",
	false };

static int
build_message(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *id = smsgw_about(x, 0, SMSGW_ABOUT_PROVIDER_ID);

	if (id[0] == '\0')
		return smsgw_fail(gw, SMSGW_CLASS_PARAMETER, NULL,
		    "QueryMessage asks by the service's id, and none came; "
		    "wait for the report");
	aliyun_begin(gw, x, r, &aliyun_query_message);
	aliyun_put(r, "MessageId", id);
	return 0;
}

int
aliyun_status_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct aliyun_action *sent = aliyun_action_of(gw, x);
	const char *id = smsgw_about(x, 0, SMSGW_ABOUT_PROVIDER_ID);

	if (sent != &aliyun_send_sms)
		return build_message(gw, x, r);
	aliyun_begin(gw, x, r, &aliyun_query_details);
	aliyun_put(r, "PhoneNumber",
	    smsgw_recipient(
		x, 0, aliyun_mainland(x, 0) ? SMSGW_NATIONAL : SMSGW_DIGITS));
	if (id[0] != '\0')
		aliyun_put(r, "BizId", id);
	aliyun_put(r, "SendDate",
	    smsgw_time(gw, smsgw_sent_at_ms(x, 0), CHINA_MINUTES, "%Y%m%d"));
	aliyun_put(r, "PageSize", smsgw_printf(gw, "%d", PAGE));
	aliyun_put(r, "CurrentPage", "1");
	return 0;
}

/* The state by a number from one, of the words given. */
static int32_t
state_of(const char *status, const int32_t states[3])
{
	if (status == NULL || status[0] < '1' || status[0] > '3' ||
	    status[1] != '\0')
		return SMSGW_REPORT_PENDING;
	return states[status[0] - '1'];
}

/* A member of the index-th detail. */
static const char *
detail_get(const struct aliyun_answer *a, int64_t i, const char *member)
{
	return aliyun_answer_get(
	    a, smsgw_printf(a->gw, LIST "/%lld/%s", (long long)i, member));
}

/*
 * The detail that is ours, of `size` of them: by the id that we gave it, else
 * the only one of the id that was asked for; -1 when it is not there.
 */
static int64_t
find_detail(
    struct smsgw_exchange *x, const struct aliyun_answer *a, int64_t size)
{
	const char *ours = smsgw_about(x, 0, SMSGW_ABOUT_ID), *out_id;
	int64_t i;

	for (i = 0; i < size; i++) {
		out_id = detail_get(a, i, "OutId");
		if (out_id != NULL && strcmp(out_id, ours) == 0)
			return i;
	}
	return size == 1 &&
		smsgw_about(x, 0, SMSGW_ABOUT_PROVIDER_ID)[0] != '\0' ?
	    0 :
	    -1;
}

static void
report_detail(struct smsgw_exchange *x, const struct aliyun_answer *a,
    struct smsgw_report *report)
{
	static const int32_t states[] = { SMSGW_REPORT_PENDING,
		SMSGW_REPORT_UNDELIVERED, SMSGW_REPORT_DELIVERED };
	int64_t i, size;

	size =
	    smsgw_doc_size(a->doc, smsgw_printf(a->gw, "%s" LIST, a->prefix));
	i = find_detail(x, a, size);
	if (i < 0) {
		report->state =
		    size < PAGE ? SMSGW_REPORT_UNKNOWN : SMSGW_REPORT_PENDING;
		return;
	}
	report->state = state_of(detail_get(a, i, "SendStatus"), states);
	report->code = detail_get(a, i, "ErrCode");
	report->to = detail_get(a, i, "PhoneNum");
	report->ref = detail_get(a, i, "OutId");
	report->at_ms = aliyun_time_cn(detail_get(a, i, "ReceiveDate"));
}

static void
report_message(const struct aliyun_answer *a, struct smsgw_report *report)
{
	static const int32_t states[] = { SMSGW_REPORT_DELIVERED,
		SMSGW_REPORT_UNDELIVERED, SMSGW_REPORT_PENDING };

	report->state = state_of(aliyun_answer_get(a, "/Status"), states);
	report->code = aliyun_answer_get(a, "/ErrorCode");
	report->text = aliyun_answer_get(a, "/ErrorDescription");
	report->to = aliyun_answer_get(a, "/To");
	report->at_ms = aliyun_time(aliyun_answer_get(a, "/ReceiveDate"));
}

int
aliyun_status_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct smsgw_report report = { .size = sizeof(report) };
	struct aliyun_answer a;

	aliyun_answer_read(gw, x, resp, &a);
	if (!a.accepted)
		return smsgw_fail(gw, SMSGW_CLASS_REFUSED, a.code,
		    "%s was refused: %s", a.call->action->name,
		    a.code != NULL ? a.code : "no code in the answer");
	report.id = smsgw_about(x, 0, SMSGW_ABOUT_PROVIDER_ID);
	if (a.call->action == &aliyun_query_details)
		report_detail(x, &a, &report);
	else
		report_message(&a, &report);
	aliyun_report_code(a.gw, &report);
	smsgw_report(gw, &report);
	return 0;
}

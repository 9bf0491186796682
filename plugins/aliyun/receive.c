/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the service pushes: a JSON array, of any length, of delivery reports or
 * of messages from phones, told apart by the names of their members.  It is
 * repeated unless the answer is 200 with {"code":0} within 700 ms.
 */
#include "aliyun.h"

#include <string.h>

/* Where an item stands in the document. */
struct item {
	struct smsgw_gateway *gw;
	struct smsgw_doc *doc;
	const char *prefix; /* "/3", or "" for one that is no array */
};

static const char *
get(const struct item *item, const char *member)
{
	const char *parts[] = { item->prefix, "/", member };
	const char *path = aliyun_join(item->gw, parts, 3);

	return path != NULL ? aliyun_get(item->doc, path) : NULL;
}

/* The first of two names that is there. */
static const char *
get_either(const struct item *item, const char *one, const char *other)
{
	const char *value = get(item, one);

	return value != NULL ? value : get(item, other);
}

void
aliyun_report_code(struct smsgw_gateway *gw, struct smsgw_report *report)
{
	const struct smsgw_code *row;

	if (report->state != SMSGW_REPORT_UNDELIVERED || report->code == NULL)
		return;
	row = aliyun_code_find(gw, report->code);
	if (row == NULL || row->outcome == SMSGW_ACCEPTED)
		return;
	report->error_class = row->error_class;
	report->scope = row->scope;
	if (row->scope == SMSGW_SCOPE_ACCOUNT ||
	    row->scope == SMSGW_SCOPE_CONTENT ||
	    row->scope == SMSGW_SCOPE_ROUTE)
		report->flags |= SMSGW_REPORT_NEVER_LEFT;
}

/* `success` is true, or a text that says so. */
static bool
is_success(const struct item *item)
{
	const char *parts[] = { item->prefix, "/success" };
	const char *path = aliyun_join(item->gw, parts, 2), *text;

	text = path != NULL ? smsgw_doc_get(item->doc, path) : NULL;
	return text != NULL && strcmp(text, "true") == 0;
}

/* SmsReport; false when it is none. */
static bool
read_mainland(const struct item *item)
{
	struct smsgw_report report = { .size = sizeof(report) };

	report.id = get(item, "biz_id");
	report.to = get(item, "phone_number");
	report.code = get(item, "err_code");
	if (report.id == NULL || report.to == NULL)
		return false;
	if (is_success(item))
		report.state = SMSGW_REPORT_DELIVERED;
	else if (report.code == NULL ||
	    strcmp(report.code, "REQUEST_SUCCESS") == 0)
		report.state = SMSGW_REPORT_PENDING;
	else
		report.state = SMSGW_REPORT_UNDELIVERED;
	report.ref = get(item, "out_id");
	report.text = get(item, "err_msg");
	report.at_ms = aliyun_time_cn(get(item, "report_time"));
	aliyun_report_code(item->gw, &report);
	smsgw_report(item->gw, &report);
	return true;
}

/* The report of a message abroad: 1 delivered, 2 failed, 6 expired. */
static bool
read_abroad(const struct item *item)
{
	struct smsgw_report report = { .size = sizeof(report) };
	const char *status = get_either(item, "Status", "status");

	report.id = get_either(item, "MessageId", "message_id");
	if (report.id == NULL || status == NULL)
		return false;
	report.to = get_either(item, "To", "to");
	report.ref = get_either(item, "TaskId", "task_id");
	report.code = get_either(item, "ErrorCode", "error_code");
	report.text = get_either(item, "ErrorDescription", "error_description");
	report.at_ms =
	    aliyun_time(get_either(item, "ReceiveDate", "receive_date"));
	if (strcmp(status, "1") == 0)
		report.state = SMSGW_REPORT_DELIVERED;
	else if (strcmp(status, "2") == 0 || strcmp(status, "6") == 0)
		report.state = SMSGW_REPORT_UNDELIVERED;
	aliyun_report_code(item->gw, &report);
	if (strcmp(status, "6") == 0)
		report.error_class = SMSGW_CLASS_EXPIRED;
	smsgw_report(item->gw, &report);
	return true;
}

/* SmsUp: what a phone has sent. */
static bool
read_inbound(const struct item *item)
{
	struct smsgw_inbound inbound = { .size = sizeof(inbound) };

	inbound.from = get_either(item, "phone_number", "From");
	inbound.text = get_either(item, "content", "Content");
	if (inbound.from == NULL || inbound.text == NULL)
		return false;
	inbound.to = get_either(item, "dest_code", "To");
	inbound.id = get_either(item, "sequence_id", "MessageId");
	inbound.at_ms = aliyun_time(get_either(item, "send_time", "SendDate"));
	smsgw_inbound(item->gw, &inbound);
	return true;
}

static bool
read_item(const struct item *item)
{
	return read_mainland(item) || read_abroad(item) || read_inbound(item);
}

int
aliyun_receive(struct smsgw_gateway *gw, const struct smsgw_push *push,
    struct smsgw_reply *reply)
{
	static const char done[] = "{\"code\":0,\"msg\":\"OK\"}";
	struct item item = { .gw = gw, .prefix = "" };
	int64_t i, size, found = 0;
	const char *body;
	size_t len;

	body = smsgw_push_body(push, &len);
	item.doc = smsgw_doc_json(gw, body, len);
	if (smsgw_doc_type(item.doc, "") == SMSGW_DOC_ARRAY) {
		size = smsgw_doc_size(item.doc, "");
		for (i = 0; i < size; i++) {
			item.prefix = smsgw_printf(gw, "/%lld", (long long)i);
			found += read_item(&item);
		}
	} else {
		size = 1;
		found = read_item(&item);
	}
	if (found == 0 && size > 0)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the push is no SmsReport and no SmsUp of Alibaba Cloud; "
		    "see which message types its console sends here");
	smsgw_reply(reply, 200, "application/json", done, sizeof(done) - 1);
	return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Delivery reports and inbound messages, whatever form they come in: Cloud MAS
 * and /msg/send name the same things differently, and each pushes as well as
 * it answers to a poll.
 */
#include <string.h>

#include "china_mobile.h"

const char *
cmcc_field(const struct cmcc_source *s, const char *name)
{
	const char *value;

	if (s->push != NULL)
		value = smsgw_push_part(s->push, s->part, name);
	else
		value = smsgw_doc_get(
		    s->doc, smsgw_printf(s->gw, "%s/%s", s->prefix, name));
	return value != NULL && value[0] != '\0' ? value : NULL;
}

static const char *
first_of(const struct cmcc_source *s, const char *name, const char *other)
{
	const char *value = cmcc_field(s, name);

	return value != NULL ? value : cmcc_field(s, other);
}

static int32_t
state_of(const char *word)
{
	static const char *const pending[] = { "ACCEPTD", "CM:0000",
		"CM:3000" };
	size_t i;

	if (strcmp(word, "DELIVRD") == 0)
		return SMSGW_REPORT_DELIVERED;
	for (i = 0; i < sizeof(pending) / sizeof(pending[0]); i++)
		if (strcmp(word, pending[i]) == 0)
			return SMSGW_REPORT_PENDING;
	return SMSGW_REPORT_UNDELIVERED;
}

/*
 * What the platform itself refuses has never left it: its own codes, but
 * those that say it does not know, or whose meaning nobody knows.
 */
static bool
never_left(const char *code, const struct smsgw_code *row)
{
	return strncmp(code, "CM:", 3) == 0 && strcmp(row->code, code) == 0 &&
	    row->outcome != SMSGW_UNKNOWN;
}

/* The row of a code in a report that says why; NULL when there is none. */
static const struct smsgw_code *
row_of(struct smsgw_gateway *gw, const char *code)
{
	const struct smsgw_code *row = cmcc_report_code_find(gw, code);

	return row != NULL && row->outcome != SMSGW_ACCEPTED ? row : NULL;
}

/*
 * Why it was not delivered: by the code, else by the state.  A state that does
 * not know what became of it leaves that open.
 */
static void
explain(
    struct smsgw_gateway *gw, struct smsgw_report *report, const char *state)
{
	const struct smsgw_code *of_state = row_of(gw, state);
	const struct smsgw_code *row = row_of(gw, report->code);

	if (of_state != NULL && of_state->outcome == SMSGW_UNKNOWN)
		report->state = SMSGW_REPORT_UNKNOWN;
	if (row == NULL)
		row = of_state;
	if (row == NULL)
		return;
	report->error_class = row->error_class;
	report->scope = row->scope;
	if (never_left(report->code, row))
		report->flags |= SMSGW_REPORT_NEVER_LEFT;
}

static bool
read_report(const struct cmcc_source *s)
{
	struct smsgw_report report = { .size = sizeof(report) };
	const char *state = first_of(s, "reportStatus", "status");

	report.id = cmcc_field(s, "msgGroup");
	if (report.id == NULL)
		report.id = first_of(s, "msgId", "msgid");
	if (report.id == NULL || state == NULL)
		return false;
	report.state = state_of(state);
	report.code = cmcc_field(s, "errorCode");
	if (report.code == NULL || report.state != SMSGW_REPORT_UNDELIVERED)
		report.code = state;
	report.text = cmcc_field(s, "statusDesc");
	report.to = cmcc_field(s, "mobile");
	report.ref = cmcc_field(s, "uid");
	report.at_ms = cmcc_stamp_ms(first_of(s, "receiveDate", "reportTime"));
	if (report.state == SMSGW_REPORT_UNDELIVERED)
		explain(s->gw, &report, state);
	smsgw_report(s->gw, &report);
	return true;
}

static bool
read_inbound(const struct cmcc_source *s)
{
	struct smsgw_inbound inbound = { .size = sizeof(inbound) };

	inbound.from = cmcc_field(s, "mobile");
	inbound.text = first_of(s, "smsContent", "messageContent");
	if (inbound.text == NULL)
		inbound.text = cmcc_field(s, "msg");
	if (inbound.from == NULL || inbound.text == NULL)
		return false;
	inbound.to = cmcc_field(s, "addSerial");
	if (inbound.to == NULL)
		inbound.to = first_of(s, "destCode", "destcode");
	inbound.at_ms = cmcc_stamp_ms(first_of(s, "sendTime", "moTime"));
	smsgw_inbound(s->gw, &inbound);
	return true;
}

bool
cmcc_read_one(const struct cmcc_source *source)
{
	return read_report(source) || read_inbound(source);
}

int
cmcc_read_list(
    struct smsgw_gateway *gw, struct smsgw_doc *doc, const char *path)
{
	struct cmcc_source source = { .gw = gw, .doc = doc };
	int64_t i, size = smsgw_doc_size(doc, path), understood = 0;

	if (smsgw_doc_type(doc, path) != SMSGW_DOC_ARRAY)
		return -1;
	for (i = 0; i < size; i++) {
		source.prefix = smsgw_printf(gw, "%s/%lld", path, (long long)i);
		understood += cmcc_read_one(&source);
	}
	if (understood < size)
		smsgw_log(gw, SMSGW_LOG_WARNING,
		    "%lld of %lld reports could not be read",
		    (long long)(size - understood), (long long)size);
	return size > 0 && understood == 0 ? -1 : 0;
}

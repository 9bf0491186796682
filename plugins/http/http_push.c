/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads what the vendor pushes: delivery reports and inbound messages, one or
 * a list of them.
 */
#include <string.h>

#include "http.h"

#define LIST_MAX 1000

/* Whether text is one of the words of a key, case set aside. */
static bool
is_word_of(struct smsgw_gateway *gw, const char *key, const char *text)
{
	const char *list = smsgw_conf(gw, key);
	size_t i, len, text_len = strlen(text);

	for (; *list != '\0'; list += len) {
		list += strspn(list, " ");
		len = strcspn(list, " ");
		for (i = 0; i < len && i < text_len &&
		     ascii_fold(list[i]) == ascii_fold(text[i]);
		     i++)
			;
		if (len > 0 && i == len && len == text_len)
			return true;
	}
	return false;
}

static int32_t
state_of(struct smsgw_gateway *gw, const char *word)
{
	if (is_word_of(gw, "report_delivered", word))
		return SMSGW_REPORT_DELIVERED;
	if (is_word_of(gw, "report_pending", word))
		return SMSGW_REPORT_PENDING;
	return SMSGW_REPORT_UNDELIVERED;
}

/* One report; false when there is none. */
static bool
read_report(struct smsgw_gateway *gw, const struct http_gateway *http,
    struct answer *answer)
{
	struct smsgw_report report = { .size = sizeof(report) };
	const struct smsgw_code *row;
	const char *state;

	report.id = extract_get(http->report_id, answer);
	state = extract_get(http->report_state, answer);
	if (report.id == NULL || state == NULL)
		return false;
	report.state = state_of(gw, state);
	report.code = extract_get(http->report_code, answer);
	if (report.code == NULL)
		report.code = state;
	report.text = extract_get(http->report_text, answer);
	report.to = extract_get(http->report_to, answer);
	report.ref = extract_get(http->report_ref, answer);
	row = http_code_find(gw, report.code);
	if (row != NULL && report.state == SMSGW_REPORT_UNDELIVERED) {
		report.error_class = row->error_class;
		report.scope = row->scope;
	}
	smsgw_report(gw, &report);
	return true;
}

static bool
read_inbound(struct smsgw_gateway *gw, const struct http_gateway *http,
    struct answer *answer)
{
	struct smsgw_inbound inbound = { .size = sizeof(inbound) };

	inbound.from = extract_get(http->inbound_from, answer);
	inbound.text = extract_get(http->inbound_text, answer);
	if (inbound.from == NULL || inbound.text == NULL)
		return false;
	inbound.to = extract_get(http->inbound_to, answer);
	inbound.id = extract_get(http->inbound_id, answer);
	smsgw_inbound(gw, &inbound);
	return true;
}

/* A report has an id and a state; what has not may be a message. */
static bool
read_one(struct smsgw_gateway *gw, const struct http_gateway *http,
    struct answer *answer)
{
	return read_report(gw, http, answer) || read_inbound(gw, http, answer);
}

/* All of a list; how many were understood. */
static int64_t
read_list(struct smsgw_gateway *gw, const struct http_gateway *http,
    struct answer *answer)
{
	int64_t i, size = answer_size(answer, http->report_list), found = 0;

	for (i = 0; i < size && i < LIST_MAX; i++) {
		answer->prefix = smsgw_printf(
		    gw, "%s/%lld", http->report_list->name, (long long)i);
		if (read_one(gw, http, answer))
			found++;
	}
	answer->prefix = "";
	return size == 0 ? 1 : found;
}

int
http_receive(struct smsgw_gateway *gw, const struct smsgw_push *push,
    struct smsgw_reply *reply)
{
	const struct http_gateway *http = smsgw_data(gw);
	const char *text = smsgw_conf(gw, "push_reply");
	struct answer answer = {
		.gw = gw,
		.push = push,
		.charset = http->answer_charset,
		.prefix = "",
	};
	bool found;

	if (http->report_id == NULL && http->inbound_from == NULL)
		return smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "the gateway's file does not say how pushes are read; set "
		    "report_id and report_state, or inbound_from and "
		    "inbound_text");
	found = http->report_list != NULL ? read_list(gw, http, &answer) > 0 :
					    read_one(gw, http, &answer);
	if (!found)
		return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the push has neither a report nor a message; compare "
		    "report_id, report_state, inbound_from and inbound_text "
		    "with what the vendor sends");
	smsgw_reply(
	    reply, 200, smsgw_conf(gw, "push_reply_type"), text, strlen(text));
	return 0;
}

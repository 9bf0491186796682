/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a golden case shows, as text: requests, results, reports, and bytes
 * that are no text.
 */
#include "case_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "descriptor.h"
#include "outcome.h"
#include "utf8.h"

/* Appends bytes, those that are no text as \xNN. */
static void
add_bytes(struct buf *out, const char *data, size_t len)
{
	bool text = utf8_valid(data, len);
	unsigned char c;
	size_t i;

	for (i = 0; i < len; i++) {
		c = (unsigned char)data[i];
		if ((c < 0x20 && c != '\n') || c == 0x7f ||
		    (c >= 0x80 && !text))
			(void)buf_printf(out, "\\x%02x", c);
		else
			(void)buf_add(out, data + i, 1);
	}
}

size_t
case_bytes_undo(char *text)
{
	char *in, *out = text, digits[3] = "";

	for (in = text; *in != '\0'; in++) {
		if (strncmp(in, "\\x", 2) == 0 &&
		    strspn(in + 2, "0123456789abcdef") >= 2) {
			memcpy(digits, in + 2, 2);
			*out++ = (char)strtol(digits, NULL, 16);
			in += 3;
		} else {
			*out++ = *in;
		}
	}
	*out = '\0';
	return (size_t)(out - text);
}

void
case_add_request(struct request *r, struct buf *out)
{
	const struct request_pair *pair;
	const char *body;
	size_t i, len;

	(void)buf_printf(out, "%s %s", r->method, request_url(r));
	for (i = 0; (pair = request_header(r, i)) != NULL; i++)
		(void)buf_printf(out, "\n%s: %s", pair->name, pair->value);
	body = request_body(r, &len);
	if (len > 0) {
		(void)buf_puts(out, "\n\n");
		add_bytes(out, body, len);
	}
}

void
case_add_line(struct buf *out, const char *key, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	(void)buf_printf(out, "%s%s = ", out->len > 0 ? "\n" : "", key);
	add_bytes(out, value, strlen(value));
}

void
case_add_result(const struct outcome *result, struct buf *out)
{
	const struct catalog_entry *entry = outcome_entry(result);
	char number[32];

	case_add_line(out, "outcome", outcome_word(result->outcome));
	case_add_line(out, "error", entry != NULL ? entry->code : NULL);
	if (result->outcome != SMSGW_ACCEPTED &&
	    result->scope != SMSGW_SCOPE_NONE)
		case_add_line(
		    out, "scope", descriptor_scope_word(result->scope));
	case_add_line(out, "id", result->id);
	case_add_line(out, "code", result->provider_code);
	case_add_line(out, "text", result->provider_text);
	case_add_line(out, "detail", result->detail);
	case_add_line(
	    out, "fix", result->row != NULL ? result->row->fix : NULL);
	if (result->delay_ms > 0) {
		snprintf(number, sizeof(number), "%lld",
		    (long long)result->delay_ms);
		case_add_line(out, "delay_ms", number);
	}
}

static void
add_time(struct buf *out, int64_t at_ms)
{
	char number[32];

	if (at_ms == 0)
		return;
	snprintf(number, sizeof(number), "%lld", (long long)at_ms);
	case_add_line(out, "at_ms", number);
}

void
case_add_report(void *arg, const struct smsgw_report *report)
{
	static const char *const states[] = { "pending", "delivered",
		"undelivered", "unknown" };
	struct buf *out = arg;

	case_add_line(out, "report", report->id);
	case_add_line(out, "state", states[report->state]);
	case_add_line(out, "code", report->code);
	case_add_line(out, "text", report->text);
	case_add_line(out, "to", report->to);
	case_add_line(out, "ref", report->ref);
	if (report->error_class != SMSGW_CLASS_NONE)
		case_add_line(
		    out, "error", catalog_for_class(report->error_class)->code);
	if (report->scope != 0)
		case_add_line(
		    out, "scope", descriptor_scope_word(report->scope));
	if (report->flags & SMSGW_REPORT_NEVER_LEFT)
		case_add_line(out, "left", "never");
	add_time(out, report->at_ms);
}

void
case_add_inbound(void *arg, const struct smsgw_inbound *inbound)
{
	case_add_line(arg, "inbound", inbound->from);
	case_add_line(arg, "to", inbound->to);
	case_add_line(arg, "text", inbound->text);
	case_add_line(arg, "id", inbound->id);
	add_time(arg, inbound->at_ms);
}

void
case_add_fact(void *arg, const struct smsgw_fact *fact)
{
	static const char *const states[] = { "ok", "warning", "failed" };
	struct buf *out = arg;

	case_add_line(out, "fact", fact->name);
	case_add_line(out, "value", fact->value);
	case_add_line(out, "state", states[fact->state]);
	case_add_line(out, "code", fact->code);
	case_add_line(out, "text", fact->text);
}

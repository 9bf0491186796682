/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the answer to a message.  Which of the four kinds it is, is told by
 * the answer itself, so that a refusal is understood although the gateway's
 * protocol is the wrong one.  Accepted is only what has every mark of the
 * protocol's own documented acceptance; whatever contradicts itself is UNKNOWN.
 */
#include <string.h>

#include "china_mobile.h"

#define STAMP_DIGITS 14
#define CODE_SIZE 8
#define ID_MAX 128

struct reading {
	struct smsgw_gateway *gw;
	struct smsgw_exchange *x;
	bool is_2xx;
	bool own; /* of the gateway's family: Cloud MAS or /msg/send */
	const char *code;
	const char *id, *text;
};

/* Whether there is an id that can be one: those seen have 17 to 22 digits. */
static bool
has_id(const struct reading *r)
{
	return r->id != NULL && r->id[0] != '\0' && strlen(r->id) <= ID_MAX;
}

/* The text of a string, NULL when there is something else. */
static const char *
string_at(struct smsgw_doc *doc, const char *path)
{
	return smsgw_doc_type(doc, path) == SMSGW_DOC_STRING ?
	    smsgw_doc_get(doc, path) :
	    NULL;
}

/* The same of a string or a number. */
static const char *
word_at(struct smsgw_doc *doc, const char *path)
{
	return smsgw_doc_type(doc, path) == SMSGW_DOC_NUMBER ?
	    smsgw_doc_get(doc, path) :
	    string_at(doc, path);
}

/*
 * The row of an answer's code.  Cloud MAS has words and /msg/send numbers; one
 * of the other kind is none that is documented.
 */
static const struct smsgw_code *
row_of(const struct reading *r, bool is_number)
{
	bool digits = r->code[strspn(r->code, "0123456789")] == '\0';

	return digits == is_number ? cmcc_code_find(r->gw, r->code) : NULL;
}

static int
tell(const struct reading *r, struct smsgw_result *result)
{
	result->size = sizeof(*result);
	result->id = r->id;
	result->code = r->code;
	result->text = r->text;
	smsgw_result(r->x, SMSGW_ALL, result);
	return 0;
}

static int
tell_unknown(const struct reading *r, const char *detail)
{
	struct smsgw_result result = {
		.outcome = SMSGW_UNKNOWN,
		.error_class = SMSGW_CLASS_PROTOCOL,
		.detail = detail,
	};

	return tell(r, &result);
}

/* A refusal, as the table of codes says. */
static int
tell_row(const struct reading *r, const struct smsgw_code *row)
{
	struct smsgw_result result = {
		.outcome = row->outcome,
		.error_class = row->error_class,
		.scope = row->scope,
	};

	if (!r->own)
		result.detail = "the answer is not one of the gateway's "
				"protocol; check [provider] protocol and "
				"sms_url";
	return tell(r, &result);
}

/* Whether a code means a success in some table, if not in this answer's. */
static bool
is_success_elsewhere(const struct reading *r)
{
	const struct smsgw_code *row = cmcc_code_find(r->gw, r->code);

	if (row == NULL)
		row = cmcc_report_code_find(r->gw, r->code);
	return row != NULL && row->outcome == SMSGW_ACCEPTED;
}

/*
 * What has no mark of acceptance: by a row that refuses, else by the host's
 * rule for a code that the table lacks.  A row that is no refusal contradicts
 * that; and an unknown code of another family says nothing at all.
 */
static int
tell_refused(const struct reading *r, const struct smsgw_code *row)
{
	struct smsgw_result result = {
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_REFUSED,
		.scope = SMSGW_SCOPE_SOMEONE,
	};

	if (row != NULL && row->outcome != SMSGW_ACCEPTED)
		return tell_row(r, row);
	if (is_success_elsewhere(r))
		return tell_unknown(r, "the answer contradicts itself");
	if (!r->own)
		return tell_unknown(r,
		    "the answer is not one of the gateway's protocol; check "
		    "[provider] protocol and sms_url");
	if (r->is_2xx)
		return tell(r, &result);
	if (cmcc_code_find(r->gw, r->code) != NULL)
		return tell_unknown(
		    r, "the answer's code is none of the gateway's protocol");
	(void)smsgw_result_code(r->x, SMSGW_ALL, r->code, r->text, NULL);
	return 0;
}

/* What says "accepted"; `whole` when it has all marks but the id. */
static int
tell_accepted(const struct reading *r, bool whole)
{
	struct smsgw_result result = { .outcome = SMSGW_ACCEPTED };

	if (!r->own)
		return tell_unknown(r,
		    "the answer looks like a success, but of another protocol; "
		    "set [provider] protocol to the one that fits sms_url");
	if (!whole)
		return tell_unknown(r, "the answer contradicts itself");
	if (!has_id(r))
		return tell_unknown(r,
		    "the answer looks like a success but has no id of the "
		    "message");
	if (!r->is_2xx)
		return tell_unknown(r,
		    "the answer looks like a success but its status is none");
	return tell(r, &result);
}

/* {"msgGroup":"…","rspcod":"…","success":true|false} */
static int
read_mas(struct reading *r, struct smsgw_doc *doc)
{
	const char *success = smsgw_doc_get(doc, "/success");
	bool is_boolean = smsgw_doc_type(doc, "/success") == SMSGW_DOC_BOOLEAN;
	bool yes = is_boolean && strcmp(success, "true") == 0;
	const struct smsgw_code *row = row_of(r, false);

	r->id = string_at(doc, "/msgGroup");
	if (r->id == NULL) /* so the document's table has it */
		r->id = string_at(doc, "/mgsGroup");
	if (yes || strcmp(r->code, "success") == 0)
		return tell_accepted(r, yes && strcmp(r->code, "success") == 0);
	if (!is_boolean && row == NULL)
		return tell_unknown(
		    r, "the answer does not say success or not");
	return tell_refused(r, row);
}

/* Code "0", or one that refuses: the same in both forms of /msg/send. */
static int
read_msg(const struct reading *r)
{
	if (strcmp(r->code, "0") == 0)
		return tell_accepted(r, true);
	return tell_refused(r, row_of(r, true));
}

static int
unreadable(const struct reading *r)
{
	return smsgw_fail(r->gw, SMSGW_CLASS_PROTOCOL, NULL,
	    "the answer is neither one of Cloud MAS nor one of /msg/send; "
	    "check sms_url");
}

/* The old interface 1.0, recognised by the one field that it alone has. */
static int
read_old_mas(const struct reading *r)
{
	const struct smsgw_code *row = cmcc_code_find(r->gw, r->code);

	return row != NULL && row->outcome != SMSGW_ACCEPTED ?
	    tell_row(r, row) :
	    unreadable(r);
}

static int
read_json(struct reading *r, const char *body, size_t len, bool mas)
{
	struct smsgw_doc *doc = smsgw_doc_json(r->gw, body, len);

	r->code = string_at(doc, "/rspcod");
	if (r->code != NULL) {
		r->own = mas;
		return read_mas(r, doc);
	}
	r->code = string_at(doc, "/RET-CODE");
	if (r->code != NULL)
		return read_old_mas(r);
	r->code = word_at(doc, "/code");
	if (r->code == NULL)
		return unreadable(r);
	r->own = !mas;
	r->id = word_at(doc, "/msgId");
	if (r->id == NULL)
		r->id = word_at(doc, "/msgid");
	r->text = string_at(doc, "/errorMsg");
	return read_msg(r);
}

/* A word without blanks; its length, 0 when there is none. */
static size_t
word_length(const char *text)
{
	size_t len = 0;

	while (text[len] > ' ' && text[len] < 0x7f)
		len++;
	return len;
}

/* 20161025170822,0 and on a line of its own the id; or only the first line. */
static int
read_lines(struct reading *r, const char *body, size_t body_len, bool mas)
{
	const char *p = body + strspn(body, "0123456789");
	char code[CODE_SIZE];
	size_t len;

	if (p - body != STAMP_DIGITS || *p != ',')
		return unreadable(r);
	len = strspn(++p, "0123456789");
	if (len == 0 || len >= sizeof(code))
		return unreadable(r);
	memcpy(code, p, len);
	code[len] = '\0';
	r->code = code;
	r->own = !mas;
	p += len;
	len = strspn(p, "\r\n");
	if (len == 0 && *p != '\0')
		return unreadable(r);
	p += len;
	len = word_length(p);
	if (len > 0)
		r->id = smsgw_printf(r->gw, "%.*s", (int)len, p);
	p += len;
	p += strspn(p, "\r\n ");
	if (p != body + body_len)
		return unreadable(r);
	return read_msg(r);
}

int
cmcc_unexpected(struct smsgw_gateway *gw, const char *code, const char *missing,
    const char *text)
{
	return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, code,
	    "the answer has no %s%s%s; check sms_url and the account", missing,
	    text != NULL && text[0] != '\0' ? " but says: " : "",
	    text != NULL ? text : "");
}

int
cmcc_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	bool mas = cmcc->protocol == CMCC_CLOUD_MAS;
	struct reading r = { .gw = gw, .x = x };
	int status = smsgw_status(resp);
	const char *body;
	size_t len, blanks;

	r.is_2xx = status >= 200 && status <= 299;
	body = smsgw_response_body(resp, &len);
	blanks = strspn(body, " \t\r\n");
	body += blanks;
	len -= blanks;
	if (*body == '{')
		return read_json(&r, body, len, mas);
	if (cmcc_digit(*body))
		return read_lines(&r, body, len, mas);
	return unreadable(&r);
}

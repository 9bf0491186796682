/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the vendors push.  Cloud MAS posts a JSON object, with nothing in it
 * that proves where it comes from; /msg/send calls an address with everything
 * in its query, with a password if one was agreed.  No reply but the status
 * 200 is documented.
 */
#include <string.h>

#include "china_mobile.h"

static int
not_read(struct smsgw_gateway *gw)
{
	return smsgw_fail(gw, SMSGW_CLASS_PROTOCOL, NULL,
	    "the push is neither a report nor a message of China Mobile or "
	    "/msg/send; check who calls this address");
}

/*
 * Whether the push has the password that was agreed, if any.  Cloud MAS knows
 * none.
 */
static bool
password_fits(const struct cmcc_source *source)
{
	const struct cmcc_gateway *cmcc = smsgw_data(source->gw);
	const char *wanted = smsgw_conf(source->gw, "push_password"), *given;
	size_t len = strlen(wanted);

	if (cmcc->protocol == CMCC_CLOUD_MAS || len == 0)
		return true;
	given = cmcc_field(source, "pswd");
	return given != NULL && strlen(given) == len &&
	    smsgw_equal(source->gw, given, wanted, len);
}

static int
read_source(const struct cmcc_source *source)
{
	if (!password_fits(source))
		return smsgw_fail(source->gw, SMSGW_CLASS_CREDENTIALS, NULL,
		    "the push lacks the pswd that push_password asks for; "
		    "agree on one with the vendor");
	return cmcc_read_one(source) ? 0 : not_read(source->gw);
}

/* One object; of Cloud MAS a list of them is understood as well. */
static int
read_json(struct smsgw_gateway *gw, const char *body, size_t len)
{
	const struct cmcc_gateway *cmcc = smsgw_data(gw);
	struct cmcc_source source = { .gw = gw, .prefix = "" };

	source.doc = smsgw_doc_json(gw, body, len);
	if (smsgw_doc_type(source.doc, "") == SMSGW_DOC_OBJECT)
		return read_source(&source);
	if (cmcc->protocol == CMCC_CLOUD_MAS &&
	    cmcc_read_list(gw, source.doc, "") == 0)
		return 0;
	return not_read(gw);
}

/* Of the query, else of a form. */
static int
read_fields(struct smsgw_gateway *gw, const struct smsgw_push *push)
{
	struct cmcc_source source = {
		.gw = gw,
		.push = push,
		.part = SMSGW_PUSH_QUERY,
	};

	if (smsgw_push_part(push, SMSGW_PUSH_QUERY, "mobile") == NULL)
		source.part = SMSGW_PUSH_FORM;
	return read_source(&source);
}

int
cmcc_receive(struct smsgw_gateway *gw, const struct smsgw_push *push,
    struct smsgw_reply *reply)
{
	const char *body;
	size_t len, blanks;

	(void)reply;
	body = smsgw_push_body(push, &len);
	blanks = strspn(body, " \t\r\n");
	if (body[blanks] == '{' || body[blanks] == '[')
		return read_json(gw, body + blanks, len - blanks);
	return read_fields(gw, push);
}

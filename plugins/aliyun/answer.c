/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads what every answer has, JSON or XML, of the product or of the gateway in
 * front of it: a code, a text, and an id that goes with the acceptance.
 */
#include "aliyun.h"

#include <string.h>

const char *
aliyun_get(struct smsgw_doc *doc, const char *path)
{
	int type = smsgw_doc_type(doc, path);
	const char *text;

	if (type != SMSGW_DOC_STRING && type != SMSGW_DOC_NUMBER)
		return NULL;
	text = smsgw_doc_get(doc, path);
	return text != NULL && text[0] != '\0' ? text : NULL;
}

const char *
aliyun_answer_get(const struct aliyun_answer *a, const char *path)
{
	if (a->prefix[0] == '\0')
		return aliyun_get(a->doc, path);
	return aliyun_get(a->doc, smsgw_printf(a->gw, "%s%s", a->prefix, path));
}

/* XML has the operation's name around it, or that of an error. */
static void
read_xml(struct aliyun_answer *a, const char *body, size_t len)
{
	const char *root;

	a->doc = smsgw_doc_xml(a->gw, body, len);
	root = smsgw_printf(a->gw, "/%sResponse", a->call->action->name);
	a->prefix =
	    smsgw_doc_type(a->doc, root) != SMSGW_DOC_ABSENT ? root : "/Error";
}

void
aliyun_answer_read(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp, struct aliyun_answer *a)
{
	const struct aliyun_action *action;
	const char *body;
	size_t len;

	*a = (struct aliyun_answer){
		.gw = gw,
		.call = smsgw_exchange_data(x),
		.resp = resp,
		.prefix = "",
	};
	action = a->call->action;
	body = smsgw_response_body(resp, &len);
	if (body[strspn(body, " \t\r\n")] == '<')
		read_xml(a, body, len);
	else
		a->doc = smsgw_doc_json(gw, body, len);
	a->code = aliyun_answer_get(a, action->code);
	a->text = aliyun_answer_get(a, action->text);
	a->accepted = a->code != NULL && strcmp(a->code, "OK") == 0 &&
	    smsgw_status(resp) >= 200 && smsgw_status(resp) <= 299;
	/* the gateway in front of the product has names of its own */
	if (a->code == NULL)
		a->code = aliyun_answer_get(a, "/Code");
	if (a->text == NULL)
		a->text = aliyun_answer_get(a, "/Message");
}

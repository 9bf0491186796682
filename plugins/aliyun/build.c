/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that send.  Which operation it is follows from the destination, the
 * content and the number of recipients.
 */
#include "aliyun.h"

#include <string.h>

#define MAINLAND "2017-05-25"
#define GLOBE "2018-05-01"

const struct aliyun_action aliyun_send_sms = { "SendSms", MAINLAND, "/Code",
	"/Message", "/BizId", false };
const struct aliyun_action aliyun_send_batch_sms = { "SendBatchSms", MAINLAND,
	"/Code", "/Message", "/BizId", false };
const struct aliyun_action aliyun_send_globe = { "SendMessageToGlobe", GLOBE,
	"/ResponseCode", "/ResponseDescription", "/MessageId", true };
const struct aliyun_action aliyun_batch_globe = { "BatchSendMessageToGlobe",
	GLOBE, "/ResponseCode", "/ResponseDescription", "/MessageIdList",
	true };
const struct aliyun_action aliyun_send_with_template = {
	"SendMessageWithTemplate", GLOBE, "/ResponseCode",
	"/ResponseDescription", "/MessageId", true
};

const struct aliyun_action *
aliyun_action_of(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	bool several = smsgw_recipients(x) > 1;

	if (smsgw_template_id(x, 0)[0] == '\0')
		return several ? &aliyun_batch_globe : &aliyun_send_globe;
	if (aliyun_mainland(x, 0) &&
	    strcmp(smsgw_conf(gw, "site"), "intl") == 0)
		return &aliyun_send_with_template;
	return several && !smsgw_same_content(x) ? &aliyun_send_batch_sms :
						   &aliyun_send_sms;
}

/* Bare digits of the mainland; abroad with the country's, without a plus. */
static const char *
phone(struct smsgw_exchange *x, uint32_t i)
{
	return smsgw_recipient(
	    x, i, aliyun_mainland(x, i) ? SMSGW_NATIONAL : SMSGW_DIGITS);
}

static const char *
phones(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	uint32_t i, count = smsgw_recipients(x);
	const char **parts;

	if (count == 1)
		return phone(x, 0);
	parts = smsgw_alloc(gw, (size_t)2 * count * sizeof(*parts));
	for (i = 0; parts != NULL && i < count; i++) {
		parts[2 * i] = i > 0 ? "," : "";
		parts[2 * i + 1] = phone(x, i);
	}
	return parts != NULL ? aliyun_join(gw, parts, (size_t)2 * count) : "";
}

/* A JSON object of a recipient's arguments. */
static void
write_args(struct smsgw_exchange *x, uint32_t i, struct smsgw_json *json)
{
	uint32_t k, count = smsgw_args(x, i);

	smsgw_json_object(json, NULL);
	for (k = 0; k < count; k++)
		smsgw_json_string(
		    json, smsgw_arg_name(x, i, k), smsgw_arg_value(x, i, k), 0);
	smsgw_json_close(json);
}

/* Template, its arguments, and the extension digits, of one content. */
static void
put_content(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct smsgw_json *json;

	aliyun_put(r, "TemplateCode", smsgw_template_id(x, 0));
	if (smsgw_args(x, 0) > 0) {
		json = smsgw_json_new(gw);
		write_args(x, 0, json);
		aliyun_put(r, "TemplateParam", smsgw_json_text(json));
	}
	if (smsgw_conf(gw, "number")[0] != '\0')
		aliyun_put(r, "SmsUpExtendCode", smsgw_conf(gw, "number"));
}

static void
put_send_sms(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	aliyun_put(r, "PhoneNumbers", phones(gw, x));
	aliyun_put(r, "SignName", smsgw_signature(x, SMSGW_BARE));
	put_content(gw, x, r);
	aliyun_put(r, "OutId", smsgw_about(x, 0, SMSGW_ABOUT_ID));
}

/* A JSON array of the same text for each recipient. */
static const char *
repeated(struct smsgw_gateway *gw, struct smsgw_exchange *x, const char *text)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t i;

	smsgw_json_array(json, NULL);
	for (i = 0; i < smsgw_recipients(x); i++)
		smsgw_json_string(json, NULL, text, 0);
	return smsgw_json_text(json);
}

/* A JSON array of the recipients' numbers. */
static const char *
phone_array(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t i;

	smsgw_json_array(json, NULL);
	for (i = 0; i < smsgw_recipients(x); i++)
		smsgw_json_string(json, NULL, phone(x, i), 0);
	return smsgw_json_text(json);
}

static void
put_batch_sms(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *number = smsgw_conf(gw, "number");
	uint32_t i, count = smsgw_recipients(x), args = 0;
	struct smsgw_json *json = smsgw_json_new(gw);

	aliyun_put(r, "PhoneNumberJson", phone_array(gw, x));
	aliyun_put(
	    r, "SignNameJson", repeated(gw, x, smsgw_signature(x, SMSGW_BARE)));
	aliyun_put(r, "TemplateCode", smsgw_template_id(x, 0));
	smsgw_json_array(json, NULL);
	for (i = 0; i < count; i++) {
		args += smsgw_args(x, i);
		write_args(x, i, json);
	}
	if (args > 0)
		aliyun_put(r, "TemplateParamJson", smsgw_json_text(json));
	if (number[0] != '\0')
		aliyun_put(r, "SmsUpExtendCodeJson", repeated(gw, x, number));
	aliyun_put(r, "OutId", smsgw_about(x, 0, SMSGW_ABOUT_ID));
}

/* Type and sender id; OTP exists for single messages alone. */
static void
put_globe_kind(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const char *class = smsgw_about(x, 0, SMSGW_ABOUT_CLASS);
	const char *from = smsgw_conf(gw, "sender_id"), *type = "NOTIFY";

	if (strcmp(class, "marketing") == 0)
		type = "MKT";
	else if (strcmp(class, "otp") == 0 && smsgw_recipients(x) == 1)
		type = "OTP";
	if (from[0] != '\0')
		aliyun_put(r, "From", from);
	aliyun_put(r, "Type", type);
	aliyun_put(r, "TaskId", smsgw_about(x, 0, SMSGW_ABOUT_ID));
}

static const char *
globe_text(struct smsgw_gateway *gw, struct smsgw_exchange *x, uint32_t i)
{
	return smsgw_conf_int(gw, "abroad_title") != 0 ?
	    smsgw_signed_text(x, i) :
	    smsgw_text(x, i);
}

static void
put_globe(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	aliyun_put(r, "To", phone(x, 0));
	aliyun_put(r, "Message", globe_text(gw, x, 0));
	put_globe_kind(gw, x, r);
}

static void
put_batch_globe(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	struct smsgw_json *json = smsgw_json_new(gw);
	uint32_t i, count = smsgw_recipients(x);

	smsgw_json_array(json, NULL);
	for (i = 0; i < count; i++)
		smsgw_json_string(json, NULL, globe_text(gw, x, i), 0);
	aliyun_put(r, "To", phone_array(gw, x));
	aliyun_put(r, "Message", smsgw_json_text(json));
	put_globe_kind(gw, x, r);
}

static void
put_with_template(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	aliyun_put(r, "To", smsgw_recipient(x, 0, SMSGW_DIGITS));
	aliyun_put(r, "From", smsgw_signature(x, SMSGW_BARE));
	put_content(gw, x, r);
}

/* What one request cannot hold at once. */
static int
check_batch(struct smsgw_gateway *gw, struct smsgw_exchange *x)
{
	uint32_t i, count = smsgw_recipients(x);

	for (i = 1; i < count; i++)
		if (strcmp(smsgw_template_id(x, i), smsgw_template_id(x, 0)) !=
			0 ||
		    aliyun_mainland(x, i) != aliyun_mainland(x, 0))
			return smsgw_fail(gw, SMSGW_CLASS_PARAMETER, NULL,
			    "a request has one template, and is for the "
			    "mainland or for abroad; send these apart");
	return 0;
}

int
aliyun_build(
    struct smsgw_gateway *gw, struct smsgw_exchange *x, struct smsgw_request *r)
{
	const struct aliyun_action *action = aliyun_action_of(gw, x);

	if (check_batch(gw, x) != 0)
		return -1;
	aliyun_begin(gw, x, r, action);
	if (action == &aliyun_send_sms)
		put_send_sms(gw, x, r);
	else if (action == &aliyun_send_batch_sms)
		put_batch_sms(gw, x, r);
	else if (action == &aliyun_send_globe)
		put_globe(gw, x, r);
	else if (action == &aliyun_batch_globe)
		put_batch_globe(gw, x, r);
	else
		put_with_template(gw, x, r);
	return 0;
}

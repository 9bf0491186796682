/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads answers.  What happened to the message is decided here and nowhere
 * else; whatever the file does not explain is left to the host's rule for the
 * status, which never accepts.
 */
#include <string.h>

#include "http.h"

/* A token without a life is fetched again after an hour. */
#define TOKEN_LIFE_MS 3600000

/* One answer to a message, with what was taken out of it. */
struct reading {
	struct smsgw_gateway *gw;
	struct smsgw_exchange *x;
	const struct http_gateway *http;
	struct answer answer;
	int status;
	const char *id, *code, *text;
	const struct smsgw_code *row;
};

static bool
is_2xx(const struct reading *r)
{
	return r->status >= 200 && r->status <= 299;
}

/* Seconds as milliseconds; -1 when the text is no number. */
static int64_t
parse_seconds(const char *text)
{
	int64_t seconds = 0;
	const char *c;

	if (text == NULL)
		return -1;
	for (c = text; ascii_digit(*c) && seconds < 100000000; c++)
		seconds = seconds * 10 + (*c - '0');
	return c != text && *c == '\0' ? seconds * 1000 : -1;
}

static int
tell(const struct reading *r, struct smsgw_result *result)
{
	result->size = sizeof(*result);
	result->code = r->code;
	result->text = r->text;
	if (r->row != NULL && result->fix == NULL)
		result->fix = r->row->fix;
	smsgw_result(r->x, SMSGW_ALL, result);
	return 0;
}

/* The host's rule for the status decides; code and text are shown. */
static int
leave_to_host(const struct reading *r)
{
	(void)smsgw_result_code(
	    r->x, SMSGW_ALL, r->code != NULL ? r->code : "", r->text, NULL);
	return 0;
}

/* What the gateway's file does not explain; its admin can. */
static int
tell_unknown(const struct reading *r, const char *detail, const char *fix,
    const char *fix_zh)
{
	struct smsgw_result result = {
		.outcome = SMSGW_UNKNOWN,
		.error_class = SMSGW_CLASS_PROTOCOL,
		.detail = detail,
		.fix = fix,
		.fix_zh = fix_zh,
		.who = SMSGW_WHO_ADMIN,
	};

	return tell(r, &result);
}

static int
tell_rejected(const struct reading *r)
{
	struct smsgw_result result = {
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_REFUSED,
		.scope = smsgw_recipients(r->x) > 1 ? SMSGW_SCOPE_SOMEONE :
						      SMSGW_SCOPE_CONTENT,
	};

	return tell(r, &result);
}

static int
tell_throttled(const struct reading *r)
{
	struct smsgw_result result = {
		.outcome = SMSGW_DEFERRED,
		.error_class = SMSGW_CLASS_THROTTLED,
		.scope = SMSGW_SCOPE_ACCOUNT,
	};
	struct answer answer = r->answer;
	const char *after = extract_get(r->http->retry_after, &answer);
	int64_t delay_ms = parse_seconds(after);

	/* a date of Retry-After is the host's to read, its rule the same */
	if (delay_ms < 0 && r->status == 429)
		return leave_to_host(r);
	result.delay_ms = delay_ms > 0 ? delay_ms : 0;
	return tell(r, &result);
}

/* As the line of the table of codes says. */
static int
tell_row(const struct reading *r)
{
	struct smsgw_result result = {
		.outcome = r->row->outcome,
		.error_class = r->row->error_class,
		.scope = r->row->scope,
	};
	struct answer answer = r->answer;
	int64_t delay_ms;

	if (result.outcome == SMSGW_DEFERRED) {
		delay_ms =
		    parse_seconds(extract_get(r->http->retry_after, &answer));
		result.delay_ms = delay_ms > 0 ? delay_ms : 0;
	}
	return tell(r, &result);
}

/* The documented acceptance, but only with the id that it has to have. */
static int
tell_accepted(const struct reading *r)
{
	struct smsgw_result result = {
		.outcome = SMSGW_ACCEPTED,
		.id = r->id,
	};

	if (r->http->id != NULL && r->id == NULL)
		return tell_unknown(r,
		    smsgw_printf(r->gw,
			"the answer looks like a success but has nothing at "
			"id = %s",
			extract_text(r->gw, r->http->id)),
		    "Set id in the gateway's file to where the message's id "
		    "stands in the answer, or id = none if it has none. If "
		    "this answer is a refusal, let success ask for more: "
		    "status 2xx and json /code == \"0\".",
		    "请在网关文件中把 id 设为应答中消息编号的位置，应答没有编号"
		    "时写 id = none。如果该应答表示失败，请让 success 判断返回"
		    "码：status 2xx and json /code == \"0\"。");
	return tell(r, &result);
}

/* An answer that no condition and no code explains. */
static int
tell_rest(const struct reading *r)
{
	if (!is_2xx(r))
		return leave_to_host(r);
	if (r->answer.unreadable)
		return smsgw_fail(r->gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer of status %d is not the JSON or XML that the "
		    "gateway's file asks for; check sms_url, and success, id "
		    "and error_code",
		    r->status);
	/*
	 * The vendor reports refusals with 2xx, and this one names a reason:
	 * that is a documented refusal, not a doubt.
	 */
	if (r->http->success.reads_body && (r->code != NULL || r->text != NULL))
		return tell_rejected(r);
	return tell_unknown(r,
	    "the answer is neither what success nor what rejected asks for",
	    "Compare the answer with success in the gateway's file; if it is "
	    "a refusal, say so with rejected or code.N.",
	    "请对照网关文件中的 success 检查应答；如果该应答表示失败，请用 "
	    "rejected 或 code.N 说明。");
}

/*
 * Several of these may be true of one answer.  A line of code.N is the most
 * exact statement and goes first, unless it says "accepted", for which the
 * conditions must agree.  Then `rejected` before `throttled`, because what is
 * refused for good must not be tried again; both before `success`, because
 * taking a refusal for a success loses a message in silence, while the
 * reverse is seen by somebody.
 */
static int
decide(struct reading *r)
{
	bool rejected, throttled, success;

	rejected = condition_true(&r->http->rejected, &r->answer);
	throttled = condition_true(&r->http->throttled, &r->answer);
	success = condition_true(&r->http->success, &r->answer);
	if (r->row != NULL && r->row->outcome != SMSGW_ACCEPTED)
		return tell_row(r);
	if (rejected)
		return tell_rejected(r);
	if (throttled)
		return tell_throttled(r);
	if (success || (r->row != NULL && is_2xx(r)))
		return tell_accepted(r);
	return tell_rest(r);
}

static struct answer
answer_of(struct smsgw_gateway *gw, const struct http_gateway *http,
    const struct smsgw_response *resp)
{
	return (struct answer){
		.gw = gw,
		.resp = resp,
		.charset = http->answer_charset,
		.prefix = "",
	};
}

/* For the trace: what is not UTF-8 would be shown as bytes. */
static void
show_answer(struct reading *r)
{
	size_t len;

	if (strcmp(r->answer.charset, "UTF-8") != 0)
		smsgw_answer_view(r->x, answer_body(&r->answer, &len));
}

int
http_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	const struct http_gateway *http = smsgw_data(gw);
	struct reading r = {
		.gw = gw,
		.x = x,
		.http = http,
		.answer = answer_of(gw, http, resp),
		.status = smsgw_status(resp),
	};

	show_answer(&r);
	r.id = extract_get(http->id, &r.answer);
	r.code = extract_get(http->error_code, &r.answer);
	r.text = extract_get(http->error_text, &r.answer);
	r.row = http_code_find(gw, r.code);
	/* what matters below is what the conditions could not read */
	r.answer.unreadable = false;
	if (http->has_login &&
	    condition_true(&http->token_refused, &r.answer)) {
		smsgw_token_refused(x);
		return leave_to_host(&r);
	}
	return decide(&r);
}

/* How long a token lives: what login_expires says, less a little. */
static int64_t
token_life_ms(const struct http_gateway *http, struct answer *answer)
{
	int64_t ms = parse_seconds(extract_get(http->login_expires, answer));

	if (ms <= 0)
		return TOKEN_LIFE_MS;
	return ms > 120000 ? ms - 60000 : ms / 2;
}

int
http_login_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	const struct http_gateway *http = smsgw_data(gw);
	struct reading r = {
		.gw = gw,
		.x = x,
		.http = http,
		.answer = answer_of(gw, http, resp),
		.status = smsgw_status(resp),
	};
	struct smsgw_result accepted = { .outcome = SMSGW_ACCEPTED };
	struct smsgw_result refused = {
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_CREDENTIALS,
		.who = SMSGW_WHO_ADMIN,
		.fix = "Check api_account, api_password and login_url; if the "
		       "login went well, set login_token to where the token "
		       "stands in its answer.",
		.fix_zh = "请检查 api_account、api_password 和 login_url；如果"
			  "登录成功，请把 login_token 设为应答中令牌的位置。",
	};
	const char *token;

	show_answer(&r);
	token = extract_get(http->login_token, &r.answer);
	if (token != NULL && condition_true(&http->login_success, &r.answer)) {
		smsgw_keep(gw, "token", token, SMSGW_SECRET,
		    smsgw_now_ms(gw) + token_life_ms(http, &r.answer));
		return tell(&r, &accepted);
	}
	r.code = extract_get(http->error_code, &r.answer);
	r.text = extract_get(http->error_text, &r.answer);
	r.row = http_code_find(gw, r.code);
	if (r.row != NULL && r.row->outcome != SMSGW_ACCEPTED)
		return tell_row(&r);
	if (!is_2xx(&r))
		return leave_to_host(&r);
	refused.detail = smsgw_printf(gw, "it has nothing at login_token = %s",
	    extract_text(gw, http->login_token));
	return tell(&r, &refused);
}

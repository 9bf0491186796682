/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts of an exchange in words.  What comes from a stranger (certificate
 * names, provider's texts) is escaped by the trace.
 */
#include "attempt_trace.h"

#include <stdio.h>
#include <string.h>

#include "lang.h"
#include "outcome.h"

/* Which step an entry of the catalogue that the transport names belongs to. */
static int
step_of_code(const char *code)
{
	static const struct {
		const char *prefix;
		int kind;
	} steps[] = {
		{ "dns-", TRACE_DNS },
		{ "proxy-unknown", TRACE_DNS },
		{ "connect-", TRACE_CONNECT },
		{ "address-", TRACE_CONNECT },
		{ "proxy-", TRACE_CONNECT },
		{ "tls-", TRACE_TLS },
		{ "pin-", TRACE_TLS },
		{ "answer-", TRACE_ANSWER },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(steps); i++) {
		if (strncmp(code, steps[i].prefix, strlen(steps[i].prefix)) ==
		    0)
			return steps[i].kind;
	}
	return TRACE_REQUEST;
}

/*
 * Adds to a step what the answer said, as an excerpt without the secrets of
 * the exchange, which is the trace's mask, and without the message's text.
 */
static void
tell_body(struct trace *trace, struct trace_step *step, struct exchange *x)
{
	if (step == NULL || x->answer_len == 0)
		return;
	exchange_hide_texts(x);
	trace_set_body(trace, step, x->answer, x->answer_len);
}

static void
tell_tls(struct trace *trace, const struct tls_peer *peer, int64_t us)
{
	trace_add(trace, TRACE_TLS, TRACE_OK, us, NULL,
	    "%s, %s, valid until %s, pin %s", peer->version, peer->subject,
	    peer->not_after, peer->pin);
}

static void
tell_request(struct trace *trace, struct exchange *x,
    const struct transport_result *result)
{
	trace_add(trace, TRACE_REQUEST, TRACE_OK, -1, NULL,
	    "%s %s://%s%s, %zu bytes", x->wire.method,
	    request_url_part(&x->wire, SMSGW_URL_SCHEME),
	    request_url_part(&x->wire, SMSGW_URL_HOST),
	    request_url_part(&x->wire, SMSGW_URL_PATH), result->bytes_written);
}

/* The steps that went well before `until`. */
static void
tell_reached(struct trace *trace, struct exchange *x,
    const struct transport_result *result, int until)
{
	bool https =
	    strcmp(request_url_part(&x->wire, SMSGW_URL_SCHEME), "https") == 0;

	if (result->kept)
		trace_add(trace, TRACE_CONNECT, TRACE_OK, -1, NULL,
		    "%s port %d, connected since an earlier message",
		    result->remote_ip, result->remote_port);
	if (until > TRACE_DNS && !result->kept &&
	    result->reach >= TRANSPORT_RESOLVED)
		trace_add(trace, TRACE_DNS, TRACE_OK, result->times.dns_us,
		    NULL, "%s", result->remote_ip);
	if (until > TRACE_CONNECT && !result->kept &&
	    result->reach >= TRANSPORT_CONNECTED)
		trace_add(trace, TRACE_CONNECT, TRACE_OK,
		    result->times.connect_us, NULL, "%s port %d",
		    result->remote_ip, result->remote_port);
	if (until > TRACE_TLS && result->reach >= TRANSPORT_SECURED) {
		if (https)
			tell_tls(trace, &result->peer, result->times.tls_us);
		else
			trace_add(trace, TRACE_TLS, TRACE_WARNING, -1,
			    "tls-none", "not used: the URL says http");
	}
	if (until > TRACE_REQUEST && result->reach >= TRANSPORT_WRITTEN)
		tell_request(trace, x, result);
}

static int64_t
time_of_step(const struct transport_times *times, int kind)
{
	switch (kind) {
	case TRACE_DNS:
		return times->dns_us;
	case TRACE_CONNECT:
		return times->connect_us;
	case TRACE_TLS:
		return times->tls_us;
	case TRACE_ANSWER:
		return times->request_us;
	default:
		return -1;
	}
}

/* What that means for the message; nothing when none was to be sent. */
static const char *
consequence(const struct exchange *x, uint32_t i)
{
	if (x->kind != EXCHANGE_SEND)
		return "";
	return x->results[i].outcome == SMSGW_UNKNOWN ?
	    _("; the message was perhaps sent") :
	    _("; nothing was sent");
}

/* A question that was perhaps read: the catalogue speaks of messages. */
static void
tell_no_reply(struct trace *trace, struct trace_step *step)
{
	trace_set_cause(trace, step, "%s",
	    _("The provider was asked, and gave no whole answer."));
	trace_set_fix(trace, step, "%s",
	    _("Ask again later; when it stays so, look for what stands "
	      "between: a proxy, a firewall."));
}

/* What is known where the exchange ended. */
static void
tell_end(struct trace *trace, struct exchange *x, uint32_t i,
    const struct transport_result *result, int kind)
{
	struct trace_step *step;
	int64_t us = time_of_step(&result->times, kind);
	const char *fact = result->detail;

	if (fact[0] == '\0')
		fact = kind == TRACE_ANSWER ? _("no whole answer came") :
					      _("it ended here");
	if (kind == TRACE_TLS && result->peer.seen)
		step = trace_add(trace, kind, TRACE_FAILED, us, result->code,
		    "%s; the server shows %s, issued by %s, valid until %s, "
		    "pin %s",
		    fact, result->peer.subject, result->peer.issuer,
		    result->peer.not_after, result->peer.pin);
	else
		step = trace_add(trace, kind, TRACE_FAILED, us, result->code,
		    "%s%s", fact, consequence(x, i));
	if (x->kind != EXCHANGE_SEND && x->results[i].outcome == SMSGW_UNKNOWN)
		tell_no_reply(trace, step);
	tell_body(trace, step, x);
}

void
attempt_trace_transport(struct trace *trace, struct exchange *x, uint32_t i,
    const struct transport_result *result)
{
	int until = TRACE_ANSWER;

	if (result->code != NULL)
		until = step_of_code(result->code);
	tell_reached(trace, x, result, until);
	if (result->code != NULL)
		tell_end(trace, x, i, result, until);
}

static void
tell_acceptance(struct trace *trace, struct exchange *x, uint32_t i,
    const char *how, int64_t us)
{
	const struct outcome *result = &x->results[i];
	struct trace_step *step;

	if (result->id != NULL)
		step = trace_add(trace, TRACE_ANSWER, TRACE_OK, us, NULL,
		    "%saccepted, id %s", how, result->id);
	else
		step = trace_add(
		    trace, TRACE_ANSWER, TRACE_OK, us, NULL, "%saccepted", how);
	trace_set_provider(
	    trace, step, result->provider_code, result->provider_text);
	if (x->show_answer)
		tell_body(trace, step, x);
}

void
attempt_trace_row(
    struct trace *trace, struct trace_step *step, const struct smsgw_code *row)
{
	if (row == NULL)
		return;
	trace_set_who(step, row->who);
	if (row->text != NULL)
		trace_set_cause(
		    trace, step, "%s", lang_pick(row->text, row->text_zh));
	if (row->fix != NULL)
		trace_set_fix(
		    trace, step, "%s", lang_pick(row->fix, row->fix_zh));
}

static void
tell_answer(struct trace *trace, struct exchange *x, uint32_t i, int status,
    size_t bytes, int64_t us)
{
	const struct outcome *result = &x->results[i];
	const struct catalog_entry *entry = outcome_entry(result);
	struct trace_step *step;
	char how[64];

	how[0] = '\0';
	if (status != 0)
		(void)snprintf(
		    how, sizeof(how), _("HTTP %d, %zu bytes; "), status, bytes);
	if (result->outcome == SMSGW_ACCEPTED) {
		tell_acceptance(trace, x, i, how, us);
		return;
	}
	step = trace_add(trace, TRACE_ANSWER, TRACE_FAILED, us,
	    entry != NULL ? entry->code : NULL, "%s%s%s%s", how,
	    _(outcome_word(result->outcome)),
	    result->detail != NULL ? ": " : "",
	    result->detail != NULL ? result->detail : "");
	attempt_trace_row(trace, step, result->row);
	trace_set_provider(
	    trace, step, result->provider_code, result->provider_text);
	tell_body(trace, step, x);
}

void
attempt_trace_unsent(struct trace *trace, const struct exchange *x, uint32_t i)
{
	const struct outcome *result = &x->results[i];
	const struct catalog_entry *entry = outcome_entry(result);
	struct trace_step *step;

	step = trace_add(trace, TRACE_REQUEST, TRACE_FAILED, -1,
	    entry != NULL ? entry->code : NULL, "%s",
	    result->detail != NULL ? result->detail :
				     _("the request could not be made"));
	if (result->fix != NULL)
		trace_set_fix(trace, step, "%s", result->fix);
	trace_set_provider(trace, step, result->provider_code, NULL);
}

void
attempt_trace_no_token(struct trace *trace, struct exchange *login)
{
	const struct outcome *result = &login->results[0];
	struct trace_step *step;

	step = trace_add(trace, TRACE_ACCOUNT, TRACE_FAILED, -1,
	    outcome_entry(result)->code,
	    "the answer to the login brought no token%s%s; nothing was sent",
	    result->detail != NULL ? ": " : "",
	    result->detail != NULL ? result->detail : "");
	attempt_trace_row(trace, step, result->row);
	trace_set_provider(
	    trace, step, result->provider_code, result->provider_text);
	if (login->status >= 300)
		tell_body(trace, step, login);
}

static void
tell_sending(struct trace *trace, const struct pool_result *result, uint32_t i)
{
	const struct transport_result *answer = result->transport;
	struct exchange *x = result->x;

	if (answer != NULL) {
		attempt_trace_transport(trace, x, i, answer);
		if (answer->code == NULL)
			tell_answer(trace, x, i, answer->status,
			    answer->body_len, answer->times.request_us);
		return;
	}
	if (x->note != NULL)
		trace_add(
		    trace, TRACE_REQUEST, TRACE_OK, -1, NULL, "%s", x->note);
	if (result->unprepared)
		attempt_trace_unsent(trace, x, i);
	else
		tell_answer(trace, x, i, 0, 0, result->took_us);
}

void
attempt_trace_result(
    struct trace *trace, const struct pool_result *result, uint32_t i)
{
	trace_mask *mask = trace->mask;
	void *mask_arg = trace->mask_arg;
	struct exchange *login = result->login;

	if (result->logged_in)
		trace_add(
		    trace, TRACE_ACCOUNT, TRACE_OK, -1, NULL, "logged in");
	trace_set_mask(trace, message_mask,
	    login != NULL ? &login->redact : &result->x->redact);
	if (login != NULL)
		attempt_trace_no_token(trace, login);
	else
		tell_sending(trace, result, i);
	trace_set_mask(trace, mask, mask_arg);
}

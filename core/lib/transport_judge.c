/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of an exchange: how far it came, what to call it, how long each
 * part took.  In doubt it came further: a message that may have been sent is
 * never said not to have been.
 */
#include "clock.h"
#include "lang.h"
#include "transport_call.h"

#include <errno.h>
#include <stdio.h>

/* The first libcurl that tells a long header line from a lack of memory. */
#define VERSION_TOO_LARGE 0x080600

/* libcurl's own measures; 0 where a part did not end. */
struct measures {
	curl_off_t dns, connect, tls, begun, answer, total;
	curl_off_t uploaded; /* of the body */
	long written;        /* of header and body, by the first write */
};

static void
measure(struct transport_call *call, struct measures *m)
{
	CURL *easy = call->easy;
	long written = 0;

	*m = (struct measures){ .dns = 0 };
	(void)curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &m->dns);
	(void)curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &m->connect);
	(void)curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &m->tls);
	(void)curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &m->begun);
	(void)curl_easy_getinfo(
	    easy, CURLINFO_STARTTRANSFER_TIME_T, &m->answer);
	(void)curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &m->total);
	(void)curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &m->uploaded);
	(void)curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &written);
	if (call->gates > 0 && written > call->request_before)
		m->written = written - call->request_before;
}

/*
 * Behind the gate the request is written at once.  Only an error of that very
 * write says for certain that nothing was: libcurl then has counted no byte.
 * (What a later write added to a header of which the first took nothing is
 * not counted by libcurl 7.88, but such an exchange can fail with a send
 * error only while its request is not whole, and so cannot be acted on.)
 */
static enum transport_reach
reach_behind_gate(
    struct transport_call *call, const struct measures *m, CURLcode code)
{
	bool body_gone = m->uploaded >= (curl_off_t)call->body_len;

	if (call->answer->begun || code == CURLE_UNSUPPORTED_PROTOCOL ||
	    code == CURLE_WEIRD_SERVER_REPLY)
		return TRANSPORT_ANSWERING;
	if (m->written > 0 || m->uploaded > 0)
		return body_gone ? TRANSPORT_WRITTEN : TRANSPORT_WRITING;
	if (code == CURLE_SEND_ERROR && call->gates == 1)
		return TRANSPORT_SECURED;
	return TRANSPORT_WRITING;
}

static enum transport_reach
reach_before_gate(const struct transport_call *call, const struct measures *m)
{
	long tunnel = 0; /* what a proxy answered */

	(void)curl_easy_getinfo(call->easy, CURLINFO_HTTP_CONNECTCODE, &tunnel);
	/* the gate itself had been reached, and did not open */
	if (call->answer->result.reach == TRANSPORT_SECURED)
		return TRANSPORT_SECURED;
	if (call->watch != NULL || m->connect > 0 || tunnel > 0)
		return TRANSPORT_CONNECTED;
	if (call->opened > 0 || call->answer->result.remote_ip[0] != '\0')
		return TRANSPORT_RESOLVED;
	return TRANSPORT_NOTHING;
}

static const char *
name_timeout(const struct transport_call *call, enum transport_reach reach)
{
	switch (reach) {
	case TRANSPORT_NOTHING:
		return "dns-timeout";
	case TRANSPORT_RESOLVED:
		return "connect-timeout";
	case TRANSPORT_CONNECTED:
	case TRANSPORT_SECURED:
		return call->watch != NULL ? "tls-timeout" : "connect-timeout";
	case TRANSPORT_WRITING:
		return "request-timeout";
	default:
		return "answer-timeout";
	}
}

static const char *
name_connect(CURL *easy)
{
	long os_error = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
	switch (os_error) {
	case ECONNREFUSED:
		return "connect-refused";
	case ENETUNREACH:
	case EHOSTUNREACH:
		return "connect-unreachable";
	case ETIMEDOUT:
		return "connect-timeout";
	default:
		return "connect-failed";
	}
}

/* A connection that broke, which libcurl calls much the same everywhere. */
static const char *
name_break(struct transport_call *call, enum transport_reach reach)
{
	long os_error = 0;

	(void)curl_easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &os_error);
	switch (reach) {
	case TRANSPORT_ANSWERING:
		return os_error == ECONNRESET ? "answer-reset" : "answer-cut";
	case TRANSPORT_WRITTEN:
	case TRANSPORT_WRITING:
		return "request-reset";
	case TRANSPORT_SECURED:
		return "request-not-written";
	default:
		if (call->watch != NULL)
			return "tls-failed";
		return call->line->target.proxy != NULL ? "proxy-failed" :
							  "connect-failed";
	}
}

/*
 * Why no TLS was agreed on.  What begins like no TLS at all is what OpenSSL
 * calls a wrong version, and hands on in words only.
 */
static const char *
name_tls(const struct transport_call *call)
{
	return strstr(call->error, "wrong version number") != NULL ?
	    "tls-not-spoken" :
	    "tls-failed";
}

static const char *
name_untrusted(const struct transport_call *call)
{
	switch (tls_chain_verdict(tls_watch_peer(call->watch))) {
	case TLS_CHAIN_GOOD:
		return "tls-host"; /* what else libcurl looks at */
	case TLS_CHAIN_DATE:
		return "tls-expired";
	default:
		return "tls-untrusted";
	}
}

/*
 * Old versions call a header line over 100 KiB a lack of memory; behind the
 * request, that is what it will have been.
 */
static const char *
name_memory(enum transport_reach reach)
{
	const curl_version_info_data *version;

	version = curl_version_info(CURLVERSION_NOW);
	if (reach < TRANSPORT_WRITTEN ||
	    version->version_num >= VERSION_TOO_LARGE)
		return "no-memory";
	return "answer-too-large";
}

static const char *
name_fault(
    struct transport_call *call, CURLcode code, enum transport_reach reach)
{
	const char *name;

	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return name_timeout(call, reach);
	case CURLE_COULDNT_CONNECT:
		if (reach < TRANSPORT_CONNECTED)
			return name_connect(call->easy);
		break;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
		return name_break(call, reach);
	case CURLE_PEER_FAILED_VERIFICATION:
		if (reach < TRANSPORT_SECURED)
			return name_untrusted(call);
		break;
	case CURLE_SSL_CONNECT_ERROR:
		if (reach < TRANSPORT_SECURED)
			return name_tls(call);
		break;
	case CURLE_OUT_OF_MEMORY:
		return name_memory(reach);
	default:
		break;
	}
	if (reach < TRANSPORT_WRITING)
		name = transport_fault_unsent((int)code);
	else
		name = transport_fault_sent((int)code);
	return name == NULL ? "internal" : name;
}

/* libcurl's words, unless they have the proxy's URL with its password. */
static void
set_detail(struct transport_call *call, CURLcode code)
{
	const char *text = call->error;

	if (text[0] == '\0' ||
	    (call->line->target.proxy != NULL &&
		strstr(text, call->line->target.proxy) != NULL))
		text = curl_easy_strerror(code);
	(void)snprintf(
	    call->answer->result.detail, TRANSPORT_DETAIL_SIZE, "%s", text);
}

static void
set_times(struct transport_result *r, const struct transport_call *call,
    const struct measures *m, int64_t now_ms)
{
	struct transport_times *t = &r->times;
	int64_t total = (now_ms - call->started_ms) * 1000;
	curl_off_t ready = m->tls > 0 ? m->tls : m->connect;

	*t = (struct transport_times){ .dns_us = -1,
		.connect_us = -1,
		.tls_us = -1,
		.request_us = -1,
		.answer_us = -1 };
	/* libcurl's measure is the finer one, where it went on to the end */
	t->total_us = m->total > 0 && m->total / 1000 >= total / 1000 - 1 ?
	    m->total :
	    total;
	if (r->reach >= TRANSPORT_RESOLVED)
		t->dns_us = m->dns;
	if (r->reach >= TRANSPORT_CONNECTED && m->connect >= m->dns)
		t->connect_us = m->connect - m->dns;
	if (r->reach >= TRANSPORT_SECURED && m->tls >= m->connect && m->tls > 0)
		t->tls_us = m->tls - m->connect;
	if (r->reach >= TRANSPORT_ANSWERING && m->answer >= ready)
		t->request_us =
		    m->answer - (m->begun > ready ? m->begun : ready);
	if (r->reach == TRANSPORT_ANSWERED && t->total_us >= m->answer)
		t->answer_us = t->total_us - m->answer;
}

static void
set_remote(struct transport_call *call, struct transport_result *r)
{
	const char *ip = NULL;
	long port = 0;

	if (r->remote_port != 0)
		return;
	(void)curl_easy_getinfo(call->easy, CURLINFO_PRIMARY_PORT, &port);
	(void)curl_easy_getinfo(call->easy, CURLINFO_PRIMARY_IP, &ip);
	r->remote_port = (int)port;
	if (ip != NULL && ip[0] != '\0')
		(void)snprintf(r->remote_ip, sizeof(r->remote_ip), "%s", ip);
}

void
transport_judge(struct transport_call *call, CURLcode code, int64_t now_ms)
{
	struct transport_result *r = &call->answer->result;
	struct measures m;

	measure(call, &m);
	r->curl_code = call->fault == NULL ? (int)code : 0;
	transport_answer_close(call->answer);
	if (call->watch != NULL)
		r->peer = *tls_watch_peer(call->watch);
	/* libcurl takes a header that ends in the middle for a whole one */
	if (code == CURLE_OK && call->fault == NULL && !call->answer->final)
		transport_fail(
		    call, "answer-cut", _("its header ended in the middle"));
	if (call->refusal != NULL && call->opened == 0 && call->fault == NULL)
		transport_fail(call, call->refusal, "%s", r->remote_ip);
	if (call->unwritten)
		r->reach = TRANSPORT_SECURED;
	else if (call->gates == 0)
		r->reach = reach_before_gate(call, &m);
	else if (code == CURLE_OK && call->fault == NULL)
		r->reach = TRANSPORT_ANSWERED;
	else
		r->reach = reach_behind_gate(call, &m, code);
	if (call->fault != NULL) {
		r->code = call->fault;
	} else if (r->reach == TRANSPORT_ANSWERED) {
		r->code = NULL;
	} else {
		r->code = name_fault(call, code, r->reach);
		set_detail(call, code);
	}
	if (r->code == NULL)
		r->detail[0] = '\0';
	r->bytes_written =
	    (size_t)(m.written > m.uploaded ? m.written : m.uploaded);
	set_remote(call, r);
	set_times(r, call, &m, now_ms);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked between a name and the first byte of a request: may this
 * address be connected to, who is the peer, is there life left, and is the
 * attempt recorded?  Whatever the answer, it is asked before anything is sent.
 */
#include "address.h"
#include "clock.h"
#include "lang.h"
#include "transport_call.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/*
 * With a proxy libcurl connects to the proxy alone, whose address the admin
 * has chosen.
 */
static bool
address_refused(struct transport_call *call, const struct curl_sockaddr *a)
{
	struct transport_result *result = &call->answer->result;
	enum address_kind kind;

	address_text(&a->addr, a->addrlen, result->remote_ip);
	if (call->line->target.proxy != NULL)
		return false;
	kind = address_kind(&a->addr, a->addrlen);
	if (kind == ADDRESS_PUBLIC ||
	    (kind == ADDRESS_PRIVATE && call->line->target.allow_private))
		return false;
	call->refusal =
	    kind == ADDRESS_PRIVATE ? "address-private" : "address-forbidden";
	return true;
}

curl_socket_t
transport_open_socket(
    void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transport_call *call = arg;
	int fd;

	if (purpose != CURLSOCKTYPE_IPCXN)
		return CURL_SOCKET_BAD;
	if (address_refused(call, address))
		return CURL_SOCKET_BAD;
	fd = socket(address->family, address->socktype, address->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    transport_socket_opened(call->line->set, fd) != 0) {
		(void)close(fd);
		return CURL_SOCKET_BAD;
	}
	call->opened++;
	return fd;
}

CURLcode
transport_tls_begin(CURL *easy, void *ssl_ctx, void *arg)
{
	struct transport_call *call = arg;

	(void)easy;
	/* of a proxy's own TLS, when there is one, comes another context */
	tls_watch_release(call->watch);
	call->watch = tls_watch_new(ssl_ctx);
	return call->watch != NULL ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

/* Who is at the other end of a connection of an earlier exchange. */
static void
find_watch(struct transport_call *call)
{
	struct curl_tlssessioninfo *info = NULL;

	if (call->watch == NULL &&
	    curl_easy_getinfo(call->easy, CURLINFO_TLS_SSL_PTR, &info) ==
		CURLE_OK &&
	    info != NULL && info->backend == CURLSSLBACKEND_OPENSSL &&
	    info->internals != NULL)
		call->watch = tls_watch_of(info->internals);
}

/*
 * libcurl has looked at the peer already; that it looked at all, and that a
 * pin was checked although the chain was not, is made sure of here.
 */
static bool
peer_refused(struct transport_call *call)
{
	const char *pins = call->line->target.pin_sha256;
	const struct tls_peer *peer;

	if (!call->https)
		return false;
	find_watch(call);
	peer = tls_watch_peer(call->watch);
	if (pins != NULL) {
		if (tls_pins_have(pins, peer->pin))
			return false;
		transport_fail(
		    call, "tls-pin", _("the server's key has another pin"));
		return true;
	}
	if (tls_chain_verdict(peer) == TLS_CHAIN_GOOD)
		return false;
	transport_fail(call, "tls-untrusted", "%s", tls_chain_text(peer));
	return true;
}

static bool
life_is_over(struct transport_call *call)
{
	if (call->not_after_ms == 0 ||
	    clock_boot_ms(call->line->set->clock) < call->not_after_ms)
		return false;
	transport_fail(call, "expired",
	    _("no time was left when the connection was ready"));
	return true;
}

/* Whether libcurl has written something since the gate was passed. */
static bool
was_written(struct transport_call *call)
{
	long written = 0;

	return curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &written) !=
	    CURLE_OK ||
	    written > call->request_before;
}

/*
 * libcurl is about to repeat a request on its own, since a kept connection
 * turned out to be closed.  Unless not a byte of the first one was written,
 * whether it arrived is not known; so it ends here in either case.
 */
static int
refuse_repetition(struct transport_call *call)
{
	if (was_written(call)) {
		transport_fail(call, "request-reset",
		    _("the connection was lost, and libcurl would have "
		      "repeated the request"));
		return CURL_PREREQFUNC_ABORT;
	}
	call->unwritten = true;
	transport_fail(call, "request-not-written",
	    _("the connection that was kept had been closed"));
	return CURL_PREREQFUNC_ABORT;
}

/* The deadline of the connection becomes that of the answer. */
static int
start_answer_time(struct transport_call *call)
{
	struct transport *t = call->line->set;

	call->expires = false;
	return transport_alarm_set(
	    t, &call->alarm, clock_boot_ms(t->clock) + call->timeout_ms);
}

int
transport_gate(
    void *arg, char *remote_ip, char *local_ip, int remote_port, int local_port)
{
	struct transport_call *call = arg;
	struct transport_result *result = &call->answer->result;

	(void)local_ip;
	(void)local_port;
	if (call->gates > 0)
		return refuse_repetition(call);
	(void)snprintf(
	    result->remote_ip, sizeof(result->remote_ip), "%s", remote_ip);
	result->remote_port = remote_port;
	result->reach = TRANSPORT_SECURED;
	result->kept = call->opened == 0;
	if (peer_refused(call) || life_is_over(call))
		return CURL_PREREQFUNC_ABORT;
	if (call->before_first_byte != NULL &&
	    call->before_first_byte(call->before_first_byte_arg) != 0) {
		transport_fail(call, "attempt-unrecorded",
		    _("the attempt could not be recorded"));
		return CURL_PREREQFUNC_ABORT;
	}
	if (life_is_over(call))
		return CURL_PREREQFUNC_ABORT;
	(void)curl_easy_getinfo(
	    call->easy, CURLINFO_REQUEST_SIZE, &call->request_before);
	call->gates++;
	return start_answer_time(call) == 0 ? CURL_PREREQFUNC_OK :
					      CURL_PREREQFUNC_ABORT;
}

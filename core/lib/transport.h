/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to a provider and back: HTTP over libcurl's multi interface, many
 * exchanges at once, none of them blocking, on connections that are kept.
 * Knows nothing of messages.  What it promises: exactly how far each exchange
 * came, never a second request that nobody decided on, and an end of each
 * exchange within its deadlines.
 */
#ifndef SMSGW_TRANSPORT_H
#define SMSGW_TRANSPORT_H

#include "tls.h"

struct clock;
struct transport;      /* a set of exchanges; used by one thread at a time */
struct transport_line; /* the way to a server, and its connections */
struct transport_call; /* one exchange under way */

#define TRANSPORT_BODY_MAX ((size_t)65536)    /* of an answer, decoded */
#define TRANSPORT_HEADERS_MAX ((size_t)65536) /* all lines, 1xx and trailers */
#define TRANSPORT_DETAIL_SIZE 256

/* Where to, and how careful: from the gateway, never from a provider. */
struct transport_target {
	/*
	 * A file of CAs instead of the system's; or pins (see tls.h), which
	 * take the place of chain and host name.  NULL: the system's CAs.
	 */
	const char *ca_file;
	const char *pin_sha256;
	/*
	 * The URL of a proxy; NULL: none, whatever the environment says.  The
	 * proxy's address is the admin's choice and not checked; the provider's
	 * is resolved by the proxy, so nothing here can check it then.
	 */
	const char *proxy;
	const char *user_agent; /* NULL: no such header */
	bool allow_private;     /* see address.h */
	bool tls_legacy;        /* TLS 1.0, old keys; only with a pin */
	bool http2;             /* over TLS, where the server offers it */
	/*
	 * Connections are kept for the next exchange, and closed when nothing
	 * used them for a while: for less long than servers keep them.
	 */
	bool keep;
	/*
	 * Lines that are kept and equal in all of the above share their
	 * connections where they have the same key (the address of the
	 * service, say); NULL: never.
	 */
	const char *key;
};

struct transport_header {
	const char *name;
	const char *value;
};

/*
 * The request goes out with Host, User-Agent (from the target), the headers
 * given here, Content-Length where there is a body or the method is POST, PUT
 * or PATCH, and nothing else.  Content-Length, Transfer-Encoding, Connection
 * and Expect may not be given; the host name in the URL may not carry a user.
 */
struct transport_request {
	const char *method; /* capital letters */
	const char *url;    /* http:// or https://; sent as it is written */
	const struct transport_header *headers;
	size_t header_count;
	const void
	    *body; /* borrowed until done is called; the rest is copied */
	size_t body_len;
	int64_t connect_timeout_ms; /* name, connection and TLS together */
	int64_t timeout_ms; /* from the first byte to the last of the answer */
	/*
	 * From this moment (clock_boot_ms) on no first byte is written; 0: any
	 * time.  Looked at after connect and TLS, and behind before_first_byte.
	 */
	int64_t not_after_boot_ms;
	/*
	 * Called once, between TLS and the first byte, to make the attempt
	 * durable; anything but 0 ends the exchange unsent, as
	 * "attempt-unrecorded".  May be NULL.  Must not call this module.
	 */
	int (*before_first_byte)(void *arg);
	void *before_first_byte_arg;
};

/* In this order; an exchange that failed got at least as far as it says. */
enum transport_reach {
	TRANSPORT_NOTHING,
	TRANSPORT_RESOLVED,  /* the name has an address (or was one) */
	TRANSPORT_CONNECTED, /* TCP, and the proxy's tunnel not yet */
	TRANSPORT_SECURED,   /* ready for the first byte; http: as CONNECTED */
	TRANSPORT_WRITING,   /* a byte of the request may have been written */
	TRANSPORT_WRITTEN,   /* all of it was */
	TRANSPORT_ANSWERING, /* something came back */
	TRANSPORT_ANSWERED,  /* a whole answer of any status was read */
};

/* Durations in microseconds; -1 where a phase was not ended. */
struct transport_times {
	int64_t dns_us;
	int64_t connect_us;
	int64_t tls_us;     /* -1 with plain http, too */
	int64_t request_us; /* the gate to the first byte of the answer */
	int64_t answer_us;  /* the first byte of the answer to the last */
	int64_t total_us;   /* always set */
};

/*
 * What came of an exchange.  code is NULL when a whole answer was read, else
 * an entry of the catalogue:
 *
 *	nothing sent	url-invalid, request-invalid, pin-invalid, tls-ca-file,
 *			dns-unknown, dns-timeout, connect-refused,
 *			connect-unreachable, connect-timeout, connect-failed,
 *			proxy-unknown, proxy-failed, address-private,
 *			address-forbidden, tls-timeout, tls-failed,
 *			tls-untrusted, tls-expired, tls-host, tls-pin, expired,
 *			attempt-unrecorded, request-not-written (the connection
 *			broke at the first byte)
 *	perhaps sent	request-reset (the connection broke before an answer),
 *			request-timeout (not wholly written), answer-timeout,
 *			answer-missing (closed without an answer), answer-cut
 *			(closed within it), answer-reset (reset within it),
 *			answer-not-http, answer-unreadable, answer-too-large
 *	either		no-memory, cancelled, internal
 *
 * reach < TRANSPORT_WRITING says that surely nothing was sent.  A body without
 * a length is whole when the connection was closed, as libcurl sees it: over
 * TLS, 7.88 does not ask for a goodbye then.
 */
struct transport_result {
	enum transport_reach reach;
	const char *code;                   /* lives for ever */
	char detail[TRANSPORT_DETAIL_SIZE]; /* one line; a stranger's text, to
	                                       be escaped; no header values and
	                                       no query */
	int curl_code;                      /* CURLcode, for vendors */

	int status; /* 0 until a status line was read; never 1xx at the end */
	struct transport_header *headers; /* as received, in order; no 1xx */
	size_t header_count;
	const char *content_type; /* its header's value; NULL when absent */
	char *body;               /* never NULL; a NUL behind it */
	size_t body_len;

	/*
	 * of the request, header and body; exact where one write took all, as
	 * is the rule, else at least so many
	 */
	size_t bytes_written;
	struct transport_times times;
	char remote_ip[64]; /* connected to, or refused; "" when none */
	int remote_port;
	bool kept; /* it went over a connection of an earlier exchange */
	struct tls_peer peer;
};

/*
 * A set of exchanges with its own connections.  The clock drives all
 * deadlines and must outlive it.  NULL when there is no memory, or libcurl has
 * no OpenSSL.
 */
struct transport *transport_new(const struct clock *clock);

/* Cancels what is under way (done is called for each) and frees the set. */
void transport_free(struct transport *t);

/*
 * A line to a target, which is copied.  Connections are never shared with lines
 * of another target, so that what one gateway allows never serves a second
 * one; who asks for an equal target gets the same line, and gives it back as
 * often as it was asked for.  A target that cannot be right ends each of its
 * exchanges.  NULL when there is no memory.
 */
struct transport_line *transport_line_new(
    struct transport *t, const struct transport_target *target);

/*
 * Gives a line back.  The last one cancels what is under way on it, closes its
 * connections and frees it.  Not from within done.  NULL is allowed; lines left
 * over go with their set.
 */
void transport_line_free(struct transport_line *line);

/*
 * Starts an exchange.  done is called exactly once for it, from transport_poll,
 * transport_cancel, or the end of line or set, never from here, and owns the
 * result, which it frees with transport_result_free.  A target or request that
 * cannot be right ends the same way.  done may start others, but not poll, nor
 * free a line or the set.  NULL, and done is not called, when there is no
 * memory or the set is being freed; else a handle that is valid until done is
 * called.
 */
struct transport_call *transport_start(struct transport_line *line,
    const struct transport_request *request,
    void (*done)(void *arg, struct transport_result *result), void *arg);

/* Ends an exchange as "cancelled", with the reach it had. */
void transport_cancel(struct transport_call *call);

/*
 * Waits for at most max_wait_ms until something happens, does what can be
 * done, and calls done for what has ended.  The number of exchanges still
 * under way, or -1 when the system's waiting fails (they all have been ended).
 */
int transport_poll(struct transport *t, int64_t max_wait_ms);

/*
 * A descriptor that is readable when transport_poll has something to do, for
 * a program with an event loop of its own; it also has to call transport_poll
 * after transport_next_ms().
 */
int transport_fd(const struct transport *t);

/* Milliseconds to the next deadline, 0 when one is due; -1: none. */
int64_t transport_next_ms(const struct transport *t);

/* Ends a wait in transport_poll; the only call for other threads. */
void transport_wake(struct transport *t);

/*
 * One exchange from start to end, others go on meanwhile.  The caller frees
 * the result.  NULL when there is no memory.
 */
struct transport_result *transport_run(
    struct transport_line *line, const struct transport_request *request);

/* Wipes and frees; takes NULL. */
void transport_result_free(struct transport_result *result);

/* The first header of that name, in any case, or NULL. */
const char *transport_result_header(
    const struct transport_result *result, const char *name);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One exchange under way, as the files of transport share it: transport.c
 * drives it, transport_setup.c tells libcurl of it, transport_gate.c watches
 * over its connection and first byte, transport_answer.c collects what comes
 * back, transport_judge.c says what came of it, by the names of
 * transport_fault.c.  Private to them.
 */
#ifndef SMSGW_TRANSPORT_CALL_H
#define SMSGW_TRANSPORT_CALL_H

#include "arena.h"
#include "buf.h"
#include "transport.h"

#include <curl/curl.h>

/* A result and the memory of its headers and body. */
struct transport_answer {
	struct transport_result result; /* the first, so that it can be freed */
	struct arena arena;
	struct buf body;
	size_t header_cap;   /* entries that result.headers has room for */
	size_t header_bytes; /* of all lines that came */
	char empty[1];       /* the body of an answer without one */
	bool begun;          /* a line of an answer came */
	bool final;          /* the header with the final status is whole */
};

struct transport_call {
	const struct clock *clock;
	struct transport_call *prev, *next;
	void (*done)(void *arg, struct transport_result *result);
	void *arg;

	CURL *easy;
	struct curl_slist *headers;
	struct transport_answer *answer;
	char error[CURL_ERROR_SIZE];

	char *pins;  /* or NULL */
	char *proxy; /* or NULL */
	bool https;
	bool allow_private;
	size_t body_len;
	int64_t timeout_ms;
	int64_t not_after_ms; /* or 0 */
	int (*before_first_byte)(void *arg);
	void *before_first_byte_arg;

	const char *fault;   /* ours, goes before libcurl's; or NULL */
	const char *refusal; /* of an address; counts if no other was tried */
	bool dead;           /* never given to libcurl: wrong from the start */
	int64_t started_ms;
	int64_t deadline_ms;
	bool expires; /* the deadline is the end of the life */
	bool tls_begun;
	int opened; /* sockets */
	int gates;  /* passed; a second one is a hidden repetition */
	/* bytes written when the gate opened: the proxy's */
	long request_before;
};

/* Callbacks for libcurl; the call is their argument. */
curl_socket_t transport_open_socket(
    void *call, curlsocktype purpose, struct curl_sockaddr *address);
CURLcode transport_tls_begin(CURL *easy, void *ssl_ctx, void *call);
int transport_gate(void *call, char *remote_ip, char *local_ip, int remote_port,
    int local_port);
size_t transport_take_header(char *data, size_t size, size_t n, void *call);
size_t transport_take_body(char *data, size_t size, size_t n, void *call);

/* An empty result, or NULL. */
struct transport_answer *transport_answer_new(void);

/* Puts the body into the result; nothing is taken any more. */
void transport_answer_close(struct transport_answer *a);

/*
 * Tells libcurl all about an exchange.  CURLE_OK also when target or request
 * are wrong, call->fault says so then; else what libcurl said.
 */
CURLcode transport_setup(struct transport_call *call,
    const struct transport_target *target,
    const struct transport_request *request);

/* Ends the call's chances with a code of ours and a detail. */
void transport_fail(struct transport_call *call, const char *code,
    const char *format, ...) COMPAT_PRINTF(3, 4);

/* Fills in the result: reach, code, detail, times. */
void transport_judge(
    struct transport_call *call, CURLcode code, int64_t now_ms);

/*
 * The catalogue's code for a CURLcode, before and after the first byte; NULL
 * when the table has no line for it.
 */
const char *transport_fault_unsent(int curl_code);
const char *transport_fault_sent(int curl_code);

#endif

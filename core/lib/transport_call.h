/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The insides that the files of transport share: transport.c waits and drives,
 * transport_socket.c tells the system which sockets to watch, transport_line.c
 * has the connections and handles to one server, transport_setup.c tells
 * libcurl of target and request, transport_gate.c watches over connection and
 * first byte, transport_answer.c collects what comes back, transport_judge.c
 * says what came of it, by the names of transport_fault.c.  Private to them.
 */
#ifndef SMSGW_TRANSPORT_CALL_H
#define SMSGW_TRANSPORT_CALL_H

#include "arena.h"
#include "buf.h"
#include "timer.h"
#include "transport.h"

#include <curl/curl.h>

struct tls_watch;

/*
 * One multi handle takes no more connections than this: what libcurl does for
 * one of them costs more, the more there are (15 us with 32, 37 with 1,024).
 */
#define TRANSPORT_SHARD_MAX 64

/* A deadline, and what is done when it comes. */
struct transport_alarm {
	struct timer timer; /* first */
	void (*ring)(struct transport *t, struct transport_alarm *alarm);
};

/* What the system was told of a socket, and what libcurl wants of it. */
struct transport_socket {
	struct transport_shard *shard; /* NULL: libcurl wants nothing */
	uint32_t wanted, registered;   /* EPOLLIN | EPOLLOUT */
	/* a connection, whose end we hear of; not what libcurl resolves by */
	bool connection;
};

/* A set; one epoll descriptor watches all its sockets. */
struct transport {
	const struct clock *clock;
	int epoll_fd, wake_fd;
	struct timer_heap timers;
	struct transport_socket *sockets; /* by descriptor */
	size_t socket_count;
	struct transport_line *lines;
	struct transport_shard *due; /* to be driven at once */
	struct transport_call *dead; /* wrong from the start, to be ended */
	int count;                   /* exchanges under way */
	bool busy;                   /* in transport_poll */
	bool has_ended;              /* an exchange did, in this turn */
	bool closing;                /* nothing is started any more */
};

/* Some of a line's connections: one multi handle of libcurl. */
struct transport_shard {
	struct transport_alarm alarm; /* libcurl's; first */
	struct transport_alarm idle;  /* when to close what nothing uses */
	struct transport_line *line;
	CURLM *multi;
	int busy; /* exchanges under way */
	bool is_due;
	struct transport_shard *next, *next_due;
};

struct transport_line {
	struct transport *set;
	struct transport_line *prev, *next;
	struct transport_target target; /* strings of the arena */
	struct arena arena;
	int holders;        /* who asked for it */
	const char *fault;  /* what is wrong with the target, or NULL */
	const char *detail; /* of the fault */
	struct transport_shard *shards;
	struct transport_call *calls; /* under way */
	struct transport_call *spare; /* ended; their handles are used again */
	int64_t idle_ms;              /* how long a connection is kept */
	bool idle_said;               /* by a server */
};

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

/* Between two exchanges only easy, line and method stay. */
struct transport_call {
	struct transport_alarm alarm; /* its deadline; first */
	struct transport_line *line;
	CURL *easy;
	char method[17]; /* that the handle was told of last */

	struct transport_call *prev, *next; /* of the line, or of the spare */
	struct transport_call *next_dead;
	struct transport_shard *shard; /* NULL: not given to libcurl */
	void (*done)(void *arg, struct transport_result *result);
	void *arg;
	struct arena arena; /* of the request's header */
	struct transport_answer *answer;
	struct tls_watch
	    *watch; /* of its connection, once TLS began, or NULL */
	char error[CURL_ERROR_SIZE];

	bool https;
	size_t body_len;
	int64_t timeout_ms;
	int64_t not_after_ms; /* or 0 */
	int (*before_first_byte)(void *arg);
	void *before_first_byte_arg;

	const char *fault;   /* ours, goes before libcurl's; or NULL */
	const char *refusal; /* of an address; counts if no other was tried */
	bool dead;           /* never given to libcurl: wrong from the start */
	int64_t started_ms;
	bool expires;   /* the deadline is the end of the life */
	int opened;     /* sockets */
	int gates;      /* passed; a second one is a hidden repetition */
	bool unwritten; /* the repetition is of a request never written */
	/* bytes written when the gate opened: the proxy's */
	long request_before;
};

/* Sets an alarm anew; 0, or -1 without memory. */
int transport_alarm_set(
    struct transport *t, struct transport_alarm *alarm, int64_t at_ms);

/* Has a shard driven before the set waits again. */
void transport_shard_due(struct transport_shard *shard);

/* Ends an exchange: tells what came of it, and keeps or frees the handle. */
void transport_call_end(struct transport_call *call, CURLcode code);

/* A handle for an exchange, or NULL without memory. */
struct transport_call *transport_call_new(struct transport_line *line);

/* Takes a handle back, for the next exchange or for good. */
void transport_call_release(struct transport_call *call);

/* Gives an exchange to one of the line's shards; 0, or -1. */
int transport_line_add(
    struct transport_line *line, struct transport_call *call);

/* Takes it out again; what is kept of the connection is libcurl's. */
void transport_line_remove(struct transport_call *call);

/* Ends all exchanges of a line with a code of ours. */
void transport_line_end(
    struct transport_line *line, const char *code, const char *why);

/* libcurl's CURLMOPT_SOCKETFUNCTION; the shard is its argument. */
int transport_socket_want(
    CURL *easy, curl_socket_t fd, int what, void *shard, void *assigned);

/* Makes room for the descriptors below count; 0, or -1 without memory. */
int transport_socket_reserve(struct transport *t, size_t count);

/* A connection's socket was opened; 0, or -1 without memory. */
int transport_socket_opened(struct transport *t, curl_socket_t fd);

/* CURLOPT_CLOSESOCKETFUNCTION; the set is its argument. */
int transport_socket_close(void *set, curl_socket_t fd);

/* Gives an event of the system's to the shard that waits for it. */
void transport_socket_event(
    struct transport *t, curl_socket_t fd, uint32_t events);

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

/* What is wrong with a target: line->fault and line->detail, if anything. */
void transport_check_target(struct transport_line *line);

/*
 * Tells a new handle what holds for the whole line, and a handle what the next
 * request is.  CURLE_OK also when the request is wrong, call->fault says so
 * then; else what libcurl said.
 */
CURLcode transport_setup_line(struct transport_call *call);
CURLcode transport_setup_request(
    struct transport_call *call, const struct transport_request *request);

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

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection after the other, all in one loop.  A fault takes the place of
 * the answer at the moment that it is for.
 */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLOW_MS 1000
/* Between the bytes of half an answer and the reset, which would undo them. */
#define BEFORE_RESET_MS 100
#define ENDLESS_PIECE 4096

enum { PLAIN, TLS, REFUSING, SOCKETS };

struct server {
	struct world *world;
	SSL_CTX *tls;
	struct evconnlistener *listeners[SOCKETS];
	int refusing; /* bound, not listening */
	uint16_t ports[SOCKETS];
	struct conn *conns;
};

struct conn {
	struct server *server;
	struct conn *next, **link;
	struct bufferevent *bev;
	evutil_socket_t fd;
	SSL *ssl; /* of bev; NULL: plain */
	struct event *timer;
	uint64_t number;
	struct incoming request;
	struct visit visit;
	enum fault fault; /* chosen when it connected */
	bool answering;   /* what comes in waits */
	bool close;       /* when all is written */
	size_t sent;      /* of the body, byte by byte */
};

static void conn_read(struct conn *conn);

static void
conn_free(struct conn *conn)
{
	reports_forget(conn->server->world->reports, conn);
	*conn->link = conn->next;
	if (conn->next != NULL)
		conn->next->link = conn->link;
	if (conn->timer != NULL)
		event_free(conn->timer);
	/* says goodbye, unless it is quiet; libevent closes first */
	if (conn->ssl != NULL && SSL_is_init_finished(conn->ssl) &&
	    SSL_shutdown(conn->ssl) < 0)
		ERR_clear_error();
	if (conn->bev != NULL)
		bufferevent_free(conn->bev);
	else
		evutil_closesocket(conn->fd);
	visit_fini(&conn->visit);
	incoming_fini(&conn->request);
	free(conn);
}

/* Ends it with RST, without a word of TLS. */
static void
conn_reset(struct conn *conn)
{
	const struct linger hard = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(conn->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
	if (conn->ssl != NULL)
		SSL_set_quiet_shutdown(conn->ssl, 1);
	conn_free(conn);
}

static void
conn_wait(struct conn *conn, int64_t ms)
{
	const struct timeval wait = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_usec = (suseconds_t)(ms % 1000 * 1000),
	};

	if (evtimer_add(conn->timer, &wait) != 0)
		conn_free(conn);
}

static int
conn_write(struct conn *conn, const struct buf *data, size_t len)
{
	return data->failed ? -1 :
			      bufferevent_write(conn->bev, buf_str(data), len);
}

/* The head, and then so much of the body. */
static void
conn_write_answer(struct conn *conn, size_t len)
{
	if (conn_write(conn, &conn->visit.head, conn->visit.head.len) != 0 ||
	    conn_write(conn, &conn->visit.body, len) != 0)
		conn_free(conn);
}

/* A body without an end, as chunks. */
static void
conn_begin_endless(struct conn *conn)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n"
				   "Content-Type: application/json\r\n"
				   "Transfer-Encoding: chunked\r\n\r\n";

	(void)bufferevent_write(conn->bev, head, sizeof(head) - 1);
}

static void
conn_go_on_endless(struct conn *conn)
{
	static const char piece[ENDLESS_PIECE + 1];
	struct evbuffer *out = bufferevent_get_output(conn->bev);

	if (evbuffer_add_printf(out, "%x\r\n", ENDLESS_PIECE) < 0 ||
	    evbuffer_add(out, piece, ENDLESS_PIECE) != 0 ||
	    evbuffer_add(out, "\r\n", 2) != 0)
		conn_free(conn);
}

/* Writes the answer as the fault wants it. */
static void
conn_answer(struct conn *conn)
{
	const size_t len = conn->visit.body.len;

	switch (conn->visit.plan.fault) {
	case FAULT_HALF_ANSWER:
	case FAULT_RESET_IN_ANSWER:
		conn->close = true;
		conn_write_answer(conn, len / 2);
		return;
	case FAULT_SLOW:
		conn->sent = 0;
		conn_write_answer(conn, 0);
		return;
	case FAULT_ENDLESS:
		conn_begin_endless(conn);
		return;
	default:
		conn->close = !conn->request.keep_alive;
		conn_write_answer(conn, len);
	}
}

/* What happens to a connection once the request is there. */
static void
conn_strike(struct conn *conn)
{
	const struct plan *plan = &conn->visit.plan;
	int64_t delay_ms = plan->delay_ms;

	switch (plan->fault) {
	case FAULT_RESET_ON_CONNECT:
	case FAULT_RESET_BEFORE_HEADERS:
	case FAULT_RESET_AFTER_HEADERS:
	case FAULT_RESET_AFTER_BODY:
		conn_reset(conn);
		return;
	case FAULT_CLOSE_AFTER_BODY:
		conn_free(conn);
		return;
	case FAULT_STALL:
	case FAULT_NO_ANSWER:
		return;
	case FAULT_LATE:
		if (delay_ms < 0)
			delay_ms = PLAN_LATE_MS;
		break;
	default:
		break;
	}
	if (delay_ms > 0)
		conn_wait(conn, delay_ms);
	else
		conn_answer(conn);
}

static void
on_served(void *arg)
{
	conn_strike(arg);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct conn *conn = arg;
	const struct buf *body = &conn->visit.body;

	(void)fd;
	(void)what;
	if (conn->visit.plan.fault == FAULT_RESET_IN_ANSWER && conn->close) {
		conn_reset(conn);
	} else if (conn->visit.plan.fault == FAULT_SLOW &&
	    conn->visit.head.len > 0 && conn->sent > 0) {
		(void)bufferevent_write(
		    conn->bev, buf_str(body) + conn->sent - 1, 1);
	} else {
		conn_answer(conn);
	}
}

/* A head is whole: it may be that no more is to be read. */
static void
conn_take_head(struct conn *conn)
{
	struct world *world = conn->server->world;
	struct visit *visit = &conn->visit;
	struct script_facts facts = { .service = -1 };
	const struct plan *found;

	visit->request = &conn->request;
	visit->connection = conn->number;
	visit->number = ++world->requests;
	visit_take_path(visit);
	facts.gateway = visit->gateway;
	facts.connection = visit->connection;
	facts.request = visit->number;
	found = script_match(&world->script, &facts, STAGE_HEADED);
	if (found != NULL)
		visit->plan = *found;
	else if (fault_facts[visit->forced].stage < STAGE_RECEIVED)
		visit->plan.fault = visit->forced;
	else if (conn->request.wants_continue)
		(void)bufferevent_write(
		    conn->bev, "HTTP/1.1 100 Continue\r\n\r\n", 25);
}

/* Takes what has come; the connection may be gone afterwards. */
static void
conn_read(struct conn *conn)
{
	struct evbuffer *in = bufferevent_get_input(conn->bev);
	enum incoming_state state;

	if (conn->fault == FAULT_RESET_BEFORE_HEADERS) {
		conn_reset(conn);
		return;
	}
	while (!conn->answering) {
		state = incoming_read(&conn->request, in);
		if (state == INCOMING_MORE)
			return;
		if (state == INCOMING_BAD) {
			conn_free(conn);
			return;
		}
		if (state == INCOMING_HEAD)
			conn_take_head(conn);
		conn->answering = state == INCOMING_WHOLE ||
		    fault_facts[conn->visit.plan.fault].stage < STAGE_RECEIVED;
		if (conn->answering && state == INCOMING_HEAD) {
			conn_strike(conn);
			return;
		}
		if (state == INCOMING_WHOLE) {
			serve(
			    conn->server->world, &conn->visit, on_served, conn);
			return;
		}
	}
}

static void
on_read(struct bufferevent *bev, void *arg)
{
	(void)bev;
	conn_read(arg);
}

/* All that was to be written has gone. */
static void
on_written(struct bufferevent *bev, void *arg)
{
	struct conn *conn = arg;
	const enum fault fault = conn->visit.plan.fault;

	(void)bev;
	if (!conn->answering)
		return;
	if (fault == FAULT_RESET_IN_ANSWER) {
		conn_wait(conn, BEFORE_RESET_MS);
	} else if (fault == FAULT_ENDLESS) {
		conn_go_on_endless(conn);
	} else if (fault == FAULT_SLOW && conn->sent < conn->visit.body.len) {
		conn->sent++;
		conn_wait(conn, SLOW_MS);
	} else if (conn->close) {
		conn_free(conn);
	} else {
		incoming_fini(&conn->request);
		incoming_init(&conn->request);
		visit_fini(&conn->visit);
		visit_init(&conn->visit);
		conn->answering = false;
		conn_read(conn);
	}
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) != 0)
		conn_free(arg);
}

static struct conn *
conn_new(struct server *server, evutil_socket_t fd, bool tls)
{
	struct event_base *base = server->world->base;
	struct conn *conn = calloc(1, sizeof(*conn));

	if (conn == NULL) {
		evutil_closesocket(fd);
		return NULL;
	}
	conn->server = server;
	conn->fd = fd;
	conn->number = ++server->world->connections;
	incoming_init(&conn->request);
	visit_init(&conn->visit);
	conn->next = server->conns;
	conn->link = &server->conns;
	if (conn->next != NULL)
		conn->next->link = &conn->next;
	server->conns = conn;
	conn->timer = evtimer_new(base, on_timer, conn);
	if (tls && conn->fault != FAULT_STALL)
		conn->ssl = SSL_new(server->tls);
	if (conn->timer == NULL || (tls && conn->ssl == NULL)) {
		conn_free(conn);
		return NULL;
	}
	return conn;
}

/* Connected: a fault may want to have it without TLS. */
static void
on_connected(struct server *server, evutil_socket_t fd, bool tls)
{
	struct world *world = server->world;
	struct script_facts facts = { .service = -1 };
	const struct plan *found;
	struct conn *conn;
	const int one = 1;

	conn = conn_new(server, fd, tls);
	if (conn == NULL)
		return;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	facts.connection = conn->number;
	found = script_match(&world->script, &facts, STAGE_CONNECTED);
	if (found != NULL)
		conn->fault = found->fault;
	if (conn->fault == FAULT_RESET_ON_CONNECT) {
		SSL_free(conn->ssl);
		conn->ssl = NULL;
		conn_reset(conn);
		return;
	}
	if (conn->fault == FAULT_STALL) {
		SSL_free(conn->ssl);
		conn->ssl = NULL;
		conn->answering = true;
	}
	conn->bev = conn->ssl != NULL ?
	    bufferevent_openssl_socket_new(world->base, fd, conn->ssl,
		BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE) :
	    bufferevent_socket_new(world->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (conn->bev == NULL) {
		SSL_free(conn->ssl);
		conn_free(conn);
		return;
	}
	if (conn->ssl != NULL)
		bufferevent_openssl_set_allow_dirty_shutdown(conn->bev, 1);
	bufferevent_setcb(conn->bev, on_read, on_written, on_event, conn);
	(void)bufferevent_enable(conn->bev, EV_READ | EV_WRITE);
}

static void
on_plain(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *peer, int len, void *arg)
{
	(void)listener;
	(void)peer;
	(void)len;
	on_connected(arg, fd, false);
}

static void
on_tls(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *peer, int len, void *arg)
{
	(void)listener;
	(void)peer;
	(void)len;
	on_connected(arg, fd, true);
}

/* An IP address with a port, as sockets want it; its length, 0: it is none. */
static socklen_t
make_address(const char *text, uint16_t port, struct sockaddr_storage *out)
{
	struct sockaddr_in6 six = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(port),
	};
	struct sockaddr_in four = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
	};

	if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
		memcpy(out, &four, sizeof(four));
		return sizeof(four);
	}
	if (inet_pton(AF_INET6, text, &six.sin6_addr) != 1)
		return 0;
	memcpy(out, &six, sizeof(six));
	return sizeof(six);
}

/* A bound socket and its port; -1 with errno. */
static int
bind_socket(const char *address, uint16_t port, uint16_t *bound)
{
	struct sockaddr_storage where;
	socklen_t len = make_address(address, port, &where);
	const int one = 1;
	int fd;

	if (len == 0) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&where, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&where, &len) != 0 ||
	    evutil_make_socket_nonblocking(fd) != 0) {
		close(fd);
		return -1;
	}
	/* both families have the port at the same place */
	*bound = ntohs(((const struct sockaddr_in *)&where)->sin_port);
	return fd;
}

static int
listen_on(struct server *server, int which, const char *address, uint16_t port,
    evconnlistener_cb on_connection)
{
	int fd = bind_socket(address, port, &server->ports[which]);

	if (fd < 0)
		return -1;
	server->listeners[which] =
	    evconnlistener_new(server->world->base, on_connection, server,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 512, fd);
	if (server->listeners[which] != NULL)
		return 0;
	close(fd);
	return -1;
}

struct server *
server_new(
    struct world *world, const char *address, uint16_t port, SSL_CTX *tls)
{
	struct server *server = calloc(1, sizeof(*server));

	if (server == NULL)
		return NULL;
	server->world = world;
	server->tls = tls;
	server->refusing = -1;
	if (listen_on(server, PLAIN, address, port, on_plain) == 0 &&
	    listen_on(server, TLS, address, port != 0 ? port + 1 : 0, on_tls) ==
		0)
		server->refusing = bind_socket(address,
		    port != 0 ? port + 2 : 0, &server->ports[REFUSING]);
	if (server->refusing >= 0)
		return server;
	server_free(server);
	return NULL;
}

void
server_free(struct server *server)
{
	struct conn *conn, *next;
	int i, error = errno;

	if (server == NULL)
		return;
	for (conn = server->conns; conn != NULL; conn = next) {
		next = conn->next;
		conn_free(conn);
	}
	for (i = 0; i < SOCKETS; i++) {
		if (server->listeners[i] != NULL)
			evconnlistener_free(server->listeners[i]);
	}
	if (server->refusing >= 0)
		close(server->refusing);
	free(server);
	errno = error;
}

uint16_t
server_port(const struct server *server)
{
	return server->ports[PLAIN];
}

uint16_t
server_tls_port(const struct server *server)
{
	return server->ports[TLS];
}

uint16_t
server_refusing_port(const struct server *server)
{
	return server->ports[REFUSING];
}

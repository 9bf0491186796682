/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server on loopback: one thread, one connection after the other.
 */
#include "peer.h"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void
die(const char *what)
{
	perror(what);
	abort();
}

static ssize_t
conn_read(struct peer_conn *c, void *data, size_t len)
{
	if (c->ssl != NULL)
		return SSL_read(c->ssl, data, (int)len);
	return recv(c->fd, data, len, 0);
}

bool
peer_write(struct peer_conn *c, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		if (c->ssl != NULL)
			n = SSL_write(c->ssl, p, (int)len);
		else
			n = send(c->fd, p, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

bool
peer_puts(struct peer_conn *c, const char *text)
{
	return peer_write(c, text, strlen(text));
}

/* How long the request is as a whole; 0 while that is not known. */
static size_t
request_length(const char *text)
{
	const char *end, *length;

	end = strstr(text, "\r\n\r\n");
	if (end == NULL)
		return 0;
	length = strstr(text, "Content-Length: ");
	if (length == NULL || length > end)
		return (size_t)(end + 4 - text);
	return (size_t)(end + 4 - text) +
	    (size_t)strtoul(length + 16, NULL, 10);
}

bool
peer_read_request(struct peer_conn *c)
{
	struct peer *p = c->peer;
	size_t whole;
	ssize_t n;

	p->request_len = 0;
	for (;;) {
		n = conn_read(c, p->request + p->request_len,
		    sizeof(p->request) - 1 - p->request_len);
		if (n <= 0)
			return false;
		p->request_len += (size_t)n;
		p->request[p->request_len] = '\0';
		whole = request_length(p->request);
		if (whole > 0 && p->request_len >= whole) {
			p->requests++;
			return true;
		}
	}
}

bool
peer_wait_close(struct peer_conn *c)
{
	char data[4096];
	bool silent = true;

	while (conn_read(c, data, sizeof(data)) > 0)
		silent = false;
	return silent;
}

bool
peer_hears(struct peer_conn *c, int ms)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLIN };

	return poll(&pfd, 1, ms) > 0;
}

void
peer_reset(struct peer_conn *c)
{
	const struct linger hard = { .l_onoff = 1, .l_linger = 0 };

	if (setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)) != 0)
		die("SO_LINGER");
	(void)close(c->fd);
	c->fd = -1;
}

void
peer_goodbye(struct peer_conn *c)
{
	if (c->ssl != NULL)
		(void)SSL_shutdown(c->ssl);
}

/* A connection whose handshake fails has nobody to serve. */
static void
serve_one(struct peer *p, int fd)
{
	struct peer_conn c = { .peer = p, .fd = fd };

	if (p->ctx != NULL) {
		c.ssl = SSL_new(p->ctx);
		if (c.ssl == NULL || SSL_set_fd(c.ssl, fd) != 1)
			die("SSL_new");
		if (SSL_accept(c.ssl) == 1)
			p->serve(&c);
	} else {
		p->serve(&c);
	}
	SSL_free(c.ssl);
	if (c.fd >= 0)
		(void)close(c.fd);
}

static void *
run(void *arg)
{
	struct peer *p = arg;
	sigset_t set;
	int fd;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGPIPE);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	while ((fd = accept(p->fd, NULL, NULL)) >= 0) {
		p->connections++;
		serve_one(p, fd);
	}
	return NULL;
}

void
peer_start(struct peer *p, void (*serve)(struct peer_conn *conn), SSL_CTX *ctx,
    const void *arg)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	socklen_t len = sizeof(in);

	memset(p, 0, sizeof(*p));
	p->serve = serve;
	p->ctx = ctx;
	p->arg = arg;
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	p->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (p->fd < 0 || sem_init(&p->event, 0, 0) != 0 ||
	    sem_init(&p->go, 0, 0) != 0 ||
	    bind(p->fd, (const struct sockaddr *)&in, len) != 0 ||
	    listen(p->fd, 64) != 0 ||
	    getsockname(p->fd, (struct sockaddr *)&in, &len) != 0 ||
	    pthread_create(&p->thread, NULL, run, p) != 0)
		die("peer");
	p->port = ntohs(in.sin_port);
}

/* On Linux this wakes up accept(). */
void
peer_stop(struct peer *p)
{
	(void)shutdown(p->fd, SHUT_RDWR);
	(void)pthread_join(p->thread, NULL);
	(void)close(p->fd);
	(void)sem_destroy(&p->event);
	(void)sem_destroy(&p->go);
	SSL_CTX_free(p->ctx);
}

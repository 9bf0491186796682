/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which sockets the system watches for libcurl.  What it was told is changed
 * only when an event shows that it no longer fits: libcurl says "nothing" and
 * "to read" around every exchange of a kept connection, and to pass on each of
 * that would cost a quarter of the whole.
 */
#include "transport_call.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

int
transport_socket_reserve(struct transport *t, size_t count)
{
	struct transport_socket *more;
	size_t size = t->socket_count == 0 ? 1 : t->socket_count;

	if (count <= t->socket_count)
		return 0;
	while (size < count)
		size *= 2;
	more = calloc(size, sizeof(*more));
	if (more == NULL)
		return -1;
	if (t->socket_count > 0)
		memcpy(more, t->sockets, t->socket_count * sizeof(*more));
	free(t->sockets);
	t->sockets = more;
	t->socket_count = size;
	return 0;
}

/* The entry of a descriptor, or NULL without memory. */
static struct transport_socket *
socket_entry(struct transport *t, curl_socket_t fd)
{
	return transport_socket_reserve(t, (size_t)fd + 1) == 0 ?
	    &t->sockets[fd] :
	    NULL;
}

static int
socket_register(struct transport *t, curl_socket_t fd,
    struct transport_socket *s, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };
	int op = s->registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;

	if (events == 0)
		op = EPOLL_CTL_DEL;
	if (epoll_ctl(t->epoll_fd, op, fd, &event) != 0)
		return -1;
	s->registered = events;
	return 0;
}

int
transport_socket_opened(struct transport *t, curl_socket_t fd)
{
	struct transport_socket *s = socket_entry(t, fd);

	if (s == NULL)
		return -1;
	*s = (struct transport_socket){ .connection = true };
	return 0;
}

/* What libcurl closes without a word must not be remembered. */
static void
socket_forget(struct transport *t, curl_socket_t fd, struct transport_socket *s)
{
	if (s->registered != 0)
		(void)socket_register(t, fd, s, 0);
	*s = (struct transport_socket){ .shard = NULL };
}

int
transport_socket_want(
    CURL *easy, curl_socket_t fd, int what, void *arg, void *assigned)
{
	struct transport_shard *shard = arg;
	struct transport *t = shard->line->set;
	struct transport_socket *s = socket_entry(t, fd);

	(void)easy;
	(void)assigned;
	if (s == NULL)
		return -1;
	if (what == CURL_POLL_REMOVE && !s->connection) {
		socket_forget(t, fd, s);
		return 0;
	}
	s->wanted = 0;
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		s->wanted |= EPOLLIN;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		s->wanted |= EPOLLOUT;
	s->shard = s->wanted != 0 ? shard : NULL;
	if ((s->wanted & ~s->registered) == 0)
		return 0;
	return socket_register(t, fd, s, s->wanted);
}

/* The system forgets a descriptor that is closed by itself. */
int
transport_socket_close(void *arg, curl_socket_t fd)
{
	struct transport *t = arg;

	if ((size_t)fd < t->socket_count)
		t->sockets[fd] = (struct transport_socket){ .shard = NULL };
	return close(fd);
}

static int
select_bits(uint32_t events)
{
	int bits = 0;

	if ((events & EPOLLIN) != 0)
		bits |= CURL_CSELECT_IN;
	if ((events & EPOLLOUT) != 0)
		bits |= CURL_CSELECT_OUT;
	if ((events & (EPOLLERR | EPOLLHUP)) != 0)
		bits |= CURL_CSELECT_ERR;
	return bits;
}

void
transport_socket_event(struct transport *t, curl_socket_t fd, uint32_t events)
{
	const uint32_t broken = EPOLLERR | EPOLLHUP;
	struct transport_socket *s;
	int running;

	if ((size_t)fd >= t->socket_count)
		return;
	s = &t->sockets[fd];
	if ((events & (s->wanted | broken)) == 0 || s->shard == NULL) {
		(void)socket_register(t, fd, s, s->wanted);
		return;
	}
	transport_shard_due(s->shard);
	(void)curl_multi_socket_action(
	    s->shard->multi, fd, select_bits(events), &running);
}

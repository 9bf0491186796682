/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service that accepts every message, and answers so many milliseconds after
 * it has read it: slow_sink DELAY_MS.  Prints its port, ends with standard
 * input.
 */
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static struct event_base *base;
static struct timeval delay;

static void
answer(evutil_socket_t fd, short events, void *arg)
{
	struct evhttp_request *request = arg;
	struct evbuffer *body = evbuffer_new();

	(void)fd;
	(void)events;
	evbuffer_add_printf(body, "{\"code\":\"0\",\"msgId\":\"1\"}");
	evhttp_send_reply(request, HTTP_OK, "OK", body);
	evbuffer_free(body);
}

static void
take(struct evhttp_request *request, void *arg)
{
	(void)arg;
	evhttp_request_own(request);
	if (event_base_once(base, -1, EV_TIMEOUT, answer, request, &delay) != 0)
		answer(-1, 0, request);
}

static void
stop(evutil_socket_t fd, short events, void *arg)
{
	char byte;

	(void)events;
	(void)arg;
	if (read((int)fd, &byte, 1) <= 0)
		event_base_loopbreak(base);
}

static int
port_of(struct evhttp_bound_socket *bound)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);

	if (bound == NULL ||
	    getsockname(evhttp_bound_socket_get_fd(bound),
		(struct sockaddr *)&address, &size) != 0)
		return 0;
	return ntohs(address.sin_port);
}

int
main(int argc, char **argv)
{
	long ms = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	struct event *input;
	struct evhttp *http;
	int port;

	delay.tv_sec = ms / 1000;
	delay.tv_usec = ms % 1000 * 1000;
	base = event_base_new();
	http = base != NULL ? evhttp_new(base) : NULL;
	if (http == NULL)
		return 1;
	evhttp_set_gencb(http, take, NULL);
	port = port_of(evhttp_bind_socket_with_handle(http, "127.0.0.1", 0));
	if (port == 0)
		return 1;
	printf("%d\n", port);
	(void)fflush(stdout);
	input = event_new(base, 0, EV_READ | EV_PERSIST, stop, NULL);
	if (input == NULL || event_add(input, NULL) != 0)
		return 1;
	(void)event_base_dispatch(base);
	event_free(input);
	evhttp_free(http);
	event_base_free(base);
	return 0;
}

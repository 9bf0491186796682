/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set of exchanges: starting, waiting for all of them at once, the
 * deadlines by our clock, and ending each exchange exactly once.
 */
#include "transport.h"
#include "clock.h"
#include "lang.h"
#include "precondition.h"
#include "transport_call.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#define SOCKETS_AT_FIRST 64

/* Events that one wait takes from the system. */
#define EVENTS_MAX 64

/*
 * OpenSSL may write to a connection that the peer has reset.  A library
 * cannot change what a signal does, but it can keep one from its thread.
 */
struct pipe_guard {
	sigset_t old;
	bool pending; /* somebody else's, from before */
	bool blocked;
};

static void
pipe_guard_begin(struct pipe_guard *g)
{
	sigset_t set;

	g->pending = sigpending(&set) == 0 && sigismember(&set, SIGPIPE) == 1;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGPIPE);
	g->blocked = pthread_sigmask(SIG_BLOCK, &set, &g->old) == 0;
}

static void
pipe_guard_end(struct pipe_guard *g)
{
	const struct timespec at_once = { 0, 0 };
	sigset_t set;

	if (!g->blocked)
		return;
	if (!g->pending && sigpending(&set) == 0 &&
	    sigismember(&set, SIGPIPE) == 1) {
		(void)sigemptyset(&set);
		(void)sigaddset(&set, SIGPIPE);
		(void)sigtimedwait(&set, NULL, &at_once);
	}
	(void)pthread_sigmask(SIG_SETMASK, &g->old, NULL);
}

/* The record of the peer is OpenSSL's: another TLS library has none. */
static bool
curl_is_fit(void)
{
	const curl_version_info_data *v = curl_version_info(CURLVERSION_NOW);

	return v->ssl_version != NULL &&
	    strstr(v->ssl_version, "OpenSSL") != NULL;
}

/* The descriptors that a wait is made of; 0, or -1. */
static int
open_descriptors(struct transport *t)
{
	struct epoll_event event = { .events = EPOLLIN };

	t->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	t->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (t->epoll_fd < 0 || t->wake_fd < 0)
		return -1;
	event.data.fd = t->wake_fd;
	return epoll_ctl(t->epoll_fd, EPOLL_CTL_ADD, t->wake_fd, &event);
}

static void
set_free(struct transport *t)
{
	if (t->epoll_fd >= 0)
		(void)close(t->epoll_fd);
	if (t->wake_fd >= 0)
		(void)close(t->wake_fd);
	timer_heap_fini(&t->timers);
	free(t->sockets);
	free(t);
}

struct transport *
transport_new(const struct clock *clock)
{
	struct transport *t;

	require_or_return(clock != NULL, NULL);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return NULL;
	t = calloc(1, sizeof(*t));
	if (t == NULL || !curl_is_fit()) {
		free(t);
		curl_global_cleanup();
		return NULL;
	}
	t->clock = clock;
	t->epoll_fd = t->wake_fd = -1;
	timer_heap_init(&t->timers);
	/* room for the first sockets, so that few ask for it when it is late */
	if (open_descriptors(t) == 0 &&
	    transport_socket_reserve(t, SOCKETS_AT_FIRST) == 0)
		return t;
	set_free(t);
	curl_global_cleanup();
	return NULL;
}

void
transport_free(struct transport *t)
{
	struct pipe_guard guard;

	if (t == NULL)
		return;
	require_or_return_void(!t->busy);
	pipe_guard_begin(&guard);
	t->closing = true;
	while (t->lines != NULL) {
		t->lines->holders = 1; /* whoever still has it */
		transport_line_free(t->lines);
	}
	pipe_guard_end(&guard);
	set_free(t);
	curl_global_cleanup();
}

int
transport_alarm_set(
    struct transport *t, struct transport_alarm *alarm, int64_t at_ms)
{
	return timer_set(&t->timers, &alarm->timer, at_ms);
}

void
transport_shard_due(struct transport_shard *shard)
{
	struct transport *t = shard->line->set;

	if (shard->is_due)
		return;
	shard->is_due = true;
	shard->next_due = t->due;
	t->due = shard;
}

static void
call_link(struct transport_call *call)
{
	struct transport_line *line = call->line;

	call->prev = NULL;
	call->next = line->calls;
	if (line->calls != NULL)
		line->calls->prev = call;
	line->calls = call;
	line->set->count++;
}

static void
call_unlink(struct transport_call *call)
{
	struct transport_line *line = call->line;
	struct transport_call **link;

	if (call->prev != NULL)
		call->prev->next = call->next;
	else
		line->calls = call->next;
	if (call->next != NULL)
		call->next->prev = call->prev;
	for (link = &line->set->dead; call->dead && *link != NULL;
	     link = &(*link)->next_dead) {
		if (*link == call) {
			*link = call->next_dead;
			break;
		}
	}
	line->set->count--;
	line->set->has_ended = true;
}

/* Lets the connection go, then tells the caller, who may start others. */
void
transport_call_end(struct transport_call *call, CURLcode code)
{
	struct transport *t = call->line->set;
	struct transport_result *result = &call->answer->result;
	void (*done)(void *arg, struct transport_result *result) = call->done;
	void *arg = call->arg;

	call_unlink(call);
	timer_clear(&t->timers, &call->alarm.timer);
	transport_judge(call, code, clock_boot_ms(t->clock));
	transport_line_remove(call);
	call->answer = NULL;
	transport_call_release(call);
	done(arg, result);
}

/* An exchange has run out of time. */
static void
call_ring(struct transport *t, struct transport_alarm *alarm)
{
	struct transport_call *call = (struct transport_call *)alarm;

	(void)t;
	if (call->expires && !call->dead)
		transport_fail(call, "expired",
		    _("no time was left before the connection was ready"));
	transport_call_end(call, CURLE_OPERATION_TIMEDOUT);
}

static int
call_set_deadline(
    struct transport_call *call, const struct transport_request *request)
{
	struct transport *t = call->line->set;
	int64_t deadline_ms;

	call->alarm.ring = call_ring;
	call->started_ms = clock_boot_ms(t->clock);
	deadline_ms = call->started_ms + request->connect_timeout_ms;
	if (call->not_after_ms != 0 && call->not_after_ms < deadline_ms) {
		deadline_ms = call->not_after_ms;
		call->expires = true;
	}
	if (call->expires && deadline_ms <= call->started_ms &&
	    call->fault == NULL)
		transport_fail(
		    call, "expired", _("no time was left to connect"));
	return transport_alarm_set(t, &call->alarm, deadline_ms);
}

/* Notes what was wrong from the beginning, or gives it to libcurl. */
static int
call_begin(struct transport_call *call)
{
	struct transport *t = call->line->set;

	if (call->fault == NULL && transport_line_add(call->line, call) < 0)
		return -1;
	if (call->fault != NULL) {
		call->dead = true;
		call->next_dead = t->dead;
		t->dead = call;
	}
	call_link(call);
	return 0;
}

struct transport_call *
transport_start(struct transport_line *line,
    const struct transport_request *request,
    void (*done)(void *arg, struct transport_result *result), void *arg)
{
	struct transport_call *call;
	CURLcode rc;

	require_or_return(line != NULL && request != NULL, NULL);
	require_or_return(done != NULL, NULL);
	require_or_return(
	    request->body != NULL || request->body_len == 0, NULL);
	if (line->set->closing)
		return NULL;
	call = transport_call_new(line);
	if (call == NULL)
		return NULL;
	call->done = done;
	call->arg = arg;
	call->answer = transport_answer_new();
	if (call->answer == NULL)
		goto fail;
	rc = transport_setup_request(call, request);
	if (rc == CURLE_OUT_OF_MEMORY)
		goto fail;
	if (rc != CURLE_OK)
		transport_fail(
		    call, "internal", "libcurl: %s", curl_easy_strerror(rc));
	if (call_set_deadline(call, request) == 0 && call_begin(call) == 0)
		return call;
fail:
	timer_clear(&line->set->timers, &call->alarm.timer);
	transport_call_release(call);
	return NULL;
}

/* Ends what libcurl says is over. */
static void
end_finished(struct transport_shard *shard)
{
	struct transport_call *call = NULL;
	CURLMsg *msg;
	CURLcode code;
	int left;

	while ((msg = curl_multi_info_read(shard->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		code = msg->data.result;
		if (curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE,
			(char **)&call) == CURLE_OK)
			transport_call_end(call, code);
	}
}

/*
 * Drives the shards that something happened to; what done has started on the
 * way is begun, too, so that its first bytes do not wait for the next turn.
 */
static void
drive_due(struct transport *t)
{
	struct transport_shard *shard;
	int running, turns;

	for (turns = 0; t->due != NULL && turns < EVENTS_MAX; turns++) {
		shard = t->due;
		t->due = shard->next_due;
		shard->is_due = false;
		(void)curl_multi_socket_action(
		    shard->multi, CURL_SOCKET_TIMEOUT, 0, &running);
		end_finished(shard);
	}
}

static void
ring_alarms(struct transport *t)
{
	int64_t now_ms = clock_boot_ms(t->clock);
	struct transport_alarm *alarm;
	struct timer *timer;

	while ((timer = timer_first(&t->timers)) != NULL &&
	    timer->at_ms <= now_ms) {
		timer_clear(&t->timers, timer);
		alarm = (struct transport_alarm *)timer;
		alarm->ring(t, alarm);
	}
}

static void
end_dead(struct transport *t)
{
	while (t->dead != NULL)
		transport_call_end(t->dead, CURLE_OPERATION_TIMEDOUT);
}

static void
end_all(struct transport *t, const char *code, const char *why)
{
	struct transport_line *line;

	for (line = t->lines; line != NULL; line = line->next)
		transport_line_end(line, code, why);
}

int64_t
transport_next_ms(const struct transport *t)
{
	const struct timer *timer;
	int64_t left;

	require_or_return(t != NULL, -1);
	if (t->due != NULL || t->dead != NULL)
		return 0;
	timer = timer_first(&t->timers);
	if (timer == NULL)
		return -1;
	left = timer->at_ms - clock_boot_ms(t->clock);
	return left > 0 ? left : 0;
}

/* How long a wait may be: to the next deadline at most. */
static int
wait_ms(const struct transport *t, int64_t max_wait_ms)
{
	int64_t next_ms = transport_next_ms(t);

	if (next_ms < 0 || next_ms > max_wait_ms)
		next_ms = max_wait_ms;
	if (next_ms < 0)
		return 0;
	return next_ms > INT_MAX ? INT_MAX : (int)next_ms;
}

static void
take_events(struct transport *t, const struct epoll_event *events, int count)
{
	uint64_t wakes;
	int i;

	for (i = 0; i < count; i++) {
		if (events[i].data.fd != t->wake_fd)
			transport_socket_event(
			    t, events[i].data.fd, events[i].events);
		else if (read(t->wake_fd, &wakes, sizeof(wakes)) < 0)
			continue; /* somebody else has emptied it */
	}
}

int
transport_poll(struct transport *t, int64_t max_wait_ms)
{
	struct epoll_event events[EVENTS_MAX];
	struct pipe_guard guard;
	int count, rc;

	require_or_return(t != NULL && !t->busy, -1);
	pipe_guard_begin(&guard);
	t->busy = true;
	t->has_ended = false;
	drive_due(t);
	count = epoll_wait(t->epoll_fd, events, EVENTS_MAX,
	    t->has_ended ? 0 : wait_ms(t, max_wait_ms));
	if (count < 0 && errno != EINTR) {
		end_all(t, "internal", _("the system cannot wait for sockets"));
		rc = -1;
	} else {
		take_events(t, events, count > 0 ? count : 0);
		drive_due(t);
		ring_alarms(t);
		end_dead(t);
		rc = t->count;
	}
	t->busy = false;
	pipe_guard_end(&guard);
	return rc;
}

int
transport_fd(const struct transport *t)
{
	require_or_return(t != NULL, -1);
	return t->epoll_fd;
}

void
transport_wake(struct transport *t)
{
	const uint64_t one = 1;

	require_or_return_void(t != NULL);
	/* a counter that is full wakes as well */
	if (write(t->wake_fd, &one, sizeof(one)) < 0)
		return;
}

void
transport_cancel(struct transport_call *call)
{
	struct pipe_guard guard;

	require_or_return_void(call != NULL);
	pipe_guard_begin(&guard);
	transport_fail(call, "cancelled", _("it was ended from this side"));
	transport_call_end(call, CURLE_ABORTED_BY_CALLBACK);
	pipe_guard_end(&guard);
}

static void
run_done(void *arg, struct transport_result *result)
{
	struct transport_result **out = arg;

	*out = result;
}

struct transport_result *
transport_run(
    struct transport_line *line, const struct transport_request *request)
{
	struct transport_result *result = NULL;

	require_or_return(line != NULL, NULL);
	if (transport_start(line, request, run_done, &result) == NULL)
		return NULL;
	while (result == NULL) {
		if (transport_poll(line->set, INT_MAX) < 0)
			break;
	}
	return result;
}

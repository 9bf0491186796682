/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The set of exchanges over one multi handle of libcurl: starting, waiting,
 * the deadlines by our clock, and ending each exchange exactly once.
 */
#include "transport.h"
#include "clock.h"
#include "lang.h"
#include "precondition.h"
#include "transport_call.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

struct transport {
	const struct clock *clock;
	CURLM *multi;
	struct transport_call *calls;
	int count;
	bool busy;    /* in transport_poll */
	bool closing; /* nothing is started any more */
};

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

struct transport *
transport_new(const struct clock *clock)
{
	struct transport *t;

	require_or_return(clock != NULL, NULL);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return NULL;
	t = calloc(1, sizeof(*t));
	if (t == NULL || !curl_is_fit())
		goto fail;
	t->clock = clock;
	t->multi = curl_multi_init();
	if (t->multi == NULL)
		goto fail;
	return t;
fail:
	free(t);
	curl_global_cleanup();
	return NULL;
}

static void
call_free(struct transport_call *call)
{
	if (call == NULL)
		return;
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	if (call->answer != NULL)
		transport_result_free(&call->answer->result);
	free(call->pins);
	free(call->proxy);
	wipe(call, sizeof(*call));
	free(call);
}

static void
call_link(struct transport *t, struct transport_call *call)
{
	call->next = t->calls;
	if (t->calls != NULL)
		t->calls->prev = call;
	t->calls = call;
	t->count++;
}

static void
call_unlink(struct transport *t, struct transport_call *call)
{
	if (call->prev != NULL)
		call->prev->next = call->next;
	else
		t->calls = call->next;
	if (call->next != NULL)
		call->next->prev = call->prev;
	t->count--;
}

/* Closes the connection, then tells the caller, who may start others. */
static void
call_end(struct transport *t, struct transport_call *call, CURLcode code)
{
	struct transport_result *result = &call->answer->result;
	void (*done)(void *arg, struct transport_result *result) = call->done;
	void *arg = call->arg;

	call_unlink(t, call);
	transport_judge(call, code, clock_boot_ms(t->clock));
	(void)curl_multi_remove_handle(t->multi, call->easy);
	call->answer = NULL;
	call_free(call);
	done(arg, result);
}

static void
call_set_deadline(struct transport_call *call, int64_t connect_timeout_ms)
{
	call->started_ms = clock_boot_ms(call->clock);
	call->deadline_ms = call->started_ms + connect_timeout_ms;
	if (call->not_after_ms != 0 && call->not_after_ms < call->deadline_ms) {
		call->deadline_ms = call->not_after_ms;
		call->expires = true;
	}
	if (call->expires && call->deadline_ms <= call->started_ms &&
	    call->fault == NULL)
		transport_fail(
		    call, "expired", _("no time was left to connect"));
}

struct transport_call *
transport_start(struct transport *t, const struct transport_target *target,
    const struct transport_request *request,
    void (*done)(void *arg, struct transport_result *result), void *arg)
{
	struct transport_call *call;
	CURLcode rc;

	require_or_return(t != NULL && target != NULL, NULL);
	require_or_return(request != NULL && done != NULL, NULL);
	require_or_return(
	    request->body != NULL || request->body_len == 0, NULL);
	if (t->closing)
		return NULL;
	call = calloc(1, sizeof(*call));
	if (call == NULL)
		return NULL;
	call->clock = t->clock;
	call->done = done;
	call->arg = arg;
	call->answer = transport_answer_new();
	call->easy = curl_easy_init();
	if (call->answer == NULL || call->easy == NULL)
		goto fail;
	rc = transport_setup(call, target, request);
	if (rc == CURLE_OUT_OF_MEMORY)
		goto fail;
	if (rc != CURLE_OK)
		transport_fail(
		    call, "internal", "libcurl: %s", curl_easy_strerror(rc));
	call_set_deadline(call, target->connect_timeout_ms);
	call->dead = call->fault != NULL;
	if (!call->dead &&
	    curl_multi_add_handle(t->multi, call->easy) != CURLM_OK)
		goto fail;
	call_link(t, call);
	return call;
fail:
	call_free(call);
	return NULL;
}

/* Ends what libcurl says is over. */
static void
end_finished(struct transport *t)
{
	struct transport_call *call = NULL;
	CURLMsg *msg;
	CURLcode code;
	int left;

	while ((msg = curl_multi_info_read(t->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		code = msg->data.result;
		if (curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE,
			(char **)&call) == CURLE_OK)
			call_end(t, call, code);
	}
}

static struct transport_call *
find_overdue(struct transport *t)
{
	int64_t now = clock_boot_ms(t->clock);
	struct transport_call *call;

	for (call = t->calls; call != NULL; call = call->next) {
		if (call->dead || now >= call->deadline_ms)
			return call;
	}
	return NULL;
}

/* Ends what ran out of time, and what was wrong from the beginning. */
static void
end_overdue(struct transport *t)
{
	struct transport_call *call;

	while ((call = find_overdue(t)) != NULL) {
		if (!call->dead && call->expires)
			transport_fail(call, "expired",
			    _("no time was left before the connection was "
			      "ready"));
		call_end(t, call, CURLE_OPERATION_TIMEDOUT);
	}
}

static void
end_all(struct transport *t, const char *code, const char *why)
{
	while (t->calls != NULL) {
		transport_fail(t->calls, code, "%s", why);
		call_end(t, t->calls, CURLE_ABORTED_BY_CALLBACK);
	}
}

/* How long a wait may be: to the next deadline at most. */
static int
wait_ms(struct transport *t, int64_t max_wait_ms)
{
	int64_t now = clock_boot_ms(t->clock), wait = max_wait_ms, left;
	const struct transport_call *call;

	for (call = t->calls; call != NULL; call = call->next) {
		left = call->dead ? 0 : call->deadline_ms - now;
		if (left < wait)
			wait = left;
	}
	if (wait < 0)
		return 0;
	return wait > INT_MAX ? INT_MAX : (int)wait;
}

int
transport_poll(struct transport *t, int64_t max_wait_ms)
{
	struct pipe_guard guard;
	int running, wait, rc = 0;

	require_or_return(t != NULL && !t->busy, -1);
	pipe_guard_begin(&guard);
	t->busy = true;
	wait = wait_ms(t, max_wait_ms);
	if (curl_multi_poll(t->multi, NULL, 0, wait, NULL) != CURLM_OK ||
	    curl_multi_perform(t->multi, &running) != CURLM_OK) {
		end_all(
		    t, "internal", _("libcurl cannot wait for its sockets"));
		rc = -1;
	} else {
		end_finished(t);
		end_overdue(t);
		rc = t->count;
	}
	t->busy = false;
	pipe_guard_end(&guard);
	return rc;
}

void
transport_wake(struct transport *t)
{
	require_or_return_void(t != NULL);
	(void)curl_multi_wakeup(t->multi);
}

void
transport_cancel(struct transport *t, struct transport_call *call)
{
	struct pipe_guard guard;

	require_or_return_void(t != NULL && call != NULL);
	pipe_guard_begin(&guard);
	transport_fail(call, "cancelled", _("it was ended from this side"));
	call_end(t, call, CURLE_ABORTED_BY_CALLBACK);
	pipe_guard_end(&guard);
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
	end_all(t, "cancelled", _("it was ended from this side"));
	(void)curl_multi_cleanup(t->multi);
	pipe_guard_end(&guard);
	free(t);
	curl_global_cleanup();
}

static void
run_done(void *arg, struct transport_result *result)
{
	struct transport_result **out = arg;

	*out = result;
}

struct transport_result *
transport_run(struct transport *t, const struct transport_target *target,
    const struct transport_request *request)
{
	struct transport_result *result = NULL;

	if (transport_start(t, target, request, run_done, &result) == NULL)
		return NULL;
	while (result == NULL) {
		if (transport_poll(t, INT_MAX) < 0)
			break;
	}
	return result;
}

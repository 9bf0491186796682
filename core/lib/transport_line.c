/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way to a server: its connections, which gateways that admit the same
 * share, spread over several multi handles of libcurl (shards) so that the cost
 * of one does not grow with their number, and the handles of ended exchanges,
 * which serve the next ones.
 */
#include "clock.h"
#include "lang.h"
#include "precondition.h"
#include "transport_call.h"

#include <stdlib.h>

/* How long a connection is kept when its server says nothing about it. */
#define IDLE_DEFAULT_MS 3000

/* What strings of a target may take. */
#define LINE_MEMORY_MAX ((size_t)64 * 1024)

/* The first alarm of libcurl or of a shard has come. */
static void
shard_ring(struct transport *t, struct transport_alarm *alarm)
{
	(void)t;
	transport_shard_due((struct transport_shard *)alarm);
}

static int
shard_want_timer(CURLM *multi, long timeout_ms, void *arg)
{
	struct transport_shard *shard = arg;
	struct transport *t = shard->line->set;

	(void)multi;
	timer_clear(&t->timers, &shard->alarm.timer);
	if (timeout_ms == 0)
		transport_shard_due(shard);
	else if (timeout_ms > 0)
		return transport_alarm_set(
		    t, &shard->alarm, clock_boot_ms(t->clock) + timeout_ms);
	return 0;
}

static void
shard_unlink(struct transport_shard *shard)
{
	struct transport_shard **link;

	for (link = &shard->line->shards; *link != shard; link = &(*link)->next)
		continue;
	*link = shard->next;
	for (link = &shard->line->set->due; *link != NULL;
	     link = &(*link)->next_due) {
		if (*link == shard) {
			*link = shard->next_due;
			break;
		}
	}
}

/* Closes its connections; nothing is under way on it. */
static void
shard_free(struct transport_shard *shard)
{
	struct transport *t = shard->line->set;

	(void)curl_multi_cleanup(shard->multi);
	timer_clear(&t->timers, &shard->alarm.timer);
	timer_clear(&t->timers, &shard->idle.timer);
	shard_unlink(shard);
	free(shard);
}

static void
shard_ring_idle(struct transport *t, struct transport_alarm *alarm)
{
	char *start = (char *)alarm - offsetof(struct transport_shard, idle);
	struct transport_shard *shard = (struct transport_shard *)(void *)start;

	(void)t;
	if (shard->busy == 0)
		shard_free(shard);
}

static struct transport_shard *
shard_new(struct transport_line *line)
{
	struct transport_shard *shard, **last;
	CURLMcode rc;

	shard = calloc(1, sizeof(*shard));
	if (shard == NULL)
		return NULL;
	*shard = (struct transport_shard){
		.alarm.ring = shard_ring,
		.idle.ring = shard_ring_idle,
		.line = line,
		.multi = curl_multi_init(),
	};
	if (shard->multi == NULL)
		goto fail;
	rc = curl_multi_setopt(
	    shard->multi, CURLMOPT_SOCKETFUNCTION, transport_socket_want);
	if (rc == CURLM_OK)
		rc =
		    curl_multi_setopt(shard->multi, CURLMOPT_SOCKETDATA, shard);
	if (rc == CURLM_OK)
		rc = curl_multi_setopt(
		    shard->multi, CURLMOPT_TIMERFUNCTION, shard_want_timer);
	if (rc == CURLM_OK)
		rc = curl_multi_setopt(shard->multi, CURLMOPT_TIMERDATA, shard);
	if (rc == CURLM_OK)
		rc = curl_multi_setopt(shard->multi, CURLMOPT_MAXCONNECTS,
		    (long)TRANSPORT_SHARD_MAX);
	if (rc != CURLM_OK)
		goto fail;
	for (last = &line->shards; *last != NULL; last = &(*last)->next)
		continue;
	*last = shard;
	return shard;
fail:
	if (shard->multi != NULL)
		(void)curl_multi_cleanup(shard->multi);
	free(shard);
	return NULL;
}

/*
 * The first ones are filled first, so that the connections of the last ones
 * fall idle when there is less to do.
 */
static struct transport_shard *
shard_with_room(struct transport_line *line)
{
	struct transport_shard *shard;

	for (shard = line->shards; shard != NULL; shard = shard->next) {
		if (shard->busy < TRANSPORT_SHARD_MAX)
			return shard;
	}
	return shard_new(line);
}

int
transport_line_add(struct transport_line *line, struct transport_call *call)
{
	struct transport_shard *shard = shard_with_room(line);

	if (shard == NULL ||
	    curl_multi_add_handle(shard->multi, call->easy) != CURLM_OK)
		return -1;
	shard->busy++;
	timer_clear(&line->set->timers, &shard->idle.timer);
	call->shard = shard;
	return 0;
}

/* What a server says of how long it keeps a connection: "timeout=5". */
static void
learn_idle(struct transport_line *line, const struct transport_result *result)
{
	const char *text = transport_result_header(result, "Keep-Alive"), *p;
	int64_t seconds = 0;

	if (text == NULL)
		return;
	p = strstr(text, "timeout=");
	if (p == NULL)
		return;
	for (p += 8; *p >= '0' && *p <= '9' && seconds < 3600; p++)
		seconds = seconds * 10 + (*p - '0');
	/* a second on the way, and libcurl counts whole ones */
	seconds = seconds > 2 ? seconds - 2 : 0;
	seconds = seconds < 60 ? seconds : 60;
	/* the shortest, for a line may lead to more than one server */
	if (!line->idle_said || seconds * 1000 < line->idle_ms)
		line->idle_ms = seconds * 1000;
	line->idle_said = true;
}

void
transport_line_remove(struct transport_call *call)
{
	struct transport_shard *shard = call->shard;
	struct transport_line *line = call->line;
	int64_t now_ms;

	if (shard == NULL)
		return;
	call->shard = NULL;
	(void)curl_multi_remove_handle(shard->multi, call->easy);
	if (call->answer->begun && line->target.keep)
		learn_idle(line, &call->answer->result);
	if (--shard->busy > 0)
		return;
	now_ms = clock_boot_ms(line->set->clock);
	(void)transport_alarm_set(line->set, &shard->idle,
	    now_ms + (line->target.keep ? line->idle_ms : 0));
}

struct transport_call *
transport_call_new(struct transport_line *line)
{
	struct transport_call *call = line->spare;

	if (call != NULL) {
		line->spare = call->next;
		call->next = NULL;
		return call;
	}
	call = calloc(1, sizeof(*call));
	if (call == NULL)
		return NULL;
	call->line = line;
	call->easy = curl_easy_init();
	if (call->easy != NULL && transport_setup_line(call) == CURLE_OK)
		return call;
	curl_easy_cleanup(call->easy);
	free(call);
	return NULL;
}

static void
call_free(struct transport_call *call)
{
	curl_easy_cleanup(call->easy);
	wipe(call, sizeof(*call));
	free(call);
}

void
transport_call_release(struct transport_call *call)
{
	struct transport_line *line = call->line;
	CURL *easy = call->easy;
	char method[sizeof(call->method)];

	if (call->answer != NULL)
		transport_result_free(&call->answer->result);
	tls_watch_release(call->watch);
	/* nothing of it is read before it is set anew */
	(void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	arena_fini(&call->arena);
	memcpy(method, call->method, sizeof(method));
	wipe(call, sizeof(*call));
	call->line = line;
	call->easy = easy;
	memcpy(call->method, method, sizeof(method));
	if (!line->target.keep) {
		call_free(call);
		return;
	}
	call->next = line->spare;
	line->spare = call;
}

void
transport_line_end(
    struct transport_line *line, const char *code, const char *why)
{
	while (line->calls != NULL) {
		transport_fail(line->calls, code, "%s", why);
		transport_call_end(line->calls, CURLE_ABORTED_BY_CALLBACK);
	}
}

/* The line's own copy of what it was given. */
static int
copy_target(struct transport_line *line, const struct transport_target *from)
{
	struct transport_target *to = &line->target;
	const char **const strings[] = { &to->ca_file, &to->pin_sha256,
		&to->proxy, &to->user_agent, &to->key };
	size_t i;

	*to = *from;
	for (i = 0; i < ARRAY_LEN(strings); i++) {
		if (*strings[i] == NULL)
			continue;
		*strings[i] = arena_strdup(&line->arena, *strings[i]);
		if (*strings[i] == NULL)
			return -1;
	}
	return 0;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether one connection could serve both. */
static bool
is_equal(const struct transport_target *a, const struct transport_target *b)
{
	return a->keep && b->keep && a->key != NULL && same(a->key, b->key) &&
	    same(a->ca_file, b->ca_file) &&
	    same(a->pin_sha256, b->pin_sha256) && same(a->proxy, b->proxy) &&
	    same(a->user_agent, b->user_agent) &&
	    a->allow_private == b->allow_private &&
	    a->tls_legacy == b->tls_legacy && a->http2 == b->http2;
}

static struct transport_line *
line_find(struct transport *t, const struct transport_target *target)
{
	struct transport_line *line;

	for (line = t->lines; line != NULL; line = line->next) {
		if (is_equal(&line->target, target))
			break;
	}
	return line;
}

struct transport_line *
transport_line_new(struct transport *t, const struct transport_target *target)
{
	struct transport_line *line;

	require_or_return(t != NULL && target != NULL, NULL);
	line = line_find(t, target);
	if (line != NULL) {
		line->holders++;
		return line;
	}
	line = calloc(1, sizeof(*line));
	if (line == NULL)
		return NULL;
	arena_init(&line->arena, LINE_MEMORY_MAX);
	if (copy_target(line, target) < 0) {
		arena_fini(&line->arena);
		free(line);
		return NULL;
	}
	line->set = t;
	line->holders = 1;
	line->idle_ms = IDLE_DEFAULT_MS;
	transport_check_target(line);
	line->next = t->lines;
	if (t->lines != NULL)
		t->lines->prev = line;
	t->lines = line;
	return line;
}

void
transport_line_free(struct transport_line *line)
{
	struct transport_shard *shard, *next;
	struct transport_call *call;

	if (line == NULL || --line->holders > 0)
		return;
	transport_line_end(line, "cancelled", _("it was ended from this side"));
	for (shard = line->shards; shard != NULL; shard = next) {
		next = shard->next;
		shard_free(shard);
	}
	while ((call = line->spare) != NULL) {
		line->spare = call->next;
		call_free(call);
	}
	if (line->prev != NULL)
		line->prev->next = line->next;
	else
		line->set->lines = line->next;
	if (line->next != NULL)
		line->next->prev = line->prev;
	arena_fini(&line->arena);
	free(line);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every test of the transport begins with: a set, a peer, a target that
 * may go to loopback, a small POST.  Include after cmocka.h.
 */
#ifndef TESTS_TRANSPORT_FIXTURE_H
#define TESTS_TRANSPORT_FIXTURE_H

#include "clock.h"
#include "peer.h"
#include "transport.h"

#include <stdio.h>

/* Long enough for a busy machine, where a test does not wait for it. */
#define PATIENT_MS 20000
#define SHORT_MS 150

struct world {
	struct transport *t;
	struct transport_line *line; /* of the last exchange */
	struct peer peer;
	struct transport_target target;
	struct transport_request request;
	struct transport_result *result;
	char url[128];
};

static inline void
world_open(struct world *w, void (*serve)(struct peer_conn *conn), SSL_CTX *ctx,
    const void *arg)
{
	memset(w, 0, sizeof(*w));
	w->t = transport_new(&clock_system);
	assert_non_null(w->t);
	peer_start(&w->peer, serve, ctx, arg);
	(void)snprintf(w->url, sizeof(w->url), "%s://127.0.0.1:%d/sms?k=v",
	    ctx == NULL ? "http" : "https", w->peer.port);
	w->target = (struct transport_target){ .allow_private = true };
	w->request = (struct transport_request){
		.method = "POST",
		.url = w->url,
		.body = "to=1&text=hi",
		.body_len = 12,
		.connect_timeout_ms = PATIENT_MS,
		.timeout_ms = PATIENT_MS,
	};
}

/* A line to the target as it is; the one before is closed. */
static inline struct transport_line *
world_line(struct world *w)
{
	transport_line_free(w->line);
	w->line = transport_line_new(w->t, &w->target);
	assert_non_null(w->line);
	return w->line;
}

static inline void
world_run(struct world *w)
{
	transport_result_free(w->result);
	w->result = transport_run(world_line(w), &w->request);
	assert_non_null(w->result);
}

static inline void
world_close(struct world *w)
{
	transport_result_free(w->result);
	transport_free(w->t);
	peer_stop(&w->peer);
}

/* A `done` that hands the result to who waits for it. */
static inline void
keep_result(void *arg, struct transport_result *result)
{
	*(struct transport_result **)arg = result;
}

/* code NULL: a whole answer. */
static inline void
world_expect(
    const struct world *w, enum transport_reach reach, const char *code)
{
	const struct transport_result *r = w->result;

	if (r->reach != reach ||
	    strcmp(r->code == NULL ? "" : r->code, code == NULL ? "" : code) !=
		0)
		fail_msg("reach %d, code %s (%s), libcurl %d", (int)r->reach,
		    r->code == NULL ? "none" : r->code, r->detail,
		    r->curl_code);
	if (code != NULL)
		assert_true(r->detail[0] != '\0');
	assert_null(strstr(r->detail, "k=v"));
}

#endif

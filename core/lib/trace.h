/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happened to a message, step by step: the same list for the command
 * line, the API and the console.  A step that is not ok says cause, who must
 * act and what to do; the words come from the error catalogue unless the
 * caller knows better.  Every string is masked and escaped on its way in.
 */
#ifndef SMSGW_TRACE_H
#define SMSGW_TRACE_H

#include "compat.h"

#include <jansson.h>

struct buf;

/* In the order in which a message meets them. */
enum trace_step_kind {
	TRACE_CONFIG,
	TRACE_ENABLED,
	TRACE_SECRET,
	TRACE_NUMBER,
	TRACE_CONTENT,
	TRACE_ROUTE,
	TRACE_ACCOUNT,
	TRACE_DNS,
	TRACE_CONNECT,
	TRACE_TLS,
	TRACE_REQUEST,
	TRACE_ANSWER,
	TRACE_REPORT
};

enum trace_state { TRACE_OK, TRACE_WARNING, TRACE_FAILED, TRACE_SKIPPED };

/*
 * One step.  Read-only for others; strings are printable UTF-8 in one line.
 * fact is never NULL, all others may be.  who is SMSGW_WHO_..., and means
 * something only for a step with a cause.
 */
struct trace_step {
	int kind;
	int state;
	int64_t us; /* how long it took, in microseconds; -1: not timed */
	int who;
	char *fact;
	char *cause;
	char *fix;
	char *code;
	char *provider_code;
	char *provider_text;
	char *provider_body; /* an excerpt of the answer's body */
};

/* Appends in with all secrets masked to out; 0, or -1 when out has failed. */
typedef int trace_mask(void *arg, const char *in, struct buf *out);

struct trace;

/* Told of a complete step, which belongs to the trace. */
typedef void trace_observer(
    void *arg, const struct trace *t, const struct trace_step *step);

/* Read-only for others: steps[0] to steps[count - 1]. */
struct trace {
	struct trace_step **steps;
	size_t count;
	size_t size;
	size_t shown; /* how many the observer was told of */
	bool out_of_memory;
	bool quiet; /* keeps warnings and failures alone */
	trace_mask *mask;
	void *mask_arg;
	trace_observer *observer;
	void *observer_arg;
};

/* An empty trace in place; allocates nothing. */
void trace_init(struct trace *t);

/* Frees the steps; the trace is as trace_init() made it. */
void trace_fini(struct trace *t);

/*
 * From now on steps that are ok or skipped are not recorded: trace_add() gives
 * NULL for them, before anything is formatted or masked, and that is no lack
 * of memory.  For a message of whose way nobody asks unless it goes wrong.
 */
void trace_quiet(struct trace *t);

/* Whether a step in this state is recorded; who asks saves making its fact. */
bool trace_keeps(const struct trace *t, int state);

/*
 * Sets what hides secrets in every string that is stored from now on; mask is
 * asked before control characters are escaped.  NULL: nothing is hidden.
 * When it fails the string is not stored and the trace is out of memory.
 */
void trace_set_mask(struct trace *t, trace_mask *mask, void *arg);

/*
 * Sets who is told of steps as they happen.  A step is complete, and shown,
 * when the next one is added or trace_flush() is called, so that the setters
 * below can be used in between.
 */
void trace_observe(struct trace *t, trace_observer *observer, void *arg);
void trace_flush(struct trace *t);

/*
 * Adds a step that took us microseconds (-1: not timed).  code is of the
 * error catalogue and fills in cause, who and fix; NULL for a step that is
 * ok or skipped.  fact_fmt makes the fact, a clause without a full stop.  The
 * step stays where it is until trace_fini; NULL when a quiet trace leaves it
 * out, or when memory is short, which the trace remembers in out_of_memory.
 */
struct trace_step *trace_add(struct trace *t, int kind, int state, int64_t us,
    const char *code, const char *fact_fmt, ...) COMPAT_PRINTF(6, 7);

/*
 * Replace what the catalogue said about a step, or add what it could not
 * know.  A NULL step, from a trace_add that recorded none, is allowed; so are
 * NULL strings for provider code and text, which then stay as they are.
 */
void trace_set_cause(struct trace *t, struct trace_step *step, const char *fmt,
    ...) COMPAT_PRINTF(3, 4);
void trace_set_fix(struct trace *t, struct trace_step *step, const char *fmt,
    ...) COMPAT_PRINTF(3, 4);
void trace_set_who(struct trace_step *step, int who);
void trace_set_provider(struct trace *t, struct trace_step *step,
    const char *code, const char *text);

/*
 * Adds an excerpt of an answer's body: masked as a whole, then cut to
 * TRACE_BODY_MAX bytes.  What is empty is left out.
 */
#define TRACE_BODY_MAX ((size_t)500)
void trace_set_body(
    struct trace *t, struct trace_step *step, const char *data, size_t len);

/* The first step in this state, or NULL. */
const struct trace_step *trace_first(const struct trace *t, int state);

/* The names of interfaces.md: "config", ...; "ok", ...; never translated. */
const char *trace_kind_name(int kind);
const char *trace_state_name(int state);

/*
 * The steps as an array of objects with step, state, ms (up to three
 * decimals; left out when not timed), fact and, where there are any, cause,
 * who, fix, code, provider_code, provider_text, provider_body.  Dump it with
 * JSON_REAL_PRECISION(15).  The caller's, or NULL when memory is or was short.
 */
json_t *trace_json(const struct trace *t);

#endif

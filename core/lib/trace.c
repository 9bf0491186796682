/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recording the steps of a message, completing them with the words of the
 * error catalogue, and making JSON of them.  Strings come from configuration,
 * plugins and providers: each is masked, escaped and cut before it is kept.
 */
#include "trace.h"

#include <stdarg.h>
#include <stdlib.h>

#include <smsgw/provider.h>

#include "buf.h"
#include "catalog.h"
#include "lang.h"
#include "precondition.h"
#include "utf8.h"

/* A fact, cause or fix ends here; so does what a provider says. */
#define TRACE_STRING_MAX 4096
#define TRACE_PROVIDER_MAX 1024

/* What may be made before it is cut: masking wants whole secrets. */
#define TRACE_RAW_MAX ((size_t)1024 * 1024)

static const char *const kind_names[] = {
	[TRACE_CONFIG] = "config",
	[TRACE_ENABLED] = "enabled",
	[TRACE_SECRET] = "secret",
	[TRACE_NUMBER] = "number",
	[TRACE_CONTENT] = "content",
	[TRACE_ROUTE] = "route",
	[TRACE_ACCOUNT] = "account",
	[TRACE_DNS] = "dns",
	[TRACE_CONNECT] = "connect",
	[TRACE_TLS] = "tls",
	[TRACE_REQUEST] = "request",
	[TRACE_ANSWER] = "answer",
	[TRACE_REPORT] = "report",
};

static const char *const state_names[] = {
	[TRACE_OK] = "ok",
	[TRACE_WARNING] = "warning",
	[TRACE_FAILED] = "failed",
	[TRACE_SKIPPED] = "skipped",
};

void
trace_init(struct trace *t)
{
	*t = (struct trace){ .steps = NULL };
}

static void
step_free(struct trace_step *step)
{
	if (step == NULL)
		return;
	free(step->fact);
	free(step->cause);
	free(step->fix);
	free(step->code);
	free(step->provider_code);
	free(step->provider_text);
	free(step->provider_body);
	free(step);
}

void
trace_fini(struct trace *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->count; i++)
		step_free(t->steps[i]);
	free(t->steps);
	trace_init(t);
}

void
trace_quiet(struct trace *t)
{
	t->quiet = true;
}

bool
trace_keeps(const struct trace *t, int state)
{
	return !t->quiet || state == TRACE_WARNING || state == TRACE_FAILED;
}

void
trace_set_mask(struct trace *t, trace_mask *mask, void *arg)
{
	t->mask = mask;
	t->mask_arg = arg;
}

void
trace_observe(struct trace *t, trace_observer *observer, void *arg)
{
	t->observer = observer;
	t->observer_arg = arg;
}

void
trace_flush(struct trace *t)
{
	while (t->shown < t->count) {
		if (t->observer != NULL)
			t->observer(t->observer_arg, t, t->steps[t->shown]);
		t->shown++;
	}
}

/*
 * Puts the printable form of a string in place of what *to holds.  Without
 * memory *to stays and the trace remembers.
 */
static void
string_set(struct trace *t, char **to, const char *from, size_t max)
{
	struct buf masked, out;
	char *stolen = NULL;

	buf_init(&masked, TRACE_RAW_MAX);
	buf_init(&out, max);
	if (t->mask == NULL)
		buf_puts(&masked, from);
	else if (t->mask(t->mask_arg, from, &masked) != 0)
		goto out;
	if (masked.failed)
		goto out;
	if (utf8_escape(buf_str(&masked), masked.len, max, &out) == 0)
		stolen = buf_steal(&out, NULL);
out:
	if (stolen == NULL) {
		t->out_of_memory = true;
	} else {
		free(*to);
		*to = stolen;
	}
	buf_fini(&out);
	buf_fini(&masked);
}

static void string_vset(struct trace *t, char **to, const char *fmt, va_list ap)
    COMPAT_PRINTF(3, 0);

static void
string_vset(struct trace *t, char **to, const char *fmt, va_list ap)
{
	struct buf raw;

	buf_init(&raw, TRACE_RAW_MAX);
	if (buf_vprintf(&raw, lang_text(fmt), ap) == 0)
		string_set(t, to, buf_str(&raw), TRACE_STRING_MAX);
	else
		t->out_of_memory = true;
	buf_fini(&raw);
}

/* Appends a step; on failure it is freed. */
static struct trace_step *
trace_append(struct trace *t, struct trace_step *step)
{
	struct trace_step **steps;
	size_t size, bytes;

	if (t->count == t->size) {
		size = t->size == 0 ? 16 : t->size * 2;
		if (size_mul(size, sizeof(*steps), &bytes) != 0)
			goto fail;
		steps = realloc(t->steps, bytes);
		if (steps == NULL)
			goto fail;
		t->steps = steps;
		t->size = size;
	}
	t->steps[t->count++] = step;
	return step;

fail:
	step_free(step);
	t->out_of_memory = true;
	return NULL;
}

/* What the catalogue says about a code; a code it lacks is kept as it is. */
static void
step_set_code(struct trace *t, struct trace_step *step, const char *code)
{
	const struct catalog_entry *entry;

	string_set(t, &step->code, code, TRACE_STRING_MAX);
	entry = catalog_find(code);
	if (entry == NULL)
		return;
	step->who = entry->who;
	string_set(t, &step->cause, lang_pick(entry->text, entry->text_zh),
	    TRACE_STRING_MAX);
	string_set(t, &step->fix, lang_pick(entry->fix, entry->fix_zh),
	    TRACE_STRING_MAX);
}

struct trace_step *
trace_add(struct trace *t, int kind, int state, int64_t us, const char *code,
    const char *fact_fmt, ...)
{
	struct trace_step *step;
	bool failed_before = t->out_of_memory;
	va_list ap;

	require_or_return(fact_fmt != NULL, NULL);
	trace_flush(t);
	if (!trace_keeps(t, state))
		return NULL;
	step = calloc(1, sizeof(*step));
	if (step == NULL) {
		t->out_of_memory = true;
		return NULL;
	}
	step->kind = kind;
	step->state = state;
	step->us = us < 0 ? -1 : us;
	t->out_of_memory = false;
	va_start(ap, fact_fmt);
	string_vset(t, &step->fact, fact_fmt, ap);
	va_end(ap);
	if (code != NULL)
		step_set_code(t, step, code);
	if (t->out_of_memory) {
		step_free(step);
		return NULL;
	}
	t->out_of_memory = failed_before;
	return trace_append(t, step);
}

void
trace_set_cause(struct trace *t, struct trace_step *step, const char *fmt, ...)
{
	va_list ap;

	if (step == NULL)
		return;
	va_start(ap, fmt);
	string_vset(t, &step->cause, fmt, ap);
	va_end(ap);
}

void
trace_set_fix(struct trace *t, struct trace_step *step, const char *fmt, ...)
{
	va_list ap;

	if (step == NULL)
		return;
	va_start(ap, fmt);
	string_vset(t, &step->fix, fmt, ap);
	va_end(ap);
}

void
trace_set_who(struct trace_step *step, int who)
{
	if (step != NULL)
		step->who = who;
}

void
trace_set_provider(struct trace *t, struct trace_step *step, const char *code,
    const char *text)
{
	if (step == NULL)
		return;
	if (code != NULL)
		string_set(t, &step->provider_code, code, TRACE_PROVIDER_MAX);
	if (text != NULL)
		string_set(t, &step->provider_text, text, TRACE_PROVIDER_MAX);
}

/*
 * NULs are left out, not shown: so UTF-16 is read, and its secrets are known,
 * as the text that it is.
 */
void
trace_set_body(
    struct trace *t, struct trace_step *step, const char *data, size_t len)
{
	struct buf text;
	size_t i;

	if (step == NULL)
		return;
	buf_init(&text, TRACE_RAW_MAX);
	for (i = 0; i < len; i++) {
		if (data[i] != '\0' && buf_putc(&text, data[i]) != 0)
			break;
	}
	if (text.failed)
		t->out_of_memory = true;
	else if (text.len > 0)
		string_set(
		    t, &step->provider_body, buf_str(&text), TRACE_BODY_MAX);
	buf_fini(&text);
}

const struct trace_step *
trace_first(const struct trace *t, int state)
{
	size_t i;

	for (i = 0; i < t->count; i++) {
		if (t->steps[i]->state == state)
			return t->steps[i];
	}
	return NULL;
}

const char *
trace_kind_name(int kind)
{
	require_or_return(
	    kind >= 0 && kind < (int)ARRAY_LEN(kind_names), "unknown");
	return kind_names[kind];
}

const char *
trace_state_name(int state)
{
	require_or_return(
	    state >= 0 && state < (int)ARRAY_LEN(state_names), "unknown");
	return state_names[state];
}

/* Adds a member unless the string is NULL; 0 or -1. */
static int
json_put(json_t *object, const char *name, const char *value)
{
	if (value == NULL)
		return 0;
	return json_object_set_new(object, name, json_string(value));
}

/* Whole milliseconds as an integer, others with their decimals. */
static int
json_put_ms(json_t *object, int64_t us)
{
	json_t *ms;

	if (us < 0)
		return 0;
	if (us % 1000 == 0)
		ms = json_integer(us / 1000);
	else
		ms = json_real((double)us / 1000);
	return json_object_set_new(object, "ms", ms);
}

/* One step as an object; NULL when memory is short. */
static json_t *
step_json(const struct trace_step *step)
{
	json_t *object;

	object = json_object();
	if (object == NULL)
		return NULL;
	if (json_put(object, "step", trace_kind_name(step->kind)) != 0 ||
	    json_put(object, "state", trace_state_name(step->state)) != 0 ||
	    json_put_ms(object, step->us) != 0 ||
	    json_put(object, "fact", step->fact) != 0 ||
	    json_put(object, "cause", step->cause) != 0 ||
	    (step->cause != NULL &&
		json_put(object, "who", catalog_who_name(step->who)) != 0) ||
	    json_put(object, "fix", step->fix) != 0 ||
	    json_put(object, "code", step->code) != 0 ||
	    json_put(object, "provider_code", step->provider_code) != 0 ||
	    json_put(object, "provider_text", step->provider_text) != 0 ||
	    json_put(object, "provider_body", step->provider_body) != 0) {
		json_decref(object);
		return NULL;
	}
	return object;
}

json_t *
trace_json(const struct trace *t)
{
	json_t *array;
	size_t i;

	if (t->out_of_memory)
		return NULL;
	array = json_array();
	if (array == NULL)
		return NULL;
	for (i = 0; i < t->count; i++) {
		if (json_array_append_new(array, step_json(t->steps[i])) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

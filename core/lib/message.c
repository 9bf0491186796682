/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a message of what a caller gives: number to E.164, text checked or
 * template rendered, class and life.  What is wrong becomes a step of the
 * trace.  How a gateway carries it is message_render.c's.
 */
#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "lang.h"
#include "nearest.h"
#include "template.h"
#include "utf8.h"

/* Lives of delivery.md: default and longest, by class. */
static const struct {
	const char *name;
	int64_t life_ms, longest_ms;
} classes[] = {
	[MESSAGE_OTP] = { "otp", 300000, 600000 },
	[MESSAGE_TRANSACTIONAL] = { "transactional", 3600000, 86400000 },
	[MESSAGE_MARKETING] = { "marketing", 86400000, 7 * 86400000LL },
};

/* The longest margin kept for the way to the phone. */
#define TRANSIT_MARGIN_MS 15000

/* A recipient as it was written that is longer is no number. */
#define GIVEN_MAX 256

/* Everything of one message; strings and arguments. */
#define MESSAGE_MEMORY_MAX ((size_t)256 * 1024)

/* 0, or -1 for a word that is no class. */
static int
class_parse(const char *word, enum message_class *out)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(classes); i++) {
		if (strcmp(word, classes[i].name) == 0) {
			*out = (enum message_class)i;
			return 0;
		}
	}
	return -1;
}

const char *
message_class_name(enum message_class message_class)
{
	return classes[message_class].name;
}

/* A failed step by a code of the catalogue; its exit code to *exit_code. */
static struct trace_step *
fail_step(struct trace *trace, int kind, const char *code, int *exit_code,
    const char *fact)
{
	const struct catalog_entry *entry = catalog_find(code);

	*exit_code = entry != NULL ? entry->exit_code : CATALOG_INTERNAL;
	return trace_add(trace, kind, TRACE_FAILED, -1, code, "%s", fact);
}

static int
fail_memory(struct trace *trace, int *exit_code)
{
	fail_step(
	    trace, TRACE_CONTENT, "no-memory", exit_code, "out of memory");
	return -1;
}

/* A copy, or a constant when there is nothing to copy, or no memory. */
static const char *
copy_or_empty(struct arena *arena, const char *text)
{
	const char *copy = NULL;

	if (text != NULL && text[0] != '\0')
		copy = arena_strdup(arena, text);
	return copy != NULL ? copy : "";
}

void
message_hide(const struct message *message, struct redact *redact)
{
	size_t i;

	/* without memory the list shows nothing from then on */
	if (message->given_to != NULL)
		(void)redact_add(redact, message->given_to, NULL);
	(void)redact_add_number(redact, message->to);
	for (i = 0; i < message->arg_count; i++)
		(void)redact_add(redact, message->args[i].value, NULL);
	(void)redact_add_codes(redact, message->text);
}

static void
fill_redact(struct redact *redact)
{
	message_hide(CONTAINER_OF(redact, struct message, redact), redact);
}

/* What to do about a recipient that is no number. */
static void
set_number_fix(const char *to, const struct settings *settings,
    struct trace *trace, struct trace_step *step)
{
	char masked[NUMBER_MASK_SIZE];

	number_mask_given(to, masked);
	if (number_lacks_plus(to))
		trace_set_fix(trace, step,
		    "did you mean +%s? Then write it with the + in front",
		    masked);
	else if (settings->default_country[0] == '\0' && number_is_bare(to))
		trace_set_fix(trace, step,
		    "write it with + and the country code, or set "
		    "default_country in %s/smsgw.ini",
		    settings->dir);
	else
		trace_set_fix(trace, step,
		    "write it with + and the country code, as in "
		    "+8613800138000");
}

static int
message_set_number(struct message *message, const struct message_input *input,
    const struct settings *settings, struct trace *trace, int *exit_code)
{
	const char *reason;
	char masked[NUMBER_MASK_SIZE] = "";
	struct trace_step *step;
	int ret;

	if (input->to == NULL || input->to[0] == '\0') {
		fail_step(trace, TRACE_NUMBER, "number-missing", exit_code,
		    _("no recipient was given"));
		return -1;
	}
	ret = number_normalize(
	    input->to, message->default_country, message->to, &reason);
	/* to be hidden as it was written; nobody shows more of it than that */
	if (strcmp(input->to, message->to) != 0 &&
	    (ret == 0 || strlen(input->to) <= GIVEN_MAX)) {
		message->given_to = arena_strdup(&message->arena, input->to);
		if (message->given_to == NULL)
			return fail_memory(trace, exit_code);
	}
	redact_defer(&message->redact, fill_redact);
	if (ret < 0) {
		step = fail_step(trace, TRACE_NUMBER, "number-invalid",
		    exit_code, _("the recipient is no phone number"));
		trace_set_cause(trace, step, "%s", _(reason));
		set_number_fix(input->to, settings, trace, step);
		return -1;
	}
	if (trace_keeps(trace, TRACE_OK))
		number_mask(message->to, masked);
	trace_add(trace, TRACE_NUMBER, TRACE_OK, -1, NULL, "%s", masked);
	return 0;
}

static int
message_set_class(struct message *message, const char *word,
    struct trace *trace, int *exit_code)
{
	struct trace_step *step;

	message->message_class = MESSAGE_OTP;
	if (word == NULL || word[0] == '\0')
		return 0;
	if (class_parse(word, &message->message_class) == 0)
		return 0;
	step = fail_step(trace, TRACE_CONTENT, "content-class-unknown",
	    exit_code, _("the class is none that exists"));
	trace_set_fix(trace, step, "use otp, transactional or marketing");
	return -1;
}

static int
message_set_life(struct message *message, int64_t expires_in_ms,
    const struct clock *clock, struct trace *trace, int *exit_code)
{
	int64_t longest_ms = classes[message->message_class].longest_ms;
	int64_t margin_ms;
	struct trace_step *step;

	if (expires_in_ms == 0)
		expires_in_ms = classes[message->message_class].life_ms;
	if (expires_in_ms < 0 || expires_in_ms > longest_ms) {
		step = fail_step(trace, TRACE_CONTENT, "content-life",
		    exit_code, _("the message's life is out of range"));
		trace_set_fix(trace, step, "give one from 1s to %llds (%s)",
		    (long long)longest_ms / 1000,
		    message_class_name(message->message_class));
		return -1;
	}
	margin_ms = expires_in_ms / 10 < TRANSIT_MARGIN_MS ?
	    expires_in_ms / 10 :
	    TRANSIT_MARGIN_MS;
	message->created_ms = clock_wall_ms(clock);
	message->expires_in_ms = expires_in_ms;
	message->expires_boot_ms = clock_boot_ms(clock) + expires_in_ms;
	message->not_after_boot_ms = message->expires_boot_ms - margin_ms;
	return 0;
}

/* Copies the arguments. */
static int
message_set_args(struct message *message, const struct smsgw_arg *args,
    size_t count, struct trace *trace, int *exit_code)
{
	struct smsgw_arg *copy;
	size_t i;

	if (args == NULL)
		count = 0;
	if (count > MESSAGE_ARGS_MAX) {
		fail_step(trace, TRACE_CONTENT, "content-params-many",
		    exit_code, _("too many arguments"));
		return -1;
	}
	copy = arena_calloc(&message->arena, count, sizeof(*copy));
	if (copy == NULL)
		return fail_memory(trace, exit_code);
	for (i = 0; i < count; i++) {
		copy[i].name = arena_strdup(
		    &message->arena, args[i].name != NULL ? args[i].name : "");
		copy[i].value = arena_strdup(&message->arena,
		    args[i].value != NULL ? args[i].value : "");
		if (copy[i].name == NULL || copy[i].value == NULL)
			return fail_memory(trace, exit_code);
	}
	message->args = copy;
	message->arg_count = count;
	redact_defer(&message->redact, fill_redact);
	message->arg_used =
	    arena_calloc(&message->arena, count, sizeof(*message->arg_used));
	if (message->arg_used == NULL)
		return fail_memory(trace, exit_code);
	return 0;
}

/* Tells a text that cannot be one: returns a code of the catalogue. */
static const char *
text_mistake(const char *text)
{
	const unsigned char *p;

	if (text[0] == '\0')
		return "content-empty";
	if (strlen(text) > MESSAGE_TEXT_MAX)
		return "content-too-long";
	if (!utf8_valid(text, strlen(text)))
		return "content-invalid";
	for (p = (const unsigned char *)text; *p != '\0'; p++) {
		if ((*p < 0x20 && *p != '\n' && *p != '\r' && *p != '\t') ||
		    *p == 0x7f)
			return "content-invalid";
	}
	return NULL;
}

static int
message_set_text(struct message *message, const char *text, struct trace *trace,
    int *exit_code)
{
	const char *code = text_mistake(text);

	if (code != NULL) {
		fail_step(trace, TRACE_CONTENT, code, exit_code,
		    _("the text cannot be sent"));
		return -1;
	}
	message->text = copy_or_empty(&message->arena, text);
	redact_defer(&message->redact, fill_redact);
	return message->arena.failed ? fail_memory(trace, exit_code) : 0;
}

/* Values of a template's names: the arguments, ${minutes}, ${newline}. */
static int
lookup_arg(void *arg, const char *expr, size_t len, struct buf *out)
{
	const struct message *message = arg;
	size_t i;

	for (i = 0; i < message->arg_count; i++) {
		if (strlen(message->args[i].name) == len &&
		    memcmp(message->args[i].name, expr, len) == 0)
			return buf_puts(out, message->args[i].value);
	}
	if (len == 7 && memcmp(expr, "minutes", len) == 0)
		return buf_printf(out, "%lld",
		    (long long)(message->expires_in_ms + 59999) / 60000);
	if (len == 7 && memcmp(expr, "newline", len) == 0)
		return buf_putc(out, '\n');
	return -1;
}

/* Notes which arguments the text of a template asks for. */
static int
mark_used(void *arg, const char *expr, size_t len)
{
	struct message *message = arg;
	size_t i;

	for (i = 0; i < message->arg_count; i++) {
		if (strlen(message->args[i].name) == len &&
		    memcmp(message->args[i].name, expr, len) == 0)
			message->arg_used[i] = true;
	}
	return 0;
}

void
message_fail_arg(const struct message *message, const char *of,
    const char *name, struct trace *trace, struct trace_step *step)
{
	const char *unused[MESSAGE_ARGS_MAX], *meant;
	size_t i, count = 0;
	struct buf given;

	buf_init(&given, 1024);
	for (i = 0; i < message->arg_count; i++) {
		if (message->arg_used[i])
			continue;
		unused[count++] = message->args[i].name;
		(void)buf_printf(
		    &given, "%s%s", count > 1 ? ", " : "", unused[count - 1]);
	}
	meant = nearest_word(name, unused, count);
	if (count == 0)
		trace_set_cause(trace, step,
		    "the template \"%s\" wants %s, which the message does not "
		    "give",
		    of, name);
	else
		trace_set_cause(trace, step,
		    "the template \"%s\" wants %s, which the message does not "
		    "give; it gives %s instead",
		    of, name, buf_str(&given));
	if (meant != NULL)
		trace_set_fix(trace, step,
		    "did you mean --param %s=VALUE in place of %s?", name,
		    meant);
	else
		trace_set_fix(trace, step, "give it: --param %s=VALUE", name);
	buf_fini(&given);
}

static int
message_render_template(struct message *message,
    const struct settings_template *tpl, struct trace *trace, int *exit_code)
{
	struct template_error error;
	struct trace_step *step;
	struct buf out;
	const char *text;
	int ret = -1;

	buf_init(&out, (size_t)4 * MESSAGE_TEXT_MAX);
	text = settings_template_text(tpl, message->locale);
	if (text == NULL) {
		ret = 0; /* template providers need none */
		goto out;
	}
	(void)template_names(text, mark_used, message, NULL);
	if (template_render(text, lookup_arg, message, &out, &error) < 0) {
		if (out.no_memory) {
			(void)fail_memory(trace, exit_code);
			goto out;
		}
		/* what else may be wrong was found when it was read */
		step = fail_step(trace, TRACE_CONTENT,
		    error.unknown ? "content-param-missing" :
				    "content-too-long",
		    exit_code, _("the template's text cannot be filled in"));
		if (error.unknown)
			message_fail_arg(
			    message, tpl->name, error.name, trace, step);
		goto out;
	}
	ret = message_set_text(message, buf_str(&out), trace, exit_code);
out:
	buf_fini(&out);
	return ret;
}

/*
 * Reads the template, whose class, purpose and life are the defaults.  A
 * template without a file leaves the text empty: a gateway may still map it.
 */
static int
message_set_template(struct message *message, const struct message_input *in,
    const struct settings *settings, const struct clock *clock,
    struct trace *trace, int *exit_code)
{
	const struct settings_template *tpl;
	struct problems problems;
	const struct problem *problem;
	struct trace_step *step;
	const char *word = in->message_class;
	int64_t expires_in_ms = in->expires_in_ms;
	int ret = -1;

	problems_init(&problems);
	message->template_name =
	    arena_strdup(&message->arena, in->template_name);
	if (message->template_name == NULL) {
		fail_memory(trace, exit_code);
		goto out;
	}
	tpl = settings_template(settings, in->template_name, &problems);
	problem = problems_get(&problems, 0);
	if (tpl == NULL && problem != NULL) {
		step =
		    fail_step(trace, TRACE_CONTENT, "content-template-broken",
			exit_code, _("the template cannot be read"));
		trace_set_cause(trace, step, "%s:%d: %s",
		    problem->file != NULL ? problem->file : "", problem->line,
		    problem->text);
		goto out;
	}
	if (tpl != NULL && word == NULL)
		word = tpl->message_class;
	if (tpl != NULL && expires_in_ms == 0)
		expires_in_ms = tpl->expires_ms;
	if (tpl != NULL && in->purpose == NULL)
		message->purpose = tpl->purpose;
	if (message_set_class(message, word, trace, exit_code) < 0 ||
	    message_set_life(message, expires_in_ms, clock, trace, exit_code) <
		0)
		goto out;
	ret = tpl == NULL ?
	    0 :
	    message_render_template(message, tpl, trace, exit_code);
out:
	problems_fini(&problems);
	return ret;
}

static int
message_set_content(struct message *message, const struct message_input *in,
    const struct settings *settings, const struct clock *clock,
    struct trace *trace, int *exit_code)
{
	if (message_set_args(
		message, in->args, in->arg_count, trace, exit_code) < 0)
		return -1;
	if (in->template_name != NULL && in->template_name[0] != '\0') {
		if (in->text == NULL)
			return message_set_template(
			    message, in, settings, clock, trace, exit_code);
		fail_step(trace, TRACE_CONTENT, "content-both", exit_code,
		    _("both a text and a template were given"));
		return -1;
	}
	if (in->text == NULL) {
		fail_step(trace, TRACE_CONTENT, "content-missing", exit_code,
		    _("there is neither a text nor a template"));
		return -1;
	}
	if (message_set_class(message, in->message_class, trace, exit_code) <
		0 ||
	    message_set_life(
		message, in->expires_in_ms, clock, trace, exit_code) < 0)
		return -1;
	return message_set_text(message, in->text, trace, exit_code);
}

static int
message_set_id(struct message *message, const char *id,
    const struct clock *clock, struct trace *trace, int *exit_code)
{
	if (id == NULL) {
		if (clock_uuid7(clock, message->id) == 0)
			return 0;
		fail_step(trace, TRACE_CONTENT, "internal", exit_code,
		    _("no random numbers for the message's id"));
		return -1;
	}
	if (strlen(id) != CLOCK_UUID_SIZE - 1 ||
	    strspn(id, "0123456789abcdefABCDEF-") != CLOCK_UUID_SIZE - 1) {
		fail_step(trace, TRACE_CONTENT, "content-id", exit_code,
		    _("the message's id is no UUID"));
		return -1;
	}
	memcpy(message->id, id, CLOCK_UUID_SIZE);
	return 0;
}

/* There is no such client. */
static void
fail_client(const char *name, const struct settings *settings,
    struct trace *trace, int *exit_code)
{
	struct trace_step *step;
	const char *nearest;

	step = fail_step(trace, TRACE_CONTENT, "client-unknown", exit_code,
	    _("there is no client of this name"));
	nearest = nearest_word(name, settings->clients, settings->client_count);
	if (nearest != NULL)
		trace_set_fix(trace, step, "did you mean %s?", nearest);
}

/* What the client's file says of its messages. */
static int
message_set_client(struct message *message, const char *name,
    const struct settings *settings, struct trace *trace, int *exit_code)
{
	const struct settings_client *client;
	const struct problem *problem;
	struct problems problems;
	struct trace_step *step;

	message->code_template = message->code_pattern = "";
	message->default_country = settings->default_country[0] != '\0' ?
	    settings->default_country :
	    NULL;
	if (name == NULL)
		return 0;
	problems_init(&problems);
	client = settings_client(settings, name, &problems);
	problem = problems_get(&problems, 0);
	if (client == NULL && problem == NULL) {
		fail_client(name, settings, trace, exit_code);
	} else if (client == NULL) {
		step = fail_step(trace, TRACE_CONTENT, "client-broken",
		    exit_code, _("the client's file has errors"));
		trace_set_cause(trace, step, "%s:%d: %s",
		    problem->file != NULL ? problem->file : "", problem->line,
		    problem->text);
	} else {
		message->code_template = client->template_name;
		message->code_pattern = client->code_pattern;
		if (client->default_country[0] != '\0')
			message->default_country = client->default_country;
	}
	problems_fini(&problems);
	return client != NULL ? 0 : -1;
}

int
message_init(struct message *message, const struct message_input *input,
    const struct settings *settings, const struct clock *clock,
    struct redact *secrets, struct trace *trace, int *exit_code)
{
	memset(message, 0, sizeof(*message));
	arena_init(&message->arena, MESSAGE_MEMORY_MAX);
	redact_init(&message->redact, secrets);
	trace_set_mask(trace, message_mask, &message->redact);
	message->purpose = copy_or_empty(&message->arena, input->purpose);
	message->locale = copy_or_empty(&message->arena, input->locale);
	message->template_name = "";
	message->text = "";
	*exit_code = 0;
	if (message_set_id(message, input->id, clock, trace, exit_code) < 0 ||
	    message_set_client(
		message, input->client, settings, trace, exit_code) < 0 ||
	    message_set_number(message, input, settings, trace, exit_code) <
		0 ||
	    message_set_content(
		message, input, settings, clock, trace, exit_code) < 0)
		return -1;
	if (message->arena.failed)
		return fail_memory(trace, exit_code);
	return 0;
}

void
message_fini(struct message *message)
{
	redact_fini(&message->redact);
	arena_fini(&message->arena);
}

int
message_mask(void *arg, const char *in, struct buf *out)
{
	return redact_text(arg, in, out);
}

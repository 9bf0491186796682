/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fits a message to one gateway: by text or by the provider's template, with
 * the signature from exactly one side, and counted as the carrier counts.
 */
#include "message.h"

#include <string.h>

#include "catalog.h"
#include "code.h"
#include "lang.h"
#include "template.h"

struct rendering {
	const struct message *message;
	const struct gateway *gw;
	const struct settings *settings;
	struct arena *arena;
	struct message_rendition *out;
	struct trace *trace;
	int *exit_code;
	const struct gateway_template *from; /* of a text, the line used */
	bool by_code;                        /* for the code in it alone */
};

static struct trace_step *
rendering_fail(
    struct rendering *r, int kind, const char *code, const char *fact)
{
	const struct catalog_entry *entry = catalog_find(code);

	*r->exit_code = entry != NULL ? entry->exit_code : CATALOG_INTERNAL;
	return trace_add(r->trace, kind, TRACE_FAILED, -1, code, "%s", fact);
}

static int
rendering_fail_memory(struct rendering *r)
{
	rendering_fail(r, TRACE_CONTENT, "no-memory", "out of memory");
	return -1;
}

/* A copy of a buffer's content in the arena; the buffer is given back. */
static const char *
arena_take(struct arena *arena, struct buf *buf)
{
	const char *copy =
	    buf->failed ? NULL : arena_strdup(arena, buf_str(buf));

	buf_fini(buf);
	return copy;
}

/*
 * Sets text and signed text, the signature once in the one, never twice.  A
 * message of which only the template is known has neither.
 */
static int
render_text(struct rendering *r)
{
	const char *title = gateway_conf(r->gw, "sms_title");
	const char *text = r->message->text;
	struct buf with;

	r->out->text = text_without_signature(title, text);
	r->out->signed_text = text;
	if (text[0] == '\0' || title[0] == '\0' || r->out->text != text)
		return 0;
	buf_init(&with, (size_t)2 * MESSAGE_TEXT_MAX);
	(void)text_with_signature(title, text, &with);
	r->out->signed_text = arena_take(r->arena, &with);
	return r->out->signed_text == NULL ? -1 : 0;
}

/* The argument of that name, which is used by this; NULL when there is none. */
static const char *
take_arg(const struct rendering *r, const struct smsgw_arg *args, size_t count,
    const char *name)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(args[i].name, name) != 0)
			continue;
		if (args == r->message->args)
			r->message->arg_used[i] = true;
		return args[i].value;
	}
	return NULL;
}

/* The arguments of a line of [templates], under the provider's names. */
static int
render_args(struct rendering *r, const struct gateway_template *tpl,
    const struct smsgw_arg *given, size_t count)
{
	struct smsgw_arg *args;
	struct trace_step *step;
	const char *value;
	size_t i;

	args = arena_calloc(r->arena, tpl->arg_count, sizeof(*args));
	if (args == NULL)
		return rendering_fail_memory(r);
	for (i = 0; i < tpl->arg_count; i++) {
		value = tpl->args[i].constant;
		if (value == NULL)
			value = take_arg(r, given, count, tpl->args[i].ours);
		if (value == NULL && strcmp(tpl->args[i].ours, "minutes") == 0)
			value = arena_printf(r->arena, "%lld",
			    (long long)(r->message->expires_in_ms + 59999) /
				60000);
		if (value == NULL) {
			step = rendering_fail(r, TRACE_CONTENT,
			    "content-param-missing",
			    _("the provider's template lacks an argument"));
			message_fail_arg(r->message, tpl->name,
			    tpl->args[i].ours, r->trace, step);
			return -1;
		}
		args[i].name = tpl->args[i].theirs;
		args[i].value = value;
	}
	r->out->template_id = tpl->provider_id;
	r->out->args = args;
	r->out->arg_count = tpl->arg_count;
	return 0;
}

/* The arguments that a text yields when it fits a template's text. */
struct fitted {
	struct arena *arena;
	struct smsgw_arg args[MESSAGE_ARGS_MAX];
	size_t count;
};

static int
fitted_add(void *arg, const char *name, size_t name_len, const char *value,
    size_t value_len)
{
	struct fitted *fitted = arg;
	struct smsgw_arg *one;

	if (fitted->count == MESSAGE_ARGS_MAX)
		return 1;
	one = &fitted->args[fitted->count++];
	one->name = arena_strndup(fitted->arena, name, name_len);
	one->value = arena_strndup(fitted->arena, value, value_len);
	return one->name == NULL || one->value == NULL;
}

static int
fixed_newline(void *arg, const char *expr, size_t len, struct buf *out)
{
	(void)arg;
	if (len == 7 && memcmp(expr, "newline", len) == 0)
		return buf_putc(out, '\n');
	return -1;
}

/* Tries one line of [templates] for a free text; 0 when the text fits. */
static int
fit_template(struct rendering *r, const struct gateway_template *line,
    struct fitted *fitted)
{
	const struct settings_template *tpl;
	const char *text;
	size_t i;
	int ret = -1;

	tpl = settings_template(r->settings, line->name, NULL);
	for (i = 0; tpl != NULL && i < tpl->text_count && ret != 0; i++) {
		if (strcmp(tpl->texts[i].locale, line->locale) != 0)
			continue;
		fitted->count = 0;
		text = r->out->text;
		ret = template_match(tpl->texts[i].text, text, fixed_newline,
		    fitted_add, fitted);
	}
	return ret == 0 ? 0 : -1;
}

/* Nothing makes a template's arguments of this text. */
static int
fail_text(struct rendering *r, const char *why)
{
	struct trace_step *step;

	step = rendering_fail(r, TRACE_CONTENT, "content-template-only",
	    _("the text fits no template, and this gateway takes only those"));
	if (why != NULL)
		trace_set_cause(r->trace, step,
		    "the client's template is %s, but %s",
		    r->message->code_template, why);
	return -1;
}

/* The code in a text, by the template that its client names for such. */
static int
render_code(struct rendering *r)
{
	const struct message *m = r->message;
	struct smsgw_arg arg = { .name = "code" };
	size_t at, len;

	if (m->code_template[0] == '\0')
		return fail_text(r, NULL);
	r->from = gateway_template(r->gw, m->code_template, m->locale);
	if (r->from == NULL)
		return fail_text(r, _("the gateway has no line for it"));
	if (code_find(m->code_pattern, r->out->text, &at, &len) != 0)
		return fail_text(r,
		    m->code_pattern[0] != '\0' ?
			_("its code_pattern finds no code in the text") :
			_("the text has no code, or more than one number that "
			  "could be it"));
	arg.value = arena_strndup(r->arena, r->out->text + at, len);
	if (arg.value == NULL)
		return rendering_fail_memory(r);
	r->by_code = true;
	return render_args(r, r->from, &arg, 1);
}

/* A free text for a gateway that takes only templates: finds one it fits. */
static int
render_fitting_template(struct rendering *r)
{
	struct fitted fitted = { .arena = r->arena };
	size_t i;

	if (render_text(r) < 0)
		return rendering_fail_memory(r);
	for (i = 0; i < r->gw->template_count; i++) {
		if (fit_template(r, &r->gw->templates[i], &fitted) == 0) {
			r->from = &r->gw->templates[i];
			return render_args(
			    r, r->from, fitted.args, fitted.count);
		}
	}
	return render_code(r);
}

/* There is no such template, or this gateway has no line for it. */
static void
rendering_fail_template(struct rendering *r)
{
	const char *name = r->message->template_name, *fact, *nearest;
	struct trace_step *step;

	if (settings_has_template(r->settings, name)) {
		rendering_fail(r, TRACE_CONTENT, "content-template-unmapped",
		    _("the gateway cannot carry this template"));
		return;
	}
	fact = arena_printf(r->arena, _("there is no template \"%s\""), name);
	step = rendering_fail(r, TRACE_CONTENT, "content-template-unknown",
	    fact != NULL ? fact : _("there is no such template"));
	nearest = settings_nearest_template(r->settings, name);
	if (nearest != NULL)
		trace_set_fix(r->trace, step, "did you mean %s?", nearest);
}

/* By template where the gateway maps it, else by its text where it can. */
static int
render_template(struct rendering *r)
{
	const struct message *m = r->message;
	const struct gateway_template *line;

	line = gateway_template(r->gw, m->template_name, m->locale);
	r->out->can = gateway_can(r->gw, m->to, SMSGW_CAN_TEMPLATE);
	if (line != NULL && r->out->can != NULL) {
		if (render_text(r) < 0)
			return rendering_fail_memory(r);
		return render_args(r, line, m->args, m->arg_count);
	}
	r->out->can = gateway_can(r->gw, m->to, SMSGW_CAN_TEXT);
	if (r->out->can != NULL && m->text[0] != '\0')
		return render_text(r) < 0 ? rendering_fail_memory(r) : 0;
	rendering_fail_template(r);
	return -1;
}

static int
render_content(struct rendering *r)
{
	const char *to = r->message->to;

	if (r->message->template_name[0] != '\0')
		return render_template(r);
	r->out->can = gateway_can(r->gw, to, SMSGW_CAN_TEXT);
	if (r->out->can != NULL)
		return render_text(r) < 0 ? rendering_fail_memory(r) : 0;
	r->out->can = gateway_can(r->gw, to, SMSGW_CAN_TEMPLATE);
	return render_fitting_template(r);
}

static int
count_parts(struct rendering *r)
{
	const struct smsgw_can *can = r->out->can;
	struct trace_step *step;

	if (text_count(can->signature == SMSGW_SIGNATURE_NONE ?
		    r->out->text :
		    r->out->signed_text,
		can->counting == SMSGW_COUNT_UCS2 ? TEXT_COUNT_UCS2 :
						    TEXT_COUNT_AUTO,
		&r->out->parts) < 0) {
		rendering_fail(r, TRACE_CONTENT, "content-invalid",
		    _("the text with its signature is no UTF-8"));
		return -1;
	}
	if (can->max_parts == 0 || r->out->parts.parts <= can->max_parts)
		return 0;
	step = rendering_fail(r, TRACE_CONTENT, "content-too-long",
	    _("the text has too many parts"));
	trace_set_cause(r->trace, step,
	    "%zu parts, of which the provider takes %u", r->out->parts.parts,
	    (unsigned)can->max_parts);
	return -1;
}

/* Where the signature comes from; a constant. */
static const char *
signature_side(const struct rendering *r)
{
	if (gateway_conf(r->gw, "sms_title")[0] == '\0')
		return "";
	switch (r->out->can->signature) {
	case SMSGW_SIGNATURE_PROVIDER:
		return _(", signature by the provider");
	case SMSGW_SIGNATURE_NONE:
		return _(", without signature: the gateway sends none");
	default:
		return _(", with signature");
	}
}

/* Arguments that neither the text nor the provider's template asks for. */
static void
tell_unused(struct rendering *r)
{
	const struct message *m = r->message;
	size_t i;

	for (i = 0; i < m->arg_count; i++) {
		if (!m->arg_used[i])
			trace_add(r->trace, TRACE_CONTENT, TRACE_WARNING, -1,
			    "content-param-unused",
			    "the template \"%s\" does not use %s",
			    m->template_name, m->args[i].name);
	}
}

static void
tell_template(struct rendering *r)
{
	const char *how = "", *name = "";

	if (r->from != NULL) {
		how = r->by_code ? _(" with the code in the text: ") :
				   _(" read from the text: ");
		name = r->from->name;
	}
	trace_add(r->trace, TRACE_CONTENT, TRACE_OK, -1, NULL,
	    lang_plural("template %s, %zu argument%s%s",
		"template %s, %zu arguments%s%s", r->out->arg_count),
	    r->out->template_id, r->out->arg_count, how, name);
}

static void
tell_content(struct rendering *r)
{
	const struct text_parts *parts = &r->out->parts;
	const char *encoding =
	    parts->encoding == TEXT_GSM7 ? "GSM 7-bit" : "UCS-2";

	if (r->out->template_id[0] != '\0') {
		tell_template(r);
		return;
	}
	trace_add(r->trace, TRACE_CONTENT, TRACE_OK, -1, NULL,
	    lang_plural("%zu part, %zu of %zu characters, %s%s",
		"%zu parts, %zu of %zu characters, %s%s", parts->parts),
	    parts->parts, parts->units, parts->per_part * parts->parts,
	    encoding, signature_side(r));
}

int
message_render(const struct message *message, const struct gateway *gw,
    const struct settings *settings, struct arena *arena,
    struct message_rendition *out, struct trace *trace, int *exit_code)
{
	struct rendering r = {
		.message = message,
		.gw = gw,
		.settings = settings,
		.arena = arena,
		.out = out,
		.trace = trace,
		.exit_code = exit_code,
	};

	*out = (struct message_rendition){
		.text = "",
		.signed_text = "",
		.template_id = "",
	};
	*exit_code = 0;
	if (gateway_can(gw, message->to, SMSGW_CAN_TEXT | SMSGW_CAN_TEMPLATE) ==
	    NULL) {
		rendering_fail(&r, TRACE_NUMBER, "number-not-served",
		    _("the gateway does not serve this number's country"));
		return -1;
	}
	if (render_content(&r) < 0 || count_parts(&r) < 0)
		return -1;
	tell_unused(&r);
	tell_content(&r);
	return 0;
}

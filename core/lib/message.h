/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message before it has a gateway: recipient in E.164, text or logical
 * template with its arguments, class and life.  And its rendition for one
 * gateway: signature, template id, arguments under the provider's names, parts.
 */
#ifndef SMSGW_MESSAGE_H
#define SMSGW_MESSAGE_H

#include <smsgw/smsgw.h>

#include "arena.h"
#include "clock.h"
#include "gateway.h"
#include "number.h"
#include "redact.h"
#include "text.h"
#include "trace.h"

/* The longest text, in bytes. */
#define MESSAGE_TEXT_MAX 4096
#define MESSAGE_ARGS_MAX 32

enum message_class { MESSAGE_OTP, MESSAGE_TRANSACTIONAL, MESSAGE_MARKETING };

/* What a caller gives; all strings borrowed, any may be NULL. */
struct message_input {
	const char *to;
	const char *text; /* or template_name */
	const char *template_name;
	const struct smsgw_arg *args;
	size_t arg_count;
	const char *message_class; /* else the template's, else otp */
	const char *purpose, *locale;
	int64_t expires_in_ms; /* 0: the template's or class's */
	const char *id;        /* a UUID, else one is made */
	const char *client;    /* of clients.d, in whose place it is sent */
};

/* A caller's message as far as its version of smsgw.h has members. */
struct smsgw_message message_given(const struct smsgw_message *message);

/* What of it makes the message; strings stay the caller's. */
struct message_input message_input_of(const struct smsgw_message *given);

struct message {
	char id[CLOCK_UUID_SIZE];
	char to[NUMBER_SIZE];
	const char *given_to; /* where it was not given like this, or NULL */
	enum message_class message_class;
	const char *purpose, *locale; /* never NULL; perhaps the settings' */
	const char *template_name;    /* "" for a text */
	const char *text;             /* rendered; "" when none is known */
	/* of a client of texts: what carries the code that stands in them */
	const char *code_template, *code_pattern; /* "" without */
	const char *default_country;              /* or NULL */
	const struct smsgw_arg *args;
	bool *arg_used; /* by the template so far, as many as args */
	size_t arg_count;
	int64_t expires_in_ms;     /* its whole life */
	int64_t expires_boot_ms;   /* its end, by the boot clock */
	int64_t not_after_boot_ms; /* the end less the transit margin */
	int64_t created_ms;        /* Unix time */
	struct redact redact;      /* what message_hide() says */
	struct arena arena;
};

/* A message as one gateway carries it; memory of an arena, or the message's. */
struct message_rendition {
	const struct smsgw_can *can;
	const char *text, *signed_text; /* "" when by template */
	const char *template_id;        /* "" when by text */
	const struct smsgw_arg *args;   /* under their names */
	size_t arg_count;
	struct text_parts parts; /* with the signature, as counted */
};

/*
 * Makes a message.  Each thing wrong is a failed step (number, content) of the
 * trace, which also gets the good ones, and whose mask is the message's from
 * now on: it hides number and codes, and the secrets of the gateway (a parent
 * of redact.h, or NULL).  Both and the settings outlive the message.  0; or -1,
 * the exit code in *exit_code.  In both cases message_fini() is called, after
 * the trace's mask was taken off.
 */
int message_init(struct message *message, const struct message_input *input,
    const struct settings *settings, const struct clock *clock,
    struct redact *secrets, struct trace *trace, int *exit_code);

void message_fini(struct message *message);

/*
 * Fits a message to a gateway: content kind, destination, signature exactly
 * once, template id and arguments, number of parts.  A failed step in the
 * trace and -1 when this gateway cannot carry it.
 */
int message_render(const struct message *message, const struct gateway *gw,
    const struct settings *settings, struct arena *arena,
    struct message_rendition *out, struct trace *trace, int *exit_code);

/*
 * Says at a failed step which argument a template wants, and which ones the
 * message gives that it has no use for: one of them may be misspelt.
 */
void message_fail_arg(const struct message *message, const char *of,
    const char *name, struct trace *trace, struct trace_step *step);

/* Adds what is nobody's business to a list: number, codes, arguments. */
void message_hide(const struct message *message, struct redact *redact);

/* The mask of a message's trace: arg is its redact. */
int message_mask(void *arg, const char *in, struct buf *out);

/* otp, transactional, marketing. */
const char *message_class_name(enum message_class message_class);

#endif

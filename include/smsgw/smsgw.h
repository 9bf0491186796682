/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libsmsgw for programs that send SMS themselves: open a configuration, look
 * at its gateways and providers, send a message and learn what became of it.
 *
 *	struct smsgw *sms;
 *	struct smsgw_receipt *receipt;
 *	struct smsgw_options options = { .size = sizeof(options) };
 *	struct smsgw_message message = {
 *		.size = sizeof(message),
 *		.to = "+8613800138000",
 *		.text = "Your code is 123456",
 *	};
 *
 *	if (smsgw_open(&options, &sms) < 0)
 *		...				look at smsgw_problem()
 *	receipt = smsgw_send(sms, &message);
 *	if (smsgw_receipt_outcome(receipt) == SMSGW_ACCEPTED)
 *		...
 *	smsgw_receipt_free(receipt);
 *	smsgw_close(sms);
 *
 * The words for outcomes and for who must act (SMSGW_ACCEPTED,
 * SMSGW_WHO_ADMIN, ...) are those of provider.h, which this header includes.
 *
 * Threads: one thread uses a struct smsgw at a time; several may be open in
 * one process, but are opened and closed by one thread.  Plugins stay loaded
 * until the process ends.  Strings are UTF-8.  What a function returns as
 * const belongs to the object it was asked of and lives as long as that,
 * unless it says otherwise.  All functions take NULL for a struct smsgw or a
 * receipt and answer as for an empty one.
 *
 * Structs begin with `size`, which the caller sets to sizeof the struct also
 * where one is filled in: no more than that is read or written, so that a
 * program goes on working with a later version that has more members.
 *
 * The library never ends the process, changes no signal handler, locale or
 * environment, and writes to no stream.  Nothing that it returns holds a
 * secret, a message's text or a code; numbers appear as +86138****8000.
 */
#ifndef SMSGW_H
#define SMSGW_H

#include <smsgw/provider.h>

#ifdef __cplusplus
extern "C" {
#endif

struct smsgw;
struct smsgw_receipt;

/* The version of the library, such as "0.1.0". */
SMSGW_EXPORT const char *smsgw_version(void);

enum { /* smsgw_options.flags */
	/*
	 * Look into each plugin in a child process before it is loaded into
	 * this one, so that one that crashes is named and does no harm.  Forks:
	 * only for programs of a single thread.
	 */
	SMSGW_OPEN_PROBE = 1
};

struct smsgw_options {
	uint32_t size, flags;
	const char *config_dir; /* NULL: $SMSGW_CONFIG, or compiled in */
	/* Told of what providers log; level is SMSGW_LOG_...; may be NULL. */
	void (*log)(void *arg, int level, const char *line);
	void *log_arg;
};

/*
 * Opens a configuration.  Files of gateways and templates are read when they
 * are used.  Returns 0; 1 when there are problems, of which some may only
 * concern one gateway; -1 when nothing can be done with it.  *out holds the
 * problems in any case, is NULL only when memory ran out, and is to be closed.
 */
SMSGW_EXPORT int smsgw_open(
    const struct smsgw_options *options, struct smsgw **out);

/* Frees it, and with it every string it gave out; takes NULL. */
SMSGW_EXPORT void smsgw_close(struct smsgw *sms);

/*
 * Reads and checks everything, without network: all files, plugins,
 * parameters and secrets.  Returns the number of errors; smsgw_problem() then
 * lists all of them, and the warnings.
 */
SMSGW_EXPORT size_t smsgw_check(struct smsgw *sms);

struct smsgw_problem {
	uint32_t size;
	int32_t error;                /* 1: an error; 0: a warning or a note */
	const char *code;             /* of the error catalogue, or NULL */
	const char *gateway;          /* whose it is, or NULL */
	const char *file;             /* NULL when it belongs to no file */
	int32_t line;                 /* 0 when it belongs to no line */
	const char *key, *text, *fix; /* key and fix may be NULL */
};

/*
 * Fills *out; 0, or -1 past the end.  Its strings live until smsgw_check() is
 * called.
 */
SMSGW_EXPORT int smsgw_problem(
    struct smsgw *sms, size_t index, struct smsgw_problem *out);

struct smsgw_gateway_info {
	uint32_t size;
	int32_t enabled;
	const char *id, *file;
	const char *name, *provider; /* "" when the file lacks it */
	const char *problem;         /* why it cannot be used, or NULL */
};

/*
 * The index-th gateway in the order of ids, or one by id.  The file is read
 * and its provider loaded.  0, or -1 when there is none.
 */
SMSGW_EXPORT size_t smsgw_gateway_count(struct smsgw *sms);
SMSGW_EXPORT int smsgw_gateway_at(
    struct smsgw *sms, size_t index, struct smsgw_gateway_info *out);
SMSGW_EXPORT int smsgw_gateway_find(
    struct smsgw *sms, const char *id, struct smsgw_gateway_info *out);

struct smsgw_provider_info {
	uint32_t size, abi;
	const char *name, *file;
	const char *title, *version, *license; /* "" when it is broken */
	const char *problem; /* why it cannot be loaded, or NULL */
};

/* The index-th installed provider, in the order of names; loads it. */
SMSGW_EXPORT size_t smsgw_provider_count(struct smsgw *sms);
SMSGW_EXPORT int smsgw_provider_at(
    struct smsgw *sms, size_t index, struct smsgw_provider_info *out);

struct smsgw_arg {
	const char *name, *value;
};

enum { /* smsgw_message.flags */
	/*
	 * A test of one gateway: works on a disabled one (with a warning), and
	 * takes what is missing from test_phone, test_content, test_template.
	 */
	SMSGW_MESSAGE_TEST = 1,
	/* Everything but the sending; smsgw_receipt_request() shows it. */
	SMSGW_MESSAGE_DRY_RUN = 2,
	/* provider_body also of an answer that accepts the message. */
	SMSGW_MESSAGE_SHOW_ANSWER = 4
};

/* One step of a trace, the same as in `smsgw test --json`. */
struct smsgw_step {
	uint32_t size;
	int32_t who;       /* SMSGW_WHO_... */
	const char *step;  /* "config", "dns", "answer", ... */
	const char *state; /* "ok", "warning", "failed", "skipped" */
	int64_t us;        /* microseconds; -1: not timed */
	const char *fact;
	const char *cause, *fix, *code;            /* NULL when ok */
	const char *provider_code, *provider_text; /* NULL if none */
	const char *provider_body; /* what it answered, masked, cut; or NULL */
};

/* A message; what is NULL or 0 is left to defaults. */
struct smsgw_message {
	uint32_t size, flags;
	const char *to;            /* +8613800138000, or of the home country */
	const char *text;          /* either a text, */
	const char *template_name; /* or a template and its arguments */
	const struct smsgw_arg *args;
	size_t arg_count;
	const char *gateway;       /* NULL: the first that can carry it */
	const char *message_class; /* otp, transactional, marketing */
	const char *purpose;       /* login, mfa, recovery, ... */
	const char *locale;        /* zh-CN */
	int64_t expires_in_ms;     /* never sent later than that */
	const char *id; /* a UUID of the caller's, else one is made */
	/* Told of each step as it happens; it lives for the call.  Or NULL. */
	void (*on_step)(void *arg, const struct smsgw_step *);
	void *on_step_arg;
	int64_t wait_report_ms; /* how long to wait for a delivery report */
	const char *client; /* sent as this one of clients.d would; or NULL */
};

/*
 * Sends one message, once, and blocks until its outcome is known: at the
 * longest the gateway's connect_timeout, timeout and wait_report_ms.  Always
 * returns a receipt, also when the message was never sent; NULL only when
 * memory ran out before anything was done.
 */
SMSGW_EXPORT struct smsgw_receipt *smsgw_send(
    struct smsgw *sms, const struct smsgw_message *message);
SMSGW_EXPORT void smsgw_receipt_free(struct smsgw_receipt *receipt);

/*
 * SMSGW_ACCEPTED, SMSGW_REJECTED, SMSGW_DEFERRED (surely not sent) or
 * SMSGW_UNKNOWN (perhaps sent: do not just send it again); 0 when there was
 * no attempt: bad input, bad configuration, or a dry run.
 */
SMSGW_EXPORT int smsgw_receipt_outcome(const struct smsgw_receipt *);

/*
 * "submitted", "delivered", "undelivered", "rejected", "unknown", "expired",
 * or "queued" when it surely was not sent and may be sent again.
 */
SMSGW_EXPORT const char *smsgw_receipt_state(const struct smsgw_receipt *);

/* The exit code that a program would end with (sysexits; 0: accepted). */
SMSGW_EXPORT int smsgw_receipt_exit_code(const struct smsgw_receipt *);

/* Our id; the provider's id, "" if none; the gateway's id, "" if none. */
SMSGW_EXPORT const char *smsgw_receipt_id(const struct smsgw_receipt *);
SMSGW_EXPORT const char *smsgw_receipt_provider_id(
    const struct smsgw_receipt *);
SMSGW_EXPORT const char *smsgw_receipt_gateway(const struct smsgw_receipt *);

/* DEFERRED: when to try again, in milliseconds; 0 when unsaid. */
SMSGW_EXPORT int64_t smsgw_receipt_delay_ms(const struct smsgw_receipt *);

/* The trace.  Fills *out; 0, or -1 past the end. */
SMSGW_EXPORT int smsgw_receipt_step(
    const struct smsgw_receipt *, size_t index, struct smsgw_step *out);

/* A dry run's request, masked, for a person to read; "" without one. */
SMSGW_EXPORT const char *smsgw_receipt_request(const struct smsgw_receipt *);

/*
 * All of it as one JSON object, which the caller frees by free().  NULL when
 * memory ran out, and for a NULL receipt.
 */
SMSGW_EXPORT char *smsgw_receipt_json(const struct smsgw_receipt *);

#ifdef __cplusplus
}
#endif

#endif /* SMSGW_H */

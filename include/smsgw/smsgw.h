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
 * That waits for one message.  A program that sends many submits them, and is
 * told of each when it has ended, on a way that may lead over several
 * gateways:
 *
 *	static void
 *	ended(void *arg, struct smsgw_receipt *receipt)
 *	{
 *		printf("%s\n", smsgw_receipt_state(receipt));
 *		smsgw_receipt_free(receipt);
 *	}
 *	...
 *	if (smsgw_submit(sms, &message, ended, NULL, NULL) == SMSGW_TAKEN)
 *		...
 *	while (smsgw_run(sms, 1000) > 0)
 *		continue;
 *
 * Threads: one thread uses a struct smsgw at a time; several may be open in one
 * process, but are opened and closed by one thread. smsgw_wake() alone may be
 * called by any thread while the struct is open.  After fork() the child leaves
 * them alone, closing included, and execs or ends by _exit().  Plugins stay
 * loaded until the process ends.  Strings are UTF-8.  What a function returns
 * as const belongs to the object it was asked of and lives as long as that,
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
struct smsgw_submission;

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
	/* How many submitted messages may wait or be sent; 0: 100,000. */
	size_t messages_max;
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
	SMSGW_MESSAGE_SHOW_ANSWER = 4,
	/*
	 * smsgw_submit(): the receipt has every step.  Without it only those
	 * that did not go well, which costs less.
	 */
	SMSGW_MESSAGE_TRACE = 8
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

enum { /* smsgw_submit() */
	SMSGW_TAKEN = 0,
	/*
	 * There is no memory or no configuration, smsgw_drain() was called, or
	 * the message is a test or a dry run, which smsgw_send() is for.
	 */
	SMSGW_REFUSED = -1,
	/*
	 * Not at present: messages_max are on their way, or the wait would
	 * take half of this message's life.  Submit it again later, after
	 * smsgw_run() has brought some to their end.
	 */
	SMSGW_BUSY = -2
};

/*
 * Takes a message and returns at once.  It is sent by the gateway that its
 * turn, its content and its health make the first, perhaps together with
 * others in one request; what failed is tried again or by another gateway, by
 * the rules of delivery and within the message's life; one that was perhaps
 * sent is sent again at most once, and its receipt says so.  A newer otp
 * cancels an older one that waits, for the same client, recipient, and purpose
 * or template.
 *
 * done is called exactly once for a message that was taken, also for one that
 * is wrong in itself, from smsgw_run() or smsgw_close(); it owns the receipt,
 * and may submit and cancel, but not run or close.  With a NULL done,
 * smsgw_next() hands out the receipt.  *out, unless out is NULL, is valid until
 * then.  Of the message's members on_step and wait_report_ms mean nothing
 * here, and of its flags only SMSGW_MESSAGE_TRACE and
 * SMSGW_MESSAGE_SHOW_ANSWER do.  SMSGW_TAKEN, or why not.
 */
SMSGW_EXPORT int smsgw_submit(struct smsgw *sms,
    const struct smsgw_message *message,
    void (*done)(void *arg, struct smsgw_receipt *receipt), void *arg,
    struct smsgw_submission **out);

/*
 * Ends a message that waits.  One that is on its way ends as it comes out, and
 * nothing more is tried.
 */
SMSGW_EXPORT void smsgw_cancel(
    struct smsgw *sms, struct smsgw_submission *submission);

/*
 * Waits for at most max_wait_ms (0 or less: not at all) until something
 * happens to the messages that were submitted, and does what can be done.  How
 * many have not ended.
 */
SMSGW_EXPORT size_t smsgw_run(struct smsgw *sms, int64_t max_wait_ms);

/*
 * A descriptor for a program with an event loop of its own: it is readable when
 * there is something to do, deadlines among it, by smsgw_run(sms, 0), and
 * stays the same.  It belongs to sms, which closes it.  -1 without memory.
 */
SMSGW_EXPORT int smsgw_fd(struct smsgw *sms);

/*
 * The receipt of a message without a done that has ended, or NULL.  As many
 * as there are wait for this, or for smsgw_close(), which frees them.
 */
SMSGW_EXPORT struct smsgw_receipt *smsgw_next(struct smsgw *sms);

/* What smsgw_submit() was given as arg. */
SMSGW_EXPORT void *smsgw_receipt_arg(const struct smsgw_receipt *);

/*
 * Takes no more messages.  Those that wait end as cancelled, those on their
 * way are waited for by smsgw_run().  (To send all of them first, run until
 * none is left.)
 */
SMSGW_EXPORT void smsgw_drain(struct smsgw *sms);

/* Ends a wait in smsgw_run(). */
SMSGW_EXPORT void smsgw_wake(struct smsgw *sms);

/*
 * SMSGW_ACCEPTED, SMSGW_REJECTED, SMSGW_DEFERRED (surely not sent) or
 * SMSGW_UNKNOWN (perhaps sent: do not just send it again); 0 when there was
 * no attempt: bad input, bad configuration, or a dry run.
 */
SMSGW_EXPORT int smsgw_receipt_outcome(const struct smsgw_receipt *);

/*
 * "submitted", "delivered", "undelivered", "rejected", "unknown", "expired",
 * "cancelled", or "queued" when it surely was not sent and may be sent again.
 */
SMSGW_EXPORT const char *smsgw_receipt_state(const struct smsgw_receipt *);

/* The exit code that a program would end with (sysexits; 0: accepted). */
SMSGW_EXPORT int smsgw_receipt_exit_code(const struct smsgw_receipt *);

/* Our id; the provider's id, "" if none; the gateway's id, "" if none. */
SMSGW_EXPORT const char *smsgw_receipt_id(const struct smsgw_receipt *);
SMSGW_EXPORT const char *smsgw_receipt_provider_id(
    const struct smsgw_receipt *);
SMSGW_EXPORT const char *smsgw_receipt_gateway(const struct smsgw_receipt *);

/* How many times it was tried to send it, and whether it may arrive twice. */
SMSGW_EXPORT int smsgw_receipt_attempts(const struct smsgw_receipt *);
SMSGW_EXPORT int smsgw_receipt_possible_duplicate(const struct smsgw_receipt *);

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

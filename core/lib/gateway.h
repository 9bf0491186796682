/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway: one file of gateways.d, read, attached to its provider and
 * opened.  The three steps are apart, since the first needs no plugin, the
 * second only its tables, and the third runs the plugin's code.
 */
#ifndef SMSGW_GATEWAY_H
#define SMSGW_GATEWAY_H

#include <smsgw/provider.h>

#include "arena.h"
#include "clock.h"
#include "crypto.h"
#include "ini.h"
#include "param.h"
#include "problem.h"
#include "redact.h"
#include "settings.h"

#define GATEWAY_CANS_MAX 8

/* A value that the provider keeps (a token). */
struct gateway_kept {
	char *name, *value;
	uint32_t flags;
	int64_t expires_ms;
	struct gateway_kept *next;
};

/* One line of [templates]: what ours is called at the provider. */
struct gateway_template {
	const char *name;   /* logical name */
	const char *locale; /* "" for the default */
	const char *provider_id;
	struct gateway_template_arg {
		const char *theirs;
		const char *ours; /* NULL: a constant */
		const char *constant;
	} * args;
	size_t arg_count;
	int line;
};

/* A secret that is not on the disk yet; see gateway_parse(). */
struct gateway_secret {
	const char *section, *key; /* KEY, not KEY_file */
	const char *value;
};

/* How the present call of the provider failed (smsgw_fail()). */
struct gateway_failure {
	bool failed;
	int32_t error_class;
	const char *key, *code; /* NULL, or of the scratch memory */
	const char *text;
};

/* Where the present call's reports, inbound messages and facts go. */
struct gateway_sink {
	void (*report)(void *arg, const struct smsgw_report *);
	void (*inbound)(void *arg, const struct smsgw_inbound *);
	void (*fact)(void *arg, const struct smsgw_fact *);
	void *arg;
};

struct gateway {
	struct smsgw_gateway pub; /* first: what a provider is given */

	/* by gateway_load() */
	const char *id, *path;
	bool read_only;
	struct ini *ini;
	const char *provider_name; /* "" when the file does not say */
	struct param_values core, routing, limits;
	bool enabled, allow_private, tls_legacy, http2;
	int64_t timeout_ms, connect_timeout_ms; /* 0: the class decides */
	const char *ca_file;                    /* absolute, or NULL */
	struct gateway_template *templates;
	size_t template_count;
	bool damaged; /* lines of the file were refused */
	bool broken;  /* errors were found up to now */
	const struct gateway_secret *given;
	size_t given_count;
	struct arena arena;

	/* by gateway_attach() */
	const struct smsgw_provider *provider;
	struct param_values own; /* [provider], and page words */
	struct redact redact;    /* the gateway's secrets; its parent: tokens */

	/* by gateway_open() */
	bool opened;
	struct smsgw_can cans[GATEWAY_CANS_MAX]; /* dial_codes copied */
	size_t can_count;
	void *data; /* the provider's */
	struct gateway_kept *kept;
	struct redact tokens; /* the secret ones of what was kept last */
	struct crypto crypto; /* contexts that its calls used last */

	/* the present call */
	struct arena *scratch;
	int64_t entered_boot_ms;
	struct redact *hide; /* secrets made during it; NULL: redact */
	struct gateway_failure failure;
	struct problems *opening; /* open(): where warnings go; else NULL */
	struct gateway_sink sink;
	const struct clock *clock;
	void (*log)(
	    void *arg, const struct gateway *, int level, const char *text);
	void *log_arg;
};

/*
 * Reads a gateway file and checks what needs no plugin, with all problems of
 * the file.  Returns a gateway even when there are errors, so that the rest can
 * be checked and shown (gateway->ini is NULL when nothing could be read); NULL
 * only when memory ran out.
 */
struct gateway *gateway_load(const struct settings_gateway *,
    const struct settings *, struct problems *problems);

/*
 * As gateway_load(), of a text in memory that is to become the file: facts are
 * those that the file will have, and `given` the secrets that its KEY_file
 * lines will find, which outlive the gateway.
 */
struct gateway *gateway_parse(const struct settings_gateway *,
    const struct settings *, const void *data, size_t len,
    const struct stat *facts, const struct gateway_secret *given,
    size_t given_count, struct problems *problems);

/* Closes the provider's side if it was opened; wipes and frees. */
void gateway_free(struct gateway *gw);

/*
 * Binds the gateway to its provider's descriptor: checks the provider's keys
 * ([provider], and those of [gateway] that it uses or requires), reads the
 * secrets.  0, or -1 when the gateway cannot be used, also because of what
 * gateway_load() found; the reasons are in problems.
 */
int gateway_attach(struct gateway *gw, const struct smsgw_provider *,
    struct problems *problems);

/*
 * Calls the provider's open() with the host's table, then checks what it said
 * (smsgw_can(), arguments of [templates]).  This runs the plugin's code.  0, or
 * -1 with the reason in problems.
 */
int gateway_open(struct gateway *gw, const struct smsgw_host *host,
    const struct clock *clock, struct problems *problems);

/*
 * A value as a provider asks for it: a page word from [gateway], or a key of
 * [provider]; preset applied, secrets read.  "" when there is none.
 */
const char *gateway_conf(const struct gateway *gw, const char *key);
int64_t gateway_conf_int(const struct gateway *gw, const char *key);

/* The index-th of a numbered key, by number; NULL at the end. */
const char *gateway_conf_item(const struct gateway *gw, const char *key,
    uint32_t index, uint32_t *number);

/* The kind of message for a number and content (SMSGW_CAN_...), or NULL. */
const struct smsgw_can *gateway_can(
    const struct gateway *gw, const char *e164, uint32_t content);

/* Whether its provider wants a token before messages are sent. */
bool gateway_needs_login(const struct gateway *gw);

/* The line of [templates] for a logical name and locale, or NULL. */
const struct gateway_template *gateway_template(
    const struct gateway *gw, const char *name, const char *locale);

/* Where a key stands: its line, 0 when it does not. */
int gateway_line(const struct gateway *gw, const char *key);

/* Keeps and reads a token. */
void gateway_keep(struct gateway *gw, const char *name, const char *value,
    uint32_t flags, int64_t expires_ms);
const char *gateway_kept(struct gateway *gw, const char *name);
void gateway_forget(struct gateway *gw); /* all that is kept */

/* Whether something is kept that has not expired. */
bool gateway_has_token(const struct gateway *gw);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that is needed to write an SMS provider for smsgw.
 *
 * A provider is constant data and functions of their arguments.  It builds a
 * request, signs it and reads the answer; smsgw resolves, connects, does TLS,
 * sends, waits, retries, counts and logs.  A provider therefore never opens a
 * socket or a file, starts a thread, sleeps, keeps a global variable, reads a
 * clock or links a library of smsgw: what it needs from the host it calls
 * through the inline functions below.
 *
 *	#include <smsgw/provider.h>
 *
 *	static int
 *	acme_build(struct smsgw_gateway *gw, struct smsgw_exchange *x,
 *	    struct smsgw_request *r)
 *	{
 *		smsgw_form(r, "user", smsgw_conf(gw, "api_account"), 0);
 *		smsgw_form(r, "pass", smsgw_conf(gw, "api_password"),
 *		    SMSGW_SECRET);
 *		smsgw_form(r, "to", smsgw_recipient(x, 0, SMSGW_DIGITS), 0);
 *		smsgw_form(r, "text", smsgw_signed_text(x, 0), 0);
 *		return 0;
 *	}
 *	...
 *	SMSGW_PROVIDER(acme, acme_provider)
 *
 * built as  cc -shared -fPIC -o acme.so acme.c  and put into the directory
 * that  pkg-config --variable=providerdir smsgw-provider  prints.
 *
 * Memory.  Nothing is ever freed by a provider.  What it is given is borrowed
 * for the call; what it hands over is copied at once.  The helpers that make
 * something (smsgw_printf, smsgw_base64, ...) take the gateway and allocate
 * in the scratch memory of what the call is about: in open() that of the
 * gateway, valid until close(); in build(), sign() and parse() that of the
 * exchange, valid until the exchange is over; in receive() that of the push.
 * When memory runs out they return "" and the host fails the call afterwards:
 * strings from here are never NULL unless it says so.
 *
 * Calls on one gateway never overlap; calls on different gateways may.  The
 * same input, clock and random bytes included, must give the same bytes.
 *
 * Changes of this interface
 *	0.4	env, file and unless of struct smsgw_param; value_zh of struct
 *		smsgw_fact; SMSGW_CAN_WITHOUT_ACCOUNT; report_codes of struct
 *		smsgw_provider; smsgw_code_find(), smsgw_unused(),
 *		smsgw_view_wanted()
 *	0.3	SMSGW_SIGNATURE_NONE; flags of struct smsgw_can; fix_zh and who
 *		of struct smsgw_result; smsgw_answer_view()
 *	0.2	SMSGW_PARAM_FILE; fix and detail of struct smsgw_result
 *	0.1	smsgw_expand()
 *	0.0	first version
 *
 * While the major number is 0 the interface may still change in any way.
 */
#ifndef SMSGW_PROVIDER_H
#define SMSGW_PROVIDER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SMSGW_ABI_MAJOR 0u
#define SMSGW_ABI_MINOR 4u
/* Majors must be equal to load; minors never refuse. */
#define SMSGW_ABI ((SMSGW_ABI_MAJOR << 16) | SMSGW_ABI_MINOR)

#if defined(__GNUC__)
#define SMSGW_EXPORT __attribute__((visibility("default")))
#define SMSGW_PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))
#else
#define SMSGW_EXPORT
#define SMSGW_PRINTF(fmt, arg)
#endif

/*
 * ---------------------------------------------------------------------
 * Words: outcomes, scopes, classes of errors, who must act
 * ---------------------------------------------------------------------
 */

/* What became of an attempt, for one recipient. */
enum {
	SMSGW_ACCEPTED = 1, /* the documented acceptance, complete */
	SMSGW_REJECTED = 2, /* the documented refusal */
	SMSGW_DEFERRED = 3, /* surely not taken, may be sent again */
	SMSGW_UNKNOWN = 4   /* perhaps taken; never repeated blindly */
};

/* What a refusal is about; decides where the message may go next. */
enum {
	SMSGW_SCOPE_NONE = 0,
	SMSGW_SCOPE_NUMBER = 1,  /* this person: nowhere else either */
	SMSGW_SCOPE_ROUTE = 2,   /* this number, by this gateway */
	SMSGW_SCOPE_CONTENT = 3, /* text, template or signature */
	SMSGW_SCOPE_ACCOUNT = 4, /* key, balance, permission, URL */
	SMSGW_SCOPE_SOMEONE = 5  /* one of this batch, unsaid which */
};

/* Classes of errors; each is one row of the catalogue (`smsgw errors`). */
enum {
	SMSGW_CLASS_NONE = 0,
	SMSGW_CLASS_CREDENTIALS = 1,     /* account or password refused */
	SMSGW_CLASS_SIGNED_WRONG = 2,    /* the request's own signature */
	SMSGW_CLASS_CLOCK = 3,           /* our date is too far from theirs */
	SMSGW_CLASS_PERMISSION = 4,      /* not opened, not allowed, address */
	SMSGW_CLASS_BALANCE = 5,         /* out of money */
	SMSGW_CLASS_QUOTA = 6,           /* package or quota used up */
	SMSGW_CLASS_THROTTLED = 7,       /* flow control of the account */
	SMSGW_CLASS_CONFIGURATION = 8,   /* URL, method, account's settings */
	SMSGW_CLASS_PARAMETER = 9,       /* a parameter of the request */
	SMSGW_CLASS_TITLE = 10,          /* SMS signature not approved */
	SMSGW_CLASS_TEMPLATE = 11,       /* template or its arguments */
	SMSGW_CLASS_TEXT = 12,           /* words, links or length */
	SMSGW_CLASS_NUMBER = 13,         /* no such number */
	SMSGW_CLASS_NUMBER_LIMIT = 14,   /* the carrier's limit for it */
	SMSGW_CLASS_NUMBER_BLOCKED = 15, /* blocked or opted out */
	SMSGW_CLASS_ROUTE = 16,          /* this gateway does not reach it */
	SMSGW_CLASS_TEMPORARY = 17,      /* their trouble, surely not taken */
	SMSGW_CLASS_BROKEN = 18,         /* their trouble, perhaps taken */
	SMSGW_CLASS_PROTOCOL = 19,       /* an answer that cannot be read */
	SMSGW_CLASS_REPLAY = 20,         /* nonce or id was used before */
	SMSGW_CLASS_HANDSET = 21,        /* report: phone off, full, absent */
	SMSGW_CLASS_EXPIRED = 22,        /* report: its life was over */
	SMSGW_CLASS_REFUSED = 23         /* refused, reason not classified */
};

/* Who has to do something about it. */
enum {
	SMSGW_WHO_NOBODY = 0,
	SMSGW_WHO_ADMIN = 1,    /* of the gateway */
	SMSGW_WHO_PROVIDER = 2, /* the carrier or cloud */
	SMSGW_WHO_SENDER = 3,   /* the program that submits */
	SMSGW_WHO_RECIPIENT = 4,
	SMSGW_WHO_VENDOR = 5 /* who wrote the provider plugin */
};

/* Flags of values handed over. */
enum {
	SMSGW_SECRET = 1 /* never shown, in no form */
};

/* All recipients of an exchange, in place of an index. */
#define SMSGW_ALL UINT32_MAX

/*
 * ---------------------------------------------------------------------
 * Data that a provider consists of
 * ---------------------------------------------------------------------
 */

enum { /* types of parameters */
	SMSGW_STRING = 0,
	SMSGW_INTEGER = 1,
	SMSGW_BOOLEAN = 2,  /* yes, no, true, false, on, off, 1, 0 */
	SMSGW_DURATION = 3, /* 300ms, 10s, 5m, 1h; read in milliseconds */
	SMSGW_CHOICE = 4,   /* one of the words in `choices` */
	SMSGW_URL = 5       /* http or https */
};

enum {                            /* flags of parameters */
	SMSGW_PARAM_REQUIRED = 1, /* with `when`: only then */
	SMSGW_PARAM_SECRET = 2,   /* NAME_file works, never shown */
	SMSGW_PARAM_OBSOLETE = 4, /* accepted with a warning */
	SMSGW_PARAM_NUMBERED = 8, /* a list: NAME.1, NAME.2, ... */
	/* 0.2: NAME_file names a file with the value; with SECRET a document */
	SMSGW_PARAM_FILE = 16
};

/*
 * One parameter.  The names of the gateway page (number, sms_url,
 * api_account, api_password, sms_title, api_extension) stand in [gateway];
 * a provider lists those it uses, under its own labels.  All other names are
 * the provider's own and stand in [provider].  The table ends with an entry
 * whose name is NULL.  Values are checked by the host before open() is called;
 * open() checks only what one entry cannot say.
 */
struct smsgw_param {
	const char *name;    /* [a-z][a-z0-9_]* */
	uint32_t type;       /* SMSGW_STRING, ... */
	uint32_t flags;      /* SMSGW_PARAM_... */
	const char *preset;  /* value when absent, as a file has it */
	int64_t min, max;    /* value, ms, or bytes; both 0: no limit */
	const char *choices; /* words, one blank between */
	const char *label, *label_zh;     /* of a form's field */
	const char *summary, *summary_zh; /* one line */
	const char *help, *help_zh;       /* paragraphs, may be NULL */
	const char *example;              /* a value, may be NULL */
	const char *since; /* version of the provider, may be NULL */
	const char *when;  /* "protocol=a|b": used only then, or NULL */
	/*
	 * Since 0.4: where a value comes from that the gateway's file lacks,
	 * unless one of the keys in `unless` (a blank between) has a value.
	 * Not with REQUIRED.  A privileged process looks at neither.
	 */
	const char *env; /* the name of a variable; its value is not shown */
	/*
	 * With FILE: paths, a blank between: "$NAME" is what a variable says,
	 * "~/NAME" is there or not.  The first that there is gets read.
	 */
	const char *file;
	const char *unless;
};

/*
 * One code of the vendor: what it means and what to do.  `code` is matched
 * exactly, or by prefix when it ends in '*'; the longest match wins.  The
 * table ends with an entry whose code is NULL.
 */
struct smsgw_code {
	const char *code;
	int32_t outcome;            /* SMSGW_ACCEPTED, ... */
	int32_t error_class;        /* SMSGW_CLASS_... */
	int32_t scope;              /* SMSGW_SCOPE_... */
	int32_t who;                /* SMSGW_WHO_... */
	const char *text, *text_zh; /* what it means */
	const char *fix, *fix_zh;   /* what to do; NULL for acceptance */
};

/*
 * ---------------------------------------------------------------------
 * What the host hands over: opaque but for the table of its functions
 * ---------------------------------------------------------------------
 */

struct smsgw_host;

struct smsgw_gateway {
	const struct smsgw_host *host;
};
struct smsgw_exchange {
	const struct smsgw_host *host;
};
struct smsgw_request {
	const struct smsgw_host *host;
};
struct smsgw_response {
	const struct smsgw_host *host;
};
struct smsgw_push {
	const struct smsgw_host *host;
};
struct smsgw_reply {
	const struct smsgw_host *host;
};
struct smsgw_doc {
	const struct smsgw_host *host;
}; /* parsed JSON, XML */
struct smsgw_json {
	const struct smsgw_host *host;
}; /* JSON in writing */

/*
 * ---------------------------------------------------------------------
 * What a provider tells the host.  `size` is sizeof the struct.
 * ---------------------------------------------------------------------
 */

enum { /* smsgw_can.content */
	SMSGW_CAN_TEXT = 1,
	SMSGW_CAN_TEMPLATE = 2
};

enum {                            /* smsgw_can.signature: who puts it there */
	SMSGW_SIGNATURE_TEXT = 0, /* the host, in front of the text */
	SMSGW_SIGNATURE_PROVIDER = 1, /* the vendor; the text has none */
	SMSGW_SIGNATURE_NONE = 2      /* 0.3: nobody; sms_title goes nowhere */
};

enum {                        /* smsgw_can.counting */
	SMSGW_COUNT_AUTO = 0, /* GSM 7-bit 160/153, else UCS-2 70/67 */
	SMSGW_COUNT_UCS2 = 1  /* always 70/67 (mainland China) */
};

enum { /* smsgw_can.flags */
	/* login is not run: as this gateway is configured, none is needed */
	SMSGW_CAN_WITHOUT_LOGIN = 1,
	/* 0.4: account is not asked: so configured, there is no answer */
	SMSGW_CAN_WITHOUT_ACCOUNT = 2
};

/*
 * One kind of message that the gateway can carry, said once for each kind in
 * open().  A gateway that says nothing carries text to any number, one
 * recipient a request, signature in the text.
 */
struct smsgw_can {
	uint32_t size;
	uint32_t content;       /* SMSGW_CAN_TEXT | SMSGW_CAN_TEMPLATE */
	uint32_t signature;     /* SMSGW_SIGNATURE_... */
	uint32_t counting;      /* SMSGW_COUNT_... */
	const char *dial_codes; /* "86 852", "!86", or NULL for all */
	uint32_t max_same;      /* recipients of the same content */
	uint32_t max_distinct;  /* recipients with contents of their own */
	uint32_t max_parts;     /* of one text; 0: no limit */
	uint32_t quota_day;     /* LOCAL only: messages a day; 0: none */
	uint32_t quota_minute;  /* LOCAL only: a minute and number */
	uint32_t flags;         /* since 0.3: SMSGW_CAN_... */
};

/* The outcome for one recipient (or SMSGW_ALL), told by parse(). */
struct smsgw_result {
	uint32_t size;
	int32_t outcome;     /* SMSGW_ACCEPTED, ... */
	int32_t error_class; /* SMSGW_CLASS_... */
	int32_t scope;       /* SMSGW_SCOPE_... */
	const char *id;      /* the provider's id of the message */
	const char *code;    /* its code and text, as they came */
	const char *text;
	int64_t delay_ms; /* DEFERRED: not before; 0: unsaid */
	/* since 0.2; both for a person, in words, and may be NULL */
	const char *fix;    /* what to do, where no row of codes has it */
	const char *detail; /* what was found or missed in the answer */
	/* since 0.3; with a fix */
	const char *fix_zh; /* NULL: fix serves */
	int32_t who;        /* SMSGW_WHO_...; 0: as the class says */
};

enum {                            /* smsgw_report.state */
	SMSGW_REPORT_PENDING = 0, /* on its way, not final */
	SMSGW_REPORT_DELIVERED = 1,
	SMSGW_REPORT_UNDELIVERED = 2,
	SMSGW_REPORT_UNKNOWN = 3 /* the provider does not know it */
};

enum {                              /* smsgw_report.flags */
	SMSGW_REPORT_NEVER_LEFT = 1 /* it never left the provider */
};

/* A delivery report, from receive(), poll or status. */
struct smsgw_report {
	uint32_t size, flags;
	int32_t state; /* SMSGW_REPORT_... */
	int32_t error_class, scope;
	uint32_t part, parts; /* 0, 0: the whole message */
	const char *id;       /* the provider's */
	const char *ref;      /* ours, if the provider returns it */
	const char *to;       /* as the provider writes it */
	const char *code, *text;
	int64_t at_ms; /* Unix time; 0: unsaid */
};

/* A message from a phone (MO), from receive() or poll. */
struct smsgw_inbound {
	uint32_t size, flags;
	const char *id, *from, *to, *text;
	int64_t at_ms;
};

enum { /* smsgw_fact.state */
	SMSGW_FACT_OK = 0,
	SMSGW_FACT_WARNING = 1,
	SMSGW_FACT_FAILED = 2
};

/* Something the provider says about the account (balance, approvals). */
struct smsgw_fact {
	uint32_t size;
	int32_t state;
	int32_t error_class;
	const char *name;  /* "balance", "signature", "template" */
	const char *value; /* for a person to read */
	const char *code, *text;
	const char *value_zh; /* since 0.4; NULL: value serves */
};

enum {                     /* which text form of a number */
	SMSGW_E164 = 0,    /* +8613800138000 */
	SMSGW_DIGITS = 1,  /* 8613800138000 */
	SMSGW_NATIONAL = 2 /* 13800138000 */
};

enum {                               /* smsgw_about(): facts about a message */
	SMSGW_ABOUT_ID = 0,          /* ours, a UUID: 36 characters */
	SMSGW_ABOUT_CLASS = 1,       /* otp, transactional, marketing */
	SMSGW_ABOUT_PURPOSE = 2,     /* login, mfa, recovery, ... or "" */
	SMSGW_ABOUT_LOCALE = 3,      /* en, zh-CN, ... or "" */
	SMSGW_ABOUT_PROVIDER_ID = 4, /* status: the id its send was given */
	SMSGW_ABOUT_TEMPLATE = 5     /* the logical template, or "" */
};

enum {                      /* smsgw_signature() */
	SMSGW_BARE = 0,     /* ACME */
	SMSGW_BRACKETED = 1 /* 【ACME】 */
};

enum { /* parts of a URL */
	SMSGW_URL_SCHEME = 0,
	SMSGW_URL_HOST = 1, /* as the Host header has it, with port */
	SMSGW_URL_PATH = 2, /* as sent, at least "/" */
	SMSGW_URL_QUERY = 3 /* as sent, without '?' */
};

enum { /* smsgw_doc_type() */
	SMSGW_DOC_ABSENT = 0,
	SMSGW_DOC_NULL = 1,
	SMSGW_DOC_BOOLEAN = 2,
	SMSGW_DOC_NUMBER = 3,
	SMSGW_DOC_STRING = 4,
	SMSGW_DOC_ARRAY = 5,
	SMSGW_DOC_OBJECT = 6
};

enum {                         /* parts of a push request */
	SMSGW_PUSH_METHOD = 0, /* name is ignored */
	SMSGW_PUSH_QUERY = 1,  /* a parameter of the URL, decoded */
	SMSGW_PUSH_FORM = 2,   /* a field of a form body, decoded */
	SMSGW_PUSH_HEADER = 3
};

enum { /* smsgw_log() */
	SMSGW_LOG_ERROR = 0,
	SMSGW_LOG_WARNING = 1,
	SMSGW_LOG_INFO = 2,
	SMSGW_LOG_DEBUG = 3
};

/* smsgw_expand(): the value of one ${...}, or NULL when it has none. */
typedef const char *smsgw_expand_fn(void *arg, const char *expression);

/*
 * The host's functions.  Call the inline functions further down, which say
 * what each does, rather than these.  Members are only ever added at the end.
 */
struct smsgw_host {
	uint32_t abi, size;

	/* configuration */
	const char *(*conf)(struct smsgw_gateway *, const char *key);
	int64_t (*conf_int)(struct smsgw_gateway *, const char *key);
	const char *(*conf_item)(struct smsgw_gateway *, const char *key,
	    uint32_t index, uint32_t *number);
	void (*can)(struct smsgw_gateway *, const struct smsgw_can *);
	void (*set_data)(struct smsgw_gateway *, void *);
	void *(*data)(struct smsgw_gateway *);
	int (*vfail)(struct smsgw_gateway *, const char *key,
	    int32_t error_class, const char *code, const char *fmt, va_list);
	void (*vlog)(
	    struct smsgw_gateway *, int32_t level, const char *fmt, va_list);
	void (*keep)(struct smsgw_gateway *, const char *name,
	    const char *value, uint32_t flags, int64_t expires_ms);
	const char *(*kept)(struct smsgw_gateway *, const char *name);

	/* the message and its recipients */
	uint32_t (*recipients)(struct smsgw_exchange *);
	int32_t (*same_content)(struct smsgw_exchange *);
	const char *(*recipient)(
	    struct smsgw_exchange *, uint32_t i, uint32_t format);
	const char *(*text)(struct smsgw_exchange *, uint32_t i);
	const char *(*signed_text)(struct smsgw_exchange *, uint32_t i);
	const char *(*signature)(struct smsgw_exchange *, uint32_t form);
	const char *(*template_id)(struct smsgw_exchange *, uint32_t i);
	uint32_t (*args)(struct smsgw_exchange *, uint32_t i);
	const char *(*arg_name)(
	    struct smsgw_exchange *, uint32_t i, uint32_t k);
	const char *(*arg_value)(
	    struct smsgw_exchange *, uint32_t i, uint32_t k);
	const char *(*arg)(
	    struct smsgw_exchange *, uint32_t i, const char *name);
	const char *(*about)(
	    struct smsgw_exchange *, uint32_t i, uint32_t what);
	int64_t (*remaining_ms)(struct smsgw_exchange *, uint32_t i);
	int64_t (*sent_at_ms)(struct smsgw_exchange *, uint32_t i);
	void (*set_exchange_data)(struct smsgw_exchange *, void *);
	void *(*exchange_data)(struct smsgw_exchange *);

	/* the request */
	void (*method)(struct smsgw_request *, const char *method);
	void (*url)(struct smsgw_request *, const char *url);
	void (*query)(struct smsgw_request *, const char *name,
	    const char *value, uint32_t flags);
	void (*header)(struct smsgw_request *, const char *name,
	    const char *value, uint32_t flags);
	void (*form)(struct smsgw_request *, const char *name,
	    const char *value, uint32_t flags);
	void (*body)(struct smsgw_request *, const void *data, size_t len,
	    const char *content_type, uint32_t flags);
	void (*view)(struct smsgw_request *, const char *text);
	void (*delay)(struct smsgw_request *, int64_t delay_ms);
	const char *(*request_method)(struct smsgw_request *);
	const char *(*request_url)(struct smsgw_request *, uint32_t part);
	uint32_t (*request_queries)(struct smsgw_request *);
	const char *(*request_query)(
	    struct smsgw_request *, uint32_t index, const char **value);
	uint32_t (*request_headers)(struct smsgw_request *);
	const char *(*request_header)(
	    struct smsgw_request *, uint32_t index, const char **value);
	uint32_t (*request_forms)(struct smsgw_request *);
	const char *(*request_form)(
	    struct smsgw_request *, uint32_t index, const char **value);
	const char *(*request_body)(struct smsgw_request *, size_t *len);

	/* the response, and what it means */
	int32_t (*status)(const struct smsgw_response *);
	const char *(*response_header)(
	    const struct smsgw_response *, const char *name);
	const char *(*response_body)(
	    const struct smsgw_response *, size_t *len);
	void (*result)(
	    struct smsgw_exchange *, uint32_t i, const struct smsgw_result *);
	int32_t (*result_code)(struct smsgw_exchange *, uint32_t i,
	    const char *code, const char *text, const char *id);
	void (*token_refused)(struct smsgw_exchange *);
	void (*report)(struct smsgw_gateway *, const struct smsgw_report *);
	void (*inbound)(struct smsgw_gateway *, const struct smsgw_inbound *);
	void (*fact)(struct smsgw_gateway *, const struct smsgw_fact *);

	/* a push from the provider, and the reply to it */
	const char *(*push_part)(
	    const struct smsgw_push *, uint32_t part, const char *name);
	const char *(*push_body)(const struct smsgw_push *, size_t *len);
	void (*reply)(struct smsgw_reply *, int32_t status,
	    const char *content_type, const void *data, size_t len);

	/* scratch memory and text */
	void *(*alloc)(struct smsgw_gateway *, size_t size);
	char *(*vprintf)(struct smsgw_gateway *, const char *fmt, va_list);
	char *(*url_encode)(struct smsgw_gateway *, const void *, size_t);
	char *(*url_decode)(struct smsgw_gateway *, const char *, size_t *len);
	char *(*hex)(struct smsgw_gateway *, const void *, size_t);
	char *(*base64)(struct smsgw_gateway *, const void *, size_t);
	void *(*base64_decode)(
	    struct smsgw_gateway *, const char *, size_t *len);
	void *(*charset)(struct smsgw_gateway *, const char *to,
	    const char *from, const void *, size_t, size_t *len);

	/* cryptography by name, as libcrypto knows it */
	int (*digest)(struct smsgw_gateway *, const char *algorithm,
	    const void *data, size_t len, void *out, size_t *outlen);
	int (*hmac)(struct smsgw_gateway *, const char *algorithm,
	    const void *key, size_t keylen, const void *data, size_t len,
	    void *out, size_t *outlen);
	void *(*cipher)(struct smsgw_gateway *, const char *algorithm,
	    int32_t encrypt, const void *key, size_t keylen, const void *iv,
	    size_t ivlen, const void *data, size_t len, size_t *outlen);
	void *(*pkey_sign)(struct smsgw_gateway *, const char *algorithm,
	    const char *pem, const void *data, size_t len, size_t *outlen);
	int32_t (*equal)(const void *, const void *, size_t);

	/* time and chance */
	int64_t (*now_ms)(struct smsgw_gateway *);
	char *(*time_text)(struct smsgw_gateway *, int64_t ms,
	    int32_t offset_minutes, const char *fmt);
	void (*random)(struct smsgw_gateway *, void *out, size_t len);

	/* reading and writing documents */
	struct smsgw_doc *(*doc_json)(
	    struct smsgw_gateway *, const void *, size_t);
	struct smsgw_doc *(*doc_xml)(
	    struct smsgw_gateway *, const void *, size_t);
	const char *(*doc_get)(struct smsgw_doc *, const char *path);
	int32_t (*doc_type)(struct smsgw_doc *, const char *path);
	int64_t (*doc_size)(struct smsgw_doc *, const char *path);
	struct smsgw_json *(*json_new)(struct smsgw_gateway *);
	void (*json_open)(struct smsgw_json *, const char *name, int32_t array);
	void (*json_close)(struct smsgw_json *);
	void (*json_string)(struct smsgw_json *, const char *name,
	    const char *value, uint32_t flags);
	void (*json_literal)(
	    struct smsgw_json *, const char *name, const char *literal);
	const char *(*json_text)(struct smsgw_json *);

	/* since 0.1 */
	char *(*expand)(struct smsgw_gateway *, const char *text,
	    smsgw_expand_fn *, void *arg);

	/* since 0.3 */
	void (*answer_view)(struct smsgw_exchange *, const char *text);

	/* since 0.4 */
	const struct smsgw_code *(*code_find)(struct smsgw_gateway *,
	    const struct smsgw_code *codes, uint32_t code_size,
	    const char *code);
	void (*unused)(
	    struct smsgw_gateway *, const char *key, const char *why);
	int32_t (*view_wanted)(struct smsgw_request *);
};

/* Does this host have that function?  Needed for those since 0.1 or later. */
#define SMSGW_HAS(host, member)                                \
	((host)->size >= offsetof(struct smsgw_host, member) + \
		    sizeof((host)->member) &&                  \
	    (host)->member != NULL)

/*
 * ---------------------------------------------------------------------
 * The provider
 * ---------------------------------------------------------------------
 */

/*
 * A question and its answer.  This struct is frozen.
 *
 * build	depends on the message alone, not on clock or chance; makes the
 *		request, all of it but what must be fresh.  0, or smsgw_fail().
 * sign		the last step before the first byte: it reads what will be
 *		sent and adds dates, nonces and signatures.  Runs again for
 *		each attempt, each time on a fresh copy of what build made.
 *		May be NULL.
 * parse	reads a complete answer of any status and gives each recipient
 *		exactly one result; what it leaves without one is decided by
 *		the host from the status alone, never as accepted.  Negative:
 *		the answer cannot be read.
 */
struct smsgw_call {
	int (*build)(struct smsgw_gateway *, struct smsgw_exchange *,
	    struct smsgw_request *);
	int (*sign)(struct smsgw_gateway *, struct smsgw_exchange *,
	    struct smsgw_request *);
	int (*parse)(struct smsgw_gateway *, struct smsgw_exchange *,
	    const struct smsgw_response *);
};

/*
 * A provider that is reached by HTTP.  An absent member (build is NULL) is an
 * absent capability.
 *
 * send		one message, or as many as smsgw_can() promised.
 * login	fetches a token: its parse calls smsgw_keep(); run once for all
 *		that wait, before the first send and after a refusal.
 * status	asks what became of one message; parse calls smsgw_report().
 * poll		fetches reports and inbound messages; parse calls
 *		smsgw_report() and smsgw_inbound().
 * account	asks for facts; parse calls smsgw_fact().  With a message the
 *		question is about its template.
 * receive	reads one push (delivery reports, inbound messages), calls
 *		smsgw_report(), smsgw_inbound(), and says the reply.  Negative:
 *		it cannot be read.
 */
struct smsgw_http {
	uint32_t size, flags;
	struct smsgw_call send;
	struct smsgw_call login;
	struct smsgw_call status;
	struct smsgw_call poll;
	struct smsgw_call account;
	int (*receive)(struct smsgw_gateway *, const struct smsgw_push *,
	    struct smsgw_reply *);
};

enum { /* smsgw_provider.flags */
	/*
	 * No transport: the host writes the request's body to its outbox file
	 * in place of sending it, and hands parse() a response of status 200
	 * with that body.  For channels that serve tests.
	 */
	SMSGW_PROVIDER_LOCAL = 1
};

/*
 * The provider itself: constant data.  `abi` and `size` come first, for ever.
 * All strings but license and homepage are required; the title is what a
 * person calls it ("China Mobile").
 */
struct smsgw_provider {
	uint32_t abi, size; /* SMSGW_ABI, sizeof(struct smsgw_provider) */
	const char *name, *title, *version, *license, *homepage;
	const struct smsgw_param *params;
	const struct smsgw_code *codes; /* may be NULL */
	uint32_t param_size, code_size, flags, reserved;
	/* Checks what the table cannot, prepares keys, calls smsgw_can(). */
	int (*open)(struct smsgw_gateway *);   /* may be NULL */
	void (*close)(struct smsgw_gateway *); /* may be NULL */
	const struct smsgw_http *http;
	const char *title_zh; /* may be NULL */
	/*
	 * Since 0.4: the codes of delivery reports, where they are others than
	 * those of answers; NULL: `codes` has both.  As far apart as those.
	 */
	const struct smsgw_code *report_codes;
};

/*
 * The one exported function of a plugin.  `name` is the provider's name and
 * the file's: acme.so has SMSGW_PROVIDER(acme, table).
 */
#define SMSGW_PROVIDER(name, table)                                          \
	SMSGW_EXPORT const struct smsgw_provider *name##_LTX_smsgw_provider( \
	    void);                                                           \
	SMSGW_EXPORT const struct smsgw_provider *name##_LTX_smsgw_provider( \
	    void)                                                            \
	{                                                                    \
		return &(table);                                             \
	}

/*
 * ---------------------------------------------------------------------
 * Configuration of the gateway
 * ---------------------------------------------------------------------
 */

/* The value of a parameter, its preset when absent; "" when it has neither. */
static inline const char *
smsgw_conf(struct smsgw_gateway *gw, const char *key)
{
	return gw->host->conf(gw, key);
}

/* The same of an integer, a boolean (0, 1) or a duration (ms); 0 if unset. */
static inline int64_t
smsgw_conf_int(struct smsgw_gateway *gw, const char *key)
{
	return gw->host->conf_int(gw, key);
}

/*
 * The index-th value (from 0, in the order of their numbers) of a NUMBERED
 * parameter; its number in *number unless that is NULL.  NULL at the end.
 */
static inline const char *
smsgw_conf_item(
    struct smsgw_gateway *gw, const char *key, uint32_t index, uint32_t *number)
{
	return gw->host->conf_item(gw, key, index, number);
}

/* Says, in open(), one kind of message that this gateway can carry. */
static inline void
smsgw_can(struct smsgw_gateway *gw, const struct smsgw_can *can)
{
	gw->host->can(gw, can);
}

/* One pointer of the provider's, of memory from smsgw_alloc() in open(). */
static inline void
smsgw_set_data(struct smsgw_gateway *gw, void *data)
{
	gw->host->set_data(gw, data);
}

static inline void *
smsgw_data(struct smsgw_gateway *gw)
{
	return gw->host->data(gw);
}

/*
 * Fails the present call and returns -1, so that one writes `return
 * smsgw_fail(...)`.  The text says the fact and what to do, without secrets;
 * the host puts gateway and provider in front.  `code` is the vendor's, or
 * NULL.  smsgw_fail_key() blames one key: the host adds file and line.
 */
SMSGW_PRINTF(4, 5)
static inline int
smsgw_fail(struct smsgw_gateway *gw, int32_t error_class, const char *code,
    const char *fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret = gw->host->vfail(gw, NULL, error_class, code, fmt, ap);
	va_end(ap);
	return ret;
}

SMSGW_PRINTF(3, 4)
static inline int
smsgw_fail_key(struct smsgw_gateway *gw, const char *key, const char *fmt, ...)
{
	va_list ap;
	int ret;

	va_start(ap, fmt);
	ret =
	    gw->host->vfail(gw, key, SMSGW_CLASS_CONFIGURATION, NULL, fmt, ap);
	va_end(ap);
	return ret;
}

/*
 * Since 0.4, in open(): so configured, this key has no effect.  When the
 * gateway's file has it that is a warning; `why` is a clause ("is used only
 * with ...").  What `when` can say needs no such call.
 */
static inline void
smsgw_unused(struct smsgw_gateway *gw, const char *key, const char *why)
{
	if (SMSGW_HAS(gw->host, unused))
		gw->host->unused(gw, key, why);
}

/* A line for the log.  Never a secret, a text or a code. */
SMSGW_PRINTF(3, 4)
static inline void
smsgw_log(struct smsgw_gateway *gw, int32_t level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	gw->host->vlog(gw, level, fmt, ap);
	va_end(ap);
}

/*
 * Keeps a value (a token) with the gateway until expires_ms (Unix time), and
 * reads it; "" when there is none or it has expired.
 */
static inline void
smsgw_keep(struct smsgw_gateway *gw, const char *name, const char *value,
    uint32_t flags, int64_t expires_ms)
{
	gw->host->keep(gw, name, value, flags, expires_ms);
}

static inline const char *
smsgw_kept(struct smsgw_gateway *gw, const char *name)
{
	return gw->host->kept(gw, name);
}

/*
 * ---------------------------------------------------------------------
 * The message.  `i` counts recipients from 0.
 * ---------------------------------------------------------------------
 */

/* How many recipients: 1 to what smsgw_can() promised. */
static inline uint32_t
smsgw_recipients(struct smsgw_exchange *x)
{
	return x->host->recipients(x);
}

/* 1 when all recipients get the same text, or the same template and args. */
static inline int
smsgw_same_content(struct smsgw_exchange *x)
{
	return x->host->same_content(x);
}

/* A recipient's number as SMSGW_E164, SMSGW_DIGITS or SMSGW_NATIONAL. */
static inline const char *
smsgw_recipient(struct smsgw_exchange *x, uint32_t i, uint32_t format)
{
	return x->host->recipient(x, i, format);
}

/* The text without signature, and with it in front exactly once. */
static inline const char *
smsgw_text(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->text(x, i);
}

static inline const char *
smsgw_signed_text(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->signed_text(x, i);
}

/* The gateway's signature (sms_title), SMSGW_BARE or SMSGW_BRACKETED; "". */
static inline const char *
smsgw_signature(struct smsgw_exchange *x, uint32_t form)
{
	return x->host->signature(x, form);
}

/*
 * The provider's template id and arguments, as [templates] maps them: "" and
 * 0 when the message is a text.  Names are the provider's.  smsgw_arg() is ""
 * when there is none of that name.
 */
static inline const char *
smsgw_template_id(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->template_id(x, i);
}

static inline uint32_t
smsgw_args(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->args(x, i);
}

static inline const char *
smsgw_arg_name(struct smsgw_exchange *x, uint32_t i, uint32_t k)
{
	return x->host->arg_name(x, i, k);
}

static inline const char *
smsgw_arg_value(struct smsgw_exchange *x, uint32_t i, uint32_t k)
{
	return x->host->arg_value(x, i, k);
}

static inline const char *
smsgw_arg(struct smsgw_exchange *x, uint32_t i, const char *name)
{
	return x->host->arg(x, i, name);
}

/* SMSGW_ABOUT_...; "" when unknown. */
static inline const char *
smsgw_about(struct smsgw_exchange *x, uint32_t i, uint32_t what)
{
	return x->host->about(x, i, what);
}

/* What is left of the message's life, for a vendor's validity field. */
static inline int64_t
smsgw_remaining_ms(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->remaining_ms(x, i);
}

/* status: when the message was sent, Unix time. */
static inline int64_t
smsgw_sent_at_ms(struct smsgw_exchange *x, uint32_t i)
{
	return x->host->sent_at_ms(x, i);
}

/*
 * One pointer from build() to sign() and parse(), of memory from
 * smsgw_alloc().  sign() must not change what it points to.
 */
static inline void
smsgw_set_exchange_data(struct smsgw_exchange *x, void *data)
{
	x->host->set_exchange_data(x, data);
}

static inline void *
smsgw_exchange_data(struct smsgw_exchange *x)
{
	return x->host->exchange_data(x);
}

/*
 * ---------------------------------------------------------------------
 * The request.  Without a word it is a POST to sms_url.
 * ---------------------------------------------------------------------
 */

static inline void
smsgw_method(struct smsgw_request *r, const char *method)
{
	r->host->method(r, method);
}

static inline void
smsgw_url(struct smsgw_request *r, const char *url)
{
	r->host->url(r, url);
}

/*
 * Adds a parameter to the URL, a header, or a field to a form body.  Values
 * are raw bytes: the host encodes them (RFC 3986: everything but letters,
 * digits and -._~ as %XX) and refuses a line break in a header.  A second
 * header of the same name replaces the first.  `flags`: SMSGW_SECRET.
 */
static inline void
smsgw_query(struct smsgw_request *r, const char *name, const char *value,
    uint32_t flags)
{
	r->host->query(r, name, value, flags);
}

static inline void
smsgw_header(struct smsgw_request *r, const char *name, const char *value,
    uint32_t flags)
{
	r->host->header(r, name, value, flags);
}

static inline void
smsgw_form(struct smsgw_request *r, const char *name, const char *value,
    uint32_t flags)
{
	r->host->form(r, name, value, flags);
}

/* The body as it stands, in place of form fields; replaces an earlier one. */
static inline void
smsgw_body(struct smsgw_request *r, const void *data, size_t len,
    const char *content_type, uint32_t flags)
{
	r->host->body(r, data, len, content_type, flags);
}

/* What a dry run shows in place of an encoded body (base64, cipher). */
static inline void
smsgw_view(struct smsgw_request *r, const char *text)
{
	r->host->view(r, text);
}

/*
 * Whether somebody is going to look, so that a view that takes work is made
 * only then.  Since 0.4; an older host always wants it.
 */
static inline int
smsgw_view_wanted(struct smsgw_request *r)
{
	return !SMSGW_HAS(r->host, view_wanted) || r->host->view_wanted(r) != 0;
}

/* LOCAL only: the answer comes after so many milliseconds. */
static inline void
smsgw_delay(struct smsgw_request *r, int64_t delay_ms)
{
	r->host->delay(r, delay_ms);
}

/* What will be sent, for sign(). */
static inline const char *
smsgw_request_method(struct smsgw_request *r)
{
	return r->host->request_method(r);
}

static inline const char *
smsgw_request_url(struct smsgw_request *r, uint32_t part)
{
	return r->host->request_url(r, part);
}

/*
 * The index-th parameter of the URL added by smsgw_query(), header, or form
 * field: its name, raw; its raw value in *value.  NULL past the end.
 */
static inline uint32_t
smsgw_request_queries(struct smsgw_request *r)
{
	return r->host->request_queries(r);
}

static inline const char *
smsgw_request_query(struct smsgw_request *r, uint32_t index, const char **value)
{
	return r->host->request_query(r, index, value);
}

static inline uint32_t
smsgw_request_headers(struct smsgw_request *r)
{
	return r->host->request_headers(r);
}

static inline const char *
smsgw_request_header(
    struct smsgw_request *r, uint32_t index, const char **value)
{
	return r->host->request_header(r, index, value);
}

static inline uint32_t
smsgw_request_forms(struct smsgw_request *r)
{
	return r->host->request_forms(r);
}

static inline const char *
smsgw_request_form(struct smsgw_request *r, uint32_t index, const char **value)
{
	return r->host->request_form(r, index, value);
}

/* The body, a form encoded; "" when there is none. */
static inline const char *
smsgw_request_body(struct smsgw_request *r, size_t *len)
{
	return r->host->request_body(r, len);
}

/*
 * ---------------------------------------------------------------------
 * The response, and what it means
 * ---------------------------------------------------------------------
 */

static inline int
smsgw_status(const struct smsgw_response *resp)
{
	return resp->host->status(resp);
}

/* A header's value, its name in any case; NULL when absent. */
static inline const char *
smsgw_response_header(const struct smsgw_response *resp, const char *name)
{
	return resp->host->response_header(resp, name);
}

/* The body, at most 64 KiB; a NUL follows it, which len does not count. */
static inline const char *
smsgw_response_body(const struct smsgw_response *resp, size_t *len)
{
	return resp->host->response_body(resp, len);
}

/*
 * The outcome for recipient i, or SMSGW_ALL.  A second one is an error.  What
 * is told of all of several recipients with SMSGW_SCOPE_NUMBER counts as
 * SMSGW_SCOPE_SOMEONE, and of a single one the latter as its class says.
 */
static inline void
smsgw_result(
    struct smsgw_exchange *x, uint32_t i, const struct smsgw_result *result)
{
	x->host->result(x, i, result);
}

/*
 * The outcome as the provider's table of codes says: looks `code` up, exactly
 * or by prefix, and sets the result; a code that the table lacks is left to
 * the host's rule for the status (a 2xx: REJECTED, SMSGW_CLASS_REFUSED).  A row
 * that says ACCEPTED counts with a 2xx alone, else as UNKNOWN.
 * Returns the outcome.  `text` and `id` may be NULL.
 */
static inline int
smsgw_result_code(struct smsgw_exchange *x, uint32_t i, const char *code,
    const char *text, const char *id)
{
	return x->host->result_code(x, i, code, text, id);
}

/*
 * Since 0.4: the row of a table for a code, by the one rule there is: the code
 * itself, else the longest prefix.  NULL: the table has none, `code` is NULL,
 * or the host is older, which smsgw_result_code() does not mind.
 */
static inline const struct smsgw_code *
smsgw_code_find(struct smsgw_gateway *gw, const struct smsgw_code *codes,
    uint32_t code_size, const char *code)
{
	return code != NULL && SMSGW_HAS(gw->host, code_find) ?
	    gw->host->code_find(gw, codes, code_size, code) :
	    NULL;
}

/* The token was refused and nothing was taken: log in again, then repeat. */
static inline void
smsgw_token_refused(struct smsgw_exchange *x)
{
	x->host->token_refused(x);
}

/*
 * Since 0.3: what the answer's body says, in UTF-8, where the body itself is
 * of another character set or encoded.  The trace of a message that was not
 * accepted shows an excerpt of it, masked, in place of the body.
 */
static inline void
smsgw_answer_view(struct smsgw_exchange *x, const char *text)
{
	if (SMSGW_HAS(x->host, answer_view))
		x->host->answer_view(x, text);
}

static inline void
smsgw_report(struct smsgw_gateway *gw, const struct smsgw_report *report)
{
	gw->host->report(gw, report);
}

static inline void
smsgw_inbound(struct smsgw_gateway *gw, const struct smsgw_inbound *inbound)
{
	gw->host->inbound(gw, inbound);
}

static inline void
smsgw_fact(struct smsgw_gateway *gw, const struct smsgw_fact *fact)
{
	gw->host->fact(gw, fact);
}

/* A part of a push (SMSGW_PUSH_...), decoded; NULL when absent. */
static inline const char *
smsgw_push_part(const struct smsgw_push *push, uint32_t part, const char *name)
{
	return push->host->push_part(push, part, name);
}

static inline const char *
smsgw_push_body(const struct smsgw_push *push, size_t *len)
{
	return push->host->push_body(push, len);
}

/* The reply that the vendor expects; without a word 200 and no body. */
static inline void
smsgw_reply(struct smsgw_reply *reply, int status, const char *content_type,
    const void *data, size_t len)
{
	reply->host->reply(reply, status, content_type, data, len);
}

/*
 * ---------------------------------------------------------------------
 * Scratch memory and text
 * ---------------------------------------------------------------------
 */

/* Zeroed memory.  NULL when there is none left. */
static inline void *
smsgw_alloc(struct smsgw_gateway *gw, size_t size)
{
	return gw->host->alloc(gw, size);
}

SMSGW_PRINTF(2, 3)
static inline char *
smsgw_printf(struct smsgw_gateway *gw, const char *fmt, ...)
{
	va_list ap;
	char *ret;

	va_start(ap, fmt);
	ret = gw->host->vprintf(gw, fmt, ap);
	va_end(ap);
	return ret;
}

/* RFC 3986: everything but letters, digits and -._~ becomes %XX. */
static inline char *
smsgw_url_encode(struct smsgw_gateway *gw, const void *data, size_t len)
{
	return gw->host->url_encode(gw, data, len);
}

/* %XX and '+'; NULL when `text` is no such encoding. */
static inline char *
smsgw_url_decode(struct smsgw_gateway *gw, const char *text, size_t *len)
{
	return gw->host->url_decode(gw, text, len);
}

/* Lower-case hexadecimal. */
static inline char *
smsgw_hex(struct smsgw_gateway *gw, const void *data, size_t len)
{
	return gw->host->hex(gw, data, len);
}

/* RFC 4648, section 4, padded, one line. */
static inline char *
smsgw_base64(struct smsgw_gateway *gw, const void *data, size_t len)
{
	return gw->host->base64(gw, data, len);
}

/* NULL when `text` is no base64. */
static inline void *
smsgw_base64_decode(struct smsgw_gateway *gw, const char *text, size_t *len)
{
	return gw->host->base64_decode(gw, text, len);
}

/*
 * Converts between character sets by iconv's names ("GBK", "UTF-8",
 * "UTF-16BE").  A NUL follows.  NULL, with nothing half-done, when a
 * character has no place in `to` or the input is malformed.
 */
static inline void *
smsgw_charset(struct smsgw_gateway *gw, const char *to, const char *from,
    const void *data, size_t len, size_t *outlen)
{
	return gw->host->charset(gw, to, from, data, len, outlen);
}

/*
 * ---------------------------------------------------------------------
 * Cryptography, by libcrypto's names: "md5", "sha1", "sha256", "sm3"
 * ---------------------------------------------------------------------
 */

/*
 * *outlen is the room at `out` (64 is enough for all) and then the length.
 * -1: no such algorithm, or no room.
 */
static inline int
smsgw_digest(struct smsgw_gateway *gw, const char *algorithm, const void *data,
    size_t len, void *out, size_t *outlen)
{
	return gw->host->digest(gw, algorithm, data, len, out, outlen);
}

static inline int
smsgw_hmac(struct smsgw_gateway *gw, const char *algorithm, const void *key,
    size_t keylen, const void *data, size_t len, void *out, size_t *outlen)
{
	return gw->host->hmac(
	    gw, algorithm, key, keylen, data, len, out, outlen);
}

/* "aes-128-cbc", "sm4-ecb", ...; PKCS#7 padding.  NULL on failure. */
static inline void *
smsgw_cipher(struct smsgw_gateway *gw, const char *algorithm, int encrypt,
    const void *key, size_t keylen, const void *iv, size_t ivlen,
    const void *data, size_t len, size_t *outlen)
{
	return gw->host->cipher(
	    gw, algorithm, encrypt, key, keylen, iv, ivlen, data, len, outlen);
}

/* A signature by a private key in PEM over a digest ("sha256"); or NULL. */
static inline void *
smsgw_pkey_sign(struct smsgw_gateway *gw, const char *algorithm,
    const char *pem, const void *data, size_t len, size_t *outlen)
{
	return gw->host->pkey_sign(gw, algorithm, pem, data, len, outlen);
}

/* 1 when equal, in a time that does not depend on where they differ. */
static inline int
smsgw_equal(struct smsgw_gateway *gw, const void *a, const void *b, size_t len)
{
	return gw->host->equal(a, b, len);
}

/*
 * ---------------------------------------------------------------------
 * Time and chance
 * ---------------------------------------------------------------------
 */

/* Unix time in milliseconds. */
static inline int64_t
smsgw_now_ms(struct smsgw_gateway *gw)
{
	return gw->host->now_ms(gw);
}

/*
 * A time as text: %Y %m %d %H %M %S %3N (milliseconds) %a %b %z %s %%; offset
 * east of UTC in minutes (480 for China).  "" for another conversion.
 */
static inline char *
smsgw_time(struct smsgw_gateway *gw, int64_t ms, int32_t offset_minutes,
    const char *fmt)
{
	return gw->host->time_text(gw, ms, offset_minutes, fmt);
}

static inline void
smsgw_random(struct smsgw_gateway *gw, void *out, size_t len)
{
	gw->host->random(gw, out, len);
}

/*
 * ---------------------------------------------------------------------
 * Documents
 * ---------------------------------------------------------------------
 */

/* Parses; NULL when it is malformed (JSON: also duplicate names). */
static inline struct smsgw_doc *
smsgw_doc_json(struct smsgw_gateway *gw, const void *data, size_t len)
{
	return gw->host->doc_json(gw, data, len);
}

/* The same for XML, without entities and without network. */
static inline struct smsgw_doc *
smsgw_doc_xml(struct smsgw_gateway *gw, const void *data, size_t len)
{
	return gw->host->doc_xml(gw, data, len);
}

/*
 * The text of a string, number or boolean at a JSON pointer (RFC 6901), or of
 * an XML element at the same kind of path (/reply/item/1/code: the second item;
 * /reply/item/@id an attribute).  NULL when absent, null, array or object.  A
 * NULL document has nothing.
 */
static inline const char *
smsgw_doc_get(struct smsgw_doc *doc, const char *path)
{
	return doc == NULL ? NULL : doc->host->doc_get(doc, path);
}

/* SMSGW_DOC_... */
static inline int
smsgw_doc_type(struct smsgw_doc *doc, const char *path)
{
	return doc == NULL ? SMSGW_DOC_ABSENT : doc->host->doc_type(doc, path);
}

/* Members of an array or object; -1 when it is neither. */
static inline int64_t
smsgw_doc_size(struct smsgw_doc *doc, const char *path)
{
	return doc == NULL ? -1 : doc->host->doc_size(doc, path);
}

/*
 * Writes JSON in the order of the calls.  The first call opens the outermost
 * array or object, with a NULL name; members of arrays have NULL names too.
 * smsgw_json_text() closes what is open and returns compact UTF-8.
 */
static inline struct smsgw_json *
smsgw_json_new(struct smsgw_gateway *gw)
{
	return gw->host->json_new(gw);
}

static inline void
smsgw_json_object(struct smsgw_json *json, const char *name)
{
	json->host->json_open(json, name, 0);
}

static inline void
smsgw_json_array(struct smsgw_json *json, const char *name)
{
	json->host->json_open(json, name, 1);
}

static inline void
smsgw_json_close(struct smsgw_json *json)
{
	json->host->json_close(json);
}

static inline void
smsgw_json_string(struct smsgw_json *json, const char *name, const char *value,
    uint32_t flags)
{
	json->host->json_string(json, name, value, flags);
}

/* A number, true, false or null, as written. */
static inline void
smsgw_json_literal(
    struct smsgw_json *json, const char *name, const char *literal)
{
	json->host->json_literal(json, name, literal);
}

static inline const char *
smsgw_json_text(struct smsgw_json *json)
{
	return json->host->json_text(json);
}

/*
 * Replaces each ${expression} in `text` by what `value` returns for it, and
 * $$ by a dollar.  NULL when an expression has no value or is not closed.
 * Since 0.1; an older host answers NULL and fails the call.
 */
static inline char *
smsgw_expand(struct smsgw_gateway *gw, const char *text, smsgw_expand_fn *value,
    void *arg)
{
	if (!SMSGW_HAS(gw->host, expand)) {
		(void)smsgw_fail(gw, SMSGW_CLASS_CONFIGURATION, NULL,
		    "this smsgw has no smsgw_expand(); install a newer one");
		return NULL;
	}
	return gw->host->expand(gw, text, value, arg);
}

#ifdef __cplusplus
}
#endif

#endif /* SMSGW_PROVIDER_H */

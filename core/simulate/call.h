/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request as a service sees it, from its parameters to its answer; and
 * what a service is.
 */
#ifndef SIMULATE_CALL_H
#define SIMULATE_CALL_H

#include <jansson.h>

#include "clock.h"
#include "plan.h"
#include "incoming.h"

struct ledger;

/* One recipient; text and params are its own, or NULL; id of its message. */
struct recipient {
	const char *number;
	const char *text;
	const char *params;
	const char *id;
};

struct call {
	const struct incoming *request;
	const char *path; /* without what is only for us in front */
	struct arena *arena;
	const struct accounts *accounts;
	struct ledger *ledger;
	const struct clock *clock;
	bool any_time; /* dates of long ago are good */
	enum service_id service;
	const struct account *account; /* NULL until it is known */
	const char *gateway;           /* its id, or NULL */
	uint64_t number;               /* of the request */

	/* the message */
	struct recipient *to;
	size_t to_count;
	const char *text, *template_id, *params;
	const char *signature, *extend, *out_id;

	/* the answer */
	const char *verdict; /* "ok", or the code */
	bool no_id;
	bool xml;
	int status;
	const char *content_type;
	int64_t retry_after_ms; /* 0: none */
	const char *detail;     /* more than the code's own text, or NULL */
	struct buf answer;
	const char *action; /* of Dysmsapi */
};

/* What reading a call has come to. */
enum call_kind {
	CALL_REFUSED,  /* the answer is made */
	CALL_ANSWERED, /* it was a question, and the answer is made */
	CALL_SENDS,    /* accept or refuse it */
};

/* A delivery report that is to be pushed: one request to the client's URL. */
struct push {
	bool get; /* everything is in the query */
	const char *content_type;
	struct buf query, body;
};

struct service {
	/* Checks the account and the parameters; may change the service. */
	enum call_kind (*read)(struct call *call);
	/* Make the answer. */
	void (*accept)(struct call *call);
	void (*refuse)(struct call *call, const struct code *code);
	/* Makes a report of messages of the ledger, or of what a phone sent. */
	void (*report)(struct push *push, const json_t *messages);
	void (*inbound)(struct push *push, const json_t *message);
	/* How many reports one push carries. */
	size_t report_max;
	/* Whether what the client answered to a push is what is wanted. */
	bool (*is_thanked)(int status, const char *body);
};

extern const struct service service_mas, service_msg_send, service_dysmsapi,
    service_globe, service_vendor;

/* The service of an id. */
const struct service *service_get(enum service_id id);

/* Refuses with a code of the service.  CALL_REFUSED. */
enum call_kind call_refuse(struct call *call, const char *code);

/* Makes room for so many recipients; -1 without memory. */
int call_recipients(struct call *call, size_t count);

/* Takes numbers apart that have commas between; -1 without memory. */
int call_split_numbers(struct call *call, const char *numbers);

/* Whether a number occurs twice. */
bool call_has_duplicate(const struct call *call);

/* Answers with JSON, whose reference it takes; NULL: no memory, 500. */
void call_answer_json(struct call *call, json_t *json);

/* Makes JSON the body of a push, and takes its reference. */
void push_json(struct push *push, json_t *json);

/* A form body's parameter; the body is taken apart at the first call. */
int call_form(struct call *call, struct pairs *form);

/* The moment of the service, as clock_format() has it, in UTC+8; never NULL. */
const char *call_time(struct call *call, const char *format);

/* Whether all is digits; how many there are from min to max. */
bool text_is_digits(const char *text, size_t min, size_t max);

#endif

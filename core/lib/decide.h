/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens next to a message, and what its gateway's state learns: the
 * rules of delivery as one pure function of (state, event).  It knows no clock,
 * no queue and no gateway; dispatch.c does what it says.
 */
#ifndef SMSGW_DECIDE_H
#define SMSGW_DECIDE_H

#include "job.h"

/* How long an outcome that is unknown is looked into, at most. */
#define DECIDE_OTP_WAIT_MS 8000
#define DECIDE_OTHER_WAIT_MS 60000

/* Where a message is. */
enum decide_phase {
	DECIDE_SENDING,   /* in a request */
	DECIDE_WAITING,   /* for its turn, or for a delay to pass */
	DECIDE_UNCERTAIN, /* for a report on an unknown attempt */
	DECIDE_ENDED      /* as submitted; a report may bring it back */
};

/* A message and what its gateway's file says, when something happens. */
struct decide_state {
	enum decide_phase phase;
	enum dispatch_class message_class;
	unsigned attempts; /* begun, the one that ended included */
	/* gateways that may have taken it, this one included if unknown */
	unsigned unknowns;
	bool repeat;         /* it repeated an unknown one at its gateway */
	bool alone;          /* its request had one recipient */
	bool unwanted;       /* cancelled or superseded meanwhile */
	bool arrived;        /* a report said that a provider took it */
	int64_t sendable_ms; /* left until it is too late to send */
	int64_t life_ms;     /* left until its life ends */
	bool idempotent;     /* of the gateway */
	enum dispatch_on_unknown on_unknown; /* of the gateway */
	uint32_t random;                     /* any number, for the jitter */
};

enum decide_what {
	DECIDE_RESULT,    /* an attempt ended: result */
	DECIDE_REPORT,    /* a provider said: report */
	DECIDE_WAITED,    /* no report came in time */
	DECIDE_TOO_LATE,  /* nothing is left of sendable_ms */
	DECIDE_STRANDED,  /* no gateway that it may go to can carry it */
	DECIDE_CANCELLED, /* its sender takes it back */
	DECIDE_SUPERSEDED,
	DECIDE_CLOSED /* everything ends */
};

struct decide_event {
	enum decide_what what;
	struct dispatch_result result;
	struct dispatch_report report;
};

enum decide_next {
	DECIDE_STAY,      /* goes on as it was */
	DECIDE_END,       /* as `state`, because of `why` */
	DECIDE_SPLIT,     /* same gateway, in halves; the same attempt */
	DECIDE_AGAIN,     /* as if not tried, after delay_ms */
	DECIDE_SAME,      /* same gateway with the same key, after delay_ms */
	DECIDE_ANYWHERE,  /* another that is up at once, else as SAME */
	DECIDE_ELSEWHERE, /* another gateway at once, never the same */
	DECIDE_WAIT       /* ask, and wait delay_ms for a report */
};

enum decide_lesson {
	DECIDE_LEARN_NOTHING,
	DECIDE_LEARN_WORKS,
	DECIDE_LEARN_THROTTLED,
	DECIDE_LEARN_FAILS,
	DECIDE_LEARN_SUSPEND
}; /* in the order of what outweighs what in one request */

struct decide_action {
	enum decide_next next;
	enum dispatch_state state; /* of END */
	enum dispatch_why why;
	int64_t delay_ms;
	enum decide_lesson lesson;
	bool arrived;   /* from now on it is known that a provider took it */
	bool otherwise; /* ELSEWHERE: only by other means than this time */
	bool not_taken; /* the gateway of the report surely never took it */
};

/* The rule for it. */
struct decide_action decide(
    const struct decide_state *state, const struct decide_event *event);

/* What a gateway's state learns from a report alone. */
enum decide_lesson decide_lesson_of_report(
    const struct dispatch_report *report);

#endif

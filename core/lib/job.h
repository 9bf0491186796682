/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What dispatch, its queues and its rules speak of: a job, how it is carried,
 * what becomes of it.  Data alone; dispatch.h says what is done with it.
 */
#ifndef SMSGW_JOB_H
#define SMSGW_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "expiry.h"
#include "timer.h"

#define DISPATCH_ATTEMPTS 3 /* of one job, over all gateways */

struct dispatch_gateway;
struct dispatch_batch;

/* In the order of their right to go first; the values of message.h. */
enum dispatch_class {
	DISPATCH_OTP,
	DISPATCH_TRANSACTIONAL,
	DISPATCH_MARKETING,
	DISPATCH_CLASSES
};

/* How a job ends. */
enum dispatch_state {
	DISPATCH_SUBMITTED, /* a provider took it */
	DISPATCH_REJECTED,  /* surely taken by none */
	DISPATCH_UNKNOWN,   /* perhaps taken; for a person to look at */
	DISPATCH_EXPIRED,   /* its life ended before it was sent */
	DISPATCH_CANCELLED  /* by the caller, or by a newer one */
};

/* Why it ended so, where the last result does not say it. */
enum dispatch_why {
	DISPATCH_WHY_RESULT,     /* by its last result or a report */
	DISPATCH_WHY_ATTEMPTS,   /* no attempt is left */
	DISPATCH_WHY_NO_GATEWAY, /* no other gateway can carry it */
	DISPATCH_WHY_LIFE,       /* too little of its life is left */
	DISPATCH_WHY_ASKED,      /* dispatch_cancel() */
	DISPATCH_WHY_SUPERSEDED, /* a newer code for the same subject */
	DISPATCH_WHY_CLOSED      /* dispatch_close() */
};

enum { /* struct dispatch_job, flags */
	/* the caller's: by the same gateway as the recipient's last one */
	DISPATCH_STICKY = 1u << 0
};

/* What became of one job of a request; the values of provider.h. */
struct dispatch_result {
	int32_t outcome;     /* SMSGW_ACCEPTED, ... */
	int32_t scope;       /* SMSGW_SCOPE_..., of a refusal */
	int32_t error_class; /* SMSGW_CLASS_... */
	uint32_t flags;      /* DISPATCH_BLAMELESS */
	int64_t delay_ms;    /* throttled: not before; 0: unsaid */
};

enum { /* struct dispatch_result, flags */
	/*
	 * With SMSGW_DEFERRED: nothing was tried with the provider, so it
	 * says nothing about the gateway: the life was over just before the
	 * first byte, the pool had no room, the sender is closing.
	 */
	DISPATCH_BLAMELESS = 1u << 0
};

/* What a provider says later, by itself or asked. */
struct dispatch_report {
	int32_t state;       /* SMSGW_REPORT_... */
	uint32_t flags;      /* SMSGW_REPORT_NEVER_LEFT */
	int32_t error_class; /* SMSGW_CLASS_... */
	int32_t scope;       /* SMSGW_SCOPE_... */
};

/*
 * One message, as a part of the caller's own struct.  The caller sets the first
 * part after dispatch_job_init(), reads the second part in its callbacks,
 * and leaves the rest alone.  From dispatch_submit() until `done` it belongs to
 * dispatch and stays where it is.
 */
struct dispatch_job {
	/* set by the caller */
	uint8_t message_class;     /* enum dispatch_class */
	uint8_t flags;             /* DISPATCH_STICKY */
	uint64_t recipient;        /* a keyed hash of the number */
	uint64_t subject;          /* what it supersedes by; 0: nothing */
	int64_t expires_boot_ms;   /* the end of its life */
	int64_t not_after_boot_ms; /* the end less the transit margin */

	/* to be read */
	uint8_t attempts;        /* begun so far */
	bool possible_duplicate; /* an earlier attempt may have arrived */
	void *tried[DISPATCH_ATTEMPTS]; /* gateways, as they were given */

	/* dispatch's own */
	uint8_t place, bits, deferred, unknown;
	uint8_t state, why, result_flags, means, refused_means;
	int8_t outcome, scope, error_class;
	struct timer timer;
	struct expiry_node life;
	struct dispatch_gateway *gateway;
	struct dispatch_batch *batch;
	struct dispatch_job *next, *prev;           /* in its queue */
	struct dispatch_job *lane_next, *lane_prev; /* of its group */
	struct dispatch_job *lane_last, *lane_chain;
	struct dispatch_job *subject_next;
	uint64_t lane, content, order;
	uint32_t lane_count, max_same, max_distinct, index, delay_ms;
	int64_t queued_boot_ms; /* or when its outcome became unknown */
	int64_t until_boot_ms;  /* how long a report is waited for */
};

/* How a gateway carries a job, told by `carry`. */
struct dispatch_fit {
	/*
	 * Jobs of the same group may share a request: the same provider's
	 * template or kind.  A keyed hash of 64 bits will do; whoever builds
	 * a request of several compares what it hashed.
	 */
	uint64_t group;
	uint64_t content; /* equal where text or arguments are equal */
	/*
	 * By what means (a text, a template, ...): a text that was refused
	 * for its words goes elsewhere by other means alone.
	 */
	uint8_t means;
	uint32_t max_same;     /* recipients of a request with one content */
	uint32_t max_distinct; /* recipients with contents of their own */
};

/* What a gateway's file says of unknown outcomes. */
enum dispatch_on_unknown {
	DISPATCH_BY_CLASS, /* the class of the message decides */
	DISPATCH_HOLD,
	DISPATCH_RESEND
};

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to happen to a call: refused with a code, a fault on its connection,
 * another kind of delivery report.  And the magic numbers that ask for it.
 */
#ifndef SIMULATE_PLAN_H
#define SIMULATE_PLAN_H

#include "code.h"

enum fault {
	FAULT_NONE,
	FAULT_REFUSE,               /* connect() fails */
	FAULT_STALL,                /* no byte, of TLS neither */
	FAULT_RESET_ON_CONNECT,     /* before TLS */
	FAULT_RESET_BEFORE_HEADERS, /* at the first byte */
	FAULT_RESET_AFTER_HEADERS,  /* of the request */
	FAULT_RESET_AFTER_BODY,
	FAULT_CLOSE_AFTER_BODY,
	FAULT_NO_ANSWER,       /* reads all and says nothing */
	FAULT_HALF_ANSWER,     /* closes in the middle of the body */
	FAULT_RESET_IN_ANSWER, /* the same with a reset */
	FAULT_GARBAGE,         /* 200 and bytes without sense */
	FAULT_HTML,            /* 200 and the page of a portal */
	FAULT_NO_ID,           /* 200, accepted, but no id */
	FAULT_STATUS,          /* a status without a body that says more */
	FAULT_SLOW,            /* one byte a second */
	FAULT_ENDLESS,         /* a body that does not end */
	FAULT_LATE,            /* the right answer, after the timeout */
	FAULT_COUNT
};

/* When a fault strikes at the earliest. */
enum fault_stage { STAGE_CONNECTED, STAGE_HEADED, STAGE_RECEIVED };

/* In the order of enum fault: its name, and whether the message was taken. */
struct fault_fact {
	const char *name;
	enum fault_stage stage;
	bool taken;
	const char *text;
};

extern const struct fault_fact fault_facts[FAULT_COUNT];

/* The fault of a name; FAULT_COUNT when there is none. */
enum fault fault_by_name(const char *name);

enum report_mode {
	REPORT_AFTER,
	REPORT_BEFORE, /* the answer */
	REPORT_NEVER,
	REPORT_TWICE,
	REPORT_MODES
};

extern const char *const report_mode_names[REPORT_MODES];

/* How long FAULT_LATE and reports wait, unless the script says otherwise. */
#define PLAN_LATE_MS 15000
#define PLAN_REPORT_MS 100

struct plan {
	const struct code *code; /* NULL: accepted */
	enum fault fault;
	int status;       /* of FAULT_STATUS */
	const char *body; /* in place of the answer's; or NULL */
	int64_t delay_ms; /* before the answer; -1: as the fault has it */
	int64_t retry_after_s;
	int taken; /* -1: as the fault has it */
	enum report_mode report;
	const struct code *report_code; /* NULL: delivered */
	int64_t report_ms;
};

/* Nothing special. */
void plan_init(struct plan *plan);

/* Whether the message is accepted, whatever the client gets to see. */
bool plan_takes(const struct plan *plan);

/*
 * The last four digits of a magic number, +86 1700000NNNN or +852 6000NNNN in
 * any form; -1 when it is none.
 */
int magic_digits(const char *number);

/*
 * What the last four digits ask of a service: magic_answer() of the whole
 * call, magic_report() of this recipient's report.  Whether they do.
 */
bool magic_answer(int digits, enum service_id service, struct plan *plan);
bool magic_report(int digits, enum service_id service, struct plan *plan);

/*
 * Calls `each` for every magic number in order: its last four digits, the
 * service or NULL for all, "answer", "report" or "fault", what it does, and a
 * sentence or "".  Stops when that is not 0, and returns it.
 */
int magic_each(int (*each)(void *arg, unsigned digits, const char *service,
		   const char *kind, const char *name, const char *text),
    void *arg);

/* As scripts and the ledger call it. */
extern const char *const service_names[SERVICE_COUNT];

#endif

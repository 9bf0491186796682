/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Faults by name and number, and the magic numbers.
 */
#include "plan.h"

#include "ascii.h"

#define FIRST_FAULT 1000
#define FIRST_STATUS 6300
#define LAST_STATUS 6599

const char *const service_names[SERVICE_COUNT] = {
	[SERVICE_CLOUD_MAS] = "cloud_mas",
	[SERVICE_MSG_SEND] = "msg_send",
	[SERVICE_DYSMSAPI] = "dysmsapi",
	[SERVICE_GLOBE] = "globe",
	[SERVICE_VENDOR] = "vendor",
};

const char *const report_mode_names[REPORT_MODES] = {
	[REPORT_AFTER] = "after",
	[REPORT_BEFORE] = "before",
	[REPORT_NEVER] = "never",
	[REPORT_TWICE] = "twice",
};

const struct fault_fact fault_facts[FAULT_COUNT] = {
	[FAULT_NONE] = { "none", STAGE_RECEIVED, true, "" },
	[FAULT_REFUSE] = { "refuse", STAGE_CONNECTED, false,
	    "the connection is refused" },
	[FAULT_STALL] = { "stall", STAGE_CONNECTED, false,
	    "connected, and not a byte comes, of TLS neither" },
	[FAULT_RESET_ON_CONNECT] = { "reset-on-connect", STAGE_CONNECTED, false,
	    "reset as soon as it is connected" },
	[FAULT_RESET_BEFORE_HEADERS] = { "reset-before-headers",
	    STAGE_CONNECTED, false, "reset at the first bytes of the request" },
	[FAULT_RESET_AFTER_HEADERS] = { "reset-after-headers", STAGE_HEADED,
	    false, "reset after the headers of the request" },
	[FAULT_RESET_AFTER_BODY] = { "reset-after-body", STAGE_RECEIVED, true,
	    "accepted, and reset before the answer" },
	[FAULT_CLOSE_AFTER_BODY] = { "close-after-body", STAGE_RECEIVED, true,
	    "accepted, and closed before the answer" },
	[FAULT_NO_ANSWER] = { "silence", STAGE_RECEIVED, true,
	    "accepted, and never answered" },
	[FAULT_HALF_ANSWER] = { "half-answer", STAGE_RECEIVED, true,
	    "accepted; half of the answer, then closed" },
	[FAULT_RESET_IN_ANSWER] = { "reset-in-answer", STAGE_RECEIVED, true,
	    "accepted; half of the answer, then reset" },
	[FAULT_GARBAGE] = { "garbage", STAGE_RECEIVED, true,
	    "accepted; 200 with bytes that mean nothing" },
	[FAULT_HTML] = { "html", STAGE_RECEIVED, false,
	    "not accepted; 200 with the page of a portal" },
	[FAULT_NO_ID] = { "without-id", STAGE_RECEIVED, true,
	    "accepted; the answer lacks the id" },
	[FAULT_STATUS] = { "status", STAGE_RECEIVED, false,
	    "not accepted; a bare HTTP status" },
	[FAULT_SLOW] = { "slow", STAGE_RECEIVED, true,
	    "accepted; the answer comes at one byte a second" },
	[FAULT_ENDLESS] = { "endless", STAGE_RECEIVED, true,
	    "accepted; the answer does not end" },
	[FAULT_LATE] = { "late", STAGE_RECEIVED, true,
	    "accepted; the right answer, after 15 seconds" },
};

enum fault
fault_by_name(const char *name)
{
	enum fault fault;

	for (fault = 0; fault < FAULT_COUNT; fault++) {
		if (strcmp(fault_facts[fault].name, name) == 0)
			break;
	}
	return fault;
}

void
plan_init(struct plan *plan)
{
	*plan = (struct plan){
		.delay_ms = -1,
		.taken = -1,
		.report_ms = PLAN_REPORT_MS,
	};
}

bool
plan_takes(const struct plan *plan)
{
	if (plan->code != NULL)
		return false;
	return plan->taken >= 0 ? plan->taken > 0 :
				  fault_facts[plan->fault].taken;
}

int
magic_digits(const char *number)
{
	static const char *const heads[] = { "1700000", "861700000",
		"00861700000", "8526000", "008526000" };
	size_t i, len;
	int digits = 0;

	if (number[0] == '+')
		number++;
	for (i = 0; i < ARRAY_LEN(heads); i++) {
		len = strlen(heads[i]);
		if (strncmp(number, heads[i], len) == 0 &&
		    strlen(number) == len + 4)
			break;
	}
	if (i == ARRAY_LEN(heads))
		return -1;
	for (number += strlen(heads[i]); *number != '\0'; number++) {
		if (!ascii_is_digit(*number))
			return -1;
		digits = digits * 10 + (*number - '0');
	}
	return digits;
}

bool
magic_answer(int digits, enum service_id service, struct plan *plan)
{
	const struct code *code;

	if (digits > FIRST_FAULT && digits < FIRST_FAULT + FAULT_COUNT &&
	    digits != FIRST_FAULT + FAULT_REFUSE &&
	    digits != FIRST_FAULT + FAULT_STATUS) {
		plan->fault = (enum fault)(digits - FIRST_FAULT);
		return true;
	}
	if (digits >= FIRST_STATUS && digits <= LAST_STATUS) {
		plan->fault = FAULT_STATUS;
		plan->status = digits - FIRST_STATUS + 300;
		return true;
	}
	code = code_by_number(&code_answers[service], (unsigned)digits);
	if (digits < 0 || code == NULL)
		return false;
	plan->code = code;
	return true;
}

bool
magic_report(int digits, enum service_id service, struct plan *plan)
{
	const struct code *code;

	if (digits > 0 && digits < REPORT_MODES) {
		plan->report = (enum report_mode)digits;
		return true;
	}
	code = code_by_number(&code_reports[service], (unsigned)digits);
	if (digits < 0 || code == NULL)
		return false;
	plan->report_code = code;
	return true;
}

typedef int magic_fn(void *arg, unsigned digits, const char *service,
    const char *kind, const char *name, const char *text);

static int
each_code(magic_fn *each, void *arg, const struct code_table *tables,
    const char *kind)
{
	const struct code_table *table;
	enum service_id service;
	size_t i;
	int rc = 0;

	for (service = 0; service < SERVICE_COUNT && rc == 0; service++) {
		table = &tables[service];
		for (i = 0; i < table->count && rc == 0; i++)
			rc = each(arg, table->first + (unsigned)i,
			    service_names[service], kind, table->codes[i].name,
			    table->codes[i].text);
	}
	return rc;
}

int
magic_each(magic_fn *each, void *arg)
{
	unsigned i;
	int rc;

	rc = each(arg, 0, NULL, "report", "after",
	    "accepted, and reported as delivered");
	for (i = 1; i < REPORT_MODES && rc == 0; i++)
		rc = each(arg, i, NULL, "report", report_mode_names[i],
		    i == REPORT_BEFORE ? "the report comes before the answer" :
			i == REPORT_NEVER ? "there is no report" :
					    "the report comes twice");
	for (i = 1; i < FAULT_COUNT && rc == 0; i++) {
		if (i != FAULT_REFUSE && i != FAULT_STATUS)
			rc = each(arg, FIRST_FAULT + i, NULL, "fault",
			    fault_facts[i].name, fault_facts[i].text);
	}
	if (rc == 0)
		rc = each_code(each, arg, code_answers, "answer");
	if (rc == 0)
		rc = each_code(each, arg, code_reports, "report");
	return rc;
}

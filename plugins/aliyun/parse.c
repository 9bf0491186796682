/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What became of the message, by the answer.  The code decides, not the
 * status; an acceptance is one only with the id that goes with it.
 */
#include "aliyun.h"

#include <string.h>

/* China has no summer time. */
#define CHINA_MS INT64_C(28800000)
#define DAY_MS INT64_C(86400000)

static int
tell_unknown(
    struct smsgw_exchange *x, const struct aliyun_answer *a, const char *detail)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = SMSGW_UNKNOWN,
		.error_class = SMSGW_CLASS_PROTOCOL,
		.code = a->code,
		.text = a->text,
		.detail = detail,
	};

	smsgw_result(x, SMSGW_ALL, &result);
	return 0;
}

/* x-acs-retry-after, in milliseconds; 0 when there is none. */
static int64_t
retry_after_ms(const struct aliyun_answer *a)
{
	const char *c = smsgw_response_header(a->resp, "x-acs-retry-after");
	int64_t ms = 0;

	for (; c != NULL && *c >= '0' && *c <= '9' && ms < DAY_MS; c++)
		ms = ms * 10 + (*c - '0');
	return c != NULL && *c == '\0' ? ms : 0;
}

/* A quota of the console begins anew at midnight. */
static int64_t
until_midnight_ms(struct smsgw_gateway *gw)
{
	return DAY_MS - (smsgw_now_ms(gw) + CHINA_MS) % DAY_MS;
}

/* As the row says. */
static int
tell_row(struct smsgw_exchange *x, const struct aliyun_answer *a,
    const struct smsgw_code *row)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = row->outcome,
		.error_class = row->error_class,
		.scope = row->scope,
		.code = a->code,
		.text = a->text,
	};

	if (row->outcome == SMSGW_DEFERRED)
		result.delay_ms = retry_after_ms(a);
	if (result.delay_ms == 0 && row->outcome == SMSGW_DEFERRED &&
	    row->error_class == SMSGW_CLASS_QUOTA)
		result.delay_ms = until_midnight_ms(a->gw);
	if (row->error_class == SMSGW_CLASS_SIGNED_WRONG && a->text != NULL)
		result.detail =
		    aliyun_mismatch(a->gw, a->call->canonical, &result.text);
	smsgw_result(x, SMSGW_ALL, &result);
	return 0;
}

/* An answer that is no acceptance, or a contradictory one. */
static int
tell_refusal(struct smsgw_exchange *x, const struct aliyun_answer *a)
{
	const struct smsgw_code *row;
	struct smsgw_result throttled = {
		.size = sizeof(throttled),
		.outcome = SMSGW_DEFERRED,
		.error_class = SMSGW_CLASS_THROTTLED,
		.scope = SMSGW_SCOPE_ACCOUNT,
		.code = a->code,
		.text = a->text,
		.delay_ms = retry_after_ms(a),
	};

	if (a->code == NULL && smsgw_status(a->resp) > 299)
		return 0; /* the status decides */
	if (a->code == NULL)
		return smsgw_fail(a->gw, SMSGW_CLASS_PROTOCOL, NULL,
		    "the answer has no code that Alibaba Cloud documents; "
		    "check sms_url");
	row = aliyun_code_find(a->gw, a->code);
	if (row != NULL && row->outcome == SMSGW_ACCEPTED)
		return tell_unknown(x, a,
		    "the answer contradicts itself: its code says that all is "
		    "well, and the rest of it does not");
	if (row != NULL)
		return tell_row(x, a, row);
	if (throttled.delay_ms > 0)
		smsgw_result(x, SMSGW_ALL, &throttled);
	else
		(void)smsgw_result_code(x, SMSGW_ALL, a->code, a->text, NULL);
	return 0;
}

/* The documented acceptance of one id for all. */
static int
tell_accepted(struct smsgw_exchange *x, const struct aliyun_answer *a)
{
	struct smsgw_result result = {
		.size = sizeof(result),
		.outcome = SMSGW_ACCEPTED,
		.id = aliyun_answer_get(a, a->call->action->id),
		.code = a->code,
		.text = a->text,
	};

	if (result.id == NULL)
		return tell_unknown(x, a,
		    smsgw_printf(a->gw, "the answer says OK, but has no %s",
			a->call->action->id + 1));
	smsgw_result(x, SMSGW_ALL, &result);
	return 0;
}

/* A list that stands as a text in the answer; NULL when there is none. */
static struct smsgw_doc *
list_of(const struct aliyun_answer *a, const char *member)
{
	const char *text = aliyun_answer_get(a, member);

	return text != NULL ? smsgw_doc_json(a->gw, text, strlen(text)) : NULL;
}

/* Marks the recipients whose numbers a list has; how many there are. */
static uint32_t
mark_listed(const struct aliyun_answer *a, struct smsgw_exchange *x,
    struct smsgw_doc *list, bool *listed)
{
	uint32_t i, all = smsgw_recipients(x), count = 0;
	int64_t k, size = smsgw_doc_size(list, "");
	const char *item;

	for (k = 0; k < size; k++) {
		item = aliyun_get(
		    list, smsgw_printf(a->gw, "/%lld", (long long)k));
		if (item == NULL)
			continue;
		item += *item == '+';
		for (i = 0; i < all; i++)
			if (!listed[i] &&
			    strcmp(item, smsgw_recipient(x, i, SMSGW_DIGITS)) ==
				0) {
				listed[i] = true;
				count++;
			}
	}
	return count;
}

/*
 * A batch abroad: some may have failed.  The ids are in no documented order,
 * so that only the id of a single one is known; reports name the number.
 */
static int
tell_batch(struct smsgw_exchange *x, const struct aliyun_answer *a)
{
	struct smsgw_result good = {
		.size = sizeof(good),
		.outcome = SMSGW_ACCEPTED,
		.code = a->code,
		.text = a->text,
	};
	struct smsgw_result bad = {
		.size = sizeof(bad),
		.outcome = SMSGW_REJECTED,
		.error_class = SMSGW_CLASS_REFUSED,
		.scope = SMSGW_SCOPE_ROUTE,
		.detail = "the number is in the answer's FailedList",
	};
	struct smsgw_doc *ids = list_of(a, "/MessageIdList");
	const char *count = aliyun_answer_get(a, "/SuccessCount");
	uint32_t i, all = smsgw_recipients(x), taken;
	bool *failed = smsgw_alloc(a->gw, all * sizeof(*failed));

	if (failed == NULL)
		return -1;
	taken = all - mark_listed(a, x, list_of(a, "/FailedList"), failed);
	if (count == NULL || ids == NULL ||
	    smsgw_doc_size(ids, "") != (int64_t)taken ||
	    strcmp(count, smsgw_printf(a->gw, "%lu", (unsigned long)taken)) !=
		0)
		return tell_unknown(x, a,
		    "SuccessCount, FailedList and MessageIdList do not say "
		    "what became of each number");
	if (taken == 1)
		good.id = aliyun_get(ids, "/0");
	for (i = 0; i < all; i++)
		smsgw_result(x, i, failed[i] ? &bad : &good);
	return 0;
}

int
aliyun_parse(struct smsgw_gateway *gw, struct smsgw_exchange *x,
    const struct smsgw_response *resp)
{
	struct aliyun_answer a;

	aliyun_answer_read(gw, x, resp, &a);
	if (!a.accepted)
		return tell_refusal(x, &a);
	return a.call->action == &aliyun_batch_globe ? tell_batch(x, &a) :
						       tell_accepted(x, &a);
}

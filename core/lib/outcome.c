/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of delivery as functions of what was seen: nothing written is
 * never unknown, anything written without a whole answer always is.
 */
#include "outcome.h"

#include <string.h>

#include <curl/curl.h>

#include "ascii.h"
#include "descriptor.h"
#include "lang.h"

/* The longest delay that a provider's Retry-After is believed. */
#define RETRY_AFTER_MAX_S 86400

struct outcome
outcome_of_transport(const struct transport_result *result)
{
	return (struct outcome){
		.outcome = result->reach < TRANSPORT_WRITING ? SMSGW_DEFERRED :
							       SMSGW_UNKNOWN,
		.code = result->code,
	};
}

/* RFC 9110, 10.2.3: seconds, or a date; 0 when it is neither. */
static int64_t
retry_after_ms(const char *text, int64_t now_ms)
{
	int64_t seconds = 0;
	const char *p;
	time_t date;

	if (text == NULL || text[0] == '\0')
		return 0;
	for (p = text; ascii_is_digit(*p); p++) {
		if (seconds < RETRY_AFTER_MAX_S)
			seconds = seconds * 10 + (*p - '0');
	}
	if (*p != '\0') {
		date = curl_getdate(text, NULL);
		seconds =
		    date == (time_t)-1 ? 0 : (int64_t)date - now_ms / 1000;
	}
	if (seconds < 0)
		return 0;
	return (seconds < RETRY_AFTER_MAX_S ? seconds : RETRY_AFTER_MAX_S) *
	    1000;
}

static struct outcome
rejected(int32_t error_class, const char *code)
{
	return (struct outcome){
		.outcome = SMSGW_REJECTED,
		.error_class = error_class,
		.scope = outcome_scope(error_class),
		.code = code,
	};
}

static struct outcome
unknown(const char *code)
{
	return (struct outcome){
		.outcome = SMSGW_UNKNOWN,
		.code = code,
	};
}

struct outcome
outcome_of_status(int status, const char *retry_after, int64_t now_ms)
{
	if (status >= 200 && status < 300)
		return unknown("answer-unreadable");
	if (status >= 300 && status < 400)
		return rejected(SMSGW_CLASS_CONFIGURATION, "answer-redirect");
	switch (status) {
	case 401:
	case 403:
		return rejected(SMSGW_CLASS_CREDENTIALS, NULL);
	case 404:
	case 405:
	case 501:
		return rejected(SMSGW_CLASS_CONFIGURATION, "answer-not-found");
	case 408:
		return unknown("answer-server-error");
	case 429:
		return (struct outcome){
			.outcome = SMSGW_DEFERRED,
			.error_class = SMSGW_CLASS_THROTTLED,
			.scope = SMSGW_SCOPE_ACCOUNT,
			.delay_ms = retry_after_ms(retry_after, now_ms),
		};
	default:
		break;
	}
	if (status >= 400 && status < 500)
		return rejected(SMSGW_CLASS_REFUSED, NULL);
	return unknown("answer-server-error");
}

int32_t
outcome_scope(int32_t error_class)
{
	switch (error_class) {
	case SMSGW_CLASS_NONE:
	case SMSGW_CLASS_TEMPORARY:
	case SMSGW_CLASS_BROKEN:
	case SMSGW_CLASS_PROTOCOL:
	case SMSGW_CLASS_REPLAY:
		return SMSGW_SCOPE_NONE;
	case SMSGW_CLASS_NUMBER:
	case SMSGW_CLASS_NUMBER_LIMIT:
	case SMSGW_CLASS_NUMBER_BLOCKED:
	case SMSGW_CLASS_HANDSET:
		return SMSGW_SCOPE_NUMBER;
	case SMSGW_CLASS_ROUTE:
		return SMSGW_SCOPE_ROUTE;
	case SMSGW_CLASS_PARAMETER:
	case SMSGW_CLASS_TITLE:
	case SMSGW_CLASS_TEMPLATE:
	case SMSGW_CLASS_TEXT:
	case SMSGW_CLASS_EXPIRED:
	case SMSGW_CLASS_REFUSED:
		return SMSGW_SCOPE_CONTENT;
	default:
		return SMSGW_SCOPE_ACCOUNT;
	}
}

struct outcome
outcome_of_class(int32_t error_class)
{
	if (error_class == SMSGW_CLASS_NONE)
		error_class = SMSGW_CLASS_PARAMETER;
	if (error_class == SMSGW_CLASS_THROTTLED ||
	    error_class == SMSGW_CLASS_TEMPORARY)
		return (struct outcome){
			.outcome = SMSGW_DEFERRED,
			.error_class = error_class,
			.scope = outcome_scope(error_class),
		};
	/* not the provider has refused the text: the request cannot hold it */
	return rejected(error_class,
	    error_class == SMSGW_CLASS_TEXT ? "content-unfit" : NULL);
}

const struct catalog_entry *
outcome_entry(const struct outcome *result)
{
	const struct catalog_entry *entry = NULL;

	if (result->outcome == SMSGW_ACCEPTED)
		return NULL;
	if (result->code != NULL)
		entry = catalog_find(result->code);
	if (entry == NULL && result->error_class != SMSGW_CLASS_NONE)
		entry = catalog_for_class(result->error_class);
	return entry != NULL ?
	    entry :
	    catalog_for_class(result->outcome == SMSGW_UNKNOWN ?
		    SMSGW_CLASS_PROTOCOL :
		    SMSGW_CLASS_REFUSED);
}

int
outcome_exit_code(const struct outcome *result)
{
	const struct catalog_entry *entry = outcome_entry(result);
	int exit_code = entry != NULL ? entry->exit_code : CATALOG_REFUSED;

	switch (result->outcome) {
	case SMSGW_ACCEPTED:
		return CATALOG_DONE;
	case SMSGW_UNKNOWN:
		return CATALOG_UNKNOWN;
	case SMSGW_DEFERRED:
		return exit_code == CATALOG_CONFIG ||
			exit_code == CATALOG_DATA ?
		    exit_code :
		    CATALOG_LATER;
	default:
		return exit_code == CATALOG_LATER ||
			exit_code == CATALOG_UNKNOWN ?
		    CATALOG_REFUSED :
		    exit_code;
	}
}

const char *
outcome_state(const struct outcome *result)
{
	switch (result->outcome) {
	case SMSGW_ACCEPTED:
		return N_("submitted");
	case SMSGW_UNKNOWN:
		return N_("unknown");
	case SMSGW_REJECTED:
		return N_("rejected");
	default:
		return result->code != NULL &&
			strcmp(result->code, "expired") == 0 ?
		    N_("expired") :
		    "queued";
	}
}

const char *
outcome_word(int32_t outcome)
{
	const char *word = descriptor_outcome_word(outcome);

	return word != NULL ? word : "none";
}

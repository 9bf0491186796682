/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an attempt that the provider did not explain itself comes out as: by how
 * far it came, or by the status of the answer alone.  Pure functions, the
 * tables of delivery in code.
 */
#ifndef SMSGW_OUTCOME_H
#define SMSGW_OUTCOME_H

#include <smsgw/provider.h>

#include "catalog.h"
#include "transport.h"

/* What became of one recipient; strings are borrowed, or NULL. */
struct outcome {
	int32_t outcome; /* 0 until it is known */
	int32_t error_class, scope;
	const char *code; /* of the catalogue, when the core decided */
	const char *id, *provider_code, *provider_text;
	const struct smsgw_code *row; /* of the provider's table, or NULL */
	const char *detail;           /* what the core adds to it, or NULL */
	const char *fix; /* what to do, where the core knows best; or NULL */
	int64_t delay_ms;
	bool twice; /* the provider told two */
};

/*
 * An exchange without a whole answer: DEFERRED when surely no byte of the
 * request was written, else UNKNOWN.
 */
struct outcome outcome_of_transport(const struct transport_result *result);

/*
 * A whole answer of which the provider said nothing.  retry_after is that
 * header's value or NULL, a number of seconds or a date; now_ms is Unix time.
 */
struct outcome outcome_of_status(
    int status, const char *retry_after, int64_t now_ms);

/*
 * A provider's build() or sign() that failed with a class of errors: surely
 * not sent, and refused where sending again cannot help.
 */
struct outcome outcome_of_class(int32_t error_class);

/* What a class of errors is about when nobody said: SMSGW_SCOPE_... */
int32_t outcome_scope(int32_t error_class);

/* The row of the catalogue for a result; NULL for ACCEPTED. */
const struct catalog_entry *outcome_entry(const struct outcome *);

/* The exit code for a result, one of CATALOG_... */
int outcome_exit_code(const struct outcome *);

/* The message's state after it: "submitted", "rejected", "queued", ... */
const char *outcome_state(const struct outcome *);

/* "accepted", "rejected", "deferred", "unknown"; "none" for 0. */
const char *outcome_word(int32_t outcome);

#endif

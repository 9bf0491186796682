/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The documented codes of the services as data, in the order of their magic
 * numbers: what an answer refuses with, and what a delivery report says.
 */
#ifndef SIMULATE_CODE_H
#define SIMULATE_CODE_H

#include "account.h"

/*
 * A code; status is the HTTP status of a refusal that has another one than
 * 200, and text what goes with it.
 */
struct code {
	const char *name;
	int status;
	const char *text;
};

/* The codes of a service; first are the last four digits of the first one. */
struct code_table {
	const struct code *codes;
	size_t count;
	unsigned first;
};

extern const struct code_table code_answers[SERVICE_COUNT];
extern const struct code_table code_reports[SERVICE_COUNT];

/* The code of a magic number's last four digits; NULL when it has none. */
const struct code *code_by_number(
    const struct code_table *table, unsigned number);

/* The code of a name; NULL when it is not documented. */
const struct code *code_by_name(
    const struct code_table *table, const char *name);

#endif

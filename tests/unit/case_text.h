/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a golden case shows, as text; used by case_runner.c alone.
 */
#ifndef TESTS_CASE_TEXT_H
#define TESTS_CASE_TEXT_H

#include "exchange.h"

/* \xNN becomes that byte, in place; returns the length. */
size_t case_bytes_undo(char *text);

/* Appends "key = value", bytes that are no text as \xNN; nothing for "". */
void case_add_line(struct buf *out, const char *key, const char *value);

/* Appends what would be sent. */
void case_add_request(struct request *r, struct buf *out);

/* Appends a result as lines; what is not there is left out. */
void case_add_result(const struct outcome *result, struct buf *out);

/* The same for what a sink is told; arg is a struct buf. */
void case_add_report(void *arg, const struct smsgw_report *report);
void case_add_inbound(void *arg, const struct smsgw_inbound *inbound);
void case_add_fact(void *arg, const struct smsgw_fact *fact);

#endif

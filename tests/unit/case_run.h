/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One golden case that is being run; used by case_runner.c and case_exchange.c
 * alone.
 */
#ifndef TESTS_CASE_RUN_H
#define TESTS_CASE_RUN_H

#include "case_file.h"
#include "exchange.h"

#define RECIPIENTS_MAX 8
#define TEXT_SIZE ((size_t)256 * 1024)

struct case_run {
	const struct smsgw_provider *provider;
	struct case_file file;
	const char *folder;
	struct buf *report;
	int64_t now_ms;
	unsigned char random;    /* the next byte */
	unsigned char fixed[64]; /* these first */
	size_t fixed_len, fixed_used;
	struct clock clock;
	struct settings *settings;
	struct gateway *gw;
	struct message messages[RECIPIENTS_MAX];
	struct message_rendition renditions[RECIPIENTS_MAX];
	const struct message *message_list[RECIPIENTS_MAX];
	const struct message_rendition *rendition_list[RECIPIENTS_MAX];
	uint32_t count;
	char *provider_id; /* status: of the send that is asked about */
	struct trace trace;
	struct arena arena;
};

/* Tells when a text is not what it should be; 0 or -1. */
int case_compare_text(struct case_run *run, const char *what,
    const char *expected, const char *actual);

/* The same for a section of the file, which may be absent. */
int case_compare(struct case_run *run, const char *section, const char *actual);

/* The request, and each answer with what it must come to; 0 or -1. */
int case_run_exchange(struct case_run *run);

/* Every push, and the reports that it must come to; 0 or -1. */
int case_run_pushes(struct case_run *run);

#endif

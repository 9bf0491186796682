/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A script: accounts, and rules that say what happens to which call.  The
 * first rule that fits is used, before any magic number.
 */
#ifndef SIMULATE_SCRIPT_H
#define SIMULATE_SCRIPT_H

#include "plan.h"
#include "problem.h"

/* From first to last; 0, 0: any. */
struct range {
	uint64_t first, last;
};

/* What has to be so; NULL, and -1 for the service, stand for anything. */
struct rule {
	int service;
	const char *gateway, *account, *to, *action;
	struct range connection, request;
	uint64_t times; /* how often it may still be used */
	struct plan plan;
	struct rule *next;
};

struct script {
	struct rule *first, **end;
	struct arena arena;
};

/* What is known of a call so far; NULL, and -1, for what is not. */
struct script_facts {
	int service;
	const char *gateway, *account;
	const char *action; /* of Dysmsapi; of the others the path */
	const char *const *to;
	size_t to_count;
	uint64_t connection, request;
};

void script_init(struct script *script);
void script_fini(struct script *script);

/*
 * Reads a file; its accounts are added to the list.  0, or -1 with all errors
 * in problems.
 */
int script_read(struct script *script, const char *path,
    struct accounts *accounts, struct problems *problems);

/* The plan of the first rule that fits, which counts as used; or NULL. */
const struct plan *script_match(struct script *script,
    const struct script_facts *facts, enum fault_stage stage);

/* Whether the connections of a gateway are to be refused. */
bool script_refuses(const struct script *script, const char *gateway);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions on an answer:
 *
 *	condition  = term { "and" term }
 *	term       = "status" CODE { "|" CODE }          200, 2xx
 *	           | place [ ( "==" | "!=" ) VALUE { "|" VALUE } ]
 *
 * where a place is one of extract.h.  A place alone is true when something is
 * there; a comparison is false when nothing is, != too: an answer that lacks
 * what was asked for fulfils nothing.
 */
#ifndef HTTP_CONDITION_H
#define HTTP_CONDITION_H

#include "extract.h"

struct condition_term;

struct condition {
	const struct condition_term *terms; /* NULL: never true */
	bool reads_body;                    /* a term looks at the body */
};

/*
 * Compiles the value of a key; "" is a condition that is never true.  0, or -1
 * with the call failed, key and position named.
 */
int condition_compile(struct smsgw_gateway *gw, const char *key,
    const char *text, struct regexes *regexes, struct condition *out);

/* Whether all terms are true; from left to right, the first false one ends. */
bool condition_true(const struct condition *condition, struct answer *answer);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds codes in texts, by the admin's pattern or as the only run of digits.
 * A text comes from outside, so patterns that could take for ever on one are
 * refused.
 */
#include "code.h"

#include <regex.h>
#include <stdio.h>

#include "ascii.h"
#include "lang.h"

#define COUNT_MAX 64
#define RUN_MIN 4
#define RUN_MAX 8

/* Behind a bracket expression that begins at s; NULL when it has no end. */
static const char *
skip_bracket(const char *s)
{
	const char *inner;
	char kind;

	s++;
	s += *s == '^';
	s += *s == ']';
	while (*s != '\0' && *s != ']') {
		kind = s[1];
		if (*s != '[' || strchr(".:=", kind) == NULL || kind == '\0') {
			s++;
			continue;
		}
		for (inner = s + 2; *inner != '\0'; inner++) {
			if (inner[0] == kind && inner[1] == ']')
				break;
		}
		if (*inner == '\0')
			return NULL;
		s = inner + 2;
	}
	return *s == ']' ? s + 1 : NULL;
}

/* Whether a number of {n,m} is over the limit. */
static bool
count_too_large(const char *s)
{
	unsigned count = 0;

	for (s++; ascii_is_digit(*s) || *s == ','; s++) {
		count = *s == ',' ? 0 : count * 10 + (unsigned)(*s - '0');
		if (count > COUNT_MAX)
			return true;
	}
	return false;
}

/* What could take for ever, in words; NULL when nothing could. */
static const char *
find_danger(const char *s)
{
	bool group = false; /* one has just ended */

	while (s != NULL && *s != '\0') {
		if (*s == '\\' && s[1] != '\0') {
			if (ascii_is_digit(s[1]))
				return N_("it has a back-reference");
			s += 2;
			group = false;
		} else if (*s == '[') {
			s = skip_bracket(s);
			group = false;
		} else if (group && (*s == '*' || *s == '+' || *s == '{')) {
			return N_("it repeats a group");
		} else if (*s == '{' && count_too_large(s)) {
			return N_("it has a count over 64");
		} else {
			group = *s++ == ')';
		}
	}
	return NULL;
}

int
code_pattern_check(const char *pattern, char reason[CODE_REASON_SIZE])
{
	const char *danger = find_danger(pattern);
	regex_t regex;
	int rc;

	if (danger != NULL) {
		(void)snprintf(reason, CODE_REASON_SIZE, "%s", _(danger));
		return -1;
	}
	rc = regcomp(&regex, pattern, REG_EXTENDED);
	if (rc != 0) {
		(void)regerror(rc, NULL, reason, CODE_REASON_SIZE);
		return -1;
	}
	regfree(&regex);
	return 0;
}

/* The only run of digits of a code's length. */
static int
find_run(const char *text, size_t *at, size_t *len)
{
	const char *s = text;
	size_t n, found = 0;

	while (*s != '\0') {
		for (n = 0; ascii_is_digit(s[n]); n++)
			continue;
		if (n >= RUN_MIN && n <= RUN_MAX) {
			*at = (size_t)(s - text);
			*len = n;
			found++;
		}
		s += n > 0 ? n : 1;
	}
	return found == 1 ? 0 : -1;
}

int
code_find(const char *pattern, const char *text, size_t *at, size_t *len)
{
	char reason[CODE_REASON_SIZE];
	regmatch_t match[2], *found;
	regex_t regex;
	int rc = -1;

	if (pattern[0] == '\0')
		return find_run(text, at, len);
	if (code_pattern_check(pattern, reason) != 0 ||
	    regcomp(&regex, pattern, REG_EXTENDED) != 0)
		return -1;
	if (regexec(&regex, text, 2, match, 0) == 0) {
		found = &match[regex.re_nsub > 0 ? 1 : 0];
		if (found->rm_so >= 0 && found->rm_eo > found->rm_so) {
			*at = (size_t)found->rm_so;
			*len = (size_t)(found->rm_eo - found->rm_so);
			rc = 0;
		}
	}
	regfree(&regex);
	return rc;
}

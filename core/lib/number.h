/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Telephone numbers: every way a recipient is written becomes one E.164
 * number, and what is known from the number alone (dial code, national part)
 * is read from it.  The facts about countries are in number_country.c.
 */
#ifndef SMSGW_NUMBER_H
#define SMSGW_NUMBER_H

#include "compat.h"

#define NUMBER_SIZE 17      /* +, 15 digits, NUL */
#define NUMBER_MASK_SIZE 16 /* +NNNNNN****NNNN, NUL */

/*
 * Writes the E.164 form (+8613800138000) of a recipient as people write it:
 * with +, 00 or the country's own international prefix; with blanks, dashes,
 * dots, slashes and parentheses; in full-width digits; as a tel: URI.  A number
 * without any of those prefixes is of default_country (ISO 3166 alpha-2, any
 * case), which may be NULL.  0; or -1, out empty, and *reason a sentence
 * (static) that says what is wrong and what to do.  The sentence never holds
 * the number.
 */
int number_normalize(const char *in, const char *default_country,
    char out[NUMBER_SIZE], const char **reason);

/* The number without its +. */
const char *number_digits(const char *e164);

/* The number without + and dial code; all digits if that is unknown. */
const char *number_national(const char *e164);

/* The dial code of an ISO 3166 alpha-2 country, any case; NULL if none. */
const char *number_country_dial_code(const char *country);

/*
 * Writes the form for logs and traces: +86138****8000.  Shows at most dial
 * code, three digits and the last four, and always hides at least four; what
 * is no E.164 number shows no more than that either.
 */
void number_mask(const char *e164, char out[NUMBER_MASK_SIZE]);

/*
 * The same for a recipient as it was given, which may be no number: what holds
 * anything but digits and what stands between them is hidden whole.
 */
void number_mask_given(const char *in, char out[NUMBER_MASK_SIZE]);

/* Whether a recipient is digits without a + in front. */
bool number_is_bare(const char *in);

/* Whether it is, and would be a good number with the +. */
bool number_lacks_plus(const char *in);

/*
 * Whether a number is one of the destinations of a list of words: dial codes
 * or longer prefixes (86, +8613) and countries (CN, by their dial code), each
 * with ! in front to leave them out.  The longest prefix that fits decides;
 * where none fits, a list that only leaves out means all others.  An empty
 * list or NULL means all.
 */
bool number_in(const char *e164, const char *list);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts about the numbers of countries, as data.  For number.c; others ask
 * there.
 */
#ifndef SMSGW_NUMBER_COUNTRY_H
#define SMSGW_NUMBER_COUNTRY_H

#include "compat.h"

struct number_country {
	const char *code;  /* ISO 3166 alpha-2; empty for networks of none */
	const char *dial;  /* ITU-T E.164 */
	const char *trunk; /* words put in front inside the country */
	const char *exit;  /* words that lead abroad; 00 works everywhere */
	uint8_t min, max;  /* digits behind the dial code; 0: not known */
};

/* By its ISO 3166 code, in any case; NULL when there is none or code is. */
const struct number_country *number_country_by_code(const char *code);

/* The first one whose dial code the digits begin with; NULL if none. */
const struct number_country *number_country_by_digits(const char *digits);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of the configuration, read strictly: all of the string or nothing.
 * Every function returns 0, or -1 with *expected a phrase for "expected …"
 * and the result untouched.  A phrase stays valid until the next call in the
 * same thread.  Blanks around a value are not forgiven; the file reader has
 * taken them away.
 */
#ifndef SMSGW_VALUE_H
#define SMSGW_VALUE_H

#include "compat.h"

struct value_rate {
	int64_t count;
	int64_t per_ms;
};

struct value_url {
	char scheme[8];  /* http or https, lower case */
	char *host;      /* a name, or an address without brackets */
	char *path;      /* at least /, with the query */
	uint16_t port;   /* the scheme's own when none was given */
	bool is_address; /* the host was an IPv6 address in brackets */
};

/* A decimal number, perhaps with a minus, from min to max. */
int value_int(const char *s, int64_t min, int64_t max, int64_t *out,
    const char **expected);

/* The N of a key "NAME.N": 1 to 9999 without leading zeros; 0 if it is none. */
uint32_t value_item(const char *digits);

/* yes, true, on, 1 or no, false, off, 0, in any ASCII case. */
int value_bool(const char *s, bool *out, const char **expected);

/* 300ms, 10s, 5m, 1h, 30d; a unit is wanted, but for 0. */
int value_duration_ms(const char *s, int64_t *out_ms, const char **expected);

/* 50/s, 300/m, 1000/h, 5000/day (or /d): a count above 0 per time. */
int value_rate(const char *s, struct value_rate *out, const char **expected);

/* What value_url() expects when it had no memory. */
extern const char value_no_memory[];

/*
 * An http or https URL with a host, without user, password, fragment, blanks
 * or control characters, its port from 1 to 65535.  On success the parts are
 * the caller's, who calls value_url_fini; out may be NULL to check only.
 */
int value_url(const char *s, struct value_url *out, const char **expected);

/* Frees the parts; a zeroed struct and NULL are taken. */
void value_url_fini(struct value_url *url);

/*
 * The next word of a list separated by blanks: moves *cursor behind it, gives
 * its start and length.  False when there is none left.
 */
bool value_word_next(const char **cursor, const char **word, size_t *len);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict readers for numbers, switches, durations, rates and words.  None of
 * them knows a locale, and none takes a value of which a part is left over.
 */
#include "value.h"

#include "ascii.h"
#include "lang.h"
#include "precondition.h"

#include <stdio.h>

/* The N of a key "NAME.N". */
#define ITEM_MAX 9999

struct unit {
	const char *name;
	int64_t ms;
};

static int
refuse(const char **expected, const char *phrase)
{
	*expected = lang_text(phrase);
	return -1;
}

/* Reads digits; returns how many, 0 also when the number is too large. */
static size_t
read_digits(const char *s, uint64_t *out)
{
	uint64_t value = 0, digit;
	size_t n;

	for (n = 0; ascii_is_digit(s[n]); n++) {
		digit = (uint64_t)(s[n] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return 0;
		value = value * 10 + digit;
	}
	*out = value;
	return n;
}

static int64_t
unit_ms(const struct unit *units, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(units[i].name, name) == 0)
			return units[i].ms;
	return 0;
}

/* The value of a whole string; false when it is none that int64_t holds. */
static bool
read_int(const char *s, int64_t *out)
{
	uint64_t digits = 0;
	bool minus = *s == '-';
	size_t n;

	s += minus;
	n = read_digits(s, &digits);
	if (n == 0 || s[n] != '\0')
		return false;
	if (digits > (uint64_t)INT64_MAX + minus)
		return false;
	if (!minus)
		*out = (int64_t)digits;
	else
		*out = digits == 0 ? 0 : -(int64_t)(digits - 1) - 1;
	return true;
}

int
value_int(const char *s, int64_t min, int64_t max, int64_t *out,
    const char **expected)
{
	static _Thread_local char phrase[80];
	int64_t value = 0;

	require_or_return(s != NULL && out != NULL && expected != NULL, -1);
	if (read_int(s, &value) && value >= min && value <= max) {
		*out = value;
		return 0;
	}
	(void)snprintf(phrase, sizeof(phrase),
	    _("a whole number from %lld to %lld"), (long long)min,
	    (long long)max);
	return refuse(expected, phrase);
}

uint32_t
value_item(const char *digits)
{
	uint64_t number;
	size_t n;

	require_or_return(digits != NULL, 0);
	n = read_digits(digits, &number);
	if (n == 0 || digits[n] != '\0' || digits[0] == '0' ||
	    number > ITEM_MAX)
		return 0;
	return (uint32_t)number;
}

int
value_bool(const char *s, bool *out, const char **expected)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };
	size_t i;

	require_or_return(s != NULL && out != NULL && expected != NULL, -1);
	for (i = 0; i < ARRAY_LEN(yes); i++) {
		if (!ascii_equal(s, yes[i]) && !ascii_equal(s, no[i]))
			continue;
		*out = ascii_equal(s, yes[i]);
		return 0;
	}
	return refuse(expected, _("yes or no"));
}

int
value_duration_ms(const char *s, int64_t *out_ms, const char **expected)
{
	static const char phrase[] =
	    N_("a duration such as 300ms, 10s, 5m, 1h or 30d");
	static const struct unit units[] = {
		{ "ms", 1 },
		{ "s", 1000 },
		{ "m", INT64_C(60000) },
		{ "h", INT64_C(3600000) },
		{ "d", INT64_C(86400000) },
	};
	uint64_t count = 0;
	int64_t ms;
	size_t n;

	require_or_return(s != NULL && out_ms != NULL && expected != NULL, -1);
	n = read_digits(s, &count);
	if (n == 0)
		return refuse(expected, phrase);
	ms = unit_ms(units, ARRAY_LEN(units), s + n);
	if (s[n] == '\0' && count == 0)
		ms = 1;
	if (ms == 0 || count > (uint64_t)(INT64_MAX / ms))
		return refuse(expected, phrase);
	*out_ms = (int64_t)count * ms;
	return 0;
}

int
value_rate(const char *s, struct value_rate *out, const char **expected)
{
	static const char phrase[] =
	    N_("a rate such as 50/s, 300/m, 1000/h or 5000/day");
	static const struct unit units[] = {
		{ "s", 1000 },
		{ "second", 1000 },
		{ "m", INT64_C(60000) },
		{ "minute", INT64_C(60000) },
		{ "h", INT64_C(3600000) },
		{ "hour", INT64_C(3600000) },
		{ "d", INT64_C(86400000) },
		{ "day", INT64_C(86400000) },
	};
	uint64_t count = 0;
	int64_t ms;
	size_t n;

	require_or_return(s != NULL && out != NULL && expected != NULL, -1);
	n = read_digits(s, &count);
	if (n == 0 || s[n] != '/' || count == 0 || count > INT64_MAX)
		return refuse(expected, phrase);
	ms = unit_ms(units, ARRAY_LEN(units), s + n + 1);
	if (ms == 0)
		return refuse(expected, phrase);
	*out = (struct value_rate){ .count = (int64_t)count, .per_ms = ms };
	return 0;
}

bool
value_word_next(const char **cursor, const char **word, size_t *len)
{
	const char *p, *start;

	require_or_return(cursor != NULL && *cursor != NULL, false);
	require_or_return(word != NULL && len != NULL, false);
	for (p = *cursor; ascii_is_blank(*p); p++)
		continue;
	for (start = p; *p != '\0' && !ascii_is_blank(*p); p++)
		continue;
	*cursor = p;
	*word = start;
	*len = (size_t)(p - start);
	return p > start;
}

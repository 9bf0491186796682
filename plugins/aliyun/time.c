/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times of reports: of China without saying so, or of RFC 822.
 */
#include "aliyun.h"

#include <string.h>

#define CHINA_S INT64_C(28800)

/* Takes exactly n digits; -1 when they are not there. */
static int
take(const char **s, int n)
{
	int value = 0;

	for (; n > 0; n--) {
		if (**s < '0' || **s > '9')
			return -1;
		value = value * 10 + (*(*s)++ - '0');
	}
	return value;
}

static void
skip(const char **s, const char *marks)
{
	*s += strspn(*s, marks);
}

/* Days since 1970, after the usual count from the first of March. */
static int64_t
days_of(int64_t year, int month, int day)
{
	int64_t era, of_era;
	int of_year;

	year -= month <= 2;
	era = year / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

/* Unix time in milliseconds; 0 when a part is missing or cannot be. */
static int64_t
compose(int year, int month, int day, const char **s, int64_t offset_s)
{
	int hour, minute, second;

	hour = take(s, 2);
	skip(s, ":");
	minute = take(s, 2);
	skip(s, ":");
	second = take(s, 2);
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 ||
	    hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60)
		return 0;
	return (days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 +
		   second - offset_s) *
	    1000;
}

int64_t
aliyun_time_cn(const char *text)
{
	int year, month, day;

	if (text == NULL)
		return 0;
	year = take(&text, 4);
	skip(&text, "-");
	month = take(&text, 2);
	skip(&text, "-");
	day = take(&text, 2);
	skip(&text, " T");
	return compose(year, month, day, &text, CHINA_S);
}

/* The number of a month's name, 1 to 12; 0 when it is none. */
static int
month_of(const char *name)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int i;

	for (i = 0; i < 12; i++)
		if (strncmp(name, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* "24 Dec 2018 16:58:22 +0800", the name of the day taken off. */
static int64_t
time_rfc822(const char *s)
{
	int day, month, year, zone, sign;
	int64_t ms;

	day = take(&s, s[0] != '\0' && s[1] == ' ' ? 1 : 2);
	skip(&s, " ");
	month = month_of(s);
	if (day < 0 || month == 0)
		return 0;
	s += 3;
	skip(&s, " ");
	year = take(&s, 4);
	skip(&s, " ");
	ms = compose(year, month, day, &s, 0);
	skip(&s, " ");
	sign = *s == '-' ? -1 : 1;
	skip(&s, "+-");
	zone = take(&s, 4);
	if (ms != 0 && zone > 0)
		ms -= sign * ((zone / 100) * 60 + zone % 100) * INT64_C(60000);
	return ms;
}

int64_t
aliyun_time(const char *text)
{
	const char *comma;

	if (text == NULL)
		return 0;
	comma = strchr(text, ',');
	if (comma == NULL)
		return aliyun_time_cn(text);
	comma++;
	skip(&comma, " ");
	return time_rfc822(comma);
}

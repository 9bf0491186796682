/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of reports.  They are those of China, UTC+8, with or without century,
 * seconds and separators.  They are read leniently, because hours of 24 and
 * more were seen: such an hour is one of the next day.
 */
#include "china_mobile.h"

#define DIGITS_MAX 14
#define DAY_MS INT64_C(86400000)
#define CHINA_MS (8 * INT64_C(3600000))

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t era, year_of_era, day_of_year;

	/* a year that begins in March has its leap day at its end */
	if (month <= 2)
		year--;
	era = year / 400;
	year_of_era = year - era * 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year - 719468;
}

/* Copies the digits; how many, or -1 when there is anything else. */
static int
take_digits(const char *text, char digits[DIGITS_MAX])
{
	int count = 0;

	for (; *text != '\0'; text++) {
		if (*text == '-' || *text == ':' || *text == ' ' ||
		    *text == '/' || *text == 'T')
			continue;
		if (!cmcc_digit(*text) || count == DIGITS_MAX)
			return -1;
		digits[count++] = *text;
	}
	return count;
}

static int64_t
two(const char *digits)
{
	return (digits[0] - '0') * 10 + (digits[1] - '0');
}

int64_t
cmcc_stamp_ms(const char *text)
{
	char digits[DIGITS_MAX] = { 0 };
	const char *d = digits;
	int64_t year, month, day, seconds;
	int count;

	if (text == NULL)
		return 0;
	count = take_digits(text, digits);
	if (count != 10 && count != 12 && count != 14)
		return 0;
	year = count == 14 ? two(d) * 100 + two(d + 2) : 2000 + two(d);
	d += count == 14 ? 4 : 2;
	month = two(d);
	day = two(d + 2);
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31)
		return 0;
	seconds = two(d + 4) * 3600 + two(d + 6) * 60;
	if (count != 10)
		seconds += two(d + 8);
	return days_of(year, month, day) * DAY_MS + seconds * 1000 - CHINA_MS;
}

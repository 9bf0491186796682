/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recipients to E.164 in three steps: what was written becomes digits and
 * perhaps a plus; those become a country and a national number; that is held
 * against what is known of the country.
 */
#include "number.h"

#include "ascii.h"
#include "lang.h"
#include "number_country.h"
#include "precondition.h"
#include "utf8.h"
#include "value.h"

#include <stdio.h>

#define DIGITS_MAX 15
#define DIGITS_MIN 7
#define WRITTEN_MAX 24 /* digits, with every prefix anybody dials */

struct written {
	char digits[WRITTEN_MAX + 1];
	size_t len;
	bool plus;
};

static const char no_number[] =
    N_("There is no number; write one such as +8613800138000.");
static const char has_letters[] =
    N_("The number has letters in it; write its digits only.");
static const char has_junk[] =
    N_("The number has a character in it that belongs to no number; write one "
       "number such as +8613800138000.");
static const char stray_plus[] =
    N_("The number has a + that is not at its beginning; write one number such "
       "as +8613800138000.");
static const char too_long[] =
    N_("The number is too long; write one number with at most 15 digits, the "
       "country code included.");
static const char too_short[] =
    N_("The number is too short; write all its digits, with + and the country "
       "code.");
static const char no_country[] =
    N_("The number has no country code; write it with + and the country code, "
       "or set default_country.");
static const char bad_default[] =
    N_("The default country is not known; set default_country to a code of two "
       "letters such as CN.");
static const char unknown_dial[] =
    N_("No country has this country code; check the digits behind the +.");
static const char two_readings[] =
    N_("The number can be read in two ways; write it with + and the country "
       "code.");
static const char not_cn_mobile[] =
    N_("This is no mobile number of China; those have 11 digits and begin with "
       "13 to 19.");
static const char not_nanp[] =
    N_("This is no number of North America; those have 10 digits behind the 1, "
       "and neither the first nor the fourth is 0 or 1.");
static const char wrong_length[] =
    N_("The number has too many or too few digits for its country; check it "
       "digit by digit.");

static const char stray_zero[] = N_(
    "The number is too short, or has a 0 too many at its beginning; check it "
    "digit by digit.");

/* The digit a code point stands for, or -1. */
static int
digit_value(uint32_t cp)
{
	static const uint32_t zeros[] = { '0', 0xff10, 0x0660, 0x06f0 };
	size_t i;

	for (i = 0; i < ARRAY_LEN(zeros); i++)
		if (cp >= zeros[i] && cp < zeros[i] + 10)
			return (int)(cp - zeros[i]);
	return -1;
}

/* What people put between digits, and marks that come along in a copy. */
static bool
is_separator(uint32_t cp)
{
	if (cp > 0 && cp < 0x80)
		return strchr(" \t\r\n-./()~", (int)cp) != NULL;
	return cp == 0x00a0 || (cp >= 0x2000 && cp <= 0x2015) ||
	    (cp >= 0x202a && cp <= 0x202f) || cp == 0x205f || cp == 0x2060 ||
	    (cp >= 0x2066 && cp <= 0x2069) || cp == 0x2212 || cp == 0x3000 ||
	    cp == 0xfeff || cp == 0xff08 || cp == 0xff09 || cp == 0xff0d ||
	    cp == 0xff0e || cp == 0xff0f;
}

static bool
is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	    cp >= 0xc0;
}

/* Behind a tel: in front, if there is one. */
static const char *
skip_scheme(const char *in)
{
	static const char scheme[] = "tel:";
	size_t i;

	while (*in == ' ' || *in == '\t')
		in++;
	for (i = 0; scheme[i] != '\0'; i++)
		if (in[i] != scheme[i] &&
		    (scheme[i] == ':' || in[i] != scheme[i] - 'a' + 'A'))
			return in;
	return in + i;
}

/* One character of what was written; NULL, or what is wrong with it. */
static const char *
take_char(uint32_t cp, struct written *w)
{
	int digit;

	digit = digit_value(cp);
	if (digit >= 0) {
		if (w->len == WRITTEN_MAX)
			return too_long;
		w->digits[w->len++] = (char)('0' + digit);
		return NULL;
	}
	if (cp == '+' || cp == 0xff0b) {
		if (w->plus || w->len > 0)
			return stray_plus;
		w->plus = true;
		return NULL;
	}
	if (is_separator(cp))
		return NULL;
	return is_letter(cp) ? has_letters : has_junk;
}

static const char *
read_written(const char *in, struct written *w)
{
	const char *reason;
	uint32_t cp = 0;
	size_t len;
	int n;

	*w = (struct written){ 0 };
	in = skip_scheme(in);
	for (len = strlen(in); len > 0; len -= (size_t)n, in += n) {
		n = utf8_decode(in, len, &cp);
		if (n <= 0)
			return has_junk;
		reason = take_char(cp, w);
		if (reason != NULL)
			return reason;
	}
	return w->len == 0 ? no_number : NULL;
}

static bool
length_fits(const struct number_country *c, size_t len)
{
	return c->max == 0 || (len >= c->min && len <= c->max);
}

/* The national number without the prefix that is dialled inside only. */
static const char *
skip_trunk(const struct number_country *c, const char *national)
{
	const char *cursor = c->trunk, *word;
	size_t len, have;

	have = strlen(national);
	if (c->max != 0 && length_fits(c, have) && national[0] != '0')
		return national;
	while (value_word_next(&cursor, &word, &len))
		if (strncmp(national, word, len) == 0 &&
		    length_fits(c, have - len))
			return national + len;
	return national;
}

/* Whether a 0 in front is dialled inside the country only. */
static bool
zero_is_trunk(const struct number_country *c)
{
	const char *cursor = c->trunk, *word;
	size_t len;

	while (value_word_next(&cursor, &word, &len))
		if (word[0] == '0')
			return true;
	return false;
}

static const char *
check_national(const struct number_country *c, const char *national)
{
	size_t len = strlen(national);

	if (strcmp(c->dial, "86") == 0 &&
	    (len != 11 || national[0] != '1' || national[1] < '3'))
		return not_cn_mobile;
	if (strcmp(c->dial, "1") == 0 &&
	    (len != 10 || national[0] < '2' || national[3] < '2'))
		return not_nanp;
	if (national[0] == '0' && zero_is_trunk(c))
		return stray_zero;
	return length_fits(c, len) ? NULL : wrong_length;
}

/* Writes the number of a country; NULL, or what is wrong with it. */
static const char *
write_number(
    const struct number_country *c, const char *national, char out[NUMBER_SIZE])
{
	const char *reason;
	size_t dial = strlen(c->dial), len;

	national = skip_trunk(c, national);
	len = dial + strlen(national);
	if (len > DIGITS_MAX)
		return too_long;
	reason = check_national(c, national);
	if (reason != NULL)
		return reason;
	if (len < DIGITS_MIN)
		return too_short;
	out[0] = '+';
	memcpy(out + 1, c->dial, dial);
	memcpy(out + 1 + dial, national, len - dial + 1);
	return NULL;
}

/* Digits that begin with a dial code. */
static const char *
read_international(const char *digits, char out[NUMBER_SIZE])
{
	const struct number_country *c;

	c = number_country_by_digits(digits);
	if (c == NULL)
		return unknown_dial;
	return write_number(c, digits + strlen(c->dial), out);
}

/* Digits of a country; or, when that cannot be, its code without a plus. */
static const char *
read_national(
    const struct number_country *c, const char *digits, char out[NUMBER_SIZE])
{
	const char *reason;
	size_t dial = strlen(c->dial);

	reason = write_number(c, digits, out);
	if (reason == NULL || c->max == 0 ||
	    strncmp(digits, c->dial, dial) != 0)
		return reason;
	return write_number(c, digits + dial, out) == NULL ? NULL : reason;
}

/*
 * Digits behind the prefixes that lead abroad: 00, and the country's own.
 * Sets *abroad when there was one.  Two prefixes that give two good numbers
 * (001… from Hong Kong) are refused, for one of them is a stranger's.
 */
static const char *
read_exit(const struct number_country *c, const char *digits, bool *abroad,
    char out[NUMBER_SIZE])
{
	const char *cursor = c != NULL ? c->exit : "", *word = "00";
	const char *reason = NULL, *failure;
	char found[NUMBER_SIZE] = "", number[NUMBER_SIZE];
	size_t len = 2;

	do {
		if (strncmp(digits, word, len) != 0)
			continue;
		*abroad = true;
		failure = read_international(digits + len, number);
		if (failure != NULL) {
			reason = failure;
			continue;
		}
		if (found[0] != '\0' && strcmp(found, number) != 0)
			return two_readings;
		memcpy(found, number, sizeof(found));
	} while (value_word_next(&cursor, &word, &len));
	if (found[0] == '\0')
		return reason;
	memcpy(out, found, sizeof(found));
	return NULL;
}

static const char *
normalize(const char *in, const char *default_country, char out[NUMBER_SIZE])
{
	const struct number_country *home;
	struct written w;
	const char *reason;
	bool abroad = false;

	reason = read_written(in, &w);
	if (reason != NULL)
		return reason;
	if (w.plus)
		return read_international(w.digits, out);
	home = number_country_by_code(default_country);
	reason = read_exit(home, w.digits, &abroad, out);
	if (abroad)
		return reason;
	if (default_country == NULL || default_country[0] == '\0')
		return no_country;
	if (home == NULL)
		return bad_default;
	return read_national(home, w.digits, out);
}

int
number_normalize(const char *in, const char *default_country,
    char out[NUMBER_SIZE], const char **reason)
{
	const char *why;

	require_or_return(in != NULL && out != NULL && reason != NULL, -1);
	out[0] = '\0';
	why = normalize(in, default_country, out);
	*reason = why;
	if (why == NULL)
		return 0;
	out[0] = '\0';
	return -1;
}

const char *
number_digits(const char *e164)
{
	require_or_return(e164 != NULL, "");
	return e164[0] == '+' ? e164 + 1 : e164;
}

/* How long the dial code is that the digits begin with; 0 if unknown. */
static size_t
dial_length(const char *digits)
{
	const struct number_country *c;

	c = number_country_by_digits(digits);
	return c != NULL ? strlen(c->dial) : 0;
}

const char *
number_national(const char *e164)
{
	const char *digits = number_digits(e164);

	return digits + dial_length(digits);
}

const char *
number_country_dial_code(const char *country)
{
	const struct number_country *c;

	c = number_country_by_code(country);
	return c != NULL ? c->dial : NULL;
}

void
number_mask(const char *e164, char out[NUMBER_MASK_SIZE])
{
	const char *digits, *national;
	size_t len, head, tail;

	require_or_return_void(e164 != NULL && out != NULL);
	digits = number_digits(e164);
	national = number_national(e164);
	for (len = 0; ascii_is_digit(digits[len]); len++)
		continue;
	if (digits[len] != '\0') {
		memcpy(out, "****", sizeof("****"));
		return;
	}
	len = strlen(national);
	tail = len > 8 ? 4 : len > 4 ? len - 4 : 0;
	head = len - tail > 4 ? len - tail - 4 : 0;
	head = head > 3 ? 3 : head;
	/* with the + and a dial code of three digits it just fits */
	head += (size_t)(national - e164);
	memcpy(out, e164, head);
	memcpy(out + head, "****", 4);
	memcpy(out + head + 4, national + len - tail, tail + 1);
}

void
number_mask_given(const char *in, char out[NUMBER_MASK_SIZE])
{
	char digits[WRITTEN_MAX + 2];
	struct written w;

	require_or_return_void(in != NULL && out != NULL);
	if (read_written(in, &w) != NULL)
		w = (struct written){ .len = 0 };
	(void)snprintf(digits, sizeof(digits), "%s%.*s", w.plus ? "+" : "",
	    (int)w.len, w.digits);
	number_mask(digits, out);
}

bool
number_is_bare(const char *in)
{
	struct written w;

	require_or_return(in != NULL, false);
	return read_written(in, &w) == NULL && !w.plus;
}

bool
number_lacks_plus(const char *in)
{
	char number[NUMBER_SIZE];
	struct written w;

	return number_is_bare(in) && read_written(in, &w) == NULL &&
	    read_international(w.digits, number) == NULL;
}

/* How many digits of the number a word of a list fits; 0 if it does not. */
static size_t
word_fits(const char *digits, const char *word, size_t len)
{
	const struct number_country *c;
	char code[3];

	if (len == 2 && !ascii_is_digit(word[0])) {
		code[0] = word[0];
		code[1] = word[1];
		code[2] = '\0';
		c = number_country_by_code(code);
		if (c == NULL)
			return 0;
		word = c->dial;
		len = strlen(word);
	}
	if (len > 0 && word[0] == '+') {
		word++;
		len--;
	}
	return strncmp(digits, word, len) == 0 ? len : 0;
}

bool
number_in(const char *e164, const char *list)
{
	const char *digits, *word, *cursor = list;
	size_t len, fits, best = 0;
	bool out, found = false, verdict = false, includes = false;

	require_or_return(e164 != NULL, false);
	digits = number_digits(e164);
	while (list != NULL && value_word_next(&cursor, &word, &len)) {
		out = word[0] == '!';
		includes = includes || !out;
		fits = word_fits(digits, word + out, len - out);
		if (fits == 0 || fits < best || (fits == best && !out))
			continue;
		best = fits;
		found = true;
		verdict = !out;
	}
	return found ? verdict : !includes;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether one value fits the type and the limits of its parameter.  Each type
 * has one function; the phrases say what was expected, so that every message
 * about a value reads alike.
 */
#include "param.h"

#include <stdio.h>

#include "ascii.h"
#include "lang.h"
#include "number.h"
#include "precondition.h"
#include "tls.h"
#include "utf8.h"

/* The phrases of this file that are put together, until the next call. */
static _Thread_local char phrase[512];

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static int
refuse(const char **expected, const char *what)
{
	*expected = lang_text(what);
	return -1;
}

bool
param_name_valid(const char *name, size_t len)
{
	size_t i;

	if (len < 1 || len > 63)
		return false;
	for (i = 0; i < len; i++) {
		if (is_lower(name[i]) || ascii_is_digit(name[i]))
			continue;
		if (i == 0 || (name[i] != '_' && name[i] != '-'))
			return false;
	}
	return true;
}

/* The limits of a parameter; both 0 mean none, and so does max below min. */
static void
limits_of(const struct smsgw_param *param, int64_t *min, int64_t *max)
{
	*min = param->min;
	*max = param->max;
	if (param->min == 0 && param->max == 0)
		*min = INT64_MIN;
	if ((param->min == 0 && param->max == 0) || param->max < param->min)
		*max = INT64_MAX;
}

static int
check_string(
    const struct smsgw_param *param, const char *text, const char **expected)
{
	int64_t min, max, len;

	limits_of(param, &min, &max);
	len = (int64_t)strlen(text);
	if (len >= min && len <= max)
		return 0;
	if (len < min)
		snprintf(phrase, sizeof(phrase), _("at least %lld bytes"),
		    (long long)min);
	else
		snprintf(phrase, sizeof(phrase), _("at most %lld bytes"),
		    (long long)max);
	return refuse(expected, phrase);
}

/* A number of milliseconds, as a file has it. */
static void
format_duration(int64_t ms, char *out, size_t size)
{
	if (ms % 3600000 == 0 && ms != 0)
		snprintf(out, size, "%lldh", (long long)(ms / 3600000));
	else if (ms % 60000 == 0 && ms != 0)
		snprintf(out, size, "%lldm", (long long)(ms / 60000));
	else if (ms % 1000 == 0)
		snprintf(out, size, "%llds", (long long)(ms / 1000));
	else
		snprintf(out, size, "%lldms", (long long)ms);
}

static int
check_duration(const struct smsgw_param *param, const char *text,
    int64_t *number, const char **expected)
{
	char from[32], to[32];
	int64_t min, max, ms;

	if (value_duration_ms(text, &ms, expected) != 0)
		return -1;
	limits_of(param, &min, &max);
	if (ms >= min && ms <= max) {
		*number = ms;
		return 0;
	}
	format_duration(min < 0 ? 0 : min, from, sizeof(from));
	format_duration(max, to, sizeof(to));
	if (max == INT64_MAX)
		snprintf(phrase, sizeof(phrase), _("at least %s"), from);
	else
		snprintf(phrase, sizeof(phrase), _("%s to %s"), from, to);
	return refuse(expected, phrase);
}

static bool
word_in(const char *list, const char *word, size_t len)
{
	const char *choice;
	size_t choice_len;

	while (value_word_next(&list, &choice, &choice_len)) {
		if (choice_len == len && memcmp(choice, word, len) == 0)
			return true;
	}
	return false;
}

/* "one of a, b or c", or with `several` "one or more of …". */
static int
refuse_choice(
    const struct smsgw_param *param, bool several, const char **expected)
{
	const char *list = param->choices, *word, *next;
	size_t len, next_len;
	struct buf out;

	buf_init(&out, sizeof(phrase) - 1);
	buf_puts(&out, several ? _("one or more of ") : _("one of "));
	if (value_word_next(&list, &word, &len))
		buf_add(&out, word, len);
	while (value_word_next(&list, &word, &len)) {
		next = list;
		buf_puts(&out,
		    value_word_next(&next, &next, &next_len) ? _(", ") :
							       _(" or "));
		buf_add(&out, word, len);
	}
	snprintf(phrase, sizeof(phrase), "%s",
	    out.failed ? _("one of its choices") : buf_str(&out));
	buf_fini(&out);
	return refuse(expected, phrase);
}

static int
check_choice(
    const struct smsgw_param *param, const char *text, const char **expected)
{
	if (param->choices != NULL &&
	    word_in(param->choices, text, strlen(text)))
		return 0;
	return refuse_choice(param, false, expected);
}

static int
check_words(
    const struct smsgw_param *param, const char *text, const char **expected)
{
	const char *word;
	size_t len, count = 0;

	while (value_word_next(&text, &word, &len)) {
		if (!word_in(param->choices, word, len))
			return refuse_choice(param, true, expected);
		count++;
	}
	return count > 0 ? 0 : refuse_choice(param, true, expected);
}

static bool
is_country(const char *word, size_t len)
{
	char country[3];

	if (len != 2)
		return false;
	memcpy(country, word, 2);
	country[2] = '\0';
	return number_country_dial_code(country) != NULL;
}

static int
check_countries(const char *text, bool several, const char **expected)
{
	static const char one[] = N_("a country of two letters, such as CN");
	static const char more[] = N_("countries of two letters each, blanks "
				      "between, such as CN HK");
	const char *word;
	size_t len, count = 0;

	while (value_word_next(&text, &word, &len)) {
		if (!is_country(word, len))
			return refuse(expected, several ? more : one);
		count++;
	}
	if (count == 0 || (count > 1 && !several))
		return refuse(expected, several ? more : one);
	return 0;
}

static int
check_pins(const char *text, const char **expected)
{
	return tls_pins_valid(text) ?
	    0 :
	    refuse(expected,
		_("SHA-256 of the public key in base64, 44 characters without "
		  "sha256//, blanks between several"));
}

/* Decodes one character of a pair at *s; it, or -1. */
static int
pair_char(const char **s)
{
	int high, low;

	if (**s == '+') {
		(*s)++;
		return ' ';
	}
	if (**s != '%')
		return (unsigned char)*(*s)++;
	high = ascii_hex((*s)[1]);
	low = high < 0 ? -1 : ascii_hex((*s)[2]);
	if (low < 0)
		return -1;
	*s += 3;
	return high * 16 + low;
}

static bool
is_pair_end(char c)
{
	return c == '\0' || c == '&' || c == ' ' || c == '\t';
}

int
param_pair_next(const char **cursor, struct buf *name, struct buf *value)
{
	const char *s = *cursor;
	bool in_value = false;
	size_t name_len = 0;
	int c;

	while (*s != '\0' && is_pair_end(*s))
		s++;
	*cursor = s;
	if (*s == '\0')
		return 0;
	while (!is_pair_end(*s)) {
		if (*s == '=' && !in_value) {
			in_value = true;
			s++;
			continue;
		}
		c = pair_char(&s);
		if (c <= 0)
			return -1;
		if (!in_value)
			name_len++;
		if ((in_value ? value : name) != NULL &&
		    buf_putc(in_value ? value : name, (char)c) != 0)
			return -1;
	}
	*cursor = s;
	return in_value && name_len > 0 ? 1 : -1;
}

static int
check_pairs(const char *text, const char **expected)
{
	struct buf pair;
	bool is_text = true;
	int result;

	buf_init(&pair, strlen(text) + 1);
	while ((result = param_pair_next(&text, &pair, &pair)) == 1) {
		is_text = is_text && utf8_valid(pair.data, pair.len);
		buf_reset(&pair);
	}
	if (pair.failed)
		result =
		    refuse(expected, _("a value for which memory suffices"));
	else if (result < 0)
		result = refuse(expected, _("pairs k=v&k=v, URL-encoded"));
	else if (!is_text)
		result = refuse(expected, _("pairs that decode to UTF-8"));
	buf_fini(&pair);
	return result;
}

static int
check_sha256(const char *text, const char **expected)
{
	size_t i;

	for (i = 0; text[i] != '\0' && ascii_hex(text[i]) >= 0; i++)
		continue;
	if (i == 64 && text[i] == '\0')
		return 0;
	return refuse(expected, _("64 hexadecimal digits (a SHA-256)"));
}

/* ADDRESS:PORT, an IPv6 address in brackets; an empty address is any. */
static bool
is_listen(const char *word, size_t len)
{
	const char *ignored;
	char port[6];
	int64_t number;
	size_t i, digits;

	for (i = len; i > 0 && word[i - 1] != ':'; i--)
		continue;
	digits = len - i;
	if (i < 2 || digits < 1 || digits > 5)
		return false;
	memcpy(port, word + i, digits);
	port[digits] = '\0';
	if (value_int(port, 0, 65535, &number, &ignored) != 0)
		return false;
	i--;
	if (word[0] == '[')
		return i > 3 && word[i - 1] == ']';
	return memchr(word, ':', i) == NULL;
}

static int
check_listen(const char *text, const char **expected)
{
	static const char what[] = N_("ADDRESS:PORT, such as 127.0.0.1:8025 or "
				      "[::1]:8025, blanks between several");
	const char *word;
	size_t len, count = 0;

	while (value_word_next(&text, &word, &len)) {
		if (!is_listen(word, len))
			return refuse(expected, what);
		count++;
	}
	return count > 0 ? 0 : refuse(expected, what);
}

static int
check_integer(const struct smsgw_param *param, const char *text,
    int64_t *number, const char **expected)
{
	int64_t min, max;

	limits_of(param, &min, &max);
	return value_int(text, min, max, number, expected);
}

static int
check_boolean(const char *text, int64_t *number, const char **expected)
{
	bool yes;

	if (value_bool(text, &yes, expected) != 0)
		return -1;
	*number = yes;
	return 0;
}

/* The types of the core's own keys; those of provider.h are below. */
static int
check_core(
    const struct smsgw_param *param, const char *text, const char **expected)
{
	struct value_rate rate;

	switch (param->type) {
	case PARAM_RATE:
		return value_rate(text, &rate, expected);
	case PARAM_WORDS:
		return check_words(param, text, expected);
	case PARAM_COUNTRIES:
		return check_countries(text, true, expected);
	case PARAM_COUNTRY:
		return check_countries(text, false, expected);
	case PARAM_PINS:
		return check_pins(text, expected);
	case PARAM_PAIRS:
		return check_pairs(text, expected);
	case PARAM_NAME:
		if (param_name_valid(text, strlen(text)))
			return 0;
		return refuse(expected,
		    _("a name of small letters, digits, _ "
		      "and -"));
	case PARAM_SHA256:
		return check_sha256(text, expected);
	case PARAM_LISTEN:
		return check_listen(text, expected);
	default:
		/* PARAM_PATH; PARAM_PHONE needs the default country */
		return check_string(param, text, expected);
	}
}

int
param_check(const struct smsgw_param *param, const char *text, int64_t *number,
    const char **expected)
{
	const char *ignored_phrase;
	int64_t ignored;

	require_or_return(param != NULL && text != NULL, -1);
	if (number == NULL)
		number = &ignored;
	if (expected == NULL)
		expected = &ignored_phrase;
	*number = 0;
	switch (param->type) {
	case SMSGW_STRING:
		return check_string(param, text, expected);
	case SMSGW_INTEGER:
		return check_integer(param, text, number, expected);
	case SMSGW_BOOLEAN:
		return check_boolean(text, number, expected);
	case SMSGW_DURATION:
		return check_duration(param, text, number, expected);
	case SMSGW_CHOICE:
		return check_choice(param, text, expected);
	case SMSGW_URL:
		return value_url(text, NULL, expected);
	default:
		return check_core(param, text, expected);
	}
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distance of words after Damerau and Levenshtein, in its restricted form (no
 * letter is moved twice), with three rows of the table in place of all.
 */
#include "nearest.h"

#include "ascii.h"
#include "precondition.h"

#define WORD_MAX 64

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* One row of the table: the first i letters of a against all of b. */
static void
fill_row(const char *a, size_t i, const char *b, size_t b_len,
    size_t row[3][WORD_MAX + 1])
{
	size_t *now = row[i % 3];
	const size_t *before = row[(i + 2) % 3], *older = row[(i + 1) % 3];
	size_t j, cost;

	now[0] = i;
	for (j = 1; j <= b_len; j++) {
		cost = ascii_lower(a[i - 1]) == ascii_lower(b[j - 1]) ? 0 : 1;
		now[j] = least(
		    before[j - 1] + cost, least(before[j], now[j - 1]) + 1);
		if (i > 1 && j > 1 &&
		    ascii_lower(a[i - 1]) == ascii_lower(b[j - 2]) &&
		    ascii_lower(a[i - 2]) == ascii_lower(b[j - 1]))
			now[j] = least(now[j], older[j - 2] + 1);
	}
}

static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[3][WORD_MAX + 1];
	size_t i;

	for (i = 0; i <= b_len; i++)
		row[0][i] = i;
	for (i = 1; i <= a_len; i++)
		fill_row(a, i, b, b_len, row);
	return row[a_len % 3][b_len];
}

/* How many slips are believed in a word of this length. */
static size_t
slips_allowed(size_t len)
{
	return least(len / 3, 3);
}

const char *
nearest_word(const char *word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t i, len, other, d, limit;

	require_or_return(word != NULL && (words != NULL || count == 0), NULL);
	len = strlen(word);
	if (len > WORD_MAX)
		return NULL;
	limit = slips_allowed(len) + 1;
	for (i = 0; i < count; i++) {
		other = words[i] != NULL ? strlen(words[i]) : WORD_MAX + 1;
		if (other > WORD_MAX)
			continue;
		d = distance(word, len, words[i], other);
		if (d < limit) {
			limit = d;
			best = words[i];
		}
	}
	return best;
}

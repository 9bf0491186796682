/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking inputs apart, and opening gateways to throw them at.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void
fuzz_require(bool holds)
{
	if (!holds)
		abort();
}

char *
fuzz_rest(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	size_t i;

	if (text == NULL)
		abort();
	for (i = 0; i < size; i++)
		text[i] = (char)(data[i] == 0 ? 'N' : data[i]);
	text[size] = '\0';
	return text;
}

char *
fuzz_line(const uint8_t **data, size_t *size)
{
	const uint8_t *end = memchr(*data, '\n', *size);
	size_t len = end != NULL ? (size_t)(end - *data) : *size;
	char *line = fuzz_rest(*data, len);

	len += end != NULL;
	*data += len;
	*size -= len;
	return line;
}

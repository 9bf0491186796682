/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the answers of golden cases.
 */
#include "case_answer.h"

#include <stdlib.h>
#include <string.h>

#include "case_text.h"

/* Takes "NAME: VALUE". */
static int
take_header(struct case_answer *answer, char *line)
{
	struct transport_header *header;
	char *colon = strstr(line, ": ");

	if (colon == NULL ||
	    answer->result.header_count == ARRAY_LEN(answer->headers))
		return -1;
	*colon = '\0';
	header = &answer->headers[answer->result.header_count++];
	header->name = line;
	header->value = colon + 2;
	return 0;
}

int
case_answer_read(
    struct arena *arena, const char *text, struct case_answer *answer)
{
	char *line = arena_strdup(arena, text), *next;

	memset(answer, 0, sizeof(*answer));
	answer->result.headers = answer->headers;
	for (; line != NULL && *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next != '\0')
			*next++ = '\0';
		if (answer->result.status == 0)
			answer->result.status = (int)strtol(line + 5, NULL, 10);
		else if (take_header(answer, line) != 0)
			return -1;
		if (*next == '\n') {
			line = next + 1;
			break;
		}
	}
	answer->result.body = line;
	answer->result.body_len = line != NULL ? case_bytes_undo(line) : 0;
	return answer->result.status > 0 ? 0 : -1;
}

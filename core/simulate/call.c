/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What services share in reading a call and answering it.
 */
#include "call.h"

#include <stdlib.h>

#include "ascii.h"

#define CHINA_MINUTES 480

const struct service *
service_get(enum service_id id)
{
	static const struct service *const services[SERVICE_COUNT] = {
		[SERVICE_CLOUD_MAS] = &service_mas,
		[SERVICE_MSG_SEND] = &service_msg_send,
		[SERVICE_DYSMSAPI] = &service_dysmsapi,
		[SERVICE_GLOBE] = &service_globe,
		[SERVICE_VENDOR] = &service_vendor,
	};

	return services[id];
}

enum call_kind
call_refuse(struct call *call, const char *name)
{
	const struct code *code;
	struct code own = { .name = name, .status = 400, .text = name };

	code = code_by_name(&code_answers[call->service], name);
	/* a parameter's name is part of some codes of Dysmsapi */
	if (code == NULL)
		code = &own;
	call->verdict = arena_strdup(call->arena, name);
	service_get(call->service)->refuse(call, code);
	return CALL_REFUSED;
}

int
call_recipients(struct call *call, size_t count)
{
	call->to = arena_calloc(call->arena, count, sizeof(*call->to));
	call->to_count = call->to != NULL ? count : 0;
	return call->to != NULL ? 0 : -1;
}

int
call_split_numbers(struct call *call, const char *numbers)
{
	size_t count = 1, len, i;
	const char *at;

	for (at = numbers; *at != '\0'; at++)
		count += *at == ',';
	if (call_recipients(call, count) != 0)
		return -1;
	for (i = 0; i < count; i++, numbers += len + 1) {
		len = strcspn(numbers, ",");
		call->to[i].number = arena_strndup(call->arena, numbers, len);
		if (call->to[i].number == NULL)
			return -1;
	}
	return 0;
}

static int
compare_numbers(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool
call_has_duplicate(const struct call *call)
{
	const char **sorted;
	size_t i;

	sorted = arena_calloc(call->arena, call->to_count + 1, sizeof(*sorted));
	if (sorted == NULL)
		return false;
	for (i = 0; i < call->to_count; i++)
		sorted[i] = call->to[i].number;
	qsort(sorted, call->to_count, sizeof(*sorted), compare_numbers);
	for (i = 1; i < call->to_count; i++) {
		if (strcmp(sorted[i - 1], sorted[i]) == 0)
			return true;
	}
	return false;
}

void
call_answer_json(struct call *call, json_t *json)
{
	char *text;

	text = json != NULL ?
	    json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER) :
	    NULL;
	json_decref(json);
	buf_reset(&call->answer);
	call->content_type = "application/json;charset=utf-8";
	if (text == NULL || buf_puts(&call->answer, text) != 0)
		call->status = 500;
	free(text);
}

void
push_json(struct push *push, json_t *json)
{
	char *text = json != NULL ? json_dumps(json, JSON_COMPACT) : NULL;

	push->content_type = "application/json;charset=UTF-8";
	buf_puts(&push->body, text != NULL ? text : "");
	free(text);
	json_decref(json);
}

int
call_form(struct call *call, struct pairs *form)
{
	return pairs_parse(call->arena, buf_str(&call->request->body), form);
}

const char *
call_time(struct call *call, const char *format)
{
	char text[64];
	const char *copy;

	if (clock_format(clock_wall_ms(call->clock), CHINA_MINUTES, format,
		text, sizeof(text)) != 0)
		return "";
	copy = arena_strdup(call->arena, text);
	return copy != NULL ? copy : "";
}

bool
text_is_digits(const char *text, size_t min, size_t max)
{
	size_t len;

	for (len = 0; ascii_is_digit(text[len]); len++)
		continue;
	return text[len] == '\0' && len >= min && len <= max;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that embeds the library, for the tests of the engine: submits the
 * messages that it reads, one JSON object a line, and prints a line for each
 * that has ended, its receipt with the times of submission and end.  Times are
 * milliseconds of CLOCK_MONOTONIC, which a test can compare with its own.
 *
 *	submit_lines -c DIR [-m MESSAGES_MAX] [-t]
 *
 * Members of a line: to, text or template and params (an object), class,
 * purpose, gateway, id, client, expires_in_ms, and after_ms, how long after it
 * was read it is to be submitted.  -t has every step on the receipts.
 */
#include <smsgw/smsgw.h>

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ARGS_MAX 16
#define LINE_MAX_BYTES (1u << 20)

/* A message from the line that asks for it to its receipt. */
struct entry {
	struct entry *next; /* in the order of their turns */
	json_t *line;
	long number;
	int64_t due_ms, submitted_ms;
};

struct program {
	struct smsgw *sms;
	struct entry *waiting;
	uint32_t flags;
	long lines;
	char *text; /* what was read of a line */
	size_t length;
	int at_end;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
fail(const char *what)
{
	(void)fprintf(stderr, "submit_lines: %s\n", what);
	_exit(1);
}

static void
tell_log(void *arg, int level, const char *line)
{
	(void)arg;
	(void)level;
	(void)fprintf(stderr, "%lld %s\n", (long long)now_ms(), line);
}

static void
print(json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT);

	if (text == NULL || puts(text) == EOF || fflush(stdout) != 0)
		fail("cannot print");
	free(text);
	json_decref(object);
}

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct entry *entry = arg;
	char *text = smsgw_receipt_json(receipt);
	json_t *object = text != NULL ? json_loads(text, 0, NULL) : NULL;

	if (object == NULL)
		fail("a receipt cannot be read");
	(void)json_object_set_new(object, "line", json_integer(entry->number));
	(void)json_object_set_new(
	    object, "submitted_ms", json_integer(entry->submitted_ms));
	(void)json_object_set_new(object, "ended_ms", json_integer(now_ms()));
	print(object);
	free(text);
	smsgw_receipt_free(receipt);
	json_decref(entry->line);
	free(entry);
}

static const char *
word(const struct entry *entry, const char *name)
{
	return json_string_value(json_object_get(entry->line, name));
}

static int64_t
number(const struct entry *entry, const char *name)
{
	return json_integer_value(json_object_get(entry->line, name));
}

static size_t
read_args(const struct entry *entry, struct smsgw_arg *args)
{
	json_t *params = json_object_get(entry->line, "params"), *value;
	const char *name;
	size_t count = 0;

	json_object_foreach(params, name, value)
	{
		if (count == ARGS_MAX)
			fail("too many params");
		args[count++] = (struct smsgw_arg){ .name = name,
			.value = json_string_value(value) };
	}
	return count;
}

/* Whether it was taken. */
static int
submit(struct program *program, struct entry *entry)
{
	struct smsgw_arg args[ARGS_MAX];
	const struct smsgw_message message = {
		.size = sizeof(message),
		.flags = program->flags,
		.to = word(entry, "to"),
		.text = word(entry, "text"),
		.template_name = word(entry, "template"),
		.args = args,
		.arg_count = read_args(entry, args),
		.gateway = word(entry, "gateway"),
		.message_class = word(entry, "class"),
		.purpose = word(entry, "purpose"),
		.expires_in_ms = number(entry, "expires_in_ms"),
		.id = word(entry, "id"),
		.client = word(entry, "client"),
	};
	int ret;

	entry->submitted_ms = now_ms();
	ret = smsgw_submit(program->sms, &message, ended, entry, NULL);
	if (ret == SMSGW_REFUSED)
		fail("a message was refused");
	return ret == SMSGW_TAKEN;
}

/* Submits what is due, as far as it is taken; how long until more is. */
static int64_t
submit_due(struct program *program)
{
	struct entry *entry;
	int64_t wait_ms;

	while ((entry = program->waiting) != NULL) {
		wait_ms = entry->due_ms - now_ms();
		if (wait_ms > 0)
			return wait_ms;
		program->waiting = entry->next;
		if (!submit(program, entry)) {
			program->waiting = entry;
			return 100;
		}
	}
	return 10000;
}

static void
add_line(struct program *program, const char *text, size_t length)
{
	struct entry *entry = calloc(1, sizeof(*entry)), **link;

	if (entry == NULL)
		fail("out of memory");
	entry->line = json_loadb(text, length, 0, NULL);
	if (!json_is_object(entry->line))
		fail("a line is no JSON object");
	entry->number = program->lines++;
	entry->due_ms = now_ms() + number(entry, "after_ms");
	link = &program->waiting;
	while (*link != NULL && (*link)->due_ms <= entry->due_ms)
		link = &(*link)->next;
	entry->next = *link;
	*link = entry;
}

/* Whole lines become messages; the rest stays. */
static void
take_lines(struct program *program)
{
	char *from = program->text, *end = from + program->length, *newline;

	while ((newline = memchr(from, '\n', (size_t)(end - from))) != NULL) {
		add_line(program, from, (size_t)(newline - from));
		(void)submit_due(program);
		from = newline + 1;
	}
	program->length = (size_t)(end - from);
	memmove(program->text, from, program->length);
}

static void
read_lines(struct program *program)
{
	ssize_t n;

	do {
		n = read(STDIN_FILENO, program->text + program->length,
		    LINE_MAX_BYTES - program->length);
		if (n > 0) {
			program->length += (size_t)n;
			take_lines(program);
		}
	} while (n > 0);
	program->at_end = n == 0 || errno != EAGAIN;
}

/* Until all lines are read and all messages have ended. */
static void
run(struct program *program)
{
	struct pollfd fds[] = {
		{ .fd = smsgw_fd(program->sms), .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	size_t left;
	int64_t wait_ms;

	for (;;) {
		left = smsgw_run(program->sms, 0);
		wait_ms = submit_due(program);
		if (program->at_end && left == 0 && program->waiting == NULL)
			return;
		(void)poll(fds, program->at_end ? 1 : 2, (int)wait_ms);
		if (!program->at_end && fds[1].revents != 0)
			read_lines(program);
	}
}

int
main(int argc, char **argv)
{
	struct program program = { .text = malloc(LINE_MAX_BYTES) };
	struct smsgw_options options = {
		.size = sizeof(options),
		.log = tell_log,
	};
	int option;

	while ((option = getopt(argc, argv, "c:m:t")) != -1) {
		switch (option) {
		case 'c':
			options.config_dir = optarg;
			break;
		case 'm':
			options.messages_max = strtoul(optarg, NULL, 10);
			break;
		case 't':
			program.flags = SMSGW_MESSAGE_TRACE;
			break;
		default:
			return 64;
		}
	}
	if (program.text == NULL || smsgw_open(&options, &program.sms) < 0 ||
	    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) < 0)
		fail("cannot begin");
	run(&program);
	smsgw_close(program.sms);
	free(program.text);
	return 0;
}

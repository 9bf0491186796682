/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions to a person at a terminal.  What is asked for in secret is not
 * shown, and the terminal is put right again however the program ends.
 */
#include "input.h"

#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "fd.h"
#include "utf8.h"

static const int ending_signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };

/* The terminal as it was, for the signal handler. */
static struct termios terminal_before;

static void
put_terminal_right(int signal_number)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
	raise(signal_number);
}

bool
prompt_possible(const struct cli *cli)
{
	return !cli->json && !cli->stdin_used && isatty(STDIN_FILENO) == 1 &&
	    isatty(STDERR_FILENO) == 1;
}

/* Reads up to a line end, one byte at a time; 0, or -1 at the end. */
static int
read_line(struct buf *out)
{
	ssize_t got;
	char c;

	for (;;) {
		got = fd_read(STDIN_FILENO, &c, 1);
		if (got <= 0)
			return out->len > 0 ? 0 : -1;
		if (c == '\n')
			return out->failed ? -1 : 0;
		buf_putc(out, c);
	}
}

static void
print_label(const char *label, const char *preset)
{
	struct buf text;

	buf_init(&text, 4096);
	utf8_escape(label, strlen(label), 0, &text);
	if (preset != NULL && preset[0] != '\0') {
		buf_puts(&text, " [");
		utf8_escape(preset, strlen(preset), 0, &text);
		buf_puts(&text, "]");
	}
	fprintf(stderr, "%s: ", buf_str(&text));
	fflush(stderr);
	buf_fini(&text);
}

int
prompt_line(const char *label, const char *preset, struct buf *out)
{
	buf_reset(out);
	print_label(label, preset);
	if (read_line(out) != 0)
		return -1;
	if (out->len == 0 && preset != NULL)
		return buf_puts(out, preset);
	return 0;
}

int
prompt_secret(const char *label, struct buf *out)
{
	struct sigaction before[ARRAY_LEN(ending_signals)], handler;
	struct termios hidden;
	size_t i;
	int rc;

	buf_reset(out);
	print_label(label, NULL);
	if (tcgetattr(STDIN_FILENO, &terminal_before) != 0)
		return -1;
	handler = (struct sigaction){ .sa_handler = put_terminal_right,
		.sa_flags = (int)SA_RESETHAND };
	sigemptyset(&handler.sa_mask);
	for (i = 0; i < ARRAY_LEN(ending_signals); i++)
		sigaction(ending_signals[i], &handler, &before[i]);
	hidden = terminal_before;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	rc = read_line(out);
	tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
	for (i = 0; i < ARRAY_LEN(ending_signals); i++)
		sigaction(ending_signals[i], &before[i], NULL);
	fputc('\n', stderr);
	return rc;
}

bool
prompt_yes(const char *question)
{
	struct buf answer;
	bool yes;

	buf_init(&answer, 64);
	yes = prompt_line(question, NULL, &answer) == 0 &&
	    (strcmp(buf_str(&answer), "y") == 0 ||
		strcmp(buf_str(&answer), "yes") == 0 ||
		strcmp(buf_str(&answer), _("yes")) == 0);
	buf_fini(&answer);
	return yes;
}

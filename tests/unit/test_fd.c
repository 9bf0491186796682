/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and writing whole descriptors: parts, signals in between, limits,
 * and an other end that has gone.  The other end of a pipe is the handler of
 * an alarm, so that each time a call waits, it is a signal that ends it.
 */
#include "fd.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

/* More than a pipe holds. */
#define MANY ((size_t)200000)

static const char told[] = "in parts";
static char many[MANY], seen[MANY];

/* Of the handlers: the other end, and how far they have come. */
static int other_end;
static volatile size_t place;

static void
tell_a_byte(int number)
{
	(void)number;
	if (place < strlen(told) && write(other_end, told + place++, 1) == 1)
		return;
	close(other_end);
	other_end = -1;
}

static void
take_what_is_there(int number)
{
	ssize_t n;

	(void)number;
	n = read(other_end, seen + place, MANY - place);
	place += n > 0 ? (size_t)n : 0;
}

/* The handler is called every millisecond from now on; NULL: no more. */
static void
other_end_runs(void (*handler)(int), int fd)
{
	const suseconds_t us = handler != NULL ? 1000 : 0;
	const struct itimerval timer = { { 0, us }, { 0, us } };
	struct sigaction action = { .sa_handler = handler };

	if (handler != NULL) {
		other_end = fd;
		place = 0;
		sigemptyset(&action.sa_mask);
		assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	}
	assert_int_equal(setitimer(ITIMER_REAL, &timer, NULL), 0);
}

/* A new pipe that holds a text; its writing end is closed. */
static int
pipe_with(const char *text)
{
	size_t len = strlen(text);
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], text, len), len);
	close(fds[1]);
	return fds[0];
}

/* What reading a text of ten bytes ends with: 0, or errno. */
static int
read_ten(size_t max, size_t room)
{
	int fd = pipe_with("0123456789"), error = 0;
	struct buf b;

	buf_init(&b, room);
	if (fd_read_all(fd, max, &b) != 0)
		error = errno;
	else
		assert_string_equal(buf_str(&b), "0123456789");
	buf_fini(&b);
	close(fd);
	return error;
}

static void
all_is_read_though_it_comes_in_parts_and_signals_come(void **state)
{
	struct buf b;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	buf_init(&b, 100);
	other_end_runs(tell_a_byte, fds[1]);
	assert_int_equal(fd_read_all(fds[0], 100, &b), 0);
	other_end_runs(NULL, -1);
	assert_string_equal(buf_str(&b), "in parts");
	buf_fini(&b);
	close(fds[0]);
}

static void
all_is_written_though_the_pipe_is_full_and_signals_come(void **state)
{
	size_t i;
	int fds[2];

	(void)state;
	for (i = 0; i < MANY; i++)
		many[i] = (char)(i * 7 + i / 251);
	assert_int_equal(pipe(fds), 0);
	/* a handler that waits would wait for what it keeps from going on */
	assert_int_equal(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
	other_end_runs(take_what_is_there, fds[0]);
	assert_int_equal(fd_write_all(fds[1], many, MANY), 0);
	other_end_runs(NULL, -1);
	close(fds[1]);
	while (place < MANY)
		take_what_is_there(SIGALRM);
	assert_memory_equal(seen, many, MANY);
	close(fds[0]);
}

static void
a_read_gives_what_is_there_then_the_end(void **state)
{
	int fd = pipe_with("abc");
	char got[8];

	(void)state;
	assert_int_equal(fd_read(fd, got, 2), 2);
	assert_int_equal(fd_read(fd, got + 2, 6), 1);
	assert_memory_equal(got, "abc", 3);
	assert_int_equal(fd_read(fd, got, 1), 0);
	close(fd);
	assert_int_equal(fd_read(fd, got, 1), -1);
	assert_int_equal(errno, EBADF);
}

static void
more_than_is_allowed_is_too_big(void **state)
{
	(void)state;
	assert_int_equal(read_ten(10, 100), 0);
	assert_int_equal(read_ten(9, 100), EFBIG);
	assert_int_equal(read_ten(100, 10), 0);
	assert_int_equal(read_ten(100, 9), EFBIG);
}

static void
a_descriptor_that_cannot_be_read_says_why(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(fd_read_all(-1, 10, &b), -1);
	assert_int_equal(errno, EBADF);
	buf_fini(&b);
}

static void
a_reader_that_has_gone_is_an_error(void **state)
{
	int fds[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fds), 0);
	close(fds[0]);
	assert_int_equal(fd_write_all(fds[1], "x", 1), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(fd_write_all(fds[1], "", 0), 0);
	close(fds[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    all_is_read_though_it_comes_in_parts_and_signals_come),
		cmocka_unit_test(
		    all_is_written_though_the_pipe_is_full_and_signals_come),
		cmocka_unit_test(a_read_gives_what_is_there_then_the_end),
		cmocka_unit_test(more_than_is_allowed_is_too_big),
		cmocka_unit_test(a_descriptor_that_cannot_be_read_says_why),
		cmocka_unit_test(a_reader_that_has_gone_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running what may crash in a child process: making the child, waiting for
 * what it tells within the deadline, and finding out how it died.
 */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include "clock.h"
#include "fd.h"
#include "lang.h"
#include "precondition.h"
#include "probe_wire.h"

/* The exit code of a child that could not tell what it had found. */
#define EXIT_UNTOLD 125

/* The same, because it had no memory for it: that is not the plugin's fault. */
#define EXIT_NO_MEMORY 124

/* How reading from the child has ended. */
enum reading {
	READING_DONE,
	READING_ENDED, /* the child is gone */
	READING_LATE,
	READING_GARBLED, /* that is no answer */
	READING_NO_MEMORY,
};

/* A child at work, as its parent sees it. */
struct child {
	pid_t pid;
	int fd; /* what it tells */
};

/* Signals whose handlers belong to the parent's program. */
static const int handled[] = {
	SIGABRT,
	SIGALRM,
	SIGBUS,
	SIGFPE,
	SIGHUP,
	SIGILL,
	SIGINT,
	SIGPIPE,
	SIGQUIT,
	SIGSEGV,
	SIGSYS,
	SIGTERM,
	SIGTRAP,
	SIGUSR1,
	SIGUSR2,
};

static const struct {
	int number;
	const char *name;
} signal_names[] = {
	{ SIGABRT, "SIGABRT" },
	{ SIGALRM, "SIGALRM" },
	{ SIGBUS, "SIGBUS" },
	{ SIGFPE, "SIGFPE" },
	{ SIGILL, "SIGILL" },
	{ SIGKILL, "SIGKILL" },
	{ SIGPIPE, "SIGPIPE" },
	{ SIGSEGV, "SIGSEGV" },
	{ SIGSYS, "SIGSYS" },
	{ SIGTERM, "SIGTERM" },
	{ SIGTRAP, "SIGTRAP" },
	{ SIGXCPU, "SIGXCPU" },
};

/* Points a standard descriptor at nothing. */
static void
silence(int fd, int flags)
{
	int null = open("/dev/null", flags);

	if (null >= 0 && null != fd) {
		dup2(null, fd);
		close(null);
	}
}

/*
 * Makes the child harmless: no memory image with secrets in it, no terminal,
 * none of the parent's signal handlers, and an end when the parent ends.
 */
static void
child_prepare(pid_t parent)
{
	const struct rlimit none = { 0, 0 };
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t all;
	size_t i;

	setrlimit(RLIMIT_CORE, &none);
#if defined(__linux__)
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (getppid() != parent)
		_exit(EXIT_UNTOLD);
	for (i = 0; i < ARRAY_LEN(handled); i++)
		sigaction(handled[i], &usual, NULL);
	sigemptyset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	silence(STDIN_FILENO, O_RDONLY);
	silence(STDOUT_FILENO, O_WRONLY);
	silence(STDERR_FILENO, O_WRONLY);
}

/* Runs one item and tells what became of it; 0, or the exit code. */
static int
child_item(const struct probe_task *task, size_t index, int fd)
{
	struct problems problems;
	struct buf frame;
	json_t *out = NULL;
	int result;

	problems_init(&problems);
	buf_init(&frame, PROBE_FRAME_MAX + PROBE_HEADER);
	result = task->run(task->arg, index, &out, &problems);
	if (probe_pack(result, out, &problems, &frame) != 0)
		result = EXIT_NO_MEMORY;
	else if (fd_write_all(fd, frame.data, frame.len) != 0)
		result = EXIT_UNTOLD;
	else
		result = 0;
	json_decref(out);
	buf_fini(&frame);
	problems_fini(&problems);
	return result;
}

/* The child's whole life: the items from first on. */
static void COMPAT_NORETURN
child_main(const struct probe_task *task, size_t first, size_t count, int fd,
    pid_t parent)
{
	size_t i;
	int rc;

	child_prepare(parent);
	for (i = first; i < count; i++) {
		rc = child_item(task, i, fd);
		if (rc != 0)
			_exit(rc);
	}
	_exit(0);
}

/* Two descriptors that are none of the standard ones, closed on exec. */
static int
make_pipe(int fds[2])
{
	int i, moved;

	if (pipe(fds) != 0)
		return -1;
	for (i = 0; i < 2; i++) {
		moved = fcntl(fds[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		close(fds[i]);
		fds[i] = moved;
	}
	if (fds[0] >= 0 && fds[1] >= 0)
		return 0;
	for (i = 0; i < 2; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	return -1;
}

/* Starts a child that works on the items from first on; 0 or -1. */
static int
child_start(struct child *child, const struct probe_task *task, size_t first,
    size_t count, struct problems *problems)
{
	pid_t parent = getpid();
	int fds[2], error;

	if (make_pipe(fds) != 0)
		goto fail;
	/* What lies in the buffers would otherwise be there twice. */
	fflush(stdout);
	fflush(stderr);
	child->pid = fork();
	if (child->pid == 0) {
		close(fds[0]);
		child_main(task, first, count, fds[1], parent);
	}
	error = errno;
	close(fds[1]);
	if (child->pid < 0) {
		close(fds[0]);
		errno = error;
		goto fail;
	}
	child->fd = fds[0];
	return 0;
fail:
	problem_add(problems, PROBLEM_ERROR, "no-memory", NULL, 0, NULL,
	    "allow more processes and files, and try again",
	    "no process can be made to look into plugins: %s",
	    lang_errno(errno));
	return -1;
}

/* Reads exactly len bytes until end_ms. */
static enum reading
read_exactly(int fd, void *data, size_t len, int64_t end_ms)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char *to = data;
	int64_t left_ms;
	ssize_t n;

	while (len > 0) {
		left_ms = end_ms - clock_boot_ms(&clock_system);
		if (left_ms <= 0)
			return READING_LATE;
		if (poll(&wait, 1,
			left_ms > INT_MAX ? INT_MAX : (int)left_ms) <= 0)
			continue;
		n = fd_read(fd, to, len);
		if (n <= 0)
			return READING_ENDED;
		to += n;
		len -= (size_t)n;
	}
	return READING_DONE;
}

/* Reads what the child tells of one item. */
static enum reading
read_item(const struct child *child, int64_t deadline_ms,
    struct probe_result *result, struct problems *problems)
{
	int64_t end_ms = clock_boot_ms(&clock_system) + deadline_ms;
	unsigned char header[PROBE_HEADER];
	enum reading reading;
	char *data;
	size_t len;
	int rc;

	reading = read_exactly(child->fd, header, sizeof(header), end_ms);
	if (reading != READING_DONE)
		return reading;
	len = probe_frame_length(header);
	if (len > PROBE_FRAME_MAX)
		return READING_GARBLED;
	data = malloc(len + 1);
	if (data == NULL)
		return READING_NO_MEMORY;
	reading = read_exactly(child->fd, data, len, end_ms);
	if (reading == READING_DONE) {
		rc = probe_unpack(
		    data, len, &result->result, &result->out, problems);
		if (rc != 0)
			reading = rc == PROBE_NO_MEMORY ? READING_NO_MEMORY :
							  READING_GARBLED;
	}
	free(data);
	return reading;
}

/* Ends a child, if it has not ended, and takes its status. */
static int
child_end(struct child *child)
{
	int status = 0;
	pid_t pid;

	close(child->fd);
	kill(child->pid, SIGKILL);
	do
		pid = waitpid(child->pid, &status, 0);
	while (pid < 0 && errno == EINTR);
	child->pid = -1;
	child->fd = -1;
	return status;
}

static const char *
signal_name(int number)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(signal_names); i++) {
		if (signal_names[i].number == number)
			return signal_names[i].name;
	}
	return _("a signal");
}

/* Puts into words how the child has ended, by itself or by our SIGKILL. */
static void
describe_death(enum reading reading, int status, int64_t deadline_ms,
    struct probe_death *death)
{
	bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
	char *how = death->how;
	size_t size = sizeof(death->how);

	death->code = reading == READING_LATE && killed ? "plugin-slow" :
							  "plugin-crashed";
	if (reading == READING_LATE && killed && deadline_ms % 1000 == 0)
		snprintf(how, size, _("did not return within %lld s"),
		    (long long)deadline_ms / 1000);
	else if (reading == READING_LATE && killed)
		snprintf(how, size, _("did not return within %lld ms"),
		    (long long)deadline_ms);
	else if (WIFSIGNALED(status) && !killed)
		snprintf(how, size, _("crashed (%s)"),
		    signal_name(WTERMSIG(status)));
	else if (reading != READING_GARBLED && WIFEXITED(status) &&
	    WEXITSTATUS(status) != EXIT_UNTOLD)
		snprintf(how, size, _("ended the process (exit code %d)"),
		    WEXITSTATUS(status));
	else
		snprintf(how, size, _("gave no answer that can be read"));
}

/* Adds the problem of an item that has ended its child. */
static void
report_death(const struct probe_task *task, size_t index,
    const struct probe_death *death, struct problems *problems)
{
	if (task->died != NULL)
		task->died(task->arg, index, death, problems);
	else
		problem_add(problems, PROBLEM_ERROR, death->code, NULL, 0, NULL,
		    "install another version of the plugin, and tell its "
		    "vendor",
		    "a plugin %s", death->how);
}

/* Whether the item is unknown because memory ran out, here or there. */
static bool
lacked_memory(enum reading reading, int status)
{
	return reading == READING_NO_MEMORY ||
	    (reading == READING_ENDED && WIFEXITED(status) &&
		WEXITSTATUS(status) == EXIT_NO_MEMORY);
}

/*
 * Waits for the items from first on, until one has ended the child or all are
 * done; returns the first that is still to be run.
 */
static size_t
read_items(struct child *child, const struct probe_task *task, size_t first,
    size_t count, struct probe_result *results, struct problems *problems)
{
	int64_t deadline_ms =
	    task->deadline_ms > 0 ? task->deadline_ms : PROBE_DEADLINE_MS;
	enum reading reading = READING_DONE;
	struct probe_result *result;
	struct probe_death death;
	size_t i;
	int status;

	for (i = first; i < count && reading == READING_DONE; i++) {
		result = &results[i];
		result->first_problem = problems_count(problems);
		reading = read_item(child, deadline_ms, result, problems);
		if (reading != READING_DONE) {
			status = child_end(child);
			describe_death(reading, status, deadline_ms, &death);
			result->died = true;
			if (lacked_memory(reading, status))
				problem_add_memory(problems, NULL);
			else
				report_death(task, i, &death, problems);
		}
		result->problems =
		    problems_count(problems) - result->first_problem;
	}
	return i;
}

int
probe_each(const struct probe_task *task, size_t count,
    struct probe_result *results, struct problems *problems)
{
	struct child child = { .pid = -1, .fd = -1 };
	size_t i, end;

	require_or_return(
	    task != NULL && task->run != NULL && problems != NULL, -1);
	for (i = 0; i < count; i++)
		results[i] = (struct probe_result){ .result = -1 };
	for (i = 0; i < count;) {
		end = task->alone ? i + 1 : count;
		if (child_start(&child, task, i, end, problems) != 0)
			return -1;
		i = read_items(&child, task, i, end, results, problems);
		if (child.pid > 0)
			child_end(&child);
	}
	return 0;
}

void
probe_results_fini(struct probe_result *results, size_t count)
{
	size_t i;

	for (i = 0; results != NULL && i < count; i++) {
		json_decref(results[i].out);
		results[i].out = NULL;
	}
}

int
probe_run(
    const struct probe_task *task, json_t **out, struct problems *problems)
{
	struct probe_result result;

	*out = NULL;
	if (probe_each(task, 1, &result, problems) != 0)
		return -1;
	*out = result.out;
	return result.result;
}

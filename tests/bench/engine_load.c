/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that embeds the library and submits messages as fast as they are
 * taken, or so many a second: what engine.py measures.  Prints lines of name,
 * unit and figure, separated by tabs.
 *
 *	engine_load -c DIR [-n MESSAGES] [-w AT-ONCE] [-r A-SECOND]
 *	    [-t TEMPLATE] [-k CLASS] [-m]
 *
 * Recipients are all different.  With -m nothing is waited for: it submits
 * MESSAGES, and says what memory they take while they wait.
 */
#include <smsgw/smsgw.h>

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct load {
	struct smsgw *sms;
	const char *template_name, *message_class;
	long messages, at_once, a_second;
	long submitted, ended, accepted;
	int64_t *begun_us, *took_us; /* by number of the message */
	int64_t start_us;
};

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t
cpu_us(void)
{
	struct rusage use;

	(void)getrusage(RUSAGE_SELF, &use);
	return (int64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000 +
	    use.ru_utime.tv_usec + use.ru_stime.tv_usec;
}

static void
fail(const char *what)
{
	(void)fprintf(stderr, "engine_load: %s\n", what);
	_exit(1);
}

static struct load *the_load;

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct load *load = the_load;
	long i = (long)(intptr_t)arg;
	struct smsgw_step step = { .size = sizeof(step) };

	load->took_us[load->ended++] = now_us() - load->begun_us[i];
	if (smsgw_receipt_outcome(receipt) == SMSGW_ACCEPTED)
		load->accepted++;
	else if (load->ended - load->accepted == 1 &&
	    smsgw_receipt_step(receipt, 0, &step) == 0)
		(void)fprintf(stderr, "engine_load: not accepted: %s (%s)\n",
		    step.fact, step.code != NULL ? step.code : "");
	smsgw_receipt_free(receipt);
}

/* Whether it was taken. */
static int
submit_one(struct load *load)
{
	char to[32], code[16];
	const struct smsgw_arg arg = { "code", code };
	struct smsgw_message message = {
		.size = sizeof(message),
		.to = to,
		.message_class = load->message_class,
	};
	long i = load->submitted;

	(void)snprintf(to, sizeof(to), "+86138%08ld", i % 100000000);
	(void)snprintf(code, sizeof(code), "%06ld", i % 1000000);
	if (load->template_name != NULL) {
		message.template_name = load->template_name;
		message.args = &arg;
		message.arg_count = 1;
	} else {
		message.text =
		    "Your code is 123456. It is valid for 5 minutes.";
	}
	load->begun_us[i] = now_us();
	switch (smsgw_submit(
	    load->sms, &message, ended, (void *)(intptr_t)i, NULL)) {
	case SMSGW_TAKEN:
		load->submitted++;
		return 1;
	case SMSGW_BUSY:
		return 0;
	default:
		fail("a message was refused");
		return 0;
	}
}

/* How many may have been submitted by now. */
static long
quota(const struct load *load)
{
	long most = load->ended + load->at_once, due;

	if (load->a_second > 0) {
		due = (long)((now_us() - load->start_us) * load->a_second /
		    1000000);
		most = due < most ? due : most;
	}
	return most < load->messages ? most : load->messages;
}

static void
run(struct load *load)
{
	int64_t wait_ms;

	load->start_us = now_us();
	while (load->ended < load->messages) {
		while (load->submitted < quota(load) && submit_one(load))
			continue;
		wait_ms = load->a_second > 0 ? 0 : 1000;
		(void)smsgw_run(load->sms, wait_ms);
	}
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
print_figures(struct load *load, int64_t wall, int64_t cpu)
{
	struct rusage use;

	qsort(load->took_us, (size_t)load->ended, sizeof(*load->took_us),
	    compare);
	(void)getrusage(RUSAGE_SELF, &use);
	printf("accepted\tmessages\t%ld\n", load->accepted);
	printf("throughput\tmessages/s\t%.0f\n",
	    (double)load->ended * 1e6 / (double)wall);
	printf("CPU\tus/message\t%.2f\n", (double)cpu / (double)load->ended);
	printf("submit to end, p50\tms\t%.3f\n",
	    (double)load->took_us[load->ended / 2] / 1000);
	printf("submit to end, p99\tms\t%.3f\n",
	    (double)load->took_us[load->ended * 99 / 100] / 1000);
	printf("RSS\tMB\t%.1f\n", (double)use.ru_maxrss / 1024);
}

static void
measure_memory(struct load *load)
{
	size_t before = mallinfo2().uordblks;

	while (load->submitted < load->messages && submit_one(load))
		continue;
	printf("waiting\tmessages\t%ld\n", load->submitted);
	printf("memory\tbytes/message\t%.0f\n",
	    (double)(mallinfo2().uordblks - before) / (double)load->submitted);
	(void)fflush(stdout);
	_exit(0);
}

int
main(int argc, char **argv)
{
	struct load load = { .messages = 100000, .at_once = 64 };
	struct smsgw_options options = { .size = sizeof(options) };
	int option, memory = 0;
	int64_t cpu;

	the_load = &load;
	while ((option = getopt(argc, argv, "c:n:w:r:t:k:m")) != -1) {
		switch (option) {
		case 'c':
			options.config_dir = optarg;
			break;
		case 'n':
			load.messages = strtol(optarg, NULL, 10);
			break;
		case 'w':
			load.at_once = strtol(optarg, NULL, 10);
			break;
		case 'r':
			load.a_second = strtol(optarg, NULL, 10);
			break;
		case 't':
			load.template_name = optarg;
			break;
		case 'k':
			load.message_class = optarg;
			break;
		case 'm':
			memory = 1;
			break;
		default:
			return 64;
		}
	}
	options.messages_max = (size_t)load.messages + 1;
	load.begun_us = calloc((size_t)load.messages + 1, sizeof(int64_t));
	load.took_us = calloc((size_t)load.messages + 1, sizeof(int64_t));
	if (load.begun_us == NULL || load.took_us == NULL)
		fail("out of memory");
	if (smsgw_open(&options, &load.sms) != 0)
		fail("the configuration has errors: smsgw check");
	if (memory)
		measure_memory(&load);
	cpu = cpu_us();
	run(&load);
	print_figures(&load, now_us() - load.start_us, cpu_us() - cpu);
	smsgw_close(load.sms);
	free(load.begun_us);
	free(load.took_us);
	return 0;
}

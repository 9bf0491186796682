/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that embeds the library and submits so many messages a second, or
 * as many as are taken, for a long time: what soak.py looks at.  Half of them
 * are texts, half of them codes of a template.  Every ten seconds, and at the
 * end, it prints the seconds, the messages that have ended and that were
 * accepted, its memory in KiB, and its descriptors, separated by tabs.
 *
 *	soak_load -c DIR -d SECONDS [-r A-SECOND]
 */
#include <smsgw/smsgw.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define AT_ONCE 128
#define PRINT_US 10000000

struct load {
	struct smsgw *sms;
	long submitted, ended, accepted, a_second;
};

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
fail(const char *what)
{
	(void)fprintf(stderr, "soak_load: %s\n", what);
	_exit(1);
}

static void
ended(void *arg, struct smsgw_receipt *receipt)
{
	struct load *load = arg;

	load->ended++;
	load->accepted += smsgw_receipt_outcome(receipt) == SMSGW_ACCEPTED;
	smsgw_receipt_free(receipt);
}

/* Whether it was taken. */
static int
submit_one(struct load *load)
{
	char to[32], code[16];
	const struct smsgw_arg arg = { "code", code };
	struct smsgw_message message = { .size = sizeof(message), .to = to };
	long i = load->submitted;

	(void)snprintf(to, sizeof(to), "+86138%08ld", i % 100000000);
	(void)snprintf(code, sizeof(code), "%06ld", i % 1000000);
	if (i % 2 == 0) {
		message.text =
		    "Your code is 123456. It is valid for 5 minutes.";
	} else {
		message.template_name = "login";
		message.args = &arg;
		message.arg_count = 1;
	}
	if (smsgw_submit(load->sms, &message, ended, load, NULL) != SMSGW_TAKEN)
		return 0;
	load->submitted++;
	return 1;
}

/* How many may have been submitted so many microseconds after the start. */
static long
quota(const struct load *load, int64_t us)
{
	long most = load->ended + AT_ONCE;
	long due = (long)(us * load->a_second / 1000000);

	return load->a_second > 0 && due < most ? due : most;
}

static long
memory_kib(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	char line[128], *at = line;

	if (file == NULL || fgets(line, sizeof(line), file) == NULL)
		fail("/proc/self/statm cannot be read");
	(void)fclose(file);
	(void)strtol(at, &at, 10);
	return strtol(at, NULL, 10) * sysconf(_SC_PAGESIZE) / 1024;
}

static long
descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	long count = 0;

	if (dir == NULL)
		fail("/proc/self/fd cannot be read");
	while (readdir(dir) != NULL)
		count++;
	(void)closedir(dir);
	return count - 3; /* the folders, and itself */
}

static void
print(const struct load *load, int64_t us)
{
	(void)printf("%lld\t%ld\t%ld\t%ld\t%ld\n", (long long)(us / 1000000),
	    load->ended, load->accepted, memory_kib(), descriptors());
	(void)fflush(stdout);
}

static void
run(struct load *load, int64_t long_us)
{
	int64_t start = now_us(), us = 0, print_us = PRINT_US;

	while (us < long_us) {
		while (load->submitted < quota(load, us) && submit_one(load))
			continue;
		(void)smsgw_run(load->sms, load->a_second > 0 ? 1 : 1000);
		us = now_us() - start;
		if (us >= print_us) {
			print(load, us);
			print_us += PRINT_US;
		}
	}
	while (smsgw_run(load->sms, 1000) > 0)
		continue;
	print(load, now_us() - start);
}

int
main(int argc, char **argv)
{
	struct load load = { .sms = NULL };
	struct smsgw_options options = { .size = sizeof(options) };
	long seconds = 10;
	int option;

	while ((option = getopt(argc, argv, "c:d:r:")) != -1) {
		switch (option) {
		case 'c':
			options.config_dir = optarg;
			break;
		case 'd':
			seconds = strtol(optarg, NULL, 10);
			break;
		case 'r':
			load.a_second = strtol(optarg, NULL, 10);
			break;
		default:
			return 64;
		}
	}
	if (smsgw_open(&options, &load.sms) != 0)
		fail("the configuration has errors: smsgw check");
	run(&load, (int64_t)seconds * 1000000);
	smsgw_close(load.sms);
	return load.accepted == load.submitted ? 0 : 1;
}

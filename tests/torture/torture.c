/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line, whole, while our own allocations fail: the n-th alone, and
 * the n-th and all after it, for every n.  Each run is a process of its own
 * in a fresh folder, and is judged by what it did, not by what it says: no
 * crash, no leak, no hang; files as before or as they should be; success only
 * for what was done whole; nothing sent where it says that nothing was; no
 * secret shown.
 *
 *	torture			a few n of every scenario, as make check does
 *	torture --all [NAME]	every n
 *	torture NAME N [once|ever]	one run, with its output; under
 *				TORTURE_ABORT=1 the N-th call aborts, so that
 *				ASAN_OPTIONS=handle_abort=1 shows who made it
 */
#include "compat.h"

#include <fcntl.h>
#include <ltdl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <smsgw/provider.h>

#include "catalog.h"
#include "failing.h"
#include "submit.h"
#include "vendor.h"
#include "world.h"

#define OUTPUT_MAX ((size_t)256 * 1024)
#if defined(__SANITIZE_ADDRESS__)
#define SAMPLES 3 /* each run takes long then */
#else
#define SAMPLES 12
#endif
#define HANG_S 60
#define LEAK_EXIT 99

/* The program's own main(); the linker starts ours in its place. */
int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);
const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);
const struct smsgw_provider *http_LTX_smsgw_provider(void);
const struct smsgw_provider *test_LTX_smsgw_provider(void);

/* What a user does; with exit, sent, and changed: what comes of it. */
struct scenario {
	const char *name;
	int (*run)(void); /* in place of the command line; or NULL */
	const char *args[20];
	const char *input; /* a file for stdin */
	int exit;
	int sent; /* requests that reach the vendor */
};

static const struct scenario scenarios[] = {
	{ .name = "check", .args = { "-c", "etc", "check", "-v" } },
	{ .name = "check_broken",
	    .args = { "-c", "broken", "check" },
	    .exit = CATALOG_CONFIG },
	{ .name = "check_broken_json",
	    .args = { "-c", "broken", "--json", "check" },
	    .exit = CATALOG_CONFIG },
	{ .name = "gateways", .args = { "-c", "etc", "gateways" } },
	{ .name = "gateways_json",
	    .args = { "-c", "etc", "--json", "gateways", "web" } },
	{ .name = "providers", .args = { "-c", "etc", "providers" } },
	{ .name = "providers_json",
	    .args = { "-c", "etc", "--json", "providers", "http" } },
	{ .name = "errors", .args = { "errors", "test" } },
	{ .name = "add",
	    .args = { "-c", "etc", "add", "new", "--provider", "http",
		"sms_url=https://sms.example.com/send", "api_account=user",
		"api_password=@-", "sms_title=ACME",
		"provider.field.1=msg: ${signed_text}",
		"provider.field.2=to: ${to}", "templates.login=T1 code" },
	    .input = "new.secret" },
	{ .name = "set",
	    .args = { "-c", "etc", "set", "web", "name=Other",
		"api_password=@new.secret", "limits.timeout=3s",
		"templates.login=T1 code" } },
	{ .name = "set_refused",
	    .args = { "-c", "etc", "--json", "set", "web", "sms_url=no url" },
	    .exit = CATALOG_CONFIG },
	{ .name = "disable", .args = { "-c", "etc", "disable", "web" } },
	{ .name = "remove",
	    .args = { "-c", "etc", "--json", "remove", "--yes", "web" } },
	{ .name = "test_channel", .args = { "-c", "etc", "test", "demo" } },
	{ .name = "dry_run",
	    .args = { "-c", "etc", "test", "web", "--dry-run", "--template",
		"login", "--param", "code=" WORLD_CODE } },
	{ .name = "mobile_dry_run",
	    .args = { "-c", "mobile", "--json", "test", "mas", "--dry-run",
		"--to", "+8613800138000", "--text",
		"Your code is " WORLD_CODE } },
	{ .name = "check_online",
	    .args = { "-c", "mobile", "--json", "check", "--online" } },
	{ .name = "mobile_test",
	    .args = { "-c", "mobile", "--json", "test", "msg", "--to",
		"+8613800138000", "--text", "Your code is " WORLD_CODE },
	    .sent = 1 },
	{ .name = "send",
	    .args = { "-c", "etc", "send", "--local", "--gateway", "web",
		"--to", "13800138000", "--text", "Your code is " WORLD_CODE },
	    .sent = 1 },
	{ .name = "test_json",
	    .args = { "-c", "etc", "--json", "test", "web", "--template",
		"login", "--param", "code=" WORLD_CODE },
	    .sent = 1 },
	{ .name = "file_check",
	    .args = { "-c", "etc", "--json", "send", "--local", "--csv",
		"many.csv", "--template", "login", "--dry-run" } },
	{ .name = "file_wrong",
	    .args = { "-c", "etc", "send", "--local", "--csv", "many.csv",
		"--yes" },
	    .exit = CATALOG_DATA },
	{ .name = "submit", .run = submit_some, .sent = SUBMIT_SENT },
	{ .name = "bad_number",
	    .args = { "-c", "etc", "--json", "test", "web", "--to", "12",
		"--text", "hello" },
	    .exit = CATALOG_DATA },
};

/* What a run came to. */
struct run {
	int status; /* of waitpid() */
	int sent;
	char *out, *err; /* what it wrote, the caller's */
	char *files;
};

/* What a sanitizer finds must not look like an exit code of the program. */
const char *__asan_default_options(void);
const char *__lsan_default_options(void);

const char *
__asan_default_options(void)
{
	return "exitcode=99:allocator_may_return_null=1";
}

const char *
__lsan_default_options(void)
{
	return "exitcode=99";
}

/* A symbol's address as libtool's table has it. */
static void *
address(const struct smsgw_provider *(*function)(void))
{
	void *object;

	memcpy(&object, &function, sizeof(object));
	return object;
}

/* The providers are linked into this program, as in a static build. */
static void
use_builtin_providers(void)
{
	static lt_dlsymlist symbols[] = {
		{ "@PROGRAM@", NULL },
		{ "china_mobile.a", NULL },
		{ "china_mobile_LTX_smsgw_provider", NULL },
		{ "http.a", NULL },
		{ "http_LTX_smsgw_provider", NULL },
		{ "test.a", NULL },
		{ "test_LTX_smsgw_provider", NULL },
		{ NULL, NULL },
	};

	symbols[2].address = address(china_mobile_LTX_smsgw_provider);
	symbols[4].address = address(http_LTX_smsgw_provider);
	symbols[6].address = address(test_LTX_smsgw_provider);
	lt_dlpreload_default(symbols);
}

/* In the child: the program itself. */
static void
become(const struct scenario *scenario, unsigned int n, bool for_ever,
    const int *outputs)
{
	char *argv[ARRAY_LEN(scenario->args) + 2] = { NULL };
	static char name[] = "smsgw";
	int argc = 0, in;

	in = open(
	    scenario->input != NULL ? scenario->input : "/dev/null", O_RDONLY);
	if (dup2(in, STDIN_FILENO) < 0 || dup2(outputs[0], STDOUT_FILENO) < 0 ||
	    dup2(outputs[1], STDERR_FILENO) < 0)
		_exit(LEAK_EXIT);
	for (in = 3; in < 64; in++)
		close(in);
	argv[argc++] = name;
	for (size_t i = 0; scenario->args[i] != NULL; i++)
		if ((argv[argc++] = strdup(scenario->args[i])) == NULL)
			_exit(LEAK_EXIT);
	alarm(HANG_S);
	failing_arm(n, for_ever);
	in = scenario->run != NULL ? scenario->run() : __real_main(argc, argv);
	for (; argc > 1; argc--)
		free(argv[argc - 1]);
	exit(in);
}

/* The whole of a file that was written, and closes it. */
static char *
drain(int fd)
{
	char *text = calloc(1, OUTPUT_MAX);
	ssize_t n = text != NULL ? pread(fd, text, OUTPUT_MAX - 1, 0) : -1;

	if (n < 0)
		abort();
	close(fd);
	return text;
}

static int
open_scratch(void)
{
	FILE *file = tmpfile();
	int fd = file != NULL ? dup(fileno(file)) : -1;

	if (fd < 0)
		abort();
	fclose(file);
	return fd;
}

static void
run_do(const struct scenario *scenario, unsigned int n, bool for_ever,
    struct run *run)
{
	int outputs[2] = { open_scratch(), open_scratch() };
	pid_t pid;

	world_restore();
	failing_arm(0, false);
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		abort();
	if (pid == 0)
		become(scenario, n, for_ever, outputs);
	if (waitpid(pid, &run->status, 0) != pid)
		abort();
	run->out = drain(outputs[0]);
	run->err = drain(outputs[1]);
	run->files = world_snapshot();
	run->sent = vendor_count();
}

static void
run_fini(struct run *run)
{
	free(run->out);
	free(run->err);
	free(run->files);
}

/* Numbers differ from run to run, and with them the blanks before them. */
static void
normalize(char *text)
{
	char *to = text;

	for (; *text != '\0'; text++) {
		if ((*text >= '0' && *text <= '9') || *text == ' ' ||
		    *text == '.' || (*text >= 'a' && *text <= 'f'))
			continue;
		*to++ = *text;
	}
	*to = '\0';
}

static bool
same_words(const char *a, const char *b)
{
	char *x = strdup(a), *y = strdup(b);
	bool same;

	if (x == NULL || y == NULL)
		abort();
	normalize(x);
	normalize(y);
	same = strcmp(x, y) == 0;
	free(x);
	free(y);
	return same;
}

static bool
shows(const struct run *run, const char *what)
{
	return strstr(run->out, what) != NULL || strstr(run->err, what) != NULL;
}

/* Of files of the test channel only names count: it keeps random numbers. */
static bool
files_are(const struct run *run, const char *files)
{
	const char *a = strstr(run->files, "\n== ./state");
	const char *b = strstr(files, "\n== ./state");
	size_t len = a != NULL ? (size_t)(a - run->files) : strlen(run->files);

	return len == (b != NULL ? (size_t)(b - files) : strlen(files)) &&
	    strncmp(run->files, files, len) == 0;
}

/* How many messages the run says to be submitted. */
static int
said_submitted(const struct run *run)
{
	const char *at = run->out;
	int count = 0;

	for (; (at = strstr(at, ": submitted\n")) != NULL; at++)
		count++;
	return count;
}

/* What is wrong with a run that has ended by itself, or NULL. */
static const char *
judge_exit(const struct scenario *scenario, const struct run *run,
    const struct run *good, const char *before)
{
	int code = WEXITSTATUS(run->status);

	if (code == LEAK_EXIT)
		return "a leak or an error of memory";
	if (said_submitted(run) > run->sent)
		return "says submitted of what was not sent";
	if (code == scenario->exit && code == CATALOG_DONE) {
		if (run->sent != good->sent)
			return "says done, but what was sent differs";
		if (strcmp(run->files, good->files) != 0)
			return "says done, but the files differ";
		if (!same_words(run->out, good->out))
			return "says done, but the output differs";
		return NULL;
	}
	if (code == CATALOG_DONE)
		return "says done";
	if (!files_are(run, before) && !files_are(run, good->files))
		return "files are half-written";
	if (strstr(run->files, ".tmp") != NULL)
		return "a temporary file is left";
	if (run->sent > scenario->sent)
		return "sent more than it should";
	if (run->sent != 0 && code != CATALOG_INTERNAL &&
	    code != CATALOG_UNKNOWN)
		return "has sent, and says that it has not";
	if (run->err[0] == '\0' && run->out[0] == '\0')
		return "fails without a word";
	if (code != scenario->exit && code != CATALOG_INTERNAL &&
	    code != CATALOG_LATER && code != CATALOG_UNKNOWN &&
	    code != CATALOG_CONFIG)
		return "blames somebody for our lack of memory";
	return NULL;
}

static const char *
judge(const struct scenario *scenario, const struct run *run,
    const struct run *good, const char *before)
{
	if (WIFSIGNALED(run->status))
		return WTERMSIG(run->status) == SIGALRM ? "hangs" : "crashes";
	if (shows(run, "Sanitizer") || shows(run, "runtime error") ||
	    shows(run, "precondition"))
		return "a sanitizer or a precondition has something to say";
	if (shows(run, WORLD_SECRET) || shows(run, WORLD_NEW_SECRET))
		return "a secret is shown";
	if (shows(run, "another version"))
		return "the plugin is blamed";
	return judge_exit(scenario, run, good, before);
}

static void
print_block(const char *head, const char *text)
{
	printf("# %s: ", head);
	for (; *text != '\0'; text++) {
		putchar(*text);
		if (*text == '\n')
			fputs("#   ", stdout);
	}
	putchar('\n');
}

static void
report(const struct scenario *scenario, unsigned int n, bool for_ever,
    const struct run *run, const char *wrong)
{
	printf("# %s %u %s: %s (%s %d)\n", scenario->name, n,
	    for_ever ? "ever" : "once", wrong,
	    WIFSIGNALED(run->status) ? "signal" : "exit code",
	    WIFSIGNALED(run->status) ? WTERMSIG(run->status) :
				       WEXITSTATUS(run->status));
	print_block("stdout", run->out);
	print_block("stderr", run->err);
}

/* Every step-th n; the number of runs that went wrong. */
static int
run_all(const struct scenario *scenario, bool for_ever, unsigned int samples,
    const struct run *good, const char *before)
{
	unsigned int n, count = 0, total, step;
	const char *wrong;
	struct run run;
	int bad = 0;

	failing_arm(0, false);
	run_do(scenario, 0, false, &run);
	run_fini(&run);
	total = failing_count();
	step = samples == 0 || total < samples ? 1 : total / samples;
	for (n = 1 + total % step; n <= total; n += step, count++) {
		run_do(scenario, n, for_ever, &run);
		if (!failing_fired()) {
			run_fini(&run);
			continue;
		}
		wrong = judge(scenario, &run, good, before);
		if (wrong != NULL && bad++ < 5)
			report(scenario, n, for_ever, &run, wrong);
		run_fini(&run);
	}
	printf("# %s %s: %u of %u allocations, %d wrong\n", scenario->name,
	    for_ever ? "ever" : "once", count, total, bad);
	return bad;
}

/* Without a failure it must do what it is for; 0 or 1. */
static int
run_good(const struct scenario *scenario, struct run *good)
{
	run_do(scenario, 0, false, good);
	if (WIFEXITED(good->status) &&
	    WEXITSTATUS(good->status) == scenario->exit &&
	    good->sent == scenario->sent)
		return 0;
	report(scenario, 0, false, good, "does not work at all");
	return 1;
}

static int
torture(const struct scenario *scenario, unsigned int samples)
{
	static int number;
	struct run good;
	char *before;
	int bad;

	world_restore();
	before = world_snapshot();
	bad = run_good(scenario, &good);
	if (bad == 0) {
		bad += run_all(scenario, false, samples, &good, before);
		bad += run_all(scenario, true, samples, &good, before);
	}
	printf("%s %d %s_bears_failing_allocations\n",
	    bad == 0 ? "ok" : "not ok", ++number, scenario->name);
	run_fini(&good);
	free(before);
	return bad;
}

static const struct scenario *
scenario_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(scenarios); i++)
		if (strcmp(scenarios[i].name, name) == 0)
			return &scenarios[i];
	fprintf(stderr, "torture: there is no scenario %s\n", name);
	exit(CATALOG_USAGE);
}

/* One run, for a person to look at. */
static int
show(const char *name, const char *n, bool for_ever)
{
	const struct scenario *scenario = scenario_find(name);
	struct run good, run;
	const char *wrong;
	char *before;

	world_restore();
	before = world_snapshot();
	run_good(scenario, &good);
	run_do(scenario, (unsigned int)strtoul(n, NULL, 10), for_ever, &run);
	wrong = judge(scenario, &run, &good, before);
	report(scenario, (unsigned int)strtoul(n, NULL, 10), for_ever, &run,
	    wrong != NULL ? wrong : "good");
	print_block("files", run.files);
	run_fini(&good);
	run_fini(&run);
	free(before);
	return wrong != NULL;
}

int
__wrap_main(int argc, char **argv)
{
	bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
	unsigned int samples = all ? 0 : SAMPLES;
	int bad = 0;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	failing_init();
	use_builtin_providers();
	world_make(vendor_start());
	if (!all && argc > 2) {
		bad = show(
		    argv[1], argv[2], argc > 3 && strcmp(argv[3], "ever") == 0);
	} else if (argc > 1 + (int)all) {
		bad = torture(scenario_find(argv[1 + (int)all]), samples);
	} else {
		printf("1..%zu\n", ARRAY_LEN(scenarios));
		for (i = 0; i < ARRAY_LEN(scenarios); i++)
			bad += torture(&scenarios[i], samples);
	}
	world_remove();
	vendor_stop();
	return bad != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program smsgw: options of the program, the choice of the command, and
 * the end, where output that could not be written becomes an exit code.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <smsgw/smsgw.h>

#ifdef SMSGW_STATIC_PROVIDERS
#include <ltdl.h>
#endif

#include "buf.h"
#include "cli.h"
#include "nearest.h"
#include "output.h"

const struct command *const commands[] = {
	&command_providers,
	&command_gateways,
	&command_check,
	&command_add,
	&command_set,
	&command_enable,
	&command_disable,
	&command_remove,
	&command_test,
	&command_route,
	&command_send,
	&command_errors,
	&command_simulate,
	&command_help,
	NULL,
};

const struct cli_option cli_options[] = {
	{ "config", 'c', "DIR",
	    N_("configuration folder, in place of $SMSGW_CONFIG") },
	{ "json", '\0', NULL, N_("output for programs: one JSON value") },
	{ "quiet", 'q', NULL, N_("on stderr nothing but errors") },
	{ "verbose", 'v', NULL, N_("more of everything") },
	{ "help", 'h', NULL, N_("this help, or that of the command") },
	{ "version", '\0', NULL, N_("the version") },
	{ NULL, '\0', NULL, NULL },
};

const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; commands[i] != NULL; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

const char *
command_nearest(const char *name)
{
	const char *names[ARRAY_LEN(commands)];
	size_t i;

	for (i = 0; commands[i] != NULL; i++)
		names[i] = commands[i]->name;
	return nearest_word(name, names, i);
}

/*
 * A standard stream that is closed would be given to the first file that is
 * opened.  It gets something that fails when it is used, as it should.
 */
static void
open_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
		if (fd == STDIN_FILENO) {
			close(fd);
			fd = open("/dev/null", O_WRONLY);
		}
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static void
take_global_options(struct cli *cli, const struct args *args)
{
	cli->config_dir = args_value(args, "config");
	cli->json = args_has(args, "json");
	cli->quiet = args_has(args, "quiet");
	cli->verbose = args_has(args, "verbose");
}

/*
 * Whether --json is among the arguments: what is wrong with the others is told
 * as JSON, too.
 */
static bool
wants_json(int argc, char *const *argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--json") == 0)
			return true;
	}
	return false;
}

static int
fail_unknown_command(const struct cli *cli, const char *name)
{
	const char *meant;
	char fix[64];

	meant = command_nearest(name);
	if (meant == NULL)
		return cli_fail(cli, "usage", "see smsgw help",
		    "there is no command %s", name);
	snprintf(fix, sizeof(fix), _("did you mean smsgw %s?"), meant);
	return cli_fail(cli, "usage", fix, "there is no command %s", name);
}

/* Whether the command got as many words as it takes; says so if not. */
static int
check_words(const struct cli *cli, const struct command *command,
    const struct args *args)
{
	char usage[512];
	const char *fact;

	if (args->word_count < command->words_min)
		fact = _("something is missing");
	else if (args->word_count > command->words_max)
		fact = _("there are more words than it takes");
	else
		return CATALOG_DONE;
	snprintf(
	    usage, sizeof(usage), "smsgw %s %s", command->name, command->usage);
	return cli_fail(cli, "usage", usage, "%s: %s", command->name, fact);
}

static int
run_command(
    struct cli *cli, const struct command *command, const struct args *args)
{
	int rc;

	if (args_has(args, "version")) {
		printf(_("smsgw %s, provider interface %u.%u\n"),
		    smsgw_version(), SMSGW_ABI_MAJOR, SMSGW_ABI_MINOR);
		return CATALOG_DONE;
	}
	if (args_has(args, "help")) {
		help_print(cli, command);
		return CATALOG_DONE;
	}
	if (command == NULL)
		return cli_fail(cli, "usage", "smsgw help lists the commands",
		    "no command is given");
	rc = check_words(cli, command, args);
	return rc != 0 ? rc : command->run(cli, args);
}

/* Reads the command line and does what it says. */
static int
run(struct cli *cli, int argc, char **argv)
{
	const struct command *command = NULL;
	struct args args = { .given = NULL };
	struct buf error;
	char fix[64];
	int at, rc;

	buf_init(&error, 4096);
	cli->json = wants_json(argc, argv);
	/* people are spoken to in their language, programs never */
	if (!cli->json)
		lang_use(lang_zh, lang_zh_count);
	at = args_find_command(argc, argv, cli_options, &error);
	if (at > 0 && at < argc) {
		command = command_find(argv[at]);
		if (command == NULL) {
			rc = fail_unknown_command(cli, argv[at]);
			goto out;
		}
	}
	rc = at < 0 ? -1 :
		      args_parse(&args, argc, argv, at, cli_options,
			  command != NULL ? command->options : NULL, &error);
	if (rc == -2) {
		rc = cli_fail_memory();
		goto out;
	}
	snprintf(fix, sizeof(fix), _("see smsgw help%s%s"),
	    command != NULL ? " " : "", command != NULL ? command->name : "");
	if (rc != 0) {
		rc = cli_fail(cli, "usage", fix, "%s", buf_str(&error));
		goto out;
	}
	take_global_options(cli, &args);
	rc = run_command(cli, command, &args);
out:
	args_fini(&args);
	buf_fini(&error);
	return rc;
}

int
main(int argc, char **argv)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct cli cli = { .config_dir = NULL };
	int rc;

#ifdef SMSGW_STATIC_PROVIDERS
	LTDL_SET_PRELOADED_SYMBOLS();
#endif
	open_standard_streams();
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
	/* a write past a limit fails, and is told, instead */
	sigaction(SIGXFSZ, &ignore, NULL);
	output_init(&cli);
	rc = run(&cli, argc, argv);
	if (output_close() != 0 && rc == CATALOG_DONE) {
		if (errno == ENOMEM)
			return cli_fail_memory();
		cli.json = false;
		rc = cli_fail(&cli, "output-failed", NULL,
		    "the output could not be written: %s", lang_errno(errno));
	}
	return rc;
}

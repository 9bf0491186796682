/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a gateway's file leaves to the environment and to files of the user's:
 * what is taken, what goes before what, and that a privileged process and an
 * older plugin know nothing of it.
 */
#include "gateway.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tree.h"

#define KEYS "api_account api_password"

static const struct smsgw_param params[] = {
	{ .name = "api_account",
	    .max = 20,
	    .label = "Account",
	    .env = "ACME_ID",
	    .unless = KEYS " document" },
	{ .name = "api_password",
	    .flags = SMSGW_PARAM_SECRET,
	    .label = "Password",
	    .env = "ACME_SECRET",
	    .unless = KEYS " document" },
	{ .name = "retries",
	    .type = SMSGW_INTEGER,
	    .preset = "3",
	    .min = 0,
	    .max = 9,
	    .label = "Retries",
	    .env = "ACME_RETRIES" },
	{ .name = "document",
	    .flags = SMSGW_PARAM_SECRET | SMSGW_PARAM_FILE,
	    .label = "Document",
	    .file = "$ACME_FILE ~/.acme",
	    .unless = KEYS },
	{ .name = NULL },
};

static const char *const variables[] = { "ACME_ID", "ACME_SECRET",
	"ACME_RETRIES", "ACME_FILE" };

static struct smsgw_provider acme = {
	.abi = SMSGW_ABI,
	.size = sizeof(acme),
	.name = "acme",
	.title = "ACME",
	.version = "1",
	.params = params,
};

static struct problems problems;
static struct settings *settings;
static struct gateway *gw;

static int
setup(void **state)
{
	int result = tree_setup(state);
	size_t i;

	for (i = 0; i < ARRAY_LEN(variables); i++)
		unsetenv(variables[i]);
	setenv("HOME", tree_path(""), 1);
	problems_init(&problems);
	acme.param_size = sizeof(params[0]);
	gw = NULL;
	settings = NULL;
	return result;
}

static int
teardown(void **state)
{
	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	return tree_teardown(state);
}

/* Reads a gateway of these lines; what gateway_attach() returns. */
static int
attach(const char *lines)
{
	char text[1024];

	(void)snprintf(
	    text, sizeof(text), "[gateway]\nprovider = acme\n%s", lines);
	tree_write("gateways.d/ciam.ini", 0640, text);
	gateway_free(gw);
	settings_free(settings);
	problems_fini(&problems);
	settings = settings_open(tree_path("."), &problems);
	assert_non_null(settings);
	gw = gateway_load(
	    settings_gateway(settings, "ciam"), settings, &problems);
	assert_non_null(gw);
	return gateway_attach(gw, &acme, &problems);
}

static void
assert_conf(const char *key, const char *value)
{
	assert_string_equal(gateway_conf(gw, key), value);
}

/* Whether some problem has these words. */
static bool
is_told(const char *words)
{
	size_t i;

	for (i = 0; i < problems_count(&problems); i++)
		if (strstr(problems_get(&problems, i)->text, words) != NULL)
			return true;
	return false;
}

static void
variables_fill_what_the_file_lacks_and_are_hidden(void **state)
{
	struct buf out;

	(void)state;
	setenv("ACME_ID", "Env-Account", 1);
	setenv("ACME_SECRET", "Env-Secret", 1);
	setenv("ACME_RETRIES", "7", 1);
	assert_int_equal(attach(""), 0);
	assert_conf("api_account", "Env-Account");
	assert_conf("api_password", "Env-Secret");
	assert_int_equal(gateway_conf_int(gw, "retries"), 7);
	assert_string_equal(param_from(&gw->own, "api_account"), "$ACME_ID");
	assert_true(is_told("api_account ($ACME_ID), api_password "
			    "($ACME_SECRET), retries ($ACME_RETRIES)"));
	buf_init(&out, 100);
	assert_int_equal(
	    redact_text(&gw->redact, "Env-Account Env-Secret", &out), 0);
	assert_string_equal(buf_str(&out), "**** ****");
	buf_fini(&out);
}

static void
the_file_goes_first_and_keeps_the_rest_out(void **state)
{
	(void)state;
	setenv("ACME_ID", "Env-Account", 1);
	setenv("ACME_SECRET", "Env-Secret", 1);
	tree_write(".acme", 0600, "two\nlines\n");
	assert_int_equal(attach("api_account = Own\n"), 0);
	assert_conf("api_account", "Own");
	assert_conf("api_password", "");
	assert_conf("document", "");
	assert_int_equal(problems_count(&problems), 0);
}

static void
an_empty_variable_is_none(void **state)
{
	(void)state;
	setenv("ACME_ID", "", 1);
	assert_int_equal(attach(""), 0);
	assert_conf("api_account", "");
	assert_int_equal(problems_count(&problems), 0);
}

static void
a_variable_that_does_not_fit_is_an_error_without_its_value(void **state)
{
	(void)state;
	setenv("ACME_RETRIES", "hundred", 1);
	assert_int_equal(attach(""), -1);
	assert_true(is_told("$ACME_RETRIES: expected"));
	assert_false(is_told("hundred"));
}

static void
a_users_document_is_read_where_nothing_else_is_given(void **state)
{
	(void)state;
	tree_write(".acme", 0600, "two\nlines\n");
	assert_int_equal(attach(""), 0);
	assert_conf("document", "two\nlines\n");
	assert_string_equal(
	    param_from(&gw->own, "document"), tree_path(".acme"));
	/* its lines are no slip */
	assert_int_equal(problems_count(&problems), 1);
	setenv("ACME_ID", "Env-Account", 1);
	assert_int_equal(attach(""), 0);
	assert_conf("document", "");
	assert_conf("api_account", "Env-Account");
}

static void
a_document_that_is_named_must_be_there(void **state)
{
	(void)state;
	setenv("ACME_FILE", "/nonexistent/acme", 1);
	tree_write(".acme", 0600, "two\nlines\n");
	assert_int_equal(attach(""), -1);
	assert_true(is_told("/nonexistent/acme"));
	unsetenv("ACME_FILE");
	setenv("HOME", "relative", 1);
	assert_int_equal(attach(""), 0);
	assert_conf("document", "");
}

static void
an_older_plugins_shorter_table_has_no_variables(void **state)
{
	struct {
		char entry[offsetof(struct smsgw_param, env)];
	} old[ARRAY_LEN(params)];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_LEN(params); i++)
		memcpy(&old[i], &params[i], sizeof(old[i]));
	setenv("ACME_ID", "Env-Account", 1);
	acme.params = (const struct smsgw_param *)(const void *)old;
	acme.param_size = sizeof(old[0]);
	assert_int_equal(attach(""), 0);
	acme.params = params;
	assert_conf("api_account", "");
	assert_int_equal(gateway_conf_int(gw, "retries"), 3);
}

static void
a_privileged_process_looks_at_none(void **state)
{
	int status = -1;
	pid_t pid;

	(void)state;
	if (geteuid() != 0) {
		print_message("only root can have rights to give up\n");
		return;
	}
	setenv("ACME_ID", "Env-Account", 1);
	tree_write(".acme", 0600, "two\nlines\n");
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (setreuid(65534, 0) != 0)
			_exit(2);
		(void)attach("");
		_exit(gateway_conf(gw, "api_account")[0] == '\0' &&
			    gateway_conf(gw, "document")[0] == '\0' ?
			0 :
			1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(variables_fill_what_the_file_lacks_and_are_hidden),
		TEST(the_file_goes_first_and_keeps_the_rest_out),
		TEST(an_empty_variable_is_none),
		TEST(
		    a_variable_that_does_not_fit_is_an_error_without_its_value),
		TEST(a_users_document_is_read_where_nothing_else_is_given),
		TEST(a_document_that_is_named_must_be_there),
		TEST(an_older_plugins_shorter_table_has_no_variables),
		TEST(a_privileged_process_looks_at_none),
#undef TEST
	};

	return cmocka_run_group_tests_name("gateway_env", tests, NULL, NULL);
}

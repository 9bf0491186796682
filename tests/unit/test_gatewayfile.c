/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making, changing and removing gateways' files: one line changes, nothing is
 * written that would not load, and no half of an edit stays behind.
 */
#include "gatewayfile.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "gateway.h"
#include "tree.h"

static const struct smsgw_param acme_params[] = {
	{ .name = "sms_url",
	    .type = SMSGW_URL,
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "Endpoint",
	    .summary = "where requests go" },
	{ .name = "api_account",
	    .flags = SMSGW_PARAM_REQUIRED,
	    .label = "AccessKey ID",
	    .summary = "made in the console" },
	{ .name = "api_password",
	    .flags = SMSGW_PARAM_REQUIRED | SMSGW_PARAM_SECRET,
	    .label = "AccessKey secret" },
	{ .name = "protocol",
	    .type = SMSGW_CHOICE,
	    .choices = "v1 v3",
	    .preset = "v3",
	    .label = "Protocol",
	    .summary = "how to sign" },
	{ .name = "token", .flags = SMSGW_PARAM_SECRET, .label = "Token" },
	{ .name = "field", .flags = SMSGW_PARAM_NUMBERED, .label = "Field" },
	{ .name = NULL },
};

static const struct smsgw_http acme_http = { .size = sizeof(acme_http) };

static const struct smsgw_provider acme = {
	.abi = SMSGW_ABI,
	.size = sizeof(acme),
	.name = "acme",
	.title = "ACME",
	.version = "1",
	.params = acme_params,
	.param_size = sizeof(acme_params[0]),
	.http = &acme_http,
};

/* A file as a person writes it. */
static const char by_hand[] = "# our bank\n"
			      "\n"
			      "[gateway]\n"
			      "provider    = acme\n"
			      "sms_url     = https://sms.example.com/   \n"
			      "; the old account was 17\n"
			      "api_account = 18\n"
			      "api_password_file = secrets/bank\n"
			      "#enabled = no\n"
			      "\n"
			      "[limits]\n"
			      "rate=5/s";

static struct problems problems;
static struct settings *settings;
static struct gatewayfile_report report;

static void
reopen(void)
{
	settings_free(settings);
	settings = settings_open(tree_path(""), &problems);
	assert_non_null(settings);
}

static int
setup(void **state)
{
	int result = tree_setup(state);

	unsetenv("STATE_DIRECTORY");
	unsetenv("CREDENTIALS_DIRECTORY");
	problems_init(&problems);
	gatewayfile_report_init(&report);
	settings = NULL;
	return result;
}

static int
teardown(void **state)
{
	settings_free(settings);
	problems_fini(&problems);
	gatewayfile_report_fini(&report);
	return tree_teardown(state);
}

static void
write_by_hand(void)
{
	tree_write("gateways.d/bank.ini", 0640, by_hand);
	tree_write("gateways.d/secrets/bank", 0600, "from-before\n");
	reopen();
}

static int
set(const char *section, const char *key, const char *value, bool secret)
{
	const struct gatewayfile_change change = { section, key, value,
		secret };

	return gatewayfile_set(
	    settings, "bank", &acme, &change, 1, &report, &problems);
}

/* What by_hand is with one part replaced; the part must be there. */
static const char *
by_hand_with(const char *part, const char *by)
{
	static char text[2048];
	const char *at = strstr(by_hand, part);

	assert_non_null(at);
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - by_hand), by_hand,
	    by, at + strlen(part));
	return text;
}

static const struct gatewayfile_change page[] = {
	{ "limits", "rate", "5/s", false },
	{ "gateway", "sms_title", "【Cloud IDaaS Platform】", false },
	{ "gateway", "api_password", "Planted-Secret\n", true },
	{ "gateway", "sms_url", "https://sms.example.com/msg/send", false },
	{ "provider", "field.2", "msg: ${signed_text}", false },
	{ "provider", "token", "Planted-Token", true },
	{ "gateway", "api_account", "a#b", false },
	{ "templates", "login", "SMS_1 code", false },
};

static void
a_new_file_has_the_order_of_the_page_and_loads(void **state)
{
	static const char expected[] =
	    "# Gateway ciam.  smsgw check ciam reads this file, smsgw test "
	    "ciam sends a message.\n"
	    "[gateway]\n"
	    "# Provider: which plugin carries the messages; required; for "
	    "example china_mobile\n"
	    "provider      = acme\n"
	    "# Gateway name: display name; for example CIAM\n"
	    "; name        =\n"
	    "# Endpoint: where requests go; required\n"
	    "sms_url       = https://sms.example.com/msg/send\n"
	    "# AccessKey ID: made in the console; required\n"
	    "api_account   = 'a#b'\n"
	    "# AccessKey secret; required\n"
	    "api_password_file = ciam.secret\n";
	const char *text;
	struct gateway *gw;

	(void)state;
	reopen();
	assert_int_equal(gatewayfile_add(settings, "ciam", "acme", &acme, page,
			     ARRAY_LEN(page), &report, &problems),
	    0);
	tree_show(&problems);
	assert_int_equal(problems_errors(&problems), 0);
	text = tree_read("gateways.d/ciam.ini");
	assert_non_null(text);
	if (strncmp(text, expected, strlen(expected)) != 0)
		assert_string_equal(text, expected);
	assert_null(strstr(text, "Planted"));
	assert_null(strstr(text, "number"));
	assert_non_null(strstr(text, "\nfield.2       = "));
	assert_non_null(strstr(text, "\ntoken_file    = ciam.token.secret\n"));
	assert_non_null(strstr(text, "\nenabled       = yes\n"));
	assert_non_null(strstr(text, "\n\n[limits]\n"));
	assert_non_null(strstr(text, "\n\n[templates]\n"));
	assert_int_equal(tree_mode("gateways.d"), 0750);
	assert_int_equal(tree_mode("gateways.d/ciam.ini"), 0640);
	assert_int_equal(tree_mode("gateways.d/ciam.secret"), 0640);
	assert_string_equal(
	    tree_read("gateways.d/ciam.secret"), "Planted-Secret\n");
	assert_string_equal(
	    tree_read("gateways.d/ciam.token.secret"), "Planted-Token\n");
	assert_int_equal(report.count, 3);
	assert_string_equal(report.done[0].verb, "created");
	assert_string_equal(
	    report.done[0].path, tree_path("gateways.d/ciam.ini"));

	reopen();
	gw = gateway_load(
	    settings_gateway(settings, "ciam"), settings, &problems);
	assert_non_null(gw);
	assert_int_equal(gateway_attach(gw, &acme, &problems), 0);
	assert_string_equal(gateway_conf(gw, "api_password"), "Planted-Secret");
	assert_string_equal(gateway_conf(gw, "token"), "Planted-Token");
	assert_string_equal(gateway_conf(gw, "api_account"), "a#b");
	assert_string_equal(gateway_conf(gw, "protocol"), "v3");
	assert_int_equal(problems_errors(&problems), 0);
	gateway_free(gw);
}

static void
a_new_file_that_would_not_load_is_not_written_at_all(void **state)
{
	static const struct gatewayfile_change changes[] = {
		{ "gateway", "api_password", "Planted-Secret", true },
		{ "gateway", "sms_url", "sms.example.com", false },
		{ "gateway", "api_acount", "x", false },
	};

	(void)state;
	reopen();
	assert_int_equal(gatewayfile_add(settings, "ciam", "acme", &acme,
			     changes, ARRAY_LEN(changes), &report, &problems),
	    -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", -1,
	    "sms_url", "sms.example.com"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", -1,
	    "api_acount", "did you mean api_account?"));
	assert_true(tree_has(&problems, PROBLEM_ERROR, "ciam.ini", -1,
	    "api_account", "AccessKey ID"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "ciam.ini", 0, NULL, "not written"));
	assert_int_equal(access(tree_path("gateways.d"), F_OK), -1);
	assert_int_equal(report.count, 0);
}

static void
an_id_that_is_taken_or_unfit_is_refused_with_the_fix(void **state)
{
	(void)state;
	write_by_hand();
	assert_int_equal(gatewayfile_add(settings, "bank", "acme", &acme, page,
			     ARRAY_LEN(page), &report, &problems),
	    -1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "bank.ini", 0, NULL, "smsgw set bank"));
	assert_int_equal(gatewayfile_add(settings, "Bank", "acme", &acme, page,
			     ARRAY_LEN(page), &report, &problems),
	    -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, NULL, 0, NULL,
	    "\"Bank\" cannot be the id"));
	assert_string_equal(tree_read("gateways.d/bank.ini"), by_hand);
	/* made by somebody else since the names were read */
	tree_write("gateways.d/shop.ini", 0640, by_hand);
	assert_int_equal(gatewayfile_add(settings, "shop", "acme", &acme, page,
			     ARRAY_LEN(page), &report, &problems),
	    -1);
	assert_string_equal(tree_read("gateways.d/shop.ini"), by_hand);
	assert_null(tree_read("gateways.d/shop.secret"));
}

static void
a_change_changes_one_line_and_nothing_else(void **state)
{
	(void)state;
	write_by_hand();
	assert_int_equal(set("gateway", "api_account", "19", false), 0);
	assert_string_equal(
	    tree_read("gateways.d/bank.ini"), by_hand_with("= 18", "= 19"));
	assert_int_equal(problems_errors(&problems), 0);
	assert_int_equal(report.count, 1);
	assert_string_equal(report.done[0].verb, "changed");
}

static void
owner_group_and_mode_of_a_changed_file_stay(void **state)
{
	struct stat st;

	(void)state;
	write_by_hand();
	if (geteuid() == 0)
		assert_int_equal(
		    chown(tree_path("gateways.d/bank.ini"), 0, 1234), 0);
	assert_int_equal(chmod(tree_path("gateways.d/bank.ini"), 0440), 0);
	assert_int_equal(set("limits", "rate", "6/s", false), 0);
	assert_int_equal(stat(tree_path("gateways.d/bank.ini"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0440);
	if (geteuid() == 0)
		assert_int_equal(st.st_gid, 1234);
}

static void
what_the_file_says_already_is_not_written(void **state)
{
	struct stat before, after;

	(void)state;
	write_by_hand();
	assert_int_equal(stat(tree_path("gateways.d/bank.ini"), &before), 0);
	assert_int_equal(set("gateway", "api_account", "18", false), 1);
	assert_int_equal(stat(tree_path("gateways.d/bank.ini"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(report.count, 0);
}

static void
a_change_that_would_not_load_leaves_the_file_as_it_was(void **state)
{
	(void)state;
	write_by_hand();
	assert_int_equal(set("gateway", "api_acount", "x", false), -1);
	assert_true(tree_has(&problems, PROBLEM_ERROR, "bank.ini", -1,
	    "api_acount", "did you mean"));
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "bank.ini", 0, NULL, "left as it was"));
	assert_int_equal(set("limits", "rate", "fast", false), -1);
	assert_int_equal(set("gateway", "api_account", NULL, false), -1);
	assert_int_equal(set("provider", "protocol", "v2", false), -1);
	assert_int_equal(set("gateway", "description", "a\nb", false), -1);
	assert_int_equal(set("gateway", "api_password", "", true), -1);
	assert_int_equal(set("gateway", "api_password", "a\xff", true), -1);
	assert_string_equal(tree_read("gateways.d/bank.ini"), by_hand);
	assert_null(tree_read("gateways.d/bank.secret"));
	assert_int_equal(report.count, 0);
}

static void
a_secret_goes_into_a_file_with_the_gateways_rights(void **state)
{
	struct stat st;

	(void)state;
	write_by_hand();
	assert_int_equal(chmod(tree_path("gateways.d/bank.ini"), 0600), 0);
	assert_int_equal(set("gateway", "api_password", "Planted-1", true), 0);
	assert_string_equal(tree_read("gateways.d/bank.ini"),
	    by_hand_with("= secrets/bank", "= bank.secret"));
	assert_string_equal(tree_read("gateways.d/bank.secret"), "Planted-1\n");
	assert_int_equal(stat(tree_path("gateways.d/bank.secret"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* what was the administrator's own stays */
	assert_string_equal(
	    tree_read("gateways.d/secrets/bank"), "from-before\n");
	/* the same again, and another one */
	assert_int_equal(set("gateway", "api_password", "Planted-1", true), 1);
	assert_int_equal(
	    set("gateway", "api_password", "Planted-2\n", true), 0);
	assert_string_equal(tree_read("gateways.d/bank.secret"), "Planted-2\n");
	assert_int_equal(set("provider", "token", "Planted-3", true), 0);
	assert_string_equal(
	    tree_read("gateways.d/bank.token.secret"), "Planted-3\n");
	assert_string_equal(tree_read("gateways.d/bank.secret"), "Planted-2\n");
	assert_int_equal(problems_errors(&problems), 0);
}

static void
a_secret_in_the_file_gives_way_to_one_of_its_own(void **state)
{
	(void)state;
	tree_write("gateways.d/bank.ini", 0640,
	    by_hand_with("api_password_file = secrets/bank",
		"api_password = inline-secret"));
	reopen();
	assert_int_equal(set("gateway", "api_password", "Planted-1", true), 0);
	assert_null(strstr(tree_read("gateways.d/bank.ini"), "inline-secret"));
	assert_non_null(strstr(tree_read("gateways.d/bank.ini"),
	    "api_password_file = bank.secret\n"));
	/* and that to a file that is named, which takes ours away */
	tree_write("gateways.d/mine", 0600, "hand-made\n");
	assert_int_equal(set("gateway", "api_password_file", "mine", false), 0);
	assert_null(tree_read("gateways.d/bank.secret"));
	assert_string_equal(report.done[report.count - 1].verb, "removed");
	assert_int_equal(problems_errors(&problems), 0);
}

/* Files of more than 1,000 bytes cannot be written any more. */
static void
limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, bytes == 0 ? SIG_DFL : SIG_IGN);
}

static void
when_the_file_cannot_be_written_the_old_secret_is_back(void **state)
{
	static const struct gatewayfile_change both[] = {
		{ "gateway", "api_password", "Planted-New", true },
		{ "provider", "token", "Planted-Token", true },
		{ "gateway", "api_account", "19", false },
	};
	char text[4096];
	int result;

	(void)state;
	snprintf(text, sizeof(text), "%s\n#%0700d\n#%0700d\n",
	    by_hand_with("secrets/bank", "bank.secret"), 0, 0);
	tree_write("gateways.d/bank.ini", 0640, text);
	tree_write("gateways.d/bank.secret", 0640, "Planted-Old\n");
	reopen();
	limit_files(1000);
	result = gatewayfile_set(
	    settings, "bank", &acme, both, 3, &report, &problems);
	limit_files(0);
	assert_int_equal(result, -1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, "bank.ini", 0, NULL, "File too large"));
	assert_string_equal(
	    tree_read("gateways.d/bank.secret"), "Planted-Old\n");
	assert_null(tree_read("gateways.d/bank.token.secret"));
	assert_string_equal(tree_read("gateways.d/bank.ini"), text);
	assert_int_equal(report.count, 0);
}

static void
a_gateway_is_switched_off_and_on(void **state)
{
	(void)state;
	write_by_hand();
	assert_int_equal(
	    gatewayfile_disable(settings, "bank", &report, &problems), 0);
	assert_non_null(
	    strstr(tree_read("gateways.d/bank.ini"), "\nenabled     = no\n"));
	assert_int_equal(
	    gatewayfile_disable(settings, "bank", &report, &problems), 1);
	assert_int_equal(
	    gatewayfile_enable(settings, "bank", &acme, &report, &problems), 0);
	assert_non_null(
	    strstr(tree_read("gateways.d/bank.ini"), "\nenabled     = yes\n"));
	assert_non_null(
	    strstr(tree_read("gateways.d/bank.ini"), "\n#enabled = no\n"));
	assert_int_equal(
	    gatewayfile_enable(settings, "bnak", &acme, &report, &problems),
	    -1);
	assert_true(tree_has(
	    &problems, PROBLEM_ERROR, NULL, 0, NULL, "did you mean \"bank\"?"));
}

static void
a_broken_gateway_can_be_switched_off_but_not_on(void **state)
{
	(void)state;
	tree_write("gateways.d/bank.ini", 0640,
	    "[gateway]\nprovider = acme\n"
	    "foo = bar\n");
	reopen();
	assert_int_equal(
	    gatewayfile_enable(settings, "bank", NULL, &report, &problems), -1);
	assert_int_equal(
	    gatewayfile_disable(settings, "bank", &report, &problems), 0);
	assert_string_equal(tree_read("gateways.d/bank.ini"),
	    "[gateway]\nprovider = acme\nfoo = bar\nenabled = no\n");
}

static void
a_removed_gateway_takes_its_own_secrets_along(void **state)
{
	(void)state;
	tree_write("gateways.d/bank.ini", 0640,
	    "[gateway]\nprovider = acme\n"
	    "api_password_file = bank.secret\n[provider]\n"
	    "token_file = secrets/bank\n");
	tree_write("gateways.d/bank.secret", 0600, "x");
	tree_write("gateways.d/bank.token.secret", 0600, "x");
	tree_write("gateways.d/secrets/bank", 0600, "x");
	reopen();
	assert_int_equal(
	    gatewayfile_remove(settings, "bank", &report, &problems), 0);
	assert_null(tree_read("gateways.d/bank.ini"));
	assert_null(tree_read("gateways.d/bank.secret"));
	assert_non_null(tree_read("gateways.d/bank.token.secret"));
	assert_non_null(tree_read("gateways.d/secrets/bank"));
	assert_int_equal(report.count, 2);
	assert_string_equal(
	    report.done[1].path, tree_path("gateways.d/bank.secret"));
	assert_int_equal(problems_count(&problems), 0);
	assert_int_equal(
	    gatewayfile_remove(settings, "bank", &report, &problems), -1);
}

static void
which_keys_are_secret_is_known(void **state)
{
	(void)state;
	assert_true(gatewayfile_is_secret(NULL, "gateway", "api_password"));
	assert_false(
	    gatewayfile_is_secret(NULL, "gateway", "api_password_file"));
	assert_false(gatewayfile_is_secret(NULL, "provider", "token"));
	assert_true(gatewayfile_is_secret(&acme, "provider", "token"));
	assert_false(gatewayfile_is_secret(&acme, "gateway", "token"));
	assert_false(gatewayfile_is_secret(&acme, "provider", "field.1"));
	assert_false(gatewayfile_is_secret(&acme, "limits", "rate"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(a_new_file_has_the_order_of_the_page_and_loads),
		TEST(a_new_file_that_would_not_load_is_not_written_at_all),
		TEST(an_id_that_is_taken_or_unfit_is_refused_with_the_fix),
		TEST(a_change_changes_one_line_and_nothing_else),
		TEST(owner_group_and_mode_of_a_changed_file_stay),
		TEST(what_the_file_says_already_is_not_written),
		TEST(a_change_that_would_not_load_leaves_the_file_as_it_was),
		TEST(a_secret_goes_into_a_file_with_the_gateways_rights),
		TEST(a_secret_in_the_file_gives_way_to_one_of_its_own),
		TEST(when_the_file_cannot_be_written_the_old_secret_is_back),
		TEST(a_gateway_is_switched_off_and_on),
		TEST(a_broken_gateway_can_be_switched_off_but_not_on),
		TEST(a_removed_gateway_takes_its_own_secrets_along),
		TEST(which_keys_are_secret_is_known),
#undef TEST
	};

	return cmocka_run_group_tests_name("gatewayfile", tests, NULL, NULL);
}

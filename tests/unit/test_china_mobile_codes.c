/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every code that China Mobile and the vendors of /msg/send document: what it
 * means to us, that it is explained in both languages, and that an answer and
 * a report with it come to just that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "case_runner.h"
#include "catalog.h"
#include "compat.h"
#include "descriptor.h"
#include "tree.h"

/* A case may have so many answers. */
#define ANSWERS_MAX 24

struct row {
	const char *code;
	int32_t outcome, error_class, scope, who;
};

#define ROW(code, outcome, error_class, scope, who)               \
	{                                                         \
		code, SMSGW_##outcome, SMSGW_CLASS_##error_class, \
		    SMSGW_SCOPE_##scope, SMSGW_WHO_##who          \
	}

/*
 * What the vendors' documents say, and what delivery makes of it.
 */
/* rspcod of an answer of Cloud MAS. */
static const struct row rspcods[] = {
	ROW("success", ACCEPTED, NONE, NONE, NOBODY),
	ROW("IllegalMac", REJECTED, SIGNED_WRONG, ACCOUNT, ADMIN),
	ROW("IllegalSignId", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("InvalidMessage", REJECTED, PARAMETER, CONTENT, VENDOR),
	ROW("InvalidUsrOrPwd", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("NoSignId", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("TooManyMobiles", REJECTED, PARAMETER, SOMEONE, SENDER),
	ROW("InvalidMobile", REJECTED, NUMBER, NUMBER, SENDER),
	ROW("IllegalIpAddress", REJECTED, PERMISSION, ACCOUNT, ADMIN),
	ROW("IllegalAp", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("IllegalTemplateId", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("ParamsAndTemplateDoesNotMatch", REJECTED, TEMPLATE, CONTENT,
	    ADMIN),
	ROW("IllegalUseTemplate", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("ConflictSignId", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("IllegalSpId", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("NoMobile", REJECTED, PARAMETER, CONTENT, VENDOR),
	ROW("DupMobile", REJECTED, PARAMETER, SOMEONE, SENDER),
	ROW("ContainBlackList", REJECTED, NUMBER_BLOCKED, NUMBER, RECIPIENT),
	ROW("ErrGlobalBlackList", REJECTED, NUMBER_BLOCKED, NUMBER, RECIPIENT),
	ROW("ErrEcBlackList", REJECTED, NUMBER_BLOCKED, NUMBER, ADMIN),
	ROW("ContainSensitiveWord", REJECTED, TEXT, CONTENT, SENDER),
	ROW("ContainLabsSensitiveWord", REJECTED, TEXT, CONTENT, SENDER),
	ROW("ExceedMaxContentLength", REJECTED, TEXT, CONTENT, SENDER),
	ROW("LMSDisabled", REJECTED, TEXT, CONTENT, ADMIN),
	ROW("IllegalLMS", REJECTED, TEXT, CONTENT, SENDER),
	ROW("IllegalMsgfmt", REJECTED, PARAMETER, CONTENT, SENDER),
	ROW("IllegalProtocol", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("RouteNotFound", REJECTED, ROUTE, ROUTE, ADMIN),
	ROW("NoOtSign", REJECTED, TITLE, ROUTE, ADMIN),
	ROW("NotLoadedSign", REJECTED, TITLE, CONTENT, PROVIDER),
	ROW("MessageExpired", REJECTED, EXPIRED, CONTENT, PROVIDER),
	ROW("PrepayBalanceZero", REJECTED, BALANCE, ACCOUNT, ADMIN),
	ROW("PrepayOperErr", REJECTED, BALANCE, ACCOUNT, PROVIDER),
	ROW("OverDailyMax", REJECTED, QUOTA, ACCOUNT, ADMIN),
	ROW("dailyMaxNumZero", REJECTED, QUOTA, ACCOUNT, ADMIN),
	ROW("IllegalState", REJECTED, PERMISSION, ACCOUNT, ADMIN),
	ROW("QueueOverLimit", DEFERRED, THROTTLED, ACCOUNT, ADMIN),
	ROW("FlowOverLimit", DEFERRED, THROTTLED, ACCOUNT, ADMIN),
	ROW("RequestTooOften", DEFERRED, THROTTLED, ACCOUNT, ADMIN),
	ROW("SystemBusy", DEFERRED, TEMPORARY, ACCOUNT, PROVIDER),
	ROW("SenderNotStarted", DEFERRED, TEMPORARY, ACCOUNT, PROVIDER),
	ROW("InternalError", UNKNOWN, BROKEN, NONE, PROVIDER),
	ROW("RequestTimeout", UNKNOWN, BROKEN, NONE, PROVIDER),
	ROW("TransportError", UNKNOWN, BROKEN, NONE, PROVIDER),
};

/* The numbers of /msg/send. */
static const struct row numbers[] = {
	ROW("0", ACCEPTED, NONE, NONE, NOBODY),
	ROW("101", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("102", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("103", DEFERRED, THROTTLED, ACCOUNT, ADMIN),
	ROW("104", DEFERRED, TEMPORARY, ACCOUNT, PROVIDER),
	ROW("105", REJECTED, TEXT, CONTENT, SENDER),
	ROW("106", REJECTED, TEXT, CONTENT, SENDER),
	ROW("107", REJECTED, NUMBER, NUMBER, SENDER),
	ROW("108", REJECTED, PARAMETER, SOMEONE, SENDER),
	ROW("109", REJECTED, BALANCE, ACCOUNT, ADMIN),
	ROW("110", DEFERRED, TEMPORARY, ACCOUNT, ADMIN),
	ROW("111", REJECTED, QUOTA, ACCOUNT, ADMIN),
	ROW("112", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("113", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("114", REJECTED, PARAMETER, CONTENT, SENDER),
	ROW("115", REJECTED, TEXT, CONTENT, SENDER),
	ROW("116", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("117", REJECTED, PERMISSION, ACCOUNT, ADMIN),
	ROW("118", REJECTED, PERMISSION, ACCOUNT, ADMIN),
	ROW("119", REJECTED, PERMISSION, ACCOUNT, ADMIN),
	ROW("120", REJECTED, QUOTA, ACCOUNT, ADMIN),
	ROW("121", REJECTED, PARAMETER, CONTENT, VENDOR),
	ROW("122", REJECTED, NUMBER_LIMIT, NUMBER, SENDER),
	ROW("123", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("124", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("125", REJECTED, TEMPLATE, CONTENT, SENDER),
	ROW("126", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("127", REJECTED, PARAMETER, CONTENT, ADMIN),
	ROW("128", REJECTED, PARAMETER, CONTENT, VENDOR),
	ROW("129", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("130", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
	ROW("133", REJECTED, PARAMETER, SOMEONE, ADMIN),
};

/* Codes of reports. */
static const struct row reports[] = {
	ROW("CM:0000", ACCEPTED, NONE, NONE, NOBODY),
	ROW("CM:3000", ACCEPTED, NONE, NONE, NOBODY),
	ROW("CM:1004", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("CM:4004", REJECTED, PARAMETER, CONTENT, VENDOR),
	ROW("CM:4007", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("CM:3007", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("CM:4008", REJECTED, PARAMETER, SOMEONE, SENDER),
	ROW("CM:4001", REJECTED, CREDENTIALS, ACCOUNT, ADMIN),
	ROW("CM:1005", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("CM:1006", REJECTED, TEMPLATE, CONTENT, ADMIN),
	ROW("CM:4009", REJECTED, TITLE, CONTENT, ADMIN),
	ROW("CM:8003", REJECTED, NUMBER_BLOCKED, NUMBER, RECIPIENT),
	ROW("CM:8004", REJECTED, NUMBER_BLOCKED, NUMBER, ADMIN),
	ROW("CM:8001", REJECTED, TEXT, CONTENT, SENDER),
	ROW("CM:8002", REJECTED, TEXT, CONTENT, SENDER),
	ROW("CM:4002", REJECTED, TEXT, CONTENT, ADMIN),
	ROW("CM:4003", REJECTED, TEXT, CONTENT, SENDER),
	ROW("CM:4005", REJECTED, ROUTE, ROUTE, ADMIN),
	ROW("CM:4006", REJECTED, TITLE, ROUTE, ADMIN),
	ROW("CM:8005", REJECTED, BALANCE, ACCOUNT, ADMIN),
	ROW("CM:8007", REJECTED, BALANCE, ACCOUNT, PROVIDER),
	ROW("CM:4010", REJECTED, QUOTA, ACCOUNT, ADMIN),
	ROW("CM:8006", DEFERRED, TEMPORARY, ACCOUNT, PROVIDER),
	ROW("CM:9999", UNKNOWN, BROKEN, NONE, PROVIDER),
	ROW("GW:9999", UNKNOWN, BROKEN, NONE, PROVIDER),
	ROW("CM:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("DELIVRD", ACCEPTED, NONE, NONE, NOBODY),
	ROW("ACCEPTD", ACCEPTED, NONE, NONE, NOBODY),
	ROW("EXPIRED", REJECTED, EXPIRED, NUMBER, RECIPIENT),
	ROW("DELETED", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("UNDELIV", REJECTED, HANDSET, NUMBER, RECIPIENT),
	ROW("UNKNOWN", REJECTED, HANDSET, NUMBER, PROVIDER),
	ROW("REJECTD", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("MA:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("CA:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("DA:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("SA:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("IA:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("MB:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("CB:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("DB:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("SB:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("IB:*", REJECTED, REFUSED, NUMBER, PROVIDER),
	ROW("MC:*", REJECTED, BROKEN, NUMBER, PROVIDER),
	ROW("IC:*", REJECTED, BROKEN, NUMBER, PROVIDER),
};

/* RET-CODE of an answer of the old interface. */
static const struct row old_codes[] = {
	ROW("SC:0000", UNKNOWN, PROTOCOL, NONE, ADMIN),
	ROW("SC:*", REJECTED, CONFIGURATION, ACCOUNT, ADMIN),
};

static const struct {
	const struct row *rows;
	size_t count;
} tables[] = {
	{ rspcods, ARRAY_LEN(rspcods) },
	{ numbers, ARRAY_LEN(numbers) },
	{ reports, ARRAY_LEN(reports) },
	{ old_codes, ARRAY_LEN(old_codes) },
};

/* What the fix of a class has to speak of, in English and in Chinese. */
static const struct {
	int32_t error_class;
	const char *en, *zh;
} remedies[] = {
	{ SMSGW_CLASS_CREDENTIALS, "api_", "api_" },
	{ SMSGW_CLASS_SIGNED_WRONG, "ec_name", "ec_name" },
	{ SMSGW_CLASS_TITLE, "ign", "签名" },
	{ SMSGW_CLASS_BALANCE, "account", "账户" },
	{ SMSGW_CLASS_NUMBER, "number", "号码" },
	{ SMSGW_CLASS_NUMBER_BLOCKED, "taken off|take it off", "移" },
	{ SMSGW_CLASS_THROTTLED, "rate", "rate" },
	{ SMSGW_CLASS_ROUTE, "another gateway", "其他网关" },
};

const struct smsgw_provider *china_mobile_LTX_smsgw_provider(void);

static const struct smsgw_code *
row_in(const struct smsgw_code *row, const char *code)
{
	while (row->code != NULL && strcmp(row->code, code) != 0)
		row++;
	return row->code != NULL ? row : NULL;
}

/* The row in the table where it belongs, and in no other. */
static const struct smsgw_code *
row_of(const struct row *expected)
{
	const struct smsgw_provider *provider =
	    china_mobile_LTX_smsgw_provider();
	bool of_report =
	    expected >= reports && expected < reports + ARRAY_LEN(reports);

	assert_null(row_in(of_report ? provider->codes : provider->report_codes,
	    expected->code));
	return row_in(of_report ? provider->report_codes : provider->codes,
	    expected->code);
}

static void
check_meaning(const struct row *expected)
{
	const struct smsgw_code *row = row_of(expected);

	if (row == NULL)
		fail_msg("there is no row for %s", expected->code);
	if (row->outcome != expected->outcome ||
	    row->error_class != expected->error_class ||
	    row->scope != expected->scope || row->who != expected->who)
		fail_msg("%s means something else", expected->code);
}

static void
for_each_row(void check(const struct row *))
{
	size_t i, k;

	for (i = 0; i < ARRAY_LEN(tables); i++)
		for (k = 0; k < tables[i].count; k++)
			check(&tables[i].rows[k]);
}

static void
each_code_means_what_the_documents_say(void **state)
{
	(void)state;
	for_each_row(check_meaning);
}

static void
no_code_is_left_out_here(void **state)
{
	const struct smsgw_provider *provider =
	    china_mobile_LTX_smsgw_provider();
	size_t answers = 0, of_reports = 0;

	(void)state;
	while (provider->codes[answers].code != NULL)
		answers++;
	while (provider->report_codes[of_reports].code != NULL)
		of_reports++;
	assert_int_equal(answers,
	    ARRAY_LEN(rspcods) + ARRAY_LEN(numbers) + ARRAY_LEN(old_codes));
	assert_int_equal(of_reports, ARRAY_LEN(reports));
}

/* Whether a text has one of the words between the bars. */
static bool
speaks_of(const char *text, const char *words)
{
	char word[64];
	size_t len;

	for (; *words != '\0'; words += len, words += *words == '|') {
		len = strcspn(words, "|");
		snprintf(word, sizeof(word), "%.*s", (int)len, words);
		if (strstr(text, word) != NULL)
			return true;
	}
	return false;
}

static bool
has_chinese(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0xe4 &&
		    (unsigned char)*text <= 0xe9)
			return true;
	return false;
}

static void
check_words(const struct row *expected)
{
	const struct smsgw_code *row = row_of(expected);
	size_t k;

	assert_true(has_chinese(row->text_zh));
	assert_false(has_chinese(row->text));
	if (row->outcome == SMSGW_ACCEPTED)
		return;
	assert_true(has_chinese(row->fix_zh));
	for (k = 0; k < ARRAY_LEN(remedies); k++)
		if (remedies[k].error_class == row->error_class &&
		    (!speaks_of(row->fix, remedies[k].en) ||
			!speaks_of(row->fix_zh, remedies[k].zh)))
			fail_msg("%s: the fix does not speak of %s", row->code,
			    remedies[k].en);
}

static void
each_code_is_explained_in_both_languages(void **state)
{
	(void)state;
	for_each_row(check_words);
}

static const char mas_gateway[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = http://sms.example.com/sms/norsubmit\n"
    "api_account = a\napi_password = 'p'\n"
    "[provider]\nec_name = e\nsign_code = s\n";

static const char msg_gateway[] =
    "[gateway]\nprovider = china_mobile\n"
    "sms_url = http://sms.example.com/msg/send\n"
    "api_account = a\napi_password = 'p'\nsms_title = t\n";

static const char message[] = "[message]\nto = +8613800138000\ntext = Hi\n";

/* Runs a case that is written here. */
static void
run_case(struct buf *text)
{
	struct buf report;
	int rc;

	buf_init(&report, (size_t)64 * 1024);
	tree_write("codes.case", 0600, buf_str(text));
	rc = case_run(china_mobile_LTX_smsgw_provider(),
	    tree_path("codes.case"), tree_path(""), &report);
	if (rc != 0)
		print_message("# %s\n%s\n", buf_str(text), buf_str(&report));
	buf_fini(&report);
	assert_int_equal(rc, 0);
	buf_reset(text);
}

/* The result of one number: of somebody in a batch there is no speaking. */
static void
add_result(struct buf *out, const struct row *row)
{
	int32_t scope = row->scope == SMSGW_SCOPE_SOMEONE ?
	    SMSGW_SCOPE_CONTENT :
	    row->scope;

	(void)buf_printf(out, "[result]\noutcome = %s\nerror = %s\n",
	    descriptor_outcome_word(row->outcome),
	    catalog_for_class(row->error_class)->code);
	if (scope != SMSGW_SCOPE_NONE)
		(void)buf_printf(
		    out, "scope = %s\n", descriptor_scope_word(scope));
	(void)buf_printf(
	    out, "code = %s\nfix = %s\n\n", row->code, row_of(row)->fix);
}

/* Runs answers with all codes of a table, each between before and behind. */
static void
answers_come_to(const char *gateway, const char *before, const char *behind,
    const struct row *rows, size_t row_count)
{
	struct buf text;
	size_t i, count = 0;

	buf_init(&text, (size_t)64 * 1024);
	for (i = 0; i < row_count; i++) {
		if (rows[i].outcome == SMSGW_ACCEPTED)
			continue;
		if (count == 0)
			(void)buf_printf(&text, "%s%s", gateway, message);
		(void)buf_printf(&text, "[response]\nHTTP 200\n\n%s%s%s\n\n",
		    before, rows[i].code, behind);
		add_result(&text, &rows[i]);
		if (++count == ANSWERS_MAX) {
			run_case(&text);
			count = 0;
		}
	}
	if (count > 0)
		run_case(&text);
	buf_fini(&text);
}

static void
each_rspcod_comes_to_its_row(void **state)
{
	(void)state;
	answers_come_to(mas_gateway, "{\"msgGroup\":\"\",\"rspcod\":\"",
	    "\",\"success\":false}", rspcods, ARRAY_LEN(rspcods));
}

static void
each_number_comes_to_its_row_in_json(void **state)
{
	(void)state;
	answers_come_to(msg_gateway, "{\"code\":\"", "\",\"msgId\":\"\"}",
	    numbers, ARRAY_LEN(numbers));
}

static void
each_number_comes_to_its_row_in_lines(void **state)
{
	(void)state;
	answers_come_to(
	    msg_gateway, "20161025170822,", "", numbers, ARRAY_LEN(numbers));
}

/* A report with one code; a prefix stands for a code of one's own. */
static void
add_report(struct buf *text, const struct row *row)
{
	char code[32];

	snprintf(code, sizeof(code), "%s", row->code);
	if (strchr(code, '*') != NULL)
		*strchr(code, '*') = '7';
	(void)buf_printf(text,
	    "%s[push]\nPOST /\n\n"
	    "{\"msgGroup\":\"1\",\"reportStatus\":\"UNDELIV\","
	    "\"errorCode\":\"%s\"}\n\n"
	    "[reports]\nreport = 1\nstate = undelivered\n"
	    "code = %s\nerror = %s\n",
	    mas_gateway, code, code, catalog_for_class(row->error_class)->code);
	if (row->scope != SMSGW_SCOPE_NONE)
		(void)buf_printf(
		    text, "scope = %s\n", descriptor_scope_word(row->scope));
	if (strncmp(code, "CM:", 3) == 0 && strcmp(code, row->code) == 0 &&
	    row->outcome != SMSGW_UNKNOWN)
		(void)buf_puts(text, "left = never\n");
}

static void
each_code_of_a_report_comes_to_its_row(void **state)
{
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, (size_t)64 * 1024);
	for (i = 0; i < ARRAY_LEN(reports); i++) {
		if (reports[i].outcome == SMSGW_ACCEPTED)
			continue;
		add_report(&text, &reports[i]);
		run_case(&text);
	}
	buf_fini(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_code_means_what_the_documents_say),
		cmocka_unit_test(no_code_is_left_out_here),
		cmocka_unit_test(each_code_is_explained_in_both_languages),
		cmocka_unit_test_setup_teardown(
		    each_rspcod_comes_to_its_row, tree_setup, tree_teardown),
		cmocka_unit_test_setup_teardown(
		    each_number_comes_to_its_row_in_json, tree_setup,
		    tree_teardown),
		cmocka_unit_test_setup_teardown(
		    each_number_comes_to_its_row_in_lines, tree_setup,
		    tree_teardown),
		cmocka_unit_test_setup_teardown(
		    each_code_of_a_report_comes_to_its_row, tree_setup,
		    tree_teardown),
	};

	return cmocka_run_group_tests_name(
	    "china_mobile_codes", tests, NULL, NULL);
}

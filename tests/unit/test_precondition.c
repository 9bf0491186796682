/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Broken preconditions: a strict process aborts, any other one goes on with
 * the value that was asked for.
 */
#include "precondition.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int
half_of(int even)
{
	require_or_return(even % 2 == 0, -1);
	return even / 2;
}

static void
store_positive(int value, int *out)
{
	require_or_return_void(value > 0);
	*out = value;
}

static void
what_holds_changes_nothing(void **state)
{
	int out = 0;

	(void)state;
	assert_int_equal(half_of(4), 2);
	store_positive(3, &out);
	assert_int_equal(out, 3);
}

static void
in_production_the_call_returns(void **state)
{
	int out = 7;

	(void)state;
	assert_int_equal(unsetenv("SMSGW_STRICT"), 0);
	assert_int_equal(half_of(3), -1);
	store_positive(-3, &out);
	assert_int_equal(out, 7);
	assert_int_equal(setenv("SMSGW_STRICT", "0", 1), 0);
	assert_int_equal(half_of(3), -1);
}

static void
a_strict_process_aborts(void **state)
{
	int status = 0;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)signal(SIGABRT, SIG_DFL);
		(void)setenv("SMSGW_STRICT", "1", 1);
		(void)half_of(3);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_holds_changes_nothing),
		cmocka_unit_test(in_production_the_call_returns),
		cmocka_unit_test(a_strict_process_aborts),
	};

	return cmocka_run_group_tests_name("precondition", tests, NULL, NULL);
}

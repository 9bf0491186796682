# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# How the tools talk, and how they count: a stage is a function whose output
# goes to _build/log/NAME.log and whose checks are counted by pass and fail.

# The top of the tree; whoever reads this file has gone there first.
top=$PWD
build=$top/_build
logs=$build/log

say()
{
	printf '%s\n' "$*"
}

die()
{
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# The counts of the stage that runs lie in a file, because it is a subshell.
pass()
{
	say "ok - $*"
	say "ok $*" >>"$counts"
}

fail()
{
	say "not ok - $*"
	say "not ok $*" >>"$counts"
}

# expect WHAT COMMAND...: one check that passes when the command does.
expect()
{
	expect_what=$1
	shift
	if "$@"; then
		pass "$expect_what"
	else
		fail "$expect_what"
	fi
}

# count_tests DIRECTORY: what make check there has found, test by test.
count_tests()
{
	find "$1" -name '*.trs' -exec sed -n \
		-e 's/^:test-result: \(PASS\|XFAIL\)/ok/p' \
		-e 's/^:test-result: \(FAIL\|XPASS\|ERROR\)/not ok/p' \
		{} + >>"$counts"
}

total_passed=0
total_failed=0

# stage NAME TITLE FUNCTION: runs it, says what came of it.  A function that
# stops with an error without having counted one has failed once.
stage()
{
	stage_log=$logs/$1.log
	counts=$logs/$1.counts
	stage_start=$(date +%s)
	mkdir -p "$logs"
	: >"$counts"
	printf '%-10s %-46s ' "$1" "$2"
	set +e
	(set -e; "$3") >"$stage_log" 2>&1 </dev/null
	stage_status=$?
	set -e
	stage_passed=$(grep -c '^ok' "$counts" || :)
	stage_failed=$(grep -c '^not ok' "$counts" || :)
	if [ "$stage_status" -ne 0 ] && [ "$stage_failed" -eq 0 ]; then
		stage_failed=1
	fi
	total_passed=$((total_passed + stage_passed))
	total_failed=$((total_failed + stage_failed))
	printf '%4d passed, %d failed %5d s\n' "$stage_passed" \
		"$stage_failed" "$(($(date +%s) - stage_start))"
	if [ "$stage_failed" -ne 0 ]; then
		stage_explain
	fi
}

stage_explain()
{
	say "--- what failed, and the end of ${stage_log#"$top"/}"
	grep -a -E '^(FAIL|ERROR|XPASS|not ok)|: error: ' "$stage_log" |
		head -n 40 || :
	say '...'
	tail -n 30 "$stage_log"
	say '---'
}

# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Checks of the sources as text.  Each counts once, by expect() of say.sh.

# The files of the project: those of git and new ones that it does not ignore.
files()
{
	{
		git ls-files -co --exclude-standard 2>/dev/null ||
			find . -name _build -prune -o -type f -print |
			sed 's,^\./,,'
	} | while read -r file; do
		[ ! -f "$file" ] || say "$file"
	done
}

c_files()
{
	files | grep -E '\.[ch]$'
}

script_files()
{
	files | grep -E '^(tools/|\.ci/|tests/)' | while read -r file; do
		case $(head -n 1 "$file" | tr -d '\0') in
		'#!/bin/sh'* | '# shellcheck shell=sh') say "$file" ;;
		esac
	done
}

lint_fast()
{
	lint_format
	lint_rules
	expect 'scripts: shellcheck' lint_shellcheck
	expect 'spelling: codespell' lint_codespell
	expect 'Python sources compile' lint_python
}

# lint_slow shallow|deep: how far clang's analyser goes; deep takes ten times
# as long.
lint_slow()
{
	lint_tidy "$1"
	expect 'cppcheck' lint_cppcheck
}

# Other versions of clang-format lay out some lines otherwise.
lint_format()
{
	case $(clang-format --version) in
	*' 14.'*)
		expect 'layout: clang-format' lint_clang_format
		;;
	*)
		say 'layout: left out, the rules are for clang-format 14'
		;;
	esac
}

lint_clang_format()
{
	layout=$(c_files | xargs clang-format --dry-run 2>&1 |
		sed -n 's/:[0-9]*:[0-9]*: warning: .*//p' | sort | uniq -c)
	[ -n "$layout" ] || return 0
	say 'lines that tools/lint --format would lay out otherwise:'
	say "$layout"
	return 1
}

lint_rules()
{
	python3 -B tools/lib/rules.py >"$logs/rules.out" || :
	cat "$logs/rules.out"
	grep -E '^(not )?ok ' "$logs/rules.out" >>"$counts" ||
		fail 'tools/lib/rules.py ran'
}

lint_shellcheck()
{
	# Each file is looked at by itself, so what another one sets or uses
	# is unknown.
	script_files | xargs shellcheck -e SC1091,SC2034,SC2154
}

# Tests misspell words on purpose.
lint_codespell()
{
	files | grep -v -E '^(LICENSE$|tests/.*\.(bin|ini)$|tests/(unit|program|golden|fuzz/corpus)/)' |
		xargs codespell -L "$(codespell_words)"
}

# Words that are right here although the list has another idea.
codespell_words()
{
	say 'ans,crasher,crashers,faild,fo,te,whos'
}

lint_python()
{
	files | grep '\.py$' | xargs -r python3 -B -c 'if True:
		import ast, sys
		for name in sys.argv[1:]:
			ast.parse(open(name, encoding="utf-8").read(), name)'
}

# What the compiler is told, for tools that compile by themselves; a shell reads
# it once more.
c_flags()
{
	say -std=c11 -Icore/lib -Icore/cli -Icore/simulate -Iinclude \
		-D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
		'-DPROVIDERDIR=\"p\"' '-DSYSCONFDIR=\"s\"' \
		'-DLOCALSTATEDIR=\"l\"' '-DPKGDATADIR=\"d\"' \
		'-DPACKAGE_VERSION=\"0\"' '-DVERSION=\"0\"' \
		-DHAVE_INIPARSER_INIPARSER_H=1 \
		"$(pkg-config --cflags libcurl jansson libcrypto libxml-2.0)"
}

# A file is looked at again when it, a header or the rules have changed.
lint_tidy()
{
	tidy_depth="--extra-arg=-Xclang --extra-arg=-analyzer-config"
	tidy_depth="$tidy_depth --extra-arg=-Xclang --extra-arg=mode=$1"
	tidy_done=$build/lint/$1
	mkdir -p "$tidy_done"
	tidy_headers=$(files | grep '\.h$' | xargs cat .clang-tidy |
		sha256sum)
	tidy_jobs=$(nproc 2>/dev/null || echo 2)
	c_files | grep -E '^(core|plugins)/.*\.c$' | while read -r file; do
		tidy_key=$(say "$tidy_headers" | cat - "$file" | sha256sum)
		say "$file $tidy_done/${tidy_key%% *}"
	done >"$tidy_done/list"
	# shellcheck disable=SC2016 # for the inner shell
	xargs -r -P "$tidy_jobs" -n 2 sh -c '
		[ -e "$2" ] && exit 0
		clang-tidy --quiet '"$tidy_depth"' "$1" -- \
			'"$(c_flags)"' >"$2.out" 2>&1 &&
			mv "$2.out" "$2"' - <"$tidy_done/list" || :
	while read -r file key; do
		expect "clang-tidy: $file" tidy_result "$key"
	done <"$tidy_done/list"
}

tidy_result()
{
	[ -e "$1" ] || { cat "$1.out"; return 1; }
}

lint_cppcheck()
{
	mkdir -p "$build/lint/cppcheck"
	c_files | grep -E '^(core|plugins)/.*\.c$' |
		xargs -r cppcheck --quiet --std=c11 --error-exitcode=1 \
		--enable=warning,portability --inline-suppr \
		--suppress=missingInclude --suppress=uninitMemberVar \
		--cppcheck-build-dir="$build/lint/cppcheck" \
		-Icore/lib -Iinclude -D_POSIX_C_SOURCE=200809L
}

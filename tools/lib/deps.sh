# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# What the build and the tests need, how to see that it is there, and how to
# install it on Debian.  Nothing is asked of the network when nothing is
# missing.

has()
{
	command -v "$1" >/dev/null 2>&1
}

has_header()
{
	has gcc && printf '#include <%s>\n' "$1" |
		gcc -E -xc - >/dev/null 2>&1
}

has_lib()
{
	has pkg-config && pkg-config --exists "$1"
}

has_python()
{
	has python3 && python3 -c "import $1" >/dev/null 2>&1
}

# Valgrind cannot run a program of a C library without its symbols.
has_valgrind()
{
	has valgrind && valgrind -q true >/dev/null 2>&1
}

# deps_missing build|check: the Debian packages that are missing.
deps_missing()
{
	while read -r need package question argument; do
		case $need in
		\#* | '') continue ;;
		esac
		if [ "$need" = check ] && [ "$1" = build ]; then
			continue
		fi
		"$question" "$argument" || printf '%s ' "$package"
	done <<-'END'
	build gcc                  has        gcc
	build libc6-dev            has_header stdlib.h
	build make                 has        make
	build autoconf             has        autoconf
	build automake             has        automake
	build libtool              has        libtoolize
	build pkg-config           has        pkg-config
	build libcurl4-openssl-dev has_lib    libcurl
	build libssl-dev           has_lib    libcrypto
	build libjansson-dev       has_lib    jansson
	build libxml2-dev          has_lib    libxml-2.0
	build libevent-dev         has_lib    libevent_openssl
	build libltdl-dev          has_header ltdl.h
	build libiniparser-dev     has_iniparser -
	check libcmocka-dev        has_lib    cmocka
	check python3              has        python3
	check python3-jsonschema   has_python jsonschema
	check openssl              has        openssl
	check git                  has        git
	check gettext              has        xgettext
	check mandoc               has        mandoc
	check xz-utils             has        xz
	check file                 has        file
	check clang                has        clang
	check clang-format         has        clang-format
	check clang-tidy           has        clang-tidy
	check cppcheck             has        cppcheck
	check codespell            has        codespell
	check shellcheck           has        shellcheck
	check valgrind             has        valgrind
	check libc6-dbg            has_valgrind -
	check nodejs               has        node
	check npm                  has        npm
	END
}

has_iniparser()
{
	has_header iniparser/iniparser.h || has_header iniparser.h
}

# deps_install build|check: afterwards nothing is missing, or the tool has
# stopped with a sentence.
deps_install()
{
	deps=$(deps_missing "$1")
	if [ -z "$deps" ]; then
		return 0
	fi
	has apt-get || die "missing (by their Debian names): $deps-" \
		"install them with the package manager of this system"
	deps_root=
	if [ "$(id -u)" -ne 0 ]; then
		has sudo || die "missing: $deps- install them as root:" \
			"apt-get install $deps"
		deps_root=sudo
	fi
	say "installing with apt-get: $deps"
	deps_apt update
	# shellcheck disable=SC2086 # one word a package
	deps_apt install -y --no-install-recommends $deps
	deps=$(deps_missing "$1")
	[ -z "$deps" ] || die "still missing after apt-get install: $deps"
}

# npm_install: what vendors' own SDKs say is compared with in tests.  They are
# fetched once; without the network the tests that need them are skipped.
npm_install()
{
	npm_dir=$build/npm
	if [ -d "$npm_dir/node_modules/@alicloud/openapi-core" ] &&
		[ -d "$npm_dir/node_modules/@alicloud/dysmsapi20170525" ] &&
		[ -d "$npm_dir/node_modules/@alicloud/dysmsapi20180501" ] &&
		[ -d "$npm_dir/node_modules/@alicloud/pop-core" ]; then
		return 0
	fi
	say 'fetching the SDKs of vendors with npm'
	mkdir -p "$npm_dir"
	npm install --prefix "$npm_dir" --cache "$npm_dir/cache" \
		--ignore-scripts --no-package-lock --no-audit --no-fund \
		--no-update-notifier --loglevel error \
		@alicloud/openapi-core@1.0.8 \
		@alicloud/dysmsapi20170525@4.6.0 \
		@alicloud/dysmsapi20180501@1.0.10 \
		@alicloud/pop-core@1.8.0 </dev/null ||
		say 'npm failed: tests with the SDKs will be skipped'
}

deps_apt()
{
	$deps_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" \
		</dev/null || die "apt-get $1 failed: missing are $deps"
}

# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# Building in _build/: each kind of build has a folder of its own, is
# configured once for its options, and is made again only where something
# changed.

jobs=$(nproc 2>/dev/null || echo 2)

# Libtool is a shell script, run once a file: dash halves what it costs.
if command -v dash >/dev/null; then
	CONFIG_SHELL=$(command -v dash)
	export CONFIG_SHELL
fi

# Autotools write into the source tree once; afterwards make itself keeps
# their output up to date.
build_autoreconf()
{
	if [ ! -x configure ] || [ ! -e Makefile.in ] ||
	    [ ! -e build-aux/tap-driver.sh ]; then
		autoreconf -fi
	fi
}

# build_configure NAME OPTION...: _build/NAME is configured with the options.
build_configure()
{
	build_dir=$build/$1
	shift
	build_autoreconf
	mkdir -p "$build_dir"
	if [ -e "$build_dir/Makefile" ] && printf '%s\n' "$@" |
	    cmp -s - "$build_dir/.options"; then
		return 0
	fi
	(cd "$build_dir" && ../../configure "$@")
	printf '%s\n' "$@" >"$build_dir/.options"
}

# build_make NAME TARGET...
build_make()
{
	build_dir=$build/$1
	shift
	make -C "$build_dir" -j "$jobs" "$@"
}

# build_check NAME TARGET...: tests, of which many wait for something.
build_check()
{
	build_dir=$build/$1
	shift
	make -C "$build_dir" -j "$((2 * jobs))" "$@"
}

# build_inst: the plain build, installed into _build/inst, as it is used.
build_inst()
{
	build_configure plain --prefix="$build/inst"
	build_make plain
	build_make plain install
}

# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# The stages of tools/check, each a function for stage() of say.sh.

# make_check NAME [TARGET]: runs the tests of a build and counts them.
make_check()
{
	find "$build/$1" -name '*.trs' -exec rm -f {} +
	make_status=0
	build_check "$1" "${2:-check}" || make_status=$?
	count_tests "$build/$1"
	return "$make_status"
}

stage_gcc()
{
	build_gcc
	make_check gcc
}

stage_unit()
{
	build_gcc
	make_check gcc check-unit
}

build_gcc()
{
	build_configure gcc CC=gcc CFLAGS='-g -O1' --enable-werror \
		--enable-sanitizers
	expect 'gcc: no warning' build_make gcc
}

stage_clang()
{
	build_configure clang CC=clang --enable-werror
	expect 'clang: no warning' build_make clang
	make_check clang check-unit
}

# What make install puts somewhere, make uninstall takes away.
stage_install()
{
	build_inst
	pass 'the plain build installs into _build/inst'
	expect 'the installed program runs' smoke "$build/inst/bin/smsgw"
	install_root=$build/install
	rm -rf "$install_root"
	build_make plain install DESTDIR="$install_root"
	install_list=$(cd "$install_root$build/inst" && find . -type f)
	for file in bin/smsgw lib/libsmsgw.so.0.0.0 lib/pkgconfig/smsgw.pc \
	    lib/pkgconfig/smsgw-provider.pc lib/smsgw/providers/aliyun.so \
	    lib/smsgw/providers/china_mobile.so \
	    lib/smsgw/providers/http.so lib/smsgw/providers/test.so \
	    include/smsgw/provider.h include/smsgw/smsgw.h; do
		expect "installed: $file" listed "./$file" "$install_list"
	done
	expect 'libsmsgw exports smsgw_ alone' \
		exports "$build"/inst/lib/libsmsgw.so '^smsgw_'
	for file in "$build"/inst/lib/smsgw/providers/*.so; do
		expect "${file##*/} exports its one function" exports "$file" \
			"^$(basename "$file" .so)_LTX_smsgw_provider\$"
		expect "${file##*/} needs libc alone" needs_libc_alone "$file"
	done
	expect "a vendor's provider builds from the installed header" \
		vendor_build
	expect 'a program that embeds the library builds and sends' embed_build
	build_make plain uninstall DESTDIR="$install_root"
	expect 'uninstall leaves no file' \
		nothing_in "$install_root" ! -type d
	expect 'uninstall leaves no folder of ours' \
		nothing_in "$install_root" -name smsgw
}

# What docs/providers.md tells a vendor to do.
vendor_build()
{
	rm -rf "$build/vendor"
	cp -R docs/examples/provider "$build/vendor"
	PKG_CONFIG_PATH="$build/inst/lib/pkgconfig" make -C "$build/vendor" &&
	    SMSGW_PROVIDER_PATH="$build/vendor" \
		"$build/inst/bin/smsgw" providers acme
}

# What docs/embedding.md tells the author of a program to do.
embed_build()
{
	rm -rf "$build/embed"
	cp -R docs/examples/embed "$build/embed"
	demo_config "$build/inst/bin/smsgw" "$build/embed/etc" &&
	    PKG_CONFIG_PATH="$build/inst/lib/pkgconfig" \
		make -C "$build/embed" &&
	    echo +8613800138000 | LD_LIBRARY_PATH="$build/inst/lib" \
		"$build/embed/codes" "$build/embed/etc"
}

listed()
{
	printf '%s\n' "$2" | grep -qxF "$1"
}

nothing_in()
{
	left=$(find "$@")
	[ -z "$left" ] || { say "left: $left"; return 1; }
}

# exports FILE PATTERN: it exports something, and only what fits the pattern.
exports()
{
	symbols=$(nm -D --defined-only "$1" | sed 's/.* //')
	[ -n "$symbols" ] || return 1
	! printf '%s\n' "$symbols" | grep -v -E "$2"
}

needs_libc_alone()
{
	! objdump -p "$1" | grep NEEDED | grep -v -E ' libc\.so'
}

# smoke PROGRAM [WRAPPER...]: a message through the test channel.
smoke()
{
	program=$1
	shift
	smoke_dir=$(dirname "$counts")/../smoke
	mkdir -p "$smoke_dir"
	demo_config "$program" "$smoke_dir/etc" &&
	    "$@" "$program" -c "$smoke_dir/etc" check &&
	    "$@" "$program" -c "$smoke_dir/etc" providers &&
	    "$@" "$program" -c "$smoke_dir/etc" --json test demo \
		--to +8613800138000
}

# One program that needs none of our files.
stage_static()
{
	build_configure static --disable-shared --enable-static \
		--enable-werror
	expect 'static: no warning' build_make static
	expect 'it sends through its own test channel' \
		smoke "$build/static/smsgw"
	expect 'it carries the http provider' \
		"$build/static/smsgw" providers http
}

stage_dist()
{
	build_configure dist
	dist_name=smsgw-$(build_version)
	chmod -R u+w "$build/dist/$dist_name" 2>/dev/null || :
	rm -rf "$build/dist/$dist_name" "$build/dist/$dist_name.tar.xz"
	TAR_OPTIONS=$(tar_options)
	export TAR_OPTIONS
	# other stages have what is optimized
	expect 'make distcheck' build_check dist distcheck \
		DISTCHECK_CONFIGURE_FLAGS=CFLAGS=-O0
	[ -e "$build/dist/$dist_name.tar.xz" ] || return 1
	dist_list=$(tar -tf "$build/dist/$dist_name.tar.xz" |
		sed "s,^$dist_name/,,")
	expect 'every file of the repository is in it' dist_complete
}

# Who packed it, when and in which order shall not show in the tarball.
tar_options()
{
	say "--sort=name --owner=0 --group=0 --numeric-owner" \
		"--mtime=@$(git log -1 --format=%ct 2>/dev/null || echo 0)"
}

build_version()
{
	sed -n 's/^PACKAGE_VERSION = //p' "$build/dist/Makefile"
}

dist_complete()
{
	dist_missing=0
	for file in $(git ls-files 2>/dev/null); do
		if [ "$file" != .gitignore ] && [ -e "$file" ] &&
		    ! listed "$file" "$dist_list"; then
			say "not in EXTRA_DIST or a list: $file"
			dist_missing=1
		fi
	done
	return "$dist_missing"
}

stage_valgrind()
{
	build_inst
	make_check plain check-valgrind
	expect 'the program under valgrind' \
		smoke "$build/inst/bin/smsgw" valgrind -q \
		--error-exitcode=99 --leak-check=full \
		--errors-for-leak-kinds=definite \
		--child-silent-after-fork=yes \
		--suppressions="$top/tests/valgrind.supp"
}

# Engines, pool and transport: several threads may each have theirs.
stage_tsan()
{
	build_configure tsan CC=gcc CFLAGS='-g -O1 -fsanitize=thread'
	build_make tsan
	make_check tsan check-threads
}

stage_lint()
{
	lint_fast
}

stage_analyse()
{
	lint_slow shallow
}

# The tarball, built in another folder with the options of the plain build: the
# same files.  As long as the tarball does not change, nor does what was found.
stage_repro()
{
	build_inst
	dist_name=smsgw-$(build_version)
	tarball=$build/dist/$dist_name.tar.xz
	repro=$build/repro
	if ! cmp -s "$tarball" "$repro/tarball"; then
		rm -rf "$repro"
		mkdir -p "$repro/another/folder"
		repro_build "$repro/another/folder"
		build_make plain install DESTDIR="$repro/plain"
		cp "$tarball" "$repro/tarball"
	fi
	expect 'another folder gives the same files' \
		diff -r "$repro/plain" "$repro/root"
}

# repro_build FOLDER: builds the tarball there, installs into $repro/root.
repro_build()
{
	tar -xf "$tarball" -C "$1"
	(cd "$1/$dist_name" && ./configure --prefix="$build/inst")
	make -C "$1/$dist_name" -j "$jobs"
	make -C "$1/$dist_name" install DESTDIR="$repro/root"
}

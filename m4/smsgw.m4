# SPDX-License-Identifier: Apache-2.0
#
# The few macros of configure.ac that are ours.

# SMSGW_ADD_FLAGS(VARIABLE, FLAGS)
# --------------------------------
# Adds to VARIABLE (which is substituted) each of the compiler's FLAGS that the
# compiler takes without a warning, with the user's own flags in effect.
AC_DEFUN([SMSGW_ADD_FLAGS], [
AC_REQUIRE([AC_PROG_CC])
smsgw_saved_CFLAGS=$CFLAGS
for smsgw_flag in m4_normalize([$2]); do
	AC_MSG_CHECKING([whether $CC takes $smsgw_flag])
	CFLAGS="$smsgw_saved_CFLAGS -Werror $smsgw_flag"
	AC_COMPILE_IFELSE(
		[AC_LANG_PROGRAM([#include <stdlib.h>], [return abs(0);])],
		[AC_MSG_RESULT([yes])
		 AS_VAR_APPEND([$1], [" $smsgw_flag"])],
		[AC_MSG_RESULT([no])])
done
CFLAGS=$smsgw_saved_CFLAGS
AC_SUBST([$1])])

# SMSGW_ADD_LINK_FLAGS(VARIABLE, FLAGS)
# -------------------------------------
# The same for flags of the linker: each is tried in a whole link.
AC_DEFUN([SMSGW_ADD_LINK_FLAGS], [
AC_REQUIRE([AC_PROG_CC])
smsgw_saved_LDFLAGS=$LDFLAGS
for smsgw_flag in m4_normalize([$2]); do
	AC_MSG_CHECKING([whether the linker takes $smsgw_flag])
	LDFLAGS="$smsgw_saved_LDFLAGS $smsgw_flag"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
		[AC_MSG_RESULT([yes])
		 AS_VAR_APPEND([$1], [" $smsgw_flag"])],
		[AC_MSG_RESULT([no])])
done
LDFLAGS=$smsgw_saved_LDFLAGS
AC_SUBST([$1])])

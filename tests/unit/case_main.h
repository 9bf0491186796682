/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A test program of one provider: its golden cases, and tests of its own.
 * cmocka's header and those it needs come before this one.
 */
#ifndef TESTS_CASE_MAIN_H
#define TESTS_CASE_MAIN_H

#include <smsgw/provider.h>

/*
 * Runs as one group: that the description is without a flaw, that there are
 * at least `least` cases, the tests given, and one test for each case of
 * plugins/NAME/cases and its folder examples, called as the case's file.
 */
int case_main(const struct smsgw_provider *provider, size_t least,
    const struct CMUnitTest *tests, size_t count);

#endif

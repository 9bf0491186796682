/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden cases of providers: one readable file each, that says what a gateway's
 * file, a message and an answer must come to.
 *
 *	# what it shows
 *	[gateway] ...  [provider] ...	the gateway's file, as it is
 *	[gateway NAME.ini]		it is that of docs/examples/gateways
 *	[file NAME]			a file beside it; ../x is allowed
 *	[clock]				now_ms = N; kept.NAME = VALUE;
 *					random = HEX
 *	[message]			to, text (one for all, or one each),
 *					template, param.NAME (likewise), call,
 *					provider_id
 *	[open]				KEY: what open() says, when it fails
 *	[given]				as [request], in place of what build()
 *					makes: this is signed
 *	[request]			METHOD URL, headers, blank line, body
 *	[shown]				the same as a dry run shows it
 *	[response NAME]			HTTP STATUS, headers, blank line, body
 *	[result]			outcome = ..., one line each; there may
 *					be several pairs of these two
 *	[push]				as [request], of the vendor
 *	[reports]			what receive() or an answer's parse()
 *					told, one line each; there may be
 *					several pairs of these two
 *	[laws]				cuts = may be accepted
 *
 * Sections that are there are compared byte by byte; bytes that are no text
 * stand as \xNN.  call = login, status, poll or account runs that in place of
 * a send; account has a message when there is a `to`.  Random bytes are those
 * of the clock, then 00 01 02 ... again and again.
 */
#ifndef TESTS_CASE_RUNNER_H
#define TESTS_CASE_RUNNER_H

#include <smsgw/provider.h>

#include "buf.h"

/*
 * Runs one case in an empty folder.  Besides what the file says it holds the
 * laws: twice the same bytes; an answer cut at any byte is never accepted; one
 * with any byte changed still gets each recipient one outcome.  0; or -1 with
 * what differs appended to report.
 */
int case_run(const struct smsgw_provider *provider, const char *path,
    const char *folder, struct buf *report);

#endif

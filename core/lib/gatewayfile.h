/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes, changes and removes the files of gateways.  What is written is read
 * first by the very code that will load it, and not written when that finds
 * an error; comments, order, owner, group and mode of a file stay.
 */
#ifndef SMSGW_GATEWAYFILE_H
#define SMSGW_GATEWAYFILE_H

#include <smsgw/provider.h>

#include "arena.h"
#include "buf.h"
#include "problem.h"
#include "settings.h"

struct gateway;

/* One key and its new value; names in lower case. */
struct gatewayfile_change {
	const char *section; /* "gateway", "provider", ... */
	const char *key;
	const char *value; /* NULL: the key's line is removed */
	/*
	 * The value goes into a file of its own, ID.secret, or ID.KEY.secret
	 * when another key has that one, and KEY_file names it.
	 */
	bool secret;
};

/*
 * What was done to which file, in order.  judge, when the caller sets it, is
 * asked before anything is written, with the gateway as it would be loaded and
 * bound to its provider: 0, or -1 with errors in problems.
 */
struct gatewayfile_report {
	int (*judge)(void *arg, struct gateway *gw, struct problems *problems);
	void *judge_arg;
	struct gatewayfile_done {
		const char *verb; /* "created", "changed", "removed" */
		const char *path;
	} done[8];
	size_t count;
	struct arena arena;
};

void gatewayfile_report_init(struct gatewayfile_report *report);
void gatewayfile_report_fini(struct gatewayfile_report *report);

/*
 * Whether a key is SECRET for a gateway of that provider, which may be NULL:
 * then only the keys of [gateway] are known.  KEY_file is not.
 */
bool gatewayfile_is_secret(const struct smsgw_provider *provider,
    const char *section, const char *key);

/*
 * Appends a new gateway's file, with a comment for each key: the page's order,
 * then the provider's own keys, then what else was given.  Secrets are left
 * out but for the name of their file.  provider may be NULL.  0, or -1 with
 * the reason in problems.
 */
int gatewayfile_text(const char *id, const char *provider_name,
    const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count, struct buf *out,
    struct problems *problems);

/*
 * Writes a new gateway's file into DIR/gateways.d, which is made when it is
 * missing.  provider is the descriptor of provider_name, or NULL when it is
 * not to be had: its keys are then not checked.  The id must be new.
 * Returns 0, or -1 with the reasons in problems and nothing written.
 */
int gatewayfile_add(const struct settings *settings, const char *id,
    const char *provider_name, const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count,
    struct gatewayfile_report *report, struct problems *problems);

/*
 * Changes a gateway's file, a line for each key.  provider is that of the
 * changed file, or NULL.  Returns 0; 1 when the file says all that already
 * and nothing was written; -1 with the reasons in problems and everything
 * left as it was.
 */
int gatewayfile_set(const struct settings *settings, const char *id,
    const struct smsgw_provider *provider,
    const struct gatewayfile_change *changes, size_t count,
    struct gatewayfile_report *report, struct problems *problems);

/*
 * Sets `enabled`; as gatewayfile_set().  Disabling also works on a file that
 * has errors, as long as each of its lines can be understood.
 */
int gatewayfile_enable(const struct settings *settings, const char *id,
    const struct smsgw_provider *provider, struct gatewayfile_report *report,
    struct problems *problems);
int gatewayfile_disable(const struct settings *settings, const char *id,
    struct gatewayfile_report *report, struct problems *problems);

/*
 * Removes a gateway's file, then the secrets that belong to it alone: those
 * that it names and that are called ID.secret or ID.KEY.secret and lie beside
 * it.  Returns 0, or -1 with the reasons in problems.
 */
int gatewayfile_remove(const struct settings *settings, const char *id,
    struct gatewayfile_report *report, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One edit of a gateway's file and of its secrets' files: planned, judged,
 * then written so that no half of it remains.  Used by gatewayfile*.c alone.
 */
#ifndef SMSGW_GATEWAYFILE_EDIT_H
#define SMSGW_GATEWAYFILE_EDIT_H

#include "gateway.h"
#include "gatewayfile.h"

/* More secrets than any provider has. */
#define GATEWAYFILE_SECRETS_MAX 6

/* A secret's file that is to be written, or removed (value is NULL). */
struct gatewayfile_secret {
	const char *path;
	const char *value; /* without the newline at its end */
	size_t len;
	struct buf old; /* what it held */
	bool existed, written;
};

struct gatewayfile_edit {
	const struct settings *settings;
	const struct smsgw_provider *provider; /* may be NULL */
	struct settings_gateway file;
	bool is_new;
	int lock;
	struct buf old, text; /* the gateway's file, before and after */
	struct stat facts;    /* of the file, or those that it will have */
	struct gatewayfile_secret secrets[GATEWAYFILE_SECRETS_MAX];
	size_t secret_count;
	struct gateway_secret given[GATEWAYFILE_SECRETS_MAX];
	size_t given_count;
	struct arena arena;
	struct gatewayfile_report *report;
	struct problems *problems;
};

void gatewayfile_edit_init(struct gatewayfile_edit *edit,
    const struct settings *settings, struct gatewayfile_report *report,
    struct problems *problems);
void gatewayfile_edit_fini(struct gatewayfile_edit *edit);

/* Takes the lock and reads the gateway's file; 0 or -1. */
int gatewayfile_edit_open(struct gatewayfile_edit *edit, const char *id);

/*
 * Plans to write a secret, or with value NULL to remove it.  name is that of
 * its file beside the gateway's.  0 or -1.
 */
int gatewayfile_edit_secret(struct gatewayfile_edit *edit, const char *section,
    const char *key, const char *value, const char *name);

/* Whether writing would change nothing. */
bool gatewayfile_edit_is_idle(const struct gatewayfile_edit *edit);

/* Reads the new text as it will be loaded; 0, or -1 when it would not be. */
int gatewayfile_edit_judge(struct gatewayfile_edit *edit);

/* Writes everything, or nothing; 0 or -1. */
int gatewayfile_edit_write(struct gatewayfile_edit *edit);

/* Notes what was done. */
void gatewayfile_edit_done(
    struct gatewayfile_edit *edit, const char *verb, const char *path);

/*
 * The name of the file for a secret that is to be written: that which the file
 * (NULL for a new one) has for it, if it is one of ours; else ID.secret, or
 * ID.KEY.secret when another key has that.
 */
void gatewayfile_secret_name(const char *id,
    const struct gatewayfile_change *change,
    const struct gatewayfile_change *changes, size_t count,
    const struct ini *ini, char *out, size_t size);

/* Whether a name is ID.secret or ID.KEY.secret. */
bool gatewayfile_is_own(const char *id, const char *key, const char *name);

#endif

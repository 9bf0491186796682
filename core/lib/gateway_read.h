/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of reading a gateway's file that have files of their own.  Used
 * by gateway*.c alone.
 */
#ifndef SMSGW_GATEWAY_READ_H
#define SMSGW_GATEWAY_READ_H

#include "gateway.h"

/* Reads the lines of [templates]; errors go to problems. */
void gateway_read_templates(struct gateway *gw, const struct settings *settings,
    struct problems *problems);

/* Warns of names that a line and the text of its template do not share. */
void gateway_check_template(struct gateway *gw, const struct settings *settings,
    const struct gateway_template *line, struct problems *problems);

/* Checks what one key alone cannot say: TLS, files, the test message. */
void gateway_check_file(const struct gateway *gw,
    const struct settings *settings, struct problems *problems);

/* The same, of what only the provider's table tells: URL and unused keys. */
void gateway_check_attached(
    const struct gateway *gw, struct problems *problems);

/* Reads the secrets of gw->own and hides them in gw->redact. */
void gateway_read_secrets(struct gateway *gw, struct problems *problems);

/*
 * Reads what the parameters look for outside the file: variables of the
 * environment, and files of the user's.
 */
void gateway_read_outside(struct gateway *gw, struct problems *problems);

/* Reads the files that KEY_file of FILE keys of gw->own name. */
void gateway_read_files(struct gateway *gw, struct problems *problems);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What signatures are made of, by OpenSSL alone and apart from what providers
 * use, so that a mistake of theirs is not made here as well.
 */
#ifndef SIMULATE_DIGEST_H
#define SIMULATE_DIGEST_H

#include "buf.h"

#define DIGEST_TEXT_SIZE 129 /* the longest, in hexadecimal, and the NUL */

/* A digest ("MD5", "SHA256") in lower-case hexadecimal.  0 or -1. */
int digest_hex(
    const char *name, const void *data, size_t len, char out[DIGEST_TEXT_SIZE]);

/* An HMAC in lower-case hexadecimal, or in base64.  0 or -1. */
int digest_hmac_hex(const char *name, const char *key, const struct buf *data,
    char out[DIGEST_TEXT_SIZE]);
int digest_hmac_base64(const char *name, const char *key,
    const struct buf *data, char out[DIGEST_TEXT_SIZE]);

/* Whether two texts are the same, in a time that does not tell where not. */
bool digest_equal(const char *a, const char *b);

/* Appends a text with all but A-Z a-z 0-9 - _ . ~ as %XX in capitals. */
void digest_percent(struct buf *out, const char *text);

#endif

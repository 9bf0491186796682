/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests and MACs by the names that libcrypto knows them by.  What is looked
 * up is kept for the life of the process; what is ready for use is kept by its
 * owner, a gateway, whose calls never overlap.
 */
#ifndef SMSGW_CRYPTO_H
#define SMSGW_CRYPTO_H

#include "compat.h"

#include <openssl/types.h>

/* The longest of all. */
#define CRYPTO_VALUE_SIZE 64

/* The longest name, and the NUL. */
#define CRYPTO_NAME_SIZE 32

/* The contexts that were used last; none to begin with, all zero. */
struct crypto {
	EVP_MD_CTX *digest;
	EVP_MAC_CTX *hmac;     /* with its key, ready for another text */
	const EVP_MAC_CTX *of; /* which it is a copy of */
	void *key;
	size_t keylen;
};

/* Wipes and frees; all is zero again. */
void crypto_fini(struct crypto *crypto);

/*
 * The digest, or the HMAC with a digest, of data, *n bytes of value.  0, or -1
 * when libcrypto has none of that name, or memory ran out.
 */
int crypto_digest(struct crypto *crypto, const char *name, const void *data,
    size_t len, unsigned char value[CRYPTO_VALUE_SIZE], size_t *n);
int crypto_hmac(struct crypto *crypto, const char *name, const void *key,
    size_t keylen, const void *data, size_t len,
    unsigned char value[CRYPTO_VALUE_SIZE], size_t *n);

/* A cipher, which lives as long as the process; NULL when there is none. */
const EVP_CIPHER *crypto_cipher(const char *name);

/* The name in lower case; -1 when it is none that could exist. */
int crypto_name(const char *name, char out[CRYPTO_NAME_SIZE]);

#endif

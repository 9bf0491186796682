/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking an algorithm up costs libcrypto more than a short digest, and so does
 * making a context.  What was found is in lists that only grow at their heads
 * and need no lock.
 */
#include "crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"

/* What was looked up: a digest, or a cipher, or a MAC ready for its key. */
struct found {
	struct found *next;
	char name[CRYPTO_NAME_SIZE];
	EVP_MD *md;
	EVP_CIPHER *cipher;
	EVP_MAC_CTX *hmac;
};

typedef int lookup(struct found *found);

static _Atomic(struct found *) digests, ciphers, hmacs;

static int
lookup_digest(struct found *found)
{
	found->md = EVP_MD_fetch(NULL, found->name, NULL);
	return found->md != NULL ? 0 : -1;
}

static int
lookup_cipher(struct found *found)
{
	found->cipher = EVP_CIPHER_fetch(NULL, found->name, NULL);
	return found->cipher != NULL ? 0 : -1;
}

static int
lookup_hmac(struct found *found)
{
	OSSL_PARAM params[2] = { OSSL_PARAM_construct_utf8_string(
				     OSSL_MAC_PARAM_DIGEST, found->name, 0),
		OSSL_PARAM_END };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);

	found->hmac = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;
	EVP_MAC_free(mac);
	if (found->hmac == NULL)
		return -1;
	if (EVP_MAC_CTX_set_params(found->hmac, params) != 1) {
		EVP_MAC_CTX_free(found->hmac);
		return -1;
	}
	return 0;
}

int
crypto_name(const char *name, char out[CRYPTO_NAME_SIZE])
{
	size_t i;

	for (i = 0; name != NULL && name[i] != '\0'; i++) {
		if (i == CRYPTO_NAME_SIZE - 1 ||
		    (!ascii_is_alnum(name[i]) &&
			strchr("-_/", name[i]) == NULL))
			return -1;
		out[i] = ascii_lower(name[i]);
	}
	out[i] = '\0';
	return i > 0 ? 0 : -1;
}

/* What is known under a name, looked up the first time; NULL if nothing. */
static const struct found *
find(_Atomic(struct found *) *list, lookup *look_up, const char *name)
{
	char key[CRYPTO_NAME_SIZE];
	struct found *found;

	if (crypto_name(name, key) != 0)
		return NULL;
	for (found = atomic_load(list); found != NULL; found = found->next)
		if (strcmp(found->name, key) == 0)
			return found;
	found = calloc(1, sizeof(*found));
	if (found == NULL)
		return NULL;
	memcpy(found->name, key, sizeof(key));
	if (look_up(found) != 0) {
		ERR_clear_error();
		free(found);
		return NULL;
	}
	/* two threads may both have looked: then it is there twice */
	found->next = atomic_load(list);
	while (!atomic_compare_exchange_weak(list, &found->next, found))
		;
	return found;
}

static void
forget_hmac(struct crypto *crypto)
{
	EVP_MAC_CTX_free(crypto->hmac);
	wipe(crypto->key, crypto->keylen);
	free(crypto->key);
	crypto->hmac = NULL;
	crypto->key = NULL;
	crypto->keylen = 0;
}

void
crypto_fini(struct crypto *crypto)
{
	EVP_MD_CTX_free(crypto->digest);
	crypto->digest = NULL;
	forget_hmac(crypto);
}

int
crypto_digest(struct crypto *crypto, const char *name, const void *data,
    size_t len, unsigned char value[CRYPTO_VALUE_SIZE], size_t *n)
{
	const struct found *found = find(&digests, lookup_digest, name);
	unsigned size;

	if (found == NULL)
		return -1;
	if (crypto->digest == NULL)
		crypto->digest = EVP_MD_CTX_new();
	if (crypto->digest == NULL ||
	    EVP_DigestInit_ex2(crypto->digest, found->md, NULL) != 1 ||
	    EVP_DigestUpdate(crypto->digest, data, len) != 1 ||
	    EVP_DigestFinal_ex(crypto->digest, value, &size) != 1) {
		ERR_clear_error();
		return -1;
	}
	*n = size;
	return 0;
}

/* Makes the kept MAC ready for a text under this key; 0 or -1. */
static int
prepare_hmac(struct crypto *crypto, const EVP_MAC_CTX *of, const void *key,
    size_t keylen)
{
	if (crypto->hmac != NULL && crypto->of == of &&
	    crypto->keylen == keylen &&
	    CRYPTO_memcmp(crypto->key, key, keylen) == 0)
		return EVP_MAC_init(crypto->hmac, NULL, 0, NULL) == 1 ? 0 : -1;
	forget_hmac(crypto);
	crypto->of = of;
	crypto->hmac = EVP_MAC_CTX_dup(of);
	crypto->key = malloc(keylen + 1);
	if (crypto->hmac == NULL || crypto->key == NULL ||
	    EVP_MAC_init(crypto->hmac, key, keylen, NULL) != 1)
		return -1;
	memcpy(crypto->key, key, keylen);
	crypto->keylen = keylen;
	return 0;
}

int
crypto_hmac(struct crypto *crypto, const char *name, const void *key,
    size_t keylen, const void *data, size_t len,
    unsigned char value[CRYPTO_VALUE_SIZE], size_t *n)
{
	const struct found *found = find(&hmacs, lookup_hmac, name);

	if (found == NULL)
		return -1;
	if (prepare_hmac(crypto, found->hmac, key, keylen) == 0 &&
	    EVP_MAC_update(crypto->hmac, data, len) == 1 &&
	    EVP_MAC_final(crypto->hmac, value, n, CRYPTO_VALUE_SIZE) == 1)
		return 0;
	forget_hmac(crypto);
	ERR_clear_error();
	return -1;
}

const EVP_CIPHER *
crypto_cipher(const char *name)
{
	const struct found *found = find(&ciphers, lookup_cipher, name);

	return found != NULL ? found->cipher : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: cryptography, all of it libcrypto's, by its names.
 * Looking an algorithm up costs more than a short digest, so that what was
 * found is kept for the life of the process, in a list that only grows at its
 * head and needs no lock; and making a context costs as much again, so that
 * each gateway keeps those it used last, whose calls never overlap.
 */
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "host_part.h"

#define NAME_SIZE 32

/* What was looked up: a digest, or a cipher, or a MAC ready for its key. */
struct found {
	struct found *next;
	char name[NAME_SIZE];
	EVP_MD *md;
	EVP_CIPHER *cipher;
	EVP_MAC_CTX *hmac;
};

struct host_crypto {
	EVP_MD_CTX *digest;
	/* the MAC and its key, ready for another text */
	EVP_MAC_CTX *hmac;
	const struct found *hmac_of;
	void *key;
	size_t keylen;
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

/* The name in lower case; -1 when it is none that could exist. */
static int
normalize(const char *name, char out[NAME_SIZE])
{
	size_t i;

	for (i = 0; name != NULL && name[i] != '\0'; i++) {
		if (i == NAME_SIZE - 1 ||
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
	char key[NAME_SIZE];
	struct found *found;

	if (normalize(name, key) != 0)
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

/* What the gateway keeps; NULL without memory. */
static struct host_crypto *
crypto_of(struct gateway *gw)
{
	if (gw->crypto == NULL)
		gw->crypto = calloc(1, sizeof(*gw->crypto));
	return gw->crypto;
}

static void
forget_hmac(struct host_crypto *crypto)
{
	EVP_MAC_CTX_free(crypto->hmac);
	wipe(crypto->key, crypto->keylen);
	free(crypto->key);
	crypto->hmac = NULL;
	crypto->key = NULL;
	crypto->keylen = 0;
}

void
host_crypto_free(struct host_crypto *crypto)
{
	if (crypto == NULL)
		return;
	EVP_MD_CTX_free(crypto->digest);
	forget_hmac(crypto);
	free(crypto);
}

/* Whether what must be there is there; the provider is blamed otherwise. */
static bool
bytes_given(struct smsgw_gateway *pub, const char *function, const void *data,
    size_t len)
{
	if (data != NULL || len == 0)
		return true;
	host_blame(gateway_of(pub), "%s was given NULL", function);
	return false;
}

/* The digest of data, n bytes of value; 0 or -1. */
static int
digest(struct host_crypto *crypto, const EVP_MD *md, const void *data,
    size_t len, unsigned char value[EVP_MAX_MD_SIZE], unsigned *n)
{
	if (crypto == NULL)
		return -1;
	if (crypto->digest == NULL)
		crypto->digest = EVP_MD_CTX_new();
	if (crypto->digest == NULL ||
	    EVP_DigestInit_ex2(crypto->digest, md, NULL) != 1 ||
	    EVP_DigestUpdate(crypto->digest, data, len) != 1)
		return -1;
	return EVP_DigestFinal_ex(crypto->digest, value, n) == 1 ? 0 : -1;
}

int
host_digest(struct smsgw_gateway *pub, const char *algorithm, const void *data,
    size_t len, void *out, size_t *outlen)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	const struct found *found;
	unsigned n;
	int rc = -1;

	if (!bytes_given(pub, "smsgw_digest()", data, len) ||
	    !bytes_given(pub, "smsgw_digest()", outlen, 1) ||
	    !bytes_given(pub, "smsgw_digest()", out, *outlen))
		return -1;
	found = find(&digests, lookup_digest, algorithm);
	if (found == NULL)
		return -1;
	if (digest(crypto_of(gateway_of(pub)), found->md,
		data != NULL ? data : "", len, value, &n) == 0 &&
	    n <= *outlen) {
		memcpy(out, value, n);
		*outlen = n;
		rc = 0;
	}
	wipe(value, sizeof(value));
	if (rc != 0)
		ERR_clear_error();
	return rc;
}

/* Makes the kept MAC ready for a text under this key; 0 or -1. */
static int
prepare_hmac(struct host_crypto *crypto, const struct found *found,
    const void *key, size_t keylen)
{
	if (crypto->hmac != NULL && crypto->hmac_of == found &&
	    crypto->keylen == keylen &&
	    CRYPTO_memcmp(crypto->key, key, keylen) == 0)
		return EVP_MAC_init(crypto->hmac, NULL, 0, NULL) == 1 ? 0 : -1;
	forget_hmac(crypto);
	crypto->hmac_of = found;
	crypto->hmac = EVP_MAC_CTX_dup(found->hmac);
	crypto->key = malloc(keylen + 1);
	if (crypto->hmac == NULL || crypto->key == NULL ||
	    EVP_MAC_init(crypto->hmac, key, keylen, NULL) != 1)
		return -1;
	memcpy(crypto->key, key, keylen);
	crypto->keylen = keylen;
	return 0;
}

/* The MAC of data, n bytes of value; 0 or -1. */
static int
hmac(struct host_crypto *crypto, const struct found *found, const void *key,
    size_t keylen, const void *data, size_t len,
    unsigned char value[EVP_MAX_MD_SIZE], size_t *n)
{
	if (crypto == NULL)
		return -1;
	if (prepare_hmac(crypto, found, key, keylen) == 0 &&
	    EVP_MAC_update(crypto->hmac, data, len) == 1 &&
	    EVP_MAC_final(crypto->hmac, value, n, EVP_MAX_MD_SIZE) == 1)
		return 0;
	forget_hmac(crypto);
	return -1;
}

int
host_hmac(struct smsgw_gateway *pub, const char *algorithm, const void *key,
    size_t keylen, const void *data, size_t len, void *out, size_t *outlen)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	const struct found *found;
	size_t n;
	int rc = -1;

	if (!bytes_given(pub, "smsgw_hmac()", key, keylen) ||
	    !bytes_given(pub, "smsgw_hmac()", data, len) ||
	    !bytes_given(pub, "smsgw_hmac()", outlen, 1) ||
	    !bytes_given(pub, "smsgw_hmac()", out, *outlen))
		return -1;
	found = find(&hmacs, lookup_hmac, algorithm);
	if (found == NULL)
		return -1;
	if (hmac(crypto_of(gateway_of(pub)), found, key != NULL ? key : "",
		keylen, data != NULL ? data : "", len, value, &n) == 0 &&
	    n <= *outlen) {
		memcpy(out, value, n);
		*outlen = n;
		rc = 0;
	}
	wipe(value, sizeof(value));
	if (rc != 0)
		ERR_clear_error();
	return rc;
}

/* Whether a cipher fits its key and IV, and needs no tag. */
static bool
cipher_fits(const EVP_CIPHER *cipher, size_t keylen, size_t ivlen)
{
	return !(EVP_CIPHER_get_flags(cipher) & EVP_CIPH_FLAG_AEAD_CIPHER) &&
	    (size_t)EVP_CIPHER_get_key_length(cipher) == keylen &&
	    (size_t)EVP_CIPHER_get_iv_length(cipher) == ivlen;
}

void *
host_cipher(struct smsgw_gateway *pub, const char *algorithm, int32_t encrypt,
    const void *key, size_t keylen, const void *iv, size_t ivlen,
    const void *data, size_t len, size_t *outlen)
{
	struct arena *scratch;
	const struct found *found;
	EVP_CIPHER_CTX *ctx;
	unsigned char *out;
	int n = 0, last = 0, ok = 0;

	if (!bytes_given(pub, "smsgw_cipher()", key, keylen) ||
	    !bytes_given(pub, "smsgw_cipher()", iv, ivlen) ||
	    !bytes_given(pub, "smsgw_cipher()", data, len) ||
	    !bytes_given(pub, "smsgw_cipher()", outlen, 1))
		return NULL;
	scratch = host_scratch(gateway_of(pub), "smsgw_cipher()");
	found = find(&ciphers, lookup_cipher, algorithm);
	if (scratch == NULL || found == NULL || len > INT32_MAX / 2 ||
	    !cipher_fits(found->cipher, keylen, ivlen))
		return NULL;
	out = arena_alloc(scratch, len + EVP_MAX_BLOCK_LENGTH + 1);
	ctx = EVP_CIPHER_CTX_new();
	if (out != NULL && ctx != NULL)
		ok = EVP_CipherInit_ex2(ctx, found->cipher, key, iv,
			 encrypt ? 1 : 0, NULL) == 1 &&
		    EVP_CipherUpdate(ctx, out, &n,
			data != NULL ? data : (const void *)"",
			(int)len) == 1 &&
		    EVP_CipherFinal_ex(ctx, out + n, &last) == 1;
	EVP_CIPHER_CTX_free(ctx);
	ERR_clear_error();
	if (!ok)
		return NULL;
	*outlen = (size_t)n + (size_t)last;
	out[*outlen] = '\0';
	return out;
}

/* A key with a passphrase cannot be read: nobody is there to be asked. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

static EVP_PKEY *
read_key(const char *pem)
{
	EVP_PKEY *key;
	BIO *bio;

	bio = BIO_new_mem_buf(pem, -1);
	if (bio == NULL)
		return NULL;
	key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	BIO_free(bio);
	return key;
}

void *
host_pkey_sign(struct smsgw_gateway *pub, const char *algorithm,
    const char *pem, const void *data, size_t len, size_t *outlen)
{
	struct arena *scratch;
	EVP_PKEY *key = NULL;
	EVP_MD_CTX *ctx = NULL;
	unsigned char *out = NULL;
	char name[NAME_SIZE];
	size_t n = 0;
	int ok = 0;

	if (!bytes_given(pub, "smsgw_pkey_sign()", pem, 1) ||
	    !bytes_given(pub, "smsgw_pkey_sign()", data, len) ||
	    !bytes_given(pub, "smsgw_pkey_sign()", outlen, 1))
		return NULL;
	scratch = host_scratch(gateway_of(pub), "smsgw_pkey_sign()");
	if (scratch == NULL || normalize(algorithm, name) != 0)
		return NULL;
	key = read_key(pem);
	ctx = EVP_MD_CTX_new();
	if (key == NULL || ctx == NULL)
		goto out;
	if (EVP_DigestSignInit_ex(ctx, NULL, name, NULL, NULL, key, NULL) !=
		1 ||
	    EVP_DigestSign(ctx, NULL, &n, data, len) != 1)
		goto out;
	out = arena_alloc(scratch, n + 1);
	if (out != NULL)
		ok = EVP_DigestSign(ctx, out, &n, data, len);
out:
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	ERR_clear_error();
	if (ok != 1)
		return NULL;
	*outlen = n;
	return out;
}

int32_t
host_equal(const void *a, const void *b, size_t len)
{
	if (len == 0)
		return 1;
	if (a == NULL || b == NULL)
		return 0;
	return CRYPTO_memcmp(a, b, len) == 0 ? 1 : 0;
}

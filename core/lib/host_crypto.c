/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's table: cryptography, all of it libcrypto's, by its names.
 */
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

#include "crypto.h"
#include "host_part.h"

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

/* Hands out a value of n bytes where there is room; wipes it here; 0 or -1. */
static int
give(int rc, unsigned char *value, size_t n, void *out, size_t *outlen)
{
	if (rc == 0 && n > *outlen)
		rc = -1;
	if (rc == 0) {
		memcpy(out, value, n);
		*outlen = n;
	}
	wipe(value, CRYPTO_VALUE_SIZE);
	return rc;
}

int
host_digest(struct smsgw_gateway *pub, const char *algorithm, const void *data,
    size_t len, void *out, size_t *outlen)
{
	unsigned char value[CRYPTO_VALUE_SIZE];
	size_t n = 0;
	int rc;

	if (!bytes_given(pub, "smsgw_digest()", data, len) ||
	    !bytes_given(pub, "smsgw_digest()", outlen, 1) ||
	    !bytes_given(pub, "smsgw_digest()", out, *outlen))
		return -1;
	rc = crypto_digest(&gateway_of(pub)->crypto, algorithm,
	    data != NULL ? data : "", len, value, &n);
	return give(rc, value, n, out, outlen);
}

int
host_hmac(struct smsgw_gateway *pub, const char *algorithm, const void *key,
    size_t keylen, const void *data, size_t len, void *out, size_t *outlen)
{
	unsigned char value[CRYPTO_VALUE_SIZE];
	size_t n = 0;
	int rc;

	if (!bytes_given(pub, "smsgw_hmac()", key, keylen) ||
	    !bytes_given(pub, "smsgw_hmac()", data, len) ||
	    !bytes_given(pub, "smsgw_hmac()", outlen, 1) ||
	    !bytes_given(pub, "smsgw_hmac()", out, *outlen))
		return -1;
	rc = crypto_hmac(&gateway_of(pub)->crypto, algorithm,
	    key != NULL ? key : "", keylen, data != NULL ? data : "", len,
	    value, &n);
	return give(rc, value, n, out, outlen);
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
	const EVP_CIPHER *cipher;
	EVP_CIPHER_CTX *ctx;
	unsigned char *out;
	int n = 0, last = 0, ok = 0;

	if (!bytes_given(pub, "smsgw_cipher()", key, keylen) ||
	    !bytes_given(pub, "smsgw_cipher()", iv, ivlen) ||
	    !bytes_given(pub, "smsgw_cipher()", data, len) ||
	    !bytes_given(pub, "smsgw_cipher()", outlen, 1))
		return NULL;
	scratch = host_scratch(gateway_of(pub), "smsgw_cipher()");
	cipher = crypto_cipher(algorithm);
	if (scratch == NULL || cipher == NULL || len > INT32_MAX / 2 ||
	    !cipher_fits(cipher, keylen, ivlen))
		return NULL;
	out = arena_alloc(scratch, len + EVP_MAX_BLOCK_LENGTH + 1);
	ctx = EVP_CIPHER_CTX_new();
	if (out != NULL && ctx != NULL)
		ok = EVP_CipherInit_ex2(
			 ctx, cipher, key, iv, encrypt ? 1 : 0, NULL) == 1 &&
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
	char name[CRYPTO_NAME_SIZE];
	size_t n = 0;
	int ok = 0;

	if (!bytes_given(pub, "smsgw_pkey_sign()", pem, 1) ||
	    !bytes_given(pub, "smsgw_pkey_sign()", data, len) ||
	    !bytes_given(pub, "smsgw_pkey_sign()", outlen, 1))
		return NULL;
	scratch = host_scratch(gateway_of(pub), "smsgw_pkey_sign()");
	if (scratch == NULL || crypto_name(algorithm, name) != 0)
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

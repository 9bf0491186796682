/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests, HMACs and the percent encoding that is signed.
 */
#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>

static void
write_hex(const unsigned char *data, size_t len, char out[DIGEST_TEXT_SIZE])
{
	size_t i;

	for (i = 0; i < len; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", data[i]);
}

int
digest_hex(
    const char *name, const void *data, size_t len, char out[DIGEST_TEXT_SIZE])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t md_len = 0;

	if (EVP_Q_digest(NULL, name, NULL, data, len, md, &md_len) != 1)
		return -1;
	write_hex(md, md_len, out);
	return 0;
}

static int
hmac(const char *name, const char *key, const struct buf *data,
    unsigned char md[EVP_MAX_MD_SIZE], size_t *len)
{
	if (data->failed)
		return -1;
	return EVP_Q_mac(NULL, "HMAC", NULL, name, NULL, key, strlen(key),
		   (const unsigned char *)buf_str(data), data->len, md,
		   EVP_MAX_MD_SIZE, len) != NULL ?
	    0 :
	    -1;
}

int
digest_hmac_hex(const char *name, const char *key, const struct buf *data,
    char out[DIGEST_TEXT_SIZE])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t len = 0;

	if (hmac(name, key, data, md, &len) != 0)
		return -1;
	write_hex(md, len, out);
	return 0;
}

int
digest_hmac_base64(const char *name, const char *key, const struct buf *data,
    char out[DIGEST_TEXT_SIZE])
{
	unsigned char md[EVP_MAX_MD_SIZE];
	size_t len = 0;

	if (hmac(name, key, data, md, &len) != 0)
		return -1;
	(void)EVP_EncodeBlock((unsigned char *)out, md, (int)len);
	return 0;
}

bool
digest_equal(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && CRYPTO_memcmp(a, b, len) == 0;
}

void
digest_percent(struct buf *out, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_.~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
	}
}

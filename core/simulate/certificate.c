/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making keys and certificates with OpenSSL.
 */
#include "certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <unistd.h>

#define LIFE_S (7L * 24 * 3600)

static int
add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;
	int rc;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	rc = extension != NULL && X509_add_ext(cert, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return rc ? 0 : -1;
}

/* A certificate without extensions and signature; NULL when that failed. */
static X509 *
new_cert(const char *name, EVP_PKEY *key, X509 *issuer)
{
	X509 *cert = X509_new();
	unsigned char serial[8];
	X509_NAME *subject;

	if (cert == NULL || RAND_bytes(serial, sizeof(serial)) != 1)
		goto fail;
	serial[0] = 1;
	subject = X509_get_subject_name(cert);
	if (X509_set_version(cert, 2) != 1 ||
	    ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert),
		(uint64_t)serial[0] << 56 | (uint64_t)serial[1] << 48 |
		    (uint64_t)serial[2] << 40 | (uint64_t)serial[3] << 32) !=
		1 ||
	    X509_gmtime_adj(X509_getm_notBefore(cert), -3600) == NULL ||
	    X509_gmtime_adj(X509_getm_notAfter(cert), LIFE_S) == NULL ||
	    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
		(const unsigned char *)name, -1, -1, 0) != 1 ||
	    X509_set_issuer_name(cert,
		issuer != NULL ? X509_get_subject_name(issuer) : subject) !=
		1 ||
	    X509_set_pubkey(cert, key) != 1)
		goto fail;
	return cert;
fail:
	X509_free(cert);
	return NULL;
}

static X509 *
new_authority(EVP_PKEY *key)
{
	X509 *cert = new_cert("smsgw simulate, to be thrown away", key, NULL);

	if (cert != NULL &&
	    add_extension(cert, cert, NID_basic_constraints,
		"critical,CA:TRUE,pathlen:0") == 0 &&
	    add_extension(cert, cert, NID_key_usage, "critical,keyCertSign") ==
		0 &&
	    add_extension(cert, cert, NID_subject_key_identifier, "hash") ==
		0 &&
	    X509_sign(cert, key, EVP_sha256()) > 0)
		return cert;
	X509_free(cert);
	return NULL;
}

static X509 *
new_leaf(const char *address, EVP_PKEY *key, X509 *authority,
    EVP_PKEY *authority_key)
{
	X509 *cert = new_cert("smsgw simulate", key, authority);
	char names[160];

	(void)snprintf(names, sizeof(names),
	    "DNS:localhost,IP:127.0.0.1,IP:::1,IP:%s", address);
	if (cert != NULL &&
	    add_extension(cert, authority, NID_subject_alt_name, names) == 0 &&
	    add_extension(cert, authority, NID_basic_constraints,
		"critical,CA:FALSE") == 0 &&
	    add_extension(cert, authority, NID_ext_key_usage, "serverAuth") ==
		0 &&
	    add_extension(cert, authority, NID_authority_key_identifier,
		"keyid:always") == 0 &&
	    X509_sign(cert, authority_key, EVP_sha256()) > 0)
		return cert;
	X509_free(cert);
	return NULL;
}

static int
write_pem(const char *path, X509 *cert)
{
	int fd, rc;
	FILE *file;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	file = fdopen(fd, "w");
	if (file == NULL) {
		close(fd);
		return -1;
	}
	rc = PEM_write_X509(file, cert) == 1 ? 0 : -1;
	return fclose(file) == 0 ? rc : -1;
}

static int
make_pin(EVP_PKEY *key, char pin[TLS_PIN_SIZE])
{
	unsigned char *der = NULL, md[EVP_MAX_MD_SIZE];
	size_t md_len = 0;
	int len = i2d_PUBKEY(key, &der), rc = -1;

	if (len > 0 &&
	    EVP_Q_digest(NULL, "SHA256", NULL, der, (size_t)len, md, &md_len) ==
		1) {
		(void)EVP_EncodeBlock((unsigned char *)pin, md, (int)md_len);
		rc = 0;
	}
	OPENSSL_free(der);
	return rc;
}

static SSL_CTX *
new_context(X509 *cert, EVP_PKEY *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	if (ctx != NULL && SSL_CTX_use_certificate(ctx, cert) == 1 &&
	    SSL_CTX_use_PrivateKey(ctx, key) == 1)
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

SSL_CTX *
certificate_new(
    const char *address, const char *ca_file, char pin[TLS_PIN_SIZE])
{
	EVP_PKEY *authority_key = EVP_EC_gen("P-256");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *authority = NULL, *leaf = NULL;
	SSL_CTX *ctx = NULL;

	if (authority_key == NULL || key == NULL)
		goto out;
	authority = new_authority(authority_key);
	if (authority == NULL)
		goto out;
	leaf = new_leaf(address, key, authority, authority_key);
	if (leaf != NULL && make_pin(key, pin) == 0 &&
	    write_pem(ca_file, authority) == 0)
		ctx = new_context(leaf, key);
out:
	X509_free(leaf);
	X509_free(authority);
	EVP_PKEY_free(key);
	EVP_PKEY_free(authority_key);
	return ctx;
}

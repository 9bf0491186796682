/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates made when a test runs, so that none can expire in the tree.
 */
#include "peer.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

static void
must(bool ok)
{
	if (ok)
		return;
	ERR_print_errors_fp(stderr);
	abort();
}

static void
add_extension(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *ext;
	X509V3_CTX ctx;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(ext != NULL && X509_add_ext(x, ext, -1) == 1);
	X509_EXTENSION_free(ext);
}

static X509 *
make_cert(const struct peer_cert *cert, EVP_PKEY *key)
{
	X509 *x = X509_new();
	X509_NAME *name;
	char alt[128];

	must(x != NULL && X509_set_version(x, 2) == 1 &&
	    ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1);
	must(X509_gmtime_adj(X509_getm_notBefore(x),
		 (long)cert->days_from * 86400) != NULL &&
	    X509_gmtime_adj(
		X509_getm_notAfter(x), (long)cert->days_to * 86400) != NULL);
	name = X509_get_subject_name(x);
	must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
		 (const unsigned char *)"peer of a test", -1, -1, 0) == 1);
	must(
	    X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1);
	if (cert->host != NULL)
		(void)snprintf(alt, sizeof(alt), "DNS:%s", cert->host);
	else
		(void)snprintf(alt, sizeof(alt), "IP:127.0.0.1");
	add_extension(x, NID_subject_alt_name, alt);
	add_extension(x, NID_basic_constraints, "critical,CA:TRUE");
	must(X509_sign(x, key, EVP_sha256()) > 0);
	return x;
}

/* By the key itself, not by way of the certificate. */
static void
make_pin(EVP_PKEY *key, char pin[64])
{
	unsigned char *der = NULL, digest[SHA256_DIGEST_LENGTH];
	int len = i2d_PUBKEY(key, &der);

	must(len > 0);
	(void)SHA256(der, (size_t)len, digest);
	(void)EVP_EncodeBlock(
	    (unsigned char *)pin, digest, SHA256_DIGEST_LENGTH);
	OPENSSL_free(der);
}

SSL_CTX *
peer_tls(const struct peer_cert *cert, const char *ca_file, char pin[64])
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key;
	X509 *x;
	FILE *f;

	if (cert->rsa_bits > 0)
		key = EVP_RSA_gen((unsigned int)cert->rsa_bits);
	else
		key = EVP_EC_gen("P-256");
	must(ctx != NULL && key != NULL);
	x = make_cert(cert, key);
	/* an old key is one that this machine's policy refuses by itself */
	SSL_CTX_set_security_level(ctx, cert->rsa_bits > 0 ? 0 : 2);
	must(SSL_CTX_use_certificate(ctx, x) == 1 &&
	    SSL_CTX_use_PrivateKey(ctx, key) == 1);
	if (ca_file != NULL) {
		f = fopen(ca_file, "w");
		must(f != NULL && PEM_write_X509(f, x) == 1 && fclose(f) == 0);
	}
	make_pin(key, pin);
	X509_free(x);
	EVP_PKEY_free(key);
	return ctx;
}

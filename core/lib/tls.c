/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records the peer's certificate in OpenSSL's verify step, so that the pin
 * can be shown even of a peer that is refused, and reads lists of pins.
 */
#include "tls.h"

#include "ascii.h"
#include "buf.h"
#include "precondition.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Of one thread: that of the set whose connection it is about. */
struct tls_watch {
	struct tls_peer peer;
	int holders; /* the context is one */
};

#define PIN_LEN (TLS_PIN_SIZE - 1)
#define SHA256_LEN 32

static bool
is_base64(char c)
{
	return ascii_is_alnum(c) || c == '+' || c == '/';
}

/*
 * Whether a pin begins at p: 43 digits and one "=", and then a gap.  Of the
 * last digit only four bits count, the others are zero.
 */
static bool
is_pin(const char *p)
{
	size_t i;

	for (i = 0; i < PIN_LEN - 1; i++) {
		if (!is_base64(p[i]))
			return false;
	}
	return strchr("AEIMQUYcgkosw048", p[i - 1]) != NULL && p[i] == '=' &&
	    (p[i + 1] == '\0' || ascii_is_blank(p[i + 1]));
}

static const char *
skip_blanks(const char *p)
{
	while (ascii_is_blank(*p))
		p++;
	return p;
}

bool
tls_pins_valid(const char *pins)
{
	const char *p;

	require_or_return(pins != NULL, false);
	p = skip_blanks(pins);
	if (*p == '\0')
		return false;
	while (*p != '\0') {
		if (!is_pin(p))
			return false;
		p = skip_blanks(p + PIN_LEN);
	}
	return true;
}

bool
tls_pins_have(const char *pins, const char *pin)
{
	const char *p;

	require_or_return(pins != NULL && pin != NULL, false);
	if (!tls_pins_valid(pins) || strlen(pin) != PIN_LEN)
		return false;
	for (p = skip_blanks(pins); *p != '\0'; p = skip_blanks(p + PIN_LEN)) {
		if (memcmp(p, pin, PIN_LEN) == 0)
			return true;
	}
	return false;
}

int
tls_pins_for_curl(const char *pins, struct buf *out)
{
	const char *p;

	require_or_return(pins != NULL && out != NULL, -1);
	if (!tls_pins_valid(pins))
		return -1;
	p = skip_blanks(pins);
	while (*p != '\0') {
		(void)buf_puts(out, "sha256//");
		(void)buf_add(out, p, PIN_LEN);
		p = skip_blanks(p + PIN_LEN);
		if (*p != '\0')
			(void)buf_putc(out, ';');
	}
	return out->failed ? -1 : 0;
}

static void
record_pin(X509 *leaf, char out[TLS_PIN_SIZE])
{
	unsigned char *key = NULL, digest[SHA256_LEN];
	int len;

	len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf), &key);
	if (len > 0 &&
	    EVP_Digest(key, (size_t)len, digest, NULL, EVP_sha256(), NULL) == 1)
		(void)EVP_EncodeBlock((unsigned char *)out, digest, SHA256_LEN);
	OPENSSL_free(key);
}

/* As RFC 2253 has it, controls escaped; cut between two characters. */
static void
record_name(X509_NAME *name, char out[TLS_NAME_SIZE])
{
	BIO *bio;
	char *data;
	long len;
	size_t n;

	bio = BIO_new(BIO_s_mem());
	if (bio == NULL)
		return;
	if (X509_NAME_print_ex(bio, name, 0,
		XN_FLAG_ONELINE & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
		len = BIO_get_mem_data(bio, &data);
		n = len > 0 ? (size_t)len : 0;
		if (n >= TLS_NAME_SIZE) {
			n = TLS_NAME_SIZE - 1;
			while (n > 0 && ((unsigned char)data[n] & 0xc0) == 0x80)
				n--;
		}
		if (n > 0)
			memcpy(out, data, n);
		out[n] = '\0';
	}
	BIO_free(bio);
}

static void
record_end(X509 *leaf, char *out, size_t size)
{
	struct tm tm;

	/* digits alone: the same in every locale */
	if (ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &tm) == 1 &&
	    strftime(out, size, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		out[0] = '\0';
}

static void
record(X509_STORE_CTX *store, struct tls_peer *peer)
{
	X509 *leaf = X509_STORE_CTX_get0_cert(store);
	SSL *ssl;

	ssl = X509_STORE_CTX_get_ex_data(
	    store, SSL_get_ex_data_X509_STORE_CTX_idx());
	if (ssl != NULL)
		(void)snprintf(peer->version, sizeof(peer->version), "%s",
		    SSL_get_version(ssl));
	if (leaf == NULL)
		return;
	peer->seen = true;
	record_pin(leaf, peer->pin);
	record_name(X509_get_subject_name(leaf), peer->subject);
	record_name(X509_get_issuer_name(leaf), peer->issuer);
	record_end(leaf, peer->not_after, sizeof(peer->not_after));
}

/* OpenSSL's own verdict, with a look at what it was about. */
static int
verify(X509_STORE_CTX *store, void *arg)
{
	struct tls_peer *peer = arg;
	int verdict;

	verdict = X509_verify_cert(store);
	peer->chain_error = X509_STORE_CTX_get_error(store);
	if (verdict <= 0 && peer->chain_error == X509_V_OK)
		peer->chain_error = X509_V_ERR_UNSPECIFIED;
	ERR_set_mark();
	record(store, peer);
	ERR_pop_to_mark();
	return verdict;
}

void
tls_watch_release(struct tls_watch *watch)
{
	if (watch != NULL && --watch->holders == 0)
		free(watch);
}

/* OpenSSL frees a context. */
static void
watch_context_gone(void *parent, void *watch, CRYPTO_EX_DATA *data, int index,
    long argl, void *argp)
{
	(void)parent;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	tls_watch_release(watch);
}

static int watch_index = -1;
static pthread_once_t watch_once = PTHREAD_ONCE_INIT;

static void
make_watch_index(void)
{
	watch_index =
	    SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, watch_context_gone);
}

struct tls_watch *
tls_watch_new(void *ssl_ctx)
{
	struct tls_watch *watch;

	require_or_return(ssl_ctx != NULL, NULL);
	if (pthread_once(&watch_once, make_watch_index) != 0 || watch_index < 0)
		return NULL;
	watch = calloc(1, sizeof(*watch));
	if (watch == NULL)
		return NULL;
	watch->holders = 1;
	if (SSL_CTX_set_ex_data(ssl_ctx, watch_index, watch) != 1) {
		free(watch);
		return NULL;
	}
	watch->holders++;
	SSL_CTX_set_cert_verify_callback(ssl_ctx, verify, &watch->peer);
	return watch;
}

struct tls_watch *
tls_watch_of(void *ssl)
{
	struct tls_watch *watch = NULL;

	require_or_return(ssl != NULL, NULL);
	if (watch_index >= 0)
		watch = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), watch_index);
	if (watch != NULL)
		watch->holders++;
	return watch;
}

const struct tls_peer *
tls_watch_peer(const struct tls_watch *watch)
{
	static const struct tls_peer none = { .seen = false };

	return watch != NULL ? &watch->peer : &none;
}

enum tls_chain
tls_chain_verdict(const struct tls_peer *peer)
{
	require_or_return(peer != NULL, TLS_CHAIN_UNKNOWN);
	if (!peer->seen)
		return TLS_CHAIN_UNKNOWN;
	switch (peer->chain_error) {
	case X509_V_OK:
		return TLS_CHAIN_GOOD;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return TLS_CHAIN_DATE;
	default:
		return TLS_CHAIN_BAD;
	}
}

const char *
tls_chain_text(const struct tls_peer *peer)
{
	require_or_return(peer != NULL, "");
	return X509_verify_cert_error_string(peer->chain_error);
}

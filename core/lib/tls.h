/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What TLS showed of the peer, recorded whether it was trusted or not, and the
 * pins that a gateway may name instead of a chain.  The only file that talks
 * to OpenSSL about connections.
 */
#ifndef SMSGW_TLS_H
#define SMSGW_TLS_H

#include "compat.h"

struct buf;
struct tls_watch; /* a record of a peer in the making */

#define TLS_PIN_SIZE 45 /* base64 of 32 bytes, and the NUL */
#define TLS_NAME_SIZE 160

/* Empty strings where TLS did not come so far. */
struct tls_peer {
	char pin[TLS_PIN_SIZE];      /* base64 SHA-256 of the leaf's key */
	char version[16];            /* "TLSv1.3" */
	char subject[TLS_NAME_SIZE]; /* "CN=…, O=…", cut; a stranger's text */
	char issuer[TLS_NAME_SIZE];
	char not_after[24]; /* "2027-01-31 23:59:59" UTC */
	int chain_error;    /* X509_V_…; 0 the chain is good */
	bool seen;          /* a certificate came */
};

enum tls_chain {
	TLS_CHAIN_UNKNOWN, /* no certificate was seen */
	TLS_CHAIN_GOOD,
	TLS_CHAIN_DATE, /* of the chain, one is too old or too new */
	TLS_CHAIN_BAD,
};

/*
 * Whether text is a list of pins: one or more, with blanks between them, each
 * the base64 of 32 bytes.
 */
bool tls_pins_valid(const char *pins);

/* Whether pin is one of the list; an empty pin never is. */
bool tls_pins_have(const char *pins, const char *pin);

/*
 * Appends the list as libcurl wants it, "sha256//…;sha256//…".  0, or -1 when
 * it is no list of pins or out failed.
 */
int tls_pins_for_curl(const char *pins, struct buf *out);

/*
 * Makes a context (an SSL_CTX) record the peer's certificate; the verdict on
 * the chain stays OpenSSL's own.  The record lives as long as the context, and
 * as long as somebody holds it: what this returns is held.  NULL w/o memory.
 */
struct tls_watch *tls_watch_new(void *ssl_ctx);

/* The record of a connection's (an SSL) context, held; NULL: it has none. */
struct tls_watch *tls_watch_of(void *ssl);

/* Lets it go; takes NULL. */
void tls_watch_release(struct tls_watch *watch);

/* What was recorded; an empty one for NULL. */
const struct tls_peer *tls_watch_peer(const struct tls_watch *watch);

/* What OpenSSL said of the chain, in a word. */
enum tls_chain tls_chain_verdict(const struct tls_peer *peer);

/* The text for chain_error, for people. */
const char *tls_chain_text(const struct tls_peer *peer);

#endif

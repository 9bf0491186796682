/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other side of a test: a server on loopback, in a thread of its own,
 * that does to each connection what the test's function does.  It does not
 * sleep: it reads, writes, closes, and waits for events.
 */
#ifndef TESTS_PEER_H
#define TESTS_PEER_H

#include "compat.h"

#include <openssl/ssl.h>
#include <pthread.h>
#include <semaphore.h>

#define PEER_REQUEST_MAX 100000

struct peer;

struct peer_conn {
	struct peer *peer;
	int fd;
	SSL *ssl; /* NULL: plain */
};

struct peer {
	void (*serve)(struct peer_conn *conn);
	SSL_CTX *ctx; /* NULL: plain */
	const void *arg;
	int fd;
	int port;
	int connections;
	int requests;                   /* read whole */
	char request[PEER_REQUEST_MAX]; /* the last one */
	size_t request_len;
	sem_t event, go; /* for test and serve to wait for each other */
	pthread_t thread;
};

/* Listens on a free port of 127.0.0.1 and serves. */
void peer_start(struct peer *p, void (*serve)(struct peer_conn *conn),
    SSL_CTX *ctx, const void *arg);

/* Ends the thread; what it has recorded may be read then. */
void peer_stop(struct peer *p);

/* Reads a request by its Content-Length; false when it did not come whole. */
bool peer_read_request(struct peer_conn *c);

/* False when the other side is gone. */
bool peer_write(struct peer_conn *c, const void *data, size_t len);
bool peer_puts(struct peer_conn *c, const char *text);

/* Waits until the other side has closed; true if no byte came before. */
bool peer_wait_close(struct peer_conn *c);

/* Whether the other side closes, or writes, within so many milliseconds. */
bool peer_hears(struct peer_conn *c, int ms);

/* The connection is closed with a reset. */
void peer_reset(struct peer_conn *c);

/* Says goodbye in TLS, which closing alone does not. */
void peer_goodbye(struct peer_conn *c);

/* What a certificate made for a test is like. */
struct peer_cert {
	const char *host; /* DNS name of the subject; NULL: IP:127.0.0.1 */
	int days_from;    /* valid from, in days from now */
	int days_to;      /* valid to */
	int rsa_bits;     /* 0: an EC key */
};

/*
 * A TLS server's context with a certificate signed by itself, which is also
 * written as PEM to ca_file, unless that is NULL.  pin gets the base64 of the
 * SHA-256 of its key, made by other functions than the code under test.
 */
SSL_CTX *peer_tls(
    const struct peer_cert *cert, const char *ca_file, char pin[64]);

/*
 * Names for the resolver of this program, instead of the system's:
 * loopback.test and host.test are 127.0.0.1, private.test is 10.1.2.3,
 * metadata.test is 169.254.169.254, two.test is 10.1.2.3 and 127.0.0.1,
 * stall.test has no answer until names_release(), others are unknown.
 */
void names_release(void);
int names_asked(void);

#endif

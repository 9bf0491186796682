/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening sockets and their connections, and the faults that happen to them.
 */
#ifndef SIMULATE_SERVER_H
#define SIMULATE_SERVER_H

#include <openssl/ssl.h>

#include "serve.h"

struct server;

/*
 * Listens for HTTP on a port (0: any), for HTTPS on the next one, and keeps a
 * third one on which nobody listens.  NULL with errno when that failed.
 */
struct server *server_new(
    struct world *world, const char *address, uint16_t port, SSL_CTX *tls);
void server_free(struct server *server);

/* The ports: plain, TLS, and the one that refuses. */
uint16_t server_port(const struct server *server);
uint16_t server_tls_port(const struct server *server);
uint16_t server_refusing_port(const struct server *server);

#endif
